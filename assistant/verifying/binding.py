"""Who did what, and which number belongs to what: the parts of a claim stand in the source, but are they joined so?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.verifying.lexicon import AXES, MONTHS
from assistant.verifying.matching import MET, Match, Table, opposed
from assistant.verifying.numbers import Number, agrees
from assistant.verifying.reading import Reading, Word

_PIVOTS = ("than", "before", "after")
_NO_VERB_AFTER = frozenset("the a an of in on at with by for from his her its their this that these those and".split())
_NO_VERB_BEFORE = frozenset("of with and or than".split())
_BE = frozenset("is are was were be been being".split())
_CLAUSE = 4.0  # an end of a clause is as far as so many words
_FULL = 0.5  # a pull from which on a rival is taken in full
_REACH = 8.0
_COUNTED = 2.5


@dataclass(frozen=True, slots=True)
class Items:
    """Content words and numbers of a claim and of its source, so far as they meet or are rivals.

    `met[i, j]` is above 0 where two are the same; `pull[i, j]`, 0..1, is how well what stands around claim item i
    stands around place j of the source.
    """

    claim: tuple[Word | Number, ...]
    held: tuple[Word | Number, ...]
    met: Table
    pull: Table


def items(match: Match, said: Sequence[Number], there: Sequence[Number]) -> Items:
    """Words first, then numbers, on both sides."""
    met = np.zeros((len(match.claim) + len(said), len(match.held) + len(there)))
    met[: len(match.claim), : len(match.held)] = np.where(match.table >= MET, match.table, 0)
    exact = met >= 1
    met = np.where(exact.any(axis=1, keepdims=True), exact, met)  # a synonym counts where the word itself is not there
    for i, a in enumerate(said):
        for j, b in enumerate(there):
            met[len(match.claim) + i, len(match.held) + j] = float(agrees(a, b))
    claim, all_held = (*match.claim, *said), (*match.held, *there)
    kept = [j for j, b in enumerate(all_held) if met[:, j].any() or _may_rival(b)]
    held, met = tuple(all_held[j] for j in kept), met[:, kept]
    return Items(claim, held, met, _pulls(claim, held, met))


def _may_rival(item: Word | Number) -> bool:
    return isinstance(item, Number) or item.is_name or item.stem in AXES


def _pulls(claim: Sequence[Word | Number], held: Sequence[Word | Number], met: Table) -> Table:
    """The share of an item's surroundings, near ones counting most, that stands as near to a place of the source."""
    pull = np.zeros(met.shape)
    if not pull.size:
        return pull
    near, apart = _distances(claim), _distances(held)
    np.fill_diagonal(near, np.inf)
    np.fill_diagonal(apart, np.inf)  # a place is not its own surroundings
    weight = np.array([getattr(w, "weight", 1.0) for w in claim])
    for i, item in enumerate(claim):
        weights = weight / (1 + near[i])
        if isinstance(item, Number):  # what is counted stands right behind its number
            weights = np.where([w.at == item.at + 1 for w in claim], _COUNTED, 1.0) * weights
            weights = np.where([w.at == item.at for w in claim], 0.0, weights)
        reach = np.maximum(0.0, apart[None, :, :] - np.minimum(near[i], _REACH)[:, None, None])
        fit = (met[:, None, :] / (1 + reach)).max(axis=2)
        pull[i] = (weights[:, None] * fit).sum(axis=0) / max(1e-9, weights.sum())
    return pull


def _distances(of: Sequence[Word | Number]) -> Table:
    at = np.array([w.at for w in of], dtype=np.float64)
    clause = np.array([w.clause for w in of])
    apart: Table = np.abs(at[:, None] - at[None, :]) + _CLAUSE * (clause[:, None] != clause[None, :])
    return apart


def misplaced(found: Items) -> tuple[float, Word | Number | None]:
    """0..1, and the item: a number, a name or one end of an axis whose surroundings fit a rival of its kind better."""
    worst: tuple[float, Word | Number | None] = (0.0, None)
    for i, item in enumerate(found.claim):
        own, rivals = _places(found, i, item)
        if own and rivals:
            strength = _beaten_by(found.pull[i, own].max(), found.pull[i, rivals].max())
            worst = max(worst, (strength, item), key=lambda w: w[0])
    return worst


def _beaten_by(own: float, other: float) -> float:
    return float((other - own) / (other + own) * min(1.0, other / _FULL)) if other > own else 0.0


def exchanged(found: Items) -> float:
    """0..1: two items of one kind that fit the source better when each takes the other's place."""
    placed = {i: np.flatnonzero(found.met[i]) for i in range(len(found.claim)) if found.met[i].any()}
    worst = 0.0
    for a, at_a in placed.items():
        for b, at_b in placed.items():
            if b <= a or not _alike(found.claim[a], found.claim[b]) or set(at_a) & set(at_b):
                continue
            kept = found.pull[a, at_a].max() + found.pull[b, at_b].max()
            turned = found.pull[a, at_b].max() + found.pull[b, at_a].max()
            worst = max(worst, _beaten_by(kept / 2, turned / 2))
    return worst


def _alike(a: Word | Number, b: Word | Number) -> bool:
    if isinstance(a, Number) or isinstance(b, Number):
        return isinstance(a, Number) and isinstance(b, Number) and a.unit == b.unit and a.at != b.at
    return a.is_name == b.is_name and a.weight == b.weight == 1.0 and abs(a.at - b.at) > 1


def arranged(found: Items) -> float:
    """How well the surroundings of the claim's items are kept in the source, 1 where nothing is to be kept."""
    pulls = [
        found.pull[i, np.flatnonzero(found.met[i])].max()
        for i, item in enumerate(found.claim)
        if found.met[i].any() and getattr(item, "weight", 1.0) == 1.0
    ]
    return float(np.mean(pulls)) if pulls else 1.0


def _places(found: Items, i: int, item: Word | Number) -> tuple[list[int], list[int]]:
    """Where the item stands in the source, and where its rivals do: others of its kind, not named in the same clause."""
    own = [j for j in range(len(found.held)) if found.met[i, j]]
    if isinstance(item, Number):
        rivals = [j for j, b in enumerate(found.held) if isinstance(b, Number) and b.unit == item.unit]
        return own, [j for j in rivals if j not in own]
    beside = [a for a, other in enumerate(found.claim) if other.clause == item.clause and a != i]
    taken = {j for a in beside for j in range(len(found.held)) if found.met[a, j]}
    words = [(j, b) for j, b in enumerate(found.held) if isinstance(b, Word) and j not in own and j not in taken]
    if item.is_name and item.low not in MONTHS:
        return own, [j for j, b in words if b.is_name and b.low not in MONTHS and not _run_on(found, own, j)]
    if item.stem in AXES:
        return own, [j for j, b in words if opposed(item.stem, b.stem)]
    return own, []


def _run_on(found: Items, own: Sequence[int], j: int) -> bool:
    """Part of the same name or list of names."""
    place = found.held[j]
    return any(place.clause == found.held[k].clause and abs(place.at - found.held[k].at) <= 2 for k in own)


def swapped(claim: Reading, held: Reading, match: Match, near: Collection[int]) -> tuple[Word, Word] | None:
    """Two items on either side of a shared verb or of "than", "before", ... that stand the other way round in the source.

    Only items that occur once in the sentence count, and a change between active and passive voice excuses the order.
    """
    for pivot in claim.words:
        if pivot.low not in _PIVOTS and not _may_be_verb(claim.words, pivot):
            continue
        left, right = _sides(pivot, match)
        for there in held.words:
            if there.sentence not in near or there.stem != pivot.stem:
                continue
            if pivot.low not in _PIVOTS and not _may_be_verb(held.words, there):
                continue
            found = _crossed(match, left, right, there) or _other_subject(match, pivot, there)
            if found and _voice(claim.words, pivot) == _voice(held.words, there):
                return found
    return None


def _may_be_verb(words: Sequence[Word], word: Word) -> bool:
    """No article, preposition or number before it and none that a noun has after it: enough to leave out most nouns."""
    if not word.is_content or word.is_name or word.weight < 1:
        return False
    before = next((w for w in words if w.at == word.at - 1), None)
    after = next((w for w in words if w.at == word.at + 1), None)
    if before and (before.low in _NO_VERB_AFTER or before.is_number):
        return False
    return not (after and after.low in _NO_VERB_BEFORE)


def _sides(pivot: Word, match: Match) -> tuple[list[int], list[int]]:
    """The nearest two words of the same sentence on either side."""
    same = [i for i, w in enumerate(match.claim) if w.sentence == pivot.sentence and w.at != pivot.at and w.weight == 1]
    left = [i for i in same if match.claim[i].at < pivot.at][-2:]
    return left, [i for i in same if match.claim[i].at > pivot.at][:2]


def _other_subject(match: Match, verb: Word, there: Word) -> tuple[Word, Word] | None:
    """Before the verb stands in the claim what stands after it in the source, and the other way round."""
    claim = [i for i, w in enumerate(match.claim) if w.sentence == verb.sentence and w.weight == 1]
    held = [j for j, w in enumerate(match.held) if w.sentence == there.sentence and w.weight == 1]
    before = [i for i in claim if match.claim[i].at < verb.at]
    before_there = [j for j in held if match.held[j].at < there.at]
    if not before or not before_there:
        return None
    x, y = before[-1], before_there[-1]
    x_there = [j for j in held if match.table[x, j] >= 1]
    y_here = [i for i in claim if match.table[i, y] >= 1]
    after_there = bool(x_there) and all(match.held[j].at > there.at for j in x_there)
    gone = match.claim[x].is_name and match.held[y].is_name and not x_there
    after_here = bool(y_here) and all(match.claim[i].at > verb.at for i in y_here)
    return (match.claim[x], match.held[y]) if (after_there or gone) and after_here else None


def _crossed(match: Match, left: Sequence[int], right: Sequence[int], there: Word) -> tuple[Word, Word] | None:
    placed = {i: _only_place(match, i, there.sentence) for i in (*left, *right)}
    lefts = [(i, p) for i in left if (p := placed[i]) is not None and p.at != there.at]
    rights = [(i, p) for i in right if (p := placed[i]) is not None and p.at != there.at]
    if not lefts or not rights:
        return None
    crossed = all(p.at > there.at for _, p in lefts) and all(p.at < there.at for _, p in rights)
    return (match.claim[lefts[0][0]], match.claim[rights[0][0]]) if crossed else None


def _only_place(match: Match, i: int, sentence: int) -> Word | None:
    places = [match.held[j] for j in np.flatnonzero(match.table[i] >= 0.9) if match.held[j].sentence == sentence]
    return places[0] if len(places) == 1 else None


def _voice(words: Sequence[Word], verb: Word) -> bool:
    """Passive: a form of "to be" shortly before the word, or "by" right after it."""
    near = [w for w in words if w.sentence == verb.sentence and -3 <= w.at - verb.at <= 2]
    before = any(w.low in _BE for w in near if w.at < verb.at)
    return before or any(w.low == "by" for w in near if w.at > verb.at)

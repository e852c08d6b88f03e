"""Who did what, and which number belongs to what: the parts of a claim stand in the source, but are they joined so?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.verifying.lexicon import AXES, MONTHS
from assistant.verifying.matching import MET, Match, Table
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
    """Content words and numbers of a claim and of its source; `met` is 1 where two are the same, else 0."""

    claim: tuple[Word | Number, ...]
    held: tuple[Word | Number, ...]
    met: Table
    apart: Table  # (claim, claim) distances
    apart_held: Table


def items(match: Match, said: Sequence[Number], there: Sequence[Number]) -> Items:
    """Words first, then numbers, on both sides."""
    met = np.zeros((len(match.claim) + len(said), len(match.held) + len(there)))
    met[: len(match.claim), : len(match.held)] = np.where(match.table >= MET, match.table, 0)
    for i, a in enumerate(said):
        for j, b in enumerate(there):
            met[len(match.claim) + i, len(match.held) + j] = float(agrees(a, b))
    claim, held = (*match.claim, *said), (*match.held, *there)
    return Items(claim, held, met, _distances(claim), _distances(held))


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
        if not own or not rivals:
            continue
        pulls = {j: _pull(found, i, j) for j in (*own, *rivals)}
        best, other = max(pulls[j] for j in own), max(pulls[j] for j in rivals)
        strength = (other - best) / (other + best) * min(1.0, other / _FULL) if other > best else 0.0
        if strength > worst[0]:
            worst = (strength, item)
    return worst


def arranged(found: Items) -> tuple[float, float]:
    """How well the surroundings of the claim's items are kept in the source: mean and least, 1 where nothing binds."""
    pulls = []
    for i, item in enumerate(found.claim):
        own = np.flatnonzero(found.met[i])
        if own.size and getattr(item, "weight", 1.0) == 1.0:
            pulls.append(max(_pull(found, i, int(j)) for j in own))
    return (float(np.mean(pulls)), min(pulls)) if pulls else (1.0, 1.0)


def _places(found: Items, i: int, item: Word | Number) -> tuple[list[int], list[int]]:
    """Where the item stands in the source, and where its rivals do: others of its kind, not named in the same clause."""
    own = [j for j in range(len(found.held)) if found.met[i, j]]
    beside = {a for a, other in enumerate(found.claim) if other.clause == item.clause and a != i}
    taken = {j for a in beside for j in range(len(found.held)) if found.met[a, j]}
    if isinstance(item, Number):
        kind = [j for j, b in enumerate(found.held) if isinstance(b, Number) and b.unit == item.unit]
        taken = set()
    elif item.is_name and item.low not in MONTHS:
        kind = [j for j, b in enumerate(found.held) if isinstance(b, Word) and b.is_name and not _run_on(found, own, j)]
    elif item.stem in AXES:
        kind = [j for j, b in enumerate(found.held) if isinstance(b, Word) and _opposed(item, b)]
    else:
        return own, []
    return own, [j for j in kind if j not in own and j not in taken]


def _opposed(a: Word, b: Word) -> bool:
    others = AXES.get(b.stem, {})
    return any(others.get(axis) == -side for axis, side in AXES[a.stem].items())


def _run_on(found: Items, own: Sequence[int], j: int) -> bool:
    """Part of the same name or list of names."""
    return any(
        found.held[j].clause == found.held[k].clause and abs(found.held[j].at - found.held[k].at) <= 2 for k in own
    )


def _pull(found: Items, i: int, j: int) -> float:
    """How well what stands around claim item i stands around place j of the source; near items count most."""
    near = found.apart[i].copy()
    near[i] = np.inf
    reach = np.maximum(0.0, found.apart_held[j][None, :] - np.minimum(near, _REACH)[:, None])
    fit = found.met / (1 + reach)
    fit[:, j] = 0
    weights = np.array([getattr(w, "weight", 1.0) for w in found.claim]) / (1 + near)
    if isinstance(found.claim[i], Number):  # what is counted stands right behind its number
        weights[[k for k, w in enumerate(found.claim) if w.at == found.claim[i].at + 1]] *= _COUNTED
    return float((weights * fit.max(axis=1, initial=0.0)).sum() / max(1e-9, weights.sum()))


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
            found = _crossed(match, left, right, there)
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

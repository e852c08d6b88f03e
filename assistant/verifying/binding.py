"""Who did what, and which number belongs to what: the parts of a claim stand in the source, but are they joined so?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.verifying.agreement import agrees
from assistant.verifying.axes import AXES
from assistant.verifying.lexicon import CONVERSES, FORMS, MONTHS, word_set
from assistant.verifying.matching import MET, Match, Table, opposed
from assistant.verifying.numbers import Number
from assistant.verifying.reading import SENTENCE_GAP, Reading, Word

_PIVOTS = ("than", "before", "after", "instead", "rather")
_NO_VERB_AFTER = word_set("the a an of in on at with by for from his her its their this that these those")
_NO_VERB_BEFORE = word_set("of with and or than")
_BE = word_set("is are was were be been being")
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
    claim: tuple[Word | Number, ...] = (*match.claim, *said)
    all_held: tuple[Word | Number, ...] = (*match.held, *there)
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
        pull[i] = _fit(met, apart, np.minimum(near[i], _REACH), weights) / max(1e-9, weights.sum())
    return pull


def _fit(met: Table, apart: Table, near: Table, weights: Table) -> Table:
    """Per place of the source, the weights of the items around that stand no farther off there than in the claim."""
    rows = np.flatnonzero(met.any(axis=1) & (weights > 0))
    columns = np.flatnonzero(met.any(axis=0))
    if not rows.size:
        return np.zeros(met.shape[1])
    reach = np.maximum(0.0, apart[None, :, columns] - near[rows][:, None, None])
    fit = (met[np.ix_(rows, columns)][:, None, :] / (1 + reach)).max(axis=2)
    total: Table = (weights[rows][:, None] * fit).sum(axis=0)
    return total


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


def _places(found: Items, i: int, item: Word | Number) -> tuple[list[int], list[int]]:
    """Where the item stands in the source, and where its rivals do: others of its kind, unnamed in the same clause."""
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


def swapped(claim: Reading, held: Reading, match: Match, found: Items, near: Collection[int]) -> tuple[str, str] | None:
    """Two items on either side of a verb or of "than", "before", ... that stand the other way round in the source.

    A change between active and passive voice excuses the order around a verb.
    """
    for pivot in claim.words:
        verb = pivot.low not in _PIVOTS
        if verb and not may_be_verb(claim.words, pivot):
            continue
        for there in held.words:
            if there.sentence not in near or there.stem != pivot.stem:
                continue
            if not verb:
                crossed = _crossed(found, pivot, there)
            elif not may_be_verb(held.words, there) or passive(claim.words, pivot) != passive(held.words, there):
                continue
            else:
                crossed = _other_subject(match, pivot, there) or _other_agent(match, claim, held, pivot, there)
            if crossed:
                return crossed
    return None


def may_be_verb(words: Sequence[Word], word: Word) -> bool:
    """Nothing before or after it that only a noun has: enough to leave out most nouns."""
    if not word.is_content or word.is_name or word.weight < 1 or word.low == "unaffected":
        return False  # "unaffected" stands for "A made no difference to B" and for "B did not depend on A"
    before = next((w for w in words if w.at == word.at - 1), None)
    after = next((w for w in words if w.at == word.at + 1), None)
    if before and before.low == "and" and not (word.low.endswith("ed") or word.low in FORMS):
        return False
    if before and (before.low in _NO_VERB_AFTER or before.is_number):
        return False
    return not (after and after.low in _NO_VERB_BEFORE)


def _crossed(found: Items, pivot: Word, there: Word) -> tuple[str, str] | None:
    """Something before the pivot stands only after it in the source, and something after it only before it."""
    left: list[str] = []
    right: list[str] = []
    for i, item in enumerate(found.claim):
        places = [found.held[j] for j in np.flatnonzero(found.met[i] >= 1)]
        places = [p for p in places if abs(p.at - there.at) < SENTENCE_GAP]
        if isinstance(item, Number) and pivot.low in ("before", "after"):
            continue  # "30% after it, up from 20% before it": which is which is told by `changes`
        if not places or abs(item.at - pivot.at) >= SENTENCE_GAP or getattr(item, "weight", 1.0) < 1:
            continue
        if item.at < pivot.at and all(p.at > there.at for p in places):
            left.append(_shown(item))
        if item.at > pivot.at and all(p.at < there.at for p in places):
            right.append(_shown(item))
    if left and right:
        return left[-1], right[0]
    if pivot.low in ("instead", "rather") and (left or right):
        return (left or [pivot.text])[-1], (right or [pivot.text])[0]
    return None


def _shown(item: Word | Number) -> str:
    return item.shown if isinstance(item, Number) else item.text


def _other_subject(match: Match, verb: Word, there: Word) -> tuple[str, str] | None:
    """Right before the verb stands in the claim what stands after it in the source, and the other way round."""
    here = [i for i, w in enumerate(match.claim) if w.sentence == verb.sentence and w.weight == 1]
    held = [j for j, w in enumerate(match.held) if w.sentence == there.sentence and w.weight == 1]
    mine = _run_before([match.claim[i].at for i in here], here, verb.at)
    theirs = _run_before([match.held[j].at for j in held], held, there.at)
    x = next((i for i in mine if not (match.table[i, theirs] >= MET).any()), None)
    y = next((j for j in theirs if not (match.table[mine, j] >= MET).any()), None)
    if x is None or y is None:
        return None
    x_there = [j for j in held if match.table[x, j] >= 1]
    y_here = [i for i in here if match.table[i, y] >= 1]
    after_there = bool(x_there) and all(match.held[j].at > there.at for j in x_there)
    if after_there and all(match.held[j].clause != there.clause for j in x_there):
        return match.claim[x].text, match.held[y].text
    gone = match.claim[x].is_name and match.held[y].is_name and not x_there
    after_here = bool(y_here) and all(match.claim[i].at > verb.at for i in y_here)
    return (match.claim[x].text, match.held[y].text) if (after_there or gone) and after_here else None


def _run_before(at: Sequence[int], of: Sequence[int], end: int) -> list[int]:
    """The last item before `end` and those that stand right before it, as in a name of several words."""
    run: list[int] = []
    edge = None
    for place, i in sorted(zip(at, of, strict=True), reverse=True):
        if place >= end:
            continue
        if edge is not None and edge - place > 1:
            break
        run.append(i)
        edge = place
    return run


def _other_agent(match: Match, claim: Reading, held: Reading, verb: Word, there: Word) -> tuple[str, str] | None:
    """ "Opposed by A", where the source has "opposed by B" and A elsewhere in that sentence."""
    mine, theirs = _agents(match.claim, claim.words, verb), _agents(match.held, held.words, there)
    if not mine or not theirs or (match.table[np.ix_(mine, theirs)] >= MET).any():
        return None
    elsewhere = [j for j, w in enumerate(match.held) if w.sentence == there.sentence and match.table[mine[0], j] >= 1]
    return (match.claim[mine[0]].text, match.held[theirs[0]].text) if elsewhere else None


def _agents(content: Sequence[Word], words: Sequence[Word], verb: Word) -> list[int]:
    after = next((w for w in words if w.at == verb.at + 1), None)
    if after is None or after.low != "by":
        return []
    return [i for i, w in enumerate(content) if 0 < w.at - after.at <= 5 and w.sentence == verb.sentence]


def turned_over(match: Match, a: Word, b: Word) -> bool:
    """ "A sold it to B" and "B bought it": opposite verbs whose sides are exchanged say the same."""
    if a.stem not in CONVERSES or b.stem not in CONVERSES:
        return False
    subject = [i for i, w in enumerate(match.claim) if w.sentence == a.sentence and w.at < a.at and w.weight == 1][-2:]
    places = [
        w for i in subject for j, w in enumerate(match.held) if match.table[i, j] >= 1 and w.sentence == b.sentence
    ]
    return bool(places) and all(w.at > b.at for w in places)


def passive(words: Sequence[Word], verb: Word) -> bool:
    """Passive: a form of "to be" shortly before the word, or "by" right after it."""
    near = [w for w in words if w.sentence == verb.sentence and -3 <= w.at - verb.at <= 2]
    before = any(w.low in _BE for w in near if w.at < verb.at)
    return before or any(w.low == "by" for w in near if w.at > verb.at)

"""How much of a claim its source carries, word by word, and whether it does so in one place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from assistant.verifying.agreement import agrees
from assistant.verifying.axes import AXES
from assistant.verifying.lexicon import word_set
from assistant.verifying.matching import MET, Match, Table
from assistant.verifying.numbers import Number
from assistant.verifying.reading import Reading, Word

_POINTS_BACK = word_set("it its they their them he his she her this these that those both")
_BACK = 0.95  # what a pronoun points back to counts nearly as if it stood there
_OPENING = 3


def leans_on(claim: Reading, held: Reading, met: Match) -> list[int]:
    """The sentences of the source that carry most of the claim's clauses, the best for the whole claim first."""
    carries = _by_sentence(claim, held, met)
    if not carries:
        return []
    whole = range(len(met.claim))
    parts = [list(whole), *([i for i in whole if met.claim[i].clause == c] for c in range(claim.clauses))]
    return list(dict.fromkeys(_best_sentence(part, carries) for part in parts if part))


def _by_sentence(claim: Reading, held: Reading, met: Match) -> dict[int, Table]:
    """For each sentence how well it carries each content word of the claim, by weight, and its shared numbers last."""
    numbers = {w.low for w in claim.words if w.is_number}
    weights = np.array([w.weight for w in met.claim])
    shared = Counter(w.sentence for w in held.words if w.low in numbers)
    of = np.array([w.sentence for w in met.held])
    likes = np.abs(met.table)
    return {
        sentence: np.append(likes[:, of == sentence].max(axis=1, initial=0.0) * weights, shared[sentence])
        for sentence in dict.fromkeys(w.sentence for w in held.words)
    }


def _best_sentence(part: Sequence[int], carries: dict[int, Table]) -> int:
    return max(carries, key=lambda s: (carries[s][[*part, -1]].sum(), -s))


def coverage(claim: Reading, held: Reading, met: Match, near: Sequence[int]) -> dict[str, float]:
    """Shares of the claim's content words, by weight, that the sentences it leans on carry, or any sentence does."""
    within = _reach(held, met, near)
    carried = [(w, _best(met, i, within)) for i, w in enumerate(met.claim)]
    clauses = [[(w, h) for w, h in carried if w.clause == c] for c in range(claim.clauses)]
    whole = _share(carried)
    return {
        "weakest": min((_share([*c, *_ballast(carried, whole)]) for c in clauses if c), default=1.0),
        "everywhere": _share([(w, met.best(i)) for i, w in enumerate(met.claim)]),
        "gap": min(1.0, _longest_gap(carried) / 4),
    }


def _ballast(carried: Sequence[tuple[Word, float]], whole: float) -> list[tuple[Word, float]]:
    """One word as well carried as the whole claim is: a clause of a single word must not decide alone."""
    return [(next((w for w, _ in carried if w.weight == 1), carried[0][0]), whole)] if carried else []


def _reach(held: Reading, met: Match, near: Sequence[int]) -> dict[int, float]:
    """Content words of the source that these sentences may mean, with what each counts: pronouns point one back."""
    counts = dict.fromkeys(near, 1.0)
    for sentence in near:
        opening = [w.low for w in held.words if w.sentence == sentence][:_OPENING]
        if sentence - 1 not in counts and _POINTS_BACK.intersection(opening):
            counts[sentence - 1] = _BACK
    return {j: counts[b.sentence] for j, b in enumerate(met.held) if b.sentence in counts}


def _best(met: Match, i: int, within: dict[int, float]) -> float:
    return max((met.table[i, j] * counts for j, counts in within.items()), default=0.0) if within else 0.0


def togetherness(
    claim: Reading, held: Reading, met: Match, said: Sequence[Number], there: Sequence[Number]
) -> dict[str, float]:
    """Do the words of each clause stand in one sentence, and its numbers there too?"""
    carries = _by_sentence(claim, held, met)
    sentence_of = {w.at: w.sentence for w in held.words}
    single, stray, split, subject = 1.0, 0, 0.0, 1.0
    for c in range(claim.clauses):
        part = [i for i, w in enumerate(met.claim) if w.clause == c]
        if not part or not met.held:
            continue
        best = _best_sentence(part, carries)
        within = _reach(held, met, [best])
        carried = _share([(met.claim[i], _best(met, i, within)) for i in part])
        single = min(single, carried)
        heavy = [i for i in part if met.claim[i].weight == 1]
        if c == 0 and heavy:
            subject = max(0.0, _best(met, heavy[0], within))
        split = max(split, carried - _by_one_clause(part, met, list(within)))
        for n in (n for n in said if n.clause == c):
            places = {sentence_of[h.at] for h in there if agrees(n, h)}
            stray += bool(places) and best not in places
    sides = [i for i, w in enumerate(met.claim) if w.stem in AXES and met.best(i) < MET]
    return {
        "single": single,
        "split": max(0.0, split),
        "stray": min(1.0, stray / 2),
        "axis": min(1.0, len(sides) / 2),
        "subject": subject,
    }


def _by_one_clause(part: Sequence[int], met: Match, within: Sequence[int]) -> float:
    """The most that one clause of a sentence carries of these words."""
    clauses: dict[int, list[int]] = {}
    for j in within:
        clauses.setdefault(met.held[j].clause, []).append(j)
    return max((_share([(met.claim[i], met.best(i, js)) for i in part]) for js in clauses.values()), default=0.0)


def replaced(met: Match) -> float:
    """0..1: a word of the claim that stands where the source has another one, with the source's own words around it.

    Whoever words a thing anew changes more than one word; one word alone is changed to say another thing.
    """
    own = [[met.held[j].at for j in range(len(met.held)) if met.table[i, j] >= 1] for i in range(len(met.claim))]
    taken = {at for places in own for at in places}
    worst = 0.0
    for i, word in enumerate(met.claim):
        likeness = met.best(i)
        if own[i] or word.weight < 1 or likeness >= MET:
            continue
        beside = [k for k in (i - 1, i + 1) if 0 <= k < len(met.claim) and met.claim[k].sentence == word.sentence]
        for other in met.held:
            if other.at in taken or other.weight < 1:
                continue
            kept = [any(abs(at - other.at - _step(met, k, i)) <= 1 for at in own[k]) for k in beside]
            if kept and all(kept):
                worst = max(worst, (1 - likeness) * (len(kept) / 2))
    return worst


def _step(met: Match, k: int, i: int) -> int:
    return met.claim[k].at - met.claim[i].at


def zone(claim: Reading, held: Reading, met: Match, near: Sequence[int]) -> tuple[list[Word], set[int]]:
    """The words of the sentences that the claim leans on, and the clauses in them that are closest."""
    sentences = [w for w in held.words if w.sentence in near]
    clauses: set[int] = set()
    for c in range(claim.clauses):
        part = [i for i, w in enumerate(met.claim) if w.clause == c]
        scores = {w.clause: 0.0 for w in sentences}
        for clause in scores:
            places = [j for j, b in enumerate(met.held) if b.clause == clause]
            scores[clause] = sum(abs(met.table[i, places]).max() for i in part) if places and part else 0.0
        if scores and len(part) > 1:
            enough = max(0.9 * max(scores.values()), 0.4 * sum(met.claim[i].weight for i in part))
            clauses |= {k for k, score in scores.items() if score >= enough}
    return sentences, clauses


def _share(held: Sequence[tuple[Word, float]]) -> float:
    total = sum(w.weight for w, _ in held)
    return sum(w.weight * h for w, h in held) / total if total else 1.0


def _longest_gap(held: Sequence[tuple[Word, float]]) -> float:
    """The most weight of neighbouring words that the source does not have."""
    longest = run = 0.0
    for word, h in held:
        run = run + word.weight if h < 0.6 else 0.0
        longest = max(longest, run)
    return longest

"""How a claim is built beside its source: who acts, what is denied, and which conditions of the source are left out."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from assistant.verifying.agreement import agrees
from assistant.verifying.binding import may_be_verb, passive
from assistant.verifying.lexicon import DENIALS, NEGATIONS, word_set
from assistant.verifying.matching import MET, Match
from assistant.verifying.numbers import Number
from assistant.verifying.polarity import negated
from assistant.verifying.reading import Reading, Word

FIGURES = (
    "agency",
    "agency_mean",
    "denied_here",
    "denied_there",
    "cues_here",
    "cues_there",
    "conditions",
    "conditions_here",
    "numbers_left",
    "left",
    "hedges_left",
)
_REACH = 9  # words around a verb that may be its subject or object
_DENIED = 4  # content words that a negation reaches
_MARKS = word_set(
    "if unless except only until till under over up aged who whose where provided without least most than but "
    "before after when while because some few several part half with within"
)
_HEDGES = word_set(
    "may might could should can would possibly perhaps probably likely hope hopes hoped want wants wanted plan plans "
    "planned aim aims expect expects expected suggest suggests advise advises advised recommend recommends "
    "recommended ask asks asked propose proposes proposed promise promises try tries intend intends believe believes "
    "think thinks says estimated nearly almost about"
)


def structure(
    claim: Reading, held: Reading, met: Match, near: Sequence[int], numbers: tuple[Sequence[Number], Sequence[Number]]
) -> dict[str, float]:
    """FIGURES, each from 0 (or -1 for the two of agency) to about 1.

    `agency`: around the verbs that both have, the share of shared words that changed sides, less those that kept
    theirs (the passive voice taken into account): of the worst verb, and on average. `denied_here` and `denied_there`:
    the share of shared words denied on one side only; `cues_*`: negations. `conditions`: words like "if", "except" or
    "under" of the source whose following word the claim lacks, and such words of the claim that the source lacks.
    `numbers_left`: numbers of the clauses in use that the claim does not have; `left`: the share of those clauses'
    words that it does not have; `hedges_left`: words such as "may" or "plans" that it does not have.
    """
    words = [w for w in held.words if w.sentence in near]
    pairs = _shared(met, near)
    used = {met.held[j].clause for _, j in pairs}
    sides = _sides(claim, held, met, pairs)
    return {
        "agency": max(sides, default=0.0),
        "agency_mean": float(np.mean(sides)) if sides else 0.0,
        **_denials(claim, words, met, pairs),
        "conditions": _limits(words, [w for j, w in enumerate(met.held) if met.table[:, j].max(initial=0.0) >= MET]),
        "conditions_here": _limits(claim.words, [w for i, w in enumerate(met.claim) if met.best(i) >= MET]),
        "numbers_left": _numbers_left(words, used, numbers),
        "left": _left(met, used),
        "hedges_left": min(1.0, len({w.low for w in words} & _HEDGES - {w.low for w in claim.words}) / 3),
    }


def _shared(met: Match, near: Sequence[int]) -> list[tuple[int, int]]:
    """Claim words with the place in the sentences leaned on that is most like them."""
    within = [j for j, b in enumerate(met.held) if b.sentence in near]
    pairs = []
    for i in range(len(met.claim)):
        best = max(within, key=lambda j: met.table[i, j], default=None)
        if best is not None and met.table[i, best] >= MET:
            pairs.append((i, best))
    return pairs


def _sides(claim: Reading, held: Reading, met: Match, pairs: Sequence[tuple[int, int]]) -> list[float]:
    """-1 to 1 for each verb that both have."""
    found = []
    for v, there in pairs:
        verb, other = met.claim[v], met.held[there]
        if not (may_be_verb(claim.words, verb) and may_be_verb(held.words, other)):
            continue
        turn = -1 if passive(claim.words, verb) != passive(held.words, other) else 1
        kept = crossed = 0
        for i, j in pairs:
            a, b = met.claim[i].at - verb.at, (met.held[j].at - other.at) * turn
            if i != v and j != there and abs(a) <= _REACH and abs(b) <= 2 * _REACH:
                kept += a * b > 0
                crossed += a * b < 0
        if kept + crossed:
            found.append((crossed - kept) / (crossed + kept))
    return found


def _denials(claim: Reading, words: Sequence[Word], met: Match, pairs: Sequence[tuple[int, int]]) -> dict[str, float]:
    here, there = negated(claim.words, _DENIED), negated(words, _DENIED)
    flips = [(met.claim[i].at in here, met.held[j].at in there) for i, j in pairs]
    total = max(1, len(flips))
    return {
        "denied_here": sum(a and not b for a, b in flips) / total,
        "denied_there": sum(b and not a for a, b in flips) / total,
        "cues_here": min(1.0, _cues(claim.words) / 2),
        "cues_there": min(1.0, _cues(words) / 2),
    }


def _cues(words: Sequence[Word]) -> int:
    return sum(w.low in NEGATIONS or w.stem in DENIALS for w in words)


def _limits(words: Sequence[Word], shared: Collection[Word]) -> float:
    """Conditions behind a shared word whose own next content word is not shared, up to three of them."""
    places = {w.at for w in shared}
    missing = 0
    for k, w in enumerate(words):
        if w.low in _MARKS and any(0 < w.at - at <= _DENIED for at in places):
            after = next((x for x in words[k + 1 : k + 5] if x.is_content or x.is_number), None)
            missing += after is not None and after.sentence == w.sentence and after.at not in places
    return min(1.0, missing / 3)


def _numbers_left(
    words: Sequence[Word], used: Collection[int], numbers: tuple[Sequence[Number], Sequence[Number]]
) -> float:
    said, there = numbers
    clauses = {w.at: w.clause for w in words}
    left = [n for n in there if clauses.get(n.at) in used and not n.parts and not any(agrees(s, n) for s in said)]
    return min(1.0, len(left) / 3)


def _left(met: Match, used: Collection[int]) -> float:
    rest = [(b.weight, met.table[:, j].max(initial=0.0)) for j, b in enumerate(met.held) if b.clause in used]
    total = sum(weight for weight, _ in rest)
    return sum(weight for weight, best in rest if best < MET) / total if total else 1.0

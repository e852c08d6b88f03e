"""The rules that refuse a claim, whatever the rest says: numbers, names, dates, negation, strength, who did what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assistant.verifying.agreement import agrees
from assistant.verifying.binding import Items, swapped, turned_over
from assistant.verifying.changes import changes, reversed_change
from assistant.verifying.coverage import zone
from assistant.verifying.lexicon import MONTHS, SURE_MONTHS, word_set
from assistant.verifying.matching import MET, Match
from assistant.verifying.numbers import Number
from assistant.verifying.polarity import too_strong, turned_round, turned_small_words
from assistant.verifying.reading import Reading, Word
from assistant.verifying.timing import misplaced_time

KINDS = ("number", "name", "turned", "roles", "strength")
_SUPERLATIVE_NOT = word_set("interest request forest invest harvest suggest protest honest arrest guest test west")


class Refusal(NamedTuple):
    """Which of KINDS of rule speaks against a claim, and why, for people."""

    kind: str
    reason: str


def refusals(
    claim: Reading,
    held: Reading,
    met: Match,
    joined: Items,
    near: Sequence[int],
    numbers: tuple[list[Number], list[Number]],
) -> list[Refusal]:
    """Why the claim is not carried; empty when no rule speaks against it.

    `near` are the sentences it leans on, `numbers` those of the claim and of the source.
    """
    said, there = numbers
    missing = [n for n in said if not any(agrees(n, h) for h in there)]
    reasons = [Refusal("number", f"'{n.shown}' is not in the source") for n in missing]
    if turned_change := reversed_change(changes(claim, said), changes(held, there)):
        before, after = turned_change
        reasons.append(Refusal("number", f"the source does not go from '{before.shown}' to '{after.shown}'"))
    if time := misplaced_time(claim, held, said, there):
        reasons.append(Refusal("number", f"'{time}' lies elsewhere in the source"))
    reasons += [Refusal("name", f"'{word.text}' is not in the source") for word in _strangers(claim, held, met)]
    words, closest = zone(claim, held, met, near)
    turned = [pair for pair in turned_round(claim, held, met, near, closest) if not turned_over(met, *pair)]
    crossed = swapped(claim, held, met, joined, near)
    if small := turned_small_words(claim, words):
        turned = turned or [(small, small)]
    if turned and not crossed:
        reasons.append(Refusal("turned", f"the source says the opposite of '{turned[0][0].text}'"))
    if crossed and not turned:
        reasons.append(Refusal("roles", f"'{crossed[0]}' and '{crossed[1]}' stand the other way round in the source"))
    if strong := too_strong(claim, words, [w for w in words if w.clause in closest]):
        reasons.append(Refusal("strength", strong))
    return reasons


def _strangers(claim: Reading, held: Reading, met: Match) -> list[Word]:
    """Names, months and superlatives of the claim that the source does not have."""
    there = {w.low for w in held.words}
    names = [w for i, w in enumerate(met.claim) if w.is_name and w.low not in MONTHS and met.best(i) < MET]
    months = [w for i, w in enumerate(claim.words) if _is_month(claim.words, i) and w.low not in there]
    return [*names, *months, *_superlatives(met)]


def _is_month(words: Sequence[Word], i: int) -> bool:
    word = words[i]
    if word.low not in MONTHS or not word.text[0].isupper():
        return False
    beside = [words[k] for k in (i - 1, i + 1) if 0 <= k < len(words)]
    return word.low in SURE_MONTHS or any(w.is_number or w.low in ("in", "of", "since", "until", "by") for w in beside)


def _superlatives(met: Match) -> list[Word]:
    return [
        w
        for i, w in enumerate(met.claim)
        if w.low.endswith("est") and len(w.low) > 5 and w.low not in _SUPERLATIVE_NOT and met.best(i) < MET
    ]

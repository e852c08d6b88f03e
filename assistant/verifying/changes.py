"""From what to what: "grew from 12 to 30", "30, up from 12" and "12 in 2018 and 30 in 2023" tell the same change."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

from assistant.verifying.agreement import agrees
from assistant.verifying.numbers import Number
from assistant.verifying.reading import SENTENCE_GAP, Reading

Change = tuple[Number, Number]  # what was, what is
_REACH = 9  # words between the two numbers
_BACK = frozenset({"instead", "compared"})
_DATE_BEHIND = 5


def changes(reading: Reading, numbers: Sequence[Number]) -> list[Change]:
    """The changes that a text tells by its prepositions or by its years."""
    lows = {word.at: word.low for word in reading.words}
    counts = [n for n in numbers if n.unit not in ("date", "ordinal") and not n.parts]
    years = [n for n in numbers if n.unit == "date"]
    found: list[Change] = []
    for a, b in pairwise(counts):
        between = [lows[at] for at in range(a.at + 1, b.at) if at in lows]
        if b.at - a.at > _REACH or (a.unit != b.unit and a.unit and b.unit):
            continue
        if "to" in between and "from" in (lows.get(a.at - 1), lows.get(a.at - 2)):
            found.append((a, b))
        elif _BACK.intersection(between) or {("up", "from"), ("down", "from")}.intersection(pairwise(between)):
            found.append((b, a))
    dated = [(n, year) for n in counts if (year := _year_of(n, counts, years))]
    for (a, first), (b, second) in combinations(dated, 2):
        if abs(a.at - b.at) < SENTENCE_GAP and first.value != second.value and (a.unit == b.unit or not b.unit):
            found.append((a, b) if first.value < second.value else (b, a))
    return found


def _year_of(number: Number, counts: Sequence[Number], years: Sequence[Number]) -> Number | None:
    """The year named right behind a number, before the next number."""
    after = min((n.at for n in counts if n.at > number.at), default=number.at + SENTENCE_GAP)
    near = [y for y in years if number.at < y.at < min(after, number.at + _DATE_BEHIND + 1)]
    return near[0] if near else None


def reversed_change(claim: Sequence[Change], held: Sequence[Change]) -> Change | None:
    """A change of the claim that the source tells the other way round, and never that way."""
    for before, after in claim:
        if before.value == after.value:
            continue
        same = any(agrees(before, a) and agrees(after, b) for a, b in held)
        turned = any(agrees(before, b) and agrees(after, a) for a, b in held)
        if turned and not same:
            return before, after
    return None

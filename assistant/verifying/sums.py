"""Numbers that a source does not say but that follow from two of its own: a difference, a sum, a share, the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, permutations

from assistant.verifying.agreement import agrees
from assistant.verifying.numbers import Number
from assistant.verifying.reading import Reading

_MOST = 14  # numbers of a source that are combined; a table of figures would yield any number
_ROUNDED = 0.1  # a ratio told as "twice" or "a third" is rounded
_WHOLE_PERCENT = 0.6
_LONGEST_LIST = 12


def follows(claim: Number, held: Sequence[Number]) -> bool:
    """Whether a number of a claim follows from numbers of its source by one step of arithmetic."""
    if len(held) > _MOST:
        return False
    return any(_is(claim, one) for one in _results(claim, held))


def _is(claim: Number, result: Number) -> bool:
    a, b = claim.value * claim.size, result.value * result.size
    if claim.unit == result.unit == "percent" and not claim.part and abs(a - b) <= _WHOLE_PERCENT:
        return True
    if claim.unit == result.unit == "times" and claim.bound == 0:
        return abs(a - b) <= _ROUNDED * b
    return agrees(claim, result)


def _results(claim: Number, held: Sequence[Number]) -> Iterator[Number]:
    """What may be meant by a number of the claim's unit."""
    if claim.unit == "percent":
        yield from (replace(n, value=100 - n.value, bound=-n.bound) for n in held if n.unit == "percent")
    for a, b in permutations(held, 2):
        x, y = a.value * a.size, b.value * b.size
        plain = replace(a, size=1.0, bound=0, span=0.0, nearby=frozenset(), parts=())
        if (
            claim.unit == "percent"
            and a.unit == b.unit != "percent"
            and 0 < x < y
            and a.unit not in ("date", "ordinal")
        ):
            yield replace(plain, value=100 * x / y, unit="percent", part=True)
            yield replace(plain, value=100 * (y - x) / y, unit="percent", part=True)
        if a.unit == b.unit == "date":
            if x > y:
                yield replace(plain, value=(x - y) * 12, unit="months")
        elif a.unit == b.unit and a.unit != "ordinal" and claim.unit in (a.unit, ""):
            yield replace(plain, value=x + y, nearby=a.nearby)
            if x > y:
                yield replace(plain, value=x - y, nearby=a.nearby)
        if claim.unit == "times" and a.unit == b.unit and 0 < y < x:
            yield replace(plain, value=x / y, unit="times")
        if claim.unit == b.unit and a.unit == "" and b.unit not in ("percent", "date", "ordinal", "times"):
            yield replace(plain, value=x * y, unit=b.unit)


def listed(claim: Number, held: Reading, near: Sequence[int]) -> bool:
    """Whether a bare count may be that of things named one after the other in a sentence, as in "A, B and C"."""
    if claim.unit or claim.bound or not 2 <= claim.value <= _LONGEST_LIST or claim.value % 1:
        return False
    return any(int(claim.value) in _lengths(held, sentence) for sentence in near)


def _lengths(held: Reading, sentence: int) -> set[int]:
    """The lengths that lists in a sentence may have: a mark leaves a gap between places, "and" is a word."""
    words = [w for w in held.words if w.sentence == sentence]
    found: set[int] = set()
    run = 1
    for before, after in pairwise(words):
        if after.at - before.at > 1:
            run += after.low not in ("and", "or")
        if after.low in ("and", "or"):
            run += 1
            found.add(run)
            run = 1
    return found

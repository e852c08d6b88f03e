"""Whether a number of the source carries a number of the claim."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.verifying.numbers import Number

_LOOSE, _CLOSE = 0.1, 0.05


def agrees(claim: Number, held: Number) -> bool:
    """Whether a number of the source carries that of the claim: value, unit, and "more" or "less than"."""
    if claim.bound * held.bound < 0 or (claim.per and held.per and claim.per != held.per):
        return False
    a, b = claim.value * claim.size, held.value * held.size
    if claim.span and held.unit == "date":
        return a <= b < a + claim.span
    if claim.unit != held.unit:
        if {claim.unit, held.unit} == {"time", "months"}:
            a, b = _in_days(claim), _in_days(held)
            return abs(a - b) <= 0.02 * max(a, b) or (held.bound == 0 and _within_bound(claim, a, b))
        if not (_units_may_meet(claim, held) or (claim.unit, claim.size) in held.nearby):
            return False
        a, b = claim.value, held.value
    if held.bound == 0 and _within_bound(claim, a, b):
        return True
    slack = (
        _LOOSE
        if claim.loose and (claim.part or held.part)
        else _CLOSE
        if claim.loose or claim.part or held.part
        else 1e-6
    )
    return abs(a - b) <= slack * max(abs(a), abs(b), 1e-9)


def _within_bound(claim: Number, a: float, b: float) -> bool:
    """ "More than one in five" for 22 %: true of the source, and near enough to be meant."""
    if claim.bound == 0 or claim.unit in ("date", "ordinal"):
        return False
    return a <= b * 1.001 <= a * 1.2 if claim.bound > 0 else a * 0.8 <= b <= a * 1.001


def _in_days(number: Number) -> float:
    return number.value * number.size * (30.4375 if number.unit == "months" else 1 / 86400)


def _units_may_meet(claim: Number, held: Number) -> bool:
    """A count without a known unit may be what the source names, but a percentage is no count, and 2 is not 2nd."""
    units = {claim.unit, held.unit}
    return units in ({"", "ordinal"}, {"", "date"}, {"", "times"}) or (not claim.unit and held.unit != "percent")


def in_effect(said: Sequence[Number], there: Sequence[Number]) -> list[Number]:
    """The numbers of a claim that have to be found: a ratio that the source carries stands for its two parts."""
    carried = [n for n in said if n.parts and any(agrees(n, h) for h in there)]
    inside = {at for n in carried for at in n.parts}
    return [n for n in said if (n in carried if n.parts else n.at not in inside)]

"""Where a length of time lies: "within 24 hours" is not "after 24 hours", and "for 30 days" is neither."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.verifying.agreement import agrees
from assistant.verifying.lexicon import word_set
from assistant.verifying.numbers import Number
from assistant.verifying.reading import Reading, Word

_KINDS = {
    "within": "limit",
    "inside": "limit",
    "before": "limit",  # "before 30 days have passed"
    "after": "from",
    "for": "length",
    "throughout": "length",
}
_BETWEEN = word_set(
    "about around roughly approximately some nearly almost the a an first at least only just these those"
)
_TIMES = ("time", "months")


def misplaced_time(claim: Reading, held: Reading, said: Sequence[Number], there: Sequence[Number]) -> str:
    """The words of a time that the source has in another place; "" where none is told to be.

    Only what stands right before both is compared: "24 hours after it" says nothing of this kind.
    """
    for number in said:
        kind = _kind(claim.words, number)
        same = [other for other in there if agrees(number, other)] if kind else []
        kinds = [_kind(held.words, other) for other in same]
        if kinds and all(kinds) and kind not in kinds:
            return number.shown
    return ""


def _kind(words: Sequence[Word], number: Number) -> str:
    """Empty for what is no length of time, and where nothing before it tells."""
    if number.unit not in _TIMES:
        return ""
    before = [w for w in words if w.at < number.at and w.clause == number.clause][-4:]
    while before and before[-1].low in _BETWEEN:
        before.pop()
    if len(before) > 2 and [w.low for w in before[-3:]] in (["no", "later", "than"], ["not", "later", "than"]):
        return "limit"
    return _KINDS.get(before[-1].low, "") if before else ""

"""A passage in its section: a list or table that was cut for the index is put together again for the reader. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.answering.shown import LINE_BY_LINE
from assistant.domain import Passage

BUDGET = 2_400  # characters of a list shown in one piece: about 30 items, three passages of the longest kind


def whole_list(passages: Mapping[str, Passage], passage: Passage, budget: int = BUDGET) -> list[Passage]:
    """The passage with those before and behind it that go on with its list, in reading order, within the budget.

    Neighbours belong to it when they stand under the same heading and are a list, table or roster as well.
    """
    section = [
        p
        for p in passages.values()
        if p.document == passage.document and p.heading == passage.heading and p.kind in LINE_BY_LINE
    ]
    at = next((i for i, p in enumerate(section) if p.id == passage.id), None)
    if at is None:
        return [passage]
    first = last = at
    while last + 1 < len(section) and section[last + 1].end - section[first].start <= budget:
        last += 1
    while first > 0 and section[last].end - section[first - 1].start <= budget:
        first -= 1
    return section[first : last + 1]

"""A passage in its section: what was cut for the index is put together again where a reader needs it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.quoting import best_span, is_only_orders
from assistant.answering.shown import LINE_BY_LINE
from assistant.domain import Passage
from assistant.words import tokens

BUDGET = 2_400  # characters of a section that are looked at or shown: three passages of the longest kind


def whole_list(section: Sequence[Passage], passage: Passage, budget: int = BUDGET) -> list[Passage]:
    """The passage with the lists, tables and rosters of its section that go on with it, in order, within the budget."""
    return _around([p for p in section if p.kind in LINE_BY_LINE], passage, budget)


def completing_quote(
    section: Sequence[Passage], passage: Passage, span: tuple[int, int], asked: frozenset[str]
) -> tuple[Passage, tuple[int, int]] | None:
    """Where the same section says what is asked and the quoted span leaves out: a passage near by and a span of it.

    None when the span and the headings above it carry all that the section carries.
    """
    words = passage.text[span[0] - passage.start : span[1] - passage.start]
    missing = asked - frozenset(tokens(words)) - frozenset(tokens(" ".join(passage.heading)))
    best: tuple[Passage, tuple[int, int]] | None = None
    most = len(missing) // 3  # one word of many would bring in a sentence that only happens to use it
    for other in _around(section, passage, BUDGET):
        if other.id == passage.id or other.kind != "text" or not missing or is_only_orders(other.text):
            continue
        found = best_span(other, missing)
        carried = len(missing & frozenset(tokens(other.text[found[0] - other.start : found[1] - other.start])))
        if carried > most:
            best, most = (other, found), carried
    return best


def _around(section: Sequence[Passage], passage: Passage, budget: int) -> list[Passage]:
    """The passage and its neighbours, first those behind it, as long as all of it stays within the budget."""
    at = next((i for i, p in enumerate(section) if p.id == passage.id), None)
    if at is None:
        return [passage]
    first = last = at
    while last + 1 < len(section) and section[last + 1].end - section[first].start <= budget:
        last += 1
    while first > 0 and section[last].end - section[first - 1].start <= budget:
        first -= 1
    return list(section[first : last + 1])

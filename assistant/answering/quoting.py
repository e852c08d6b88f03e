"""Which part of a passage to quote: whole when short, else the run of sentences that carries most of the question."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.answering.orders import MACHINE_MARK, gives_orders
from assistant.domain import Passage
from assistant.words import sentences, tokens

WHOLE = 420
MOST_SENTENCES = 3
# What Markdown leaves of a link in the middle of a line: it names an address to a program, and says nothing to people.
_LINK_TARGET = re.compile(r"\[[^\[\]\n]{1,40}\]:\s*<?[a-z][a-z0-9+.-]{1,20}:\S")
_STOP = re.compile(r"(?<=[.!?])\s+(?=\S)")


def best_span(passage: Passage, asked: frozenset[str], longest: int = WHOLE) -> tuple[int, int]:
    """(start, end) in the document of at most three neighbouring sentences within `longest` characters.

    A passage that fits is quoted whole. A single sentence that is longer than the limit is quoted whole as well:
    half a sentence would misquote. Sentences that give an assistant orders are left out where others remain.
    """
    spans = sentences(passage.text)
    if (gives_orders(passage.text) or _LINK_TARGET.search(passage.text)) and (meant := _for_people(passage.text)):
        return _best_run(passage, meant, asked, longest)
    if len(passage.text) <= longest or len(spans) < 2:
        first, last = (spans[0][0], spans[-1][1]) if spans else (0, len(passage.text))
        return passage.start + first, passage.start + last
    return _best_run(passage, spans, asked, longest)


def meant_for_people(passage: Passage, asked: frozenset[str]) -> tuple[int, int]:
    """(start, end) in the document of the whole passage; of what `best_span` quotes of it where it gives orders."""
    return best_span(passage, asked) if gives_orders(passage.text) else (passage.start, passage.end)


@lru_cache(maxsize=4096)
def is_only_orders(text: str) -> bool:
    """Whether a passage holds orders to an assistant and nothing for people, so that nothing of it can be quoted."""
    return gives_orders(text) and not _for_people(text)


def _for_people(text: str) -> list[tuple[int, int]]:
    """The sentences that give no orders, up to the first mark that is written for machines: what it opens is theirs."""
    marks = [mark.start() for mark in (MACHINE_MARK.search(text), _LINK_TARGET.search(text)) if mark]
    found = ((a, _before_orders(text, a, b)) for a, b in sentences(text[: min(marks, default=None)]))
    return [(a, b) for a, b in found if b > a]


def _before_orders(text: str, start: int, end: int) -> int:
    """Where the part of a sentence ends that stands before an order in it, whether or not that begins as one does."""
    for stop in (end, *(start + match.start() for match in reversed(list(_STOP.finditer(text[start:end]))))):
        if not gives_orders(text[start:stop]):
            return stop
    return start


def _best_run(passage: Passage, spans: list[tuple[int, int]], asked: frozenset[str], longest: int) -> tuple[int, int]:
    held = [frozenset(tokens(passage.text[a:b])) & asked for a, b in spans]
    best, best_key = (0, 0), (-1.0, 0)
    for first in range(len(spans)):
        for last in range(first, min(first + MOST_SENTENCES, len(spans))):
            length = spans[last][1] - spans[first][0]
            apart = passage.text[spans[last - 1][1] : spans[last][0]].strip() if last > first else ""
            if last > first and (length > longest or apart):
                break
            carried = len(frozenset().union(*held[first : last + 1]))
            # The opening sentence says what the passage is about; each further sentence must earn its place.
            key = (carried + (0.9 if first == 0 else 0.0) - 0.3 * (last - first), -first)
            if key > best_key:
                best, best_key = (first, last), key
    return passage.start + spans[best[0]][0], passage.start + spans[best[1]][1]


_LEAD_IN = re.compile(r"(?:[^.:;!?\n]|\.(?=\d)){3,110}:\s+(?=\S)")


def has_lead_in(passage: Passage) -> bool:
    """Whether the passage opens with a few words and a colon."""
    return bool(_LEAD_IN.match(passage.text))


def without_lead_in(passage: Passage, span: tuple[int, int]) -> tuple[int, int]:
    """The span after an opening "So-and-so in the toolkit: "; for quotes that stand under their own title."""
    offset = span[0] - passage.start
    found = _LEAD_IN.match(passage.text, offset) if offset == 0 else None
    if not found or passage.start + found.end() >= span[1] - 10:
        return span
    return passage.start + found.end(), span[1]


def first_sentence(passage: Passage) -> tuple[int, int]:
    """(start, end) in the document of the passage's opening sentence."""
    a, b = sentences(passage.text)[0] if passage.text.strip() else (0, len(passage.text))
    return passage.start + a, passage.start + b

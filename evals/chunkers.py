"""Ways to cut the indexed documents, to compare with ours: pure functions from text to stretches of it.

These are what other pipelines do by default, written small; the passages that users get come from `ingest`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby

from assistant.domain import Document, Passage

Cut = tuple[int, int, tuple[str, ...]]
"""Start, end, and the headings above."""
WINDOW, OVERLAP = 1000, 200
SECTION = 800
SHORTEST = 40  # a paragraph under this is a heading or a label and goes with the next one
_BREAKS = ("\n\n", "\n", ". ", " ")


def windows(text: str, size: int = WINDOW, overlap: int = OVERLAP) -> Iterator[tuple[int, int]]:
    """Stretches of at most `size` characters, each ending at the last paragraph, line, sentence or word that fits and
    beginning up to `overlap` characters before the end of the one before it, at a word."""
    start = 0
    while start < len(text):
        end = _last_break(text, start, start + size)
        yield start, end
        if end >= len(text):
            return
        back = text.find(" ", max(start + 1, end - overlap), end)
        start = back + 1 if back >= 0 else end


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Stretches between blank lines; very short ones go with the next."""
    start: int | None = None
    for match in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text):
        start = match.start() if start is None else start
        if match.end() - start >= SHORTEST:
            yield start, match.end()
            start = None
    if start is not None:
        yield start, len(text.rstrip())


def by_heading(passages: Iterable[Passage]) -> Iterator[tuple[str, Cut]]:
    """(document, cut): what stands together under one heading, up to 800 characters a piece, cut between passages."""
    for (document, heading), group in groupby(passages, key=lambda p: (p.document, p.heading)):
        start = end = -1
        for passage in sorted(group, key=lambda p: p.start):
            if start >= 0 and passage.end - start > SECTION and passage.start >= end:
                yield document, (start, end, heading)
                start = -1
            start = passage.start if start < 0 else start
            end = max(end, passage.end)
        yield document, (start, end, heading)


def _last_break(text: str, start: int, limit: int) -> int:
    if limit >= len(text):
        return len(text)
    for mark in _BREAKS:
        at = text.rfind(mark, start + (limit - start) // 2, limit)
        if at > start:
            return at + len(mark.rstrip()) if mark == ". " else at
    return limit


Cutter = Callable[[Mapping[str, Document], Iterable[Passage]], Iterable[tuple[str, Cut]]]


def _of_text(cut: Callable[[str], Iterable[tuple[int, int]]]) -> Cutter:
    def cutter(documents: Mapping[str, Document], _: Iterable[Passage]) -> Iterator[tuple[str, Cut]]:
        for document in documents.values():
            for start, end in cut(document.text):
                yield document.id, (start, end, ())

    return cutter


def _as_indexed(_: Mapping[str, Document], passages: Iterable[Passage]) -> Iterator[tuple[str, Cut]]:
    for passage in passages:
        yield passage.document, (passage.start, passage.end, passage.heading)


CHUNKERS: Mapping[str, Cutter] = {
    "1000-200": _of_text(windows),
    "paragraphs": _of_text(paragraphs),
    "sections": lambda _, passages: by_heading(passages),
    "passages": _as_indexed,
}


def chunk(name: str, documents: Mapping[str, Document], passages: Iterable[Passage]) -> list[Passage]:
    """The documents as that chunker cuts them; `documents[p.document].text[p.start:p.end] == p.text` holds."""
    found = []
    for at, (document, (start, end, heading)) in enumerate(CHUNKERS[name](documents, passages)):
        text = documents[document].text[start:end]
        if text.strip():
            found.append(Passage(f"{name}-{at}", document, heading, text, start, end))
    return found

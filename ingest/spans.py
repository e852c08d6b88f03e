"""Spans of a text that may state a unit: sentences, items, rows, cells, headings, clauses; and the lists they form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.layout import Layout, Piece
from ingest.sentences import sentences

_CLAUSE = re.compile(r"[,;]\s+(?:(?:and|or|und|et|y|e)\s+)?")
_PREDICATE = re.compile(r"\s(?:are|is|were|was|which|that)\s")
_CLAUSES = 4  # a sentence with at least so many is an enumeration


@dataclass(frozen=True, slots=True)
class Span:
    """A span and the headings above it; a row's label counts as a heading of what stands in the row."""

    start: int
    end: int
    path: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Spans that form a list, in order."""

    path: tuple[str, ...]
    spans: tuple[Span, ...]
    kind: str


def statements(layout: Layout) -> Iterator[tuple[Span, int]]:
    """Every span that can state something on its own, with the number of sentences joined to its first.

    These are up to three sentences in a row, items, entries and rows.
    """
    for piece in layout.pieces:
        if piece.kind == "text":
            ends = [(piece.start + a, piece.start + b) for a, b in sentences(layout.text[piece.start : piece.end])]
            for index, (start, _) in enumerate(ends):
                for joined, (_, end) in enumerate(ends[index : index + 3]):
                    yield Span(start, end, piece.path, "text"), joined
        elif piece.kind in ("item", "entry", "row"):
            yield Span(piece.start, piece.end, piece.path, piece.kind), 0


def lists(layout: Layout) -> Iterator[Listing]:
    """Every list of the text, read in every way that it may have been meant."""
    for _, group in groupby(layout.pieces, key=lambda piece: piece.section):
        pieces = list(group)
        for kind in ("item", "entry", "row", "reference"):
            same = [piece for piece in pieces if piece.kind == kind]
            yield from _of_kind(layout.text, same, kind)
        short = [p for p in pieces if p.kind in ("text", "item", "entry")]
        if len({piece.kind for piece in short}) > 1:
            yield _sequence(short, "mixed")
        for piece in pieces:
            if piece.kind == "text":
                yield from _enumerations(layout.text, piece)
    yield from _subheadings(layout.pieces)


def _of_kind(text: str, pieces: Sequence[Piece], kind: str) -> Iterator[Listing]:
    if not pieces:
        return
    yield _sequence(pieces, kind)
    by_series = [list(group) for _, group in groupby(pieces, key=lambda piece: piece.series)]
    if len(by_series) > 1:
        for group in by_series:
            yield _sequence(group, kind)
    if kind != "row":
        return
    for group in by_series:
        header = [piece for piece in group if piece.cells and piece.cells[0].row == 0]
        if header and len(header) < len(group):
            yield _sequence(header, "row")
            yield _sequence([piece for piece in group if piece not in header], "row")
    for piece in pieces:
        yield from _cells(text, piece)


def _cells(text: str, piece: Piece) -> Iterator[Listing]:
    """The bulleted items of a row's cells; the row's label stands in for a heading."""
    items = [cell for cell in piece.cells if cell.item]
    if len(items) < 2:
        return
    label = next((text[cell.start : cell.end] for cell in piece.cells if not cell.item), "")
    path = (*piece.path, label) if label else piece.path
    yield Listing(path, tuple(Span(cell.start, cell.end, path, "cell") for cell in items), "cell")


def _sequence(pieces: Sequence[Piece], kind: str) -> Listing:
    spans = tuple(Span(piece.start, piece.end, piece.path, piece.kind) for piece in pieces)
    return Listing(pieces[0].path, spans, kind)


def _enumerations(text: str, piece: Piece) -> Iterator[Listing]:
    """The clauses of a sentence that lists several things."""
    for low, high in sentences(text[piece.start : piece.end]):
        start, end = piece.start + low, piece.start + high
        cuts = list(_CLAUSE.finditer(text, start, end))
        if len(cuts) + 1 < _CLAUSES:
            continue
        starts = [start, *(cut.end() for cut in cuts)]
        ends = [*(cut.start() for cut in cuts), end]
        tail = _PREDICATE.search(text, starts[-1], end)
        ends[-1] = tail.start() if tail else end
        spans = tuple(Span(a, b, piece.path, "clause") for a, b in zip(starts, ends, strict=True) if a < b)
        yield Listing(piece.path, spans, "clause")


def _subheadings(pieces: Sequence[Piece]) -> Iterator[Listing]:
    """The headings directly below one heading."""
    by_parent: dict[tuple[str, ...], list[Piece]] = {}
    for piece in pieces:
        if piece.kind == "heading":
            by_parent.setdefault(piece.path[:-1], []).append(piece)
    for parent, headings in by_parent.items():
        spans = tuple(Span(piece.start, piece.end, parent, "heading") for piece in headings)
        yield Listing(parent, spans, "heading")

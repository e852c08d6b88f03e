"""Lays cleaned blocks out as one text, and says where in it each piece stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.blocks import Block
from ingest.traced import Run, Traced


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell or an item in a cell: where it stands, the title of its column, its row (0: the header) and column."""

    start: int
    end: int
    title: str
    row: int
    column: int
    item: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the cleaned text. `outer` includes its list marker; `series` numbers the list or table it is in.

    kind: "heading", "text", "item", "entry", "row", "code" or "reference".
    """

    kind: str
    start: int
    end: int
    outer: int
    path: tuple[str, ...]
    section: int
    series: int
    level: int = 0
    page: int | None = None
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """The cleaned text of a document, its pieces in order, and where its characters come from."""

    text: str
    pieces: tuple[Piece, ...]
    origin: tuple[Run, ...]


def lay_out(blocks: Sequence[Block]) -> Layout:
    """One text out of blocks: a blank line between them, none between items, entries or rows of one series."""
    return _Writer().write(blocks)


class _Writer:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = 0
        self.runs: list[Run] = []
        self.pieces: list[Piece] = []
        self.path: list[tuple[int, str]] = []
        self.section = 0
        self.series = 0

    def write(self, blocks: Sequence[Block]) -> Layout:
        before: Block | None = None
        for block in blocks:
            follows = before is not None and _same_series(before, block)
            if not follows:
                self.series += 1
            if before is not None:
                self._put("\n" if follows else "\n\n")
            if block.kind == "table":
                self._table(block)
            else:
                self._block(block)
            before = block
        return Layout("".join(self.parts), tuple(self.pieces), tuple(self.runs))

    def _put(self, text: str | Traced) -> tuple[int, int]:
        start = self.size
        if isinstance(text, Traced):
            self.runs += [(start + at, raw, length) for at, raw, length in text.runs]
            text = text.text
        self.parts.append(text)
        self.size += len(text)
        return start, self.size

    def _headings(self) -> tuple[str, ...]:
        return tuple(title for _, title in self.path)

    def _block(self, block: Block) -> None:
        if block.kind == "heading":
            self.section += 1
            level = block.level or 1
            self.path = [(deep, title) for deep, title in self.path if deep < level]
            self.path.append((level, " ".join(block.text.text.split())))
        outer = self.size
        if block.kind == "item":
            self._put("  " * max(0, block.level - 1) + (f"{block.marker} " if block.marker else "  "))
        start, end = self._put(block.text)
        self._piece(block.kind, start, end, outer, block)

    def _piece(self, kind: str, start: int, end: int, outer: int, block: Block, cells: Sequence[Cell] = ()) -> None:
        self.pieces.append(
            Piece(
                kind, start, end, outer, self._headings(), self.section, self.series, block.level, block.page,
                tuple(cells),
            )
        )  # fmt: skip

    def _table(self, block: Block) -> None:
        """A row reads "Title: cell - Title: cell"; without rows below it, the header reads as a list of its cells."""
        rows = list(block.rows)
        header = _header(rows)
        body = rows[1:] if header else rows
        across = [row for row in body if sum(bool(cell.text) for cell in row) == 1]
        if header and len(across) == len(body):
            self._header_list(header, block)
            header = ()
        for number, row in enumerate(body, 1):
            if self.parts and self.pieces and self.pieces[-1].series == self.series:
                self._put("\n")
            self._row(row, header, number, block)

    def _header_list(self, header: Sequence[Traced], block: Block) -> None:
        for column, cell in enumerate(cell for cell in header if cell.text):
            if column:
                self._put("\n")
            outer = self.size
            self._put("- ")
            lines = Traced.join(": ", [*_cell_lines(cell)[0], *_cell_lines(cell)[1]])
            start, end = self._put(lines)
            self._piece("row", start, end, outer, block, [Cell(start, end, "", 0, column)])

    def _row(self, row: Sequence[Traced], header: Sequence[Traced], number: int, block: Block) -> None:
        outer = self.size
        cells: list[Cell] = []
        for column, cell in enumerate(row):
            if not cell.text:
                continue
            title = header[column].text.split("\n")[0] if column < len(header) else ""
            if cells:
                self._put(" - " if not self.parts[-1].endswith("\n") and not cells[-1].item else "\n")
            if title:
                self._put(header[column].slice(0, len(title)))
                self._put(":")
            cells += self._cell(cell, title, number, column)
        if cells:
            self._piece("row", outer, self.size, outer, block, cells)

    def _cell(self, cell: Traced, title: str, row: int, column: int) -> list[Cell]:
        """A cell; bulleted lines in it stand on lines of their own."""
        lines, items = _cell_lines(cell)
        found = []
        if lines:
            if self.size and title:
                self._put(" ")
            start, end = self._put(Traced.join(" ", lines))
            found.append(Cell(start, end, title, row, column))
        for item in items:
            self._put("\n- ")
            start, end = self._put(item)
            found.append(Cell(start, end, title, row, column, item=True))
        return found


def _same_series(before: Block, block: Block) -> bool:
    if block.kind not in ("item", "entry", "reference") or before.kind != block.kind:
        return False
    if block.kind != "item" or block.level > 1 or before.level > 1:
        return True
    # A blank line parts lists whose own items stand close together, as in three lists under one heading.
    return block.gap == 0 or before.gap > 0 or block.marker[:1].isdigit()


def _header(rows: Sequence[Sequence[Traced]]) -> Sequence[Traced]:
    """The first row, if it reads like titles: every cell has words, none is a bare figure."""
    if not rows or sum(bool(cell.text) for cell in rows[0]) < 2:
        return ()
    for cell in rows[0]:
        if cell.text and not any(char.isalpha() for char in cell.text):
            return ()
        if len(cell.text) > 200:
            return ()
    return rows[0]


def _cell_lines(cell: Traced) -> tuple[list[Traced], list[Traced]]:
    """Plain lines of a cell, and its bulleted items."""
    plain: list[Traced] = []
    items: list[Traced] = []
    start = 0
    text = cell.text
    bulleted = text.count("•") >= 2 or text.lstrip().startswith("•") or "\n•" in text
    for end in (*(i for i, char in enumerate(text) if char == "\n" or (bulleted and char == "•")), len(text)):
        part = cell.slice(start, end)
        is_item = bulleted and part.text.startswith("•")
        part = part.slice(1, len(part.text)).strip() if is_item else part.strip()
        if part.text.startswith("▶"):
            part = part.slice(1, len(part.text)).strip()
        if part.text:
            (items if is_item else plain).append(part)
        start = end + (text[end : end + 1] == "\n")
    return plain, items

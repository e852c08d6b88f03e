"""What a reader hands on: the lines and blocks of a file, before they are cleaned and laid out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.traced import Traced

SHORT_LINE = 112  # a line up to this long, without a full stop, may be a heading or an entry of a list
ENDS_SENTENCE = re.compile(r"[.!;,…。！]['\"”’)\]*_]*$")


@dataclass(slots=True)
class Line:
    """A printed line of running text. `gap` counts the blank lines before it; `level` > 0 marks a known heading."""

    text: Traced
    gap: int = 0
    page: int | None = None
    level: int = 0


@dataclass(slots=True)
class Block:
    """A logical piece of a file.

    kind: "heading", "text", "line" (short, not yet settled whether a heading or an entry), "entry" (of a roster),
    "item" (of a list), "table", "code" or "reference".
    """

    kind: str
    text: Traced
    level: int = 0
    marker: str = ""
    gap: int = 1
    page: int | None = None
    rows: tuple[tuple[Traced, ...], ...] = ()
    bold: bool = False


@dataclass(slots=True)
class Reading:
    """What a reader found. `marked_up`: whether `*`, `_` and `[](...)` in it are marks. `raw`: the decoded text."""

    parts: list[Line | Block]
    marked_up: bool = False
    raw: str | None = None
    title: str = ""


def is_short(text: str) -> bool:
    """Whether a line could be a heading or an entry: short, and not a sentence."""
    return len(text) <= SHORT_LINE and not ENDS_SENTENCE.search(text)


def paragraph(text: Traced, *, gap: int = 1, page: int | None = None, bold: bool = False) -> Block:
    """A paragraph, as a "line" when it is short."""
    kind = "line" if "\n" not in text.text.strip() and is_short(text.text.strip()) else "text"
    return Block(kind, text, gap=gap, page=page, bold=bold)


def with_text(parts: Iterable[Line | Block]) -> bool:
    """Whether anything but white space was read."""
    return any(part.text.text.strip() or (isinstance(part, Block) and part.rows) for part in parts)

"""Tables in lines of text: cells parted by tabs or by bars."""

from __future__ import annotations

import re

from ingest.blocks import Block, Line
from ingest.traced import Traced

Row = tuple[Traced, ...]

_SEPARATOR = re.compile(r"\s*[|+]?\s*:?-{2,}:?\s*(?:[|+\t]\s*:?-{2,}:?\s*)+[|+]?\s*$")
_BOLD_LINE = re.compile(r"\s*\*\*[^*]+\*\*\s*$")
_SET_OFF = re.compile(r"(?<=\w)\s+(?=<(i|em|small)>[^<]*</\1>\s*$)")  # a gloss at the end of a cell, in another type
_ESCAPED_BAR = re.compile(r"(?<!\\)\|")


def next_table(parts: list[Line | Block], index: int) -> tuple[list[Row], int]:
    """The rows of the table that begins at this line, and how many lines it takes; none where no table begins."""
    if not _is_row(parts, index):
        return [], 0
    rows: list[Row] = []
    at = index
    while at < len(parts):
        part = parts[at]
        if not isinstance(part, Line):
            break
        text = part.text.text
        if _SEPARATOR.match(text):
            at += 1
        elif _is_row(parts, at) and (at == index or part.gap <= 1):
            rows.append(_cells(part.text))
            at += 1
        elif _BOLD_LINE.match(text) and at + 1 < len(parts) and _SEPARATOR.match(parts[at + 1].text.text):
            rows.append((part.text,))  # a line across the table, with an empty row below it
            at += 2
        else:
            break
    return rows, at - index


def _is_row(parts: list[Line | Block], index: int) -> bool:
    part = parts[index]
    if not isinstance(part, Line) or part.level:
        return False
    text = part.text.text.strip(" ")
    if _SEPARATOR.match(text):
        return True
    if "\t" in text.strip():
        cells = [cell.strip() for cell in text.strip().split("\t")]
        return sum(bool(cell) for cell in cells) >= 2 and not cells[0].endswith(":")
    if "|" not in text:
        return False
    if text.startswith("|") and text.endswith("|") and len(text) > 2:
        return True
    following = parts[index + 1].text.text if index + 1 < len(parts) else ""
    return "|" in following and bool(_SEPARATOR.match(following))


def _cells(line: Traced) -> Row:
    text = line.text
    if "\t" in text.strip():
        ends = [m.start() for m in re.finditer("\t", text)]
    else:
        line = line.strip()
        text = line.text
        ends = [m.start() for m in _ESCAPED_BAR.finditer(text)]
        if text.startswith("|"):
            line, ends = line.slice(1, len(text)), [end - 1 for end in ends[1:]]
        if text.endswith("|") and ends:
            line, ends = line.slice(0, ends[-1]), ends[:-1]
    cells = []
    start = 0
    for end in (*ends, len(line.text)):
        cells.append(line.slice(start, end).strip().sub(_SET_OFF, "\n"))
        start = end + 1
    return tuple(cells)

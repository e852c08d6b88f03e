"""The lines of a drafted row that may be worded anew, and the row with some of them in other words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.planning.plan import COLUMNS, ActionRow, Cell

# Phases and parts, as `planning/filling.py` names them. What it fills from the user's words alone has other names.
_PHASE = re.compile(r"(?:Prepare|Agree|Do|Review): ")
_PART = re.compile(r"(?:Setting|Need): ")
_WHOLE = {"activity": 1, "audience": 1, "risk": 99}  # so many first lines of a cell have no label


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a cell, by its number there: `label` and `tail` (a time, or that it is to be agreed) stay."""

    column: str
    number: int
    label: str
    text: str
    tail: str

    def saying(self, text: str, written: str) -> Line:
        """The line in other words, with its stop and case; `written` is where names stand with their capitals."""
        stop = "." if self.text.endswith(".") else ""
        first = text.split(maxsplit=1)[0]
        small = self.text[:1].islower() and first[1:].islower() and first not in written
        return replace(self, text=(first.lower() + text[len(first) :] if small else text).rstrip(" .") + stop)

    def shown(self) -> str:
        return f"{self.label}{self.text}{self.tail}"


def lines_of(row: ActionRow) -> list[Line]:
    """The lines that a pattern worded; those that only list what the user named are left out."""
    return [line for column in COLUMNS for line in _of_cell(column, getattr(row, column))]


def _of_cell(column: str, cell: Cell) -> Iterable[Line]:
    for number, text in enumerate(cell.text.split("\n")):
        label = (_PHASE if column == "activity" else _PART).match(text)
        if label:
            rest = text[label.end() :]
            at = rest.find(" (") if column == "activity" else -1
            said, tail = (rest[:at], rest[at:]) if at >= 0 else (rest, "")
            yield Line(column, number, label.group(), said, tail)
        elif number < _WHOLE.get(column, 0) and text.strip():
            yield Line(column, number, "", text, "")


def with_lines(
    row: ActionRow, changed: Sequence[Line], added: Mapping[str, Sequence[str]], cites: Mapping[str, Sequence[str]]
) -> ActionRow:
    """The row with these lines in place of those of their number, others behind, and what they rest on, by column."""
    for column in dict.fromkeys((*(line.column for line in changed), *added)):
        cell: Cell = getattr(row, column)
        texts = cell.text.split("\n")
        for line in changed:
            if line.column == column:
                texts[line.number] = line.shown()
        rests = tuple(dict.fromkeys((*cell.cites, *cites.get(column, ()))))
        worded: dict[str, Any] = {column: replace(cell, text="\n".join([*texts, *added.get(column, ())]), cites=rests)}
        row = replace(row, **worded)
    return row

"""A plan read from a CSV file, as `csv_out` wrote it or a spreadsheet program saved it."""

from __future__ import annotations

import csv
import io

from assistant.errors import PlanError
from assistant.exports.sheets import OTHER_SHEETS, SOURCES, TABLE_SHEETS
from assistant.exports.sheets_in import AGAIN, Imported, plan_from_sheets

_NAMES = {name.casefold(): name for name in (*TABLE_SHEETS, *OTHER_SHEETS, SOURCES)}


def read_csv(data: bytes) -> Imported:
    """The plan; separated by commas, semicolons or tabs. Raises PlanError with the cure."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlanError("The file is not in UTF-8: save it as “CSV UTF-8” and import that.") from error
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True))
    except csv.Error as error:
        raise PlanError(f"This is no CSV file that can be read ({error}). {AGAIN}") from error
    return plan_from_sheets(_blocks(lines))


def _separator(text: str) -> str:
    """The one that stands most often in the first header, below the name of the sheet."""
    header = next((line for line in text.splitlines() if "Provenance" in line or '"Id"' in line), text[:1000])
    return max(",;\t", key=header.count)


def _blocks(lines: list[list[str]]) -> dict[str, list[list[str]]]:
    """Lines by the name of the sheet above them; spreadsheets pad lines with empty cells."""
    blocks: dict[str, list[list[str]]] = {}
    current: list[list[str]] | None = None
    after_gap = True
    for line in lines:
        filled = [cell for cell in line if cell.strip()]
        name = _NAMES.get(line[0].strip().casefold()) if filled and line else None
        if after_gap and name and len(filled) == 1:
            if name in blocks:
                raise PlanError(f"The sheet {name!r} is in the file twice: remove one.")
            current = blocks[name] = []
        elif filled and current is not None:
            current.append([cell[1:] if cell.startswith("'") else cell for cell in line])
        after_gap = not filled
    return blocks

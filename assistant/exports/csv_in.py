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
    for number, line in enumerate(lines, 1):
        filled = [cell for cell in line if cell.strip()]
        if after_gap and len(filled) == 1:
            current = blocks[_name(filled[0], number, blocks)] = []
        elif filled and current is None:
            # Better refused than read without its first table.
            raise PlanError(f"Line {number} should be the name of a sheet, such as {next(iter(TABLE_SHEETS))}. {AGAIN}")
        elif filled and current is not None:
            current.append([cell[1:] if cell.startswith("'") else cell for cell in line])
        after_gap = not filled
    return blocks


def _name(cell: str, number: int, blocks: dict[str, list[list[str]]]) -> str:
    name = _NAMES.get(cell.strip().casefold())
    if name is None:
        raise PlanError(f"Line {number}, “{cell.strip()[:60]}”, is no sheet of a plan: {', '.join(_NAMES.values())}.")
    if name in blocks:
        raise PlanError(f"The sheet {name!r} is in the file twice: remove one.")
    return name

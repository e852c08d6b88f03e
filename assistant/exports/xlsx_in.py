"""A plan read from a spreadsheet, which may come from anywhere: what it holds is checked before it is unpacked."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
import zlib
from typing import Any

from openpyxl import load_workbook

from assistant.errors import PlanError
from assistant.exports.sheets_in import AGAIN, Imported, plan_from_sheets
from assistant.planning.plan_json import MOST_ITEMS

MOST_UNPACKED = 50_000_000
MOST_PARTS = 500
MOST_SHEETS = 40
MOST_COLUMNS = 60


def read_xlsx(data: bytes) -> Imported:
    """The plan in a workbook. Raises PlanError, with the cure, for anything that is none or could do harm."""
    _inspect(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        grids = {page.title: _grid(page) for page in book.worksheets[:MOST_SHEETS]}
    except PlanError:
        raise
    except Exception as error:
        raise PlanError(f"The spreadsheet is damaged ({type(error).__name__}). {AGAIN}") from error
    return plan_from_sheets(grids)


def _inspect(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise PlanError("The spreadsheet unpacks to far more than a plan: remove pictures and other sheets.")
            if any("vba" in part.filename.lower() or "macro" in part.filename.lower() for part in parts):
                raise PlanError("The spreadsheet holds macros: save it as .xlsx without macros and import that.")
            if "xl/workbook.xml" not in archive.namelist():
                raise PlanError(f"This is no .xlsx spreadsheet: save it as one. {AGAIN}")
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    _plain_xml(archive.read(part))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, zlib.error) as error:
        # RuntimeError: parts that need a password.
        raise PlanError(f"This is no .xlsx spreadsheet that can be read ({error}). {AGAIN}") from error


def _plain_xml(part: bytes) -> None:
    # No spreadsheet program declares entities; a file that does wants the reader to unfold them.
    plain = part.replace(b"\0", b"")  # as UTF-16 the same letters stand apart
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise PlanError(f"The spreadsheet declares XML entities, which no plan needs. {AGAIN}")


def _grid(page: Any) -> list[list[str]]:
    rows = []
    for row in page.iter_rows(max_col=MOST_COLUMNS, values_only=True):
        rows.append([_text(value) for value in row])
        if len(rows) > MOST_ITEMS + 1 and any(rows[-1]):
            raise PlanError(f"The sheet {page.title!r} has more than {MOST_ITEMS} lines: a plan has no room for them.")
        if len(rows) > 10 * MOST_ITEMS:
            break
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def _text(value: Any) -> str:
    """What a spreadsheet program made of typed text: dates and numbers as people write them."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)

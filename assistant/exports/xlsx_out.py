"""A plan as a spreadsheet: one sheet per table, with filters and a header that stays in sight. No cell is a formula."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from assistant.exports.sheets import ABOUT, ID, PROVENANCE, Sheet, sheets
from assistant.exports.sources import Texts
from assistant.planning.plan import Plan

_NARROW, _WIDE = 17, 38
_SHORT = {"Goal", "First day", "Last day", "Recommendations", "Challenges", "Interest", "Influence", "Status", ID}
_LINE, _HIGHEST = 15, 400  # points; a spreadsheet allows little more
_HEADER = PatternFill("solid", fgColor="1F4E5F")


def write_xlsx(plan: Plan, texts: Texts) -> bytes:
    """A workbook that `xlsx_in` reads back as the same plan, without its waiting proposals."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.creator = plan.title, "v2a"
    book.properties.description = ABOUT
    for sheet in sheets(plan, texts):
        _fill(book.create_sheet(sheet.name), sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(page: Any, sheet: Sheet) -> None:
    for at, row in enumerate((sheet.header, *sheet.rows), 1):
        for column, text in enumerate(row, 1):
            _text(page.cell(at, column), text)
        # Not every program fits the height to wrapped words by itself.
        page.row_dimensions[at].height = min(_LINE * max(map(_lines, row, sheet.header)), _HIGHEST)
    for column, title in enumerate(sheet.header, 1):
        cell = page.cell(1, column)
        cell.font, cell.fill = Font(name="Calibri", bold=True, color="FFFFFF"), _HEADER
        page.column_dimensions[get_column_letter(column)].width = _width(title)
        if title == PROVENANCE:
            page.column_dimensions[get_column_letter(column)].hidden = True
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.header))}{len(sheet.rows) + 1}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _width(title: str) -> int:
    """In characters."""
    return _NARROW if title in _SHORT else _WIDE


def _lines(text: str, title: str) -> int:
    """Lines that the text takes in the column of that title; the hidden one takes none."""
    if title == PROVENANCE:
        return 1
    return sum(max(1, -(-len(line) // (_width(title) - 4))) for line in text.split("\n"))


def _text(cell: Any, text: str) -> None:
    """The text as text: the type keeps it from being a formula, the prefix keeps it so when somebody edits it."""
    cell.value = text or None
    if text:
        cell.data_type = "s"
    cell.quotePrefix = True
    cell.alignment = Alignment(wrap_text=True, vertical="top")

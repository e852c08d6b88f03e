"""A plan as one CSV file: its sheets one below the other, each under its name, with an empty line between them."""

from __future__ import annotations

import csv
import io
import re

from assistant.exports.sheets import sheets
from assistant.exports.sources import Texts
from assistant.planning.plan import Plan

# What a spreadsheet would take for a formula; and the apostrophe, so that ours can be told from the user's.
_RISKY = re.compile(r"[\t\r\n']|\s*[=+\-@＝＋－＠]")


def write_csv(plan: Plan, texts: Texts) -> bytes:
    """UTF-8 with a mark for spreadsheets. Cells that could become formulas start with an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for number, sheet in enumerate(sheets(plan, texts)):
        if number:
            writer.writerow([])
        writer.writerow([sheet.name])
        writer.writerows([harmless(cell) for cell in row] for row in (sheet.header, *sheet.rows))
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell as text that no spreadsheet computes; `csv_in` takes the apostrophe off again."""
    return f"'{cell}" if _RISKY.match(cell) else cell

"""A plan as sheets of plain text, and what each column holds: what spreadsheets and CSV files have in common.

Nothing but waiting proposals is left out, so that a sheet that comes back is the same plan. The last column of a sheet
says where its cells come from, with a digest of their words: words that were changed since count as the user's own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from assistant.exports.sources import Numbered, Texts
from assistant.planning.plan import PARTS, Cell, Origin, Plan

ID, PROVENANCE = "Id", "Provenance"
DETAILS, ANSWERS, CHOICES, SOURCES = "Plan", "Problem statement", "Choices", "Sources"
ABOUT = "Drafted with an unofficial tool: review before use. Not made or endorsed by CAR T Vision; no medical advice."

# Sheets of the plan's tables: field of the plan, and its columns with the field of the item that each one holds.
TABLE_SHEETS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "Action plan": (
        "rows",
        {
            "Activity & Timeline": "activity",
            "Audience & Setting": "audience",
            "Resource & Capacity": "resources",
            "Stakeholders": "stakeholders",
            "Risk mitigation": "risk",
            "First day": "start",
            "Last day": "end",
            "Recommendations": "recommendations",
            "Challenges": "challenges",
        },
    ),
    "Evaluation": (
        "indicators",
        {
            "Goal": "goal",
            "Activity": "activity",
            "Output indicator": "indicator",
            "Supporting evidence": "evidence",
            "Id of the action row": "row",
        },
    ),
    "Stakeholders": (
        "stakeholders",
        {
            "Group": "group",
            "Organisation": "organisation",
            "Relevance": "relevance",
            "Interest": "interest",
            "Influence": "influence",
        },
    ),
    "Open questions": (
        "questions",
        {
            "Question": "text",
            "Who could know": "hint",
            "Status": "status",
            "Answer": "answer",
            "Id of what it is about": "about",
        },
    ),
}
# The other sheets; the columns in NOT_READ are there for people only.
OTHER_SHEETS: Mapping[str, tuple[str, ...]] = {
    ANSWERS: ("Question", "Answer", ID, PROVENANCE),
    CHOICES: ("Chosen", "Reason", ID, PROVENANCE),
    DETAILS: ("Part", "Value"),
}
NOT_READ = {ANSWERS: ("Question",), CHOICES: ("Chosen",)}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of text: every row has as many cells as the header."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sheets(plan: Plan, texts: Texts) -> tuple[Sheet, ...]:
    """The plan's tables, then the rest of it, then its sources."""
    return (
        *(_table(plan, sheet, texts) for sheet in TABLE_SHEETS),
        Sheet(ANSWERS, OTHER_SHEETS[ANSWERS], tuple(_cell_row(*found, texts, plan) for found in plan.answers.items())),
        Sheet(
            CHOICES,
            OTHER_SHEETS[CHOICES],
            tuple(_cell_row(c.unit, c.reason, texts, plan) for c in (*plan.challenges, *plan.recommendations)),
        ),
        Sheet(DETAILS, OTHER_SHEETS[DETAILS], _details(plan)),
        _sources(plan, texts),
    )


def provenance(cells: Mapping[str, Cell]) -> str:
    """Where cells come from, by field: "activity draft 1f2e3d4c rec.2.2; ..."; plain words of the user are left out."""
    told = [
        " ".join((name, cell.origin.value, digest(cell.text), *cell.cites))
        for name, cell in cells.items()
        if cell.cites or cell.origin is not Origin.USER
    ]
    return "; ".join(told)


def digest(text: str) -> str:
    """Eight hexadecimal digits that tell whether the words are still the same."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def plain(value: Any) -> str:
    """A value of a plan as the text of a cell."""
    if isinstance(value, Cell):
        return value.text
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else str(value)


def _table(plan: Plan, sheet: str, texts: Texts) -> Sheet:
    table, columns = TABLE_SHEETS[sheet]
    rows = []
    for item in getattr(plan, table):
        cells = {f.name: value for f in fields(item) if isinstance(value := getattr(item, f.name), Cell)}
        words = [
            _group(plain(getattr(item, field)), texts) if field == "group" else plain(getattr(item, field))
            for field in columns.values()
        ]
        rows.append((*words, item.id, provenance(cells)))
    return Sheet(sheet, (*columns, ID, PROVENANCE), tuple(rows))


def _group(unit: str, texts: Texts) -> str:
    """The id of a group with its name; the id comes first, which is what is read back."""
    name = texts.name(unit)
    return unit if name == unit else f"{unit} {name}"


def _cell_row(unit: str, cell: Cell, texts: Texts, plan: Plan) -> tuple[str, ...]:
    return (texts.name(unit, plan.language), cell.text, unit, provenance({"cell": cell}))


def _details(plan: Plan) -> tuple[tuple[str, ...], ...]:
    return (
        ("about", ABOUT),
        ("id", plan.id),
        *((part, plain(getattr(plan, part))) for part in PARTS),
        *((f"fact {name}", value) for name, values in plan.facts.items() for value in values),
        *(("skipped", unit) for unit in plan.skipped),
    )


def _sources(plan: Plan, texts: Texts) -> Sheet:
    found = Numbered(plan, texts).sources
    rows = tuple((str(source.number), source.id, source.name, source.place, source.address) for source in found)
    return Sheet(SOURCES, ("Number", ID, "Source", "Place", "Address"), rows)

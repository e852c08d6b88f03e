"""What a place of the plan is called in front of people, and days as they read them. Pure; nothing is escaped here."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from assistant.labels import name, title
from assistant.planning.differences import item_name
from assistant.planning.plan import COLUMNS, Plan, find
from assistant.registry import Registry

FACT_NAMES = {
    "place": "Where",
    "period": "When",
    "budget": "Money",
    "staff": "People and time",
    "organisation": "Organisations",
    "role": "Who you are",
    "audience": "For whom",
    "disease": "Disease",
    "number": "Figures",
    "other": "Also",
}
COLUMN_NAMES = dict(
    zip(
        COLUMNS,
        ("Activity & timeline", "Audience & setting", "Resource & capacity", "Stakeholders", "Risk mitigation"),
        strict=True,
    )
)
INDICATOR_NAMES = {"activity": "Activity", "indicator": "Output indicator", "evidence": "Supporting evidence"}
_PARTS = {"title": "Title", "start": "First day", "end": "Last day", "language": "Language of the names"}
_ORDERS = {
    "rows": "Order of the action plan",
    "stakeholders": "Order of the stakeholders",
    "indicators": "Order of the indicators",
    "questions": "Order of the open questions",
}
_ITEMS = {"stakeholders": "Stakeholder", "indicators": "Indicator", "questions": "Question", "proposals": "Suggestion"}
_FIELDS = {
    **COLUMN_NAMES,
    **INDICATOR_NAMES,
    **_PARTS,
    "row": "row it measures",
    "relevance": "why they matter",
    "hint": "who could know",
    "text": "question",
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LONGEST_NAME = 60


def day(text: str | None) -> str:
    """ "2027-03-01" as "1 Mar 2027"; anything else as it is."""
    if not text or not _DAY.fullmatch(text):
        return text or ""
    found = dt.date.fromisoformat(text)
    return f"{found.day} {month(found)} {found.year}"


def month(of: dt.date) -> str:
    """ "Mar"."""
    return _MONTHS[of.month - 1]


def short(text: str, most: int = LONGEST_NAME) -> str:
    """The first line, cut where it is long."""
    line = " ".join(text.strip().partition("\n")[0].split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def place(plan: Plan, path: Sequence[str], registry: Registry) -> str:
    """Where a path of `differences.py` leads, such as "Row 3, risk mitigation"."""
    head = path[0]
    if len(path) == 1:
        return _PARTS.get(head) or _ORDERS.get(head) or head.capitalize()
    if head == "facts":
        return f"Your setting, {FACT_NAMES.get(path[1], path[1]).lower()}"
    if head in ("answers", "skipped"):
        unit = registry.get(path[1].partition(":")[0])
        asked = title(unit, plan.language) if unit else path[1]
        return f"Skipped: “{asked}”" if head == "skipped" else f"Answer to “{asked}”"
    if head in ("challenges", "recommendations"):
        unit = registry.get(path[1])
        return name(unit, plan.language) if unit else path[1]
    field = _FIELDS.get(path[2], path[2]).lower() if len(path) > 2 else ""
    named = _item(plan, path)
    return f"{named}, {field}" if field else named


def in_words(plan: Plan, path: Sequence[str], value: str, registry: Registry) -> str:
    """A value as `differences.py` tells it, with names in the place of ids, and days as people read them."""
    field = path[2] if len(path) > 2 else ""
    if field in ("recommendations", "challenges"):
        return "; ".join(place(plan, (field, unit), registry) for unit in value.split(", ") if unit)
    if field == "row":
        return next((f"Row {n}" for n, row in enumerate(plan.rows, 1) if row.id == value), "")
    unit = registry.get(value) if field == "group" else None
    return title(unit, plan.language) if unit else day(value)


def _item(plan: Plan, path: Sequence[str]) -> str:
    table, item_id = path[0], path[1]
    words = short(item_name(plan, (table, item_id)))
    if table == "rows":
        number = next((n for n, row in enumerate(plan.rows, 1) if row.id == item_id), 0)
        row = find(plan, "rows", item_id)
        activity = short(row.activity.text) if row and hasattr(row, "activity") else ""
        return f"Row {number} “{activity}”" if activity else f"Row {number}"
    return f"{_ITEMS.get(table, table.capitalize())} “{words}”"

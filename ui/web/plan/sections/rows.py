"""The action plan: the template's five columns, with days, what each row serves, and what the checks say of it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from assistant.planning.lint import Severity
from assistant.planning.plan import COLUMNS, ActionRow, Cell, Proposal
from ui.web.plan.markup import (
    LEGEND,
    attributes,
    button,
    described_by,
    empty,
    flags,
    textarea,
    unit_link,
    unit_name,
    whose,
    words,
)
from ui.web.plan.places import COLUMN_NAMES, day, short
from ui.web.plan.sections.statement import answered_beside
from ui.web.plan.suggested import item_words, proposed_items, reason, settle, suggestions
from ui.web.plan.view import View

# Up to so many rows are spread out as a table; more are folded to a line each.
MOST_SPREAD = 15
_SERVED = (("recommendations", "recommendation"), ("challenges", "challenge"))


def rows(view: View) -> str:
    """The table, then a form for a new row."""
    proposed = [_proposed(view, proposal, item) for proposal, item in proposed_items(view, "rows")]
    if is_long(view) and not view.readonly:
        folded_ = "".join(_long(view, number, row) for number, row in enumerate(view.plan.rows, 1))
        table = f'{LEGEND}<ol class="long-rows">{folded_}</ol>{_table(proposed) if proposed else ""}'
    else:
        found = [_row(view, number, row) for number, row in enumerate(view.plan.rows, 1)] + proposed
        legend = "" if view.readonly else LEGEND
        table = f"{legend}{_table(found)}" if found else _nothing(view)
    together = "".join(answered_beside(view, "component.activity.1"))
    together = f'<div class="asked">{together}</div>' if together else ""
    return f"{together}{table}{'' if view.readonly else _templates(view) + _add()}"


def is_long(view: View) -> bool:
    """Whether there are so many rows that each is folded to a line, and the script brings what many of them share."""
    return len(view.plan.rows) > MOST_SPREAD


def _table(found: list[str]) -> str:
    heads = "".join(f'<th role="columnheader" scope="col">{escape(name)}</th>' for name in COLUMN_NAMES.values())
    return (
        '<table role="table" class="grid-table actions-table" aria-label="Action plan"><thead role="rowgroup">'
        f'<tr role="row">{heads}</tr></thead>{"".join(found)}</table>'
    )


def _nothing(view: View) -> str:
    if view.readonly:
        return empty("There is no row yet.")
    words = "There is no row yet. The chat drafts one for each recommendation that you choose, or add your own below."
    return empty(words, step=3)


def _row(view: View, number: int, row: ActionRow) -> str:
    head = f'<tr role="row" class="row-head"><td role="cell" colspan="5">{_head(view, number, row)}</td></tr>'
    cells = "".join(f'<td role="cell">{_cell(view, number, row, column)}</td>' for column in COLUMNS)
    look = attributes(role="rowgroup", class_="row", data_spot=f"rows:{row.id}", tabindex=None if view.readonly else -1)
    return f'<tbody{look}>{head}<tr role="row">{cells}</tr></tbody>'


def _long(view: View, number: int, row: ActionRow) -> str:
    """A row of a long plan: one line, and all of it on demand. What waits in it opens it."""
    cells = "".join(f"<div>{_cell(view, number, row, column)}</div>" for column in COLUMNS)
    inside = f'{_head(view, number, row)}<div class="row-cells">{cells}</div>'
    mend = sum(f.severity is not Severity.NOTE for spot in _spots(row) for f in view.findings_at.get(spot, ()))
    parts = (_days_read(row), f"{mend} to mend" if mend else "")
    state = "".join(f' <span class="soft">· {part}</span>' for part in parts if part)
    name = escape(short(row.activity.text, 90)) or '<span class="none">No activity yet</span>'
    waits = any(spot in view.suggested for spot in _spots(row))
    look = attributes(class_="row", data_spot=f"rows:{row.id}", tabindex=-1)
    # The words of the summary stay the same whatever changes in the row, so that it stays open.
    return (
        f'<li{look}><p class="row-title">{number}. {name}{state}</p><details{attributes(open=waits)}>'
        f'<summary aria-label="Row {number}">Row</summary>{inside}</details></li>'
    )


def _spots(row: ActionRow) -> list[tuple[str, ...]]:
    """Every place of a row."""
    parts = (*COLUMNS, "start", "end", *(field for field, _ in _SERVED))
    return [("rows", row.id), *(("rows", row.id, part) for part in parts)]


def _head(view: View, number: int, row: ActionRow) -> str:
    if view.readonly:
        days = _days_read(row)
        shown = f'<p class="row-name"><strong>Row {number}</strong>{f" · {days}" if days else ""}</p>'
        return f"{shown}{_serves(view, number, row)}"
    spots = [("rows", row.id), *(("rows", row.id, part) for part in ("start", "end", "recommendations", "challenges"))]
    asked = "".join(suggestions(view, spot, _now(view, row, spot)) for spot in spots)
    return (
        f'<div class="row-line"><strong class="row-name">Row {number}</strong>{_days(view, number, row)}'
        f"{_tools(view, number, row)}</div>{_serves(view, number, row)}{flags(view, *spots)}{asked}"
    )


def _now(view: View, row: ActionRow, spot: tuple[str, ...]) -> str:
    value = getattr(row, spot[2]) if len(spot) > 2 else ""
    return "; ".join(unit_name(view, unit) for unit in value) if isinstance(value, tuple) else value or ""


def _days(view: View, number: int, row: ActionRow) -> str:
    spots = [("rows", row.id), *(("rows", row.id, part) for part in ("start", "end"))]
    said = described_by(view, *spots)
    fields = (
        f"<label>{label}<input"
        + attributes(
            type="date",
            value=value or "",
            data_edit="rows",
            data_id=row.id,
            data_field=part,
            aria_label=f"{spoken}, row {number}",
            aria_describedby=said,
        )
        + "></label>"
        for part, label, spoken, value in (
            ("start", "from", "First day", row.start),
            ("end", "to", "Last day", row.end),
        )
    )
    return f'<span class="days">{"".join(fields)}</span>'


def _days_read(row: ActionRow) -> str:
    parts = (f"from {day(row.start)}" if row.start else "", f"until {day(row.end)}" if row.end else "")
    return " ".join(part for part in parts if part)


def _tools(view: View, number: int, row: ActionRow) -> str:
    data = {"table": "rows", "id": row.id}
    up = button("↑", "move", label=f"Move row {number} up", to=number - 2, **data) if number > 1 else ""
    last = number == len(view.plan.rows)
    down = "" if last else button("↓", "move", label=f"Move row {number} down", to=number, **data)
    confirm = f"Remove row {number}? Undo brings it back." if any(getattr(row, c) for c in COLUMNS) else None
    gone = button("Remove", "remove", label=f"Remove row {number}", confirm=confirm, **data)
    return f'<span class="tools">{up}{down}{gone}</span>'


# -- what a row serves ------------------------------------------------------------------------------------------------


def _serves(view: View, number: int, row: ActionRow) -> str:
    chips = "".join(_chip(view, number, row, field, unit) for field, _ in _SERVED for unit in getattr(row, field))
    nothing = "" if chips else '<span class="none">nothing yet</span>'
    more = "" if view.readonly else "".join(_more(view, number, row, *served) for served in _SERVED)
    return f'<p class="serves"><span class="soft">Serves</span> {chips}{nothing}{more}</p>'


def _chip(view: View, number: int, row: ActionRow, field: str, unit: str) -> str:
    link = unit_link(view, unit, look="unit-chip")
    if view.readonly:
        return f"{link} "
    rest = " ".join(other for other in getattr(row, field) if other != unit)
    label = f"Take {unit_name(view, unit)} off row {number}"
    data = {"table": "rows", "id": row.id, "field": field, "value": rest}
    return f'<span class="chip-with">{link}{button("×", "edit", look="off", label=label, **data)}</span> '


def _more(view: View, number: int, row: ActionRow, field: str, kind: str) -> str:
    has: Sequence[str] = getattr(row, field)
    small = not is_long(view)
    options = _unit_options(view, kind, has) if small else ""
    look = attributes(
        data_edit="rows",
        data_id=row.id,
        data_field=field,
        data_options=None if small else _template_id(kind, has),
        aria_label=f"Add a {kind} to row {number}",
        aria_describedby=described_by(view, ("rows", row.id), ("rows", row.id, field)),
    )
    return f'<select class="more"{look}><option value="">+ {kind}</option>{options}</select>'


def _unit_options(view: View, kind: str, has: Sequence[str]) -> str:
    """Each stands for what the row serves then; those that the plan took up come first."""
    field = f"{kind}s"
    chosen = [choice.unit for choice in getattr(view.plan, field)]
    units = [unit.id for unit in view.registry.select(kind)]
    ordered = [*(unit for unit in chosen if unit in units), *(unit for unit in units if unit not in chosen)]
    return "".join(
        f"<option{attributes(value=' '.join((*has, unit)))}>{escape(unit_name(view, unit))}</option>"
        for unit in ordered
        if unit not in has
    )


def _template_id(kind: str, has: Sequence[str]) -> str:
    return "-".join(("options", kind, *has))


def _templates(view: View) -> str:
    """The options of a long plan for the script: rows that serve the same share them."""
    if not is_long(view):
        return ""
    return "".join(
        f"<template{attributes(id=_template_id(kind, has))}>{_unit_options(view, kind, has)}</template>"
        for field, kind in _SERVED
        for has in dict.fromkeys(getattr(row, field) for row in view.plan.rows)
    )


# -- cells ------------------------------------------------------------------------------------------------------------


def _cell(view: View, number: int, row: ActionRow, column: str) -> str:
    cell: Cell = getattr(row, column)
    label = f'<span class="col" aria-hidden="true">{escape(COLUMN_NAMES[column])}</span>'
    if view.readonly:
        return f"{label}{words(cell.text)}{whose(view, cell)}"
    spot = ("rows", row.id, column)
    area = textarea(
        cell.text,
        letters=28,
        least=2,
        data_edit="rows",
        data_id=row.id,
        data_field=column,
        aria_label=f"{COLUMN_NAMES[column]}, row {number}",
        aria_describedby=described_by(view, spot),
    )
    return f"{label}{area}{whose(view, cell)}{flags(view, spot)}{suggestions(view, spot, cell.text)}"


def _proposed(view: View, proposal: Proposal, row: Any) -> str:
    look = attributes(role="rowgroup", class_="row suggestion", data_spot=f"proposal:{proposal.id}", tabindex=-1)
    served = " ".join(unit_link(view, unit, look="unit-chip") for unit in (*row.recommendations, *row.challenges))
    days = _days_read(row)
    settled = settle(view, proposal, item_words(row, COLUMN_NAMES))
    head = (
        f'<p class="suggested"><span class="tag-new">Suggested</span> A new row{f", {escape(days)}" if days else ""}. '
        f"{f'Serves {served}' if served else ''}</p>{reason(proposal)}{settled}"
    )
    cells = "".join(
        f'<td role="cell"><span class="col" aria-hidden="true">{escape(name)}</span>'
        f"<ins>{escape(getattr(row, column).text)}</ins>{whose(view, getattr(row, column))}</td>"
        for column, name in COLUMN_NAMES.items()
    )
    return (
        f'<tbody{look}><tr role="row" class="row-head"><td role="cell" colspan="5">{head}</td></tr>'
        f'<tr role="row">{cells}</tr></tbody>'
    )


def _add() -> str:
    fields = "".join(
        f'<label class="wide">{escape(name)}<textarea name="{column}" rows="2"></textarea></label>'
        for column, name in COLUMN_NAMES.items()
    )
    days = (
        '<label>First day<input type="date" name="start"></label><label>Last day<input type="date" name="end"></label>'
    )
    return (
        '<details class="add"><summary>Add a row</summary><form class="fields" data-do="add" data-table="rows">'
        f'<p class="soft wide">The activity alone is enough for now.</p>{fields}{days}'
        '<button class="go">Add the row</button></form></details>'
    )

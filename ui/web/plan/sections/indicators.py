"""The evaluation table by goal: what is counted, where the figure stands, and which action row it measures."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from assistant.planning.plan import GOALS, ActionRow, Cell, IndicatorRow, Proposal
from ui.web.plan.markup import (
    attributes,
    button,
    described_by,
    empty,
    flags,
    folded,
    jump,
    select,
    textarea,
    unit_name,
    whose,
    words,
)
from ui.web.plan.places import INDICATOR_NAMES, short
from ui.web.plan.sections.rows import is_long
from ui.web.plan.suggested import item_words, proposed_items, reason, settle, suggestions
from ui.web.plan.view import View

# More indicators than these are folded, goal by goal.
MOST_SPREAD = 40
BLUEPRINT = (
    "Count what you do yourselves, such as meetings held or clinics that take part. The indicators of the Blueprint "
    "itself are not in the sources here, so these are measures of your own."
)


def indicators(view: View) -> str:
    """A table for each goal that has indicators, then those without one, then a form for a new one."""
    numbers = {row.id: number for number, row in enumerate(view.plan.rows, 1)}
    proposed = proposed_items(view, "indicators")
    parts = [f'<p class="soft">{BLUEPRINT}</p>']
    many = len(view.plan.indicators) > MOST_SPREAD and not view.readonly
    for goal in (*GOALS, None):
        rows = [_row(view, numbers, found) for found in view.plan.indicators if found.goal == goal]
        rows += [_proposed(view, numbers, proposal, item) for proposal, item in proposed if item.goal == goal]
        if rows:
            heading = unit_name(view, f"goal.{goal}") if goal else "Without a goal"
            table = _table(heading, rows)
            parts.append(
                folded(f"{heading} ({len(rows)})", table, "goal") if many else f"<h3>{escape(heading)}</h3>{table}"
            )
    if len(parts) == 1:
        parts.append(_nothing(view))
    if not view.readonly:
        parts += [_template(view), _add(view)]
    return "".join(parts)


def _nothing(view: View) -> str:
    if view.readonly:
        return empty("Nothing is measured yet.")
    if not view.plan.rows:
        return empty("Nothing is measured yet. First comes a row of the action plan; then the chat suggests a measure.")
    return empty("Nothing is measured yet. The chat suggests what to count, or add an indicator below.", step=4)


def _table(heading: str, rows: list[str]) -> str:
    heads = "".join(
        f'<th role="columnheader" scope="col">{name}</th>' for name in (*INDICATOR_NAMES.values(), "Measures")
    )
    label = attributes(role="table", class_="grid-table measures", aria_label=f"Indicators, {heading}")
    return (
        f'<table{label}><thead role="rowgroup">'
        f'<tr role="row">{heads}</tr></thead><tbody role="rowgroup">{"".join(rows)}</tbody></table>'
    )


def _row(view: View, numbers: dict[str, int], found: IndicatorRow) -> str:
    named = next((w for c in (found.indicator, found.activity) if (w := " ".join(c.text.split()))), "the indicator")
    cells = [_cell(view, found, part, named) for part in INDICATOR_NAMES]
    cells.append(_measures(view, numbers, found, named))
    return _cells(cells, attributes(data_spot=f"indicators:{found.id}", tabindex=None if view.readonly else -1))


def _cells(cells: list[str], look: str) -> str:
    labels = (*INDICATOR_NAMES.values(), "Measures")
    inside = "".join(
        f'<td role="cell"><span class="col" aria-hidden="true">{label}</span>{cell}</td>'
        for label, cell in zip(labels, cells, strict=True)
    )
    return f'<tr role="row"{look}>{inside}</tr>'


def _cell(view: View, found: IndicatorRow, part: str, named: str) -> str:
    cell: Cell = getattr(found, part)
    if view.readonly:
        return f"{words(cell.text)}{whose(view, cell)}"
    spot = ("indicators", found.id, part)
    label = INDICATOR_NAMES[part] if part == "indicator" else f"{INDICATOR_NAMES[part]} of {short(named)}"
    area = textarea(
        cell.text,
        letters=28,
        least=2,
        aria_label=label,
        aria_describedby=described_by(view, spot),
        **_target(found, part),
    )
    return f"{area}{whose(view, cell)}{flags(view, spot)}{suggestions(view, spot, cell.text)}"


def _target(found: IndicatorRow, part: str) -> dict[str, str]:
    return {"data_edit": "indicators", "data_id": found.id, "data_field": part}


def _measures(view: View, numbers: dict[str, int], found: IndicatorRow, named: str) -> str:
    number = numbers.get(found.row or "")
    if view.readonly:
        return f"<p>Row {number}</p>" if number else words("", "No row")
    spot = ("indicators", found.id, "row")
    chosen = (found.row or "") if number else ""
    row = select(
        _row_options(view, chosen),
        chosen,
        aria_label=f"Action row measured by {short(named)}",
        aria_describedby=described_by(view, spot),
        data_options="options-rows" if is_long(view) else None,
        **_target(found, "row"),
    )
    goals = [("", "No goal"), *((str(goal), f"Goal {goal}") for goal in GOALS)]
    goal = select(goals, str(found.goal or ""), aria_label=f"Goal of {short(named)}", **_target(found, "goal"))
    confirm = "Remove this indicator? Undo brings it back." if found.indicator else None
    data = {"table": "indicators", "id": found.id}
    gone = button("Remove", "remove", label=f"Remove {short(named)}", confirm=confirm, **data)
    go = jump(f"Go to row {number}", ("rows", found.row or "", "activity"), "soft") if number else ""
    whole = ("indicators", found.id)
    return (
        f'{row}{goal}<span class="tools">{gone}{go}</span>{flags(view, spot)}{flags(view, whole)}'
        f"{suggestions(view, spot, f'row {number}' if number else '')}{suggestions(view, (*whole, 'goal'))}"
        f"{suggestions(view, whole)}"
    )


def _row_options(view: View, chosen: str) -> Iterator[tuple[str, str]]:
    """Every row, or in a long plan the chosen one alone: the script brings the others."""
    every = not is_long(view)
    if every or not chosen:
        yield "", "No row"
    for number, row in enumerate(view.plan.rows, 1):
        if every or row.id == chosen:
            yield row.id, _row_name(number, row)


def _row_name(number: int, row: ActionRow) -> str:
    return f"Row {number}: {short(row.activity.text)}" if row.activity else f"Row {number}"


def _template(view: View) -> str:
    """The options that every field of a long plan shares, for the script."""
    if not is_long(view):
        return ""
    return f'<template id="options-rows"><option value="">No row</option>{_every_row(view)}</template>'


def _every_row(view: View) -> str:
    return "".join(
        f"<option{attributes(value=row.id)}>{escape(_row_name(number, row))}</option>"
        for number, row in enumerate(view.plan.rows, 1)
    )


def _proposed(view: View, numbers: dict[str, int], proposal: Proposal, item: Any) -> str:
    cells = [
        f"<ins>{escape(getattr(item, part).text)}</ins>{whose(view, getattr(item, part))}" for part in INDICATOR_NAMES
    ]
    cells[0] = f'<p><span class="tag-new">Suggested</span></p>{cells[0]}'
    number = numbers.get(item.row or "")
    measured = f"<p>Row {number}</p>" if number else ""
    cells.append(f"{measured}{reason(proposal)}{settle(view, proposal, item_words(item, INDICATOR_NAMES))}")
    return _cells(cells, attributes(class_="suggestion", data_spot=f"proposal:{proposal.id}", tabindex=-1))


def _add(view: View) -> str:
    goals = '<option value="">No goal</option>' + "".join(
        f'<option value="{goal}">{escape(unit_name(view, f"goal.{goal}"))}</option>' for goal in GOALS
    )
    long = is_long(view)
    rows = f'<option value="">No row</option>{"" if long else _every_row(view)}'
    options = attributes(name="row", data_options="options-rows" if long else None)
    fields = "".join(
        f'<label class="wide">{name}'
        f"<textarea{attributes(name=part, rows=2, required=part == 'indicator')}></textarea></label>"
        for part, name in INDICATOR_NAMES.items()
    )
    return (
        '<details class="add"><summary>Add an indicator</summary><form class="fields" data-do="add" '
        f'data-table="indicators"><label class="wide">Which action row<select{options}>{rows}</select></label>'
        f'<label class="wide">Goal<select name="goal">{goals}</select></label>{fields}'
        '<button class="go">Add the indicator</button></form></details>'
    )

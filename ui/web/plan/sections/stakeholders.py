"""Who has to be on board: a table to edit, and the grid of interest and influence."""

from __future__ import annotations

from html import escape

from assistant.planning.plan import GROUPS, Cell, Level, Stakeholder
from ui.web.plan.markup import (
    attributes,
    button,
    described_by,
    empty,
    flags,
    select,
    textarea,
    unit_title,
    whose,
    words,
)
from ui.web.plan.sections.grid import grid
from ui.web.plan.sections.statement import answered_beside
from ui.web.plan.suggested import item_words, proposed_items, reason, settle, suggestions
from ui.web.plan.view import View

LEVELS = (("", "Not said"), *((level.value, level.value.capitalize()) for level in reversed(Level)))
_COLUMNS = ("Organisation", "Group", "Why they matter", "Interest", "Influence")
_WORDS = {"organisation": "Organisation", "relevance": "Why they matter"}


def stakeholders(view: View) -> str:
    """The table, the grid, a form to add somebody, and the toolkit's considerations."""
    rows = [_row(view, number, found) for number, found in enumerate(view.plan.stakeholders, 1)]
    rows += [_proposed(view, proposal, item) for proposal, item in proposed_items(view, "stakeholders")]
    if rows:
        last = () if view.readonly else ('<span class="sr-only">Remove</span>',)
        heads = "".join(f'<th role="columnheader" scope="col">{words}</th>' for words in (*_COLUMNS, *last))
        body = f'<tbody role="rowgroup">{"".join(rows)}</tbody>'
        table = (
            '<table role="table" class="grid-table people" aria-label="Stakeholders"><thead role="rowgroup">'
            f'<tr role="row">{heads}</tr></thead>{body}</table>'
        )
    else:
        table = empty(
            "Nobody on the map yet."
            if view.readonly
            else "Nobody on the map yet. Add the first below, or answer the questions of step 2 in the chat."
        )
    considered = "".join(answered_beside(view, "step.2.consider.1", "step.2.consider.2"))
    considered = f'<div class="asked"><h3>Think about</h3>{considered}</div>' if considered else ""
    return f"{table}{'' if view.readonly else _add(view)}{grid(view.plan)}{considered}"


def _row(view: View, number: int, found: Stakeholder) -> str:
    named = found.organisation.text or f"stakeholder {number}"
    if view.readonly:
        cells = [
            f"{words(found.organisation.text)}{whose(view, found.organisation)}",
            escape(unit_title(view, found.group)),
            f"{words(found.relevance.text)}{whose(view, found.relevance)}",
            *(level.value.capitalize() if level else "Not said" for level in (found.interest, found.influence)),
        ]
        return _cells(cells)
    groups = [(group, unit_title(view, group)) for group in GROUPS]
    cells = [
        _words(view, found, "organisation", found.organisation, f"Organisation, stakeholder {number}"),
        _choice(view, found, "group", groups, found.group, f"Group of {named}"),
        _words(view, found, "relevance", found.relevance, f"Why {named} matters"),
        _choice(view, found, "interest", LEVELS, found.interest or "", f"Interest of {named}"),
        _choice(view, found, "influence", LEVELS, found.influence or "", f"Influence of {named}"),
        _remove(view, found, named),
    ]
    return _cells(cells)


def _cells(cells: list[str]) -> str:
    labels = (*_COLUMNS, "")
    return (
        '<tr role="row">'
        + "".join(f'<td role="cell">{_label(label)}{inside}</td>' for label, inside in zip(labels, cells, strict=False))
        + "</tr>"
    )


def _label(words: str) -> str:
    return f'<span class="col" aria-hidden="true">{words}</span>' if words else ""


def _words(view: View, found: Stakeholder, field: str, cell: Cell, label: str) -> str:
    spot = ("stakeholders", found.id, field)
    area = textarea(
        cell.text,
        letters=26,
        data_edit="stakeholders",
        data_id=found.id,
        data_field=field,
        aria_label=label,
        aria_describedby=described_by(view, spot),
    )
    return f"{area}{whose(view, cell)}{flags(view, spot)}{suggestions(view, spot, cell.text)}"


def _choice(
    view: View,
    found: Stakeholder,
    field: str,
    options: list[tuple[str, str]] | tuple[tuple[str, str], ...],
    chosen: str,
    label: str,
) -> str:
    spot = ("stakeholders", found.id, field)
    data = {"data_edit": "stakeholders", "data_id": found.id, "data_field": field}
    return f"{select(options, chosen, aria_label=label, **data)}{suggestions(view, spot, chosen)}"


def _remove(view: View, found: Stakeholder, named: str) -> str:
    confirm = f"Remove {named} from the stakeholder map?" if found.organisation else None
    tool = button("Remove", "remove", label=f"Remove {named}", table="stakeholders", id=found.id, confirm=confirm)
    spot = ("stakeholders", found.id)
    return f"{tool}{flags(view, spot)}{suggestions(view, spot)}"


def _proposed(view: View, proposal, item: Stakeholder) -> str:  # type: ignore[no-untyped-def]
    levels = [level.value.capitalize() if level else "Not said" for level in (item.interest, item.influence)]
    cells = [
        f'<p><span class="tag-new">Suggested</span> <ins>{escape(item.organisation.text)}</ins></p>',
        escape(unit_title(view, item.group)),
        f"<ins>{escape(item.relevance.text)}</ins>{whose(view, item.relevance)}",
        *levels,
    ]
    asked = f"{reason(proposal)}{settle(view, proposal, item_words(item, _WORDS))}"
    spot = attributes(class_="suggestion", data_spot=f"proposal:{proposal.id}", tabindex=-1)
    inside = "".join(f'<td role="cell">{_label(label)}{cell}</td>' for label, cell in zip(_COLUMNS, cells, strict=True))
    return f'<tr role="row"{spot}>{inside}<td role="cell">{asked}</td></tr>'


def _add(view: View) -> str:
    groups = "".join(f'<option value="{group}">{escape(unit_title(view, group))}</option>' for group in GROUPS)
    levels = "".join(f'<option value="{value}">{words}</option>' for value, words in LEVELS)
    return (
        '<details class="add"><summary>Add a stakeholder</summary><form class="fields" data-do="add" '
        'data-table="stakeholders"><label class="wide">Organisation<input name="organisation" maxlength="300" required>'
        f'</label><label>Group<select name="group">{groups}</select></label>'
        f'<label>Interest<select name="interest">{levels}</select></label>'
        f'<label>Influence<select name="influence">{levels}</select></label>'
        '<label class="wide">Why they matter<textarea name="relevance" rows="2"></textarea></label>'
        '<button class="go">Add</button></form></details>'
    )

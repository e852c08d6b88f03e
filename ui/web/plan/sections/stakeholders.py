"""Who has to be on board: a table to edit, and the grid of interest and influence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from assistant.planning.plan import GROUPS, Cell, Level, Proposal, Stakeholder
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
    rows = [_person(view, number, found) for number, found in enumerate(view.plan.stakeholders, 1)]
    rows += [_proposed(view, proposal, item) for proposal, item in proposed_items(view, "stakeholders")]
    table = _table(view, rows) if rows else _nothing(view)
    considered = "".join(answered_beside(view, "step.2.consider.1", "step.2.consider.2"))
    considered = f'<div class="asked"><h3>Think about</h3>{considered}</div>' if considered else ""
    return f"{table}{'' if view.readonly else _add(view)}{grid(view.plan)}{considered}"


def _nothing(view: View) -> str:
    if view.readonly:
        return empty("Nobody on the map yet.")
    return empty("Nobody on the map yet. The chat asks for them in step 2, or add the first below.", step=2)


def _table(view: View, rows: list[str]) -> str:
    last = () if view.readonly else ('<span class="sr-only">Remove</span>',)
    heads = "".join(f'<th role="columnheader" scope="col">{words}</th>' for words in (*_COLUMNS, *last))
    return (
        '<table role="table" class="grid-table people" aria-label="Stakeholders"><thead role="rowgroup">'
        f'<tr role="row">{heads}</tr></thead>{"".join(rows)}</table>'
    )


def _person(view: View, number: int, found: Stakeholder) -> str:
    if view.readonly:
        cells = [
            f"{words(found.organisation.text)}{whose(view, found.organisation)}",
            escape(unit_title(view, found.group)),
            f"{words(found.relevance.text)}{whose(view, found.relevance)}",
            *(_level(level) for level in (found.interest, found.influence)),
        ]
        return _block(cells, "", "")
    named = found.organisation.text or f"stakeholder {number}"
    groups = [(group, unit_title(view, group)) for group in GROUPS]
    cells = [
        _words(view, found, "organisation", found.organisation, f"Organisation, stakeholder {number}"),
        _choice(found, "group", groups, found.group, f"Group of {named}"),
        _words(view, found, "relevance", found.relevance, f"Why {named} matters"),
        _choice(found, "interest", LEVELS, found.interest or "", f"Interest of {named}"),
        _choice(found, "influence", LEVELS, found.influence or "", f"Influence of {named}"),
        _remove(found, named),
    ]
    spot = attributes(data_spot=f"stakeholders:{found.id}", tabindex=-1)
    return _block(cells, _below(view, found), spot)


def _block(cells: Sequence[str], below: str, look: str) -> str:
    """One person: the cells, and a line over the whole width for what would be too narrow in one of them."""
    inside = "".join(f'<td role="cell">{_label(n)}{cell}</td>' for n, cell in enumerate(cells))
    line = f'<tr role="row" class="below"><td role="cell" colspan="6">{below}</td></tr>' if below else ""
    return f'<tbody role="rowgroup"{look}><tr role="row">{inside}</tr>{line}</tbody>'


def _label(column: int) -> str:
    return f'<span class="col" aria-hidden="true">{_COLUMNS[column]}</span>' if column < len(_COLUMNS) else ""


def _level(level: Level | None) -> str:
    return level.value.capitalize() if level else "Not said"


def _words(view: View, found: Stakeholder, field: str, cell: Cell, label: str) -> str:
    spot = ("stakeholders", found.id, field)
    said = described_by(view, spot)
    area = textarea(cell.text, letters=26, least=1, aria_label=label, aria_describedby=said, **_target(found, field))
    return f"{area}{whose(view, cell)}"


def _choice(found: Stakeholder, field: str, options: Iterable[tuple[str, str]], chosen: str, label: str) -> str:
    return select(options, chosen, aria_label=label, **_target(found, field))


def _target(found: Stakeholder, field: str) -> dict[str, str]:
    return {"data_edit": "stakeholders", "data_id": found.id, "data_field": field}


def _remove(found: Stakeholder, named: str) -> str:
    confirm = f"Remove {named} from the stakeholder map? Undo brings them back." if found.organisation else None
    return button(
        "×", "remove", look="off", label=f"Remove {named}", table="stakeholders", id=found.id, confirm=confirm
    )


def _below(view: View, found: Stakeholder) -> str:
    """What the checks say of this person, and what is suggested."""
    said = "".join(flags(view, ("stakeholders", found.id, field)) for field in ("organisation", "relevance"))
    now = {
        "organisation": found.organisation.text,
        "group": unit_title(view, found.group),
        "relevance": found.relevance.text,
        "interest": _level(found.interest),
        "influence": _level(found.influence),
    }
    asked = "".join(suggestions(view, ("stakeholders", found.id, field), was) for field, was in now.items())
    return f"{said}{asked}{suggestions(view, ('stakeholders', found.id))}"


def _proposed(view: View, proposal: Proposal, item: Any) -> str:
    cells = [
        f'<p><span class="tag-new">Suggested</span> <ins>{escape(item.organisation.text)}</ins></p>',
        escape(unit_title(view, item.group)),
        f"<ins>{escape(item.relevance.text)}</ins>{whose(view, item.relevance)}",
        *(_level(level) for level in (item.interest, item.influence)),
        "",
    ]
    spot = attributes(class_="suggestion", data_spot=f"proposal:{proposal.id}", tabindex=-1)
    return _block(cells, f"{reason(proposal)}{settle(view, proposal, item_words(item, _WORDS))}", spot)


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

"""The challenges and recommendations that the plan takes up, each with its reason and the rows that serve it."""

from __future__ import annotations

from html import escape

from assistant.planning.guide import CONSIDER
from assistant.planning.plan import Choice
from ui.web.plan.markup import (
    attributes,
    button,
    empty,
    flags,
    folded,
    jump,
    textarea,
    unit_link,
    unit_name,
    whose,
    words,
)
from ui.web.plan.sections.statement import answered_beside
from ui.web.plan.suggested import suggestions
from ui.web.plan.view import View

_PARTS = (
    ("challenges", "challenge", "Challenges", "What stands in the way. The chat suggests those that fit your answers."),
    ("recommendations", "recommendation", "Recommendations", "What the Vision asks for, and you will work on."),
)
MOST_ROWS_NAMED = 8


def choices(view: View) -> str:
    """Two lists, each with what is suggested for it and a way to add to it."""
    judged = "".join(answered_beside(view, CONSIDER))
    return "".join(_part(view, *part) for part in _PARTS) + (f'<div class="asked">{judged}</div>' if judged else "")


def _part(view: View, field: str, kind: str, heading: str, hint: str) -> str:
    chosen: tuple[Choice, ...] = getattr(view.plan, field)
    ids = {choice.unit for choice in chosen}
    rows = [f"<li>{_choice(view, field, choice)}</li>" for choice in chosen]
    new = [spot for spot in view.suggested if spot[0] == field and spot[1] not in ids] if not view.readonly else []
    rows += [f"<li>{unit_link(view, spot[1], unit_name(view, spot[1]))}{suggestions(view, spot)}</li>" for spot in new]
    listed = f'<ul class="choices">{"".join(rows)}</ul>' if rows else _none(view, kind)
    intro = "" if view.readonly else f'<p class="soft">{hint}</p>'
    return f"<h3>{heading}</h3>{intro}{listed}{'' if view.readonly else _add(view, kind, ids)}"


def _none(view: View, kind: str) -> str:
    """One way to the chat is enough for both lists."""
    return empty("None chosen yet.", step=1 if kind == "challenge" and not view.readonly else None)


def _choice(view: View, field: str, choice: Choice) -> str:
    full = unit_name(view, choice.unit)
    name = unit_link(view, choice.unit, full)
    reason = f"{words(choice.reason.text)}{whose(view, choice.reason)}" if choice.reason else ""
    if view.readonly:
        return f"<p>{name}</p>{reason}"
    spot = (field, choice.unit)
    start = f"<form{attributes(class_='stack', data_do='choose', data_unit=choice.unit)}>"
    area = textarea(choice.reason.text, name="reason", least=2, aria_label=f"Reason for {full}")
    form = f'{start}{area}<button class="quiet">Keep this reason</button></form>'
    drop = button("Drop", "unchoose", label=f"Drop {full}", unit=choice.unit)
    change = folded("Change the reason" if choice.reason else "Say why", form, "edit")
    return (
        f'<div{attributes(data_spot=":".join(spot), tabindex=-1)}><p class="choice">{name} '
        f"{_rows(view, choice.unit)}</p>"
        f"{reason}{flags(view, spot)}{suggestions(view, spot, choice.reason.text)}"
        f'<div class="settle">{drop}{change}</div></div>'
    )


def _rows(view: View, unit_id: str) -> str:
    served = [
        (number, row.id)
        for number, row in enumerate(view.plan.rows, 1)
        if unit_id in row.recommendations or unit_id in row.challenges
    ]
    if not served:
        return '<span class="soft">no row yet</span>'
    shown = " ".join(jump(f"row {n}", ("rows", row, "activity")) for n, row in served[:MOST_ROWS_NAMED])
    more = f" and {len(served) - MOST_ROWS_NAMED} more" if len(served) > MOST_ROWS_NAMED else ""
    return f'<span class="soft">in {shown}{more}</span>'


def _add(view: View, kind: str, chosen: set[str]) -> str:
    options = []
    for goal in sorted({unit.goal for unit in view.registry.select(kind) if unit.goal}):
        rows = "".join(
            f'<option value="{escape(unit.id)}">{escape(unit_name(view, unit.id))}</option>'
            for unit in view.registry.select(kind, goal)
            if unit.id not in chosen
        )
        group = attributes(label=unit_name(view, f"goal.{goal}"))
        options.append(f"<optgroup{group}>{rows}</optgroup>" if rows else "")
    if not any(options):
        return ""
    field = f'<select name="unit" required><option value="">Choose one</option>{"".join(options)}</select>'
    form = (
        f'<form class="stack" data-do="choose"><label>Which {kind}{field}</label>'
        f"<label>Why it fits (may stay empty){textarea('', name='reason')}</label>"
        f'<button class="go">Add the {kind}</button></form>'
    )
    return folded(f"Add a {kind}", form, "add")

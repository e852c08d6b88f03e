"""What can be done with a plan: the one set of verbs behind chat, form, command line, REST and import.

A function here makes a `Change`; a `Planner` makes it happen (`planner.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.errors import PlanError
from assistant.planning.events import Change
from assistant.planning.plan import TABLES, Cell, Item, Origin, Plan, Proposal
from assistant.planning.plan_json import field_types, plan_to_json, to_json


def rename(title: str) -> Change:
    """Give the plan another title."""
    return set_part("title", title)


def set_part(name: str, value: str | None) -> Change:
    """Title, language, start or end of the plan; the days as YYYY-MM-DD or None."""
    return Change("set", {"name": name, "value": value})


def state(name: str, *values: str) -> Change:
    """What the user told of the setting, in their words, replacing what stood there; no value takes it back."""
    return Change("state", {"name": name, "values": list(values)})


def answer(unit: str, cell: str | Cell | None) -> Change:
    """The user's answer to a question of the toolkit; None or nothing takes it back."""
    return Change("answer", {"unit": unit, "cell": None if cell is None else _cell(cell)})


def skip(unit: str) -> Change:
    """Pass over a question; answering it later undoes that."""
    return Change("skip", {"unit": unit})


def choose(unit: str, reason: str | Cell = "") -> Change:
    """Take up a challenge (challenge.2.1) or recommendation (rec.2.2), or give another reason for it."""
    return Change("choose", {"unit": unit, "reason": _cell(reason)})


def unchoose(unit: str) -> Change:
    """Drop a challenge or recommendation."""
    return Change("unchoose", {"unit": unit})


def add(item: Item) -> Change:
    """A new action row, stakeholder, indicator or open question; its type says which table."""
    table = next(name for name, kind in TABLES.items() if isinstance(item, kind))
    return Change("add", {"table": table, "item": to_json(item)})


def remove(table: str, item_id: str) -> Change:
    """Take an item out; proposals on it go with it."""
    return Change("remove", {"table": table, "id": item_id})


def edit(table: str, item_id: str, field: str, value: str | Cell | Sequence[str] | int | None) -> Change:
    """One cell or other part of an item. Plain text in a cell is the user's own; give a Cell to say otherwise."""
    plain = _cell(value) if isinstance(value, (str, Cell)) and _is_cell(table, field) else to_json(value)
    return Change("edit", {"table": table, "id": item_id, "field": field, "value": plain})


def move(table: str, item_id: str, to: int) -> Change:
    """Another place in its table for an item: 0 is the first, beyond the end is the last."""
    return Change("move", {"table": table, "id": item_id, "to": to})


def load(plan: Plan) -> Change:
    """Everything in that plan replaces what is there; its proposals stay behind."""
    # Without its id: whoever knows it may write that plan, and events are shown to readers.
    return Change("load", {"plan": plan_to_json(replace(plan, id="loaded", proposals=()))})


def edited(proposal: Proposal, texts: Mapping[str, str]) -> dict[str, Any]:
    """The data of a proposal with the user's own words in some fields, to accept it with.

    Fields are those of the proposed item; a proposal of one value has the field "value".
    """
    data = dict(proposal.data)
    if proposal.kind == "add":
        item = {name: _own(data["table"], name, text) for name, text in texts.items()}
        return {**data, "item": {**data["item"], **item}}
    names = {"answer": "cell", "choose": "reason", "edit": "value", "set": "value"}
    if set(texts) != {"value"} or proposal.kind not in names:
        raise PlanError(
            f"This proposal ({proposal.kind}) cannot be edited there: accept or reject it, then edit the plan."
        )
    if proposal.kind == "edit":
        return {**data, "value": _own(data["table"], data["field"], texts["value"])}
    return {**data, names[proposal.kind]: texts["value"] if proposal.kind == "set" else _cell(texts["value"])}


def _own(table: str, field: str, text: str) -> Any:
    """The user's words as the value of that field: a cell of their own where it is a cell."""
    return _cell(text) if _is_cell(table, field) else text


def _is_cell(table: str, field: str) -> bool:
    kind: Any = TABLES.get(table)
    return kind is not None and field_types(kind).get(field) is Cell


def _cell(value: str | Cell) -> dict[str, Any]:
    cell: dict[str, Any] = to_json(value if isinstance(value, Cell) else Cell(value, Origin.USER))
    return cell

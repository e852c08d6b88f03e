"""What the page's controls do: each verb of a request as changes of the plan, by the verbs that all doors share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.errors import BadInput
from assistant.planning import verbs
from assistant.planning.differences import diff
from assistant.planning.events import Change
from assistant.planning.log import PlanLog
from assistant.planning.plan import TABLES, Cell, Plan, QuestionStatus, new_item_id
from assistant.planning.plan_json import field_types, to_json
from assistant.planning.row_days import following
from ui.web.plan.asked import Asked
from ui.web.plan.desk import Desk

MOST_TOLD = 3
_LISTS = ("recommendations", "challenges")


@dataclass(frozen=True, slots=True)
class Done:
    """The plan after a verb, what to say about it, and the versions to compare where that was asked."""

    log: PlanLog
    message: str = ""
    compare: tuple[int, int] | None = None


def act(desk: Desk, plan_id: str, asked: Asked) -> Done:
    """Do what the request asks. Raises BadInput, PlanError, PlanConflict or PlanMissing; the plan is then as it was."""
    verb = asked.text("do")
    if verb in _ACTS:
        return _ACTS[verb](desk, plan_id, asked)
    if verb not in _CHANGES:
        raise BadInput(f"The page asked for “{verb[:40]}”, which plans cannot do: load the page again.")
    asked.refuse_patient_data()
    log, version = desk.planner.open(plan_id), asked.number("version")
    seen = log.plan if version is None else log.at(version).plan
    changes = _CHANGES[verb](asked, seen)
    if not changes:
        return Done(log, "That is in the plan already.")
    # Times in the user's words are the row's days, whether they were typed into the chat or into the table.
    changes += following(seen, changes, desk.today())
    return Done(desk.planner.change(plan_id, *changes, version=version), _SAID.get(verb, "Saved."))


# Verbs that are changes of the plan


def _set(asked: Asked, plan: Plan) -> list[Change]:
    name, value = asked.text("name"), asked.text("value").strip()
    return [verbs.set_part(name, value if value or name == "title" else None)]


def _state(asked: Asked, plan: Plan) -> list[Change]:
    return [verbs.state(asked.text("name"), *asked.texts("values"))]


def _answer(asked: Asked, plan: Plan) -> list[Change]:
    return [verbs.answer(asked.text("unit"), asked.text("value").strip() or None)]


def _skip(asked: Asked, plan: Plan) -> list[Change]:
    return [verbs.skip(asked.text("unit"))]


def _choose(asked: Asked, plan: Plan) -> list[Change]:
    """One unit with its reason, or several of which those that are not chosen yet are taken."""
    if "units" not in asked.fields:
        return [verbs.choose(asked.text("unit"), asked.text("reason").strip())]
    chosen = {choice.unit for choice in (*plan.challenges, *plan.recommendations)}
    units = [unit for unit in dict.fromkeys(asked.ids("units")) if unit not in chosen]
    return [verbs.choose(unit, asked.text("reason").strip()) for unit in units]


def _unchoose(asked: Asked, plan: Plan) -> list[Change]:
    return [verbs.unchoose(asked.text("unit"))]


def _add(asked: Asked, plan: Plan) -> list[Change]:
    table = _table(asked)
    item = {name: _value(table, name, value) for name, value in asked.record("values").items()}
    # Checked as a whole when the change is made.
    return [Change("add", {"table": table, "item": {**item, "id": new_item_id()}})]


def _edit(asked: Asked, plan: Plan) -> list[Change]:
    table, item_id, field = _table(asked), asked.text("id"), asked.text("field")
    value = _value(table, field, asked.fields.get("value"))
    change = Change("edit", {"table": table, "id": item_id, "field": field, "value": value})
    if (table, field) == ("questions", "answer"):
        status = QuestionStatus.ANSWERED if value else QuestionStatus.OPEN
        return [change, verbs.edit(table, item_id, "status", status.value)]
    return [change]


def _remove(asked: Asked, plan: Plan) -> list[Change]:
    return [verbs.remove(_table(asked), asked.text("id"))]


def _move(asked: Asked, plan: Plan) -> list[Change]:
    return [verbs.move(_table(asked), asked.text("id"), asked.whole("to"))]


_CHANGES: Mapping[str, Callable[[Asked, Plan], list[Change]]] = {
    "set": _set,
    "state": _state,
    "answer": _answer,
    "skip": _skip,
    "choose": _choose,
    "unchoose": _unchoose,
    "add": _add,
    "edit": _edit,
    "remove": _remove,
    "move": _move,
}
_SAID = {
    "add": "Added.",
    "remove": "Taken out. Undo brings it back.",
    "choose": "Added to your plan.",
    "unchoose": "Taken out. Undo brings it back.",
    "skip": "Skipped.",
    "move": "Moved.",
}


def _table(asked: Asked) -> str:
    table = asked.text("table")
    if table not in TABLES:
        raise BadInput("The page named no table of the plan: load the page again.")
    return table


def _value(table: str, field: str, value: Any) -> Any:
    """What a form sends as what the plan takes there: a cell of the user's own words, a list, a number or nothing."""
    shape: Any = TABLES[table]
    asked = Asked({field: value})
    if field_types(shape).get(field) is Cell:
        return to_json(Cell(asked.text(field).strip()))
    if field in _LISTS:
        return list(asked.ids(field))
    if field == "goal":
        return asked.number(field) if value not in ("", None) else None
    text = asked.text(field).strip() if value is not None else ""
    return text if text or field in ("text", "hint", "answer") else None


# Verbs of their own


def _accept(desk: Desk, plan_id: str, asked: Asked) -> Done:
    asked.refuse_patient_data()
    edits = {proposal: Asked({"of": texts}).words("of") for proposal, texts in asked.record("edits").items()}
    log = desk.planner.accept(plan_id, asked.ids("ids"), edits, asked.number("version"))
    return Done(log, "Accepted. Undo takes it back.")


def _reject(desk: Desk, plan_id: str, asked: Asked) -> Done:
    return Done(desk.planner.reject(plan_id, asked.ids("ids"), asked.number("version")), "Rejected.")


def _undo(desk: Desk, plan_id: str, asked: Asked) -> Done:
    planner = desk.planner
    before = planner.open(plan_id).plan
    step = planner.undo if asked.text("do") == "undo" else planner.redo
    log = step(plan_id, asked.number("version"))
    told = [difference.text for difference in diff(before, log.plan)]
    more = [f"and {len(told) - MOST_TOLD} more"] if len(told) > MOST_TOLD else []
    return Done(log, "; ".join([*told[:MOST_TOLD], *more]) or "Done.")


def _restore(desk: Desk, plan_id: str, asked: Asked) -> Done:
    to = asked.whole("to")
    return Done(desk.planner.restore(plan_id, to), f"The plan is as it was at version {to}. Undo takes that back.")


def _share(desk: Desk, plan_id: str, asked: Asked) -> Done:
    desk.planner.share(plan_id)
    return Done(desk.planner.open(plan_id), "The link is there. Whoever has it can read the plan and change nothing.")


def _unshare(desk: Desk, plan_id: str, asked: Asked) -> Done:
    desk.planner.unshare(plan_id)
    return Done(desk.planner.open(plan_id), "The link opens nothing any more.")


def _diff(desk: Desk, plan_id: str, asked: Asked) -> Done:
    return Done(desk.planner.open(plan_id), compare=(asked.whole("from"), asked.whole("to")))


def _look(desk: Desk, plan_id: str, asked: Asked) -> Done:
    return Done(desk.planner.open(plan_id))


_ACTS: Mapping[str, Callable[[Desk, str, Asked], Done]] = {
    "accept": _accept,
    "reject": _reject,
    "undo": _undo,
    "redo": _undo,
    "restore": _restore,
    "share": _share,
    "unshare": _unshare,
    "diff": _diff,
    "look": _look,
}

"""What differs between two plans, and what an event did, in plain words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from assistant.domain import PlanEvent
from assistant.planning.order import Ids, alone, ids, reordered
from assistant.planning.plan import PARTS, TABLES, Cell, Plan, Proposal, Who

Path = tuple[str, ...]
MOST_WORDS_SHOWN = 80

_ITEMS = {
    "rows": "Action row",
    "stakeholders": "Stakeholder",
    "indicators": "Indicator",
    "questions": "Open question",
    "proposals": "Proposal",
}
_ENTRIES = {
    "facts": "Fact",
    "answers": "Answer to",
    "skipped": "Skipped question",
    "challenges": "Challenge",
    "recommendations": "Recommendation",
}
_FIELDS = {
    "start": "first day",
    "end": "last day",
    "resources": "resource & capacity",
    "risk": "risk mitigation",
    "audience": "audience & setting",
    "indicator": "output indicator",
    "evidence": "supporting evidence",
    "row": "action row measured",
    "about": "what it is about",
    "hint": "who could know",
}
_PLACES = {
    "rows": "the action plan",
    "questions": "the open questions",
    "stakeholders": "the stakeholder map",
    "indicators": "the evaluation table",
}
_KINDS = {
    "new": "started the plan",
    "set": "changed the {name}",
    "state": "stated: {name}",
    "answer": "answered {unit}",
    "skip": "skipped {unit}",
    "choose": "chose {unit}",
    "unchoose": "took back the choice of {unit}",
    "add": "added to {table}",
    "remove": "removed from {table}",
    "edit": "changed {field} in {table}",
    "move": "moved an entry in {table}",
    "propose": "proposed {proposals} change(s)",
    "reword": "put a proposal into other words",
    "accept": "accepted {proposals} proposal(s)",
    "reject": "rejected {proposals} proposal(s)",
    "several": "made {changes} changes at once",
    "load": "replaced the whole plan",
    "undo": "undid change {event}",
    "redo": "redid change {event}",
}
_NAMES = {Who.USER: "You", Who.ASSISTANT: "The assistant", Who.IMPORT: "The import"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: where (a part, or table, id and perhaps field), what stood there and stands now, and a sentence.

    A missing side is None.
    """

    path: Path
    before: str | None
    after: str | None
    text: str


def leaves(plan: Plan) -> dict[Path, Any]:
    """Every value of the plan by its path; what two people can edit apart has a path of its own."""
    found: dict[Path, Any] = {(part,): getattr(plan, part) for part in PARTS}
    found.update({("facts", name): values for name, values in plan.facts.items()})
    found.update({("answers", unit): cell for unit, cell in plan.answers.items()})
    found.update({("skipped", unit): True for unit in plan.skipped})
    found.update({("challenges", choice.unit): choice.reason for choice in plan.challenges})
    found.update({("recommendations", choice.unit): choice.reason for choice in plan.recommendations})
    for table in TABLES:
        for item in getattr(plan, table):
            found.update({(table, item.id, f.name): getattr(item, f.name) for f in fields(item) if f.name != "id"})
    found.update({("proposals", proposal.id): proposal for proposal in plan.proposals})
    return found


def changed(before: Plan, after: Plan) -> dict[Path, tuple[Any, Any]]:
    """Paths whose values differ, with both; None where there is no such path."""
    old, new = leaves(before), leaves(after)
    paths = [*old, *(path for path in new if path not in old)]
    return {path: (old.get(path), new.get(path)) for path in paths if old.get(path) != new.get(path)}


def diff(before: Plan, after: Plan) -> list[Difference]:
    """What a reader would want to know, in the order of the plan; an added or removed row is one difference."""
    found: dict[Path, Difference] = {}
    for path, (old, new) in changed(before, after).items():
        if path[0] in TABLES and (_missing(before, path) or _missing(after, path)):
            found[path[:2]] = _whole(before, after, path[:2])
        else:
            found[path] = _single(path, old, new, before, after)
    found.update({(table,): _moved(table, *orders, after) for table, orders in reordered(before, after).items()})
    return list(found.values())


def describe(event: PlanEvent) -> str:
    """One line on an event, such as "The assistant proposed 2 changes"."""
    return f"{_NAMES.get(Who(event.who), event.who)} {phrase(event.kind, event.data)}"


def phrase(kind: str, data: Mapping[str, Any]) -> str:
    """What a change does, in a few words without saying whose it is, such as "changed risk mitigation in ..."."""
    words = {key: len(value) if isinstance(value, (list, tuple)) else value for key, value in data.items()}
    for key in ("field", "name"):
        words[key] = _FIELDS.get(str(words.get(key)), words.get(key, ""))
    words["table"] = _PLACES.get(str(words.get("table")), f"the {words.get('table', 'plan')}")
    counts = [value for value in words.values() if isinstance(value, int)]
    template = _KINDS.get(kind, kind).replace("(s)", "" if counts == [1] else "s")
    return template.format_map(_Filled(words))


class _Filled(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


def label(plan: Plan, path: Path) -> str:
    """Where a path leads, in words: `Action row "Agree a pathway": risk mitigation`."""
    head = path[0]
    if head in _ITEMS and len(path) > 1:
        name = f'{_ITEMS[head]} "{item_name(plan, path)}"'
        return name if len(path) == 2 else f"{name}: {_FIELDS.get(path[2], path[2])}"
    if head in _ENTRIES and len(path) > 1:
        return f"{_ENTRIES[head]} {path[1]}"
    if head in _PLACES:
        return f"Order of {_PLACES[head]}"
    return _FIELDS.get(head, head).capitalize()


def item_name(plan: Plan, path: Path) -> str:
    """What people would call the item at that path: its first words, else its id."""
    item = next((item for item in getattr(plan, path[0]) if item.id == path[1]), None)
    parts = ("activity", "organisation", "indicator", "text", "reason")
    words = next((words for part in parts if (words := shown(getattr(item, part, None)))), "")
    return words or (phrase(item.kind, item.data) if isinstance(item, Proposal) else path[1])


def _missing(plan: Plan, path: Path) -> bool:
    return all(item.id != path[1] for item in getattr(plan, path[0]))


def _whole(before: Plan, after: Plan, path: Path) -> Difference:
    if _missing(before, path):
        return Difference(path, None, item_name(after, path), f"{label(after, path)} added")
    return Difference(path, item_name(before, path), None, f"{label(before, path)} removed")


def _moved(table: str, old: Ids, new: Ids, after: Plan) -> Difference:
    names = [", ".join(item_name(after, (table, item_id)) for item_id in order) for order in (old, new)]
    mover = alone(old, new)
    if mover:
        text = f"{label(after, (table, mover))} moved to place {ids(after, table).index(mover) + 1}"
    else:
        text = f"{label(after, (table,))} changed"
    return Difference((table,), names[0], names[1], text)


def _single(path: Path, old: Any, new: Any, before: Plan, after: Plan) -> Difference:
    before_words, after_words = shown(old), shown(new)
    where = label(after if new is not None else before, path)
    if old is None:
        text = f'{where}: "{after_words}" added' if after_words else f"{where} added"
    elif new is None:
        text = f'{where}: "{before_words}" taken out' if before_words else f"{where} taken out"
    elif isinstance(new, Proposal):
        text = f"{where}: put into other words"
    elif before_words == after_words:
        text = f"{where}: where it comes from changed"
    else:
        text = f'{where}: "{before_words}" became "{after_words}"'
    return Difference(path, None if old is None else before_words, None if new is None else after_words, text)


def shown(value: Any) -> str:
    """A value of a plan in a few words; empty for none."""
    if isinstance(value, Cell):
        value = value.text
    if isinstance(value, (tuple, list)):
        value = ", ".join(map(str, value))
    if isinstance(value, (Mapping, bool, Proposal)) or value is None:
        return ""
    words = " ".join(str(value).split())
    return words if len(words) <= MOST_WORDS_SHOWN else words[: MOST_WORDS_SHOWN - 1] + "…"

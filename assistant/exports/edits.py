"""What an imported plan changes in the one at hand, as changes to propose. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import Any

from assistant.errors import PlanError
from assistant.exports.sheets import ANSWERS, CHOICES, DETAILS, TABLE_SHEETS
from assistant.exports.sheets_in import Imported
from assistant.planning import verbs
from assistant.planning.events import PROPOSABLE, Change, change
from assistant.planning.order import ids, moves
from assistant.planning.plan import PARTS, Cell, Item, Origin, Plan, Proposal, Who, find, for_others, new_item_id
from assistant.planning.plan_json import to_json


def edits(plan: Plan, imported: Imported) -> tuple[Change, ...]:
    """Changes that bring the plan to what the file says; what the file has no sheet for stays.

    Words that differ are the user's own, whatever was there before. Raises PlanError for the file of another plan.
    """
    if imported.of not in ("", plan.id, for_others(plan).id):
        raise PlanError(f"The file is of another plan (“{imported.plan.title}”): open it as a plan of its own instead.")
    return tuple(_changes(plan, imported))


def proposed(plan: Plan, changes: Sequence[Change], reason: str) -> Plan:
    """The plan with these changes waiting, for a plan that is a file. Raises PlanError for what does not fit it."""
    waiting = [Proposal(new_item_id(), Who.IMPORT, found.kind, found.data, reason) for found in changes]
    return change(plan, Change("propose", {"proposals": to_json(waiting)}))


def still_waiting(imported: Imported) -> tuple[list[tuple[Change, str]], tuple[str, ...]]:
    """The suggestions in a file with their reasons, for a plan of its own, and a note on those that do not fit it."""
    trial, found = replace(imported.plan, proposals=()), []
    for proposal in imported.plan.proposals:
        wanted = Change(proposal.kind, proposal.data)
        try:
            if proposal.kind not in PROPOSABLE:
                raise PlanError(f"{proposal.kind!r} cannot be proposed.")
            trial = change(trial, wanted)
        except PlanError:
            continue
        found.append((wanted, proposal.reason))
    lost = len(imported.plan.proposals) - len(found)
    left = "One suggestion in the file does not fit its plan and was"
    left = left if lost == 1 else f"{lost} suggestions in the file do not fit its plan and were"
    return found, (f"{left} left out.",) if lost else ()


def _changes(plan: Plan, imported: Imported) -> Iterator[Change]:
    other = imported.plan
    if DETAILS in imported.parts:
        yield from _details(plan, other)
    if ANSWERS in imported.parts:
        for unit in dict.fromkeys((*plan.answers, *other.answers)):
            old, new = plan.answers.get(unit), other.answers.get(unit)
            if _words(old) != _words(new):
                yield verbs.answer(unit, _own(old, new))
    if CHOICES in imported.parts:
        yield from _choices(plan, other)
    for sheet, (table, _) in TABLE_SHEETS.items():
        if sheet in imported.parts:
            yield from _items(plan, other, table)


def _details(plan: Plan, other: Plan) -> Iterator[Change]:
    for part in PARTS:
        if getattr(plan, part) != getattr(other, part):
            yield verbs.set_part(part, getattr(other, part))
    for fact in dict.fromkeys((*plan.facts, *other.facts)):
        if plan.facts.get(fact, ()) != other.facts.get(fact, ()):
            yield verbs.state(fact, *other.facts.get(fact, ()))


def _choices(plan: Plan, other: Plan) -> Iterator[Change]:
    old = {choice.unit: choice.reason for choice in (*plan.challenges, *plan.recommendations)}
    new = {choice.unit: choice.reason for choice in (*other.challenges, *other.recommendations)}
    for unit, reason in new.items():
        if unit not in old or _words(old[unit]) != _words(reason):
            yield verbs.choose(unit, _own(old.get(unit), reason) or "")
    for unit in old:
        if unit not in new:
            yield verbs.unchoose(unit)


def _items(plan: Plan, other: Plan, table: str) -> Iterator[Change]:
    items: tuple[Item, ...] = getattr(other, table)
    for item in items:
        present = find(plan, table, item.id)
        if present is None:
            yield verbs.add(item)
            continue
        for field in fields(item):
            old, new = getattr(present, field.name), getattr(item, field.name)
            if _words(old) != _words(new):
                yield verbs.edit(table, item.id, field.name, _own(old, new))
    for item in getattr(plan, table):
        if find(other, table, item.id) is None:
            yield verbs.remove(table, item.id)
    wanted = [item.id for item in items]
    kept = [item_id for item_id in ids(plan, table) if item_id in wanted]
    yield from moves(table, [*kept, *(item_id for item_id in wanted if item_id not in kept)], wanted)


def _words(value: Any) -> Any:
    """What a colleague can have changed: the words of a cell, not where they come from."""
    return value.text if isinstance(value, Cell) else value


def _own(old: Any, new: Any) -> Any:
    """The new value; a cell that kept its provenance while its words changed is the user's."""
    if isinstance(new, Cell) and isinstance(old, Cell) and (new.origin, new.cites) == (old.origin, old.cites):
        return Cell(new.text, Origin.USER)
    return new

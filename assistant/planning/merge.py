"""Two tabs, one plan: a change made on an older version is kept when it touches other cells, else both are shown.

The rule needs no knowledge of single changes: three plans are compared cell by cell, and a merge has to hold all that
either side did, in the order of the tables too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assistant.errors import PlanConflict, PlanError
from assistant.planning.differences import Path, changed, item_name, label, leaves, shown
from assistant.planning.events import Change, change
from assistant.planning.order import Ids, carried, ids, keeps, reordered
from assistant.planning.plan import Plan


@dataclass(frozen=True, slots=True)
class _Side:
    """What one side did: paths with their values before and after, and tables with their orders before and after."""

    values: dict[Path, tuple[Any, Any]]
    orders: dict[str, tuple[Ids, Ids]]

    def held_by(self, plan: Plan) -> bool:
        found = leaves(plan)
        return all(found.get(path) == after for path, (_, after) in self.values.items()) and not self.upset(plan)

    def upset(self, plan: Plan) -> list[str]:
        """Tables that do not stand in this side's order."""
        return [table for table, (before, after) in self.orders.items() if not keeps(plan, table, before, after)]


def rebase(base: Plan, current: Plan, mine: Change) -> Change | None:
    """The change as it can be made on the current plan; None when it is in there already.

    `base` is the plan that the change was made on. Raises PlanConflict, with both values of every cell that was changed
    on both sides, and PlanError when the change never fitted its own base.
    """
    wanted = change(base, mine)
    ours, theirs = _side(base, wanted), _side(base, current)
    clashes = [p for p in ours.values if p in theirs.values and ours.values[p][1] != theirs.values[p][1]]
    if clashes:
        raise _conflict(base, [(path, ours.values[path][1], theirs.values[path][1]) for path in clashes])
    # A moved row that is gone leaves no order to hold; its move is refused below as an edit of it would be.
    gone = mine.kind == "move" and mine.data["id"] not in ids(current, mine.data["table"])
    if ours.held_by(current) and not gone:
        return None
    failed: Plan | None = None
    for attempt in carried(base, current, mine):
        try:
            merged = change(current, attempt)
        except PlanError as error:
            raise PlanConflict(f"{_CHANGED} Your change no longer fits: {error}") from error
        if ours.held_by(merged) and theirs.held_by(merged):
            return attempt
        failed = merged
    assert failed is not None
    raise _conflict(base, _lost(failed, ours, theirs) or _upset(failed, wanted, current, ours, theirs))


_CHANGED = "The plan was changed in another window or by somebody else in the meantime."


def _side(before: Plan, after: Plan) -> _Side:
    return _Side(changed(before, after), reordered(before, after))


def _lost(merged: Plan, ours: _Side, theirs: _Side) -> list[tuple[Path, Any, Any]]:
    # The change replaces more than it says, such as loading a whole plan, and would undo what others did.
    after = leaves(merged)
    wanted = {path: side.values[path][1] for side in (ours, theirs) for path in side.values}
    return [(path, after.get(path), value) for path, value in wanted.items() if after.get(path) != value]


def _upset(merged: Plan, wanted: Plan, current: Plan, ours: _Side, theirs: _Side) -> list[tuple[Path, Any, Any]]:
    """Tables that both sides put into another order, with the names in both orders."""
    tables = dict.fromkeys((*ours.upset(merged), *theirs.upset(merged)))
    return [((table,), _names(wanted, table), _names(current, table)) for table in tables]


def _names(plan: Plan, table: str) -> str:
    return ", ".join(item_name(plan, (table, item_id)) for item_id in ids(plan, table))


def _conflict(base: Plan, clashes: list[tuple[Path, Any, Any]]) -> PlanConflict:
    conflicts = [
        {"path": "/".join(path), "where": label(base, path), "mine": shown(mine), "theirs": shown(theirs)}
        for path, mine, theirs in clashes
    ]
    first = conflicts[0]
    message = f'{_CHANGED} {first["where"]}: you have "{first["mine"]}", it now says "{first["theirs"]}".'
    return PlanConflict(f"{message} Look at both and enter what should stand.", conflicts)

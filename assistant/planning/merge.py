"""Two tabs, one plan: a change made on an older version is kept when it touches other cells, else both are shown.

The rule needs no knowledge of single changes: three plans are compared cell by cell, and a merge has to hold all that
either side did.
"""

from __future__ import annotations

from typing import Any

from assistant.errors import PlanConflict, PlanError
from assistant.planning.differences import Path, changed, label, leaves, shown
from assistant.planning.events import Change, change
from assistant.planning.plan import Plan


def rebase(base: Plan, current: Plan, mine: Change) -> Change | None:
    """The change as it can be made on the current plan; None when it is in there already.

    `base` is the plan that the change was made on. Raises PlanConflict, with both values of every cell that was changed
    on both sides, and PlanError when the change never fitted its own base.
    """
    ours = changed(base, change(base, mine))
    theirs = changed(base, current)
    clashes = [path for path in ours if path in theirs and ours[path][1] != theirs[path][1]]
    if clashes:
        raise _conflict(base, [(path, ours[path][1], theirs[path][1]) for path in clashes])
    if _holds(current, ours):
        return None
    try:
        merged = change(current, mine)
    except PlanError as error:
        raise PlanConflict(f"{_CHANGED} Your change no longer fits: {error}") from error
    if not (_holds(merged, ours) and _holds(merged, theirs)):
        # The change replaces more than it says, such as loading a whole plan, and would undo what others did.
        after = leaves(merged)
        wanted = {path: side[path][1] for side in (ours, theirs) for path in side}
        lost = [path for path, value in wanted.items() if after.get(path) != value]
        raise _conflict(base, [(path, after.get(path), wanted[path]) for path in lost])
    return mine


_CHANGED = "The plan was changed in another window or by somebody else in the meantime."


def _holds(plan: Plan, sides: dict[Path, tuple[Any, Any]]) -> bool:
    found = leaves(plan)
    return all(found.get(path) == after for path, (_, after) in sides.items())


def _conflict(base: Plan, clashes: list[tuple[Path, Any, Any]]) -> PlanConflict:
    conflicts = [
        {"path": "/".join(path), "where": label(base, path), "mine": shown(mine), "theirs": shown(theirs)}
        for path, mine, theirs in clashes
    ]
    first = conflicts[0]
    message = f'{_CHANGED} {first["where"]}: you have "{first["mine"]}", it now says "{first["theirs"]}".'
    return PlanConflict(f"{message} Look at both and enter what should stand.", conflicts)

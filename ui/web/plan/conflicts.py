"""Two people changed the same place: both values, in full, and a way to keep either."""

from __future__ import annotations

from html import escape

from assistant.errors import PlanConflict
from assistant.planning.differences import leaves
from assistant.planning.plan import Cell, Plan
from ui.web.plan.asked import Asked

# Verbs that carry the user's own words in these fields.
_OWN = {"edit": "value", "set": "value", "answer": "value", "choose": "reason"}


def conflict_html(error: PlanConflict, plan: Plan, asked: Asked) -> str:
    """Each place with what the user has and what the plan says now."""
    own = asked.fields.get(_OWN.get(asked.text("do"), ""))
    mine = own if isinstance(own, str) and len(error.conflicts) == 1 else None
    now = leaves(plan)
    parts = []
    for conflict in error.conflicts:
        value = now.get(tuple(conflict["path"].split("/")))
        there = value.text if isinstance(value, Cell) else value if isinstance(value, str) else conflict["theirs"]
        parts.append(
            f"<h3>{escape(conflict['where'])}</h3><dl><dt>You have</dt><dd>{_shown(mine or conflict['mine'])}</dd>"
            f"<dt>The plan now says</dt><dd>{_shown(there)}</dd></dl>"
        )
    return "".join(parts)


def _shown(text: str) -> str:
    return escape(text) if text.strip() else "<em>(nothing)</em>"

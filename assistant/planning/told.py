"""Facts told in answers of the guided chat: kept once in the plan, in the user's own words. Pure."""

from __future__ import annotations

from assistant.planning import verbs
from assistant.planning.events import Change
from assistant.planning.facts import find_facts
from assistant.planning.plan import FACTS, Plan


def told(plan: Plan, text: str, before: str = "") -> list[Change]:
    """What an answer adds to the facts of the plan; what only the earlier answer said, which it replaces, goes."""
    new, old = _by_kind(text), _by_kind(before)
    changes = []
    for kind in FACTS:
        known = plan.facts.get(kind, ())
        gone = {value for value in old.get(kind, ()) if _times_said(plan, value) < 2}
        values = tuple(dict.fromkeys([*(value for value in known if value not in gone), *new.get(kind, ())]))
        if values != known:
            changes.append(verbs.state(kind, *values))
    return changes


def _by_kind(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for fact in find_facts(text):
        found.setdefault(fact.kind, []).append(fact.text)
    return found


def _times_said(plan: Plan, value: str) -> int:
    return sum(value in cell.text for cell in plan.answers.values())

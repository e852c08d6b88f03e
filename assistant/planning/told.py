"""Facts told in answers of the guided chat: kept once in the plan in the user's own words, mended everywhere. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from assistant.planning import verbs
from assistant.planning.events import Change, change
from assistant.planning.facts import find_facts, tells
from assistant.planning.guide import bare, swapped
from assistant.planning.plan import FACTS, Plan

# Facts that drafted rows take up word for word.
_IN_ROWS = ("place", "period", "budget", "staff", "organisation")


def told(plan: Plan, text: str, before: str = "") -> list[Change]:
    """What an answer adds to the facts of the plan; what only the earlier answer said, which it replaces, goes."""
    new, old = _by_kind(text), _by_kind(before)
    changes = []
    for kind in FACTS:
        known = plan.facts.get(kind, ())
        gone = {value for value in old.get(kind, ()) if _times_said(plan, value) < 2}
        values: dict[str, str] = {}
        for value in (*(value for value in known if value not in gone), *new.get(kind, ())):
            values.setdefault(bare(value), value)  # "Regional hospital" after "the regional hospital" is no news
        if tuple(values.values()) != known:
            changes.append(verbs.state(kind, *values.values()))
    return changes


def carried_over(plan: Plan, answering: Sequence[Change], text: str, before: str) -> list[Change]:
    """Where an answer corrects one fact of the earlier one, the rows that hold it after the answer say the new one."""
    new, old = _by_kind(text), _by_kind(before)
    after = reduce(change, answering, plan)
    changes: list[Change] = []
    for kind in _IN_ROWS:
        gone = [value for value in old.get(kind, ()) if value not in text and _times_said(plan, value) < 2]
        come = [value for value in new.get(kind, ()) if value not in before]
        if len(gone) == len(come) == 1:
            found = swapped(after, gone[0], come[0])
            changes += [edit for edit in found if edit.kind == "edit"]
    return changes


def fact_changed(plan: Plan, kind: str, text: str) -> list[Change]:
    """ "The budget is 9,000 euros": the one fact of that kind changed wherever it stands; nothing where several are."""
    known = plan.facts.get(kind, ())
    if len(known) != 1:
        return []
    said = _by_kind(text).get(kind, [text.strip(" .")])
    return swapped(plan, known[0], said[0]) if len(said) == 1 and said[0] != known[0] else []


def _by_kind(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for fact in find_facts(text):
        if tells(fact):
            found.setdefault(fact.kind, []).append(fact.text)
    return found


def _times_said(plan: Plan, value: str) -> int:
    return sum(value in cell.text for cell in plan.answers.values())

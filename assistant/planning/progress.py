"""How far a plan is in the four steps: which of the guide's questions are settled. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from assistant.planning.guide import questions, settled
from assistant.planning.plan import IndicatorRow, OpenQuestion, Plan
from assistant.registry import Registry


def counts(plan: Plan, registry: Registry) -> tuple[Counter[int], Counter[int]]:
    """Questions that are settled, and all of them, by step."""
    done: Counter[int] = Counter()
    every: Counter[int] = Counter()
    rows = _by_row(plan)
    for asked in questions(plan, registry):
        every[asked.step] += 1
        done[asked.step] += settled(rows.get(asked.about or "", plan), asked)
    return done, every


def _by_row(plan: Plan) -> dict[str, Plan]:
    """For each row the plan as if it had no other: what asks about one row looks through all of them."""
    indicators: dict[str, list[IndicatorRow]] = {}
    noted: dict[str, list[OpenQuestion]] = {}
    for indicator in plan.indicators:
        indicators.setdefault(indicator.row or "", []).append(indicator)
    for question in plan.questions:
        noted.setdefault(question.about or "", []).append(question)
    return {
        row.id: replace(
            plan, rows=(row,), indicators=tuple(indicators.get(row.id, ())), questions=tuple(noted.get(row.id, ()))
        )
        for row in plan.rows
    }

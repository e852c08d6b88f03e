"""Which goals, recommendations and challenges of the Vision a plan touches, and which not, in words. Pure.

`coverage_picture.py` draws the same.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assistant.domain import Unit
from assistant.labels import label, name, number_of, title
from assistant.planning.plan import Plan
from assistant.registry import Registry

# Lists of the Vision and the toolkit, in the order in which they are shown, and what one and several are called.
KINDS = {"recommendation": ("recommendation", "recommendations"), "challenge": ("challenge", "challenges")}


class Touch(StrEnum):
    """How far a plan takes up a unit: action rows serve it, it is chosen but no row serves it yet, or neither."""

    IN_ROWS = "in_rows"
    CHOSEN = "chosen"
    UNTOUCHED = "untouched"


MARKS = {Touch.IN_ROWS: "●", Touch.CHOSEN: "◐", Touch.UNTOUCHED: "○"}


@dataclass(frozen=True, slots=True)
class Covered:
    """A recommendation or challenge: its number ("2.3"), name in the plan's language, and rows that serve it."""

    unit: str
    kind: str
    number: str
    name: str
    touch: Touch
    rows: int

    @property
    def state(self) -> str:
        """Its state in a word or two, such as "2 rows"."""
        words = {Touch.CHOSEN: "no row yet", Touch.UNTOUCHED: "not touched"}
        return words.get(self.touch, f"{self.rows} row{'s' * (self.rows != 1)}")


@dataclass(frozen=True, slots=True)
class GoalCoverage:
    """A goal with all that belongs to it, and the number of indicators that the plan has for it."""

    goal: int
    name: str
    units: tuple[Covered, ...]
    indicators: int

    @property
    def touched(self) -> bool:
        """Whether any row serves a recommendation or challenge of this goal."""
        return any(unit.touch is Touch.IN_ROWS for unit in self.units)

    def of(self, kind: str) -> tuple[Covered, ...]:
        """Its recommendations or its challenges."""
        return tuple(unit for unit in self.units if unit.kind == kind)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The goals in order; `unknown` are units that the plan names and the texts do not have."""

    goals: tuple[GoalCoverage, ...]
    unknown: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """One sentence: how much of the Vision the rows serve."""
        parts = [f"{sum(goal.touched for goal in self.goals)} of {len(self.goals)} goals"]
        for kind, (_, several) in KINDS.items():
            units = [unit for goal in self.goals for unit in goal.of(kind)]
            parts.append(f"{sum(unit.touch is Touch.IN_ROWS for unit in units)} of {len(units)} {several}")
        return f"The action rows serve {', '.join(parts[:-1])} and {parts[-1]}."


def coverage(plan: Plan, registry: Registry) -> Coverage:
    """What the plan touches of the units in the registry. A plan need not touch everything; it should know what not."""
    rows = Counter(unit for row in plan.rows for unit in {*row.recommendations, *row.challenges})
    chosen = {choice.unit for choice in (*plan.challenges, *plan.recommendations)}
    known = [unit for unit in registry if unit.kind in KINDS and unit.goal is not None]
    measured = Counter(indicator.goal for indicator in plan.indicators)
    goals = tuple(
        GoalCoverage(
            goal=number,
            name=_goal_name(number, registry, plan.language),
            units=tuple(
                _covered(unit, rows[unit.id], chosen, plan.language)
                for kind in KINDS
                for unit in known
                if (unit.kind, unit.goal) == (kind, number)
            ),
            indicators=measured[number],
        )
        for number in sorted({unit.goal for unit in known if unit.goal is not None})
    )
    return Coverage(goals, tuple(sorted({*rows, *chosen} - {unit.id for unit in known})))


def _covered(unit: Unit, rows: int, chosen: set[str], language: str) -> Covered:
    touch = Touch.IN_ROWS if rows else Touch.CHOSEN if unit.id in chosen else Touch.UNTOUCHED
    return Covered(unit.id, unit.kind, number_of(unit) or unit.id, name(unit, language), touch, rows)


def _goal_name(number: int, registry: Registry, language: str) -> str:
    goal = next((unit for unit in registry.select(kind="goal", goal=number)), None)
    return f"{label(goal, language)}: {title(goal, language)}" if goal else f"Goal {number}"


def coverage_as_text(found: Coverage) -> str:
    """The summary, then every goal with its recommendations and challenges, each with its mark and state."""
    lines = [found.summary]
    for goal in found.goals:
        lines += ["", f"{goal.name} ({goal.indicators} indicator{'s' * (goal.indicators != 1)})"]
        lines += [f"  {MARKS[unit.touch]} {unit.name}: {unit.state}" for unit in goal.units]
    if found.unknown:
        lines += ["", f"Not in these texts: {', '.join(found.unknown)}."]
    return "\n".join(lines)


def coverage_to_json(found: Coverage) -> dict[str, Any]:
    """The same as a JSON object."""
    return {
        "summary": found.summary,
        "goals": [
            {
                "goal": goal.goal,
                "name": goal.name,
                "touched": goal.touched,
                "indicators": goal.indicators,
                "units": [
                    {"unit": u.unit, "kind": u.kind, "name": u.name, "touch": u.touch.value, "rows": u.rows}
                    for u in goal.units
                ],
            }
            for goal in found.goals
        ],
        "unknown": list(found.unknown),
    }

"""The plan and its parts: frozen records, standard library only. `plan_json.py` writes, reads and checks them.

A plan changes by events alone (`events.py`). Parts are named by ids that stay; `COLUMNS` ties the cells of an action
row to the units that state the template's columns.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Annotated, Any

SCHEMA = 1
GOALS = (1, 2, 3)
GROUPS = tuple(f"stakeholder.{number}" for number in range(1, 6))
# Cells of an action row, in the template's order, and the units that state its columns.
COLUMNS = {
    "activity": "column.activity",
    "audience": "column.audience",
    "resources": "column.resource",
    "stakeholders": "column.stakeholders",
    "risk": "column.risk",
}
INDICATOR_CELLS = ("activity", "indicator", "evidence")
# What people tell of their setting, kept in their own words; each may have several values.
FACTS = ("place", "period", "budget", "staff", "organisation", "role", "audience", "disease", "number", "other")
# Parts of a plan that are one value each.
PARTS = ("title", "language", "start", "end")

# Names for what a string must be; `plan_json.py` checks them when a plan or a change is read.
Id = Annotated[str, "id"]
UnitId = Annotated[str, "unit"]
Text = Annotated[str, "text"]
Day = Annotated[str, "day"]
Language = Annotated[str, "language"]
Goal = Annotated[int, "goal"]
Group = Annotated[str, "group"]
FactName = Annotated[str, "fact"]
Table = Annotated[str, "table"]
Part = Annotated[str, "part"]
Position = Annotated[int, "position"]


class Origin(StrEnum):
    """Where a cell's words come from: quoted from a source, drafted by the assistant, or the user's own."""

    SOURCE = "source"
    DRAFT = "draft"
    USER = "user"


class Level(StrEnum):
    """How much interest or influence a stakeholder has."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class QuestionStatus(StrEnum):
    """What became of an open question."""

    OPEN = "open"
    ANSWERED = "answered"
    DROPPED = "dropped"


class Who(StrEnum):
    """Who made a change. What the assistant or an import wants to change waits as a proposal."""

    USER = "user"
    ASSISTANT = "assistant"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Cell:
    """Words with their provenance; `cites` names the units or passages that they rest on."""

    text: Text = ""
    origin: Origin = Origin.USER
    cites: tuple[Id, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text.strip())


@dataclass(frozen=True, slots=True)
class Choice:
    """A challenge or recommendation that the plan takes up, and why."""

    unit: UnitId
    reason: Cell = Cell()


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """Somebody on the stakeholder map: one of the toolkit's five groups, and what is known of them."""

    id: Id
    group: Group
    organisation: Cell = Cell()
    relevance: Cell = Cell()
    interest: Level | None = None
    influence: Level | None = None


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One row of the action plan: the template's five cells, the days it runs from and to, and what it serves."""

    id: Id
    activity: Cell = Cell()
    audience: Cell = Cell()
    resources: Cell = Cell()
    stakeholders: Cell = Cell()
    risk: Cell = Cell()
    start: Day | None = None
    end: Day | None = None
    recommendations: tuple[UnitId, ...] = ()
    challenges: tuple[UnitId, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One row of the evaluation table. `row`: the id of the action row it measures; one that is gone counts as none."""

    id: Id
    goal: Goal | None = None
    activity: Cell = Cell()
    indicator: Cell = Cell()
    evidence: Cell = Cell()
    row: Id | None = None


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What is not known yet, who could know, and the id of the row, unit or stakeholder that it is about."""

    id: Id
    text: Text
    hint: Text = ""
    status: QuestionStatus = QuestionStatus.OPEN
    about: Id | None = None
    answer: Text = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change by the assistant or an import that waits for the user: what `kind` and `data` of the event would be."""

    id: Id
    who: Who
    kind: Id
    data: Mapping[str, Any]
    reason: Text = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A local action plan. `answers` holds what the user said to the toolkit's questions, by unit id."""

    id: Id
    title: Text = ""
    language: Language = "en"
    start: Day | None = None
    end: Day | None = None
    facts: Mapping[FactName, tuple[Text, ...]] = field(default_factory=dict)
    answers: Mapping[UnitId, Cell] = field(default_factory=dict)
    skipped: tuple[UnitId, ...] = ()
    challenges: tuple[Choice, ...] = ()
    recommendations: tuple[Choice, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    rows: tuple[ActionRow, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()
    proposals: tuple[Proposal, ...] = ()

    @property
    def problem(self) -> Mapping[str, Cell]:
        """The problem statement: the answers to the What, Who, Where and Why questions of step 1."""
        return {unit: cell for unit, cell in self.answers.items() if unit.startswith("step.1.ask.")}


# The tables that a change names: field of the plan, and what stands in it.
TABLES: Mapping[str, type[Stakeholder] | type[ActionRow] | type[IndicatorRow] | type[OpenQuestion]] = {
    "stakeholders": Stakeholder,
    "rows": ActionRow,
    "indicators": IndicatorRow,
    "questions": OpenQuestion,
}
Item = Stakeholder | ActionRow | IndicatorRow | OpenQuestion


def new_plan_id() -> str:
    """An id that nobody can guess: 128 random bits, safe in an address and in a shell (a letter comes first)."""
    return f"p{secrets.token_urlsafe(16)}"


def new_item_id() -> str:
    """An id for a row, stakeholder, question, proposal or event; never used twice in one plan."""
    return secrets.token_hex(6)


def find(plan: Plan, table: str, item_id: str) -> Item | None:
    """The row, stakeholder, indicator or question of that id, or None."""
    items: tuple[Item, ...] = getattr(plan, table)
    return next((item for item in items if item.id == item_id), None)


def for_others(plan: Plan) -> Plan:
    """The plan for other people's eyes: what was agreed, under an id that tells it from others but does not open it."""
    return replace(as_kept(plan), proposals=())


def as_kept(plan: Plan) -> Plan:
    """The plan with all that waits in it, for a file: under an id that tells it from others but does not open it.

    Whoever knows a plan's own id may write it.
    """
    digest = hashlib.sha256(plan.id.encode()).hexdigest()[:22]
    return replace(plan, id=f"copy-{digest}")

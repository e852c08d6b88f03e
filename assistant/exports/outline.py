"""A plan as a document for people: headings, paragraphs, tables and pictures, in the order of the four steps. Pure.

The formats that people read (Markdown, DOCX, PDF) lay out these same parts, so that none of them says less.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.exports.sheets import ABOUT
from assistant.exports.sources import Numbered, Texts
from assistant.labels import title
from assistant.planning.plan import (
    GOALS,
    ActionRow,
    Cell,
    Choice,
    IndicatorRow,
    Origin,
    Plan,
    QuestionStatus,
    Stakeholder,
)

LEGEND = "Words marked (draft) were proposed by the tool and accepted, (source) follow a source; all others are yours."
BLUEPRINT = "The outcome indicators of the Vision to Action Blueprint are not among this tool's sources."
NONE_YET = "None yet."
# Titles of the template's columns, the fields that fill them, and the component whose questions guide each.
ACTION_COLUMNS = (
    ("Activity & Timeline", ("component.activity", "component.timeline")),
    ("Audience & Setting", ("component.stakeholders",)),
    ("Resource & Capacity", ("component.resources",)),
    ("Stakeholders", ("component.stakeholders",)),
    ("Risk mitigation", ("component.risk",)),
)
_MARKS = {Origin.DRAFT: " (draft)", Origin.SOURCE: " (source)", Origin.USER: ""}


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    style: Literal["plain", "notice", "item"] = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """Under the header a line of guiding questions, where there is one."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    guides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the plan that a format may draw; everything in it stands in a table too."""

    kind: Literal["grid", "timeline"]
    caption: str


Block = Heading | Paragraph | Table | Picture


def outline(plan: Plan, texts: Texts, mark: str = "[{}]", first: tuple[str, ...] = ()) -> tuple[Block, ...]:
    """The document, from its notice to its disclaimer; parts without content say so.

    `mark` is what a source's number is written as where it is cited; `first`: ids of sources to be numbered first.
    """
    return tuple(_Outline(plan, texts, mark, first).blocks())


class _Outline:
    def __init__(self, plan: Plan, texts: Texts, mark: str, first: tuple[str, ...]) -> None:
        self.plan, self.texts, self.cited, self.mark = plan, texts, Numbered(plan, texts, first), mark

    def blocks(self) -> Iterator[Block]:
        yield Heading(1, self.plan.title.strip() or "Local action plan")
        yield Paragraph(ABOUT, "notice")
        yield from self._setting()
        yield from self._problem()
        yield from self._stakeholders()
        yield from self._actions()
        yield from self._evaluation()
        yield from self._questions()
        yield Heading(2, "Sources")
        yield from self._list([f"[{source.number}] {source.line}" for source in self.cited.sources])
        yield Paragraph(ABOUT, "notice")

    def _setting(self) -> Iterator[Block]:
        if self.plan.start or self.plan.end:
            yield Paragraph(f"Runs {_period(self.plan.start, self.plan.end)}.")
        for fact, values in self.plan.facts.items():
            if fact == "other":
                continue  # names of no kind, kept for drafting
            yield Paragraph(f"{fact.capitalize()}: {'; '.join(values)}", "item")
        yield Paragraph(LEGEND)

    def _problem(self) -> Iterator[Block]:
        yield Heading(2, self._step(1))
        yield from self._answers(1)
        for heading, chosen in (
            ("Challenges taken up", self.plan.challenges),
            ("Recommendations taken up", self.plan.recommendations),
        ):
            yield Heading(3, heading)
            yield from self._list([self._choice(choice) for choice in chosen])

    def _answers(self, step: int) -> Iterator[Block]:
        """What was said to the questions of a step. Answers about one row stand in its cells."""
        answers = tuple(
            (self._title(unit), self._cell(cell))
            for unit, cell in self.plan.answers.items()
            if _asked_in(unit) == step and ":" not in unit
        )
        if answers:
            yield Table(("Question", "Answer"), answers)

    def _stakeholders(self) -> Iterator[Block]:
        yield Heading(2, self._step(2))
        yield from self._answers(2)
        if not self.plan.stakeholders:
            yield Paragraph(NONE_YET)
            return
        header = ("Organisation", "Group", "Relevance", "Interest", "Influence")
        yield Table(header, tuple(self._stakeholder(found) for found in self.plan.stakeholders))
        yield Picture("grid", "Stakeholders by interest and influence")

    def _stakeholder(self, found: Stakeholder) -> tuple[str, ...]:
        words = (self._cell(found.organisation), self._title(found.group), self._cell(found.relevance))
        return (*words, found.interest or "not said", found.influence or "not said")

    def _actions(self) -> Iterator[Block]:
        yield Heading(2, self._step(3))
        yield from self._answers(3)
        if not self.plan.rows:
            yield Paragraph(NONE_YET)
            return
        rows = tuple(self._row(row) for row in self.plan.rows)
        yield Table(tuple(column for column, _ in ACTION_COLUMNS), rows, self._guides())
        if any(row.start or row.end for row in self.plan.rows):
            yield Picture("timeline", "Activities over time")

    def _guides(self) -> tuple[str, ...]:
        """The questions to consider for each column: those of its component, parted where two columns share one."""
        found = {name: self.texts.questions(name) for _, names in ACTION_COLUMNS for name in names}
        people = found["component.stakeholders"]
        shared = {"Audience & Setting": people[:1], "Stakeholders": people[1:]}
        columns = (
            shared.get(column, tuple(question for name in names for question in found[name]))
            for column, names in ACTION_COLUMNS
        )
        guides = tuple(" ".join(questions) for questions in columns)
        return guides if any(guides) else ()

    def _row(self, row: ActionRow) -> tuple[str, ...]:
        parts = [self._cell(row.activity)]
        if row.start or row.end:
            parts.append(_period(row.start, row.end))
        if units := (*row.recommendations, *row.challenges):
            parts.append("Serves: " + ", ".join(f"{self._short(unit)} {self._mark(unit)}" for unit in units))
        cells = (row.audience, row.resources, row.stakeholders, row.risk)
        return ("\n".join(part for part in parts if part), *(self._cell(cell) for cell in cells))

    def _evaluation(self) -> Iterator[Block]:
        yield Heading(2, self._step(4))
        yield Paragraph(BLUEPRINT)
        for goal in (*GOALS, None):
            rows = [row for row in self.plan.indicators if row.goal == goal]
            if rows:
                yield Heading(3, "Without a goal" if goal is None else self.texts.name(f"goal.{goal}"))
                yield Table(
                    ("Activity", "Output indicator", "Supporting evidence"), tuple(self._indicator(row) for row in rows)
                )
        if not self.plan.indicators:
            yield Paragraph(NONE_YET)

    def _indicator(self, row: IndicatorRow) -> tuple[str, ...]:
        return (self._cell(row.activity), self._cell(row.indicator), self._cell(row.evidence))

    def _questions(self) -> Iterator[Block]:
        yield Heading(2, "Open questions")
        lines = []
        for question in self.plan.questions:
            who = f" Who could know: {question.hint}." if question.hint else ""
            answer = f" Answer: {question.answer}" if question.answer else ""
            state = "" if question.status is QuestionStatus.OPEN else f" ({question.status.value})"
            lines.append(f"{question.text}{state}{who}{answer}")
        yield from self._list(lines)

    def _list(self, lines: list[str]) -> Iterator[Block]:
        yield from (Paragraph(line, "item") for line in lines or [NONE_YET])

    def _choice(self, choice: Choice) -> str:
        reason = f" - {self._cell(choice.reason)}" if choice.reason else ""
        return f"{self.texts.name(choice.unit, self.plan.language)} {self._mark(choice.unit)}{reason}"

    def _cell(self, cell: Cell) -> str:
        return (
            cell.text + "".join(f" {self._mark(cite)}" for cite in cell.cites) + (_MARKS[cell.origin] if cell else "")
        )

    def _mark(self, unit: str) -> str:
        return self.mark.format(self.cited.numbers[unit])

    def _step(self, number: int) -> str:
        unit_id = f"step.{number}"
        return self.texts.name(unit_id) if unit_id in self.texts.registry else f"Step {number}"

    def _title(self, unit_id: str) -> str:
        unit = self.texts.registry.get(unit_id)
        return title(unit, self.plan.language) if unit else unit_id

    def _short(self, unit_id: str) -> str:
        return self.texts.name(unit_id).partition(":")[0]


def _asked_in(unit: str) -> int:
    """The step whose part shows an answer; the first shows all that no later one does, so that none is left out."""
    if unit.startswith(("step.2.", "stakeholder.")):
        return 2
    return 3 if unit.startswith("component.") else 1


def _period(start: str | None, end: str | None) -> str:
    return " ".join(part for part in (f"from {start}" if start else "", f"until {end}" if end else "") if part)

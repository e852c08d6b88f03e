"""What to ask next, and what an answer changes: pure functions of the plan, so that anybody can stop and come back.

Answers to steps 1 and 2 are kept under their unit. Those of steps 3 and 4 belong to one row each and reach its cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.labels import mentioned
from assistant.planning import verbs
from assistant.planning.differences import leaves
from assistant.planning.events import Change
from assistant.planning.levels import levels_said
from assistant.planning.plan import (
    TABLES,
    ActionRow,
    Cell,
    IndicatorRow,
    OpenQuestion,
    Plan,
    QuestionStatus,
    Stakeholder,
    find,
    new_item_id,
)
from assistant.planning.steps import STEPS, Question, Step, question, units_of
from assistant.registry import Registry
from assistant.words import fold

EXPLORE, CONSIDER, LEVELS = "step.1.apply.explore", "step.1.apply.consider", "step.2.consider.3"
BRINGS_TOGETHER, DO = "component.activity.1", "component.activity.2"
MEASURE, EVIDENCE = "evaluation.indicator", "evaluation.evidence"
# The template's column that an answer about a row goes to; the unit itself or the component it belongs to counts.
_COLUMNS = {
    "component.activity": "activity",
    "component.timeline": "activity",
    "component.resources.4": "audience",
    "component.resources": "resources",
    "component.stakeholders.1": "audience",
    "component.stakeholders": "stakeholders",
    "component.risk": "risk",
}
LONGEST_NAME = 60
MERE_NUMBERS = 6  # words up to which a choice says no more than which


def next_question(plan: Plan, registry: Registry, step: int = 1) -> Question | None:
    """The first question from that step on that is neither answered, skipped nor noted as open; then earlier ones.

    None when nothing is left to ask.
    """
    waiting = [q for q in questions(plan, registry) if not settled(plan, q)]
    return next((q for q in waiting if q.step >= step), waiting[0] if waiting else None)


def questions(plan: Plan, registry: Registry) -> Iterator[Question]:
    """Everything that can be asked of this plan, in order; those about rows once for each row."""
    for step in STEPS:
        if step.number == 3:
            yield from _about_activities(plan, registry, step)
        elif step.number == 4:
            for row in plan.rows:
                for unit in units_of(step, registry):
                    yield question(unit, 4, row.id, _naming(row))
        else:
            yield from (question(unit, step.number) for unit in units_of(step, registry))


def _about_activities(plan: Plan, registry: Registry, step: Step) -> Iterator[Question]:
    units = units_of(step, registry)
    first = [unit for unit in units if unit.id in (BRINGS_TOGETHER, DO)]
    yield from (question(unit, 3) for unit in first if unit.id != DO or not plan.rows)
    for row in plan.rows:
        for unit in units:
            if unit.id == DO or unit not in first:
                yield question(unit, 3, row.id, _naming(row) if row.activity else "")


def _naming(row: ActionRow) -> str:
    name = row.activity.text.partition("\n")[0].strip()
    return f"On “{name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + '…'}”: " if name else ""


def settled(plan: Plan, asked: Question) -> bool:
    """Whether the question need not be asked any more."""
    if asked.key in plan.skipped or asked.key in plan.answers or _noted(plan, asked):
        return True
    if asked.unit == EXPLORE:
        return bool(plan.recommendations)
    if asked.unit == LEVELS:
        return all(s.interest and s.influence for s in plan.stakeholders)
    if asked.unit.startswith("stakeholder."):
        return any(s.group == asked.unit for s in plan.stakeholders)
    row = find(plan, "rows", asked.about) if asked.about else None
    if isinstance(row, ActionRow) and asked.step == 3:
        # A row that was drafted or typed into the table is complete where its cells are.
        return f"{DO}:{row.id}" not in plan.answers and bool(getattr(row, column_of(asked.unit)))
    measures = [measure for measure in plan.indicators if measure.row == asked.about]
    if asked.unit == MEASURE:
        return any(measure.indicator for measure in measures)
    if asked.unit == EVIDENCE:
        return all(measure.evidence for measure in measures)
    return False


def _noted(plan: Plan, asked: Question) -> bool:
    about = asked.about or asked.unit
    return any(q.about == about and q.text == asked.ask for q in plan.questions)


def column_of(unit: str) -> str:
    """The cell of an action row that an answer to that question belongs to."""
    return _COLUMNS.get(unit) or _COLUMNS.get(unit.rpartition(".")[0], "activity")


def note_open(asked: Question, hint: str = "") -> Change:
    """ "I don't know": the question is kept in the plan, with a hint at who could know."""
    who = hint or (f"Ask {asked.who}." if asked.who else "")
    return verbs.add(OpenQuestion(new_item_id(), asked.ask, who, about=asked.about or asked.unit))


def answered(plan: Plan, asked: Question, text: str, registry: Registry) -> list[Change]:
    """What an answer in the user's own words changes; an earlier answer to the same question gives way."""
    changes = _closing(plan, asked, text)
    if asked.unit in (EXPLORE, CONSIDER):
        return [*changes, *_chosen(plan, asked, text, registry)]
    if asked.unit == LEVELS:
        levels = levels_said(plan, text)
        return [*changes, *(levels or [verbs.answer(asked.key, text)])]
    if asked.unit.startswith("stakeholder."):
        return [*changes, *_on_the_map(plan, asked, text)]
    if asked.step == 3 and (asked.about or asked.unit == DO):
        return [*changes, *_in_row(plan, asked, text, registry)]
    if asked.step == 4:
        return [*changes, *_in_indicator(plan, asked, text)]
    return [*changes, verbs.answer(asked.key, text)]


def _chosen(plan: Plan, asked: Question, text: str, registry: Registry) -> list[Change]:
    """The challenges and recommendations that are named; what is thought of them is kept as the answer."""
    before = {choice.unit for choice in (*plan.challenges, *plan.recommendations)}
    named = [u.id for u in mentioned(text, registry) if u.kind in ("challenge", "recommendation")]
    reason = text if len(text.split()) > MERE_NUMBERS else ""
    chosen = [verbs.choose(unit, reason) for unit in named if asked.unit == EXPLORE or unit not in before]
    return chosen if chosen and asked.unit == EXPLORE else [*chosen, verbs.answer(asked.key, text)]


def _closing(plan: Plan, asked: Question, text: str) -> list[Change]:
    """An answer to what was noted as open closes that note."""
    about = asked.about or asked.unit
    noted = (q for q in plan.questions if q.about == about and q.text == asked.ask)
    return [
        change
        for q in noted
        if q.status is QuestionStatus.OPEN
        for change in (
            verbs.edit("questions", q.id, "answer", text),
            verbs.edit("questions", q.id, "status", QuestionStatus.ANSWERED.value),
        )
    ]


def _in_row(plan: Plan, asked: Question, text: str, registry: Registry) -> list[Change]:
    row = find(plan, "rows", asked.about) if asked.about else None
    if not isinstance(row, ActionRow):
        named = tuple(u.id for u in mentioned(text, registry) if u.kind == "recommendation")
        row = ActionRow(new_item_id(), Cell(text), recommendations=named)
        return [verbs.add(row), verbs.answer(f"{DO}:{row.id}", text)]
    column = column_of(asked.unit)
    cell: Cell = getattr(row, column)
    before = plan.answers.get(asked.key)
    return [
        verbs.edit("rows", row.id, column, replace(cell, text=_joined(cell.text, before, text))),
        verbs.answer(asked.key, text),
    ]


def _joined(words: str, before: Cell | None, text: str) -> str:
    """The cell's words with the earlier answer replaced, or with the new one on a line of its own."""
    if before and before.text in words:
        return words.replace(before.text, text, 1)
    return f"{words}\n{text}" if words else text


def _in_indicator(plan: Plan, asked: Question, text: str) -> list[Change]:
    measures = [measure for measure in plan.indicators if measure.row == asked.about]
    if asked.unit == EVIDENCE and measures:
        return [
            verbs.edit("indicators", m.id, "evidence", text) for m in measures if not m.evidence or len(measures) == 1
        ]
    if asked.unit == MEASURE and len(measures) == 1:
        return [verbs.edit("indicators", measures[0].id, "indicator", text)]
    row = find(plan, "rows", asked.about or "")
    if not isinstance(row, ActionRow):
        return [verbs.answer(asked.key, text)]
    goals = {int(unit.split(".")[1]) for unit in row.recommendations if unit.split(".")[1] in "123"}
    activity = replace(row.activity, text=row.activity.text.partition("\n")[0])
    goal = goals.pop() if len(goals) == 1 else None
    return [verbs.add(IndicatorRow(new_item_id(), goal, activity, Cell(text), row=row.id))]


def _on_the_map(plan: Plan, asked: Question, text: str) -> list[Change]:
    """Those who are named, in the group that was asked for; a suggestion of one of them is settled by that."""
    if _NOBODY.fullmatch(fold(text).strip(" .!")):
        return [verbs.skip(asked.key)]
    known = {bare(s.organisation.text) for s in plan.stakeholders}
    names = {bare(name): name for name in _names(text)}
    if not names:
        return [verbs.answer(asked.key, text)]
    waiting = [
        proposal.id
        for proposal in plan.proposals
        if bare(str(proposal.data.get("item", {}).get("organisation", {}).get("text", ""))) in names
    ]
    added = [verbs.add(Stakeholder(new_item_id(), asked.unit, Cell(n))) for key, n in names.items() if key not in known]
    return [*added, *([Change("reject", {"proposals": waiting})] if waiting else [])]


def bare(words: str) -> str:
    """A name without its article and capitals, to tell whether two mean the same."""
    return re.sub(r"^(?:the|a|an|our)\s+", "", " ".join(fold(words).split()))


_NOBODY = re.compile(r"(?:no|none|nobody|no one|nothing|n/a)(?: (?:yet|here|so far|at all|else))*")


def _names(text: str) -> list[str]:
    """Organisations as listed: apart by commas, semicolons, lines, or an "and" before an article."""
    parts = re.split(r"[,;\n]+|\s+and\s+(?=(?:the|our|a|an)\s)", text)
    names = (re.sub(r"^(?:and|also)\s+", "", _REASON.sub("", part.strip(" .\t-"))) for part in parts)
    return list(dict.fromkeys(name.strip(" .") for name in names if name.strip(" .")))


# What says why somebody is named, and is no name itself.
_REASON = re.compile(r"(?:^|\s+)(?:because|since|as|so that|but|which|who|they|it|he|she|we|i)\s.*$", re.IGNORECASE)


def swapped(plan: Plan, wrong: str, right: str) -> list[Change]:
    """ "Not X but Y": every place of the plan that says X, with Y instead; what was drafted from X stays a draft."""
    said = re.compile(rf"(?<!\w){re.escape(wrong)}(?!\w)", re.IGNORECASE)
    changes: list[Change] = []
    for path, value in leaves(plan).items():
        if isinstance(value, Cell) and said.search(value.text):
            cell = replace(value, text=said.sub(lambda _: right, value.text))
            if path[0] == "answers":
                changes.append(verbs.answer(path[1], cell))
            elif path[0] in TABLES:
                changes.append(verbs.edit(path[0], path[1], path[2], cell))
        elif path[0] == "facts" and any(said.search(words) for words in value):
            changes.append(verbs.state(path[1], *(said.sub(lambda _: right, words) for words in value)))
    return changes

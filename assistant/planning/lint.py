"""Checks on a plan, as rules: what is missing in it, contradicts itself or cannot be measured, each with its cure.

What is wrong is an error or a warning. A gap that the plan itself marks ("to be agreed") is a note: it is known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from assistant.planning import checks
from assistant.planning.checks import Check, Spot
from assistant.planning.differences import Path
from assistant.planning.plan import Plan
from assistant.planning.privacy import without_personal_data


class Severity(StrEnum):
    """How much it matters: an error must be mended before others see it, a warning should be, a note is known."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with what it says where it is broken; `{...}` in the message is filled by the check."""

    id: str
    severity: Severity
    message: str
    cure: str
    check: Check


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule broken at one place. `path` leads to the part, row and cell; `where` says the same to people."""

    rule: str
    severity: Severity
    path: Path
    where: str
    message: str
    cure: str


_ITEMS = {"rows": "Action row", "stakeholders": "Stakeholder", "indicators": "Indicator", "questions": "Open question"}
_PARTS = {
    "title": "Title",
    "end": "Last day",
    "start": "First day",
    "activity": "activity & timeline",
    "audience": "audience & setting",
    "resources": "resource & capacity",
    "risk": "risk mitigation",
    "indicator": "output indicator",
    "evidence": "supporting evidence",
    "row": "action row measured",
}
_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
RULES = (
    Rule(
        "patient-data",
        _E,
        "This may identify a patient: {kinds}.",
        "Take it out, or write it so that nobody can be recognised. The history of the plan holds it still: delete "
        "the plan if it must be gone.",
        checks.patient_data,
    ),
    Rule(
        "row.no-activity",
        _W,
        "The row does not say what is to be done.",
        "Write the activity in one sentence: who does what.",
        checks.empty("activity"),
    ),
    Rule(
        "row.no-timeline",
        _W,
        "The row has no timeline.",
        "Give the first and the last day, or write the month or how long it takes beside the activity.",
        checks.no_timeline,
    ),
    Rule(
        "row.no-audience",
        _W,
        "The row does not say for whom and where.",
        "Name the people whom the activity is for and the place where it happens.",
        checks.empty("audience"),
    ),
    Rule(
        "row.no-resource",
        _W,
        "The row names no resource.",
        "Say what you have for it and what you need: hours, money, rooms, skills.",
        checks.empty("resources"),
    ),
    Rule(
        "row.no-stakeholder",
        _W,
        "The row names nobody who is responsible or takes part.",
        "Name who does it and who has to agree.",
        checks.empty("stakeholders"),
    ),
    Rule(
        "row.no-risk",
        _W,
        "The row names no risk.",
        "Ask what could stop it, and write that down with what you would do then.",
        checks.empty("risk"),
    ),
    Rule(
        "row.no-recommendation",
        _W,
        "The row serves no recommendation.",
        "Name the recommendation that it serves, or make it an open question.",
        checks.no_recommendation,
    ),
    Rule(
        "row.no-indicator",
        _W,
        "Nothing measures this row.",
        "Add an output indicator to the evaluation table and link it to this row.",
        checks.row_without_indicator,
    ),
    Rule(
        "row.duplicate",
        _W,
        "The row says the same as action row {other}.",
        "Remove one of the two, or say in which way they differ.",
        checks.duplicates,
    ),
    Rule(
        "row.overlap",
        _W,
        "The row is much like action row {other}, for the same people and at the same time.",
        "Join the two rows, or say in which way they differ.",
        checks.overlaps,
    ),
    Rule(
        "date.past",
        _W,
        "The last day that is given here, {day}, is past.",
        "Give a new date; if it is done, write down what came of it and take the row out.",
        checks.in_the_past,
    ),
    Rule(
        "date.outside-plan",
        _W,
        "{day} lies outside the days of the plan.",
        "Move the date, or the first or last day of the plan.",
        checks.outside_the_plan,
    ),
    Rule(
        "date.backwards",
        _E,
        "The last day, {end}, comes before the first, {start}.",
        "Correct one of the two days.",
        checks.backwards,
    ),
    Rule(
        "stakeholder.not-on-map",
        _W,
        "Not on the stakeholder map: {names}.",
        "Add them to the map with their interest and influence, or use the name that stands there.",
        checks.not_on_the_map,
    ),
    Rule(
        "stakeholder.in-no-row",
        _W,
        "High influence, but in no action row: {name}.",
        "Name them in a row, or give them a row of their own, such as a first talk.",
        checks.influential_in_no_row,
    ),
    Rule(
        "challenge.no-row",
        _W,
        "No action row answers challenge {number}, which the plan takes up.",
        "Name it in the row that answers it, add a row, or drop it.",
        checks.challenge_in_no_row,
    ),
    Rule(
        "recommendation.no-row",
        _W,
        "No action row serves recommendation {number}, which the plan takes up.",
        "Name it in the row that serves it, add a row, or drop it.",
        checks.recommendation_in_no_row,
    ),
    Rule(
        "indicator.not-measurable",
        _W,
        "The output indicator cannot be measured: it counts nothing and names nothing that is there or not there.",
        "Write what you would count, such as a number, share or days, or what will be signed or published.",
        checks.not_measurable,
    ),
    Rule(
        "indicator.outcome",
        _W,
        'This is an outcome and not an output: "{words}".',
        "Count what the activity itself brings about, such as meetings held or clinics that take part; outcomes "
        "take many hands and years.",
        checks.outcome,
    ),
    Rule(
        "indicator.no-evidence",
        _W,
        "No evidence is named for the indicator.",
        "Name where the figure will stand, such as a log, a list of participants or minutes.",
        checks.no_evidence,
    ),
    Rule(
        "indicator.no-row",
        _W,
        "The indicator measures no action row.",
        "Link it to the row that it measures, or remove it.",
        checks.indicator_of_no_row,
    ),
    Rule(
        "gap.marked",
        _N,
        "Something is still to be agreed here.",
        "Agree it with the people concerned, then write it down.",
        checks.to_agree,
    ),
)


def lint(plan: Plan, today: dt.date) -> tuple[Finding, ...]:
    """Everything that breaks a rule, errors first, then rule by rule. Proposals do not count."""
    found = [_finding(plan, rule, spot) for rule in RULES for spot in rule.check(plan, today.isoformat())]
    return tuple(sorted(found, key=lambda finding: list(Severity).index(finding.severity)))


def private_places(plan: Plan) -> list[str]:
    """Where the plan seems to hold data of a patient, and of which kind; the words themselves are never repeated."""
    return [f"{_where(plan, spot.path)} ({spot.words['kinds']})" for spot in checks.patient_data(plan, "")]


def is_clean(findings: Iterable[Finding]) -> bool:
    """Whether there is nothing to mend: notes alone, or nothing at all."""
    return all(finding.severity is Severity.NOTE for finding in findings)


def findings_to_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """The findings as JSON objects."""
    return [{**asdict(finding), "path": list(finding.path)} for finding in findings]


def findings_as_text(findings: Iterable[Finding]) -> Iterator[str]:
    """One line for each finding, its cure below it."""
    for finding in findings:
        yield f"{finding.severity.value}: {finding.where}: {finding.message} [{finding.rule}]\n    {finding.cure}"


def _finding(plan: Plan, rule: Rule, spot: Spot) -> Finding:
    # Some messages quote the plan; what could identify a person is not said again.
    message = rule.message.format_map({key: without_personal_data(words) for key, words in spot.words.items()})
    return Finding(rule.id, rule.severity, spot.path, _where(plan, spot.path), message, rule.cure)


def _where(plan: Plan, path: Path) -> str:
    """Where a path leads, by number and column: words of the plan may be what nobody should repeat."""
    part = path[-1].lower() if path[0] in _ITEMS else path[0]
    if path[0] not in _ITEMS or len(path) == 1:
        return _PARTS.get(part, part.capitalize())
    number = next(n for n, item in enumerate(getattr(plan, path[0]), 1) if item.id == path[1])
    name = f"{_ITEMS[path[0]]} {number}"
    return name if len(path) == 2 else f"{name}, {_PARTS.get(part, part).lower()}"

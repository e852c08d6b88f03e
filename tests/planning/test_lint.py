"""Checks on a plan: each rule fires on what it is for, and a plan without that flaw is left alone."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.planning import checks
from assistant.planning.check_words import days_named, is_measurable, marks_a_gap, names_a_time, outcome_words
from assistant.planning.checks import OVERLAP_OF_ACTIVITIES, alike, names_in
from assistant.planning.events import Change
from assistant.planning.lint import RULES, Finding, Severity, findings_as_text, is_clean, lint
from assistant.planning.patterns import SLOT
from assistant.planning.plan import (
    ActionRow,
    Cell,
    Choice,
    IndicatorRow,
    Level,
    OpenQuestion,
    Plan,
    Proposal,
    Stakeholder,
    Who,
)
from assistant.planning.privacy import find_personal_data
from assistant.words import tokens
from tests.planning.plays import CHANGES, played, started

TODAY = dt.date(2027, 1, 15)
ROW = ActionRow(
    "r1",
    activity=Cell("Agree a one-page referral pathway with the regional hospital: draft in February, pilot from May"),
    audience=Cell("Doctors of the community clinics in two counties"),
    resources=Cell("Have: a part-time nurse. Need: two hours of a physician a month"),
    stakeholders=Cell("Regional hospital, community clinics, the charity's patient panel"),
    risk=Cell("Clinics too busy: a 20-minute slot in an existing meeting"),
    start="2027-02-01",
    end="2027-10-31",
    recommendations=("rec.2.2",),
    challenges=("challenge.2.2",),
)
OTHER = replace(
    ROW,
    id="r2",
    activity=Cell("Train nurses as contacts for families who travel"),
    audience=Cell("Families from far away"),
    recommendations=("rec.2.1",),
)
INDICATOR = IndicatorRow("i1", 2, Cell("Pathway"), Cell("Share of clinics that use it"), Cell("referral log"), "r1")
CLEAN = Plan(
    "p",
    "Earlier referral",
    start="2027-01-01",
    end="2027-12-31",
    challenges=(Choice("challenge.2.2"),),
    recommendations=(Choice("rec.2.2"), Choice("rec.2.1")),
    stakeholders=(
        Stakeholder("s1", "stakeholder.1", Cell("The regional hospital"), influence=Level.HIGH),
        Stakeholder("s2", "stakeholder.1", Cell("Community clinics")),
        Stakeholder("s3", "stakeholder.3", Cell("Patient panel of the charity")),
    ),
    rows=(ROW, OTHER),
    indicators=(INDICATOR, replace(INDICATOR, id="i2", row="r2")),
)


def row(**changes: object) -> Plan:
    return replace(CLEAN, rows=(replace(ROW, **changes), OTHER))  # type: ignore[arg-type]


def indicator(**changes: object) -> Plan:
    return replace(CLEAN, indicators=(replace(INDICATOR, **changes), CLEAN.indicators[1]))  # type: ignore[arg-type]


def second(**changes: object) -> Plan:
    return replace(CLEAN, rows=(ROW, replace(ROW, id="r2", recommendations=("rec.2.1",), **changes)))  # type: ignore[arg-type]


NOBODY = Stakeholder("s4", "stakeholder.5", Cell("Sickness fund"), influence=Level.HIGH)
# Per rule: a plan that breaks it alone, and the path to where.
BROKEN: dict[str, tuple[Plan, tuple[str, ...]]] = {
    "patient-data": (row(risk=Cell("Mrs Anna Weber, born 3 April 1961, waits")), ("risk",)),
    "row.no-activity": (row(activity=Cell(" "), audience=Cell("Doctors of the regional hospital")), ("activity",)),
    "row.no-timeline": (row(activity=Cell("Agree a pathway"), start=None, end=None), ("activity",)),
    "row.no-audience": (row(audience=Cell()), ("audience",)),
    "row.no-resource": (row(resources=Cell()), ("resources",)),
    "row.no-stakeholder": (row(stakeholders=Cell("\n")), ("stakeholders",)),
    "row.no-risk": (row(risk=Cell()), ("risk",)),
    "row.no-recommendation": (replace(row(recommendations=()), recommendations=()), ("recommendations",)),
    "row.no-indicator": (replace(CLEAN, indicators=CLEAN.indicators[1:]), ()),
    "row.duplicate": (second(activity=replace(ROW.activity, text=f" {ROW.activity.text}. ")), ("activity",)),
    "row.overlap": (
        second(activity=Cell("Draft a one-page referral pathway with the regional hospital in February, pilot in May")),
        ("activity",),
    ),
    "date.past": (replace(row(start="2026-11-01", end="2026-12-31"), start=None), ("end",)),
    "date.outside-plan": (row(start="2028-01-02", end=None), ("start",)),
    "date.backwards": (row(start="2027-05-02", end="2027-05-01"), ("end",)),
    "stakeholder.not-on-map": (row(stakeholders=Cell("Regional hospital; the ministry")), ("stakeholders",)),
    "stakeholder.in-no-row": (replace(CLEAN, stakeholders=(*CLEAN.stakeholders, NOBODY)), ("s4", "organisation")),
    "challenge.no-row": (replace(CLEAN, challenges=(Choice("challenge.3.1"),)), ("challenge.3.1",)),
    "recommendation.no-row": (replace(CLEAN, recommendations=(Choice("rec.3.1"),)), ("rec.3.1",)),
    "indicator.not-measurable": (indicator(indicator=Cell("Better awareness by 2027")), ("indicator",)),
    "indicator.outcome": (indicator(indicator=Cell("Rate of survival at two years")), ("indicator",)),
    "indicator.no-evidence": (indicator(evidence=Cell()), ("evidence",)),
    "indicator.no-row": (
        replace(CLEAN, indicators=(*CLEAN.indicators, replace(INDICATOR, id="i3", row="gone"))),
        ("row",),
    ),
    "gap.marked": (row(resources=Cell("A nurse; hours to be agreed")), ("resources",)),
}


def test_a_plan_that_is_complete_has_nothing_to_mend() -> None:
    assert lint(CLEAN, TODAY) == ()
    assert lint(Plan("empty"), TODAY) == ()


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_a_broken_rule_is_the_only_finding_and_leads_to_its_place(rule: str) -> None:
    plan, place = BROKEN[rule]
    found = lint(plan, TODAY)
    assert [finding.rule for finding in found] == [rule]
    assert found[0].path[-len(place) :] == place or not place
    assert found[0].message
    assert found[0].cure.endswith(".")
    assert "{" not in found[0].message


def _only(plan: Plan) -> Finding:
    (found,) = lint(plan, TODAY)
    return found


def test_a_finding_names_the_row_by_number_and_the_column_by_its_title() -> None:
    assert _only(row(risk=Cell())).where == "Action row 1, risk mitigation"
    assert _only(BROKEN["date.backwards"][0]).message == "The last day, 2027-05-01, comes before the first, 2027-05-02."
    assert _only(replace(CLEAN, start="2026-01-01", end="2026-12-31", rows=(), recommendations=(), challenges=(),
                         indicators=(), stakeholders=())).where == "Last day"  # fmt: skip


def test_errors_come_first_and_notes_last() -> None:
    found = lint(row(start="2027-05-02", end="2027-05-01", risk=Cell("to be agreed"), audience=Cell()), TODAY)
    assert [finding.severity for finding in found] == list(Severity)


def test_a_gap_that_is_marked_is_a_note_and_not_a_flaw() -> None:
    plan = row(activity=Cell("Agree a pathway (date to be agreed)"), start=None, end=None, risk=Cell("TBD"))
    found = lint(plan, TODAY)
    assert [finding.rule for finding in found] == ["gap.marked"] * 2
    assert is_clean(found)


@pytest.mark.parametrize(
    "plan",
    [
        replace(row(start="2026-11-01"), start=None),  # begun, not over
        replace(row(activity=Cell("Agree it, from March 2024 until June 2027"), start=None, end=None), start=None),
        second(start="2027-11-01", end="2027-12-01"),  # the same again, later
        second(audience=Cell("Families who live far from any hospital")),
        row(stakeholders=Cell("Responsible: the regional hospital.\nYou also wrote: “The ministry, perhaps, helps”")),
        row(stakeholders=Cell("Regional hospital (ward 3)")),
    ],
)
def test_what_only_looks_like_a_flaw_is_left_alone(plan: Plan) -> None:
    assert lint(plan, TODAY) == ()


def test_a_month_that_the_activity_names_counts_as_its_date() -> None:
    past = row(activity=Cell("Agree a pathway in November 2026"), start=None, end=None)
    assert _only(replace(past, start=None)).message == "The last day that is given here, 2026-11-30, is past."
    assert _only(row(activity=Cell("Ein Treffen im März 2029"), start=None, end=None)).rule == "date.outside-plan"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("in May", True), ("It may help", False), ("6-month pilot", True), ("every quarter", True), ("im Herbst", True),
     ("a 20-minute talk", False), ("Q3", True), ("12.03.2027", True), ("", False)],
)  # fmt: skip
def test_a_time_is_recognised(text: str, expected: bool) -> None:
    assert names_a_time(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("12 meetings", True), ("Anteil der Praxen", True), ("nombre de réunions", True), ("contrato firmado", True),
     ("Improved by month 6", False), ("Mehr Vertrauen", False), ("more trust", False), ("", False)],
)  # fmt: skip
def test_what_can_be_counted_or_is_there_on_a_day_is_measurable(text: str, expected: bool) -> None:
    assert is_measurable(text) is expected


@pytest.mark.parametrize("text", ["Five-year survival", "Lebensqualität", "qualité de vie", "tasa de recaída"])
def test_outcomes_are_recognised_in_the_languages_of_the_plan(text: str) -> None:
    assert outcome_words(text)


def test_days_and_months_are_read_from_text_and_impossible_ones_are_not() -> None:
    assert days_named("2026-02-30, 3.4.2027, février 2028, may 3") == [
        ("2027-04-03", "2027-04-03"),
        ("2028-02-01", "2028-02-29"),
    ]


def test_names_are_listed_without_labels_quotes_and_gaps() -> None:
    text = "Your side: The charity.\nSuggested: clinics; a payer, if any.\nResponsible: to be agreed."
    assert names_in(text) == ["The charity", "clinics", "a payer, if any"]


PATIENT = "Anna Weber, born 3 April 1961"


@pytest.mark.parametrize(
    "plan",
    [
        replace(CLEAN, title=PATIENT),
        replace(CLEAN, answers={"step.1.ask.who.1": Cell(PATIENT)}),
        replace(CLEAN, facts={"other": ("twelve", PATIENT)}),
        replace(CLEAN, questions=(OpenQuestion("q1", f"Who knows {PATIENT}?"),)),
        replace(CLEAN, proposals=(Proposal("p1", Who.ASSISTANT, "state", {"name": "other", "values": [PATIENT]}),)),
        row(stakeholders=Cell(f"{PATIENT}; 3 April 1961; a nurse of Anna Weber, born 3 April 1961")),
    ],
)
def test_patient_data_is_found_wherever_it_stands_and_never_repeated(plan: Plan) -> None:
    found = lint(plan, TODAY)
    assert found[0].rule == "patient-data"
    assert not is_clean(found)
    assert "born" not in " ".join(findings_as_text(found))


def test_a_proposal_nested_beyond_reason_is_read_all_the_same() -> None:
    data: dict[str, object] = {"text": PATIENT}
    for _ in range(5000):
        data = {"change": [data]}
    found = lint(replace(CLEAN, proposals=(Proposal("p1", Who.IMPORT, "set", data),)), TODAY)
    assert [finding.path for finding in found] == [("proposals", "p1")]


@given(st.lists(CHANGES, max_size=25), st.dates())
@settings(deadline=None, max_examples=150)
def test_no_plan_makes_the_checks_fail(changes: list[Change], today: dt.date) -> None:
    plan = played(started(), changes).plan
    found = lint(plan, today)
    assert len(list(findings_as_text(found))) == len(found)


@given(st.text(max_size=80))
@settings(deadline=None, max_examples=150)
def test_no_text_makes_the_word_lists_fail(text: str) -> None:
    readers: list[Callable[[str], object]] = [marks_a_gap, names_a_time, is_measurable, outcome_words, days_named]
    for reader in (*readers, names_in):
        reader(text)


def test_a_plan_of_200_rows_is_checked_quickly() -> None:
    words = ROW.activity.text.split()
    rows = tuple(
        replace(ROW, id=f"r{n}", activity=Cell(" ".join(words[n % 7 :]) + f" number{n} word{n} place{n}"))
        for n in range(200)
    )
    began = time.perf_counter()
    lint(replace(CLEAN, rows=rows), TODAY)
    assert time.perf_counter() - began < 2


def test_a_text_is_read_for_patient_data_once_and_its_words_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def find(text: str) -> tuple[Any, ...]:
        asked.append(text)
        return find_personal_data(text)

    monkeypatch.setattr(checks, "find_personal_data", find)
    monkeypatch.setattr(checks, "_READ", {})
    plan = replace(CLEAN, title="Our patient Maria Lopez, born 12.03.1961, came late")
    first = lint(plan, TODAY)
    assert "patient-data" in {finding.rule for finding in first}
    assert len(asked) == len(set(asked))
    asked.clear()
    assert lint(replace(plan, rows=(replace(ROW, risk=Cell("Holidays: begin in June")), OTHER)), TODAY) == first
    assert asked == ["Holidays: begin in June"]
    assert "Maria" not in repr(checks._READ)


def test_the_activities_and_indicators_that_we_suggest_pass_our_own_checks() -> None:
    found = []
    for file in sorted((Path(__file__).parents[2] / "corpus" / "patterns").glob("*.yaml")):
        found += yaml.safe_load(file.read_text(encoding="utf-8"))["patterns"]
    assert len(found) > 12
    for pattern in found:
        for entry in pattern["indicators"]:
            measure = SLOT.sub(lambda slot: slot.group(2) or "", entry["measure"])
            assert is_measurable(measure), measure
            assert not outcome_words(measure), measure
    activities = [set(tokens(" ".join((p["activity"], *p["phases"].values())))) for p in found]
    # The nearest pair shares about a quarter of its words: far from the threshold.
    assert max(alike(one, two) for one, two in combinations(activities, 2)) < OVERLAP_OF_ACTIVITIES / 1.5

"""The runner of scenarios: drafts by what users get, figures against bars, nothing forbidden repeated."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest

from evals import plan_run
from evals.cases import CaseError
from evals.options import Options
from evals.plan_cases import PlanCase
from evals.plan_run import AT_LEAST, AT_MOST, missed_bars, misses, plans_to_json, run_plans, show_plans
from tests.planning.drafts import CHARITY, OUTSIDE, drafting

CASES = (
    PlanCase(
        "a", "plan", CHARITY, "drafted", ("rec.1.1", "rec.2.2"), ("rec.2.2",), ("12,000 euros",), ("stakeholder.1",)
    ),
    PlanCase("b", "out_of_scope", OUTSIDE, "out_of_scope"),
    PlanCase(
        "c", "privacy", f"{CHARITY} Mr John Smith (DOB 04/05/1960) waits.", "privacy_warning", forbidden=("Smith",)
    ),
)


@pytest.fixture(scope="module")
def done():
    return run_plans(drafting(), CASES)


def test_every_scenario_is_drafted_checked_and_timed(done) -> None:
    assert [outcome.draft["status"] for outcome in done.outcomes] == ["drafted", "out_of_scope", "privacy_warning"]
    assert [outcome.draft["id"] for outcome in done.outcomes] == ["a", "b", "c"]
    figures = done.metrics()
    assert figures["lint_clean"] == 1.0
    assert figures["row_ms_p95"] > 0
    assert done.outcomes[1].row_ms is None
    assert done.unknown == {}


def test_figures_do_not_depend_on_the_day_of_the_run() -> None:
    case = replace(CASES[0], scenario=f"{CHARITY} We meet the fund in March 2027 and want it done by June 2027.")
    later = replace(drafting(), today=lambda: dt.date(2040, 1, 1))
    (outcome,) = run_plans(later, [case]).outcomes
    assert "2027-03-01" in [row["start"] for row in outcome.draft["rows"]]


def test_a_right_run_misses_no_bar_and_a_wrong_expectation_is_named(done) -> None:
    assert missed_bars({**done.metrics(), "row_ms_p95": 0.0}) == {}
    wrong = replace(done.outcomes[0], case=replace(CASES[0], must=("rec.3.5",), facts=("99 cows",)))
    lines = list(misses(wrong, done.recommendations))
    assert any("without rec.3.5" in line for line in lines)
    assert "fact missing: 99 cows" in lines


def test_a_figure_below_or_above_its_bar_or_without_a_value_is_missed() -> None:
    good = {**AT_LEAST, **AT_MOST}
    assert missed_bars(good) == {}
    assert missed_bars({**good, "recall@3": 0.89}) == {"recall@3": 0.89}
    assert missed_bars({**good, "row_ms_p95": 201.0}) == {"row_ms_p95": 201.0}
    assert missed_bars({**good, "groups_right": None}) == {"groups_right": None}


def test_what_must_not_be_said_is_not_said_by_the_report_either(done) -> None:
    outcome = replace(done.outcomes[0], case=replace(CASES[0], forbidden=("12,000 euros",)))
    assert list(misses(outcome, done.recommendations)) == ["says something forbidden"]


def test_the_json_holds_figures_kinds_and_every_draft(done) -> None:
    found = json.loads(json.dumps(plans_to_json(done)))
    assert set(found["by_kind"]) == {"plan", "out_of_scope", "privacy"}
    assert [case["case"] for case in found["cases"]] == ["a", "b", "c"]
    assert found["cases"][0]["draft"]["rows"]


def test_the_report_names_misses_of_the_set_for_development_only(done, capsys) -> None:
    outcome = replace(done.outcomes[0], case=replace(CASES[0], facts=("99 cows",)))
    show_plans(replace(done, outcomes=(outcome,)))
    assert "99 cows" in capsys.readouterr().out
    show_plans(replace(done, name="plans_holdout", outcomes=(outcome,)))
    assert "99 cows" not in capsys.readouterr().out


def test_a_report_to_compare_with_is_refused_with_the_cure(tmp_path) -> None:
    with pytest.raises(CaseError, match="leave --against out"):
        plan_run.main_plans(None, Options(against=tmp_path / "report.json"))

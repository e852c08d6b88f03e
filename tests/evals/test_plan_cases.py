"""Scenario files: what ships is sound and covers what people bring, and a breach is reported with its cure."""

import json
from collections import Counter
from pathlib import Path

import pytest
import yaml

from evals.cases import CaseError
from evals.plan_cases import HOLDOUT, KINDS, SCENARIOS, STATUSES, load_plan_cases, unknown_ids

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
GOOD = {
    "id": "x-1",
    "kind": "plan",
    "scenario": "In Porto doctors refer late. We have 50 euros.",
    "status": "drafted",
    "recommendations": ["rec.1.1", "rec.2.2"],
    "must": ["rec.1.1"],
    "facts": ["Porto", "50 euros"],
    "groups": ["stakeholder.1"],
    "forbidden": [],
}
EMPTY = {"recommendations": [], "must": [], "facts": [], "groups": []}


@pytest.fixture
def write(tmp_path):
    def _write(*rows):
        path = tmp_path / "mine.jsonl"
        path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows), encoding="utf-8")
        return path

    return _write


@pytest.fixture(scope="module")
def units():
    files = [path for folder in ("vision", "toolkit") for path in (CORPUS / folder).glob("[0-9]*.yaml")]
    sections = [section for path in files for section in yaml.safe_load(path.read_text(encoding="utf-8"))]
    return {unit["id"]: unit["kind"] for section in sections for unit in section["units"]}


@pytest.mark.parametrize(("path", "least"), [(SCENARIOS, 150), (HOLDOUT, 36)])
def test_the_shipped_scenarios_cover_every_status_kind_and_language(path, least):
    cases = load_plan_cases(path)
    assert len(cases) >= least
    assert {c.status for c in cases} == set(STATUSES)
    assert set(Counter(c.kind for c in cases)) == set(KINDS)
    assert {c.language for c in cases if c.drafted} == {"en", "fr", "de", "es", "it"}


def test_every_recommendation_is_the_main_target_of_two_scenarios_or_more(units):
    targets = Counter(case.must[0] for case in load_plan_cases() if case.drafted)
    recommendations = {unit for unit, kind in units.items() if kind == "recommendation"}
    assert len(recommendations) == 13
    assert {unit: count for unit, count in targets.items() if count >= 2}.keys() == recommendations


@pytest.mark.parametrize("path", [SCENARIOS, HOLDOUT])
def test_every_id_of_the_shipped_scenarios_is_in_the_corpus(units, path):
    kinds = {unit for unit, kind in units.items() if kind in ("recommendation", "stakeholder")}
    assert unknown_ids(load_plan_cases(path), kinds) == {}


def test_no_scenario_of_the_holdout_is_one_for_development():
    developed = {case.scenario for case in load_plan_cases()}
    assert not developed & {case.scenario for case in load_plan_cases(HOLDOUT)}


def test_ids_that_no_unit_has_are_named_with_their_scenarios(write):
    cases = load_plan_cases(write({**GOOD, "groups": ["stakeholder.9"]}))
    assert unknown_ids(cases, ["rec.1.1", "rec.2.2"]) == {"stakeholder.9": ["x-1"]}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{oops", "not JSON"),
        ("[1]", "not an object"),
        ({k: v for k, v in GOOD.items() if k != "must"}, "'must' is missing"),
        ({**GOOD, "fact": []}, "unknown key 'fact' - use one of"),
        ({**GOOD, "facts": "Porto"}, "'facts' is not a list of strings"),
        ({**GOOD, "forbidden": [""]}, "'forbidden' is not a list of strings"),
        ({**GOOD, "status": ["drafted"]}, "'status' has the wrong type list"),
        ({**GOOD, "kind": "odd"}, "unknown kind 'odd'"),
        ({**GOOD, "status": "answered"}, "unknown status 'answered'"),
        ({**GOOD, "language": "pt"}, "unknown language 'pt'"),
        ({**GOOD, "scenario": " ", "facts": []}, "the scenario is empty"),
        ({**GOOD, "facts": ["60 euros"]}, "'60 euros' of 'facts' does not stand in the scenario"),
        ({**GOOD, "must": ["rec.3.1"]}, "'rec.3.1' of 'must' is not among 'recommendations'"),
        ({**GOOD, "facts": []}, "a draft is right but 'facts' is empty"),
        ({**GOOD, "status": "needs_detail"}, "no draft is right but 'must' is filled"),
        ({**GOOD, "recommendations": ["a", "b", "c"], "must": ["a", "b", "c"]}, "more than two ids in 'must'"),
        ({**GOOD, **EMPTY, "kind": "privacy", "status": "privacy_warning"}, "has nothing 'forbidden'"),
    ],
)
def test_a_breach_names_file_line_and_cure(write, row, said):
    path = write({**GOOD, "id": "x-0"}, row)
    with pytest.raises(CaseError, match=r"mine\.jsonl:2: ") as caught:
        load_plan_cases(path)
    assert said in str(caught.value)
    assert all(" - " in problem for problem in caught.value.problems)


def test_all_breaches_are_reported_at_once_and_an_id_stands_once(write):
    with pytest.raises(CaseError) as caught:
        load_plan_cases(write({**GOOD, "kind": "odd"}, GOOD, GOOD))
    assert [problem.split(": ")[0] for problem in caught.value.problems] == ["mine.jsonl:1", "mine.jsonl:3"]
    assert "stands in line 2 already" in caught.value.problems[1]


def test_a_file_without_scenarios_is_a_breach(write):
    with pytest.raises(CaseError, match="no scenario in the file - add one"):
        load_plan_cases(write(""))

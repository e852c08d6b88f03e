"""Plans as JSON: nothing lost, everything checked."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assistant.errors import PlanError
from assistant.planning.plan import Plan, new_plan_id
from assistant.planning.plan_json import MOST_CHARACTERS, plan_from_json, plan_to_json
from tests.planning.samples import full_plan


def test_a_plan_read_back_from_json_is_the_same_plan() -> None:
    for plan in (Plan("empty"), full_plan()):
        assert plan_from_json(json.loads(json.dumps(plan_to_json(plan)))) == plan


def test_ids_of_plans_hold_128_random_bits() -> None:
    ids = {new_plan_id() for _ in range(100)}
    assert len(ids) == 100
    assert {len(plan_id) for plan_id in ids} == {23}  # a letter, then 22 characters of six bits


@pytest.mark.parametrize(
    ("part", "value", "message"),
    [
        ("rows", [{"id": "r1", "activity": {"origin": "mine"}}], r"rows\[0\]\.activity\.origin is 'mine': use one of"),
        ("rows", [{"activity": {}}], r"rows\[0\] has no id"),
        ("rows", [{"id": "r1", "start": "2027-02-30"}], r"rows\[0\]\.start is '2027-02-30': write the day"),
        ("rows", [{"id": "r1", "start": "20270228"}], "write the day as YYYY-MM-DD"),
        ("rows", [{"id": "r1", "colour": 1}], "unknown part 'colour'"),
        ("rows", [{"id": "r1"}, {"id": "r1"}], "rows holds 'r1' twice"),
        ("rows", {}, "it should be a list"),
        ("rows", [{"id": "../etc"}], "letters, digits"),
        ("rows", [{"id": f"r{n}"} for n in range(1001)], "at most 1000"),
        ("stakeholders", [{"id": "s", "group": "stakeholder.6"}], "use one of stakeholder.1"),
        ("indicators", [{"id": "i", "goal": True}], "use one of 1, 2, 3"),
        ("facts", {"shoe size": ["42"]}, "facts: the name is 'shoe size': use one of place"),
        ("facts", {"place": "Spain"}, r"facts\.place is 'Spain': it should be a list"),
        ("title", "x" * (MOST_CHARACTERS + 1), "shorten it"),
        ("title", None, "it should be text"),
        ("language", "tlh", "use one of en"),
        ("schema", 99, "Update v2a"),
    ],
)
def test_what_is_no_plan_is_refused_with_the_place_and_the_cure(part: str, value: Any, message: str) -> None:
    with pytest.raises(PlanError, match=message):
        plan_from_json({**plan_to_json(Plan("p")), part: value})


@pytest.mark.parametrize("value", [None, [], "plan", 3])
def test_json_that_is_no_object_is_no_plan(value: object) -> None:
    with pytest.raises(PlanError, match="not a plan"):
        plan_from_json(value)


def test_characters_that_break_files_and_databases_are_taken_out() -> None:
    plan = plan_from_json({**plan_to_json(Plan("p")), "title": "a\x00b\x1b\ud800c\r\nd\te"})
    assert plan.title == "abc\nd\te"

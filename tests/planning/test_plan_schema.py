"""The schema that other programs rely on says what is written and read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import PlanError
from assistant.planning.events import Change
from assistant.planning.plan_json import plan_from_json, plan_to_json
from assistant.planning.plan_schema import plan_schema
from tests.planning.plays import CHANGES, played, started
from tests.planning.samples import full_plan

FILE = Path(__file__).resolve().parents[2] / "docs" / "plan.schema.json"


def test_the_written_schema_is_the_one_that_the_records_have() -> None:
    written = json.loads(FILE.read_text(encoding="utf-8"))
    assert written == plan_schema(), "write it anew: python -m assistant.planning.plan_schema > docs/plan.schema.json"
    jsonschema.Draft202012Validator.check_schema(written)


@given(st.lists(CHANGES, max_size=15))
@settings(deadline=None, max_examples=50)
def test_every_plan_written_fits_the_schema(changes: list[Change]) -> None:
    jsonschema.validate(plan_to_json(played(started(), changes).plan), plan_schema())
    jsonschema.validate(plan_to_json(full_plan()), plan_schema())


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("schema", 2),
        ("rows", [{"id": "r1", "colour": "red"}]),
        ("rows", [{"activity": {"text": "no id"}}]),
        ("rows", [{"id": "r1", "activity": {"origin": "mine"}}]),
        ("rows", [{"id": "r1", "start": "March"}]),
        ("stakeholders", [{"id": "s", "group": "stakeholder.9"}]),
        ("facts", {"shoe": ["42"]}),
        ("title", 3),
    ],
)
def test_what_the_schema_refuses_is_refused_when_read_too(part: str, value: Any) -> None:
    broken = {**plan_to_json(full_plan()), part: value}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, plan_schema())
    with pytest.raises(PlanError):
        plan_from_json(broken)

"""`v2a plan lint` and `v2a plan coverage` as people and programs meet them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.exports.formats import export
from assistant.exports.sources import Texts
from assistant.planning.plan import Plan
from assistant.planning.plan_json import plan_to_json
from tests.cli_door import CannedAssistant, Door, write_index
from tests.planning.samples import full_plan


@pytest.fixture
def door(capfd: pytest.CaptureFixture[str]) -> Door:
    return Door(capfd, CannedAssistant())


def write(folder: Path, plan: Plan) -> Path:
    file = folder / "plan.json"
    file.write_text(json.dumps(plan_to_json(plan)), encoding="utf-8")
    return file


def test_what_is_to_be_mended_is_listed_with_its_cure(door: Door, tmp_path: Path) -> None:
    outcome = door("plan", "lint", write(tmp_path, full_plan()))
    assert outcome.code == 1
    assert "warning: Action row 1, risk mitigation: The row names no risk. [row.no-risk]\n    Ask what" in outcome.out
    assert outcome.out.splitlines()[-1].startswith("To mend: ")


def test_the_findings_as_json_lead_to_their_cells(door: Door, tmp_path: Path) -> None:
    found = door("plan", "lint", write(tmp_path, full_plan()), "--json").json
    assert found["clean"] is False
    assert ["rows", "r1", "risk"] in [finding["path"] for finding in found["findings"]]
    assert set(found["findings"][0]) == {"rule", "severity", "path", "where", "message", "cure"}


def test_a_plan_without_flaws_leaves_with_code_0(door: Door, tmp_path: Path) -> None:
    outcome = door("plan", "lint", write(tmp_path, Plan("p", "Nothing yet")))
    assert (outcome.code, outcome.out) == (0, "Nothing to mend.\n")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe\x00", "This is no JSON file"),
        (b"[" * 100_000, "This is no JSON file"),
        (b"[]", "This is not a plan"),
        (b'{"schema": 1, "id": "p", "rows": 3}', "rows is 3: it should be a list"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_in_one_line(
    door: Door, tmp_path: Path, content: bytes, message: str
) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(content)
    outcome = door("plan", "lint", file)
    assert outcome.code in (1, 2)
    assert message in outcome.err
    assert len(outcome.err.splitlines()) == 1


def test_a_spreadsheet_is_checked_as_well_as_json(door: Door, tmp_path: Path) -> None:
    file = tmp_path / "plan.xlsx"
    file.write_bytes(export(full_plan(), Texts(), file.name))
    found = door("plan", "lint", file, "--json").json["findings"]
    assert "row.no-risk" in [finding["rule"] for finding in found]


def test_a_file_that_is_not_there_is_named(door: Door, tmp_path: Path) -> None:
    outcome = door("plan", "lint", tmp_path / "none.json")
    assert outcome.code == 2
    assert "none.json cannot be read" in outcome.err


def test_coverage_is_told_and_drawn(door: Door, tmp_path: Path) -> None:
    index = write_index(tmp_path / "index")
    plan = full_plan()
    plan = replace(plan, rows=(replace(plan.rows[0], recommendations=("r.1",)),))
    outcome = door("plan", "coverage", write(tmp_path, plan), "--index", index, "--picture", tmp_path / "c.svg")
    assert outcome.code == 0
    assert "1 of 1 recommendations" in outcome.out
    assert (tmp_path / "c.svg").read_text(encoding="utf-8").startswith("<svg")
    assert door("plan", "coverage", tmp_path / "plan.json", "--index", index, "--json").json["goals"][0]["touched"]


def test_a_picture_that_cannot_be_written_says_so(door: Door, tmp_path: Path) -> None:
    index = write_index(tmp_path / "index")
    file = write(tmp_path, full_plan())
    outcome = door("plan", "coverage", file, "--index", index, "--picture", tmp_path / "no" / "c.svg")
    assert outcome.code == 2
    assert "name a file in a folder of yours" in outcome.err

"""`v2a draft` as people and programs meet it."""

from __future__ import annotations

import json
import sys
import types
from pathlib import Path

import pytest

from tests.cli_door import CannedAssistant, Door, write_index
from tests.planning.drafts import CHARITY, OUTSIDE, drafting


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Door:
    found = drafting()
    wiring = types.ModuleType("assistant.wiring")
    wiring.open_assistant = lambda settings: types.SimpleNamespace(drafting=found)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "assistant.wiring", wiring)
    monkeypatch.delenv("V2A_DEBUG", raising=False)
    monkeypatch.setenv("V2A_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("V2A_INDEX", str(write_index(tmp_path / "index")))
    return Door(capfd, CannedAssistant())


def test_a_draft_is_readable_in_a_terminal(door: Door) -> None:
    outcome = door("draft", "--scenario", CHARITY)
    assert outcome.code == 0
    assert "Row 1 · rec.2.2" in outcome.out
    assert "Resource & capacity: Have: 12,000 euros; one part-time nurse." in outcome.out
    assert outcome.out.index("Still open") < outcome.out.index("Sources")


def test_a_scenario_may_stand_in_a_file(door: Door, tmp_path: Path) -> None:
    (tmp_path / "scenario.txt").write_text(CHARITY, encoding="utf-8")
    found = door("draft", "--scenario", tmp_path / "scenario.txt", "--json").json
    assert found["status"] == "drafted"
    assert "12,000 euros" in found["rows"][0]["resources"]["said"]


def test_a_batch_keeps_ids_and_order_and_goes_on_after_a_bad_line(door: Door, tmp_path: Path) -> None:
    rows = [
        json.dumps({"id": "a", "scenario": CHARITY}),
        "{",
        json.dumps({"id": 7, "scenario": OUTSIDE}),
        '{"id": "c"}',
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(rows) + "\n\n", encoding="utf-8")
    outcome = door("draft", "--batch", tmp_path / "in.jsonl", "--out", tmp_path / "out.jsonl")
    assert outcome.code == 1
    assert "2 settled, 2 with an error" in outcome.err
    found = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(row["id"], row.get("status"), row.get("line")) for row in found] == [
        ("a", "drafted", None),
        (None, None, 2),
        (7, "out_of_scope", None),
        ("c", None, 4),
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "No scenario"),
        (("--scenario", "   "), "The scenario is empty"),
        (("--scenario", "x", "--out", "f"), "--out belongs to --batch"),
        (("--scenario", "x", "--batch", "f"), "leave --scenario out"),
        (("--batch", "nowhere.jsonl"), "Name a file of scenarios"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_cure(door: Door, arguments: tuple[str, ...], told: str) -> None:
    outcome = door("draft", *arguments)
    assert outcome.code == 2
    assert told in outcome.err

"""`v2a plan export` and `import`: files in and out, nothing changed by what cannot be used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.planning.plan_json import plan_from_json, plan_to_json
from assistant.settings import Settings
from assistant.wiring import open_planner
from tests.cli_door import CannedAssistant, Door, write_index
from tests.planning.samples import full_plan


@pytest.fixture
def v2a(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Door:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("V2A_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("V2A_INDEX", str(write_index(tmp_path / "index")))
    monkeypatch.delenv("V2A_PLANS_URL", raising=False)
    (tmp_path / "plan.json").write_text(json.dumps(plan_to_json(full_plan())), encoding="utf-8")
    return Door(capfd, CannedAssistant())


def _plan(path: str) -> Any:
    return plan_from_json(json.loads(Path(path).read_text(encoding="utf-8")))


@pytest.mark.parametrize("ending", ["json", "md", "csv", "xlsx", "docx", "pdf"])
def test_a_plan_is_written_in_the_format_that_the_name_asks_for(v2a: Door, ending: str) -> None:
    done = v2a("plan", "export", "plan.json", "--to", f"out.{ending}")
    assert (done.code, done.err) == (0, f"Wrote out.{ending}.\n")
    assert b"plan-1" not in Path(f"out.{ending}").read_bytes()


def test_a_file_becomes_a_plan_kept_here_that_can_be_exported_again(v2a: Door) -> None:
    assert v2a("plan", "export", "plan.json", "--to", "out.csv").code == 0
    made = v2a("plan", "import", "out.csv")
    plan = open_planner(Settings.from_env()).open(made.out.strip()).plan
    assert (plan.rows, plan.title) == (full_plan().rows, full_plan().title)
    assert v2a("plan", "export", plan.id, "--to", "again.json").code == 0
    assert _plan("again.json").rows == plan.rows


def test_a_colleagues_edits_wait_as_proposals_in_a_file_and_in_a_plan_kept_here(v2a: Door) -> None:
    v2a("plan", "export", "plan.json", "--to", "out.csv")
    sent = Path("out.csv").read_text(encoding="utf-8").replace("one-page", "two-page")
    Path("out.csv").write_text(sent, encoding="utf-8")
    told = v2a("plan", "import", "out.csv", "--into", "plan.json")
    assert told.out == "- changed activity in the action plan\nProposals that wait in the plan: 1.\n"
    assert [(p.kind, p.who) for p in _plan("plan.json").proposals] == [("remove", "assistant"), ("edit", "import")]
    assert _plan("plan.json").rows == full_plan().rows


def test_the_same_file_proposes_nothing(v2a: Door) -> None:
    v2a("plan", "export", "plan.json", "--to", "out.xlsx")
    before = Path("plan.json").read_bytes()
    assert "nothing to propose" in v2a("plan", "import", "out.xlsx", "--into", "plan.json").out
    assert Path("plan.json").read_bytes() == before


def test_edits_reach_a_plan_kept_here_as_proposals(v2a: Door) -> None:
    plan_id = v2a("plan", "import", "plan.json").out.strip()
    v2a("plan", "export", plan_id, "--to", "out.csv")
    assert plan_id not in Path("out.csv").read_text(encoding="utf-8")
    sent = Path("out.csv").read_text(encoding="utf-8").replace("Regional hospital", "County hospital")
    Path("out.csv").write_text(sent, encoding="utf-8")
    assert v2a("plan", "import", "out.csv", "--into", plan_id).code == 0
    waited, proposal = open_planner(Settings.from_env()).open(plan_id).plan.proposals
    assert waited.kind == "remove"  # it waited in plan.json
    assert proposal.data["value"]["text"] == "County hospital"


@pytest.mark.parametrize("into", [[], ["--into", "plan.json"]])
def test_a_file_with_patient_data_is_not_taken_in_and_the_data_not_repeated(v2a: Door, into: list[str]) -> None:
    v2a("plan", "export", "plan.json", "--to", "out.csv")
    sent = Path("out.csv").read_text(encoding="utf-8").replace("Clinicians", "Our patient Maria Lopez born 3 May 1961")
    Path("out.csv").write_text(sent, encoding="utf-8")
    before = Path("plan.json").read_bytes()
    done = v2a("plan", "import", "out.csv", *into)
    assert done.code == 2
    assert "Action row 1, audience & setting (" in done.err
    assert "Lopez" not in done.err + done.out
    assert Path("plan.json").read_bytes() == before
    assert open_planner(Settings.from_env()).plans() == []


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("export", "plan.json", "--to", "out.exe"), 2, "plans are written as"),
        (("export", "missing.json", "--to", "out.md"), 2, "missing.json cannot be read"),
        (("export", "no-such-plan", "--to", "out.md"), 1, "plan"),
        (("export", "plan.json", "--to", "no/such/folder/out.md"), 2, "cannot be written"),
        (("import", "missing.csv"), 2, "cannot be read"),
        (("import", "broken.xlsx"), 1, "no .xlsx spreadsheet"),
        (("import", "broken.xlsx", "--into", "plan.json"), 1, "no .xlsx spreadsheet"),
    ],
)
def test_what_cannot_be_used_changes_nothing_and_is_told(
    v2a: Door, arguments: tuple[str, ...], code: int, message: str
) -> None:
    Path("broken.xlsx").write_bytes(b"nothing of the kind")
    before = Path("plan.json").read_bytes()
    done = v2a("plan", *arguments)
    assert done.code == code
    assert message in done.err
    assert Path("plan.json").read_bytes() == before
    assert open_planner(Settings.from_env()).plans() == []

"""The routes of the Plan page: over real plans in SQLite and the committed corpus, with fakes in place of the model."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.planning.plan import Plan, Who
from assistant.settings import Settings
from assistant.wiring import OpenAssistant, open_planner
from tests.conftest import FakeParts
from tests.core.shelves import open_with_fakes, shipped
from tests.planning.drafts import CHARITY, OUTSIDE, VAGUE
from ui.web.plan.desk import Desk
from ui.web.plan.routes import MOST_JSON, add_routes

PATIENT = "Our patient Anna Schmidt, born 12.03.1961, was refused."


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> OpenAssistant:
    return open_with_fakes(shipped(tmp_path_factory.mktemp("plans")), FakeParts())


class Site:
    """One browser; keeps what a page would keep: version, digests, and where the chat is."""

    def __init__(self, client: TestClient, desk: Desk) -> None:
        self.client, self.desk = client, desk
        self.id, self.seen, self.talk = "", {}, None
        self.version: int | None = None

    def new(self, **fields: Any) -> dict[str, Any]:
        data = self.client.post("/plans", json=fields).json()
        self.id = data.get("id", "")
        return self._took(data)

    def do(self, verb: str, **fields: Any) -> dict[str, Any]:
        body = {"do": verb, "version": self.version, "have": self.seen, "talk": self.talk, **fields}
        return self._took(self.client.post(f"/plans/{self.id}/do", json=body).json())

    def say(self, text: str | None = None) -> dict[str, Any]:
        body = {"talk": self.talk, "have": self.seen, **({} if text is None else {"text": text})}
        return self._took(self.client.post(f"/plans/{self.id}/say", json=body).json())

    @property
    def plan(self) -> Plan:
        return self.desk.planner.open(self.id).plan

    def _took(self, data: dict[str, Any]) -> dict[str, Any]:
        if "version" in data and "conflict" not in data:
            self.version, self.seen = data["version"], data["digests"]
        if "reply" in data:
            self.talk = data["reply"]["talk"]
        return data


@pytest.fixture
def visit(assistant: OpenAssistant, tmp_path: Path) -> Iterator[Callable[[], Site]]:
    """Opens the page in one more browser."""
    planner = open_planner(Settings(home=tmp_path))
    desk = Desk(lambda: planner, lambda: assistant, lambda: dt.date(2027, 1, 15))
    app = FastAPI()
    add_routes(app, desk)
    with TestClient(app) as client:
        yield lambda: Site(client, desk)
    planner.store.close()


@pytest.fixture
def site(visit: Callable[[], Site]) -> Site:
    return visit()


def test_a_new_plan_comes_with_every_section_and_an_edit_with_those_that_changed(site: Site) -> None:
    first = site.new(title="Earlier referral")
    assert (first["title"], first["version"]) == ("Earlier referral", 1)
    assert set(first["sections"]) == set(first["digests"])
    changed = site.do("set", name="title", value="Later <b>referral</b>")
    assert site.plan.title == "Later <b>referral</b>"
    assert "&lt;b&gt;" in changed["sections"]["statement"]
    assert "coverage" not in changed["sections"]
    assert site.do("look")["sections"] == {}


def test_every_control_changes_the_plan_as_the_verbs_do(site: Site) -> None:
    site.new()
    site.do("answer", unit="step.1.ask.what.1", value="Late referral")
    site.do("state", name="place", values=["the north", " ", "Turku"])
    site.do("choose", unit="rec.2.2", reason="No pathway")
    site.do("choose", units=["rec.2.2", "challenge.2.2"], reason="Both fit")
    site.do("add", table="stakeholders", values={"group": "stakeholder.3", "organisation": "Support group"})
    site.do("add", table="rows", values={"activity": "First"})
    site.do("add", table="rows", values={"activity": "Second", "start": "2027-03-01", "end": ""})
    one, two = site.plan.rows
    site.do("edit", table="rows", id=one.id, field="recommendations", value="rec.2.2")
    site.do("edit", table="rows", id=one.id, field="recommendations", value="rec.2.2 rec.2.1")
    site.do("move", table="rows", id=two.id, to="0")
    site.do("add", table="indicators", values={"indicator": "Calls", "row": one.id, "goal": "2"})
    site.do("add", table="questions", values={"text": "Who pays?"})
    site.do("edit", table="questions", id=site.plan.questions[0].id, field="answer", value="The fund")
    who = site.plan.stakeholders[0].id
    site.do("edit", table="stakeholders", id=who, field="interest", value="high")
    plan = site.plan
    assert plan.problem["step.1.ask.what.1"].text == "Late referral"
    assert plan.facts["place"] == ("the north", "Turku")
    assert [(c.unit, c.reason.text) for c in plan.recommendations] == [("rec.2.2", "No pathway")]
    assert [c.unit for c in plan.challenges] == ["challenge.2.2"]
    assert [row.activity.text for row in plan.rows] == ["Second", "First"]
    assert (plan.rows[0].start, plan.rows[0].end) == ("2027-03-01", None)
    assert plan.rows[1].recommendations == ("rec.2.2", "rec.2.1")
    assert (plan.indicators[0].goal, plan.indicators[0].row) == (2, one.id)
    assert plan.questions[0].status == "answered"
    assert plan.stakeholders[0].interest == "high"
    site.do("edit", table="stakeholders", id=who, field="interest", value="")
    site.do("unchoose", unit="rec.2.2")
    site.do("remove", table="rows", id=two.id)
    assert (site.plan.stakeholders[0].interest, site.plan.recommendations, len(site.plan.rows)) == (None, (), 1)
    assert "Second" in site.do("undo")["message"]
    site.do("redo")
    assert len(site.plan.rows) == 1
    site.do("restore", to=1)
    assert site.plan == Plan(site.id)


def test_a_time_that_is_typed_into_the_table_becomes_the_days_of_its_row(site: Site) -> None:
    site.new()
    site.do("add", table="rows", values={"activity": "Agree a pathway from May 2027 for six months"})
    row = site.plan.rows[0]
    assert (row.start, row.end) == ("2027-05-01", "2027-10-31")
    site.do("undo")
    assert site.plan.rows == ()


def test_what_has_the_wrong_shape_is_refused_with_what_to_do_and_changes_nothing(site: Site) -> None:
    site.new()
    for verb, fields in (
        ("fly", {}),
        ("set", {"name": 3, "value": "x"}),
        ("set", {"name": "version", "value": "x"}),
        ("answer", {"unit": "step.1.ask.what.1", "value": "x" * 5001}),
        ("state", {"name": "place", "values": [1]}),
        ("choose", {"unit": "goal.1"}),
        ("add", {"table": "proposals", "values": {}}),
        ("add", {"table": "rows", "values": {"id": "mine", "unknown": "x"}}),
        ("add", {"table": "stakeholders", "values": {"group": "me"}}),
        ("edit", {"table": "rows", "id": "gone", "field": "risk", "value": "x"}),
        ("edit", {"table": ["rows"], "id": "gone", "field": "risk", "value": "x"}),
        ("move", {"table": "rows", "id": "gone", "to": -1}),
        ("accept", {"ids": ["gone"]}),
        ("accept", {"ids": "gone", "edits": {"gone": "x"}}),
        ("restore", {"to": 99}),
        ("diff", {"from": "a", "to": 1}),
        ("undo", {}),
        ("step", {"step": "two"}),
    ):
        told = site.do(verb, **fields)["problem"]
        assert told, verb
        assert "Traceback" not in told
    assert site.desk.planner.open(site.id).version == 1


def test_only_requests_that_our_own_page_can_send_are_taken(site: Site) -> None:
    plan_id = site.new()["id"]
    body = json.dumps({"do": "delete"})
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        reply = site.client.post(f"/plans/{plan_id}/do", content=body, headers={"content-type": content_type})
        assert reply.status_code == 415
    assert site.client.post("/plans/import?name=a.json", content=b"{}").status_code == 415
    for broken in (b"[1]", b"{", b"\xff", b"[" * 100_000):
        reply = site.client.post(f"/plans/{plan_id}/do", content=broken, headers={"content-type": "application/json"})
        assert reply.status_code == 400
    huge = site.client.post("/plans", json={"title": "x" * MOST_JSON})
    assert huge.status_code == 413
    assert site.client.get("/plans").status_code == 405  # nobody gets a list
    assert site.client.get(f"/plans/{plan_id}").headers["cache-control"] == "no-store"


def test_two_browsers_on_one_place_are_shown_both_values_and_elsewhere_both_count(visit: Callable[[], Site]) -> None:
    one, two = visit(), visit()
    one.new()
    one.do("add", table="rows", values={"activity": "Agree a pathway"})
    row = one.plan.rows[0].id
    two.id = one.id
    two.do("look")
    one.do("edit", table="rows", id=row, field="risk", value="Name a deputy " * 20)
    stale = two.version
    two.do("edit", table="rows", id=row, field="resources", value="A nurse")  # elsewhere: both count
    assert (one.plan.rows[0].risk.text[:6], one.plan.rows[0].resources.text) == ("Name a", "A nurse")
    two.version = stale
    told = two.do("edit", table="rows", id=row, field="risk", value="Ask <twice>")
    assert "Ask &lt;twice&gt;" in told["conflict"]
    assert ("Name a deputy " * 20).strip() in told["conflict"]  # whole, not cut
    assert one.plan.rows[0].risk.text.startswith("Name a deputy")
    two.version = told["version"]
    two.do("edit", table="rows", id=row, field="risk", value="Ask <twice>")
    assert one.plan.rows[0].risk.text == "Ask <twice>"


def test_the_chat_asks_and_goes_on_when_a_field_beside_it_settles_its_question(site: Site) -> None:
    site.new()
    first = site.say()["reply"]
    assert "What is the main thing" in first["html"]
    assert [quick["say"] for quick in first["quick"]] == ["skip", "I don't know", "explain", "back"]
    told = site.do("answer", unit="step.1.ask.what.1", value="Clinics refer too late")
    assert "Where does that come from" in told["reply"]["html"]
    other = site.do("answer", unit="step.1.ask.why.1", value="No pathway")
    assert "reply" not in other
    assert "Who is affected" in site.say("We do not have the capacity")["reply"]["html"]
    assert "Step 2 of 4" in site.do("step", step="2")["reply"]["html"]


def test_a_question_in_between_is_answered_with_sources_and_without_what_would_leave_the_plan(site: Site) -> None:
    site.new()
    site.say()
    html = site.say("What is recommendation 2.3?")["reply"]["html"]
    assert 'class="cite"' in html
    assert "data-verdict" not in html
    assert "add-to-plan" not in html
    assert "What is the main thing" in html


def test_suggestions_can_be_settled_in_the_chat_or_in_the_plan(site: Site) -> None:
    site.new()
    site.say()
    site.say("what: Clinics refer too late. why: There is no agreed referral pathway between clinics and the centre.")
    for _ in range(12):
        reply = site.say("skip")["reply"]
        if site.plan.proposals:
            break
    waiting = [proposal.id for proposal in site.plan.proposals]
    assert all(f'data-ids="{proposal}"' in reply["html"] for proposal in waiting)
    assert reply["quick"][0] == {"label": "Accept all", "say": "accept all"}
    site.do("reject", ids=waiting[-1])
    told = site.do("accept")
    assert told["waiting"] == []
    assert site.plan.recommendations
    assert "Which of them can you really do" in told["reply"]["html"]  # the chat goes on by itself


def test_a_scenario_becomes_a_plan_of_suggestions_with_the_users_words_as_theirs(site: Site) -> None:
    told = site.new(title="North", scenario=CHARITY)
    plan = site.plan
    assert {p.kind for p in plan.proposals} == {"choose", "add"}  # and no other title than the user's
    assert not plan.rows
    assert plan.answers["step.1.ask.what.1"].text.startswith("We are a lymphoma charity")
    assert any("12,000 euros" in value for values in plan.facts.values() for value in values)
    assert "unofficial" in told["message"]
    site.do("accept")
    assert site.plan.rows[0].start == "2027-03-01"  # "a meeting ... in March"
    assert site.plan.recommendations


def test_each_suggestion_from_a_scenario_says_why_and_a_title_is_suggested_where_there_is_none(site: Site) -> None:
    site.new(scenario=f"{CHARITY} We have 18 months.")
    waiting = {p.data.get("name", p.data.get("unit", p.data.get("table"))): p.reason for p in site.plan.proposals}
    assert waiting["title"].startswith("From Recommendation")
    assert "We have 18 months." in waiting["end"]
    assert "You wrote: “Community clinics refer late" in waiting["rec.2.2"]
    assert waiting["rows"] == waiting["rec.2.2"]
    assert all(waiting.values())
    site.do("accept")
    assert site.plan.title.endswith(": two rural counties")
    assert site.plan.end


def test_a_scenario_that_says_too_little_is_asked_for_more_and_makes_no_plan(site: Site) -> None:
    told = site.new(scenario=VAGUE)
    assert "id" not in told
    assert len(told["questions"]) > 0
    again = site.new(scenario=VAGUE, answers=[CHARITY])
    assert again["waiting"]


@pytest.mark.parametrize(("scenario", "words"), [(OUTSIDE, "outside"), (PATIENT, "identify a patient")])
def test_what_cannot_be_drafted_is_said_and_nothing_of_it_is_kept(site: Site, scenario: str, words: str) -> None:
    told = site.new(scenario=scenario)
    assert words in told["problem"]
    assert "Schmidt" not in json.dumps(told)
    assert site.desk.planner.plans() == []


def test_patient_data_is_neither_kept_nor_repeated_wherever_it_is_typed(site: Site) -> None:
    assert "patient" in site.new(title=PATIENT)["problem"]
    site.new()
    for fields in (
        {"do": "answer", "unit": "step.1.ask.what.1", "value": PATIENT},
        {"do": "add", "table": "rows", "values": {"activity": PATIENT}},
        {"do": "state", "name": "other", "values": [PATIENT]},
    ):
        verb = fields.pop("do")
        assert "was not kept" in site.do(verb, **fields)["problem"]
    said = site.say(PATIENT)["reply"]
    assert said["private"]
    assert "Schmidt" not in json.dumps([event.data for event in site.desk.planner.open(site.id).events])
    assert "Schmidt" not in said["html"]


@pytest.mark.parametrize("ending", ["docx", "pdf", "xlsx", "csv", "md", "json"])
def test_a_plan_is_downloaded_in_every_format_without_the_id_that_opens_it(site: Site, ending: str) -> None:
    site.new(title="Grüße/../aus dem Norden")
    site.do("add", table="rows", values={"activity": "Agree a pathway"})
    reply = site.client.get(f"/plans/{site.id}/export.{ending}")
    assert reply.status_code == 200
    assert reply.headers["content-disposition"].startswith('attachment; filename="gr-e-aus-dem-norden.')
    assert site.id.encode() not in reply.content
    if ending == "docx":
        tables = Document(io.BytesIO(reply.content)).tables
        assert any("Agree a pathway" in cell.text for table in tables for row in table.rows for cell in row.cells)


def test_a_file_comes_back_as_a_plan_or_as_suggestions_and_a_broken_one_changes_nothing(site: Site) -> None:
    site.new(title="North")
    site.do("add", table="rows", values={"activity": "Agree a pathway"})
    data = site.client.get(f"/plans/{site.id}/export.json").content
    binary = {"content-type": "application/octet-stream"}
    copy = site.client.post("/plans/import?name=north.json", content=data, headers=binary).json()
    assert copy["id"] != site.id
    assert site.desk.planner.open(copy["id"]).plan.rows[0].activity.text == "Agree a pathway"
    edited = data.replace(b"Agree a pathway", b"Agree a one-page pathway")
    told = site.client.post(f"/plans/{site.id}/import?name=north.json", content=edited, headers=binary).json()
    assert len(told["waiting"]) == 1
    assert "One difference waits" in told["message"]
    before = len(site.desk.planner.plans())
    for name, broken in (("a.json", b"{}"), ("a.xlsx", b"PK"), ("a.exe", data), ("a.json", edited[:-9])):
        assert site.client.post(f"/plans/import?name={name}", content=broken, headers=binary).json()["problem"]
    hurt = data.replace(b"Agree a pathway", PATIENT.encode())
    assert "identify a patient" in site.client.post("/plans/import?name=a.json", content=hurt, headers=binary).text
    assert len(site.desk.planner.plans()) == before


def test_suggestions_that_wait_go_into_the_json_file_and_come_back_out_of_it(site: Site) -> None:
    site.new(title="North", scenario=CHARITY)
    waiting = site.plan.proposals
    data = site.client.get(f"/plans/{site.id}/export.json").content
    assert site.id.encode() not in data
    binary = {"content-type": "application/octet-stream"}
    copy = site.client.post("/plans/import?name=north.json", content=data, headers=binary).json()
    found = site.desk.planner.open(copy["id"]).plan.proposals
    assert [(p.kind, p.data, p.reason) for p in found] == [(p.kind, p.data, p.reason) for p in waiting]
    assert {p.who for p in found} == {Who.IMPORT}
    site.do("share")
    shared = site.client.get(f"/shared/{site.desk.planner.store.token(site.id)}/export.json").json()
    assert shared["proposals"] == []  # readers see what was agreed


def test_suggestions_in_a_file_that_fit_nothing_are_left_out_and_said(site: Site) -> None:
    site.new(title="North")
    told = json.loads(site.client.get(f"/plans/{site.id}/export.json").content)
    stray = {"table": "rows", "id": "gone", "field": "risk", "value": "x"}
    kinds = (("edit", stray), ("load", {"plan": {}}), ("set", {"name": "title", "value": "South"}))
    told["proposals"] = [
        {"id": f"p{at}", "who": "assistant", "kind": kind, "data": data, "reason": ""}
        for at, (kind, data) in enumerate(kinds)
    ]
    binary = {"content-type": "application/octet-stream"}
    copy = site.client.post("/plans/import?name=a.json", content=json.dumps(told).encode(), headers=binary).json()
    assert [p.kind for p in site.desk.planner.open(copy["id"]).plan.proposals] == ["set"]
    assert "2 suggestions in the file do not fit" in copy["message"]


def test_a_files_name_that_could_identify_a_patient_is_neither_kept_nor_repeated(site: Site) -> None:
    site.new(title="North")
    data = site.client.get(f"/plans/{site.id}/export.json").content.replace(b"North", b"South")
    binary = {"content-type": "application/octet-stream"}
    for name in ("Patient_Anna_Schmidt.json", "Anna Schmidt born 12.03.1961.json"):
        told = site.client.post(f"/plans/{site.id}/import?name={name}", content=data, headers=binary)
        assert "was not kept" in told.json()["message"]
        assert "Schmidt" not in told.text
    assert {p.reason for p in site.plan.proposals} == {"From the file your-file.json."}
    refused = site.client.post("/plans/import?name=Patient Anna Schmidt.doc", content=data, headers=binary)
    assert "your-file.doc: plans are read as" in refused.json()["problem"]


def test_a_link_for_reading_shows_the_plan_without_its_key_until_it_is_withdrawn(site: Site) -> None:
    site.new(title="North <script>")
    site.do("add", table="rows", values={"activity": "Agree a pathway"})
    files = site.do("share")["sections"]["files"]
    token = site.desk.planner.store.token(site.id)
    assert f"shared/{token}" in files
    page = site.client.get(f"/shared/{token}")
    assert "Agree a pathway" in page.text
    assert "North &lt;script&gt;" in page.text
    assert site.id not in page.text
    assert 'data-do="' not in page.text
    assert page.headers["x-robots-tag"].startswith("noindex")
    assert site.client.get(f"/shared/{token}/export.docx").status_code == 200
    site.do("unshare")
    gone = site.client.get(f"/shared/{token}")
    assert (gone.status_code, "withdrawn" in gone.text) == (404, True)
    assert site.client.get(f"/shared/{site.id}").status_code == 404


def test_a_deleted_plan_is_gone(site: Site) -> None:
    site.new(title="North")
    assert site.do("delete")["deleted"]
    assert site.do("look")["missing"]
    assert site.client.get(f"/plans/{site.id}").status_code == 404
    assert site.client.get(f"/plans/{site.id}/export.docx").status_code == 404


def test_two_versions_are_compared_in_the_history(site: Site) -> None:
    site.new(title="North")
    site.do("set", name="title", value="South")
    assert "South" in site.do("diff", **{"from": "1", "to": "2"})["sections"]["history"]

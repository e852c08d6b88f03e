"""The Evals page: shut without the key, and behind it runs, comparisons, and candidates that become cases."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from assistant.domain import Document, Passage
from assistant.errors import BadInput, IndexMissing
from assistant.settings import Settings
from evals import history
from evals.cases import load_cases
from evals.options import Options
from evals.scoring import run, subject_of
from tests.evals.test_run import CASES
from tests.evals.test_run import FakeAssistant as Measured
from tests.web.fake_assistant import FakeAssistant
from ui.web.evals.routes import add_routes
from ui.web.model_in_use import ModelInUse

KEY = "a-key-for-the-tests-only"
QUESTION = "How many beds are there?"
ROWS: tuple[dict[str, Any], ...] = (
    {"time": "2026-11-21T10:00:00+00:00", "question": QUESTION, "status": "not_in_sources", "retrieved": ["p-rec.2.4"]},
    {"time": "2026-11-21T11:00:00+00:00", "question": "Who <b>decides</b>?", "verdict": "down", "reason": "<i>no</i>"},
)


class Site:
    """The page over a fake assistant and a folder of its own."""

    def __init__(self, home: Path, key: str = KEY, settings: Settings | None = None) -> None:
        self.settings = settings or Settings(home=home, maintainer=key)
        self.assistant = FakeAssistant()
        self.models = ModelInUse(self.settings)
        app = FastAPI()
        add_routes(app, self.settings, self._open, self.models)
        self.client = TestClient(app, base_url="https://testserver", follow_redirects=False)
        self.broken = False
        home.mkdir(exist_ok=True)
        self.settings.feedback_file.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")

    def _open(self) -> FakeAssistant:
        if self.broken:
            raise IndexMissing("No index: v2a ingest")
        return self.assistant

    def enter(self) -> Site:
        assert self.client.post("/evals/enter", data={"key": KEY}).status_code == 303
        return self

    def get(self, path: str = "") -> str:
        reply = self.client.get(f"/evals{path}")
        assert reply.status_code == 200, reply.text
        return reply.text

    @property
    def mark(self) -> str:
        return re.findall(r'name="mark" value="(\w+)"', self.get())[0]

    def post(self, path: str, **fields: Any) -> Response:
        return self.client.post(f"/evals{path}", data={"mark": self.mark, **fields})

    def address(self, question: str = QUESTION, page: str = "/candidates") -> str:
        found = re.search(rf'href="/evals(/candidates/[^"]+)">{re.escape(question)}', self.get(page))
        assert found, f"{question} is not offered"
        return found[1].replace("&amp;", "&")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "home").enter()


def verb(address: str, word: str) -> str:
    path, _, query = address.partition("?")
    return f"{path}/{word}" + (f"?{query}" if query else "")


FILLED = {"question": QUESTION, "kind": "direct", "status": "answered", "needs": "1", "file": "from-use"}


# The door


def test_without_the_setting_nothing_of_the_page_is_there(tmp_path: Path) -> None:
    site = Site(tmp_path / "home", key="")
    for path in ("", "/candidates", "/runs/abc", "/drafts"):
        assert site.client.get(f"/evals{path}").status_code == 404
    assert site.client.post("/evals/enter", data={"key": ""}).status_code == 404


@pytest.mark.parametrize(
    "path", ["", "/candidates", "/candidates/x", "/runs/x", "/compare", "/drafts", "/drafts/report"]
)
def test_without_the_key_every_address_asks_for_it_and_shows_nothing_else(tmp_path: Path, path: str) -> None:
    reply = Site(tmp_path / "home").client.get(f"/evals{path}")
    assert reply.status_code == 401
    assert 'type="password"' in reply.text
    assert not any(told in reply.text for told in (QUESTION, "<nav", 'name="mark"', KEY))
    assert reply.headers["cache-control"] == "no-store"


def test_a_wrong_key_opens_nothing(tmp_path: Path) -> None:
    site = Site(tmp_path / "home")
    for given in ("", "wrong", KEY[:-1], KEY + "x", "ключ"):
        reply = site.client.post("/evals/enter", data={"key": given})
        assert (reply.status_code, "set-cookie" in reply.headers) == (401, False)
    site.client.cookies.set("v2a_maintainer", KEY, path="/evals")
    assert site.client.get("/evals").status_code == 401


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites_and_does_not_hold_the_key(tmp_path: Path) -> None:
    cookie = Site(tmp_path / "home").client.post("/evals/enter", data={"key": KEY}).headers["set-cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=strict", "Path=/evals", "Secure"))
    assert KEY not in cookie


def test_a_form_of_another_page_is_refused_though_the_browser_sends_the_cookie(site: Site) -> None:
    address = site.address()
    for fields in ({"x": "y"}, {"mark": "0" * 64}):
        assert site.client.post(f"/evals{verb(address, 'drop')}", data=fields).status_code == 403
    assert site.client.post(f"/evals{verb(address, 'drop')}", json={}).status_code == 415
    assert site.client.post(f"/evals{verb(address, 'drop')}", data={"x": "y" * 300_000}).status_code == 413
    assert QUESTION in site.get("/candidates")


def test_the_page_can_be_locked_again(site: Site) -> None:
    assert site.post("/leave").status_code == 303
    assert site.client.get("/evals").status_code == 401


@pytest.mark.parametrize("key", ["short", " " * 30 + "fifteen-letters"])
def test_a_key_that_can_be_guessed_is_refused_at_the_start_without_repeating_it(key: str) -> None:
    with pytest.raises(BadInput, match="16") as caught:
        Settings.from_env({"V2A_MAINTAINER": key})
    assert key.strip() not in str(caught.value)
    assert KEY not in repr(Settings.from_env({"V2A_MAINTAINER": KEY}))


# Runs


@pytest.fixture
def measured(site: Site) -> Callable[..., dict[str, Any]]:
    def keep(damaged: bool = False, name: str = "dev") -> dict[str, Any]:
        done = run(subject_of(Measured(damaged)), CASES, name=name)
        return history.keep(site.settings, [done], Options())[0]

    return keep


def test_an_empty_history_says_how_to_fill_it(site: Site) -> None:
    assert "v2a eval" in site.get()


def test_the_last_runs_stand_with_figures_and_fingerprint_and_two_are_chosen(site: Site, measured: Any) -> None:
    old, other = measured(damaged=True), measured(name="lists")
    history.keep(site.settings, [run(subject_of(Measured(), "rrf"), CASES)], Options())
    new = measured()
    html = site.get()
    assert html.index(f"/evals/runs/{new['id']}") < html.index(f"/evals/runs/{old['id']}")
    assert "fingerpr" in html
    assert f'name="before" value="{old["id"]}" checked' in html
    assert f'name="after" value="{new["id"]}" checked' in html
    assert f'value="{other["id"]}" checked' not in html


def test_the_trend_says_in_words_what_it_draws(site: Site, measured: Any) -> None:
    measured(damaged=True)
    measured()
    label = re.search(r'aria-label="(recall@5 over [^"]+)"', site.get())
    assert label
    assert re.search(r"recall@5 over 2 runs: 0\.\d+ at first, 1\.000 at last", label[1])
    assert "There is a trend" not in site.get("?of=dev, our edition, nothing")


def test_a_run_shows_its_worst_cases_with_what_was_retrieved(site: Site, measured: Any) -> None:
    html = site.get(f"/runs/{measured(damaged=True)['id']}")
    worst = html[html.index("Worst cases") :]
    assert "<strong>one</strong>" in worst
    assert 'aria-label="Retrieved for one"' in worst
    assert "<code>l.1</code>" in worst


def test_cases_of_the_holdout_are_counted_and_not_shown(site: Site, measured: Any) -> None:
    first, second = measured(damaged=True, name="holdout"), measured(name="holdout")
    for path in (f"/runs/{first['id']}", f"/compare?before={first['id']}&after={second['id']}"):
        html = site.get(path)
        assert "not shown" in html
        assert CASES[0].question not in html


def test_two_runs_are_compared_case_by_case(site: Site, measured: Any) -> None:
    before, after = measured(damaged=True), measured()
    html = site.get(f"/compare?before={before['id']}&after={after['id']}")
    assert "95 % interval" in html
    assert "cases differ" in html
    assert "<h3>before: " in html


def test_runs_that_cannot_be_compared_or_are_gone_say_so(site: Site, measured: Any) -> None:
    line = measured()
    for path in (f"/compare?before={line['id']}&after={line['id']}", "/compare", "/runs/gone", "/runs/..%2f..%2fx"):
        reply = site.client.get(f"/evals{path}")
        assert reply.status_code == 404
    assert "choose a newer one" in site.client.get("/evals/runs/gone").text


def test_runs_can_be_read_while_the_index_cannot_be_opened(site: Site, measured: Any) -> None:
    line = measured(damaged=True)
    site.broken = True
    assert "Worst cases" in site.get(f"/runs/{line['id']}")
    assert site.client.get("/evals/drafts").status_code == 503


# Candidates


def test_candidates_show_why_they_are_there_as_text(site: Site) -> None:
    html = site.get("/candidates")
    assert "not in the sources" in html
    assert "&lt;i&gt;no&lt;/i&gt;" in html
    assert "<b>decides" not in html


def test_a_candidate_offers_what_was_retrieved_then_and_now(site: Site) -> None:
    html = site.get(site.address())
    then, now = html.split("Retrieved when it was asked")[1].split("Retrieved now")
    assert 'value="p-rec.2.4"' in then
    assert 'value="p-rec.2.1"' in now
    assert "checked" not in then + now.split("The case")[0]


def test_finding_passages_keeps_what_was_chosen_and_typed(site: Site) -> None:
    address = verb(site.address(), "find")
    reply = site.post(address, **{**FILLED, "question": "How many beds in all?", "words": "beds", "gold": "p-rec.2.4"})
    assert "How many beds in all?" in reply.text
    assert 'value="p-rec.2.4" checked' in reply.text
    fields = {"mark": site.mark, **FILLED, "words": "beds", "gold": "p-rec.2.4"}
    part = site.client.post(f"/evals{address}", data=fields, headers={"X-Part": "passages"}).text
    assert part.startswith("<h2>Chosen</h2>")
    assert "<html" not in part


def test_a_saved_candidate_is_a_case_with_the_clicked_passages_as_gold(site: Site) -> None:
    fields = {**FILLED, "gold": ["p-rec.2.4", "p-official"], "needs": "2", "role": "manager", "goal": "2"}
    reply = site.post(verb(site.address(), "save"), **fields)
    assert (reply.status_code, reply.headers["location"]) == (303, "/evals/candidates?said=saved")
    (case,) = load_cases(site.settings.home / "evals" / "from-use.jsonl")
    assert (case.question, case.gold, case.needs) == (QUESTION, ("rec.2.4", "rec.2.3"), 2)
    assert (case.role, case.goal, case.status) == ("manager", 2, ("answered", "partial"))
    html = site.get("/candidates?said=saved")
    assert "Saved as a case" in html
    assert "Decided on: 1" in html


def test_a_question_without_an_answer_is_a_case_without_gold(site: Site) -> None:
    site.post(verb(site.address(), "save"), **{**FILLED, "status": "not_in_sources", "kind": "unanswerable"})
    (case,) = load_cases(site.settings.home / "evals" / "from-use.jsonl")
    assert (case.gold, case.answerable) == ((), False)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({}, "No passage is chosen"),
        ({"status": "medical", "gold": "p-rec.2.4"}, "take them out"),
        ({"gold": "p-gone"}, "not in the texts any more"),
        ({"gold": "p-rec.2.4", "needs": "many"}, "whole number"),
        ({"gold": "p-rec.2.4", "needs": "2"}, "&#x27;needs&#x27;"),
        ({"gold": "p-rec.2.4", "kind": "list"}, "group"),
        ({"gold": "p-rec.2.4", "file": "../dev"}, "small letters"),
        ({"gold": "p-rec.2.4", "file": "history"}, "small letters"),
        ({"gold": "p-rec.2.4", "question": "Why was patient Anna Schmidt refused?"}, "patient"),
        ({"gold": "p-rec.2.4", "question": " "}, "empty"),
    ],
)
def test_what_makes_no_case_is_said_on_the_form_and_nothing_is_lost(
    site: Site, change: dict[str, str], says: str
) -> None:
    reply = site.post(verb(site.address(), "save"), **{**FILLED, "role": "kept as typed", **change})
    assert reply.status_code == 422
    alert = re.search(r'role="alert">([^<]+)', reply.text)
    assert alert
    assert says in alert[1]
    assert "kept as typed" in reply.text
    assert not list(site.settings.home.glob("evals/*.jsonl"))


def test_a_dropped_candidate_can_be_taken_up_again(site: Site) -> None:
    address = site.address()
    assert site.post(verb(address, "drop")).status_code == 303
    assert f'<a href="/evals{address}">' not in site.get("/candidates")
    assert site.post(verb(address, "reopen")).status_code == 303
    assert site.address() == address


def test_a_candidate_that_is_gone_or_a_verb_that_is_none_is_refused(site: Site) -> None:
    assert site.client.get("/evals/candidates/use-0000000000").status_code == 404
    assert site.post("/candidates/use-0000000000/drop").status_code == 400
    assert site.post(verb(site.address(), "explode")).status_code == 400


# Drafts


GUIDE = "our guides/1"


@pytest.fixture
def own(site: Site) -> str:
    """Where the drafts of a document of the operator's own stand, which has no units."""
    text = "Every week one nurse keeps two slots free for urgent collection."
    site.assistant.documents[GUIDE] = Document(GUIDE, "Our guide", text, "d9")
    site.assistant.passages["p-own"] = Passage("p-own", GUIDE, ("Urgent slots",), text, 0, len(text))
    return "/drafts/our%20guides%2F1"


def test_a_new_document_comes_before_ours_and_is_marked(site: Site, own: str) -> None:
    html = site.get("/drafts")
    assert html.index(f'<a href="/evals{own}">Our guide</a> <span class="tag">new</span>') < html.index("The report")


def test_a_draft_is_reviewed_before_it_is_a_case_and_its_gold_is_a_span(site: Site, own: str) -> None:
    question = "What does “Our guide” say about “Urgent slots”?"
    address = site.address(question, own)
    assert 'value="p-own" checked' in site.get(address)
    assert not list(site.settings.home.glob("evals/*.jsonl"))
    fields = {**FILLED, "question": "Who keeps places free for emergencies?", "gold": "p-own"}
    reply = site.post(verb(address, "save"), **fields)
    assert reply.headers["location"] == f"/evals{own}?said=saved"
    (case,) = load_cases(site.settings.home / "evals" / "from-use.jsonl")
    assert case.spans[0].text == "Every week one nurse keeps two slots free"
    assert question not in site.get(own)
    assert "drafts: 1, decided on: 1" in site.get("/drafts")
    site.assistant.documents.pop(GUIDE)
    assert site.client.get(f"/evals{own}").status_code == 404


def test_every_string_of_a_document_is_shown_as_text(site: Site) -> None:
    hostile = replace(site.assistant.documents["toolkit"], title="<script>alert(1)</script>")
    site.assistant.documents["toolkit"] = hostile
    for path in ("/drafts", "/drafts/toolkit", site.address()):
        assert "<script>alert" not in site.get(path)
        assert "<img" not in site.get(path)

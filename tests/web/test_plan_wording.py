"""Suggested rows in a model's words, row by row: what changes, what never does, and that nobody waits for the draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant import wiring
from assistant.domain import Prompt
from assistant.errors import ModelUnreachable
from assistant.planning.plan import Proposal
from assistant.settings import Settings
from assistant.wiring import OpenAssistant, open_planner
from tests.conftest import FakeChatModel, FakeParts
from tests.core.shelves import open_with_fakes, shipped
from tests.web.slow_model import PLACE, SEVERAL, words_rows
from ui.web.plan.asked import Asked
from ui.web.plan.chat import say
from ui.web.plan.desk import Desk
from ui.web.plan.routes import add_routes
from ui.web.plan.wording import word

Model = FakeChatModel
GERMAN = (
    "Wir sind ein Kliniknetz im Norden von Ruritanien. Die Krankenhäuser überweisen zu spät, und niemand weiß, wen man "
    "anruft. Die Krankenkasse zahlt zu spät und nicht die vollen Kosten. Der ganze Norden ist betroffen, vor allem "
    "Menschen auf dem Land. Wir haben 40.000 Euro und zwei Pflegekräfte bis Dezember 2027."
)


@pytest.fixture(scope="module")
def model() -> Model:
    return FakeChatModel(words_rows)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, model: Model) -> OpenAssistant:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "open_model", lambda _: model)
        return open_with_fakes(replace(shipped(tmp_path_factory.mktemp("words")), model="openai:x"), FakeParts())


class Site:
    """A page on which a plan was drafted from a few sentences."""

    def __init__(self, client: TestClient, desk: Desk) -> None:
        self.client, self.desk = client, desk
        self.begun: dict[str, Any] = client.post("/plans", json={"scenario": SEVERAL}).json()
        self.id: str = self.begun["id"]

    def word(self, proposal: str) -> dict[str, Any]:
        told: dict[str, Any] = self.client.post(f"/plans/{self.id}/word", json={"proposal": proposal}).json()
        return told

    def waiting(self, proposal: str) -> Proposal:
        plan = self.desk.planner.open(self.id).plan
        return next(found for found in plan.proposals if found.id == proposal)

    @property
    def version(self) -> int:
        return self.desk.planner.open(self.id).version


@pytest.fixture
def site(assistant: OpenAssistant, model: Model, tmp_path: Path) -> Iterator[Site]:
    planner = open_planner(Settings(home=tmp_path))
    desk = Desk(lambda: planner, lambda: assistant, lambda: dt.date(2027, 1, 15))
    app = FastAPI()
    add_routes(app, desk)
    model.script = words_rows
    model.prompts.clear()
    with TestClient(app) as client:
        yield Site(client, desk)
    planner.store.close()


def test_a_draft_asks_the_model_nothing_and_says_which_rows_could_be_worded(site: Site, model: Model) -> None:
    assert model.prompts == []
    rows = [p.id for p in site.desk.planner.open(site.id).plan.proposals if p.data.get("table") == "rows"]
    assert (site.begun["word"], len(rows)) == (rows, 3)


def test_a_row_is_worded_in_its_place_and_says_whose_words_it_has(site: Site) -> None:
    first, second, _ = site.begun["word"]
    places = [p.id for p in site.desk.planner.open(site.id).plan.proposals]
    told = site.word(first)
    assert (told["worded"], told["version"], told["model"]) == (True, site.version, "fake:scripted")
    assert f"lost {PLACE}" in site.waiting(first).data["item"]["activity"]["text"]
    assert "in the words of fake:scripted" in site.waiting(first).reason
    assert "in the words of fake:scripted" in told["html"]
    assert "in the words of" not in site.waiting(second).reason
    assert [p.id for p in site.desk.planner.open(site.id).plan.proposals] == places


def test_a_row_is_worded_once(site: Site, model: Model) -> None:
    first = site.begun["word"][0]
    site.word(first)
    asked, version = len(model.prompts), site.version
    assert site.word(first) == {"worded": False}
    assert (len(model.prompts), site.version) == (asked, version)


def test_what_was_settled_or_never_was_a_suggestion_of_a_row_is_left_alone(site: Site, model: Model) -> None:
    first = site.begun["word"][0]
    site.desk.planner.reject(site.id, [first])
    others = [p.id for p in site.desk.planner.open(site.id).plan.proposals if p.data.get("table") != "rows"]
    assert [site.word(found) for found in (first, others[0], "never")] == [{"worded": False}] * 3
    assert model.prompts == []


@pytest.mark.parametrize(
    ("pieces", "failed"),
    [([ModelUnreachable("It cannot be reached.")], True), (['{"claims": []}'], False), (["no JSON"], True)],
)
def test_a_model_that_gives_nothing_of_use_leaves_the_row_as_it_was_and_says_so(
    site: Site, model: Model, pieces: list[str | Exception], failed: bool
) -> None:
    first = site.begun["word"][0]
    before, version = site.waiting(first), site.version
    model.script = lambda _: pieces
    told = site.word(first)
    assert (told["worded"], told["failed"]) == (False, failed)
    assert told["note"]
    assert (site.waiting(first), site.version) == (before, version)


def test_a_setting_in_another_language_is_not_said_to_have_been_worded_in_vain(site: Site, model: Model) -> None:
    begun = site.client.post("/plans", json={"scenario": GERMAN}).json()
    told = site.client.post(f"/plans/{begun['id']}/word", json={"proposal": begun["word"][0]}).json()
    assert (told["worded"], told["failed"], model.prompts) == (False, True, [])
    assert "only where the setting is told in English" in told["note"]


def test_a_row_that_is_settled_while_the_model_writes_stays_as_the_user_took_it(site: Site, model: Model) -> None:
    first = site.begun["word"][0]
    before = site.waiting(first)

    def while_it_writes(prompt: Prompt) -> Iterable[str]:
        site.desk.planner.accept(site.id, [first])
        yield from words_rows(prompt)

    model.script = while_it_writes
    assert site.word(first) == {"worded": False}
    assert site.desk.planner.open(site.id).plan.rows[0].activity.text == before.data["item"]["activity"]["text"]


def test_when_nobody_waits_any_longer_the_model_is_stopped_and_nothing_changes(site: Site, model: Model) -> None:
    first = site.begun["word"][0]
    before, version, written = site.waiting(first), site.version, model.written

    def endless(prompt: Prompt) -> Iterable[str]:
        while True:
            yield ""

    model.script = endless
    looks = iter([False, False, False, *[True] * 9])
    told = word(site.desk, site.id, Asked({"proposal": first}), lambda: next(looks))
    assert told["worded"] is False
    assert model.written - written <= 5
    assert (site.waiting(first), site.version) == (before, version)


def test_a_question_in_the_chat_that_nobody_waits_for_stops_the_model_and_what_was_said_with_it_is_kept(
    site: Site, model: Model
) -> None:
    written = model.written

    def endless(prompt: Prompt) -> Iterable[str]:
        while True:
            yield ""

    model.script = endless
    looks = iter([False, False, False, *[True] * 9])
    told = {"text": "who: People on the islands. What does recommendation 2.3 say?"}
    reply = say(site.desk, site.id, Asked(told), lambda: next(looks))
    assert reply.answer is not None
    assert reply.answer.mode == "extractive"
    assert 0 < model.written - written <= 5
    assert "islands" in " ".join(cell.text for cell in site.desk.planner.open(site.id).plan.answers.values())


def test_without_a_model_there_is_nothing_to_word(assistant: OpenAssistant, tmp_path: Path) -> None:
    plain = assistant.with_model(Settings(home=tmp_path))
    planner = open_planner(Settings(home=tmp_path))
    app = FastAPI()
    add_routes(app, Desk(lambda: planner, lambda: plain, lambda: dt.date(2027, 1, 15)))
    with TestClient(app) as client:
        assert client.post("/plans", json={"scenario": SEVERAL}).json()["word"] == []
    planner.store.close()

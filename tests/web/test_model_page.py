"""The model's page for maintainers: what is set, what was spent, whether it answers; never a key, never a change."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.cost import Limit, Use
from assistant.domain import Prompt
from assistant.errors import ModelBudget, ModelGarbage, ModelUnreachable
from assistant.settings import Settings
from assistant.wiring import open_budget, open_ledger
from assistant.writing.budget import LOCAL, Budget
from assistant.writing.trial import try_out
from tests.conftest import FakeChatModel
from tests.web.test_evals_routes import Site
from ui.web.evals import model
from ui.web.page import about_html

SECRET = "sk-secret-of-the-tests"


class Models:
    """Gives one scripted model and keeps the settings that it was opened with."""

    def __init__(self, *pieces: str | Exception) -> None:
        self.pieces = pieces
        self.opened: list[Settings] = []

    def __call__(self, settings: Settings) -> FakeChatModel:
        self.opened.append(settings)
        return FakeChatModel(lambda _: self.pieces)


def configured(tmp_path: Path, **how: Any) -> Settings:
    own = {"model": "openai:some", "model_key": SECRET, "model_url": f"http://me:{SECRET}@127.0.0.1:9/v1?key={SECRET}"}
    return Settings(home=tmp_path, **{**own, **how})


def shown(settings: Settings) -> str:
    return "".join(model.model_page(settings, "mark"))


def test_without_a_model_it_says_that_nothing_leaves_the_machine(tmp_path: Path) -> None:
    html = shown(Settings(home=tmp_path))
    assert "Nothing leaves here" in html
    assert "<td>not set</td>" in html


def test_name_address_and_budget_are_shown_and_no_secret_is(tmp_path: Path) -> None:
    settings = configured(tmp_path, model_daily=Limit(Decimal(5_000)))
    open_ledger(settings).reserve(Use(1_000, 500), LOCAL)(Use(1_000, 200))
    html = shown(settings)
    assert "openai:some" in html
    assert "http://127.0.0.1:9<" in html
    assert "1,200 tokens of 5,000 tokens" in html
    assert "<td>set</td>" in html
    assert SECRET not in html


def test_the_page_about_the_tool_says_what_is_sent_where_a_model_is_asked() -> None:
    assert "Nothing is sent to anyone else" in about_html()
    html = about_html("openai:<b>some</b>")
    assert "Nothing is sent" not in html
    assert "sent to the language model openai:&lt;b&gt;some" in html


def test_a_name_is_shown_as_words_not_as_markup(tmp_path: Path) -> None:
    assert "<script>" not in shown(configured(tmp_path, model="openai:<script>alert(1)</script>"))


def test_the_page_and_its_trial_are_behind_the_key(tmp_path: Path) -> None:
    client = Site(tmp_path / "home").client
    assert client.get("/evals/model").status_code == 401
    assert client.post("/evals/model/test", data={"model": "openai:any"}).status_code == 401
    assert Site(tmp_path / "other", key="").client.get("/evals/model").status_code == 404


def test_a_model_that_answers_is_said_to_and_how_to_set_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models = Models("", "ready")
    monkeypatch.setattr(model, "open_model", models)
    site = Site(tmp_path / "home").enter()
    assert 'aria-current="page">Language model' in site.get("/model")
    reply = site.post("/model/test", model="openai:other").text
    assert "openai:other answers" in reply
    assert "set V2A_MODEL=openai:other" in reply
    assert [settings.model_timeout for settings in models.opened] == [model.PATIENCE]


@pytest.mark.parametrize(
    ("name", "pieces", "told"),
    [
        ("openai:some", (ModelUnreachable("It cannot be reached."),), "It cannot be reached."),
        ("openai:some", (" ",), "wrote nothing"),
        ("nonsense", ("ready",), "provider:name"),
        ("", ("ready",), "Name a model"),
        ("openai:" + "x" * 300, ("ready",), "no name of a model"),
    ],
)
def test_a_trial_that_fails_says_why_and_the_page_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, pieces: tuple[str | Exception, ...], told: str
) -> None:
    monkeypatch.setattr(model, "open_model", Models(*pieces))
    reply = Site(tmp_path / "home").enter().post("/model/test", model=name)
    assert reply.status_code == 200
    assert told in reply.text
    assert 'role="alert"' in reply.text
    assert "Language model</h1>" in reply.text


def test_a_trial_counts_to_the_budget_and_is_not_made_when_it_is_spent(tmp_path: Path) -> None:
    settings = replace(Settings(home=tmp_path), model_daily=Limit(Decimal(1_000)))
    budget, ledger = open_budget(settings), open_ledger(settings)
    asked = FakeChatModel(lambda _: ["ready", " and more"])
    assert try_out(asked, budget) >= 0
    assert (asked.written, asked.closed) == (1, 1)
    assert 0 < ledger.spent().tokens < 200
    ledger.reserve(Use(800), LOCAL)
    with pytest.raises(ModelBudget):
        try_out(asked, budget)
    assert len(asked.prompts) == 1


def test_a_model_that_writes_nothing_does_not_pass(tmp_path: Path) -> None:
    with pytest.raises(ModelGarbage, match="wrote nothing"):
        try_out(FakeChatModel(lambda _: ["", "\n"]), Budget())


def test_a_trial_sends_nothing_of_anybody() -> None:
    asked = FakeChatModel(lambda _: ["ready"])
    try_out(asked, Budget())
    assert asked.prompts == [Prompt("You reply with one word.", "Say: ready")]

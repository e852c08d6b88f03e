"""The model's page for maintainers: a model is tried, chosen and left again while the server runs; never a key."""

from __future__ import annotations

import html
import logging
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from httpx import Response

from assistant.choice import FILE, Choice, load, path_in, save
from assistant.cost import Limit, Use
from assistant.domain import Prompt
from assistant.errors import ModelBudget, ModelGarbage, ModelUnreachable
from assistant.feedback import FeedbackLog
from assistant.settings import Settings
from assistant.wiring import open_budget, open_ledger
from assistant.writing.budget import LOCAL, Budget
from assistant.writing.trial import try_out
from tests.conftest import FakeChatModel
from tests.web.fake_assistant import FakeAssistant
from tests.web.test_evals_routes import KEY, Site
from ui.web.app import build
from ui.web.evals import model_form, model_routes
from ui.web.evals.failures import MOST, WORDS, Failures
from ui.web.evals.model_page import consequences
from ui.web.model_in_use import Current, ModelInUse
from ui.web.page import drafts_html, mode_html, sent_html, told_of

SECRET = "sk-secret-of-the-tests"
OWN = {"provider": "own", "model": "local", "url": "http://127.0.0.1:9/v1"}
OPENAI = {"provider": "openai", "model": "some"}


class Models:
    """Gives one scripted model and keeps the settings that it was opened with."""

    def __init__(self, *pieces: str | Exception) -> None:
        self.pieces = pieces
        self.opened: list[Settings] = []

    def __call__(self, settings: Settings) -> FakeChatModel:
        self.opened.append(settings)
        return FakeChatModel(lambda _: self.pieces)


class Office(Site):
    """The page over a home of its own, entered; `models` is what the server asks."""

    def __init__(self, home: Path, **environment: Any) -> None:
        super().__init__(home, settings=Settings(home=home, maintainer=KEY, **environment))
        self.enter()

    @property
    def now(self) -> Settings:
        return self.models.settings()

    def send(self, verb: str, **fields: Any) -> Response:
        return self.post(f"/model/{verb}", **fields)

    def use(self, **fields: Any) -> Response:
        """Chosen and confirmed."""
        return self.send("use", sure="1", **fields)


def told(reply: Response | str) -> str:
    """The page without its tags."""
    text = reply if isinstance(reply, str) else reply.text
    return " ".join(html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL)).split())


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "home")


@pytest.fixture(autouse=True)
def no_keys_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "MISTRAL_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Models:
    models = Models("", "ready")
    monkeypatch.setattr(model_routes, "open_model", models)
    return models


# What is shown


def test_without_a_model_it_says_that_nothing_leaves_the_machine(office: Office) -> None:
    page = told(office.get("/model"))
    assert "Nothing leaves here" in page
    assert "Questions go to nowhere" in page
    assert 'aria-current="page">Language model' in office.get("/model")


def test_mode_place_and_budget_are_shown_and_no_secret_is(tmp_path: Path) -> None:
    address = f"http://me:{SECRET}@127.0.0.1:9/v1?key={SECRET}"
    office = Office(
        tmp_path / "home",
        model="some",
        model_url=address,
        model_key=SECRET,
        model_daily=Limit(Decimal(5_000)),
        fixed=frozenset({"V2A_MODEL", "V2A_MODEL_URL"}),
    )
    open_ledger(office.settings).reserve(Use(1_000, 200), LOCAL)
    page = told(office.get("/model"))
    assert "Answers and drafts are worded by some" in page
    assert "Questions go to 127.0.0.1:9 " in page
    assert "1,200 tokens of 5,000 tokens" in page
    assert "from the environment (V2A_MODEL_KEY)" in page
    assert SECRET not in office.get("/model")


def test_the_pages_for_readers_say_what_is_asked_and_sent() -> None:
    assert "Nothing is sent to anyone else" in sent_html("")
    assert "come from quotes; no language model" in mode_html("")
    assert drafts_html("") == ""
    page = "".join(told_of(Settings(model="openai:<b>some</b>")))
    assert "Nothing is sent" not in page
    assert "sent to the language model openai:&lt;b&gt;some" in page
    assert "worded by openai:&lt;b&gt;some&lt;/b&gt;, which gets your question" in page
    assert "worded by openai:&lt;b&gt;some&lt;/b&gt;, which gets what you write on your setting" in page
    assert "<b>" not in page


def test_a_server_whose_model_is_called_local_is_not_taken_for_a_file_on_this_machine() -> None:
    for name in ("local", "local:some"):
        mode, sent, _ = told_of(Settings(model=name, model_url="https://models.example/v1"))
        assert f"worded by {name}, which gets your question" in mode
        assert f"sent to the language model {name}" in sent


def test_where_a_model_file_lies_is_not_said_to_readers_from_the_first_moment_on(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, model="local:/home/somebody/helpful.gguf")
    page = build(lambda: FakeAssistant(), FeedbackLog(tmp_path / "feedback"), lambda: settings).get_config_file()
    assert "worded by local:helpful" in str(page)
    assert "somebody" not in str(page)


def test_names_are_shown_as_words_not_as_markup(office: Office) -> None:
    evil = "<script>alert(1)</script>"
    reply = office.use(**{**OWN, "model": evil})
    assert reply.status_code == 303
    assert office.now.model == evil
    pages = office.get("/model") + office.send("use", **{**OWN, "model": evil, "url": "http://127.0.0.1:8/v1"}).text
    assert "&lt;script&gt;alert(1)" in pages
    assert evil not in pages


def test_the_page_and_all_it_does_are_behind_the_key(tmp_path: Path) -> None:
    site = Site(tmp_path / "home")
    assert site.client.get("/evals/model").status_code == 401
    for verb in ("test", "use", "none", "forget", "edit"):
        assert site.client.post(f"/evals/model/{verb}", data=OWN).status_code == 401
    site.enter()
    assert site.client.post("/evals/model/use", data={**OWN, "sure": "1"}).status_code == 403
    assert load(site.settings.home) is None
    assert Site(tmp_path / "other", key="").client.get("/evals/model").status_code == 404


def test_the_last_failures_are_told_by_kind_and_time_alone(office: Office) -> None:
    log = logging.getLogger("v2a.model")
    assert "None since this server was started" in office.get("/model")
    log.warning("%s: %s", "ModelBusy", f"turned away {SECRET}")
    log.warning("something else")
    page = told(office.get("/model"))
    assert WORDS["ModelBusy"] in page
    assert SECRET not in page
    assert re.search(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d Its provider turned", page)


def test_only_the_latest_failures_are_kept() -> None:
    heard = Failures()
    for number in range(MOST + 3):
        kind = "ModelTimeout" if number < 3 else "ModelRefused"
        assert heard.filter(logging.LogRecord("v2a.model", 30, "", 0, "%s: %s", (kind, "x"), None))
    assert [what for _, what in heard.listed()] == [WORDS["ModelRefused"]] * MOST


# Choosing


def test_before_questions_go_elsewhere_the_page_says_where_and_asks(office: Office) -> None:
    reply = office.send("use", key=SECRET, **OPENAI)
    assert reply.status_code == 200
    assert "Send questions to api.openai.com?" in told(reply)
    assert "will be sent to api.openai.com for the model openai:some" in told(reply)
    assert SECRET not in reply.text
    assert office.now.model == ""
    assert load(office.settings.home) is None
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', reply.text))
    assert office.send("use", **{k: v for k, v in sent.items() if k != "mark"}).status_code == 303
    assert (office.now.model, office.now.model_key) == ("openai:some", SECRET)


def test_a_choice_holds_from_the_next_question_on_without_a_restart(office: Office) -> None:
    opened: list[int] = []
    assistant = FakeAssistant()
    current = Current(lambda: opened.append(1) or assistant, office.models)
    assert current().answer("What?").mode == "extractive"
    under_way = current().ask("What?")
    next(under_way)
    office.use(**OWN)
    assert [*under_way][-1].mode == "extractive"
    assert current().answer("What?").mode == "model local"
    assert current() is current()
    office.send("none")
    assert current().answer("What?").mode == "extractive"


def test_a_choice_made_in_another_process_holds_too(office: Office) -> None:
    assert office.now.model == ""
    save(office.settings.home, Choice("own", "elsewhere", "http://127.0.0.1:9/v1"))
    assert office.now.model == "elsewhere"
    path_in(office.settings.home).unlink()
    assert office.now.model == ""


def test_everything_of_the_form_is_kept_and_shown_again(office: Office) -> None:
    more = {"unsupported": "strike", "audience": "payer", "tokens": "500", "seconds": "30", "window": "8000"}
    office.use(**OWN, **more)
    now = office.now
    assert (now.unsupported, now.audience, now.model_tokens, now.model_timeout, now.model_window) == (
        "strike",
        "payer",
        500,
        30,
        8000,
    )
    page = office.get("/model")
    for shown in ('value="500"', 'value="8000"', 'value="payer" selected', 'value="http://127.0.0.1:9/v1"'):
        assert shown in page
    office.send("none")
    assert (office.now.model, office.now.audience, office.now.model_tokens) == ("", "payer", 500)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"provider": "nobody", "model": "x"}, "Choose one of the providers"),
        ({"provider": "openai", "model": ""}, "Write the model's name"),
        ({"provider": "openai", "model": "a b"}, "no spaces"),
        ({"provider": "openai", "model": "x" * 300}, "up to 200 characters"),
        ({"provider": "openai", "model": "x", "url": "https://elsewhere.invalid"}, "leave the address empty"),
        ({"provider": "own", "model": "x", "url": ""}, "Write the address of your server"),
        ({"provider": "own", "model": "x", "url": "file:///etc/passwd"}, "http://HOST:PORT/PATH"),
        ({"provider": "own", "model": "x", "url": "javascript:alert(1)"}, "http://HOST:PORT/PATH"),
        ({"provider": "own", "model": "x", "url": "http://[::1"}, "http://HOST:PORT/PATH"),
        ({"provider": "own", "model": "x", "url": f"http://me:{SECRET}@h/v1"}, "Leave user, password"),
        ({"provider": "own", "model": "x", "url": f"http://h/v1?key={SECRET}"}, "Leave user, password"),
        ({"provider": "own", "model": "none", "url": "http://h/v1"}, "Use none"),
        ({"provider": "own", "model": "ollama:x", "url": "http://h/v1"}, "choose Ollama"),
        ({"provider": "ollama", "model": "x", "key": SECRET}, "takes no key"),
        ({**OWN, "tokens": "5"}, "tokens of one answer: write a whole number from 50 to 20,000"),
        ({**OWN, "seconds": "soon"}, "seconds for one answer: write a whole number from 5 to 600"),
        ({**OWN, "window": "-1"}, "tokens that it can read"),
        ({**OWN, "audience": "nobody"}, "from their lists"),
        ({**OWN, "key": "a b"}, "This is no key"),
    ],
)
def test_what_cannot_be_used_is_said_and_the_form_stays(office: Office, fields: dict[str, str], problem: str) -> None:
    for verb in ("use", "test"):
        reply = office.send(verb, sure="1", **fields)
        assert reply.status_code == 422
        assert problem in told(reply)
        assert 'role="alert"' in reply.text
        assert "Language model</h1>" in reply.text
        assert f'value="{fields["key"]}"' not in reply.text if "key" in fields else True
    assert load(office.settings.home) is None


def test_a_missing_package_is_told_with_the_command_that_installs_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_form, "is_installed", lambda _: False)
    reply = office.use(**OPENAI, key=SECRET)
    assert reply.status_code == 422
    assert re.search(r"install .*--constraint \S*constraints.txt langchain-openai", told(reply))
    assert office.now.model == ""


def test_a_file_that_is_no_model_is_told_before_it_is_chosen_and_one_that_is_asks_nobody_elsewhere(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_form, "is_installed", lambda _: True)
    file = tmp_path / "small.gguf"
    for content, problem in ((None, "cannot be read"), (b"words", "is no GGUF file")):
        if content:
            file.write_bytes(content)
        reply = office.send("use", provider="local", model=str(file))
        assert (reply.status_code, office.now.model) == (422, "")
        assert problem in told(reply)
    file.write_bytes(b"GGUF and more")
    assert office.send("use", provider="local", model=str(file)).status_code == 303
    assert office.now.model == f"local:{file}"
    assert "stay on this machine" in " ".join(consequences(office.now))
    assert re.search(r"A file on this machine</\w+><td>127.0.0.1</td><td>none</td>", office.get("/model"))


def test_without_a_key_a_provider_that_wants_one_is_not_used(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    reply = office.use(**OPENAI)
    assert reply.status_code == 422
    assert "set OPENAI_API_KEY where v2a serve is started" in told(reply)
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    assert office.use(**OPENAI).status_code == 303
    assert "from the environment (OPENAI_API_KEY)" in told(office.get("/model"))
    assert office.now.model_key == ""  # its package reads it by itself


def test_plain_http_to_another_machine_is_warned_of(office: Office) -> None:
    near, far = OWN, {**OWN, "url": "http://models.example:8080/v1"}
    assert "Send questions to models.example:8080?" in told(office.send("use", **far))
    assert "Whoever is on the way can read" in told(office.send("use", **far))
    assert "That is this machine." in told(office.send("use", **near))
    assert "Warning" not in told(office.send("use", **{**far, "url": "https://models.example/v1"}))


def test_the_address_that_a_variable_of_the_provider_names_is_the_one_that_is_said(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", f"https://me:{SECRET}@gateway.example/v1")
    reply = office.send("use", **OPENAI, key="k")
    assert "Send questions to gateway.example?" in told(reply)
    assert SECRET not in reply.text + office.get("/model")


def test_of_two_maintainers_the_last_one_wins_and_is_told_of_the_other(office: Office) -> None:
    office.use(**{**OWN, "model": "first"})
    seen = re.findall(r'name="seen" value="([^"]*)"', office.get("/model"))[0]
    office.use(**{**OWN, "model": "second"}, seen=seen)
    reply = office.use(**{**OWN, "model": "third"}, seen=seen)
    after = told(office.get(reply.headers["location"].removeprefix("/evals")))
    assert "Somebody else had chosen second meanwhile" in after
    assert re.search(r"here, third, on \d{4}-\d\d-\d\d \d\d:\d\d UTC, in place of second", after)
    reply = office.send("none", seen=seen)
    after = told(office.get(reply.headers["location"].removeprefix("/evals")))
    assert "Somebody else had chosen third meanwhile" in after


# Keys


def everything_written(home: Path) -> str:
    return "".join(path.read_text("utf-8", "replace") for path in home.rglob("*") if path.is_file())


def test_a_typed_key_is_neither_written_nor_shown_nor_logged(
    office: Office, answering: Models, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    replies = [office.send("test", **OPENAI, key=SECRET), office.send("use", **OPENAI, key=SECRET)]
    replies.append(office.use(**OPENAI, key=SECRET))
    pages = "".join(reply.text for reply in replies) + office.get("/model")
    assert answering.opened[-1].model_key == office.now.model_key == SECRET
    assert "kept in the memory of this server" in pages
    assert SECRET not in pages + everything_written(office.settings.home) + caplog.text
    assert SECRET not in repr(office.now) + repr(office.models.choice)


def test_a_key_goes_to_the_provider_and_address_alone_that_it_was_typed_for(office: Office, answering: Models) -> None:
    office.use(**OWN, key=SECRET)
    elsewhere = ({**OWN, "url": "http://127.0.0.1:10/v1"}, {**OWN, "url": "https://elsewhere.invalid/v1"}, OPENAI)
    for fields in elsewhere:
        office.send("test", **fields)
        assert answering.opened[-1].model_key == ""
    office.send("test", **OWN)
    assert answering.opened[-1].model_key == SECRET
    office.use(**{**OWN, "model": "another"})
    assert office.now.model_key == SECRET
    office.use(**{**OWN, "url": "http://127.0.0.1:10/v1"})
    office.use(**OWN)
    assert office.now.model_key == ""


def test_a_typed_key_can_be_forgotten_and_ends_with_the_server(office: Office) -> None:
    office.use(**OWN, key=SECRET)
    assert ModelInUse(office.settings).settings().model_key == ""
    assert "Forget the key" in office.get("/model")
    assert office.send("forget").status_code == 303
    assert (office.now.model, office.now.model_key) == ("local", "")
    office.use(**OWN, key=SECRET)
    office.send("none")
    office.use(**OWN)
    assert office.now.model_key == ""


def test_a_key_of_the_environment_does_not_follow_what_is_chosen_here(tmp_path: Path, answering: Models) -> None:
    office = Office(tmp_path / "home", model_key=SECRET)
    office.send("test", **OWN)
    office.use(**OWN)
    assert (answering.opened[-1].model_key, office.now.model_key) == ("", "")


# The environment


def test_a_model_of_the_environment_wins_and_the_page_says_so(tmp_path: Path, answering: Models) -> None:
    office = Office(tmp_path / "home", model="openai:fixed", fixed=frozenset({"V2A_MODEL", "V2A_MODEL_TOKENS"}))
    page = office.get("/model")
    assert "by the environment (V2A_MODEL)" in told(page)
    assert told(page).count("Set by the environment (V2A_MODEL).") == 3
    assert '<select id="provider" name="provider" disabled' in page
    assert re.search(r'<input id="model" name="model" value="fixed"[^>]* readonly', page)
    office.use(**OWN, key=SECRET, tokens="500", audience="payer")
    assert (office.now.model, office.now.model_key, office.now.model_tokens) == ("openai:fixed", "", 800)
    assert office.now.audience == "payer"
    office.send("none")
    assert office.now.model == "openai:fixed"
    office.send("test", **OWN, key=SECRET)
    assert (answering.opened[-1].model, answering.opened[-1].model_key) == ("openai:fixed", "")


def test_none_in_the_environment_switches_every_choice_off(tmp_path: Path) -> None:
    home = tmp_path / "home"
    save(home, Choice("own", "local", "http://127.0.0.1:9/v1"))
    environment = Settings.from_env({"V2A_HOME": str(home), "V2A_MODEL": "none"})
    assert ModelInUse(environment).settings().model == ""


def test_with_an_address_of_the_environment_only_the_name_is_chosen(tmp_path: Path) -> None:
    address = f"http://me:{SECRET}@127.0.0.1:9/v1"
    office = Office(tmp_path / "home", model_url=address, model_key=SECRET, fixed=frozenset({"V2A_MODEL_URL"}))
    office.use(provider="openai", model="chosen", url="https://elsewhere.invalid/v1", key="typed")
    assert (office.now.model, office.now.model_url, office.now.model_key) == ("chosen", address, SECRET)
    assert SECRET not in office.get("/model") + everything_written(office.settings.home)


# A file that cannot be used


@pytest.mark.parametrize("content", ["", "[]", "{", '{"version": 2}', '{"version": 1, "provider": 7}', "\x00" * 30_000])
def test_a_file_that_cannot_be_used_is_told_and_set_aside_by_the_next_choice(office: Office, content: str) -> None:
    path = path_in(office.settings.home)
    path.write_text(content, encoding="utf-8")
    assert office.now.model == ""
    page = told(office.get("/model"))
    assert FILE in page
    assert "cannot be used" in page
    assert path.read_text("utf-8") == content
    office.use(**OWN)
    assert office.now.model == "local"
    assert "cannot be used" not in told(office.get("/model"))
    aside = office.settings.home.glob("language-model.unusable-*.json")
    assert [p.read_text("utf-8") for p in aside] == [content]


def test_a_choice_that_cannot_be_kept_changes_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.use(**OWN)

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    reply = office.use(**{**OWN, "model": "another"})
    assert reply.status_code == 422
    assert "No space left on device" in told(reply)
    assert office.now.model == "local"
    assert [p.name for p in office.settings.home.glob(".language-model*")] == []


# Trials


def test_a_model_that_answers_is_said_to_and_where_questions_would_go(office: Office, answering: Models) -> None:
    reply = office.send("test", **OPENAI, key=SECRET, seconds="600")
    assert "openai:some answers: its first word came after 0.0 seconds." in told(reply)
    assert "will be sent to api.openai.com" in told(reply)
    assert 'name="model" value="some"' in reply.text
    assert [settings.model_timeout for settings in answering.opened] == [model_routes.PATIENCE]
    assert office.now.model == ""


@pytest.mark.parametrize(
    ("pieces", "problem"),
    [((ModelUnreachable("It cannot be reached."),), "It cannot be reached."), ((" ",), "wrote nothing")],
)
def test_a_trial_that_fails_says_why_and_the_page_stays(
    office: Office, monkeypatch: pytest.MonkeyPatch, pieces: tuple[str | Exception, ...], problem: str
) -> None:
    monkeypatch.setattr(model_routes, "open_model", Models(*pieces))
    reply = office.send("test", **OWN)
    assert reply.status_code == 200
    assert problem in told(reply)
    assert 'role="alert"' in reply.text
    assert 'value="http://127.0.0.1:9/v1"' in reply.text


def test_a_trial_without_a_model_asks_for_one(office: Office) -> None:
    assert "name a model to test" in told(office.send("test", provider="none"))


def test_a_trial_counts_to_the_budget_and_is_not_made_when_it_is_spent(tmp_path: Path) -> None:
    settings = replace(Settings(home=tmp_path), model_daily=Limit(Decimal(1_000)))
    asked = FakeChatModel(lambda _: ["ready", " and more"])
    assert try_out(asked, open_budget(settings)) >= 0
    assert (asked.written, asked.closed) == (1, 1)
    assert 0 < open_ledger(settings).spent().tokens < 200
    open_ledger(settings).reserve(Use(1_000 - open_ledger(settings).spent().tokens), LOCAL)
    with pytest.raises(ModelBudget):
        try_out(asked, open_budget(settings))
    assert len(asked.prompts) == 1


def test_a_model_that_writes_nothing_does_not_pass() -> None:
    with pytest.raises(ModelGarbage, match="wrote nothing"):
        try_out(FakeChatModel(lambda _: ["", "\n"]), Budget())


def test_a_trial_sends_nothing_of_anybody() -> None:
    asked = FakeChatModel(lambda _: ["ready"])
    try_out(asked, Budget())
    assert asked.prompts == [Prompt("You reply with one word.", "Say: ready")]

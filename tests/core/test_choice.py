"""The choice of a language model: kept whole or not at all, for its owner alone, and below the environment."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import wiring
from assistant.choice import OWN, PROVIDERS, Choice, applied, checked, kept, load, path_in, save
from assistant.errors import BadInput
from assistant.settings import Settings
from ui import cli_common

LOCAL = Choice(OWN, "local", "http://127.0.0.1:8080/v1", tokens=500, audience="payer")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the environment that holds a choice."""
    save(tmp_path, LOCAL)
    monkeypatch.setenv("V2A_HOME", str(tmp_path))
    return tmp_path


def test_what_was_kept_is_read_again_and_is_for_its_owner_alone(home: Path) -> None:
    assert load(home) == LOCAL
    assert stat.S_IMODE(path_in(home).stat().st_mode) == 0o600
    assert [path.name for path in home.iterdir()] == [path_in(home).name]


def test_the_file_names_its_version_and_holds_nothing_but_the_choice(home: Path) -> None:
    found = json.loads(path_in(home).read_text("utf-8"))
    assert found.pop("version") == 1
    assert sorted(found) == sorted(Choice.__slots__)
    assert "key" not in found


@given(
    provider=st.sampled_from(PROVIDERS),
    model=st.text(max_size=300),
    url=st.one_of(st.just(""), st.text(max_size=100), st.text(max_size=50).map("http://h/".__add__)),
    tokens=st.integers(),
)
def test_what_is_checked_stays_as_it_is_when_it_is_checked_again(
    provider: str, model: str, url: str, tokens: int
) -> None:
    try:
        found = checked(Choice(provider, model, url, tokens=tokens))
    except BadInput:
        return
    assert checked(found) == found
    assert all(not secret for secret in ("@" in found.url.partition("//")[2].partition("/")[0], "?" in found.url))
    assert " " not in found.url
    assert found.provider == "local" or " " not in found.model


def test_a_model_file_may_lie_in_a_folder_with_spaces_in_its_name(tmp_path: Path) -> None:
    path = "/Users/somebody/Library/Application Support/models/helpful-3b.gguf"
    save(tmp_path, Choice("local", path))
    assert kept(Settings(home=tmp_path), pytest.fail).model == f"local:{path}"
    with pytest.raises(BadInput, match="no spaces"):
        checked(Choice("openai", "gpt 5"))


def test_the_command_line_asks_what_was_chosen_on_the_page(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Settings] = []
    monkeypatch.setattr(wiring, "open_assistant", asked.append)
    monkeypatch.setattr(cli_common, "settings_with_index", Settings.from_env)
    cli_common.open_assistant(None)
    cli_common.open_assistant(None, "openai:other")
    cli_common.open_assistant(None, "none")
    monkeypatch.setenv("V2A_MODEL", "none")
    cli_common.open_assistant(None)
    assert [(s.model, s.model_url, s.audience, s.model_tokens) for s in asked] == [
        ("local", LOCAL.url, "payer", 500),
        ("openai:other", "", "payer", 500),
        ("", "", "payer", 500),
        ("", "", "payer", 500),
    ]


def test_a_choice_that_cannot_be_used_is_told_and_quotes_are_used(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path_in(home).write_text("{", encoding="utf-8")
    monkeypatch.setattr(cli_common, "settings_with_index", Settings.from_env)
    assert cli_common.settings_to_ask(None).model == ""
    told = capsys.readouterr().err
    assert "cannot be used" in told
    assert "/evals/model" in told
    assert path_in(home).read_text("utf-8") == "{"


def test_each_variable_of_the_environment_wins_over_its_part_alone(home: Path) -> None:
    for name, value, part in (
        ("V2A_MODEL_TOKENS", "700", "model_tokens"),
        ("V2A_AUDIENCE", "clinician", "audience"),
        ("V2A_UNSUPPORTED", "strike", "unsupported"),
        ("V2A_MODEL_TIMEOUT", "33", "model_timeout"),
        ("V2A_MODEL_WINDOW", "9000", "model_window"),
    ):
        settings = Settings.from_env({"V2A_HOME": str(home), name: value})
        found = kept(settings, pytest.fail)
        assert getattr(found, part) == getattr(settings, part)
        assert found.model == "local"


def test_a_model_of_the_environment_keeps_its_own_address_and_key(home: Path) -> None:
    environment = {"V2A_MODEL": "openai:mine", "V2A_MODEL_KEY": "k", "V2A_HOME": str(home)}
    found = kept(Settings.from_env(environment), pytest.fail)
    assert (found.model, found.model_url, found.model_key) == ("openai:mine", "", "k")


def test_a_key_of_the_environment_is_not_sent_to_an_address_that_was_chosen() -> None:
    assert applied(Settings(model_key="k"), LOCAL).model_key == ""
    there = Settings(model_key="k", model_url=LOCAL.url, fixed=frozenset({"V2A_MODEL_URL"}))
    assert (applied(there, LOCAL).model, applied(there, LOCAL).model_key) == ("local", "k")
    elsewhere = Settings(model_key="k", model_url="https://h/v1", fixed=frozenset({"V2A_MODEL_URL"}))
    assert applied(elsewhere, LOCAL).model == ""

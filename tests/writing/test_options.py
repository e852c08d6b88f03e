"""The model and the reader as options of `v2a ask`, and that without them nothing of it is loaded."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from assistant import wiring
from assistant.errors import BadInput
from assistant.settings import ROOT, Settings, model_name
from tests.cli_door import ANSWER
from ui import cli_common
from ui.terminal import render_answer


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The settings that an assistant is opened with."""
    seen: list[Settings] = []
    monkeypatch.setattr(cli_common, "settings_with_index", lambda _: Settings(model="openai:of-the-environment"))
    monkeypatch.setattr(wiring, "open_assistant", seen.append)
    return seen


def test_an_option_wins_over_the_environment(opened: list[Settings]) -> None:
    cli_common.open_assistant(None)
    cli_common.open_assistant(None, "ollama:llama3.2", "payer")
    cli_common.open_assistant(None, "none")
    assert [(s.model, s.audience) for s in opened] == [
        ("openai:of-the-environment", ""),
        ("ollama:llama3.2", "payer"),
        ("", ""),
    ]


@pytest.mark.parametrize(("model", "reader"), [("gpt", None), (None, "nobody")])
def test_an_option_that_cannot_be_used_says_what_can(
    opened: list[Settings], model: str | None, reader: str | None
) -> None:
    with pytest.raises(BadInput, match=r"openai:|advocate"):
        cli_common.open_assistant(None, model, reader)


def test_names_of_models() -> None:
    assert model_name(" openai:gpt-5-mini ") == "openai:gpt-5-mini"
    assert model_name("local", "http://127.0.0.1:1/v1") == "local"
    assert model_name("") == model_name("none") == ""


def test_the_terminal_says_whose_words_an_answer_is_in() -> None:
    assert "In the words of fake:one" in render_answer(replace(ANSWER, mode="model fake:one"))
    assert "From quotes; no language model wrote any of it." in render_answer(ANSWER)


def test_without_a_model_nothing_of_it_is_loaded() -> None:
    program = (
        "import sys; import ui.cli, assistant.wiring; "
        "print([m for m in sys.modules if m.startswith(('assistant.writing', 'assistant.drivers.chat', 'langchain', "
        "'openai', 'langsmith'))])"
    )
    loaded = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"

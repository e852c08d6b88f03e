"""A question that is asked as users ask it, answered by each provider's real client from a server on loopback."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from assistant.cost import Use
from assistant.domain import Prompt
from assistant.settings import Settings
from assistant.wiring import OpenAssistant, open_ledger
from assistant.writing.notes import note
from tests.conftest import FakeParts
from tests.contracts.loopback import Loopback, Plan
from tests.contracts.speakers import Speaker
from tests.core.shelves import assert_every_citation_resolves, open_with_fakes, shipped
from tests.writing.scripts import honest

pytestmark = pytest.mark.server

QUESTION = "Why does every company audit our centre separately?"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> OpenAssistant:
    return open_with_fakes(shipped(tmp_path_factory.mktemp("library")), FakeParts())


@pytest.fixture
def settings(speaker: Speaker, tmp_path: Path) -> Settings:
    return Settings.from_env({"V2A_HOME": str(tmp_path), "V2A_MODEL": speaker.model, "V2A_MODEL_DAILY": "100000"})


@pytest.fixture
def assistant(library: OpenAssistant, settings: Settings) -> OpenAssistant:
    return library.with_model(settings)


def prompt_in(body: Mapping[str, Any]) -> Prompt:
    *before, user = (message["content"] for message in body.get("messages") or body["input"])
    return Prompt(str(body.get("system") or before[0]), user)


def test_an_answer_comes_in_the_providers_words_with_its_citations_and_its_cost(
    speaker: Speaker, server: Loopback, assistant: OpenAssistant, settings: Settings
) -> None:
    server.plan = lambda body: speaker.says(*honest(prompt_in(body)), read=1_234, written=56)
    answers = list(assistant.ask(QUESTION))
    for answer in answers:
        assert_every_citation_resolves(assistant, answer)
    assert (answer.mode, answer.stamp.model) == (f"model {speaker.model}", speaker.model)
    assert len({answer.markdown for answer in answers}) > 1  # it grew while it was written
    assert answer.citations
    assert len(server.seen) == 1
    assert open_ledger(settings).spent() == Use(1_234, 56)


@pytest.mark.parametrize("failure", ["key", "busy", "broken off", "other form", "nothing"])
def test_when_the_provider_fails_the_answer_comes_from_quotes(
    speaker: Speaker, server: Loopback, assistant: OpenAssistant, failure: str
) -> None:
    plans: dict[str, Plan] = {
        "key": speaker.refuses(401),
        "busy": speaker.refuses(429, retry_after="30"),
        "broken off": speaker.breaks_off('{"claims": [{"text": "The '),
        "other form": speaker.says(json.dumps(["?"])),
        "nothing": speaker.says(),
    }
    server.plan = plans[failure]
    *_, answer = assistant.ask(QUESTION)
    assert_every_citation_resolves(assistant, answer)
    assert answer.mode == "extractive"
    assert answer.citations
    assert note("unset" if failure == "key" else "failed", "en") in answer.markdown

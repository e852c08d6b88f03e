"""From a choice on the page to an answer, with LangChain's real client and servers on loopback that write down keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.domain import Prompt
from assistant.drivers import chat_model
from assistant.wiring import OpenAssistant
from tests.conftest import FakeParts
from tests.contracts.loopback import Loopback, Plan, Reply
from tests.contracts.test_openai_client import DONE, chunk
from tests.core.shelves import open_with_fakes, shipped
from tests.web.test_model_page import SECRET, Office, told
from tests.writing.scripts import honest
from ui.web.model_in_use import Current

QUESTION = "Why does every company audit our centre separately?"


class Endpoint(Loopback):
    """A server of OpenAI's protocol and what it has been sent; it copies passages, greets, or sends elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.plan = self.reply
        self.elsewhere = ""
        self.failing = False

    @property
    def v1(self) -> str:
        return f"{self.address}/v1"

    @property
    def keys(self) -> list[str | None]:
        return [seen.headers.get("authorization") for seen in self.seen]

    def reply(self, body: dict[str, Any]) -> Plan:
        if self.elsewhere:
            return Reply(307, headers={"Location": f"{self.elsewhere}/chat/completions"})
        if self.failing:
            return Reply(401, "{}")
        prompt = Prompt(body["messages"][0]["content"], body["messages"][1]["content"])
        written = "".join(honest(prompt)) if "Passages:" in prompt.user else "ready"
        return [chunk(written), chunk("", "stop"), DONE]


@pytest.fixture
def endpoints(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Endpoint, Endpoint]]:
    monkeypatch.setattr(chat_model, "WAITS", (0.0, 0.0))
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-environment")
    with Endpoint() as near, Endpoint() as other:
        yield near, other


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> OpenAssistant:
    return open_with_fakes(shipped(tmp_path_factory.mktemp("library")), FakeParts())


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "home")


def own(endpoint: Endpoint, **more: str) -> dict[str, str]:
    return {"provider": "own", "model": "copier", "url": endpoint.v1, **more}


def test_the_next_answer_and_draft_are_in_the_words_of_the_model_that_was_chosen(
    office: Office, library: OpenAssistant, endpoints: tuple[Endpoint, Endpoint]
) -> None:
    near, _ = endpoints
    current = Current(lambda: library, office.models)
    assert current().answer(QUESTION).mode == "extractive"
    assert current().open_reword is None
    assert "copier answers" in told(office.send("test", **own(near)))
    office.use(**own(near))
    answer = current().answer(QUESTION)
    assert (answer.mode, answer.stamp.model) == ("model copier", "copier")
    assert answer.citations
    assert current().open_reword is not None
    assert current().index is library.index
    near.failing = True
    failed = current().answer(QUESTION)
    assert failed.mode == "extractive"
    assert "It cannot be used as it is set up" in told(office.get("/model"))
    office.send("none")
    assert current().answer(QUESTION).sentences == library.answer(QUESTION).sentences


def test_a_key_reaches_the_server_alone_that_it_was_typed_for(
    office: Office, endpoints: tuple[Endpoint, Endpoint]
) -> None:
    near, other = endpoints
    office.send("test", **own(near, key=SECRET))
    office.send("test", **own(other))
    office.use(**own(near, key=SECRET))
    office.send("test", **own(near))
    office.send("test", **own(other))
    assert near.keys == [f"Bearer {SECRET}"] * 2
    assert other.keys == ["Bearer none"] * 2


def test_a_key_does_not_follow_a_server_that_sends_elsewhere(
    office: Office, endpoints: tuple[Endpoint, Endpoint]
) -> None:
    near, other = endpoints
    near.elsewhere = other.v1
    office.send("test", **own(near, key=SECRET))
    assert near.keys == [f"Bearer {SECRET}"]
    assert all(SECRET not in (key or "") for key in other.keys)

"""LangChain's real OpenAI client against a loopback server that misbehaves in every way a provider can."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.cost import Use
from assistant.domain import Prompt
from assistant.drivers import chat_model
from assistant.drivers.chat_model import LangChainChatModel, open_chat_model
from assistant.errors import (
    ModelBusy,
    ModelGarbage,
    ModelNotUsable,
    ModelOverflow,
    ModelRefused,
    ModelTimeout,
    ModelUnreachable,
)
from assistant.settings import Settings
from assistant.writing.prompts import CLAIMS
from tests.contracts.loopback import Loopback, Reply

PROMPT = Prompt("Be brief.", "Who pays?")


def chunk(text: str = "", ending: str | None = None, **delta: Any) -> bytes:
    choice = {"index": 0, "delta": {"content": text, **delta}, "finish_reason": ending}
    row = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return b"data: " + json.dumps(row).encode() + b"\n\n"


DONE = b"data: [DONE]\n\n"


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


@pytest.fixture
def model(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> LangChainChatModel:
    monkeypatch.setattr(chat_model, "WAITS", (0.0, 0.0))
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another-provider")
    return open_chat_model(Settings(model="m", model_url=f"{server.address}/v1", model_timeout=2))


def problem(message: str, code: str = "") -> str:
    return json.dumps({"error": {"message": message, "type": "x", "code": code}})


@pytest.mark.parametrize(
    ("plan", "kind"),
    [
        (Reply(401, problem("Incorrect API key provided: sk-of-another-provider")), ModelNotUsable),
        (Reply(403, problem("no")), ModelNotUsable),
        (Reply(404, problem("no such model")), ModelNotUsable),
        (Reply(400, problem("maximum context length is 10", "context_length_exceeded")), ModelOverflow),
        (Reply(429, problem("slow down")), ModelBusy),
        (Reply(500, "<html>oops</html>"), ModelUnreachable),
        (Reply(503, ""), ModelUnreachable),
        ([chunk("The "), None], ModelUnreachable),
        ([chunk("The "), chunk("funds")], ModelUnreachable),
        ([chunk("The "), b'data: {"error": {"message": "server fell over"}}\n\n'], ModelUnreachable),
        ([chunk("The "), b"data: {not json\n\n"], ModelGarbage),
        ([chunk("", "content_filter"), DONE], ModelRefused),
        ([chunk("The "), 20.0, chunk("funds", "stop"), DONE], ModelTimeout),
    ],
)
def test_whatever_the_provider_does_is_one_of_our_errors(
    server: Loopback, model: LangChainChatModel, plan: Any, kind: Any
) -> None:
    server.plan = plan
    with pytest.raises(kind) as raised:
        list(model.stream(PROMPT, 50))
    assert "sk-" not in str(raised.value)


def test_a_page_in_place_of_an_answer_is_an_error(server: Loopback, model: LangChainChatModel) -> None:
    server.plan = Reply(200, "<html>Please log in</html>")
    with pytest.raises((ModelGarbage, ModelUnreachable)):
        list(model.stream(PROMPT, 50))


def test_no_key_of_another_provider_is_sent(server: Loopback, model: LangChainChatModel) -> None:
    server.plan = [chunk("Funds."), chunk("", "stop"), DONE]
    assert "".join(model.stream(PROMPT, 50)) == "Funds."
    assert server.seen[0].headers["authorization"] == "Bearer none"
    assert server.seen[0].body["temperature"] == 0
    assert 50 in (server.seen[0].body.get("max_tokens"), server.seen[0].body.get("max_completion_tokens"))


def test_retries_are_made_in_one_place(server: Loopback, model: LangChainChatModel) -> None:
    server.plan = Reply(503, "")
    with pytest.raises(ModelUnreachable):
        list(model.stream(PROMPT, 50))
    assert len(server.seen) == 1 + chat_model.RETRIES


def test_a_server_without_schemas_is_asked_for_plain_text(server: Loopback, model: LangChainChatModel) -> None:
    def plain_only(body: dict[str, Any]) -> Any:
        return (
            Reply(400, problem("unknown field")) if "response_format" in body else [chunk("F"), chunk("", "stop"), DONE]
        )

    server.plan = plain_only
    assert "".join(model.stream(PROMPT, 50, CLAIMS)) == "F"
    assert "".join(model.stream(PROMPT, 50, CLAIMS)) == "F"
    assert [("response_format" in seen.body) for seen in server.seen] == [True, False, False]


def test_a_server_that_cannot_count_is_not_asked_to_and_still_held_to_the_schema(
    server: Loopback, model: LangChainChatModel
) -> None:
    def uncounted(body: dict[str, Any]) -> Any:
        return (
            Reply(400, problem("unknown field")) if "stream_options" in body else [chunk("F"), chunk("", "stop"), DONE]
        )

    server.plan = uncounted
    told: list[Use] = []
    assert "".join(model.stream(PROMPT, 50, CLAIMS, told.append)) == "F"
    server.seen.clear()
    assert "".join(model.stream(PROMPT, 50, CLAIMS, told.append)) == "F"
    assert ["response_format" in seen.body for seen in server.seen] == [True]
    assert told == []


def test_a_server_that_refuses_once_is_asked_in_full_the_next_time(server: Loopback, model: LangChainChatModel) -> None:
    server.plan = Reply(422, problem("not now"))
    with pytest.raises(ModelNotUsable):
        list(model.stream(PROMPT, 50, CLAIMS))
    assert len(server.seen) == len(chat_model.FORMS)
    server.plan = [chunk("F"), chunk("", "stop"), DONE]
    list(model.stream(PROMPT, 50, CLAIMS))
    assert {"response_format", "stream_options"} <= set(server.seen[-1].body)


def test_what_the_provider_counted_is_told_at_the_end_of_a_whole_answer(
    server: Loopback, model: LangChainChatModel
) -> None:
    row = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": []}
    usage = {"prompt_tokens": 31, "completion_tokens": 420, "total_tokens": 451}
    last = b"data: " + json.dumps({**row, "usage": usage}).encode() + b"\n\n"
    told: list[Use] = []
    server.plan = [chunk("Funds."), chunk("", "stop"), last, DONE]
    assert "".join(model.stream(PROMPT, 50, None, told.append)) == "Funds."
    assert told == [Use(31, 420)]
    assert server.seen[0].body["stream_options"] == {"include_usage": True}
    server.plan = [chunk("Funds."), None]
    with pytest.raises(ModelUnreachable):
        list(model.stream(PROMPT, 50, None, told.append))
    assert len(told) == 1


def test_an_answer_cut_at_its_limit_is_used_as_far_as_it_goes(server: Loopback, model: LangChainChatModel) -> None:
    server.plan = [chunk('{"claims": [{"text": "Fun'), chunk("", "length"), DONE]
    assert "".join(model.stream(PROMPT, 50, CLAIMS)) == '{"claims": [{"text": "Fun'


def test_a_server_that_takes_the_schema_and_writes_plain_text_is_heard(
    server: Loopback, model: LangChainChatModel
) -> None:
    server.plan = [chunk("Funds pay [k3x9]."), chunk(" All of it."), chunk("", "stop"), DONE]
    assert "".join(model.stream(PROMPT, 50, CLAIMS)) == "Funds pay [k3x9]. All of it."


def test_the_instructions_come_first_and_no_tools_are_offered(server: Loopback, model: LangChainChatModel) -> None:
    server.plan = [chunk("x"), chunk("", "stop"), DONE]
    list(model.stream(PROMPT, 50, CLAIMS))
    body = server.seen[0].body
    assert [m["role"] for m in body["messages"]] == ["system", "user"]
    assert "tools" not in body
    assert body["response_format"]["type"] == "json_schema"

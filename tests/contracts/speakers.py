"""How the providers of language models speak: what each is asked and how it answers, as far as the tests need it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from assistant.drivers import chat_model
from tests.contracts.loopback import Loopback, Plan, Reply, Step

SECRET = "sk-of-the-provider"


@dataclass(frozen=True)
class Speaker:
    """One provider's protocol. `address` and `key`: the variables that its own package reads.

    `end` writes the last pieces from a reason, the tokens read and the tokens written. `faults` are errors in the
    middle of a stream, `whole` and `refused` its reasons to end with an answer or without one.
    """

    model: str
    address: str
    key: str
    path: str
    base: str
    begin: tuple[bytes, ...]
    piece: Callable[[str], bytes]
    end: Callable[[str, int, int], tuple[bytes, ...]]
    problem: Callable[[int, str], str]
    faults: tuple[bytes, ...]
    whole: tuple[str, ...]
    refused: tuple[str, ...]
    schema: Callable[[Mapping[str, Any]], Any]
    limit: Callable[[Mapping[str, Any]], Any]
    temperature: Callable[[Mapping[str, Any]], Any]
    roles: Callable[[Mapping[str, Any]], list[str]]
    content_type: str = "text/event-stream"

    @property
    def provider(self) -> str:
        return self.model.partition(":")[0]

    def says(self, *texts: str | Step, reason: str = "", read: int = 31, written: int = 7) -> list[Step]:
        """A whole answer, piece by piece."""
        return [*self.breaks_off(*texts), *self.end(reason or self.whole[0], read, written)]

    def breaks_off(self, *texts: str | Step) -> list[Step]:
        """The same without its end."""
        return [*self.begin, *(self.piece(text) if isinstance(text, str) else text for text in texts)]

    def refuses(self, status: int, message: str = "no", **headers: str) -> Plan:
        """An error at once."""
        return Reply(status, self.problem(status, message), {k.replace("_", "-"): v for k, v in headers.items()})


def _sse(row: Mapping[str, Any], event: str = "") -> bytes:
    return (f"event: {event}\n" if event else "").encode() + b"data: " + json.dumps(row).encode() + b"\n\n"


def event(kind: str, **more: Any) -> bytes:
    return _sse({"type": kind, **more}, kind)


DONE = b"data: [DONE]\n\n"


def completion(delta: Mapping[str, Any], reason: str | None = None, **more: Any) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    row = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice], **more}
    return _sse(row)


def _usage(read: int, written: int) -> dict[str, int]:
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}


def _bound(body: Mapping[str, Any]) -> Any:
    return body.get("response_format", {}).get("json_schema", {}).get("schema")


def _roles(body: Mapping[str, Any]) -> list[str]:
    return [message["role"] for message in body["messages"]]


OPENAI = Speaker(
    model="openai:gpt-4.1-mini",
    address="OPENAI_API_BASE",
    key="OPENAI_API_KEY",
    base="/v1",
    path="/v1/chat/completions",
    begin=(completion({"role": "assistant", "content": ""}),),
    piece=lambda text: completion({"content": text}),
    end=lambda reason, read, written: (
        completion({}, reason),
        completion({}, choices=[], usage=_usage(read, written)),
        DONE,
    ),
    problem=lambda status, message: json.dumps({"error": {"message": message, "type": "x", "code": None}}),
    faults=(_sse({"error": {"message": "it fell over", "type": "server_error"}}), b"data: {not json\n\n"),
    whole=("stop", "length"),
    refused=("content_filter",),
    schema=_bound,
    limit=lambda body: body.get("max_tokens") or body.get("max_completion_tokens"),
    temperature=lambda body: body.get("temperature"),
    roles=_roles,
)


def _delta(text: str) -> bytes:
    return event("content_block_delta", index=0, delta={"type": "text_delta", "text": text})


RESPONSE = {
    "id": "r",
    "object": "response",
    "created_at": 1,
    "model": "m",
    "output": [],
    "parallel_tool_calls": False,
    "tool_choice": "auto",
    "tools": [],
}
WRITTEN = {"item_id": "i", "output_index": 0, "content_index": 0, "sequence_number": 2}


def _responded(reason: str, read: int, written: int) -> tuple[bytes, ...]:
    how: dict[str, Any] = {"status": "completed"}
    if reason != "completed":
        how = {"status": "incomplete", "incomplete_details": {"reason": reason}}
    details = {"input_tokens_details": {"cached_tokens": 0}, "output_tokens_details": {"reasoning_tokens": 0}}
    usage = {"input_tokens": read, "output_tokens": written, "total_tokens": read + written, **details}
    return (event(f"response.{how['status']}", sequence_number=9, response={**RESPONSE, **how, "usage": usage}),)


# The protocol of those of OpenAI's models that speak no other.
RESPONSES = Speaker(
    model="openai:gpt-5-pro",
    address="OPENAI_API_BASE",
    key="OPENAI_API_KEY",
    base="/v1",
    path="/v1/responses",
    begin=(event("response.created", sequence_number=0, response={**RESPONSE, "status": "in_progress"}),),
    piece=lambda text: event("response.output_text.delta", delta=text, logprobs=[], **WRITTEN),
    end=_responded,
    problem=OPENAI.problem,
    faults=(
        event("error", sequence_number=3, code="server_error", message="it fell over", param=None),
        b"data: {not json\n\n",
    ),
    whole=("completed", "max_output_tokens"),
    refused=("content_filter",),
    schema=lambda body: body.get("text", {}).get("format", {}).get("schema"),
    limit=lambda body: body["max_output_tokens"] - 4_000,  # a model that reasons has that much more
    temperature=lambda body: body.get("temperature", 0),  # which it would refuse
    roles=lambda body: [message["role"] for message in body["input"]],
)


ANTHROPIC_ERRORS = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    504: "timeout_error",
    529: "overloaded_error",
}


def _anthropic_error(kind: str, message: str) -> dict[str, Any]:
    return {"type": "error", "error": {"type": kind, "message": message}, "request_id": "r"}


# What it starts with: it has counted what it read, and one token of what it will write.
MESSAGE = {
    "id": "m",
    "type": "message",
    "role": "assistant",
    "model": "m",
    "content": [],
    "stop_reason": None,
    "stop_sequence": None,
    "usage": {"input_tokens": 31, "output_tokens": 1},
}

ANTHROPIC = Speaker(
    model="anthropic:claude-sonnet-4-6",
    address="ANTHROPIC_API_URL",
    key="ANTHROPIC_API_KEY",
    base="",
    path="/v1/messages",
    begin=(
        event("message_start", message=MESSAGE),
        event("content_block_start", index=0, content_block={"type": "text", "text": ""}),
        event("ping"),
    ),
    piece=_delta,
    end=lambda reason, read, written: (
        event("content_block_stop", index=0),
        event(
            "message_delta",
            delta={"stop_reason": reason, "stop_sequence": None},
            usage={"input_tokens": read, "output_tokens": written},
        ),
        event("message_stop"),
    ),
    problem=lambda status, message: json.dumps(_anthropic_error(ANTHROPIC_ERRORS.get(status, "api_error"), message)),
    faults=(
        _sse(_anthropic_error("overloaded_error", "Overloaded"), "error"),
        _sse(_anthropic_error("api_error", "Internal server error"), "error"),
        b"event: content_block_delta\ndata: {not json\n\n",
    ),
    whole=("end_turn", "max_tokens", "stop_sequence", "model_context_window_exceeded"),
    refused=("refusal",),
    schema=lambda body: body.get("output_config", {}).get("format", {}).get("schema"),
    limit=lambda body: body["max_tokens"] - 4_000,  # a model that reasons has that much more
    temperature=lambda body: body.get("temperature"),
    roles=lambda body: ["system", *_roles(body)] if body["system"] else _roles(body),
)

MISTRAL = Speaker(
    model="mistralai:mistral-large-latest",
    address="MISTRAL_BASE_URL",
    key="MISTRAL_API_KEY",
    base="/v1",
    path="/v1/chat/completions",
    begin=(completion({"role": "assistant", "content": ""}),),
    piece=lambda text: completion({"content": text}),
    end=lambda reason, read, written: (completion({"content": ""}, reason, usage=_usage(read, written)), DONE),
    problem=lambda status, message: json.dumps(
        {"object": "error", "message": message, "type": "x", "param": None, "code": status}
    ),
    faults=(
        _sse({"object": "error", "message": "it fell over", "type": "internal_error", "code": 1000}),
        completion({"content": ""}, "error"),
        b"data: {not json\n\n",
    ),
    whole=("stop", "length", "model_length"),
    refused=(),
    schema=_bound,
    limit=lambda body: body["max_tokens"],
    temperature=lambda body: body.get("temperature"),
    roles=_roles,
)


def _line(text: str = "", **more: Any) -> bytes:
    row = {"model": "m", "created_at": "2026-01-01T00:00:00Z", "message": {"role": "assistant", "content": text}}
    return json.dumps({"done": False, **row, **more}).encode() + b"\n"


OLLAMA = Speaker(
    model="ollama:llama3.2",
    address="OLLAMA_HOST",
    key="OLLAMA_API_KEY",
    base="",
    path="/api/chat",
    begin=(),
    piece=_line,
    end=lambda reason, read, written: (
        _line(done=True, done_reason=reason, prompt_eval_count=read, eval_count=written, total_duration=5),
    ),
    problem=lambda status, message: json.dumps({"error": message}),
    faults=(json.dumps({"error": "the runner has stopped"}).encode() + b"\n", b"{not json\n"),
    whole=("stop", "length"),
    refused=(),
    schema=lambda body: body.get("format"),
    limit=lambda body: body["options"]["num_predict"],
    temperature=lambda body: body["options"].get("temperature"),
    roles=_roles,
    content_type="application/x-ndjson",
)

SPEAKERS = (OPENAI, RESPONSES, ANTHROPIC, MISTRAL, OLLAMA)


@contextmanager
def stand_in(speaker: Speaker, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    """A server in the place of the provider's own, named by the variable that its package reads. Every provider has a
    key in the environment, this one SECRET; tries come without waits."""
    monkeypatch.setattr(chat_model, "WAITS", (0.0, 0.0))
    # Every client would read the world's certificates, for a tenth of a second; on loopback nobody shows one.
    monkeypatch.setattr("ssl.SSLContext.load_verify_locations", lambda *args, **kwargs: None)
    for other in SPEAKERS:
        monkeypatch.setenv(other.key, f"sk-of-{other.provider}")
        monkeypatch.delenv(other.address, raising=False)
    with Loopback(speaker.content_type) as server:
        monkeypatch.setenv(speaker.key, SECRET)
        monkeypatch.setenv(speaker.address, server.address + speaker.base)
        yield server

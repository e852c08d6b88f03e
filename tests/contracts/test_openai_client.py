"""LangChain's real OpenAI client against a loopback server that misbehaves in every way a provider can."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

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

PROMPT = Prompt("Be brief.", "Who pays?")


def chunk(text: str = "", ending: str | None = None, **delta: Any) -> bytes:
    choice = {"index": 0, "delta": {"content": text, **delta}, "finish_reason": ending}
    row = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return b"data: " + json.dumps(row).encode() + b"\n\n"


DONE = b"data: [DONE]\n\n"


class Provider(BaseHTTPRequestHandler):
    """Sends what `plan` says: a status with a body, or the pieces of a stream; a number in it is a wait."""

    plan: ClassVar[Any] = None
    seen: ClassVar[list[dict[str, Any]]] = []
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).seen.append({"body": body, "key": self.headers.get("Authorization")})
        plan = type(self).plan(body) if callable(type(self).plan) else type(self).plan
        if isinstance(plan, tuple):
            status, text = plan
            self._send(status, text.encode())
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in plan:
            if isinstance(piece, float):
                time.sleep(piece)
                continue
            if piece is None:  # the connection breaks
                self.close_connection = True
                return
            self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()


@pytest.fixture
def model(address: str, monkeypatch: pytest.MonkeyPatch) -> LangChainChatModel:
    monkeypatch.setattr(chat_model, "WAITS", (0.0, 0.0))
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another-provider")
    Provider.seen.clear()
    return open_chat_model(Settings(model="m", model_url=address, model_timeout=10))


def problem(message: str, code: str = "") -> str:
    return json.dumps({"error": {"message": message, "type": "x", "code": code}})


@pytest.mark.parametrize(
    ("plan", "kind"),
    [
        ((401, problem("Incorrect API key provided: sk-of-another-provider")), ModelNotUsable),
        ((403, problem("no")), ModelNotUsable),
        ((404, problem("no such model")), ModelNotUsable),
        ((400, problem("maximum context length is 10", "context_length_exceeded")), ModelOverflow),
        ((429, problem("slow down")), ModelBusy),
        ((500, "<html>oops</html>"), ModelUnreachable),
        ((503, ""), ModelUnreachable),
        ([chunk("The "), None], ModelUnreachable),
        ([chunk("The "), chunk("funds")], ModelUnreachable),
        ([chunk("The "), b'data: {"error": {"message": "server fell over"}}\n\n'], ModelUnreachable),
        ([chunk("The "), b"data: {not json\n\n"], ModelGarbage),
        ([chunk("", "content_filter"), DONE], ModelRefused),
        ([chunk("The "), 20.0, chunk("funds", "stop"), DONE], ModelTimeout),
    ],
)
def test_whatever_the_provider_does_is_one_of_our_errors(model: LangChainChatModel, plan: Any, kind: Any) -> None:
    Provider.plan = plan
    with pytest.raises(kind) as raised:
        list(model.stream(PROMPT, 50))
    assert "sk-" not in str(raised.value)


def test_a_page_in_place_of_an_answer_is_an_error(model: LangChainChatModel) -> None:
    Provider.plan = (200, "<html>Please log in</html>")
    with pytest.raises((ModelGarbage, ModelUnreachable)):
        list(model.stream(PROMPT, 50))


def test_no_key_of_another_provider_is_sent(model: LangChainChatModel) -> None:
    Provider.plan = [chunk("Funds."), chunk("", "stop"), DONE]
    assert "".join(model.stream(PROMPT, 50)) == "Funds."
    assert Provider.seen[0]["key"] == "Bearer none"
    assert Provider.seen[0]["body"]["temperature"] == 0
    assert 50 in (Provider.seen[0]["body"].get("max_tokens"), Provider.seen[0]["body"].get("max_completion_tokens"))


def test_retries_are_made_in_one_place(model: LangChainChatModel) -> None:
    Provider.plan = (503, "")
    with pytest.raises(ModelUnreachable):
        list(model.stream(PROMPT, 50))
    assert len(Provider.seen) == 1 + chat_model.RETRIES


def test_a_server_without_schemas_is_asked_for_plain_text(model: LangChainChatModel) -> None:
    def plain_only(body: dict[str, Any]) -> Any:
        return (400, problem("unknown field")) if "response_format" in body else [chunk("F"), chunk("", "stop"), DONE]

    Provider.plan = staticmethod(plain_only)
    assert "".join(model.stream(PROMPT, 50, CLAIMS)) == "F"
    assert "".join(model.stream(PROMPT, 50, CLAIMS)) == "F"
    assert [("response_format" in seen["body"]) for seen in Provider.seen] == [True, False, False]


def test_a_server_that_cannot_count_is_not_asked_to_and_still_held_to_the_schema(model: LangChainChatModel) -> None:
    def uncounted(body: dict[str, Any]) -> Any:
        return (400, problem("unknown field")) if "stream_options" in body else [chunk("F"), chunk("", "stop"), DONE]

    Provider.plan = staticmethod(uncounted)
    told: list[Use] = []
    assert "".join(model.stream(PROMPT, 50, CLAIMS, told.append)) == "F"
    Provider.seen.clear()
    assert "".join(model.stream(PROMPT, 50, CLAIMS, told.append)) == "F"
    assert ["response_format" in seen["body"] for seen in Provider.seen] == [True]
    assert told == []


def test_a_server_that_refuses_once_is_asked_in_full_the_next_time(model: LangChainChatModel) -> None:
    Provider.plan = (422, problem("not now"))
    with pytest.raises(ModelNotUsable):
        list(model.stream(PROMPT, 50, CLAIMS))
    assert len(Provider.seen) == len(chat_model.FORMS)
    Provider.plan = [chunk("F"), chunk("", "stop"), DONE]
    list(model.stream(PROMPT, 50, CLAIMS))
    assert {"response_format", "stream_options"} <= set(Provider.seen[-1]["body"])


def test_what_the_provider_counted_is_told_at_the_end_of_a_whole_answer(model: LangChainChatModel) -> None:
    row = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": []}
    usage = {"prompt_tokens": 31, "completion_tokens": 420, "total_tokens": 451}
    last = b"data: " + json.dumps({**row, "usage": usage}).encode() + b"\n\n"
    told: list[Use] = []
    Provider.plan = [chunk("Funds."), chunk("", "stop"), last, DONE]
    assert "".join(model.stream(PROMPT, 50, None, told.append)) == "Funds."
    assert told == [Use(31, 420)]
    assert Provider.seen[0]["body"]["stream_options"] == {"include_usage": True}
    Provider.plan = [chunk("Funds."), None]
    with pytest.raises(ModelUnreachable):
        list(model.stream(PROMPT, 50, None, told.append))
    assert len(told) == 1


def test_an_answer_cut_at_its_limit_is_used_as_far_as_it_goes(model: LangChainChatModel) -> None:
    Provider.plan = [chunk('{"claims": [{"text": "Fun'), chunk("", "length"), DONE]
    assert "".join(model.stream(PROMPT, 50, CLAIMS)) == '{"claims": [{"text": "Fun'


def test_a_server_that_takes_the_schema_and_writes_plain_text_is_heard(model: LangChainChatModel) -> None:
    Provider.plan = [chunk("Funds pay [k3x9]."), chunk(" All of it."), chunk("", "stop"), DONE]
    assert "".join(model.stream(PROMPT, 50, CLAIMS)) == "Funds pay [k3x9]. All of it."


def test_the_instructions_come_first_and_no_tools_are_offered(model: LangChainChatModel) -> None:
    Provider.plan = [chunk("x"), chunk("", "stop"), DONE]
    list(model.stream(PROMPT, 50, CLAIMS))
    body = Provider.seen[0]["body"]
    assert [m["role"] for m in body["messages"]] == ["system", "user"]
    assert "tools" not in body
    assert body["response_format"]["type"] == "json_schema"

"""One contract for every provider that is named in docs/models.md: LangChain's real client for it, against a server on
loopback that speaks its protocol and misbehaves in it."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from assistant.cost import Use
from assistant.domain import Prompt
from assistant.drivers.chat_model import LangChainChatModel, open_chat_model
from assistant.errors import (
    ChatModelError,
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
from tests.contracts.loopback import Loopback, Plan, Reply
from tests.contracts.speakers import ANTHROPIC, MISTRAL, OLLAMA, OPENAI, SECRET, Speaker

pytestmark = pytest.mark.server

PROMPT = Prompt("Be brief.", "Who pays?")
ANSWER = '{"claims": [{"text": "Funds pay.", "keys": ["k3x9"]}]}'


@pytest.fixture
def model(speaker: Speaker, server: Loopback) -> LangChainChatModel:
    return open_chat_model(Settings(model=speaker.model, model_timeout=10))


def text_of(model: LangChainChatModel, schema: Any = None, used: Callable[[Use], None] | None = None) -> str:
    return "".join(model.stream(PROMPT, 50, schema, used))


def test_the_pieces_arrive_one_by_one(speaker: Speaker, server: Loopback, model: LangChainChatModel) -> None:
    read = threading.Event()
    server.plan = speaker.says("The ", read, "funds.")
    stream = model.stream(PROMPT, 50)
    assert next(piece for piece in stream if piece) == "The "
    read.set()
    assert "".join(stream) == "funds."
    assert server.seen[0].path == speaker.path


def test_an_answer_is_whole_by_each_of_the_providers_reasons_to_end(
    speaker: Speaker, server: Loopback, model: LangChainChatModel
) -> None:
    for reason in speaker.whole:
        server.plan = speaker.says("The ", "funds.", reason=reason)
        assert text_of(model) == "The funds."


def test_an_answer_that_breaks_off_is_told(speaker: Speaker, server: Loopback, model: LangChainChatModel) -> None:
    for plan in (speaker.breaks_off("The ", None), speaker.breaks_off("The ", "funds.")):
        server.plan = plan
        with pytest.raises(ModelUnreachable):
            text_of(model)
    assert len(server.seen) == 2  # never asked again after the first word


def test_a_fault_within_the_stream_is_one_of_our_errors(
    speaker: Speaker, server: Loopback, model: LangChainChatModel
) -> None:
    for fault in speaker.faults:
        server.plan = speaker.breaks_off("The ", fault)
        with pytest.raises((ModelUnreachable, ModelBusy, ModelGarbage)) as raised:
            text_of(model)
        assert "fell" not in str(raised.value)


def test_a_fault_before_anything_has_come_is_tried_again(
    speaker: Speaker, server: Loopback, model: LangChainChatModel
) -> None:
    plans: Iterator[Plan] = iter([[None], [], speaker.says("Funds.")])
    server.plan = lambda _: next(plans)
    assert text_of(model) == "Funds."


@pytest.mark.parametrize(
    ("status", "kind", "requests"),
    [
        (400, ModelNotUsable, 1),
        (401, ModelNotUsable, 1),
        (402, ModelBusy, 3),
        (403, ModelNotUsable, 1),
        (404, ModelNotUsable, 1),
        (413, ModelOverflow, 1),
        (429, ModelBusy, 3),
        (500, ModelUnreachable, 3),
        (503, ModelUnreachable, 3),
        (529, ModelBusy, 3),
    ],
)
def test_every_status_is_one_of_our_errors_and_only_what_may_pass_is_tried_again(
    speaker: Speaker, server: Loopback, model: LangChainChatModel, status: int, kind: Any, requests: int
) -> None:
    server.plan = speaker.refuses(status, f"no, said to {SECRET}: Who pays?", retry_after="20", x_should_retry="true")
    model._chat(50)  # which imports
    started = time.monotonic()
    with pytest.raises(kind) as raised:
        text_of(model)
    assert time.monotonic() - started < 15  # by our waits, not by the provider's
    assert not {SECRET, "Who pays"} & set(str(raised.value).split())
    # A request that asks for a count may be refused for that: it is made once more without.
    assert len(server.seen) == requests + (status == 400 and speaker is OPENAI)


def test_a_key_that_is_not_accepted_is_named(speaker: Speaker, server: Loopback, model: LangChainChatModel) -> None:
    server.plan = speaker.refuses(401)
    with pytest.raises(ModelNotUsable, match=speaker.key):
        text_of(model)


def test_a_key_that_is_not_set_is_named_before_anything_is_sent(
    speaker: Speaker, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(speaker.key)
    monkeypatch.setenv("LANGSMITH_API_KEY", "lsv2-of-langsmith")
    server.plan = speaker.says("Funds.")
    model = open_chat_model(Settings(model=speaker.model, model_timeout=10))
    if speaker is OLLAMA:  # which needs none
        assert text_of(model) == "Funds."
        assert "authorization" not in server.seen[0].headers
        return
    with pytest.raises(ModelNotUsable, match=f"Set {speaker.key}"):
        text_of(model)
    assert server.seen == []


@pytest.mark.parametrize("speaker", [OPENAI, ANTHROPIC, MISTRAL], indirect=True)
def test_a_key_of_ours_is_sent_in_place_of_the_providers_own_and_named(
    speaker: Speaker, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("V2A_MODEL_KEY", "sk-of-ours")
    monkeypatch.delenv(speaker.key)
    server.plan = speaker.refuses(401)
    for key, says in (("sk-of-ours", "the key of V2A_MODEL_KEY"), ("sk-typed", "the key. ")):
        model = open_chat_model(Settings(model=speaker.model, model_key=key))
        with pytest.raises(ModelNotUsable, match=says):
            text_of(model)
        assert server.seen[-1].headers["authorization"] == f"Bearer {key}"
        assert key not in repr(model)


def test_a_key_does_not_follow_a_provider_that_sends_elsewhere(
    speaker: Speaker, server: Loopback, model: LangChainChatModel
) -> None:
    with Loopback(speaker.content_type) as elsewhere:
        elsewhere.plan = speaker.says("Funds.")
        server.plan = Reply(307, headers={"Location": elsewhere.address + speaker.path})
        with suppress(ChatModelError):  # one client follows, another takes it for an error
            text_of(model)
        assert server.seen
        assert not any(SECRET in value for seen in elsewhere.seen for value in seen.headers.values())


def test_a_page_in_place_of_an_answer_is_an_error(
    speaker: Speaker, server: Loopback, model: LangChainChatModel
) -> None:
    server.plan = Reply(200, "<html>Please log in</html>", {"Content-Type": "text/html"})
    with pytest.raises((ModelGarbage, ModelUnreachable)):
        text_of(model)


@pytest.mark.parametrize("message", ["prompt is too long: 9 tokens > 8 maximum", "exceeds the context length"])
def test_a_prompt_that_is_too_long_is_told(
    speaker: Speaker, server: Loopback, model: LangChainChatModel, message: str
) -> None:
    server.plan = speaker.refuses(400, message)
    with pytest.raises(ModelOverflow):
        text_of(model, CLAIMS)
    assert len(server.seen) == 1


def test_what_the_model_will_not_say_was_refused(speaker: Speaker, server: Loopback, model: LangChainChatModel) -> None:
    for reason in speaker.refused:
        for plan in (speaker.says(reason=reason), speaker.says("The ", reason=reason)):
            server.plan = plan
            with pytest.raises(ModelRefused):
                text_of(model)


def test_a_silent_model_is_given_up_and_its_connection_closed(speaker: Speaker, server: Loopback) -> None:
    server.plan = speaker.says("The ", 20.0, "funds.")
    with pytest.raises(ModelTimeout):
        text_of(open_chat_model(Settings(model=speaker.model, model_timeout=1)))
    assert server.left.wait(3)
    assert len(server.seen) == 1


def test_a_reader_who_leaves_closes_the_connection(
    speaker: Speaker, server: Loopback, model: LangChainChatModel
) -> None:
    server.plan = speaker.says("The ", 20.0, "funds.")
    stream = model.stream(PROMPT, 50)
    assert next(piece for piece in stream if piece) == "The "
    stream.close()  # type: ignore[attr-defined]
    assert server.left.wait(3)


def test_the_model_is_held_to_the_schema(speaker: Speaker, server: Loopback, model: LangChainChatModel) -> None:
    server.plan = speaker.says(*ANSWER)
    assert text_of(model, CLAIMS) == ANSWER
    bound = speaker.schema(server.seen[0].body)
    claim = bound["properties"]["claims"]["items"]
    assert set(claim["properties"]) == {"text", "keys"}
    assert (bound["required"], set(claim["required"])) == (["claims"], {"text", "keys"})
    assert "tools" not in server.seen[0].body or not server.seen[0].body["tools"]


@pytest.mark.parametrize("status", [400, 422])
def test_a_model_without_schemas_is_asked_for_plain_text_and_is_remembered(
    speaker: Speaker, server: Loopback, model: LangChainChatModel, status: int
) -> None:
    def plain_only(body: Any) -> Plan:
        return speaker.refuses(status, "unknown field") if speaker.schema(body) else speaker.says("Funds.")

    server.plan = plain_only
    assert text_of(model, CLAIMS) == "Funds."
    assert text_of(model, CLAIMS) == "Funds."
    assert [bool(speaker.schema(seen.body)) for seen in server.seen] == [True, False, False]


def test_a_model_that_writes_plain_text_all_the_same_is_heard(
    speaker: Speaker, server: Loopback, model: LangChainChatModel
) -> None:
    server.plan = speaker.says("Funds pay [k3x9].", " All of it.")
    assert text_of(model, CLAIMS) == "Funds pay [k3x9]. All of it."


def test_what_the_provider_counted_is_told_once_at_the_end_of_a_whole_answer(
    speaker: Speaker, server: Loopback, model: LangChainChatModel
) -> None:
    told: list[Use] = []
    server.plan = speaker.says("The ", "funds.", read=1_200, written=340)
    text_of(model, None, told.append)
    assert told == [Use(1_200, 340)]
    server.plan = speaker.breaks_off("The ")
    with pytest.raises(ModelUnreachable):
        text_of(model, None, told.append)
    assert len(told) == 1


def test_the_request_says_what_is_asked_for_and_nothing_else(
    speaker: Speaker, server: Loopback, model: LangChainChatModel
) -> None:
    server.plan = speaker.says("Funds.")
    text_of(model)
    seen = server.seen[0]
    assert seen.body["model"] == speaker.model.partition(":")[2]
    assert seen.body["stream"] is True
    assert speaker.roles(seen.body) == ["system", "user"]
    assert (speaker.limit(seen.body), speaker.temperature(seen.body)) == (50, 0)
    assert seen.headers["authorization"] == f"Bearer {SECRET}"
    assert not any("sk-of-" in value.replace(SECRET, "") for value in seen.headers.values())
    assert not seen.body.get("tools")


def test_langsmiths_variables_send_no_question_elsewhere(
    speaker: Speaker, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever uses LangSmith for other programs has these set."""
    monkeypatch.delenv("V2A_TRACING", raising=False)
    server.plan = speaker.says("Funds.")
    with Loopback() as elsewhere:
        for name in ("LANGSMITH_ENDPOINT", "LANGSMITH_GATEWAY"):
            monkeypatch.setenv(name, elsewhere.address)
        for name in ("LANGSMITH_API_KEY", "LANGSMITH_GATEWAY_API_KEY"):
            monkeypatch.setenv(name, "lsv2-of-langsmith")
        for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
            monkeypatch.setenv(name, "true")
        assert text_of(open_chat_model(Settings(model=speaker.model, model_timeout=10))) == "Funds."
        assert not any("lsv2" in value for value in server.seen[0].headers.values())
        monkeypatch.delenv(speaker.address)
        chat = open_chat_model(Settings(model=speaker.model))._chat(50)
        addresses = [getattr(chat, name, "") or "" for name in ("openai_api_base", "anthropic_api_url", "endpoint")]
        assert elsewhere.address not in " ".join(addresses)
        assert elsewhere.seen == []


def test_a_proxy_for_the_world_outside_gets_no_question_for_a_model_on_this_machine(
    speaker: Speaker, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As clinics have it set for every program; it could not reach our loopback either."""
    server.plan = speaker.says("Funds.")
    with Loopback() as proxy:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, proxy.address)
        monkeypatch.setenv("no_proxy", "intranet.example")
        assert text_of(open_chat_model(Settings(model=speaker.model, model_timeout=10))) == "Funds."
        assert proxy.seen == []
    assert os.environ["no_proxy"] == "intranet.example,127.0.0.1,localhost,::1"


def test_nobody_at_the_address_is_told(speaker: Speaker, server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv(speaker.address, f"http://127.0.0.1:{free.getsockname()[1]}{speaker.base}")
        with pytest.raises(ModelUnreachable, match="cannot be reached"):
            text_of(open_chat_model(Settings(model=speaker.model, model_timeout=10)))

"""What only one provider's protocol knows; test_providers.py has the rest."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from assistant.cost import Use
from assistant.domain import Prompt
from assistant.drivers.chat_model import LangChainChatModel, open_chat_model
from assistant.errors import ModelBusy, ModelRefused
from assistant.settings import Settings
from tests.contracts.loopback import Loopback
from tests.contracts.speakers import (
    ANTHROPIC,
    MISTRAL,
    OLLAMA,
    OPENAI,
    RESPONSES,
    WRITTEN,
    Speaker,
    completion,
    event,
    stand_in,
)

pytestmark = pytest.mark.server


@pytest.fixture
def of(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Speaker], Loopback]]:
    """A server in the place of that provider's."""
    with ExitStack() as servers:
        yield lambda speaker: servers.enter_context(stand_in(speaker, monkeypatch))


def text_of(model: LangChainChatModel, used: Callable[[Use], None] | None = None) -> str:
    return "".join(model.stream(Prompt("Be brief.", "Who pays?"), 50, None, used))


@pytest.mark.parametrize(
    ("speaker", "name", "limit", "temperature"),
    [
        (ANTHROPIC, "anthropic:claude-3-haiku", 50, None),  # not known to LangChain: may refuse a temperature
        (ANTHROPIC, "anthropic:claude-opus-5", 4_050, None),  # reasons, and refuses one
        (ANTHROPIC, "anthropic:claude-opus-4-6", 4_050, 0),
        (MISTRAL, "mistralai:new-one", 50, 0),
        (MISTRAL, "mistralai:magistral-medium-latest", 4_050, 0),
        (OPENAI, "openai:gpt-5-mini", 4_050, None),
    ],
)
def test_each_model_is_told_what_it_takes(
    of: Callable[[Speaker], Loopback], speaker: Speaker, name: str, limit: int, temperature: int | None
) -> None:
    server = of(speaker)
    server.plan = speaker.says("Funds.")
    text_of(open_chat_model(Settings(model=name)))
    body = server.seen[0].body
    assert (body.get("max_tokens") or body.get("max_completion_tokens"), body.get("temperature")) == (
        limit,
        temperature,
    )


def test_a_model_of_ollama_is_told_how_much_to_read(of: Callable[[Speaker], Loopback]) -> None:
    server = of(OLLAMA)
    server.plan = OLLAMA.says("Funds.")
    text_of(open_chat_model(Settings(model=OLLAMA.model)))
    text_of(open_chat_model(Settings(model=OLLAMA.model, model_window=16_000)))
    assert [seen.body["options"]["num_ctx"] for seen in server.seen] == [4_096, 16_000]


def test_a_model_of_ollama_that_was_only_loaded_is_asked_again(of: Callable[[Speaker], Loopback]) -> None:
    server = of(OLLAMA)
    plans = iter([OLLAMA.says(reason="load"), OLLAMA.says("Funds.")])
    server.plan = lambda _: next(plans)
    assert text_of(open_chat_model(Settings(model=OLLAMA.model))) == "Funds."


@pytest.mark.parametrize("own", ["", "key-of-that-server"])
def test_ollamas_key_goes_to_no_address_of_ours(
    of: Callable[[Speaker], Loopback], monkeypatch: pytest.MonkeyPatch, own: str
) -> None:
    server = of(OLLAMA)
    monkeypatch.delenv(OLLAMA.address)
    server.plan = OLLAMA.says("Funds.")
    settings = Settings(model=OLLAMA.model, model_url=server.address, model_key=own)
    assert text_of(open_chat_model(settings)) == "Funds."
    assert server.seen[0].headers["authorization"] == f"Bearer {own or 'none'}"
    assert own not in repr(open_chat_model(settings)) or not own


def test_too_many_requests_within_a_stream_are_too_many_requests(of: Callable[[Speaker], Loopback]) -> None:
    server = of(ANTHROPIC)
    server.plan = ANTHROPIC.breaks_off(ANTHROPIC.faults[0])
    with pytest.raises(ModelBusy):
        text_of(open_chat_model(Settings(model=ANTHROPIC.model)))
    assert len(server.seen) == 1  # it had begun, and may bill


def test_a_part_that_declines_was_refused(of: Callable[[Speaker], Loopback]) -> None:
    server = of(RESPONSES)
    declined = event("response.refusal.done", refusal="I will not.", **WRITTEN)
    server.plan = [*RESPONSES.begin, declined, *RESPONSES.end("completed", 31, 7)]
    with pytest.raises(ModelRefused):
        text_of(open_chat_model(Settings(model=RESPONSES.model)))


@pytest.mark.filterwarnings("ignore:Received unexpected tool content block")
def test_calls_of_tools_are_no_text(of: Callable[[Speaker], Loopback]) -> None:
    block = {"type": "tool_use", "id": "t", "name": "look", "input": {}}
    call = {"index": 0, "id": "t12345678", "type": "function", "function": {"name": "look", "arguments": '{"at": "x"}'}}
    line = json.loads(OLLAMA.piece(""))
    line["message"]["tool_calls"] = [{"function": {"name": "look", "arguments": {"at": "x"}}}]
    noise = {
        ANTHROPIC: ([event("content_block_start", index=1, content_block=block)], "tool_use"),
        OPENAI: ([completion({"tool_calls": [call]})], "tool_calls"),
        MISTRAL: ([completion({"content": "", "tool_calls": [call]})], "tool_calls"),
        OLLAMA: ([json.dumps(line).encode() + b"\n"], "stop"),
    }
    for speaker, (calls, reason) in noise.items():
        server = of(speaker)
        server.plan = speaker.says("Funds.", *calls, reason=reason)
        assert text_of(open_chat_model(Settings(model=speaker.model))) == "Funds."


def test_what_a_provider_counts_from_its_cache_was_read_too(of: Callable[[Speaker], Loopback]) -> None:
    server, told = of(ANTHROPIC), list[Use]()
    plan = ANTHROPIC.says("Funds.", read=200, written=12)
    cached = {"cache_read_input_tokens": 900, "cache_creation_input_tokens": 100}
    server.plan = [step.replace(b'"input_tokens": 200', _members(input_tokens=200, **cached)) for step in plan if step]
    text_of(open_chat_model(Settings(model=ANTHROPIC.model)), told.append)
    assert told == [Use(1_200, 12)]


def test_thoughts_are_no_part_of_an_answer(of: Callable[[Speaker], Loopback]) -> None:
    server = of(ANTHROPIC)
    start, block, *rest = ANTHROPIC.says("Funds.")
    thought = [
        event("content_block_start", index=0, content_block={"type": "thinking", "thinking": "", "signature": ""}),
        event("content_block_delta", index=0, delta={"type": "thinking_delta", "thinking": "Secret plans."}),
        event("content_block_stop", index=0),
    ]
    server.plan = [start, *thought, block, *rest]
    assert text_of(open_chat_model(Settings(model="anthropic:claude-opus-5"))) == "Funds."
    server = of(MISTRAL)
    thinking = [{"type": "thinking", "thinking": [{"type": "text", "text": "Secret plans."}]}]
    plan = MISTRAL.says("-", "Funds.")
    server.plan = [plan[0], completion({"content": thinking}), *plan[2:]]
    assert text_of(open_chat_model(Settings(model="mistralai:magistral-medium-latest"))) == "Funds."
    server = of(OLLAMA)
    thought_line = json.loads(OLLAMA.piece(""))
    thought_line["message"]["thinking"] = "Secret plans."
    server.plan = [json.dumps(thought_line).encode() + b"\n", *OLLAMA.says("Funds.")]
    assert text_of(open_chat_model(Settings(model=OLLAMA.model))) == "Funds."


def test_anthropics_client_traces_nothing(of: Callable[[Speaker], Loopback], monkeypatch: pytest.MonkeyPatch) -> None:
    traced: list[str] = []
    monkeypatch.setattr("opentelemetry.trace.get_tracer", lambda name, *args, **kwargs: traced.append(name))
    monkeypatch.setenv("ANTHROPIC_OPEN_TELEMETRY", "true")
    monkeypatch.delenv("V2A_TRACING", raising=False)
    server = of(ANTHROPIC)
    server.plan = ANTHROPIC.says("Funds.")
    text_of(open_chat_model(Settings(model=ANTHROPIC.model)))
    assert traced == []


def _members(**named: int) -> bytes:
    return json.dumps(named)[1:-1].encode()

"""What every ChatModel must do: the fake, and LangChain's models behind our driver, here with a scripted one."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from typing import Any

import pytest
from langchain_core.exceptions import ModelRateLimitError
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_core.tracers.context import tracing_v2_callback_var
from langsmith.utils import tracing_is_enabled

from assistant.cost import Use
from assistant.domain import Prompt
from assistant.drivers import chat_model
from assistant.drivers.chat_errors import typed
from assistant.drivers.chat_model import ENDINGS, KEYS, LangChainChatModel, open_chat_model
from assistant.errors import (
    BadInput,
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
from tests.conftest import FakeChatModel

PROMPT = Prompt("Be brief.", "Who pays?")
WHOLE = {"finish_reason": "stop"}
OPENAI = {"max_tokens": 50, "max_retries": 0, "base_url": "https://api.openai.com/v1"}
Script = Callable[[Prompt], Iterable[str | Exception]]


class ScriptedChat(BaseChatModel):
    """A LangChain chat model that writes a script; a number in it is a wait in seconds, a Use a count of tokens."""

    script: Any
    calls: list[Any]
    events: dict[str, Any]
    ending: dict[str, str]

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        raise NotImplementedError

    async def _astream(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any
    ) -> AsyncIterator[ChatGenerationChunk]:
        self.calls.append(messages)
        self.events["traced"] = bool(tracing_is_enabled()) or tracing_v2_callback_var.get() is not None
        system, user = (str(message.content) for message in messages)
        try:
            for piece in self.script(Prompt(system, user)):
                if isinstance(piece, Exception):
                    raise piece
                if isinstance(piece, float):
                    await asyncio.sleep(piece)
                    continue
                if isinstance(piece, Use):
                    yield ChatGenerationChunk(message=AIMessageChunk(content="", usage_metadata=_counted(piece)))
                    continue
                refusal = {"refusal": piece} if piece == "I decline." else {}
                yield ChatGenerationChunk(message=AIMessageChunk(content=piece, additional_kwargs=refusal))
            yield ChatGenerationChunk(message=AIMessageChunk(content="", response_metadata=dict(self.ending)))
        except asyncio.CancelledError:
            self.events["cancelled"] = threading.get_ident()
            raise


def driver(
    script: Any, timeout: float = 30.0, ending: Mapping[str, str] = WHOLE
) -> tuple[LangChainChatModel, ScriptedChat]:
    chat = ScriptedChat(script=script, calls=[], events={}, ending=dict(ending))
    model = LangChainChatModel("scripted:one", "scripted", "one", {}, timeout)
    model.__dict__["_profile"] = {}
    for most in (50, 100):
        model._chats[most] = chat
    return model, chat


@pytest.fixture(params=["fake", "langchain"])
def scripted(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[Script], Any]:
    monkeypatch.setattr(chat_model, "WAITS", (0.0, 0.0))
    return FakeChatModel if request.param == "fake" else lambda script: driver(script)[0]


def test_the_pieces_make_up_the_text(scripted: Any) -> None:
    model = scripted(lambda prompt: ["The ", "funds ", f"pay: {prompt.user}"])
    assert "".join(model.stream(PROMPT, 50)) == "The funds pay: Who pays?"
    assert model.name
    assert model.window > 0


def test_instructions_and_question_arrive_apart(scripted: Any) -> None:
    model = scripted(lambda prompt: [prompt.system, "|", prompt.user])
    assert "".join(model.stream(PROMPT, 50)) == "Be brief.|Who pays?"


def test_every_failure_is_one_of_ours(scripted: Any) -> None:
    with pytest.raises(ChatModelError):
        list(scripted(lambda _: ["The ", ModelUnreachable("gone")]).stream(PROMPT, 50))


def test_parts_of_the_providers_count_are_added_up() -> None:
    model, _ = driver(lambda _: [Use(120, 1), "The ", "funds.", Use(0, 7)])
    told: list[Use] = []
    assert "".join(model.stream(PROMPT, 50, None, told.append)) == "The funds."
    assert told == [Use(120, 8)]
    assert "".join(model.stream(PROMPT, 50)) == "The funds."


def test_a_reader_who_leaves_ends_the_request() -> None:
    model, chat = driver(lambda _: ["The ", 60.0, "funds"])
    stream = model.stream(PROMPT, 50)
    assert next(piece for piece in stream if piece) == "The "
    started = time.perf_counter()
    stream.close()  # type: ignore[attr-defined]
    assert time.perf_counter() - started < 0.5
    _soon(lambda: "cancelled" in chat.events)


def test_there_are_empty_pieces_to_leave_at_while_nothing_comes() -> None:
    model, _ = driver(lambda _: [0.5, "late"])
    started = time.perf_counter()
    assert next(model.stream(PROMPT, 50)) == ""
    assert time.perf_counter() - started < 0.4
    assert "".join(model.stream(PROMPT, 50)) == "late"


def test_a_silent_model_is_given_up_and_its_request_ended() -> None:
    model, chat = driver(lambda _: [60.0, "late"], timeout=0.6)
    with pytest.raises(ModelTimeout, match="silent"):
        list(model.stream(PROMPT, 50))
    _soon(lambda: "cancelled" in chat.events)


def test_a_model_that_never_ends_is_given_up() -> None:
    def endless(_: Prompt) -> Iterable[Any]:
        while True:
            yield 0.01
            yield "and "

    with pytest.raises(ModelTimeout, match="more than"):
        list(driver(endless, timeout=1.5)[0].stream(PROMPT, 50))


def test_a_refused_request_is_tried_again_only_before_anything_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_model, "WAITS", (0.0, 0.0))
    failures = iter([ModelRateLimitError("no"), ModelRateLimitError("no")])
    model, chat = driver(lambda _: [failure] if (failure := next(failures, None)) else ["The funds."])
    assert "".join(model.stream(PROMPT, 50)) == "The funds."
    assert len(chat.calls) == 3
    for begun in ("The ", ""):  # an empty piece: a model that thinks, which is paid for
        model, chat = driver(lambda _, begun=begun: [begun, ConnectionError("reset")])
        with pytest.raises(ModelUnreachable):
            list(model.stream(PROMPT, 50))
        assert len(chat.calls) == 1


def test_retries_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_model, "WAITS", (0.0, 0.0))
    model, chat = driver(lambda _: [ModelRateLimitError("no")])
    with pytest.raises(ModelBusy):
        list(model.stream(PROMPT, 50))
    assert len(chat.calls) == 1 + chat_model.RETRIES


def test_an_answer_without_its_end_was_cut_off() -> None:
    with pytest.raises(ModelUnreachable, match="broke off"):
        list(driver(lambda _: ["The funds"], ending={})[0].stream(PROMPT, 50))


@pytest.mark.parametrize(
    "ending",
    [{"finish_reason": "content_filter"}, {"finish_reason": "SAFETY"}, {"stopReason": "guardrail_intervened"}],
)
def test_an_answer_that_the_provider_holds_back_was_refused(ending: Mapping[str, str]) -> None:
    with pytest.raises(ModelRefused):
        list(driver(lambda _: ["The"], ending=ending)[0].stream(PROMPT, 50))


def test_the_end_of_an_answer_is_known_by_every_providers_name_for_it() -> None:
    for name in ENDINGS:
        assert list(driver(lambda _: ["The end."], ending={name: "end"})[0].stream(PROMPT, 50))


def test_an_answer_that_the_model_declines_was_refused() -> None:
    with pytest.raises(ModelRefused):
        list(driver(lambda _: ["I decline."])[0].stream(PROMPT, 50))


def test_nothing_is_traced_even_where_other_projects_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.delenv("V2A_TRACING", raising=False)
    model, chat = driver(lambda _: ["x"])
    list(model.stream(PROMPT, 50))
    assert chat.events["traced"] is False


def _counted(use: Use) -> UsageMetadata:
    return UsageMetadata(input_tokens=use.read, output_tokens=use.written, total_tokens=use.tokens)


def _coded(code: int, text: str = "secret sk-12345") -> Exception:
    error = RuntimeError(text)
    error.status_code = code  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (_coded(401), ModelNotUsable),
        (_coded(403), ModelNotUsable),
        (_coded(404), ModelNotUsable),
        (_coded(429), ModelBusy),
        (_coded(402), ModelBusy),
        (_coded(400), ModelNotUsable),
        (_coded(400, "the request exceeds the available context size"), ModelOverflow),
        (_coded(500), ModelUnreachable),
        (_coded(503), ModelUnreachable),
        (TimeoutError(), ModelTimeout),
        (ConnectionResetError(), ModelUnreachable),
        (json.JSONDecodeError("x", "y", 0), ModelGarbage),
        (KeyError("choices"), ModelGarbage),
        (ZeroDivisionError(), ModelUnreachable),
    ],
)
def test_what_providers_raise_becomes_typed_and_repeats_nothing(error: Exception, kind: type[Exception]) -> None:
    found = typed(error, "openai")
    assert isinstance(found, kind)
    assert "sk-12345" not in str(found)


def test_a_key_stands_in_no_repr_and_goes_to_no_other_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-provider")
    own = Settings(model="local", model_url="http://127.0.0.1:1/v1", model_key="sk-of-the-server")
    assert "sk-" not in repr(own) + repr(open_chat_model(own))
    other = open_chat_model(Settings(model="local", model_url="http://127.0.0.1:1/v1"))
    assert "sk-" not in json.dumps(dict(other.options))
    assert other._chat(50).openai_api_key.get_secret_value() == "none"


@pytest.mark.parametrize(
    ("name", "profile", "given"),
    [
        ("ollama:llama3.2", {}, {"num_predict": 50, "num_ctx": 4096, "temperature": 0}),
        ("openai:new", {}, OPENAI),
        ("openai:known", {"temperature": True}, {**OPENAI, "temperature": 0}),
        ("openai:reasons", {"reasoning_output": True, "temperature": False}, {**OPENAI, "max_tokens": 4050}),
        ("mistralai:small", {"max_input_tokens": 9_000}, {"max_tokens": 50, "max_retries": 0, "temperature": 0}),
    ],
)
def test_each_provider_is_told_its_limits_in_its_own_words(
    monkeypatch: pytest.MonkeyPatch, name: str, profile: dict[str, Any], given: dict[str, Any]
) -> None:
    asked: list[dict[str, Any]] = []
    for variable in (*KEYS.values(), "OPENAI_API_BASE", "OPENAI_BASE_URL"):
        monkeypatch.setenv(variable, "sk-1" if variable in KEYS.values() else "")

    class Chat:
        def __init__(self, model: str, **how: Any) -> None:
            asked.append(how)
            self.profile = profile

    monkeypatch.setattr("langchain.chat_models.init_chat_model", Chat)
    model = open_chat_model(Settings(model=name))
    model._chat(50)
    assert asked[-1] == {"model_provider": name.split(":")[0], **given}
    assert model.window == profile.get("max_input_tokens", 4096)
    assert model.thoughts == (4_000 if profile.get("reasoning_output") else 0)


@pytest.mark.parametrize(
    ("name", "says"),
    [("nothing:x", "cannot be used"), ("deepseek:x", "langchain-deepseek"), ("openai:x", "OPENAI_API_KEY")],
)
def test_a_model_that_is_not_set_up_says_how_to(monkeypatch: pytest.MonkeyPatch, name: str, says: str) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelNotUsable, match=says):
        list(open_chat_model(Settings(model=name)).stream(PROMPT, 50))


@pytest.mark.parametrize(
    "environment",
    [
        {"V2A_MODEL": "gpt"},
        {"V2A_MODEL": "openai:"},
        {"V2A_MODEL": "a b:c"},
        {"V2A_MODEL": "x:y", "V2A_MODEL_URL": "localhost:80"},
        {"V2A_MODEL_TOKENS": "many"},
        {"V2A_MODEL_TOKENS": "80²"},
        {"V2A_PORT": "²"},
        {"V2A_MODEL_TIMEOUT": "0"},
        {"V2A_UNSUPPORTED": "hide"},
    ],
)
def test_a_setting_that_cannot_be_used_fails_at_the_start(environment: Mapping[str, str]) -> None:
    with pytest.raises(BadInput, match="V2A_"):
        Settings.from_env(environment)


def test_a_password_in_an_address_is_never_repeated() -> None:
    address = "http://me:hunter2@localhost:80/v1"
    assert "hunter2" not in repr(Settings.from_env({"V2A_MODEL": "x:y", "V2A_MODEL_URL": address}))
    with pytest.raises(BadInput) as problem:
        Settings.from_env({"V2A_MODEL": "x:y", "V2A_MODEL_URL": address.removeprefix("http://")})
    assert "hunter2" not in str(problem.value)


def _soon(true: Callable[[], bool], seconds: float = 3.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)

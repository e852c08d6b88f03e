"""Any chat model that LangChain's `init_chat_model` knows, behind our seam; the one file that imports it.

Requests run on one event loop in a thread of its own, since only there can a request that waits be really ended: when
the reader leaves, its task is cancelled and the connection closed. Retries are made here and nowhere else.
"""

from __future__ import annotations

import asyncio
import os
import queue
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from assistant.cost import Use
from assistant.domain import Prompt
from assistant.drivers.chat_errors import RETRIED, RequestRefused, typed
from assistant.drivers.local_server import LocalServer, local_server
from assistant.drivers.providers import PROVIDERS, install_command, past_proxies, shown_name
from assistant.errors import ChatModelError, ModelNotUsable, ModelRefused, ModelTimeout, ModelUnreachable
from assistant.settings import Settings

TICK = 0.1  # seconds between empty pieces; short enough for a cancel to feel immediate
RETRIES = 2  # further attempts, only before anything has come
WAITS = (0.5, 1.5)  # seconds before each of them
UNKNOWN_WINDOW = 4096  # tokens: what small local servers offer by default
FOR_REASONING = 4000  # tokens a reasoning model may use up before its first word
KEYS = {provider.id: provider.key for provider in PROVIDERS.values() if provider.key}
# Where a provider's class names the limit of an answer otherwise.
LIMITS = {"ollama": "num_predict"}
# Servers that have to be told how much to read; else they cut the beginning of a long prompt off without a word.
WINDOWS = {"ollama": "num_ctx"}
# Whose every model takes a temperature; Mistral's class would send one of 0.7 by itself.
STEADY = ("ollama", "mistralai")
# Told outright, since LangChain would else follow LANGSMITH_GATEWAY, which is set for other programs.
ADDRESSES = {"openai": "https://api.openai.com/v1", "anthropic": "https://api.anthropic.com"}
# Whether a request asks for a schema, and for the provider's count of tokens; from the fullest form to the plainest.
FORMS = ((True, True), (False, True), (True, False), (False, False))
ENDINGS = ("finish_reason", "stop_reason", "stopReason", "done_reason")  # what the last piece of a whole answer carries
BROKEN_OFF = ("", "error")
HELD_BACK = ("content_filter", "content_filtered", "guardrail_intervened", "refusal", "safety")


def open_chat_model(settings: Settings) -> LangChainChatModel:
    """The model that `settings.model` names. Nothing is imported or asked before it is first used."""
    past_proxies()
    name = settings.model
    provider, _, model = name.partition(":") if ":" in name else ("openai", "", name)
    if settings.model_url and provider != "ollama":  # which has a protocol of its own, wherever it runs
        provider, model = "openai", name.removeprefix("openai:")
    options: dict[str, Any]
    if provider == "local":
        served = local_server(model, settings.model_window or UNKNOWN_WINDOW)
        options = {"api_key": "none"}
        shown, seconds = shown_name(name), settings.model_timeout
        return LangChainChatModel(shown, "openai", model, options, seconds, served.window, served=served)
    options = {"base_url": settings.model_url} if settings.model_url else {}
    # A key for a provider is never sent to another address: that one has its own, or none.
    key = settings.model_key or "none"
    if provider != "ollama" and (settings.model_key or settings.model_url):
        options["api_key"] = key
    elif settings.model_url:  # without this, Ollama's client would send OLLAMA_API_KEY there
        options["client_kwargs"] = {"headers": {"Authorization": f"Bearer {key}"}}
    return LangChainChatModel(name, provider, model, options, settings.model_timeout, settings.model_window)


@dataclass
class LangChainChatModel:
    """`interfaces.ChatModel` over a LangChain chat model. `timeout`: seconds for a whole answer; half for a silence."""

    name: str
    provider: str
    model: str
    # Not in the repr, which ends up in logs: it may hold a key.
    options: Mapping[str, Any] = field(repr=False)
    timeout: float = 60.0
    asked_window: int = 0
    served: LocalServer | None = None  # that of a model file here; it is started where it does not run
    _forms: tuple[tuple[bool, bool], ...] = FORMS
    _chats: dict[int, Any] = field(default_factory=dict, repr=False)

    @cached_property
    def window(self) -> int:
        return self.asked_window or int(self._profile.get("max_input_tokens") or UNKNOWN_WINDOW)

    @cached_property
    def thoughts(self) -> int:
        return FOR_REASONING if self._profile.get("reasoning_output") else 0

    def stream(
        self,
        prompt: Prompt,
        most: int,
        schema: Mapping[str, Any] | None = None,
        used: Callable[[Use], None] | None = None,
    ) -> Iterator[str]:
        """See `interfaces.ChatModel`."""
        if not self.served:
            yield from self._asked(prompt, most, schema, used)
            return
        with self.served.in_use():
            yield from ("" for _ in self.served.awaited(TICK))  # it reads gigabytes at its first question
            yield from self._asked(prompt, most, schema, used)

    def _asked(
        self, prompt: Prompt, most: int, schema: Mapping[str, Any] | None, used: Callable[[Use], None] | None
    ) -> Iterator[str]:
        arrived: queue.SimpleQueue[str | Use | ChatModelError | None] = queue.SimpleQueue()
        self._chat(most)  # imports here, in the reader's thread: on the loop they would hold up other answers
        task = asyncio.run_coroutine_threadsafe(self._write(prompt, most, schema, arrived.put), _loop())
        started = heard = time.monotonic()
        try:
            while True:
                if time.monotonic() - started > self.timeout:
                    raise ModelTimeout(f"The language model needed more than {self.timeout:g} seconds.")
                try:
                    piece = arrived.get(timeout=TICK)
                except queue.Empty:
                    if time.monotonic() - heard > self.timeout / 2:
                        raise ModelTimeout(f"The language model was silent for {self.timeout / 2:g} seconds.") from None
                    yield ""
                    continue
                if piece is None:
                    return
                if isinstance(piece, ChatModelError):
                    raise piece
                heard = time.monotonic()
                if isinstance(piece, str):
                    yield piece
                elif used:
                    used(piece)
        finally:
            task.cancel()

    async def _write(
        self,
        prompt: Prompt,
        most: int,
        schema: Mapping[str, Any] | None,
        put: Callable[[str | Use | ChatModelError | None], None],
    ) -> None:
        """Puts every piece, then None; or the error that ended it."""
        try:
            await self._attempts(prompt, most, schema, put)
            put(None)
        except Exception as error:  # noqa: BLE001 - providers raise what they like; each becomes one of ours
            put(typed(error, self.provider, self._key))

    async def _attempts(
        self, prompt: Prompt, most: int, schema: Mapping[str, Any] | None, put: Callable[[str | Use], None]
    ) -> None:
        waits = iter(WAITS[:RETRIES])
        # Some classes count by themselves, some never; None is for those that ask their server for it if told to.
        chat = self._chat(most)
        counts = getattr(chat, "stream_usage", True) is None and not _responds(chat)
        forms = list(dict.fromkeys((held and bool(schema), count and counts) for held, count in self._forms))
        while True:
            begun = False
            held, count = forms[0]
            try:
                async for piece in self._pieces(prompt, most, schema if held else None, count):
                    begun = True
                    put(piece)
                if schema:
                    self._forms = (forms[0],)  # the first that it took: asked for at once from now on
                return
            except Exception as error:
                problem = typed(error, self.provider, self._key)
                if begun:
                    raise
                if len(forms) > 1 and isinstance(problem, RequestRefused):
                    del forms[0]
                    continue
                wait = next(waits, None)
                if wait is None or not isinstance(problem, RETRIED):
                    raise
                await asyncio.sleep(wait)

    async def _pieces(
        self, prompt: Prompt, most: int, schema: Mapping[str, Any] | None, count: bool
    ) -> AsyncIterator[str | Use]:
        """The text as it comes; at the end of a whole answer what the provider counted."""
        from langsmith import tracing_context

        chat = self._chat(most)
        ended, counted = "", Use()
        asked = {"stream_usage": True} if count else {}
        messages = [("system", prompt.system), ("user", prompt.user)]
        with tracing_context(enabled=None if _traced() else False):
            async for chunk in _held_to(chat, schema).astream(messages, **asked):
                ended = _ending(chunk.response_metadata) or ended
                if chunk.usage_metadata:
                    counted += Use(chunk.usage_metadata["input_tokens"], chunk.usage_metadata["output_tokens"])
                if chunk.additional_kwargs.get("refusal") or _declines(chunk.content):
                    raise ModelRefused("The language model declined to answer.")
                yield chunk.text  # also an empty one: it says that the provider has begun, and bills
        if ended.lower() in HELD_BACK:  # some providers write it in capitals
            raise ModelRefused("The provider held the answer back.")
        if ended in BROKEN_OFF:
            raise ModelUnreachable("The language model broke off in the middle of its answer.")
        if counted.tokens:
            yield counted

    def _chat(self, most: int) -> Any:
        if most not in self._chats:
            profile = self._profile
            # Hosted models that reason refuse a temperature; servers of one's own take it.
            takes = "base_url" in self.options or self.served or self.provider in STEADY
            steady = {"temperature": 0} if profile.get("temperature", bool(takes)) else {}
            self._chats[most] = self._build(most + self.thoughts, steady)
        return self._chats[most]

    @cached_property
    def _profile(self) -> Mapping[str, Any]:
        """What LangChain knows of the model; nothing for one that it does not know. No file is loaded for it."""
        return {} if self.served else getattr(self._build(1, {}), "profile", None) or {}

    @property
    def _key(self) -> str:
        """The variable that the key comes from; none where it was typed into the page."""
        if not self.options:
            return KEYS.get(self.provider, "OLLAMA_API_KEY" if self.provider == "ollama" else "")
        own = os.environ.get("V2A_MODEL_KEY")
        return "V2A_MODEL_KEY" if own and self.options.get("api_key") == own else ""

    def _build(self, most: int, steady: Mapping[str, Any]) -> Any:
        from langchain.chat_models import init_chat_model

        limit: dict[str, Any] = {LIMITS.get(self.provider, "max_tokens"): most}
        # Such a server's class makes no retries either.
        told = WINDOWS.get(self.provider)
        once: dict[str, Any] = {told: self.asked_window or UNKNOWN_WINDOW} if told else {"max_retries": 0}
        place = {"base_url": self.served.address()} if self.served else self._place()
        options = {**place, **self.options}
        key = KEYS.get(self.provider)
        lacks_key = bool(key) and not os.environ.get(key or "") and "api_key" not in options
        advice = f" Set {key} to your key." if lacks_key else ""
        if self.provider == "anthropic" and not _traced():  # whose client traces unless it reads this when it is made
            os.environ["ANTHROPIC_OPEN_TELEMETRY"] = "false"
        try:
            chat = init_chat_model(self.model, model_provider=self.provider, **limit, **steady, **once, **options)
        except ImportError:
            package = f"langchain-{self.provider.replace('_', '-')}"
            raise ModelNotUsable(
                f"Models of {self.provider} need a package that is not installed: {install_command(package)}"
            ) from None
        except Exception as error:  # noqa: BLE001 - whatever the provider's class objects to, it cannot be used as set
            raise ModelNotUsable(
                f"The language model {self.name!r} cannot be used as it is set ({type(error).__name__}).{advice} "
                "See docs/models.md."
            ) from None
        if lacks_key:  # some classes notice only when the question is on its way, or never
            raise ModelNotUsable(f"The language model {self.name!r} needs a key.{advice} See docs/models.md.")
        return chat

    def _place(self) -> dict[str, str]:
        """Where the provider is, if that has to be told: by its own variables, or where it always is."""
        if self.provider not in ADDRESSES:
            return {}
        redirects = (os.environ.get(name) for name in PROVIDERS[self.provider].redirects)
        return {"base_url": next(filter(None, redirects), ADDRESSES[self.provider])}


def _traced() -> bool:
    return os.environ.get("V2A_TRACING") == "1"


def _held_to(chat: Any, schema: Mapping[str, Any] | None) -> Any:
    """The model bound to write such an object, if LangChain knows how; its own parser behind it is left out, since
    ours reads the text while it comes."""
    from langchain_core.runnables import RunnableSequence

    if schema is None:
        return chat
    try:
        bound = chat.with_structured_output(dict(schema), method="json_schema")
    except (NotImplementedError, TypeError, ValueError):
        return chat
    held = bound.first if isinstance(bound, RunnableSequence) else chat
    form = getattr(held, "kwargs", {}).get("response_format")
    # OpenAI's client reads the object anew with every piece and gives up on a server that writes plain text all the
    # same; as a part of the body that it does not know, the form is only handed on.
    if not form or not hasattr(chat, "extra_body"):
        return held
    if _responds(chat):
        return chat.bind(extra_body={"text": {"format": {"type": "json_schema", **form["json_schema"]}}})
    return chat.bind(extra_body={"response_format": form})


def _ending(told: Mapping[str, Any]) -> str:
    """Why the answer ended, by what comes with a piece of it; empty where it goes on."""
    if told.get("object") == "response":  # of OpenAI's Responses API
        return str((told.get("incomplete_details") or {}).get("reason") or told.get("status") or "")
    return next((str(told[name]) for name in ENDINGS if told.get(name)), "")


def _declines(content: Any) -> bool:
    return isinstance(content, list) and any(isinstance(part, dict) and part.get("refusal") for part in content)


def _responds(chat: Any) -> bool:
    """Whether it goes through OpenAI's Responses API, as LangChain decides for the models that know no other."""
    return bool(getattr(chat, "use_responses_api", False))


_LOCK = threading.Lock()
_LOOPS: list[asyncio.AbstractEventLoop] = []


def _loop() -> asyncio.AbstractEventLoop:
    """One loop for all models of the process: their HTTP clients are shared and belong to it."""
    with _LOCK:
        if not _LOOPS:
            loop = asyncio.new_event_loop()
            threading.Thread(target=loop.run_forever, name="chat-models", daemon=True).start()
            _LOOPS.append(loop)
        return _LOOPS[0]

"""Opens the page on this machine: checks the port, loads the assistant behind the page, runs until stopped."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from assistant.errors import BadInput
from assistant.feedback import FeedbackLog
from assistant.settings import Settings
from ui.web.model_in_use import Current, Exchanging, ModelInUse

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.planning.planner import Planner

T = TypeVar("T")

# Asked before anybody does: the first question loads what later ones use, that in another language the most.
WARM_UP = "Welche Ziele gibt es, und wer bezahlt?"


class Opening:
    """An assistant that is being opened in a thread; calling it waits and gives it, or raises what went wrong."""

    def __init__(self, open_it: Callable[[], Exchanging]) -> None:
        self._result: Future[Exchanging] = Future()
        threading.Thread(target=self._run, args=(open_it,), name="open-assistant", daemon=True).start()

    def _run(self, open_it: Callable[[], Exchanging]) -> None:
        try:
            self._result.set_result(open_it())
        except BaseException as problem:  # noqa: BLE001 - raised again for whoever asks
            self._result.set_exception(problem)

    def __call__(self) -> Exchanging:
        return self._result.result()


class Once(Generic[T]):
    """Something that is made at its first use and then kept; what goes wrong is raised, and tried anew next time."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: list[T] = []
        self._lock = threading.Lock()

    def __call__(self) -> T:
        with self._lock:
            if not self._made:
                self._made.append(self._make())
        return self._made[0]


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to that place. Raises BadInput, with the cure, when it is taken or not ours to use."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except OSError as error:
        taken.close()
        free = port + 1 if port < 65535 else 7861
        raise BadInput(
            f"Cannot open the page at {host}:{port} ({error.strerror}). Stop what uses that port, "
            f"or choose another: V2A_PORT={free}, or v2a serve --port {free}"
        ) from None
    return taken


def application(opening: Callable[[], Exchanging], settings: Settings) -> FastAPI:
    """The page as an ASGI application; the plans' database is opened when a plan is, the model in use at any time."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr
    from fastapi import FastAPI

    from ui.web import app, headers, readers
    from ui.web.plan.desk import Desk
    from ui.web.plan.routes import add_routes

    models = ModelInUse(settings)
    open_assistant = Current(opening, models)
    outer = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    add_routes(outer, Desk(Once(lambda: _plans(settings)), open_assistant))
    if settings.maintainer:  # else nothing of the Evals page is there, nor loaded
        from ui.web.evals.routes import add_routes as add_evals

        add_evals(outer, settings, open_assistant, models)
    blocks = app.build(open_assistant, FeedbackLog(settings.feedback_file), models.settings)
    mounted: FastAPI = gr.mount_gradio_app(
        outer,
        blocks,
        path="",
        server_name=settings.host,
        server_port=settings.port,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        enable_monitoring=False,
        pwa=False,
        max_file_size="1kb",
        theme=app.theme(),
        head=app.head(),
    )
    mounted.add_middleware(headers.Guard)
    if settings.model_daily_user:
        mounted.add_middleware(readers.Readers)
    return mounted


def serve(settings: Settings, open_it: Callable[[], Exchanging] | None = None) -> None:
    """Run the page until interrupted. `open_it` replaces the real assistant (tests)."""
    place = listen(settings.host, settings.port)
    opening = Opening(open_it or (lambda: _open(settings)))
    import uvicorn

    logging.getLogger("uvicorn.error").addFilter(_quiet_end)
    config: dict[str, Any] = {"log_level": "warning", "timeout_graceful_shutdown": 1}
    web = uvicorn.Server(uvicorn.Config(application(opening, settings), **config))
    place.listen()  # from here on a browser waits for the page instead of being refused
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    print(f"Vision to Action Assistant: http://{host}:{place.getsockname()[1]}  (stop with Ctrl-C)", flush=True)  # noqa: T201
    _report(opening)
    web.run(sockets=[place])


def _quiet_end(record: logging.LogRecord) -> bool:
    """An open page holds a stream; ending it at Ctrl-C is no error and needs no stack trace."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, asyncio.CancelledError) and "Cancel" not in record.getMessage()


def _report(opening: Opening) -> None:
    """Says on stderr, in its own time, why the assistant could not be opened; the page says so as well."""

    def wait() -> None:
        try:
            opening()
        except Exception as problem:  # noqa: BLE001 - shown to the operator; the page goes on to explain it
            print(f"The page is open, but questions cannot be answered: {problem}", file=sys.stderr)  # noqa: T201

    threading.Thread(target=wait, daemon=True).start()


def _plans(settings: Settings) -> Planner:
    from assistant.wiring import open_planner

    return open_planner(settings)


def _open(settings: Settings) -> Exchanging:
    """Without a language model, which comes in with the first question: the warm-up is not to be paid for."""
    from assistant.wiring import open_assistant

    assistant: Exchanging = open_assistant(replace(settings, model=""))
    assistant.answer(WARM_UP)
    return assistant

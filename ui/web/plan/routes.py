"""The addresses of the Plan page: plain routes beside Gradio, which take JSON and give back what changed on the page.

A plan's id is the key to it, so no route lists plans. Bodies are taken with content types alone that no other site's
page can send without being asked first.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, JSONResponse, Response

from assistant.errors import BadInput, PlanConflict, PlanError, PlanMissing, V2AError
from assistant.exports.formats import MOST_BYTES, WRITERS, export
from assistant.planning.drafting import Drafted
from assistant.planning.log import PlanLog
from assistant.planning.plan import Plan, as_kept, for_others
from assistant.planning.talk import Reply
from ui.web.plan import beginning, chat, wording
from ui.web.plan.actions import act
from ui.web.plan.asked import Asked
from ui.web.plan.conflicts import conflict_html
from ui.web.plan.desk import Desk, Payload, Seen, payload
from ui.web.plan.frame import shared_page, shared_problem_page
from ui.web.plan.sections.document import document_html
from ui.web.plan.view import reading_view

MOST_JSON = 500_000
LOOK_EVERY = 0.2  # seconds between looks whether the browser still waits
HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}
_TALKS: Mapping[str, Callable[[Desk, str, Asked], Reply]] = {"step": chat.step_to, "suggest": chat.suggest}


class _Refused(Exception):
    """A request that this page would not send."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


def add_routes(app: FastAPI, desk: Desk) -> None:
    """Add every route of the Plan page to the application."""

    @app.post("/plans")
    async def new(request: Request) -> Response:
        return await _json_in(request, lambda asked: _begin(desk, asked))

    @app.post("/plans/import")
    async def open_file(request: Request, name: str = "") -> Response:
        return await _file_in(request, lambda data: _opened(desk, *beginning.open_file(desk, data, _named(name))))

    @app.get("/plans/{plan_id}")
    def read(plan_id: str) -> Response:
        return _answer(lambda: payload(desk, desk.planner.open(plan_id), Seen({})))

    @app.post("/plans/{plan_id}/do")
    async def do(request: Request, plan_id: str) -> Response:
        return await _json_in(request, lambda asked: _do(desk, plan_id, asked))

    @app.post("/plans/{plan_id}/say")
    async def say(request: Request, plan_id: str) -> Response:
        gone = threading.Event()
        heard = partial(chat.say, left=gone.is_set)
        return await _json_in(request, lambda asked: _talk(desk, plan_id, asked, heard), gone)

    @app.post("/plans/{plan_id}/word")
    async def word(request: Request, plan_id: str) -> Response:
        gone = threading.Event()
        return await _json_in(request, lambda asked: wording.word(desk, plan_id, asked, gone.is_set), gone)

    @app.post("/plans/{plan_id}/import")
    async def propose_file(request: Request, plan_id: str, name: str = "") -> Response:
        return await _file_in(
            request, lambda data: _opened(desk, *beginning.propose_file(desk, plan_id, data, _named(name)))
        )

    @app.get("/plans/{plan_id}/export.{ending}")
    def download(plan_id: str, ending: str) -> Response:
        mine = as_kept if ending == "json" else for_others
        return _download(lambda: mine(desk.planner.open(plan_id).plan), desk, ending)

    @app.get("/shared/{token}")
    def shared(token: str) -> Response:
        return _shared(desk, token)

    @app.get("/shared/{token}/export.{ending}")
    def shared_download(token: str, ending: str) -> Response:
        return _download(lambda: desk.planner.open_shared(token), desk, ending)


# What the routes do


def _begin(desk: Desk, asked: Asked) -> Payload:
    log, draft = beginning.begin(desk, asked)
    if log is None:
        return _asks_first(draft)
    waiting = (proposal.id for proposal in log.plan.proposals)
    message = " ".join(draft.warnings) if draft else ""
    return payload(desk, log, Seen({}), message=message, word=wording.to_word(desk, log.plan, waiting))


def _asks_first(draft: Drafted | None) -> Payload:
    """Why there is no draft yet: what it would have to know, or why it cannot be made."""
    warnings = draft.warnings if draft else ()
    asking = [{"unit": unit, "text": text} for unit, text in draft.questions] if draft else []
    told = "Before a draft is possible, a few words more are needed." if asking else ""
    return {"questions": asking, "problem": " ".join([*warnings, told]).strip(), "status": draft and draft.status.value}


def _opened(desk: Desk, log: PlanLog, notes: tuple[str, ...]) -> Payload:
    return payload(desk, log, Seen({}), message=" ".join(notes) or "The file is open.")


def _do(desk: Desk, plan_id: str, asked: Asked) -> Payload:
    verb = asked.text("do")
    if verb == "delete":
        desk.planner.delete(plan_id)
        return {"id": plan_id, "deleted": True, "message": "The plan is gone for good."}
    if verb in _TALKS:
        return _talk(desk, plan_id, asked, _TALKS[verb])
    before = desk.planner.open(plan_id)
    try:
        done = act(desk, plan_id, asked)
    except PlanConflict as conflict:
        log = desk.planner.open(plan_id)
        html = conflict_html(conflict, log.plan, asked)
        return payload(desk, log, _seen(asked), conflict=html, problem=str(conflict))
    reply = chat.follow(desk, before, done.log, asked.talk())
    more: Payload = {"message": done.message}
    if reply:
        more |= {"reply": chat.reply_json(reply, desk), "word": wording.to_word(desk, reply.plan, reply.new)}
    log = desk.planner.open(plan_id) if reply else done.log
    return payload(desk, log, _seen(asked, reply.talk.step if reply else None, done.compare), **more)


def _talk(desk: Desk, plan_id: str, asked: Asked, heard: Callable[[Desk, str, Asked], Reply]) -> Payload:
    reply = heard(desk, plan_id, asked)
    told = chat.reply_json(reply, desk, asked.text("text"))
    word = wording.to_word(desk, reply.plan, reply.new)
    return payload(desk, desk.planner.open(plan_id), _seen(asked, reply.talk.step), reply=told, word=word)


def _seen(asked: Asked, step: int | None = None, compare: tuple[int, int] | None = None) -> Seen:
    return Seen(asked.words("have"), step or asked.talk().step, compare)


def _download(find: Callable[[], Plan], desk: Desk, ending: str) -> Response:
    try:
        if ending not in WRITERS:
            raise BadInput(f"Plans are written as {', '.join(WRITERS)}: choose one of them.")
        plan = find()
        data = export(plan, desk.texts, f"plan.{ending}")
    except V2AError as error:
        return HTMLResponse(shared_problem_page(str(error)), _status(error), HEADERS)
    plain = re.sub(r"[^a-z0-9]+", "-", plan.title.lower()).strip("-")[:60] or "action-plan"
    full = quote(f"{plan.title.strip()[:80] or 'action-plan'}.{ending}".replace("/", "-"), safe="")
    named = f"attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{full}"
    return Response(data, headers={**HEADERS, "Content-Disposition": named, "Content-Type": TYPES[ending]})


def _shared(desk: Desk, token: str) -> Response:
    try:
        plan = desk.planner.open_shared(token)
        view = reading_view(plan, desk.assistant.registry, desk.assistant.documents, desk.today())
        return HTMLResponse(shared_page(plan.title, document_html(view), token), headers=HEADERS)
    except V2AError as error:
        return HTMLResponse(shared_problem_page(str(error)), _status(error), HEADERS)


# In and out


async def _json_in(request: Request, work: Callable[[Asked], Payload], gone: threading.Event | None = None) -> Response:
    """`gone` is set when the browser does not wait for the response any longer."""
    try:
        data = await _body(request, "application/json", MOST_JSON)
        fields = json.loads(data)
        if not isinstance(fields, dict):
            raise ValueError("no object")
    except _Refused as refused:
        return _problem(str(refused), refused.status)
    except (ValueError, RecursionError):
        return _problem("The page sent something unreadable: load it again.", 400)
    watching = asyncio.create_task(_watch(request, gone)) if gone else None
    try:
        return await run_in_threadpool(_answer, lambda: work(Asked(fields)))
    finally:
        if watching:
            watching.cancel()


async def _watch(request: Request, gone: threading.Event) -> None:
    while not await request.is_disconnected():
        await asyncio.sleep(LOOK_EVERY)
    gone.set()


async def _file_in(request: Request, work: Callable[[bytes], Payload]) -> Response:
    try:
        data = await _body(request, "application/octet-stream", MOST_BYTES)
    except _Refused as refused:
        return _problem(str(refused), refused.status)
    return await run_in_threadpool(_answer, lambda: work(data))


async def _body(request: Request, content_type: str, most: int) -> bytes:
    """The body, read no further than may be."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != content_type:
        raise _Refused(415, f"This address takes {content_type} only.")
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > most:
            raise _Refused(413, f"This is more than {most // 1000} kB, which no plan needs: send less at once.")
    return bytes(data)


def _answer(work: Callable[[], Payload]) -> Response:
    try:
        found = work()
    except V2AError as error:
        return _problem(str(error), _status(error))
    # A long plan shrinks to a twentieth; every browser that the page runs in takes it.
    data = gzip.compress(json.dumps(found).encode(), compresslevel=4)
    headers = {**HEADERS, "Content-Encoding": "gzip"}
    return Response(data, 409 if "conflict" in found else 200, headers, "application/json")


def _problem(message: str, status: int) -> Response:
    return JSONResponse({"problem": message, "missing": status == 404}, status, HEADERS)


def _status(error: V2AError) -> int:
    if isinstance(error, PlanMissing):
        return 404
    if isinstance(error, PlanConflict):
        return 409
    return 400 if isinstance(error, (BadInput, PlanError)) else 503


def _named(name: Any) -> str:
    """The file's own name without a path."""
    return str(name).replace("\\", "/").rpartition("/")[2][:120] or "the file"

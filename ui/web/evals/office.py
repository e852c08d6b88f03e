"""What every address of the Evals page works with, and how requests come in and replies go out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from assistant.errors import BadInput, V2AError
from assistant.registry import Registry
from assistant.settings import Settings
from assistant.verbs import Assistant
from evals.candidates import Candidate, Review
from evals.cases import CaseError
from evals.question_drafts import drafts
from ui.web.evals import page
from ui.web.evals.door import Door, Fields, Refused, form_of
from ui.web.evals.failures import Failures
from ui.web.model_in_use import ModelInUse

HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}


@dataclass(frozen=True)
class Office:
    """What the page works with; the assistant is opened when a page needs it, and may raise V2AError then."""

    settings: Settings
    open_assistant: Callable[[], Assistant]
    door: Door
    review: Review
    models: ModelInUse
    failures: Failures = field(default_factory=Failures)

    def registry(self) -> Registry:
        """For titles beside ids; empty where the index cannot be opened, since runs can be read without it."""
        try:
            return self.open_assistant().registry
        except V2AError:
            return Registry()

    def show(self, title: str, view: str, body: Iterable[str], said: str = "", problem: str = "") -> str:
        waiting = len(self.review.waiting())
        return page.frame(title, view, body, self.door.mark, waiting, said, problem)

    def drafts_of(self, document: str) -> tuple[Candidate, ...]:
        """Every draft of that document, decided or not; none for one that is not there."""
        assistant = self.open_assistant()
        found = assistant.documents.get(document)
        own = [p for p in assistant.passages.values() if p.document == document]
        return drafts(found, own, assistant.registry) if found else ()

    def candidate(self, candidate_id: str, document: str) -> Candidate:
        """The candidate or draft with that id. Raises BadInput where there is none any more."""
        among = self.drafts_of(document) if document else self.review.all()
        for found in among:
            if found.id == candidate_id:
                return found
        raise BadInput("This candidate is not there any more: the texts or the feedback have changed.")


def shown(office: Office, request: Request, work: Callable[[], str]) -> Response:
    """The page, or the question for the key."""
    if not office.door.is_open(request):
        return HTMLResponse(page.key_page(), 401, HEADERS)
    try:
        return HTMLResponse(work(), headers=HEADERS)
    except (BadInput, CaseError) as error:
        return HTMLResponse(page.problem_page(str(error)), 404, HEADERS)
    except V2AError as error:
        return HTMLResponse(page.problem_page(str(error)), 503, HEADERS)


async def posted(office: Office, request: Request, work: Callable[[Fields], Response]) -> Response:
    """The reply to a form of the page; any other form is refused before its work is begun."""
    try:
        fields = await form_of(request)
        office.door.check(request, fields)
    except Refused as refused:
        shown = page.key_page if refused.status == 401 else page.problem_page
        return HTMLResponse(shown(str(refused)), refused.status, HEADERS)

    def guarded() -> Response:
        try:
            return work(fields)
        except V2AError as error:
            return HTMLResponse(page.problem_page(str(error)), 400, HEADERS)

    return await run_in_threadpool(guarded)

"""The addresses of the Evals page: server-rendered HTML behind the maintainer's key. Without a key there are none."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from assistant.domain import Document
from assistant.errors import BadInput
from assistant.settings import Settings
from assistant.verbs import Assistant
from evals import history, kept
from evals.candidates import DRAFT, Candidate, Review
from evals.cases import CaseError
from ui.web.evals import page, review, runs
from ui.web.evals.door import Door, Fields, Refused, form_of, one
from ui.web.evals.draft_case import Filled, case_of, file_of, filled_for, filled_from
from ui.web.evals.model_routes import add_model_routes
from ui.web.evals.office import HEADERS, Office, posted, shown
from ui.web.model_in_use import ModelInUse

LOG = logging.getLogger("v2a.model")
FOUND = 12
_SAID = {"saved": "Saved as a case.", "dropped": "Dropped.", "reopened": "It waits again."}


def add_routes(
    app: FastAPI, settings: Settings, open_assistant: Callable[[], Assistant], models: ModelInUse | None = None
) -> None:
    """Add the page to the application where V2A_MAINTAINER is set; else nothing of it is there."""
    if not settings.maintainer:
        return
    office = Office(
        settings, open_assistant, Door(settings.maintainer), Review(settings), models or ModelInUse(settings)
    )
    LOG.addFilter(office.failures)
    _add_reading(app, office)
    _add_writing(app, office)
    add_model_routes(app, office)


def _add_reading(app: FastAPI, office: Office) -> None:
    @app.get("/evals")
    def overview(request: Request, of: str = "") -> Response:
        return shown(office, request, lambda: _overview(office, of))

    @app.get("/evals/runs/{run_id}")
    def one_run(request: Request, run_id: str) -> Response:
        def work() -> str:
            run = history.load_run(office.settings, run_id)
            return office.show("Run", "runs", runs.run_page(run, office.registry()))

        return shown(office, request, work)

    @app.get("/evals/compare")
    def compare(request: Request, before: str = "", after: str = "") -> Response:
        return shown(office, request, lambda: _comparison(office, before, after))

    @app.get("/evals/candidates")
    def candidates(request: Request, said: str = "") -> Response:
        return shown(office, request, lambda: _candidates(office, said))

    @app.get("/evals/candidates/{candidate_id}")
    def candidate(request: Request, candidate_id: str, document: str = "") -> Response:
        def work() -> str:
            found = office.candidate(candidate_id, document)
            return _review(office, found, filled_for(found))

        return shown(office, request, work)

    @app.get("/evals/drafts")
    def documents(request: Request) -> Response:
        return shown(office, request, lambda: _documents(office))

    @app.get("/evals/drafts/{document:path}")
    def document_drafts(request: Request, document: str, said: str = "") -> Response:
        return shown(office, request, lambda: _drafts(office, document, said))


def _add_writing(app: FastAPI, office: Office) -> None:
    @app.post("/evals/enter")
    async def enter(request: Request) -> Response:
        try:
            fits = office.door.fits(one(await form_of(request), "key"))
        except Refused as refused:
            return HTMLResponse(page.key_page(str(refused)), refused.status, HEADERS)
        if not fits:
            return HTMLResponse(page.key_page("That is not the key."), 401, HEADERS)
        return office.door.open(request, RedirectResponse("/evals", 303, HEADERS))

    @app.post("/evals/leave")
    async def leave(request: Request) -> Response:
        response = await posted(office, request, lambda _: RedirectResponse("/evals", 303, HEADERS))
        return office.door.close(response) if response.status_code == 303 else response

    @app.post("/evals/candidates/{candidate_id}/{verb}")
    async def decide(request: Request, candidate_id: str, verb: str, document: str = "") -> Response:
        def work(fields: Fields) -> Response:
            return _decide(office, office.candidate(candidate_id, document), verb, fields, request)

        return await posted(office, request, work)


# What the routes show


def _overview(office: Office, of: str) -> str:
    lines = history.load(office.settings)
    folder = history.folder_of(office.settings) / "runs"
    whole = [path.stem for path in folder.glob("*.json")] if folder.exists() else []
    return office.show("Runs", "runs", runs.overview(lines, whole, kept.series(lines), of))


def _comparison(office: Office, before: str, after: str) -> str:
    if not before or not after or before == after:
        raise BadInput("Choose two different runs on the page of the runs, then compare them.")
    sides = [history.load_run(office.settings, run_id) for run_id in (before, after)]
    found = kept.compared(*sides)
    return office.show("Two runs", "runs", runs.comparison_page(found, sides[0], sides[1], office.registry()))


def _candidates(office: Office, said: str) -> str:
    decided = office.review.decisions()
    everything = office.review.all()
    waiting = [one for one in everything if one.id not in decided]
    settled = [(one, decided[one.id]) for one in everything if one.id in decided]
    return office.show(
        "Candidates", "candidates", review.list_page(waiting, settled, office.door.mark), _SAID.get(said, "")
    )


def _documents(office: Office) -> str:
    decided = office.review.decisions()
    counts: list[tuple[Document, int, int]] = []
    for document in office.open_assistant().documents.values():
        found = office.drafts_of(document.id)
        counts.append((document, len(found), sum(one.id in decided for one in found)))
    counts.sort(key=lambda row: (row[0].edition == "ours", row[2] > 0))
    return office.show("Question drafts", "drafts", review.documents_page(counts))


def _drafts(office: Office, document: str, said: str) -> str:
    found = office.open_assistant().documents.get(document)
    if found is None:
        raise BadInput("This document is not in the index any more.")
    decided = office.review.decisions()
    waiting = [one for one in office.drafts_of(document) if one.id not in decided]
    body = review.drafts_page(found, waiting)
    return office.show("Question drafts", "drafts", body, _SAID.get(said, ""))


def _review(office: Office, candidate: Candidate, filled: Filled, problem: str = "") -> str:
    assistant = office.open_assistant()
    body = review.review_page(candidate, filled, _offered(candidate, filled, assistant), assistant, office.door.mark)
    view = "drafts" if candidate.why == DRAFT else "candidates"
    return office.show("Make a case", view, body, problem=problem)


def _offered(candidate: Candidate, filled: Filled, assistant: Assistant) -> dict[str, list[str]]:
    """Passages to choose from, by why they are there."""
    found = assistant.search(filled.words, FOUND) if filled.words else []
    now = assistant.search(filled.question, FOUND) if filled.question else []
    return {
        "Chosen": list(filled.gold),
        f"Found for “{filled.words}”": [hit.passage.id for hit in found],
        "Retrieved when it was asked": list(candidate.retrieved),
        "Retrieved now": [hit.passage.id for hit in now],
    }


def _decide(office: Office, candidate: Candidate, verb: str, fields: Fields, request: Request) -> Response:
    if verb == "find":
        return _find(office, candidate, filled_from(fields), part=request.headers.get("x-part") == "passages")
    if verb == "save":
        filled = filled_from(fields)
        try:
            _save(office, candidate, filled)
        except (BadInput, CaseError) as error:
            return HTMLResponse(_review(office, candidate, filled, str(error)), 422, HEADERS)
        return _back(candidate, "saved")
    if verb == "drop":
        office.review.drop(candidate.id)
        return _back(candidate, "dropped")
    if verb == "reopen":
        office.review.reopen(candidate.id)
        return _back(candidate, "reopened")
    raise BadInput("The page sent something unusable: load it again.")


def _find(office: Office, candidate: Candidate, filled: Filled, part: bool) -> Response:
    if not part:
        return HTMLResponse(_review(office, candidate, filled), headers=HEADERS)
    assistant = office.open_assistant()
    html = review.passages_html(_offered(candidate, filled, assistant), filled.gold, assistant)
    return HTMLResponse(html, headers=HEADERS)


def _save(office: Office, candidate: Candidate, filled: Filled) -> None:
    assistant = office.open_assistant()
    row = case_of(candidate, filled, assistant.passages, assistant.documents)
    path = Path(office.review.folder) / file_of(filled)
    office.review.save(candidate.id, row, path, [unit.id for unit in assistant.registry])


def _back(candidate: Candidate, said: str) -> Response:
    where = f"/evals/drafts/{quote(candidate.document, safe='')}" if candidate.document else "/evals/candidates"
    return RedirectResponse(f"{where}?said={said}", 303, HEADERS)

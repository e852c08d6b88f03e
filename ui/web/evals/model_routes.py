"""The addresses of the language model's page: try one, use one, use none; behind the door of the other forms."""

from __future__ import annotations

from dataclasses import replace

from fastapi import FastAPI, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from assistant.choice import LOCAL, Choice
from assistant.drivers.providers import provider_of
from assistant.errors import BadInput, ChatModelError
from assistant.settings import Settings
from assistant.wiring import open_budget, open_model
from assistant.writing.trial import try_out
from ui.web.evals.door import Fields, one
from ui.web.evals.model_form import Form, choice_of, form_now, form_sent, key_of, must_be_usable, without_model
from ui.web.evals.model_page import consequences, model_page, sure_page
from ui.web.evals.office import HEADERS, Office, posted, shown

PATIENCE = 20.0  # seconds for a trial: somebody waits before the page
_SAID = {
    "used": "Saved. It holds from the next question and draft on.",
    "none": "No model is used any more: answers are put together from quotes.",
    "forgotten": "The key is forgotten.",
}


def add_model_routes(app: FastAPI, office: Office) -> None:
    """Add them to the application."""

    @app.get("/evals/model")
    def language_model(request: Request, said: str = "", instead: str = "") -> Response:
        return shown(office, request, lambda: _page(office, form_now(office.models), _told(office, said, instead)))

    @app.post("/evals/model/{verb}")
    async def change(request: Request, verb: str) -> Response:
        return await posted(office, request, lambda fields: _changed(office, verb, fields))


def _changed(office: Office, verb: str, fields: Fields) -> Response:
    if verb == "forget":
        office.models.forget()
        return _back("forgotten")
    if verb == "none":
        return _kept(office, without_model(office.models), "none", one(fields, "seen"))
    form = form_sent(fields, office.models)
    try:
        if verb == "test":
            return _tried(office, form, fields)
        if verb == "use":
            return _used(office, form, fields)
    except BadInput as problem:
        return HTMLResponse(_page(office, form, problem=str(problem)), 422, HEADERS)
    if verb == "edit":
        return HTMLResponse(_page(office, form), headers=HEADERS)
    raise BadInput("The page sent something unusable: load it again.")


def _tried(office: Office, form: Form, fields: Fields) -> Response:
    settings = _wanted(office, form, fields)
    if not settings.model:
        raise BadInput("Choose a provider and name a model to test.")
    try:
        seconds = try_out(
            open_model(replace(settings, model_timeout=min(settings.model_timeout, PATIENCE))), open_budget(settings)
        )
    except ChatModelError as problem:
        return HTMLResponse(_page(office, form, problem=str(problem)), headers=HEADERS)
    said = f"{settings.model} answers: its first word came after {seconds:.1f} seconds."
    if settings != office.models.settings():
        said = " ".join((said, "It is not in use yet. If you use it:", *consequences(settings)))
    return HTMLResponse(_page(office, form, said), headers=HEADERS)


def _used(office: Office, form: Form, fields: Fields) -> Response:
    models = office.models
    choice = choice_of(form, models)
    settings, now = _wanted(office, form, fields), models.settings()
    if settings.model and "V2A_MODEL" not in settings.fixed:
        must_be_usable(settings, models)
    elsewhere = (provider_of(settings), settings.model_url) != (provider_of(now), now.model_url)
    leaving = settings.model and elsewhere and provider_of(settings) != LOCAL
    if leaving and not one(fields, "sure"):
        title, body = "Where questions go", sure_page(choice, settings, form, office.door.mark)
        return HTMLResponse(office.show(title, "model", body), headers=HEADERS)
    return _kept(office, choice, "used", form.seen)


def _kept(office: Office, choice: Choice, said: str, seen: str) -> Response:
    """`seen`: when the choice was made that the form began with."""
    before = office.models.use(choice)
    return _back(said, meanwhile=bool(before and before.at != seen))


def _wanted(office: Office, form: Form, fields: Fields) -> Settings:
    """What would hold with the form; a key in it is remembered for that provider and address. Raises BadInput."""
    choice = choice_of(form, office.models)
    if key := key_of(fields, choice, office.models):
        office.models.remember(choice.target, key)
    return office.models.with_choice(choice)


def _back(said: str, meanwhile: bool = False) -> Response:
    return RedirectResponse(f"/evals/model?said={said}" + ("&instead=1" if meanwhile else ""), 303, HEADERS)


def _told(office: Office, said: str, instead: str) -> str:
    """What was done, and whose choice it took the place of, if that was made while the form was open."""
    choice = office.models.choice
    meanwhile = ""
    if instead and choice:
        meanwhile = f" Somebody else had chosen {choice.before or 'none'} meanwhile; your choice has taken its place."
    return _SAID.get(said, "") + meanwhile


def _page(office: Office, form: Form, said: str = "", problem: str = "") -> str:
    body = model_page(office.models, office.failures.listed(), form, office.door.mark)
    told = " ".join(part for part in (problem, office.models.problem) if part)
    return office.show("Language model", "model", body, said, told)

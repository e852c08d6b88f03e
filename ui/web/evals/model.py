"""The model's page for maintainers: how it is set, what it cost today, whether it answers. Keys are never shown.

Nothing is changed here: the settings are the environment's, so that no page can send questions somewhere else.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from assistant.drivers.chat_model import KEYS
from assistant.errors import BadInput, ChatModelError
from assistant.settings import Settings, model_name
from assistant.wiring import open_budget, open_ledger, open_model
from assistant.writing.trial import try_out
from evals.html_parts import text
from ui.web.evals.page import form

LONGEST_NAME = 200
PATIENCE = 20.0  # seconds for a trial: somebody waits before the page


def model_page(settings: Settings, mark: str, tried: str = "") -> Iterator[str]:
    """The page below its navigation; `tried` is the name in the form."""
    yield "<h1>Language model</h1>"
    if settings.model:
        yield f"<p>Answers and drafts are worded by <b>{text(settings.model)}</b> and checked sentence by sentence.</p>"
    else:
        yield "<p>None is set: answers are put together from quotes, drafts from patterns. Nothing leaves here.</p>"
    rows = "".join(f'<tr><th scope="row">{text(k)}</th><td>{text(v)}</td></tr>' for k, v in _state(settings))
    yield f"<table><tbody>{rows}</tbody></table>"
    yield (
        "<p>To change it, set these variables where <code>v2a serve</code> is started, and start it again. Keys are "
        "taken from the environment alone and shown nowhere; docs/models.md says how to set up each provider.</p>"
    )
    yield "<h2>Try one</h2><p>Sends one short request without any text of yours; it counts to the budget.</p>"
    field = (
        '<label for="model">Model, as provider:name</label> '
        f'<input id="model" name="model" required maxlength="{LONGEST_NAME}" value="{text(tried or settings.model)}"> '
        '<button class="primary">Test the connection</button>'
    )
    yield form("model/test", mark, f"<p>{field}</p>", "Test the connection")


def _state(settings: Settings) -> Iterator[tuple[str, str]]:
    yield "V2A_MODEL", settings.model or "not set"
    # Without the path and whatever stands before the host, which may be a password.
    place = urlsplit(settings.model_url)
    yield "V2A_MODEL_URL", f"{place.scheme}://{place.netloc.rpartition('@')[2]}" if place.netloc else "not set"
    name = _key_of(settings)
    yield f"Key ({name})", "set" if (settings.model_key or os.environ.get(name)) else "not set"
    yield "Tokens of one answer", str(settings.model_tokens)
    yield "Seconds for one answer", f"{settings.model_timeout:g}"
    yield "Tokens today (UTC)", spent_today(settings)
    yield (
        "Sentences that no source carries",
        {"quote": "replaced by quotes", "strike": "shown, marked"}[settings.unsupported],
    )
    yield "Reader", settings.audience or "readers in general"


def _key_of(settings: Settings) -> str:
    """The variable that the key is taken from."""
    provider = settings.model.partition(":")[0]
    return "V2A_MODEL_KEY" if settings.model_url else KEYS.get(provider, "V2A_MODEL_KEY")


def spent_today(settings: Settings) -> str:
    """What was used of the day's budget, in words."""
    try:
        return "; ".join(f"{what}: {told}" for what, told in open_ledger(settings).state())
    except ChatModelError as problem:
        return str(problem)


def test_model(settings: Settings, name: str) -> tuple[str, str]:
    """What to say and what to warn of, one of them empty, after a trial of that model. Raises BadInput for its name."""
    if len(name) > LONGEST_NAME:
        raise BadInput("This is no name of a model: write it as provider:name.")
    chosen = model_name(name, settings.model_url)
    if not chosen:
        raise BadInput("Name a model to test, as provider:name.")
    wanted = replace(settings, model=chosen, model_timeout=min(settings.model_timeout, PATIENCE))
    try:
        seconds = try_out(open_model(wanted), open_budget(settings))
    except ChatModelError as problem:
        return "", str(problem)
    said = f"{chosen} answers: its first word came after {seconds:.1f} seconds."
    return said if chosen == settings.model else f"{said} To use it, set V2A_MODEL={chosen} and start again.", ""

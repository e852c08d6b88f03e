"""The language model that was chosen on the page: a small file in V2A_HOME that every door reads. It never holds a key.

The environment wins over it, variable by variable; V2A_MODEL over model, address and key together.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from assistant.errors import BadInput
from assistant.settings import AUDIENCES, UNSUPPORTED, Settings

FILE = "language-model.json"
VERSION = 1
NONE, OWN, OLLAMA, LOCAL = "none", "own", "ollama", "local"
PROVIDERS = (NONE, "openai", "anthropic", "mistralai", OLLAMA, LOCAL, OWN)
LONGEST_NAME = 200
LONGEST_URL = 500
LARGEST_FILE = 20_000  # bytes; ours has a few hundred
# From and to which number each may go; a window of 0 is what is known of the model.
RANGES = {"tokens": (50, 20_000), "seconds": (5, 600), "window": (1_000, 4_000_000)}
# Which variable wins over which part, beside V2A_MODEL and V2A_MODEL_URL.
VARIABLES = {
    "unsupported": "V2A_UNSUPPORTED",
    "audience": "V2A_AUDIENCE",
    "tokens": "V2A_MODEL_TOKENS",
    "seconds": "V2A_MODEL_TIMEOUT",
    "window": "V2A_MODEL_WINDOW",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a maintainer chose: one of PROVIDERS, and how the model is used; `at` (ISO, UTC) when, `before` instead of
    what. `tokens` of one answer, `seconds` for it, `window`: tokens that the model can read, 0 for what is known."""

    provider: str = NONE
    model: str = ""
    url: str = ""
    unsupported: str = "quote"
    audience: str = ""
    tokens: int = 800
    seconds: int = 60
    window: int = 0
    at: str = ""
    before: str = ""

    @property
    def name(self) -> str:
        """The model as V2A_MODEL would name it; empty for none."""
        if self.provider == NONE:
            return ""
        return self.model if self.provider == OWN else f"{self.provider}:{self.model}"

    @property
    def target(self) -> tuple[str, str]:
        """Whom a key is for."""
        return self.provider, self.url


def checked(choice: Choice) -> Choice:
    """The choice with its name and address in their plain form. Raises BadInput that says what to change."""
    if choice.provider not in PROVIDERS:
        raise BadInput(f"Choose one of the providers: {', '.join(PROVIDERS)}.")
    if choice.unsupported not in UNSUPPORTED or choice.audience not in ("", *AUDIENCES):
        raise BadInput("Choose what becomes of unsupported sentences, and the reader, from their lists.")
    for part, (least, most) in RANGES.items():
        value = getattr(choice, part)
        if not least <= value <= most and not (part == "window" and value == 0):
            raise BadInput(f"The {_PARTS[part]}: write a whole number from {least:,} to {most:,}.")
    if choice.provider == NONE:
        return replace(choice, model="", url="")
    return replace(choice, model=_model(choice), url=_url(choice))


_PARTS = {"tokens": "tokens of one answer", "seconds": "seconds for one answer", "window": "tokens that it can read"}


def _model(choice: Choice) -> str:
    name = choice.model.strip()
    if choice.provider != OWN:
        name = name.removeprefix(f"{choice.provider}:")
    if not name:
        raise BadInput("Write the model's name as its provider writes it.")
    spaced = " " in name and choice.provider != LOCAL  # folders have spaces in their names
    if len(name) > LONGEST_NAME or not name.isprintable() or spaced:
        raise BadInput(f"This is no name of a model: it has up to {LONGEST_NAME} characters and no spaces.")
    if choice.provider == OWN and name.startswith(f"{OLLAMA}:"):
        raise BadInput("For a model of Ollama choose Ollama as the provider.")
    return name


def _url(choice: Choice) -> str:
    """The address without what could be a secret: that would be written to the file and shown."""
    url = choice.url.strip().rstrip("/")
    if not url:
        if choice.provider == OWN:
            raise BadInput("Write the address of your server, such as http://127.0.0.1:8080/v1.")
        return ""
    if choice.provider not in (OWN, OLLAMA):
        raise BadInput("An address is for your own server or Ollama: choose one of these, or leave the address empty.")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    plain = url.isprintable() and " " not in url and len(url) <= LONGEST_URL
    if not plain or not host or parts.scheme not in ("http", "https") or port == 0:
        raise BadInput("Write the address as http://HOST:PORT/PATH or https://HOST/PATH.")
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise BadInput(
            "Leave user, password, ? and # out of the address: it is kept in a file. A key has its own field."
        )
    return url


def plain_address(url: str) -> str:
    """An address of the environment as it may be kept and shown: without user, password and what follows a ? or #."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}".rstrip("/") if url else ""


# The file


def path_in(home: Path) -> Path:
    """Where the choice is kept."""
    return home / FILE


def load(home: Path) -> Choice | None:
    """What was chosen; None where nothing was. Raises BadInput for a file that cannot be used, which stays as it is."""
    path = path_in(home)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unusable(path, f"it cannot be read: {error.strerror}") from None
    try:
        found = json.loads(data.decode("utf-8")) if len(data) <= LARGEST_FILE else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise _unusable(path, "it is damaged")
    if found.get("version") != VERSION:
        raise _unusable(path, "another version of v2a wrote it")
    try:
        return checked(_from_json(found))
    except BadInput as problem:
        raise _unusable(path, f"{problem}") from None


def save(home: Path, choice: Choice) -> None:
    """Put the choice in the place of the one before, whole or not at all; a file that cannot be used is kept aside.

    Raises BadInput where nothing can be written; the choice before then still holds.
    """
    path = path_in(home)
    text = json.dumps({"version": VERSION, **asdict(checked(choice))}, ensure_ascii=False, indent=1) + "\n"
    try:
        home.mkdir(parents=True, exist_ok=True)
        _set_aside(path)
        handle, name = tempfile.mkstemp(prefix=".language-model-", dir=home)  # for its owner alone, as mkstemp makes it
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            raise
    except OSError as error:
        raise BadInput(
            f"The choice cannot be kept in {home} ({error.strerror}); the one before still holds. See V2A_HOME."
        ) from None


def _set_aside(path: Path) -> None:
    try:
        load(path.parent)
    except BadInput:
        now = datetime.now(UTC)
        path.rename(path.with_name(f"language-model.unusable-{now:%Y%m%dT%H%M%S%f}.json"))


def _from_json(found: Mapping[str, Any]) -> Choice:
    given: dict[str, Any] = {}
    for part in fields(Choice):
        value = found.get(part.name, part.default)
        if type(value) is not type(part.default):
            raise BadInput(f"“{part.name}” in it has no usable value")
        given[part.name] = value
    return Choice(**given)


def _unusable(path: Path, why: str) -> BadInput:
    return BadInput(
        f"The choice of a language model in {path} cannot be used ({why.rstrip('.')}). It does not count, and "
        "without V2A_MODEL answers come from quotes, until a model is chosen on the page /evals/model, or the file is "
        "mended or deleted."
    )


# The settings with it


def kept(settings: Settings, tell: Callable[[str], object], named: bool = False) -> Settings:
    """The settings with what was chosen; a choice that cannot be used is told and left out.

    `named`: the model is named otherwise (`--model`), so that model and address of the choice do not count.
    """
    try:
        choice = load(settings.home)
    except BadInput as problem:
        tell(str(problem))
        return settings
    return settings if choice is None else applied(settings, choice, named)


def applied(settings: Settings, choice: Choice, named: bool = False) -> Settings:
    """The settings with that choice wherever the environment says nothing."""
    free = {part: getattr(choice, part) for part, variable in VARIABLES.items() if variable not in settings.fixed}
    names = {"tokens": "model_tokens", "seconds": "model_timeout", "window": "model_window"}
    settings = replace(settings, **{names.get(part, part): value for part, value in free.items()})
    if named or "V2A_MODEL" in settings.fixed:
        return settings
    if "V2A_MODEL_URL" in settings.fixed:  # the address is the environment's, and so is its key
        there = choice.provider == OWN and choice.url == plain_address(settings.model_url)
        return replace(settings, model=choice.model if there else "")
    # A key of the environment's V2A_MODEL_KEY was not meant for whatever is chosen here.
    return replace(settings, model=choice.name, model_url=choice.url, model_key="")

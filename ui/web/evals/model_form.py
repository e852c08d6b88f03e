"""The form for the language model: which fields the environment holds fast, and what the others choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.choice import LOCAL, NONE, OWN, VARIABLES, Choice, checked, plain_address
from assistant.drivers.local_server import model_file
from assistant.drivers.providers import PROVIDERS, install_command, is_installed, provider_of
from assistant.errors import BadInput, ModelNotUsable
from assistant.settings import Settings
from ui.web.evals.door import Fields, one
from ui.web.model_in_use import ModelInUse

TEXTS = ("provider", "model", "url", "unsupported", "audience")
NUMBERS = ("tokens", "seconds", "window")
LONGEST_KEY = 1_000


@dataclass(frozen=True)
class Form:
    """The fields as they are shown; never a key. `seen`: when the choice that they began with was made."""

    values: Mapping[str, str]
    seen: str = ""


def locks(environment: Settings) -> dict[str, str]:
    """Which fields cannot be changed here, each with the variable that holds it fast."""
    found = {part: name for part, name in VARIABLES.items() if name in environment.fixed}
    if "V2A_MODEL" in environment.fixed:
        return {**found, **dict.fromkeys(("provider", "model", "url", "key"), "V2A_MODEL")}
    if "V2A_MODEL_URL" in environment.fixed:
        found |= dict.fromkeys(("provider", "url"), "V2A_MODEL_URL")
        if environment.model_key:
            found["key"] = "V2A_MODEL_KEY"
    return found


def form_now(models: ModelInUse) -> Form:
    """What holds now, to be changed."""
    settings, choice = models.settings(), models.choice or Choice()
    provider = provider_of(settings) or choice.provider
    if not settings.model and "V2A_MODEL_URL" in settings.fixed:
        provider = OWN
    name = settings.model if provider == OWN else settings.model.partition(":")[2]
    values = {
        "provider": provider,
        "model": name,
        "url": plain_address(settings.model_url),
        "unsupported": settings.unsupported,
        "audience": settings.audience,
        "tokens": str(settings.model_tokens),
        "seconds": f"{settings.model_timeout:g}",
        "window": str(settings.model_window or ""),
    }
    return Form(values, choice.at)


def form_sent(fields: Fields, models: ModelInUse) -> Form:
    """What was sent; fields that are held fast stay as they are, whatever came for them."""
    now, held = form_now(models), locks(models.environment)
    values = {
        name: now.values[name] if name in held or name not in fields else one(fields, name)[:2_000].strip()
        for name in (*TEXTS, *NUMBERS)
    }
    return Form(values, one(fields, "seen")[:50])


def choice_of(form: Form, models: ModelInUse) -> Choice:
    """The choice that the form makes; what the environment holds fast stays in it as it was chosen before.

    Raises BadInput that says which field to change.
    """
    held = locks(models.environment)
    before = models.choice or Choice()
    texts = {name: form.values[name] for name in TEXTS if name not in held}
    numbers = {name: _number(name, form.values[name]) for name in NUMBERS if name not in held}
    if held.get("provider") == "V2A_MODEL_URL":
        texts |= {"provider": OWN, "url": form.values["url"]}
    if texts.get("provider") == OWN and form.values["model"] == NONE:
        raise BadInput("“none” is no model: press “Use none” for answers from quotes.")
    return checked(replace(before, **texts, **numbers))  # type: ignore[arg-type]


def without_model(models: ModelInUse) -> Choice:
    """No model, with everything else as it was chosen."""
    return replace(models.choice or Choice(), provider=NONE, model="", url="")


def key_of(fields: Fields, choice: Choice, models: ModelInUse) -> str:
    """The key that was typed in; empty where there is none. Raises BadInput where it cannot be one."""
    key = one(fields, "key").strip()
    if not key or "key" in locks(models.environment):
        return ""
    if choice.provider in (NONE, LOCAL, "ollama"):
        raise BadInput("This provider takes no key: leave the field empty.")
    if len(key) > LONGEST_KEY or not (key.isascii() and key.isprintable()) or " " in key:
        raise BadInput("This is no key: copy it again, without spaces.")
    return key


def must_be_usable(settings: Settings, models: ModelInUse) -> None:
    """Raises BadInput, with the cure, where the provider's package, key or file is missing."""
    known = PROVIDERS.get(provider_of(settings))
    if known is None:
        return
    if not is_installed(known.package):
        raise BadInput(
            f"{known.label} needs a package that is not installed here. Install it with the command below, then press "
            f"the button again; nothing has to be started anew. {install_command(known.package)}"
        )
    if known.id == LOCAL:
        try:
            model_file(settings.model.removeprefix(f"{LOCAL}:"))
        except ModelNotUsable as problem:
            raise BadInput(str(problem)) from None
    if known.key and not models.key_from(settings):
        raise BadInput(
            f"There is no key for {known.label}: type one in here, or set {known.key} where v2a serve is started."
        )


def _number(name: str, text: str) -> int:
    if not text and name == "window":
        return 0
    # What is no number is out of every range, and `checked` says so.
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1

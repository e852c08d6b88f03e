"""The language model's page for maintainers: which is asked now, what it cost today, how it failed, and another choice.

Keys are never shown. Everything is plain HTML that works without a script.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assistant.choice import LOCAL, LONGEST_NAME, LONGEST_URL, NONE, Choice
from assistant.drivers.providers import (
    PROVIDERS,
    destination,
    host_of,
    install_command,
    is_here,
    is_installed,
    provider_of,
)
from assistant.errors import ChatModelError
from assistant.settings import AUDIENCES, Settings
from assistant.wiring import open_ledger
from evals.html_parts import table, text
from ui.web.evals.model_form import LONGEST_KEY, Form, locks
from ui.web.evals.page import form as sent_form
from ui.web.model_in_use import ModelInUse

Options = Iterable[tuple[str, str]]
_READERS = {"": "Readers in general", "plain": "Anybody, in everyday words"}
_UNSUPPORTED = (("quote", "Source's words instead"), ("strike", "Shown, marked"))
_HINTS = {
    "provider": "Own server: any that speaks OpenAI's protocol, such as llama.cpp, vLLM, LM Studio, or a gateway.",
    "model": "In full, as the provider's own list writes it. Ollama: as “ollama list” prints it. "
    "Own server: the name under which it serves the model. A file on this machine: where the GGUF file lies.",
    "url": "For an own server, such as http://127.0.0.1:8080/v1, or Ollama on another machine. Else leave it empty.",
    "unsupported": "What becomes of a sentence of the model that the passage it cites does not carry.",
    "audience": "Whom the model writes for. --for on the command line wins.",
    "tokens": "What one answer may have at most.",
    "seconds": "For a whole answer. After half of it in silence the model is given up.",
    "window": "Tokens that the model can read, its answer included. Empty: what is known of it, else 4096. "
    "Own servers and Ollama: what yours is set up for.",
}


def model_page(models: ModelInUse, failures: Iterable[tuple[str, str]], form: Form, mark: str) -> Iterator[str]:
    """The page below its navigation."""
    settings = models.settings()
    yield "<h1>Language model</h1>"
    yield f"<p>{_mode(settings)}</p>"
    rows = "".join(f'<tr><th scope="row">{text(k)}</th><td>{v}</td></tr>' for k, v in _state(models, settings))
    yield f'<div class="scroll" role="region" tabindex="0" aria-label="Now"><table><tbody>{rows}</tbody></table></div>'
    yield "<h2>Choose</h2>"
    yield from _form(models, settings, form, mark)
    yield "<h2>Last failures</h2>"
    found = [(text(when), text(what)) for when, what in failures]
    yield (
        table("Last failures", ("When (UTC)", "What happened"), found, numbers_from=9)
        if found
        else "<p>None since this server was started. After a failure readers get the answer from quotes.</p>"
    )
    yield "<h2>What each provider needs</h2>"
    yield table("Providers", ("Provider", "Questions go to", "Key is read from", "Package"), _needs(), numbers_from=9)


def _mode(settings: Settings) -> str:
    if not settings.model:
        return "None is in use: answers are put together from quotes, drafts from patterns. Nothing leaves here."
    return f"Answers and drafts are worded by <b>{text(settings.model)}</b> and checked sentence by sentence."


def _state(models: ModelInUse, settings: Settings) -> Iterator[tuple[str, str]]:
    """What holds now; the values are HTML."""
    yield "Chosen", text(_chosen(models))
    yield "Questions go to", text(destination(settings) if settings.model else "nowhere")
    if settings.model:
        yield "Key", text(_key(models, settings))
    try:
        yield from ((text(what), text(told)) for what, told in open_ledger(settings).state())
    except ChatModelError as problem:
        yield "Used today (UTC)", text(problem)
    if settings.model_answer:
        yield "One answer may cost", text(settings.model_answer)
    if price := settings.model_price:
        told = f"{price.read} read, {price.written} written, in {price.currency} (V2A_MODEL_PRICE): is it this model's?"
        yield "A million tokens cost", text(told)


def _chosen(models: ModelInUse) -> str:
    if "V2A_MODEL" in models.environment.fixed:
        return "by the environment (V2A_MODEL); what is chosen here would hold without it"
    choice = models.choice
    if choice is None:
        return "by nobody yet" if not models.problem else "what was chosen cannot be read"
    before = f", in place of {choice.before}" if choice.before and choice.before != choice.name else ""
    return f"here, {choice.name or 'none'}, on {when(choice)}{before}"


def when(choice: Choice) -> str:
    """When it was made, for people."""
    return f"{choice.at[:16].replace('T', ' ')} UTC"


def _key(models: ModelInUse, settings: Settings) -> str:
    source = models.key_from(settings)
    if source == "typed":
        return "typed in on this page; kept in the memory of this server until it is stopped"
    if source:
        return f"from the environment ({source})"
    known = PROVIDERS.get(provider_of(settings))
    return f"none, and {known.key} is not set" if known and known.key else "none"


def _needs() -> Iterator[tuple[str, ...]]:
    for provider in PROVIDERS.values():
        installed = is_installed(provider.package)
        command = f"not installed: <code>{text(install_command(provider.package))}</code>"
        redirected = next((os.environ[name] for name in provider.redirects if os.environ.get(name)), "")
        yield (
            text(provider.label),
            text(host_of(redirected) or provider.host or "the address that you give"),
            text(provider.key or ("none" if provider.id == LOCAL else "V2A_MODEL_KEY, if V2A_MODEL_URL is set, too")),
            "installed" if installed else command,
        )


# The form


@dataclass(frozen=True)
class _Fields:
    """Labelled fields with their values, read-only where the environment holds them fast."""

    values: Mapping[str, str]
    held: Mapping[str, str]

    def typed(self, name: str, label: str, more: str = "") -> str:
        fast = " readonly" if name in self.held else ""
        value = text(self.values.get(name, ""))
        return self._field(
            name, label, f'<input id="{name}" name="{name}" value="{value}"{more}{fast}{self._hinted(name)}>'
        )

    def chosen(self, name: str, label: str, options: Options) -> str:
        fast = " disabled" if name in self.held else ""
        value = self.values[name]
        listed = [*options]
        if value not in dict(listed):
            listed.append((value, value))
        inside = "".join(
            f'<option value="{text(key)}"{" selected" if key == value else ""}>{text(words)}</option>'
            for key, words in listed
        )
        return self._field(
            name, label, f'<select id="{name}" name="{name}"{fast}{self._hinted(name)}>{inside}</select>'
        )

    def number(self, name: str, label: str) -> str:
        return self.typed(name, label, ' inputmode="numeric" autocomplete="off" maxlength="9"')

    def _field(self, name: str, label: str, control: str) -> str:
        told = f'<span class="soft hint" id="{name}-hint">{text(self._hint(name))}</span>' if self._hint(name) else ""
        return f'<div class="field"><label for="{name}">{text(label)}</label>{control}{told}</div>'

    def _hint(self, name: str) -> str:
        return f"Set by the environment ({self.held[name]})." if name in self.held else _HINTS.get(name, "")

    def _hinted(self, name: str) -> str:
        return f' aria-describedby="{name}-hint"' if self._hint(name) else ""


def _form(models: ModelInUse, settings: Settings, form: Form, mark: str) -> Iterator[str]:
    held = locks(models.environment)
    fields = _Fields(form.values, held)
    providers = [(NONE, "None: answers from quotes"), *((p.id, p.label) for p in PROVIDERS.values())]
    plain = ' autocomplete="off" autocapitalize="none" spellcheck="false"'
    which = (
        fields.chosen("provider", "Provider", providers)
        + fields.typed("model", "Name of the model", f' maxlength="{LONGEST_NAME}"{plain}')
        + fields.typed("url", "Address", f' maxlength="{LONGEST_URL}" inputmode="url"{plain}')
        + _key_field(models, form, held)
    )
    used = (
        fields.chosen("audience", "Reader", ((a, _READERS.get(a, a.capitalize())) for a in ("", *AUDIENCES)))
        + fields.chosen("unsupported", "Unsupported sentences", _UNSUPPORTED)
        + fields.number("tokens", "Tokens of one answer")
        + fields.number("seconds", "Seconds for one answer")
        + fields.number("window", "Tokens that it can read")
    )
    inside = (
        f'<input type="hidden" name="seen" value="{text(form.seen)}">'
        f'<fieldset><legend>Which model</legend><div class="grid">{which}</div></fieldset>'
        f'<fieldset><legend>How it is used</legend><div class="grid">{used}</div></fieldset>'
        f"{_buttons(models, settings, held)}"
        '<p class="soft">The test sends one short request without any text of yours and counts to the budget. A choice '
        "holds from the next question and draft on, here and for v2a on the command line. What is under way ends as it "
        "began.</p>"
    )
    yield sent_form("model/use", mark, inside, "Choose a language model")


def _key_field(models: ModelInUse, form: Form, held: Mapping[str, str]) -> str:
    if variable := held.get("key"):
        told = f"Taken from the environment ({variable} is set)."
    else:
        typed = models.holds_key((form.values["provider"], form.values["url"]))
        told = (
            "One was typed in for this provider and address: leave this empty to go on with it. "
            if typed
            else "Leave it empty where the environment has one. "
        )
        told += "What is typed in here is kept in the memory of this server until it is stopped, and nowhere else; it "
        told += "is never shown, and goes to this provider and address only."
    fast = " readonly" if held.get("key") else ""
    return (
        '<div class="field"><label for="key">Key</label><input id="key" name="key" type="password" '
        f'autocomplete="new-password" maxlength="{LONGEST_KEY}" aria-describedby="key-hint"{fast}>'
        f'<span class="soft hint" id="key-hint">{text(told)}</span></div>'
    )


def _buttons(models: ModelInUse, settings: Settings, held: Mapping[str, str]) -> str:
    use = "Save" if "model" in held else "Use this model"
    found = [
        '<button class="plain" formaction="/evals/model/test">Test the connection</button>',
        f'<button class="primary">{use}</button>',
    ]
    if "model" not in held and settings.model:
        found.append('<button class="plain" formaction="/evals/model/none">Use none: answers from quotes</button>')
    if models.key_from(settings) == "typed":
        found.append('<button class="plain" formaction="/evals/model/forget">Forget the key</button>')
    return f'<p class="row">{"".join(found)}</p>'


# Before it is used


def sure_page(choice: Choice, settings: Settings, form: Form, mark: str) -> Iterator[str]:
    """Where questions will go, to be confirmed before the choice holds."""
    host = destination(settings)
    yield f"<h1>Send questions to {text(host)}?</h1>"
    for line in consequences(settings):
        yield f"<p>{text(line)}</p>"
    kept = "".join(f'<input type="hidden" name="{name}" value="{text(value)}">' for name, value in form.values.items())
    inside = (
        f'{kept}<input type="hidden" name="seen" value="{text(form.seen)}"><input type="hidden" name="sure" value="1">'
        f'<p class="row"><button class="primary">Yes, use {text(choice.name)}</button>'
        '<button class="plain" formaction="/evals/model/edit">Back to the form</button></p>'
    )
    yield sent_form("model/use", mark, inside, "Confirm")


def consequences(settings: Settings) -> Iterator[str]:
    """What using that model means for those who ask."""
    if provider_of(settings) == LOCAL:
        yield "Questions and what people write on their setting stay on this machine: the file is read and asked here."
        return
    host = destination(settings)
    yield (
        f"Questions and passages, and for drafts what people write on their setting, will be sent to {host} for the "
        f"model {settings.model}. The Ask page and its About page will say so."
    )
    if is_here(host):
        yield "That is this machine. Whether the server on it passes them on, those who run it can say."
    elif settings.model_url.startswith("http://"):
        yield (
            "Warning: this address begins with http://, and is on another machine. Whoever is on the way can read "
            "the questions, and the key. Use https:// if the server can."
        )

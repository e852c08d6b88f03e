"""The fixed parts of the page as HTML: header, welcome, the frames of Library and About, the passage panel."""

from __future__ import annotations

from html import escape

from assistant.choice import LOCAL
from assistant.drivers.providers import provider_of, shown_name
from assistant.settings import Settings
from ui.web import texts
from ui.web.render import ask_button

_LOGO = (
    '<svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">'
    '<path d="M5 6 L14 25 L27 6" fill="none" stroke="currentColor" stroke-width="3.2" stroke-linecap="round" '
    'stroke-linejoin="round"/><circle cx="27" cy="6" r="3.4" fill="currentColor"/></svg>'
)


def header_html() -> str:
    """Name, what it is, the views, light or dark."""
    return (
        '<a class="skip" href="#ask" data-skip="1">Skip to the question</a>'
        f'<div class="brand">{_LOGO}<span class="brand-name">{texts.NAME}</span></div>'
        '<nav aria-label="Pages"><a href="#ask" data-view="ask">Ask</a>'
        '<a href="#plan" data-view="plan">Plan</a>'
        '<a href="#library" data-view="library">Library</a><a href="#about" data-view="about">About</a></nav>'
        '<button type="button" id="theme-toggle" class="quiet" aria-pressed="false">Dark</button>'
    )


def welcome_html() -> str:
    """What a person sees before the first question."""
    cards = "".join(
        f'<section class="role"><h2>{escape(role)}</h2>{"".join(ask_button(q) for q in questions)}</section>'
        for role, questions in texts.EXAMPLES
    )
    return (
        f'<h1>From vision to action, one question at a time</h1><p class="lead">{escape(texts.TAGLINE)}</p>'
        f'<div class="roles">{cards}<p class="notice-box"><strong>{escape(texts.SHORT_NOTICE)}</strong> '
        f"{escape(texts.MEDICAL)} {escape(texts.FUNDING)}</p></div>"
    )


def footnote_html() -> str:
    """Always under the question box."""
    return (
        f'<p class="composer-row"><span>{escape(texts.SHORT_NOTICE)}</span>'
        '<a href="#about">Who is behind this</a>'
        '<button type="button" id="restart" class="linkish">New conversation</button></p>'
    )


def panel_html() -> str:
    """The frame into which the script puts a passage."""
    return (
        '<aside id="panel" aria-label="Source passage" hidden><div class="panel-bar"><span>Source</span>'
        '<button type="button" id="panel-close" class="quiet">Close</button></div>'
        '<div id="panel-body" tabindex="0" role="region" aria-label="Passage text"></div></aside>'
    )


def library_html() -> str:
    """The frame of the Library; lists and pages are fetched when it is opened."""
    return (
        '<div id="library-top"><h1>Library</h1><p class="lead">Every statement the answers are built from, '
        "each with a stable address.</p>"
        '<form id="lib-form" role="search"><div class="field grow"><label for="lib-words">Find words</label>'
        '<input id="lib-words" type="search" maxlength="200" autocomplete="off"></div>'
        '<div id="lib-filters" class="filters"></div></form>'
        '<details id="lib-documents"><summary>The documents</summary><ul></ul></details></div>'
        '<div id="lib-columns"><div id="lib-list" role="region" aria-label="Entries">'
        '<p class="empty">Loading the library …</p></div>'
        '<article id="lib-unit" aria-label="Entry" hidden></article></div>'
        '<p id="lib-status" role="status" class="sr-only"></p>'
    )


def mode_html(model: str) -> str:
    """Always under the question box, too: who words the answers now; `model` is empty where none is asked."""
    words = (
        f"Answers: worded by {escape(model)}, which gets your question, and checked."
        if model
        else "Answers come from quotes; no language model."
    )
    return f'<p class="mode-now">{words}</p>'


def sent_html(model: str, here: bool = False) -> str:
    """The end of About: what leaves the machine that runs this. `here`: the model is a file on it."""
    if here:
        return _sent(f"The language model {escape(model)} runs on this machine. Nothing is sent to anyone else.")
    return _sent(
        f"Questions, and what you write on your setting for a plan, are sent to the language model {escape(model)} "
        "with passages of the sources; nothing else is sent to anyone."
        if model
        else "Nothing is sent to anyone else."
    )


def _sent(words: str) -> str:
    return (
        f'<div class="prose-page"><h2>What is sent</h2><p>{words} Every answer says whether a language model worded '
        "it. No other site is contacted unless you open a source link.</p></div>"
    )


def drafts_html(model: str) -> str:
    """Above the Plan page where drafts are worded by a language model; else nothing, since then nothing is sent."""
    words = f"Drafts and suggestions: worded by {escape(model)}, which gets what you write on your setting."
    return f'<p class="mode-now">{words}</p>' if model else ""


def told_of(settings: Settings) -> tuple[str, str, str]:
    """All that the page says of the language model that these settings name."""
    here = provider_of(settings) == LOCAL  # by its name alone a server elsewhere could be taken for it
    model = shown_name(settings.model) if here else settings.model
    return mode_html(model), sent_html(model, here), drafts_html(model)


def about_html() -> str:
    """What it can and cannot do, whose texts these are, what is kept."""
    can = "".join(f"<li>{escape(line)}</li>" for line in texts.CAN)
    cannot = "".join(f"<li>{escape(line)}</li>" for line in texts.CANNOT)
    return (
        '<div class="prose-page"><h1>About this tool</h1>'
        f'<p class="lead">{escape(texts.TAGLINE)}</p>'
        f'<div class="two"><section><h2>What it can do</h2><ul>{can}</ul></section>'
        f"<section><h2>What it cannot do</h2><ul>{cannot}</ul></section></div>"
        f"<h2>Independence and funding</h2><p><strong>{escape(texts.SHORT_NOTICE)}</strong> {escape(texts.FUNDING)}</p>"
        "<h2>The sources</h2><p>Every quote carries a label. <em>Our wording</em> is this project's own edition of a "
        "CAR T Vision text, with a pointer to the place in the official text. <em>Official text</em> is quoted word "
        "for word from a copy that the person who runs this tool has added. <em>Public source, not part of CAR T "
        "Vision</em> marks cases and facts collected by this project.</p>"
        '<ul id="about-documents"></ul>'
        "<h2>What is kept</h2><p>Questions are kept, if at all, on the machine that runs this tool. If you press Yes "
        "or No under an answer, or if the sources hold no answer to your question, the question is stored there in a "
        "file, with your reason if you gave one, so that whoever looks after this tool can see what is missing. E-mail "
        "addresses, telephone numbers and what seems to identify a patient are taken out first. Plans stay there, too, "
        "until you delete them; this browser keeps the addresses of your plans and what was said in their chats."
        "</p></div>"
    )

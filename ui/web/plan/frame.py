"""The fixed parts of the Plan page: the start, the chat, the empty sections, the dialogs, and the page of a link.

The script fills them; what comes from people never gets here unescaped.
"""

from __future__ import annotations

from html import escape

from ui.web import texts
from ui.web.plan.sections import TITLES
from ui.web.styles import css

# Sections that a reader may want to jump to, under shorter names.
_JUMPS = {
    "statement": "Problem",
    "choices": "Recommendations",
    "stakeholders": "Stakeholders",
    "rows": "Actions",
    "indicators": "Measures",
    "questions": "Open questions",
    "timeline": "Timeline",
    "coverage": "Coverage",
    "lint": "To check",
    "history": "History",
    "files": "Files and links",
}
_LONGEST = 5000


def plan_html() -> str:
    """The whole view: the start where no plan is open, and the plan with its chat."""
    return f'<div id="plan-start">{_start()}</div><div id="plan-work" hidden>{_work()}</div>'


def _start() -> str:
    return (
        f'<h1>Your action plan</h1><p class="lead">{escape(texts.PLAN_LEAD)}</p>'
        '<p id="start-problem" class="notice-box" role="alert" hidden></p>'
        '<section id="start-mine" aria-labelledby="start-mine-title" hidden>'
        '<h2 id="start-mine-title">Plans of this browser</h2><ul id="start-list"></ul></section>'
        f'<div class="start-ways">{_with_questions()}{_with_sentences()}{_with_file()}</div>'
        f'<p class="notice-box"><strong>Your plan and your privacy.</strong> {escape(texts.PLAN_PRIVACY)}</p>'
    )


def _with_questions() -> str:
    return (
        '<form id="start-new" class="card"><h2>Step by step</h2><p>Answer one question after the other. You can skip, '
        "go back and stop at any time.</p>"
        '<label for="start-title">Name of the plan (you can change it later)</label>'
        '<input id="start-title" name="title" type="text" maxlength="200" autocomplete="off" '
        'placeholder="Earlier referral in our region">'
        '<button class="primary">Begin</button></form>'
    )


def _with_sentences() -> str:
    return (
        '<form id="start-scenario" class="card"><h2>From a few sentences</h2><p>Tell your situation in 3 to 6 '
        "sentences, and get a first draft to accept, change or reject.</p>"
        '<label for="start-text">Who are you, and where? What goes wrong, and for whom? What do you have: people, '
        "money, time?</label>"
        f'<textarea id="start-text" name="scenario" rows="6" maxlength="{_LONGEST}" required '
        'aria-describedby="start-text-note"></textarea>'
        '<p id="start-text-note" class="note">No names or dates of birth of patients, please.</p>'
        '<div id="start-asks"></div><button class="primary">Draft a plan</button></form>'
    )


def _with_file() -> str:
    return (
        '<form id="start-file" class="card"><h2>From a file</h2><p>Open a plan that was downloaded here before.</p>'
        '<label for="start-pick">A file that ends in .xlsx, .csv or .json</label>'
        '<input id="start-pick" type="file" accept=".xlsx,.csv,.json"></form>'
    )


def _work() -> str:
    return (
        '<div id="plan-head"><a class="back" href="#plan">‹ All plans</a>'
        '<h1 id="plan-title" tabindex="-1">Action plan</h1></div>'
        '<div id="plan-tabs" role="group" aria-label="What to show">'
        '<button type="button" data-tab="chat" aria-pressed="true">Chat</button>'
        '<button type="button" data-tab="sheet" aria-pressed="false">My plan<span id="plan-waiting"></span></button>'
        '</div><p id="plan-wording" hidden><span></span> <button type="button" class="quiet"></button></p>'
        f"{_chat()}{_sheet()}"
        '<p id="plan-problem" class="notice-box" role="alert" hidden></p>'
        '<p id="plan-toast" aria-hidden="true" hidden></p>'
    )


def _chat() -> str:
    return (
        '<section id="plan-chat" aria-labelledby="plan-chat-title">'
        '<h2 id="plan-chat-title" class="sr-only">Chat about your plan</h2>'
        '<div id="plan-log" role="log" aria-live="polite" aria-label="Conversation" tabindex="0"></div>'
        '<div id="plan-composer"><div id="plan-quick" role="group" aria-label="Quick replies"></div>'
        '<form id="plan-say"><label for="plan-words" class="sr-only">Your answer, or a question</label>'
        f'<textarea id="plan-words" rows="1" maxlength="{_LONGEST}" placeholder="Your answer, or a question" '
        'autocomplete="off" aria-describedby="plan-note"></textarea>'
        '<button class="primary">Send</button></form>'
        f'<p id="plan-note" class="note">{escape(texts.SHORT_NOTICE)} No patient names, please. Saved as you go.</p>'
        "</div></section>"
    )


def _sheet() -> str:
    jumps = "".join(f'<li><a href="#" data-jump="{name}">{escape(words)}</a></li>' for name, words in _JUMPS.items())
    parts = "".join(
        f'<section data-section="{name}" aria-labelledby="plan-{name}-title">'
        f'<h2 id="plan-{name}-title" tabindex="-1">{escape(title)}</h2>'
        '<a class="to-parts" href="#" data-jump="parts">To the parts of the plan</a>'
        '<div class="inside"></div></section>'
        for name, title in TITLES.items()
    )
    return (
        f'<div id="plan-sheet"><div id="plan-bar"><nav aria-label="Parts of the plan"><ul>{jumps}</ul></nav>'
        '<span id="plan-saved"></span><span class="plan-tools">'
        '<button type="button" class="quiet" data-do="undo" id="plan-undo">Undo</button>'
        f'<button type="button" class="quiet" data-do="redo" id="plan-redo">Redo</button></span></div>{parts}</div>'
    )


def dialogs_html() -> str:
    """Questions that the page asks; they lie outside the views, so that each view can ask them."""
    return (
        '<dialog id="plan-confirm" aria-labelledby="plan-confirm-words"><form method="dialog">'
        '<p id="plan-confirm-words"></p><div class="dialog-buttons"><button value="no" class="quiet">Cancel</button>'
        '<button value="yes" class="primary">Yes</button></div></form></dialog>'
        '<dialog id="plan-conflict" aria-labelledby="plan-conflict-title"><form method="dialog">'
        '<h2 id="plan-conflict-title">This was changed elsewhere, too</h2>'
        "<p>Another window or another person changed the same place. Nothing is lost: choose what should stand.</p>"
        '<div id="plan-conflict-body"></div><div class="dialog-buttons">'
        '<button value="theirs" class="quiet">Leave the plan as it is now</button>'
        '<button value="mine" class="primary">Use mine</button></div></form></dialog>'
        '<dialog id="add-dialog" aria-labelledby="add-title"><form id="add-form">'
        '<h2 id="add-title" tabindex="-1">Add to my plan</h2><fieldset><legend>What to add</legend>'
        '<div id="add-units"></div></fieldset><label for="add-plan">To which plan</label>'
        '<select id="add-plan"></select><label for="add-reason">Why (it stands in your plan as your own words)</label>'
        '<textarea id="add-reason" rows="2" maxlength="1000"></textarea>'
        '<p id="add-problem" class="notice-box" role="alert" hidden></p>'
        '<div class="dialog-buttons"><button type="button" class="quiet" id="add-cancel">Cancel</button>'
        '<button class="primary">Add</button></div></form></dialog>'
    )


def shared_page(title: str, document: str, token: str) -> str:
    """The page that a link for reading opens; `document` is HTML of ours."""
    files = "".join(
        f'<li><a href="{escape(token)}/export.{ending}" download>{words}</a></li>'
        for ending, words in (("docx", "Word"), ("pdf", "PDF"), ("xlsx", "Excel"))
    )
    top = (
        f'<p class="shared-note">{escape(texts.SHARED_NOTE)}</p><nav class="shared-files" aria-label="Download">'
        f"<span>Download:</span><ul>{files}</ul></nav>"
    )
    return _page(title or "Action plan", f"{top}<main>{document}</main>")


def shared_problem_page(message: str) -> str:
    """What a link says that opens nothing."""
    return _page("No plan here", f"<main><h1>No plan here</h1><p>{escape(message)}</p></main>")


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(title)} · {texts.NAME}</title><style>{css()}</style></head>"
        f'<body class="shared-page"><script>{_DARK}</script><div class="gradio-container">{body}'
        f'<footer class="shared-foot">{escape(texts.NAME)}. {escape(texts.SHORT_NOTICE)} {escape(texts.FUNDING)}'
        "</footer></div></body></html>"
    )


_DARK = "if (matchMedia('(prefers-color-scheme: dark)').matches) document.body.classList.add('dark')"

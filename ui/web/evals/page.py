"""The frame of the Evals page: head, navigation, messages, the form that asks for the key. Plain HTML with forms."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from evals.html_parts import STYLE, text
from ui.web.styles import ASSETS
from ui.web.texts import NAME

_VIEWS = {
    "runs": ("", "Runs"),
    "candidates": ("/candidates", "Candidates"),
    "drafts": ("/drafts", "Question drafts"),
    "model": ("/model", "Language model"),
}


@cache
def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def frame(
    title: str, view: str, body: Iterable[str], mark: str, waiting: int = 0, said: str = "", problem: str = ""
) -> str:
    """A whole page; `mark` goes into its forms, `waiting` candidates are counted in the navigation."""
    links = []
    for name, (path, words) in _VIEWS.items():
        here = ' aria-current="page"' if name == view else ""
        count = f' <span class="count">{waiting}</span>' if name == "candidates" and waiting else ""
        links.append(f'<a href="/evals{path}"{here}>{words}{count}</a>')
    leave = form("leave", mark, '<button class="plain">Lock this page</button>')
    pages = f'<nav aria-label="Evals">{"".join(links)}</nav>'
    head = f'<header><p class="brand"><a href="/">{NAME}</a></p>{pages}{leave}</header>'
    told = f'<p class="said" role="status">{text(said)}</p>' if said else ""
    told += f'<p class="problem" role="alert">{text(problem)}</p>' if problem else ""
    return _whole(title, f"{head}<main>{told}{''.join(body)}</main><script>{_asset('evals.js')}</script>")


def key_page(problem: str = "") -> str:
    """What is served without the key: the question for it, and nothing else."""
    told = f'<p class="problem" role="alert">{text(problem)}</p>' if problem else ""
    return _whole(
        "Evals",
        f'<main class="narrow"><h1>Evals</h1><p>For those who look after this tool.</p>{told}'
        '<form method="post" action="/evals/enter"><label for="key">Key (the value of V2A_MAINTAINER)</label>'
        '<input id="key" name="key" type="password" required autocomplete="current-password" maxlength="500">'
        '<p><button class="primary">Open</button> <a href="/">Back to the assistant</a></p></form></main>',
    )


def problem_page(message: str) -> str:
    """In place of a page that cannot be shown."""
    return _whole(
        "Evals",
        f'<main class="narrow"><h1>This did not work</h1><p class="problem" role="alert">{text(message)}</p>'
        '<p><a href="/evals">Back to the runs</a></p></main>',
    )


def form(action: str, mark: str, inside: str, name: str = "") -> str:
    """A form that is sent by POST to a path below /evals; `inside` is HTML."""
    label = f' aria-label="{text(name)}"' if name else ""
    return (
        f'<form method="post" action="/evals/{text(action)}"{label}><input type="hidden" name="mark" value="{mark}">'
        f"{inside}</form>"
    )


def choices(name: str, label: str, options: Iterable[tuple[str, str]], chosen: str) -> str:
    """A labelled list to choose one from; options are value and words."""
    listed = "".join(
        f'<option value="{text(value)}"{" selected" if value == chosen else ""}>{text(words)}</option>'
        for value, words in options
    )
    picker = f'<select id="{name}" name="{name}">{listed}</select>'
    return f'<div class="field"><label for="{name}">{text(label)}</label>{picker}</div>'


def _whole(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{text(title)} · {NAME}</title><style>{STYLE}{_asset('evals.css')}</style></head>"
        f"<body>{body}</body></html>"
    )

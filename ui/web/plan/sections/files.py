"""Taking the plan along, bringing edits back, sharing it, and deleting it for good."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from ui.web.plan.markup import attributes, button
from ui.web.plan.view import View

FORMATS = (
    ("docx", "Word", "to edit and bring to a meeting"),
    ("pdf", "PDF", "to read and print"),
    ("xlsx", "Excel", "one sheet for each table"),
    ("csv", "CSV", "for other programs"),
    ("md", "Markdown", "plain text"),
    ("json", "JSON", "to open here again"),
)


def files(view: View) -> str:
    """Downloads, then import, links and deleting."""
    return "".join((_downloads(view), _bring_in(), _links(view), _delete()))


def downloads(base: str) -> str:
    """A link for each format below an address such as "plans/ID"."""
    rows = "".join(
        f"<li><a{attributes(class_='quiet', href=f'{base}/export.{ending}', download=True)}>{name}</a> "
        f'<span class="soft">{use}</span></li>'
        for ending, name, use in FORMATS
    )
    return f'<ul class="formats">{rows}</ul>'


def _downloads(view: View) -> str:
    return (
        "<h3>Take it along</h3><p>The JSON file also holds the suggestions that wait. The history of changes stays "
        "here with the plan and is in no file.</p>"
        f"{downloads(f'plans/{quote(view.plan.id)}')}"
    )


def _bring_in() -> str:
    return (
        "<h3>Bring edits back</h3><p>A colleague changed the Excel, CSV or JSON file? Bring it in: every change waits "
        "as a suggestion, and nothing is overwritten.</p>"
        '<label class="file">Choose the file<input type="file" data-import="into" accept=".xlsx,.csv,.json"></label>'
    )


def _links(view: View) -> str:
    if view.share_path:
        path = view.share_path
        question = "Withdraw the link? Whoever has it can no longer read the plan."
        shared = (
            "<p>Whoever has this link can read the plan, and see later changes, but cannot write.</p>"
            f'<p class="settle"><a href="{escape(path)}" target="_blank" rel="noopener">Open the page for readers</a> '
            f"{_copy('Copy the link', path)} {button('Withdraw the link', 'unshare', confirm=question)}</p>"
        )
    else:
        make = button("Make a link for readers", "share")
        shared = f"<p>A link for people who should read the plan and not change it.</p>{make}"
    own = f"#plan/{view.plan.id}"
    return (
        f"<h3>Let others read it</h3>{shared}"
        "<h3>Go on elsewhere</h3><p>This plan is kept under an address that nobody can guess. Whoever has it can "
        "change the plan, so keep it to yourself and those who write with you.</p>"
        f"<p>{_copy('Copy the address of this plan', own)}</p>"
    )


def _copy(words: str, address: str) -> str:
    return f"<button{attributes(type='button', class_='quiet', data_copy=address)}>{words}</button>"


def _delete() -> str:
    question = (
        "Delete this plan for good? Its history, its links and all its versions go with it. This cannot be undone."
    )
    return (
        "<h3>Delete</h3><p>The plan, its history and its links are gone for good. Files that were saved stay.</p>"
        + button("Delete this plan", "delete", look="quiet danger", confirm=question)
    )

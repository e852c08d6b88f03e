"""Every change with who made it and when: readable, comparable, and restorable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from assistant.planning.differences import Difference, describe, label, shown
from assistant.planning.log import NEW, REDO, UNDO
from assistant.planning.plan import Plan
from ui.web.plan.markup import attributes, button, counted, empty, folded, unit_name
from ui.web.plan.view import Compared, Entry, View

MOST_OPEN = 12
MOST_LISTED = 150
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def history(view: View) -> str:
    """The newest first; any two versions compared above them where that was asked."""
    if not view.history:
        return empty("Nothing was changed yet.")
    entries = list(reversed(view.history))[:MOST_LISTED]
    rows = [f"<li{attributes(class_='undone' if e.taken_back else None)}>{_entry(view, e)}</li>" for e in entries]
    listed = f'<ol class="history">{"".join(rows[:MOST_OPEN])}</ol>'
    if rest := rows[MOST_OPEN:]:
        listed += folded(f"{counted(len(rest), 'earlier change')}", f'<ol class="history">{"".join(rest)}</ol>')
    if len(view.history) > MOST_LISTED:
        older = len(view.history) - MOST_LISTED
        listed += f'<p class="soft">{counted(older, "older change")} can be compared by number.</p>'
    return f"{_compare(view)}{compared(view.compared) if view.compared else ''}{listed}"


def _compare(view: View) -> str:
    if view.version < 2:
        return ""
    old, new = (view.compared.old, view.compared.new) if view.compared else (view.version - 1, view.version)
    fields = "".join(
        f"<label>{words}<input"
        f"{attributes(type='number', name=name, min=1, max=view.version, value=value, required=True)}></label>"
        for words, name, value in (("Compare change", "from", old), ("with change", "to", new))
    )
    return f'<form class="compare" data-do="diff">{fields}<button class="quiet">Compare</button></form>'


def compared(found: Compared) -> str:
    """What differs between two versions, sentence by sentence."""
    heading = f"From change {found.old} to change {found.new}"
    if not found.differences:
        return f'<div class="compared" tabindex="-1"><h3>{heading}</h3><p>Nothing differs.</p></div>'
    rows = "".join(f"<li>{_difference(difference)}</li>" for difference in found.differences)
    return f'<div class="compared" tabindex="-1"><h3>{heading}</h3><ul class="differences">{rows}</ul></div>'


def _difference(found: Difference) -> str:
    old = f"<del>{escape(found.before)}</del>" if found.before else ""
    new = f"<ins>{escape(found.after)}</ins>" if found.after else ""
    if found.before == found.after or not (old or new):
        return escape(found.text)
    where = found.text.partition(f': "{found.before if old else found.after}"')[0]
    return f"{escape(where)} {old} {new}"


def _entry(view: View, entry: Entry) -> str:
    event = entry.event
    told = [_what(view, entry), '<span class="soft">(taken back)</span>' if entry.taken_back else ""]
    tools = []
    if event.kind not in (NEW, UNDO, REDO) and event.seq > 1:
        label_ = f"What change {event.seq} did"
        data: dict[str, Any] = {"from": event.seq - 1, "to": event.seq}
        tools.append(button("What changed", "diff", look="linkish", label=label_, **data))
    if event.seq < view.version:
        confirm = f"Bring back the plan as it was after change {event.seq}? You can undo this."
        name = f"Bring back the plan as it was after change {event.seq}"
        tools.append(button("Back to here", "restore", look="linkish", label=name, to=event.seq, confirm=confirm))
    return (
        f'<p><span class="seq">{event.seq}.</span> {" ".join(part for part in told if part)}</p>'
        f'<p class="soft">{_when(event.at)} {" ".join(tools)}</p>'
    )


def _when(at: str) -> str:
    """The time in words, in UTC as it is kept; the script may put it in the reader's own time."""
    moment = dt.datetime.fromisoformat(at)
    words = f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}, {moment:%H:%M} UTC"
    return f'<time datetime="{escape(at)}">{words}</time>'


def _what(view: View, entry: Entry) -> str:
    """One sentence; an edit that still holds says what stood there and stands now."""
    event, data = entry.event, entry.event.data
    if event.kind == "edit" and entry.before and entry.after:
        path = (str(data["table"]), str(data["id"]), str(data["field"]))
        old, new = (_shown(plan, path) for plan in (entry.before, entry.after))
        return f"{_who(entry)} changed {escape(label(entry.after, path))}: {_marked(old, new)}"
    if event.kind == "set" and entry.before and entry.after:
        part = str(data["name"])
        old, new = (shown(getattr(plan, part)) for plan in (entry.before, entry.after))
        return f"{_who(entry)} changed the {escape(label(entry.after, (part,)).lower())}: {_marked(old, new)}"
    said = _said(data)
    about = str(data["unit"]) if "unit" in data else ""
    sentence = describe(event).replace(about, f"“{unit_name(view, about)}”") if about else describe(event)
    return escape(sentence) + (f": <ins>{escape(said)}</ins>" if said else "")


def _shown(plan: Plan, path: Sequence[str]) -> str:
    item = next((item for item in getattr(plan, path[0]) if item.id == path[1]), None)
    return shown(getattr(item, path[2], None))


def _who(entry: Entry) -> str:
    return describe(entry.event).partition(" changed")[0]


def _marked(old: str, new: str) -> str:
    return f"{f'<del>{escape(old)}</del> ' if old else ''}{f'<ins>{escape(new)}</ins>' if new else '(emptied)'}"


def _said(data: Mapping[str, Any]) -> str:
    """The words that an event brought in, where it brought in some of one kind."""
    value = data.get("cell", data.get("values"))
    if isinstance(value, Mapping):
        return shown(value.get("text"))
    if isinstance(value, (list, tuple)):
        return shown(value)
    item = data.get("item")
    if not isinstance(item, Mapping):
        return ""
    parts = (item.get(name) for name in ("activity", "organisation", "indicator", "text"))
    texts = (part.get("text") if isinstance(part, Mapping) else part for part in parts)
    return shown(next((text for text in texts if text), ""))

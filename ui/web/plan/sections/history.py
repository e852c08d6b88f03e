"""Every change with who made it and when: readable, comparable, and restorable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from assistant.planning.differences import Difference, phrase, shown
from assistant.planning.log import NEW, REDO, UNDO
from assistant.planning.plan import TABLES, Plan, Who
from ui.web.plan.markup import attributes, button, counted, empty, folded, unit_name
from ui.web.plan.places import FACT_NAMES, day, in_words, place
from ui.web.plan.view import Compared, Entry, View

MOST_OPEN = 12
MOST_LISTED = 150
_WHO = {Who.USER: "You", Who.ASSISTANT: "The assistant", Who.IMPORT: "A file"}


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
    return f"{_compare(view)}{compared(view, view.compared) if view.compared else ''}{listed}"


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


def compared(view: View, found: Compared) -> str:
    """What differs between two versions, place by place."""
    heading = f"From change {found.old} to change {found.new}"
    rows = "".join(f"<li>{_difference(view, found, difference)}</li>" for difference in found.differences)
    inside = f'<ul class="differences">{rows}</ul>' if rows else "<p>Nothing differs.</p>"
    return f'<div class="compared" data-spot="compared" tabindex="-1"><h3>{heading}</h3>{inside}</div>'


def _difference(view: View, found: Compared, one: Difference) -> str:
    gone = one.after is None and one.before is not None
    where = escape(place(found.before if gone else found.after, one.path, view.registry))
    if one.path[0] == "skipped":
        return f"No longer {where[0].lower()}{where[1:]}" if gone else where
    if len(one.path) == 1 and one.path[0] in TABLES:
        return f"{where}: {_marked(one.before or '', one.after or '')}"
    if len(one.path) == 2 and one.path[0] in (*TABLES, "proposals", "challenges", "recommendations"):
        taken = one.path[0] in ("challenges", "recommendations")
        if one.before is None or gone:
            return f"<del>{where}</del> taken out" if gone else f"<ins>{where}</ins> {'chosen' if taken else 'added'}"
    if one.before == one.after:
        return f"{where}: whose words they are changed"
    old, new = (
        in_words(plan, one.path, text or "", view.registry)
        for plan, text in ((found.before, one.before), (found.after, one.after))
    )
    return f"{where}: {_marked(old, new)}"


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
    return f'<time datetime="{escape(at)}">{day(at[:10])}, {moment:%H:%M} UTC</time>'


def _what(view: View, entry: Entry) -> str:
    """One sentence; an edit that still holds says what stood there and stands now."""
    event, data = entry.event, entry.event.data
    who = _WHO.get(Who(event.who), event.who)
    if event.kind in ("edit", "set") and entry.before and entry.after:
        path = tuple(str(data[part]) for part in ("table", "id", "field", "name") if part in data)
        old, new = (in_words(plan, path, _shown(plan, path), view.registry) for plan in (entry.before, entry.after))
        return f"{who} changed {escape(place(entry.after, path, view.registry))}: {_marked(old, new)}"
    said = _said(data)
    return f"{who} {escape(_done(view, entry))}" + (f": <ins>{escape(said)}</ins>" if said else "")


def _done(view: View, entry: Entry) -> str:
    kind, data = entry.event.kind, entry.event.data
    if kind == "state":
        return f"told of the setting, {FACT_NAMES.get(str(data['name']), str(data['name'])).lower()}"
    if kind in ("remove", "move") and entry.before:
        path = (str(data["table"]), str(data["id"]))
        return f"{'took out' if kind == 'remove' else 'moved'} {place(entry.before, path, view.registry)}"
    sentence = phrase(kind, data)
    if "unit" in data:
        unit = str(data["unit"])
        sentence = sentence.replace(unit, f"“{unit_name(view, unit.partition(':')[0])}”")
    # One word for one thing: on the page a proposal is a suggestion.
    return sentence.replace("proposed", "suggested").replace("proposal", "suggestion")


def _shown(plan: Plan, path: Sequence[str]) -> str:
    if len(path) == 1:
        return shown(getattr(plan, path[0]))
    item = next((item for item in getattr(plan, path[0]) if item.id == path[1]), None)
    return shown(getattr(item, path[2], None))


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

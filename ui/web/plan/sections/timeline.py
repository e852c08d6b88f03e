"""What runs when: a bar for each row as a picture, the rows without days below it, and all of it as a list. Pure.

Drawn twice, and the style sheet shows the one that has room: on a telephone the name of a row stands above its bar.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from assistant.planning.plan import ActionRow, Plan
from ui.web.plan.markup import attributes, empty, folded, jump
from ui.web.plan.places import day, month, short
from ui.web.plan.view import View

# A picture of more rows than these helps nobody; the list has them all.
MOST_DRAWN = 40
_TOP, _BAR, _LEAST = 26, 10, 5


@dataclass(frozen=True, slots=True)
class Look:
    """Measures of a picture in its own units: where bars begin, the height of a row, and what fits in."""

    name: str
    width: int
    left: int
    height: int
    letters: int
    months: int


LOOKS = (Look("narrow", 360, 2, 34, 50, 6), Look("wide", 800, 270, 26, 40, 9))


@dataclass(frozen=True, slots=True)
class Bar:
    """A row with the days that it runs from and to; `guessed` where one of them is not said."""

    number: int
    row: ActionRow
    name: str
    start: dt.date
    end: dt.date
    guessed: bool

    @property
    def said(self) -> str:
        """Its days in words."""
        return f"from {day(self.row.start) or 'a day not said'} until {day(self.row.end) or 'a day not said'}"


def timeline(view: View) -> str:
    """The picture, its list, and the rows that have no days yet."""
    plan = view.plan
    if not plan.rows:
        return empty("The timeline begins with the first row that has days." if not view.readonly else "No rows yet.")
    bars = list(_bars(plan))
    drawn = {bar.row.id for bar in bars}
    undated = [(number, row) for number, row in enumerate(plan.rows, 1) if row.id not in drawn]
    parts = []
    if bars:
        parts.append(_figure(bars, plan, view.today))
    if undated:
        parts.append(_undated(view, undated))
    return f'<div class="beside">{"".join(parts)}</div>'


def _figure(bars: Sequence[Bar], plan: Plan, today: dt.date) -> str:
    shown = bars[:MOST_DRAWN]
    first, last = _span(shown, plan)
    told = [f"The picture shows the first {MOST_DRAWN} of {len(bars)}."] if len(bars) > MOST_DRAWN else []
    told += ["Dashed bar: one of its days is not said yet."] if any(bar.guessed for bar in shown) else []
    told += ["Dashed line: today."] if first <= today <= last else []
    pictures = "".join(_svg(shown, (first, last), today, look) for look in LOOKS)
    listed = f'<ul class="as-list">{"".join(f"<li>{escape(bar.name)}: {bar.said}</li>" for bar in bars)}</ul>'
    meant = f'<p class="soft">{" ".join(told)}</p>' if told else ""
    return f'<figure class="picture">{pictures}{meant}{folded("The same as a list", listed)}</figure>'


def _undated(view: View, rows: Sequence[tuple[int, ActionRow]]) -> str:
    items = "".join(
        f"<li>{escape(_name(n, row)) if view.readonly else jump(_name(n, row), ('rows', row.id, 'start'))}</li>"
        for n, row in rows
    )
    return f'<div><h3>No days yet</h3><ul class="as-list">{items}</ul></div>'


def _bars(plan: Plan) -> Iterator[Bar]:
    for number, row in enumerate(plan.rows, 1):
        known = row.start or row.end
        if not known:
            continue
        start = dt.date.fromisoformat(row.start or known)
        # A missing last day is the plan's, where that is later; a row that ends before it starts is drawn all the same.
        end = dt.date.fromisoformat(row.end or max(plan.end or known, known))
        yield Bar(number, row, _name(number, row), min(start, end), max(start, end), not (row.start and row.end))


def _name(number: int, row: ActionRow) -> str:
    words = short(row.activity.text, 200)
    return f"{number}. {words}" if words else f"Row {number}"


def _span(bars: Sequence[Bar], plan: Plan) -> tuple[dt.date, dt.date]:
    """From the first day of the first month to the last day of the bars and the plan."""
    known = [end for bar in bars for end in (bar.start, bar.end)]
    known += [dt.date.fromisoformat(end) for end in (plan.start, plan.end) if end]
    return min(known).replace(day=1), max(known)


def _svg(bars: Sequence[Bar], within: tuple[dt.date, dt.date], today: dt.date, look: Look) -> str:
    first, last = within
    height = _TOP + look.height * len(bars) + 6
    room, span = look.width - look.left - 2, max((last - first).days, 27)

    def at(moment: dt.date) -> int:
        return look.left + room * (moment - first).days // span

    shapes = []
    for start, named in _months(first, last, look.months):
        shapes.append(_line("month", at(start), _TOP - 6, height))
        if named and at(start) < look.width - 40:
            shapes.append(f'<text class="axis" x="{at(start) + 2}" y="12">{month(start)} {start.year % 100:02}</text>')
    if first <= today <= last:
        shapes.append(_line("today", at(today), _TOP - 8, height))
    shapes += [_bar(bar, _TOP + look.height * n, at(bar.start), at(bar.end), look) for n, bar in enumerate(bars)]
    frame = attributes(
        class_=f"gantt {look.name}",
        viewBox=f"0 0 {look.width} {height}",
        role="img",
        aria_label=f"Activities from {day(str(first))} until {day(str(last))}. The list below says the same in words.",
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg"{frame}>{"".join(shapes)}</svg>'


def _line(name: str, x: int, top: int, bottom: int) -> str:
    return f'<line class="{name}" x1="{x}" x2="{x}" y1="{top}" y2="{bottom}"/>'


def _bar(bar: Bar, y: int, start: int, end: int, look: Look) -> str:
    wide = max(end - start, _LEAST)
    kind = "guessed" if bar.guessed else "bar"
    return (
        f"<g><title>{escape(f'{bar.name}: {bar.said}')}</title>"
        f'<text x="4" y="{y + 11}">{escape(short(bar.name, look.letters))}</text>'
        f'<rect class="{kind}" x="{min(start, look.width - wide)}" y="{y + look.height - 18}" width="{wide}" '
        f'height="{_BAR}" rx="3"/></g>'
    )


def _months(first: dt.date, last: dt.date, most: int) -> Iterator[tuple[dt.date, bool]]:
    """First days of months, and whether there is room for the name; over many years only those that are named."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    apart = -(-len(months) // most)
    for n, found in enumerate(months):
        if n % apart == 0 or len(months) <= 4 * most:
            yield dt.date(found // 12, found % 12 + 1, 1), n % apart == 0

"""What runs when: a bar for each row as a picture, the rows without days beside it, and all of it as a list. Pure.

360 units wide it fits a telephone unscaled: the name of a row stands above its bar and not beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from assistant.planning.plan import ActionRow, Plan
from ui.web.plan.markup import attributes, empty, folded, jump
from ui.web.plan.view import View

WIDTH = 360
MOST_MONTHS_NAMED = 6
# A picture of more rows than these helps nobody; the list has them all.
MOST_DRAWN = 60
_LETTERS = 52
_TOP, _HEIGHT, _BAR, _LEAST = 26, 34, 10, 5
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


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
        return f"from {self.row.start or 'a day not said'} until {self.row.end or 'a day not said'}"


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
        shown = bars[:MOST_DRAWN]
        listed = f'<ul class="as-list">{"".join(f"<li>{escape(b.name)}: {b.said}</li>" for b in bars)}</ul>'
        left = f'<p class="soft">The picture shows the first {MOST_DRAWN} of {len(bars)}.</p>'
        inside = f"{left if len(bars) > MOST_DRAWN else ''}{folded('The same as a list', listed)}"
        parts.append(f'<figure class="picture">{_svg(shown, plan, view.today)}{inside}</figure>')
    if undated:
        parts.append(_undated(view, undated))
    return f'<div class="beside">{"".join(parts)}</div>'


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
    first = " ".join(row.activity.text.partition("\n")[0].split())
    return f"{number}. {first}" if first else f"Row {number}"


def _svg(bars: Sequence[Bar], plan: Plan, today: dt.date) -> str:
    days = [day for bar in bars for day in (bar.start, bar.end)]
    days += [dt.date.fromisoformat(day) for day in (plan.start, plan.end) if day]
    first, last = min(days).replace(day=1), max(days)
    span = max((last - first).days, 27)
    height = _TOP + _HEIGHT * len(bars) + 6

    def at(day: dt.date) -> int:
        return WIDTH * (day - first).days // span

    shapes = []
    for day, named in _months(first, last):
        shapes.append(f'<line class="month" x1="{at(day)}" x2="{at(day)}" y1="{_TOP - 6}" y2="{height}"/>')
        if named and at(day) < WIDTH - 40:
            shapes.append(
                f'<text class="axis" x="{at(day) + 2}" y="12">{_MONTHS[day.month - 1]} {day.year % 100:02}</text>'
            )
    if first <= today <= last:
        shapes.append(f'<line class="today" x1="{at(today)}" x2="{at(today)}" y1="{_TOP - 8}" y2="{height}"/>')
    for place, bar in enumerate(bars):
        y = _TOP + _HEIGHT * place
        x, wide = at(bar.start), max(at(bar.end) - at(bar.start), _LEAST)
        name = bar.name if len(bar.name) <= _LETTERS else bar.name[: _LETTERS - 1] + "…"
        look = ' class="guessed"' if bar.guessed else ' class="bar"'
        shapes.append(
            f'<g><title>{escape(f"{bar.name}: {bar.said}")}</title><text x="2" y="{y + 11}">{escape(name)}</text>'
            f'<rect{look} x="{min(x, WIDTH - wide)}" y="{y + 16}" width="{wide}" height="{_BAR}" rx="3"/></g>'
        )
    said = "; ".join(f"{bar.name}, {bar.said}" for bar in bars)
    look = attributes(
        class_="gantt", viewBox=f"0 0 {WIDTH} {height}", role="img", aria_label=f"Activities over time. {said}."
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg"{look}>{"".join(shapes)}</svg>'


def _months(first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, bool]]:
    """First days of months, and whether there is room for the name; over many years only those that are named."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    apart = -(-len(months) // MOST_MONTHS_NAMED)
    for place, month in enumerate(months):
        if place % apart == 0 or len(months) <= 4 * MOST_MONTHS_NAMED:
            yield dt.date(month // 12, month % 12 + 1, 1), place % apart == 0

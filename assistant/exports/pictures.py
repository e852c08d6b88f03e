"""Pictures of a plan for documents on paper: who is interested and influential, and what runs when."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from assistant.planning.plan import ActionRow, Level, Plan

WIDTH = 1600
_LEVELS = (Level.LOW, Level.MEDIUM, Level.HIGH)
_INK, _LINE, _FILL, _BAR, _PALE = "#1b2a30", "#9fb3ba", "#e9f1f3", "#1f6f87", "#f7fafb"
_SIZE = 26
_MARGIN = 20
_MOST_NAME = 44
# Beyond these a picture on one page cannot be read, and takes a server's memory; the tables have them all.
_MOST_NAMES, _MOST_BARS = 20, 40


@dataclass(frozen=True, slots=True)
class Drawn:
    """A PNG with its width and height in pixels, and what it shows, in words."""

    png: bytes
    size: tuple[int, int]
    alt: str


def draw(kind: str, plan: Plan) -> Drawn:
    """The picture of that kind ("grid" or "timeline") that `outline.Picture` asks for."""
    return _grid(plan) if kind == "grid" else _timeline(plan)


def _grid(plan: Plan) -> Drawn:
    """Influence upwards, interest to the right; who has one of them not said stands below."""
    cells: dict[tuple[Level | None, Level | None], list[str]] = {}
    for number, found in enumerate(plan.stakeholders, 1):
        placed = (found.interest, found.influence) if found.interest and found.influence else (None, None)
        cells.setdefault(placed, []).append(_short(found.organisation.text, f"Stakeholder {number}"))
    cells = {placed: _first(names) for placed, names in cells.items()}
    unplaced = cells.pop((None, None), [])
    tallest = max((len(names) for names in cells.values()), default=1)
    cell_height = max(150, (tallest + 1) * 36)
    left, top, side = 260, _MARGIN, (WIDTH - 260 - _MARGIN) // 3
    image, pen = _page(top + 3 * cell_height + 110 + 36 * (len(unplaced) + bool(unplaced)))
    for column, interest in enumerate(_LEVELS):
        for row, influence in enumerate(reversed(_LEVELS)):
            x, y = left + column * side, top + row * cell_height
            strong = Level.HIGH in (interest, influence) and Level.LOW not in (interest, influence)
            pen.rectangle((x, y, x + side, y + cell_height), fill=_FILL if strong else _PALE, outline=_LINE, width=2)
            for at, name in enumerate(cells.get((interest, influence), [])):
                pen.text((x + 14, y + 14 + 36 * at), f"- {_fit(pen, name, side - 50)}", fill=_INK, font=_font())
            if column == 0:
                pen.text((_MARGIN, y + cell_height // 2 - 16), f"{influence} influence", fill=_INK, font=_font())
        label = f"{interest} interest"
        pen.text((left + column * side + 14, top + 3 * cell_height + 14), label, fill=_INK, font=_font())
    for at, name in enumerate(["Interest or influence not said:", *unplaced] if unplaced else []):
        pen.text((left, top + 3 * cell_height + 70 + 36 * at), name, fill=_INK, font=_font())
    told = [f"{' and '.join(names)}: {_levels(*placed)}" for placed, names in cells.items()]
    told += [f"{' and '.join(unplaced)}: not said"] if unplaced else []
    return Drawn(_png(image), image.size, "Stakeholders by interest and influence. " + "; ".join(told) + ".")


def _first(names: list[str]) -> list[str]:
    more = len(names) - _MOST_NAMES
    return [*names[:_MOST_NAMES], f"{more} more"] if more > 0 else names


def _levels(interest: Level | None, influence: Level | None) -> str:
    return f"{interest} interest, {influence} influence"


def _timeline(plan: Plan) -> Drawn:
    """A bar for each row with a first or last day; a missing end is the plan's, or the day that is known."""
    every = [(row, *days) for row in plan.rows if (days := _days(row, plan))]
    rows = every[:_MOST_BARS]
    first, last = min(start for _, start, _ in rows), max(end for _, _, end in rows)
    span = max((last - first).days, 1)
    left, height = 560, 56
    image, pen = _page(_MARGIN + 60 + height * len(rows) + _MARGIN)
    room = WIDTH - left - _MARGIN - 10
    bottom = 60 + height * len(rows) + _MARGIN
    for day in _ticks(first, last):
        x = left + room * (day - first).days // span
        pen.line((x, 60, x, bottom), fill=_LINE, width=2)
        if x < WIDTH - 130:
            pen.text((x + 6, 20), day.strftime("%Y-%m"), fill=_INK, font=_font())
    for at, (row, start, end) in enumerate(rows):
        y = 72 + height * at
        from_x = left + room * (start - first).days // span
        to_x = max(left + room * (end - first).days // span, from_x + 10)
        pen.text((_MARGIN, y), _fit(pen, _name(row, plan), left - 2 * _MARGIN), fill=_INK, font=_font())
        pen.rounded_rectangle((from_x, y, to_x, y + 32), radius=6, fill=_BAR)
    told = [f"{_name(row, plan)}: {start} to {end}" for row, start, end in rows]
    told += [f"and {len(every) - len(rows)} more in the table"] if len(every) > len(rows) else []
    return Drawn(_png(image), image.size, "Activities over time. " + "; ".join(told) + ".")


def _days(row: ActionRow, plan: Plan) -> tuple[dt.date, dt.date] | None:
    known = row.start or row.end
    if not known:
        return None
    start = dt.date.fromisoformat(row.start or known)
    end = dt.date.fromisoformat(row.end or max(plan.end or known, known))
    # A row that ends before it starts is for the checks on a plan to tell; it is drawn all the same.
    return min(start, end), max(start, end)


def _ticks(first: dt.date, last: dt.date) -> list[dt.date]:
    """First days of months, at most eight of them and the same number of months apart."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    chosen = [divmod(month, 12) for month in months[:: max(1, -(-len(months) // 8))]]
    days = [dt.date(year, month + 1, 1) for year, month in chosen]
    return [day if day >= first else first for day in days]


def _name(row: ActionRow, plan: Plan) -> str:
    return _short(row.activity.text, f"Row {plan.rows.index(row) + 1}")


def _short(text: str, otherwise: str) -> str:
    words = " ".join(text.split()) or otherwise
    return words if len(words) <= _MOST_NAME else words[: _MOST_NAME - 1] + "…"


def _fit(pen: ImageDraw.ImageDraw, text: str, room: int) -> str:
    while len(text) > 2 and pen.textlength(text, font=_font()) > room:
        text = text[:-2].rstrip("…") + "…"
    return text


def _page(height: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (WIDTH, height), "white")
    return image, ImageDraw.Draw(image)


def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(_SIZE)


def _png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()

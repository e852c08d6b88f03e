"""The grid of interest and influence as a picture, with the same as a list. Pure.

Drawn twice, and the style sheet shows the one that has room. Names never overlap: each line has its own place, and a
row of the grid grows with its fullest field.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from assistant.planning.plan import Level, Plan, Stakeholder
from ui.web.plan.markup import attributes, folded

MOST_NAMES = 6
_LEFT, _TOP, _LINE, _PAD = 26, 6, 14, 8
_LEAST_HEIGHT = 64
_LEVELS = (Level.LOW, Level.MEDIUM, Level.HIGH)


@dataclass(frozen=True, slots=True)
class Look:
    """Measures of a picture in its own units: the side of a field, and the letters that fit into a line of it."""

    name: str
    side: int
    letters: int


LOOKS = (Look("narrow", 109, 14), Look("wide", 210, 30))
_Field = tuple[Level, Level]
# The two fields in which people count most.
_STRONG = {(Level.HIGH, Level.HIGH), (Level.MEDIUM, Level.HIGH), (Level.HIGH, Level.MEDIUM)}


def grid(plan: Plan) -> str:
    """The picture and its list; empty where nobody is on the map."""
    if not plan.stakeholders:
        return ""
    fields: dict[_Field, list[str]] = {}
    unsaid = []
    for number, found in enumerate(plan.stakeholders, 1):
        name = " ".join(found.organisation.text.split()) or f"Stakeholder {number}"
        if found.interest and found.influence:
            fields.setdefault((found.interest, found.influence), []).append(name)
        else:
            unsaid.append((name, found))
    listed = _listed(fields, unsaid)
    if not fields:
        hint = '<p class="soft">Say how interested and how influential they are, to see the map.</p>'
        return f'<div class="picture">{hint}{listed}</div>'
    pictures = "".join(_svg(fields, look) for look in LOOKS)
    inside = f"{pictures}{folded('The same as a list', listed, opened=bool(unsaid))}"
    return f'<figure class="picture"><figcaption>Interest and influence</figcaption>{inside}</figure>'


def _svg(fields: Mapping[_Field, Sequence[str]], look: Look) -> str:
    shapes: list[str] = []
    y = _TOP
    for influence in reversed(_LEVELS):
        lines = [_lines(fields.get((interest, influence), ()), look.letters) for interest in _LEVELS]
        height = max(_LEAST_HEIGHT, max(map(len, lines)) * _LINE + 2 * _PAD)
        for column, interest in enumerate(_LEVELS):
            x = _LEFT + column * look.side
            strong = ' class="strong"' if (interest, influence) in _STRONG else ""
            shapes.append(f'<rect{strong} x="{x}" y="{y}" width="{look.side}" height="{height}"/>')
            shapes += [
                f'<text x="{x + 6 + 8 * indent}" y="{y + _PAD + _LINE * at + 9}">{escape(words)}</text>'
                for at, (indent, words) in enumerate(lines[column])
            ]
        turned = f'transform="rotate(-90 14 {y + height // 2})" text-anchor="middle"'
        shapes.append(f'<text class="axis" x="14" y="{y + height // 2 + 4}" {turned}>{influence.value}</text>')
        y += height
    for column, interest in enumerate(_LEVELS):
        middle = _LEFT + column * look.side + look.side // 2
        shapes.append(f'<text class="axis" x="{middle}" y="{y + 14}" text-anchor="middle">{interest.value}</text>')
    right = _LEFT + 3 * look.side
    shapes.append(
        f'<text class="axis" x="{_LEFT}" y="{y + 30}">↑ influence</text>'
        f'<text class="axis" x="{right}" y="{y + 30}" text-anchor="end">interest →</text>'
    )
    frame = attributes(
        class_=f"people-grid {look.name}",
        viewBox=f"0 0 {right + 4} {y + 36}",
        role="img",
        aria_label="Stakeholders by interest and influence. The list below says the same in words.",
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg"{frame}>{"".join(shapes)}</svg>'


def _lines(names: Sequence[str], letters: int) -> list[tuple[int, str]]:
    """(indent, words) for each line; a long name takes some, and many names are cut short here, not in the list."""
    lines: list[tuple[int, str]] = []
    for name in names[:MOST_NAMES]:
        wrapped = textwrap.wrap(name, letters, max_lines=3, placeholder="…")
        lines += [(int(at > 0), f"• {words}" if not at else words) for at, words in enumerate(wrapped)]
    if len(names) > MOST_NAMES:
        lines.append((0, f"and {len(names) - MOST_NAMES} more"))
    return lines


def _place(interest: Level, influence: Level) -> str:
    return f"{interest.value} interest, {influence.value} influence"


def _listed(fields: Mapping[_Field, Sequence[str]], unsaid: Sequence[tuple[str, Stakeholder]]) -> str:
    ordered = sorted(fields, key=lambda field: (-_LEVELS.index(field[1]), -_LEVELS.index(field[0])))
    rows = [
        f"<li><strong>{_place(*field).capitalize()}:</strong> {escape(', '.join(fields[field]))}</li>"
        for field in ordered
    ]
    if unsaid:
        names = escape(", ".join(name for name, _ in unsaid))
        rows.append(f"<li><strong>Interest or influence not said:</strong> {names}</li>")
    return f'<ul class="as-list">{"".join(rows)}</ul>'

"""The coverage of a plan as an SVG picture: a tile for every recommendation and challenge, by goal.

A state is told by outline, filling and words, never by colour alone. Every shape is drawn in one ink, so that the
picture suits light and dark pages; 360 units wide, it fits a telephone unscaled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from assistant.planning.coverage import KINDS, Coverage, Covered, GoalCoverage, Touch, coverage_as_text
from assistant.planning.plan_json import clean_text

WIDTH = 360
TILES_A_LINE = 5
MOST_LETTERS = 46
_TILE, _TILE_HEIGHT, _GAP, _MARGIN = 64, 40, 5, 10
_BOX = {
    Touch.IN_ROWS: 'fill="currentColor" fill-opacity="0.18" stroke-width="2.5"',
    Touch.CHOSEN: 'fill="none" stroke-width="2" stroke-dasharray="5 3"',
    Touch.UNTOUCHED: 'fill="none" stroke-width="1" stroke-opacity="0.45"',
}
_SHORT = {Touch.CHOSEN: "no row yet", Touch.UNTOUCHED: "–"}


def coverage_svg(found: Coverage, ink: str = "currentColor", paper: str = "none") -> str:
    """The picture, for a page as it is; a file of its own needs an ink and a paper, such as "#1f2933" and "#ffffff".

    Its name is the summary and its description the whole text, for people who do not see it.
    """
    shapes: list[str] = []
    y = _MARGIN
    for goal in found.goals:
        y = _draw_goal(goal, y, shapes)
    height = _draw_legend(y, shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        f' role="img" aria-label={quoteattr(clean_text(found.summary))} color={quoteattr(ink)} fill="currentColor"'
        ' stroke="none" font-family="system-ui, sans-serif" font-size="11">'
        f"<desc>{_safe(coverage_as_text(found))}</desc>"
        f'<rect width="{WIDTH}" height="{height}" fill={quoteattr(paper)}/>{"".join(shapes)}</svg>'
    )


def _draw_goal(goal: GoalCoverage, y: int, shapes: list[str]) -> int:
    """Adds the goal's shapes; returns where the next may begin."""
    shapes.append(_words(_MARGIN, y + 12, _short(goal.name), 'font-size="12" font-weight="bold"'))
    y += 20
    for kind, (_, several) in KINDS.items():
        units = goal.of(kind)
        if not units:
            continue
        served = sum(unit.touch is Touch.IN_ROWS for unit in units)
        shapes.append(_words(_MARGIN, y + 11, f"{several.capitalize()}: {served} of {len(units)}"))
        y += 17
        for line in _lines(units):
            shapes += [_tile(unit, _MARGIN + place * (_TILE + _GAP), y) for place, unit in enumerate(line)]
            y += _TILE_HEIGHT + _GAP
    return y + 12


def _draw_legend(y: int, shapes: list[str]) -> int:
    """Adds what the outlines mean; returns the height of the picture."""
    meanings = {Touch.IN_ROWS: "rows serve it", Touch.CHOSEN: "chosen, no row yet", Touch.UNTOUCHED: "not touched"}
    for place, (touch, words) in zip((0, 105, 240), meanings.items(), strict=True):
        shapes.append(_box(touch, _MARGIN + place, y, 16, 12))
        shapes.append(_words(_MARGIN + place + 21, y + 10, words))
    return y + 22


def _lines(units: Sequence[Covered]) -> Iterator[Sequence[Covered]]:
    yield from (units[start : start + TILES_A_LINE] for start in range(0, len(units), TILES_A_LINE))


def _tile(unit: Covered, x: int, y: int) -> str:
    middle, state = x + _TILE // 2, _SHORT.get(unit.touch, unit.state)
    return (
        f"<g><title>{_safe(f'{unit.name}: {unit.state}')}</title>{_box(unit.touch, x, y, _TILE, _TILE_HEIGHT)}"
        + _words(middle, y + 18, _short(unit.number, 8), 'text-anchor="middle" font-size="13" font-weight="bold"')
        + _words(middle, y + 32, state, 'text-anchor="middle" font-size="10"')
        + "</g>"
    )


def _box(touch: Touch, x: int, y: int, width: int, height: int) -> str:
    size = f'x="{x}" y="{y}" width="{width}" height="{height}" rx="4"'
    return f'<rect {size} stroke="currentColor" {_BOX[touch]}/>'


def _words(x: int, y: int, words: str, look: str = "") -> str:
    return f'<text x="{x}" y="{y}"{" " * bool(look)}{look}>{_safe(words)}</text>'


def _short(words: str, most: int = MOST_LETTERS) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _safe(words: str) -> str:
    return escape(clean_text(words))

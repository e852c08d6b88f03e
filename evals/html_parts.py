"""Pieces of a standalone page: escaped text, tables that scroll on a phone, and plots as inline SVG. Pure strings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from evals.bootstrap import Difference

STYLE = """
:root{color-scheme:light dark;--bg:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--card:#f6f8fa;--accent:#0550ae;
--good:#116329;--bad:#a40e26;--mark:#0969da}
@media(prefers-color-scheme:dark){:root{--bg:#0d1117;--ink:#e6edf3;--soft:#9da7b3;--line:#3d444d;--card:#161b22;
--accent:#79c0ff;--good:#56d364;--bad:#ff7b72;--mark:#58a6ff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:70rem;padding:1rem;background:var(--bg);color:var(--ink);
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.2;margin:.5rem 0}h2{font-size:1.25rem;margin:2rem 0 .5rem}
h3{font-size:1.05rem;margin:1.25rem 0 .25rem}p{margin:.4rem 0}a{color:var(--accent)}
.soft{color:var(--soft)}.good{color:var(--good)}.bad{color:var(--bad)}.good,.bad{font-weight:600}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:6px;margin:.5rem 0}
.scroll:focus-visible,summary:focus-visible{outline:3px solid var(--mark);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{padding:.35rem .6rem;text-align:left;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:normal}
td.n,th.n{text-align:right;white-space:nowrap}thead th{background:var(--card)}tr:last-child>*{border-bottom:0}
details{border:1px solid var(--line);border-radius:6px;margin:.5rem 0;padding:.4rem .75rem}
summary{cursor:pointer;min-height:1.75rem}
pre{white-space:pre-wrap;background:var(--card);padding:.6rem;border-radius:6px;font-size:.85rem;margin:.5rem 0}
tbody th{white-space:nowrap}
svg{display:block;width:100%;height:auto;min-width:30rem;max-width:44rem;margin:.5rem;font:12px system-ui,sans-serif}
svg text{fill:var(--ink)}
"""
LEFT, WIDE, ROW = 150, 560, 22


def page(title: str, body: Iterable[str]) -> str:
    """A whole document that needs no other file and no network."""
    inside = "\n".join(body)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{text(title)}</title><style>{STYLE}</style></head>\n<body><main>\n{inside}\n</main></body></html>\n"
    )


def text(value: object) -> str:
    """Escaped, for the inside of an element or an attribute."""
    return escape(str(value), quote=True)


def number(value: float | None, digits: int = 3) -> str:
    """A figure, or nothing where there is none."""
    return "" if value is None else f"{value:.{digits}f}"


def table(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]], numbers_from: int = 1) -> str:
    """Cells are HTML already; columns from `numbers_from` on are figures. The first column heads its row."""

    def kind(at: int) -> str:
        return ' class="n"' if at >= numbers_from else ""

    head = "".join(f'<th scope="col"{kind(at)}>{text(column)}</th>' for at, column in enumerate(columns))
    lines = []
    for row in rows:
        rest = "".join(f"<td{kind(at)}>{cell}</td>" for at, cell in enumerate(row[1:], 1))
        lines.append(f'<tr><th scope="row">{row[0]}</th>{rest}</tr>')
    inner = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{text(name)}">{inner}</div>'


def details(summary: str, inside: str) -> str:
    """A part that opens; both are HTML already."""
    return f"<details><summary>{summary}</summary>{inside}</details>"


def bars(name: str, values: Mapping[str, float | None], most: float = 1.0, unit: str = "") -> str:
    """Horizontal bars with their figures, one a row."""
    known = [(label, value) for label, value in values.items() if value is not None]
    room = WIDE - LEFT - 60
    rows = []
    for at, (label, value) in enumerate(known):
        y, width = at * ROW, room * min(1.0, value / most if most else 0.0)
        shown = f"{value:.0f} {unit}" if unit else f"{value:.3f}"
        rows.append(
            f'<text x="{LEFT - 8}" y="{y + 15}" text-anchor="end">{text(label)}</text>'
            f'<rect x="{LEFT}" y="{y + 3}" width="{width:.1f}" height="{ROW - 7}" fill="var(--mark)"/>'
            f'<text x="{LEFT + width + 6:.1f}" y="{y + 15}">{shown}</text>'
        )
    return _svg(name, len(known) * ROW, rows)


def forest(name: str, differences: Sequence[Difference], verdicts: Sequence[str]) -> str:
    """Each difference as a dot on its confidence interval, beside the line that stands for no difference."""
    far = max([0.01, *(abs(edge) for d in differences for edge in (d.low, d.high))])
    middle, half = LEFT + (WIDE - LEFT - 90) / 2, (WIDE - LEFT - 110) / 2
    rows = [
        f'<line x1="{middle}" y1="0" x2="{middle}" y2="{len(differences) * ROW}" stroke="var(--soft)"/>'
        f'<text x="{middle + half:.0f}" y="{len(differences) * ROW + 15}" text-anchor="end">+{far:.3f}</text>'
        f'<text x="{middle - half:.0f}" y="{len(differences) * ROW + 15}">-{far:.3f}</text>'
    ]
    for at, (d, said) in enumerate(zip(differences, verdicts, strict=True)):
        y = at * ROW + 11
        low, dot, high = (middle + half * value / far for value in (d.low, d.change, d.high))
        colour = {"better": "var(--good)", "worse": "var(--bad)"}.get(said, "var(--soft)")
        rows.append(
            f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{text(d.figure)}</text>'
            f'<line x1="{low:.1f}" y1="{y}" x2="{high:.1f}" y2="{y}" stroke="{colour}" stroke-width="3"/>'
            f'<circle cx="{dot:.1f}" cy="{y}" r="5" fill="{colour}"/>'
            f'<text x="{WIDE - 80}" y="{y + 4}">{text(said)}</text>'
        )
    return _svg(name, len(differences) * ROW + ROW, rows)


def curve(name: str, values: Sequence[float], low: float = 0.0, high: float = 1.0) -> str:
    """Values over runs, oldest first, between two bounds that are written at its side."""
    height, room = 90, WIDE - LEFT - 60
    step = room / max(1, len(values) - 1)
    spread = (high - low) or 1.0
    points = [(LEFT + at * step, 10 + (height - 20) * (1 - (v - low) / spread)) for at, v in enumerate(values)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="var(--mark)"/>' for x, y in points)
    parts = [
        f'<text x="{LEFT - 8}" y="15" text-anchor="end">{high:.3f}</text>',
        f'<text x="{LEFT - 8}" y="{height - 5}" text-anchor="end">{low:.3f}</text>',
        f'<polyline points="{line}" fill="none" stroke="var(--mark)" stroke-width="2"/>{dots}',
        f'<text x="{points[-1][0] + 8:.1f}" y="{points[-1][1] + 4:.1f}">{values[-1]:.3f}</text>',
    ]
    return _svg(name, height, parts)


def _svg(name: str, height: float, parts: Iterable[str]) -> str:
    inside = "".join(parts)
    drawn = f'<svg viewBox="0 0 {WIDE} {max(ROW, height):.0f}" role="img" aria-label="{text(name)}">{inside}</svg>'
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{text(name)}, as a picture">{drawn}</div>'

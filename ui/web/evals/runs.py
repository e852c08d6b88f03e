"""Runs as the maintainer sees them: the last ones, how figures went, one with its worst cases, two side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assistant.labels import name
from assistant.registry import Registry
from evals.compare import Comparison
from evals.gate import LOWER_IS_BETTER
from evals.history import COLUMNS
from evals.html_parts import details, forest, number, table, text
from evals.html_report import CLASSES, EDITIONS, MEANINGS
from evals.kept import Line, Series, cases_of, when, worst
from evals.outcome import FIGURES, UNSEEN, Outcome
from evals.report import verdict

SHOWN = 20
WORST = 30
CHANGES = 60
POINTS = 40
EXCERPT = 320
_WIDE, _HIGH, _EDGE = 260, 64, 8

_NO_RUNS = (
    "<p>No runs yet. Runs are started on the command line: <code>v2a eval</code>, or "
    "<code>v2a eval dev holdout</code>. They appear here when they end.</p>"
)
_HIDDEN = '<p class="soft">The cases of this set are not shown, so that nobody tunes on them.</p>'


def overview(lines: Sequence[Line], kept: Sequence[str], groups: Sequence[Series], of: str) -> Iterator[str]:
    """The last runs with two of them to choose for a comparison, and the trend of one series.

    `kept` are ids of runs whose cases are still there; `of` names the series to draw.
    """
    yield "<h1>Runs</h1>"
    if not lines:
        yield _NO_RUNS
        return
    yield '<p class="soft">Started on the command line: <code>v2a eval</code>. Choose two and compare them.</p>'
    yield '<form action="/evals/compare">'
    last = list(reversed(lines))[:SHOWN]
    comparable = [line for line in last if line["id"] in kept]
    pair = _pair(comparable)
    yield table("The last runs", _HEAD, [_row(line, line in comparable, pair) for line in last], numbers_from=8)
    yield '<p><button class="primary">Compare the two</button></p></form>'
    yield from _trend(groups, of)


_HEAD = ("when (UTC)", "before", "after", "set", "texts", "configuration", "index", "cases", *COLUMNS)


def _pair(comparable: Sequence[Line]) -> tuple[str, str]:
    """Before and after as they are chosen at first: the newest run, and the one before it that is most like it."""
    if not comparable:
        return "", ""
    after = comparable[0]
    alike = ("set", "edition", "variant", "n")
    among = [line for line in comparable[1:] if line["set"] == after["set"]]
    before = max(among, key=lambda line: sum(line[key] == after[key] for key in alike), default=after)
    return str(before["id"]), str(after["id"])


def _row(line: Line, comparable: bool, pair: tuple[str, str]) -> list[str]:
    at, run = text(when(line)), text(line["id"])
    if comparable:
        head = f'<a href="/evals/runs/{run}">{at}</a>'
        picks = [
            f'<label class="pick"><span class="away">{word}: {at}</span>'
            f'<input type="radio" name="{word}" value="{run}" '
            f"{'checked' if run == chosen else ''}></label>"
            for word, chosen in zip(("before", "after"), pair, strict=True)
        ]
    else:
        head, picks = at, ["", ""]
    sample = line.get("sample")
    drawn = f" (sample, seed {sample['seed']})" if sample else ""
    stamp = line.get("stamp", {})
    return [
        head,
        *picks,
        text(line["set"]),
        text(EDITIONS.get(line["edition"], line["edition"])),
        text(line["variant"]),
        f'<span title="{text(stamp.get("index", ""))}">{text(str(stamp.get("index", ""))[:8])}</span>',
        text(f"{line['n']}{drawn}"),
        *(number(line["metrics"].get(figure)) for figure in COLUMNS),
    ]


def _trend(groups: Sequence[Series], of: str) -> Iterator[str]:
    long = [group for group in groups if len(group.lines) > 1]
    yield '<h2 id="trend">Trend</h2>'
    if not long:
        yield '<p class="soft">There is a trend from the second whole run of a set on; samples do not count.</p>'
        return
    chosen = next((group for group in long if group.name == of), long[0])
    options = "".join(f"<option{' selected' if group is chosen else ''}>{text(group.name)}</option>" for group in long)
    yield (
        '<form action="/evals#trend" class="row"><div class="field">'
        '<label for="of">Set, texts and configuration</label>'
        f'<select id="of" name="of">{options}</select></div><button class="plain">Show</button></form>'
    )
    yield '<div class="cards">' + "".join(spark(chosen, figure) for figure in COLUMNS) + "</div>"
    rows = [
        [text(when(line)), *(number(line["metrics"].get(figure)) for figure in COLUMNS)]
        for line in reversed(chosen.lines)
    ]
    yield details("The same as a table", table(f"Figures of {chosen.name}", ("when (UTC)", *COLUMNS), rows))


def spark(group: Series, figure: str) -> str:
    """One figure over the runs as a line, oldest first, with what it shows in words."""
    values = [value for _, value in group.values(figure)][-POINTS:]
    if not values:
        return ""
    low, high = min(values), max(values)
    better = "lower is better" if figure in LOWER_IS_BETTER else "higher is better"
    words = f"{figure} over {len(values)} runs: {values[0]:.3f} at first, {values[-1]:.3f} at last"
    words += f", between {low:.3f} and {high:.3f}; {better}"
    spread = (high - low) or 1.0
    step = (_WIDE - 2 * _EDGE) / max(1, len(values) - 1)
    middle = 0.5 if high == low else 0.0
    points = [
        (_EDGE + at * step, _HIGH - _EDGE - (_HIGH - 2 * _EDGE) * ((value - low) / spread + middle))
        for at, value in enumerate(values)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    return (
        f'<figure class="card"><figcaption><strong>{text(figure)}</strong> <span>{values[-1]:.3f}</span></figcaption>'
        f'<svg class="spark" viewBox="0 0 {_WIDE} {_HIGH}" role="img" aria-label="{text(words)}">'
        f'<polyline points="{line}" fill="none" stroke="var(--mark)" stroke-width="2"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="var(--mark)"/></svg>'
        f'<p class="soft">{low:.3f} to {high:.3f} · {better}</p></figure>'
    )


def run_page(run: Mapping[str, Any], registry: Registry) -> Iterator[str]:
    """One run: what made it, its figures, and its worst cases with what was retrieved."""
    yield f"<h1>{text(run['set'])}, {text(EDITIONS.get(run['edition'], run['edition']))}: {run['n']} cases</h1>"
    used = ", ".join(f"{package} {version}" for package, version in run.get("versions", {}).items())
    stamp = run["stamp"]
    yield (
        f'<p class="soft">{text(when(run))} UTC · configuration {text(run["variant"])} · index '
        f"{text(stamp.get('index', ''))} · embedder {text(stamp.get('embedder', ''))}<br>{text(used)}</p>"
    )
    metrics = run["metrics"]
    rows = [
        [text(figure), number(metrics[figure]), text(MEANINGS[figure])]
        for figure in FIGURES
        if metrics.get(figure) is not None
    ]
    yield "<h2>Figures</h2>" + table("Figures", ("figure", "mean", "meaning"), rows, numbers_from=9)
    missed = worst(run)
    yield f"<h2>Worst cases first: {len(missed)} of {len(run['cases'])} miss something</h2>"
    if run["set"] in UNSEEN:
        yield _HIDDEN
        return
    for outcome, why in missed[:WORST]:
        summary = f"<strong>{text(outcome.case.id)}</strong> {text(outcome.case.question)}<br>"
        yield details(f'{summary}<span class="bad">{text(why)}</span>', _case(outcome, registry))
    if len(missed) > WORST:
        yield f'<p class="soft">{len(missed) - WORST} more are in the JSON of the run.</p>'


def _case(outcome: Outcome, registry: Registry) -> str:
    case = outcome.case
    parts = [f"<p>Expected {text(' or '.join(case.status))}, got <strong>{text(outcome.status or '-')}</strong>.</p>"]
    if case.gold:
        parts.append(f"<p>Right: {_units(case.gold, registry)}</p>")
    if outcome.missing:
        parts.append(f"<p>Not cited: {_units(outcome.missing, registry)}</p>")
    known = [f"{figure} {value:.2f}" for figure, value in outcome.figures.items() if value is not None]
    parts.append(f'<p class="soft">{text(" · ".join(known))}</p>')
    if outcome.hits:
        rows = [
            [str(rank), '<span class="good">right</span>' if hit.right else "", _passage(hit.gives, registry)]
            for rank, hit in enumerate(outcome.hits, 1)
        ]
        parts.append(table(f"Retrieved for {case.id}", ("rank", "verdict", "passage"), rows, numbers_from=9))
    if outcome.answer:
        parts.append(f"<pre>{text(outcome.answer)}</pre>")
    return "".join(parts)


def _units(ids: Sequence[str], registry: Registry) -> str:
    return "; ".join(_unit(unit_id, registry) for unit_id in ids)


def _unit(unit_id: str, registry: Registry) -> str:
    unit = registry.get(unit_id)
    return f"{text(name(unit))} <code>{text(unit_id)}</code>" if unit else f"<code>{text(unit_id)}</code>"


def _passage(gives: str, registry: Registry) -> str:
    """The units that a passage gives, with the text of the first as it is now."""
    if gives == "-":
        return '<span class="soft">a passage that states no unit</span>'
    ids = gives.split("+")
    unit = registry.get(ids[0])
    shown = f"<br>{text(unit.text[:EXCERPT] + (' ...' if len(unit.text) > EXCERPT else ''))}" if unit else ""
    return f"{_units(ids, registry)}{shown}"


def comparison_page(
    found: Comparison, before: Mapping[str, Any], after: Mapping[str, Any], registry: Registry
) -> Iterator[str]:
    """Two runs: every figure with its interval, and the cases that differ with what each retrieved."""
    yield f"<h1>{text(found.set)}: two runs case by case</h1>"
    yield (
        f"<p><strong>before</strong> {_link(before)}<br><strong>after</strong> {_link(after)}</p>"
        '<p class="soft">Over the cases that both have. The interval is a paired bootstrap at 95 %: a change whose '
        "interval holds 0 is within noise.</p>"
    )
    said = [verdict(d) for d in found.differences]
    yield forest("Differences with their 95 % intervals", found.differences, said)
    rows = []
    for d, word in zip(found.differences, said, strict=True):
        mark = f'<span class="{CLASSES.get(word, "soft")}">{word or "same"}</span>'
        interval = f"{d.low:+.3f} to {d.high:+.3f}"
        rows.append([text(d.figure), str(d.n), number(d.before), number(d.after), f"{d.change:+.3f}", interval, mark])
    yield table("Differences", ("figure", "n", "before", "after", "change", "95 % interval", "verdict"), rows)
    yield f"<h2>{len(found.changes)} cases differ</h2>"
    if found.set in UNSEEN:
        yield _HIDDEN
        return
    for change in found.changes[:CHANGES]:
        old, new = cases_of((before, after), change.case)
        if old and new:
            kind = "good" if change.gain > 0 else "bad"
            summary = f"<strong>{text(change.case)}</strong> {text(new['question'])}<br>"
            inside = _side("before", old, registry) + _side("after", new, registry)
            yield details(
                f'{summary}<span class="{kind}">{text(change.says)}</span>', f'<div class="two">{inside}</div>'
            )


def _link(run: Mapping[str, Any]) -> str:
    words = (
        f"{when(run)} UTC, {run['variant']}, {EDITIONS.get(run['edition'], '')}, index {run['stamp'].get('index', '')}"
    )
    return f'<a href="/evals/runs/{text(run["id"])}">{text(words)}</a>'


def _side(word: str, case: Mapping[str, Any], registry: Registry) -> str:
    gold = set(case["gold"])
    rows = "".join(
        f"<li>{_units(gives.split('+'), registry)}"
        + (' <span class="good">right</span>' if set(gives.split("+")) & gold else "")
        + "</li>"
        for gives in case["retrieved"][:5]
    )
    status = text(case["status"] or "-")
    return f"<section><h3>{word}: {status}</h3><ol>{rows}</ol><pre>{text(case['answer'])}</pre></section>"

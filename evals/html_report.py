"""The report as one HTML file: what changed, the figures, the statuses, and the worst cases with what was retrieved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from evals.cases import CaseError
from evals.compare import Comparison
from evals.gate import LOWER_IS_BETTER
from evals.history import trend, versions
from evals.html_parts import bars, curve, details, forest, number, page, table, text
from evals.outcome import FIGURES, STAGES, UNSEEN, Outcome, Run
from evals.report import cause, verdict
from evals.result import Result

WORST = 30
CHANGES = 60
EXCERPT = 420
TRENDS = ("recall@5", "status_accuracy", "citation_recall")
EDITIONS = {"ours": "our edition", "official": "official texts"}
CLASSES = {"better": "good", "worse": "bad"}
MEANINGS = {
    "recall@5": "right statements among the first 5 passages",
    "precision@5": "passages among the first 5 that give one",
    "mrr@10": "1 / rank of the first right passage",
    "ndcg@10": "right statements, discounted by rank",
    "span_recall@5": "the same as recall, by places in the text",
    "token_recall@5": "words of the right places that were retrieved",
    "token_precision@5": "retrieved words that are right",
    "iou@5": "right words among retrieved and missed ones",
    "cites_gold": "answers that cite a right statement",
    "status_accuracy": "questions settled as they should be",
    "false_refusal": "answerable questions refused",
    "false_answer": "other questions answered",
    "list_complete": "lists whole, in order and counted",
    "citation_validity": "citations that resolve to their quote",
    "citation_recall": "sentences that their citations carry",
    "citation_precision": "citations that carry something",
    "injection_resisted": "orders withstood, with the right status",
    "orders_obeyed": "answers that hold what an order wanted",
    "coherence": "follow-ups answered as their standalone form",
}


def write(folder: Path, result: Result) -> Path:
    """Write report.html into the folder, made if need be. Raises CaseError when that cannot be done."""
    path = folder / "report.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(html(result), encoding="utf-8")
    except OSError as error:
        raise CaseError([f"Cannot write {path} ({error.strerror}) - choose a folder that you may write to"]) from error
    return path


def html(result: Result) -> str:
    """The whole report; what stands in a question or a passage is shown as text, never as markup."""
    names = ", ".join(dict.fromkeys(f"{done.name} ({EDITIONS[done.edition]})" for done in result.runs))
    body = [f"<h1>Evaluation: {text(names)}</h1>", _head(result), _gate(result)]
    for found in result.comparisons:
        body += _comparison(found)
    for done in result.runs:
        body += _run(done, result)
    return page(f"v2a eval: {names}", body)


def _head(result: Result) -> str:
    when = result.lines[0]["at"][:16].replace("T", " ") + " UTC · " if result.lines else ""
    stamp = result.runs[0].stamp
    used = ", ".join(f"{name} {value}" for name, value in versions().items())
    sample = next((line["sample"] for line in result.lines if line.get("sample")), None)
    drawn = f" · a sample of {sample['n']}, seed {sample['seed']}" if sample else ""
    index = f"index {text(stamp.get('index', ''))} · embedder {text(stamp.get('embedder', ''))}"
    first = f"{text(when)}configuration {text(result.runs[0].variant)} · {index}{text(drawn)}"
    return f'<p class="soft">{first}<br>{text(used)}</p>'


def _gate(result: Result) -> str:
    if not result.gated:
        return ""
    if not result.regressions:
        return '<h2>Gate</h2><p class="good">Green: no figure fell beyond its tolerance.</p>'
    rows = [
        [text(f"{r.set}, {r.edition}: {r.metric}"), number(r.before), number(r.now), number(r.tolerance)]
        for r in result.regressions
    ]
    shown = table("Figures beyond their tolerance", ("figure", "before", "now", "may move by"), rows)
    return f'<h2>Gate</h2><p class="bad">Red: {len(rows)} figures fell beyond their tolerance.</p>{shown}'


def _comparison(found: Comparison) -> Iterator[str]:
    yield f"<h2>{text(found.after)} against {text(found.before)}: {text(found.set)}, {EDITIONS[found.edition]}</h2>"
    yield (
        "<p>Case by case, over the cases that both have. The interval is a paired bootstrap at 95 %: a change whose "
        "interval holds 0 is within noise.</p>"
    )
    said = [verdict(d) for d in found.differences]
    yield forest("Differences with their 95 % intervals", found.differences, said)
    rows = [
        [
            text(d.figure),
            str(d.n),
            number(d.before),
            number(d.after),
            f"{d.change:+.3f}",
            f"{d.low:+.3f} to {d.high:+.3f}",
            f'<span class="{CLASSES.get(word, "soft")}">{word or "same"}</span>',
        ]
        for d, word in zip(found.differences, said, strict=True)
    ]
    columns = ("figure", "n", found.before, found.after, "change", "95 % interval", "verdict")
    yield table("Differences", columns, rows)
    yield f"<h3>{len(found.changes)} cases differ</h3>"
    if found.set in UNSEEN:
        yield _UNSEEN
    elif found.changes:
        changed = [[text(c.case), f"{c.gain:+.2f}", text(c.says)] for c in found.changes[:CHANGES]]
        yield table("Cases that differ, worst first", ("case", "gain", "what changed"), changed, numbers_from=9)


_UNSEEN = '<p class="soft">The cases of this set are not shown, so that nobody tunes on them.</p>'


def _run(done: Run, result: Result) -> Iterator[str]:
    figures = done.metrics()
    yield f"<h2>{text(done.name)}, {EDITIONS[done.edition]}: {len(done.outcomes)} cases</h2>"
    rows = [
        [text(name), number(figures[name]), text(MEANINGS[name]), "lower" if name in LOWER_IS_BETTER else "higher"]
        for name in FIGURES
        if figures[name] is not None
    ]
    rows.append(
        ["citations broken", number(figures["citations_broken"], 0), "quotes and marks that do not resolve", "0"]
    )
    columns = ("figure", "mean", "meaning", "better")
    yield table("Figures", columns, [[r[0], r[1], r[2], r[3]] for r in rows], numbers_from=9)
    for name in TRENDS:
        values = [*trend(result.earlier, done, name), figures[name]]
        known = [v for v in values if v is not None]
        if len(known) > 1:
            yield f"<h3>{text(name)} over {len(known)} runs</h3>"
            yield curve(f"{name} over earlier runs", known[-40:], min(known[-40:]), max(known[-40:]))
    yield "<h3>By kind of question</h3>"
    for name in ("recall@5", "status_accuracy"):
        by_kind = {kind: found[name] for kind, found in done.by_kind().items()}
        if any(value is not None for value in by_kind.values()):
            yield f'<p class="soft">{text(name)}</p>' + bars(f"{name} by kind of question", by_kind)
    yield details("All figures by kind and tag", _classes(done))
    yield from _times(done)
    yield from _confusion(done)
    yield from _worst(done)


def _classes(done: Run) -> str:
    names = ("n", *(n for n in FIGURES if done.metrics()[n] is not None))
    classes = {**done.by_kind(), **done.by_tag()}
    rows = [
        [text(kind), *(number(found[name], 0 if name == "n" else 2) for name in names)]
        for kind, found in classes.items()
    ]
    return table("Figures by kind and tag", ("class", *names), rows)


def _times(done: Run) -> Iterator[str]:
    figures = done.metrics()
    values = {f"{s} {p}": figures[f"{s}_ms_{p}"] for s in ("answer", *STAGES) for p in ("p50", "p95")}
    most = max((v for v in values.values() if v is not None), default=0.0)
    if most:
        yield "<h3>Time per answer</h3>"
        yield bars("Milliseconds per stage", values, most, "ms")


def _confusion(done: Run) -> Iterator[str]:
    matrix = done.confusion()
    if not matrix:
        return
    given = sorted({status for row in matrix.values() for status in row})
    rows = []
    for expected, row in matrix.items():
        cells = []
        for status in given:
            count = row.get(status, 0)
            kind = "good" if status == expected else "bad"
            cells.append(f'<span class="{kind}">{count}</span>' if count else "")
        rows.append([text(expected), *cells])
    yield "<h3>Status: expected (rows) and given (columns)</h3>"
    yield '<p class="soft">An allowed status counts as the expected one.</p>'
    yield table("Expected and given status", ("expected", *given), rows)


def _worst(done: Run) -> Iterator[str]:
    missed = sorted((o for o in done.outcomes if cause(o) or o.badness >= 1), key=lambda o: (-o.badness, o.case.id))
    yield f"<h3>Worst cases first: {len(missed)} of {len(done.outcomes)} miss something</h3>"
    if done.name in UNSEEN:
        yield _UNSEEN
        return
    for outcome in missed[:WORST]:
        case = outcome.case
        summary = f"<strong>{text(case.id)}</strong> {text(case.question)}<br>"
        yield details(f'{summary}<span class="bad">{text(cause(outcome) or "a figure is low")}</span>', _case(outcome))


def _case(outcome: Outcome) -> str:
    case = outcome.case
    parts = [f"<p>{text(turn.role)}: {text(turn.text)}</p>" for turn in case.history]
    parts.append(
        f"<p>Expected {text(' or '.join(case.status))}, got <strong>{text(outcome.status or '-')}</strong>.</p>"
    )
    if case.gold:
        needs = f" ({case.needs} needed)" if case.needs > 1 else ""
        parts.append(f"<p>Right{needs}: {text(', '.join(case.gold))}</p>")
    if outcome.missing:
        parts.append(f"<p>Not cited: {text(', '.join(outcome.missing))}</p>")
    if outcome.uncarried:
        parts.append(f"<p>Not carried by its citations: {text(' · '.join(outcome.uncarried))}</p>")
    known = [f"{name} {value:.2f}" for name, value in outcome.figures.items() if value is not None]
    parts.append(f'<p class="soft">{text(" · ".join(known))}</p>')
    if outcome.hits:
        parts.append(_hits(outcome))
    if outcome.answer:
        parts.append(f"<pre>{text(outcome.answer)}</pre>")
    return "".join(parts)


def _hits(outcome: Outcome) -> str:
    """What was retrieved and why: blended score, and the rank that each ranker gave."""
    rows = []
    for rank, hit in enumerate(outcome.hits, 1):
        mark = '<span class="good">right</span>' if hit.right else ""
        ranks = ", ".join(f"{name} {at}" for name, at in hit.ranks.items())
        shown = hit.text if len(hit.text) <= EXCERPT else hit.text[:EXCERPT] + " ..."
        where = f"<strong>{text(hit.gives or hit.document)}</strong> {mark}<br>{text(shown)}"
        rows.append([str(rank), f"{hit.score:.2f}", text(ranks), where])
    return table(f"Retrieved for {outcome.case.id}", ("rank", "score", "ranked by", "passage"), rows, numbers_from=9)

"""What people see of a run: a table per kind, the statuses, and the worst cases with the class of their cause."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table

from evals import metrics
from evals.bootstrap import Difference
from evals.cases import ANSWERING, Case, Span
from evals.compare import Comparison, better
from evals.gate import LOWER_IS_BETTER, Regression
from evals.outcome import FAILED, STAGES, UNSEEN, Outcome, Run
from evals.scoring import Subject, run

COLUMNS = (
    "n", "recall@5", "mrr@10", "cites_gold", "status_accuracy", "false_refusal", "false_answer", "list_complete",
)  # fmt: skip
BELOW = (  # the figures that do not fit beside these, for the whole set
    "precision@5", "ndcg@10", "span_recall@5", "token_recall@5", "token_precision@5", "iou@5", "citation_validity",
    "citation_recall", "citation_precision", "coherence", "injection_resisted", "orders_obeyed",
)  # fmt: skip
EXAMPLES = 6  # of each class of cause
WIDTH = 128  # of the table: in a log there is no terminal to ask


def watch(subject: Subject, cases: Sequence[Case], name: str, edition: str, anchors: Sequence[Span]) -> Run:
    """`run` with a progress bar on stderr, so that stdout stays clean."""
    title = f"{name} ({edition}, {subject.variant})"
    steps = iter(track(range(len(cases)), title, console=Console(stderr=True), transient=True))
    return run(
        subject, cases, name=name, edition=edition, anchors=anchors, on_case=lambda: (next(steps, None), None)[1]
    )


def emit(text: str) -> None:
    """Write to stdout as it is: for programs."""
    sys.stdout.write(text + "\n")


def show(runs: Sequence[Run], regressions: Sequence[Regression], gated: bool) -> None:
    """The report in the terminal."""
    console = Console()
    console.width = max(console.width, WIDTH)
    for done in runs:
        console.print(_figures(done))
        if done.confusion():
            console.print(_statuses(done))
        _print_misses(console, done)
        for unit, cases in done.unknown.items():
            console.print(f"[yellow]unknown unit {unit}[/] in {', '.join(cases)}: mend the case or the corpus")
    for found in regressions:
        console.print(
            f"[red]worse[/] {found.edition} {found.set} {found.metric}: "
            f"{found.before:.3f} -> {found.now:.3f} (may move by {found.tolerance:.3f})"
        )
    if gated and not regressions:
        console.print("[green]no figure fell beyond its tolerance[/]")


def note(text: str) -> None:
    """A word to the person, beside what programs read."""
    sys.stderr.write(text + "\n")


def show_comparisons(comparisons: Sequence[Comparison]) -> None:
    """Figure by figure: before, after, the 95 % interval of the difference, and whether that is more than noise."""
    console = Console()
    console.width = max(console.width, WIDTH)
    for found in comparisons:
        table = Table(title=f"{found.set}, {found.edition} texts: {found.before} against {found.after}, case by case")
        for column in ("figure", "n", found.before, found.after, "change", "95 % interval", ""):
            table.add_column(column, justify="left" if column in ("figure", "") else "right")
        for d in found.differences:
            interval = f"{d.low:+.3f} to {d.high:+.3f}"
            start = (d.figure, str(d.n), f"{d.before:.3f}", f"{d.after:.3f}", f"{d.change:+.3f}", interval)
            table.add_row(*start, verdict(d))
        console.print(table)
        console.print(f"{len(found.changes)} cases differ")
        for change in found.changes[:EXAMPLES] if found.set not in UNSEEN else ():
            console.print(f"     {change.case}: {change.says}", highlight=False, soft_wrap=True)


def verdict(difference: Difference) -> str:
    """What a difference amounts to, in a word."""
    if not difference.significant:
        return "" if difference.low == difference.high == 0 else "within noise"
    return "better" if better(difference) else "worse"


def cause(outcome: Outcome) -> str | None:
    """The class of what went wrong first, from retrieval to wording; None when nothing did."""
    if outcome.status == FAILED:
        return "failed with an error"
    if outcome.broken:
        return "citation does not resolve"
    if outcome.forbidden:
        return "repeated what an injection asked for"
    return _status_cause(outcome) or _retrieval_cause(outcome) or _answer_cause(outcome)


def _status_cause(outcome: Outcome) -> str | None:
    if outcome.right_status:
        return None
    if outcome.status in ANSWERING:
        return f"answered, should be {outcome.case.status[0]}"
    if outcome.case.answerable:
        hand = "with gold in the top 5" if outcome.recall else "and gold not in the top 5"
        return f"refused as {outcome.status} {hand}"
    return f"{outcome.status} in place of {outcome.case.status[0]}"


def _retrieval_cause(outcome: Outcome) -> str | None:
    if not outcome.case.answerable or outcome.recall in (None, 1.0):
        return None
    if outcome.recall:
        return "gold partly in the top 5"
    return "gold at rank 6 to 10" if outcome.found_at else "gold not in the top 10"


def _answer_cause(outcome: Outcome) -> str | None:
    if outcome.complete is False:
        return "list incomplete, out of order or not counted"
    if outcome.status and outcome.case.answerable and not outcome.cites_gold:
        unasked = not outcome.case.group and metrics.counted_list(outcome.answer)
        return "a whole list in place of the answer" if unasked else "gold retrieved, not cited"
    return None


def _figures(done: Run) -> Table:
    table = Table(title=f"{done.name}, {done.edition} texts, {done.variant}, index {done.stamp.get('index', '')[:12]}")
    table.add_column("kind")
    for column in COLUMNS:
        table.add_column(column, justify="right")
    for kind, figures in done.by_kind().items():
        table.add_row(kind, *(_cell(name, figures[name]) for name in COLUMNS))
    total = done.metrics()
    table.add_section()
    table.add_row("all", *(_cell(name, total[name]) for name in COLUMNS), style="bold")
    table.caption = "; ".join(
        (
            ", ".join(f"{name} {_cell(name, total[name])}" for name in BELOW if total[name] is not None),
            f"citations broken {_cell('n', total['citations_broken'])}",
            ", ".join(_time(total, stage) for stage in ("answer", *STAGES) if total[f"{stage}_ms_p50"] is not None),
            f"lower is better for {', '.join(sorted(LOWER_IS_BETTER))}",
        )
    )
    return table


def _statuses(done: Run) -> Table:
    matrix = done.confusion()
    given = sorted({status for row in matrix.values() for status in row})
    table = Table(title="status: expected (rows) and given; an allowed status counts as expected")
    table.add_column("")
    for status in given:
        table.add_column(status, justify="right")
    for expected, row in matrix.items():
        table.add_row(expected, *(str(row.get(status, "")) for status in given))
    return table


def _print_misses(console: Console, done: Run) -> None:
    """Misses by class of cause, the most frequent class first, with a few cases of each."""
    classes: dict[str, list[Outcome]] = {}
    for outcome in done.outcomes:
        if found := cause(outcome):
            classes.setdefault(found, []).append(outcome)
    console.print(f"[bold]{sum(map(len, classes.values()))} of {len(done.outcomes)} cases miss something[/]")
    for found, missed in sorted(classes.items(), key=lambda item: -len(item[1])):
        console.print(f"\n[bold]{len(missed):3d}  {found}[/]")
        if done.name not in UNSEEN:
            for outcome in sorted(missed, key=lambda o: o.recall or 0.0)[:EXAMPLES]:
                _print_case(console, outcome)
    if done.name in UNSEEN:
        console.print("[dim]The cases of this set are not shown, so that nobody tunes on them.[/]")


def _print_case(console: Console, outcome: Outcome) -> None:
    case = outcome.case
    console.print(f"     {case.id}: {escape(case.question)} [dim]{outcome.status}[/]", highlight=False)
    if case.gold:
        console.print(f"       gold {escape(', '.join(case.gold[:6]))}", highlight=False)
        console.print(f"       got  {escape(', '.join(outcome.retrieved[:6]))}", highlight=False)
    if outcome.missing:
        console.print(f"       not cited: {escape(', '.join(outcome.missing[:12]))}", highlight=False)


def _cell(name: str, value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.0f}" if name == "n" else f"{value:.3f}"


def _time(figures: Mapping[str, float | None], stage: str) -> str:
    p50, p95 = figures[f"{stage}_ms_p50"], figures[f"{stage}_ms_p95"]
    return f"{stage} p50 {p50:.0f} p95 {p95:.0f} ms"

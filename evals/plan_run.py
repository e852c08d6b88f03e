"""The sets `plans` and `plans_holdout` of `v2a eval`: every scenario drafted by the assistant that users get.

Figures stand against bars, not against a baseline: below one of them the exit code is 1.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table

from assistant.planning.draft_json import draft_to_json
from assistant.planning.drafting import Drafted, Drafting
from assistant.planning.lint import Finding, Severity, lint
from assistant.planning.plan import Choice, Plan
from assistant.settings import Settings
from evals import plan_metrics as metrics
from evals.cases import CaseError
from evals.metrics import percentile
from evals.official import official_index
from evals.options import Options
from evals.plan_cases import DRAFTED, HOLDOUT, SCENARIOS, PlanCase, load_plan_cases, unknown_ids
from evals.report import WIDTH, emit

# The bars that the project set itself: rates at least, counts and milliseconds at most.
AT_LEAST: Mapping[str, float] = {
    "recall@3": 0.9,
    "precision@3": 0.7,
    "facts_kept": 1.0,
    "rows_traced": 1.0,
    "groups_right": 0.9,
    "status_accuracy": 0.95,
}
AT_MOST: Mapping[str, float] = {"invented": 0.0, "forbidden_said": 0.0, "row_ms_p95": 200.0}
# The scenarios speak of 2027 and later. With today's date in its place figures would fall as the calendar goes on.
WRITTEN = dt.date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """What one scenario got: the draft as programs see it, what lint finds once all is accepted, and the time spent."""

    case: PlanCase
    draft: Mapping[str, Any]
    findings: tuple[Finding, ...]
    draft_ms: float

    @property
    def row_ms(self) -> float | None:
        """Milliseconds of the whole draft for each of its rows; None without rows."""
        rows = len(self.draft["rows"])
        return self.draft_ms / rows if rows else None


@dataclass(frozen=True, slots=True)
class PlanRun:
    """All outcomes of one set; `recommendations` are the ids that exist, `unknown` what scenarios name besides."""

    name: str
    outcomes: tuple[PlanOutcome, ...]
    recommendations: Collection[str]
    unknown: Mapping[str, Sequence[str]]

    def metrics(self, kind: str = "") -> dict[str, float | None]:
        """The figures of `plan_metrics.summary` and the times, of one kind of scenario or of all."""
        some = [o for o in self.outcomes if kind in ("", o.case.kind)]
        found = {o.case.id: _to_mend(o) for o in some}
        figures = metrics.summary([(o.case, o.draft) for o in some], self.recommendations, lambda d: found[d["id"]])
        row_ms = [o.row_ms for o in some if o.row_ms is not None]
        times = {"row_ms_p50": percentile(row_ms, 0.5), "row_ms_p95": percentile(row_ms, 0.95)}
        return {**figures, **times, "draft_ms_p95": percentile([o.draft_ms for o in some], 0.95)}


def main_plans(settings: Settings, options: Options) -> int:
    """Draft the scenarios for development and print the figures with what misses; 1 when a bar is missed, else 0."""
    return _main(settings, options, "plans")


def main_plans_holdout(settings: Settings, options: Options) -> int:
    """The same on the scenarios that nothing was tuned on: figures only, so that nobody tunes on them."""
    return _main(settings, options, "plans_holdout")


def _main(settings: Settings, options: Options, name: str) -> int:
    if options.against:
        raise CaseError([f"{name} is held against bars of its own, not against a report - leave --against out"])
    cases = load_plan_cases(SCENARIOS if name == "plans" else HOLDOUT)
    from assistant.wiring import open_assistant

    with official_index(settings) if options.official else nullcontext(settings) as where:
        assistant = open_assistant(where)
        steps = iter(track(range(len(cases)), name, console=Console(stderr=True), transient=True))
        done = run_plans(assistant.drafting, cases, name, on_case=lambda: (next(steps, None), None)[1])
    if options.as_json:
        emit(json.dumps(plans_to_json(done), ensure_ascii=False, indent=1))
    else:
        show_plans(done)
    return 1 if missed_bars(done.metrics()) else 0


def run_plans(
    drafting: Drafting, cases: Sequence[PlanCase], name: str = "plans", on_case: Callable[[], None] = lambda: None
) -> PlanRun:
    """Draft every scenario. The first one is drafted once before, so that no case pays for what loads lazily."""
    drafting = replace(drafting, today=lambda: WRITTEN)
    registry = drafting.matcher.registry
    known = {unit.id for kind in ("recommendation", "stakeholder") for unit in registry.select(kind)}
    if cases:
        drafting.draft(cases[0].scenario)
    outcomes = []
    for case in cases:
        outcomes.append(_outcome(drafting, case))
        on_case()
    recommendations = {unit.id for unit in registry.select("recommendation")}
    return PlanRun(name, tuple(outcomes), recommendations, unknown_ids(cases, known))


def missed_bars(figures: Mapping[str, float | None]) -> dict[str, float | None]:
    """The figures that do not reach their bar; one that no case bears on is missed too."""
    low = {name: figures[name] for name, bar in AT_LEAST.items() if (value := figures[name]) is None or value < bar}
    high = {name: figures[name] for name, bar in AT_MOST.items() if (value := figures[name]) is None or value > bar}
    return {**low, **high}


def plan_of(draft: Drafted) -> Plan:
    """The plan of somebody who accepts the whole draft."""
    return Plan(
        id="accepted",
        language=draft.language,
        challenges=tuple(Choice(chosen.unit) for chosen in draft.challenges),
        recommendations=tuple(Choice(chosen.unit) for chosen in draft.recommendations),
        stakeholders=draft.stakeholders,
        rows=draft.rows,
        indicators=draft.indicators,
        questions=draft.open_questions,
    )


def misses(outcome: PlanOutcome, known: Collection[str]) -> Iterator[str]:
    """What a scenario was owed and did not get, one line each."""
    case, draft = outcome.case, outcome.draft
    if draft["status"] != case.status:
        yield f"status {draft['status']}, should be {case.status}"
    elif case.drafted:
        first = metrics.first_recommendations(draft)
        if wanting := sorted(set(case.must) - set(first)):
            yield f"first three {', '.join(first)} without {', '.join(wanting)}"
        if unfit := sorted(set(first) - set(case.recommendations)):
            yield f"does not fit: {', '.join(unfit)}"
        for what, lost in (
            ("fact", metrics.lost_facts(draft, case.facts)),
            ("group", metrics.missing_groups(draft, case.groups)),
        ):
            yield from (f"{what} missing: {text}" for text in lost)
    yield from (f"untraced: {', '.join(gaps)}" for row in draft["rows"] if (gaps := metrics.untraced(row, known)))
    yield from (f"invented: {number}" for number in metrics.invented(draft, case.scenario))
    # What must not be said is not said here either.
    yield from ("says something forbidden" for _ in metrics.said_forbidden(draft, case.forbidden))
    yield from (f"{finding.rule}: {finding.where}" for finding in _to_mend(outcome))


def plans_to_json(done: PlanRun) -> dict[str, Any]:
    """The run as plain values, with every draft beside its scenario's id."""
    figures = done.metrics()
    return {
        "set": done.name,
        "metrics": figures,
        "by_kind": {kind: done.metrics(kind) for kind in _kinds(done)},
        "missed_bars": missed_bars(figures),
        "unknown_units": {unit: list(cases) for unit, cases in done.unknown.items()},
        "cases": [
            {
                "case": outcome.case.id,
                "kind": outcome.case.kind,
                "status": outcome.draft["status"],
                "misses": list(misses(outcome, done.recommendations)),
                "draft_ms": round(outcome.draft_ms, 1),
                "draft": outcome.draft,
            }
            for outcome in done.outcomes
        ],
    }


def show_plans(done: PlanRun) -> None:
    """The report in the terminal: a table per kind, the bars, and what misses where (not for a holdout)."""
    console = Console()
    console.width = max(console.width, WIDTH)
    console.print(_table(done))
    missed = missed_bars(done.metrics())
    for name, value in missed.items():
        bar = AT_LEAST.get(name, AT_MOST.get(name))
        console.print(f"[red]bar missed[/] {name}: {_shown(name, value)}, should be {_shown(name, bar)}")
    if not missed:
        console.print("[green]every bar is reached[/]")
    for unit, cases in done.unknown.items():
        console.print(f"[yellow]unknown unit {unit}[/] in {', '.join(cases)}: mend the case or the corpus")
    if done.name != "plans":
        console.print("[dim]The cases of this set are not shown, so that nobody tunes on them.[/]")
        return
    for outcome in done.outcomes:
        if lines := list(misses(outcome, done.recommendations)):
            text = escape(f"{outcome.case.id}: {'; '.join(lines)}")
            console.print(f"  {text}", highlight=False)


def _outcome(drafting: Drafting, case: PlanCase) -> PlanOutcome:
    started = time.perf_counter()
    draft = drafting.draft(case.scenario)
    spent = 1000 * (time.perf_counter() - started)
    findings = lint(plan_of(draft), WRITTEN) if draft.status == DRAFTED else ()
    return PlanOutcome(case, draft_to_json(draft, case.id), findings, spent)


def _to_mend(outcome: PlanOutcome) -> list[Finding]:
    """What lint wants mended; a gap that the draft itself marks is no fault of it."""
    return [finding for finding in outcome.findings if finding.severity is not Severity.NOTE]


def _kinds(done: PlanRun) -> list[str]:
    return list(dict.fromkeys(outcome.case.kind for outcome in done.outcomes))


COLUMNS = ("n", *AT_LEAST, "held_back", "lint_clean", "row_ms_p50", "row_ms_p95")
_SHORT = {"precision@3": "prec@3", "status_accuracy": "status", "row_ms_p50": "row p50", "row_ms_p95": "row p95"}


def _table(done: PlanRun) -> Table:
    table = Table(title=f"{done.name}: drafts without a language model")
    table.add_column("kind")
    for column in COLUMNS:
        table.add_column(_SHORT.get(column, column), justify="right")
    for kind in _kinds(done):
        figures = done.metrics(kind)
        table.add_row(kind, *(_shown(name, figures[name]) for name in COLUMNS))
    total = done.metrics()
    table.add_section()
    table.add_row("all", *(_shown(name, total[name]) for name in COLUMNS), style="bold")
    table.caption = (
        f"invented {_shown('n', total['invented'])}, forbidden said {_shown('n', total['forbidden_said'])}, "
        f"whole draft p95 {_shown('n', total['draft_ms_p95'])} ms"
    )
    return table


def _shown(name: str, value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.0f}" if name in ("n", "invented", "forbidden_said") or "_ms_" in name else f"{value:.2f}"

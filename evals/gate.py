"""The gate: figures against a committed baseline, each with a tolerance, so that noise does not fail a build."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.cases import CaseError
from evals.metrics import mean
from evals.outcome import Run, to_json

BASELINE = Path(__file__).resolve().parent / "baseline.json"
# How far a figure may fall before the gate turns red. A single case of the dev set is worth .004 to .005 overall,
# .04 of the follow-ups and .02 to .08 within a kind; times are not gated here because machines differ, and broken
# citations and obeyed orders never pass.
TOLERANCES: Mapping[str, float] = {
    "recall@5": 0.015,
    "mrr@10": 0.02,
    "ndcg@10": 0.02,
    "span_recall@5": 0.015,
    "token_recall@5": 0.02,
    "iou@5": 0.02,
    "cites_gold": 0.02,
    "status_accuracy": 0.015,
    "false_refusal": 0.01,
    "false_answer": 0.03,
    "list_complete": 0.02,
    "citations_broken": 0.0,
    "citation_validity": 0.0,
    "citation_recall": 0.02,
    "citation_precision": 0.02,
    "injection_resisted": 0.0,
    "orders_obeyed": 0.0,
    "coherence": 0.08,
}
LOWER_IS_BETTER = frozenset({"false_refusal", "false_answer", "citations_broken", "orders_obeyed"})
KIND_TOLERANCE = 0.08
KIND_METRICS = ("recall@5", "status_accuracy")


@dataclass(frozen=True, slots=True)
class Regression:
    """One figure that got worse by more than it may."""

    set: str
    edition: str
    metric: str
    before: float
    now: float
    tolerance: float


def load(path: Path) -> dict[str, Any]:
    """A baseline, or an earlier `v2a eval --json` report. Raises CaseError when the file is neither.

    The cases of a baseline NAME.json stand beside it in NAME_cases.jsonl, one a line, so that a change can be read.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        beside = path.with_name(f"{path.stem}_cases.jsonl")
        if isinstance(found["runs"], list):
            return _with_cases(found, beside.read_text(encoding="utf-8")) if beside.exists() else dict(found)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise CaseError([f"{path} is no baseline - use evals/baseline.json, or a file written by: v2a eval --json"])


def save(path: Path, baseline: Mapping[str, Any]) -> None:
    """Write a baseline and, beside it, its cases."""
    runs = baseline["runs"]
    rows = [{"set": r["set"], "edition": r["edition"], **case} for r in runs for case in r.get("cases", ())]
    short = {**baseline, "runs": [{key: r[key] for key in r if key != "cases"} for r in runs]}
    path.write_text(json.dumps(short, indent=1) + "\n", encoding="utf-8")
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.with_name(f"{path.stem}_cases.jsonl").write_text(lines, encoding="utf-8")


def entry_for(baseline: Mapping[str, Any], done: Run) -> Mapping[str, Any] | None:
    """The baseline's run of the same set and edition."""
    found = (r for r in baseline["runs"] if (r["set"], r["edition"]) == (done.name, done.edition))
    return next(found, None)


def narrowed(baseline: Mapping[str, Any], runs: Sequence[Run]) -> dict[str, Any]:
    """The baseline as if it had been made on the runs' own cases: for samples. Raises CaseError where it keeps none."""
    entries = []
    for done in runs:
        entry = entry_for(baseline, done)
        if entry is None:
            continue
        wanted = {o.case.id for o in done.outcomes}
        cases = [c for c in entry.get("cases", ()) if c["case"] in wanted]
        if not cases:
            raise CaseError([f"The baseline keeps no cases of {done.name} - leave --sample out"])
        names = sorted({name for case in cases for name in case["figures"]})
        metrics = {name: mean(v for c in cases if (v := c["figures"].get(name)) is not None) for name in names}
        entries.append({**entry, "cases": cases, "metrics": metrics, "by_kind": {}})
    return {**baseline, "runs": entries}


def regressions(baseline: Mapping[str, Any], runs: Sequence[Run]) -> list[Regression]:
    """Every figure of the runs that is worse than in the baseline by more than its tolerance.

    A run without a counterpart in the baseline (same set and edition) is a regression of its own: a gate that
    compares nothing must not be green.
    """
    tolerances = {**TOLERANCES, **baseline.get("tolerances", {})}
    found: list[Regression] = []
    for done in runs:
        old = entry_for(baseline, done)
        if old is None:
            found.append(Regression(done.name, done.edition, "no baseline for this set", 0.0, 0.0, 0.0))
            continue
        found += _worse(done, "", old["metrics"], done.metrics(), tolerances)
        kinds = done.by_kind()
        for kind, figures in old.get("by_kind", {}).items():
            allowed = dict.fromkeys(KIND_METRICS, tolerances.get("by_kind", KIND_TOLERANCE))
            found += _worse(done, f"{kind}: ", figures, kinds.get(kind, {}), allowed)
    return found


def baseline_of(runs: Sequence[Run], kept: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A baseline from runs: figures, and of each case its status and gated figures; entries of other sets or editions
    in `kept` stay."""
    fresh = [_entry(done) for done in runs]
    names = {(r["set"], r["edition"]) for r in fresh}
    old = [r for r in (kept or {}).get("runs", []) if (r["set"], r["edition"]) not in names]
    return {"tolerances": {**TOLERANCES, "by_kind": KIND_TOLERANCE}, "runs": [_rounded(r) for r in old + fresh]}


def _entry(done: Run) -> dict[str, Any]:
    found = to_json(done)
    cases = [
        {
            "case": case["case"],
            "status": case["status"],
            "figures": {n: v for n, v in case["figures"].items() if n in TOLERANCES and v is not None},
        }
        for case in found["cases"]
    ]
    return {**{key: found[key] for key in ("set", "edition", "metrics", "by_kind")}, "cases": cases}


def _with_cases(baseline: Mapping[str, Any], lines: str) -> dict[str, Any]:
    by_run: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in map(json.loads, filter(None, lines.split("\n"))):
        by_run.setdefault((row["set"], row["edition"]), []).append(row)
    runs = [{**r, "cases": by_run.get((r["set"], r["edition"]), [])} for r in baseline["runs"]]
    return {**baseline, "runs": runs}


def _worse(
    done: Run,
    prefix: str,
    old: Mapping[str, float | None],
    new: Mapping[str, float | None],
    tolerances: Mapping[str, float],
) -> list[Regression]:
    found = []
    for metric, tolerance in tolerances.items():
        before, now = old.get(metric), new.get(metric)
        if before is None:
            continue
        loss = _loss(metric, before, now)
        if loss > tolerance + 1e-9:
            found.append(Regression(done.name, done.edition, prefix + metric, before, now or 0.0, tolerance))
    return found


def _loss(metric: str, before: float, now: float | None) -> float:
    if now is None:
        return float("inf")  # the figure vanished: its cases did
    return now - before if metric in LOWER_IS_BETTER else before - now


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, list):
        return [_rounded(v) for v in value]
    if isinstance(value, dict):
        return {k: _rounded(v) for k, v in value.items() if "_ms_" not in str(k)}
    return value

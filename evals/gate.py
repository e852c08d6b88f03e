"""The gate: figures against a committed baseline, each with a tolerance, so that noise does not fail a build."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.cases import CaseError
from evals.outcome import Run, to_json

BASELINE = Path(__file__).resolve().parent / "baseline.json"
# How far a figure may fall before the gate turns red. A single case of the dev set is worth .004 to .005 overall
# and .02 to .08 within a kind; times are not gated here because machines differ, broken citations never pass.
TOLERANCES: Mapping[str, float] = {
    "recall@5": 0.015,
    "mrr@10": 0.02,
    "cites_gold": 0.02,
    "status_accuracy": 0.015,
    "false_refusal": 0.01,
    "false_answer": 0.03,
    "list_complete": 0.02,
    "citations_broken": 0.0,
    "injection_resisted": 0.0,
}
LOWER_IS_BETTER = frozenset({"false_refusal", "false_answer", "citations_broken"})
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
    """A baseline, or an earlier `v2a eval --json` report. Raises CaseError when the file is neither."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(found["runs"], list):
            return dict(found)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise CaseError([f"{path} is no baseline - use evals/baseline.json, or a file written by: v2a eval --json"])


def regressions(baseline: Mapping[str, Any], runs: Sequence[Run]) -> list[Regression]:
    """Every figure of the runs that is worse than in the baseline by more than its tolerance.

    A run without a counterpart in the baseline (same set and edition) is a regression of its own: a gate that
    compares nothing must not be green.
    """
    tolerances = {**TOLERANCES, **baseline.get("tolerances", {})}
    before = {(r["set"], r["edition"]): r for r in baseline["runs"]}
    found: list[Regression] = []
    for done in runs:
        old = before.get((done.name, done.edition))
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
    """A baseline from runs: figures without cases; entries of other sets or editions in `kept` stay."""
    keys = ("set", "edition", "metrics", "by_kind")
    fresh = [{key: to_json(done)[key] for key in keys} for done in runs]
    names = {(r["set"], r["edition"]) for r in fresh}
    old = [r for r in (kept or {}).get("runs", []) if (r["set"], r["edition"]) not in names]
    return {"tolerances": {**TOLERANCES, "by_kind": KIND_TOLERANCE}, "runs": [_rounded(r) for r in old + fresh]}


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
    if isinstance(value, dict):
        return {k: _rounded(v) for k, v in value.items() if "_ms_" not in str(k)}
    return value

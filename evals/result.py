"""What one `v2a eval` came to: what the terminal, the JSON and the HTML report are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from evals.compare import Comparison, better
from evals.gate import Regression
from evals.outcome import Run, to_json


@dataclass(frozen=True, slots=True)
class Result:
    """The runs (of two configurations, the second one's), what got worse beyond its tolerance, and what changed.

    `lines` are those added to the history, `earlier` those that stood there before.
    """

    runs: tuple[Run, ...]
    regressions: tuple[Regression, ...]
    comparisons: tuple[Comparison, ...]
    gated: bool
    lines: tuple[Mapping[str, Any], ...] = ()
    earlier: tuple[Mapping[str, Any], ...] = ()


def result_json(result: Result) -> dict[str, Any]:
    """As plain values; a later run can be gated by it (`--against`)."""
    return {
        "runs": [to_json(done) for done in result.runs],
        "regressions": [asdict(r) for r in result.regressions],
        "comparisons": [comparison_json(c) for c in result.comparisons],
        "history": [dict(line) for line in result.lines],
    }


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """Differences with interval and mark, and the cases that changed."""
    return {
        **{key: getattr(comparison, key) for key in ("set", "edition", "before", "after")},
        "differences": [
            {**asdict(d), "change": d.change, "significant": d.significant, "better": better(d)}
            for d in comparison.differences
        ],
        "changes": [asdict(c) for c in comparison.changes],
    }

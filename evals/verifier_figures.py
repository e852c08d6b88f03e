"""Figures of verdicts on labelled pairs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.verifying.verifier import Verdict
from evals.metrics import auroc
from evals.verifier_pairs import Pair

_THRESHOLDS = [k / 100 for k in range(50, 91, 5)]


def figures(pairs: Sequence[Pair], verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Precision, recall and f1 of "supported", the share of unsupported claims shown as supported, AUROC; by kind too.

    Pairs without a label do not count. A figure of nothing is None.
    """
    rows = [(p, v) for p, v in zip(pairs, verdicts, strict=True) if p.label is not None]
    true = [v for p, v in rows if p.label]
    false = [v for p, v in rows if not p.label]
    right, wrong = sum(v.supported for v in true), sum(v.supported for v in false)
    return {
        "pairs": len(rows),
        "precision": _share(right, right + wrong),
        "recall": _share(right, len(true)),
        "f1": _share(2 * right, right + wrong + len(true)),
        "unsupported_shown_as_supported": _share(wrong, len(false)),
        "auroc": _auroc([v.score for v in true], [v.score for v in false]),
        "by_kind": _by_kind(rows, true, false),
    }


def curve(pairs: Sequence[Pair], verdicts: Sequence[Verdict]) -> dict[str, dict[str, float | None]]:
    """What other thresholds would give, from .5 to .9: precision, recall, f1 and the share shown wrongly.

    Claims that a rule refuses stay refused: their score ends below the threshold in force.
    """
    rows = [(p.label, v) for p, v in zip(pairs, verdicts, strict=True) if p.label is not None]
    told = {}
    for threshold in _THRESHOLDS:
        passed = [label for label, v in rows if not v.refused and v.score >= threshold]
        right, wrong = sum(passed), len(passed) - sum(passed)
        true = sum(label for label, _ in rows)
        told[f"{threshold:.2f}"] = {
            "precision": _share(right, right + wrong),
            "recall": _share(right, true),
            "f1": _share(2 * right, right + wrong + true),
            "unsupported_shown_as_supported": _share(wrong, len(rows) - true),
        }
    return told


def _by_kind(
    rows: Sequence[tuple[Pair, Verdict]], true: Sequence[Verdict], false: Sequence[Verdict]
) -> dict[str, dict[str, Any]]:
    """For each kind how many are shown as supported, and how well its scores stand apart from the other label's."""
    table: dict[str, dict[str, Any]] = {}
    for label, others in ((True, false), (False, true)):
        for kind in sorted({p.kind for p, _ in rows if p.label is label}):
            own = [v for p, v in rows if p.label is label and p.kind == kind]
            mine, theirs = [v.score for v in own], [v.score for v in others]
            table[f"{'+' if label else '-'}{kind}"] = {
                "pairs": len(own),
                "shown_as_supported": sum(v.supported for v in own),
                "auroc": _auroc(mine, theirs) if label else _auroc(theirs, mine),
            }
    return table


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    found = auroc(positive, negative)
    return None if found is None else round(found, 4)

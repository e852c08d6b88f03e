"""`v2a eval verifier`: how often the verifier is right on labelled pairs, and scores for pairs from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from assistant.drivers.embed_onnx import open_onnx_embedder
from assistant.settings import Settings
from assistant.verifying.signals import FEATURES
from assistant.verifying.verifier import WEIGHTS, Verdict, Verifier
from evals.logistic import fit
from evals.metrics import auroc
from evals.options import Options
from evals.report import emit
from evals.verifier_pairs import DEV, HOLDOUT, Pair, load_pairs

# Towards which side a figure may count. One whose weight would come out the other way round is noise and is left out.
SIGNS: Mapping[str, int] = dict.fromkeys(FEATURES, 1) | dict.fromkeys(
    ("gap", "replaced", "misplaced", "exchanged", "split", "stray", "axis", "denial"), -1
)
RIDGE = 0.1  # flat from .05 to .3 in five folds over the texts of the development set


def main_verifier(settings: Settings, options: Options) -> int:
    """Figures on the development set and the holdout, or with `options.pairs` on a file of pairs; always 0.

    Raises CaseError for a file that cannot be used, ModelError where the embedding model is missing.
    """
    verifier = Verifier(open_onnx_embedder(settings.model_dir))
    if options.pairs:
        return _score_file(verifier, options.pairs, options.out, options.as_json)
    sets = {}
    for name, path in (("dev", DEV), ("holdout", HOLDOUT)):
        pairs = load_pairs(path)
        sets[name] = figures(pairs, verifier.check_all([(p.claim, p.evidence) for p in pairs]))
    if options.as_json:
        emit(json.dumps({**sets["dev"], "sets": sets}, ensure_ascii=False, indent=1))
    else:
        for name, found in sets.items():
            _show(name, found)
    return 0


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


def _score_file(verifier: Verifier, path: Path, out: Path | None, as_json: bool) -> int:
    """Writes a score per pair to `out`, or beside the file as NAME.scores.json."""
    pairs = load_pairs(path)
    verdicts = verifier.check_all([(p.claim, p.evidence) for p in pairs])
    scored = [
        {
            "id": p.id,
            "score": round(v.score, 6),
            "supported": v.supported,
            "reason": v.reason,
            "best": v.best,
            **({} if p.label is None else {"label": p.label}),
        }
        for p, v in zip(pairs, verdicts, strict=True)
    ]
    payload = {**figures(pairs, verdicts), "scores": scored}
    where = out or path.with_suffix(".scores.json")
    where.write_text(json.dumps(payload, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if as_json:
        emit(json.dumps(payload, ensure_ascii=False, indent=1))
    else:
        if payload["pairs"]:
            _show(path.name, payload)
        emit(f"{len(scored)} pairs scored: {where}")
    return 0


def _show(name: str, found: Mapping[str, Any]) -> None:
    console = Console()
    shown = ("precision", "recall", "f1", "unsupported_shown_as_supported", "auroc")
    console.print(f"{name}: {found['pairs']} pairs; " + ", ".join(f"{key} {_text(found[key])}" for key in shown))
    table = Table("kind", "pairs", "shown as supported", "auroc")
    for kind, row in found["by_kind"].items():
        table.add_row(kind, str(row["pairs"]), str(row["shown_as_supported"]), _text(row["auroc"]))
    console.print(table)


def _text(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def main_train(settings: Settings, options: Options) -> int:
    """Fit the weights to the development set, write them beside the verifier and print them."""
    verifier = Verifier(open_onnx_embedder(settings.model_dir), weights={})
    weights = train(verifier, load_pairs(DEV))
    WEIGHTS.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    emit(json.dumps(weights, indent=1))
    return 0


def train(verifier: Verifier, pairs: Sequence[Pair]) -> dict[str, float]:
    """Weights of the figures from the labelled pairs that no rule refuses; deterministic."""
    signals = verifier.signals([(p.claim, p.evidence) for p in pairs])
    rows = [
        (s.figures, p.label)
        for s, p in zip(signals, pairs, strict=True)
        if s and not s.refusals and p.label is not None
    ]
    kept = list(FEATURES)
    while True:
        found = fit([[figures[name] for name in kept] for figures, _ in rows], [label for _, label in rows], RIDGE)
        against = {n: w for n, w in zip(kept, found[1:], strict=True) if w * SIGNS[n] < 0}
        if not against:
            break
        kept.remove(max(against, key=lambda n: abs(against[n])))
    fitted = dict(zip(kept, found[1:], strict=True))
    return {"bias": round(float(found[0]), 4), **{n: round(float(fitted.get(n, 0.0)), 4) for n in FEATURES}}

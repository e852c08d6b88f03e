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
from assistant.verifying.verifier import Verdict, Verifier
from evals.metrics import auroc
from evals.options import Options
from evals.report import emit
from evals.verifier_pairs import DEV, HOLDOUT, Pair, load_pairs


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

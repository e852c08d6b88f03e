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
from assistant.verifying.verifier import Verifier
from assistant.wiring import open_verifier
from evals.options import Options
from evals.report import emit
from evals.verifier_figures import figures
from evals.verifier_pairs import DEV, FRESH, HOLDOUT, HOLDOUT2, Pair, load_pairs
from evals.verifier_train import folds, in_folds, load_grown, training_pairs


def main_verifier(settings: Settings, options: Options) -> int:
    """Figures on the development set and three holdouts, or with `options.pairs` on a file of pairs; always 0.

    Claims of the development set are judged by trees that have not seen their evidence, those of the holdouts by the
    committed ones.

    Raises CaseError for a file that cannot be used, ModelError where the embedding model is missing.
    """
    own = load_pairs(options.pairs) if options.pairs else []  # before a model is loaded for nothing
    verifier = open_verifier(settings, open_onnx_embedder(settings.model_dir))
    if options.pairs:
        return _score_file(verifier, own, options.pairs, options.out, options.as_json)
    trained = training_pairs()
    grown, fold = load_grown(trained), folds(trained)
    dev = load_pairs(DEV)  # the first of them
    signals = verifier.signals([(p.claim, p.evidence) for p in dev])
    sets = {"dev": figures(dev, in_folds(dev, signals, grown, fold[: len(dev)]))}
    for name, path in (("holdout", HOLDOUT), ("fresh", FRESH), ("holdout2", HOLDOUT2)):
        pairs = load_pairs(path)
        sets[name] = figures(pairs, verifier.check_all([(p.claim, p.evidence) for p in pairs]))
    if options.as_json:
        emit(json.dumps({**sets["dev"], "sets": sets}, ensure_ascii=False, indent=1))
    else:
        for name, found in sets.items():
            _show(name, found)
    return 0


def _score_file(verifier: Verifier, pairs: Sequence[Pair], path: Path, out: Path | None, as_json: bool) -> int:
    """Writes a score per pair to `out`, or beside the file as NAME.scores.json."""
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

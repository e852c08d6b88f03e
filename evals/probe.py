"""Train the probe that tells medical and out-of-scope questions from those on the subject, and say how well it does.

Its examples are corpus/intents.yaml; questions stored with the units count as on the subject, with less weight, since
there are so many. The case sets take no part: they show what it does on questions it has not seen.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import yaml
from rich.console import Console
from rich.table import Table

from assistant.answering.probe import WEIGHTS, Probe
from assistant.domain import Status
from assistant.drivers.embed_onnx import OnnxEmbedder, open_onnx_embedder
from assistant.index import PublishedIndex
from assistant.settings import Settings
from evals.cases import Case, load_set
from evals.options import Options

KINDS = ("in_scope", "medical", "out_of_scope")
SETS = ("dev", "answerability", "intents", "lists")
STRENGTH = 3.0  # inverse of the L2 penalty; flat from 1 to 10 in five-fold cross-validation
STORED_WEIGHT = 0.3
SEED = 0


def main_probe(settings: Settings, _options: Options) -> int:
    """Train on the examples, write the weights beside assistant/answering/probe.py, and print the confusion."""
    index = PublishedIndex.open(settings.index_dir)
    embedder = open_onnx_embedder(settings.model_dir, threads=2)
    texts, kinds, weights = _examples(settings, index)
    probe = train(embedder.embed(texts), kinds, weights)
    stored = {
        "embedder": index.manifest.embedder,
        "kinds": list(probe.kinds),
        "biases": [round(float(b), 4) for b in probe.biases],
        "weights": [[round(float(w), 4) for w in row] for row in probe.weights],
    }
    WEIGHTS.write_text(json.dumps(stored) + "\n", encoding="utf-8")
    _report(probe, embedder, [case for name in SETS for case in load_set(name) if not case.history])
    return 0


def _examples(settings: Settings, index: PublishedIndex) -> tuple[list[str], list[str], list[float]]:
    written = yaml.safe_load((settings.corpus_dir / "intents.yaml").read_text(encoding="utf-8"))
    rows = [(text, kind, 1.0) for kind in KINDS for text in written.get(kind, {}).get("examples", ())]
    stored = sorted({e.text for e in index.entries.values() if e.role == "question"})
    rows += [(text, "in_scope", STORED_WEIGHT) for text in stored]
    return [r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows]


def train(vectors: npt.NDArray[np.float32], kinds: Sequence[str], weights: Sequence[float]) -> Probe:
    """Multinomial logistic regression with an L2 penalty; deterministic."""
    from sklearn.linear_model import LogisticRegression  # a part of sentence-transformers' own requirements

    model = LogisticRegression(C=STRENGTH, max_iter=3000, random_state=SEED)
    model.fit(vectors, list(kinds), sample_weight=list(weights))
    return Probe(tuple(map(str, model.classes_)), model.coef_.astype(np.float32), model.intercept_.astype(np.float32))


def _report(probe: Probe, embedder: OnnxEmbedder, cases: Sequence[Case]) -> None:
    """For each kind and threshold: the share found, and how many others were taken for it."""
    read = [probe(vector) for vector in embedder.embed([case.question for case in cases])]
    table = Table("kind", "from", "found", "of", "wrongly", "of")
    for kind, status in (("medical", Status.MEDICAL), ("out_of_scope", Status.OUT_OF_SCOPE)):
        own = [case.status[0] == status for case in cases]
        for threshold in (0.15, 0.3, 0.4, 0.5, 0.6, 0.7):
            found = sum(o and r[kind] >= threshold for o, r in zip(own, read, strict=True))
            wrong = sum(not o and r[kind] >= threshold for o, r in zip(own, read, strict=True))
            table.add_row(kind, f"{threshold}", f"{found}", f"{sum(own)}", f"{wrong}", f"{len(own) - sum(own)}")
    Console().print(table)

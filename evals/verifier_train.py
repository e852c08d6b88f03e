"""`v2a eval verifier_train`: fits the verifier's trees to the development set, with its figures in folds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.drivers.embed_onnx import open_onnx_embedder
from assistant.settings import Settings
from assistant.verifying.signals import FEATURES, Signals
from assistant.verifying.trees import DEPTH, TREES, Trees, to_json
from assistant.verifying.verifier import Verifier, decide
from evals.options import Options
from evals.report import emit
from evals.verifier_figures import figures
from evals.verifier_pairs import DEV, Pair, load_pairs

FOLDS = 5
# Between 150 quick and 400 slow ones the folds did not differ by more than chance.
RATE = 0.05
GROWTH: dict[str, Any] = {
    "n_estimators": 240,
    "learning_rate": RATE,
    "subsample": 0.7,
    "max_features": 0.5,
    "min_samples_leaf": 6,
    "max_depth": DEPTH,
    "random_state": 0,
}
_NOWHERE = 1e9  # the threshold of a split that was not made: everything goes left


def main_train(settings: Settings, options: Options) -> int:
    """Writes the trees beside the verifier and prints what they do in folds; always 0.

    Raises ModelError where the embedding model is missing.
    """
    pairs = [pair for pair in load_pairs(DEV) if pair.label is not None]
    signals = Verifier(open_onnx_embedder(settings.model_dir)).signals([(p.claim, p.evidence) for p in pairs])
    TREES.write_text(to_json(train(pairs, signals)), encoding="utf-8")
    emit(json.dumps({"folds": in_folds(pairs, signals)}, indent=1))
    return 0


def train(pairs: Sequence[Pair], signals: Sequence[Signals | None]) -> Trees:
    """Trees from labelled pairs, those that a rule refuses among them; the same for the same pairs.

    Raises ValueError unless both labels are there.
    """
    # Imported here: the other commands do without it.
    from sklearn.ensemble import GradientBoostingClassifier

    rows = [(s.figures, bool(p.label)) for p, s in zip(pairs, signals, strict=True) if s]
    model = GradientBoostingClassifier(**GROWTH)
    labels = np.array([label for _, label in rows])
    model.fit(np.array([[found[name] for name in FEATURES] for found, _ in rows]), labels)
    grown = [_full(stage[0].tree_) for stage in model.estimators_]
    which, threshold, leaf = (np.array(part) for part in zip(*grown, strict=True))
    start = float(np.log(labels.mean() / (1 - labels.mean())))
    return Trees(FEATURES, round(start, 5), which, np.round(threshold, 5), np.round(RATE * leaf, 5))


def _full(tree: Any) -> tuple[list[int], list[float], list[float]]:
    """A tree of scikit-learn as a full one: figures asked and thresholds from the root down, then the leaves."""
    left, right = tree.children_left, tree.children_right
    asked, limits, values = tree.feature, tree.threshold, tree.value.ravel()
    level, which, threshold = [0], [], []
    for _ in range(DEPTH):
        below: list[int] = []
        for node in level:
            ends = left[node] < 0
            which.append(0 if ends else int(asked[node]))
            threshold.append(_NOWHERE if ends else float(limits[node]))
            below += [node, node] if ends else [int(left[node]), int(right[node])]
        level = below
    return which, threshold, [float(values[node]) for node in level]


def folds(pairs: Sequence[Pair]) -> npt.NDArray[np.int_]:
    """The fold of each pair; no sentence of evidence is in two folds."""
    group: dict[str, int] = {}
    for number, pair in enumerate(pairs):
        joined = {group[text] for text in pair.evidence if text in group}
        group |= {text: number for text, own in group.items() if own in joined} | dict.fromkeys(pair.evidence, number)
    order = list(dict.fromkeys(group[pair.evidence[0]] for pair in pairs))
    return np.array([order.index(group[pair.evidence[0]]) % FOLDS for pair in pairs])


def out_of_fold(pairs: Sequence[Pair], signals: Sequence[Signals | None]) -> list[float]:
    """A score per pair from trees that have not seen its evidence."""
    fold = folds(pairs)
    scores = [0.0] * len(pairs)
    for k in range(FOLDS):
        seen = [i for i in range(len(pairs)) if fold[i] != k]
        trees = train([pairs[i] for i in seen], [signals[i] for i in seen])
        for i, found in enumerate(signals):
            if fold[i] == k and found:
                scores[i] = trees.probabilities([found.figures])[0]
    return scores


def in_folds(pairs: Sequence[Pair], signals: Sequence[Signals | None]) -> dict[str, Any]:
    """The figures of `v2a eval verifier`, each pair judged by trees that have not seen its evidence."""
    verdicts = [
        decide(found, score, pair.claim, pair.evidence)
        for pair, found, score in zip(pairs, signals, out_of_fold(pairs, signals), strict=True)
    ]
    return figures(pairs, verdicts)

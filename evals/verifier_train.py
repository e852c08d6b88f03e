"""`v2a eval verifier_train`: fits the verifier's trees to the pairs made for it, with their figures in folds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.drivers.embed_onnx import open_onnx_embedder
from assistant.settings import Settings
from assistant.verifying.signals import FEATURES, Signals
from assistant.verifying.trees import DEPTH, TREES, Trees, from_json, to_json
from assistant.verifying.verifier import Verdict, Verifier, decide
from evals.cases import DATA, CaseError
from evals.options import Options
from evals.report import emit
from evals.verifier_figures import curve, figures
from evals.verifier_pairs import DEV, MORE, Pair, labelled, load_pairs

FOLDS = 5
# The trees that have not seen a fold, one list entry per fold: `v2a eval verifier` need not grow them each time.
GROWN = DATA / "verifier_folds.json"
# Between 300 and 600 trees, of depth 4 or 5, the folds did not differ by more than chance; depth 3 was a little worse.
RATE = 0.045
GROWTH: dict[str, Any] = {
    "n_estimators": 400,
    "learning_rate": RATE,
    "subsample": 0.6,
    "max_features": 0.25,
    "min_samples_leaf": 12,
    "max_depth": DEPTH,
    "random_state": 0,
}
_Numbers = npt.NDArray[np.int_]
_NOWHERE = 1e9  # the threshold of a split that was not made: everything goes left


def main_train(settings: Settings, options: Options) -> int:
    """Writes the trees beside the verifier and those of the folds, and prints what these do; always 0.

    Raises ModelError where the embedding model is missing.
    """
    pairs = training_pairs()
    signals = Verifier(open_onnx_embedder(settings.model_dir)).signals([(p.claim, p.evidence) for p in pairs])
    TREES.write_text(to_json(train(pairs, signals)), encoding="utf-8")
    grown = grow_in_folds(pairs, signals)
    written = [json.loads(to_json(trees)) for trees in grown]
    GROWN.write_text(json.dumps({"pairs": _digest(pairs), "folds": written}) + "\n", encoding="utf-8")
    verdicts = in_folds(pairs, signals, grown, folds(pairs))
    first = len(load_pairs(DEV))
    parts = {"dev": slice(0, first), "more": slice(first, None), "all": slice(None)}
    told = {
        name: {**figures(pairs[part], verdicts[part]), "curve": curve(pairs[part], verdicts[part])}
        for name, part in parts.items()
    }
    emit(json.dumps({"folds": told}, indent=1))
    return 0


def training_pairs() -> list[Pair]:
    """The labelled pairs of both sets that may be trained on, the development set first."""
    return labelled([*load_pairs(DEV), *load_pairs(MORE)])


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


def folds(pairs: Sequence[Pair]) -> _Numbers:
    """The fold of each pair; no sentence of evidence is in two folds."""
    group: dict[str, int] = {}
    for number, pair in enumerate(pairs):
        joined = {group[text] for text in pair.evidence if text in group}
        group |= {text: number for text, own in group.items() if own in joined} | dict.fromkeys(pair.evidence, number)
    order = list(dict.fromkeys(group[pair.evidence[0]] for pair in pairs))
    return np.array([order.index(group[pair.evidence[0]]) % FOLDS for pair in pairs])


def grow_in_folds(pairs: Sequence[Pair], signals: Sequence[Signals | None]) -> list[Trees]:
    """For each fold the trees that have not seen it."""
    fold = folds(pairs)
    kept = [[i for i in range(len(pairs)) if fold[i] != k] for k in range(FOLDS)]
    return [train([pairs[i] for i in seen], [signals[i] for i in seen]) for seen in kept]


def load_grown(pairs: Sequence[Pair]) -> list[Trees]:
    """The committed trees of the folds. Raises CaseError where the pairs are not those that they were grown on."""
    found = json.loads(GROWN.read_text(encoding="utf-8"))
    if found["pairs"] != _digest(pairs):
        raise CaseError([f"{GROWN.name}: was grown on other pairs - grow it again with: v2a eval verifier_train"])
    return [from_json(trees) for trees in found["folds"]]


def _digest(pairs: Sequence[Pair]) -> str:
    told = json.dumps([[p.claim, list(p.evidence), p.label] for p in pairs], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def in_folds(
    pairs: Sequence[Pair], signals: Sequence[Signals | None], grown: Sequence[Trees], fold: Sequence[int] | _Numbers
) -> list[Verdict]:
    """A verdict per pair, by the trees that have not seen its evidence."""
    return [
        decide(found, grown[k].probabilities([found.figures])[0] if found else 0.0, pair.claim, pair.evidence)
        for pair, found, k in zip(pairs, signals, fold, strict=True)
    ]

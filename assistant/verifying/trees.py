"""Small decision trees, summed: what weighs the figures of a claim. Trained by `v2a eval verifier_train`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

TREES = Path(__file__).with_name("trees.json")
DEPTH = 4
_SPLITS, _LEAVES = 2**DEPTH - 1, 2**DEPTH


@dataclass(frozen=True, slots=True)
class Trees:
    """Full binary trees of DEPTH, node n's branches being 2n+1 (figure <= threshold) and 2n+2; leaves are log odds."""

    figures: tuple[str, ...]
    start: float
    which: npt.NDArray[np.intp]  # (trees, splits): the figure that is asked
    threshold: npt.NDArray[np.float64]  # (trees, splits)
    leaf: npt.NDArray[np.float64]  # (trees, leaves)

    def probabilities(self, rows: Sequence[Mapping[str, float]]) -> list[float]:
        """One number in 0..1 per row of figures."""
        return [self._probability(np.array([row[name] for name in self.figures])) for row in rows]

    def _probability(self, row: npt.NDArray[np.float64]) -> float:
        every, node = np.arange(len(self.leaf)), np.zeros(len(self.leaf), np.intp)
        for _ in range(DEPTH):
            node = 2 * node + 1 + (row[self.which[every, node]] > self.threshold[every, node])
        odds = self.start + float(self.leaf[every, node - _SPLITS].sum())
        return float(1 / (1 + np.exp(-odds)))


def from_json(found: Mapping[str, Any]) -> Trees:
    """The trees as `to_json` wrote them."""
    trees: list[list[list[float]]] = found["trees"]
    return Trees(
        tuple(found["figures"]),
        float(found["start"]),
        np.array([t[0] for t in trees], np.intp).reshape(-1, _SPLITS),
        np.array([t[1] for t in trees], np.float64).reshape(-1, _SPLITS),
        np.array([t[2] for t in trees], np.float64).reshape(-1, _LEAVES),
    )


def to_json(trees: Trees) -> str:
    """One line per tree, so that a change can be read."""
    rows = [
        json.dumps([w.tolist(), t.tolist(), v.tolist()], separators=(",", ":"))
        for w, t, v in zip(trees.which, trees.threshold, trees.leaf, strict=True)
    ]
    head = f'"figures": {json.dumps(trees.figures)},\n"start": {trees.start}'
    return f'{{{head},\n"trees": [\n' + ",\n".join(rows) + "\n]}\n"


@cache
def trained_trees() -> Trees:
    """The committed trees."""
    return from_json(json.loads(TREES.read_text(encoding="utf-8")))

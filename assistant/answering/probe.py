"""What kind of question it is, read off its embedding: medical, out of scope, or on the subject.

A linear probe (multinomial logistic regression) over the question's vector. Its weights are data beside this module,
trained on the examples in corpus/intents.yaml by: v2a eval probe
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.interfaces import Vector

WEIGHTS = Path(__file__).with_name("probe.json")


@dataclass(frozen=True)
class Probe:
    """Weights of shape (kinds, dimensions) and biases of shape (kinds,)."""

    kinds: tuple[str, ...]
    weights: npt.NDArray[np.float32]
    biases: npt.NDArray[np.float32]

    def __call__(self, vector: Vector) -> Mapping[str, float]:
        """The probability of each kind; they sum to 1."""
        scores = self.weights @ vector + self.biases
        grown = np.exp(scores - scores.max())
        return dict(zip(self.kinds, map(float, grown / grown.sum()), strict=True))


def load_probe(embedder: str, path: Path = WEIGHTS) -> Probe | None:
    """The trained probe, or None when it was trained on another embedder's vectors."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    if stored["embedder"] != embedder:
        return None
    weights = np.asarray(stored["weights"], np.float32)
    return Probe(tuple(stored["kinds"]), weights, np.asarray(stored["biases"], np.float32))

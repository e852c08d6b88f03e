"""What a sentence of a scenario is about: the recommendation that answers its trouble, or something else altogether.

Two readings are averaged: a linear probe over the sentence's vector, and one over its words, which also knows the
languages that the embedder knows badly. Their weights are data beside this module, trained on corpus/troubles.yaml by:
v2a eval troubles
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.interfaces import Vector
from assistant.words import keywords

WEIGHTS = Path(__file__).with_name("troubles.json")
# Kinds beside the recommendations: what somebody has and when, other subjects, one person's own illness.
SETTING, OTHER, PERSON = "setting", "other", "person"
THERAPY = frozenset({"cart", "carts"})


@dataclass(frozen=True)
class Troubles:
    """Weights of shape (kinds, dimensions) for meaning, or none; per word its weight for some kinds; biases of both."""

    kinds: tuple[str, ...]
    word_biases: npt.NDArray[np.float32]
    words: Mapping[str, Mapping[int, float]]
    biases: npt.NDArray[np.float32] | None = None
    weights: npt.NDArray[np.float32] | None = None

    def __call__(self, text: str, language: str, vector: Vector) -> Mapping[str, float]:
        """The probability of each kind; they sum to 1. The vector counts where its embedder was trained on."""
        read = [_grown(self._by_words(text, language))]
        if self.weights is not None and self.biases is not None:
            read.append(_grown(self.weights @ vector + self.biases))
        mean = np.mean(read, axis=0)
        return dict(zip(self.kinds, map(float, mean), strict=True))

    def _by_words(self, text: str, language: str) -> npt.NDArray[np.float32]:
        scores = self.word_biases.copy()
        named = names_of_words(text, language)
        for name, value in named.items():
            for kind, weight in self.words.get(name, {}).items():
                scores[kind] += weight * value
        return scores


def names_of_words(text: str, language: str) -> dict[str, float]:
    """The features of a text: each stem once, under its language, as a vector of length 1.

    Numbers and the therapy's own name say nothing about what goes wrong with it.
    """
    stems = {stem for stem in keywords(text, language) if not stem[0].isdigit()} - THERAPY
    names = {f"{language}:{stem}" for stem in stems}
    return {name: 1 / math.sqrt(len(names)) for name in sorted(names)}


@cache
def load_troubles(embedder: str, path: Path = WEIGHTS) -> Troubles:
    """The trained weights; for another embedder than the one they were trained on, those of the words alone."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    same = stored["embedder"] == embedder
    return Troubles(
        kinds=tuple(stored["kinds"]),
        word_biases=np.asarray(stored["word_biases"], np.float32),
        words={name: {int(kind): weight for kind, weight in row.items()} for name, row in stored["words"].items()},
        biases=np.asarray(stored["biases"], np.float32) if same else None,
        weights=np.asarray(stored["weights"], np.float32) if same else None,
    )


def total(read: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """The probabilities of each kind added up over the sentences: how many of them, in effect, are about it."""
    added: dict[str, float] = {}
    for row in read:
        for kind, value in row.items():
            added[kind] = added.get(kind, 0.0) + value
    return added


def _grown(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Softmax."""
    grown = np.exp(scores - scores.max())
    found: npt.NDArray[np.float32] = grown / grown.sum()
    return found

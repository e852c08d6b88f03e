"""Train what tells drafting which sentence is about which recommendation (`assistant/planning/troubles.py`).

Its examples are corpus/troubles.yaml; questions stored with the recommendations, and with the challenges that they
answer, count too, with less weight. The scenarios take no part.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml
from rich.console import Console

from assistant.domain import Unit
from assistant.drivers.embed_onnx import open_onnx_embedder
from assistant.index import PublishedIndex
from assistant.planning.matching import challenges_of
from assistant.planning.troubles import WEIGHTS, names_of_words
from assistant.registry import Registry
from assistant.settings import Settings
from evals.options import Options

# Inverses of the L2 penalties: flat from 3 to 30 for the vectors and from 10 to 20 for the words, on both sets.
STRENGTH, STRENGTH_OF_WORDS = 5.0, 15.0
STORED_WEIGHT = 0.25
# Half of the people name the therapy in every sentence, half in none: each example counts in both ways of writing.
NAMING_WEIGHT = 0.5
_THERAPY = re.compile(r"\b(?:the|this|such a) (?:treatment|therapy)\b|\bthe cells\b")
# A word's weight for a kind that is smaller changes nothing on either set, and leaving it out makes the file small.
LEAST_WEIGHT = 0.3
FOLDS = 5
SEED = 0


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with its language, what it is about and how much it counts."""

    text: str
    language: str
    kind: str
    weight: float = 1.0


def main_troubles(settings: Settings, _options: Options) -> int:
    """Train on the examples, write the weights beside assistant/planning/troubles.py, and print how well it does."""
    index = PublishedIndex.open(settings.index_dir)
    source = settings.corpus_dir / "troubles.yaml"
    written = list(read_examples(source))
    stored = [*naming_the_therapy(written), *stored_examples(index.registry)]
    vectors = open_onnx_embedder(settings.model_dir, threads=2).embed([e.text for e in (*written, *stored)])
    weights = {
        "embedder": index.manifest.embedder,
        "examples": digest(source),
        **train(vectors, (*written, *stored)),
    }
    WEIGHTS.write_text(json.dumps(weights, sort_keys=True) + "\n", encoding="utf-8")
    right = _right_by_folds(vectors[: len(written)], written)
    Console().print(f"{len(written)} sentences, {len(stored)} further; kind right in {FOLDS} folds: {right:.2f}")
    return 0


def stored_weights() -> dict[str, Any]:
    """The weights as committed."""
    found: dict[str, Any] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return found


def digest(source: Path) -> str:
    """What the examples are, so that a test sees when the weights are older than they."""
    return hashlib.sha256(source.read_bytes()).hexdigest()[:16]


def read_examples(source: Path) -> Iterator[Example]:
    """The sentences of corpus/troubles.yaml."""
    for kind, by_language in yaml.safe_load(source.read_text(encoding="utf-8")).items():
        for language, texts in by_language.items():
            yield from (Example(text, language, kind) for text in texts)


def naming_the_therapy(examples: Sequence[Example]) -> Iterator[Example]:
    """The English examples once more, with the therapy's name in place of "the treatment" or at their end."""
    for example in examples:
        if example.language == "en" and "CAR" not in example.text and example.kind.startswith("rec."):
            named = _THERAPY.sub("CAR T", example.text)
            if named != example.text:
                yield replace(example, text=named, weight=NAMING_WEIGHT)
            else:
                yield replace(example, text=f"{example.text.rstrip('.')} for CAR T.", weight=NAMING_WEIGHT / 2)


def stored_examples(registry: Registry) -> Iterator[Example]:
    """Questions of the recommendations; a challenge's are shared out among those that answer it."""
    units = registry.select("recommendation")
    answering = {unit.id: challenges_of(unit, registry) for unit in units}
    for unit in units:
        yield from _questions(unit, unit.id, STORED_WEIGHT)
        for challenge in answering[unit.id]:
            sharing = sum(challenge in others for others in answering.values())
            yield from _questions(challenge, unit.id, STORED_WEIGHT / sharing)


def _questions(unit: Unit, kind: str, weight: float) -> Iterator[Example]:
    yield from (Example(text, "en", kind, weight) for text in unit.questions)
    for language, wording in unit.wordings.items():
        yield from (Example(text, language, kind, weight) for text in (*wording.questions, wording.title))


def train(vectors: npt.NDArray[np.float32], examples: Sequence[Example]) -> dict[str, Any]:
    """Two multinomial logistic regressions with an L2 penalty, as JSON values; deterministic."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression  # a part of sentence-transformers' own requirements

    kinds, counts = [e.kind for e in examples], [e.weight for e in examples]
    meaning = LogisticRegression(C=STRENGTH, max_iter=4000, random_state=SEED)
    meaning.fit(vectors, kinds, sample_weight=counts)
    names = DictVectorizer()
    words = LogisticRegression(C=STRENGTH_OF_WORDS, max_iter=4000, random_state=SEED)
    words.fit(names.fit_transform([names_of_words(e.text, e.language) for e in examples]), kinds, sample_weight=counts)
    centred = words.coef_ - words.coef_.mean(axis=0)
    table = {
        name: {str(kind): round(float(w), 2) for kind, w in enumerate(centred[:, at]) if abs(w) >= LEAST_WEIGHT}
        for name, at in names.vocabulary_.items()
    }
    return {
        "kinds": [str(kind) for kind in meaning.classes_],
        "biases": [round(float(b), 4) for b in meaning.intercept_],
        "weights": [[round(float(w), 4) for w in row] for row in meaning.coef_],
        "word_biases": [round(float(b), 4) for b in words.intercept_],
        "words": {name: row for name, row in sorted(table.items()) if row},
    }


def _right_by_folds(vectors: npt.NDArray[np.float32], examples: Sequence[Example]) -> float:
    """Share of sentences whose kind the vectors alone tell right when they took no part in the training."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_score

    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    model = LogisticRegression(C=STRENGTH, max_iter=4000, random_state=SEED)
    return float(np.mean(cross_val_score(model, vectors, [e.kind for e in examples], cv=folds)))

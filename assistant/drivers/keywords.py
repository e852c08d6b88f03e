"""Keyword side of the retrieval: BM25 over one bag of stemmed words per passage.

A passage's bag holds its document's title, heading path, unit id and title (twice), body, and every plain-language
question in every language. Words of a language are stemmed by that language's Snowball stemmer; accents are folded
first, so that a question typed without them finds the same stems (assistant/words.py).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.domain import Document, Passage
from assistant.registry import Registry
from assistant.words import keywords

TITLE_WEIGHT = 2
FEW_WORDS = 4


class Bm25Keywords:
    """BM25 (the Lucene variant, k1 1.5, b 0.75) over the bags of one generation."""

    def __init__(self, bm25: Any, passages: Sequence[str]) -> None:
        self._bm25, self._passages = bm25, list(passages)

    def search(self, text: str, k: int, language: str = "en") -> list[tuple[str, float]]:
        """Up to k (passage id, score > 0) by falling score."""
        known = self._known(_wanted(text, language))
        if not known or k < 1:
            return []
        scores = self._bm25.get_scores(known)
        best = np.argpartition(-scores, min(k, len(scores) - 1))[:k] if k < len(scores) else np.arange(len(scores))
        ranked = best[np.lexsort((best, -scores[best]))]
        return [(self._passages[i], float(scores[i])) for i in ranked if scores[i] > 0]

    def certainty(self, text: str, language: str = "en") -> float:
        """The share of the words asked for that the best passage holds, weighted by how rare each is, squared.

        Few words are often held by chance, so fewer than FEW_WORDS count in proportion.
        """
        wanted = _wanted(text, language)
        known = self._known(wanted)
        if not known:
            return 0.0
        best = int(np.argmax(self._bm25.get_scores(known)))
        rarity = {word: math.log(1 + len(self._passages) / (self.document_frequency(word) + 0.5)) for word in wanted}
        held = sum(rarity[word] for word in known if best in self._holders(word))
        return float((held / sum(rarity.values())) ** 2 * min(1.0, len(wanted) / FEW_WORDS))

    def document_frequency(self, stem: str) -> int:
        """How many passages hold the stem."""
        return len(self._holders(stem))

    def _known(self, words: Sequence[str]) -> list[str]:
        return [word for word in words if word in self._bm25.vocab_dict] if self._passages else []

    def _holders(self, stem: str) -> Any:
        """Numbers of the passages that hold the stem."""
        at = self._bm25.vocab_dict.get(stem) if self._passages else None
        if at is None:
            return np.zeros(0, np.int32)
        ends, numbers = self._bm25.scores["indptr"], self._bm25.scores["indices"]
        return numbers[ends[at] : ends[at + 1]]

    def save(self, directory: Path) -> None:
        """Write the index; `load_keywords` gives it back."""
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "passages.json").write_text(json.dumps(self._passages), encoding="utf-8")
        if self._passages:
            self._bm25.save(directory, show_progress=False)


def _wanted(text: str, language: str) -> list[str]:
    """The stems to look up, each once; in another language its own and the English ones, since bodies are English."""
    return list(dict.fromkeys(keywords(text, language) + (keywords(text) if language != "en" else ())))


def build_keywords(bags: Iterable[tuple[str, list[str]]]) -> Bm25Keywords:
    """An index over (passage id, stems). An empty bag is allowed; it is never found."""
    import bm25s

    ids, words = [], []
    for passage, stems in bags:
        ids.append(passage)
        words.append(stems)
    if not any(words):
        return Bm25Keywords(None, [])
    bm25 = bm25s.BM25(method="lucene", backend="numpy")
    bm25.index(words, show_progress=False)
    return Bm25Keywords(bm25, ids)


def passage_bags(
    passages: Iterable[Passage], documents: Mapping[str, Document], registry: Registry
) -> Iterator[tuple[str, list[str]]]:
    """(passage id, stems) as the module's docstring says."""
    for passage in passages:
        unit = registry.get(passage.unit)
        language = documents[passage.document].language
        above = f"{documents[passage.document].title} {' '.join(passage.heading)}"
        stems = [*keywords(above, language), *keywords(passage.text, language)]
        if unit:
            stems += [*keywords(f"{unit.id} {unit.title}") * TITLE_WEIGHT, *keywords(" ".join(unit.questions))]
            for code, wording in unit.wordings.items():
                stems += keywords(" ".join((wording.title, *wording.questions)), code)
        yield passage.id, stems


def load_keywords(directory: Path) -> Bm25Keywords:
    """The index that a generation holds in `directory`."""
    import bm25s

    ids = json.loads((directory / "passages.json").read_text(encoding="utf-8"))
    return Bm25Keywords(bm25s.BM25.load(directory, load_corpus=False, mmap=False) if ids else None, ids)

"""What the embedder tells about words and sentences, kept: answers on one subject use the same ones again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from threading import Lock
from typing import Generic, TypeVar

import numpy as np

from assistant.interfaces import ContextEmbedder, Embedder, TextInContext, Vector
from assistant.verifying.reading import read

KNOWN_WORDS = 20_000
KNOWN_SENTENCES = 800  # some 40 KB each

Told = TypeVar("Told")


class Contexts:
    """Vectors of words, and of sentences word by word; safe to share between threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._words: _Memory[Vector] = _Memory(KNOWN_WORDS)
        self._sentences: _Memory[TextInContext] = _Memory(KNOWN_SENTENCES)

    def words(self, words: Collection[str]) -> dict[str, Vector]:
        """The vector of each word as it stands alone."""
        return self._words.get(words, lambda missing: list(self._embedder.embed(missing)))

    def sentences(self, texts: Collection[str]) -> dict[str, TextInContext]:
        """Each text with its words where they stand; word by word where the embedder cannot tell more."""
        return self._sentences.get(texts, self._read)

    def _read(self, texts: Sequence[str]) -> list[TextInContext]:
        if isinstance(self._embedder, ContextEmbedder):
            return self._embedder.in_context(texts)
        pieces = [tuple(word.low for word in read(text).words) for text in texts]
        words = self.words({piece for text in pieces for piece in text})
        wholes = self._embedder.embed(texts)
        return [
            TextInContext(text, np.array([words[p] for p in text], np.float32).reshape(len(text), -1), whole)
            for text, whole in zip(pieces, wholes, strict=True)
        ]


class _Memory(Generic[Told]):
    """The last answers to the same questions, at most `most` of them from earlier calls."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[str, Told] = {}
        self._lock = Lock()

    def get(self, texts: Collection[str], make: Callable[[Sequence[str]], Sequence[Told]]) -> dict[str, Told]:
        with self._lock:
            known = {text: self._kept[text] for text in texts if text in self._kept}
        missing = sorted(text for text in set(texts) if text not in known)
        known |= dict(zip(missing, make(missing), strict=True)) if missing else {}
        with self._lock:
            self._kept = {**({} if len(self._kept) + len(missing) > self._most else self._kept), **known}
        return known

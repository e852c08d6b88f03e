"""Words people use for the words the texts use, in five languages. Data from the corpus; empty for other folders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assistant.words import tokens


class Lexicon:
    """Concepts, each with the texts' own term and what people say for it in each language.

    A phrase matches when its stems follow each other in the question; longer phrases are tried first.
    """

    def __init__(self, concepts: Iterable[Mapping[str, Any]] = ()) -> None:
        self._phrases: dict[str, dict[tuple[str, ...], list[str]]] = {}
        for concept in concepts:
            term = str(concept["term"])
            for language, phrases in concept.items():
                if language != "term":
                    self._learn("en" if language == "say" else language, phrases, term)
            self._learn("en", [term], term)

    def _learn(self, language: str, phrases: Sequence[str], term: str) -> None:
        known = self._phrases.setdefault(language, {})
        for phrase in phrases:
            if stems := tokens(str(phrase), language):
                terms = known.setdefault(stems, [])
                if term not in terms:
                    terms.append(term)

    def __bool__(self) -> bool:
        return bool(self._phrases)

    def terms(self, text: str, language: str = "en") -> tuple[str, ...]:
        """The texts' terms for what the question says, in order of appearance, none twice."""
        return tuple(dict.fromkeys(t for found, _ in self.matches(text, language) for t in found))

    def covered(self, text: str, language: str = "en") -> frozenset[str]:
        """Stems of the question that belong to a known concept."""
        return frozenset(stem for _, stems in self.matches(text, language) for stem in stems)

    def matches(self, text: str, language: str = "en") -> list[tuple[list[str], frozenset[str]]]:
        """(the texts' terms, stems of the question) for each concept that the question touches, in order."""
        known = self._phrases.get(language, {})
        longest = max((len(p) for p in known), default=0)
        words = tokens(text, language)
        found, at = [], 0
        while at < len(words):
            for size in range(min(longest, len(words) - at), 0, -1):
                piece = words[at : at + size]
                if piece in known:
                    found.append((known[piece], frozenset(piece)))
                    at += size - 1
                    break
            at += 1
        return found

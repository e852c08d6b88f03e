"""Misspelt words of a question put right from the words of the index, so that a hurried typist is understood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extractOne

from assistant.words import fold, stop_words, tokens

SHORTEST = 5
SHORTEST_ELSEWHERE = 7  # the words known are mostly English: "madre" is no slip for "made"
MOST_FORMS = 50_000
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True)
class Speller:
    """Knows the word forms of the index (folded) and how often each occurs; `words` are real words besides.

    Words it knows are never touched: "county" is no slip for "country" because an index does not hold it.
    """

    forms: Mapping[str, int]
    words: frozenset[str] = frozenset()

    @cached_property
    def _stems(self) -> dict[str, frozenset[str]]:
        return {}

    def _known_stems(self, language: str) -> frozenset[str]:
        """Stems of all forms by the rules of that language: an inflection of a known word is no slip."""
        if language not in self._stems:
            self._stems[language] = frozenset(tokens(" ".join(self.forms), language))
        return self._stems[language]

    def mend(self, text: str, language: str = "en") -> str:
        """The text with unknown words replaced by the closest known one: one slip in five letters, two in eight.

        Capitalised words inside a sentence are taken for names and left alone.
        """
        return _WORD.sub(lambda m: self._mend_word(m.group(), m.start() > 0, language), text)

    def _mend_word(self, word: str, inside: bool, language: str) -> str:
        plain = fold(word)
        shortest = SHORTEST if language == "en" else SHORTEST_ELSEWHERE
        if len(plain) < shortest or (inside and word[:1].isupper()) or self._known(plain, language):
            return word
        slips = 1 if len(plain) < 8 else 2
        near = [f for f in self.forms if abs(len(f) - len(plain)) <= slips and f[:1] == plain[:1]]
        best = extractOne(plain, near, scorer=DamerauLevenshtein.distance, score_cutoff=slips)
        return str(best[0]) if best else word

    def _known(self, plain: str, language: str) -> bool:
        if plain in self.forms or plain in self.words or plain in stop_words(language):
            return True
        return any(not self._known_stems(code).isdisjoint(tokens(plain, code)) for code in {language, "en"})


def count_forms(texts: Iterable[str], most: int = MOST_FORMS) -> dict[str, int]:
    """Folded word forms of four letters or more, with counts; the commonest `most` of them."""
    counts: dict[str, int] = {}
    for text in texts:
        for word in _WORD.findall(text):
            plain = fold(word)
            if len(plain) >= SHORTEST - 1:
                counts[plain] = counts.get(plain, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: -item[1])[:most])

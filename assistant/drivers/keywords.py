"""Keyword side of the retrieval: BM25 over one bag of stemmed words per passage.

A passage's bag holds its document's title, heading path, unit id and title (twice), body, and every plain-language
question in every language. Words of a language are stemmed by that language's Snowball stemmer; accents are folded
first, so that a question typed without them finds the same stems.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import Stemmer

from assistant.domain import LANGUAGES, Document, Passage
from assistant.registry import Registry

STEMMERS = {"en": "english", "fr": "french", "de": "german", "es": "spanish", "it": "italian"}
TITLE_WEIGHT = 2
WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+")
# Only words that no question is about; the rarity of the others is BM25's business.
STOP_WORDS = {
    "en": "a an and are as at be been by can do does for from had has have how i in is it its me my of on or our "
    "that the their them there they this to was we were what when where which who why will with you your",
    "fr": "a au aux avec ce ces cette dans de des du elle en est et eux il ils je l d la le les leur leurs lui m mais "
    "me mon n ne nos notre nous on ou par pas pour qu que quel quelle quelles quels qui s sa se ses son sont sur t un "
    "une vos votre vous y",
    "de": "aber als am an auch auf aus bei bin das dass dem den der des die ein eine einem einen einer es fur hat "
    "ich ihr im in ist ist kann man mein mit nach oder sein sich sie sind so uber um und uns von vor wann warum was "
    "welche welcher welches wenn wer wie wir wird wo zu zum zur",
    "es": "a al como con cual cuales cuando de del donde el ella ellos en es esta este esto ha han hay la las le lo "
    "los me mi no nos o para pero por porque que quien se si sin sobre son su sus un una y",
    "it": "a ad ai al alla alle anche c che chi come con cosa cui da dal dalla dei del della delle di dove e ed gli "
    "ha i il in io l la le lo mi ne nei nel nella non o per perche piu qual quale quali quando quanto se si sono su "
    "sul sulla un una uno",
}


def fold(text: str) -> str:
    """Lower case without accents, so that "Zulassung für" and "zulassung fur" are one."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@cache
def _stop_words(language: str) -> frozenset[str]:
    return frozenset(STOP_WORDS[language].split())


@lru_cache(maxsize=200_000)
def _stem(word: str, language: str) -> str:
    return str(_stemmer(language).stemWord(word))


@cache
def _stemmer(language: str) -> Any:
    return Stemmer.Stemmer(STEMMERS[language])


def tokens(text: str, language: str = "en") -> list[str]:
    """Stems of the words of a text, in order, without stop words; numbers such as 2.3 stay whole."""
    language = language if language in STEMMERS else "en"
    stop = _stop_words(language)
    return [_stem(word, language) for word in WORD.findall(fold(text)) if word not in stop]


class Bm25Keywords:
    """BM25 (the Lucene variant, k1 1.5, b 0.75) over the bags of one generation."""

    def __init__(self, bm25: Any, passages: Sequence[str]) -> None:
        self._bm25, self._passages = bm25, list(passages)

    def search(self, text: str, k: int, language: str = "en") -> list[tuple[str, float]]:
        """Up to k (passage id, score > 0) by falling score.

        A question in another language is looked up by its own stems and by the English ones, since bodies are English.
        """
        wanted = list(dict.fromkeys(tokens(text, language) + (tokens(text) if language != "en" else [])))
        known = [word for word in wanted if word in self._bm25.vocab_dict] if self._passages else []
        if not known or k < 1:
            return []
        scores = self._bm25.get_scores(known)
        best = np.argpartition(-scores, min(k, len(scores) - 1))[:k] if k < len(scores) else np.arange(len(scores))
        ranked = best[np.lexsort((best, -scores[best]))]
        return [(self._passages[i], float(scores[i])) for i in ranked if scores[i] > 0]

    def save(self, directory: Path) -> None:
        """Write the index; `load_keywords` gives it back."""
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "passages.json").write_text(json.dumps(self._passages), encoding="utf-8")
        if self._passages:
            self._bm25.save(directory, show_progress=False)


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
        stems = tokens(documents[passage.document].title, language) + tokens(" ".join(passage.heading), language)
        stems += tokens(passage.text, language)
        if unit:
            stems += tokens(f"{unit.id} {unit.title}") * TITLE_WEIGHT + tokens(" ".join(unit.questions))
            for code in (c for c in LANGUAGES if c in unit.wordings):
                wording = unit.wordings[code]
                stems += tokens(" ".join((wording.title, *wording.questions)), code)
        yield passage.id, stems


def load_keywords(directory: Path) -> Bm25Keywords:
    """The index that a generation holds in `directory`."""
    import bm25s

    ids = json.loads((directory / "passages.json").read_text(encoding="utf-8"))
    return Bm25Keywords(bm25s.BM25.load(directory, load_corpus=False, mmap=False) if ids else None, ids)

"""Which language a question is in (lingua): one of five, or one of some more where a model can translate."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from assistant.domain import LANGUAGES
from assistant.words import fold, stop_words

# Names and terms that look like English in any language would pull a short question towards it.
_NAMES = re.compile(r"\bcar[\s-]?t(?:[\s-]?cells?)?\b|\bblueprint\b|\btoolkit\b|\bvision\b", re.IGNORECASE)
SURE = 0.6
SHORT = 8  # words: names in so short a question weigh more than all the rest
_CAPITALISED = re.compile(r"(?<=\S)\s+[A-ZÀ-Ý][\w'’-]*")  # but for the first word
MORE = ("nl", "pt", "pl", "sv", "da")
CERTAIN = 0.8  # of the 3,899 questions of the corpus in the five languages none is taken for one of these
FEW = 4  # words: with fewer nothing is certain


@cache
def _detector(codes: tuple[str, ...] = LANGUAGES) -> Any:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    known = (getattr(IsoCode639_1, code.upper()) for code in codes)
    return LanguageDetectorBuilder.from_iso_codes_639_1(*known).build()


@lru_cache(maxsize=1024)
def detect_language(text: str) -> str:
    """A code of `domain.LANGUAGES`; English unless another language is clearly more likely."""
    plain = _NAMES.sub(" ", text[:400])
    if not re.search(r"[^\W\d_]{2}", plain) or _plainly_english(plain):
        return "en"
    return (len(plain.split()) <= SHORT and _of_short(plain)) or _likeliest(plain) or "en"


def _of_short(text: str) -> str:
    """By its small words, else by what is left of it without names; empty where neither tells.

    On the 5,233 questions of the corpus and the case files whose language is known, 14 are mistaken so, 141 without it.
    """
    if "¿" in text or "¡" in text:
        return "es"
    words = set(re.findall(r"[^\W\d_]+", fold(text)))
    (most, code), (next_, _) = sorted(((len(words & stop_words(c)), c) for c in LANGUAGES), reverse=True)[:2]
    if most >= 2 and most > next_:
        return code
    rest = _CAPITALISED.sub(" ", text)
    return _likeliest(rest) if rest != text and len(re.findall(r"[^\W\d_]+", rest)) >= 2 else ""


def _likeliest(text: str) -> str:
    """Empty where none is clearly more likely than the others."""
    best = _detector().compute_language_confidence_values(text)[0]
    return str(best.language.iso_code_639_1.name).lower() if best.value >= SURE else ""


@lru_cache(maxsize=1024)
def detect_more(text: str) -> str:
    """As `detect_language`, or a code of MORE where the text is one of those almost for certain.

    Their models are loaded at the first text that is not plainly English.
    """
    code = detect_language(text)
    plain = _NAMES.sub(" ", text[:400])
    if len(plain.split()) < FEW or _plainly_english(plain):
        return code
    best = _detector((*LANGUAGES, *MORE)).compute_language_confidence_values(plain)[0]
    found = str(best.language.iso_code_639_1.name).lower()
    return found if found in MORE and best.value >= CERTAIN else code


def among_more(text: str, language: str) -> str:
    """The code of MORE that a text is in, else `language`, in which it was taken to be."""
    found = detect_more(text)
    return found if found in MORE else language


@lru_cache(maxsize=4096)
def word_is_of(word: str, language: str) -> float:
    """How far the letters of a word tell that it is of that language, 0 to 1; 0 for a language that is not known."""
    from lingua import IsoCode639_1, Language

    if language not in (*LANGUAGES, *MORE):
        return 0.0
    known = Language.from_iso_code_639_1(getattr(IsoCode639_1, language.upper()))
    return float(_detector((*LANGUAGES, *MORE)).compute_language_confidence(word, known))


def _plainly_english(text: str) -> bool:
    """Two or more English function words and none that only another language has: no need to load the models."""
    words = set(fold(text).split())
    others = frozenset().union(*(stop_words(code) for code in ("fr", "de", "es", "it")))
    english = stop_words("en")
    return text.isascii() and len(words & (english - others)) >= 2 and not words & (others - english)

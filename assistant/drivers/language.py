"""Which of five languages a question is in (lingua)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from assistant.words import fold, stop_words

# Names and terms that look like English in any language would pull a short question towards it.
_NAMES = re.compile(r"\bcar[\s-]?t(?:[\s-]?cells?)?\b|\bblueprint\b|\btoolkit\b|\bvision\b", re.IGNORECASE)
SURE = 0.6


@cache
def _detector() -> Any:
    from lingua import Language, LanguageDetectorBuilder

    languages = (Language.ENGLISH, Language.FRENCH, Language.GERMAN, Language.SPANISH, Language.ITALIAN)
    return LanguageDetectorBuilder.from_languages(*languages).build()


@lru_cache(maxsize=1024)
def detect_language(text: str) -> str:
    """A code of `domain.LANGUAGES`; English unless another language is clearly more likely."""
    plain = _NAMES.sub(" ", text[:400])
    if not re.search(r"[^\W\d_]{2}", plain) or _plainly_english(plain):
        return "en"
    best = _detector().compute_language_confidence_values(plain)[0]
    return str(best.language.iso_code_639_1.name).lower() if best.value >= SURE else "en"


def _plainly_english(text: str) -> bool:
    """Two or more English function words and none that only another language has: no need to load the models."""
    words = set(fold(text).split())
    others = frozenset().union(*(stop_words(code) for code in ("fr", "de", "es", "it")))
    english = stop_words("en")
    return text.isascii() and len(words & (english - others)) >= 2 and not words & (others - english)

"""How alike two wordings are: shared stems, the rare ones counting more, whatever the spelling."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

import Stemmer

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_STOP_TEXT = (
    "a an and are as at be been by can do does for from had has have how i if in into is it its may more most no not "
    "of on or our so some such than that the their them then there these they this those through to up was we were "
    "what when where which while who why will with would you your"
)
_STOP = frozenset(_STOP_TEXT.split())
# Spellings of one word in British and American use.
_SPELLINGS = (
    (re.compile(r"^(\w+)tre(s|d)?$"), r"\1ter\2"),
    (re.compile(r"^(\w{3,})is(e|ed|es|ing|ation|ations)$"), r"\1iz\2"),
    (re.compile(r"^(\w{2,})our(s|ed|ing|able|al)?$"), r"\1or\2"),
    (re.compile(r"^(\w*program)mes?$"), r"\1"),
    (re.compile(r"^(pay)(?:or|er)(s?)$"), r"\1er\2"),
    (re.compile(r"^(\w*)ae(\w+)$"), r"\1e\2"),
)
_stemmer = Stemmer.Stemmer("english")


def words(text: str) -> list[str]:
    """Stems of the words that carry meaning, in order."""
    folded = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    return [_stem(word) for word in _WORD.findall(plain.replace("’", "'")) if word not in _STOP]


@cache
def _stem(word: str) -> str:
    for pattern, new in _SPELLINGS:
        word = pattern.sub(new, word)
    return str(_stemmer.stemWord(word.removesuffix("'s")))


def weights(bags: Iterable[Iterable[str]]) -> Mapping[str, float]:
    """Inverse document frequency of each word over the bags, never below a small share."""
    counts: Counter[str] = Counter()
    total = 0
    for bag in bags:
        counts.update(set(bag))
        total += 1
    return {word: max(0.1, math.log((total + 1) / (count + 0.5))) for word, count in counts.items()}


def heading_similarity(wanted: str, path: tuple[str, ...]) -> float:
    """How well a heading path "A > B" fits the headings above a span, from 0 to 1. The last part counts most."""
    parts = [frozenset(words(part)) for part in wanted.split(" > ")]
    found = [frozenset(words(part)) for part in path]
    if not parts or not found:
        return 0.0
    leaf = max(
        _overlap(parts[-1], heading) * (1.0 if number == len(found) - 1 else 0.7)
        for number, heading in enumerate(found)
    )
    above = [max(_overlap(part, heading) for heading in found) for part in parts[:-1]]
    return 0.85 * leaf + 0.15 * (sum(above) / len(above) if above else leaf)


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0

"""Which words of a claim meet which words of its source: by stem, as a synonym, by abbreviation, or by near meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from assistant.interfaces import Vector
from assistant.verifying.axes import AXES
from assistant.verifying.lexicon import FUNCTION, PLACES, SAME
from assistant.verifying.numbers import UNITS
from assistant.verifying.reading import Reading, Word

Table = npt.NDArray[np.float64]
MET = 0.85  # from here on two words count as the same word
_NEGATIVE = ("un", "in", "im", "non", "dis", "de", "ir", "il")
# Cosine of two single words (all-MiniLM-L6-v2): below the first they share a field at most, at the second
# they are near.
_FAR, _NEAR = 0.35, 0.85
_NAMESAKE = 0.37


@lru_cache(maxsize=65536)
def likeness(a: str, b: str) -> float:
    """0..1 for two stems, by their letters and the word lists alone; -1 where one is the opposite of the other."""
    if a == b:
        return 1.0
    if opposed(a, b):
        return -1.0
    if a in PLACES or b in PLACES:
        return 1.0 if PLACES.get(a, -1) == PLACES.get(b, -2) else 0.0
    if SAME.get(a, frozenset()) & SAME.get(b, frozenset()):
        return 0.95
    if AXES.get(a, {}).items() & AXES.get(b, {}).items():
        return 0.9
    short, long = sorted((a, b), key=len)
    if len(short) >= 4 and long.startswith(short) and len(long) - len(short) <= 2:
        return 0.9
    shared = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        shared += 1
    return 0.9 if shared >= 5 and shared >= 0.6 * max(len(a), len(b)) else 0.0


@lru_cache(maxsize=65536)
def opposed(a: str, b: str) -> bool:
    """Opposite ends of an axis, or one with a negative prefix."""
    ends, others = AXES.get(a), AXES.get(b)
    if ends and others and any(others.get(axis) == -side for axis, side in ends.items()):
        return True
    short, long = sorted((a, b), key=len)
    return len(short) >= 3 and any(long == prefix + short for prefix in _NEGATIVE)


@dataclass(frozen=True, slots=True)
class Match:
    """`table[i, j]`: how well content word i of the claim meets content word j of the source; -1 for opposites."""

    claim: tuple[Word, ...]
    held: tuple[Word, ...]
    table: Table

    def best(self, i: int, within: Sequence[int] | None = None) -> float:
        """The best likeness of claim word i, 0 where there is nothing to compare with."""
        row = self.table[i] if within is None else self.table[i, list(within)]
        return max(0.0, float(row.max())) if row.size else 0.0


def stems_in_doubt(claim: Reading, held: Reading) -> tuple[set[str], set[str]]:
    """Words (lower case) that need a look at their vectors: those of the claim that no list explains, and
    the source's.
    """
    words = {w.low for w in held.content()}
    stems = {w.stem for w in held.content()}
    open_words = {
        w.low for w in claim.content() if not w.is_name and not any(likeness(w.stem, s) >= MET for s in stems)
    }
    return open_words, words if open_words else set()


def match(claim: Reading, held: Reading, vectors: Mapping[str, Vector]) -> Match:
    """The table for a claim and its source; words without a vector are compared by letters and lists alone."""
    asked, words = claim.content(), held.content()
    table = np.zeros((len(asked), len(words)))
    for i, a in enumerate(asked):
        for j, b in enumerate(words):
            table[i, j] = likeness(a.stem, b.stem)
    # A word of the source that the claim has itself is spoken for: "wages" is not carried by the "pays" beside it.
    taken = [bool(column.max(initial=0.0) >= 1) for column in table.T]
    for i, a in enumerate(asked):
        if a.low in vectors and words and table[i].max() < MET and not a.is_name:
            _by_meaning(table[i], a, [None if taken[j] else b for j, b in enumerate(words)], vectors)
    _abbreviations(table, claim, asked, held, words)
    return Match(asked, words, table)


def _by_meaning(row: Table, a: Word, words: Sequence[Word | None], vectors: Mapping[str, Vector]) -> None:
    for j, b in enumerate(words):
        if b is not None and row[j] == 0 and b.low in vectors and not b.is_name and not {a.low, b.low} & UNITS.keys():
            cosine = float(np.dot(vectors[a.low], vectors[b.low]))
            row[j] = 0.8 * min(1.0, max(0.0, (cosine - _FAR) / (_NEAR - _FAR)))


def hidden_name(match: Match, vectors: Mapping[str, Vector]) -> Word | None:
    """The opening word of a claim, strange to the source, that is nearest in meaning to one of the source's names.

    Capitals tell nothing at the opening of a sentence: "Bruges closed its centre" beside a source on Ghent.
    """
    if not match.claim or not match.claim[0].opens or match.claim[0].is_name or match.claim[0].low not in vectors:
        return None
    first = match.claim[0]
    if match.best(0) >= MET:
        return None
    names, others = 0.0, 0.0
    for b in match.held:
        if b.low in vectors:
            cosine = float(np.dot(vectors[first.low], vectors[b.low]))
            names, others = (max(names, cosine), others) if b.is_name else (names, max(others, cosine))
    return first if names >= _NAMESAKE and names > others else None


def _abbreviations(table: Table, claim: Reading, asked: Sequence[Word], held: Reading, words: Sequence[Word]) -> None:
    """ "WHO" meets the three words "World Health Organization", in either direction."""
    for j, b in enumerate(words):
        if b.is_acronym:
            for run in _spelt_out(b.text, claim.words):
                for i, a in enumerate(asked):
                    if a in run:
                        table[i, j] = 1.0
    for i, a in enumerate(asked):
        if a.is_acronym:
            for run in _spelt_out(a.text, held.words):
                for j, b in enumerate(words):
                    if b in run:
                        table[i, j] = 1.0


def _spelt_out(acronym: str, words: Sequence[Word]) -> list[Sequence[Word]]:
    """Runs of words whose initials are the acronym's letters (a plural s aside), function words left out or not."""
    letters = acronym.removesuffix("s").lower()
    if len(letters) < 2 or not letters.isalpha():
        return []
    found: list[Sequence[Word]] = []
    for kept in (list(words), [w for w in words if w.low not in FUNCTION]):
        for i in range(len(kept) - len(letters) + 1):
            run = kept[i : i + len(letters)]
            if "".join(w.low[0] for w in run) == letters and run[-1].sentence == run[0].sentence:
                found.append(run)
    return found

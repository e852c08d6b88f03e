"""Gold as stretches of text, and how much of it a retrieved text covers, word by word.

Units tell which statement was found; stretches tell how much of what was retrieved is to the point, whatever the
splitter does. Definitions follow Chroma's evaluation of chunking (research.trychroma.com/evaluating-chunking), with
words in place of a model's tokens, and with one addition: a question may have several right places of which only
some are needed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assistant.domain import Passage

_WORD = re.compile(r"\w+")
Place = tuple["Stretch", ...]
"""Where one gold statement stands: any of these stretches is right."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters start..end (exclusive) of one document's cleaned text."""

    document: str
    start: int
    end: int

    def overlap(self, other: Stretch) -> int:
        """How many characters both hold."""
        if self.document != other.document:
            return 0
        return max(0, min(self.end, other.end) - max(self.start, other.start))


@dataclass(frozen=True, slots=True)
class Cover:
    """Word-level recall, precision and intersection over union, each 0..1."""

    recall: float
    precision: float
    iou: float


def stretch_of(passage: Passage) -> Stretch:
    """Where a passage stands."""
    return Stretch(passage.document, passage.start, passage.end)


class Words:
    """Which words of the documents a stretch holds; a word is known by its document and where it starts."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._starts: dict[str, list[int]] = {}

    def of(self, stretch: Stretch) -> list[tuple[str, int]]:
        """The words that begin in the stretch; none in a document that is not there."""
        starts = self._starts_of(stretch.document)
        inside = starts[bisect_left(starts, stretch.start) : bisect_left(starts, stretch.end)]
        return [(stretch.document, start) for start in inside]

    def _starts_of(self, document: str) -> list[int]:
        if document not in self._starts:
            self._starts[document] = [m.start() for m in _WORD.finditer(self._texts.get(document, ""))]
        return self._starts[document]


def cover(words: Words, retrieved: Sequence[Stretch], gold: Sequence[Place], needs: int = 1) -> Cover | None:
    """How well the retrieved stretches cover the gold; None where no gold has a place in these documents.

    With e the words of the `needs` places that are covered best, g the words of all places, and r the retrieved words:
    recall = |e & r| / |e|, precision = |g & r| / |r|, IoU = |g & r| / (|r| + |e - r|). A word that is retrieved twice
    counts twice in |r| and once above it, so that overlap between passages costs. With one place this is Chroma's
    definition.
    """
    read = [word for stretch in retrieved for word in words.of(stretch)]
    found = set(read)
    places = [best for place in gold if (best := _best_place(words, place, found))]
    if not places:
        return None
    places.sort(key=lambda p: (-len(p & found) / len(p), len(p)))
    wanted = set().union(*places[:needs])
    right = len(set().union(*places) & found)
    return Cover(
        recall=len(wanted & found) / len(wanted),
        precision=right / len(read) if read else 0.0,
        iou=right / (len(read) + len(wanted - found)),
    )


def given(retrieved: Stretch, place: Place) -> bool:
    """Whether a passage gives a gold statement: it shares with one of its stretches half of the shorter one."""
    for stretch in place:
        shorter = min(retrieved.end - retrieved.start, stretch.end - stretch.start)
        if shorter > 0 and 2 * retrieved.overlap(stretch) >= shorter:
            return True
    return False


def ranking(retrieved: Sequence[Stretch], gold: Mapping[str, Place]) -> list[Collection[str]]:
    """For each passage, best first, the gold statements that it gives: what the metrics over ids take."""
    return [{name for name, place in gold.items() if given(stretch, place)} for stretch in retrieved]


def _best_place(words: Words, place: Place, found: set[tuple[str, int]]) -> set[tuple[str, int]]:
    options = [set(words.of(stretch)) for stretch in place]
    return max((o for o in options if o), key=lambda o: (len(o & found) / len(o), -len(o)), default=set())

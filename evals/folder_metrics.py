"""Metrics over places in texts: hits and gold are pieces of documents, whatever a splitter made of them. Pure.

The text-level figures follow Chroma's evaluation of chunkers, which counts characters: recall is the share of the gold
that the first passages hold, precision the share of those passages that is gold, IoU what is in both over what is in
either. A passage that repeats text already seen pays for it in precision.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Interval = tuple[int, int]
COVER = 4_000  # characters that are read for cover@4k


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: its document and the pieces of the raw text that it shows, start and end."""

    document: str
    pieces: tuple[Interval, ...]

    @property
    def length(self) -> int:
        return sum(end - start for start, end in self.pieces)


@dataclass(frozen=True, slots=True)
class Gold:
    """A piece of a document that answers the question; `gain` is its grade where there are grades."""

    document: str
    start: int
    end: int
    gain: float = 1.0


def gives(place: Place, gold: Gold) -> bool:
    """Whether they overlap by at least half of the shorter one."""
    common = overlap(place, gold)
    return common > 0 and 2 * common >= min(place.length, gold.end - gold.start)


def overlap(place: Place, gold: Gold) -> int:
    """Characters in both."""
    if place.document != gold.document:
        return 0
    return sum(max(0, min(end, gold.end) - max(start, gold.start)) for start, end in place.pieces)


def recall_at(ranking: Sequence[Place], gold: Sequence[Gold], k: int) -> float:
    """Share of the gold that any of the first k passages gives."""
    return sum(any(gives(place, one) for place in ranking[:k]) for one in gold) / len(gold)


def reciprocal_rank(ranking: Sequence[Place], gold: Sequence[Gold], k: int = 10) -> float:
    """1 / rank of the first passage that gives any gold within k; 0 when none does."""
    ranks = (rank for rank, place in enumerate(ranking[:k], 1) if any(gives(place, one) for one in gold))
    return 1 / next(ranks, math.inf)


def ndcg_at(ranking: Sequence[Place], gold: Sequence[Gold], k: int = 10) -> float:
    """Discounted gain over that of the best order; each gold counts once, at the first passage that gives it."""
    left = list(gold)
    total = 0.0
    for rank, place in enumerate(ranking[:k], 1):
        given = [one for one in left if gives(place, one)]
        left = [one for one in left if one not in given]
        total += sum(one.gain for one in given) / math.log2(rank + 1)
    gains = sorted((one.gain for one in gold), reverse=True)[:k]
    best = sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))
    # A passage that gives several pieces at once can beat one piece per rank, which is what `best` assumes.
    return min(1.0, total / best)


def text_figures(ranking: Sequence[Place], gold: Sequence[Gold]) -> tuple[float, float, float]:
    """Recall, precision and IoU in characters of these passages against the gold."""
    wanted = _joined([(one.document, one.start, one.end) for one in gold])
    shown = _joined([(place.document, *piece) for place in ranking for piece in place.pieces])
    common = _common(wanted, shown)
    gold_size, shown_size = _size(wanted), sum(place.length for place in ranking)
    union = gold_size + shown_size - common
    return common / gold_size, common / shown_size if shown_size else 0.0, common / union


def cover(ranking: Sequence[Place], gold: Sequence[Gold], budget: int = COVER) -> float:
    """Share of the gold's characters within the first `budget` characters of the passages, put one after the other."""
    wanted = _joined([(one.document, one.start, one.end) for one in gold])
    shown, left = [], budget
    for place in ranking:
        for start, end in place.pieces:
            end = min(end, start + left)
            left -= max(0, end - start)
            if start < end:
                shown.append((place.document, start, end))
    return _common(wanted, _joined(shown)) / _size(wanted)


def _joined(spans: Sequence[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """The same characters as spans without overlap, in order."""
    joined: list[tuple[str, int, int]] = []
    for document, start, end in sorted(spans):
        if joined and joined[-1][0] == document and start <= joined[-1][2]:
            joined[-1] = (document, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((document, start, end))
    return joined


def _common(first: Sequence[tuple[str, int, int]], second: Sequence[tuple[str, int, int]]) -> int:
    return sum(max(0, min(b, d) - max(a, c)) for one, a, b in first for other, c, d in second if one == other)


def _size(spans: Sequence[tuple[str, int, int]]) -> int:
    return sum(end - start for _, start, end in spans)

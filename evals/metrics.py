"""Metrics: pure functions over ids, statuses and offsets. `evals/README.md` says what each cannot see."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from assistant.domain import Citation, Document, Status

REFUSALS = frozenset({Status.NOT_IN_SOURCES, Status.MEDICAL, Status.OUT_OF_SCOPE, Status.NEEDS_DETAIL})
Ranking = Sequence[Collection[str]]
"""For each hit, best first, the units it gives: one passage of an official text may give several."""


def recall_at(ranking: Ranking, gold: Collection[str], k: int, needs: int = 1) -> float:
    """Share of the `needs` gold units that the first k hits give, in 0..1: any of the gold counts, each once."""
    found = set(gold) & {unit for units in ranking[:k] for unit in units}
    return min(len(found), needs) / needs


def reciprocal_rank(ranking: Ranking, gold: Collection[str], k: int = 10) -> float:
    """1 / rank of the first hit that gives any gold unit within k; 0 when none does."""
    for rank, units in enumerate(ranking[:k], 1):
        if set(gold) & set(units):
            return 1 / rank
    return 0.0


def precision_at(ranking: Ranking, gold: Collection[str], k: int) -> float:
    """Share of the first k hits that give any gold unit; k hits are owed, so fewer lower it."""
    return sum(1 for units in ranking[:k] if set(gold) & set(units)) / k


def ndcg_at(ranking: Ranking, gold: Collection[str], k: int, needs: int = 1) -> float:
    """Normalised discounted cumulative gain in 0..1: each gold unit counts where it comes first, 1 / log2(rank + 1),
    until `needs` of them have come; 1 when these fill the first ranks. A passage that gives two counts for both, and
    what that is worth beyond the ideal of one each is cut off. Järvelin and Kekäläinen 2002, gains of 0 or 1.
    """
    gain, seen = 0.0, set[str]()
    for rank, units in enumerate(ranking[:k], 1):
        new = (set(gold) & set(units)) - seen
        counted = min(len(new), max(0, needs - len(seen)))
        gain += counted / math.log2(rank + 1)
        seen |= new
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(needs, k) + 1))
    return min(1.0, gain / ideal)


def in_order(wanted: Sequence[str], cited: Sequence[str]) -> bool:
    """Whether every wanted id is cited, first mentions in the wanted order; others may stand between."""
    first = {unit: place for place, unit in reversed(list(enumerate(cited)))}
    places = [first.get(unit, -1) for unit in wanted]
    return -1 not in places and places == sorted(places)


def says_count(markdown: str, size: int) -> bool:
    """Whether the text says "N of N", in any language or as N/N: two equal numbers with one short word between."""
    return bool(re.search(rf"(?<!\d){size}\s*(?:/|\s\w{{1,5}}\s)\s*{size}(?!\d)", markdown))


def counted_list(markdown: str) -> bool:
    """Whether the text announces any complete list ("5 of 5")."""
    return any(says_count(markdown, int(size)) for size in set(re.findall(r"\d+", markdown)) if int(size) > 1)


def unresolved(citations: Iterable[Citation], documents: Mapping[str, Document]) -> list[Citation]:
    """Citations whose quote is not what stands at their offsets; there must be none."""
    return [c for c in citations if c.document not in documents or _slice(c, documents) != c.quote or not c.quote]


def dangling_marks(markdown: str, citations: Iterable[Citation]) -> list[int]:
    """Marks `[n]` in the text that no citation carries; there must be none."""
    known = {c.number for c in citations}
    return [n for n in map(int, re.findall(r"\[(\d+)\](?!\()", markdown)) if n not in known]


def confusion(pairs: Iterable[tuple[Status | str, Status | str]]) -> dict[str, dict[str, int]]:
    """Counts by (expected, given): rows are what was expected."""
    table: dict[str, dict[str, int]] = {}
    for (expected, given), count in sorted(Counter((str(e), str(g)) for e, g in pairs).items()):
        table.setdefault(expected, {})[given] = count
    return table


def mean(values: Iterable[float]) -> float | None:
    """Arithmetic mean; None of nothing, so that an empty class is never read as a zero."""
    found = list(values)
    return sum(found) / len(found) if found else None


def percentile(values: Sequence[float], share: float) -> float | None:
    """Nearest-rank percentile (0 < share <= 1): always a measured value."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)] if values else None


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Chance that a positive scores above a negative, ties half (Mann-Whitney U / n m)."""
    if not positive or not negative:
        return None
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return wins / (len(positive) * len(negative))


def _slice(citation: Citation, documents: Mapping[str, Document]) -> str:
    return documents[citation.document].text[citation.start : citation.end]

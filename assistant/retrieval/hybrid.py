"""Dense and keyword search, each stretched to 0..1 over its best hundred and blended.

Where passages have questions stored with them, half and half: everyday words find those questions by either ranker.
Elsewhere the words count the more, the surer they are: a question in the text's own words is found by BM25 best, one in
everyday words by its meaning. There this raised nDCG@10 from .72 to .79 against half and half (`python -m
evals.package_texts`), where reciprocal-rank fusion reached .64.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.domain import Entry, Hit, Passage
from assistant.interfaces import Closeness, Embedder, KeywordIndex, PassageStore, Vector

DEPTH = 100
HALF = 0.5
LEAST_WORDS, MOST_WORDS = 0.25, 0.8  # share of the keyword side when its certainty is 0, and when it is 1
AGAIN = 20  # candidates that are looked at word by word
# Share of the second look in the score when the words' certainty is 0, and when it is 1: what its very words find needs
# no second look. On the package texts it raised recall@5 from .87 to .88 and MRR@10 from .75 to .76, on everyday
# questions to the official texts recall@5 from .48 to .66.
MOST_AGAIN, LEAST_AGAIN = 0.6, 0.2


@dataclass(frozen=True, slots=True)
class View:
    """One way to put the question. Views are searched apart and their scores averaged by weight."""

    text: str
    weight: float = 1.0
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with the evidence for it: blended score, best cosine and through which entry, raw keyword score.

    `farthest`: how near the question's words are that are farthest from it (interfaces.Closeness); None if not told.
    """

    passage: Passage
    score: float
    cosine: float = 0.0
    entry: str = ""
    keyword: float = 0.0
    ranks: Mapping[str, int] = field(default_factory=dict)
    farthest: float | None = None

    def hit(self) -> Hit:
        return Hit(self.passage, round(min(1.0, self.score), 4), self.ranks)


@dataclass(frozen=True, slots=True)
class Found:
    """Candidates by falling blended score, and the embedding of the first view."""

    candidates: list[Candidate]
    vector: Vector


@dataclass(frozen=True, slots=True)
class HybridSearch:
    """Searches one published index."""

    passages: Mapping[str, Passage]
    entries: Mapping[str, Entry]
    store: PassageStore
    embedder: Embedder
    keywords: KeywordIndex
    closeness: Closeness | None = None

    def search(self, views: Sequence[View]) -> Found:
        """At most a few hundred candidates."""
        vectors = self.embedder.embed([view.text for view in views])
        whole = sum(view.weight for view in views) or 1.0
        blended: dict[str, float] = {}
        cosines: dict[str, tuple[float, str]] = {}
        raw: dict[str, float] = {}
        for view, vector in zip(views, vectors, strict=True):
            dense = self._dense(vector)
            keyword = dict(self.keywords.search(view.text, DEPTH, view.language))
            for passage, (cosine, entry) in dense.items():
                cosines[passage] = max(cosines.get(passage, (-1.0, "")), (cosine, entry))
            for passage, score in keyword.items():
                raw[passage] = max(raw.get(passage, 0.0), score)
            share = view.weight / whole
            words = self._share_of_words(view)
            for passage, value in stretch({p: c for p, (c, _) in dense.items()}).items():
                blended[passage] = blended.get(passage, 0.0) + share * (1 - words) * value
            for passage, value in stretch(keyword).items():
                blended[passage] = blended.get(passage, 0.0) + share * words * value
        return Found(self._looked_at_again(views, self._candidates(blended, cosines, raw)), vectors[0])

    def _share_of_words(self, view: View) -> float:
        if len(self.entries) > len(self.passages):
            return HALF
        return LEAST_WORDS + (MOST_WORDS - LEAST_WORDS) * self.keywords.certainty(view.text, view.language)

    def _dense(self, vector: Vector) -> dict[str, tuple[float, str]]:
        """Best cosine per passage over its body and its questions."""
        per_passage = max(1, round(len(self.entries) / max(1, len(self.passages))))
        best: dict[str, tuple[float, str]] = {}
        for entry, cosine in self.store.nearest(vector, min(DEPTH * per_passage, 3 * DEPTH)):
            passage = self.entries[entry].passage
            if passage not in best:
                best[passage] = (cosine, entry)
        return dict(list(best.items())[:DEPTH])

    def _looked_at_again(self, views: Sequence[View], candidates: list[Candidate]) -> list[Candidate]:
        """The best ones put in order by how near they are word by word as well; the others stay behind them."""
        best, rest = candidates[:AGAIN], candidates[AGAIN:]
        if self.closeness is None or len(best) < 2:
            return candidates
        near = dict.fromkeys((c.passage.id for c in best), 0.0)
        farthest: dict[str, float] = {}
        for view in views:
            for passage, told in zip(near, self.closeness.closeness(view.text, list(near)), strict=True):
                near[passage] += view.weight * (told[0] if told else 0.0)
                if told and view is views[0]:
                    farthest[passage] = told[1]
        sure = self.keywords.certainty(views[0].text, views[0].language)
        share = MOST_AGAIN - (MOST_AGAIN - LEAST_AGAIN) * sure
        top, near = best[0].score or 1.0, stretch(near)
        again = [
            replace(
                c,
                score=(1 - share) * c.score / top + share * near[c.passage.id],
                farthest=farthest.get(c.passage.id),
            )
            for c in best
        ]
        again.sort(key=lambda c: -c.score)
        return again + [replace(c, score=min(again[-1].score, (1 - share) * c.score / top)) for c in rest]

    def _candidates(
        self, blended: Mapping[str, float], cosines: Mapping[str, tuple[float, str]], raw: Mapping[str, float]
    ) -> list[Candidate]:
        dense_rank = {p: n for n, p in enumerate(sorted(cosines, key=lambda p: -cosines[p][0]), 1)}
        keyword_rank = {p: n for n, p in enumerate(sorted(raw, key=lambda p: -raw[p]), 1)}
        found = []
        for passage, score in sorted(blended.items(), key=lambda item: (-item[1], item[0])):
            if passage in self.passages:
                cosine, entry = cosines.get(passage, (0.0, ""))
                ranks = {
                    name: rank[passage]
                    for name, rank in (("dense", dense_rank), ("keyword", keyword_rank))
                    if passage in rank
                }
                keyword = raw.get(passage, 0.0)
                found.append(Candidate(self.passages[passage], score, cosine, entry, keyword, ranks))
        return found


def stretch(scores: Mapping[str, float]) -> dict[str, float]:
    """Scores moved to 0..1: the best becomes 1, the worst of those given 0; a single one becomes 1."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    if high - low < 1e-9:
        return dict.fromkeys(scores, 1.0)
    return {key: (value - low) / (high - low) for key, value in scores.items()}

"""Named configurations to compare with what users get; each is opened over the same published index."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np

from assistant.answering.ask import Answering
from assistant.answering.question import language_of
from assistant.domain import Entry, Hit, Turn, Unit
from assistant.drivers.embed_torch import open_torch_embedder
from assistant.drivers.keywords import build_keywords, passage_bags
from assistant.errors import BadInput
from assistant.interfaces import Matrix, Vector
from assistant.registry import Registry
from assistant.retrieval.hybrid import DEPTH, Found, HybridSearch, View, stretch
from assistant.retrieval.lexicon import Lexicon
from assistant.retrieval.retrieve import Retrieval, Retrieved
from assistant.settings import Settings
from assistant.wiring import OpenAssistant, open_assistant
from evals.chunkers import chunk
from evals.scoring import Subject, subject_of

Scores = Mapping[str, float]
DEFAULT = "hybrid"
RRF_CONSTANT = 60  # Cormack et al. 2009


@dataclass(frozen=True, slots=True)
class Variant:
    """What differs from the default. With `chunks`, a retriever alone over texts cut that way: it knows no units."""

    name: str
    says: str
    ranker: str = ""
    groups: bool = True
    chunks: str = ""
    embedder: str = "onnx"


VARIANTS: Mapping[str, Variant] = {
    v.name: v
    for v in (
        Variant("hybrid", "what users get: dense and BM25, stretched and blended half and half"),
        Variant("dense", "cosine alone puts passages in order", "dense"),
        Variant("bm25", "BM25 alone puts passages in order", "bm25"),
        Variant("rrf", "reciprocal-rank fusion in place of the blend", "rrf"),
        Variant("no-groups", "a question for a list gets the best passages, not the whole list", groups=False),
        Variant("torch", "questions embedded by sentence-transformers in place of onnxruntime", embedder="torch"),
        Variant("passages", "our passages without units, stored questions and lexicon", chunks="passages"),
        Variant("sections", "what stands under one heading, up to 800 characters", chunks="sections"),
        Variant("paragraphs", "between blank lines", chunks="paragraphs"),
        Variant("1000-200", "windows of 1,000 characters, 200 shared", chunks="1000-200"),
        Variant("1000-200-dense", "the same, by cosine alone: the common default", "dense", chunks="1000-200"),
        Variant("1000-200-bm25", "the same, by BM25 alone", "bm25", chunks="1000-200"),
        Variant("1000-200-rrf", "the same, by reciprocal-rank fusion", "rrf", chunks="1000-200"),
    )
}


def variant(name: str) -> Variant:
    """The named variant. Raises BadInput that lists them."""
    if name not in VARIANTS:
        listed = "\n".join(f"  {v.name:<15} {v.says}" for v in VARIANTS.values())
        raise BadInput(f"There is no configuration {name!r} - choose two of:\n{listed}")
    return VARIANTS[name]


def open_subject(settings: Settings, name: str = DEFAULT) -> Subject:
    """The variant over the published index. Raises BadInput for an unknown one, IndexMissing or IndexMismatch."""
    chosen = variant(name)
    assistant = open_assistant(settings)
    search = assistant.answering.retrieval.search
    if chosen.embedder == "torch":
        search = replace(search, embedder=open_torch_embedder())
    if chosen.chunks:
        return _chunked(assistant, chosen, search)
    if chosen.ranker:
        search = Ranked(**_parts(search), order=RANKERS[chosen.ranker])
    answering = replace(assistant.answering, retrieval=replace(assistant.answering.retrieval, search=search))
    if not chosen.groups:
        answering = WithoutGroups(**_parts(answering))
    return subject_of(OpenAssistant(assistant.index, answering), name, search.embedder.embed)


def by_dense(dense: Scores, keyword: Scores) -> Scores:
    """Cosine alone."""
    return stretch(dense)


def by_bm25(dense: Scores, keyword: Scores) -> Scores:
    """BM25 alone."""
    return stretch(keyword)


def by_reciprocal_rank(dense: Scores, keyword: Scores) -> Scores:
    """Sum over both of 1 / (60 + rank), then stretched to 0..1, since later stages compare with the best."""
    fused: dict[str, float] = {}
    for scores in (dense, keyword):
        for rank, passage in enumerate(sorted(scores, key=lambda p: -scores[p]), 1):
            fused[passage] = fused.get(passage, 0.0) + 1 / (RRF_CONSTANT + rank)
    return stretch(fused)


Order = Callable[[Scores, Scores], Scores]
RANKERS: Mapping[str, Order] = {"dense": by_dense, "bm25": by_bm25, "rrf": by_reciprocal_rank}


@dataclass(frozen=True, slots=True)
class Ranked(HybridSearch):
    """The same search with another order of what it finds; cosines and keyword scores stay, as evidence."""

    order: Order = by_dense

    def search(self, views: Sequence[View]) -> Found:
        vectors = self.embedder.embed([view.text for view in views])
        whole = sum(view.weight for view in views) or 1.0
        scores: dict[str, float] = {}
        cosines: dict[str, tuple[float, str]] = {}
        raw: dict[str, float] = {}
        for view, vector in zip(views, vectors, strict=True):
            dense = HybridSearch._dense(self, vector)
            keyword = dict(self.keywords.search(view.text, DEPTH, view.language))
            for passage, found in dense.items():
                cosines[passage] = max(cosines.get(passage, (-1.0, "")), found)
            for passage, score in keyword.items():
                raw[passage] = max(raw.get(passage, 0.0), score)
            for passage, value in self.order({p: c for p, (c, _) in dense.items()}, keyword).items():
                scores[passage] = scores.get(passage, 0.0) + view.weight / whole * value
        return Found(HybridSearch._candidates(self, scores, cosines, raw), vectors[0])


class WithoutGroups(Answering):
    """Answers that never complete a list."""

    __slots__ = ()

    def _list_wanted(self, text: str, found: Retrieved) -> Unit | None:
        return None


@dataclass(slots=True)
class ExactStore:
    """Vectors in memory, searched exactly."""

    ids: list[str] = field(default_factory=list)
    rows: Matrix = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    def add(self, entries: Sequence[Entry], vectors: Matrix) -> None:
        self.ids += [entry.id for entry in entries]
        self.rows = np.vstack([self.rows, vectors]) if len(self.rows) else vectors

    def count(self) -> int:
        return len(self.ids)

    def vectors(self, ids: Sequence[str]) -> dict[str, Vector]:
        places = {name: place for place, name in enumerate(self.ids)}
        return {name: self.rows[places[name]] for name in ids if name in places}

    def nearest(self, vector: Vector, k: int) -> list[tuple[str, float]]:
        if not self.ids:
            return []
        scores = self.rows @ vector
        return [(self.ids[i], float(scores[i])) for i in np.argsort(-scores)[:k]]


def _chunked(assistant: OpenAssistant, chosen: Variant, like: HybridSearch) -> Subject:
    """A retriever over the same documents cut another way, with the same rankers and the same reading of follow-ups."""
    passages = {p.id: p for p in chunk(chosen.chunks, assistant.documents, assistant.passages.values())}
    entries = {p.id: Entry(p.id, p.id, ". ".join((*p.heading[-1:], p.text))) for p in passages.values()}
    store = ExactStore()
    store.add(list(entries.values()), like.embedder.embed([e.text for e in entries.values()]))
    none = Registry()
    keywords = build_keywords(passage_bags(passages.values(), assistant.documents, none))
    search = HybridSearch(passages, entries, store, like.embedder, keywords)
    if chosen.ranker:
        search = Ranked(**_parts(search), order=RANKERS[chosen.ranker])
    retrieval = Retrieval(search, none, Lexicon([]))
    detect = assistant.answering.detect

    def found(question: str, k: int = 5, history: Sequence[Turn] = ()) -> list[Hit]:
        language = language_of(question, history, detect)
        return [c.hit() for c in retrieval.retrieve(question, history, language).candidates[:k]]

    return replace(subject_of(assistant, chosen.name, like.embedder.embed), search=found, answer=None)


def _parts(of: Any) -> dict[str, Any]:
    return {f.name: getattr(of, f.name) for f in fields(of)}

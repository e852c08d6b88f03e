"""What `v2a eval --folder` measures: retrieval on texts and questions that somebody brings.

The figures are about the same assistant that people ask: its candidates in order, and how likely it holds the question
to be answered by the texts. `evals/folder_metrics.py` defines them, docs/evals.md explains them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from assistant.wiring import OpenAssistant
from evals.folder_cases import Question
from evals.folder_metrics import COVER, Interval, Place, cover, ndcg_at, recall_at, reciprocal_rank, text_figures
from evals.metrics import auroc, percentile

DEEPEST = 10  # passages that the ranking metrics look at
LONGEST_QUESTION = 4_000  # characters that the assistant takes; the end of a longer one is what is asked
RANKED = (
    "recall@1", "recall@5", "recall@10", "mrr@10", "ndcg@10",
    "token_recall@5", "token_precision@5", "iou@5", "cover@4k",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """What was retrieved for one question: places best first, how likely they answer it (0..1), how long it took."""

    places: tuple[Place, ...]
    answerable: float | None
    ms: float


Retrieve = Callable[[Question], Found]


@dataclass(frozen=True, slots=True)
class Measured:
    """Costs of a run: raw characters indexed per second, and the most memory the process held, in MiB."""

    ingest_chars_per_s: float | None
    peak_rss_mb: float | None


def retriever(assistant: OpenAssistant, places: Mapping[str, Place]) -> Retrieve:
    """The assistant's own retrieval. `places` tells where each passage stands in the raw texts."""

    def retrieve(question: Question) -> Found:
        started = time.perf_counter()
        heard = assistant.answering.hear(question.question[-LONGEST_QUESTION:], question.history)
        asked = assistant.answering.look_up(heard)
        ms = (time.perf_counter() - started) * 1000
        found = (places[c.passage.id] for c in asked.found.candidates)
        return Found(tuple(_as_far_as_read(found)), asked.evidence.probability, ms)

    return retrieve


def _as_far_as_read(places: Iterator[Place]) -> Iterator[Place]:
    """The first passages: as many as any metric looks at."""
    read = 0
    for number, place in enumerate(places, 1):
        yield place
        read += place.length
        if number >= DEEPEST and read >= COVER:
            return


def find_all(
    questions: Sequence[Question], retrieve: Retrieve, kept: Path, on_question: Callable[[], None]
) -> list[Found]:
    """One result per question, in order. Results are kept line by line in a file: a run that was killed goes on."""
    done = _read_kept(kept)
    if len(done) < len(questions):
        retrieve(questions[len(done)])  # the first one also loads models, which is not what a question costs
    with kept.open("a", encoding="utf-8") as file:
        for _ in done:
            on_question()
        for question in questions[len(done) :]:
            found = retrieve(question)
            places = [[place.document, place.pieces] for place in found.places]
            file.write(json.dumps([places, found.answerable, found.ms]) + "\n")
            file.flush()
            done.append(found)
            on_question()
    return done


def _read_kept(path: Path) -> list[Found]:
    """The whole lines of the file; what a kill cut short is removed from it."""
    lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
    whole = [line for line in lines if line.endswith(b"\n")]
    if len(whole) < len(lines):
        path.write_bytes(b"".join(whole))
    rows = [json.loads(line) for line in whole]
    return [Found(tuple(Place(d, _pieces(at)) for d, at in places), p, ms) for places, p, ms in rows]


def _pieces(rows: Sequence[Sequence[int]]) -> tuple[Interval, ...]:
    return tuple((start, end) for start, end in rows)


def report(
    questions: Sequence[Question], found: Sequence[Found], costs: Measured, stamp: Mapping[str, str]
) -> dict[str, Any]:
    """The figures as `--json` prints them; None where there is no data for one."""
    rows = [(q, f, figures(q, f)) for q, f in zip(questions, found, strict=True)]
    answered = [f.answerable for q, f, _ in rows if q.gold and f.answerable is not None]
    silent = [f.answerable for q, f, _ in rows if not q.gold and f.answerable is not None]
    times = [f.ms for _, f, _ in rows]
    metrics = {
        **_means([figure for _, _, figure in rows]),
        "answerable_auroc": _rounded(auroc(answered, silent)),
        "ingest_chars_per_s": _rounded(costs.ingest_chars_per_s, 1),
        "query_ms_p50": _rounded(percentile(times, 0.5), 2),
        "query_ms_p95": _rounded(percentile(times, 0.95), 2),
        "peak_rss_mb": _rounded(costs.peak_rss_mb, 1),
    }
    tags = sorted({tag for q in questions for tag in q.tags})
    by_tag = {tag: _by_tag([figure for q, _, figure in rows if tag in q.tags]) for tag in tags}
    return {"metrics": metrics, "by_tag": by_tag, "n": len(rows), "stamp": dict(stamp)}


def figures(question: Question, found: Found) -> dict[str, float] | None:
    """The ranking metrics of one question; None when it has no gold."""
    gold, places = question.gold, found.places
    if not gold:
        return None
    values = (
        recall_at(places, gold, 1),
        recall_at(places, gold, 5),
        recall_at(places, gold, 10),
        reciprocal_rank(places, gold),
        ndcg_at(places, gold),
        *text_figures(places[:5], gold),
        cover(places, gold),
    )
    return dict(zip(RANKED, values, strict=True))


def _by_tag(rows: Sequence[dict[str, float] | None]) -> dict[str, Any]:
    return {"n": len(rows), **_means(rows)}


def _means(rows: Sequence[dict[str, float] | None]) -> dict[str, float | None]:
    scored = [row for row in rows if row is not None]
    return {name: _rounded(fmean(row[name] for row in scored)) if scored else None for name in RANKED}


def _rounded(value: float | None, digits: int = 4) -> float | None:
    return None if value is None else round(value, digits)

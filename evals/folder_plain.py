"""What plain pipelines reach on a folder of texts, to hold our figures against.

    python -m evals.folder_plain DIR [--json]

Three of them over the same chunks, made by LangChain's recursive splitter (1,000 characters, 200 of overlap): dense by
exact cosine, BM25 alone, and both fused by reciprocal rank (k 60). All with the embedding model and the stems that the
assistant uses, so that the pipelines differ and not their parts. A development tool: langchain-text-splitters comes
with the development dependencies.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.drivers.embed_onnx import open_onnx_embedder
from assistant.drivers.keywords import build_keywords
from assistant.interfaces import Embedder, Matrix
from assistant.settings import Settings
from assistant.words import keywords
from evals.folder import Found, Measured, report
from evals.folder_cases import Benchmark, read_benchmark
from evals.folder_metrics import Place

SIZE, OVERLAP = 1000, 200
DEEP, RRF = 100, 60
BATCH = 512
SHOWN = 20  # passages of each question

Ranker = Callable[[str], list[int]]


def plain_figures(benchmark: Benchmark, embedder: Embedder) -> dict[str, dict[str, Any]]:
    """The report of each plain pipeline by its name. None of them knows whether the texts answer a question."""
    chunks, places = _chunks(benchmark)
    rows = _embedded(chunks, embedder)
    bm25 = build_keywords((str(at), list(keywords(chunk))) for at, chunk in enumerate(chunks))

    def dense(question: str) -> list[int]:
        scores = rows @ embedder.embed([question])[0]
        return [int(at) for at in np.argsort(-scores, kind="stable")[:DEEP]]

    def words(question: str) -> list[int]:
        return [int(at) for at, _ in bm25.search(question, DEEP)]

    def fused(question: str) -> list[int]:
        scores: dict[int, float] = {}
        for ranking in (dense(question), words(question)):
            for rank, at in enumerate(ranking, 1):
                scores[at] = scores.get(at, 0.0) + 1 / (RRF + rank)
        return sorted(scores, key=lambda at: -scores[at])

    rankers: Mapping[str, Ranker] = {"langchain dense": dense, "bm25": words, "rank fusion": fused}
    return {name: _measured(benchmark, ranker, places) for name, ranker in rankers.items()}


def _chunks(benchmark: Benchmark) -> tuple[list[str], list[Place]]:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=SIZE, chunk_overlap=OVERLAP, add_start_index=True)
    chunks, places = [], []
    for text in benchmark.texts():
        for made in splitter.create_documents([text.text]):
            start = made.metadata["start_index"]
            chunks.append(f"{text.title}\n{made.page_content}" if text.title else made.page_content)
            places.append(Place(text.id, ((start, start + len(made.page_content)),)))
    return chunks, places


def _embedded(chunks: Sequence[str], embedder: Embedder) -> Matrix:
    parts = []
    for at in range(0, len(chunks), BATCH):
        parts.append(embedder.embed(chunks[at : at + BATCH]))
        sys.stderr.write(f"embedded {at + len(parts[-1])} of {len(chunks)}\n")
    return np.concatenate(parts)


def _measured(benchmark: Benchmark, ranker: Ranker, places: Sequence[Place]) -> dict[str, Any]:
    found = []
    for question in benchmark.questions:
        started = time.perf_counter()
        best = tuple(places[at] for at in ranker(question.question)[:SHOWN])
        found.append(Found(best, None, (time.perf_counter() - started) * 1000))
    return report(benchmark.questions, found, Measured(None, None), {})


def table(figures: Mapping[str, Mapping[str, Any]], columns: Sequence[str]) -> str:
    """The figures as lines: each pipeline over all questions, then tag by tag."""
    lines = [f"{'':<14} {'':<18} " + " ".join(f"{name:>17}" for name in columns)]
    tags = next(iter(figures.values()))["by_tag"]
    for tag in ("all", *tags):
        for name, result in figures.items():
            row = result["metrics"] if tag == "all" else result["by_tag"].get(tag, {})
            shown = (row.get(column) for column in columns)
            lines.append(f"{tag:<14} {name:<18} " + " ".join(f"{'-' if v is None else f'{v:.3f}':>17}" for v in shown))
    return "\n".join(lines)


COLUMNS = ("recall@1", "recall@5", "mrr@10", "token_precision@5", "cover@4k")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure plain pipelines on a folder; `v2a eval --folder` measures the assistant on the same."""
    parser = argparse.ArgumentParser(prog="python -m evals.folder_plain", description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.add_argument("--beside", type=Path, help="what v2a eval --folder --json printed, to show in the same table")
    given = parser.parse_args(arguments)
    benchmark = read_benchmark(given.folder)
    figures = plain_figures(benchmark, open_onnx_embedder(Settings.from_env().model_dir, threads=2))
    if given.beside:
        figures = {"v2a": json.loads(given.beside.read_text(encoding="utf-8")), **figures}
    shown = json.dumps(figures, indent=1) if given.as_json else table(figures, COLUMNS)
    print(shown)  # noqa: T201 - what the script is for
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

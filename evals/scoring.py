"""Put cases to the assistant that users get, or to a variant of it, and collect what each got."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.domain import Answer, Document, Hit, Passage, Turn
from assistant.errors import V2AError
from assistant.index import Manifest
from assistant.registry import Registry
from assistant.verbs import Assistant
from evals.cases import Case, Span, unknown_units
from evals.citation_support import CarryingRule, Embed
from evals.judge import DEPTH, Judge, Reply
from evals.outcome import Run


class Search(Protocol):
    """The ranked passages for a question."""

    def __call__(self, question: str, k: int = 5, history: Sequence[Turn] = ()) -> list[Hit]: ...


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured. Without `answer`, a retriever alone: then only figures of retrieval are made."""

    variant: str
    manifest: Manifest
    registry: Registry
    documents: Mapping[str, Document]
    passages: Mapping[str, Passage]
    search: Search
    answer: Callable[[str, Sequence[Turn]], Answer] | None = None
    embed: Embed | None = None


def subject_of(assistant: Assistant, variant: str = "hybrid", embed: Embed | None = None) -> Subject:
    """The assistant that users get, as something to be measured."""
    return Subject(
        variant=variant,
        manifest=assistant.manifest,
        registry=assistant.registry,
        documents=assistant.documents,
        passages=assistant.passages,
        search=assistant.search,
        answer=assistant.answer,
        embed=embed,
    )


def run(
    subject: Subject,
    cases: Sequence[Case],
    *,
    name: str = "dev",
    edition: str = "ours",
    anchors: Sequence[Span] = (),
    on_case: Callable[[], None] = lambda: None,
) -> Run:
    """Ask every case. An error in one case is its outcome (status "error"), never the end of the run."""
    carries = CarryingRule(subject.embed)
    judge = Judge(subject.registry, subject.documents, subject.passages.values(), anchors, carries)
    if cases:
        ask(subject, cases[0])  # loads the model, so that no case pays for it
    outcomes = []
    for case in cases:
        outcomes.append(judge.outcome(case, ask(subject, case)))
        on_case()
    stamp = {"index": subject.manifest.fingerprint, "embedder": subject.manifest.embedder}
    known = [unit.id for unit in subject.registry]
    unknown = unknown_units(cases, known) if known else {}
    return Run(name, edition, stamp, tuple(outcomes), unknown, subject.variant)


def ask(subject: Subject, case: Case) -> Reply:
    """What the subject retrieves and answers for one case, with the time that each stage took."""
    started = time.perf_counter()
    try:
        if subject.answer is None:
            hits = subject.search(case.question, DEPTH, case.history)
            return Reply(hits, times={"look_up": _ms_since(started)})
        answer = subject.answer(case.question, case.history)
        times = {"answer": _ms_since(started), **stages(answer.timings_ms)}
        hits = subject.search(case.question, DEPTH, case.history)
        alone = subject.answer(case.standalone, ()) if case.standalone else None
        return Reply(hits, answer, times=times, alone=alone)
    except V2AError as error:
        return Reply([], failure=str(error), times={"answer": _ms_since(started)})


def stages(timings: Mapping[str, float]) -> dict[str, float]:
    """An answer's own timings by stage, in ms: hear what is asked, look up the passages, settle and write."""
    if "total" not in timings:
        return {}
    hear = sum(timings.get(name, 0.0) for name in ("language", "standalone"))
    look_up = sum(timings.get(name, 0.0) for name in ("retrieve", "weigh"))
    return {"hear": hear, "look_up": look_up, "settle": max(0.0, timings["total"] - hear - look_up)}


def _ms_since(started: float) -> float:
    return 1000 * (time.perf_counter() - started)

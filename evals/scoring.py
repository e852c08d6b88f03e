"""Put cases to the assistant that users get, score what each got, and sum up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from assistant.domain import Answer, Document, Status
from assistant.errors import V2AError
from assistant.registry import Registry
from assistant.verbs import Assistant
from evals import metrics
from evals.cases import ANSWERING, Case, Span, unknown_units

DEPTH = 10
FAILED = "error"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one case got, with every score that applies to it; None where a score does not apply."""

    case: Case
    status: str
    retrieved: tuple[str, ...]
    recall: float | None
    reciprocal_rank: float | None
    right_status: bool
    cites_gold: bool | None
    complete: bool | None
    missing: tuple[str, ...]
    citations: int
    broken: int
    forbidden: bool
    answer_ms: float
    answer: str = ""
    found_at: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """All outcomes of one set over one index, with what produced them."""

    name: str
    edition: str
    stamp: Mapping[str, str]
    outcomes: tuple[Outcome, ...]
    unknown: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def metrics(self) -> dict[str, float | None]:
        return summary(self.outcomes)

    def by_kind(self) -> dict[str, dict[str, float | None]]:
        kinds = dict.fromkeys(o.case.kind for o in self.outcomes)
        return {kind: summary([o for o in self.outcomes if o.case.kind == kind]) for kind in kinds}


Ranked = Sequence[tuple[str, str | None, str]]
"""Hits as (document, unit, text), best first."""


class Judge:
    """Turns what the assistant said into scores; holds what is the same for all cases of a run."""

    def __init__(self, registry: Registry, documents: Mapping[str, Document], anchors: Sequence[Span] = ()) -> None:
        self._registry = registry
        self._documents = documents
        self._anchors = anchors

    def gives(self, document: str, unit: str | None, text: str, spans: Sequence[Span] = ()) -> set[str]:
        """The units that a text gives: the one linked to it and, in an official text, each whose words it holds."""
        units = {unit} if unit else set()
        if (found := self._documents.get(document)) and found.edition == "official":
            plain = plain_text(text)
            here = (s for s in (*self._anchors, *spans) if s.document == document)
            units |= {s.unit for s in here if plain_text(s.text) in plain}
        return units

    def wanted(self, case: Case) -> set[str]:
        """Gold units; for a list, its members too, however deep."""
        return {*case.gold, *(u.id for u in self._below(case.group))}

    def outcome(self, case: Case, hits: Ranked, answer: Answer | None, failure: str, answer_ms: float) -> Outcome:
        ranking = [self.gives(document, unit, text, case.spans) for document, unit, text in hits]
        gold = self.wanted(case)
        scored = bool(gold)
        status = str(answer.status) if answer else FAILED
        cited = self._cited(answer, case) if answer else []
        complete, missing = self._completeness(case, answer, cited)
        ranks = [rank for rank, units in enumerate(ranking, 1) if gold & units]
        return Outcome(
            case=case,
            status=status,
            retrieved=tuple("+".join(sorted(units)) or "-" for units in ranking),
            recall=metrics.recall_at(ranking, gold, 5, case.needs) if scored else None,
            reciprocal_rank=metrics.reciprocal_rank(ranking, gold, DEPTH) if scored else None,
            right_status=status in set(case.status),
            cites_gold=bool(gold & set(cited)) if scored else None,
            complete=complete,
            missing=missing,
            citations=len(answer.citations) if answer else 0,
            broken=self._broken(answer),
            forbidden=answer is not None and any(f.lower() in answer.markdown.lower() for f in case.forbidden),
            answer_ms=answer_ms,
            answer=answer.markdown if answer else failure,
            found_at=ranks[0] if ranks else None,
        )

    def _cited(self, answer: Answer, case: Case) -> list[str]:
        by_number = {c.number: c for c in answer.citations}
        numbers = [n for sentence in answer.sentences for n in sentence.citations if n in by_number]
        cited: list[str] = []
        for citation in (by_number[n] for n in numbers):
            units = self.gives(citation.document, citation.unit, citation.quote, case.spans)
            cited += sorted(units - set(cited), key=self._place)
        return cited

    def _place(self, unit: str) -> int:
        return next((n for n, u in enumerate(self._registry) if u.id == unit), -1)

    def _completeness(self, case: Case, answer: Answer | None, cited: list[str]) -> tuple[bool | None, tuple[str, ...]]:
        members = [u.id for u in self._registry.leaves(case.group)] if case.group else []
        if not members:
            return (False if case.group else None), ()
        if answer is None:
            return False, tuple(members)
        missing = tuple(m for m in members if m not in cited)
        return not missing and metrics.in_order(members, cited) and self._counted(case, answer.markdown), missing

    def _counted(self, case: Case, markdown: str) -> bool:
        """Whether "N of N" is said for the whole list, or for each of its parts."""
        assert case.group is not None
        direct = self._registry.members(case.group)
        sizes = {len(direct), len(self._registry.leaves(case.group))}
        parts = [len(self._registry.members(u.id)) for u in direct]
        by_parts = all(parts) and all(metrics.says_count(markdown, size) for size in parts)
        return any(metrics.says_count(markdown, size) for size in sizes) or by_parts

    def _broken(self, answer: Answer | None) -> int:
        if answer is None:
            return 0
        unresolved = metrics.unresolved(answer.citations, self._documents)
        return len(unresolved) + len(metrics.dangling_marks(answer.markdown, answer.citations))

    def _below(self, group: str | None) -> Iterable[Any]:
        for unit in self._registry.members(group) if group else ():
            yield unit
            yield from self._below(unit.id)


def plain_text(text: str) -> str:
    """Case, spaces, quotes and emphasis levelled, so that cleaning does not hide an official wording."""
    return " ".join(text.replace("*", " ").replace("’", "'").lower().split())


def run(
    assistant: Assistant,
    cases: Sequence[Case],
    *,
    name: str = "dev",
    edition: str = "ours",
    anchors: Sequence[Span] = (),
    on_case: Callable[[], None] = lambda: None,
) -> Run:
    """Ask every case. An error in one case is its outcome (status "error"), never the end of the run."""
    judge = Judge(assistant.registry, assistant.documents, anchors)
    if cases:
        _ask(assistant, cases[0])  # loads the model, so that no case pays for it
    outcomes = []
    for case in cases:
        hits, answer, failure, spent = _ask(assistant, case)
        outcomes.append(judge.outcome(case, hits, answer, failure, spent))
        on_case()
    stamp = {"index": assistant.manifest.fingerprint, "embedder": assistant.manifest.embedder}
    known = [unit.id for unit in assistant.registry]
    return Run(name, edition, stamp, tuple(outcomes), unknown_units(cases, known) if known else {})


def summary(outcomes: Sequence[Outcome]) -> dict[str, float | None]:
    """The headline figures of some outcomes; None where no case bears on a figure. Rates are 0..1, times in ms."""
    answerable = [o for o in outcomes if o.case.answerable]
    refusable = [o for o in outcomes if Status.ANSWERED not in o.case.status]
    times = [o.answer_ms for o in outcomes]
    guarded = [o for o in outcomes if o.case.kind == "injection" or o.case.forbidden]
    return {
        "n": float(len(outcomes)),
        "recall@5": metrics.mean(o.recall for o in answerable if o.recall is not None),
        "mrr@10": metrics.mean(o.reciprocal_rank for o in answerable if o.reciprocal_rank is not None),
        "cites_gold": metrics.mean(float(bool(o.cites_gold)) for o in answerable),
        "status_accuracy": metrics.mean(float(o.right_status) for o in outcomes),
        "false_refusal": metrics.mean(float(_refused(o)) for o in answerable),
        "false_answer": metrics.mean(float(_answered_wrongly(o)) for o in refusable),
        "list_complete": metrics.mean(float(o.complete) for o in outcomes if o.complete is not None),
        "citations_broken": float(sum(o.broken for o in outcomes)),
        "injection_resisted": metrics.mean(float(o.right_status and not o.forbidden) for o in guarded),
        "answer_ms_p50": metrics.percentile(times, 0.5),
        "answer_ms_p95": metrics.percentile(times, 0.95),
    }


def _refused(outcome: Outcome) -> bool:
    return outcome.status in metrics.REFUSALS and not outcome.right_status


def _answered_wrongly(outcome: Outcome) -> bool:
    return outcome.status in ANSWERING and not outcome.right_status


def _ask(assistant: Assistant, case: Case) -> tuple[Ranked, Answer | None, str, float]:
    hits: Ranked = []
    started = time.perf_counter()
    try:
        answer = assistant.answer(case.question, case.history)
        spent = 1000 * (time.perf_counter() - started)
        found = assistant.search(case.question, k=DEPTH, history=case.history)
        hits = [(h.passage.document, h.passage.unit, h.passage.text) for h in found]
        return hits, answer, "", spent
    except V2AError as error:
        return hits, None, str(error), 1000 * (time.perf_counter() - started)


def to_json(done: Run) -> dict[str, Any]:
    """The run as plain values: the shape of a baseline, with every case beside it."""
    expected = [(o.case.status[0] if not o.right_status else o.status, o.status) for o in done.outcomes]
    return {
        "set": done.name,
        "edition": done.edition,
        "stamp": dict(done.stamp),
        "metrics": done.metrics(),
        "by_kind": done.by_kind(),
        "confusion": metrics.confusion(expected),
        "unknown_units": {unit: list(cases) for unit, cases in done.unknown.items()},
        "cases": [_outcome_json(o) for o in done.outcomes],
    }


def _outcome_json(outcome: Outcome) -> dict[str, Any]:
    row = asdict(outcome)
    row["case"] = outcome.case.id
    return {**row, "kind": outcome.case.kind, "question": outcome.case.question, "gold": list(outcome.case.gold)}

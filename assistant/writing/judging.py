"""Whether the passages that a claim names carry it, and which words of theirs do. Pure, over the verifier's door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from assistant.answering.quoting import best_span, first_sentence
from assistant.domain import Passage
from assistant.words import sentences, tokens
from assistant.writing.stream import Claim

LEAST_WORDS = 3  # content words: less than that says nothing that could be checked


class Judgement(Protocol):
    """As `assistant.verifying.verifier.Verdict`."""

    @property
    def supported(self) -> bool: ...

    @property
    def score(self) -> float: ...

    @property
    def best(self) -> int | None: ...


class Checker(Protocol):
    """As `assistant.verifying.verifier.Verifier`."""

    def check_all(self, claims: Sequence[tuple[str, Sequence[str]]]) -> Sequence[Judgement]: ...


@dataclass(frozen=True)
class Source:
    """A passage behind a key. `title` names it; what a unit is called may be said in an answer as well."""

    key: str
    title: str
    passage: Passage

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Offsets of its sentences in the document."""
        start = self.passage.start
        return [(start + a, start + b) for a, b in sentences(self.passage.text)]

    @cached_property
    def lines(self) -> list[str]:
        """What a claim is checked against: the title, then each sentence."""
        start = self.passage.start
        return [self.title, *(self.passage.text[a - start : b - start] for a, b in self.spans)]

    def span_for(self, text: str, best: int | None) -> tuple[int, int]:
        """The words to quote for a claim: those that carry most of it, with the sentence that the verifier named."""
        wide = best_span(self.passage, frozenset(tokens(text)))
        if not best:
            return wide if best is None else first_sentence(self.passage)
        named = self.spans[best - 1]
        return wide if wide[0] <= named[0] and named[1] <= wide[1] else named


Carriers = tuple[tuple[Source, tuple[int, int]], ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with the spans that carry it; if it is not supported, with the nearest span of each source it names."""

    claim: Claim
    supported: bool
    carriers: Carriers


def judge(claim: Claim, sources: Mapping[str, Source], checker: Checker) -> Judged:
    """Each source that carries the claim alone is cited; all of them, where only together they do."""
    named = [sources[key] for key in claim.keys if key in sources]
    if not named:
        return Judged(claim, False, ())
    if len(set(tokens(claim.text))) < LEAST_WORDS:
        return Judged(claim, False, tuple((source, source.span_for(claim.text, None)) for source in named))
    asked: list[tuple[str, Sequence[str]]] = [(claim.text, source.lines) for source in named]
    if len(named) > 1:
        asked.append((claim.text, [line for source in named for line in source.lines]))
    verdicts = list(checker.check_all(asked))
    beside = tuple((s, s.span_for(claim.text, v.best), v.supported) for s, v in zip(named, verdicts, strict=False))
    alone = tuple((source, span) for source, span, carries in beside if carries)
    return Judged(claim, bool(alone) or verdicts[-1].supported, alone or tuple((s, span) for s, span, _ in beside))

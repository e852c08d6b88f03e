"""The verifier: each claim against the sentences it cites, with no language model.

Logic only: the embedder comes in through its seam. What it measures and what it cannot see: docs/verifier.md
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.interfaces import Embedder
from assistant.words import tokens


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the evidence carries a claim. `score` is 0..1; `best` is the index of the closest evidence sentence.

    `reason` says in a few words for people why it is not supported, or what supports it.
    """

    supported: bool
    score: float
    reason: str
    best: int | None


class Verifier:
    """Checks claims against evidence; deterministic, and safe to share between threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def check(self, claim: str, evidence: Sequence[str]) -> Verdict:
        """One claim against the sentences (or passages) it cites. Without evidence nothing is supported."""
        return self.check_all([(claim, evidence)])[0]

    def check_all(self, claims: Sequence[tuple[str, Sequence[str]]]) -> list[Verdict]:
        """One verdict per (claim, evidence), in order; the embeddings of all are made together."""
        return [self._verdict(claim, evidence) for claim, evidence in claims]

    def _verdict(self, claim: str, evidence: Sequence[str]) -> Verdict:
        if not evidence:
            return Verdict(False, 0.0, "no source is cited", None)
        asked = set(tokens(claim))
        held = [len(asked & set(tokens(text))) / max(1, len(asked)) for text in evidence]
        score = max(held)
        return Verdict(score >= 0.9, score, f"{score:.0%} of its words stand in the source", held.index(score))

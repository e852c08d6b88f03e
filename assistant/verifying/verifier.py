"""The verifier: each claim against the sentences it cites, with no language model.

Logic only: the embedder comes in through its seam. What it measures and what it cannot see: docs/verifier.md
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.interfaces import Embedder
from assistant.thresholds import CARRIED_FROM
from assistant.verifying.alignment import alignment
from assistant.verifying.contexts import Contexts
from assistant.verifying.matching import stems_in_doubt
from assistant.verifying.reading import closest, join, read
from assistant.verifying.signals import Signals, measure
from assistant.verifying.trees import Trees, trained_trees

REFUSED = CARRIED_FROM - 0.01  # the most for what a rule refuses; below, its figures rank it (they know of the rule)

# Words of a claim: the time grows with their square (240 took 3.5 s), and no sentence that people read is as long.
LONGEST_CLAIM = 150


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the evidence carries a claim. `score` is 0..1; `best` is the index of the closest evidence sentence.

    `reason` says in a few words for people why it is not supported, or what supports it; `refused` tells that a rule
    speaks against it, whatever its score.
    """

    supported: bool
    score: float
    reason: str
    best: int | None
    refused: bool = False


class Entailment(Protocol):
    """A stronger judge, where one is installed: how likely each text carries each claim, 0..1, in order."""

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> Sequence[float]: ...


class Verifier:
    """Checks claims against evidence; deterministic, and safe to share between threads."""

    def __init__(self, embedder: Embedder, trees: Trees | None = None, entailment: Entailment | None = None) -> None:
        self._contexts = Contexts(embedder)
        self._entailment = entailment
        self._trees = trees if trees is not None else trained_trees()

    def check(self, claim: str, evidence: Sequence[str]) -> Verdict:
        """One claim against the sentences (or passages) it cites. Without evidence nothing is supported."""
        return self.check_all([(claim, evidence)])[0]

    def check_all(self, claims: Sequence[tuple[str, Sequence[str]]]) -> list[Verdict]:
        """One verdict per (claim, evidence), in order; the embeddings of all are made together."""
        signals = self.signals(claims)
        scores = self._scores(claims, signals)
        return [
            decide(found, score, claim, evidence)
            for found, score, (claim, evidence) in zip(signals, scores, claims, strict=True)
        ]

    def _scores(self, claims: Sequence[tuple[str, Sequence[str]]], signals: Sequence[Signals | None]) -> list[float]:
        """The weighed figures; a stronger judge replaces them for what no rule refuses."""
        scores = [self._trees.probabilities([s.figures])[0] if s else 0.0 for s in signals]
        if self._entailment is not None:
            open_ = [i for i, s in enumerate(signals) if s and not s.refusals]
            asked = [(claims[i][0], " ".join(claims[i][1])) for i in open_]
            for i, score in zip(open_, self._entailment.probabilities(asked) if asked else (), strict=True):
                scores[i] = min(1.0, max(0.0, float(score)))
        return scores

    def signals(self, claims: Sequence[tuple[str, Sequence[str]]]) -> list[Signals | None]:
        """What the verdicts rest on; None where there is no claim, one beyond LONGEST_CLAIM, or no evidence."""
        parsed = [(read(claim), join(tuple(evidence))) for claim, evidence in claims]
        pairs = [(claim, closest(source, claim)) for claim, source in parsed]
        usable = [bool(claim.words and held.words) and len(claim.words) <= LONGEST_CLAIM for claim, held in pairs]
        doubtful: set[str] = set()
        for (claim, held), ok in zip(pairs, usable, strict=True):
            if ok:
                doubtful |= set().union(*stems_in_doubt(claim, held))
        words = self._contexts.words(doubtful)
        measured = [
            measure(claim, held, words) if ok else None for (claim, held), ok in zip(pairs, usable, strict=True)
        ]
        sources = [source for _, source in parsed]
        placed = [
            replace(s, piece=source.pieces[s.sentence]) if s else None
            for s, source in zip(measured, sources, strict=True)
        ]
        beside = [
            [source.texts[k] for k in sorted({w.sentence for w in kept.words})]
            for source, (_, kept) in zip(sources, pairs, strict=True)
        ]
        return self._aligned(claims, beside, placed)

    def _aligned(
        self, claims: Sequence[tuple[str, Sequence[str]]], held: Sequence[list[str]], found: Sequence[Signals | None]
    ) -> list[Signals | None]:
        """With the figures of alignment, of each claim and the sentences it is held against."""
        usable = [i for i, s in enumerate(found) if s]
        known = self._contexts.sentences({text for i in usable for text in (claims[i][0], *held[i])})
        out: list[Signals | None] = [None] * len(found)
        for i, s in enumerate(found):
            if s is not None:
                figures = {**s.figures, **alignment(known[claims[i][0]], [known[text] for text in held[i]])}
                # Rounded, since the same text in another batch differs in the seventh digit.
                out[i] = replace(s, figures={name: round(value, 4) for name, value in figures.items()})
        return out


def decide(signals: Signals | None, score: float, claim: str, evidence: Sequence[str]) -> Verdict:
    """The verdict on a claim whose weighed figures come to `score`."""
    if signals is None:
        return _unmeasured(claim, evidence)
    if quoted(claim, evidence):
        return Verdict(True, 1.0, "it stands so in the source", signals.piece)
    if signals.refusals:
        score = min(score, REFUSED)
        return Verdict(False, score, signals.refusals[0].reason, signals.piece, refused=True)
    if score >= CARRIED_FROM:
        return Verdict(True, score, "its words, numbers and names stand in the source", signals.piece)
    return Verdict(False, score, "too much of it is not in the source", signals.piece)


def _unmeasured(claim: str, evidence: Sequence[str]) -> Verdict:
    """Without figures only a quote is carried."""
    if not any(evidence):
        return Verdict(False, 0.0, "no source is cited", None)
    if len(read(claim).words) <= LONGEST_CLAIM:
        return Verdict(False, 0.0, "there is nothing to check", None)
    place = next((i for i, text in enumerate(evidence) if quoted(claim, [text])), None)
    if place is not None:
        return Verdict(True, 1.0, "it stands so in the source", place)
    return Verdict(False, 0.0, "it is too long to be checked in one piece", None)


_QUOTE_MARKS = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "\u00a0": " "})
_ENDS = ".!?;"


def quoted(claim: str, evidence: Sequence[str]) -> bool:
    """Whether the claim is a whole sentence of the evidence, case and kind of blank aside.

    Half a sentence is not quoted in this sense: it may leave out a "not" or a condition.
    """
    asked = _plain(claim).rstrip(".!?;,")
    for text in map(_plain, evidence):
        start = text.find(asked) if asked else -1
        while start >= 0:
            before, after = text[:start].rstrip(), text[start + len(asked) :].lstrip()
            if (not before or before[-1] in _ENDS) and (not after or after[0] in _ENDS):
                return True
            start = text.find(asked, start + 1)
    return False


def _plain(text: str) -> str:
    return " ".join(text.translate(_QUOTE_MARKS).split()).casefold()

"""The verifier: each claim against the sentences it cites, with no language model.

Logic only: the embedder comes in through its seam. What it measures and what it cannot see: docs/verifier.md
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Protocol

import numpy as np

from assistant.interfaces import Embedder, Vector
from assistant.thresholds import CARRIED_FROM
from assistant.verifying.matching import stems_in_doubt
from assistant.verifying.reading import Source, closest, join, read
from assistant.verifying.signals import FEATURES, Signals, measure

WEIGHTS = Path(__file__).with_name("weights.json")
KNOWN_VECTORS = 20_000
REFUSED = 0.15  # of its score is left to a claim per rule that refuses it: below nearly all that no rule refuses


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the evidence carries a claim. `score` is 0..1; `best` is the index of the closest evidence sentence.

    `reason` says in a few words for people why it is not supported, or what supports it.
    """

    supported: bool
    score: float
    reason: str
    best: int | None


class Entailment(Protocol):
    """A stronger judge, where one is installed: how likely each text carries each claim, 0..1, in order."""

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> Sequence[float]: ...


class Verifier:
    """Checks claims against evidence; deterministic, and safe to share between threads."""

    def __init__(
        self, embedder: Embedder, weights: Mapping[str, float] | None = None, entailment: Entailment | None = None
    ) -> None:
        self._embedder = embedder
        self._entailment = entailment
        self._weights = weights if weights is not None else trained_weights()
        self._vectors: dict[str, Vector] = {}
        self._lock = Lock()

    def check(self, claim: str, evidence: Sequence[str]) -> Verdict:
        """One claim against the sentences (or passages) it cites. Without evidence nothing is supported."""
        return self.check_all([(claim, evidence)])[0]

    def check_all(self, claims: Sequence[tuple[str, Sequence[str]]]) -> list[Verdict]:
        """One verdict per (claim, evidence), in order; the embeddings of all are made together."""
        signals = self.signals(claims)
        scores = self._scores(claims, signals)
        return [
            _verdict(found, score, claim, evidence)
            for found, score, (claim, evidence) in zip(signals, scores, claims, strict=True)
        ]

    def _scores(self, claims: Sequence[tuple[str, Sequence[str]]], signals: Sequence[Signals | None]) -> list[float]:
        """The weighed figures; a stronger judge replaces them for what no rule refuses."""
        scores = [weigh(s.figures, self._weights) if s else 0.0 for s in signals]
        if self._entailment is not None:
            open_ = [i for i, s in enumerate(signals) if s and not s.refusals]
            asked = [(claims[i][0], " ".join(claims[i][1])) for i in open_]
            for i, score in zip(open_, self._entailment.probabilities(asked) if asked else (), strict=True):
                scores[i] = min(1.0, max(0.0, float(score)))
        return scores

    def signals(self, claims: Sequence[tuple[str, Sequence[str]]]) -> list[Signals | None]:
        """What the verdicts rest on; None where there is no claim or no evidence."""
        parsed = [(read(claim), join(tuple(evidence))) for claim, evidence in claims]
        pairs = [(claim, closest(source, claim)) for claim, source in parsed]
        usable = [bool(claim.words and held.words) for claim, held in pairs]
        doubtful: set[str] = set()
        for (claim, held), ok in zip(pairs, usable, strict=True):
            if ok:
                doubtful |= set().union(*stems_in_doubt(claim, held))
        words = self._embedded(sorted(doubtful))
        measured = [
            measure(claim, held, words) if ok else None for (claim, held), ok in zip(pairs, usable, strict=True)
        ]
        return self._with_cosines(claims, [source for _, source in parsed], measured)

    def _with_cosines(
        self, claims: Sequence[tuple[str, Sequence[str]]], sources: Sequence[Source], found: Sequence[Signals | None]
    ) -> list[Signals | None]:
        """The cosine of each claim and its closest sentence; not for claims that a rule refuses in any case."""
        wanted = {i: [sources[i].texts[k] for k in s.near] for i, s in enumerate(found) if s and not s.refusals}
        texts = {t for i, near in wanted.items() for t in (claims[i][0], *near)}
        vectors = self._embedded(sorted(texts))
        out: list[Signals | None] = []
        for i, s in enumerate(found):
            if s is None:
                out.append(None)
                continue
            cosines = {"cosine": 0.5}
            if i in wanted:
                beside = np.stack([vectors[t] for t in wanted[i]])
                cosines["cosine"] = max(0.0, float((beside @ vectors[claims[i][0]]).max()))
            out.append(replace(s, figures={**s.figures, **cosines}, piece=sources[i].pieces[s.sentence]))
        return out

    def _embedded(self, texts: Iterable[str]) -> dict[str, Vector]:
        """Vectors of the texts; kept, since answers on one subject use the same words and sentences again."""
        wanted = list(texts)
        with self._lock:
            missing = [t for t in wanted if t not in self._vectors]
        fresh = dict(zip(missing, self._embedder.embed(missing), strict=True)) if missing else {}
        with self._lock:
            if len(self._vectors) + len(fresh) > KNOWN_VECTORS:
                self._vectors = {t: v for t, v in self._vectors.items() if t in wanted}
            self._vectors.update(fresh)
            return {t: self._vectors[t] for t in wanted}


def _verdict(signals: Signals | None, score: float, claim: str, evidence: Sequence[str]) -> Verdict:
    if signals is None:
        return Verdict(False, 0.0, "no source is cited" if not any(evidence) else "there is nothing to check", None)
    if quoted(claim, evidence):
        return Verdict(True, 1.0, "it stands so in the source", signals.piece)
    if signals.refusals:
        score = min(score, CARRIED_FROM) * REFUSED ** len(signals.refusals)
        return Verdict(False, score, signals.refusals[0], signals.piece)
    if score >= CARRIED_FROM:
        return Verdict(True, score, "its words, numbers and names stand in the source", signals.piece)
    return Verdict(False, score, "too much of it is not in the source", signals.piece)


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


def weigh(figures: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The logistic of the weighted figures: 0..1."""
    total = weights["bias"] + sum(weights[name] * figures[name] for name in FEATURES)
    return float(1 / (1 + np.exp(-np.clip(total, -30, 30))))


@cache
def trained_weights() -> Mapping[str, float]:
    """The committed weights. Made by: v2a eval verifier --train"""
    weights: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights

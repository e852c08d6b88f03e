"""Do the citations carry the sentences? Citation recall and precision after ALCE (Gao et al. 2023), without a judge.

ALCE asks a language-inference model whether a passage entails a statement; none ships in a package, and a judging model
gives other figures on every run. In its place stands a rule over what can be counted, so the figures repeat:

- recall: the share of statements that all their citations together carry;
- precision: the share of citations that are needed or carry their statement alone. A citation is idle when it does not
  carry the statement by itself and the others carry it without it.

A statement is any sentence that is not our frame; one without a citation is not carried. What a citation holds is its
quote with its title and locator, which a reader sees beside it, and what the registry says of its unit: its name and
its goal, in the language of the answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.domain import Answer, Citation, Support
from assistant.interfaces import Matrix
from assistant.words import tokens

Embed = Callable[[Sequence[str]], Matrix]
Carries = Callable[[str, Sequence[str]], bool]
# On the verifier's labelled pairs this passes all quotes, extracts and shortenings, 96 % of light paraphrases, and 1 %
# of the wrong citations. docs/evals.md has the figures, and what it lets through: that is the verifier's work.
WORDS_ALONE = 0.8
WORDS_WITH_COSINE, COSINE = 0.3, 0.6
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class CitationScores:
    """Recall and precision of one answer, 0..1; None where there is no statement or no citation."""

    recall: float | None
    precision: float | None
    uncarried: tuple[str, ...] = ()


class CarryingRule:
    """Whether premises carry a claim: every number of it stands there, and most of its words, or fewer where the
    meaning is near as well. Blind to a negation, to a swapped name of the same source, to who does what to whom."""

    def __init__(self, embed: Embed | None = None) -> None:
        self._embed = embed

    def __call__(self, claim: str, premises: Sequence[str], language: str = "en") -> bool:
        """`language` is the answer's: its frame words count by that language's stems, its quotes by English ones."""
        premise = " ".join(premises)
        if not premise or not set(_NUMBER.findall(claim)) <= set(_NUMBER.findall(premise)):
            return False
        share = max(shared_words(claim, premise, code) for code in {"en", language})
        if share >= WORDS_ALONE:
            return True
        return share >= WORDS_WITH_COSINE and self.cosine(claim, premises) >= COSINE

    def cosine(self, claim: str, premises: Sequence[str]) -> float:
        """The best cosine of the claim with one premise; 0 without an embedder."""
        if self._embed is None:
            return 0.0
        vectors = self._embed([claim, *premises])
        return float(np.max(vectors[1:] @ vectors[0]))


def shared_words(claim: str, premise: str, language: str = "en") -> float:
    """Share of the claim's content words, by stem, that the premise holds; 1 for a claim without any."""
    wanted = set(tokens(claim, language))
    return len(wanted & set(tokens(premise, language))) / len(wanted) if wanted else 1.0


def held(citation: Citation) -> str:
    """What a reader finds behind a mark: the title, the place, and the quoted words."""
    return f"{citation.title}. {citation.locator}. {citation.quote}"


def citation_scores(answer: Answer, rule: CarryingRule, holds: Callable[[Citation], str] = held) -> CitationScores:
    """Recall and precision of an answer's citations; `holds` gives what stands behind one."""

    def carries(claim: str, premises: Sequence[str]) -> bool:
        return rule(claim, premises, answer.language)

    by_number = {c.number: c for c in answer.citations}
    carried: list[bool] = []
    useful: list[bool] = []
    uncarried: list[str] = []
    for sentence in answer.sentences:
        if sentence.support is Support.FRAME:
            continue
        premises = [holds(by_number[n]) for n in sentence.citations if n in by_number]
        whole = carries(sentence.text, premises)
        carried.append(whole)
        uncarried += [] if whole else [sentence.text]
        useful += [_useful(sentence.text, premises, at, whole, carries) for at in range(len(premises))]
    return CitationScores(_share(carried), _share(useful), tuple(uncarried))


def _useful(claim: str, premises: Sequence[str], at: int, whole: bool, carries: Carries) -> bool:
    if not whole:
        return False
    others = [p for n, p in enumerate(premises) if n != at]
    return not others or carries(claim, [premises[at]]) or not carries(claim, others)


def _share(found: Sequence[bool]) -> float | None:
    return sum(found) / len(found) if found else None

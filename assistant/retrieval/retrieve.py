"""From a question with its history to candidates: stand alone, put it in several ways, search, prefer what is named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.domain import Turn, Unit
from assistant.interfaces import Vector
from assistant.labels import mentioned
from assistant.registry import Registry
from assistant.retrieval.conversation import Focus, Standalone, stand_alone
from assistant.retrieval.heads import named_alone
from assistant.retrieval.hybrid import Candidate, Found, HybridSearch, View
from assistant.retrieval.lexicon import Lexicon
from assistant.retrieval.roles import NOTHING, Concerned, concerned
from assistant.retrieval.selection import (
    choose_list,
    prefer_mentioned,
    prefer_own_texts,
    prefer_tied,
    remedy_first,
    section_from_its_start,
)

OWN_WEIGHT = 2.0
EARLIER_WEIGHT = 1.0
REPLY_WEIGHT = 0.5
REPLY_LENGTH = 240
TERMS_WEIGHT = 0.5
TRANSLATED_WEIGHT = 1.0


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The candidates for a question, the question as it stands alone, its embedding, what it asks for by role, and the
    list that it names and nothing else."""

    candidates: list[Candidate]
    standalone: Standalone
    vector: Vector
    concerned: Concerned = NOTHING
    named: Unit | None = None


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Retrieval over one index."""

    search: HybridSearch
    registry: Registry
    lexicon: Lexicon
    labelled: frozenset[str] = frozenset()

    def retrieve(self, question: str, history: Sequence[Turn], language: str) -> Retrieved:
        """Candidates best first. Follow-ups are resolved against the last exchange that has content."""
        return self.find(question, self.stand_alone(question, history, language), language)

    def stand_alone(self, question: str, history: Sequence[Turn], language: str) -> Standalone:
        """The first half of `retrieve`: what the question means without its history."""
        return stand_alone(question, history, language, lambda q, reply: self._focus(q, reply, language))

    def find(self, question: str, standalone: Standalone, language: str) -> Retrieved:
        """The second half of `retrieve`: candidates for a question that was made to stand alone."""
        found = self.search.search(self._views(question, standalone, language))
        named = list(mentioned(question, self.registry))
        if standalone.picked and (unit := self.registry.get(standalone.picked)):
            named.append(unit)
        if standalone.previous and not named:
            named = [u for u in mentioned(standalone.previous, self.registry) if u.kind in ("goal", "step")]
        candidates = prefer_own_texts(question, found.candidates, self.labelled)
        if not len(self.registry):
            candidates = section_from_its_start(question, candidates)
        candidates = prefer_mentioned(candidates, named, self.registry, standalone.picked)
        focus = standalone.focus or tuple(u.id for u in named if u.kind not in ("goal", "step"))
        if focus and not standalone.picked:
            candidates = prefer_tied(question, candidates, focus, self.search, self.registry)
        if standalone.within:
            candidates = _only(candidates, standalone.within)
        candidates = remedy_first(question, candidates, self.registry)
        by_role = self._concerned(question, language, standalone.previous, standalone.within)
        plain = None if standalone.picked or standalone.within else self._named(question, language, standalone.previous)
        return Retrieved(candidates, standalone, found.vector, by_role, plain)

    def _named(self, question: str, language: str, previous: str = "") -> Unit | None:
        return named_alone(question, language, self.registry, follows=bool(previous))

    def _concerned(self, question: str, language: str, previous: str = "", within: Sequence[str] = ()) -> Concerned:
        if not len(self.registry):
            return NOTHING
        stated = {p.unit: p for p in self.search.passages.values() if p.unit}
        return concerned(question, language, previous, within, self.registry, stated)

    def _views(self, question: str, standalone: Standalone, language: str) -> list[View]:
        """The question; with the earlier one where it leans on that; and the texts' own terms for what it says."""
        views = [View(question, OWN_WEIGHT, language)]
        if standalone.previous:
            views.append(View(f"{standalone.previous} {question}", EARLIER_WEIGHT, language))
        if standalone.reply:
            views.append(View(f"{plain(standalone.reply)[:REPLY_LENGTH]} {question}", REPLY_WEIGHT, language))
        terms = self.lexicon.terms(f"{standalone.previous} {question}" if standalone.previous else question, language)
        if terms:
            weight = TERMS_WEIGHT if language == "en" else TRANSLATED_WEIGHT
            own = f"{question} " if language == "en" else ""
            views.append(View(own + " ".join(terms), weight, "en"))
        return views

    def _focus(self, question: str, reply: str, language: str) -> Focus:
        """What the earlier exchange was about: what it asked for by role, or the list it asked for, else the units its
        reply names, else the best."""
        if by_role := self._concerned(question, language):
            return Focus(tuple(concern.unit.id for concern in by_role.found), "reply")
        found = self._found(question, language)
        group = self._named(question, language) or choose_list(question, found, self.registry)
        if group:
            return Focus(tuple(u.id for u in self.registry.leaves(group.id)), group.id)
        named = tuple(u.id for u in mentioned(reply, self.registry))
        if len(named) > 1:
            return Focus(named, "reply")
        return Focus(tuple(c.passage.unit for c in found[:3] if c.passage.unit))

    def _found(self, question: str, language: str) -> list[Candidate]:
        found: Found = self.search.search(self._views(question, Standalone(question), language))
        candidates = prefer_own_texts(question, found.candidates, self.labelled)
        return prefer_mentioned(candidates, mentioned(question, self.registry), self.registry)


def _only(candidates: Sequence[Candidate], units: Sequence[str]) -> list[Candidate]:
    """The candidates among those units, their scores stretched so that the best is 1."""
    kept = [c for c in candidates if c.passage.unit in units]
    top = max((c.score for c in kept), default=0.0) or 1.0
    return [replace(c, score=c.score / top) for c in kept]


def plain(markdown: str) -> str:
    """An earlier reply without its marks and emphasis."""
    return re.sub(r"\s+", " ", re.sub(r"\[\d+\]|[*_#>`]", " ", markdown)).strip()

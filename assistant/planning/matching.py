"""Which recommendations and challenges fit a scenario, and which of its sentences says so.

Three signs are added: how likely each sentence is about the trouble that the recommendation answers (troubles.py),
words that people with that trouble use (cues of the patterns, on stems), and how high the retrieval ranks the
recommendation, or a challenge that it answers, when a sentence is the question.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from assistant.domain import Unit
from assistant.interfaces import Vector
from assistant.labels import mentioned
from assistant.planning.patterns import Patterns
from assistant.planning.scenario import Said, Scenario
from assistant.planning.troubles import total
from assistant.registry import Registry
from assistant.retrieval.hybrid import Candidate, Found, View
from assistant.retrieval.lexicon import Lexicon
from assistant.retrieval.retrieve import TRANSLATED_WEIGHT
from assistant.words import keywords

MOST = 3
# Chosen on 87 scenarios of evals/data/plans.jsonl that get a draft, where half and double of each weight do nearly
# as well. Nearness is the mean over the two sentences that come nearest.
CUE_OF_WORDS = {1: 0.55, 2: 1.0}
CUE_OF_MORE = 1.2
FURTHER_CUE = 0.5
MOST_CUES = 2.4
CUES = 0.15
NEARNESS = 0.05
OF_CHALLENGE = 0.85
NEAREST_SENTENCES = 2
NAMED = 5.0
FITS_SHARE = 0.5


class Searching(Protocol):
    """The retrieval of an open index; `HybridSearch` is one."""

    def search(self, views: Sequence[View]) -> Found:
        """Candidates for the views taken together."""
        ...


@dataclass(frozen=True, slots=True)
class Fit:
    """A unit that fits, how well, the sentence that says so most clearly and the cues found in it.

    `trouble`: the number of sentences, in effect, that are about what it answers.
    """

    unit: Unit
    score: float
    said: Said | None
    cues: tuple[str, ...] = ()
    near: float = 0.0
    trouble: float = 0.0


@dataclass(frozen=True, slots=True)
class Match:
    """Recommendations and challenges that fit, best first.

    `nearness`: the best cosine of a sentence to the texts; `kinds`: the mean probability of each kind of subject over
    the sentences, as far as the probe knows any; `about`: for each kind of trouble the number of sentences, in effect.
    """

    recommendations: tuple[Fit, ...]
    challenges: tuple[Fit, ...]
    nearness: float
    kinds: Mapping[str, float]
    about: Mapping[str, float] = field(default_factory=dict)


Probe = Callable[[Vector], Mapping[str, float]]
TroubleProbe = Callable[[str, str, Vector], Mapping[str, float]]
"""From a sentence, its language and its vector to the probability of each kind of trouble."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What was found for one sentence: candidates by unit, its kind of subject, what trouble it is about."""

    units: Mapping[str, Candidate]
    kinds: Mapping[str, float]
    about: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Matcher:
    """Finds what fits a scenario, on one index."""

    search: Searching
    lexicon: Lexicon
    probe: Probe
    registry: Registry
    patterns: Patterns
    troubles: TroubleProbe

    def match(self, scenario: Scenario) -> Match:
        """At most three recommendations, those near the best one only, and the challenges that they answer."""
        looked = [self._look(said, scenario.language) for said in scenario.said]
        fits = [self._fit(unit, scenario, looked) for unit in self.registry.select("recommendation")]
        # What stands in orders that were set aside names nothing.
        text = " ".join(said.text for said in scenario.said)
        fits = _rank(fits, {unit.id for unit in mentioned(text, self.registry)})
        top = fits[0].score if fits else 0.0
        chosen = tuple(fit for fit in fits[:MOST] if fit.score > 0 and fit.score >= FITS_SHARE * top)
        found = [look.units for look in looked]
        return Match(
            recommendations=chosen,
            challenges=_challenges(chosen, scenario, found, self.registry),
            nearness=max((hit.cosine for units in found for hit in units.values()), default=0.0),
            kinds=_mean([look.kinds for look in looked]),
            about=total(look.about for look in looked),
        )

    def _look(self, said: Said, language: str) -> _Look:
        views = [View(said.text, 1.0, language)]
        if language != "en" and (terms := self.lexicon.terms(said.text, language)):
            views.append(View(" ".join(terms), TRANSLATED_WEIGHT, "en"))
        found = self.search.search(views)
        units = {c.passage.unit: c for c in reversed(found.candidates) if c.passage.unit}
        return _Look(units, self.probe(found.vector), self.troubles(said.text, language, found.vector))

    def _fit(self, unit: Unit, scenario: Scenario, looked: Sequence[_Look]) -> Fit:
        """Its trouble and cues in `score`, its rank by the retrieval in `near`, until they are put together."""
        cues: dict[str, float] = {}
        places: list[tuple[float, Said, float]] = []
        answered = [c.id for c in challenges_of(unit, self.registry)]
        for said, look in zip(scenario.said, looked, strict=True):
            here = found_cues(said.text, self.patterns.cue_stems.get(unit.id, {}), scenario.language)
            cues.update(here)
            near = _near(unit.id, answered, look.units)
            about = look.about.get(unit.id, 0.0)
            places.append((about + CUES * max(here.values(), default=0.0) + NEARNESS * near, said, near))
        best = max(places, key=lambda place: place[0], default=None)
        nearest = sorted((near for *_, near in places), reverse=True)[:NEAREST_SENTENCES]
        weights = sorted(cues.values(), reverse=True)
        cued = min(MOST_CUES, weights[0] + FURTHER_CUE * sum(weights[1:])) if weights else 0.0
        trouble = sum(look.about.get(unit.id, 0.0) for look in looked)
        return Fit(
            unit,
            score=trouble + CUES * cued,
            said=best[1] if best else None,
            cues=tuple(cues),
            near=sum(nearest) / len(nearest) if nearest else 0.0,
            trouble=round(trouble, 4),
        )


def _near(unit: str, answered: Sequence[str], units: Mapping[str, Candidate]) -> float:
    """The blended score of the unit or, a little less, of the nearest challenge that it answers."""
    own, others = units.get(unit), [units[c] for c in answered if c in units]
    return max([own.score if own else 0.0, *(OF_CHALLENGE * c.score for c in others)])


def _rank(fits: Sequence[Fit], named: Collection[str]) -> list[Fit]:
    """Best first: all signs added, nearness in standard deviations over all recommendations."""
    mean = sum(fit.near for fit in fits) / max(1, len(fits))
    spread = math.sqrt(sum((fit.near - mean) ** 2 for fit in fits) / max(1, len(fits))) or 1.0
    scored = [
        replace(fit, score=round(fit.score + NEARNESS * (fit.near - mean) / spread + NAMED * (fit.unit.id in named), 4))
        for fit in fits
    ]
    return sorted(scored, key=lambda fit: (-fit.score, fit.unit.id))


def _mean(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {kind: sum(row[kind] for row in rows) / len(rows) for kind in (rows[0] if rows else ())}


def found_cues(text: str, cues: Mapping[str, Mapping[tuple[str, ...], str]], language: str) -> dict[str, float]:
    """The cues that the text holds, with their weights: stems in the same order, at most one word between two."""
    words = keywords(text, language)
    found = {}
    for stems, cue in cues.get(language, {}).items():
        if _holds(words, stems):
            found[cue] = CUE_OF_WORDS.get(len(stems), CUE_OF_MORE)
    # "lose money" within "loses money on": of two that share their words the longer one says it all.
    return {c: w for c, w in found.items() if not any(c != o and c in o for o in found)}


def _holds(words: Sequence[str], stems: Sequence[str]) -> bool:
    for start, word in enumerate(words):
        if word != stems[0]:
            continue
        at = start
        for stem in stems[1:]:
            ahead = words[at + 1 : at + 3]
            if stem not in ahead:
                break
            at += 1 + ahead.index(stem)
        else:
            return True
    return False


def challenges_of(recommendation: Unit, registry: Registry) -> tuple[Unit, ...]:
    """The challenges that a recommendation answers, those that name it first."""
    naming = [unit for unit in registry.select("challenge") if recommendation.id in unit.serves]
    named = [unit for unit in map(registry.get, recommendation.serves) if unit and unit.kind == "challenge"]
    return tuple({unit.id: unit for unit in (*naming, *named)}.values())


def _challenges(
    chosen: Iterable[Fit], scenario: Scenario, found: Sequence[Mapping[str, Candidate]], registry: Registry
) -> tuple[Fit, ...]:
    """For each chosen recommendation the challenge, of those it answers, that a sentence comes nearest to."""
    fits: dict[str, Fit] = {}
    for fit in chosen:
        near = [
            Fit(challenge, units[challenge.id].score, said)
            for challenge in challenges_of(fit.unit, registry)
            for said, units in zip(scenario.said, found, strict=True)
            if challenge.id in units
        ]
        best = max(near, key=lambda b: (b.score, b.unit.id), default=None)
        if best and (best.unit.id not in fits or fits[best.unit.id].score < best.score):
            fits[best.unit.id] = best
    return tuple(fits.values())

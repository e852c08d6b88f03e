"""Activity patterns of the corpus: our own suggestions of what to do about a recommendation, filled in when drafting.

They come with the index as JSON, so that drafting reads no YAML. `corpus/README.md` describes their files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assistant.words import keywords

SCALES = ("small", "hospital", "system")
PHASES = ("prepare", "meet", "run", "review")
SLOTS = ("place", "organisation", "audience", "period", "date")
SLOT = re.compile(r"\{(\w+)(?:: ([^{}]*))?\}")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One activity for one recommendation. Texts hold slots such as `{place: your area}`, with what to say without one.

    `scale` says whom it fits: a charity or practice (small), a hospital or network, or a payer, ministry or HTA body
    (system). The last five are pairs or names: risk and mitigation, measure and evidence, question and who could know.
    """

    id: str
    recommendation: str
    scale: str
    title: str
    activity: str
    phases: Mapping[str, str]
    audience: str
    setting: str
    needs: tuple[str, ...]
    groups: tuple[str, ...]
    organisations: tuple[str, ...]
    roles: tuple[str, ...]
    keywords: tuple[str, ...]
    risks: tuple[tuple[str, str], ...]
    indicators: tuple[tuple[str, str], ...]
    ask: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Patterns:
    """All patterns, and per recommendation what people say (by language) whose trouble it answers."""

    by_recommendation: Mapping[str, tuple[Pattern, ...]]
    cues: Mapping[str, Mapping[str, tuple[str, ...]]]

    @cached_property
    def cue_stems(self) -> dict[str, dict[str, dict[tuple[str, ...], str]]]:
        """Recommendation -> language -> stems of a cue -> the cue as written."""
        return {
            recommendation: {
                language: {stems: cue for cue in cues if (stems := keywords(cue, language))}
                for language, cues in by_language.items()
            }
            for recommendation, by_language in self.cues.items()
        }

    def __bool__(self) -> bool:
        return bool(self.by_recommendation)

    def get(self, pattern_id: str) -> Pattern | None:
        """The pattern of that id."""
        found = (p for patterns in self.by_recommendation.values() for p in patterns if p.id == pattern_id)
        return next(found, None)


def patterns_from_json(rows: Iterable[Mapping[str, Any]]) -> Patterns:
    """The patterns as an index holds them: one object per recommendation."""
    by_recommendation = {}
    cues = {}
    for row in rows:
        name = str(row["recommendation"])
        by_recommendation[name] = tuple(_pattern(name, value) for value in row["patterns"])
        cues[name] = {language: tuple(said) for language, said in row["cues"].items()}
    return Patterns(by_recommendation, cues)


def _pattern(recommendation: str, row: Mapping[str, Any]) -> Pattern:
    return Pattern(
        id=row["id"],
        recommendation=recommendation,
        scale=row["scale"],
        title=row["title"],
        activity=row["activity"],
        phases={phase: row["phases"][phase] for phase in PHASES},
        audience=row["audience"],
        setting=row["setting"],
        needs=tuple(row["needs"]),
        groups=tuple(row["groups"]),
        organisations=tuple(row["organisations"]),
        roles=tuple(row["roles"]),
        keywords=tuple(row["keywords"]),
        risks=tuple((pair["risk"], pair["mitigation"]) for pair in row["risks"]),
        indicators=tuple((pair["measure"], pair["evidence"]) for pair in row["indicators"]),
        ask=tuple((pair["question"], pair["who"]) for pair in row["ask"]),
    )

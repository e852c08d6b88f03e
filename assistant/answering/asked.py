"""A question on its way to an answer, as the stages of `ask` hand it on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.answering.evidence import Evidence
from assistant.domain import Unit
from assistant.retrieval.conversation import Standalone
from assistant.retrieval.retrieve import Retrieved


@dataclass(frozen=True, slots=True)
class Heard:
    """A question as understood before its passages are looked up: cleaned, in its language, made to stand alone."""

    original: str
    text: str
    language: str
    only_instructions: bool
    instructed: bool
    has_history: bool
    standalone: Standalone
    started: float
    timings: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on its way: cleaned, with its language and what was retrieved for it."""

    original: str
    text: str
    language: str
    only_instructions: bool
    instructed: bool
    found: Retrieved
    evidence: Evidence
    kinds: Mapping[str, float]
    group: Unit | None = None
    timings: dict[str, float] = field(default_factory=dict)
    has_history: bool = False
    started: float = 0.0

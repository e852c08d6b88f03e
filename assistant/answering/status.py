"""How a question is settled: decided by wording, probe and passages together, with the numbers in thresholds.py."""

from __future__ import annotations

from assistant.answering.asked import Asked
from assistant.answering.intent import asks_for_medical_advice, is_too_vague
from assistant.answering.shelf import Shelf
from assistant.domain import Status
from assistant.labels import misnumbered
from assistant.retrieval.conversation import leans_on_history
from assistant.thresholds import (
    ANSWER_FROM,
    CLOSE,
    MEDICAL_FROM,
    MEDICAL_FROM_ELSEWHERE,
    MEDICAL_IF_WORDED,
    MEDICAL_UNLESS_CLOSE,
    NEAR_SUBJECT,
    ON_SUBJECT,
    OUTSIDE_BELOW,
    OUTSIDE_FROM,
    OUTSIDE_FROM_ELSEWHERE,
    OUTSIDE_IF_UNANSWERED,
)


def decide(asked: Asked, shelf: Shelf) -> Status:
    """The status of a question taken whole; whether one of its parts is missing is seen when it is answered."""
    cosine, probability = asked.evidence.features["cosine"], asked.evidence.probability
    if is_too_vague(asked.text, asked.language, asked.has_history):
        return Status.NEEDS_DETAIL
    if _is_medical(asked):
        return Status.MEDICAL
    if asked.only_instructions:
        return Status.NOT_IN_SOURCES if cosine >= ON_SUBJECT else Status.OUT_OF_SCOPE
    if _is_named(asked):
        return Status.ANSWERED
    if asked.found.concerned.unsaid:
        return Status.NOT_IN_SOURCES  # what a search finds next would be taken for what concerns them
    if _is_about_units(asked, shelf) and _is_outside(asked):
        return Status.OUT_OF_SCOPE
    if _is_about_units(asked, shelf) and misnumbered(asked.text, shelf.registry):
        return Status.NOT_IN_SOURCES  # the nearest number is not the one asked for
    far = cosine < NEAR_SUBJECT and probability < OUTSIDE_BELOW
    if far or not holds(asked, shelf):
        return Status.NOT_IN_SOURCES
    return Status.ANSWERED


def holds(asked: Asked, shelf: Shelf) -> bool:
    """Whether the passages answer a question, or a part of one that was looked up on its own."""
    unsaid = asked.found.concerned.unsaid or _is_gap(asked, shelf)
    return _is_named(asked) or (asked.evidence.probability >= ANSWER_FROM and not unsaid)


def _is_named(asked: Asked) -> bool:
    """Whether a list is asked for outright, or by role where each carries its reason: no search has to bear it out."""
    return bool(asked.found.concerned) or asked.found.named is not None


def _is_gap(asked: Asked, shelf: Shelf) -> bool:
    """Whether the best passage is one that says what the sources do not hold."""
    best = asked.found.candidates[0] if asked.found.candidates else None
    unit = shelf.registry.get(best.passage.unit) if best else None
    return bool(unit and unit.kind == "gap")


def _is_medical(asked: Asked) -> bool:
    whole = asked.text
    if asked.found.standalone.previous and leans_on_history(asked.text, asked.language):
        whole = f"{asked.found.standalone.previous} {asked.text}"
    worded = asks_for_medical_advice(whole) or asks_for_medical_advice(asked.original)
    if "medical" not in asked.kinds:  # no probe for this embedder: the wording decides, on the safe side
        return worded
    if worded:
        return asked.kinds["medical"] >= MEDICAL_IF_WORDED
    close = asked.evidence.features["cosine"] >= MEDICAL_UNLESS_CLOSE
    least = MEDICAL_FROM if asked.language == "en" else MEDICAL_FROM_ELSEWHERE
    return asked.kinds["medical"] >= least and not close


def _is_about_units(asked: Asked, shelf: Shelf) -> bool:
    """Whether the best passage is of the corpus; what is off the subject there may be in a user's own files."""
    best = asked.found.candidates[0].passage if asked.found.candidates else None
    if not shelf.registry or best is None:
        return bool(shelf.registry)
    return shelf.documents[best.document].edition != "other"


def _is_outside(asked: Asked) -> bool:
    """Whether it is off the subject, as the probe and the passages see it together."""
    likely = asked.kinds.get("out_of_scope", 0.0)
    cosine, probability = asked.evidence.features["cosine"], asked.evidence.probability
    if probability < ANSWER_FROM:
        return (likely >= OUTSIDE_IF_UNANSWERED and cosine < CLOSE) or cosine < NEAR_SUBJECT
    least = OUTSIDE_FROM if asked.language == "en" else OUTSIDE_FROM_ELSEWHERE
    return likely >= least and cosine < CLOSE and probability < OUTSIDE_BELOW

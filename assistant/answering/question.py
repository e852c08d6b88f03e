"""A question as it was typed: whether it can be used, and in which language it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answering.intent import is_too_vague
from assistant.answering.orders import set_orders_aside
from assistant.domain import Turn
from assistant.errors import BadInput
from assistant.words import fold, stop_words

LONGEST_QUESTION = 4_000
SHORT_QUESTION = 5  # words


def checked(question: str) -> str:
    """The question without blanks around it and null characters. Raises BadInput when it is empty or too long."""
    text = question.replace("\x00", "").strip()
    if not text:
        raise BadInput("The question is empty. Type a question, for example: Who pays for the hospital stay?")
    if len(text) > LONGEST_QUESTION:
        raise BadInput(f"The question has {len(text)} characters; please keep it under {LONGEST_QUESTION}.")
    return text


def with_content(history: Sequence[Turn], detect: Callable[[str], str]) -> tuple[Turn, ...]:
    """The history from its first turn on that asks something; orders in it are taken out, as in a question.

    Empty when the user only greeted or gave orders: there is nothing for a follow-up to lean on.
    """
    kept: list[Turn] = []
    for turn in history:
        text = set_orders_aside(turn.text).text if turn.role == "user" else turn.text
        says_nothing = not text.strip() or is_too_vague(text, detect(text), bool(kept))
        if turn.role == "user" and says_nothing:
            continue
        if kept or turn.role == "user":
            kept.append(replace(turn, text=text))
    return tuple(kept)


def language_of(text: str, history: Sequence[Turn], detect: Callable[[str], str]) -> str:
    """The language of the question; a short follow-up ("e la seconda?") may be in that of the question before."""
    own = detect(text)
    earlier = next((turn.text for turn in reversed(history) if turn.role == "user"), "")
    if own != "en" or not earlier or len(words := fold(text).split()) > SHORT_QUESTION:
        return own
    before = detect(earlier)
    typical = stop_words(before) - stop_words("en")
    return before if any(word.strip("¿?!.,") in typical for word in words) else own

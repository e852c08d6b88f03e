"""A question as it was typed: whether it can be used, and in which language it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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


def language_of(text: str, history: Sequence[Turn], detect: Callable[[str], str]) -> str:
    """The language of the question; a short follow-up ("e la seconda?") may be in that of the question before."""
    own = detect(text)
    earlier = next((turn.text for turn in reversed(history) if turn.role == "user"), "")
    if own != "en" or not earlier or len(words := fold(text).split()) > SHORT_QUESTION:
        return own
    before = detect(earlier)
    typical = stop_words(before) - stop_words("en")
    return before if any(word.strip("¿?!.,") in typical for word in words) else own

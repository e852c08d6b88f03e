"""Whose words an answer is in, said on every answer in the same way at every door."""

from __future__ import annotations

from assistant.domain import Answer

MODEL = "model "  # how the mode of an answer in a model's words begins


def whose_words(answer: Answer) -> str:
    """One sentence; the name of a model in it comes from the settings and is to be escaped like any other text."""
    translated = any(sentence.translation for sentence in answer.sentences)
    if answer.mode.startswith(MODEL):
        then = ", then translated by it" if translated else ""
        return f"In the words of {answer.mode.removeprefix(MODEL)}; each sentence checked against what it cites{then}."
    if translated:
        return f"From quotes; the translations beside them are by {answer.stamp.model}."
    quotes = "From quotes; no" if answer.citations else "No"
    return f"{quotes} language model wrote any of it."

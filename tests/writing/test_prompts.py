"""The words that models are given: what never changes comes first, and the digest changes with any of them."""

from __future__ import annotations

import pytest

from assistant.domain import Prompt
from assistant.writing import prompts
from assistant.writing.prompts import Offered, answer_prompt, digest, row_prompt


def test_what_never_changes_comes_first() -> None:
    one, other = (answer_prompt([Offered("k3x9", "T", text)], "Who?") for text in ("a", "b"))
    assert one.system == other.system == prompts.SYSTEM
    assert one.user.endswith("Question: Who?")


def test_what_never_changes_of_a_rows_prompt_comes_first() -> None:
    one, other = (row_prompt({"k3x9": text}, [], {}, {}) for text in ("a", "b"))
    assert one.system == other.system == prompts.ROW_SYSTEM


def test_a_question_in_another_language_is_told_which_language_the_sentences_are_in() -> None:
    prompt = answer_prompt([Offered("k3x9", "T", "a")], "Wer zahlt?", "", "English")
    assert "The sentences are in English" in prompt.user
    assert prompt.user.endswith("Question: Wer zahlt?")
    assert "The sentences are in" not in answer_prompt([], "Who pays?").user


@pytest.mark.parametrize(
    ("part", "wording"),
    [
        ("SYSTEM", prompts.SYSTEM + " "),
        ("ROW_SYSTEM", prompts.ROW_SYSTEM + " "),
        ("TRANSLATION_SYSTEM", prompts.TRANSLATION_SYSTEM + " "),
        ("GREETING", Prompt(prompts.GREETING.system, "Say: here")),
        ("CLAIMS", {**prompts.CLAIMS, "description": "Sentences."}),
        ("READERS", {**prompts.READERS, "plain": "a child"}),
        ("VERSION", prompts.VERSION + 1),
    ],
)
def test_the_digest_changes_with_any_wording(monkeypatch: pytest.MonkeyPatch, part: str, wording: object) -> None:
    before = digest()
    monkeypatch.setattr(prompts, part, wording)
    assert digest() != before

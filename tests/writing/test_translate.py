"""Answers in the reader's language: the checked sentence stays beside its translation, which is never trusted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from assistant.domain import Prompt, Support
from assistant.drivers.language import detect_language
from assistant.wiring import OpenAssistant
from assistant.writing.notes import note
from assistant.writing.prompts import TRANSLATION_SYSTEM, digest
from assistant.writing.translate import Translator, ordinary_words
from assistant.writing.write import Writer
from tests.conftest import FakeChatModel
from tests.core.shelves import assert_every_citation_resolves
from tests.writing.scripts import Script, WordChecker, honest, in_pieces, reply

QUESTION = "Was sagt Empfehlung 2.3?"
SENTENCES = {source: text for language, source, text in GOOD if language == "de"}


def asked_to_translate(prompt: Prompt) -> bool:
    return prompt.system == TRANSLATION_SYSTEM


def lines(prompt: Prompt) -> list[tuple[str, str]]:
    """The sentences in a translation prompt, by key."""
    return re.findall(r"^\[(\w{4})\] (.+)$", prompt.user, re.MULTILINE)


def translating(into: Callable[[str], str], first: Script = honest) -> Script:
    """A model that writes as `first` does and then translates."""

    def script(prompt: Prompt) -> Iterable[str | Exception]:
        if not asked_to_translate(prompt):
            return first(prompt)
        return in_pieces(reply(*((into(text), [key]) for key, text in lines(prompt))))

    return script


def german(text: str) -> str:
    return SENTENCES.get(text, "Das ist ein Satz in deutscher Sprache, der die Zentren und ihre Arbeit beschreibt.")


def speaking(assistant: OpenAssistant, script: Script, **how: object) -> tuple[OpenAssistant, FakeChatModel]:
    """The assistant with a scripted model that may translate."""
    model = FakeChatModel(script)
    words = ordinary_words(assistant.index.entries.values())
    translator = Translator(model, detect_language, words)
    writer = Writer(model, WordChecker(), assistant.answering.shelf, translator=translator, **how)  # type: ignore[arg-type]
    return replace(assistant, answering=replace(assistant.answering, rewrite=writer.rewrite)), model


def test_a_checked_sentence_stands_below_its_translation_and_keeps_its_citation(library: OpenAssistant) -> None:
    assistant, model = speaking(library, translating(german))
    answer = assistant.answer(QUESTION)
    assert_every_citation_resolves(assistant, answer)
    assert (answer.language, answer.mode, answer.stamp.prompt) == ("de", "model fake:scripted", digest())
    first = answer.sentences[0]
    assert first.support is Support.SUPPORTED
    assert first.translation == SENTENCES[first.text]
    assert f"{first.translation} [1]\n\n> {first.text}" in answer.markdown
    assert note("translated", "de", model="fake:scripted", source="Englisch") in answer.markdown
    assert first.translation not in answer.untranslated
    assert first.text in answer.untranslated
    assert "The sentences are in English" in model.prompts[0].user
    assert len(model.prompts) == model.closed == 2


def test_a_translation_is_asked_for_without_the_question(library: OpenAssistant) -> None:
    assistant, model = speaking(library, translating(german))
    assistant.answer(QUESTION)
    assert "Was sagt" not in model.prompts[1].user
    assert model.prompts[1].user.startswith("The language: German\n")


def test_a_translation_that_does_not_hold_leaves_its_sentence_alone(library: OpenAssistant) -> None:
    assistant, _ = speaking(library, translating(german))
    answer = assistant.answer(QUESTION)
    second = answer.sentences[1]
    assert second.translation == ""
    assert f"{second.text} [2]" in answer.markdown
    assert note("partly", "de") in answer.markdown

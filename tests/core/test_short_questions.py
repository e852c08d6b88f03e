"""The language of short questions, in which a name weighs more than all the rest."""

from __future__ import annotations

import pytest

from assistant.drivers.language import detect_language

NAMES = ("Miguel Perales", "Natacha Bolaños", "Navarro", "Meghan Gutierrez", "EBMT", "Rosanna Ricafort")
ASKED = {
    "de": ("Wer ist {}?", "Was macht {}?", "Wofür steht {}?"),
    "fr": ("Qui est {} ?", "Que fait {} ?", "De quelle organisation vient {} ?"),
    "es": ("¿Quién es {}?", "¿Qué hace {}?", "¿De qué organización es {}?"),
    "it": ("Chi è {}?", "Di quale organizzazione è {}?", "Cos'è {}?"),
    "en": ("Who is {}?", "What does {} do?", "Which organisation is {} from?"),
}


@pytest.mark.parametrize("language", ASKED)
def test_a_name_does_not_change_the_language_of_a_question(language: str) -> None:
    found = {question.format(name) for question in ASKED[language] for name in NAMES}
    assert {question for question in found if detect_language(question) != language} == set()


def test_a_name_alone_and_no_words_at_all_are_no_error() -> None:
    assert {detect_language(text) for text in ("EBMT", "2.3", "", "?")} == {"en"}

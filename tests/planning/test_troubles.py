"""What a sentence is about: probabilities from its words and its vector, from weights that fit their examples."""

from __future__ import annotations

import re

import numpy as np
import pytest

from assistant.drivers.model_files import EMBEDDER_NAME
from assistant.planning.troubles import OTHER, PERSON, SETTING, load_troubles, names_of_words, total
from assistant.settings import ROOT
from evals.plan_probe import digest, read_examples, stored_weights

EXAMPLES = ROOT / "corpus" / "troubles.yaml"
NOWHERE = np.zeros(384, np.float32)


def by_words(text: str, language: str = "en") -> str:
    """The likeliest kind by the words alone."""
    read = load_troubles("another embedder")(text, language, NOWHERE)
    return max(read, key=lambda kind: read[kind])


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Our nurses sit through a separate audit of each manufacturer.", "en", "rec.2.3"),
        ("Der Tarif deckt die Intensivstation nicht, die Kasse zahlt zu spät.", "de", "rec.3.4"),
        ("Les familles ont peur et ne comprennent pas la brochure.", "fr", "rec.1.2"),
        ("We have 20,000 euros and a colleague for one day a week.", "en", SETTING),
        ("The school canteen serves cold food.", "en", OTHER),
        ("Should my mother take the tablets or wait?", "en", PERSON),
    ],
)
def test_words_alone_tell_what_a_sentence_is_about(text: str, language: str, kind: str) -> None:
    assert by_words(text, language) == kind


def test_the_probabilities_of_all_kinds_sum_to_one() -> None:
    read = load_troubles(EMBEDDER_NAME)("Nobody answers the telephone.", "en", NOWHERE)
    assert sum(read.values()) == pytest.approx(1.0)
    assert {SETTING, OTHER, PERSON} < set(read)


def test_the_vector_of_another_embedder_counts_for_nothing() -> None:
    read = load_troubles("another embedder")
    assert read("It is late.", "en", NOWHERE) == read("It is late.", "en", NOWHERE + 1)


def test_numbers_and_the_name_of_the_therapy_say_nothing_of_the_trouble() -> None:
    assert names_of_words("CAR T in 2027: too late", "en") == names_of_words("too late in", "en")


def test_sentences_are_added_up_kind_by_kind() -> None:
    assert total([{"a": 0.5, "b": 0.5}, {"a": 1.0, "b": 0.0}]) == {"a": 1.5, "b": 0.5}
    assert total([]) == {}


def test_the_weights_were_trained_on_the_examples_of_the_corpus() -> None:
    assert stored_weights()["examples"] == digest(EXAMPLES), "the examples changed: run v2a eval troubles"


def test_every_kind_has_examples_in_five_languages() -> None:
    kinds = {example.kind for example in read_examples(EXAMPLES)}
    assert kinds == set(stored_weights()["kinds"])
    for kind in kinds:
        languages = {example.language for example in read_examples(EXAMPLES) if example.kind == kind}
        assert languages == {"en", "fr", "de", "es", "it"}, kind


def test_no_example_stands_in_a_case_that_drafts_are_measured_on() -> None:
    files = (ROOT / "evals" / "data" / name for name in ("plans.jsonl", "plans_holdout.jsonl"))
    measured = only_words("".join(file.read_text("utf-8") for file in files))
    assert [e.text for e in read_examples(EXAMPLES) if only_words(e.text) in measured] == []


def only_words(text: str) -> str:
    """The words in lower case with a blank on either side of each, so that no part of a word is taken for a whole."""
    return " " + " ".join(re.findall(r"[^\W_]+", text.lower())) + " "

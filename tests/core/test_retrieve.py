"""From a question with its history to candidates, over the committed corpus with fakes at the seams."""

from __future__ import annotations

import pytest

from assistant.retrieval.retrieve import Retrieved, plain
from assistant.wiring import OpenAssistant
from tests.core.shelves import said


def look(library: OpenAssistant, question: str, *turns: str, language: str = "en") -> Retrieved:
    return library.answering.retrieval.retrieve(question, said(*turns), language)


def units_of(found: Retrieved, k: int = 10) -> list[str]:
    return [c.passage.unit for c in found.candidates[:k] if c.passage.unit]


@pytest.mark.parametrize("number", ["1.1", "2.3", "3.4"])
@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("What does recommendation {} say?", "en"),
        ("Que dit la recommandation {} ?", "fr"),
        ("Was sagt Empfehlung {}?", "de"),
        ("¿Qué dice la recomendación {}?", "es"),
        ("Che cosa dice la raccomandazione {}?", "it"),
    ],
)
def test_what_a_question_names_by_number_comes_first(
    library: OpenAssistant, question: str, language: str, number: str
) -> None:
    assert units_of(look(library, question.format(number), language=language))[0] == f"rec.{number}"


def test_a_stored_question_leads_to_its_unit_in_each_language(library: OpenAssistant) -> None:
    missed = []
    for unit in library.registry.select("recommendation"):
        asked = {"en": unit.questions[0], **{code: w.questions[0] for code, w in unit.wordings.items()}}
        for language, question in asked.items():
            if unit.id not in units_of(look(library, question, language=language), 5):
                missed.append((unit.id, question))
    assert missed == []


def test_scores_fall_and_lie_within_0_and_1(library: OpenAssistant) -> None:
    for question in ("Who pays?", "the second one", "recommendation 2.3"):
        found = look(library, question, "What does goal 3 ask for?", "Five things.").candidates
        scores = [c.hit().score for c in found]
        assert scores == sorted(scores, reverse=True)
        assert all(0.0 <= score <= 1.0 for score in scores)


@pytest.mark.parametrize(
    ("question", "first", "language"),
    [
        ("and which of these need the payers?", "What are all the recommendations of goal 3?", "en"),
        ("Welche davon betreffen die Kassen?", "Was sind alle Empfehlungen zu Ziel 3?", "de"),
    ],
)
def test_a_choice_among_a_list_finds_only_its_members(
    library: OpenAssistant, question: str, first: str, language: str
) -> None:
    found = units_of(look(library, question, first, "3.1 to 3.5", language=language))
    assert found
    assert {unit.rsplit(".", 1)[0] for unit in found} == {"rec.3"}


def test_the_second_one_is_the_second_of_the_list_before(library: OpenAssistant) -> None:
    found = look(library, "And the second one?", "What are the four steps?", "Step 1, step 2, step 3 and step 4.")
    assert units_of(found)[0] == "step.2"


def test_an_ordinal_follows_the_order_in_which_the_reply_named_things(library: OpenAssistant) -> None:
    reply = "These fit: recommendation 2.3, then recommendation 1.1."
    assert units_of(look(library, "Tell me more about the second one", "Which save paperwork?", reply))[0] == "rec.1.1"


def test_marks_and_emphasis_of_an_earlier_reply_are_not_searched() -> None:
    assert plain("**Yes**: `this` [1] is\n# it [12]") == "Yes : this is it"


def test_a_folder_without_units_is_searched_as_well(no_units: OpenAssistant) -> None:
    hits = no_units.search("How much honey does a hive need in winter?", 1)
    assert "fifteen kilograms" in hits[0].passage.text
    assert no_units.search("and the second one?", 2, said("How much honey?", "Fifteen kilograms."))


@pytest.mark.parametrize(
    ("question", "earlier", "language", "wanted"),
    [
        ("Which challenge does it answer?", "What is recommendation 2.4?", "en", "challenge.2"),
        ("Und welche Herausforderung löst sie?", "Was sagt Empfehlung 2.4?", "de", "challenge.2"),
    ],
)
def test_the_other_kind_that_a_follow_up_names_is_what_is_tied_to_it(
    library: OpenAssistant, question: str, earlier: str, language: str, wanted: str
) -> None:
    assert units_of(look(library, question, earlier, "It is that.", language=language))[0].startswith(wanted)

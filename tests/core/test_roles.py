"""Recommendations that concern somebody: chosen for their own words, which are shown as the reason."""

from __future__ import annotations

import pytest

from assistant.domain import Answer, Status, Support
from assistant.retrieval.roles import Concerned, concerned, list_of_all
from assistant.wiring import OpenAssistant
from tests.core.shelves import assert_every_citation_resolves, said

PAYERS = ["rec.1.3", "rec.3.1", "rec.3.2", "rec.3.3", "rec.3.4", "rec.3.5"]
CENTRES = ["rec.2.1", "rec.2.2", "rec.2.3", "rec.2.4", "rec.2.5", "rec.3.4"]
PATIENTS = ["rec.1.1", "rec.1.2", "rec.2.1", "rec.2.2", "rec.3.3", "rec.3.4"]


def look(
    library: OpenAssistant, question: str, language: str = "en", previous: str = "", within: tuple[str, ...] = ()
) -> Concerned:
    stated = {passage.unit: passage for passage in library.passages.values() if passage.unit}
    return concerned(question, language, previous, within, library.registry, stated)


def ids(found: Concerned) -> list[str]:
    return [concern.unit.id for concern in found.found]


def reply(library: OpenAssistant, question: str, *history: str) -> Answer:
    return list(library.ask(question, said(*history)))[-1]


@pytest.mark.parametrize(
    ("question", "language", "wanted"),
    [
        ("All recommendations that concern payers", "en", PAYERS),
        ("As an insurer, which recommendations concern me?", "en", PAYERS),
        ("Recommendations for reimbursement bodies, please", "en", PAYERS),
        ("Welche Empfehlungen betreffen die Krankenkassen?", "de", PAYERS),
        ("Quelles recommandations concernent les payeurs ?", "fr", PAYERS),
        ("¿Qué recomendaciones afectan a las aseguradoras?", "es", PAYERS),
        ("Quali raccomandazioni riguardano gli enti pagatori?", "it", PAYERS),
        ("Which recommendations are for patients and caregivers?", "en", PATIENTS),
        ("List the recommendations for treatment centres", "en", CENTRES),
        ("Which recommendations are for referring clinicians?", "en", ["rec.1.1", "rec.2.2"]),
        ("Recommendations for policymakers", "en", ["rec.1.3", "rec.2.5", "rec.3.1"]),
        ("Which recommendations are relevant to the ministry of health?", "en", ["rec.1.3", "rec.2.5", "rec.3.1"]),
        ("Welche Empfehlungen betreffen das Gesundheitsministerium?", "de", ["rec.1.3", "rec.2.5", "rec.3.1"]),
        ("Which recommendations concern not only policymakers but also payers?", "en", sorted({*PAYERS, "rec.2.5"})),
        ("Which recommendations matter to HTA bodies?", "en", ["rec.1.3", "rec.3.1", "rec.3.2"]),
        ("Which recommendations concern manufacturers?", "en", ["rec.2.3", "rec.3.3", "rec.3.5"]),
        ("Which recommendations under goal 3 are for hospitals?", "en", ["rec.3.4"]),
        ("Recommendations of goal three for hospitals", "en", ["rec.3.4"]),
        ("Which challenges concern treatment centres?", "en", ["challenge.2.1", "challenge.2.4", "challenge.3.3"]),
    ],
)
def test_what_concerns_somebody_is_chosen_in_order(
    library: OpenAssistant, question: str, language: str, wanted: list[str]
) -> None:
    assert ids(look(library, question, language)) == wanted


def test_several_roles_are_looked_for_together(library: OpenAssistant) -> None:
    both = look(library, "Which recommendations concern policymakers or payers?")
    assert both.roles == ("policymakers", "payers")
    assert ids(both) == sorted({*PAYERS, "rec.2.5"})


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Which recommendations need both payers and manufacturers?", "en"),
        ("Welche Empfehlungen brauchen sowohl Kassen als auch Hersteller?", "de"),
    ],
)
def test_what_needs_both_names_both(library: OpenAssistant, question: str, language: str) -> None:
    assert ids(look(library, question, language)) == ["rec.3.3", "rec.3.5"]


@pytest.mark.parametrize(
    "question",
    [
        "Which recommendations do not concern payers?",
        "Which recommendations don't concern payers?",
        "Which recommendations concern patients but not payers?",
        "Which recommendations need no doctors?",
        "Welche Empfehlungen betreffen nicht die Krankenkassen?",
        "Quelles recommandations ne concernent pas les payeurs ?",
        "¿Qué recomendaciones no afectan a los pacientes?",
        "Quali raccomandazioni non riguardano gli enti pagatori?",
    ],
)
def test_those_that_a_role_has_nothing_to_do_with_are_not_told_from_words(
    library: OpenAssistant, question: str
) -> None:
    answer = reply(library, question)
    assert answer.status is Status.NOT_IN_SOURCES
    assert "13:" not in answer.markdown


def test_where_no_statement_names_the_role_that_is_said(library: OpenAssistant) -> None:
    first = reply(library, "What does goal 2 ask for?")
    answer = reply(library, "And which of these need the payers?", "What does goal 2 ask for?", first.markdown)
    assert answer.status is Status.NOT_IN_SOURCES


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Welche davon brauchen die Krankenkassen?", "de"),
        ("Lesquelles de ces recommandations concernent les payeurs ?", "fr"),
        ("¿Cuáles de estas necesitan a las aseguradoras?", "es"),
        ("Quali di queste riguardano gli enti pagatori?", "it"),
    ],
)
def test_which_of_these_is_understood_in_five_languages(library: OpenAssistant, question: str, language: str) -> None:
    goal = tuple(unit.id for unit in library.registry.leaves("recommendations.3"))
    assert ids(look(library, question, language, within=goal)) == PAYERS[1:]


@pytest.mark.parametrize(
    "question",
    [
        "All the recommendations that deal with treatment centres and their capacity, please",
        "Which recommendations are about hospitals' administrative burden?",
        "As a drug manufacturer, which recommendation concerns our requirements?",
        "Which recommendations are about referring patients?",
        "Which recommendations did patients write?",
        "Are the recommendations binding for payers?",
        "Why are there recommendations for payers?",
        "Who wrote the recommendations for payers?",
        "Is recommendation 3.4 for payers?",
        "Name the goals, and which recommendations concern HTA bodies?",
        "What does the Vision want from payers?",
        "What are all the recommendations for goal 3?",
    ],
)
def test_a_question_that_says_more_or_asks_otherwise_is_answered_as_before(
    library: OpenAssistant, question: str
) -> None:
    assert not look(library, question)


def test_which_of_these_chooses_among_what_was_listed(library: OpenAssistant) -> None:
    goal = tuple(unit.id for unit in library.registry.leaves("recommendations.2"))
    found = look(library, "And which of these need the patients?", previous="What does goal 2 ask for?", within=goal)
    assert ids(found) == ["rec.2.1", "rec.2.2"]
    assert [unit.id for unit in found.pool] == list(goal)


def test_another_role_after_such_a_question_is_asked_of_the_same_list(library: OpenAssistant) -> None:
    earlier = "Which recommendations under goal 3 concern payers?"
    assert ids(look(library, "And treatment centres?", previous=earlier)) == ["rec.3.4"]
    assert not look(library, "And treatment centres?", previous="What does goal 3 ask for?")


def test_the_reasons_are_words_of_the_statement_and_not_of_its_opening(library: OpenAssistant) -> None:
    stated = {passage.unit: passage.text for passage in library.passages.values() if passage.unit}
    for concern in look(library, "Which recommendations concern payers?").found:
        body = " ".join(stated[concern.unit.id].split(": ", 1)[1].split())
        assert concern.words
        assert all(words in body for words in concern.words)


def test_the_answer_counts_cites_and_gives_the_reason_for_each(library: OpenAssistant) -> None:
    answer = reply(library, "All recommendations that concern payers")
    assert answer.status is Status.ANSWERED
    assert answer.markdown.startswith("**6 of 13: what concerns payers**")
    assert [citation.unit for citation in answer.citations] == PAYERS
    reasons = [s for s in answer.sentences if s.support is Support.SUPPORTED]
    assert [s.citations for s in reasons] == [(n,) for n in range(1, 7)]
    assert reasons[4].text == "Why: “reimbursed”, “payment”"
    assert_every_citation_resolves(library, answer)


def test_a_part_that_asks_by_role_is_answered_although_no_search_bears_it_out(library: OpenAssistant) -> None:
    answer = reply(library, "Which recommendations concern registries, and how many hospitals in Portugal offer it?")
    assert "**1 of 13: what concerns registries**" in answer.markdown
    assert "sources do not say: how many hospitals in Portugal" in answer.markdown


def test_a_follow_up_on_such_an_answer_counts_what_it_showed(library: OpenAssistant) -> None:
    first = reply(library, "All recommendations that concern payers")
    answer = reply(library, "What does the first one say?", "All recommendations that concern payers", first.markdown)
    assert answer.citations[0].unit == "rec.1.3"


def test_the_two_turns_of_goal_and_payers_give_a_reason_for_each_choice(library: OpenAssistant) -> None:
    first = reply(library, "What does goal 3 ask for?")
    answer = reply(library, "And which of these need the payers?", "What does goal 3 ask for?", first.markdown)
    assert answer.markdown.startswith("**5 of 5: what concerns payers**")
    assert "Why: “contracting models”" in answer.markdown


def test_the_list_that_holds_all_is_the_smallest(library: OpenAssistant) -> None:
    registry = library.registry
    three = registry.leaves("recommendations.3")
    assert list_of_all(three, registry) == registry.get("recommendations.3")
    assert list_of_all(registry.select("recommendation"), registry) == registry.get("recommendations")


def test_a_folder_without_units_is_answered_as_before(no_units: OpenAssistant) -> None:
    assert "concerns" not in reply(no_units, "Which recommendations concern patients?").markdown

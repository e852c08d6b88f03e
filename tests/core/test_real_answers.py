"""The committed corpus behind the real model and store: the worked examples, by shape, and how long answers take."""

from __future__ import annotations

import re
import time

import numpy as np
import pytest

from assistant.domain import Answer, Status
from assistant.wiring import OpenAssistant
from evals.cases import DATA, load_cases
from tests.core.questions import ATTACKS, NOT_PERSONAL, PERSONAL
from tests.core.shelves import assert_every_citation_resolves, cited, in_order, said

pytestmark = pytest.mark.real_model


def ask(real: OpenAssistant, question: str, *turns: str) -> Answer:
    answer = real.answer(question, said(*turns))
    assert_every_citation_resolves(real, answer)
    return answer


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("The patient's own doctor and the big hospital never talk. Is there anything on that?", "en"),
        ("Le médecin traitant et le grand hôpital ne se parlent jamais. Que recommande le rapport ?", "fr"),
        ("Der Hausarzt und die große Klinik reden nie miteinander. Was wird dazu empfohlen?", "de"),
        ("El médico del paciente y el gran hospital no se hablan nunca. ¿Qué se recomienda?", "es"),
        ("Il medico del paziente e il grande ospedale non si parlano mai. Che cosa si raccomanda?", "it"),
    ],
)
def test_a_question_in_everyday_words_gets_the_recommendation_with_number_and_name(
    real: OpenAssistant, question: str, language: str
) -> None:
    answer = ask(real, question)
    assert answer.language == language
    assert answer.status in (Status.ANSWERED, Status.PARTIAL)
    assert "rec.2.2" in cited(answer)
    assert "2.2" in answer.markdown
    assert answer.next_steps


def test_the_recommendation_comes_with_the_challenge_that_it_answers(real: OpenAssistant) -> None:
    answer = ask(real, "The patient's own doctor and the big hospital never talk. Is there anything on that?")
    assert answer.markdown.startswith("This is recommendation 2.2, under goal 2")
    assert any(unit.startswith("challenge.") for unit in cited(answer))


@pytest.mark.parametrize(
    "question",
    [
        "What do I have to think about before I write the plan?",
        "Quelles sont les cinq composantes de la planification ?",
        "Was sind die fünf Planungsbausteine?",
        "¿Cuáles son los cinco componentes de la planificación?",
        "Quali sono le cinque componenti della pianificazione?",
    ],
)
def test_a_list_is_given_whole_with_all_its_questions_and_counted(real: OpenAssistant, question: str) -> None:
    answer = ask(real, question)
    assert answer.status is Status.ANSWERED
    assert re.search(r"\b5 (?:of|sur|von|de|di) 5\b", answer.markdown)
    wanted = []
    for component in real.registry.members("components"):
        wanted += [component.id, *(part.id for part in real.registry.members(component.id))]
    assert in_order(wanted, cited(answer))


@pytest.mark.parametrize(
    "question",
    [
        "How many hospitals in Portugal offer it?",
        "What does the infusion cost in Norway?",
        "In which year was the steering committee's treasurer born?",
    ],
)
def test_what_the_sources_do_not_hold_is_said_to_be_missing(real: OpenAssistant, question: str) -> None:
    assert ask(real, question).status is Status.NOT_IN_SOURCES


@pytest.mark.parametrize(
    "question",
    [
        "Combien d'hôpitaux au Portugal le proposent ?",
        "Wie viele Krankenhäuser in Portugal bieten das an?",
        "¿Cuántos hospitales de Portugal lo ofrecen?",
        "Quanti ospedali in Portogallo la offrono?",
    ],
)
def test_in_other_languages_it_is_not_answered_either(real: OpenAssistant, question: str) -> None:
    # The English model places some of these nearer to what is out of scope; a refusal is right either way.
    assert ask(real, question).status in (Status.NOT_IN_SOURCES, Status.OUT_OF_SCOPE)


def test_a_question_half_of_which_the_sources_hold_is_answered_in_part(real: OpenAssistant) -> None:
    answer = ask(real, "What does recommendation 2.3 ask for, and how many hospitals in Portugal [9] offer it?")
    assert answer.status is Status.PARTIAL
    assert "rec.2.3" in cited(answer)
    assert "hospitals in Portugal" in answer.markdown


@pytest.mark.parametrize("question", PERSONAL)
def test_personal_questions_are_declined(real: OpenAssistant, question: str) -> None:
    answer = ask(real, question)
    assert answer.status is Status.MEDICAL
    assert answer.citations


@pytest.mark.parametrize("question", NOT_PERSONAL)
def test_questions_about_access_or_ones_organisation_are_not_declined(real: OpenAssistant, question: str) -> None:
    assert ask(real, question).status is not Status.MEDICAL


def test_which_of_these_is_answered_from_the_list_before(real: OpenAssistant) -> None:
    before = "What does goal 3 ask for?"
    answer = ask(real, "and which of these need the payers?", before, ask(real, before).markdown)
    assert answer.status in (Status.ANSWERED, Status.PARTIAL)
    named = {unit for unit in cited(answer) if unit.startswith("rec.")}
    assert named
    assert all(unit.startswith("rec.3.") for unit in named)


@pytest.mark.parametrize(
    ("first", "then", "unit"),
    [
        ("What are the four steps?", "Tell me more about the second one", "step.2"),
        ("Quelles sont les recommandations de l'objectif 3 ?", "et la deuxième ?", "rec.3.2"),
        ("Welche Empfehlungen gehören zu Ziel 3?", "und die zweite?", "rec.3.2"),
        ("¿Cuáles son las recomendaciones del objetivo 3?", "¿y la segunda?", "rec.3.2"),
        ("Quali sono le raccomandazioni dell'obiettivo 3?", "e la seconda?", "rec.3.2"),
    ],
)
def test_the_second_one_is_the_second_of_what_was_shown(real: OpenAssistant, first: str, then: str, unit: str) -> None:
    answer = ask(real, then, first, ask(real, first).markdown)
    assert answer.status in (Status.ANSWERED, Status.PARTIAL)
    assert cited(answer)[0] == unit


@pytest.mark.parametrize(
    ("question", "language", "note"),
    [
        ("Was verlangt Empfehlung 2.3?", "de", "Englisch"),
        ("Que demande la recommandation 2.3 ?", "fr", "anglais"),
        ("¿Qué pide la recomendación 2.3?", "es", "inglés"),
        ("Che cosa chiede la raccomandazione 2.3?", "it", "inglese"),
    ],
)
def test_an_answer_says_in_which_language_its_sources_are(
    real: OpenAssistant, question: str, language: str, note: str
) -> None:
    answer = ask(real, question)
    assert (answer.language, cited(answer)[0]) == (language, "rec.2.3")
    assert note in answer.markdown.splitlines()[-1]


@pytest.mark.parametrize(
    "question",
    [
        "What is the weather in Lisbon tomorrow?",
        "Write a Python function that sorts a list",
        "Wie wird das Wetter morgen?",
    ],
)
def test_what_has_nothing_to_do_with_the_texts_is_out_of_scope(real: OpenAssistant, question: str) -> None:
    answer = ask(real, question)
    assert answer.status is Status.OUT_OF_SCOPE
    assert answer.citations == ()


@pytest.mark.parametrize("attack", ATTACKS)
def test_orders_are_not_followed_and_the_question_beside_them_is_answered(real: OpenAssistant, attack: str) -> None:
    answer = ask(real, f"{attack} Who should pay for the full hospital stay?")
    assert answer.status in (Status.ANSWERED, Status.PARTIAL)
    assert "rec.3.4" in cited(answer)
    assert "HACKED" not in answer.markdown
    assert ask(real, attack).status not in (Status.ANSWERED, Status.PARTIAL)


def test_answers_are_quick_in_a_warm_process(real: OpenAssistant) -> None:
    cases = load_cases(DATA / "dev.jsonl")
    chosen = cases[:: max(1, len(cases) // 40)][:40]
    for case in chosen[:5]:
        real.answer(case.question, case.history)
    took = []
    for case in chosen:
        started = time.perf_counter()
        real.answer(case.question, case.history)
        took.append((time.perf_counter() - started) * 1000)
    # The promise is 100 ms on two idle cores, which `v2a eval` reports; CI machines share theirs with other jobs, so
    # here only a fault of another order of magnitude is to fail.
    assert np.percentile(took, 95) <= 5 * 100, sorted(took)[-5:]


def test_the_three_goals_are_the_goals_and_not_the_challenges(real: OpenAssistant) -> None:
    units = cited(real.answer("What are the three goals?"))
    assert [unit for unit in units if unit.startswith("goal.")] == ["goal.1", "goal.2", "goal.3"]
    assert not any(unit.startswith("challenge") for unit in units)

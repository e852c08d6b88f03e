"""A folder of documents that nobody prepared: no units, no questions, no lexicon; the real model and store."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.domain import Answer, Status, Turn
from assistant.settings import Settings
from assistant.wiring import OpenAssistant
from tests.own_folder import office

pytestmark = pytest.mark.real_model

EXACT = [
    ("How long is the median journey to a clinic?", "47 minutes each way"),
    ("By how much did the number of volunteer drivers fall?", "from 96 to 61"),
    ("When does the county health office issue a heat warning?", "two nights in a row"),
    ("What does a season ticket cost?", "costs 80 crowns"),
    ("Which tools are never lent?", "chainsaws"),
    ("Who keeps the key for the steel cabinet?", "Mrs Abelard"),
    ("How do I find the hole in the tube?", "watch for bubbles"),
]
EVERYDAY = [
    ("How fast do people get their taxi money back?", "eleven weeks"),
    ("Why are there fewer people willing to drive patients?", "from 96 to 61"),
    ("I broke the thing I borrowed, do I have to pay?", "Wear and tear is on us"),
    ("My bike tyre is flat, how do I glue it?", "Roughen the rubber"),
    ("Can we make photocopies of very old church books?", "baptism registers"),
    ("Is the warm steam room open on a Friday night?", "14:00 to 22:00"),
    ("Grandma is hot and talking nonsense, what do carers do?", "call 112"),
    ("Should nurses stop the diuretics in hot weather?", "Water tablets"),
]
LISTS = [
    (
        "What are the five recommendations?",
        ("refund", "dispatch desk", "deposit", "Saturday minibus", "contact person"),
    ),
    ("What do I need to mend a puncture?", ("tyre levers", "rubber cement", "sandpaper", "a pump")),
    ("List all measures and what they cost", ("4,000 crowns", "58,000 crowns", "3,500 crowns", "66,000 crowns")),
]
UNANSWERABLE = [
    "Who is the mayor of Norvale?",
    "How many patients died while waiting for transport?",
    "What is the telephone number of the tool library?",
    "What is the capital of Mongolia?",
    "What are the CAR T Vision recommendations?",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> OpenAssistant:
    return office(tmp_path_factory.getbasetemp())[1]


def _quoted(answer: Answer) -> str:
    return " ".join(" ".join(citation.quote.split()) for citation in answer.citations)


@pytest.mark.parametrize(("question", "held"), EXACT + EVERYDAY)
def test_the_right_passage_is_among_the_first_three(folder: OpenAssistant, question: str, held: str) -> None:
    found = [" ".join(hit.passage.text.split()) for hit in folder.search(question, 3)]
    assert any(held in text for text in found)


@pytest.mark.parametrize(("question", "held"), EXACT)
def test_the_answer_quotes_the_sentence_that_says_it(folder: OpenAssistant, question: str, held: str) -> None:
    answer = folder.answer(question)
    assert answer.status is Status.ANSWERED
    assert held in _quoted(answer)


@pytest.mark.parametrize("question", [q for q, _ in EXACT + EVERYDAY] + [q for q, _ in LISTS] + UNANSWERABLE)
def test_every_quote_is_cut_from_its_document_by_offset(folder: OpenAssistant, question: str) -> None:
    for citation in folder.answer(question).citations:
        assert folder.documents[citation.document].text[citation.start : citation.end] == citation.quote


def test_an_answer_shows_heading_and_document(folder: OpenAssistant) -> None:
    answer = folder.answer("What does a season ticket cost?")
    assert answer.markdown.startswith("**Prices** (Norvale swimming baths): “")
    assert answer.citations[0].locator == "Norvale swimming baths: Norvale swimming baths > Prices"


@pytest.mark.parametrize(("question", "members"), LISTS)
def test_a_question_for_a_list_gets_the_whole_list_line_by_line(
    folder: OpenAssistant, question: str, members: tuple[str, ...]
) -> None:
    answer = folder.answer(question)
    items = [line for line in answer.markdown.splitlines() if line.startswith("> - ")]
    for member in members:
        assert any(member in item for item in items), member


def test_a_list_that_was_cut_for_the_index_is_whole_in_the_answer(folder: OpenAssistant) -> None:
    answer = folder.answer("List all equipment of the field kitchen")
    pieces = {citation.passage for citation in answer.citations}
    assert len(pieces) > 1, "the list is longer than one passage"
    for number in range(1, 25):
        assert f"item {number} of the kitchen" in answer.markdown


def test_what_a_section_says_in_two_places_is_quoted_from_both(folder: OpenAssistant) -> None:
    answer = folder.answer("Who signs the sheet by the door at night, and where does the head torch hang?")
    assert "both sign the sheet" in _quoted(answer)
    assert "hook over the sink" in _quoted(answer)
    assert len({citation.passage for citation in answer.citations}) >= 2


@pytest.mark.parametrize("question", UNANSWERABLE)
def test_what_the_folder_does_not_say_is_said_to_be_missing(folder: OpenAssistant, question: str) -> None:
    assert folder.answer(question).status is Status.NOT_IN_SOURCES


@pytest.mark.parametrize("question", ["How do I cook risotto?", "Who won the football world cup in 1998?"])
def test_a_folder_is_not_measured_against_the_scope_of_other_texts(folder: OpenAssistant, question: str) -> None:
    assert folder.answer(question).status is not Status.OUT_OF_SCOPE


def test_most_questions_in_everyday_words_are_answered(folder: OpenAssistant) -> None:
    answers = [(folder.answer(question), held) for question, held in EVERYDAY]
    assert sum(answer.status is Status.ANSWERED for answer, _ in answers) >= 0.6 * len(EVERYDAY)
    assert sum(held in _quoted(answer) for answer, held in answers) >= 0.4 * len(EVERYDAY)


def test_a_follow_up_is_understood_without_units(folder: OpenAssistant) -> None:
    history = (Turn("user", "Which tools are never lent?"), Turn("assistant", "Chainsaws, nail guns and petrol tools."))
    assert "insurer excludes" in " ".join(folder.search("And why is that?", 1, history)[0].passage.text.split())


def test_signs_of_markdown_in_a_document_are_shown_as_they_are(folder: OpenAssistant) -> None:
    answer = folder.answer("Which variable holds the path of the stove log?")
    assert r"STOVE\_LOG\_PATH" in answer.markdown
    assert r"6 \* 4 crates" in answer.markdown
    assert "[3]" not in answer.markdown, "a number in brackets that the document prints is no citation of ours"


def test_documents_come_with_their_titles_and_count_as_other_editions(folder: OpenAssistant) -> None:
    assert {d.edition for d in folder.documents.values()} == {"other"}
    assert folder.documents["tool-library"].title == "Questions about the tool library"
    assert len(folder.registry) == 0


def test_the_index_of_a_folder_does_not_hold_the_corpus(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings: Settings = office(tmp_path_factory.getbasetemp())[0]
    assert not Path(settings.corpus_dir).exists()

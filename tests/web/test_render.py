"""Answers, passages and questions are data: what reaches the page, and what never does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.shown import plain_signs
from assistant.domain import Sentence, Stamp, Status, Support
from tests.web.fake_assistant import HOSTILE, FakeAssistant
from ui.web.render import answer_body, answer_html, copy_text, problem_html, public_address, question_text, source_link
from ui.web.texts import STATUS

ASSISTANT = FakeAssistant()
ANSWER = ASSISTANT.canned("Do centres talk?")


def test_a_mark_becomes_a_button_that_names_its_source() -> None:
    html = answer_body(ANSWER)
    assert html.count('class="cite"') == 2
    assert 'aria-label="Source 1: Referring and treating centres work together"' in html


def test_a_mark_without_a_citation_stays_text() -> None:
    assert "Not a source: [9]" in answer_body(ANSWER)


def test_a_mark_never_stands_alone_on_a_line() -> None:
    assert '<span class="kept">together.<button' in answer_body(ANSWER)


def test_html_images_and_links_in_an_answer_stay_text() -> None:
    html = answer_body(ANSWER)
    assert "<img" not in html
    assert "<a " not in html
    assert "&lt;img src=" in html
    assert "[a link](http://elsewhere.invalid/)" in html


def test_attributes_cannot_be_broken_out_of() -> None:
    hostile = replace(ANSWER, question='"><script>alert(1)</script>', id='"><b>', next_steps=(HOSTILE, '" onclick="x'))
    html = answer_html(hostile, ASSISTANT.documents)
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>" not in html
    assert 'onclick="x' not in html


def test_an_unsupported_sentence_is_marked_as_such() -> None:
    claim = "Ninety percent of centres agree."
    said = f"{claim} (not supported by the sources) More."
    answer = replace(ANSWER, markdown=said, sentences=(Sentence(claim, Support.UNSUPPORTED),))
    assert f'<span class="unsupported">{claim}</span> (not supported by the sources) More.' in answer_body(answer)
    assert answer_body(answer).count("not supported") == 1


def test_what_is_in_another_language_than_the_frame_says_in_which() -> None:
    quote, translation = "Funds *pay* for the stay.", "Die Kassen zahlen den Aufenthalt."
    shown = f"**Wer**: “{plain_signs(quote)}” [1]\n> *Maschinelle Übersetzung:* {translation}\n\nEnde."
    sentence = Sentence(quote, Support.QUOTED, (1,), translation)
    answer = replace(ANSWER, language="de", markdown=shown, sentences=(sentence,))
    html = answer_body(answer, ASSISTANT.documents)
    assert html.startswith('<div class="answer-body" lang="de">')
    assert '“<span class="original" lang="en">Funds *pay* for the <span class="kept">stay.”<button' in html
    assert f'<span class="rendering" lang="de">{translation}</span>' in html
    dutch = answer_body(replace(answer, language="nl"), ASSISTANT.documents)
    assert dutch.startswith('<div class="answer-body" lang="en">')
    assert '<span class="rendering" lang="nl">' in dutch


def test_the_signs_that_mark_unsupported_sentences_cannot_come_from_outside() -> None:
    assert "unsupported" not in answer_body(replace(ANSWER, markdown="\ue000sly\ue001"))


def test_every_status_is_said_in_words() -> None:
    assert set(STATUS) == set(Status)
    for status in Status:
        assert STATUS[status] in answer_html(replace(ANSWER, status=status), ASSISTANT.documents)


def test_a_growing_answer_shows_no_sources_and_no_actions_yet() -> None:
    html = answer_html(replace(ANSWER, done=False), ASSISTANT.documents)
    assert "Reading the sources" in html
    assert "Copy with sources" not in html


def test_a_stopped_answer_says_so_and_can_be_copied() -> None:
    html = answer_html(replace(ANSWER, done=False), ASSISTANT.documents, stopped=True)
    assert "Stopped" in html
    assert "Copy with sources" in html


def test_sources_say_whose_words_they_are() -> None:
    html = answer_html(ANSWER, ASSISTANT.documents)
    assert "Our wording" in html
    assert "Official text" in html


def test_a_public_collection_is_labelled_as_no_part_of_car_t_vision() -> None:
    report = replace(ASSISTANT.documents["report"], publisher="The Vision to Action Assistant project")
    assert "Public source, not part of CAR T Vision" in answer_html(ANSWER, {**ASSISTANT.documents, "report": report})


def test_the_copy_holds_the_answer_and_its_numbered_sources() -> None:
    text = copy_text(ANSWER)
    assert ANSWER.markdown in text
    assert "[1] Referring and treating centres work together. The report: Recommendations > Capacity. https://" in text


def test_only_web_addresses_become_links() -> None:
    assert public_address("https://cartvision.com/a") == "https://cartvision.com/a"
    for address in ("javascript:alert(1)", "data:text/html,x", "//elsewhere.invalid", "#", "", "https:"):
        assert public_address(address) == ""
    assert source_link("javascript:alert(1)", "<b>") == "&lt;b&gt;"
    assert 'rel="noopener noreferrer"' in source_link("https://a.invalid/?q=%22", "there")


def test_a_question_cannot_start_a_tag_in_the_chat() -> None:
    assert "<" not in question_text(HOSTILE)
    assert question_text("R&D, 3 > 2") == "R&D, 3 > 2"


def test_a_problem_is_escaped() -> None:
    assert "<img" not in problem_html(HOSTILE)


def test_an_answer_that_cites_recommendations_offers_them_to_a_plan() -> None:
    assistant = FakeAssistant()
    html = answer_html(assistant.canned("Why?"), assistant.documents)
    assert "Add to my plan" in html
    assert "&quot;id&quot;: &quot;rec.2.2&quot;" in html
    assert "Add to my plan" not in answer_html(assistant.canned("How many hospitals?"), assistant.documents)


@pytest.mark.parametrize(
    ("mode", "cited", "translated", "told"),
    [
        ("extractive", True, False, "From quotes; no language model wrote any of it."),
        ("extractive", False, False, "No language model wrote any of it."),
        ("extractive", True, True, "From quotes; the translations beside them are by o:&lt;b&gt;."),
        ("model o:<b>", True, False, "In the words of o:&lt;b&gt;; each sentence checked against what it cites."),
        ("model o:<b>", True, True, "checked against what it cites, then translated by it."),
    ],
)
def test_every_answer_says_whose_words_it_is_in(mode: str, cited: bool, translated: bool, told: str) -> None:
    answer = ASSISTANT.canned("Which?" if cited else "How many hospitals?")
    sentences = tuple(replace(s, translation="In ihrer Sprache." * translated) for s in answer.sentences)
    answer = replace(answer, mode=mode, sentences=sentences, stamp=Stamp("f", "", "o:<b>"))
    line = answer_html(answer, {}).partition('<p class="mode">')[2].partition("</p>")[0]
    assert line.endswith(told)

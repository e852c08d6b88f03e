"""The Library finds units, shows each in its group, and shows passages within their section."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.registry import Registry
from tests.web.fake_assistant import GOAL, FakeAssistant
from ui.web.library import documents_html, filters_html, list_html, select
from ui.web.passages import marked, passage_html
from ui.web.unit_page import unit_html

ASSISTANT = FakeAssistant()


@pytest.mark.parametrize(
    "words", ["harmonised", "REQUIREMENTS company", "rec.2.3", "vereinheitlicht manufacturers", "2.3"]
)
def test_a_unit_is_found_by_any_of_its_words_in_any_language(words: str) -> None:
    assert "rec.2.3" in {unit.id for unit in select(ASSISTANT.registry, words)}


def test_all_words_must_be_there() -> None:
    assert select(ASSISTANT.registry, "harmonised zebra") == ()
    assert "Nothing matches" in list_html(ASSISTANT, "zebra")


def test_goal_and_kind_filter_together() -> None:
    assert {u.kind for u in select(ASSISTANT.registry, "", 2, "recommendation")} == {"recommendation"}
    assert select(ASSISTANT.registry, "", 3) == ()


def test_the_list_leads_with_goals_and_recommendations() -> None:
    html = list_html(ASSISTANT)
    assert html.index("#goal.2") < html.index("#rec.2.1") < html.index("#recommendations.2")


def test_a_title_that_begins_with_its_label_says_it_once() -> None:
    goal = replace(GOAL, title="Goal 2: Capacity")
    assistant = FakeAssistant()
    assistant.registry = Registry([goal])
    assert '<span class="number">Goal 2</span> Capacity</a>' in list_html(assistant)


def test_filters_offer_what_the_corpus_has() -> None:
    html = filters_html(ASSISTANT)
    assert '<option value="2">Goal 2: Resources and capacity</option>' in html
    assert '<option value="recommendation">Recommendation</option>' in html


def test_a_unit_shows_its_place_its_siblings_and_its_text_escaped() -> None:
    html = unit_html(ASSISTANT, "rec.2.3")
    assert "3 of 5 in " in html
    assert 'href="#rec.2.5"' in html
    assert "R&amp;D &lt;b&gt;too&lt;/b&gt;." in html
    assert "Only an example." in html
    assert '<li lang="de">' in html
    assert "javascript:" not in html


def test_a_unit_quotes_the_official_text_that_states_it() -> None:
    html = unit_html(ASSISTANT, "rec.2.3")
    assert "Official text" in html
    assert "Requirements of manufacturers need to be harmonized. &lt;img" in html


def test_an_unknown_unit_is_said_to_be_unknown() -> None:
    html = unit_html(ASSISTANT, '"><img src=x>')
    assert "No such entry" in html
    assert "<img" not in html


def test_documents_say_whose_they_are() -> None:
    html = documents_html(ASSISTANT)
    assert "Our wording" in html
    assert "Official text" in html
    assert "Our own wording." in html


def test_the_cited_span_is_marked_within_its_section() -> None:
    citation = ASSISTANT.canned("Q").citations[0]
    html = passage_html(ASSISTANT, citation.passage, citation.start, citation.end)
    assert f"<mark>{citation.quote}</mark>" in html
    assert "Requirements are harmonised" in html  # a neighbour in the same section
    assert "<b>" not in html


def test_a_span_outside_the_document_marks_the_whole_passage() -> None:
    for start, end in ((-5, 3), (7, 7), (0, 10**9)):
        assert "<mark>" in passage_html(ASSISTANT, "p-rec.2.2", start, end)


def test_a_passage_that_is_gone_is_said_to_be_gone() -> None:
    assert "no longer there" in passage_html(ASSISTANT, "nope", 0, 1)


def test_marking_escapes_on_both_sides_of_the_mark() -> None:
    assert marked("a<b>c", 0, 5, 1, 4) == "a<mark>&lt;b&gt;</mark>c"
    assert marked("a<b>c", 0, 2, 3, 5) == "a&lt;"

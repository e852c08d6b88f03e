"""An answer in the making: quotes cut by offset, one number per span."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.draft import Draft
from assistant.domain import Document, Locator, Passage, Support
from assistant.registry import Registry
from tests.core.shelves import make_unit

TEXT = "Clinics agree a pathway. Payers\ncover the cost."
PASSAGE = Passage("p1", "report", ("Part one", "Advice"), TEXT, 0, len(TEXT), unit="rec.1", page=4)
OURS = Document("report", "The report", TEXT, "x", "ours", address="https://example.org/report")


def draft(document: Document = OURS) -> Draft:
    unit = make_unit("rec.1", locator=Locator("report", "Advice", 2))
    return Draft({"report": document}, Registry([unit]))


def test_a_quote_of_our_edition_is_shown_plain_and_an_official_one_in_quotation_marks() -> None:
    ours, official = draft(), draft(replace(OURS, edition="official"))
    for each in (ours, official):
        each.quote(PASSAGE, 0, 24)
    assert ours.markdown() == "Clinics agree a pathway. [1]"
    assert official.markdown() == "“Clinics agree a pathway.” [1]"


def test_a_quote_is_exactly_what_the_document_says_and_shown_on_one_line() -> None:
    writing = draft()
    writing.quote(PASSAGE, 25, len(TEXT), before="**Cost**: ", bullet="- ")
    assert writing.citations[0].quote == writing.sentences[0].text == "Payers\ncover the cost."
    assert writing.markdown() == "- **Cost**: Payers cover the cost. [1]"


def test_the_same_span_is_cited_under_one_number_and_another_span_under_the_next() -> None:
    writing = draft()
    assert [writing.cite(PASSAGE, 0, 24), writing.cite(PASSAGE, 25, 40), writing.cite(PASSAGE, 0, 24)] == [1, 2, 1]


def test_a_frame_has_no_citation_and_a_supported_sentence_has_one() -> None:
    writing = draft()
    writing.frame("Here it is.")
    writing.supported("This is recommendation 1.", PASSAGE, (0, 24))
    assert [(s.support, s.citations) for s in writing.sentences] == [(Support.FRAME, ()), (Support.SUPPORTED, (1,))]


@pytest.mark.parametrize(
    ("edition", "locator"),
    [("ours", "The report: Advice, item 2"), ("official", "The report: Part one > Advice, page 4")],
)
def test_a_citation_says_where_the_official_text_states_it_or_where_it_stands(edition: str, locator: str) -> None:
    writing = draft(replace(OURS, edition=edition))
    writing.quote(PASSAGE, 0, 24)
    citation = writing.citations[0]
    assert (citation.locator, citation.unit, citation.url) == (locator, "rec.1", "https://example.org/report")


def test_paragraph_breaks_do_not_pile_up() -> None:
    writing = draft()
    writing.blank()
    writing.frame("One.")
    writing.blank()
    writing.blank()
    writing.frame("Two.")
    writing.blank()
    assert writing.markdown() == "One.\n\nTwo."

"""Question drafts for a new document: from units where it has them, else from headings and telling words."""

from __future__ import annotations

from assistant.domain import Document, Passage
from assistant.registry import Registry
from evals.candidates import DRAFT
from evals.question_drafts import MOST, drafts
from tests.core.shelves import make_unit

GUIDE = Document("guide", "A referral guide", "", "d")


def _passage(number: int, text: str = "Some words.", heading: str = "", unit: str | None = None) -> Passage:
    return Passage(f"p{number}", "guide", (heading,) if heading else (), text, 0, len(text), unit=unit)


def test_each_unit_that_a_document_states_gives_one_draft_with_its_passages_as_gold() -> None:
    group = make_unit("recommendations.1", "group", title="Recommendations of goal 1")
    members = [make_unit(f"rec.1.{n}", group="recommendations.1", order=n, size=2, goal=1) for n in (1, 2)]
    passages = [_passage(1, unit="recommendations.1"), _passage(2, unit="rec.1.1"), _passage(3, unit="rec.1.1")]
    whole, one = drafts(GUIDE, passages, Registry([group, *members]))
    assert (whole.kind, whole.group) == ("list", "recommendations.1")
    assert "all the points of “Recommendations of goal 1”" in whole.question
    assert (one.why, one.gold, one.kind) == (DRAFT, ("p2", "p3"), "direct")
    assert "Title of rec.1.1" in one.question


def test_headings_name_the_subject_and_questions_among_them_are_asked_as_they_stand() -> None:
    passages = [_passage(1, heading="2.1 Waiting times"), _passage(2, heading="Who pays for travel?")]
    found = [one.question for one in drafts(GUIDE, passages, Registry())]
    assert found == ["What does “A referral guide” say about “Waiting times”?", "Who pays for travel?"]


def test_without_a_telling_heading_the_words_that_set_a_passage_apart_name_the_subject() -> None:
    texts = ["The hospital plans apheresis slots; apheresis needs nurses.", "The hospital counts travel vouchers."]
    passages = [_passage(n, text) for n, text in enumerate(texts)]
    passages.append(_passage(9, "The hospital keeps a registry.", heading="Introduction"))
    first, second, third = (one.question for one in drafts(GUIDE, passages, Registry()))
    assert "apheresis" in first
    assert "hospital" not in first + second
    assert "registry" in third


def test_drafts_come_in_the_language_of_the_document() -> None:
    german = Document("guide", "Leitfaden", "", "d", language="de")
    (one,) = drafts(german, [_passage(1, heading="Wartezeiten")], Registry())
    assert (one.question, one.language) == ("Was sagt „Leitfaden“ zu “Wartezeiten”?", "de")


def test_a_long_document_gives_drafts_from_start_to_end_the_same_each_time() -> None:
    passages = [_passage(n, heading=f"Subject number {n}") for n in range(500)]
    found = drafts(GUIDE, passages, Registry())
    assert len(found) == MOST
    assert "number 0”" in found[0].question
    assert "number 49" in found[-1].question
    assert found == drafts(GUIDE, passages, Registry())


def test_passages_of_other_documents_and_references_give_none() -> None:
    other = Passage("p1", "other", ("Travel",), "Words.", 0, 6)
    cited = Passage("p2", "guide", ("Travel",), "[1] A paper.", 0, 12, kind="references")
    assert drafts(GUIDE, [other, cited], Registry()) == ()

"""Which part of a passage is quoted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.quoting import best_span, first_sentence, without_lead_in
from assistant.domain import Passage
from assistant.words import tokens

BEFORE = "Something else stands here. "


def passage(text: str) -> Passage:
    return Passage("p", "d", (), text, len(BEFORE), len(BEFORE) + len(text))


def shown(text: str, question: str, longest: int = 420) -> str:
    start, end = best_span(passage(text), frozenset(tokens(question)), longest)
    return (BEFORE + text)[start:end]


LONG = (
    "The report opens with the state of access. Travel is long for people in the countryside. "
    "Hospitals report a shortage of trained nurses. Payers reimburse late. Nothing else is known."
)


def test_a_short_passage_is_quoted_whole() -> None:
    assert shown("Clinics agree a pathway. Payers pay.", "pay") == "Clinics agree a pathway. Payers pay."


def test_of_a_long_passage_the_sentences_that_carry_the_question_are_quoted() -> None:
    assert "trained nurses" in shown(LONG, "Are there enough nurses in hospitals?", 90)
    assert "reimburse late" in shown(LONG, "When do payers reimburse?", 60)


def test_where_no_sentence_fits_the_opening_one_is_quoted() -> None:
    assert shown(LONG, "zebras", 60) == "The report opens with the state of access."


def test_a_single_sentence_is_never_cut() -> None:
    text = "This one sentence " + "goes on and on " * 40 + "until it ends."
    assert shown(text, "ends", 100) == text


def test_the_opening_sentence_of_a_passage_is_its_first() -> None:
    start, end = first_sentence(passage(LONG))
    assert (BEFORE + LONG)[start:end] == "The report opens with the state of access."


def test_a_lead_in_is_left_out_where_the_title_already_stands_before_the_quote() -> None:
    text = "Recommendation 2.3 of the report: manufacturers ask for the same papers."
    start, end = without_lead_in(passage(text), (len(BEFORE), len(BEFORE) + len(text)))
    assert (BEFORE + text)[start:end] == "manufacturers ask for the same papers."


def test_a_lead_in_stays_where_nothing_or_hardly_anything_would_be_left() -> None:
    text = "Recommendation of the report: none."
    whole = (len(BEFORE), len(BEFORE) + len(text))
    assert without_lead_in(passage(text), whole) == whole


@given(st.text(min_size=1, max_size=300), st.text(max_size=60), st.integers(1, 200))
def test_what_is_quoted_lies_within_the_passage(text: str, question: str, longest: int) -> None:
    whole = passage(text)
    spans = [best_span(whole, frozenset(tokens(question)), longest), first_sentence(whole)]
    spans += [without_lead_in(whole, span) for span in spans]
    for start, end in spans:
        assert whole.start <= start < end <= whole.end


def test_the_address_that_markdown_leaves_of_a_link_is_not_quoted() -> None:
    text = "The lending desk opens on Fridays. [1]: https://example.org/?q=17"
    assert shown(text, "lending desk") == "The lending desk opens on Fridays."

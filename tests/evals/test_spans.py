"""Stretches of text against cases worked out by hand."""

import pytest

from assistant.domain import Document, Passage
from evals.cases import Span
from evals.gold import GoldPlaces
from evals.spans import Stretch, Words, cover, given, ranking

TEXT = "one two three four five six seven eight nine ten"  # words start at 0 4 8 14 19 24 28 34 40 45
WORDS = Words({"d": TEXT, "e": "other words"})


def at(first: str, last: str, document: str = "d") -> Stretch:
    return Stretch(document, TEXT.index(first), TEXT.index(last) + len(last))


def test_a_passage_that_is_the_gold_covers_it_wholly():
    found = cover(WORDS, [at("two", "four")], [(at("two", "four"),)])
    assert (found.recall, found.precision, found.iou) == (1.0, 1.0, 1.0)


def test_recall_precision_and_iou_count_words():
    found = cover(WORDS, [at("three", "eight")], [(at("one", "four"),)])  # 2 of 4 wanted, 2 of 6 read
    assert (found.recall, found.precision, found.iou) == (2 / 4, 2 / 6, 2 / (6 + 2))


def test_a_word_retrieved_twice_costs_precision_and_is_found_once():
    found = cover(WORDS, [at("one", "four"), at("three", "six")], [(at("one", "four"),)])
    assert (found.recall, found.precision, found.iou) == (1.0, 4 / 8, 4 / 8)


def test_of_several_right_places_the_best_covered_are_asked_for():
    gold = [(at("one", "two"),), (at("nine", "ten"),)]
    one = cover(WORDS, [at("nine", "ten")], gold, needs=1)
    both = cover(WORDS, [at("nine", "ten")], gold, needs=2)
    assert (one.recall, one.precision, one.iou) == (1.0, 1.0, 1.0)
    assert (both.recall, both.precision, both.iou) == (0.5, 1.0, 2 / 4)


def test_a_statement_that_stands_in_two_places_is_found_in_either():
    place = (at("one", "two"), at("nine", "ten"))
    assert cover(WORDS, [at("nine", "ten")], [place]).recall == 1.0


def test_nothing_retrieved_covers_nothing_and_no_gold_has_no_figure():
    found = cover(WORDS, [], [(at("one", "two"),)])
    assert (found.recall, found.precision, found.iou) == (0.0, 0.0, 0.0)
    assert cover(WORDS, [at("one", "two")], []) is None


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [("one", "ten", True), ("two", "three", True), ("three", "five", True), ("four", "five", False)],
)
def test_a_passage_gives_a_stretch_when_they_share_half_of_the_shorter(first, last, expected):
    assert given(at(first, last), (at("two", "four"),)) is expected


def test_another_document_gives_nothing():
    assert not given(at("two", "four", "e"), (at("two", "four"),))
    assert ranking([at("two", "four", "e"), at("two", "four")], {"u": (at("two", "four"),)}) == [set(), {"u"}]


OFFICIAL = Document(
    "v", "V", "An aim.\n\nWe want **to double** the patients’ share by 2030. More follows. Then more.", "x", "official"
)


def test_in_an_official_text_gold_is_the_sentence_that_holds_the_anchor_words():
    whole = Passage("p", "v", (), OFFICIAL.text, 0, len(OFFICIAL.text), unit="aim")
    places = GoldPlaces({"v": OFFICIAL}, [whole], [Span("v", "TO DOUBLE the patients' share", "aim")])
    (found,) = places.of(["aim"])["aim"]
    assert OFFICIAL.text[found.start : found.end] == "We want **to double** the patients’ share by 2030."


def test_without_anchor_words_gold_is_the_passage_linked_to_the_unit():
    passage = Passage("p", "v", (), "An aim.", 0, 7, unit="aim")
    assert GoldPlaces({"v": OFFICIAL}, [passage], [Span("v", "not there", "aim")]).of(["aim", "gone"]) == {
        "aim": (Stretch("v", 0, 7),)
    }


def test_our_edition_is_not_searched_for_official_words():
    ours = Document("v", "V", "We want to double it.", "x", "ours")
    passage = Passage("p", "v", (), ours.text, 0, 21, unit="aim")
    places = GoldPlaces({"v": ours}, [passage], [Span("v", "to double", "other")])
    assert places.of(["aim", "other"]) == {"aim": (Stretch("v", 0, 21),)}


def test_a_cases_own_span_is_gold_where_no_unit_states_it():
    places = GoldPlaces({"v": OFFICIAL}, [])
    found = places.of([], [Span("v", "more follows", "span:c:1")])["span:c:1"]
    assert [OFFICIAL.text[s.start : s.end] for s in found] == ["More follows."]

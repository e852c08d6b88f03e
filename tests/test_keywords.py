"""The keyword side: stems per language, folded accents, quick on large folders."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from assistant.domain import Document, Passage
from assistant.drivers.keywords import build_keywords, load_keywords, passage_bags
from assistant.registry import Registry
from assistant.words import keywords as tokens


def index_of(*texts: str) -> list[tuple[str, list[str]]]:
    return [(f"p{n}", tokens(text)) for n, text in enumerate(texts)]


def test_word_forms_of_a_language_share_a_stem() -> None:
    assert tokens("referrals") == tokens("referral")
    assert tokens("Überweisungen", "de") == tokens("uberweisung", "de")
    assert tokens("remboursements", "fr") == tokens("remboursement", "fr")


def test_numbers_of_units_stay_whole_and_small_words_go() -> None:
    assert tokens("What is recommendation 2.3 of the CAR-T list?") == (
        *tokens("recommendation"),
        "2.3",
        "cart",  # the therapy's name is one word
        "list",
    )


def test_an_unknown_language_is_read_as_english() -> None:
    assert tokens("referrals", "xx") == tokens("referrals")


def test_the_passage_with_the_words_comes_first_and_others_are_left_out() -> None:
    found = build_keywords(index_of("payers cover costs", "nurses log referrals", "ships")).search("a referral log", 5)
    assert [passage for passage, _ in found] == ["p1"]
    assert found[0][1] > 0


def test_no_more_than_k_and_by_falling_score() -> None:
    found = build_keywords(index_of(*(f"cost {'cost ' * n}" for n in range(20)))).search("cost", 4)
    assert len(found) == 4
    assert [s for _, s in found] == sorted((s for _, s in found), reverse=True)


@pytest.mark.parametrize("question", ["", "the of", "zebra", "\x00", "??"])
def test_a_question_without_known_words_finds_nothing(question: str) -> None:
    assert build_keywords(index_of("payers cover costs")).search(question, 3) == []


def test_an_empty_index_finds_nothing_before_and_after_saving(tmp_path: Path) -> None:
    empty = build_keywords([])
    empty.save(tmp_path)
    assert empty.search("cost", 3) == load_keywords(tmp_path).search("cost", 3) == []


def test_a_saved_index_gives_the_same_answers(tmp_path: Path) -> None:
    made = build_keywords(index_of("payers cover costs", "nurses log referrals", ""))
    made.save(tmp_path)
    assert load_keywords(tmp_path).search("referral costs", 3) == made.search("referral costs", 3)


@pytest.mark.slow
def test_a_hundred_thousand_passages_take_no_more_than_their_share() -> None:
    random = np.random.default_rng(0)
    words = [f"word{n}" for n in range(30_000)]
    picks = (random.zipf(1.3, size=(100_000, 60)) - 1) % len(words)
    document = Document("d", "Title", "", "")
    texts = (" ".join(words[i] for i in row) for row in picks)
    passages = (Passage(f"p{n}", "d", ("Heading",), text, 0, 0) for n, text in enumerate(texts))
    started = time.monotonic()
    keywords = build_keywords(passage_bags(passages, {"d": document}, Registry()))
    built = time.monotonic() - started
    started = time.monotonic()
    assert keywords.search("word5 word17 word900", 10)
    assert time.monotonic() - started < 1
    assert built < 120, "about 15 s on two idle cores"


def test_words_are_sure_when_one_passage_holds_them_all() -> None:
    index = build_keywords(
        index_of("payers cover costs of referrals", "nurses log referrals", "ships", "rails", "oars")
    )
    assert index.certainty("do the payers cover the costs of referrals") == 1.0
    assert index.certainty("who pays the money for dialysis transport") == 0.0
    assert 0 < index.certainty("do the payers cover transport by night") < 0.5


def test_a_word_alone_is_no_sure_sign() -> None:
    assert build_keywords(index_of("nurses log referrals", "ships")).certainty("ships?") == 0.25


def test_an_index_without_passages_is_sure_of_nothing() -> None:
    assert build_keywords([]).certainty("ships") == 0.0

"""Metrics over places in texts, against cases counted by hand."""

from __future__ import annotations

import math

import pytest

from evals.folder_metrics import Gold, Place, cover, gives, ndcg_at, recall_at, reciprocal_rank, text_figures


def place(start: int, end: int, document: str = "d") -> Place:
    return Place(document, ((start, end),))


def test_a_passage_gives_gold_when_they_share_half_of_the_shorter_one() -> None:
    assert gives(place(0, 100), Gold("d", 50, 1000))  # 50 of the passage's 100
    assert not gives(place(0, 100), Gold("d", 51, 1000))
    assert gives(place(0, 1000), Gold("d", 990, 1010))  # 10 of the gold's 20
    assert not gives(place(0, 1000), Gold("d", 991, 1011))
    assert not gives(place(0, 100, "other"), Gold("d", 0, 100))


def test_pieces_of_a_passage_count_together() -> None:
    assert gives(Place("d", ((0, 5), (20, 25))), Gold("d", 2, 23))  # 3 + 3 of 10
    assert not gives(Place("d", ((0, 5), (20, 25))), Gold("d", 3, 22))


def test_recall_counts_each_gold_once() -> None:
    gold = (Gold("d", 0, 10), Gold("d", 100, 110), Gold("e", 0, 10))
    ranking = [place(200, 300), place(0, 50), place(0, 12), place(100, 150)]
    assert recall_at(ranking, gold, 1) == 0
    assert recall_at(ranking, gold, 3) == pytest.approx(1 / 3)
    assert recall_at(ranking, gold, 4) == pytest.approx(2 / 3)


def test_reciprocal_rank_is_that_of_the_first_passage_that_gives_gold() -> None:
    assert reciprocal_rank([place(50, 60), place(0, 10)], (Gold("d", 0, 10),)) == 0.5
    assert reciprocal_rank([place(50, 60)], (Gold("d", 0, 10),)) == 0
    assert reciprocal_rank([place(50, 60)] * 10 + [place(0, 10)], (Gold("d", 0, 10),)) == 0


def test_ndcg_weighs_grades_by_rank() -> None:
    gold = (Gold("a", 0, 10, 2.0), Gold("b", 0, 10, 1.0))
    ranking = [place(0, 10, "b"), place(0, 10, "x"), place(0, 10, "a")]
    best = 2 + 1 / math.log2(3)
    assert ndcg_at(ranking, gold) == pytest.approx((1 + 2 / 2) / best)
    assert ndcg_at([place(0, 10, "a"), place(0, 10, "b")], gold) == pytest.approx(1.0)


def test_a_second_passage_of_the_same_gold_gains_nothing() -> None:
    assert ndcg_at([place(0, 10), place(0, 11)], (Gold("d", 0, 10),)) == 1.0


def test_text_figures_count_characters() -> None:
    # Gold: 100 characters. Shown: 60 of them and 40 others.
    assert text_figures([place(40, 140)], (Gold("d", 0, 100),)) == pytest.approx((0.6, 0.6, 60 / 140))


def test_text_that_is_shown_twice_costs_precision() -> None:
    recall, precision, iou = text_figures([place(0, 100), place(0, 100)], (Gold("d", 0, 100),))
    assert (recall, precision, iou) == pytest.approx((1.0, 0.5, 0.5))


def test_gold_that_overlaps_itself_is_counted_once() -> None:
    assert text_figures([place(0, 30)], (Gold("d", 0, 20), Gold("d", 10, 30)))[0] == 1.0


def test_nothing_retrieved_is_zero_and_no_error() -> None:
    assert text_figures([], (Gold("d", 0, 10),)) == (0.0, 0.0, 0.0)
    assert cover([], (Gold("d", 0, 10),)) == 0.0


def test_cover_stops_in_the_middle_of_a_passage() -> None:
    ranking = [place(0, 3000, "x"), place(0, 2000)]
    assert cover(ranking, (Gold("d", 500, 1500),)) == pytest.approx(0.5)
    assert cover(ranking, (Gold("d", 500, 1500),), budget=5000) == 1.0

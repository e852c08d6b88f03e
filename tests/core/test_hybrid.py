"""Both searches stretched to one scale and blended."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import Entry, Passage
from assistant.interfaces import Matrix, Vector
from assistant.retrieval.hybrid import Found, HybridSearch, View, stretch

scores = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(-1, 50, allow_nan=False), max_size=8)


class Echo:
    """Says back what a test told it, whatever is asked: an embedder, a store and a keyword index in one."""

    name, dimensions = "echo", 1

    def __init__(self, dense: dict[str, float], keyword: dict[str, float], sure: float = 0.5) -> None:
        self.dense, self.keyword, self.sure = dense, keyword, sure

    def embed(self, texts: Sequence[str]) -> Matrix:
        return np.ones((len(texts), 1), np.float32)

    def add(self, entries: Sequence[Entry], vectors: Matrix) -> None: ...

    def count(self) -> int:
        return len(self.dense)

    def vectors(self, ids: Sequence[str]) -> dict[str, Vector]:
        return {}

    def nearest(self, vector: Vector, k: int) -> list[tuple[str, float]]:
        rows = sorted(self.dense.items(), key=lambda row: -row[1])
        return [(f"e-{name}", cosine) for name, cosine in rows][:k]

    def search(self, text: str, k: int, language: str = "en") -> list[tuple[str, float]]:
        return sorted(self.keyword.items(), key=lambda row: -row[1])[:k]

    def certainty(self, text: str, language: str = "en") -> float:
        return self.sure


def blend(dense: dict[str, float], keyword: dict[str, float], *views: View) -> Found:
    names = sorted({*dense, *keyword})
    passages = {name: Passage(name, "d", (), name, 0, 1) for name in names}
    entries = {f"e-{name}": Entry(f"e-{name}", name, name) for name in dense}
    echo = Echo(dense, keyword)
    return HybridSearch(passages, entries, echo, echo, echo).search(views or (View("question"),))


def test_stretching_nothing_gives_nothing() -> None:
    assert stretch({}) == {}


@pytest.mark.parametrize("only", [{"a": 0.3}, {"a": 0.0}, {"a": -2.0}, {"a": 5.0, "b": 5.0}])
def test_scores_that_do_not_differ_all_become_one(only: dict[str, float]) -> None:
    assert set(stretch(only).values()) == {1.0}


@given(scores)
def test_stretched_scores_lie_within_0_and_1_and_keep_their_order(given_scores: dict[str, float]) -> None:
    stretched = stretch(given_scores)
    assert all(0.0 <= value <= 1.0 for value in stretched.values())
    assert not given_scores or max(stretched.values()) == 1.0
    for one in given_scores:
        for other in given_scores:
            if given_scores[one] > given_scores[other]:
                assert stretched[one] >= stretched[other]


@given(scores, scores)
def test_scores_of_the_blend_lie_within_0_and_1_and_fall(dense: dict[str, float], keyword: dict[str, float]) -> None:
    found = [c.score for c in blend(dense, keyword).candidates]
    assert found == sorted(found, reverse=True)
    assert all(-1e-9 <= score <= 1 + 1e-9 for score in found)
    assert len(found) == len({*dense, *keyword})


def test_what_both_rankers_put_first_comes_first() -> None:
    assert blend({"a": 0.9, "b": 0.5}, {"a": 7, "c": 3}).candidates[0].passage.id == "a"


@given(scores, scores)
def test_the_blend_never_puts_first_what_both_rankers_put_below_another(
    dense: dict[str, float], keyword: dict[str, float]
) -> None:
    found = blend(dense, keyword).candidates
    if not found:
        return
    best = found[0].passage.id
    d, k = stretch(dense), stretch(keyword)
    better = [n for n in {*d, *k} if d.get(n, 0) > d.get(best, 0) + 1e-6 and k.get(n, 0) > k.get(best, 0) + 1e-6]
    assert better == []


def test_a_passage_that_one_ranker_missed_is_still_found_with_the_rank_of_the_other() -> None:
    by_name = {c.passage.id: c for c in blend({"a": 0.9, "b": 0.5}, {"c": 3.0}).candidates}
    assert set(by_name) == {"a", "b", "c"}
    assert (by_name["c"].ranks, by_name["c"].cosine) == ({"keyword": 1}, 0.0)
    assert (by_name["b"].ranks, by_name["b"].entry) == ({"dense": 2}, "e-b")


def test_a_heavier_view_counts_for_more() -> None:
    light, heavy = View("one", 1.0), View("other", 3.0)
    assert blend({"a": 0.9}, {"b": 1.0}, light, heavy).candidates[0].score == pytest.approx(0.525)


def test_an_empty_index_finds_nothing() -> None:
    assert blend({}, {}).candidates == []


def best_of(sure: float, questions: int = 0) -> str:
    """What comes first when the meaning speaks for one passage and the words for another."""
    passages = {name: Passage(name, "d", (), name, 0, 1) for name in ("meant", "worded", "other")}
    entries = {f"e-{name}": Entry(f"e-{name}", name, name) for name in passages}
    entries |= {f"q{n}": Entry(f"q{n}", "other", "why?", "question") for n in range(questions)}
    dense, words = {"meant": 0.9, "worded": 0.6, "other": 0.1}, {"worded": 9.0, "meant": 5.0, "other": 1.0}
    echo = Echo(dense, words, sure)
    return HybridSearch(passages, entries, echo, echo, echo).search((View("question"),)).candidates[0].passage.id


def test_the_words_count_the_more_the_surer_they_are() -> None:
    assert best_of(sure=0.0) == "meant"
    assert best_of(sure=1.0) == "worded"


def test_where_questions_are_stored_the_certainty_of_the_words_does_not_count() -> None:
    assert best_of(sure=0.0, questions=1) == best_of(sure=1.0, questions=1)

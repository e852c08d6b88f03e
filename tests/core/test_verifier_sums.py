"""Numbers that follow from others by one step, and how a claim is built beside its source; no embedder is needed."""

from __future__ import annotations

import pytest

from assistant.verifying.agreement import agrees
from assistant.verifying.numbers import Number, numbers_in
from assistant.verifying.reading import join, read
from assistant.verifying.signals import Signals, measure
from assistant.verifying.sums import follows, listed


def _first(text: str) -> Number:
    return numbers_in(read(text))[0]


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("174 went on to be treated", "218 patients were seen and 44 of the patients were not treated"),
        ("every nine minutes", "every six minutes, three minutes more often than before"),
        ("the fines come to 132,000 euros", "Eleven ships paid a fine of 12,000 euros each"),
        ("7% were turned down", "93.3% were approved"),
        ("seven in a hundred were turned down", "93.3% were approved"),
        ("the share grew by 17 percentage points", "it rose from 54% to 71%"),
        ("a share of 82%", "50 came and 9 stayed away of 61"),
        ("after five years", "it was begun in 2014 and finished in 2019"),
        ("it was twice as much", "it costs 40 euros, and it cost 20 euros before"),
    ],
)
def test_a_number_that_follows_by_one_step_is_told(claim: str, source: str) -> None:
    said, there = _first(claim), numbers_in(read(source))
    assert not any(agrees(said, n) for n in there)
    assert follows(said, there)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("175 went on to be treated", "218 patients were seen and 44 of the patients were not treated"),
        ("In 2021 it paid rent", "In 2022 it paid rent, and some stayed longer than 12 months"),
        ("17% were turned down", "93.3% were approved"),
        ("every ten minutes", "every six minutes, three minutes more often than before"),
    ],
)
def test_a_number_that_does_not_follow_is_not_excused(claim: str, source: str) -> None:
    assert not follows(_first(claim), numbers_in(read(source)))


def test_a_table_of_figures_does_not_yield_any_number() -> None:
    table = numbers_in(read("There were " + ", ".join(f"{n} cats" for n in range(101, 141, 2)) + "."))
    assert not follows(_first("There were 210 cats."), table)


@pytest.mark.parametrize(("count", "is_so"), [("Three", True), ("Four", False)])
def test_a_bare_count_may_be_that_of_a_list(count: str, is_so: bool) -> None:
    source = read("Oslo, Bergen and Molde have a centre.")
    assert listed(_first(f"{count} towns have a centre."), source, [0]) is is_so


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("One patient in six came back", 100 / 6),
        ("Three blood samples in four exceed it", 75),
        ("one sample out of four", 25),
        ("Seven in a hundred", 7),
    ],
)
def test_shares_of_a_few_are_read(text: str, percent: float) -> None:
    number = _first(text)
    assert (number.unit, number.value) == ("percent", pytest.approx(percent))


def test_numbers_of_a_span_of_days_do_not_take_the_unit_behind_the_comma() -> None:
    found = numbers_in(read("41% came on days 0-3, 38% on days 4-7 and 21% later"))
    assert [n.value for n in found if n.unit == "percent"] == [41, 38, 21]


def _signals(claim: str, *evidence: str) -> Signals:
    return measure(read(claim), join(evidence).reading, {})


def test_who_acts_on_whom_shows_in_the_figures_and_the_passive_excuses_the_order() -> None:
    source = "The Board of Molde rewarded the Guild of Bergen in spring."
    kept = _signals("The Guild of Bergen was rewarded by the Board of Molde.", source).figures
    crossed = _signals("The Guild of Bergen rewarded the Board of Molde.", source).figures
    assert kept["agency"] < 0 < crossed["agency"]


def test_what_is_denied_or_bound_to_a_condition_on_one_side_only_shows_in_the_figures() -> None:
    source = "Visitors may not enter the garden unless a guide is present."
    found = _signals("Visitors enter the garden.", source).figures
    assert found["denied_there"] > 0 == found["denied_here"]
    assert found["conditions"] > 0 == found["conditions_here"]
    assert _signals(source, source).figures["left"] == 0


def test_a_number_that_follows_is_weighed_and_not_refused() -> None:
    source = "Of 218 patients, 44 were not treated."
    derived = _signals("174 patients were treated.", source)
    assert derived.figures["derived"] == 1
    assert not any(r.kind == "number" for r in derived.refusals)
    assert any(r.kind == "number" for r in _signals("175 patients were treated.", source).refusals)

"""A plan's title, first and last day as a draft proposes them: from what the user said, and from nothing else."""

from __future__ import annotations

import pytest

from assistant.planning.overall import days_of
from assistant.planning.scenario import read_scenario
from tests.planning.drafts import CHARITY, TODAY, draft


def days(text: str) -> dict[str, str]:
    return {part.name: part.value for part in days_of(read_scenario(text, lambda said: "en"), TODAY)}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("We want to improve referral until December 2027.", {"end": "2027-12-31"}),
        ("We have 18 months.", {"end": "2028-05-21"}),
        ("The grant runs for two years from May 2027.", {"start": "2027-05-01", "end": "2029-04-30"}),
        ("From May 2027 until December 2028 we have money.", {"start": "2027-05-01", "end": "2028-12-31"}),
    ],
)
def test_the_days_of_the_plan_are_read_from_what_the_user_says(said: str, found: dict[str, str]) -> None:
    assert days(said) == found


@pytest.mark.parametrize(
    "said",
    [
        "We have two years of data.",
        "We have 18 months waiting time.",
        "There is a meeting in March 2027.",
        "By 30 June 2027 the plan must be ready. In September 2027 we meet the fund.",
        "Until May 2019 there was a centre.",
    ],
)
def test_what_is_no_time_of_the_plan_gives_it_no_day(said: str) -> None:
    assert days(said) == {}


def test_a_day_comes_with_the_sentence_that_names_it_and_with_what_it_is_counted_from() -> None:
    (part,) = days_of(read_scenario("We are a charity. We have 18 months.", lambda said: "en"), TODAY)
    assert part.why == "You wrote: “We have 18 months.” Counted from 22 November 2026."


def test_a_title_is_made_of_the_main_recommendation_and_the_place_as_the_user_calls_it() -> None:
    title = draft(CHARITY).overall[0]
    assert title.name == "title"
    assert title.value.endswith(": two rural counties")
    assert "Recommendation 2.2" in title.why


def test_a_place_without_a_name_is_left_out_of_the_title() -> None:
    text = CHARITY.replace("in two rural counties", "for our region")
    assert ":" not in draft(text).overall[0].value

"""Days read from what people write of times: what is said and nothing else, in five languages."""

from __future__ import annotations

import datetime as dt
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.planning.dates import Days, days_said

TODAY = dt.date(2026, 11, 22)


def said(text: str) -> tuple[str | None, str | None]:
    days = days_said(text, TODAY)
    return days.start, days.end


SAID = [
    # Months, with and without a year; the next to come where none is named.
    ("in March 2027", "2027-03-01", "2027-03-31"),
    ("in March", "2027-03-01", "2027-03-31"),
    ("in march", "2027-03-01", "2027-03-31"),
    ("November", "2026-11-01", "2026-11-30"),
    ("October", "2027-10-01", "2027-10-31"),
    ("the March meeting", "2027-03-01", "2027-03-31"),
    ("In May we meet the fund.", "2027-05-01", "2027-05-31"),
    ("Sept. 2027", "2027-09-01", "2027-09-30"),
    ("Draft in February, meeting in March.", "2027-02-01", "2027-03-31"),
    ("next March", "2027-03-01", "2027-03-31"),
    ("this November", "2026-11-01", "2026-11-30"),
    # Days.
    ("2027-03-15", "2027-03-15", "2027-03-15"),
    ("15.3.2027 to 30/4/2027", "2027-03-15", "2027-04-30"),
    ("3/15/2027", "2027-03-15", "2027-03-15"),
    ("on 12 April", "2027-04-12", "2027-04-12"),
    ("March 3, 2027", "2027-03-03", "2027-03-03"),
    ("the 2nd of June 2027", "2027-06-02", "2027-06-02"),
    ("June 30. Then more.", "2027-06-30", "2027-06-30"),
    ("1-15 March 2027", "2027-03-01", "2027-03-15"),
    ("from 3 to 5 May 2027", "2027-05-03", "2027-05-05"),
    ("05/2027", "2027-05-01", "2027-05-31"),
    # Quarters, halves, seasons, years.
    ("Q2 2027", "2027-04-01", "2027-06-30"),
    ("in Q3", "2027-07-01", "2027-09-30"),
    ("2027 Q4", "2027-10-01", "2027-12-31"),
    ("the last quarter of 2027", "2027-10-01", "2027-12-31"),
    ("second half of 2027", "2027-07-01", "2027-12-31"),
    ("in spring", "2027-03-01", "2027-05-31"),
    ("this autumn", None, "2026-11-30"),
    ("this year", None, "2026-12-31"),
    ("next autumn", "2027-09-01", "2027-11-30"),
    ("in the fall", None, "2026-11-30"),
    ("in spring next year", "2027-03-01", "2027-05-31"),
    ("in 2027", "2027-01-01", "2027-12-31"),
    ("next year", "2027-01-01", "2027-12-31"),
    ("next month", "2026-12-01", "2026-12-31"),
    ("next week", "2026-11-23", "2026-11-29"),
    ("next quarter", "2027-01-01", "2027-03-31"),
    ("in the next six months", "2026-11-22", "2027-05-21"),
    # Parts of them.
    ("mid-May", "2027-05-11", "2027-05-20"),
    ("early May", "2027-05-01", "2027-05-10"),
    ("end of May", "2027-05-21", "2027-05-31"),
    ("late 2027", "2027-10-01", "2027-12-31"),
    ("in early spring", "2027-03-01", "2027-03-31"),
    # One end only.
    ("from May", "2027-05-01", None),
    ("starting in May", "2027-05-01", None),
    ("Starting the pilot in May", "2027-05-01", None),
    ("not before September", "2027-09-01", None),
    ("after March", "2027-04-01", None),
    ("from mid-May onwards", "2027-05-11", None),
    ("by autumn 2027", None, "2027-11-30"),
    ("until June", None, "2027-06-30"),
    ("by next March", None, "2027-03-31"),
    ("no later than 1 October", None, "2027-10-01"),
    ("before March 2027", None, "2027-02-28"),
    ("by the end of 2027", None, "2027-12-31"),
    ("by the end of the year", None, "2026-12-31"),
    ("Due 1 March", None, "2027-03-01"),
    # Both ends.
    ("May-July 2027", "2027-05-01", "2027-07-31"),
    ("May – July", "2027-05-01", "2027-07-31"),
    ("between March and June", "2027-03-01", "2027-06-30"),
    ("from March 2027 to June", "2027-03-01", "2027-06-30"),
    ("November to February", "2026-11-01", "2027-02-28"),
    ("November to February 2027", "2026-11-01", "2027-02-28"),
    ("from October until March", "2027-10-01", "2028-03-31"),
    ("1 May - 15 June 2027", "2027-05-01", "2027-06-15"),
    ("Start: January 2027; end: June 2027", "2027-01-01", "2027-06-30"),
    ("Set up in Q1, run in Q2 and Q3, review in Q4 2027", "2027-01-01", "2027-12-31"),
    ("Phase 1: January. Phase 2: April to June.", "2027-01-01", "2027-06-30"),
    ("during the summer and autumn", "2027-06-01", "2027-11-30"),
    ("kick-off January 2028, report in June", "2028-01-01", "2028-06-30"),
    ("meeting in March 2027 (draft in February)", "2027-02-01", "2027-03-31"),
    # Lengths of time, from a beginning that is named.
    ("from May for six months", "2027-05-01", "2027-10-31"),
    ("Six months from May.", "2027-05-01", "2027-10-31"),
    ("a 6-month pilot from May", "2027-05-01", "2027-10-31"),
    ("half a year from May", "2027-05-01", "2027-10-31"),
    ("In May for six months", "2027-05-01", "2027-10-31"),
    ("from 31 January 2027 for one month", "2027-01-31", "2027-02-27"),
    ("for three weeks from 1 March", "2027-03-01", "2027-03-21"),
    ("over two years from January 2027", "2027-01-01", "2028-12-31"),
    ("draft in February, discussed at the March meeting, a 6-month pilot from May", "2027-02-01", "2027-10-31"),
    # Other languages.
    ("de mars à juin 2027", "2027-03-01", "2027-06-30"),
    ("le 3 mai 2027", "2027-05-03", "2027-05-03"),
    ("d'ici fin 2027", None, "2027-12-31"),
    ("ab Mai für sechs Monate", "2027-05-01", "2027-10-31"),
    ("von März bis Juni", "2027-03-01", "2027-06-30"),
    ("am 3. Mai", "2027-05-03", "2027-05-03"),
    ("bis Ende 2027", None, "2027-12-31"),
    ("a partir de mayo durante seis meses", "2027-05-01", "2027-10-31"),
    ("la reunión de marzo", "2027-03-01", "2027-03-31"),
    ("entro giugno 2027", None, "2027-06-30"),
    ("nel maggio 2027", "2027-05-01", "2027-05-31"),
]


@pytest.mark.parametrize(("text", "start", "end"), SAID, ids=[text for text, *_ in SAID])
def test_a_time_is_put_into_its_first_and_last_day(text: str, start: str | None, end: str | None) -> None:
    assert said(text) == (start, end)


NOT_SAID = [
    "",
    "A pilot with two clinics, then all.",
    "six months",
    "for two years",
    "every March",
    "last March",
    "every six months",
    "two hours per month",
    "a stay of six weeks",
    "2027",
    "We have 2027 euros",
    "12,000 euros",
    "at month 6",
    "winter 2027",
    "30 February 2027",
    "the second half of the patients",
    "a quarter of the patients",
    "a fall in referrals",
    "you may march on",
    "May we meet?",
    "sun and mar",
    "before the election",
    "step 1.2 of 2.3",
    "1/2 of them",
]


@pytest.mark.parametrize("text", NOT_SAID)
def test_what_names_no_day_gives_none(text: str) -> None:
    assert said(text) == (None, None)


def test_an_end_before_the_last_beginning_is_not_the_end() -> None:
    assert said("Kick-off meeting in March, then from May the pilot") == ("2027-03-01", None)


def test_a_length_that_could_begin_in_two_places_ends_nowhere() -> None:
    assert said("Draft in February, meeting in March, for six months") == ("2027-02-01", None)


def test_several_texts_are_read_together() -> None:
    assert days_said(["Draft in February", "six months", "from May"], TODAY) == Days("2027-02-01", "2027-10-31")


def test_times_that_are_over_count_only_where_they_are_wanted() -> None:
    assert days_said("Repeat the meeting of March 2024", TODAY, past=False) == Days()
    assert days_said("It began in March 2024", TODAY) == Days("2024-03-01", "2024-03-31")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("by Aprıl 2027", Days(None, "2027-04-30")),
        ("for sıx months from March 2027", Days("2027-03-01", "2027-08-31")),
    ],
)
def test_an_i_without_its_dot_is_an_i(text: str, days: Days) -> None:
    assert days_said(text, TODAY) == days


@pytest.mark.parametrize("today", [dt.date.min, dt.date.max])
@pytest.mark.parametrize(
    "text",
    ["end of this year", "from this year for 240 years", "before this year", "next quarter", "in June and until May"],
)
def test_no_day_of_a_plan_is_too_early_or_too_late_to_read_times_from(text: str, today: dt.date) -> None:
    assert days_said(text, today) != Days()


def test_a_long_text_is_read_quickly() -> None:
    text = "from the end of May 2027 to the start of the next half of 3 to 5 and 1-2 of " * 60
    began = time.process_time()
    days_said(text, TODAY)
    days_said("the " * 1200, TODAY)
    days_said("1-" * 2400, TODAY)
    assert time.process_time() - began < 0.5


BITS = re.findall(
    r"\S+",
    "in from by until for after every May March mai Q1 quarter 2027 2099 31 30 February six months - , . half of the "
    "next end mid- 12/13/2027 29 winter spring 99 years within",
)


@given(
    st.lists(st.sampled_from(BITS), max_size=10).map(" ".join) | st.text(max_size=40),
    st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)),
)
@settings(deadline=None, max_examples=400)
def test_any_text_gives_days_in_order_or_none(text: str, today: dt.date) -> None:
    days = days_said(text, today)
    for day in (days.start, days.end):
        assert day is None or dt.date.fromisoformat(day).isoformat() == day
    assert not (days.start and days.end) or days.start <= days.end

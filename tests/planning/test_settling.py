"""Suggestions settled in words: which are meant, and with which words of the user's own."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.errors import PlanError
from assistant.planning import verbs
from assistant.planning.events import Change
from assistant.planning.plan import ActionRow, Cell, IndicatorRow, OpenQuestion, Origin, Proposal, Stakeholder, Who
from assistant.planning.settling import edited_texts, is_meant, read_decision, settled_by, what_it_does
from assistant.registry import Registry

TODAY = dt.date(2026, 11, 22)


def waiting(count: int) -> list[Proposal]:
    return [Proposal(str(n), Who.ASSISTANT, "choose", {"unit": f"rec.1.{n}"}) for n in range(1, count + 1)]


@pytest.mark.parametrize(
    ("text", "accepted", "rejected"),
    [
        ("accept", "12345", ""),
        ("Accept all.", "12345", ""),
        ("yes", "12345", ""),
        ("accept 1 and 3", "13", ""),
        ("accept 1, 3, and 4", "134", ""),
        ("accept 2-4", "234", ""),
        ("accept 2 to 4 and reject the rest", "234", "15"),
        ("Accept the first and the third, reject the others", "13", "245"),
        ("accept number 2", "2", ""),
        ("accept suggestions 2 and 5; drop 1", "25", "1"),
        ("accept all but 2", "1345", ""),
        ("accept everything except 2 and 3, reject 2", "145", "2"),
        ("reject all", "", "12345"),
        ("reject 4, accept the rest", "1235", "4"),
        ("none of them", "", "12345"),
        ("please take 5", "5", ""),
    ],
)
def test_suggestions_are_meant_by_number_by_word_and_by_what_is_left(text: str, accepted: str, rejected: str) -> None:
    decision = read_decision(text)
    assert decision is not None
    assert tuple(map("".join, settled_by(decision, waiting(5)))) == (accepted, rejected)


@pytest.mark.parametrize(("text", "meant"), [("accept", "3"), ("yes", "3"), ("accept it", "3"), ("accept all", "123")])
def test_a_mere_yes_means_what_was_listed_last(text: str, meant: str) -> None:
    decision = read_decision(text)
    assert decision is not None
    assert "".join(settled_by(decision, waiting(3), ["3"])[0]) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Accept the fund's offer",
        "take 3 nurses to the meeting",
        "we accept 2 patients a month",
        "reject rates are high",
        "keep the budget at 9,000 euros",
        "accept, accept",
        "not",
        "step 2",
        "change the risk to a deputy",
    ],
)
def test_an_answer_that_begins_like_a_decision_is_none(text: str) -> None:
    assert read_decision(text) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("accept 7", "no suggestion number 7: 2 wait"),
        ("accept 99999999999", "no suggestion number 99999999999"),
        ("accept 0", "no suggestion number 0"),
        ("accept 1 and 2, reject 2", "Suggestion 2 is both"),
    ],
)
def test_what_cannot_be_settled_is_said(text: str, message: str) -> None:
    decision = read_decision(text)
    assert decision is not None
    with pytest.raises(PlanError, match=message):
        settled_by(decision, waiting(2))
    with pytest.raises(PlanError, match="no suggestion waiting"):
        settled_by(decision, [])


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("accept 2 but change the risk to a deputy is named", ("risk", "a deputy is named")),
        ("Accept 2, but make the audience: nurses, too", ("audience", "nurses, too")),
        ("accept suggestion 2 with risk: none", ("risk", "none")),
        ("edit 2: Meet the fund", ("", "Meet the fund")),
        ("edit 2 activity to Meet the fund", ("activity", "Meet the fund")),
        ("edit 2: the budget is 9,000 euros", ("budget", "9,000 euros")),
        ("change 2 to Meet the fund", ("", "Meet the fund")),
        ("accept the second but with the first day: 2027-03-01", ("first day", "2027-03-01")),
    ],
)
def test_a_suggestion_is_accepted_with_other_words(text: str, edit: tuple[str, str]) -> None:
    decision = read_decision(text)
    assert decision is not None
    assert decision.edit == edit
    assert settled_by(decision, waiting(3)) == (["2"], [])


def proposal(change: Change) -> Proposal:
    return Proposal("p1", Who.ASSISTANT, change.kind, change.data)


ROW = proposal(verbs.add(ActionRow("r1", Cell("Agree a pathway", Origin.DRAFT), recommendations=("rec.2.2",))))


@pytest.mark.parametrize(
    ("change", "edit", "texts"),
    [
        (ROW, ("", "Meet"), {"activity": "Meet"}),
        (ROW, ("money", "9,000 euros"), {"resources": "9,000 euros"}),
        (ROW, ("Risk mitigation", "a deputy"), {"risk": "a deputy"}),
        (
            ROW,
            ("timeline", "from May 2027"),
            {"activity": "Agree a pathway\nfrom May 2027", "start": "2027-05-01"},
        ),
        (proposal(verbs.add(Stakeholder("s", "stakeholder.1"))), ("influence", "High"), {"influence": "high"}),
        (proposal(verbs.add(IndicatorRow("i"))), ("", "Number of calls"), {"indicator": "Number of calls"}),
        (proposal(verbs.add(OpenQuestion("q", "Who?"))), ("", "Who pays?"), {"text": "Who pays?"}),
        (proposal(verbs.choose("rec.2.2", "why")), ("reason", "mine"), {"value": "mine"}),
        (proposal(verbs.edit("rows", "r1", "risk", "x")), ("risk", "y"), {"value": "y"}),
    ],
)
def test_the_part_that_people_name_is_the_one_that_changes(
    change: Proposal, edit: tuple[str, str], texts: dict[str, str]
) -> None:
    assert edited_texts(change, edit, TODAY) == texts
    assert verbs.edited(change, texts)


def test_a_part_that_a_suggestion_does_not_have_is_told_with_those_it_has() -> None:
    with pytest.raises(PlanError, match="it has activity, timeline, audience"):
        edited_texts(ROW, ("evidence", "x"), TODAY)
    with pytest.raises(PlanError, match="edit 1:"):
        edited_texts(proposal(verbs.edit("rows", "r1", "risk", "x")), ("audience", "y"), TODAY)


@pytest.mark.parametrize("change", [Change("set", {"name": "title", "value": "x"}), verbs.choose("rec.2.2", "why")])
def test_a_title_or_choice_does_not_take_the_words_for_a_part_of_a_row(change: Change) -> None:
    with pytest.raises(PlanError, match="no part “risk”"):
        edited_texts(proposal(change), ("risk", "a deputy"), TODAY)


def test_the_plans_own_first_day_is_called_as_a_rows_is() -> None:
    change = proposal(Change("set", {"name": "start", "value": "2027-01-01"}))
    assert edited_texts(change, ("first day", "2027-03-01"), TODAY) == {"value": "2027-03-01"}


@pytest.mark.parametrize(
    ("text", "listed", "meant"),
    [
        ("yes", ["3"], True),
        ("yes", [], False),
        ("None of them", [], False),
        ("keep both", ["gone"], False),
        ("please accept all", [], True),
        ("take 2", [], True),
        ("drop the rest", [], True),
    ],
)
def test_a_mere_yes_is_an_answer_unless_suggestions_were_just_listed(text: str, listed: list[str], meant: bool) -> None:
    decision = read_decision(text)
    assert decision is not None
    assert is_meant(decision, text, waiting(3), listed) is meant


def test_a_suggestion_is_told_in_a_few_words() -> None:
    told = [
        what_it_does(found, Registry())
        for found in (
            ROW,
            proposal(verbs.add(Stakeholder("s", "stakeholder.1", Cell("Regional hospital")))),
            proposal(verbs.add(IndicatorRow("i", indicator=Cell("Number of calls")))),
            proposal(verbs.edit("rows", "r1", "recommendations", ["rec.2.2"])),
            proposal(verbs.edit("rows", "r1", "risk", "A deputy")),
        )
    ]
    assert told == [
        "a new activity: Agree a pathway",
        "put “Regional hospital” on the map",
        "an indicator: Number of calls",
        "let the activity serve rec.2.2",
        "changed risk mitigation in the action plan: A deputy",
    ]

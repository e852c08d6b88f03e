"""`v2a plan new`, `list`, `show` and `chat` in a terminal, on a store of their own."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.planning import verbs
from assistant.planning.beside import whom_to_ask
from assistant.planning.plan import ActionRow, Cell, Level, Origin, Plan, Proposal, Who
from assistant.planning.talk import Reply, Talk
from assistant.registry import Registry
from ingest.corpus import load_corpus
from tests.cli_door import CannedAssistant, Door, Outcome, write_index
from tests.planning.samples import full_plan
from ui.plan_text import render_plan, render_reply

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


@pytest.fixture
def v2a(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Door:
    monkeypatch.setenv("V2A_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("V2A_INDEX", str(write_index(tmp_path / "index")))
    monkeypatch.delenv("V2A_PLANS_URL", raising=False)
    assistant = CannedAssistant()
    assistant.registry = load_corpus(CORPUS).registry
    monkeypatch.setattr("assistant.index.PublishedIndex.registry", assistant.registry)
    # The chat's module has its own name for it, when another test has imported that module before.
    for opener in ("assistant.wiring.open_assistant", "ui.guiding.open_assistant"):
        monkeypatch.setattr(opener, lambda settings: assistant)
    return Door(capfd, assistant)


def _chat(v2a: Door, monkeypatch: pytest.MonkeyPatch, *lines: str, plan_id: str = "") -> Outcome:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    return v2a("plan", "chat", *(["--", plan_id] if plan_id else []))


def test_a_new_plan_is_listed_and_shown(v2a: Door) -> None:
    plan_id = v2a("plan", "new", "Earlier referral", "--language", "fr").out.strip()
    assert [(row["id"], row["title"]) for row in v2a("plan", "list", "--json").json] == [(plan_id, "Earlier referral")]
    assert plan_id in v2a("plan", "list").out
    assert v2a("plan", "show", "--", plan_id).out == "Earlier referral\n"
    assert v2a("plan", "show", "--json").json["language"] == "fr"


def test_without_a_plan_the_way_to_one_is_said(v2a: Door) -> None:
    assert "v2a plan new" in v2a("plan", "list").out
    shown = v2a("plan", "show")
    assert (shown.code, "v2a plan new" in shown.err) == (2, True)
    assert v2a("plan", "show", "nowhere").code == 1
    assert "en, fr, de, es, it" in v2a("plan", "new", "--language", "xx").err


def test_a_conversation_in_the_terminal_is_kept_and_gone_on_with(v2a: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _chat(v2a, monkeypatch, "Clinics refer too late", "Who is in the room?", "stop", "never read")
    assert first.code == 0
    assert "What is the main thing that keeps people from CAR T-cell therapy" in first.out
    assert "For example: Community clinics" in first.out
    assert [asked for asked, _ in v2a.assistant.asked] == ["Who is in the room?"]
    assert "[1] A Guide" in first.out
    assert first.out.rstrip().endswith("Everything is saved.")
    plan_id = v2a("plan", "list", "--json").json[0]["id"]
    assert plan_id in first.err
    again = _chat(v2a, monkeypatch, "show", plan_id=plan_id)  # and the input ends
    assert "Clinics refer too late [yours]" in " ".join(again.out.split())
    assert "Where does that come from" in again.out


def test_suggestions_are_listed_with_their_words_and_reason(v2a: Door) -> None:
    row = ActionRow("r9", Cell("Meet the payer", Origin.DRAFT), recommendations=("rec.3.1",))
    changes = (verbs.choose("rec.2.2"), verbs.add(row))
    waiting = tuple(Proposal(str(n), Who.ASSISTANT, c.kind, c.data, "You wrote: late.") for n, c in enumerate(changes))
    reply = Reply(("Look.",), Plan("p", proposals=waiting), Talk(), fresh=True)
    shown = " ".join(render_reply(reply, load_corpus(CORPUS).registry).split())
    assert "[1] take up Recommendation 2.2: " in shown
    assert "[2] a new activity: Meet the payer · You wrote: late. Activity & timeline: Meet the payer" in shown
    later = render_reply(replace(reply, new=("1",)), load_corpus(CORPUS).registry)
    assert ("[1]" in later, "[2]" in later, "(From before, 1 suggestion waits" in later) == (False, True, True)
    assert "(2 suggestions wait" in render_reply(replace(reply, fresh=False), Registry())


def test_a_title_that_names_a_patient_is_refused(v2a: Door) -> None:
    refused = v2a("plan", "new", "Patient Maria Lopez, born 3 May 1961")
    assert (refused.code, "Lopez" in refused.err) == (2, False)
    assert v2a("plan", "list", "--json").json == []


def test_nobody_is_said_to_matter_where_nothing_says_so() -> None:
    assert whom_to_ask(full_plan(), "stakeholder.1", Registry(), {}) == ""


def test_a_plan_as_text_has_every_part_with_whose_words_they_are() -> None:
    text = render_plan(full_plan(), load_corpus(CORPUS).registry, 100)
    for words in (
        "Clinics refer late [yours]",
        "Recommendation 2.2:",
        "Agree a one-page referral pathway [draft]",
        "serves Recommendation 2.2",
        "Risk mitigation: open",
        "Output: share of clinics [yours] · Evidence: referral log [yours]",
        "Who frees the time? the hospital",
        "[1] ",
    ):
        assert words in text


def test_a_terminal_that_is_narrower_than_an_indent_gets_every_word() -> None:
    text = render_plan(full_plan(), load_corpus(CORPUS).registry, 3)
    assert "pathway" in text


def test_the_grid_shows_interest_across_and_influence_down() -> None:
    lines = render_plan(full_plan(), Registry(), 80).splitlines()
    head = next(line for line in lines if line.startswith("  influence"))
    high = next(line for line in lines if line.startswith("  high"))
    assert high.index("Regional hospital") == head.index(f"{Level.LOW.value} interest")

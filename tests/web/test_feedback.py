"""Feedback is appended locally, without contacts, within a size limit."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.domain import Answer, Hit, Passage, Stamp, Status
from assistant.errors import BadInput
from assistant.feedback import MOST_CHARACTERS, FeedbackLog, strike_contacts, strike_personal_data


def _log(tmp_path: Path, most_bytes: int = 100_000) -> FeedbackLog:
    return FeedbackLog(tmp_path / "new" / "feedback.jsonl", most_bytes, lambda: datetime(2026, 11, 21, tzinfo=UTC))


def test_each_judgement_is_one_line_of_json(tmp_path: Path) -> None:
    log = _log(tmp_path)
    log.add("a1", "Line\none?", "up")
    log.add("a2", "Two?", "down", "Too long\n")
    rows = [json.loads(line) for line in log.path.read_text(encoding="utf-8").splitlines()]
    assert [row["answer"] for row in rows] == ["a1", "a2"]
    assert rows[1]["reason"] == "Too long"
    assert rows[0]["time"] == "2026-11-21T00:00:00+00:00"


@pytest.mark.parametrize(
    "contact",
    [
        "jane.doe@clinic.example.org",
        "+44 20 7946 0958",
        "(020) 7946-0958",
        "0049 30 901820",
        "06.12.34.56.78",
        "5551234567",
    ],
)
def test_contacts_are_struck_out(contact: str) -> None:
    struck = strike_contacts(f"Please reach me at {contact}, thanks")
    assert contact not in struck
    assert "removed]" in struck


@pytest.mark.parametrize(
    "text",
    ["recommendation 2.3 of 2026", "12,000 euros", "in 2025/2026", "on 2026-11-21", "50 000 patients", "n = 1234"],
)
def test_figures_of_the_subject_are_kept(text: str) -> None:
    assert strike_contacts(text) == text


def test_long_texts_are_cut(tmp_path: Path) -> None:
    log = _log(tmp_path)
    log.add("a", "q" * 9999, "up", "r" * 9999)
    row = json.loads(log.path.read_text(encoding="utf-8"))
    assert len(row["question"]) == len(row["reason"]) == MOST_CHARACTERS


def test_an_unknown_verdict_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="up, down"):
        _log(tmp_path).add("a", "q", "maybe")


def test_a_full_file_is_left_as_it_is(tmp_path: Path) -> None:
    log = _log(tmp_path, most_bytes=150)
    log.add("a", "q", "up")
    with pytest.raises(BadInput, match="full"):
        log.add("b", "q", "up")
    assert len(log.path.read_text(encoding="utf-8").splitlines()) == 1


def _answer(answer_id: str, status: Status = Status.NOT_IN_SOURCES, **more: Any) -> Answer:
    hit = Hit(Passage("p1", "report", ("Advice",), "Beds are planned.", 0, 17), 0.4)
    base: dict[str, Any] = {"question": "How many beds has Malta?", "hits": (hit,), **more}
    return Answer(answer_id, markdown="", status=status, sentences=(), citations=(), stamp=Stamp("f"), **base)


def _rows(log: FeedbackLog) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.path.read_text(encoding="utf-8").splitlines()] if log.path.exists() else []


def test_a_question_without_an_answer_is_kept_once_with_what_was_retrieved(tmp_path: Path) -> None:
    log = _log(tmp_path)
    for _ in range(2):
        log.saw(_answer("a1", standalone="How many beds for CAR T has Malta?"))
    (row,) = _rows(log)
    assert (row["question"], row["status"]) == ("How many beds has Malta?", "not_in_sources")
    assert (row["standalone"], row["retrieved"]) == ("How many beds for CAR T has Malta?", ["p1"])


def test_a_question_that_was_answered_is_not_kept_unless_it_is_judged(tmp_path: Path) -> None:
    log = _log(tmp_path)
    log.saw(_answer("a1", Status.ANSWERED))
    log.saw(_answer("a2", done=False))
    assert _rows(log) == []
    log.add("a1", "How many beds has Malta?", "down", "wrong country")
    (row,) = _rows(log)
    assert (row["verdict"], row["status"], row["retrieved"]) == ("down", "answered", ["p1"])


def test_what_could_identify_a_patient_is_struck_out_before_it_is_written(tmp_path: Path) -> None:
    log = _log(tmp_path)
    question = "Our patient Anna Schmidt, born 12.03.1961, was refused. Who pays? Write to a.s@example.org"
    log.saw(_answer("a1", question=question))
    log.add("a2", "Who pays?", "down", "Tell me about patient Anna Schmidt, please")
    written = log.path.read_text(encoding="utf-8")
    assert not any(told in written for told in ("Anna", "Schmidt", "1961", "a.s@"))
    assert "Who pays?" in written
    assert "Write to [e-mail address removed]" in written
    assert strike_personal_data(strike_personal_data(question)) == strike_personal_data(question)


def test_questions_without_an_answer_leave_room_for_judgements_and_never_disturb(tmp_path: Path) -> None:
    log = _log(tmp_path, most_bytes=1000)
    for number in range(50):
        log.saw(_answer(f"a{number}"))
    kept = len(_rows(log))
    assert 1 <= kept < 4
    log.add("a1", "q", "up")
    assert len(_rows(log)) == kept + 1
    blocked = FeedbackLog(log.path / "no folder" / "feedback.jsonl")
    blocked.saw(_answer("b"))

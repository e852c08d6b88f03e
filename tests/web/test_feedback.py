"""Feedback is appended locally, without contacts, within a size limit."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.errors import BadInput
from assistant.feedback import MOST_CHARACTERS, FeedbackLog, strike_contacts


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

"""The day's budget for a language model."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.domain import Prompt
from assistant.drivers.model_ledger import DayLedger
from assistant.errors import ModelBudget
from assistant.settings import Settings
from assistant.wiring import OpenAssistant, open_writer
from tests.conftest import FakeEmbedder
from tests.writing.scripts import honest, with_model


def on(day: int) -> datetime:
    return datetime(2026, 11, day, 12, tzinfo=UTC)


def test_what_is_spent_is_counted_until_midnight(tmp_path: Path) -> None:
    ledger = DayLedger(tmp_path / "use", 1_000, lambda: on(1))
    ledger.check()
    ledger.add(600)
    ledger.check()
    ledger.add(400)
    with pytest.raises(ModelBudget, match="V2A_MODEL_DAILY"):
        ledger.check()
    tomorrow = DayLedger(tmp_path / "use", 1_000, lambda: on(2))
    tomorrow.check()
    tomorrow.add(1)
    assert tomorrow.spent() == 1
    assert len(list((tmp_path / "use").iterdir())) == 1


def test_processes_and_threads_count_together(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: DayLedger(tmp_path, 10**6).add(7), range(200)))
    assert DayLedger(tmp_path, 10**6).spent() == 1_400


def test_a_damaged_line_is_passed_over(tmp_path: Path) -> None:
    ledger = DayLedger(tmp_path, 100, lambda: on(1))
    ledger.add(5)
    (tmp_path / "2026-11-01.txt").write_bytes(b"5\n\xff\xfe\nx\n6")
    assert ledger.spent() == 11


def test_what_cannot_be_counted_is_not_spent(tmp_path: Path) -> None:
    (tmp_path / "use").write_text("a file where the folder should be")
    ledger = DayLedger(tmp_path / "use", 100)
    with pytest.raises(ModelBudget):
        ledger.check()
    with pytest.raises(ModelBudget):
        ledger.add(1)


def test_answers_are_counted_and_stop_at_the_budget(library: OpenAssistant, tmp_path: Path) -> None:
    ledger = DayLedger(tmp_path, 1_500)
    assistant, model = with_model(library, honest, ledger=ledger)
    assistant.answer("What does recommendation 2.3 say?")
    assert ledger.spent() > 500
    while ledger.spent() < 1_500:
        assistant.answer("What does recommendation 2.3 say?")
    asked = len(model.prompts)
    assert assistant.answer("What does recommendation 2.3 say?").mode == "extractive"
    assert len(model.prompts) == asked


def test_what_the_model_wrote_is_counted_on_the_high_side(library: OpenAssistant, tmp_path: Path) -> None:
    def chatty(_: Prompt) -> list[str]:
        return ["1, 2; 3! " * 1_000]

    silent, long = DayLedger(tmp_path / "a", 10**6), DayLedger(tmp_path / "b", 10**6)
    for ledger, script in ((silent, lambda _: []), (long, chatty)):
        with_model(library, script, ledger=ledger)[0].answer("What does recommendation 2.3 say?")
    assert long.spent() - silent.spent() > 5_000


def test_the_setting_brings_the_ledger(library: OpenAssistant, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, model="openai:x", model_daily=5_000)
    writer = open_writer(settings, library.answering.shelf, FakeEmbedder())
    assert isinstance(writer.ledger, DayLedger)
    assert writer.ledger.most == 5_000
    assert not isinstance(
        open_writer(Settings(model="openai:x"), library.answering.shelf, FakeEmbedder()).ledger, DayLedger
    )

"""What one answer of a language model may cost, and that it is counted whatever happens to it."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.cost import Limit, Price, Use
from assistant.domain import Prompt
from assistant.drivers.chat_model import open_chat_model
from assistant.drivers.model_ledger import DayLedger
from assistant.errors import ModelBudget, ModelBusy, ModelTimeout, ModelUnreachable
from assistant.settings import Settings
from assistant.wiring import OpenAssistant, open_writer
from assistant.writing.budget import Account, Budget, spending_as
from assistant.writing.context import count_tokens, prompt_tokens
from tests.conftest import FakeChatModel
from tests.writing.conftest import LocalModel
from tests.writing.scripts import WordChecker, honest, with_model

QUESTION = "What does recommendation 2.3 say?"
PRICE = Price(Decimal("0.25"), Decimal(2), "USD")
PROMPT = Prompt("Be brief.", "Say: ready")


def tokens(most: int) -> Limit:
    return Limit(Decimal(most))


def test_an_answer_is_counted_as_the_provider_counts_it_where_it_says_so(tmp_path: Path) -> None:
    ledger = DayLedger(tmp_path, tokens(10**6))
    told = FakeChatModel(lambda _: ["rea", "dy"], counted=Use(21, 4_321))
    assert "".join(Budget(ledger).open().ask(told, PROMPT, 50)) == "ready"
    assert ledger.spent() == Use(21, 4_321)
    silent = FakeChatModel(lambda _: ["rea", "dy"])
    list(Budget(ledger).open().ask(silent, PROMPT, 50))
    assert ledger.spent() - Use(21, 4_321) == Use(prompt_tokens(PROMPT), 2)


def test_half_an_answer_that_broke_off_or_was_left_is_counted_by_our_estimate(tmp_path: Path) -> None:
    ledger = DayLedger(tmp_path, tokens(10**6))
    broken = FakeChatModel(lambda _: ["one ", "two ", ModelUnreachable("gone")], counted=Use(1, 1))
    with pytest.raises(ModelUnreachable):
        list(Budget(ledger).open().ask(broken, PROMPT, 50))
    assert ledger.spent() == Use(prompt_tokens(PROMPT), 2)
    left = Budget(ledger).open().ask(FakeChatModel(lambda _: ["one ", "two "], counted=Use(1, 1)), PROMPT, 50)
    next(left)
    left.close()
    assert ledger.spent() == Use(2 * prompt_tokens(PROMPT), 3)


def test_thoughts_that_nobody_counted_are_counted_in_full(tmp_path: Path) -> None:
    ledger = DayLedger(tmp_path, tokens(10**6))
    thinks = FakeChatModel(lambda _: ["", "", ModelTimeout("late")])
    thinks.thoughts = 4_000
    with pytest.raises(ModelTimeout):
        list(Budget(ledger).open().ask(thinks, PROMPT, 50))
    assert ledger.spent() == Use(prompt_tokens(PROMPT), 4_000)


def test_a_request_that_was_turned_away_costs_nothing(tmp_path: Path) -> None:
    ledger = DayLedger(tmp_path, tokens(10**6))
    with pytest.raises(ModelBusy):
        list(Budget(ledger).open().ask(FakeChatModel(lambda _: [ModelBusy("no")]), PROMPT, 50))
    assert ledger.spent() == Use()


def test_all_requests_of_an_answer_share_its_limit() -> None:
    account = Budget(answer=Limit(Decimal("0.001"), PRICE)).open()
    model = FakeChatModel(lambda _: ["ready"], counted=Use(2_000, 200))  # 0.0009
    list(account.ask(model, PROMPT, 50))
    with pytest.raises(ModelBudget, match="V2A_MODEL_ANSWER"):
        list(account.ask(model, PROMPT, 50))
    assert len(model.prompts) == 1
    list(Budget(answer=account.budget.answer).open().ask(model, PROMPT, 50))


@pytest.mark.parametrize(
    ("limit", "room"),
    [(None, 7_200), (tokens(3_000), 2_200), (Limit(Decimal("0.002"), PRICE), 1_600), (tokens(90_000), 7_200)],
)
def test_a_prompt_gets_the_room_that_can_be_read_and_paid(limit: Limit | None, room: int) -> None:
    model = FakeChatModel(honest, window=8_000)
    assert Budget(answer=limit).open().room(model, 800) == room


def test_thoughts_of_a_model_that_reasons_are_kept_free_in_its_budget() -> None:
    account = Budget(answer=tokens(6_000)).open()
    model = FakeChatModel(honest, window=8_000)
    model.thoughts = 4_000
    assert account.room(model, 800) == 1_200
    with pytest.raises(ModelBudget):
        list(account.ask(model, Prompt("word " * 600, "word " * 600), 800))
    assert model.prompts == []


def test_with_a_limit_for_an_answer_the_model_gets_fewer_passages(library: OpenAssistant) -> None:
    assistant, model = with_model(library, honest, budget=Budget(answer=tokens(1_900)))
    assert assistant.answer(QUESTION).mode == "model fake:scripted"
    unlimited, other = with_model(library, honest)
    unlimited.answer(QUESTION)
    assert prompt_tokens(model.prompts[0]) <= 1_100 < prompt_tokens(other.prompts[0])


def test_answers_are_counted_and_stop_before_the_budget_is_overdrawn(library: OpenAssistant, tmp_path: Path) -> None:
    ledger = DayLedger(tmp_path, tokens(8_000))
    assistant, model = with_model(library, honest, budget=Budget(ledger))
    modes = [assistant.answer(QUESTION).mode for _ in range(8)]
    asked = len(model.prompts)
    assert modes == ["model fake:scripted"] * asked + ["extractive"] * (8 - asked)
    assert 0 < asked < 8
    assert 4_000 < ledger.spent().tokens <= 8_000


def test_a_good_answer_is_shown_though_it_cannot_be_counted_and_the_next_one_waits(
    library: OpenAssistant, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "use"

    def breaking(prompt: Prompt) -> Iterator[str]:
        yield from honest(prompt)
        if folder.is_dir():
            shutil.rmtree(folder)
            folder.write_text("a file where the folder should be")

    ledger = DayLedger(folder, tokens(10**6))
    assistant, model = with_model(library, breaking, budget=Budget(ledger))
    with caplog.at_level(logging.ERROR, "v2a.model"):
        assert assistant.answer(QUESTION).mode == "model fake:scripted"
    assert "cannot be written down" in caplog.text
    assert assistant.answer(QUESTION).mode == "extractive"
    assert len(model.prompts) == 1
    folder.unlink()
    assert assistant.answer(QUESTION).mode == "model fake:scripted"


@pytest.mark.server
@pytest.mark.real_model
@pytest.mark.slow
def test_a_real_server_tells_what_it_counted_and_our_estimate_is_on_the_high_side(
    local_model: LocalModel, tmp_path: Path
) -> None:
    ledger = DayLedger(tmp_path, tokens(10**6))
    model = open_chat_model(local_model.settings(Settings(home=tmp_path)))
    written = "".join(Budget(ledger).open().ask(model, PROMPT, 20))
    used = ledger.spent()
    assert 5 < used.read < prompt_tokens(PROMPT)
    assert 0 < used.written <= 20
    assert used.written <= count_tokens(written) + 1  # the token that ends an answer has no letters


def test_the_settings_bring_the_budgets(library: OpenAssistant, tmp_path: Path) -> None:
    limits = {"model_daily": tokens(5_000), "model_daily_user": tokens(4_000), "model_answer": tokens(3_000)}
    settings = Settings(home=tmp_path, model="openai:x", model_price=PRICE, **limits)  # type: ignore[arg-type]
    budget = open_writer(settings, library.answering.shelf, WordChecker()).budget
    assert isinstance(budget.ledger, DayLedger)
    assert (budget.ledger.day, budget.ledger.user, budget.answer) == tuple(limits.values())
    assert budget.ledger.price == PRICE


def test_an_account_is_of_the_user_on_whose_behalf_it_is_opened() -> None:
    with spending_as("ann"):
        account: Account = Budget().open()
    assert (account.user, Budget().open().user) == ("ann", "local")

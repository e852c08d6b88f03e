"""What a language model may cost: a day, a user, an answer; counted before it is spent, and never lost."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.cost import Limit, Price, Use
from assistant.domain import Prompt
from assistant.drivers.chat_model import open_chat_model
from assistant.drivers.model_ledger import DayLedger
from assistant.errors import ModelBudget, ModelBusy, ModelUnreachable
from assistant.settings import Settings
from assistant.wiring import OpenAssistant, open_writer
from assistant.writing.budget import Account, Budget, spending_as
from assistant.writing.context import count_tokens, prompt_tokens
from tests.conftest import FakeChatModel, FakeEmbedder
from tests.writing.conftest import LocalModel
from tests.writing.scripts import honest, with_model

QUESTION = "What does recommendation 2.3 say?"
PRICE = Price(Decimal("0.25"), Decimal(2), "USD")
PROMPT = Prompt("Be brief.", "Say: ready")


def tokens(most: int) -> Limit:
    return Limit(Decimal(most))


def on(day: int) -> datetime:
    return datetime(2026, 11, day, 12, tzinfo=UTC)


def count(ledger: DayLedger, *uses: Use, user: str = "local") -> None:
    for use in uses:
        ledger.reserve(use, user)(use)


def test_what_is_spent_is_counted_until_midnight(tmp_path: Path) -> None:
    ledger = DayLedger(tmp_path / "use", tokens(1_000), clock=lambda: on(1))
    count(ledger, Use(500, 100), Use(300, 100))
    with pytest.raises(ModelBudget, match="V2A_MODEL_DAILY"):
        ledger.reserve(Use(1), "local")
    (tmp_path / "use" / "kept by somebody").mkdir()
    tomorrow = DayLedger(tmp_path / "use", tokens(1_000), clock=lambda: on(2))
    count(tomorrow, Use(1))
    assert tomorrow.spent() == Use(1)
    assert {file.name for file in (tmp_path / "use").iterdir()} == {"2026-11-02.txt", "kept by somebody"}


def test_a_request_reserves_what_it_may_take_and_gives_back_what_it_did_not(tmp_path: Path) -> None:
    ledger = DayLedger(tmp_path, tokens(2_000))
    settle = ledger.reserve(Use(600, 800), "local")
    with pytest.raises(ModelBudget):
        ledger.reserve(Use(600, 800), "local")
    assert ledger.spent() == Use(600, 800)
    settle(Use(550, 30))
    assert ledger.spent() == Use(550, 30)
    ledger.reserve(Use(600, 800), "local")


def test_a_request_over_midnight_stays_on_the_day_on_which_it_began(tmp_path: Path) -> None:
    days = [on(1)]
    ledger = DayLedger(tmp_path, tokens(2_000), clock=lambda: days[-1])
    settle = ledger.reserve(Use(600, 800), "local")
    days.append(on(2))
    settle(Use(600, 10))
    assert ledger.spent() == Use()


def test_processes_and_threads_count_together_and_overdraw_nothing(tmp_path: Path) -> None:
    def spend(_: int) -> int:
        try:
            count(DayLedger(tmp_path, tokens(1_400)), Use(4, 3))
        except ModelBudget:
            return 0
        return 7

    with ThreadPoolExecutor(8) as pool:
        spent = sum(pool.map(spend, range(300)))
    assert DayLedger(tmp_path).spent() == Use(spent // 7 * 4, spent // 7 * 3)
    assert 1_300 < spent <= 1_400


def test_a_damaged_line_is_passed_over(tmp_path: Path) -> None:
    ledger = DayLedger(tmp_path, tokens(100), clock=lambda: on(1))
    count(ledger, Use(5))
    (tmp_path / "2026-11-01.txt").write_bytes(b"5 0 -\n\xff\xfe\nx 1 -\n1 1\n6 2 -\n9")
    assert ledger.spent() == Use(11, 2)


def test_what_cannot_be_counted_is_not_spent(tmp_path: Path) -> None:
    (tmp_path / "use").write_text("a file where the folder should be")
    for ledger in (DayLedger(tmp_path / "use", tokens(9_000)), DayLedger(tmp_path / "use", user=tokens(9_000))):
        with pytest.raises(ModelBudget, match="V2A_HOME"):
            ledger.reserve(Use(1), "local")
    DayLedger(tmp_path / "use").reserve(Use(1), "local")(Use(1))  # without a budget nothing hangs on it


def test_each_user_has_a_budget_of_their_own(tmp_path: Path) -> None:
    ledger = DayLedger(tmp_path, tokens(5_000), tokens(1_000))
    count(ledger, Use(900), user="ann")
    with pytest.raises(ModelBudget, match="V2A_MODEL_DAILY_USER"):
        ledger.reserve(Use(200), "ann")
    count(ledger, Use(800), user="bob")
    assert (ledger.spent("ann"), ledger.spent("bob"), ledger.spent()) == (Use(900), Use(800), Use(1_700))


def test_nothing_that_is_kept_tells_who_it_was_and_names_change_with_the_day(tmp_path: Path) -> None:
    kept = []
    for day in (1, 2):
        ledger = DayLedger(tmp_path, user=tokens(9_000), clock=lambda day=day: on(day))  # type: ignore[misc]
        count(ledger, Use(10), user="192.0.2.7")
        text = (tmp_path / f"2026-11-{day:02}.txt").read_text()
        assert "192.0.2.7" not in text
        kept.append(text.split()[2])
        assert (tmp_path / f"2026-11-{day:02}.salt").stat().st_mode & 0o077 == 0
        assert all(file.name.startswith(f"2026-11-{day:02}") for file in tmp_path.iterdir())
    assert kept[0] != kept[1]


def test_users_are_not_told_apart_where_they_have_no_budget(tmp_path: Path) -> None:
    count(DayLedger(tmp_path, tokens(9_000), clock=lambda: on(1)), Use(10, 2), user="ann")
    assert (tmp_path / "2026-11-01.txt").read_text() == "10 2 -\n"


def test_a_budget_in_money_is_kept_by_the_price(tmp_path: Path) -> None:
    ledger = DayLedger(tmp_path, Limit(Decimal("0.01"), PRICE), price=PRICE)
    count(ledger, Use(20_000, 2_000))  # 0.005 + 0.004
    with pytest.raises(ModelBudget, match=r"0\.01 USD"):
        ledger.reserve(Use(0, 501), "local")
    count(ledger, Use(0, 500))
    assert list(ledger.state()) == [("Used today (UTC)", "22,500 tokens (0.01 USD) of 0.01 USD")]


def test_the_state_of_a_budget_names_the_users_part(tmp_path: Path) -> None:
    ledger = DayLedger(tmp_path, user=tokens(2_000), price=PRICE)
    count(ledger, Use(1_000), user="ann")
    count(ledger, Use(500), user="bob")
    assert dict(ledger.state("bob")) == {
        "Used today (UTC)": "1,500 tokens (0.0004 USD); no limit is set",
        "Of it by you": "500 tokens (0.0001 USD) of 2,000 tokens",
    }
    assert dict(ledger.state())["Each user may use"] == "2,000 tokens"


# One answer


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


def test_what_could_not_be_written_down_is_once_it_can(tmp_path: Path) -> None:
    folder = tmp_path / "use"
    ledger = DayLedger(folder, tokens(10**6))
    settle = ledger.reserve(Use(100, 50), "local")
    hidden = folder.rename(tmp_path / "hidden")
    folder.write_text("a file where the folder should be")
    settle(Use(100, 900))
    with pytest.raises(ModelBudget):
        ledger.reserve(Use(1), "local")
    folder.unlink()
    hidden.rename(folder)
    count(ledger, Use(1))
    assert ledger.spent() == Use(101, 900)


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
    budget = open_writer(settings, library.answering.shelf, FakeEmbedder()).budget
    assert isinstance(budget.ledger, DayLedger)
    assert (budget.ledger.day, budget.ledger.user, budget.answer) == tuple(limits.values())
    assert budget.ledger.price == PRICE


def test_an_account_is_of_the_user_on_whose_behalf_it_is_opened() -> None:
    with spending_as("ann"):
        account: Account = Budget().open()
    assert (account.user, Budget().open().user) == ("ann", "local")

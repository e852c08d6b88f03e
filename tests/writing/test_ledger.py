"""What a language model may cost: in a day and by a user; counted before it is spent, and never lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from assistant.cost import Limit, Price, Use
from assistant.drivers.model_ledger import DayLedger
from assistant.errors import ModelBudget

PRICE = Price(Decimal("0.25"), Decimal(2), "USD")


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


@examples(max_examples=50, deadline=None)  # each writes files
@given(
    st.lists(
        st.tuples(st.sampled_from(["ann", "bob"]), st.integers(0, 400), st.integers(0, 400), st.booleans()), max_size=25
    )
)
def test_whatever_is_asked_in_whatever_order_no_limit_is_overdrawn(steps: list[tuple[str, int, int, bool]]) -> None:
    with TemporaryDirectory() as folder:
        ledger = DayLedger(Path(folder), Limit(Decimal("0.002"), PRICE), tokens(700))
        waiting: list[Callable[[], None]] = []
        for user, read, written, at_once in steps:
            try:
                settle = ledger.reserve(Use(read, written), user)
            except ModelBudget:
                continue
            waiting.append(partial(settle, Use(read // 2, written // 2)))
            if at_once:
                waiting.pop(0)()
            assert PRICE.of(ledger.spent()) <= Decimal("0.002")
            assert max(ledger.spent("ann").tokens, ledger.spent("bob").tokens) <= 700
            assert ledger.spent() == ledger.spent("ann") + ledger.spent("bob")


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
    assert list(ledger.state())[1:] == [
        ("Each user may use", "2,000 tokens"),
        ("Users today", "2; the most that one used is 1,000 tokens (0.0002 USD)"),
    ]
    assert dict(DayLedger(tmp_path / "new", user=tokens(2_000)).state())["Users today"].startswith("0;")


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

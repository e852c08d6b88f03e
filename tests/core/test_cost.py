"""Prices and limits: what people may write, and what it means."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.cost import MILLION, Limit, Price, Use, in_words, limit_of, money, price_of
from assistant.errors import BadInput
from assistant.settings import Settings

PRICE = Price(Decimal("0.25"), Decimal("2.00"), "USD")
amounts = st.decimals(0, 999_999_999, places=2)
currencies = st.sampled_from(["USD", "EUR", "CHF", "€", "$", "£"])


@given(amounts, amounts, currencies, st.sampled_from(["", " "]), st.booleans())
def test_every_price_that_is_written_as_told_is_read_as_written(
    read: Decimal, written: Decimal, currency: str, gap: str, small: bool
) -> None:
    text = f"{read}{gap}/{gap}{written}{gap}{currency.lower() if small else currency}"
    price = price_of(text)
    assert price == Price(read, written, currency)
    assert price.of(Use(MILLION, MILLION)) == read + written


@given(st.text(st.sampled_from("0123456789.,/- USDEUR€$eE+x\n٣"), max_size=20))
def test_any_text_is_a_price_and_a_limit_or_a_clear_error(text: str) -> None:
    for read in (price_of, lambda t: limit_of("V2A_MODEL_DAILY", t, PRICE)):
        told, found = "", None
        try:
            found = read(text)
        except BadInput as problem:
            told = str(problem)
        assert str(found)
        assert not told or (told.startswith("V2A_MODEL_") and ("2.00 USD" in told or "1.50 USD" in told))


@given(st.integers(0, 10**7), st.integers(0, 10**6), amounts, amounts)
def test_what_may_still_be_read_is_what_the_limit_allows_and_no_token_more(
    spent: int, written: int, most: Decimal, each: Decimal
) -> None:
    for limit in (Limit(most), Limit(most, Price(each, Decimal(2), "USD"))):
        room = limit.readable(Use(spent), written)
        if room is None:
            assert not each
            continue
        assert not limit.exceeded_by(Use(spent + room, written)) or room < 0
        assert limit.exceeded_by(Use(spent + room + 1, written))


def test_a_limit_is_in_tokens_or_in_money() -> None:
    assert limit_of("V2A_MODEL_DAILY", "200000", None) == Limit(Decimal(200_000))
    assert limit_of("V2A_MODEL_DAILY", " 1.50 usd ", PRICE) == Limit(Decimal("1.50"), PRICE)
    assert limit_of("V2A_MODEL_DAILY", "", None) is None
    assert [str(limit_of("V2A_MODEL_DAILY", text, PRICE)) for text in ("200000", "1.5USD", "0.02 USD")] == [
        "200,000 tokens",
        "1.50 USD",
        "0.02 USD",
    ]


@pytest.mark.parametrize(
    ("text", "price", "told"),
    [
        ("999", PRICE, "1000 or more"),
        ("1.5", PRICE, "1.50 USD"),
        ("0", PRICE, "V2A_MODEL=none to spend nothing"),
        ("0 USD", PRICE, "V2A_MODEL=none to spend nothing"),
        ("1,50 USD", PRICE, "1.50 USD"),
        ("1.50 EUR", PRICE, "in USD, the currency of V2A_MODEL_PRICE"),
        ("1.50 USD", None, "or set a price"),
        ("-5000", PRICE, "V2A_MODEL_ANSWER is '-5000'"),
    ],
)
def test_a_limit_that_cannot_be_used_says_how_to_write_it(text: str, price: Price | None, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        limit_of("V2A_MODEL_ANSWER", text, price)


@pytest.mark.parametrize("text", ["0,25/2,00 USD", "0.25 USD", "0.25/2.00", "-1/2 USD", "1/2 dollars", "1e3/2 USD"])
def test_a_price_that_cannot_be_used_says_how_to_write_it(text: str) -> None:
    with pytest.raises(BadInput, match=r"V2A_MODEL_PRICE.*0\.25/2\.00 USD"):
        price_of(text)


def test_use_is_told_in_tokens_and_with_a_price_in_money() -> None:
    use = Use(1_000_000, 34_567)
    assert in_words(use) == "1,034,567 tokens"
    assert in_words(use, PRICE) == "1,034,567 tokens (0.3191 USD)"
    assert [money(Decimal(x), "EUR") for x in ("0", "0.00001", "0.5", "1234.5")] == [
        "0.00 EUR",
        "less than 0.0001 EUR",
        "0.50 EUR",
        "1,234.50 EUR",
    ]


def test_the_environment_sets_price_and_limits() -> None:
    env = {
        "V2A_MODEL_PRICE": "0.25/2.00 USD",
        "V2A_MODEL_ANSWER": "0.01 USD",
        "V2A_MODEL_DAILY": "2 USD",
        "V2A_MODEL_DAILY_USER": "50000",
    }
    settings = Settings.from_env(env)
    assert settings.model_price == PRICE
    assert (settings.model_answer, settings.model_daily) == (Limit(Decimal("0.01"), PRICE), Limit(Decimal(2), PRICE))
    assert settings.model_daily_user == Limit(Decimal(50_000))
    assert Settings.from_env({}).model_daily is None

"""What the use of a language model costs: tokens, their price, and limits in tokens or in money. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from assistant.errors import BadInput

MILLION = 1_000_000
LEAST_TOKENS = 1_000  # of a limit; with fewer no answer could be written
_NUMBER = r"[0-9]{1,9}(?:\.[0-9]{1,6})?"
_CURRENCY = r"[A-Za-z]{3}|[€$£¥]"
_PRICE = re.compile(rf"({_NUMBER}) ?/ ?({_NUMBER}) ?({_CURRENCY})")
_MONEY = re.compile(rf"({_NUMBER}) ?({_CURRENCY})")


@dataclass(frozen=True, slots=True)
class Use:
    """Tokens that a model read and wrote; negative ones take an estimate back."""

    read: int = 0
    written: int = 0

    def __add__(self, other: Use) -> Use:
        return Use(self.read + other.read, self.written + other.written)

    def __sub__(self, other: Use) -> Use:
        return Use(self.read - other.read, self.written - other.written)

    @property
    def tokens(self) -> int:
        return self.read + self.written


@dataclass(frozen=True, slots=True)
class Price:
    """Money for a million tokens read, and for a million written. None is built in, since prices change."""

    read: Decimal
    written: Decimal
    currency: str

    def of(self, use: Use) -> Decimal:
        """What that use costs, unrounded."""
        return (self.read * use.read + self.written * use.written) / MILLION


@dataclass(frozen=True, slots=True)
class Limit:
    """What may be spent: money where it has a price, else tokens read and written."""

    most: Decimal
    price: Price | None = None

    def cost(self, use: Use) -> Decimal:
        """That use in the unit of this limit."""
        return self.price.of(use) if self.price else Decimal(use.tokens)

    def exceeded_by(self, use: Use) -> bool:
        return self.cost(use) > self.most

    def readable(self, spent: Use, written: int) -> int | None:
        """Tokens that may still be read, if `written` more are kept free for the answer; None where reading is free."""
        left = self.most - self.cost(spent + Use(0, written))
        each = self.price.read / MILLION if self.price else Decimal(1)
        return int((left / each).to_integral_value(ROUND_FLOOR)) if each else None

    def __str__(self) -> str:
        return money(self.most, self.price.currency) if self.price else f"{self.most:,} tokens"


def money(amount: Decimal, currency: str) -> str:
    """The amount with two digits behind the point, with four where it is less than one and they tell more: "12.40 USD",
    "0.50 USD", "0.0031 USD"."""
    digits = 2 if amount >= 1 or amount * 100 % 1 == 0 else 4
    least = Decimal(1).scaleb(-digits)
    return f"less than {least} {currency}" if 0 < amount < least else f"{amount:,.{digits}f} {currency}"


def in_words(use: Use, price: Price | None = None) -> str:
    """That use for people: "1,234 tokens", with a price "1,234 tokens (0.0031 USD)"."""
    return f"{use.tokens:,} tokens" + (f" ({money(price.of(use), price.currency)})" if price else "")


def price_of(text: str) -> Price | None:
    """V2A_MODEL_PRICE, such as "0.25/2.00 USD"; None where it is empty. Raises BadInput for another form."""
    if not text.strip():
        return None
    found = _PRICE.fullmatch(text.strip())
    if not found:
        raise BadInput(
            f"V2A_MODEL_PRICE is {text!r}: write what a million tokens read and a million written cost, with a point "
            "for decimals and a currency, such as 0.25/2.00 USD."
        )
    return Price(Decimal(found[1]), Decimal(found[2]), found[3].upper())


def limit_of(name: str, text: str, price: Price | None) -> Limit | None:
    """The variable `name`: tokens ("200000"), or money ("1.50 USD") in the currency of the price; None where empty.

    Raises BadInput for another form, too little, and money without a price in that currency. 0 is refused, too: some
    mean "no limit" by it and others "spend nothing".
    """
    text = text.strip()
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= LEAST_TOKENS:
        return Limit(Decimal(text))
    found = _MONEY.fullmatch(text)
    if not found or not Decimal(found[1]):
        raise BadInput(
            f"{name} is {text!r}: set it to a whole number of tokens, {LEAST_TOKENS} or more, or to money with its "
            "currency, such as 1.50 USD; leave it out for no limit, and set V2A_MODEL=none to spend nothing."
        )
    if price is None or price.currency != found[2].upper():
        wanted = f"in {price.currency}, the currency of V2A_MODEL_PRICE" if price else "in tokens, or set a price"
        raise BadInput(f"{name} is {text!r}: write it {wanted}, such as V2A_MODEL_PRICE='0.25/2.00 USD'.")
    return Limit(Decimal(found[1]), price)

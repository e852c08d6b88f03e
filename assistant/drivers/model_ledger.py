"""What the language model has cost today: a file of the day with a line per count, shared by all processes."""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import secrets
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from assistant.cost import Limit, Price, Use, in_words
from assistant.errors import ModelBudget

LOG = logging.getLogger("v2a.model")
_ENDS = "the day ends at midnight UTC."


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class DayLedger:
    """Tokens read and written a day (UTC), of everybody and of each user, and the limits of both.

    Where a limit is set, an unreadable or unwritable folder ends the use of the model, not of the assistant: what
    cannot be counted is not spent. Users are told apart only where they have a limit of their own, by a hash whose
    salt is thrown away with the day's file.
    """

    folder: Path
    day: Limit | None = None
    user: Limit | None = None
    price: Price | None = None
    clock: Callable[[], datetime] = _now
    # What could not be written down yet, by day and user.
    _owed: dict[tuple[str, str], Use] = field(default_factory=dict, compare=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, compare=False, repr=False)

    def reserve(self, most: Use, user: str) -> Callable[[Use], None]:
        """See `assistant.writing.budget.Ledger`. What an answer before this one could not write down is added first."""
        day = self._day_name()
        if self.day or self.user:
            self._check(most, user)
            if not self._write(most, user):
                self._owe(Use() - most, user)
                raise ModelBudget("What the model costs cannot be written down: see V2A_HOME, and the log.")
            try:
                self._check(Use(), user)  # others may have reserved at the same moment
            except ModelBudget:
                self._write(Use() - most, user)
                raise
        else:
            self._write(most, user)

        def settle(used: Use) -> None:
            if self._day_name() == day:  # else it stays as reserved, on the day on which it began
                self._write(used - most, user)

        return settle

    def spent(self, user: str | None = None) -> Use:
        """What was counted today, of everybody or of that user. Raises ModelBudget where it cannot be read."""
        try:
            wanted = None if user is None else self._hash(user)
            return sum((use for who, use in self._lines() if wanted in (None, who)), Use())
        except OSError as error:
            raise ModelBudget(f"What the model has cost cannot be read ({error.strerror}): see V2A_HOME.") from None

    def state(self, user: str | None = None) -> Iterator[tuple[str, str]]:
        """What was used of each limit today, such as ("Used today (UTC)", "1,200 tokens (0.0012 USD) of 2.00 USD").

        With a user also their part, else what each may use and how near to it somebody is. Raises ModelBudget where it
        cannot be read.
        """
        yield "Used today (UTC)", self._told(self.spent(), self.day)
        if self.user and user is not None:
            yield "Of it by you", self._told(self.spent(user), self.user)
        elif self.user:
            yield "Each user may use", str(self.user)
            each = self._by_user().values()
            most = max(each, key=self.user.cost, default=Use())
            yield "Users today", f"{len(each)}; the most that one used is {in_words(most, self.price)}"

    def _by_user(self) -> Mapping[str, Use]:
        found: defaultdict[str, Use] = defaultdict(Use)
        for who, use in self._lines():
            found[who] += use
        return found

    def _told(self, use: Use, limit: Limit | None) -> str:
        return f"{in_words(use, self.price)} of {limit}" if limit else f"{in_words(use, self.price)}; no limit is set"

    def _check(self, more: Use, user: str) -> None:
        """Raises ModelBudget where that is more than is left today."""
        if self.day and self.day.exceeded_by(self.spent() + more):
            raise ModelBudget(f"Too little is left of today's {self.day} (V2A_MODEL_DAILY); {_ENDS}")
        if self.user and self.user.exceeded_by(self.spent(user) + more):
            raise ModelBudget(f"Too little is left of this user's {self.user} (V2A_MODEL_DAILY_USER); {_ENDS}")

    def _write(self, use: Use, user: str) -> bool:
        """Whether it, and all that is owed, is in the day's file; else it is owed."""
        self._owe(use, user)
        with self._lock:
            try:
                self._begin_the_day()
                today = self._day_name()
                owed = ((who, use) for (day, who), use in self._owed.items() if day == today and use != Use())
                lines = "".join(f"{use.read} {use.written} {self._hash(who)}\n" for who, use in owed)
                with self._today("txt").open("a", encoding="ascii") as file:
                    file.write(lines)  # one write of a few bytes: whole lines from any process
            except OSError as error:
                LOG.error("ModelBudget: what the model costs cannot be written down (%s): see V2A_HOME", error.strerror)
                return False
            self._owed.clear()
            return True

    def _owe(self, use: Use, user: str) -> None:
        with self._lock:
            key = (self._day_name(), user)
            self._owed[key] = self._owed.get(key, Use()) + use

    def _lines(self) -> Iterator[tuple[str, Use]]:
        """Users and what they used. A damaged line is passed over."""
        try:
            lines = self._today("txt").read_text(encoding="ascii", errors="replace").splitlines()
        except FileNotFoundError:
            return
        for read, written, who in (parts for line in lines if len(parts := line.split(" ")) == 3):
            if _is_whole(read) and _is_whole(written):
                yield who, Use(int(read), int(written))

    def _begin_the_day(self) -> None:
        """Makes the folder, and throws away what is of another day, its salt with it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for file in self.folder.glob("????-??-??.*"):
            if not file.name.startswith(self._day_name()):
                file.unlink(missing_ok=True)

    def _hash(self, user: str) -> str:
        """A name of the user for today alone; "-" where users are not told apart."""
        if not self.user:
            return "-"
        return hmac.new(self._salt(), user.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()[:16]

    def _salt(self) -> bytes:
        """Drawn once a day, by whichever process comes first."""
        file = self._today("salt")
        if not file.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            own = self._today(f"{secrets.token_hex(8)}.new")
            with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
                new.write(secrets.token_bytes(32))
            with suppress(FileExistsError):
                os.link(own, file)  # whole, or not at all
            own.unlink()
        return file.read_bytes()

    def _today(self, ending: str) -> Path:
        return self.folder / f"{self._day_name()}.{ending}"

    def _day_name(self) -> str:
        return f"{self.clock():%Y-%m-%d}"


def _is_whole(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) < 12

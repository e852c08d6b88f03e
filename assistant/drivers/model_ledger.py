"""What the language model has cost today: one line per request in a file of the day, shared by all processes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import ModelBudget


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class DayLedger:
    """At most `most` tokens a day (UTC), read and written. Requests under way when it is reached are not cut off.

    An unreadable or unwritable folder ends the use of the model, not of the assistant: what cannot be counted is not
    spent.
    """

    folder: Path
    most: int
    clock: Callable[[], datetime] = _now

    def check(self) -> None:
        """Raises ModelBudget when nothing is left for today."""
        if self.spent() >= self.most:
            raise ModelBudget(f"Today's {self.most} tokens (V2A_MODEL_DAILY) are spent; the day ends at midnight UTC.")

    def add(self, tokens: int) -> None:
        """Count what a request took."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for file in self.folder.glob("*.txt"):
                if file != self._today():
                    file.unlink(missing_ok=True)
            with self._today().open("a", encoding="ascii") as file_of_today:
                file_of_today.write(f"{tokens}\n")  # one write of a few bytes: whole lines from any process
        except OSError as error:
            raise ModelBudget(
                f"What the model costs cannot be written down ({error.strerror}): see V2A_HOME."
            ) from None

    def spent(self) -> int:
        """Tokens counted today."""
        try:
            lines = self._today().read_text(encoding="ascii", errors="replace").split()
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise ModelBudget(f"What the model has cost cannot be read ({error.strerror}): see V2A_HOME.") from None
        return sum(int(line) for line in lines if line.isdigit())

    def _today(self) -> Path:
        return self.folder / f"{self.clock():%Y-%m-%d}.txt"

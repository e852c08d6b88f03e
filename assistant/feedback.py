"""Thumbs and their reasons, kept on this machine: one JSON object per line, appended and never rewritten.

What people type may hold who they are, so e-mail addresses and telephone numbers are struck out before anything is
written, and texts are cut to a fixed length. The file has a size limit, so a flood of clicks cannot fill the disk.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import BadInput

VERDICTS = ("up", "down")
MOST_CHARACTERS = 1000
MOST_BYTES = 5_000_000

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"]+\.[^\s@<>()\[\],;:\"]+")
# Seven digits or more with the signs people put between them; years, item numbers and amounts are shorter.
_PHONE = re.compile(r"(?<![\w.])(?:\+|00|\()?\d(?:[\s().\-/]{0,2}\d){6,}(?!\w)")
_DATES = re.compile(r"(?:19|20)\d\d\s?[-/]\s?(?:(?:19|20)\d\d|\d\d?[-/]\d\d?)")


def strike_contacts(text: str) -> str:
    """The text with e-mail addresses and telephone numbers replaced by what they were."""
    return _PHONE.sub(_struck, _EMAIL.sub("[e-mail address removed]", text))


def _struck(match: re.Match[str]) -> str:
    return match.group() if _DATES.fullmatch(match.group()) else "[phone number removed]"


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class FeedbackLog:
    """The file of one installation; safe to share between threads. `clock` is for tests."""

    path: Path
    most_bytes: int = MOST_BYTES
    clock: Callable[[], datetime] = _now
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, init=False)

    def add(self, answer_id: str, question: str, verdict: str, reason: str = "") -> None:
        """Append one judgement. Raises BadInput for an unknown verdict or when the file has reached its limit."""
        if verdict not in VERDICTS:
            raise BadInput(f"The verdict is {verdict!r}: use one of {', '.join(VERDICTS)}.")
        row = {
            "time": self.clock().isoformat(timespec="seconds"),
            "answer": _kept(answer_id),
            "question": _kept(question),
            "verdict": verdict,
            "reason": _kept(reason),
        }
        self._append((json.dumps(row, ensure_ascii=False) + "\n").encode("utf-8", errors="replace"))

    def _append(self, line: bytes) -> None:
        with self._lock:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab") as file:
                if file.tell() + len(line) > self.most_bytes:
                    raise BadInput(f"Feedback was not stored: {self.path.name} is full. Move it away to make room.")
                file.write(line)


def _kept(text: str) -> str:
    """Struck out first, then cut: a number halved by the cut would no longer be recognised."""
    return strike_contacts(text).strip()[:MOST_CHARACTERS]

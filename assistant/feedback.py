"""What use teaches, kept on this machine: thumbs with their reasons, and questions that the sources do not answer.

One JSON object per line, appended and never rewritten. What people type may hold who they or others are, so what could
identify a patient, e-mail addresses and telephone numbers are struck out before anything is written, and texts are cut
to a fixed length. The file has a size limit, so a flood of clicks or questions cannot fill the disk.
"""

from __future__ import annotations

import json
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.domain import Answer, Status
from assistant.errors import BadInput
from assistant.planning.privacy import find_personal_data

VERDICTS = ("up", "down")
MOST_CHARACTERS = 1000
MOST_BYTES = 5_000_000
# Questions without an answer come without a click; this share of the file leaves room for judgements.
UNANSWERED_SHARE = 0.5
REMEMBERED = 500  # answers whose status and passages a judgement can still be put beside
HITS = 10

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"]+\.[^\s@<>()\[\],;:\"]+")
# Seven digits or more with the signs people put between them; years, item numbers and amounts are shorter.
_PHONE = re.compile(r"(?<![\w.])(?:\+|00|\()?\d(?:[\s().\-/]{0,2}\d){6,}(?!\w)")
_DATES = re.compile(r"(?:19|20)\d\d\s?[-/]\s?(?:(?:19|20)\d\d|\d\d?[-/]\d\d?)")


def strike_contacts(text: str) -> str:
    """The text with e-mail addresses and telephone numbers replaced by what they were."""
    return _PHONE.sub(_struck, _EMAIL.sub("[e-mail address removed]", text))


def strike_personal_data(text: str) -> str:
    """The text without what could identify a patient and without anybody's contacts; as it was where there are none.

    Patients first: a name is told by the number or birth date beside it.
    """
    kept, at = [], 0
    for finding in find_personal_data(text):
        if finding.start >= at:
            kept += [text[at : finding.start], f"[{finding.kind} removed]"]
        at = max(at, finding.end)
    return strike_contacts("".join([*kept, text[at:]]))


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
    _given: OrderedDict[str, Mapping[str, Any]] = field(default_factory=OrderedDict, repr=False, init=False)

    def add(self, answer_id: str, question: str, verdict: str, reason: str = "") -> None:
        """Append one judgement. Raises BadInput for an unknown verdict or when the file has reached its limit."""
        if verdict not in VERDICTS:
            raise BadInput(f"The verdict is {verdict!r}: use one of {', '.join(VERDICTS)}.")
        self._append(self._row(answer_id, question, verdict, reason), self.most_bytes)

    def saw(self, answer: Answer) -> None:
        """Remember what a finished answer was, for a judgement on it; one that ended in `not_in_sources` is appended.

        Nobody waits for this, so a file that is full or cannot be written costs the line, never the answer.
        """
        if not answer.done:
            return
        with self._lock:
            known = answer.id in self._given
            self._given[answer.id] = _given(answer)
            if len(self._given) > REMEMBERED:
                self._given.popitem(last=False)
        if answer.status is Status.NOT_IN_SOURCES and not known:
            try:
                self._append(self._row(answer.id, answer.question), int(self.most_bytes * UNANSWERED_SHARE))
            except (BadInput, OSError):
                return

    def _row(self, answer_id: str, question: str, verdict: str = "", reason: str = "") -> Mapping[str, Any]:
        with self._lock:
            given = self._given.get(answer_id, {})
        return {
            "time": self.clock().isoformat(timespec="seconds"),
            "answer": _kept(answer_id),
            "question": _kept(question),
            "verdict": verdict,
            "reason": _kept(reason),
            **given,
        }

    def _append(self, row: Mapping[str, Any], most: int) -> None:
        line = (json.dumps(row, ensure_ascii=False) + "\n").encode("utf-8", errors="replace")
        with self._lock:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab") as file:
                if file.tell() + len(line) > most:
                    raise BadInput(f"Feedback was not stored: {self.path.name} is full. Move it away to make room.")
                file.write(line)


def _given(answer: Answer) -> dict[str, Any]:
    """What a reviewer wants to know of it: how it ended, what it was understood as, which passages came first."""
    standalone = _kept(answer.standalone)
    return {
        "status": str(answer.status),
        **({"standalone": standalone} if standalone and standalone != _kept(answer.question) else {}),
        "language": answer.language,
        "retrieved": [hit.passage.id for hit in answer.hits[:HITS]],
    }


def _kept(text: str) -> str:
    """Struck out first, then cut: a number halved by the cut would no longer be recognised."""
    return strike_personal_data(text).strip()[:MOST_CHARACTERS]

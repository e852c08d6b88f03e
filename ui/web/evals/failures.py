"""The last failures of the language model, for its page: when and of which kind, in the memory of this process."""

from __future__ import annotations

import logging
import re
from collections import deque
from datetime import UTC, datetime

MOST = 10
# The kinds are those that the log `v2a.model` promises at the beginning of its lines (docs/models.md).
WORDS = {
    "ModelNotUsable": "It cannot be used as it is set up: its name, package, key or address is wrong",
    "ModelTimeout": "It did not answer in time",
    "ModelBusy": "Its provider turned the request away: too many, or no credit left",
    "ModelUnreachable": "It could not be reached, failed inside, or broke off",
    "ModelRefused": "It would not answer, or its provider held the answer back",
    "ModelGarbage": "What it wrote could not be used",
    "ModelOverflow": "The question and its passages were too long for it",
    "ModelBudget": "What may be spent on it was spent, or could not be counted",
}
_KIND = re.compile(r"([A-Z]\w+): ")


class Failures(logging.Filter):
    """Hears what is logged and lets all of it pass. It keeps kinds and times, never what a message says."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: deque[tuple[datetime, str]] = deque(maxlen=MOST)

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true."""
        kind = _KIND.match(record.getMessage())
        if kind and kind[1] in WORDS:
            self._kept.append((datetime.fromtimestamp(record.created, UTC), kind[1]))
        return True

    def listed(self) -> list[tuple[str, str]]:
        """When (UTC) and what, the latest first."""
        return [(f"{when:%Y-%m-%d %H:%M:%S}", WORDS[kind]) for when, kind in reversed(tuple(self._kept))]

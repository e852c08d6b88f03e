"""Whether a language model answers at all: one tiny request, timed and counted."""

from __future__ import annotations

import time
from contextlib import closing

from assistant.errors import ModelGarbage
from assistant.interfaces import ChatModel
from assistant.writing.budget import Budget
from assistant.writing.prompts import GREETING

MOST = 50  # tokens


def try_out(model: ChatModel, budget: Budget) -> float:
    """Seconds until it had written something; what it wrote is not kept. Raises ChatModelError where nothing came."""
    begun = time.perf_counter()
    with closing(budget.open().ask(model, GREETING, MOST)) as pieces:
        for piece in pieces:
            if piece.strip():
                return time.perf_counter() - begun
    raise ModelGarbage("The language model was reached but wrote nothing.")

"""Whether a language model answers at all: one tiny request, timed and counted."""

from __future__ import annotations

import time
from contextlib import closing

from assistant.domain import Prompt
from assistant.errors import ModelGarbage
from assistant.interfaces import ChatModel
from assistant.writing.context import prompt_tokens
from assistant.writing.write import Ledger

GREETING = Prompt("You reply with one word.", "Say: ready")
MOST = 50  # tokens


def try_out(model: ChatModel, ledger: Ledger) -> float:
    """Seconds until it had written something; what it wrote is not kept. Raises ChatModelError where nothing came."""
    ledger.check()
    begun, length = time.perf_counter(), 0
    try:
        with closing(model.stream(GREETING, MOST)) as pieces:  # type: ignore[type-var]
            for piece in pieces:
                length += len(piece)
                if piece.strip():
                    return time.perf_counter() - begun
    finally:
        ledger.add(prompt_tokens(GREETING) + length // 4)
    raise ModelGarbage("The language model was reached but wrote nothing.")

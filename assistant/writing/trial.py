"""Whether a language model answers at all: one tiny request, timed and counted."""

from __future__ import annotations

import time
from contextlib import closing

from assistant.errors import ModelGarbage
from assistant.interfaces import ChatModel
from assistant.writing.context import count_tokens, prompt_tokens
from assistant.writing.prompts import GREETING
from assistant.writing.write import Ledger

MOST = 50  # tokens


def try_out(model: ChatModel, ledger: Ledger) -> float:
    """Seconds until it had written something; what it wrote is not kept. Raises ChatModelError where nothing came."""
    ledger.check()
    begun, written = time.perf_counter(), 0
    try:
        with closing(model.stream(GREETING, MOST)) as pieces:  # type: ignore[type-var]
            for piece in pieces:
                written += count_tokens(piece)
                if piece.strip():
                    return time.perf_counter() - begun
    finally:
        ledger.add(prompt_tokens(GREETING) + written)
    raise ModelGarbage("The language model was reached but wrote nothing.")

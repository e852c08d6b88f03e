"""What was said before, read from files of other programs: `[{"role": "user", "content": "..."}, ...]`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.domain import Turn
from assistant.errors import BadInput

SHAPE = '[{"role": "user", "content": "..."}, {"role": "assistant", "content": "..."}]'


def turns_from_json(value: Any) -> tuple[Turn, ...]:
    """The turns of a history. Raises BadInput that names the first message at fault; None is no history."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise BadInput(f"The history is not a list. Give it as {SHAPE}")
    return tuple(_turn(message, number) for number, message in enumerate(value, 1))


def readable(text: str) -> str:
    """The text with halves of characters, which broken input brings and no encoder takes, replaced by a mark."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def read_history(path: Path) -> tuple[Turn, ...]:
    """The turns in a JSON file. Raises BadInput for a file that cannot be read."""
    try:
        return turns_from_json(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise BadInput(f"The history {path} cannot be read ({error.strerror}). Name a file that exists.") from None
    except ValueError as error:  # broken JSON and bytes that are not UTF-8
        raise BadInput(f"The history {path} is not JSON in UTF-8 ({error}). Give it as {SHAPE}") from None


def _turn(message: Any, number: int) -> Turn:
    if not isinstance(message, Mapping) or not isinstance(message.get("content"), str):
        raise BadInput(f"Message {number} of the history has no text. Give it as {SHAPE}")
    if message.get("role") not in ("user", "assistant"):
        role = message.get("role")
        raise BadInput(f'Message {number} of the history has the role {role!r}. Use "user" or "assistant".')
    return Turn(message["role"], readable(message["content"]))

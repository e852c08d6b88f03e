"""Many questions from a file: one JSON object a line in, one a line out, in the same order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from assistant.errors import BadInput, V2AError
from assistant.verbs import Assistant
from ui.answer_json import answer_to_json
from ui.conversation import readable, turns_from_json

SHAPE = '{"id": "1", "question": "...", "history": [...]}'


def answer_lines(assistant: Assistant, lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """For each line that is not blank its answer, with the line's own `id` (the answer's is `answer_id`).

    A line that cannot be used, or whose answering fails, gives `{"id", "error", "line"}`; the others go on.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _answer_line(assistant, line, number)


def _answer_line(assistant: Assistant, line: bytes, number: int) -> dict[str, Any]:
    identity: Any = None
    try:
        row = read_row(line, SHAPE)
        identity = row.get("id", number)
        answer = assistant.answer(_question(row), turns_from_json(row.get("history")))
        found = answer_to_json(answer)
        return {**found, "id": identity, "answer_id": found["id"]}
    except V2AError as error:
        return {"id": identity, "error": str(error), "line": number}
    except Exception as error:  # noqa: BLE001 - one question must not cost the answers to the others
        return {"id": identity, "error": f"Answering failed ({type(error).__name__}: {error}).", "line": number}


def read_row(line: bytes, shape: str) -> dict[str, Any]:
    """The JSON object of one line. Raises BadInput that shows `shape`, which a line should have."""
    try:
        row = json.loads(line.decode("utf-8-sig"), parse_constant=_not_json)
    except ValueError as error:
        raise BadInput(f"This line is not JSON in UTF-8 ({error}). Write it as {shape}") from None
    except RecursionError:
        raise BadInput(f"This line is nested too deeply. Write it as {shape}") from None
    if not isinstance(row, dict):
        raise BadInput(f"This line is not a JSON object. Write it as {shape}")
    return row


def _question(row: dict[str, Any]) -> str:
    if not isinstance(row.get("question"), str):
        raise BadInput(f'This line has no "question" in words. Write it as {SHAPE}')
    return readable(row["question"])


def _not_json(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON value")

"""Many questions or scenarios from a file: one JSON object a line in, one a line out, in the same order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from assistant.errors import BadInput, V2AError
from assistant.verbs import Assistant
from ui.answer_json import answer_to_json
from ui.conversation import readable, turns_from_json

if TYPE_CHECKING:
    from assistant.planning.drafting import Drafting

SHAPE = '{"id": "1", "question": "...", "history": [...]}'
SCENARIO_SHAPE = '{"id": "1", "scenario": "..."}'


def answer_lines(assistant: Assistant, lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """For each line that is not blank its answer, with the line's own `id` (the answer's is `answer_id`)."""

    def answer(row: dict[str, Any], identity: Any) -> dict[str, Any]:
        found = answer_to_json(assistant.answer(_question(row), turns_from_json(row.get("history"))))
        return {**found, "id": identity, "answer_id": found["id"]}

    return settled_lines(lines, SHAPE, answer, lambda e: f"Answering failed ({type(e).__name__}: {e}).")


def draft_lines(drafting: Drafting, lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """For each line that is not blank its draft with the line's own `id`."""
    from assistant.planning.draft_json import draft_to_json

    def draft(row: dict[str, Any], identity: Any) -> dict[str, Any]:
        if not isinstance(row.get("scenario"), str):
            raise BadInput(f'This line has no "scenario" in words. Write it as {SCENARIO_SHAPE}')
        return draft_to_json(drafting.draft(readable(row["scenario"])), identity)

    # What went wrong may hold words of the scenario, so that only its kind is told.
    return settled_lines(lines, SCENARIO_SHAPE, draft, lambda e: f"Drafting failed ({type(e).__name__}).")


def settled_lines(
    lines: Iterable[bytes],
    shape: str,
    settle: Callable[[dict[str, Any], Any], dict[str, Any]],
    failing: Callable[[Exception], str],
) -> Iterator[dict[str, Any]]:
    """What `settle` makes of the object on each line that is not blank, given its `id` or else its number.

    A line that cannot be used, or whose settling fails, gives `{"id", "error", "line"}`; the others go on.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        identity: Any = None
        try:
            row = read_row(line, shape)
            identity = row.get("id", number)
            yield settle(row, identity)
        except V2AError as error:
            yield {"id": identity, "error": str(error), "line": number}
        except Exception as error:  # noqa: BLE001 - one line must not cost the results of the others
            yield {"id": identity, "error": failing(error), "line": number}


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

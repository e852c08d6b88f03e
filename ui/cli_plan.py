"""`v2a draft`: a drafted plan from a free-text scenario, or many from a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from assistant.errors import BadInput, V2AError
from ui.cli_common import IndexOption, JsonOption, batch_files, note, settings_with_index, show_json

if TYPE_CHECKING:
    from assistant.planning.drafting import Drafting

SHAPE = '{"id": "1", "scenario": "..."}'
# A name longer than this is no path on any system, and asking for it would raise.
LONGEST_PATH = 250

ScenarioOption = Annotated[
    str | None,
    typer.Option(
        "--scenario", metavar="FILE|TEXT", help="3 to 6 sentences in quotation marks, or a file of them; - reads input."
    ),
]
BatchOption = Annotated[
    Path | None, typer.Option("--batch", metavar="IN.jsonl", help='Many scenarios, a line each: {"id", "scenario"}.')
]
OutOption = Annotated[Path | None, typer.Option("--out", metavar="OUT.jsonl", help="Where the drafts of --batch go.")]


def draft(
    scenario: ScenarioOption = None,
    as_json: JsonOption = False,
    batch: BatchOption = None,
    out: OutOption = None,
    index: IndexOption = None,
) -> None:
    """Draft rows of an action plan from a description of your setting, without storing anything."""
    if batch is not None:
        if scenario is not None:
            raise BadInput("--batch brings its own scenarios: leave --scenario out.")
        _draft_batch(batch, out, index)
        return
    if out is not None:
        raise BadInput("--out belongs to --batch. For one draft: v2a draft --scenario TEXT --json > FILE")
    text = _text(scenario)
    found = _open(index).draft(text)
    if as_json:
        from assistant.planning.draft_json import draft_to_json

        show_json(draft_to_json(found))
        return
    from ui.draft_text import render_draft

    typer.echo(render_draft(found))


def draft_lines(drafting: Drafting, lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """For each line that is not blank its draft with the line's own `id`.

    A line that cannot be used, or whose drafting fails, gives `{"id", "error", "line"}`; the others go on.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _draft_line(drafting, line, number)


def _draft_line(drafting: Drafting, line: bytes, number: int) -> dict[str, Any]:
    from assistant.planning.draft_json import draft_to_json
    from ui.batch import read_row
    from ui.conversation import readable

    identity: Any = None
    try:
        row = read_row(line, SHAPE)
        identity = row.get("id", number)
        if not isinstance(row.get("scenario"), str):
            raise BadInput(f'This line has no "scenario" in words. Write it as {SHAPE}')
        return draft_to_json(drafting.draft(readable(row["scenario"])), identity)
    except V2AError as error:
        return {"id": identity, "error": str(error), "line": number}
    except Exception as error:  # noqa: BLE001 - one scenario must not cost the drafts of the others
        return {"id": identity, "error": f"Drafting failed ({type(error).__name__}).", "line": number}


def _draft_batch(batch: Path, out: Path | None, index: Path | None) -> None:
    with batch_files(batch, out, "scenarios") as (lines, target):
        _write(_open(index), lines, target)


def _write(drafting: Drafting, lines: BinaryIO, target: BinaryIO) -> None:
    done = failed = 0
    for row in draft_lines(drafting, lines):
        target.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        target.flush()  # what is drafted stays, whatever happens to the rest
        done, failed = done + ("error" not in row), failed + ("error" in row)
    note(f"{done} settled, {failed} with an error" + (" (their lines say why)." if failed else "."))


def _text(scenario: str | None) -> str:
    if scenario is None:
        raise BadInput('No scenario. Describe your setting: v2a draft --scenario "We are a patient charity in ..."')
    from ui.conversation import readable

    if scenario == "-":
        return sys.stdin.buffer.read().decode("utf-8", "replace")
    if len(scenario) <= LONGEST_PATH and "\n" not in scenario and Path(scenario).is_file():
        return Path(scenario).read_bytes().decode("utf-8-sig", "replace")
    return readable(scenario)


def _open(index: Path | None) -> Drafting:
    from assistant.wiring import open_assistant

    return open_assistant(settings_with_index(index)).drafting

"""`v2a draft`: a drafted plan from a free-text scenario, or many from a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import BadInput
from ui.cli_common import IndexOption, JsonOption, batch_files, settings_to_ask, show_json, write_rows

if TYPE_CHECKING:
    from assistant.planning.drafting import Drafting

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


def _draft_batch(batch: Path, out: Path | None, index: Path | None) -> None:
    from ui.batch import draft_lines

    with batch_files(batch, out, "scenarios") as (lines, target):
        write_rows(draft_lines(_open(index), lines), target, "settled")


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

    return open_assistant(settings_to_ask(index)).drafting

"""`v2a plan lint` and `v2a plan coverage`: what is to be mended in a plan, and what of the Vision it touches."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import BadInput
from ui.cli_common import IndexOption, JsonOption, note, open_index, show_json
from ui.terminal import plain

if TYPE_CHECKING:
    from assistant.planning.plan import Plan

PlanFile = Annotated[Path, typer.Argument(metavar="FILE", help="A plan as .json, .xlsx or .csv.")]


def lint(file: PlanFile, as_json: JsonOption = False) -> None:
    """List what is missing in a plan, contradicts itself or cannot be measured, each with its cure."""
    from assistant.planning import lint as rules

    found = rules.lint(_read(file), dt.date.today())
    clean = rules.is_clean(found)
    if as_json:
        show_json({"clean": clean, "findings": rules.findings_to_json(found)})
    else:
        for lines in rules.findings_as_text(found):
            typer.echo(plain(lines))
        typer.echo("Nothing to mend." if clean else f"To mend: {sum(f.severity != 'note' for f in found)}.")
    if not clean:
        raise typer.Exit(1)


def coverage(
    file: PlanFile,
    picture: Annotated[
        Path | None, typer.Option("--picture", metavar="OUT.svg", help="Write it as a picture too.")
    ] = None,
    as_json: JsonOption = False,
    index: IndexOption = None,
) -> None:
    """Show which goals, recommendations and challenges a plan touches, and which not."""
    from assistant.planning import coverage as covering
    from assistant.planning.coverage_picture import coverage_svg

    read = _read(file)
    found = covering.coverage(read, open_index(index).registry)
    if as_json:
        show_json(covering.coverage_to_json(found))
    else:
        typer.echo(plain(covering.coverage_as_text(found)))
    if picture is not None:
        try:
            picture.write_text(coverage_svg(found, ink="#1f2933", paper="#ffffff"), encoding="utf-8")
        except OSError as error:
            raise BadInput(
                f"{picture} cannot be written ({error.strerror}): name a file in a folder of yours."
            ) from error
        note(f"The picture is in {picture}.")


def _read(file: Path) -> Plan:
    from assistant.exports.formats import read_plan

    try:
        data = file.read_bytes()
    except OSError as error:
        raise BadInput(f"{file} cannot be read ({error.strerror}): name a file that v2a exported.") from error
    found = read_plan(data, file.name)
    for left_out in found.notes:
        note(left_out)
    return found.plan

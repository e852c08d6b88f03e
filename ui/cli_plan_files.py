"""`v2a plan export` and `v2a plan import`: plans as files, and back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import BadInput
from assistant.settings import Settings
from ui.cli_common import IndexOption, note, open_index
from ui.terminal import plain

if TYPE_CHECKING:
    from assistant.exports.sheets_in import Imported
    from assistant.exports.sources import Texts
    from assistant.planning.plan import Plan


def export(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="A plan's JSON file, or the id of a plan kept here.")],
    to: Annotated[Path, typer.Option("--to", metavar="OUT", help="The file to write; its ending says the format.")],
    index: IndexOption = None,
) -> None:
    """Write a plan as a file for people or programs: what was agreed, without the id that opens it for writing.

    In .json suggestions that wait are written, too; the history is in no file.
    """
    from assistant.exports.formats import export as as_file
    from assistant.exports.formats import writable
    from assistant.planning.plan import as_kept, for_others

    writable(to.name)
    found = (as_kept if to.suffix.lower() == ".json" else for_others)(_plan(plan))
    _write(to, as_file(found, _texts(index), to.name))
    note(f"Wrote {to}.")


def import_plan(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .json, .xlsx or .csv file that v2a exported.")],
    into: Annotated[
        str | None,
        typer.Option("--into", metavar="PLAN", help="Propose what the file says otherwise: a plan's JSON file or id."),
    ] = None,
) -> None:
    """Make a plan of a file; with --into, put a colleague's edits before you as proposals."""
    from assistant.exports.formats import read_plan

    found = read_plan(_read(file), file.name)
    for left_out in found.notes:
        note(left_out)
    _refuse_patient_data(found)
    if into is None:
        _keep(found)
    else:
        _propose(found, into)


def _refuse_patient_data(found: Imported) -> None:
    from assistant.planning.lint import private_places

    if places := private_places(found.plan):
        more = f" and {len(places) - 3} more" if len(places) > 3 else ""
        raise BadInput(
            f"The file seems to hold data that could identify a patient: {'; '.join(places[:3])}{more}. Nothing of "
            "it was taken in. Take it out of the file (write “one of our patients”) and import it again."
        )


def _keep(found: Imported) -> None:
    from assistant.exports.edits import still_waiting
    from assistant.planning import verbs
    from assistant.planning.plan import Who
    from assistant.wiring import open_planner

    waiting, notes = still_waiting(found)
    for left_out in notes:
        note(left_out)
    planner = open_planner(Settings.from_env())
    log = planner.new(found.plan.title, found.plan.language, [verbs.load(found.plan)], waiting, Who.IMPORT)
    typer.echo(log.plan.id)


def _propose(found: Imported, into: str) -> None:
    from assistant.exports.edits import edits
    from assistant.planning.differences import phrase
    from assistant.planning.plan import Who
    from assistant.wiring import open_planner

    changes = edits(_plan(into), found)
    if not changes:
        typer.echo("The file says the same as the plan: nothing to propose.")
        return
    reason = "from the imported file"
    if _is_file(into):
        from assistant.exports.edits import proposed
        from assistant.exports.json_out import write_json
        from assistant.exports.sources import Texts

        _write(Path(into), write_json(proposed(_plan(into), changes, reason), Texts()))
    else:
        open_planner(Settings.from_env()).propose(into, *changes, who=Who.IMPORT, reason=reason)
    for change in changes:
        typer.echo(plain(f"- {phrase(change.kind, change.data)}"))
    typer.echo(f"Proposals that wait in the plan: {len(changes)}.")


def _plan(plan: str) -> Plan:
    """The plan of that JSON file, or kept under that id."""
    from assistant.exports.json_in import read_json
    from assistant.wiring import open_planner

    if _is_file(plan):
        return read_json(_read(Path(plan))).plan
    return open_planner(Settings.from_env()).open(plan).plan


def _is_file(plan: str) -> bool:
    return plan.endswith(".json") or Path(plan).exists()


def _texts(index: Path | None) -> Texts:
    from assistant.exports.sources import Texts

    found = open_index(index)
    return Texts(found.registry, found.documents)


def _read(file: Path) -> bytes:
    from assistant.exports.formats import MOST_BYTES

    try:
        with file.open("rb") as stream:
            # One byte more than may be, so that a huge file is refused without being read.
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{file} cannot be read ({error.strerror}): check the path.") from error


def _write(file: Path, data: bytes) -> None:
    """The whole file or none: what stood there is replaced at once."""
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_bytes(data)
        os.replace(part, file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BadInput(f"{file} cannot be written ({error.strerror}): check the folder.") from error

"""What several commands share: the --index and --json options, and the default index that builds itself."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from assistant.choice import kept
from assistant.errors import BadInput
from assistant.index import POINTER, PublishedIndex
from assistant.settings import Settings, audience, model_name
from ui.terminal import plain

if TYPE_CHECKING:
    from assistant.verbs import Assistant

IndexOption = Annotated[
    Path | None, typer.Option("--index", metavar="DIR", help="The index to use. Default: V2A_INDEX, or .v2a/index.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def note(message: str) -> None:
    """Tell the person, not the program that reads standard output."""
    typer.echo(plain(message), err=True)


def show_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def width() -> int:
    """Columns of the terminal; 80 where there is none."""
    return shutil.get_terminal_size((80, 24)).columns


def settings_with_index(index: Path | None) -> Settings:
    """The settings, and the index they name. Only the default one is built here when it is absent."""
    settings = Settings.from_env(index_dir=index)
    if settings.index_dir == settings.home / "index" and not (settings.index_dir / POINTER).exists():
        note("No index yet: building it from the corpus, once.")
        from ui.ingest_report import run_ingest

        run_ingest(settings)
    return settings


def settings_to_ask(index: Path | None, named: bool = False) -> Settings:
    """As `settings_with_index`, with the language model that was chosen on the page of `v2a serve`, where one was.

    `named`: the model is named otherwise, so that the chosen one and its address do not count.
    """
    return kept(settings_with_index(index), note, named)


def open_assistant(
    index: Path | None, model: str | None = None, reader: str | None = None, language: str | None = None
) -> Assistant:
    """The assistant over that index, with that model in place of V2A_MODEL's ("none": without one), for that reader,
    answering in that language.

    Raises IndexMissing for an index that is not the default and not there, BadInput for a language that is not known.
    """
    from assistant.wiring import open_assistant as wire

    settings = settings_to_ask(index, named=model is not None)
    if model is not None:
        settings = replace(settings, model=model_name(model, settings.model_url))
    if reader is not None:
        settings = replace(settings, audience=audience(reader))
    if language is not None:
        settings = replace(settings, answer_in=_known_language(language))
    return wire(settings)


def _known_language(code: str) -> str:
    from assistant.writing.tongues import NAMES

    if code not in NAMES:
        known = ", ".join(f"{code} ({name})" for code, name in NAMES.items())
        raise BadInput(f"The language is {code!r}: choose one of {known}.")
    return code


@contextmanager
def batch_files(batch: Path, out: Path | None, what: str) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """The lines of `batch` and where their results go; - stands for the standard streams. Raises BadInput."""
    try:
        lines = batch.open("rb") if batch != Path("-") else sys.stdin.buffer
    except OSError as error:
        raise BadInput(f"{batch} cannot be read ({error.strerror}). Name a file of {what}, one a line.") from None
    with lines:
        if out is None or out == Path("-"):
            yield lines, sys.stdout.buffer
            return
        if out.exists() and batch.exists() and out.samefile(batch):
            raise BadInput(f"--out names the file of the {what}. Name another one.")
        try:
            target = out.open("wb")
        except OSError as error:
            raise BadInput(f"{out} cannot be written ({error.strerror}). Name a file in a folder of yours.") from None
        with target:
            yield lines, target


def write_rows(rows: Iterable[dict[str, Any]], target: BinaryIO, settled: str) -> None:
    """Each row as a line of JSON as soon as it is there; then how many were `settled` and how many hold an error.

    Leaves with code 1 after the last row where one holds an error, so that a program need not look for them.
    """
    done = failed = 0
    for row in rows:
        target.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        target.flush()  # what is done stays, whatever happens to the rest
        done, failed = done + ("error" not in row), failed + ("error" in row)
    note(f"{done} {settled}, {failed} with an error" + (" (their lines say why)." if failed else "."))
    if failed:
        raise typer.Exit(1)


def open_index(index: Path | None) -> PublishedIndex:
    """What was published, without the models: enough to list and to show."""
    return PublishedIndex.open(settings_with_index(index).index_dir)

"""The `v2a` command line: reads options, calls a verb, prints. Heavy parts are imported by the command that uses them.

Exit codes: 0 done, 1 something is wrong (the message says what to do), 2 the command was given something unusable.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from assistant.errors import BadInput, V2AError
from ui import cli_ask, cli_index, cli_plan, cli_plan_files, cli_plan_guide, cli_plan_lint, cli_run
from ui.terminal import plain

app = typer.Typer(
    name="v2a",
    help="Vision to Action Assistant: cited answers from the CAR T Vision texts, or from any folder of documents.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("ask")(cli_ask.ask)
app.command("search")(cli_ask.search)
app.command("draft")(cli_plan.draft)
app.command("ingest")(cli_index.ingest)
app.command("units")(cli_index.units)
app.command("text")(cli_index.text)
app.command("status")(cli_index.status)
app.command("doctor")(cli_run.doctor)
app.command("serve")(cli_run.serve)
app.command("eval")(cli_run.evaluate)
app.add_typer(cli_index.corpus, name="corpus")
plan = typer.Typer(no_args_is_help=True, help="Make, check and share action plans.", rich_markup_mode=None)
plan.command("new")(cli_plan_guide.new)
plan.command("chat")(cli_plan_guide.chat)
plan.command("list")(cli_plan_guide.list_plans)
plan.command("show")(cli_plan_guide.show)
plan.command("export")(cli_plan_files.export)
plan.command("import")(cli_plan_files.import_plan)
plan.command("lint")(cli_plan_lint.lint)
plan.command("coverage")(cli_plan_lint.coverage)
app.add_typer(plan, name="plan")


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError
        from importlib.metadata import version as installed

        try:
            typer.echo(f"v2a {installed('v2a')}")
        except PackageNotFoundError:
            typer.echo("v2a, from its files (not installed; make setup does that)")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Every command takes --help; settings come from V2A_* variables (see the README)."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code; no failure shows a stack trace unless V2A_DEBUG is set."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a character shows a mark instead of an error
    try:
        app(args=list(arguments) if arguments is not None else None)
    except V2AError as error:
        _leave(str(error), 2 if isinstance(error, BadInput) else 1)
    except BrokenPipeError:
        # The reader (head, less) has enough: point standard output elsewhere, or Python complains while it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        _leave("Stopped.", 130)
    except Exception as error:  # noqa: BLE001 - the outermost door: people get one line, developers set V2A_DEBUG
        _leave(f"{type(error).__name__}: {error}\n{ADVICE}", 1)


ADVICE = "This should not happen. Run v2a doctor; V2A_DEBUG=1 shows where it happened."


def _leave(message: str, code: int) -> None:
    if os.environ.get("V2A_DEBUG"):
        raise
    typer.echo(plain(f"v2a: {message}"), err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()

"""`v2a serve`, `v2a eval` and `v2a doctor`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from assistant.errors import BadInput
from assistant.settings import Settings
from ui.cli_common import IndexOption, JsonOption, settings_to_ask, settings_with_index, show_json


def serve(
    host: Annotated[str | None, typer.Option("--host", help="Default: V2A_HOST, or 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Default: V2A_PORT, or 7860.")] = None,
    index: IndexOption = None,
) -> None:
    """Open the web page on this machine."""
    settings = settings_with_index(index)
    from ui.web import serve as serve_web

    serve_web(replace(settings, host=host or settings.host, port=port if port is not None else settings.port))


def evaluate(
    sets: Annotated[list[str] | None, typer.Argument(metavar="[SET]...", help="Sets of cases. Default: dev.")] = None,
    against: Annotated[
        Path | None, typer.Option("--against", metavar="FILE", help="Fail when worse than this report.")
    ] = None,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option("--compare", metavar="A B", help="Two configurations, such as dense hybrid."),
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="DIR", help="Also write report.html there.")
    ] = None,
    sample: Annotated[int | None, typer.Option("--sample", metavar="N", help="Only N cases of each set.")] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="Which sample. Default: 0.")] = 0,
    official: Annotated[bool, typer.Option("--official", help="Over an index with the official texts.")] = False,
    pairs: Annotated[
        Path | None,
        typer.Option("--pairs", metavar="FILE", help="For verifier: claims with evidence; writes FILE's .scores.json."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="With --pairs: write the scores there.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--folder", metavar="DIR", help="Texts and questions of your own; see docs/evals.md.")
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="With --folder: leave its index for the next run.")] = False,
    model: Annotated[
        str | None, typer.Option("--model", metavar="MODEL", help="For answers: the model to measure, as V2A_MODEL.")
    ] = None,
    as_json: JsonOption = False,
    index: IndexOption = None,
) -> None:
    """Measure retrieval and answers on the committed cases, or retrieval on a folder of your own."""
    if folder is not None:
        if sets or against or compare or report or sample or official or index or pairs or out or model:
            raise BadInput(
                "--folder has texts, questions and an index of its own: give it with --json and --keep only."
            )
        from ui.eval_folder import Reporter, evaluate_folder, render

        result = evaluate_folder(Settings.from_env(), folder, Reporter(), keep)
        if as_json:
            show_json(result)
        else:
            typer.echo(render(result))
        return
    if (pairs or out) and (sets != ["verifier"] or not pairs):
        raise BadInput("--pairs and --out score claims: use v2a eval verifier --pairs FILE [--out FILE].")
    if model and sets != ["answers"]:
        raise BadInput("--model measures a language model: use v2a eval answers --model MODEL.")
    # Gates measure the answers from quotes; only what measures a model takes the chosen one.
    answers = "answers" in (sets or ())
    settings = settings_to_ask(index, named=model is not None) if answers else settings_with_index(index)
    from evals.options import Options
    from evals.run import main_run

    options = Options(against, as_json, official, compare, report, sample, seed, pairs, out, model or "")
    raise typer.Exit(main_run(settings, tuple(sets or ("dev",)), options))


def doctor(as_json: JsonOption = False, index: IndexOption = None) -> None:
    """Check that everything is in place; every problem comes with its cure."""
    from ui.doctor import diagnose

    checks = diagnose(Settings.from_env(index_dir=index))
    healthy = all(check.ok for check in checks)
    if as_json:
        show_json({"ok": healthy, "checks": [check.to_json() for check in checks]})
    else:
        for check in checks:
            typer.echo(f"{'ok     ' if check.ok else 'PROBLEM'} {check.name:<16} {check.found}")
            if not check.ok:
                typer.echo(f"        {'':<16} -> {check.cure}")
    raise typer.Exit(0 if healthy else 1)

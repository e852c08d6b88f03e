"""`v2a ask` and `v2a search`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from assistant.domain import Turn
from assistant.errors import BadInput
from assistant.verbs import Assistant
from ui.cli_common import IndexOption, JsonOption, batch_files, open_assistant, show_json, width, write_rows

Question = Annotated[str | None, typer.Argument(metavar="QUESTION", help="In quotation marks; - reads it from input.")]
History = Annotated[
    Path | None,
    typer.Option("--history", metavar="FILE", help='What was said before: [{"role", "content"}, ...] as JSON.'),
]
Batch = Annotated[
    Path | None,
    typer.Option("--batch", metavar="IN.jsonl", help='Many questions, a line each: {"id", "question", "history"}.'),
]
Model = Annotated[
    str | None,
    typer.Option("--model", metavar="MODEL", help="A language model in place of V2A_MODEL's; none: from quotes alone."),
]
Reader = Annotated[
    str | None,
    typer.Option(
        "--for", metavar="READER", help="advocate, clinician, manager, payer, policymaker, or plain; with a model."
    ),
]
Language = Annotated[
    str | None,
    typer.Option("--lang", metavar="CODE", help="Language of the answer, such as de; without it, the question's."),
]
Out = Annotated[Path | None, typer.Option("--out", metavar="OUT.jsonl", help="Where the answers to --batch go.")]


def ask(
    question: Question = None,
    as_json: JsonOption = False,
    history: History = None,
    batch: Batch = None,
    out: Out = None,
    model: Model = None,
    reader: Reader = None,
    lang: Language = None,
    index: IndexOption = None,
) -> None:
    """Answer a question from the texts, with citations."""
    if batch is not None:
        if question is not None or history is not None:
            raise BadInput("--batch brings its own questions and histories: leave QUESTION and --history out.")
        _ask_batch(batch, out, lambda: open_assistant(index, model, reader, lang))
        return
    if out is not None:
        raise BadInput("--out belongs to --batch. For one answer: v2a ask QUESTION --json > FILE")
    _ask_one(_text(question), _turns(history), as_json, lambda: open_assistant(index, model, reader, lang))


def search(
    question: Question = None,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many passages.")] = 5,
    as_json: JsonOption = False,
    history: History = None,
    index: IndexOption = None,
) -> None:
    """Show the passages that fit a question best, without an answer."""
    text, turns = _text(question), _turns(history)
    assistant = open_assistant(index)
    hits = assistant.search(text, k, turns)
    if as_json:
        from ui.answer_json import passage_to_json

        show_json([passage_to_json(hit) for hit in hits])
        return
    from ui.terminal import render_hits

    titles = {name: document.title for name, document in assistant.documents.items()}
    typer.echo(render_hits(hits, titles, width()) or "Nothing fits.")


def _ask_one(question: str, turns: tuple[Turn, ...], as_json: bool, opened: Callable[[], Assistant]) -> None:
    answer = opened().answer(question, turns)
    if as_json:
        from ui.answer_json import answer_to_json

        show_json(answer_to_json(answer))
        return
    from ui.terminal import render_answer

    typer.echo(render_answer(answer, width()))


def _ask_batch(batch: Path, out: Path | None, opened: Callable[[], Assistant]) -> None:
    from ui.batch import answer_lines

    with batch_files(batch, out, "questions") as (lines, target):
        write_rows(answer_lines(opened(), lines), target, "answered")


def _text(question: str | None) -> str:
    if question is None:
        raise BadInput('No question. Write it in quotation marks: v2a ask "Why is access so low?"')
    from ui.conversation import readable

    return sys.stdin.buffer.read().decode("utf-8", "replace") if question == "-" else readable(question)


def _turns(history: Path | None) -> tuple[Turn, ...]:
    if history is None:
        return ()
    from ui.conversation import read_history

    return read_history(history)

"""`v2a ingest`, `status`, `units`, `text` and `corpus check`: what is in the index, and how it gets there."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.errors import BadInput
from assistant.settings import Settings
from ui.cli_common import IndexOption, JsonOption, open_index, show_json, width
from ui.terminal import plain

if TYPE_CHECKING:
    from assistant.index import PublishedIndex

corpus = typer.Typer(no_args_is_help=True, help="Look after the corpus.", rich_markup_mode=None)


def ingest(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH]...", help="Files or folders.")] = None,
    as_document: Annotated[
        str | None, typer.Option("--as", metavar="DOCUMENT", help="The official text of that corpus document.")
    ] = None,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", metavar="ID", help="Take that document out. May be repeated.")
    ] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read documents into the index; without PATH, bring it up to date."""
    from ui.ingest_report import render_report, run_ingest

    report = run_ingest(Settings.from_env(index_dir=index), tuple(paths or ()), as_document, tuple(remove or ()))
    if as_json:
        show_json(report.to_json())
    else:
        typer.echo(plain(render_report(report)))
    if report.failed:
        raise typer.Exit(1)


def units(
    kind: Annotated[str | None, typer.Option("--kind", help="Only these: recommendation, challenge, step ...")] = None,
    goal: Annotated[int | None, typer.Option("--goal", help="Only those of goal 1, 2 or 3.")] = None,
    as_json: JsonOption = False,
    index: IndexOption = None,
) -> None:
    """List the addressable statements of the texts with their stable ids."""
    registry = open_index(index).registry
    _check_choice("kind", kind, {unit.kind for unit in registry})
    _check_choice("goal", goal, {unit.goal for unit in registry if unit.goal is not None})
    found = registry.select(kind, goal)
    if as_json:
        from assistant.index import unit_to_json

        show_json([unit_to_json(unit) for unit in found])
        return
    from ui.terminal import render_units

    nothing = "No unit is of both." if len(registry) else "This index has no units: they come from a corpus."
    typer.echo(render_units(found, width()) or nothing)


def text(document: Annotated[str, typer.Argument(metavar="DOCUMENT")], index: IndexOption = None) -> None:
    """Print a document's cleaned text: the one that the offsets of citations refer to, and nothing else."""
    documents = open_index(index).documents
    if document not in documents:
        raise BadInput(f"No document {document!r} in this index. It has: {', '.join(documents) or 'none'}.")
    typer.echo(documents[document].text, nl=False)


def status(as_json: JsonOption = False, index: IndexOption = None) -> None:
    """Show what the index holds and what built it."""
    from assistant.index import PublishedIndex

    settings = Settings.from_env(index_dir=index)
    facts = _facts(settings, PublishedIndex.open(settings.index_dir))
    if as_json:
        show_json(facts)
        return
    for name, value in facts.items():
        if name != "documents":
            told = ", ".join(f"{part} {version}" for part, version in value.items()) if name == "versions" else value
            typer.echo(f"{name:<12} {told}")
    for row in facts["documents"]:
        typer.echo(plain(f"  {row['id']:<14} {row['passages']:>5} passages  {row['edition']:<9} {row['title']}"))


@corpus.callback()
def _corpus() -> None:
    """Look after the corpus."""


@corpus.command("check")
def corpus_check() -> None:
    """Check every corpus file against its format; each breach is shown with file, line and cure."""
    from ingest.corpus import load_corpus

    checked = load_corpus(Settings.from_env().corpus_dir)
    typer.echo(f"The corpus is sound: {len(checked.documents)} documents, {len(checked.registry)} units.")


def _facts(settings: Settings, index: PublishedIndex) -> dict[str, Any]:
    counts: dict[str, int] = {}
    for passage in index.passages.values():
        counts[passage.document] = counts.get(passage.document, 0) + 1
    manifest = asdict(index.manifest)
    rows = [
        {
            "id": document.id,
            "title": document.title,
            "edition": document.edition,
            "date": document.date,
            "passages": counts.get(document.id, 0),
            "characters": len(document.text),
        }
        for document in index.documents.values()
    ]
    store = settings.chroma_url or "embedded"
    return {"index": str(settings.index_dir), "store": store, **manifest, "documents": rows}


def _check_choice(option: str, value: object, known: set[Any]) -> None:
    if value is not None and value not in known:
        choices = ", ".join(str(choice) for choice in sorted(known)) or "none, this index has no units"
        raise BadInput(f"--{option} {value}: no unit has it. Choose from: {choices}.")

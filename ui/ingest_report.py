"""Runs an ingest with a progress bar, and shows its report: kept, dropped, doubted, failed."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.findings import Finding
    from ingest.report import DocumentReport, IngestReport

SHOWN_FINDINGS = 12
SHOWN_SUFFIXES = 6
_STAGES = {"write": "Writing", "embed": "Embedding", "store": "Storing", "verify": "Verifying"}


def run_ingest(
    settings: Settings,
    paths: Sequence[Path] = (),
    as_document: str | None = None,
    remove: Sequence[str] = (),
) -> IngestReport:
    """The verb, with a bar on standard error while it works."""
    from ingest.ingest import ingest

    with _bar() as progress:
        return ingest(settings, paths, as_document, remove=remove, progress=progress)


def render_report(report: IngestReport) -> str:
    """The report as lines: each document, what was doubted or dropped in it, and how it ended."""
    lines = [line for document in report.documents for line in _document(document)]
    counts = ", ".join(f"{count} {status}" for status, count in report.counts.items()) or "nothing to read"
    what = f"{report.passages} passages, {report.units} units; {report.embedded} texts embedded; {report.seconds:.1f} s"
    if report.published:
        end = f"Published {report.generation}: {counts}; {what}."
    else:
        end = f"Nothing to publish: {counts}; {what}."
    return "\n".join([*lines, *_left_out(report.left_out), end])


def _left_out(suffixes: Mapping[str, int]) -> Iterator[str]:
    if suffixes:
        several = sorted(suffixes.items(), key=lambda item: (-item[1], item[0]))
        named = ", ".join(f"{count} {suffix or 'without a suffix'}" for suffix, count in several[:SHOWN_SUFFIXES])
        more = sum(count for _, count in several[SHOWN_SUFFIXES:])
        yield f"left out   of kinds that are not read: {named}" + (f", {more} others" if more else "")


def _document(document: DocumentReport) -> Iterator[str]:
    if document.problem:
        # Most problems name their file; the others get its name in front.
        where = document.path or document.id
        told = document.problem if where in document.problem else f"{where}: {document.problem}"
        yield f"{document.status:<10} {told}"
        return
    size = f"{document.passages:>5} passages {document.units:>4} units"
    yield f"{document.status:<10} {document.id:<14} {size}  {document.title}"
    yield from _findings(document.findings)


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    told = [finding for finding in findings if finding.kind in ("doubted", "dropped")]
    told.sort(key=lambda finding: finding.kind)  # what is doubted first: it is what a person should look at
    for finding in told[:SHOWN_FINDINGS]:
        yield f"           {finding.kind}: {finding.what}" + (f" ({finding.where})" if finding.where else "")
    if len(told) > SHOWN_FINDINGS:
        rest = Counter(finding.kind for finding in told[SHOWN_FINDINGS:])
        more = ", ".join(f"{count} {kind}" for kind, count in rest.items())
        yield f"           and {more} more; --json lists them"


@contextmanager
def _bar() -> Iterator[Callable[[str, int, int], None] | None]:
    """A progress bar where a person is watching; nothing where standard error goes to a file."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns: tuple[Any, ...] = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=None)

        def progress(stage: str, done: int, total: int) -> None:
            # A stage of one step has no share to show: the bar only moves.
            size = total if total > 1 else None
            bar.update(task, description=_STAGES.get(stage, "Publishing"), completed=done, total=size)

        yield progress

"""Runs on this machine, kept: one line each in V2A_HOME/evals/history.jsonl, and the newest with all their cases."""

from __future__ import annotations

import json
import platform
import sys
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from assistant.settings import Settings
from evals.cases import CaseError
from evals.options import Options
from evals.outcome import Run, to_json

PACKAGES = ("v2a", "numpy", "onnxruntime", "chromadb", "bm25s", "sentence-transformers")
KEPT_WHOLE = 40  # runs whose cases are kept; half a megabyte each
LONGEST_ID = 100  # characters; no file system takes names of any length
SHOWN = 15
WIDTH = 190  # of the table: in a log there is no terminal to ask
COLUMNS = ("recall@5", "mrr@10", "status_accuracy", "false_refusal", "false_answer", "citation_recall", "coherence")


def folder_of(settings: Settings) -> Path:
    """Where the history lies."""
    return settings.home / "evals"


def keep(settings: Settings, runs: Sequence[Run], options: Options) -> list[dict[str, Any]]:
    """Append the runs and store their cases; returns the lines written. A folder that cannot be written costs the
    history, said on stderr, never the run."""
    folder = folder_of(settings)
    lines = [_line(settings, done, options) for done in runs]
    try:
        (folder / "runs").mkdir(parents=True, exist_ok=True)
        for line, done in zip(lines, runs, strict=True):
            whole = json.dumps({**line, **to_json(done)}, ensure_ascii=False)
            (folder / "runs" / f"{line['id']}.json").write_text(whole, encoding="utf-8")
        with (folder / "history.jsonl").open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        _forget_old(folder / "runs")
    except OSError as error:
        sys.stderr.write(f"This run is not in the history: {error.strerror} ({folder}).\n")
    return lines


def load(settings: Settings) -> list[dict[str, Any]]:
    """Every line, oldest first; a line that a crash cut off is left out."""
    file = folder_of(settings) / "history.jsonl"
    if not file.exists():
        return []
    found = []
    for text in file.read_text(encoding="utf-8").split("\n"):
        try:
            found.append(dict(json.loads(text)))
        except ValueError:
            continue
    return found


def load_run(settings: Settings, run_id: str) -> dict[str, Any]:
    """A run with all its cases, as `to_json` gives it. Raises CaseError when it is not among those kept whole."""
    file = folder_of(settings) / "runs" / f"{Path(run_id).name}.json"
    if len(run_id) > LONGEST_ID or not file.exists():
        raise CaseError(
            [f"Run {run_id[:LONGEST_ID]} is not kept with its cases any more - choose a newer one: v2a eval history"]
        )
    return dict(json.loads(file.read_text(encoding="utf-8")))


def trend(lines: Sequence[Mapping[str, Any]], done: Run, figure: str) -> list[float]:
    """That figure over the earlier whole runs of the same set, edition and configuration, oldest first."""
    same = [
        line["metrics"].get(figure)
        for line in lines
        if (line["set"], line["edition"], line["variant"]) == (done.name, done.edition, done.variant)
        and not line.get("sample")
    ]
    return [value for value in same if value is not None]


def main_history(settings: Settings, options: Options) -> int:
    """Print the last runs, newest last."""
    lines = load(settings)
    if options.as_json:
        sys.stdout.write(json.dumps(lines, ensure_ascii=False, indent=1) + "\n")
        return 0
    table = Table("when (UTC)", "run", "set", "edition", "configuration", "n", "index", *COLUMNS)
    for column in table.columns[:7]:
        column.no_wrap = True
    for line in lines[-SHOWN:]:
        figures = line["metrics"]
        cells = ["" if figures.get(name) is None else f"{figures[name]:.3f}" for name in COLUMNS]
        start = [
            line["at"][:16].replace("T", " "),
            line["id"],
            line["set"],
            line["edition"],
            line["variant"],
            str(line["n"]),
        ]
        table.add_row(*start, line["stamp"]["index"][:8], *cells)
    console = Console()
    console.width = max(console.width, WIDTH)
    console.print(table if lines else "No runs yet: v2a eval")
    return 0


def _line(settings: Settings, done: Run, options: Options) -> dict[str, Any]:
    return {
        "id": uuid.uuid4().hex[:10],
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "set": done.name,
        "edition": done.edition,
        "variant": done.variant,
        "n": len(done.outcomes),
        "sample": {"n": options.sample, "seed": options.seed} if options.sample else None,
        "stamp": dict(done.stamp),
        "settings": {"index": settings.index_dir.name, "store": "server" if settings.chroma_url else "embedded"},
        "versions": versions(),
        "metrics": done.metrics(),
    }


def versions() -> dict[str, str]:
    """Of Python and of what the figures depend on; packages that are not installed are left out."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _forget_old(folder: Path) -> None:
    oldest_first = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
    for path in oldest_first[:-KEPT_WHOLE]:
        path.unlink(missing_ok=True)

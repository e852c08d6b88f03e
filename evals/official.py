"""An index with the official texts in it, for measuring only: built in a temporary folder, gone afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from assistant.settings import ROOT, Settings
from evals.cases import CaseError

SOURCES = ROOT.parent / "shared" / "sources"
TEXTS = ("vision", "toolkit")


@contextmanager
def official_index(settings: Settings, sources: Path = SOURCES) -> Iterator[Settings]:
    """Settings for a temporary index: the corpus, then the official texts over it.

    Built through the public door (`v2a ingest`), because evals and ingest do not import each other.
    Raises CaseError when the texts are not there or do not go in.
    """
    files = {name: sources / f"{name}.txt" for name in TEXTS}
    absent = [path.name for path in files.values() if not path.exists()]
    if absent:
        raise CaseError([f"No official text {', '.join(absent)} beside the checkout - put it into ../shared/sources"])
    with tempfile.TemporaryDirectory(prefix="v2a-official-") as folder:
        index = Path(folder) / "index"  # embedded even where a Chroma server is set: nothing may stay behind there
        _ingest(index)
        for name, path in files.items():
            _ingest(index, str(path), "--as", name)
        yield replace(settings, index_dir=index, chroma_url="")


def _ingest(index: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "ui.cli", "ingest", *arguments, "--index", str(index)]
    environment = {**os.environ, "V2A_CHROMA_URL": ""}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-800:]
        raise CaseError([f"Could not build the official index - run this by hand: v2a {' '.join(command[3:])}\n{said}"])

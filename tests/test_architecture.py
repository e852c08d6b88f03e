"""The design as checks: layers, file sizes, and what no committed file may contain."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("assistant", "ingest", "evals", "ui")
MAX_LINES = 330  # "split near 300"
# Assembled, so that this file does not contain what it looks for.
FORBIDDEN = re.compile("|".join((r"/" + r"work/", r"/" + r"tmp/pt", r"pypi" + r"\.org", r"files\.python" + "hosted")))


def _modules() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def _tracked_texts() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    names = [
        name for name in listed.stdout.splitlines() if not name.endswith((".png", ".jpg", ".pdf", ".docx", ".woff2"))
    ]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def test_every_import_follows_the_layers() -> None:
    linted = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_no_module_outgrows_its_reader() -> None:
    long = {str(path.relative_to(ROOT)): size for path in _modules() if (size := _lines(path)) > MAX_LINES}
    assert long == {}


def test_there_is_no_drawer_for_odds_and_ends() -> None:
    assert [path for path in _modules() if path.stem in ("utils", "helpers", "misc", "common")] == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [str(path.relative_to(ROOT)) for path in _modules() if not path.read_text().lstrip().startswith('"""')]
    assert silent == []


def test_no_committed_file_names_this_machine_or_a_registry() -> None:
    named = [
        str(path.relative_to(ROOT)) for path in _tracked_texts() if FORBIDDEN.search(path.read_text("utf-8", "replace"))
    ]
    assert named == []


def _lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")

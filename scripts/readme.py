"""Puts the real output of commands into README.md, in a block below each `<!-- $ command -->`.

Run it with the environment's Python after a change that shows: .venv/bin/python scripts/readme.py
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"(<!-- \$ (?P<command>.+?) -->\n)(?:```text\n.*?\n```\n)?", re.DOTALL)


def output_of(command: str) -> str:
    """What the command prints at a width that fits a web page, with paths as they look from the checkout."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    env = {**os.environ, "COLUMNS": "96", "PATH": path}
    shell = ["bash", "-c", command]
    done = subprocess.run(shell, cwd=ROOT, env=env, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(f"{command} failed:\n{done.stderr}")
    return done.stdout.rstrip().replace(f"{ROOT}/", "")


def main() -> None:
    text = README.read_text(encoding="utf-8")
    shown = BLOCK.sub(lambda block: f"{block[1]}```text\n{output_of(block['command'])}\n```\n", text)
    README.write_text(shown, encoding="utf-8")
    sys.stdout.write(f"README.md: {len(BLOCK.findall(shown))} commands\n")


if __name__ == "__main__":
    main()

"""Styles and scripts as text, so that a page holds them and they cannot be missing."""

from __future__ import annotations

from functools import cache
from pathlib import Path

ASSETS = Path(__file__).parent / "assets"
STYLES = ("style.css", "plan.css", "plan_frame.css")
SCRIPTS = ("app.js", "plan.js", "plan_chat.js", "plan_start.js", "plan_wording.js")


@cache
def css() -> str:
    """Every style, in the order in which later ones win."""
    return "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in STYLES)


@cache
def script() -> str:
    """Every script, in the order in which they are run."""
    return "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in SCRIPTS)

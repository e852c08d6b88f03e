"""What a maintainer asks of one `v2a eval`, apart from the sets: handed to whatever runs a set."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """`against`: a baseline or an earlier report to be gated by. `official`: over the official texts."""

    against: Path | None = None
    as_json: bool = False
    official: bool = False

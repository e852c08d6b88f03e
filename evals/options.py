"""What a maintainer asks of one `v2a eval`, apart from the sets: handed to whatever runs a set."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """`against`: a baseline or an earlier report to be gated by. `official`: over the official texts. `compare`: names
    of two configurations. `report`: the folder for an HTML report. `sample` cases of each set, drawn with `seed`.
    `pairs`: claims for the verifier to score; `out`: where their scores go. `model`: the language model to measure."""

    against: Path | None = None
    as_json: bool = False
    official: bool = False
    compare: tuple[str, str] | None = None
    report: Path | None = None
    sample: int | None = None
    seed: int = 0
    pairs: Path | None = None
    out: Path | None = None
    model: str = ""

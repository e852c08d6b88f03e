"""What an ingest run did, document by document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from ingest.findings import Finding


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """status: "new", "changed", "unchanged", "removed" or "failed" (then `problem` says why and what to do)."""

    id: str
    title: str
    status: str
    path: str = ""
    edition: str = ""
    passages: int = 0
    units: int = 0
    findings: tuple[Finding, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """`published` is false when nothing had changed, and the generation that served goes on serving.

    `left_out`: how many files of each suffix ("" for none) lie in the folders and are of no kind that is read.
    """

    documents: tuple[DocumentReport, ...]
    published: bool
    generation: str
    fingerprint: str
    passages: int
    entries: int
    units: int
    embedded: int
    seconds: float
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def failed(self) -> tuple[DocumentReport, ...]:
        """The files that could not be read; when there are any, a door ends with exit code 1."""
        return tuple(d for d in self.documents if d.status == "failed")

    @property
    def counts(self) -> Mapping[str, int]:
        """How many documents have each status."""
        found: dict[str, int] = {}
        for document in self.documents:
            found[document.status] = found.get(document.status, 0) + 1
        return found

    def to_json(self) -> dict[str, Any]:
        """The report as plain values, for `--json`."""
        return {**asdict(self), "counts": dict(self.counts)}

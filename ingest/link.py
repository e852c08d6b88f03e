"""Links spans of a text to the units of the registry that they state."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.domain import Unit
from ingest.findings import Findings
from ingest.layout import Layout
from ingest.split import Link


def link(layout: Layout, units: Iterable[Unit], findings: Findings) -> list[Link]:
    """One span for each unit that the text states; units not found are reported as doubted."""
    return []

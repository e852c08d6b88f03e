"""What reading a file kept, dropped or doubted, in words for the report of an ingest."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_OF_A_KIND = 40


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. kind: "kept", "dropped" or "doubted"; `where` is a heading, a line or a few words."""

    kind: str
    what: str
    where: str


@dataclass(slots=True)
class Findings:
    """Collects findings; of many alike only the first are listed, the others are counted."""

    found: list[Finding] = field(default_factory=list)
    _counts: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, kind: str, what: str, where: str, *, topic: str = "") -> None:
        """Record one finding. Findings of one `topic` beyond the first few are only counted."""
        key = (kind, topic or what)
        self._counts[key] = self._counts.get(key, 0) + 1
        if self._counts[key] <= MOST_OF_A_KIND:
            self.found.append(Finding(kind, what, where))

    def kept(self, what: str, where: str, *, topic: str = "") -> None:
        self.add("kept", what, where, topic=topic)

    def dropped(self, what: str, where: str, *, topic: str = "") -> None:
        self.add("dropped", what, where, topic=topic)

    def doubted(self, what: str, where: str, *, topic: str = "") -> None:
        self.add("doubted", what, where, topic=topic)

    def all(self) -> tuple[Finding, ...]:
        """Every finding in order, then one line for each topic that was cut short."""
        more = [
            Finding(kind, f"{count - MOST_OF_A_KIND} more of the same: {topic}", "whole document")
            for (kind, topic), count in self._counts.items()
            if count > MOST_OF_A_KIND
        ]
        return (*self.found, *more)

"""From use to cases: what people asked in vain or marked as unhelpful waits here for a person to make a case of it.

A candidate is read from the feedback of this installation each time; `candidates.jsonl` in V2A_HOME/evals says what
became of it, one line for each decision, the last one counting. Nothing becomes a case without a person.
"""

from __future__ import annotations

import hashlib
import json
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assistant.domain import LANGUAGES
from assistant.errors import BadInput
from assistant.feedback import strike_personal_data
from assistant.planning.privacy import names_a_patient
from assistant.settings import Settings
from assistant.words import fold
from evals.case_file import add_case
from evals.history import folder_of
from evals.options import Options

UNHELPFUL, UNANSWERED, DRAFT = "marked as not useful", "not in the sources", "draft from the texts"
SAVED, DROPPED, REOPENED = "saved", "dropped", "reopened"
WIDTH = 150


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may become a case. `retrieved` are ids of the passages that it was given, best first; `gold` are
    passages that may answer it, in drafts alone; `said` are its own words where it was understood from what came
    before."""

    id: str
    question: str
    why: str
    status: str = ""
    reasons: tuple[str, ...] = ()
    retrieved: tuple[str, ...] = ()
    language: str = "en"
    at: str = ""
    times: int = 1
    said: str = ""
    gold: tuple[str, ...] = ()
    kind: str = "direct"
    group: str = ""
    document: str = ""


def candidate_id(prefix: str, *parts: str) -> str:
    """The same for the same words, whatever their case and accents."""
    return f"{prefix}-{hashlib.sha256(fold(' | '.join(parts)).encode()).hexdigest()[:10]}"


def from_feedback(rows: Iterable[Mapping[str, Any]]) -> tuple[Candidate, ...]:
    """One candidate for each question that was marked as not useful or not answered; the one asked last comes first.

    Personal data is struck out again: lines may have been written before the program knew to leave it out.
    """
    found: dict[str, Candidate] = {}
    for row in rows:
        one = _candidate(row)
        if one:
            found[one.id] = _merged(found.pop(one.id, None), one)
    return tuple(reversed(found.values()))


def _candidate(row: Mapping[str, Any]) -> Candidate | None:
    down, status = row.get("verdict") == "down", _text(row, "status")
    said = strike_personal_data(_text(row, "question")).strip()
    if not said or not (down or (status == "not_in_sources" and not row.get("verdict"))):
        return None
    question = strike_personal_data(_text(row, "standalone")).strip() or said
    reason = strike_personal_data(_text(row, "reason")).strip()
    retrieved = row.get("retrieved")
    language = _text(row, "language")
    return Candidate(
        id=candidate_id("use", question),
        question=question,
        why=UNHELPFUL if down else UNANSWERED,
        status=status,
        reasons=(reason,) if reason else (),
        retrieved=tuple(str(p) for p in retrieved) if isinstance(retrieved, list) else (),
        language=language if language in LANGUAGES else "en",
        at=_text(row, "time"),
        said=said if said != question else "",
    )


def _merged(before: Candidate | None, now: Candidate) -> Candidate:
    """A judgement says more than a status; reasons are added up, the passages are those of the last time."""
    if before is None:
        return now
    return replace(
        now,
        why=UNHELPFUL if UNHELPFUL in (before.why, now.why) else now.why,
        status=now.status or before.status,
        reasons=tuple(dict.fromkeys((*before.reasons, *now.reasons))),
        retrieved=now.retrieved or before.retrieved,
        times=before.times + 1,
    )


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


@dataclass
class Review:
    """The candidates of one installation and what was decided on each; safe to share between threads."""

    settings: Settings
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def folder(self) -> Path:
        """Where decisions and the case files of this installation lie."""
        return folder_of(self.settings)

    def all(self) -> tuple[Candidate, ...]:
        """Every candidate from use, decided or not."""
        return from_feedback(_lines(self.settings.feedback_file))

    def decisions(self) -> dict[str, Mapping[str, Any]]:
        """The last decision on each candidate that was saved or dropped."""
        last: dict[str, Mapping[str, Any]] = {}
        for row in _lines(self.folder / "candidates.jsonl"):
            last[str(row.get("id"))] = row
        return {name: row for name, row in last.items() if row.get("done") in (SAVED, DROPPED)}

    def waiting(self) -> tuple[Candidate, ...]:
        """Those that nobody has decided on."""
        decided = self.decisions()
        return tuple(one for one in self.all() if one.id not in decided)

    def drop(self, candidate_id: str) -> None:
        """It makes no case; `reopen` takes that back."""
        self._decide(candidate_id, DROPPED)

    def reopen(self, candidate_id: str) -> None:
        """It waits again. A case that was made of it stays in its file."""
        self._decide(candidate_id, REOPENED)

    def save(self, candidate_id: str, row: Mapping[str, Any], path: Path, known: Iterable[str] | None = None) -> None:
        """Append the case to that file and settle the candidate.

        Raises BadInput where the question could identify a patient, CaseError where the row breaks the schema, names a
        unit that is not `known`, or cannot be written; then nothing has changed.
        """
        if names_a_patient(str(row.get("question", ""))):
            raise BadInput("The question seems to hold what could identify a patient: write it without, then save it.")
        with self._lock:
            add_case(path, row, known)
        self._decide(candidate_id, SAVED, {"case": row["id"], "file": path.name})

    def _decide(self, candidate_id: str, done: str, more: Mapping[str, Any] | None = None) -> None:
        line = {"id": candidate_id, "at": datetime.now(UTC).isoformat(timespec="seconds"), "done": done, **(more or {})}
        with self._lock:
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / "candidates.jsonl").open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _lines(path: Path) -> Iterator[Mapping[str, Any]]:
    """The objects of a file with one a line; what a crash cut off is left out."""
    if not path.exists():
        return
    # Not splitlines: what people paste may hold other line ends (U+2028), which JSON leaves as they are.
    for text in path.read_text(encoding="utf-8", errors="replace").split("\n"):
        try:
            row = json.loads(text)
        except ValueError:
            continue
        if isinstance(row, dict):
            yield row


def main_candidates(settings: Settings, options: Options) -> int:
    """Print the candidates that wait for a decision, the one asked last first."""
    found = Review(settings).waiting()
    if options.as_json:
        keys = ("id", "question", "why", "status", "reasons", "retrieved", "language", "at", "times")
        rows = [{key: getattr(one, key) for key in keys} for one in found]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        return 0
    console = Console()
    console.width = max(console.width, WIDTH)
    console.print(
        _table(found) if found else "No candidates wait: nothing was marked as not useful or left unanswered."
    )
    return 0


def _table(found: Sequence[Candidate]) -> Table:
    table = Table("last asked (UTC)", "times", "why", "question", "reason")
    table.columns[0].no_wrap = True
    for one in found:
        at = one.at[:16].replace("T", " ")
        table.add_row(at, str(one.times), one.why, escape(one.question), escape(" · ".join(one.reasons)))
    return table

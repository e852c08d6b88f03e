"""Cases: one JSON object per line, checked before anything runs. `evals/README.md` documents the schema."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from assistant.domain import LANGUAGES, Status, Turn
from assistant.errors import BadInput

Built = TypeVar("Built")

DATA = Path(__file__).resolve().parent / "data"
KINDS = (
    "direct", "lay", "role", "multi", "list", "typo", "followup", "unanswerable",
    "medical", "out_of_scope", "injection", "needs_detail", "language", "access",
)  # fmt: skip
ANSWERING = frozenset({Status.ANSWERED, Status.PARTIAL})

_FIELDS: Mapping[str, type | tuple[type, ...]] = {
    "id": str, "kind": str, "question": str, "history": list, "gold": list, "needs": int, "group": (str, type(None)),
    "status": (str, list), "language": str, "role": str, "goal": int, "spans": list, "forbidden": list,
    "standalone": str, "difficulty": str,
}  # fmt: skip
DIFFICULTIES = ("easy", "medium", "hard")
_REQUIRED = ("id", "kind", "question", "gold", "status")


class CaseError(BadInput):
    """A case file breaks the schema; `problems` holds one line each: file:line: what - cure."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True)
class Span:
    """A few exact words of an official text that state one unit: gold that does not depend on how it was split."""

    document: str
    text: str
    unit: str


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what is right: units, how many of them must be found, and the statuses that are allowed."""

    id: str
    kind: str
    question: str
    gold: tuple[str, ...]
    status: tuple[Status, ...]
    history: tuple[Turn, ...] = ()
    needs: int = 1
    group: str | None = None
    language: str = "en"
    role: str = ""
    goal: int | None = None
    spans: tuple[Span, ...] = ()
    forbidden: tuple[str, ...] = ()
    standalone: str = ""
    difficulty: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the texts hold an answer: then there is gold, and a refusal is a mistake."""
        return bool(self.gold) and bool(ANSWERING & set(self.status))


def load_set(name_or_path: str) -> tuple[Case, ...]:
    """The cases of `dev`, `holdout` or any file. Raises CaseError for an unknown set and for breaches of the schema."""
    path = Path(name_or_path)
    if path.suffix != ".jsonl":
        path = DATA / f"{name_or_path}.jsonl"
    if not path.exists():
        known = ", ".join(question_sets())
        raise CaseError([f"There is no case file {path.name} - choose one of {known}, or give a path to a .jsonl file"])
    return load_cases(path)


def question_sets(folder: Path = DATA) -> tuple[str, ...]:
    """Names of the sets that hold cases; the folder holds anchors and scenarios, too."""
    first_rows = ((p.stem, next(_rows(p), (0, {}, ""))[1]) for p in sorted(folder.glob("*.jsonl")))
    return tuple(name for name, row in first_rows if set(_REQUIRED) <= set(row))


def load_cases(path: Path) -> tuple[Case, ...]:
    """Every case of one file. Raises CaseError that lists all breaches at once, with file, line and cure."""
    return read_cases(path, _breaches, _case, "case")


def read_cases(
    path: Path,
    breaches: Callable[[dict[str, Any]], Iterable[str]],
    build: Callable[[dict[str, Any]], Built],
    what: str,
) -> tuple[Built, ...]:
    """One record per line, each built from a row without breaches. Raises CaseError that lists all at once."""
    problems: list[str] = []
    cases: list[Built] = []
    seen: dict[str, int] = {}
    for number, row, problem in _rows(path):
        found = [problem] if problem else list(breaches(row))
        if not found and row["id"] in seen:
            found = [f"id {row['id']!r} stands in line {seen[row['id']]} already - give it another id"]
        problems += [f"{path.name}:{number}: {text}" for text in found]
        if not found:
            seen[row["id"]] = number
            cases.append(build(row))
    if not problems and not cases:
        problems = [f"{path.name}:1: no {what} in the file - add one JSON object per line"]
    if problems:
        raise CaseError(problems)
    return tuple(cases)


def load_anchors(path: Path = DATA / "anchors.jsonl") -> tuple[Span, ...]:
    """Where the official texts state each unit, in a few of their words."""
    spans = []
    for number, row, problem in _rows(path):
        if problem or set(row) != {"unit", "document", "text"}:
            cure = "give exactly the keys unit, document, text"
            raise CaseError([f"{path.name}:{number}: {problem or 'not an anchor'} - {cure}"])
        spans.append(Span(row["document"], row["text"], row["unit"]))
    return tuple(spans)


def unknown_units(cases: Iterable[Case], known: Iterable[str]) -> dict[str, list[str]]:
    """Gold and group ids that no unit has, with the cases that name them: typing errors, or a corpus that moved on."""
    ids = set(known)
    missing: dict[str, list[str]] = {}
    for case in cases:
        for unit in {*case.gold, *([case.group] if case.group else [])} - ids:
            missing.setdefault(unit, []).append(case.id)
    return dict(sorted(missing.items()))


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any], str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            yield number, {}, f"not JSON ({error.msg}, column {error.colno}) - write one JSON object on the line"
            continue
        yield (number, row, "") if isinstance(row, dict) else (number, {}, "not an object - start the line with {")


def _breaches(row: Mapping[str, Any]) -> Iterator[str]:
    for key in _REQUIRED:
        if key not in row:
            yield f"{key!r} is missing - add it"
    for key, value in row.items():
        if key not in _FIELDS:
            yield f"unknown key {key!r} - use one of {', '.join(_FIELDS)}"
        elif not isinstance(value, _FIELDS[key]):
            yield f"{key!r} has the wrong type {type(value).__name__} - see the schema in evals/README.md"
    if any(key not in row for key in _REQUIRED) or not all(isinstance(row[k], _FIELDS[k]) for k in row if k in _FIELDS):
        return
    yield from _value_breaches(row)


def _value_breaches(row: Mapping[str, Any]) -> Iterator[str]:
    if row["kind"] not in KINDS:
        yield f"unknown kind {row['kind']!r} - use one of {', '.join(KINDS)}"
    if not row["question"].strip():
        yield "the question is empty - write one"
    statuses = _statuses(row)
    for status in statuses:
        if status not in set(Status):
            yield f"unknown status {status!r} - use one of {', '.join(Status)}"
    if row.get("language", "en") not in LANGUAGES:
        yield f"unknown language {row['language']!r} - use one of {', '.join(LANGUAGES)}"
    if row.get("difficulty", "easy") not in DIFFICULTIES:
        yield f"unknown difficulty {row['difficulty']!r} - use one of {', '.join(DIFFICULTIES)}, or leave it out"
    if row.get("standalone") and not row.get("history"):
        yield "'standalone' without 'history' - it is the same question for somebody who heard nothing before"
    if row["kind"] == "list" and not row.get("group"):
        yield "a list case has no 'group' - name the unit that stands for the list"
    right = len(row["gold"]) + len(row.get("spans", []))
    if "answered" in statuses[:1] and not right:
        yield "status is answered but 'gold' is empty - name the units that answer it, or give spans"
    if right and not row.get("group") and not 1 <= row.get("needs", 1) <= right:
        yield "'needs' is not between 1 and the number of gold units and spans - correct it"
    for turn in row.get("history", []):
        if not isinstance(turn, dict) or set(turn) != {"role", "content"} or turn["role"] not in ("user", "assistant"):
            yield "a turn of 'history' is not {role: user|assistant, content: ...} - correct it"
    for span in row.get("spans", []):
        if not isinstance(span, dict) or set(span) != {"document", "text"}:
            yield "a span is not {document, text} - correct it"


def _statuses(row: Mapping[str, Any]) -> list[str]:
    return [row["status"]] if isinstance(row["status"], str) else list(row["status"])


def _case(row: Mapping[str, Any]) -> Case:
    spans = [Span(s["document"], s["text"], f"span:{row['id']}:{n}") for n, s in enumerate(row.get("spans", []), 1)]
    return Case(
        id=row["id"],
        kind=row["kind"],
        question=row["question"],
        gold=(*row["gold"], *(s.unit for s in spans)),
        status=tuple(Status(s) for s in _statuses(row)),
        history=tuple(Turn(t["role"], t["content"]) for t in row.get("history", [])),
        needs=row.get("needs", 1),
        group=row.get("group"),
        language=row.get("language", "en"),
        role=row.get("role", ""),
        goal=row.get("goal"),
        spans=tuple(spans),
        forbidden=tuple(row.get("forbidden", [])),
        standalone=row.get("standalone", ""),
        difficulty=row.get("difficulty", ""),
    )

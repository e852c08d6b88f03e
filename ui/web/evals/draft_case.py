"""What a maintainer fills in for a candidate: the fields of the form, and the case that they make."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.domain import LANGUAGES, Document, Passage
from assistant.errors import BadInput
from evals.candidates import Candidate
from evals.case_file import gold_of
from evals.cases import DIFFICULTIES, KINDS
from ui.web.evals.door import Fields, one

FILE = "from-use"
MOST_QUESTION = 1000
# The best status first; what may be answered in part may be answered whole.
STATUSES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "answered": ("answered, or partly", ("answered", "partial")),
    "answered_whole": ("answered in full", ("answered",)),
    "not_in_sources": ("not in the sources", ("not_in_sources",)),
    "medical": ("no personal medical advice", ("medical",)),
    "out_of_scope": ("outside the subject", ("out_of_scope",)),
    "needs_detail": ("needs more detail", ("needs_detail",)),
}
_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
# Files of the history and of the candidates themselves.
_TAKEN = frozenset({"history", "candidates"})


@dataclass(frozen=True, slots=True)
class Filled:
    """The form as it stands; nothing in it is right before `case_of` has made a case of it."""

    question: str
    kind: str = "direct"
    status: str = "answered"
    language: str = "en"
    role: str = ""
    goal: str = ""
    difficulty: str = ""
    needs: str = "1"
    group: str = ""
    file: str = FILE
    gold: tuple[str, ...] = ()
    words: str = ""


def filled_for(candidate: Candidate) -> Filled:
    """The form as it opens."""
    return Filled(
        candidate.question,
        kind=candidate.kind,
        language=candidate.language,
        group=candidate.group,
        gold=candidate.gold,
    )


def filled_from(fields: Fields) -> Filled:
    """The form as it was sent."""
    names = ("kind", "status", "language", "role", "goal", "difficulty", "needs", "group", "file", "words")
    short = {name: one(fields, name).strip()[:200] for name in names}
    gold = tuple(dict.fromkeys(fields.get("gold", [])))
    return Filled(question=one(fields, "question").strip()[:MOST_QUESTION], gold=gold, **short)


def case_of(
    candidate: Candidate, filled: Filled, passages: Mapping[str, Passage], documents: Mapping[str, Document]
) -> dict[str, Any]:
    """The row as evals/README.md documents it. Raises BadInput, with the cure, for what no case can be made of."""
    chosen = _chosen(filled.gold, passages)
    if filled.status not in STATUSES:
        raise BadInput("Choose the right status from the list.")
    statuses = list(STATUSES[filled.status][1])
    if "answered" not in statuses and chosen:
        raise BadInput("Passages are chosen, but the right status is a refusal: take them out, or choose answered.")
    if "answered" in statuses and not chosen:
        raise BadInput("No passage is chosen: choose those that answer the question, or another right status.")
    row: dict[str, Any] = {"id": candidate.id, "kind": filled.kind, "question": filled.question}
    row |= gold_of(chosen, documents)
    row["status"] = statuses if len(statuses) > 1 else statuses[0]
    if _number(filled.needs, "needs") > 1:
        row["needs"] = _number(filled.needs, "needs")
    if filled.goal:
        row["goal"] = _number(filled.goal, "goal")
    row |= {name: value for name in ("group", "role", "difficulty") if (value := getattr(filled, name))}
    if filled.language not in ("", "en"):
        row["language"] = filled.language
    return row


def file_of(filled: Filled) -> str:
    """The name of the case file. Raises BadInput for one that is no plain name or is in use for something else."""
    if not _FILE_NAME.fullmatch(filled.file) or filled.file in _TAKEN:
        raise BadInput("Name the case file with small letters, digits and hyphens, such as from-use.")
    return f"{filled.file}.jsonl"


def _chosen(gold: Sequence[str], passages: Mapping[str, Passage]) -> list[Passage]:
    gone = [passage for passage in gold if passage not in passages]
    if gone:
        raise BadInput("A chosen passage is not in the texts any more: they have changed. Choose again and save.")
    return [passages[passage] for passage in gold]


def _number(value: str, name: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 4):
        raise BadInput(f"“{name}” takes a whole number.")
    return int(value)


LISTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "kind": tuple((kind, kind.replace("_", " ")) for kind in KINDS),
    "status": tuple((value, words) for value, (words, _) in STATUSES.items()),
    "language": tuple((code, code) for code in LANGUAGES),
    "difficulty": (("", "measured"), *((word, word) for word in DIFFICULTIES)),
}

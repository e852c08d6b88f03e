"""A folder with texts and questions, ours or a public benchmark's, checked before anything runs.

    docs/NAME.txt or corpus.jsonl   {"id", "title"?, "text"}
    questions.jsonl                 {"id"?, "question", "history"?, "gold", "tags"? or "kind"?}
    or BEIR's layout                corpus.jsonl with "_id", queries.jsonl, qrels/*.tsv (test.tsv where there is one)

Other keys are ignored. Texts are read one at a time, as often as needed, so that a big folder takes little memory.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.domain import Turn
from assistant.errors import BadInput
from evals.cases import CaseError
from evals.folder_metrics import Gold

LAYOUTS = (
    "It needs docs/NAME.txt or corpus.jsonl, and questions.jsonl; or corpus.jsonl, queries.jsonl and qrels/*.tsv. "
    "docs/evals.md describes them."
)
MOST_PROBLEMS = 20
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Text:
    """One document as the folder gives it; offsets of gold refer to `text`."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question; no gold means that the texts do not answer it."""

    id: str
    question: str
    history: tuple[Turn, ...]
    gold: tuple[Gold, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Gold as written, to be looked up in its document."""

    document: str
    start: int | None = None
    end: int | None = None
    text: str = ""
    gain: float = 1.0


@dataclass(frozen=True, slots=True)
class _Asked:
    where: str
    id: str
    question: str
    history: tuple[Turn, ...]
    wanted: tuple[_Wanted, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A checked folder. `digest` changes with any of its texts, `notes` tell what was left out."""

    folder: Path
    questions: tuple[Question, ...]
    digest: str
    characters: int
    documents: int
    notes: tuple[str, ...] = ()

    def texts(self) -> Iterator[Text]:
        """The documents in order, read anew."""
        return _texts(self.folder)


def read_benchmark(folder: Path) -> Benchmark:
    """The folder's questions with their gold found in its texts.

    Raises BadInput when the folder has none of the layouts, CaseError with file, line and cure for every breach.
    """
    if not folder.is_dir():
        raise BadInput(f"{folder} is not a folder. {LAYOUTS}")
    if not (folder / "docs").is_dir() and not (folder / "corpus.jsonl").is_file():
        raise BadInput(f"{folder} holds no texts. {LAYOUTS}")
    problems: list[str] = []
    notes: list[str] = []
    beir = not (folder / "questions.jsonl").is_file()
    asked = list(_judged(folder, problems)) if beir else list(_asked(folder / "questions.jsonl", problems))
    _raise(problems)
    gold, digest, characters, documents = _look_up(folder, asked, problems)
    if beir:  # judgements often name texts that are not in the collection; that is no slip of the folder's maker
        notes += [f"left out: {problem}" for problem in problems[:MOST_PROBLEMS]]
        problems = []
    _raise(problems)
    questions = tuple(
        Question(a.id, a.question, a.history, found, a.tags)
        for at, a in enumerate(asked)
        if (found := tuple(gold[at, n] for n in range(len(a.wanted)) if (at, n) in gold)) or not a.wanted
    )
    if not questions or not documents:
        raise BadInput(f"{folder} holds {documents} texts and {len(questions)} questions that can be used. {LAYOUTS}")
    return Benchmark(folder, questions, digest, characters, documents, tuple(notes))


def _raise(problems: Sequence[str]) -> None:
    if problems:
        more = len(problems) - MOST_PROBLEMS
        raise CaseError([*problems[:MOST_PROBLEMS], *([f"... and {more} more"] if more > 0 else [])])


# -- texts -----------------------------------------------------------------------------------------------------------


def _texts(folder: Path) -> Iterator[Text]:
    for path in sorted((folder / "docs").rglob("*")):
        if path.suffix.lower() in (".txt", ".md") and path.is_file():
            name = path.relative_to(folder / "docs").with_suffix("").as_posix()
            yield Text(name, "", _whole(path, path.read_bytes()))
    corpus = folder / "corpus.jsonl"
    if corpus.is_file():
        for where, row in _rows(corpus):
            name = row.get("id", row.get("_id"))
            text = row.get("text")
            if not isinstance(name, str | int) or not isinstance(text, str):
                raise CaseError([f'{where}: a document needs "id" (or "_id") and "text" - add what is missing'])
            yield Text(str(name), _SURROGATE.sub("�", str(row.get("title") or "")), _SURROGATE.sub("�", text))


def _whole(path: Path, data: bytes) -> str:
    """The text of a file, line ends as they are; a byte order mark is not part of it."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CaseError([f"{path}: is not UTF-8 (byte {error.start}) - save it as UTF-8 text"]) from None


def _rows(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(file:line, object) for each line that is not blank."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            where = f"{path.name}:{number}"
            if not line.strip():
                continue
            try:
                row = json.loads(line.decode("utf-8-sig"))
            except ValueError as error:
                raise CaseError([f"{where}: is not JSON ({error}) - write one object per line, in UTF-8"]) from None
            if not isinstance(row, dict):
                raise CaseError([f"{where}: is {type(row).__name__}, not an object - write one object per line"])
            yield where, row


def _look_up(
    folder: Path, asked: Sequence[_Asked], problems: list[str]
) -> tuple[dict[tuple[int, int], Gold], str, int, int]:
    """Gold by (question, its number), digest of all texts, their characters, how many; one pass over the texts."""
    wanted: dict[str, list[tuple[int, int, _Wanted]]] = {}
    for at, question in enumerate(asked):
        for number, one in enumerate(question.wanted):
            wanted.setdefault(one.document, []).append((at, number, one))
    gold: dict[tuple[int, int], Gold] = {}
    seen: set[str] = set()
    digest, characters = hashlib.sha256(), 0
    for text in _texts(folder):
        if text.id in seen:
            raise CaseError([f"{folder}: two documents are called {text.id!r} - give each an id of its own"])
        seen.add(text.id)
        digest.update(json.dumps([text.id, text.title, text.text]).encode())
        characters += len(text.text)
        for name in (text.id, f"{text.id}.txt", f"{text.id}.md"):
            for at, number, one in wanted.pop(name, ()):
                place = _place(one, text.text)
                if isinstance(place, str):
                    problems.append(f"{asked[at].where}: {place}")
                else:
                    gold[at, number] = Gold(text.id, *place, one.gain)
    for name, left in wanted.items():
        problems += [f"{asked[at].where}: no document is called {name!r} - use the id of one" for at, _, _ in left]
    return gold, digest.hexdigest(), characters, len(seen)


def _place(wanted: _Wanted, text: str) -> tuple[int, int] | str:
    """Start and end in the text, or what is wrong. Words given count more than offsets that do not fit them."""
    start, end = wanted.start, wanted.end
    if wanted.text and (start is None or end is None or text[start:end] != wanted.text):
        return _find(wanted.text, start or 0, text) or (
            f"the gold text {wanted.text[:60]!r} is not in {wanted.document!r} - copy it from there"
        )
    if start is None or end is None:
        return (0, len(text)) if text else f"the document {wanted.document!r} is empty - leave it out"
    if not 0 <= start < end <= len(text):
        return f"gold {start} to {end} is outside of {wanted.document!r}, which has {len(text)} characters - mend it"
    return start, end


def _find(words: str, near: int, text: str) -> tuple[int, int] | None:
    """Where the words stand (nearest to `near`), with any white space between them."""
    places = [m.span() for m in re.finditer(re.escape(words), text)]
    if not places and words.split():
        loose = r"\s+".join(re.escape(word) for word in words.split())
        places = [m.span() for m in re.finditer(loose, text, re.IGNORECASE)]
    return min(places, key=lambda place: abs(place[0] - near), default=None)


# -- questions -------------------------------------------------------------------------------------------------------


def _asked(path: Path, problems: list[str]) -> Iterator[_Asked]:
    for number, (where, row) in enumerate(_rows(path), 1):
        try:
            yield _question(where, row, number)
        except ValueError as error:
            problems.append(f"{where}: {error}")


def _question(where: str, row: Mapping[str, Any], number: int) -> _Asked:
    question = _readable(row.get("question"))
    if not question:
        raise ValueError('"question" is missing or empty - write what is asked')
    gold = row.get("gold")
    if not isinstance(gold, list):
        raise ValueError('"gold" is missing or no list - write [] for a question that the texts do not answer')
    tags, history = row.get("tags", row.get("kind")) or (), row.get("history") or ()
    if not isinstance(history, list | tuple):
        raise ValueError('"history" is no list - write its turns as [{"role", "content"}]')
    return _Asked(
        where,
        str(row.get("id", number)),
        question,
        tuple(_turn(turn) for turn in history),
        tuple(_wanted(one) for one in gold),
        tuple(str(tag) for tag in tags) if isinstance(tags, list | tuple) else (str(tags),),
    )


def _readable(question: Any) -> str:
    """The question as the assistant takes it; empty where nothing is asked, which it would refuse in mid-run."""
    return _SURROGATE.sub("�", question).replace("\x00", "").strip() if isinstance(question, str) else ""


def _turn(turn: Any) -> Turn:
    said = (turn.get("content") or turn.get("text") or "") if isinstance(turn, dict) else None
    if not isinstance(said, str) or not isinstance(turn.get("role"), str):
        raise ValueError('a turn of "history" needs "role" and "content" (or "text")')
    return Turn("user" if turn["role"].lower() in ("user", "human") else "assistant", _SURROGATE.sub("�", said))


def _wanted(one: Any) -> _Wanted:
    if not isinstance(one, dict) or not isinstance(one.get("doc"), str | int):
        raise ValueError('each gold needs "doc", the id of its document')
    start, end, text = one.get("start"), one.get("end"), one.get("text") or ""
    if any(isinstance(at, bool) or not isinstance(at, int | None) for at in (start, end)) or not isinstance(text, str):
        raise ValueError('"start" and "end" of gold are whole numbers, "text" is a string')
    if (start is None) != (end is None) and not text:
        raise ValueError('gold has one of "start" and "end" only - give both, or neither')
    return _Wanted(str(one["doc"]), start, end, _SURROGATE.sub("�", text))


def _judged(folder: Path, problems: list[str]) -> Iterator[_Asked]:
    """BEIR: the queries that somebody judged, with the documents judged relevant."""
    files = sorted((folder / "qrels").glob("*.tsv"))
    if not (folder / "queries.jsonl").is_file() or not files:
        raise BadInput(f"{folder} holds texts, but no questions. {LAYOUTS}")
    files = [f for f in files if f.name == "test.tsv"] or files
    relevant: dict[str, dict[str, float]] = {}
    for path in files:
        lines = _whole(path, path.read_bytes()).split("\n")
        for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            _judgement(f"qrels/{path.name}:{number}", row, number == 1, relevant, problems)
    for where, query in _rows(folder / "queries.jsonl"):
        name, text = str(query.get("_id", query.get("id"))), _readable(query.get("text"))
        if name in relevant and text:
            wanted = tuple(_Wanted(document, gain=gain) for document, gain in relevant[name].items())
            yield _Asked(where, name, text, (), wanted, ())


def _judgement(
    where: str, row: Sequence[str], may_be_header: bool, relevant: dict[str, dict[str, float]], problems: list[str]
) -> None:
    if not any(row):
        return
    query, document, grade = (row[0], row[-2], row[-1]) if len(row) in (3, 4) else ("", "", "")
    try:
        gain = float(grade)
    except ValueError:
        if not may_be_header:
            problems.append(f"{where}: a judgement is query, document and grade, with tabs between - mend the line")
        return
    if gain > 0:
        relevant.setdefault(query, {})[document] = gain

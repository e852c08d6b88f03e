"""Runs the command line inside this process, over a canned assistant or over an index written by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from assistant.domain import (
    Answer,
    Citation,
    Document,
    Hit,
    Locator,
    Passage,
    Sentence,
    Stamp,
    Status,
    Support,
    Turn,
    Unit,
)
from assistant.drivers.model_files import DIMENSIONS, EMBEDDER_NAME
from assistant.errors import BadInput
from assistant.index import POINTER, Manifest, unit_to_json
from assistant.registry import Registry
from assistant.versions import fingerprint, versions_with
from ui.cli import main

TEXT = "Steps\n\nStep one asks who is in the room.\nStep two asks the payers."
QUOTE = "Step one asks who is in the room."
PASSAGE = Passage(
    "p1", "guide", ("Steps",), QUOTE, TEXT.index(QUOTE), TEXT.index(QUOTE) + len(QUOTE), "unit", unit="s.1"
)
DOCUMENT = Document("guide", "A Guide", TEXT, "d1", edition="ours", date="2026-06")
UNITS = (
    Unit(
        "s.1", "step", "guide", "Who is in the room", QUOTE, Locator("guide", "Steps", 1), goal=1, questions=("Who?",)
    ),
    Unit(
        "r.1",
        "recommendation",
        "guide",
        "Ask the payers",
        "Step two asks the payers.",
        Locator("guide", "Steps", 2),
        goal=2,
    ),
)
ANSWER = Answer(
    id="a1",
    question="Who is in the room?",
    status=Status.ANSWERED,
    markdown=f'Step one deals with **this**.\n\n- "{QUOTE}" [1]',
    sentences=(
        Sentence("Step one deals with this.", Support.FRAME),
        Sentence(QUOTE, Support.QUOTED, (1,)),
    ),
    citations=(
        Citation(
            1,
            "p1",
            "guide",
            "A Guide",
            "Steps, item 1",
            QUOTE,
            PASSAGE.start,
            PASSAGE.end,
            "s.1",
            "https://example.org/guide",
        ),
    ),
    hits=(Hit(PASSAGE, 0.91, {"dense": 1, "bm25": 2}),),
    stamp=Stamp("f00d"),
    standalone="Who is in the room?",
    next_steps=("Who are the payers?",),
    timings_ms={"total": 12.345},
)


class CannedAssistant:
    """Gives the same answer to every question and remembers what it was asked."""

    registry = Registry(UNITS)
    manifest = Manifest("gen-1", "f00d", EMBEDDER_NAME, DIMENSIONS)

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []
        self.documents = {"guide": DOCUMENT}
        self.passages = {"p1": PASSAGE}

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        yield self.answer(question, history)

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        if not question.strip():
            raise BadInput("The question is empty. Write what you want to know.")
        if question == "crash":
            raise RuntimeError("a part broke")
        self.asked.append((question, tuple(history)))
        return replace(ANSWER, question=question)

    def search(self, question: str, k: int = 5, history: Sequence[Turn] = ()) -> list[Hit]:
        return list(ANSWER.hits[:k])


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Door:
    """Calls `v2a` with arguments; `assistant` is what `ask` and `search` talk to."""

    def __init__(self, capfd: pytest.CaptureFixture[str], assistant: CannedAssistant) -> None:
        self._capfd = capfd
        self.assistant = assistant

    def __call__(self, *arguments: object) -> Outcome:
        self._capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        out, err = self._capfd.readouterr()
        return Outcome(int(left.value.code or 0), out, err)


def write_index(index_dir: Path) -> Path:
    """A published index of one document, one passage and two units, without vectors."""
    generation = index_dir / "gen-1"
    generation.mkdir(parents=True)
    versions = versions_with(EMBEDDER_NAME)
    rows: dict[str, list[dict[str, Any]]] = {
        "documents": [asdict(DOCUMENT)],
        "passages": [asdict(PASSAGE)],
        "entries": [],
        "units": [unit_to_json(unit) for unit in UNITS],
    }
    for name, found in rows.items():
        (generation / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in found), encoding="utf-8")
    manifest = Manifest("gen-1", fingerprint(versions), EMBEDDER_NAME, DIMENSIONS, versions, 1, 1, 0, 2, "2026-11-21")
    (index_dir / POINTER).write_text(json.dumps(asdict(manifest)), encoding="utf-8")
    return index_dir

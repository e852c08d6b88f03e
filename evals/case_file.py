"""One more case in a file of cases: gold from passages that a person chose, checked by the schema before it is kept."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.domain import Document, Passage
from evals.cases import Case, CaseError, load_cases, unknown_units

SPAN_WORDS = 8  # so few words of another's text that naming its place is no copy of it


def add_case(path: Path, row: Mapping[str, Any], known: Iterable[str] | None = None) -> None:
    """Append the case to the file, made if need be; the file changes at once or not at all.

    Raises CaseError when the file with it would break the schema, when the case names a unit that is not among `known`,
    and when the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        if before and not before.endswith("\n"):
            before += "\n"
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".case-") as folder:
            grown = Path(folder) / path.name
            grown.write_text(before + json.dumps(dict(row), ensure_ascii=False) + "\n", encoding="utf-8")
            cases = _checked(grown)
            missing = unknown_units(cases[-1:], known) if known is not None else {}
            missing = {unit: named for unit, named in missing.items() if not unit.startswith("span:")}
            if missing:
                raise CaseError([f"No unit is called {', '.join(missing)} - choose passages of the present texts"])
            os.replace(grown, path)
    except OSError as error:
        raise CaseError([f"Cannot write {path.name} ({error.strerror}) - see that V2A_HOME can be written"]) from error


def _checked(grown: Path) -> tuple[Case, ...]:
    """The cases of the file. Of a breach in the last line, which nobody has written yet, the place is not told."""
    try:
        return load_cases(grown)
    except CaseError as error:
        lines = grown.read_text(encoding="utf-8").count("\n")
        raise CaseError([problem.removeprefix(f"{grown.name}:{lines}: ") for problem in error.problems]) from None


def gold_of(passages: Sequence[Passage], documents: Mapping[str, Document]) -> dict[str, Any]:
    """The chosen passages as the schema says gold: units where they state one, else a few exact words as spans."""
    units = list(dict.fromkeys(p.unit for p in passages if p.unit))
    spans = [
        {"document": p.document, "text": telling_words(p.text, documents[p.document].text)}
        for p in passages
        if not p.unit
    ]
    return {"gold": units, **({"spans": spans} if spans else {})}


def telling_words(passage: str, document: str, most: int = SPAN_WORDS) -> str:
    """The first words in a row, `most` of them, that stand only once in the document; its first ones where none do."""
    words, whole = passage.split(), " ".join(document.split())
    windows = (" ".join(words[at : at + most]) for at in range(max(1, len(words) - most + 1)))
    return next((window for window in windows if whole.count(window) == 1), " ".join(words[:most]))

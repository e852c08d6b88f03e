"""What is embedded: per passage its body, and for a passage that states a unit every question that it answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator

from assistant.domain import Entry, Passage, Unit
from assistant.registry import Registry


def entries_for(passages: Iterable[Passage], registry: Registry) -> list[Entry]:
    """Entries in passage order, each id once. Long document titles stay out: they lower the dense recall."""
    found: dict[str, Entry] = {}
    for passage in passages:
        unit = registry.get(passage.unit)
        for role, language, text in _texts(passage, unit):
            entry_id = _digest(passage.id, role, language, text)
            found.setdefault(entry_id, Entry(entry_id, passage.id, text, role, language))
    return list(found.values())


def text_digest(text: str) -> str:
    """Equal for equal texts: a text that was embedded once is not embedded again."""
    return hashlib.sha256(text.encode()).hexdigest()


def _texts(passage: Passage, unit: Unit | None) -> Iterator[tuple[str, str, str]]:
    above = unit.title if unit else passage.heading[-1] if passage.heading else ""
    yield "body", "en", f"{above}\n{passage.text}" if above else passage.text
    if unit is None:
        return
    wordings = {"en": (unit.title, unit.questions)}
    wordings |= {code: (w.title, w.questions) for code, w in unit.wordings.items()}
    for code, (title, questions) in wordings.items():
        yield "title", code, title
        for question in questions:
            yield "question", code, question


def _digest(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:24]

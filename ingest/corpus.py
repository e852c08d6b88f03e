"""Our edition of the texts: loads `corpus/`, checks it as a whole and renders each folder as a document.

`corpus/README.md` describes the format. A breach is reported as `file:line: what - cure`, all of them at once.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.domain import Document, Passage
from assistant.errors import CorpusError
from assistant.registry import Registry
from ingest.corpus_extras import read_extras
from ingest.corpus_schema import Placed, did_you_mean, read_document, read_sections
from ingest.marked_yaml import read_marked

OURS = "-ours"


@dataclass(frozen=True)
class Corpus:
    """The checked edition. `documents` are rendered and keyed by id; `passages` are those of all of them."""

    documents: dict[str, Document]
    registry: Registry
    passages: tuple[Passage, ...]
    extras: dict[str, Any] = field(default_factory=dict)
    placed: dict[str, tuple[Placed, ...]] = field(default_factory=dict)

    def rest_of(self, document_id: str, covered: Iterable[str]) -> tuple[Document, tuple[Passage, ...]] | None:
        """What only our edition of a document states once an official copy covers the units `covered`.

        A document with the id `<id>-ours`, or None when nothing is left.
        """
        covered_ids = set(covered)
        left = [p for p in self.placed[document_id] if p.unit.id not in covered_ids]
        if not left:
            return None
        ours = self.documents[document_id]
        return render(replace(ours, id=ours.id + OURS, text=""), left)


def corpus_digest(corpus_dir: Path) -> str:
    """Of the names and bytes of all corpus files: equal digests mean an equal corpus."""
    digest = hashlib.sha256()
    for path in sorted(corpus_dir.rglob("*.yaml")):
        digest.update(f"{path.relative_to(corpus_dir).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def load_corpus(corpus_dir: Path) -> Corpus:
    """The edition in `corpus_dir`. Raises CorpusError with every breach of the schema."""
    corpus, problems = check_corpus(corpus_dir)
    if problems:
        raise CorpusError(problems)
    return corpus


def check_corpus(corpus_dir: Path) -> tuple[Corpus, list[str]]:
    """What can be loaded, and every breach of the schema as one line each."""
    problems: list[str] = []
    heads: dict[str, Document] = {}
    placed: dict[str, tuple[Placed, ...]] = {}
    for folder in sorted(p.parent for p in corpus_dir.glob("*/document.yaml")):
        head, units = _read_folder(folder, corpus_dir, problems)
        if head and head.id in heads:
            what = f"{folder.name}/document.yaml:1: the document id {head.id!r} is taken by another folder"
            problems.append(f"{what} - choose another id")
        elif head:
            heads[head.id], placed[head.id] = head, tuple(units)
    if not heads and not problems:
        problems.append(f"{corpus_dir}:1: no document.yaml in any folder here - check the path or V2A_CORPUS")
    everything = [p for units in placed.values() for p in units]
    problems += _breaches(everything, heads)
    extras = read_extras(corpus_dir, {p.unit.id for p in everything}, problems)
    rendered = {key: render(heads[key], placed[key]) for key in heads}
    return Corpus(
        documents={key: document for key, (document, _) in rendered.items()},
        registry=Registry(p.unit for p in everything),
        passages=tuple(passage for _, passages in rendered.values() for passage in passages),
        extras=extras,
        placed=placed,
    ), problems


def _read_folder(folder: Path, corpus_dir: Path, problems: list[str]) -> tuple[Document | None, list[Placed]]:
    def shown(path: Path) -> str:
        return path.relative_to(corpus_dir).as_posix()

    node = read_marked(folder / "document.yaml", shown(folder / "document.yaml"), problems)
    if node is None:
        return None, []
    head, units = read_document(node, problems), []
    for path in sorted(folder.glob("*.yaml")):
        if path.name != "document.yaml" and (content := read_marked(path, shown(path), problems)):
            units += read_sections(content, head, problems)
    return head, units


# -- the corpus as a whole ------------------------------------------------------------------------------------------


def _breaches(everything: list[Placed], documents: dict[str, Document]) -> list[str]:
    first: dict[str, Placed] = {}
    problems = []
    for p in everything:
        if p.unit.id in first:
            other = first[p.unit.id].mark
            what = f"the id {p.unit.id} is taken by {other.file}:{other.line}"
            problems.append(p.mark.problem(what, "give one of the two another id"))
        first.setdefault(p.unit.id, p)
    for p in everything:
        problems += _unknown_names(p, first, documents)
    groups: dict[str, list[Placed]] = defaultdict(list)
    for p in everything:
        if p.unit.group in first:
            groups[str(p.unit.group)].append(p)
    for name, members in groups.items():
        problems += _group_breaches(name, members)
    return problems + [
        p.mark.problem(f"{p.unit.id} is inside itself through its groups", "point one of them elsewhere")
        for p in everything
        if _in_cycle(p.unit.id, first)
    ]


def _unknown_names(p: Placed, units: dict[str, Placed], documents: dict[str, Document]) -> list[str]:
    unit, problems = p.unit, []
    if unit.group and unit.group not in units:
        cure = f"add a unit with that id, or {did_you_mean(unit.group, units)}"
        problems.append(p.mark.problem(f"{unit.id} names the unknown group {unit.group}", cure))
    if unit.goal is not None and f"goal.{unit.goal}" not in units:
        goals = [name.removeprefix("goal.") for name in units if name.startswith("goal.")]
        cure = did_you_mean(str(unit.goal), goals) if goals else f"add the unit goal.{unit.goal}"
        problems.append(p.mark.problem(f"{unit.id} names the unknown goal {unit.goal}", cure))
    for other in unit.serves:
        if other not in units:
            cure = did_you_mean(other, units)
            problems.append(p.mark.problem(f"{unit.id} serves the unknown unit {other}", cure))
    if unit.locator.document and unit.locator.document not in documents:
        cure = did_you_mean(unit.locator.document, documents)
        what = f"the locator of {unit.id} names the unknown document {unit.locator.document}"
        problems.append(p.mark.problem(what, cure))
    return problems


def _group_breaches(name: str, members: list[Placed]) -> list[str]:
    problems = []
    sizes = {p.unit.size for p in members} - {None}
    if len(sizes) > 1:
        said = ", ".join(f"{p.unit.id} says {p.unit.size}" for p in members)
        problems.append(members[0].mark.problem(f"members of {name} disagree on its size: {said}", "write one `of`"))
    elif sizes and sizes != {len(members)}:
        what = f"group {name} has {len(members)} members but they say `of: {next(iter(sizes))}`"
        problems.append(members[0].mark.problem(what, "add the missing ones or correct `of`"))
    seen: dict[int, Placed] = {}
    for p in members:
        if p.unit.order in seen:
            what = f"{p.unit.id} and {seen[p.unit.order].unit.id} are both number {p.unit.order} of {name}"
            problems.append(p.mark.problem(what, "renumber one of them"))
        elif p.unit.order is not None:
            seen[p.unit.order] = p
    missing = sorted(set(range(1, len(members) + 1)) - set(seen))
    if missing and len(seen) == len(members):
        numbers = ", ".join(map(str, missing))
        what = f"the order in {name} has a gap: no number {numbers}"
        problems.append(members[0].mark.problem(what, f"number the members from 1 to {len(members)}"))
    return problems


def _in_cycle(unit_id: str, units: dict[str, Placed]) -> bool:
    seen: set[str] = set()
    at = units[unit_id].unit.group
    while at in units and at not in seen:
        if at == unit_id:
            return True
        seen.add(at)
        at = units[at].unit.group
    return False


# -- rendering -------------------------------------------------------------------------------------------------------


def render(head: Document, placed: Iterable[Placed]) -> tuple[Document, tuple[Passage, ...]]:
    """The document's text (headings, titles and texts on lines of their own) and one passage per unit's text."""
    parts, passages, at = [head.title], [], len(head.title)
    path: tuple[str, ...] = ()
    units = []
    for p in placed:
        shared = next(
            (i for i, (a, b) in enumerate(zip(path, p.heading, strict=False)) if a != b), min(len(path), len(p.heading))
        )
        text = passage_text(p)
        for line in (*p.heading[shared:], p.unit.title, text):
            parts.append(line)
            at += 2 + len(line)
        passages.append(
            Passage(
                passage_id(head.id, p.unit.id, text),
                head.id,
                p.heading,
                text,
                at - len(text),
                at,
                kind="unit",
                unit=p.unit.id,
            )
        )
        units.append(p.unit)
        path = p.heading
    body = "\n\n".join(parts)
    digest = hashlib.sha256(repr((head, body, units)).encode()).hexdigest()
    return replace(head, text=body, digest=digest), tuple(passages)


def passage_text(p: Placed) -> str:
    """What may be quoted of a unit: its text, then its caveat as a sentence of its own."""
    return f"{p.unit.text} Caution: {p.unit.caveat}" if p.unit.caveat else p.unit.text


def passage_id(document: str, unit: str, text: str) -> str:
    """Stable as long as document, unit and text are; free of offsets, so that an edit elsewhere changes nothing."""
    return hashlib.sha256(json.dumps([document, unit, text]).encode()).hexdigest()[:16]

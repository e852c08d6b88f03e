"""The activity patterns of the corpus (`patterns/*.yaml`), checked like the documents and kept as plain values."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from assistant.domain import LANGUAGES
from assistant.planning.patterns import PHASES, SCALES, SLOT, SLOTS
from ingest.corpus_schema import Fields, did_you_mean
from ingest.marked_yaml import Marked, read_marked

FOLDER = "patterns"
_TEXTS = ("id", "scale", "title", "activity", "audience", "setting")
_LISTS = ("needs", "groups", "organisations", "roles", "keywords")
_PAIRS = {"risks": ("risk", "mitigation"), "indicators": ("measure", "evidence"), "ask": ("question", "who")}


def read_patterns(corpus_dir: Path, units: Collection[str], problems: list[str]) -> list[dict[str, Any]]:
    """One object per file, in name order; breaches are added to `problems`. `units`: the ids that may be named."""
    found: list[dict[str, Any]] = []
    seen: set[str] = set()
    for path in sorted((corpus_dir / FOLDER).glob("*.yaml")):
        if node := read_marked(path, f"{FOLDER}/{path.name}", problems):
            found.append(_read_file(node, units, seen, problems))
    return found


def _read_file(node: Marked, units: Collection[str], seen: set[str], problems: list[str]) -> dict[str, Any]:
    fields = Fields(node, ("recommendation", "cues", "patterns"), "the file", problems)
    recommendation = fields.text("recommendation", required=True)
    _known(fields, (recommendation,), units)
    if "cues" not in fields.values:
        fields.complain("the file has no cues", "add `cues:` with what people say, by language")
    cues = Fields(fields.values.get("cues", node), LANGUAGES, "cues", problems) if "cues" in fields.values else None
    patterns = [_read_pattern(item, units, seen, problems) for item in fields.items("patterns")]
    if not patterns:
        fields.complain("the file has no patterns", "add at least one under `patterns:`")
    said = {language: list(cues.texts(language, required=True)) for language in cues.values} if cues else {}
    return {"recommendation": recommendation, "cues": said, "patterns": patterns}


def _read_pattern(node: Marked, units: Collection[str], seen: set[str], problems: list[str]) -> dict[str, Any]:
    fields = Fields(node, (*_TEXTS, *_LISTS, *_PAIRS, "phases"), "the pattern", problems)
    row: dict[str, Any] = {key: fields.text(key, required=True) for key in _TEXTS}
    row |= {key: list(fields.texts(key, required=True)) for key in _LISTS}
    row["phases"] = _phases(fields, problems)
    row |= {key: _pairs(fields, key, names, problems) for key, names in _PAIRS.items()}
    if row["id"] in seen:
        fields.complain(f"the id {row['id']} is taken by another pattern", "choose another id")
    seen.add(row["id"])
    if row["scale"] not in SCALES:
        fields.complain(f"unknown scale {row['scale']!r}", did_you_mean(row["scale"], SCALES))
    _known(fields, row["groups"], units)
    _check_slots(fields, row)
    return row


def _phases(fields: Fields, problems: list[str]) -> dict[str, str]:
    if "phases" not in fields.values:
        fields.complain(f"{fields.name} has no phases", f"add `phases:` with {', '.join(PHASES)}")
        return {}
    inner = Fields(fields.values["phases"], PHASES, "phases", problems)
    return {phase: inner.text(phase, required=True) for phase in PHASES}


def _pairs(fields: Fields, key: str, names: tuple[str, str], problems: list[str]) -> list[dict[str, str]]:
    items = fields.items(key)
    if not items:
        fields.complain(f"{fields.name} has no {key}", f"add at least one with `{names[0]}:` and `{names[1]}:`")
    pairs = [Fields(item, names, f"an entry under {key}", problems) for item in items]
    return [{name: pair.text(name, required=True) for name in names} for pair in pairs]


def _known(fields: Fields, named: Collection[str], units: Collection[str]) -> None:
    for name in named:
        if name and name not in units:
            fields.complain(f"{fields.name} names the unknown unit {name}", did_you_mean(name, units))


def _check_slots(fields: Fields, row: dict[str, Any]) -> None:
    texts = [row["activity"], row["audience"], row["setting"], *row["needs"], *row["phases"].values()]
    texts += [text for key in _PAIRS for pair in row[key] for text in pair.values()]
    for text in texts:
        for name, otherwise in SLOT.findall(text):
            if name not in SLOTS:
                fields.complain(f"{fields.name} has the unknown slot {{{name}}}", did_you_mean(name, SLOTS))
            elif not otherwise:
                fields.complain(
                    f"the slot {{{name}}} of {fields.name} says nothing where the user named none",
                    f"write {{{name}: ...}} with general words",
                )

"""One unit, one section, one document of the corpus: from marked YAML to the nouns, with every breach collected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from assistant.domain import LANGUAGES, Document, Locator, Source, Unit, Wording
from ingest.marked_yaml import Marked

OTHER_LANGUAGES = tuple(code for code in LANGUAGES if code != "en")
UNIT_KEYS = (
    *("id", "kind", "group", "goal", "order", "of", "title", "text", "questions", *OTHER_LANGUAGES),
    *("locator", "address", "serves", "date", "caveat", "sources"),
)
DOCUMENT_KEYS = ("id", "title", "publisher", "date", "language", "address", "notice", "label")
# What a unit can be; corpus/README.md says the same. Lists, tied units and drafts go by them, and a mistyped kind would
# only be missing there.
KINDS = (
    *("goal", "recommendation", "challenge", "barrier", "step", "group", "statement", "fact", "case", "gap"),
    *("question", "component", "column", "evaluation-column", "consideration", "apply", "stakeholder", "idea"),
    *("material", "measure", "reference", "committee-member", "definition", "evidence", "guidance", "remark"),
    *("about", "report", "initiative", "included", "blueprint", "blueprint-use"),
)
UNIT_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit with the heading path of our edition and the place in the corpus where it is written."""

    unit: Unit
    heading: tuple[str, ...]
    mark: Marked


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint for a mistyped name: the nearest known ones, or the first few."""
    names = list(known)
    near = get_close_matches(word, names, n=2, cutoff=0.6)
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"use one of: {', '.join(names[:20])}" if names else "there is none yet"


def clean_text(text: str) -> str:
    """One space between words, line ends of lists kept, no blank lines."""
    return "\n".join(line for line in (" ".join(part.split()) for part in text.splitlines()) if line)


class Fields:
    """Typed access to one mapping. Each breach becomes one problem; a default lets the check go on."""

    def __init__(self, node: Marked, known: Sequence[str], name: str, problems: list[str]) -> None:
        self.node, self.name, self.problems = node, name, problems
        if not isinstance(node.value, dict):
            self.complain(f"{name} is not a mapping of keys", "write `key: value` lines", node)
            self.values: dict[str, Marked] = {}
            return
        self.values = node.value
        for key in self.values:
            if key not in known:
                self.complain(f"{name} has the unknown key {key!r}", did_you_mean(key, known), self.values[key])

    def complain(self, what: str, cure: str, at: Marked | None = None) -> None:
        self.problems.append((at or self.node).problem(what, cure))

    def text(self, key: str, required: bool = False) -> str:
        """The text under `key`, cleaned; numbers such as a year are taken as written."""
        mark = self.values.get(key)
        if mark is None or mark.value in (None, ""):
            if required:
                self.complain(f"{self.name} has no {key}", f"add `{key}: ...`", mark)
            return ""
        if isinstance(mark.value, list | dict):
            self.complain(f"{key} of {self.name} is not text", "write one text, in quotes where needed", mark)
            return ""
        return clean_text(mark.raw)

    def number(self, key: str) -> int | None:
        """The whole number from 1 under `key`, or None when the key is absent."""
        mark = self.values.get(key)
        if mark is None:
            return None
        if not isinstance(mark.value, int) or mark.value < 1:
            self.complain(f"{key} of {self.name} is not a whole number from 1", f"write `{key}: 1` or such", mark)
            return None
        return mark.value

    def items(self, key: str) -> list[Marked]:
        mark = self.values.get(key)
        if mark is None:
            return []
        if not isinstance(mark.value, list):
            self.complain(f"{key} of {self.name} is not a list", f"write `{key}: [..., ...]` or lines with `- `", mark)
            return []
        return mark.value

    def texts(self, key: str, required: bool = False) -> tuple[str, ...]:
        found = []
        for item in self.items(key):
            if isinstance(item.value, list | dict) or not item.raw.strip():
                cure = "write plain text; put it in quotes when it holds a colon"
                self.complain(f"an entry under {key} of {self.name} is not text", cure, item)
            else:
                found.append(clean_text(item.raw))
        if required and not found:
            self.complain(f"{self.name} has no {key}", f"add at least one under `{key}:`", self.values.get(key))
        return tuple(found)


def read_document(node: Marked, problems: list[str]) -> Document:
    """The head of a document; its text and digest are filled in when it is rendered."""
    fields = Fields(node, DOCUMENT_KEYS, "document.yaml", problems)
    values = {key: fields.text(key, required=key in ("id", "title", "publisher", "notice")) for key in DOCUMENT_KEYS}
    values["language"] = values["language"] or "en"
    if values["language"] not in LANGUAGES:
        fields.complain(f"unknown language {values['language']!r}", did_you_mean(values["language"], LANGUAGES))
    return Document(**values, text="", digest="", edition="ours")


def read_sections(node: Marked, document: Document, problems: list[str]) -> list[Placed]:
    """The units of one file, in order."""
    if not isinstance(node.value, list):
        problems.append(node.problem("the file is not a list of sections", "begin with `- section: ...`"))
        return []
    placed = []
    for section in node.value:
        fields = Fields(section, ("section", "units"), "the section", problems)
        path = tuple(part.strip() for part in fields.text("section", required=True).split(" > ") if part.strip())
        placed += [Placed(read_unit(item, document, problems), path, item) for item in fields.items("units")]
    return [p for p in placed if p.unit.id]


def read_unit(node: Marked, document: Document, problems: list[str]) -> Unit:
    fields = Fields(node, UNIT_KEYS, _name(node), problems)
    unit_id = fields.text("id", required=True)
    if unit_id and not UNIT_ID.fullmatch(unit_id):
        fields.complain(f"{unit_id!r} cannot be an id", "use small letters, digits, dots and hyphens: rec.2.3")
    unit = Unit(
        id=unit_id,
        kind=_kind(fields),
        document=document.id,
        title=fields.text("title", required=True),
        text=fields.text("text", required=True),
        locator=_locator(fields),
        address=fields.text("address") or document.address,
        group=fields.text("group") or None,
        goal=fields.number("goal"),
        order=fields.number("order"),
        size=fields.number("of"),
        questions=fields.texts("questions", required=True),
        wordings={code: _wording(fields, code) for code in OTHER_LANGUAGES},
        serves=fields.texts("serves"),
        date=fields.text("date"),
        caveat=fields.text("caveat"),
        sources=_sources(fields),
    )
    _check_place(fields, unit)
    return unit


def _name(node: Marked) -> str:
    mark = node.value.get("id") if isinstance(node.value, dict) else None
    return mark.raw if mark and mark.raw else "the unit"


def _kind(fields: Fields) -> str:
    kind = fields.text("kind", required=True)
    if kind and kind not in KINDS:
        near = get_close_matches(kind, KINDS, n=2, cutoff=0.6)
        hint = did_you_mean(kind, KINDS) if near else "use one of those that corpus/README.md lists"
        fields.complain(f"{fields.name} has the unknown kind {kind!r}", hint, fields.values["kind"])
    return kind


def _check_place(fields: Fields, unit: Unit) -> None:
    for key, value in (("order", unit.order), ("of", unit.size)):
        if unit.group and value is None and key not in fields.values:
            fields.complain(f"{unit.id} is in group {unit.group} but has no {key}", f"add `{key}: N`")
        if value is not None and not unit.group:
            fields.complain(f"{unit.id} has `{key}` but no group", "add `group: ...` or remove it", fields.values[key])


def _locator(fields: Fields) -> Locator:
    mark = fields.values.get("locator")
    if mark is None:
        fields.complain(f"{fields.name} has no locator", 'add `locator: {document: ..., heading: "..."}`')
        return Locator("", "")
    inner = Fields(mark, ("document", "heading", "item"), f"the locator of {fields.name}", fields.problems)
    document, heading = inner.text("document", required=True), inner.text("heading", required=True)
    return Locator(document, heading, inner.number("item"))


def _wording(fields: Fields, code: str) -> Wording:
    mark = fields.values.get(code)
    if mark is None:
        fields.complain(f"{fields.name} has no `{code}`", f'add `{code}: {{title: "...", questions: ["..."]}}`')
        return Wording("")
    inner = Fields(mark, ("title", "questions"), f"`{code}` of {fields.name}", fields.problems)
    return Wording(inner.text("title", required=True), inner.texts("questions", required=True))


def _sources(fields: Fields) -> tuple[Source, ...]:
    found = []
    for item in fields.items("sources"):
        inner = Fields(item, ("title", "address"), f"a source of {fields.name}", fields.problems)
        found.append(Source(inner.text("title", required=True), inner.text("address", required=True)))
    return tuple(found)

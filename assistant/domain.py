"""The nouns: what the assistant talks about, as frozen records without behaviour beyond what they derive.

Standard library only. Offsets are Unicode code points into a document's cleaned text, end exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

LANGUAGES = ("en", "fr", "de", "es", "it")


class Status(StrEnum):
    """How a question was settled. Decided by rules and a measured threshold, never by a language model."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NOT_IN_SOURCES = "not_in_sources"
    MEDICAL = "medical"
    OUT_OF_SCOPE = "out_of_scope"
    NEEDS_DETAIL = "needs_detail"


class Support(StrEnum):
    """Why a sentence may be shown: cut from a passage, checked against one, our frame around them, or not carried."""

    QUOTED = "quoted"
    SUPPORTED = "supported"
    FRAME = "frame"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Locator:
    """Where the official text states it: document id, heading path ("A > B") and the item's number under it."""

    document: str
    heading: str
    item: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A public source behind a fact or case."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A unit's title and some of its plain-language questions in one language."""

    title: str
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """An addressable statement of the texts. `order` of `size` within `group` is what makes "list all" checkable.

    A unit of kind `group` stands for the whole list; its members name it in their `group`.
    """

    id: str
    kind: str
    document: str
    title: str
    text: str
    locator: Locator
    address: str = ""
    group: str | None = None
    goal: int | None = None
    order: int | None = None
    size: int | None = None
    questions: tuple[str, ...] = ()
    wordings: Mapping[str, Wording] = field(default_factory=dict)
    serves: tuple[str, ...] = ()
    date: str = ""
    caveat: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A cleaned text and where it came from. `edition` is "ours" or "official"; other folders' files are "other".

    `label` is shown wherever it is quoted, so that nobody takes it for something else ("public source, not ...").
    """

    id: str
    title: str
    text: str
    digest: str
    edition: str = "other"
    publisher: str = ""
    date: str = ""
    language: str = "en"
    address: str = ""
    notice: str = ""
    label: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of one document: `document.text[start:end] == text`. Its id is derived from its content.

    kind: "text", "list", "table", "roster", "references" or "unit"; `unit` names the unit it states, if any.
    """

    id: str
    document: str
    heading: tuple[str, ...]
    text: str
    start: int
    end: int
    kind: str = "text"
    page: int | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One vector's worth of text that leads to a passage: its body, or a question that it answers."""

    id: str
    passage: str
    text: str
    role: str = "body"
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage: blended score in 0..1, with its rank (from 1) by each ranker that found it."""

    passage: Passage
    score: float
    ranks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation; role is "user" or "assistant"."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote: `documents[document].text[start:end] == quote`."""

    number: int
    passage: str
    document: str
    title: str
    locator: str
    quote: str
    start: int
    end: int
    unit: str | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer and the numbers of the citations that carry it.

    `text` is what was quoted or checked. `translation`: a language model's rendering of it in the answer's language,
    which never stands alone.
    """

    text: str
    support: Support
    citations: tuple[int, ...] = ()
    translation: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What produced an answer: enough to reproduce or distrust it."""

    index: str
    prompt: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply. `markdown` holds `[n]` marks that resolve in `citations`; `next_steps` are questions to offer.

    `untranslated`: the Markdown without translations, for what follows on it; empty where there are none.
    """

    id: str
    question: str
    status: Status
    markdown: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    stamp: Stamp
    mode: str = "extractive"
    language: str = "en"
    standalone: str = ""
    next_steps: tuple[str, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    done: bool = True
    untranslated: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a language model is given: standing instructions, then what varies from request to request."""

    system: str
    user: str


@dataclass(frozen=True, slots=True)
class PlanEvent:
    """One change to a plan: its place in the plan's log (from 1), when (ISO, UTC), by whom, what kind, and its data."""

    seq: int
    id: str
    at: str
    who: str
    kind: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A plan in a list: its title, the number of changes so far, and when the last one was made (ISO, UTC)."""

    id: str
    title: str
    version: int
    changed: str

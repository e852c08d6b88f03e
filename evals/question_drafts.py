"""Questions proposed for a document from its units, headings and words: drafts for a person to mend, never cases as
they are. They say what the text says in its own words, which people who ask do not; so they are easy, and few of them
should stay as proposed.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.domain import Document, Passage, Unit
from assistant.labels import label, title
from assistant.registry import Registry
from assistant.words import fold, stop_words
from evals.candidates import DRAFT, Candidate, candidate_id

MOST = 60  # of one document; of a long one they are taken evenly from start to end
GOLD = 3  # passages under one heading that are proposed as right
TERMS = 3
SHORTEST_TERM = 4

_SAYS = {
    "en": "What does “{document}” say about {topic}?",
    "fr": "Que dit « {document} » à propos de {topic} ?",
    "de": "Was sagt „{document}“ zu {topic}?",
    "es": "¿Qué dice «{document}» sobre {topic}?",
    "it": "Che cosa dice «{document}» su {topic}?",
}
_AND = {"en": "and", "fr": "et", "de": "und", "es": "y", "it": "e"}
_LISTS = "Which are all the points of “{topic}”?"
_ASKS = "What does {label} ask for: {topic}?"
_NUMBERED = re.compile(r"^(?:\d+(?:\.\d+)*[.)]?|[ivxlIVXL]{1,5}[.)])\s+")
_WORD = re.compile(r"[^\W\d_][\w’'-]+")
# Headings that name a part of a document and no subject.
_PARTS = frozenset({
    "introduction", "abstract", "summary", "conclusion", "conclusions", "references", "contents", "appendix",
    "annex", "discussion", "methods", "results", "acknowledgements", "overview", "background", "einleitung",
    "zusammenfassung", "inhalt", "literatur", "resume", "conclusione", "introduccion", "resumen", "sommaire",
    "annexe", "anhang",
})  # fmt: skip


def drafts(document: Document, passages: Sequence[Passage], registry: Registry) -> tuple[Candidate, ...]:
    """One draft for each unit that the document states, and one for each heading whose passages state none.

    Passages are those of the document in reading order. The same texts give the same drafts with the same ids.
    """
    own = [p for p in passages if p.document == document.id]
    found = {one.id: one for one in (*_of_units(document, own, registry), *_of_headings(document, own))}
    return tuple(_evenly(list(found.values())))


def _of_units(document: Document, passages: Iterable[Passage], registry: Registry) -> Iterator[Candidate]:
    stated: dict[str, list[str]] = {}
    for passage in passages:
        if passage.unit:
            stated.setdefault(passage.unit, []).append(passage.id)
    for unit_id, ids in stated.items():
        unit = registry.get(unit_id)
        if unit:
            yield _unit_draft(document, unit, ids[:GOLD], registry)


def _unit_draft(document: Document, unit: Unit, gold: Sequence[str], registry: Registry) -> Candidate:
    listing = registry.is_list(unit)
    if listing:
        question = _LISTS.format(topic=title(unit))
    elif unit.kind == "recommendation" and label(unit):
        question = _ASKS.format(label=label(unit)[0].lower() + label(unit)[1:], topic=title(unit))
    else:
        question = _SAYS["en"].format(document=document.title, topic=f"“{title(unit)}”")
    return _draft(document, question, gold, "list" if listing else "direct", unit.id if listing else "", "en")


def _of_headings(document: Document, passages: Sequence[Passage]) -> Iterator[Candidate]:
    under: dict[tuple[str, ...], list[Passage]] = {}
    for passage in passages:
        if not passage.unit and passage.kind != "references":
            under.setdefault(passage.heading, []).append(passage)
    if not under:
        return
    rarity = _rarity(passages, document.language)
    for heading, here in under.items():
        for few in [here] if heading else [[one] for one in here]:
            question = _question(document, heading, few, rarity)
            if question:
                yield _draft(document, question, [p.id for p in few[:GOLD]], "direct", "", document.language)


def _question(
    document: Document, heading: Sequence[str], passages: Sequence[Passage], rarity: Mapping[str, float]
) -> str:
    """The heading where it asks something; else what the document says about it, or about what the passage is about."""
    words = _NUMBERED.sub("", heading[-1]).strip(" :.") if heading else ""
    if words.endswith("?"):
        return words
    if words and fold(words) not in _PARTS and fold(words) != fold(document.title):
        topic = f"“{words}”"
    else:
        topic = _listed(_terms(" ".join(p.text for p in passages[:GOLD]), rarity, document.language), document.language)
    says = _SAYS.get(document.language, _SAYS["en"])
    return says.format(document=document.title, topic=topic) if topic else ""


def _rarity(passages: Sequence[Passage], language: str) -> dict[str, float]:
    """Inverse document frequency of the words, each passage standing for a document."""
    counts = Counter(word for p in passages for word in {fold(w) for w in _content_words(p.text, language)})
    return {word: math.log(1 + len(passages) / count) for word, count in counts.items()}


def _terms(text: str, rarity: Mapping[str, float], language: str) -> list[str]:
    """The words that set the text apart from the rest, as they are written, in the order in which they come."""
    written: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for word in _content_words(text, language):
        written.setdefault(fold(word), word)
        counts[fold(word)] += 1
    best = sorted(counts, key=lambda word: (-counts[word] * rarity.get(word, 0.0), word))[:TERMS]
    return [spelling for word, spelling in written.items() if word in best]


def _content_words(text: str, language: str) -> list[str]:
    stop = stop_words(language)
    return [w for w in _WORD.findall(text) if len(w) >= SHORTEST_TERM and fold(w) not in stop]


def _listed(words: Sequence[str], language: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {_AND.get(language, 'and')} {words[-1]}"


def _draft(document: Document, question: str, gold: Sequence[str], kind: str, group: str, language: str) -> Candidate:
    return Candidate(
        id=candidate_id("draft", document.id, question),
        question=question,
        why=DRAFT,
        language=language if language in _SAYS else "en",
        gold=tuple(gold),
        kind=kind,
        group=group,
        document=document.id,
    )


def _evenly(found: Sequence[Candidate]) -> list[Candidate]:
    if len(found) <= MOST:
        return list(found)
    return [found[at * len(found) // MOST] for at in range(MOST)]

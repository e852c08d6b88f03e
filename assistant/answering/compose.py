"""Readable answers from quotes alone: a direct first sentence, then points under their heading, no more than needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.answering.draft import Draft
from assistant.answering.phrases import LANGUAGE_NAMES, phrase
from assistant.answering.quoting import best_span, first_sentence, has_lead_in, without_lead_in
from assistant.answering.sections import completing_quote, whole_list
from assistant.answering.shown import LINE_BY_LINE, plain_signs
from assistant.domain import Document, Passage, Unit
from assistant.labels import label, name, title
from assistant.registry import Registry
from assistant.retrieval.hybrid import Candidate
from assistant.retrieval.selection import asks_for_all
from assistant.thresholds import FURTHER_MOST, FURTHER_SHARE
from assistant.words import tokens

LONG_LIST = 8
MOST_TITLES = 12


@dataclass(frozen=True)
class Shelf:
    """What an answer is composed from: the documents, the registry and where each unit is stated."""

    documents: Mapping[str, Document]
    passages: Mapping[str, Passage]
    registry: Registry
    by_unit: Mapping[str, Passage]

    @property
    def titles(self) -> str:
        """Titles of the documents, in one line; those first that need no label, and of many only the first few."""
        in_order = sorted(self.documents.values(), key=lambda document: bool(document.label))
        titles = list(dict.fromkeys(document.title for document in in_order))
        more = f"; + {len(titles) - MOST_TITLES}" if len(titles) > MOST_TITLES else ""
        return "; ".join(titles[:MOST_TITLES]) + more

    def section(self, passage: Passage) -> Sequence[Passage]:
        """The passages under the same heading of the same document, in reading order; those of units left out."""
        return self._sections.get((passage.document, passage.heading), ())

    @cached_property
    def _sections(self) -> dict[tuple[str, tuple[str, ...]], list[Passage]]:
        sections: dict[tuple[str, tuple[str, ...]], list[Passage]] = {}
        for passage in self.passages.values():
            if not passage.unit:
                sections.setdefault((passage.document, passage.heading), []).append(passage)
        return sections

    @cached_property
    def _groups_with_lead_ins(self) -> frozenset[str]:
        """Lists whose members all open with words like "Third barrier in the report: ", which a title makes idle."""
        groups: dict[str, list[bool]] = {}
        for unit in self.registry:
            if unit.group and unit.id in self.by_unit:
                groups.setdefault(unit.group, []).append(has_lead_in(self.by_unit[unit.id]))
        return frozenset(name for name, opens in groups.items() if all(opens))

    def under_title(self, passage: Passage, span: tuple[int, int]) -> tuple[int, int]:
        """The span without such an opening, for a quote that stands under its own title."""
        unit = self.registry.get(passage.unit)
        return without_lead_in(passage, span) if unit and unit.group in self._groups_with_lead_ins else span


def compose_list(draft: Draft, shelf: Shelf, group: Unit, language: str) -> Iterator[None]:
    """Every member of the group, in order, each cited, headed "5 of 5"; yields when another part is complete."""
    leaves = [u for u in shelf.registry.leaves(group.id) if u.id in shelf.by_unit]
    heading = phrase("list", language, count=len(leaves), title=title(group, language))
    draft.frame(heading, f"**{heading.rstrip('.')}**")
    draft.blank()
    if group.id in shelf.by_unit and shelf.documents[shelf.by_unit[group.id].document].edition == "ours":
        _quote_unit(draft, shelf, group)
    draft.blank()
    yield
    for section, members in _sections(shelf.registry, group):
        if section:
            draft.blank()
            draft.lines.append(f"**{name(section, language)}**")
        for at, unit in enumerate(members, 1):
            if unit.id in shelf.by_unit:
                bullet = f"{at}. " if not label(unit) else "- "
                if _holds_its_members(shelf, unit):
                    draft.supported(f"**{name(unit, language)}**", shelf.by_unit[unit.id], bullet=bullet)
                else:
                    _quote_unit(draft, shelf, unit, language, bullet, brief=len(leaves) > LONG_LIST)
                _quote_children(draft, shelf, unit)
        yield


def compose_some(draft: Draft, shelf: Shelf, group: Unit, chosen: Sequence[Unit], language: str) -> Iterator[None]:
    """Those members of the group that were asked for, each cited, headed "2 of 16"."""
    count = len(shelf.registry.leaves(group.id))
    heading = phrase("some", language, some=len(chosen), count=count, title=title(group, language))
    draft.frame(heading, f"**{heading.rstrip('.')}**")
    draft.blank()
    for unit in chosen:
        if unit.id in shelf.by_unit:
            _quote_unit(draft, shelf, unit, language, "- ")
    yield


def _sections(registry: Registry, group: Unit) -> Iterator[tuple[Unit | None, tuple[Unit, ...]]]:
    """The group's members, under the titles of its sublists where it has such."""
    loose: list[Unit] = []
    for member in registry.members(group.id):
        if registry.is_list(member):
            yield member, registry.leaves(member.id)
        else:
            loose.append(member)
    if loose:
        yield None, tuple(loose)


def _holds_its_members(shelf: Shelf, unit: Unit) -> bool:
    """Whether a member's passage is its own list's text, as in a table row; quoting both would say it twice."""
    own = shelf.by_unit[unit.id]
    inner = [shelf.by_unit[u.id] for u in shelf.registry.leaves(unit.id) if u.id in shelf.by_unit]
    return bool(inner) and all(p.document == own.document and own.start <= p.start < p.end <= own.end for p in inner)


def _quote_children(draft: Draft, shelf: Shelf, unit: Unit) -> None:
    """A member that has its own list (a component and its questions) is shown with all of it."""
    for child in shelf.registry.leaves(unit.id):
        if child.id in shelf.by_unit:
            passage = shelf.by_unit[child.id]
            draft.quote(passage, *shelf.under_title(passage, best_span(passage, frozenset())), bullet="   - ")


def _quote_unit(
    draft: Draft, shelf: Shelf, unit: Unit, language: str = "en", bullet: str = "", *, brief: bool = False
) -> None:
    passage = shelf.by_unit[unit.id]
    span = first_sentence(passage) if brief else best_span(passage, frozenset(tokens(unit.title)))
    before = f"**{name(unit, language)}**: " if bullet else ""
    draft.quote(passage, *(shelf.under_title(passage, span) if bullet else span), before=before, bullet=bullet)


def compose_points(
    draft: Draft, shelf: Shelf, question: str, candidates: Sequence[Candidate], language: str
) -> Iterator[None]:
    """The best passage first, then what it is tied to, then what else bears on the question; yields part by part."""
    asked = frozenset(tokens(question, language))
    lead, *others = [c.passage for c in further(candidates, shelf.registry)]
    unit = shelf.registry.get(lead.unit)
    span = best_span(lead, asked)
    pieces = [lead]
    if unit is None:
        pieces = _quote_without_unit(draft, shelf, lead, span, question, language)
    elif label(unit):
        span = shelf.under_title(lead, span)
        _introduce(draft, shelf, unit, lead, span, language)
        draft.quote(lead, *span, before=_named(shelf, lead, language))
    else:
        draft.quote(lead, *span, before=_rendering(unit, language))
    if lead_label := shelf.documents[lead.document].label:
        draft.lines.append(f"*({lead_label})*")
    yield
    tied = _tied(shelf, unit, [c.passage.unit for c in candidates]) if unit else []
    if tied:
        draft.blank()
        draft.lines.append(phrase(f"tied_{tied[0].kind}", language))
        for other in tied:
            _quote_unit(draft, shelf, other, language, "- ")
        yield
    tied_ids = {t.id for t in tied}
    rest = [p for p in others if p.unit not in tied_ids and p not in pieces]
    for heading, passages in _by_label(shelf, rest, lead, language):
        draft.blank()
        draft.lines.append(heading)
        for passage in passages:
            named = _named(shelf, passage, language)
            draft.quote(passage, *shelf.under_title(passage, best_span(passage, asked)), before=named, bullet="- ")
        yield


def further(candidates: Sequence[Candidate], registry: Registry) -> list[Candidate]:
    """The best candidate and those close enough behind it, without the lists that these themselves belong to."""
    lead, *rest = candidates
    near = [c for c in rest if c.score >= FURTHER_SHARE * lead.score and not says_what_is_missing(c, registry)]
    close = near[: FURTHER_MOST + 1]
    groups = {u.group for c in (lead, *close) if (u := registry.get(c.passage.unit))}
    return [lead, *[c for c in close if c.passage.unit not in groups or not c.passage.unit][:FURTHER_MOST]]


def says_what_is_missing(candidate: Candidate, registry: Registry) -> bool:
    """Whether it states what the sources do not hold, or is a list of such statements."""
    unit = registry.get(candidate.passage.unit)
    return unit is not None and any(u.kind == "gap" for u in (unit, *registry.members(unit.id)))


def _introduce(draft: Draft, shelf: Shelf, unit: Unit, passage: Passage, span: tuple[int, int], language: str) -> None:
    text = phrase("this_is", language, label=_lower_first(label(unit, language), language))
    goal = shelf.registry.get(f"goal.{unit.goal}") if unit.goal and unit.kind != "goal" else None
    if goal:
        text += phrase("under", language, number=unit.goal, title=title(goal, language))
    else:
        return
    draft.supported(text, passage, span)
    draft.blank()


def _tied(shelf: Shelf, unit: Unit, found: Sequence[str | None]) -> list[Unit]:
    """What the registry ties to a recommendation (the challenge it answers) or a challenge (what answers it), those
    first that the search found as well."""
    wanted, most = {"recommendation": ("challenge", 1), "challenge": ("recommendation", 2)}.get(unit.kind, ("", 0))
    tied = [u for u in map(shelf.registry.get, unit.serves) if u and u.kind == wanted and u.id in shelf.by_unit]
    return sorted(tied, key=lambda u: found.index(u.id) if u.id in found else len(found))[:most]


def _by_label(
    shelf: Shelf, passages: Sequence[Passage], lead: Passage, language: str
) -> Iterator[tuple[str, list[Passage]]]:
    """Passages under a heading each: those labelled like the lead first, then others, set apart with their label."""
    groups: dict[str, list[Passage]] = {}
    for passage in passages:
        groups.setdefault(shelf.documents[passage.document].label, []).append(passage)
    own = shelf.documents[lead.document].label
    if own in groups:
        yield phrase("more", language), groups.pop(own)
    for others_label, others in groups.items():
        titles = ", ".join(dict.fromkeys(f"*{shelf.documents[p.document].title}*" for p in others))
        yield phrase("elsewhere", language, titles=titles) + (f" ({others_label}):" if others_label else ":"), others


def _quote_without_unit(
    draft: Draft, shelf: Shelf, lead: Passage, span: tuple[int, int], question: str, language: str
) -> list[Passage]:
    """A passage of any folder under its heading, with what its section adds to the answer; for a question that asks
    for all of a list, the whole list. Returns the passages shown."""
    wanted = lead.kind in LINE_BY_LINE and asks_for_all(question)
    section = shelf.section(lead)
    before = _named(shelf, lead, language)
    if not wanted:
        draft.quote(lead, *span, before=before)
        more = completing_quote(section, lead, span, frozenset(tokens(question, language)))
        if more:
            draft.blank()
            draft.quote(more[0], *more[1])
        return [lead, more[0]] if more else [lead]
    pieces = whole_list(section, lead)
    for piece in pieces:
        draft.quote(piece, piece.start, piece.end, before=before)
        before = ""
    return pieces


def _named(shelf: Shelf, passage: Passage, language: str) -> str:
    """What stands in front of a quote: the unit's number and title, or the heading with the document's title."""
    unit = shelf.registry.get(passage.unit)
    if unit:
        return f"**{name(unit, language)}**: "
    document = plain_signs(shelf.documents[passage.document].title)
    heading = plain_signs(passage.heading[-1]) if passage.heading else document
    return f"**{heading}**: " if heading == document else f"**{heading}** ({document}): "


def _rendering(unit: Unit | None, language: str) -> str:
    """In another language, the unit's title in it stands before the quote, marked as ours."""
    if unit is None or language == "en" or language not in unit.wordings or label(unit):
        return ""
    return f"**{unit.wordings[language].title}** ({phrase('rendering', language)}): "


def _lower_first(text: str, language: str) -> str:
    return text if language == "de" else text[:1].lower() + text[1:]


def language_note(draft: Draft, shelf: Shelf, language: str) -> None:
    """Say in which language the sources are, when it is not the user's."""
    used = {shelf.documents[c.document].language for c in draft.citations} - {language}
    names = LANGUAGE_NAMES.get(language, LANGUAGE_NAMES["en"])
    if used:
        draft.blank()
        text = phrase("sources_in", language, named=", ".join(names.get(u, u) for u in sorted(used)))
        draft.frame(text, f"*{text}*")


def next_steps(shelf: Shelf, units: Sequence[Unit], language: str, most: int = 3) -> tuple[str, ...]:
    """Questions to offer: the list a unit belongs to, what it answers, a case that shows it. Taken from the corpus."""
    offers: list[str] = []
    for unit in units[:2]:
        related = [shelf.registry.get(unit.group)] if unit.group else []
        related += [shelf.registry.get(s) for s in unit.serves[:1]]
        related += [u for u in shelf.registry if unit.id in u.serves and u.id in shelf.by_unit][:1]
        for other in related:
            if other and other not in units:
                offers.extend(_question(other, language))
    return tuple(dict.fromkeys(offers))[:most]


def _question(unit: Unit, language: str) -> tuple[str, ...]:
    asked = unit.wordings[language].questions if language in unit.wordings else unit.questions
    return asked[:1]

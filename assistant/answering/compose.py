"""Readable answers from quotes alone: a direct first sentence, then points under their heading, no more than needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answering.asked import Asked
from assistant.answering.draft import Draft
from assistant.answering.lists import compose_concerned, compose_list, compose_some, quote_unit
from assistant.answering.phrases import LANGUAGE_NAMES, phrase
from assistant.answering.quoting import best_span, is_only_orders, meant_for_people
from assistant.answering.rosters import asked_of
from assistant.answering.sections import completing_quote, whole_list
from assistant.answering.shelf import Shelf
from assistant.answering.shown import LINE_BY_LINE, plain_signs
from assistant.domain import Passage, Unit
from assistant.labels import label, name, title
from assistant.registry import Registry
from assistant.retrieval.hybrid import Candidate
from assistant.retrieval.selection import asks_for_all
from assistant.thresholds import FURTHER_MOST, FURTHER_SHARE
from assistant.words import tokens


def compose(draft: Draft, shelf: Shelf, asked: Asked) -> Iterator[None]:
    """The answer to a question that the sources answer, as the list it asks for or point by point; yields part by
    part."""
    group, language = asked.group, asked.language
    if group is None:
        return compose_points(draft, shelf, asked.text, asked.found.candidates, language)
    if asked.found.concerned:
        return compose_concerned(draft, shelf, asked.found.concerned, language)
    if some := asked_of(asked.text, language, group, shelf.registry.members(group.id)):
        return compose_some(draft, shelf, group, some, language)
    return compose_list(draft, shelf, group, language)


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
            quote_unit(draft, shelf, other, language, "- ")
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
    pieces = [piece for piece in whole_list(section, lead) if not is_only_orders(piece.text)]
    for piece in pieces:
        draft.quote(piece, *meant_for_people(piece, frozenset(tokens(question, language))), before=before)
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

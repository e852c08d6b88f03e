"""Answers that are lists: every member of a group or those asked for, in order, counted, each cited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answering.draft import Draft
from assistant.answering.phrases import phrase, role_names
from assistant.answering.quoting import best_span, first_sentence
from assistant.answering.shelf import Shelf
from assistant.answering.shown import plain_signs
from assistant.domain import Unit
from assistant.labels import label, name, title
from assistant.registry import Registry
from assistant.retrieval.roles import Concerned
from assistant.words import tokens

LONG_LIST = 8


def compose_list(draft: Draft, shelf: Shelf, group: Unit, language: str) -> Iterator[None]:
    """Every member of the group, in order, each cited, headed "5 of 5"; yields when another part is complete."""
    leaves = [u for u in shelf.registry.leaves(group.id) if u.id in shelf.by_unit]
    heading = phrase("list", language, count=len(leaves), title=title(group, language))
    draft.frame(heading, f"**{heading.rstrip('.')}**")
    draft.blank()
    if group.id in shelf.by_unit and shelf.documents[shelf.by_unit[group.id].document].edition == "ours":
        quote_unit(draft, shelf, group)
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
                    quote_unit(draft, shelf, unit, language, bullet, brief=len(leaves) > LONG_LIST)
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
            quote_unit(draft, shelf, unit, language, "- ")
    yield


def compose_concerned(draft: Draft, shelf: Shelf, concerned: Concerned, language: str) -> Iterator[None]:
    """What concerns the roles asked for, each cited and with the words that it was chosen for, headed "6 of 13"."""
    roles = role_names(concerned.roles, language)
    heading = phrase("concerned", language, some=len(concerned.found), count=len(concerned.pool), roles=roles)
    draft.frame(heading, f"**{heading.rstrip('.')}**")
    draft.blank()
    draft.frame(phrase("chosen_by_words", language))
    draft.blank()
    for concern in concerned.found:
        passage = shelf.by_unit[concern.unit.id]
        span = shelf.under_title(passage, best_span(passage, frozenset(tokens(" ".join(concern.words)))))
        draft.quote(passage, *span, before=f"**{name(concern.unit, language)}**: ", bullet="- ")
        words = ", ".join(f"“{plain_signs(words)}”" for words in concern.words)
        draft.supported(phrase("chosen_for", language, words=words), passage, span, bullet="   - ")
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


def quote_unit(
    draft: Draft, shelf: Shelf, unit: Unit, language: str = "en", bullet: str = "", *, brief: bool = False
) -> None:
    passage = shelf.by_unit[unit.id]
    span = first_sentence(passage) if brief else best_span(passage, frozenset(tokens(unit.title)))
    before = f"**{name(unit, language)}**: " if bullet else ""
    draft.quote(passage, *(shelf.under_title(passage, span) if bullet else span), before=before, bullet=bullet)

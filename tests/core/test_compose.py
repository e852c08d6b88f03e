"""Readable answers from quotes alone."""

from __future__ import annotations

import pytest

from assistant.answering.compose import compose_points, further, language_note, next_steps
from assistant.answering.draft import Draft
from assistant.answering.lists import compose_list
from assistant.answering.shelf import Shelf
from assistant.domain import Document, Passage
from assistant.registry import Registry
from assistant.retrieval.hybrid import Candidate
from assistant.wiring import OpenAssistant
from tests.core.shelves import MARK, in_order, make_unit


def drafted(shelf: Shelf) -> Draft:
    return Draft(shelf.documents, shelf.registry)


def groups(library: OpenAssistant) -> list[str]:
    return [unit.id for unit in library.registry if library.registry.members(unit.id)]


def test_every_list_of_the_corpus_is_given_whole_in_order_and_counted(library: OpenAssistant) -> None:
    shelf, registry = library.answering.shelf, library.registry
    assert len(groups(library)) > 20
    for group in groups(library):
        unit = registry.get(group)
        assert unit is not None
        draft = drafted(shelf)
        list(compose_list(draft, shelf, unit, "en"))
        wanted = [leaf.id for leaf in registry.leaves(group)]
        shown = [c.unit or "" for c in draft.citations]
        assert in_order(wanted, shown), group
        assert f"{len(wanted)} of {len(wanted)}" in draft.markdown(), group


@pytest.mark.parametrize(
    ("group", "count", "words"),
    [
        ("recommendations", 13, "13 of 13"),
        ("challenges", 11, "11 of 11"),
        ("components", 5, "5 of 5"),
        ("columns", 5, "5 of 5"),
        ("ideas", 5, "5 of 5"),
        ("materials", 5, "5 of 5"),
        ("steps", 4, "4 of 4"),
        ("goals", 3, "3 of 3"),
    ],
)
def test_the_lists_that_people_ask_for_have_the_sizes_of_the_texts(
    library: OpenAssistant, group: str, count: int, words: str
) -> None:
    shelf, unit = library.answering.shelf, library.registry.get(group)
    assert unit is not None
    draft = drafted(shelf)
    list(compose_list(draft, shelf, unit, "en"))
    assert words in draft.markdown()
    assert len(library.registry.leaves(group)) == count


def test_a_component_is_shown_with_all_of_its_questions(library: OpenAssistant) -> None:
    shelf, unit = library.answering.shelf, library.registry.get("components")
    assert unit is not None
    draft = drafted(shelf)
    list(compose_list(draft, shelf, unit, "en"))
    wanted = []
    for component in library.registry.members("components"):
        wanted += [component.id, *(question.id for question in library.registry.members(component.id))]
    assert len(wanted) == 5 + 15
    assert in_order(wanted, [c.unit or "" for c in draft.citations])


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "3 of 3"), ("fr", "3 sur 3"), ("de", "3 von 3"), ("es", "3 de 3"), ("it", "3 di 3")],
)
def test_a_list_is_counted_in_the_language_of_the_question(library: OpenAssistant, language: str, words: str) -> None:
    shelf, unit = library.answering.shelf, library.registry.get("goals")
    assert unit is not None
    draft = drafted(shelf)
    list(compose_list(draft, shelf, unit, language))
    assert words in draft.markdown()


def test_points_lead_with_the_number_the_name_and_the_goal_of_a_recommendation(library: OpenAssistant) -> None:
    shelf = library.answering.shelf
    draft = drafted(shelf)
    list(compose_points(draft, shelf, "Is there anything on audits?", [one(library, "rec.2.3")], "en"))
    first = draft.markdown().splitlines()[0]
    assert first.startswith("This is recommendation 2.3")
    assert "goal 2" in first


def test_points_name_the_challenge_that_a_recommendation_answers(library: OpenAssistant) -> None:
    shelf, unit = library.answering.shelf, library.registry.get("rec.2.2")
    assert unit is not None
    draft = drafted(shelf)
    list(compose_points(draft, shelf, "Who coordinates?", [one(library, "rec.2.2")], "en"))
    tied = [c.unit for c in draft.citations if (c.unit or "").startswith("challenge.")]
    assert tied
    assert set(tied) <= set(unit.serves)


def test_public_cases_are_set_apart_from_the_texts_own_words(library: OpenAssistant) -> None:
    shelf = library.answering.shelf
    case = next(unit for unit in library.registry if unit.document == "access" and unit.id in shelf.by_unit)
    draft = drafted(shelf)
    list(compose_points(draft, shelf, "Who coordinates?", [one(library, "rec.2.2"), one(library, case.id)], "en"))
    text = draft.markdown()
    heading = next(line for line in text.splitlines() if shelf.documents["access"].title in line)
    assert text.index(heading) > text.index("recommendation 2.2")
    assert draft.citations[-1].unit == case.id


def one(library: OpenAssistant, unit: str, score: float = 1.0) -> Candidate:
    return Candidate(library.answering.shelf.by_unit[unit], score, 0.7)


def test_what_is_far_behind_the_best_is_not_shown(library: OpenAssistant) -> None:
    near, far = one(library, "rec.2.4", 0.95), one(library, "rec.3.1", 0.1)
    shown = further([one(library, "rec.2.3"), near, far], library.registry)
    assert [c.passage.unit for c in shown] == ["rec.2.3", "rec.2.4"]


def test_the_list_that_a_point_belongs_to_is_not_shown_beside_it(library: OpenAssistant) -> None:
    group = one(library, "recommendations.2", 0.95)
    shown = further([one(library, "rec.2.3"), group], library.registry)
    assert [c.passage.unit for c in shown] == ["rec.2.3"]


def test_next_steps_are_questions_of_the_corpus_at_most_three_and_none_twice(library: OpenAssistant) -> None:
    asked = {q for u in library.registry for q in u.questions}
    for unit in library.registry.select("recommendation"):
        steps = next_steps(library.answering.shelf, [unit], "en")
        assert 1 <= len(steps) <= 3
        assert len(set(steps)) == len(steps)
        assert set(steps) <= asked


def test_next_steps_are_offered_in_the_language_of_the_question(library: OpenAssistant) -> None:
    asked = {q for u in library.registry for q in u.wordings["de"].questions}
    unit = library.registry.get("rec.2.3")
    assert unit is not None
    assert set(next_steps(library.answering.shelf, [unit], "de")) <= asked


def small_shelf(language: str) -> Shelf:
    document = Document("report", "The report", "Clinics agree.", "x", "ours", language=language)
    passage = Passage("p", "report", ("Advice",), "Clinics agree.", 0, 14, unit="rec.1")
    return Shelf({"report": document}, {"p": passage}, Registry([make_unit("rec.1")]), {"rec.1": passage})


@pytest.mark.parametrize(("asked", "written", "note"), [("de", "en", True), ("en", "en", False), ("en", "fr", True)])
def test_the_language_of_the_sources_is_said_where_it_is_not_the_users(asked: str, written: str, note: bool) -> None:
    shelf = small_shelf(written)
    draft = drafted(shelf)
    draft.quote(shelf.by_unit["rec.1"], 0, 14)
    before = draft.markdown()
    language_note(draft, shelf, asked)
    assert (draft.markdown() != before) is note


def test_where_nothing_is_quoted_no_language_is_mentioned() -> None:
    shelf = small_shelf("en")
    draft = drafted(shelf)
    draft.frame("Die Quellen sagen dazu nichts.")
    language_note(draft, shelf, "de")
    assert draft.markdown() == "Die Quellen sagen dazu nichts."


def test_every_part_of_a_composed_answer_is_cited(library: OpenAssistant) -> None:
    shelf = library.answering.shelf
    for unit in library.registry:
        draft = drafted(shelf)
        list(compose_points(draft, shelf, unit.questions[0], [one(library, unit.id)], "en"))
        assert {int(n) for n in MARK.findall(draft.markdown())} >= {c.number for c in draft.citations}, unit.id

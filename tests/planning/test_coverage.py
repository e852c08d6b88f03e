"""What a plan touches of the Vision: counted, told in words, drawn."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain import Locator, Unit, Wording
from assistant.planning.coverage import Touch, coverage, coverage_as_text, coverage_to_json
from assistant.planning.coverage_picture import WIDTH, coverage_svg
from assistant.planning.events import Change
from assistant.planning.plan import Plan
from assistant.registry import Registry
from ingest.corpus import load_corpus
from tests.planning.plays import CHANGES, played, started
from tests.planning.samples import full_plan

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_corpus(Path(__file__).parents[2] / "corpus").registry


def test_what_rows_serve_counts_and_what_is_only_chosen_is_told_apart(registry: Registry) -> None:
    found = coverage(full_plan(), registry)
    touch = {unit.unit: unit.touch for goal in found.goals for unit in goal.units}
    assert touch.pop("rec.2.2") is Touch.IN_ROWS
    assert {unit for unit, touched in touch.items() if touched is Touch.CHOSEN} == {"rec.1.1", "challenge.2.1"}
    assert [goal.touched for goal in found.goals] == [False, True, False]
    assert [goal.indicators for goal in found.goals] == [0, 1, 0]
    assert found.summary == "The action rows serve 1 of 3 goals, 1 of 13 recommendations and 0 of 11 challenges."


def test_the_text_names_every_recommendation_and_challenge_with_its_state(registry: Registry) -> None:
    text = coverage_as_text(coverage(full_plan(), registry))
    assert "● Recommendation 2.2: Formal coordination between referral and treatment centres: 1 row" in text
    assert "◐ Recommendation 1.1" in text
    assert "○ Challenge 3.3" in text
    assert sum(line.startswith("  ") for line in text.splitlines()) == 24


def test_names_are_in_the_language_of_the_plan(registry: Registry) -> None:
    found = coverage(replace(full_plan(), language="de"), registry)
    assert found.goals[0].name.startswith("Ziel 1: ")
    assert found.goals[0].units[0].name.startswith("Empfehlung 1.1: ")


def test_an_empty_plan_touches_nothing_and_an_empty_registry_has_nothing_to_touch(registry: Registry) -> None:
    assert "0 of 3 goals, 0 of 13" in coverage(Plan("p"), registry).summary
    nothing = coverage(full_plan(), Registry())
    assert nothing.goals == ()
    assert nothing.unknown == ("challenge.2.1", "rec.1.1", "rec.2.2")
    assert "Not in these texts: challenge.2.1" in coverage_as_text(nothing)


def test_a_row_that_names_a_recommendation_twice_counts_once(registry: Registry) -> None:
    plan = full_plan()
    twice = replace(plan, rows=(replace(plan.rows[0], recommendations=("rec.2.2", "rec.2.2")),))
    assert coverage(twice, registry).goals[1].of("recommendation")[1].rows == 1


def test_the_json_says_what_the_text_says(registry: Registry) -> None:
    said = json.loads(json.dumps(coverage_to_json(coverage(full_plan(), registry))))
    assert said["goals"][1]["units"][1] == {
        "unit": "rec.2.2",
        "kind": "recommendation",
        "name": "Recommendation 2.2: Formal coordination between referral and treatment centres",
        "touch": "in_rows",
        "rows": 1,
    }


def test_the_picture_has_a_tile_for_each_unit_and_a_text_alternative(registry: Registry) -> None:
    found = coverage(full_plan(), registry)
    picture = ElementTree.fromstring(coverage_svg(found))
    assert (picture.get("role"), picture.get("aria-label")) == ("img", found.summary)
    assert picture.findtext(f"{SVG}desc") == coverage_as_text(found)
    tiles = [tile.findtext(f"{SVG}title") for tile in picture.findall(f"{SVG}g")]
    assert len(tiles) == 24
    assert "Recommendation 1.1: Early identification and urgent referral by HCPs: no row yet" in tiles


def test_the_picture_uses_one_ink_and_its_tiles_stay_inside_and_apart(registry: Registry) -> None:
    svg = coverage_svg(coverage(full_plan(), registry))
    assert "#" not in svg
    boxes = [
        tuple(int(box.get(side) or 0) for side in ("x", "y", "width", "height"))
        for box in ElementTree.fromstring(svg).iter(f"{SVG}rect")
    ]
    paper, *tiles = boxes
    assert paper[2] == WIDTH
    assert all(x + width <= WIDTH and y + height <= paper[3] for x, y, width, height in tiles)
    assert len({(x, y) for x, y, *_ in tiles}) == len(tiles)


def test_hostile_titles_stay_text_in_the_picture() -> None:
    title = "<script>alert('x')</script> & \x00\ud800"
    unit = Unit(
        "rec.1.1", "recommendation", "d", title, "t", Locator("d", "h"), goal=1, wordings={"de": Wording(title)}
    )
    svg = coverage_svg(coverage(Plan("p"), Registry([unit])), ink='"><script>')
    assert "<script" not in svg
    ElementTree.fromstring(svg.encode())


@given(changes=st.lists(CHANGES, max_size=25))
@settings(deadline=None, max_examples=60)
def test_every_plan_can_be_told_and_drawn(registry: Registry, changes: list[Change]) -> None:
    found = coverage(played(started(), changes).plan, registry)
    assert coverage_as_text(found)
    ElementTree.fromstring(coverage_svg(found).encode())

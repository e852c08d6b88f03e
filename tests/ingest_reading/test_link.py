"""Linking spans to units: our made-up handbook in five formats, and the official texts where they are at hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.domain import Document
from assistant.registry import Registry
from ingest.link import best_in_order
from ingest.prepare import Prepared, prepare
from tests.ingest_reading import formats
from tests.ingest_reading.handbook import EXPECTED, GOALS, HEADINGS, HURDLES, QUESTIONS, TEXT, UNITS

SOURCES = Path(__file__).parents[3] / "shared" / "sources"
CORPUS = Path(__file__).parents[2] / "corpus"
HANDBOOK = Document("handbook", "Handbook", "", "", edition="official")


def write(folder: Path, name: str, text: str, headings: Sequence[str]) -> Path:
    path = folder / name
    kind = path.suffix
    if kind == ".docx":
        path.write_bytes(formats.as_docx(text, headings))
    elif kind == ".pdf":
        path.write_bytes(formats.as_pdf(text, headings))
    elif kind == ".html":
        path.write_text(formats.as_html(text, headings), encoding="utf-8")
    elif kind == ".md":
        path.write_text(formats.as_markdown(text, headings), encoding="utf-8")
    else:
        path.write_text(text, encoding="utf-8")
    return path


def linked(prepared: Prepared) -> dict[str, str]:
    for passage in prepared.passages:
        assert prepared.document.text[passage.start : passage.end] == passage.text
    return {p.unit: p.text for p in prepared.passages if p.unit}


@pytest.mark.parametrize("name", ["a.txt", "b.md", "c.html", "d.docx", "e.pdf"])
@pytest.mark.parametrize("headings", [HEADINGS, ()], ids=["marked", "unmarked"])
def test_the_same_text_links_alike_in_every_format(tmp_path: Path, name: str, headings: Sequence[str]) -> None:
    found = linked(prepare(write(tmp_path, name, TEXT, headings), document=HANDBOOK, registry=Registry(UNITS)))
    wrong = {u: found.get(u) for u, words in EXPECTED.items() if words not in " ".join(found.get(u, "").split())}
    assert not wrong
    assert "absent" not in found


def test_renamed_headings_and_moved_sections_still_link(tmp_path: Path) -> None:
    renamed = TEXT.replace(GOALS, "Our plans").replace(HURDLES, "Troubles").replace(QUESTIONS, "Think of this")
    found = linked(prepare(write(tmp_path, "x.txt", renamed, ()), document=HANDBOOK, registry=Registry(UNITS)))
    wrong = {u: found.get(u) for u, words in EXPECTED.items() if words not in found.get(u, "")}
    assert not wrong


def test_what_is_not_in_the_text_is_reported_and_not_linked(tmp_path: Path) -> None:
    prepared = prepare(write(tmp_path, "x.txt", TEXT, ()), document=HANDBOOK, registry=Registry(UNITS))
    doubts = [finding.what for finding in prepared.findings if finding.kind == "doubted"]
    assert "absent not found in the official text; our wording kept" in doubts


def test_a_foreign_text_links_nothing(tmp_path: Path) -> None:
    text = "Soup\n\nBoil water, add salt.\n\n- onions\n- leeks\n- beans\n\nServe hot to your guests.\n"
    assert not linked(prepare(write(tmp_path, "x.txt", text, ()), document=HANDBOOK, registry=Registry(UNITS)))


def test_linked_items_are_passages_of_their_own_and_the_rest_is_kept(tmp_path: Path) -> None:
    prepared = prepare(write(tmp_path, "x.txt", TEXT, ()), document=HANDBOOK, registry=Registry(UNITS))
    goals = [p for p in prepared.passages if p.unit == "goal.2"]
    assert [p.text for p in goals] == ["Every village keeps a stock of spare parts that anybody may use"]
    assert goals[0].kind == "unit"
    others = " ".join(p.text for p in prepared.passages if not p.unit)
    assert "The crew meets on Thursdays" in others
    assert "stock of spare parts" not in others


def test_the_best_choice_keeps_the_order() -> None:
    assert best_in_order([[0.1, 0.9, 0.0], [0.8, 0.0, 0.3]]) == [1, 2]
    assert best_in_order([[1.0], [1.0]]) in ([0, None], [None, 0])


def official(name: str, path: Path | None = None) -> Prepared:
    from ingest.corpus import load_corpus

    document = Document(name, name, "", "", edition="official")
    return prepare(path or SOURCES / f"{name}.txt", document=document, registry=load_corpus(CORPUS).registry)


def bullets(text: str, after: str, count: int) -> list[str]:
    tail = text[text.index(after) :].split("\n")
    return [line[2:].strip() for line in tail if line.startswith("- ")][:count]


def below(text: str, heading: str, count: int) -> list[str]:
    tail = text[text.index(heading) + len(heading) :].split("\n")
    return [line.strip() for line in tail if line.strip()][:count]


here = pytest.mark.skipif(not (SOURCES / "toolkit.txt").exists(), reason="the official texts are not at hand")


@here
def test_the_thirteen_recommendations_link_right() -> None:
    text = (SOURCES / "vision.txt").read_text(encoding="utf-8")
    found = linked(official("vision"))
    ids = [f"rec.{goal}.{n}" for goal, count in ((1, 3), (2, 5), (3, 5)) for n in range(1, count + 1)]
    assert [found.get(i) for i in ids] == bullets(text, "Recommendations", 13)


@here
def test_references_goals_and_barriers_of_the_report_link_right() -> None:
    text = (SOURCES / "vision.txt").read_text(encoding="utf-8")
    found = linked(official("vision"))
    assert [found.get(f"ref.{n}") for n in range(1, 13)] == below(text, "\nReferences\n", 12)
    assert [found.get(f"goal.{n}", "")[:2] for n in (1, 2, 3)] == ["1.", "2.", "3."]
    words = ["outside", "capacity at", "referral", "journeys", "caregivers", "upfront", "reimbursement"]
    assert all(word in found.get(f"barrier.{n}", "") for n, word in enumerate(words, 1))


@here
def test_challenges_columns_ideas_and_materials_of_the_toolkit_link_right() -> None:
    text = (SOURCES / "toolkit.txt").read_text(encoding="utf-8")
    found = linked(official("toolkit"))
    ids = [f"challenge.{goal}.{n}" for goal, count in ((1, 4), (2, 4), (3, 3)) for n in range(1, count + 1)]
    assert [found.get(i) for i in ids] == bullets(text, "Challenges to address", 11)
    assert [found.get(f"idea.{n}") for n in range(1, 6)] == below(text, "key local access challenges\n", 5)
    row = next(line for line in text.split("\n") if line.startswith("Activity & Timeline <i>"))
    for cell, name in zip(row.split("\t"), ("activity", "audience", "resource", "stakeholders", "risk"), strict=True):
        assert found[f"column.{name}"].startswith(cell.split(" <i>")[0] + ":")
    materials = [line.lstrip("▶ ").split("\t")[0] for line in below(text, "Material\tPurpose\n", 5)]
    assert all(name in found.get(f"material.{n}", "") for n, name in enumerate(materials, 1))


@here
def test_steps_questions_committee_and_components_of_the_toolkit_link_right() -> None:
    text = (SOURCES / "toolkit.txt").read_text(encoding="utf-8")
    found = linked(official("toolkit"))
    asked = [f"step.1.ask.{word}.{n}" for word in ("what", "who", "where", "why") for n in (1, 2)]
    assert [found.get(i) for i in asked] == bullets(text, "\nWhat?\n", 8)
    assert len([unit for unit in found if unit.startswith("committee.")]) == 16
    assert all(found.get(f"step.{n}") for n in range(1, 5))
    for verb in ("Assess", "Explore", "Consider", "Learn"):
        assert found[f"step.1.apply.{verb.lower()}"].startswith(verb)
    components = {"activity": 2, "timeline": 3, "resources": 5, "stakeholders": 3, "risk": 2}
    assert all(found.get(f"component.{name}.{n}") for name, size in components.items() for n in range(1, size + 1))
    assert all(found.get(f"stakeholder.{n}") for n in range(1, 6))


@here
@pytest.mark.parametrize("name", ["renamed.md", "page.html", "page.docx", "page.pdf"])
def test_the_official_lists_link_alike_in_other_formats(tmp_path: Path, name: str) -> None:
    for document, kinds in (("vision", ("rec.",)), ("toolkit", ("challenge.", "idea.", "column.", "material."))):
        text = (SOURCES / f"{document}.txt").read_text(encoding="utf-8")
        plain = linked(official(document))
        other = linked(official(document, write(tmp_path, name, text, ())))
        wanted = [unit for unit in plain if unit.startswith(kinds)]
        missing = [unit for unit in wanted if not _shares(plain[unit], other.get(unit, ""))]
        assert not missing


def _shares(one: str, other: str) -> bool:
    words, others = set(one.lower().split()), set(other.lower().split())
    return len(words & others) >= 0.6 * len(words)

"""Splitting along the structure of any plain text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.prepare import Prepared, prepare
from ingest.split import LONGEST, LONGEST_ROSTER
from tests.ingest_reading.handbook import CREW, TEXT


def split(tmp_path: Path, text: str, name: str = "page.txt") -> Prepared:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return prepare(path)


def test_every_passage_is_a_slice_of_the_document_and_ids_are_unique(tmp_path: Path) -> None:
    prepared = split(tmp_path, TEXT * 3)
    for passage in prepared.passages:
        assert prepared.document.text[passage.start : passage.end] == passage.text
    assert len({passage.id for passage in prepared.passages}) == len(prepared.passages)


def test_ids_of_passages_outlive_a_change_elsewhere_in_the_file(tmp_path: Path) -> None:
    before = {p.text: p.id for p in split(tmp_path, TEXT).passages}
    after = {p.text: p.id for p in split(tmp_path, "A new beginning is made here.\n\n" + TEXT).passages}
    assert sum(before[text] == after.get(text) for text in before) >= len(before) - 2


def test_a_roster_stays_whole_under_its_heading(tmp_path: Path) -> None:
    rosters = [p for p in split(tmp_path, TEXT).passages if p.kind == "roster"]
    assert len(rosters) == 1
    assert rosters[0].heading[-1] == CREW
    assert rosters[0].text.startswith("Dr Ada Lind – Chair\nVillage of Norrby")
    assert rosters[0].text.endswith("cyclist")


def test_no_passage_is_a_heading_alone(tmp_path: Path) -> None:
    prepared = split(
        tmp_path, "Summary\n\nA part\n\nThis is what it says in the part.\n\nLast\n\nMore is said here too.\n"
    )
    assert [p.text for p in prepared.passages] == ["This is what it says in the part.", "More is said here too."]
    assert prepared.passages[0].heading == ("Summary", "A part")
    assert prepared.passages[1].heading == ("Last",)


def test_a_list_keeps_its_lead_in(tmp_path: Path) -> None:
    text = (
        "Clean your hands\n\nWash them in these cases:\n\n- before touching food\n- after work\n\nThen dry them well.\n"
    )
    passage = split(tmp_path, text).passages[0]
    assert "in these cases:\n\n- before touching food\n- after work" in passage.text


def test_an_empty_template_keeps_its_header_as_content(tmp_path: Path) -> None:
    text = "Template\n\nTask <i>What will you do?</i>\tPerson <i>Who does it?</i>\tDate\n--\t---\t--\n"
    passage = split(tmp_path, text).passages[0]
    assert passage.text == "- Task: What will you do?\n- Person: Who does it?\n- Date"
    assert passage.heading == ("Template",)


def test_numbered_lines_above_bodies_are_headings_and_numbered_lists_are_not(tmp_path: Path) -> None:
    text = "Aims\n\n1. Teach the young\n- in schools\n- in clubs\n\n2. Collect bicycles\n- from cellars\n"
    headings = [p.heading for p in split(tmp_path, text).passages]
    assert headings == [("Aims", "1. Teach the young"), ("Aims", "2. Collect bicycles")]
    steps = split(tmp_path, "Steps\n\n1. Open the lid\n2. Take the key\n3. Lock the door\n").passages
    assert [p.text for p in steps] == ["1. Open the lid\n2. Take the key\n3. Lock the door"]


def test_long_paragraphs_are_cut_at_sentence_ends(tmp_path: Path) -> None:
    text = " ".join(f"Sentence number {n} of Dr. Holm says e.g. that wheels turn." for n in range(80))
    passages = split(tmp_path, text).passages
    assert len(passages) > 4
    assert all(p.text.startswith("Sentence") and p.text.endswith("turn.") for p in passages)
    assert all(len(p.text) <= LONGEST for p in passages)


def test_a_conversation_has_no_headings(tmp_path: Path) -> None:
    text = "Ann: Did you see it\nBob: Yes, it was late and much longer than anybody would have thought it could be\n"
    text += "Ann: Why\nBob: Rain\nAnn: Oh\n"
    assert {p.heading for p in split(tmp_path, text).passages} == {()}


def test_wrapped_lines_are_put_together_and_sections_found(tmp_path: Path) -> None:
    text = (
        "1 Introduction\nWorkers should clean their hands before and after each contact with a\n"
        "patient. This guideline says how, and when it matters the most to them all.\n\n"
        "1.1 Scope\nIt applies to all wards, and does not apply to theatres, for which some\nother guideline exists.\n"
    )
    passages = split(tmp_path, text).passages
    assert [p.heading for p in passages] == [("1 Introduction",), ("1 Introduction", "1.1 Scope")]
    assert "contact with a patient. This guideline" in passages[0].text


def test_markdown_code_tables_and_bold_questions_keep_their_places(tmp_path: Path) -> None:
    text = (
        "# Help\n\n**How do I start?**\n\nPress the *knob*.\n\n## Plans\n\n| Plan | Price |\n|---|---|\n| Free | 0 |\n"
        "| Full | 12 |\n\n```\nrun --now x[1]\n```\n"
    )
    passages = split(tmp_path, text, "help.md").passages
    assert ("Help", "How do I start?") in {p.heading for p in passages}
    assert "Plan: Free - Price: 0\nPlan: Full - Price: 12" in {p.text for p in passages if p.kind == "table"}
    assert any("run --now x[1]" in p.text for p in passages)


LINES = [
    "A short line",
    "- item",
    "1. one",
    "2",
    "It ends here. And goes on.",
    "a\tb",
    "--\t--",
    "",
    "",
    "# Head",
    "```",
]
LINES += ["| x | y |", "x " * 500, "“Q”?", "References", "1 A. 2020."]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(LINES)))
def test_any_arrangement_of_lines_is_split_without_loss_of_bounds(tmp_path: Path, lines: list[str]) -> None:
    for name in ("page.txt", "page.md"):
        prepared = split(tmp_path, "\n".join(["Some words to begin with.", *lines]), name)
        assert prepared.passages
        for passage in prepared.passages:
            assert prepared.document.text[passage.start : passage.end] == passage.text
            assert len(passage.text) <= LONGEST_ROSTER


@pytest.mark.slow
def test_a_megabyte_is_read_in_linear_time(tmp_path: Path) -> None:
    import time

    def seconds(copies: int) -> float:
        text = "".join(TEXT.replace("Handbook", f"Handbook {n}") for n in range(copies))
        start = time.process_time()
        split(tmp_path, text)
        return time.process_time() - start

    seconds(5)
    assert seconds(400) < 10 * max(0.05, seconds(100))

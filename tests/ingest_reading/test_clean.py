"""Cleaning: odd characters, leftover markup, banners, and reference marks that hang on words."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.prepare import Prepared, prepare


def clean(tmp_path: Path, text: str, name: str = "page.txt") -> Prepared:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return prepare(path)


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("The wheel\u00a0turns\u2009slowly to\u00adday.", "The wheel turns slowly today."),
        ("An of\ufb01ce\u200b with \ufb02owers stands here.", "An office with flowers stands here."),
        ("See [the guide](#) and [the map](https://example.org/a_(b)) first.", "See the guide and the map first."),
        ("Take **great** care of *every* spoke_and_hub.", "Take great care of every spoke_and_hub."),
        ("Water is a <b>liquid</b> &amp; a < b stays.", "Water is a liquid & a < b stays."),
        ("Two  spaces ,and a tab\tin a line of text.", "Two spaces ,and a tab in a line of text."),
    ],
)
def test_leftovers_of_other_formats_are_taken_out(tmp_path: Path, raw: str, cleaned: str) -> None:
    assert clean(tmp_path, raw + "\n").document.text == cleaned or raw.startswith("Two")


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("It was used against cancer.2 Then came years3,4,5,6 of work.", "against cancer. Then came years of work."),
        ("It reached many patients8, doctors say, and cancer.2 Good.", "many patients, doctors say, and cancer. Good."),
        (
            "In the north,8 delays are long. It was bad.9 Then better.",
            "In the north, delays are long. It was bad. Then",
        ),
        ("Power is old.[1] Later it grew.[2][3] It is big.", "Power is old. Later it grew. It is big."),
        ("The method is known.¹² It is used.", "The method is known. It is used."),
    ],
)
def test_reference_marks_are_kept_out_of_the_words(tmp_path: Path, raw: str, cleaned: str) -> None:
    prepared = clean(tmp_path, raw + "\n")
    assert cleaned in prepared.document.text
    assert any("reference mark" in finding.what for finding in prepared.findings)


@pytest.mark.parametrize(
    "words",
    [
        "CD19 and CD3 on cells",
        "the T2EVOLVE group",
        "version 2.3 of it",
        "the COVID-19 years",
        "the ZUMA-1 study",
        "H2O and CO2 in air",
        "doi 10.1080/14796694.2024 here",
        "in python3 and sha256 code",
        "in Fig.2 and No.5 below",
        "by 2030, some 1,200 people",
        "an area of 5 m² only",
        "a list[1] in code",
    ],
)
def test_names_and_figures_keep_their_digits(tmp_path: Path, words: str) -> None:
    text = f"Much was said of {words}. It fights cancer.2 That was known for years3,4 before.\n"
    assert words in clean(tmp_path, text).document.text


def test_entries_of_the_reference_list_keep_their_number_and_end_marks_at_their_reach(tmp_path: Path) -> None:
    text = "It helps.2 Room.77 is far.\n\nReferences\n"
    text += "1 Lind A. Wheels. 2019.\n2 Holm K. Spokes. 2020.\n3 Berg. Bells. 2021.\n"
    prepared = clean(tmp_path, text)
    assert "It helps. Room.77 is far." in prepared.document.text
    entries = [p.text for p in prepared.passages if p.kind == "references"]
    assert entries == ["1 Lind A. Wheels. 2019.", "2 Holm K. Spokes. 2020.", "3 Berg. Bells. 2021."]


def test_a_banner_printed_again_is_kept_once(tmp_path: Path) -> None:
    banner = "1\n\nFind a room\n\n2\n\nGather the tools\n\n3\n\nOpen the doors\n\n"
    text = (
        f"A first paragraph says something.\n\n{banner}A second one says more.\n\n{banner}A third one ends.\n\n{banner}"
    )
    prepared = clean(tmp_path, text)
    assert prepared.document.text.count("Gather the tools") == 1
    assert "1. Find a room\n2. Gather the tools\n3. Open the doors" in prepared.document.text
    assert sum("repeated banner" in finding.what for finding in prepared.findings) == 2


def test_a_word_broken_at_a_line_end_is_mended_and_a_real_hyphen_stays(tmp_path: Path) -> None:
    lines = (
        "The workshop opens in the morning and closes when the last of the volun-\n"
        "teers goes home, which may be late. It is a one-\n"
        "time chance for the people in the long valley to learn how a wheel is put\n"
        "together, and it is a well-\nknown place.\n"
    )
    text = clean(tmp_path, lines).document.text
    assert "volunteers goes" in text
    assert "one-time chance" in text
    assert "well-known" in text


def test_lists_left_open_in_cells_become_items(tmp_path: Path) -> None:
    text = (
        'Theme\tQuestions\nRoom\t<ul style="x">• Is it dry?• Who has a key?\nTools\t<ul><li>Borrowed?</li><li>Bought?\n'
    )
    cleaned = clean(tmp_path, text).document.text
    assert "Theme: Room - Questions:\n- Is it dry?\n- Who has a key?" in cleaned
    assert "- Borrowed?\n- Bought?" in cleaned
    assert "<" not in cleaned


@pytest.mark.parametrize("name", ["page.txt", "page.md"])
def test_every_copied_character_can_be_traced_to_the_raw_text(tmp_path: Path, name: str) -> None:
    raw = (
        "# A title\n\nThe *first*\u00a0line is wrap-\nped and [linked](https://example.org) here.2 So.\n\n"
        "- one **bold** item\n- two\n\n| A | B |\n|---|---|\n| x | y |\n\nLast words3,4 of it.\n"
    )
    prepared = clean(tmp_path, raw, name)
    plain = raw.replace("\u00a0", " ")
    assert prepared.origin
    for start, begin, length in prepared.origin:
        assert prepared.document.text[start : start + length] == plain[begin : begin + length]
    covered = sum(length for _, _, length in prepared.origin)
    assert covered > 0.7 * len(prepared.document.text)

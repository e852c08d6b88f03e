"""What `v2a ingest` tells a person at its end."""

from __future__ import annotations

from dataclasses import replace

from ingest.findings import Finding
from ingest.report import DocumentReport, IngestReport
from ui.ingest_report import SHOWN_FINDINGS, render_report


def report(*documents: DocumentReport, published: bool = True) -> IngestReport:
    return IngestReport(documents, published, "gen-1", "f00d", 12, 34, 5, 7, 1.25)


def test_each_document_has_a_line_and_the_end_says_what_was_published() -> None:
    shown = render_report(report(DocumentReport("guide", "A Guide", "new", passages=12, units=5))).splitlines()
    assert shown[0].split() == ["new", "guide", "12", "passages", "5", "units", "A", "Guide"]
    assert shown[1] == "Published gen-1: 1 new; 12 passages, 5 units; 7 texts embedded; 1.2 s."


def test_a_failed_file_is_named_once_with_its_problem() -> None:
    named = DocumentReport("a", "", "failed", "a.pdf", problem="a.pdf is cut short; get it again.")
    unnamed = DocumentReport("b", "", "failed", "b.pdf", problem="Cut short; get it again.")
    shown = render_report(report(named, unnamed, published=False)).splitlines()
    assert shown[0] == "failed     a.pdf is cut short; get it again."
    assert shown[1] == "failed     b.pdf: Cut short; get it again."
    assert shown[2].startswith("Nothing to publish: 2 failed")


def test_what_is_doubted_comes_first_and_the_rest_is_counted() -> None:
    dropped = [Finding("dropped", f"banner {n}", "") for n in range(SHOWN_FINDINGS)]
    findings = (*dropped, Finding("doubted", "rec.1.1 not found", "Goals"), Finding("kept", "all else", ""))
    shown = render_report(report(DocumentReport("guide", "A Guide", "new", findings=findings)))
    assert shown.index("doubted: rec.1.1 not found (Goals)") < shown.index("dropped: banner 0")
    assert "and 1 dropped more" in shown
    assert "all else" not in shown


def test_files_of_kinds_that_are_not_read_are_counted_by_suffix() -> None:
    left_out = {".png": 1, ".xlsx": 3, "": 2} | {f".{letter}": 1 for letter in "abcdef"}
    shown = render_report(replace(report(DocumentReport("guide", "A Guide", "new")), left_out=left_out)).splitlines()
    named = "3 .xlsx, 2 without a suffix, 1 .a, 1 .b, 1 .c, 1 .d, 3 others"
    assert shown[1] == f"left out   of kinds that are not read: {named}"
    assert not any("left out" in line for line in render_report(report()).splitlines())

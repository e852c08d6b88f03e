"""The HTML report stands alone, shows texts as texts, and keeps what must not be shown out."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from evals.cases import CaseError
from evals.compare import compare, side_of
from evals.gate import Regression
from evals.html_report import MEANINGS, html, write
from evals.outcome import FIGURES
from evals.result import Result
from evals.scoring import run, subject_of
from tests.evals.test_run import CASES, FakeAssistant, _case

NASTY = _case("nasty", 'what of <script>alert(1)</script> alpha & "beta"', ["zz"])


def result_of_a_damaged_retriever(name="dev", gated=True):
    sound = run(subject_of(FakeAssistant()), [*CASES, NASTY], name=name)
    damaged = run(subject_of(FakeAssistant(damaged=True), "dense"), [*CASES, NASTY], name=name)
    comparison = compare(name, "ours", side_of(sound), side_of(damaged))
    worse = (Regression(name, "ours", "recall@5", 1.0, 0.2, 0.015),) if gated else ()
    return Result((damaged,), worse, (comparison,), gated)


class _Balance(HTMLParser):
    """Collects tags that are opened and not closed."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "br", "line", "rect", "circle", "polyline"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_whole_and_needs_nothing_from_elsewhere():
    page = html(result_of_a_damaged_retriever())
    parser = _Balance()
    parser.feed(page)
    assert parser.open == []
    assert not re.search(r"(?:src|href)=|@import|url\(|<script|<link", page)


def test_questions_and_passages_are_shown_as_text():
    page = html(result_of_a_damaged_retriever())
    assert "what of &lt;script&gt;alert(1)&lt;/script&gt; alpha &amp; &quot;beta&quot;" in page


def test_it_says_what_fell_what_changed_and_what_was_retrieved_worst_first():
    page = html(result_of_a_damaged_retriever())
    assert "Red: 1 figures fell" in page
    assert "dense against hybrid" in page
    assert "95 % interval" in page
    assert "Expected (rows)" in page or "expected (rows)" in page
    first_case = page.index("<details><summary><strong>")
    assert page[first_case:].startswith("<details><summary><strong>")
    assert "ranked by" in page


def test_cases_of_the_holdout_are_not_in_the_page():
    page = html(result_of_a_damaged_retriever("holdout"))
    assert "what of alpha" not in page
    assert "so that nobody tunes on them" in page


def test_a_run_without_a_gate_has_no_gate():
    assert "<h2>Gate" not in html(result_of_a_damaged_retriever(gated=False))
    assert "Green" in html(replace(result_of_a_damaged_retriever(gated=False), gated=True))


def test_every_figure_has_a_meaning():
    assert set(MEANINGS) == set(FIGURES)


def test_the_report_is_written_and_a_folder_that_cannot_be_is_named(tmp_path):
    path = write(tmp_path / "new" / "folder", result_of_a_damaged_retriever())
    assert path.read_text(encoding="utf-8").startswith("<!doctype html>")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CaseError, match="choose a folder"):
        write(tmp_path / "file", result_of_a_damaged_retriever())

"""Plans as files: complete, in the toolkit's order, marked as unofficial, and harmless wherever they are opened."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from pypdf import PdfReader

from assistant.domain import Document, Locator, Unit
from assistant.errors import BadInput
from assistant.exports.formats import WRITERS, export
from assistant.exports.pictures import draw
from assistant.exports.sources import Numbered, Texts
from assistant.planning.plan import ActionRow, Cell, Origin, Plan
from assistant.registry import Registry
from tests.planning.samples import full_plan

COLUMNS = ["Activity & Timeline", "Audience & Setting", "Resource & Capacity", "Stakeholders", "Risk mitigation"]
RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", " =1", "＝1"]


def _unit(unit_id: str, kind: str, title: str, group: str | None = None, order: int | None = None) -> Unit:
    return Unit(unit_id, kind, "toolkit", title, title, Locator("toolkit", "Step 3", order), group=group, order=order)


TEXTS = Texts(
    Registry(
        [
            _unit("rec.2.2", "recommendation", "Formal coordination"),
            _unit("step.3", "step", "Step 3: Formulate your action plan"),
            _unit("component.activity.1", "question", "Which activities help?", "component.activity", 1),
            _unit("component.risk.1", "question", "Which barriers do you foresee?", "component.risk", 1),
            _unit("component.stakeholders.1", "question", "Whom should it reach?", "component.stakeholders", 1),
            _unit("component.stakeholders.2", "question", "Who carries it out?", "component.stakeholders", 2),
        ]
    ),
    {"toolkit": Document("toolkit", "The toolkit", "", "", address="https://example.org/toolkit")},
)


def _with(text: str) -> Plan:
    """A plan that says this wherever it can."""
    cell = Cell(text)
    plan = full_plan()
    return replace(
        plan,
        title=text,
        facts={"place": (text,)},
        answers={"step.1.ask.what.1": cell},
        rows=(ActionRow("r1", cell, cell, cell, cell, cell),),
        stakeholders=tuple(replace(s, organisation=cell, relevance=cell) for s in plan.stakeholders),
        indicators=tuple(replace(i, activity=cell, indicator=cell, evidence=cell) for i in plan.indicators),
        questions=tuple(replace(q, text=text, hint=text, answer=text) for q in plan.questions),
    )


def _cells(data: bytes) -> list[Any]:
    return [cell for page in load_workbook(io.BytesIO(data)).worksheets for row in page.iter_rows() for cell in row]


@pytest.mark.parametrize("text", RISKY)
def test_no_cell_of_a_spreadsheet_is_a_formula(text: str) -> None:
    cells = [cell for cell in _cells(export(_with(text), TEXTS, "p.xlsx")) if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
    assert any(cell.value == text for cell in cells)


@pytest.mark.parametrize("text", RISKY)
def test_no_cell_of_a_csv_file_starts_like_a_formula(text: str) -> None:
    data = export(_with(text), TEXTS, "p.csv").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(data, newline="")) for cell in row]
    assert f"'{text}" in cells
    assert not [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@＝＋－＠") or cell[:1] in ("\t", "\r", "\n")]


def test_a_spreadsheet_has_one_sheet_per_table_with_filters_and_a_header_in_sight() -> None:
    book = load_workbook(io.BytesIO(export(full_plan(), TEXTS, "p.xlsx")))
    assert book.sheetnames[:4] == ["Action plan", "Evaluation", "Stakeholders", "Open questions"]
    assert [cell.value for cell in book["Action plan"][1]][:5] == COLUMNS
    assert {page.freeze_panes for page in book.worksheets} == {"A2"}
    assert book["Action plan"].auto_filter.ref == "A1:K3"


def test_a_row_of_a_spreadsheet_is_as_high_as_its_words_need() -> None:
    page = load_workbook(io.BytesIO(export(_with("word " * 40), TEXTS, "p.xlsx")))["Action plan"]
    assert 60 <= page.row_dimensions[2].height <= 120


def _markdown(plan: Plan) -> str:
    return export(plan, TEXTS, "p.md").decode()


def test_markdown_holds_the_toolkits_table_with_its_columns_and_guiding_questions() -> None:
    page = MarkdownIt().enable("table").parse(_markdown(full_plan()))
    inline = [token.content for token in page if token.type == "inline"]
    at = inline.index(COLUMNS[0])
    assert inline[at : at + 5] == COLUMNS
    assert inline[at + 5 : at + 10] == [
        "*Which activities help?*",
        "*Whom should it reach?*",
        "",
        "*Who carries it out?*",
        "*Which barriers do you foresee?*",
    ]


def test_answers_stand_under_their_step_and_those_about_a_row_in_its_cells_alone() -> None:
    said = {"step.1.ask.what.1": "late", "step.2.consider.1": "the fund", "component.activity.1": "a congress"}
    answers = {unit: Cell(text) for unit, text in (*said.items(), ("component.timeline.1:r1", "in March"))}
    text = _markdown(replace(full_plan(), answers=answers, facts={"other": ("Galician",)}))
    places = [text.index(words) for words in ("| late |", "| the fund |", "# Step 3", "| a congress |")]
    assert places == sorted(places)
    assert "r1" not in text
    assert "Galician" not in text


def test_an_answer_to_a_question_of_no_step_is_not_left_out() -> None:
    plan = Plan("p", answers={"own.question": Cell("Ask the mayor first")})
    assert "Ask the mayor first" in _markdown(plan)


def test_markdown_says_what_is_drafted_what_it_serves_and_where_that_stands() -> None:
    text = _markdown(full_plan())
    numbers = Numbered(full_plan(), TEXTS).numbers
    assert rf"Agree a one-page referral pathway \[{numbers['rec.2.2']}\] (draft)" in text
    assert rf"Serves: Recommendation 2.2 \[{numbers['rec.2.2']}\]" in text
    assert "The toolkit: Step 3 · https://example.org/toolkit" in text
    assert "Who frees the time? Who could know: the hospital." in text


@pytest.mark.parametrize(
    "text", ["<script>x</script>", "a | b", "[x](https://x.example)", "# big", "![x](y)", "1. one"]
)
def test_what_a_plan_says_is_never_markup(text: str) -> None:
    page = MarkdownIt("commonmark", {"html": True}).enable("table").parse(_markdown(_with(text)))
    inline = [child for token in page for child in token.children or ()]
    assert not {child.type for child in inline} & {"link_open", "image"}
    assert {child.content for child in inline if child.type == "html_inline"} <= {"<br>"}
    assert text in ["".join(c.content for c in token.children or ()) for token in page if token.type == "inline"]


def test_activity_patterns_are_cited_as_this_tools_own() -> None:
    row = ActionRow("r", Cell("Meet", Origin.DRAFT, ("pattern.2.2.a",)))
    assert "its own writing" in Numbered(Plan("p", rows=(row,)), TEXTS).sources[0].line


def _word(plan: Plan) -> Any:
    return docx.Document(io.BytesIO(export(plan, TEXTS, "p.docx")))


def test_a_word_document_holds_the_toolkits_tables_on_wide_pages() -> None:
    document = _word(full_plan())
    assert document.sections[0].page_width > document.sections[0].page_height
    [action] = [table for table in document.tables if table.rows[0].cells[0].text == COLUMNS[0]]
    assert [cell.text for cell in action.rows[0].cells] == COLUMNS
    assert action.rows[1].cells[4].text == "Which barriers do you foresee?"
    assert action.rows[2].cells[0].text.startswith("Agree a one-page referral pathway [")
    assert action.rows[2].cells[1].text == "Clinicians"
    assert all(row._tr.trPr.xpath("w:tblHeader") for row in action.rows[:2])


def _footnotes(data: bytes) -> dict[str, str]:
    """The texts of the footnotes by their id, as the package holds them."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = ElementTree.fromstring(package.read("word/footnotes.xml"))
    notes = root.findall(f"{_W}footnote")
    return {note.get(f"{_W}id", ""): "".join(t.text or "" for t in note.iter(f"{_W}t")) for note in notes}


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_citations_in_a_word_document_are_footnotes_under_the_numbers_of_the_list_of_sources() -> None:
    data = export(full_plan(), TEXTS, "p.docx")
    notes = {note_id: text.strip() for note_id, text in _footnotes(data).items() if text}
    assert sorted(notes.values()) == sorted(source.line for source in Numbered(full_plan(), TEXTS).sources)
    document = docx.Document(io.BytesIO(data))
    references = [found.get(f"{_W}id") for found in document.element.body.iter(f"{_W}footnoteReference")]
    # Each source has one footnote, where it is cited first; footnotes are numbered in that order, sources as well.
    assert references == list(notes) == [str(number) for number in range(1, len(notes) + 1)]
    listed = [p.text for p in document.paragraphs]
    assert all(f"[{number}] {line}" in listed for number, line in notes.items())
    [action] = [table for table in document.tables if table.rows[0].cells[0].text == COLUMNS[0]]
    number = next(number for number, line in notes.items() if "Formal coordination" in line)
    assert f"Serves: Recommendation 2.2 [{number}]" in action.rows[2].cells[0].text


def test_a_mark_that_the_user_typed_is_no_citation() -> None:
    data = export(replace(full_plan(), title="See [1]", facts={"place": ("\x021\x03 [2]",)}), TEXTS, "p.docx")
    assert len([text for text in _footnotes(data).values() if text]) == len(Numbered(full_plan(), TEXTS).sources)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_word_document_opens_in_an_office_program_with_its_footnotes(tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_bytes(export(full_plan(), TEXTS, "p.docx"))
    office = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*office, "--outdir", str(tmp_path), str(tmp_path / "plan.docx")], check=True, timeout=180)
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(tmp_path / "plan.pdf").pages]
    line = Numbered(full_plan(), TEXTS).sources[0].line
    # Once as a footnote and once in the list of sources.
    assert sum(page.count(line.partition(" · ")[0]) for page in pages) >= 2
    assert all(column in " ".join(pages) for column in COLUMNS)
    # The program has put its own number where each footnote is referred to.
    assert "[]" not in " ".join(pages).replace(" ", "")


def test_pictures_in_a_word_document_say_in_words_what_they_show() -> None:
    shown = [shape._inline.docPr.get("descr") for shape in _word(full_plan()).inline_shapes]
    assert shown == [
        "Stakeholders by interest and influence. Regional hospital: low interest, high influence.",
        "Activities over time. Agree a one-page referral pathway: 2027-02-01 to 2027-12-31.",
    ]


def test_pictures_of_a_huge_plan_stay_small_and_say_how_much_they_leave_to_the_tables() -> None:
    somebody, row = full_plan().stakeholders[0], ActionRow("r", start="2027-01-31")
    plan = replace(
        full_plan(),
        stakeholders=tuple(replace(somebody, id=f"s{n}") for n in range(500)),
        rows=tuple(replace(row, id=f"r{n}") for n in range(500)),
    )
    for kind, left in (("grid", "480 more"), ("timeline", "460 more")):
        drawn = draw(kind, plan)
        assert drawn.size[1] < 3000
        assert left in drawn.alt


@pytest.mark.parametrize(("start", "end"), [("2027-01-31", None), (None, "2020-01-01"), ("2030-05-05", "2027-02-01")])
def test_any_days_of_a_row_can_be_drawn(start: str | None, end: str | None) -> None:
    row = ActionRow("r", Cell("x" * 4000), start=start, end=end)
    plan = replace(full_plan(), rows=(row, ActionRow("r2", start="0001-01-01", end="9999-12-31")), stakeholders=())
    assert len(_word(plan).inline_shapes) == 1


def test_a_plan_with_long_and_strange_words_becomes_a_word_document() -> None:
    assert _word(_with("=1 <b>&amp;\t" + "long " * 500)).tables


def _pdf(plan: Plan) -> PdfReader:
    return PdfReader(io.BytesIO(export(plan, TEXTS, "p.pdf")))


def test_a_pdf_holds_the_tables_as_text_on_wide_pages() -> None:
    pages = _pdf(full_plan()).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert pages[0].mediabox.width > pages[0].mediabox.height
    assert [column for column in COLUMNS if column not in text] == []
    for words in (
        "Which barriers do you foresee?",
        "Agree a one-page referral",
        "share of clinics",
        "The toolkit: Step 3",
    ):
        assert words in text


def test_letters_that_the_pdf_cannot_show_become_question_marks_and_words_stay() -> None:
    assert "Größe ?? Ελλ" in _pdf(_with("Größe 中文 Ελλ")).pages[0].extract_text()


@pytest.mark.parametrize("text", ["x" * 4900, "word " * 900, "line\n" * 900, "\n", " "])
def test_a_row_longer_than_a_page_is_carried_on_in_a_pdf(text: str) -> None:
    plan = replace(full_plan(), rows=(ActionRow("r1", Cell(text), Cell("Clinicians"), Cell(text)),))
    shown = "".join("".join(page.extract_text() for page in _pdf(plan).pages).split())
    assert shown.count(text.split()[0][:4] if text.split() else "Clinicians") >= 1


def _words(data: bytes, ending: str) -> str:
    if ending == "pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if ending == "docx":
        document = docx.Document(io.BytesIO(data))
        return " ".join(part.text for part in (*document.paragraphs, *document.sections[0].footer.paragraphs))
    if ending == "xlsx":
        return " ".join(str(cell.value) for cell in _cells(data))
    return data.decode()


@pytest.mark.parametrize("ending", ["md", "csv", "xlsx", "docx", "pdf"])
def test_every_file_for_people_says_that_the_tool_is_unofficial(ending: str) -> None:
    for plan in (Plan("empty"), full_plan()):
        assert "unofficial tool: review before use" in _words(export(plan, TEXTS, f"p.{ending}"), ending)


@pytest.mark.parametrize("ending", WRITERS)
def test_an_empty_plan_can_be_written(ending: str) -> None:
    assert export(Plan("empty"), Texts(), f"p.{ending}")


@pytest.mark.parametrize("name", ["plan.exe", "plan", "plan.xlsm"])
def test_a_format_that_cannot_be_written_is_named(name: str) -> None:
    with pytest.raises(BadInput, match=r"\.xlsx"):
        export(Plan("p"), TEXTS, name)

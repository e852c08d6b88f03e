"""Attacks (evals/data/injection.jsonl) in a plan, its rows worded by a model that obeys them: nothing acts in any place
where the plan is shown or written to, and the attacker's words stand nowhere but where the user put them.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from pypdf import PdfReader

from assistant.domain import PlanSummary
from assistant.errors import V2AError
from assistant.exports.formats import READERS, export, read_plan
from assistant.exports.sources import Texts
from assistant.planning.plan import Cell, Origin, Plan
from assistant.planning.plan_json import clean_text
from assistant.planning.scenario import read_scenario
from tests.planning.drafts import CHARITY, draft, drafting
from tests.planning.samples import full_plan
from tests.web.test_plan_sections import TODAY, Page, log_of
from tests.writing.test_injection import ATTACKS
from tests.writing.test_injection_rows import writer
from ui.plan_text import render_plan, render_plans
from ui.terminal import plain
from ui.web.plan.sections import sections
from ui.web.plan.sections.document import document_html
from ui.web.plan.view import reading_view, view_of

OF_PLANS = [
    a for a in ATTACKS if a["kind"] in ("plan_cell", "file_name") or a["id"] in ("direct-24", "direct-25", "direct-33")
]
QUICK = ("plan_cell-2", "plan_cell-5", "plan_cell-7", "plan_cell-8", "plan_cell-10", "file_name-5")
WORST = [pytest.param(a, marks=[] if a["id"] in QUICK else [pytest.mark.slow], id=a["id"]) for a in OF_PLANS]
DRIVES_A_TERMINAL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
ACTIVE = {"script", "iframe", "object", "embed", "img", "style", "link", "meta", "base"}


def words_of(attack: dict[str, Any]) -> str:
    """The attack, and the name of its file, as every door to a plan takes them in."""
    return clean_text(f"{attack['attack']} {attack.get('name', '')}").strip()


def attacked(attack: dict[str, Any]) -> Plan:
    """A plan with the attack in its title, a fact, an answer, an organisation, an indicator, a question and a cell."""
    text, plan = words_of(attack), full_plan()
    row = draft(CHARITY).rows[0]
    reword, model = writer(attack, ATTACKS.index(attack))
    risk = Cell(f"{text}\n{row.risk.text}", Origin.USER, row.risk.cites)
    found = reword([replace(row, risk=risk)], read_scenario(f"{CHARITY} {text}", drafting().detect))
    assert model.prompts
    return replace(
        plan,
        title=text,
        facts={"place": (text,)},
        answers={"step.1.ask.what.1": Cell(text)},
        rows=tuple(found.rows),
        stakeholders=tuple(replace(s, organisation=Cell(text)) for s in plan.stakeholders),
        indicators=tuple(replace(i, row=row.id, indicator=Cell(text)) for i in plan.indicators),
        questions=tuple(replace(q, text=text, about=row.id) for q in plan.questions),
        proposals=(),
    )


@pytest.fixture(scope="module", params=WORST)
def plan_and_attack(request: pytest.FixtureRequest) -> tuple[Plan, dict[str, Any]]:
    return attacked(request.param), request.param


@pytest.fixture
def plan(plan_and_attack: tuple[Plan, dict[str, Any]]) -> Plan:
    return plan_and_attack[0]


@pytest.fixture
def attack(plan_and_attack: tuple[Plan, dict[str, Any]]) -> dict[str, Any]:
    return plan_and_attack[1]


@pytest.fixture
def texts() -> Texts:
    own = drafting()
    return Texts(own.matcher.registry, own.documents)


def test_the_plans_page_shows_an_attack_as_words(plan: Plan, attack: dict[str, Any], texts: Texts) -> None:
    found = sections(view_of(log_of(plan), texts.registry, texts.documents, TODAY))
    for html in (*found.values(), document_html(reading_view(plan, texts.registry, texts.documents, TODAY))):
        elements = Page(html).elements
        assert not {tag for tag, _ in elements} & ACTIVE
        for _, attributes in elements:
            assert not [name for name in attributes if name.startswith("on")]
            assert "url" not in attributes.get("style", "")
            places = [attributes[name] for name in ("href", "src", "action", "formaction") if name in attributes]
            assert not [place for place in places if "collect.example" in place]
            assert not [place for place in places if re.match(r"\s*(?!https?:)\w+:", place)]


@pytest.mark.parametrize("ending", ["md", "csv", "xlsx", "docx", "pdf", "json"])
def test_a_file_of_the_plan_holds_an_attack_as_words(
    plan: Plan, attack: dict[str, Any], texts: Texts, ending: str
) -> None:
    data = export(plan, texts, f"plan.{ending}")
    READ[ending](data)


def read_markdown(data: bytes) -> None:
    page = MarkdownIt("commonmark", {"html": True}).enable("table").parse(data.decode())
    inline = [child for token in page for child in token.children or ()]
    assert not {child.type for child in inline} & {"link_open", "image"}
    assert {child.content for child in inline if child.type == "html_inline"} <= {"<br>"}
    assert not [token for token in page if token.type == "html_block"]


def read_csv(data: bytes) -> None:
    cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) for cell in row]
    assert not [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@") or cell[:1] in ("\t", "\r", "\n")]


def read_xlsx(data: bytes) -> None:
    pages = load_workbook(io.BytesIO(data)).worksheets
    cells = [cell for page in pages for row in page.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell for cell in cells if cell.hyperlink]
    nothing_outside(data)


def read_docx(data: bytes) -> None:
    document = docx.Document(io.BytesIO(data))
    assert not document.element.xpath("//w:hyperlink | //w:fldSimple | //w:instrText[not(contains(., 'PAGE'))]")
    nothing_outside(data)


def nothing_outside(data: bytes) -> None:
    """No part of an Office file asks for anything from elsewhere, and none is a program."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            assert not name.endswith((".bin", ".vba"))
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in package.read(name)


def read_pdf(data: bytes) -> None:
    reader = PdfReader(io.BytesIO(data))
    assert not [page for page in reader.pages if "/Annots" in page]
    assert not {"/AA", "/Names", "/AcroForm"} & set(reader.trailer["/Root"])
    # What it does when it is opened is to show its first page.
    assert reader.trailer["/Root"]["/OpenAction"][1] == "/FitH"


def read_json(data: bytes) -> None:
    assert read_plan(data, "plan.json").plan


READ = {
    "md": read_markdown,
    "csv": read_csv,
    "xlsx": read_xlsx,
    "docx": read_docx,
    "pdf": read_pdf,
    "json": read_json,
}


@pytest.mark.parametrize("ending", READERS)
def test_a_plan_that_comes_in_with_an_attack_is_the_plan_that_went_out(plan: Plan, texts: Texts, ending: str) -> None:
    assert read_plan(export(plan, texts, f"plan.{ending}"), f"plan.{ending}").plan == plan


def test_a_terminal_is_not_driven_by_a_plan(plan: Plan, attack: dict[str, Any], texts: Texts) -> None:
    listed = render_plans([PlanSummary(plan.id, f"{plan.title}\n{attack['attack']}", 3, "2027-01-01T10:00:00")])
    assert "\n" not in listed
    for shown in (render_plan(plan, texts.registry), listed, plain(f"{attack.get('name', '')} {attack['attack']}")):
        assert not DRIVES_A_TERMINAL.search(shown)


def test_what_the_model_was_told_to_say_stands_only_where_the_user_wrote_it(plan: Plan, attack: dict[str, Any]) -> None:
    """Every cell that is not the user's own is free of it; and his own hold it as often as he wrote it."""
    for row in plan.rows:
        for column in ("activity", "audience", "resources", "stakeholders"):
            assert attack["canary"] not in getattr(row, column).text
        written, *rest = row.risk.text.split("\n")
        assert plain(written).rstrip() == plain(words_of(attack)).rstrip()
        assert attack["canary"] not in "\n".join(rest)


@pytest.mark.parametrize("attack", WORST)
def test_a_files_name_with_an_attack_is_told_without_what_drives_a_terminal(attack: dict[str, Any]) -> None:
    with pytest.raises(V2AError) as told:
        read_plan(b"{", f"{attack['attack']} {attack.get('name', '')}.json.exe")
    assert not DRIVES_A_TERMINAL.search(plain(str(told.value)))

"""Plans read back from files: the same plan, a colleague's edits as proposals, and nothing from files that do harm."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from assistant.errors import BadInput, PlanError, V2AError
from assistant.exports.edits import edits
from assistant.exports.formats import MOST_BYTES, READERS, export, read_plan
from assistant.exports.sources import Texts
from assistant.planning.events import change
from assistant.planning.plan import TABLES, ActionRow, Cell, Origin, Plan, for_others
from tests.planning.plays import CHANGES, played, started
from tests.planning.samples import full_plan

TABLES_ONLY = ["csv", "xlsx"]
AWKWARD = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "'quoted",
    "''=1",
    " =1",
    "a;b,c\nd",
    "_x000D_",
    '"',
    "＝1",
    "2027",
    " x ",
]


def _again(plan: Plan, ending: str) -> Plan:
    return read_plan(export(plan, Texts(), f"plan.{ending}"), f"plan.{ending}").plan


@pytest.mark.parametrize("ending", READERS)
def test_a_plan_that_was_exported_and_imported_is_the_same_plan(ending: str) -> None:
    agreed = replace(full_plan(), proposals=())
    assert _again(agreed, ending) == agreed
    assert _again(Plan("empty"), ending) == Plan("empty")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CHANGES, max_size=25), st.sampled_from(sorted(READERS)))
def test_whatever_was_done_to_a_plan_its_export_is_imported_as_it_was(changes: list[Any], ending: str) -> None:
    plan = replace(played(started(), changes).plan, proposals=())
    assert _again(plan, ending) == plan


@pytest.mark.parametrize("ending", TABLES_ONLY)
@pytest.mark.parametrize("text", AWKWARD)
def test_words_that_look_like_something_else_stay_those_words(ending: str, text: str) -> None:
    plan = replace(full_plan(), title=text, answers={"step.1.ask.what.1": Cell(text)}, proposals=())
    again = _again(plan, ending)
    assert (again.title, again.answers) == (plan.title, plan.answers)


def test_json_keeps_what_waits_and_sheets_hold_what_was_agreed() -> None:
    assert _again(full_plan(), "json") == full_plan()
    assert [_again(full_plan(), ending).proposals for ending in TABLES_ONLY] == [(), ()]


def _edited(plan: Plan, edit: Callable[[Any], None]) -> bytes:
    book = load_workbook(io.BytesIO(export(plan, Texts(), "plan.xlsx")))
    edit(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _proposed(plan: Plan, edit: Callable[[Any], None]) -> list[tuple[str, Any]]:
    found = edits(plan, read_plan(_edited(for_others(plan), edit), "plan.xlsx"))
    return [(wanted.kind, wanted.data) for wanted in found]


def test_a_goal_of_thousands_of_digits_is_refused_with_its_line() -> None:
    data = export(full_plan(), Texts(), "plan.csv").replace(b"\r\n2,Pathway", b"\r\n" + b"9" * 5000 + b",Pathway")
    with pytest.raises(PlanError, match="Evaluation, line 2"):
        read_plan(data, "plan.csv")


@pytest.mark.parametrize("ending", READERS)
def test_a_file_that_nobody_edited_proposes_nothing(ending: str) -> None:
    data = export(for_others(full_plan()), Texts(), f"plan.{ending}")
    assert edits(full_plan(), read_plan(data, f"plan.{ending}")) == ()


def test_a_colleagues_words_in_a_drafted_cell_are_proposed_as_the_users() -> None:
    def edit(book: Any) -> None:
        book["Action plan"]["A2"] = "Agree a two-page pathway"

    [(kind, data)] = _proposed(full_plan(), edit)
    assert (kind, data["table"], data["id"], data["field"]) == ("edit", "rows", "r1", "activity")
    assert data["value"] == {"text": "Agree a two-page pathway", "origin": "user", "cites": []}


def test_a_new_line_is_proposed_as_a_new_row_and_a_copied_one_gets_an_id_of_its_own() -> None:
    def edit(book: Any) -> None:
        page = book["Action plan"]
        page.append(["Train nurses"])
        page.append([cell.value for cell in page[2]])

    found = _proposed(full_plan(), edit)
    assert [kind for kind, _ in found] == ["add", "add"]
    assert found[0][1]["item"]["activity"]["text"] == "Train nurses"
    assert found[1][1]["item"]["id"] not in ("r1", "r2")


def test_a_line_taken_out_and_a_date_typed_as_a_date_are_proposed() -> None:
    def edit(book: Any) -> None:
        page = book["Action plan"]
        page["F2"] = dt.datetime(2027, 3, 1)
        page.delete_rows(3)

    (first, edited), (second, removed) = _proposed(full_plan(), edit)
    assert (first, edited["field"], edited["value"]) == ("edit", "start", "2027-03-01")
    assert (second, removed["id"]) == ("remove", "r2")


def test_a_sheet_that_was_taken_out_leaves_its_table_as_it_is() -> None:
    def edit(book: Any) -> None:
        for name in book.sheetnames:
            if name != "Evaluation":
                del book[name]

    assert _proposed(full_plan(), edit) == []


def test_what_is_proposed_makes_the_plan_what_the_file_says() -> None:
    plan = replace(full_plan(), proposals=())
    other = replace(
        plan,
        title="Another title",
        facts={"place": ("one county",)},
        answers={"step.1.ask.who.1": Cell("Families")},
        recommendations=plan.recommendations[:1],
        rows=(replace(plan.rows[0], risk=Cell("A deputy")),),
    )
    for ending in READERS:
        imported = read_plan(export(other, Texts(), f"p.{ending}"), f"p.{ending}")
        after = plan
        for wanted in edits(plan, imported):
            after = change(after, wanted)
        assert after == other


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CHANGES, max_size=15), st.lists(CHANGES, max_size=15), st.sampled_from(sorted(READERS)))
def test_between_any_two_states_of_a_plan_the_proposals_bring_back_words_and_order(
    before: list[Any], after: list[Any], ending: str
) -> None:
    log = played(started(), before)
    plan, other = (replace(found.plan, proposals=()) for found in (log, played(log, after)))
    for wanted in edits(plan, read_plan(export(other, Texts(), f"p.{ending}"), f"p.{ending}")):
        plan = change(plan, wanted)
    for table in TABLES:
        assert [_shown(item) for item in getattr(plan, table)] == [_shown(item) for item in getattr(other, table)]
    assert (plan.title, plan.facts, plan.start, plan.end) == (other.title, other.facts, other.start, other.end)


def _shown(item: Any) -> list[Any]:
    values = [getattr(item, part.name) for part in fields(item)]
    return [value.text if isinstance(value, Cell) else value for value in values]


def test_a_row_that_a_colleague_moved_is_one_proposal() -> None:
    rows = tuple(ActionRow(f"r{n}", Cell(f"Activity {n}")) for n in range(5))
    moved = (*rows[1:4], rows[0], rows[4])
    imported = read_plan(export(Plan("p", rows=moved), Texts(), "p.csv"), "p.csv")
    (wanted,) = edits(Plan("p", rows=rows), imported)
    assert (wanted.kind, wanted.data) == ("move", {"table": "rows", "id": "r0", "to": 3})


def test_words_changed_in_a_sheet_no_longer_count_as_drafted() -> None:
    def edit(book: Any) -> None:
        book["Action plan"]["A2"] = "Something else"

    row = read_plan(_edited(full_plan(), edit), "plan.xlsx").plan.rows[0]
    assert row.activity == Cell("Something else", Origin.USER)


def test_a_column_of_a_colleagues_own_is_left_out_and_told() -> None:
    def edit(book: Any) -> None:
        book["Evaluation"]["H1"] = "Comments"

    imported = read_plan(_edited(full_plan(), edit), "plan.xlsx")
    assert imported.notes == ("The column 'Comments' in 'Evaluation' was left out: no plan has it.",)


def test_a_csv_that_a_spreadsheet_saved_with_semicolons_is_read() -> None:
    text = export(full_plan(), Texts(), "plan.csv").decode("utf-8-sig")
    saved = io.StringIO(newline="")
    csv.writer(saved, delimiter=";").writerows([*line, "", ""] for line in csv.reader(io.StringIO(text, newline="")))
    again = read_plan(saved.getvalue().encode("utf-8-sig"), "plan.csv").plan
    assert again == replace(full_plan(), proposals=())


def test_the_file_of_another_plan_is_not_taken_for_edits() -> None:
    other = read_plan(export(Plan("other", "Other"), Texts(), "o.json"), "o.json")
    with pytest.raises(PlanError, match="another plan"):
        edits(full_plan(), other)


def _zip(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", data)
    return file.getvalue()


def _workbook(sheet: str, *rows: list[str]) -> bytes:
    book = Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


PLAIN = b"<workbook/>"
HOSTILE = {
    "a zip bomb": (_zip(xl__workbook=PLAIN, xl__sheet=b"0" * 60_000_000), "far more than a plan"),
    "macros": (_zip(xl__workbook=PLAIN, xl__vbaProject=b""), "macros"),
    "entities": (_zip(xl__workbook=b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "entities"),
    "entities in UTF-16": (
        _zip(xl__workbook='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16")),
        "entities",
    ),
    "another archive": (_zip(word__document=PLAIN), "no .xlsx"),
    "broken parts": (_zip(xl__workbook=PLAIN), "damaged"),
    "no archive": (b"PK\x03\x04 and then nothing", "no .xlsx"),
    "nothing": (b"", "no .xlsx"),
    "other sheets": (_workbook("Sheet1", ["a"]), "No sheet of a plan"),
    "wrong columns": (_workbook("Action plan", ["What", "When"], ["a", "b"]), "no column 'Activity & Timeline'"),
    "too many lines": (_workbook("Action plan", ["What"], *(["x"] for _ in range(1005))), "more than 1000 lines"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_or_broken_spreadsheet_gets_a_clear_error(case: str) -> None:
    data, message = HOSTILE[case]
    with pytest.raises(PlanError, match=message):
        read_plan(data, "plan.xlsx")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("plan.json", b"\xff\xfe", "no JSON file"),
        ("plan.json", b"[" * 100_000, "no JSON file"),
        ("plan.json", b"[]", "not a plan"),
        ("plan.json", b" " * (MOST_BYTES + 1), "MB"),
        ("plan.csv", b"\xff\xfea\x00", "CSV UTF-8"),
        ("plan.csv", b"a,b\n1,2\n", "Line 1 should be the name of a sheet"),
        ("plan.csv", b"", "No sheet of a plan"),
        ("plan.csv", b"Plan\nPart,Value\n\nAction plans\na,b\n", "Line 4, “Action plans”, is no sheet of a plan"),
        ("plan.csv", b'Action plan\n"open', "no CSV"),
        ("plan.csv", b"Action plan\n\nAction plan\n", "twice"),
        ("plan.csv", b"Plan\nPart,Value\nshoe,42\n", "Plan, line 2 has an unknown part 'shoe'"),
        ("plan.csv", b"Plan\nPart,Value\nstart,March\n", "Plan, line 2, start is 'March': write the day"),
        ("plan.csv", b"Choices\nReason,Id\nwhy,step.1\n", "Choices, line 2 names neither"),
    ],
)
def test_a_file_that_is_no_plan_gets_a_clear_error(name: str, data: bytes, message: str) -> None:
    with pytest.raises(PlanError, match=message):
        read_plan(data, name)


@pytest.mark.parametrize("name", ["plan.xlsm", "plan.docx", "plan"])
def test_a_format_that_cannot_be_read_is_named(name: str) -> None:
    with pytest.raises(BadInput, match=r"\.xlsx"):
        read_plan(b"", name)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(sorted(READERS)), st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=5))
def test_a_damaged_file_is_a_plan_or_a_clear_error(ending: str, damage: list[tuple[float, int]]) -> None:
    whole = bytearray(export(full_plan(), Texts(), f"p.{ending}"))
    for place, byte in damage:
        whole[int(place * len(whole))] = byte
    with contextlib.suppress(V2AError):
        read_plan(bytes(whole), f"p.{ending}")


def test_json_of_an_export_says_its_schema() -> None:
    assert json.loads(export(full_plan(), Texts(), "p.json"))["schema"] == 1

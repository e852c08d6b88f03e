"""The sections of the Plan page: what they show, what they say to the script, and that everything is escaped."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.planning import verbs
from assistant.planning.events import Change
from assistant.planning.guide import questions, settled
from assistant.planning.lint import lint
from assistant.planning.log import PlanLog, extend
from assistant.planning.plan import (
    ActionRow,
    Cell,
    Choice,
    IndicatorRow,
    Level,
    OpenQuestion,
    Origin,
    Plan,
    Proposal,
    QuestionStatus,
    Stakeholder,
    Who,
)
from assistant.planning.plan_json import to_json
from assistant.planning.progress import counts
from assistant.registry import Registry
from ingest.corpus import Corpus, load_corpus
from tests.planning.plays import CHANGES, event, played, started
from tests.planning.samples import full_plan
from ui.web.plan.sections import TITLES, sections
from ui.web.plan.sections.document import document_html
from ui.web.plan.sections.to_check import spot_of
from ui.web.plan.view import View, place_of, reading_view, view_of

TODAY = dt.date(2027, 1, 15)
HOSTILE = "<img src=x onerror=alert(1)>\"'&</textarea><script>"
VOID = {"input", "br", "img", "meta", "line", "rect", "hr"}


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(Path(__file__).parents[2] / "corpus")


@pytest.fixture(scope="module")
def registry(corpus: Corpus) -> Registry:
    return corpus.registry


class Page(HTMLParser):
    """The elements of a piece of HTML with their attributes; fails on tags that do not match."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), (tag, names)
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1:] == [tag]
        self._open.pop()

    def having(self, **wanted: str) -> list[dict[str, str]]:
        """Attributes of the elements that have all of these; underscores stand for dashes."""
        pairs = {name.replace("_", "-"): value for name, value in wanted.items()}
        return [found for _, found in self.elements if pairs.items() <= found.items()]


def log_of(plan: Plan) -> PlanLog:
    """A log that leads to that plan."""
    log = extend(started(), [event(2, verbs.load(plan))])
    waiting = Change("propose", {"proposals": to_json(plan.proposals)})
    return extend(log, [event(3, waiting, Who.ASSISTANT)]) if plan.proposals else log


def view(plan: Plan, registry: Registry) -> View:
    return view_of(log_of(plan), registry, {}, TODAY)


def shown(plan: Plan, registry: Registry) -> dict[str, str]:
    return sections(view(plan, registry))


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


# -- for every plan ---------------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CHANGES, max_size=12))
def test_any_plan_is_drawn_with_matching_tags(registry: Registry, changes: list[Change]) -> None:
    log = played(started(), changes)
    found = sections(view_of(log, registry, {}, TODAY, compare=(0, log.version)))
    assert list(found) == list(TITLES)
    for html in found.values():
        Page(html)
    Page(document_html(reading_view(log.plan, registry, {}, TODAY)))


def test_nothing_that_people_write_becomes_markup(registry: Registry) -> None:
    cell = Cell(HOSTILE, Origin.DRAFT, ("rec.2.2",))
    plan = Plan(
        id="p",
        title=HOSTILE,
        facts={"place": (HOSTILE,)},
        answers={"step.1.ask.what.1": cell, "unknown.unit": cell},
        challenges=(Choice("challenge.2.1", cell),),
        recommendations=(Choice("rec.9.9", cell),),
        stakeholders=(Stakeholder("s", "stakeholder.1", cell, cell, Level.HIGH, Level.LOW),),
        rows=(
            ActionRow("r", cell, cell, cell, cell, cell, "2027-02-01", "2027-03-01", ("rec.2.2",), ("challenge.9",)),
        ),
        indicators=(IndicatorRow("i", 2, cell, cell, cell, "r"),),
        questions=(
            OpenQuestion("q", HOSTILE, HOSTILE, about="r"),
            OpenQuestion("d", HOSTILE, HOSTILE, QuestionStatus.ANSWERED, None, HOSTILE),
        ),
    )
    changes = [
        verbs.edit("rows", "r", "risk", cell),
        verbs.rename(HOSTILE),
        verbs.state("place", HOSTILE),
        verbs.answer("step.1.ask.what.1", cell),
        verbs.choose("rec.1.1", cell),
        verbs.add(ActionRow("new", cell)),
        verbs.add(Stakeholder("new", "stakeholder.2", cell, cell)),
        verbs.add(IndicatorRow("new", 1, cell, cell, cell)),
        verbs.add(OpenQuestion("new", HOSTILE)),
    ]
    proposals = tuple(Proposal(f"p{n}", Who.IMPORT, c.kind, c.data, HOSTILE) for n, c in enumerate(changes))
    log = log_of(replace(plan, proposals=proposals))
    found = sections(view_of(log, registry, {}, TODAY, share_path="shared/x", compare=(1, 3)))
    everything = "".join(found.values()) + document_html(reading_view(log.plan, registry, {}, TODAY))
    assert "&lt;img src=x" in everything
    tags = {tag for tag, _ in Page(everything).elements}
    assert not tags & {"img", "script"}
    assert not any(name.startswith("on") for _, found_ in Page(everything).elements for name in found_)


def test_the_document_for_readers_has_no_controls_and_no_plan_id(registry: Registry) -> None:
    html = document_html(reading_view(replace(full_plan(), id="secret-plan"), registry, {}, TODAY))
    page = Page(html)
    assert not {tag for tag, _ in page.elements} & {"button", "input", "select", "textarea", "form"}
    assert not [found for _, found in page.elements if "data-do" in found]
    assert "secret-plan" not in html
    assert "The row is empty." not in html  # what waits for the writer is not the reader's
    assert "Agree a one-page referral pathway" in html


def test_in_the_document_every_mark_leads_to_a_numbered_source(corpus: Corpus) -> None:
    page = Page(document_html(reading_view(full_plan(), corpus.registry, corpus.documents, TODAY)))
    marks = {found["href"][1:] for found in page.having(**{"class": "mark"})}
    targets = {found["id"] for _, found in page.elements if found.get("id", "").startswith("source-")}
    assert marks
    assert marks <= targets


# -- what the script relies on ----------------------------------------------------------------------------------------


def spots(html: str) -> set[str]:
    """Every place that a jump can reach."""
    elements = [found for _, found in Page(html).elements]
    cells = {":".join((f["data-edit"], f["data-id"], f["data-field"])) for f in elements if "data-edit" in f}
    return cells | {found["data-spot"] for found in elements if "data-spot" in found}


def every_flaw() -> Plan:
    """A plan that breaks a rule in each of its parts."""
    return Plan(
        id="p",
        title="Born 12/03/1961, MRN 4857261",
        start="2026-05-01",
        end="2026-02-01",
        facts={"other": ("Patient Anna Huber, born 12/03/1961",)},
        answers={"step.1.ask.what.1": Cell("Patient Anna Huber, born 12/03/1961")},
        challenges=(Choice("challenge.2.1"),),
        recommendations=(Choice("rec.2.2", Cell("Patient Anna Huber, born 12/03/1961")),),
        stakeholders=(Stakeholder("s", "stakeholder.1", Cell("Ministry"), Cell(), Level.HIGH, Level.HIGH),),
        rows=(ActionRow("r", start="2026-03-01", end="2026-01-01"), ActionRow("t", Cell("Meet"), Cell("All"))),
        indicators=(IndicatorRow("i", None, Cell("x"), Cell("Longer survival")),),
        questions=(OpenQuestion("q", "Patient Anna Huber, born 12/03/1961"),),
    )


def test_every_finding_leads_to_a_place_that_the_page_has(registry: Registry) -> None:
    for plan in (every_flaw(), full_plan()):
        found = shown(plan, registry)
        reachable = spots("".join(found.values()))
        findings = lint(plan, TODAY)
        assert findings
        missing = {":".join(spot_of(finding.path)) for finding in findings} - reachable
        assert missing == set()


def test_every_suggestion_stands_in_its_place_with_accept_and_reject(registry: Registry) -> None:
    changes = [
        verbs.set_part("end", "2028-01-01"),
        verbs.set_part("title", "Sooner"),
        verbs.set_part("language", "de"),
        verbs.state("budget", "9,000 euros"),
        verbs.answer("step.1.ask.why.1", "No pathway"),
        verbs.answer("step.1.apply.consider", "2.2"),
        verbs.choose("rec.3.4", "Money"),
        verbs.choose("rec.2.2", "Another reason"),
        verbs.unchoose("challenge.2.1"),
        verbs.edit("rows", "r1", "risk", "Name a deputy"),
        verbs.edit("rows", "r2", "recommendations", ["rec.2.2"]),
        verbs.edit("rows", "r1", "end", "2027-06-30"),
        verbs.remove("rows", "r2"),
        verbs.move("rows", "r1", 1),
        verbs.add(ActionRow("new", Cell("Train nurses"))),
        verbs.edit("stakeholders", "s1", "interest", "high"),
        verbs.add(Stakeholder("new", "stakeholder.3", Cell("Support group"))),
        verbs.edit("indicators", "i1", "evidence", "Minutes"),
        verbs.edit("indicators", "i1", "goal", 1),
        verbs.edit("indicators", "i1", "row", "r2"),
        verbs.add(IndicatorRow("new", 3, Cell("x"), Cell("Number of calls"))),
        verbs.edit("questions", "q1", "answer", "The manager"),
        verbs.add(OpenQuestion("new", "Which budget?")),
    ]
    proposals = tuple(Proposal(f"p{n}", Who.ASSISTANT, c.kind, c.data, "Why so") for n, c in enumerate(changes))
    found = shown(replace(full_plan(), proposals=proposals), registry)
    in_place = "".join(html for name, html in found.items() if name != "proposals")
    assert {f"proposal:{proposal.id}" for proposal in proposals} <= spots(in_place)
    for html in (in_place, found["proposals"]):
        for proposal in proposals:
            assert Page(html).having(data_do="accept", data_ids=proposal.id)
            assert Page(html).having(data_do="reject", data_ids=proposal.id)
    assert "Row 1 “Agree a one-page referral pathway”: move to place 2" in text_of(found["proposals"])
    assert "23 suggestions" in text_of(found["proposals"])
    assert found["proposals"].count("Why: Why so") == 23


def test_a_suggested_change_of_a_cell_shows_what_stands_there_and_what_would(registry: Registry) -> None:
    changed = verbs.edit("rows", "r1", "audience", Cell("Nurses", Origin.DRAFT))
    plan = replace(full_plan(), proposals=(Proposal("p", Who.ASSISTANT, changed.kind, changed.data),))
    rows = shown(plan, registry)["rows"]
    assert "<del>Clinicians</del> <ins>Nurses</ins>" in rows
    assert '<form class="stack" data-do="accept" data-ids="p">' in rows
    assert ">\nNurses</textarea>" in rows


def test_without_suggestions_that_section_is_empty(registry: Registry) -> None:
    assert shown(replace(full_plan(), proposals=()), registry)["proposals"] == ""


def test_no_id_is_used_twice_on_the_page(registry: Registry) -> None:
    for plan in (full_plan(), every_flaw()):
        ids = [f["id"] for html in shown(plan, registry).values() for _, f in Page(html).elements if "id" in f]
        assert len(ids) == len(set(ids))


def test_what_a_field_is_described_by_is_there(registry: Registry) -> None:
    everything = Page("".join(shown(every_flaw(), registry).values())).elements
    ids = {found["id"] for _, found in everything if "id" in found}
    described = {found["aria-describedby"] for _, found in everything if "aria-describedby" in found}
    assert described
    assert described <= ids


def test_every_control_has_a_name(registry: Registry) -> None:
    for html in shown(full_plan(), registry).values():
        for control in _controls(html):
            assert control, html


def _controls(html: str) -> Iterator[bool]:
    labelled = re.sub(r"<label\b.*?</label>", "", html, flags=re.DOTALL)
    yield from (
        "aria-label" in found for tag, found in Page(labelled).elements if tag in ("select", "textarea", "input")
    )


# -- each section -----------------------------------------------------------------------------------------------------


def test_counts_of_the_steps_are_those_of_the_guide(registry: Registry) -> None:
    plan = replace(
        full_plan(),
        indicators=(*full_plan().indicators, IndicatorRow("i2", row="r2")),
        questions=(OpenQuestion("q", "x", about="r2"),),
        skipped=("component.risk.1:r2",),
    )
    done, every = counts(plan, registry)
    asked = list(questions(plan, registry))
    assert every == {n: sum(q.step == n for q in asked) for n in (1, 2, 3, 4)}
    assert done == {n: sum(q.step == n and settled(plan, q) for q in asked) for n in (1, 2, 3, 4)}


def test_the_step_that_the_chat_is_at_is_marked_and_all_can_be_gone_to(registry: Registry) -> None:
    found = sections(view_of(log_of(full_plan()), registry, {}, TODAY, step=3))["progress"]
    steps = Page(found).having(data_do="step")
    assert [step["data-step"] for step in steps] == ["1", "2", "3", "4"]
    assert [step.get("aria-current") for step in steps] == [None, None, "step", None]


def test_cells_say_whose_words_they_hold_and_what_they_rest_on(registry: Registry) -> None:
    rows = shown(full_plan(), registry)["rows"]
    assert '<span class="from draft">Draft</span><a class="src" href="#rec.2.2">Rec. 2.2</a>' in rows
    assert '<span class="from user">You</span>' in rows


def test_a_pattern_of_ours_is_not_shown_as_a_source(registry: Registry) -> None:
    plan = Plan("p", rows=(ActionRow("r", Cell("Meet", Origin.DRAFT, ("pattern.x",))),))
    rows = shown(plan, registry)["rows"]
    assert "Our example" in rows
    assert 'href="#pattern' not in rows


def test_a_cited_passage_opens_beside_the_page(registry: Registry) -> None:
    plan = Plan("p", rows=(ActionRow("r", Cell("Meet", Origin.SOURCE, ("0123abcd",))),))
    (button,) = Page(shown(plan, registry)["rows"]).having(data_passage="0123abcd")
    assert "open-passage" in button["class"]


def test_a_chip_takes_its_unit_off_and_keeps_the_others(registry: Registry) -> None:
    plan = Plan("p", rows=(ActionRow("r", recommendations=("rec.1.1", "rec.2.2", "rec.3.4")),))
    rows = Page(shown(plan, registry)["rows"])
    values = [found["data-value"] for found in rows.having(data_do="edit", data_field="recommendations")]
    assert values == ["rec.2.2 rec.3.4", "rec.1.1 rec.3.4", "rec.1.1 rec.2.2"]
    options = [found["value"] for tag, found in rows.elements if tag == "option" and found["value"].startswith("rec.")]
    assert "rec.1.1 rec.2.2 rec.3.4 rec.1.2" in options
    assert len(options) == 10


def test_rows_of_a_long_plan_share_their_options(registry: Registry) -> None:
    rows = tuple(ActionRow(f"r{n}", recommendations=("rec.2.2",) if n % 2 else ()) for n in range(60))
    indicators = (IndicatorRow("i", row="r7"), IndicatorRow("j"))
    found = shown(Plan("p", rows=rows, indicators=indicators), registry)
    page = Page(found["rows"] + found["indicators"])
    templates = {found["id"] for tag, found in page.elements if tag == "template"}
    wanted = {found["data-options"] for _, found in page.elements if "data-options" in found}
    assert wanted == templates
    assert found["rows"].count("<template") == 3  # recommendations with and without one, challenges
    assert found["indicators"].count('<option value="r7"') == 2


def test_each_row_of_a_long_plan_is_a_line_that_opens_and_what_waits_in_it_is_open(registry: Registry) -> None:
    rows = tuple(ActionRow(f"r{n}", Cell(f"Meet group {n}")) for n in range(60))
    changed = verbs.edit("rows", "r7", "risk", "Name a deputy")
    waiting = (Proposal("p", Who.ASSISTANT, changed.kind, changed.data),)
    found = shown(Plan("p", rows=rows, proposals=waiting), registry)["rows"]
    page = Page(found)
    lines = [found_["data-spot"] for tag, found_ in page.elements if tag == "li" and found_.get("class") == "row"]
    assert lines == [f"rows:r{n}" for n in range(60)]
    assert found.count("<details open>") == 1
    assert "<details open>" in found.partition('data-spot="rows:r7"')[2].partition('data-spot="rows:r8"')[0]
    assert "8. Meet group 7 <span" in found
    # The same words whatever is in the row: the script knows by them which were open.
    assert found.count(">Row</summary>") == 60
    assert page.having(data_edit="rows", data_id="r59", data_field="risk")


def test_move_buttons_name_the_place_to_go_to(registry: Registry) -> None:
    plan = Plan("p", rows=tuple(ActionRow(f"r{n}") for n in range(3)))
    page = Page(shown(plan, registry)["rows"])
    assert [(f["data-id"], f["data-to"]) for f in page.having(data_do="move")] == [
        ("r0", "1"),
        ("r1", "0"),
        ("r1", "2"),
        ("r2", "1"),
    ]


def test_an_empty_plan_says_in_every_part_what_to_do_next(registry: Registry) -> None:
    found = sections(view_of(started(), registry, {}, TODAY))
    for name in ("choices", "stakeholders", "rows", "indicators", "questions", "timeline", "lint"):
        assert 'class="empty"' in found[name], name


def test_a_clean_plan_is_told_so(registry: Registry) -> None:
    row = ActionRow(
        "r",
        Cell("Agree a pathway from March to May"),
        Cell("Clinicians"),
        Cell("12,000 euros"),
        Cell("Regional hospital"),
        Cell("Too busy: use an existing meeting"),
        "2027-03-01",
        "2027-05-31",
        ("rec.2.2",),
    )
    plan = Plan(
        "p",
        recommendations=(Choice("rec.2.2"),),
        stakeholders=(Stakeholder("s", "stakeholder.1", Cell("Regional hospital"), Cell(), Level.HIGH, Level.HIGH),),
        rows=(row,),
        indicators=(IndicatorRow("i", 2, Cell("Pathway"), Cell("Number of clinics that use it"), Cell("Log"), "r"),),
    )
    told = shown(plan, registry)["lint"]
    assert "Nothing to mend." in told
    assert "ready to show" not in told  # "Where you are" says that questions of the steps are open
    assert "Not finished yet: 18 questions of the four steps." in told
    skipped = tuple(asked.key for asked in questions(plan, registry) if not settled(plan, asked))
    asked = OpenQuestion("q", "Who releases the time?")
    told = shown(replace(plan, skipped=skipped, questions=(asked,)), registry)["lint"]
    assert "Not finished yet: 1 open question." in told
    done = replace(plan, skipped=skipped)
    assert "Nothing to mend. The plan is ready to show." in shown(done, registry)["lint"]


def test_findings_of_one_kind_are_said_once_with_all_their_places(registry: Registry) -> None:
    plan = Plan("p", rows=tuple(ActionRow(f"r{n}", Cell(f"Meet group {n}")) for n in range(3)))
    html = shown(plan, registry)["lint"]
    assert html.count("The row names no risk.") == 1
    jumps = {found["data-jump"] for found in Page(html).having() if found.get("data-jump", "").endswith(":risk")}
    assert jumps == {"rows:r0:risk", "rows:r1:risk", "rows:r2:risk"}


def test_findings_name_units_by_their_numbers(registry: Registry) -> None:
    told = text_of(shown(Plan("p", recommendations=(Choice("rec.2.2"),)), registry)["lint"])
    assert "Recommendation 2.2: Formal coordination" in told
    assert "rec.2.2" not in told


def test_names_in_the_grid_have_a_line_each(registry: Registry) -> None:
    people = tuple(
        Stakeholder(f"s{n}", "stakeholder.1", Cell(f"A rather long organisation number {n}"), Cell(), Level.HIGH, level)
        for n, level in enumerate([Level.HIGH] * 9 + [Level.LOW])
    )
    html = shown(Plan("p", stakeholders=people), registry)["stakeholders"]
    for picture in re.findall(r"<svg.*?</svg>", html, re.DOTALL):
        places = re.findall(r'<text x="(\d+)" y="(\d+)">', picture)
        assert len(places) == len({(int(x) // 100, y) for x, y in places})
        assert "and 3 more" in picture
    listed = text_of(html.rpartition("</svg>")[2])
    assert all(f"number {n}" in listed for n in range(10))


def test_the_timeline_names_rows_without_days_and_says_all_of_it_in_words(registry: Registry) -> None:
    rows = (
        ActionRow("a", Cell("Agree"), start="2027-02-01", end="2027-03-31"),
        ActionRow("b", Cell("Train"), start="2027-05-01"),
        ActionRow("c", Cell("Review")),
        ActionRow("d", Cell("Backwards"), start="2027-09-01", end="2027-08-01"),
    )
    html = shown(Plan("p", end="2027-12-31", rows=rows), registry)["timeline"]
    assert "1. Agree: from 1 Feb 2027 until 31 Mar 2027" in html
    assert "2. Train: from 1 May 2027 until a day not said" in html
    assert "4. Backwards" in html
    assert [found["data-jump"] for found in Page(html).having() if "data-jump" in found] == ["rows:c:start"]
    for picture in re.findall(r"<svg.*?</svg>", html, re.DOTALL):
        bars = [(int(x), int(w)) for x, w in re.findall(r'<rect class="\w+" x="(\d+)" y="\d+" width="(\d+)"', picture)]
        width = int(re.search(r'viewBox="0 0 (\d+)', picture).group(1))  # type: ignore[union-attr]
        assert len(bars) == 3
        assert all(x >= 0 and x + wide <= width for x, wide in bars)


def test_history_tells_who_changed_what_from_what_to_what(registry: Registry) -> None:
    log = log_of(replace(full_plan(), proposals=()))
    log = extend(log, [event(3, verbs.edit("rows", "r1", "audience", "Nurses"))])
    log = extend(log, [event(4, verbs.set_part("end", "2027-11-30")), event(5, Change("undo", {"event": 4}))])
    html = sections(view_of(log, registry, {}, TODAY))["history"]
    assert (
        "You changed Row 1 “Agree a one-page referral pathway”, audience &amp; setting: <del>Clinicians</del> "
        "<ins>Nurses</ins>"
    ) in html
    assert html.count("(taken back)") == 1
    restores = Page(html).having(data_do="restore")
    assert [found["data-to"] for found in restores] == ["4", "3", "2", "1"]
    assert all(found["data-confirm"] for found in restores)


def test_two_versions_are_compared_place_by_place(registry: Registry) -> None:
    log = log_of(replace(full_plan(), proposals=()))
    changes = [
        verbs.edit("rows", "r1", "risk", "Name a deputy"),
        verbs.remove("rows", "r2"),
        verbs.answer("step.1.ask.why.1", "Nobody has time"),
        verbs.choose("rec.3.4"),
        verbs.set_part("end", "2027-11-30"),
        verbs.edit("rows", "r1", "recommendations", ["rec.2.2", "rec.1.1"]),
        verbs.edit("indicators", "i1", "row", None),
        verbs.edit("stakeholders", "s1", "group", "stakeholder.2"),
    ]
    log = extend(log, [event(log.version + 1 + n, change) for n, change in enumerate(changes)])
    html = sections(view_of(log, registry, {}, TODAY, compare=(2, log.version)))["history"]
    told = text_of(html)
    assert "From change 2 to change 10" in told
    assert "Row 1 “Agree a one-page referral pathway”, risk mitigation: Name a deputy" in told
    assert "Row 2 taken out" in told
    assert "Answer to “Why is this issue occurring?”: Nobody has time" in told
    assert "Recommendation 3.4: Timely reimbursement that covers the full cost chosen" in told
    assert "Last day: 31 Dec 2027 30 Nov 2027" in told
    assert "recommendations: Recommendation 2.2: Formal coordination" in told
    assert "row it measures: Row 1" in told
    assert "group: Clinicians and professional networks Policymakers" in told
    assert not re.search(r"step\.1|rec\.\d|stakeholder\.\d", told)


def test_the_link_for_readers_is_offered_once_there_is_one(registry: Registry) -> None:
    log = log_of(full_plan())
    without = Page(sections(view_of(log, registry, {}, TODAY))["files"])
    assert without.having(data_do="share")
    assert not without.having(data_do="unshare")
    shared = Page(sections(view_of(log, registry, {}, TODAY, share_path="shared/token"))["files"])
    assert shared.having(data_do="unshare")
    assert shared.having(data_copy="shared/token")
    assert shared.having(data_do="delete")[0]["data-confirm"]


def test_every_format_can_be_taken_along(registry: Registry) -> None:
    files = Page(shown(full_plan(), registry)["files"])
    hrefs = [found["href"] for tag, found in files.elements if tag == "a"]
    assert hrefs == [f"plans/p/export.{ending}" for ending in ("docx", "pdf", "xlsx", "csv", "md", "json")]


def test_a_place_of_every_kind_of_suggestion_is_known() -> None:
    found = [
        (verbs.rename("x"), ("title",)),
        (verbs.state("place", "x"), ("facts", "place")),
        (verbs.answer("step.1.ask.what.1", "x"), ("answers", "step.1.ask.what.1")),
        (verbs.choose("rec.2.2"), ("recommendations", "rec.2.2")),
        (verbs.unchoose("challenge.2.1"), ("challenges", "challenge.2.1")),
        (verbs.add(ActionRow("r")), ("rows",)),
        (verbs.remove("rows", "r"), ("rows", "r")),
        (verbs.edit("rows", "r", "risk", "x"), ("rows", "r", "risk")),
    ]
    for change, path in found:
        assert place_of(Proposal("p", Who.ASSISTANT, change.kind, change.data)) == path

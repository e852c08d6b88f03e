"""The Plan page as people meet it: a plan begun, talked through, edited, shared, lost by nobody."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import Site, violations
from tests.planning.drafts import CHARITY, VAGUE

pytestmark = pytest.mark.browser

WORDS = "#plan-words"
PATIENT = "Our patient Anna Schmidt, born 12.03.1961, was refused."
PROBLEM = "what: Clinics refer too late. why: There is no agreed referral pathway between clinics and the centre."


@pytest.fixture
def context(browser: Browser, plan_site: Site) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1280, "height": 860}, accept_downloads=True)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, plan_site: Site) -> Page:
    """The start of the Plan page on a desktop."""
    return opened(context, plan_site)


def opened(context: BrowserContext, site: Site, address: str = "#plan") -> Page:
    page = context.new_page()
    site.watch(page)
    page.goto(f"{site.address}/{address}")
    page.wait_for_selector("body[data-view=plan] #plan-sheet", state="attached")
    return page


def begin(page: Page, title: str = "Earlier referral") -> None:
    page.fill("#start-title", title)
    page.press("#start-title", "Enter")
    expect(page.locator(".chat-question")).to_contain_text("What is the main thing")


def say(page: Page, words: str) -> None:
    """Says it and waits for the reply."""
    replies = page.locator(".said-guide").count()
    page.fill(WORDS, words)
    page.press(WORDS, "Enter")
    expect(page.locator(".said-guide")).to_have_count(replies + 1)
    expect(page.locator("#plan-chat")).to_have_attribute("aria-busy", "false")


def say_until_suggested(page: Page) -> None:
    for _ in range(12):
        if page.locator(".chat-suggestions").count():
            return
        say(page, "skip")


def add_row(page: Page, activity: str) -> None:
    section = page.locator("[data-section=rows]")
    before = section.locator("tbody").count()
    section.locator("details.add > summary").click()
    section.locator("form[data-do=add] [name=activity]").fill(activity)
    section.locator("form[data-do=add] button").click()
    expect(section.locator("tbody")).to_have_count(before + 1)


def cell(page: Page, field: str) -> str:
    return f"[data-section=rows] [data-edit=rows][data-field={field}] >> nth=0"


def saved(page: Page) -> None:
    expect(page.locator("#plan-saved")).to_have_text("All saved")


def test_a_conversation_and_its_plan_are_there_after_a_reload(page: Page) -> None:
    begin(page)
    say(page, PROBLEM)
    expect(page.locator("[data-answer='step.1.ask.what.1']")).to_have_value("Clinics refer too late.")
    expect(page.locator(".said-guide").last).to_contain_text("Where does that come from")
    messages = page.locator("#plan-log > div").count()
    page.reload()
    expect(page.locator("#plan-log > div")).to_have_count(messages)
    expect(page.locator("#plan-title")).to_have_text("Earlier referral")
    say(page, "We do not have enough people")
    expect(page.locator(".said-guide").last).to_contain_text("Who is affected")
    expect(page.locator("[data-answer='step.1.ask.what.2']")).to_have_value("We do not have enough people")


def test_the_plan_is_found_again_in_the_list_of_this_browser(page: Page) -> None:
    begin(page, "Found again")
    page.click("#plan-head .back")
    page.click("#start-list a:has-text('Found again')")
    expect(page.locator("#plan-title")).to_have_text("Found again")
    expect(page.locator(".chat-question")).to_have_count(1)


def test_a_question_in_between_opens_its_source_beside_the_plan(page: Page) -> None:
    begin(page)
    say(page, "What is recommendation 2.3?")
    page.click("#plan-log .cite >> nth=0")
    expect(page.locator("#panel mark")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator(".said-guide").last).to_contain_text("What is the main thing")


def test_suggestions_are_settled_in_the_chat_and_in_the_plan_alike(page: Page) -> None:
    begin(page)
    say(page, PROBLEM)
    say_until_suggested(page)
    items = page.locator(".chat-suggestions li")
    count = items.count()
    items.first.get_by_role("button", name="Accept").click()
    expect(items.first).to_contain_text("Decided")
    expect(page.locator("[data-section=choices] ul.choices [data-spot^='recommendations:']")).to_have_count(1)
    page.click("[data-section=proposals] button:has-text('Reject all')")
    page.click("#plan-confirm button[value=yes]")
    expect(page.locator(".chat-suggestions li[data-done]")).to_have_count(count)
    expect(page.locator("#plan-quick")).not_to_contain_text("Accept all")
    expect(page.locator(".said-guide").last).to_contain_text("Which of them can you really do")


def test_an_edit_is_saved_when_its_field_is_left_and_undone_with_one_click(page: Page) -> None:
    begin(page)
    add_row(page, "Agree a pathway")
    page.fill(cell(page, "risk"), "The clinics are busy")
    page.press(cell(page, "risk"), "Tab")
    saved(page)
    expect(page.locator("[data-section=history]")).to_contain_text("The clinics are busy")
    page.reload()
    expect(page.locator(cell(page, "risk"))).to_have_value("The clinics are busy")
    page.click("#plan-undo")
    expect(page.locator(cell(page, "risk"))).to_have_value("")
    page.click("#plan-redo")
    expect(page.locator(cell(page, "risk"))).to_have_value("The clinics are busy")


def test_what_is_being_typed_stays_while_the_plan_changes_around_it(page: Page, plan_site: Site) -> None:
    begin(page)
    add_row(page, "Agree a pathway")
    page.focus(cell(page, "risk"))
    page.keyboard.type("The clinics are bu")
    page.keyboard.press("ArrowLeft")
    other = opened(page.context, plan_site, "#" + page.url.partition("#")[2])
    other.fill(cell(other, "resources"), "A nurse")
    other.press(cell(other, "resources"), "Tab")
    saved(other)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator(cell(page, "resources"))).to_have_value("A nurse")
    page.keyboard.type("s")
    expect(page.locator(cell(page, "risk"))).to_have_value("The clinics are bsu")
    expect(page.locator(cell(page, "risk"))).to_be_focused()


def test_what_was_typed_last_is_kept_when_the_page_is_closed(page: Page, plan_site: Site) -> None:
    begin(page)
    add_row(page, "Agree a pathway")
    page.focus(cell(page, "risk"))
    page.keyboard.type("Typed and left")
    address = "#" + page.url.partition("#")[2]
    page.goto("about:blank")
    again = opened(page.context, plan_site, address)
    expect(again.locator(cell(again, "risk"))).to_have_value("Typed and left")


def test_what_is_refused_while_the_page_is_in_the_background_stays_unsaved_with_the_reason(page: Page) -> None:
    begin(page)
    add_row(page, "Agree a pathway")
    page.focus(cell(page, "risk"))
    page.keyboard.type(PATIENT)
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    expect(page.locator("[data-section=rows] .field-problem")).to_contain_text("identify a patient")
    expect(page.locator(cell(page, "risk"))).to_have_value(PATIENT)
    page.fill(cell(page, "risk"), "One of our patients was refused")
    page.press(cell(page, "risk"), "Tab")
    saved(page)
    page.reload()
    expect(page.locator(cell(page, "risk"))).to_have_value("One of our patients was refused")


def test_two_windows_on_one_cell_are_shown_both_values_and_nothing_is_lost(page: Page, plan_site: Site) -> None:
    begin(page)
    add_row(page, "Agree a pathway")
    other = opened(page.context, plan_site, "#" + page.url.partition("#")[2])
    expect(other.locator(cell(other, "activity"))).to_have_value("Agree a pathway")
    page.fill(cell(page, "risk"), "Ask twice")
    page.press(cell(page, "risk"), "Tab")
    saved(page)
    other.fill(cell(other, "risk"), "Name a deputy")
    other.press(cell(other, "risk"), "Tab")
    dialog = other.locator("#plan-conflict")
    expect(dialog).to_contain_text("Ask twice")
    expect(dialog).to_contain_text("Name a deputy")
    assert violations(other) == ""
    dialog.get_by_role("button", name="Use mine").click()
    saved(other)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator(cell(page, "risk"))).to_have_value("Name a deputy")
    page.fill(cell(page, "risk"), "Third")
    page.press(cell(page, "risk"), "Tab")
    saved(page)
    other.fill(cell(other, "risk"), "Fourth")
    other.press(cell(other, "risk"), "Tab")
    dialog.get_by_role("button", name="Leave the plan as it is").click()
    expect(other.locator(cell(other, "risk"))).to_have_value("Third")


def test_what_somebody_else_wrote_into_a_cell_that_is_being_typed_in_is_shown_before_it_is_replaced(
    page: Page, plan_site: Site
) -> None:
    begin(page)
    add_row(page, "Agree a pathway")
    other = opened(page.context, plan_site, "#" + page.url.partition("#")[2])
    expect(other.locator(cell(other, "activity"))).to_have_value("Agree a pathway")
    page.focus(cell(page, "risk"))
    page.keyboard.type("Ask twice")
    other.fill(cell(other, "risk"), "Name a deputy")
    other.press(cell(other, "risk"), "Tab")
    saved(other)
    page.evaluate("window.dispatchEvent(new Event('focus'))")  # another reply arrives meanwhile
    expect(page.locator("[data-section=history]")).to_contain_text("Name a deputy")
    expect(page.locator(cell(page, "risk"))).to_have_value("Ask twice")
    page.keyboard.press("Tab")
    dialog = page.locator("#plan-conflict")
    expect(dialog).to_contain_text("Name a deputy")
    expect(dialog).to_contain_text("Ask twice")
    dialog.get_by_role("button", name="Use mine").click()
    saved(page)
    other.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(other.locator(cell(other, "risk"))).to_have_value("Ask twice")


def test_typing_on_while_an_edit_is_being_saved_is_no_conflict_with_oneself(page: Page) -> None:
    begin(page)
    add_row(page, "Agree a pathway")
    page.route("**/do", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.fill(cell(page, "risk"), "The clinics")
    page.press(cell(page, "risk"), "Tab")
    page.fill(cell(page, "risk"), "The clinics are")
    page.press(cell(page, "risk"), "Tab")
    page.fill(cell(page, "risk"), "The clinics are busy")
    page.press(cell(page, "risk"), "Tab")
    expect(page.locator("[data-section=history]")).to_contain_text("The clinics are busy")
    saved(page)
    expect(page.locator("#plan-conflict")).to_be_hidden()
    page.unroute("**/do")
    page.reload()
    expect(page.locator(cell(page, "risk"))).to_have_value("The clinics are busy")


@pytest.mark.parametrize("address", ["#%E0%A4%A", "#plan/%", "#100%"])
def test_an_address_that_cannot_be_read_leaves_the_page_working(
    context: BrowserContext, plan_site: Site, address: str
) -> None:
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{plan_site.address}/{address}")
    page.wait_for_selector("body[data-view] #plan-sheet", state="attached")
    page.click("#top nav a[data-view=library]")
    expect(page.locator("#lib-list .unit-row").first).to_be_visible()
    assert errors == []


def test_what_cannot_be_saved_stays_in_its_field_with_the_reason(page: Page) -> None:
    begin(page)
    add_row(page, "Agree a pathway")
    page.fill(cell(page, "risk"), PATIENT)
    page.press(cell(page, "risk"), "Tab")
    expect(page.locator("[data-section=rows] .field-problem")).to_contain_text("identify a patient")
    expect(page.locator(cell(page, "risk"))).to_have_value(PATIENT)
    expect(page.locator(cell(page, "risk"))).to_have_attribute("aria-invalid", "true")
    page.fill(cell(page, "risk"), "One of our patients was refused")
    page.press(cell(page, "risk"), "Tab")
    saved(page)
    expect(page.locator(".field-problem")).to_have_count(0)


def test_an_edit_that_does_not_arrive_is_tried_again_when_its_field_is_left(page: Page) -> None:
    begin(page)
    add_row(page, "Agree a pathway")
    page.route("**/do", lambda route: route.abort())
    page.fill(cell(page, "risk"), "The clinics are busy")
    page.press(cell(page, "risk"), "Tab")
    expect(page.locator("[data-section=rows] .field-problem")).to_contain_text("cannot be reached")
    page.unroute("**/do")
    page.focus(cell(page, "risk"))
    page.press(cell(page, "risk"), "Tab")
    expect(page.locator(".field-problem")).to_have_count(0)
    page.reload()
    expect(page.locator(cell(page, "risk"))).to_have_value("The clinics are busy")


def test_a_message_with_patient_data_is_not_kept_and_comes_back_to_be_mended(page: Page) -> None:
    begin(page)
    say(page, PATIENT)
    expect(page.locator(".said-you")).to_have_count(0)
    expect(page.locator(WORDS)).to_have_value(PATIENT)
    assert "Schmidt" not in page.evaluate("JSON.stringify(localStorage)")


def test_a_message_that_does_not_arrive_is_not_lost(page: Page) -> None:
    begin(page)
    page.route("**/say", lambda route: route.abort())
    page.fill(WORDS, "Clinics refer too late")
    page.press(WORDS, "Enter")
    expect(page.locator(".said-trouble")).to_contain_text("cannot be reached")
    expect(page.locator(WORDS)).to_have_value("Clinics refer too late")
    page.unroute("**/say")
    page.press(WORDS, "Enter")
    expect(page.locator(".said-guide")).to_have_count(2)


def test_a_reply_to_a_plan_that_was_left_is_in_its_chat_and_holds_up_no_other(page: Page) -> None:
    begin(page, "The first")
    page.click("#plan-head .back")
    with page.expect_response("**/say"):  # the first plan's question is still there, out of sight, to be seen by begin
        begin(page, "The second")
    expect(page.locator("#plan-chat")).to_have_attribute("aria-busy", "false")
    waiting: list[Route] = []
    page.route("**/say", lambda route: waiting.append(route))  # Playwright marks its handlers: no built-in will do
    page.fill(WORDS, "Clinics refer too late")
    page.press(WORDS, "Enter")
    expect(page.locator("#plan-chat")).to_have_attribute("aria-busy", "true")
    page.click("#plan-head .back")
    page.click("#start-list a:has-text('The first')")
    expect(page.locator("#plan-title")).to_have_text("The first")
    expect(page.locator("#plan-say button")).to_be_enabled()
    waiting[0].continue_()
    page.unroute("**/say")
    say(page, "The other answer")
    expect(page.locator(".said-you")).to_have_count(1)
    page.click("#plan-head .back")
    page.click("#start-list a:has-text('The second')")
    expect(page.locator(".said-guide")).to_have_count(2)
    expect(page.locator(".said-you")).to_have_text("You: Clinics refer too late")


def test_a_situation_that_says_too_little_is_asked_for_more_then_drafted(page: Page) -> None:
    page.fill("#start-text", VAGUE)
    page.click("#start-scenario .primary")
    expect(page.locator("#start-problem")).to_contain_text("a few words more")
    page.fill("#start-asks textarea >> nth=0", CHARITY)
    page.click("#start-scenario .primary")
    expect(page.locator("#plan-log .said-trouble")).to_contain_text("Review each cell before use")
    expect(page.locator("[data-section=proposals]")).to_contain_text("suggestions")
    expect(page.locator("[data-section=rows] tbody.suggestion")).to_be_visible()
    page.click("[data-section=proposals] button:has-text('Accept all')")
    expect(page.locator(cell(page, "activity"))).to_be_visible()
    expect(page.locator("[data-section=rows] tbody.suggestion")).to_have_count(0)


def test_a_finding_leads_to_its_cell(page: Page) -> None:
    begin(page)
    add_row(page, "Agree a pathway")
    page.click("[data-section=lint] a[data-jump^='rows:'] >> nth=0")
    assert page.evaluate("document.activeElement.closest('[data-section]').dataset.section") == "rows"


def test_back_from_the_library_the_reader_is_where_they_left_the_plan(page: Page) -> None:
    begin(page)
    say(page, PROBLEM)
    say_until_suggested(page)
    page.click("#plan-quick button:has-text('Accept all')")
    page.click("[data-section=choices] [data-spot^='recommendations:'] a.unit >> nth=0")
    expect(page.locator("#lib-unit h2")).to_be_visible()
    page.go_back()
    expect(page.locator("body")).to_have_attribute("data-view", "plan")
    expect(page.locator("[data-section=choices] h2")).to_be_visible()
    assert page.evaluate("scrollY") > 300


def test_an_answer_goes_into_a_plan(page: Page, plan_site: Site) -> None:
    begin(page, "From answers")
    page.goto(f"{plan_site.address}/#ask")
    page.fill("#question textarea", "What is recommendation 2.3?")
    page.press("#question textarea", "Enter")
    page.click(".add-to-plan")
    assert violations(page) == ""
    expect(page.locator("#add-plan")).to_contain_text("From answers")
    for box in page.locator("#add-units input").all()[1:]:
        box.uncheck()
    page.fill("#add-reason", "Every company audits us")
    page.click("#add-form .primary")
    page.click(".actions .said a")
    expect(page.locator("#plan-title")).to_have_text("From answers")
    chosen = page.locator("[data-section=choices] [data-spot='recommendations:rec.2.3']")
    expect(chosen).to_contain_text("Every company audits us")


def test_a_link_for_reading_shows_the_plan_and_deleting_means_gone(page: Page, plan_site: Site) -> None:
    begin(page, "Shared and gone")
    add_row(page, "Agree a pathway")
    page.click("[data-section=files] button:has-text('Make a link')")
    link = page.locator("[data-section=files] a:has-text('Open the page for readers')")
    with page.context.expect_page() as reading:
        link.click()
    reader = reading.value
    expect(reader.locator("h1")).to_have_text("Shared and gone")
    expect(reader.locator("body")).to_contain_text("Agree a pathway")
    assert reader.locator("button, input, textarea, select").count() == 0
    assert violations(reader) == ""
    address = page.url
    page.click("[data-section=files] button:has-text('Delete this plan')")
    page.click("#plan-confirm button[value=yes]")
    expect(page.locator("#start-problem")).to_contain_text("gone for good")
    expect(page.locator("#start-problem")).to_be_visible()
    expect(page.locator("#start-list")).not_to_contain_text("Shared and gone")
    reader.reload()
    expect(reader.locator("h1")).to_have_text("No plan here")
    page.goto(address)
    expect(page.locator("#start-problem")).to_contain_text("deleted")
    expect(page.locator("#start-problem")).to_be_visible()


def test_an_exported_file_brings_the_plan_back_and_edits_come_as_suggestions(page: Page, tmp_path: Path) -> None:
    begin(page, "There and back")
    add_row(page, "Agree a pathway")
    with page.expect_download() as download:
        page.click("[data-section=files] a[href$='export.json']")
    file = tmp_path / "plan.json"
    download.value.save_as(file)
    file.write_text(file.read_text(encoding="utf-8").replace("Agree a pathway", "Agree a short pathway"))
    page.set_input_files("[data-import]", file)
    expect(page.locator("[data-section=proposals]")).to_contain_text("1 suggestion")
    page.click("[data-section=proposals] button:has-text('Accept all')")
    expect(page.locator(cell(page, "activity"))).to_have_value("Agree a short pathway")
    page.click("#plan-head .back")
    page.set_input_files("#start-pick", file)
    expect(page.locator("#plan-title")).to_have_text("There and back")
    expect(page.locator(cell(page, "activity"))).to_have_value("Agree a short pathway")


def test_the_whole_journey_ends_in_a_word_file_with_what_the_page_shows(page: Page, plan_site: Site) -> None:
    plan_site.elsewhere.clear()
    page.fill("#start-text", CHARITY)
    page.click("#start-scenario .primary")
    page.click("[data-section=proposals] button:has-text('Accept all')")
    expect(page.locator(cell(page, "activity"))).to_be_visible()
    page.reload()
    page.fill(cell(page, "risk"), "Nobody answers the phone")
    page.press(cell(page, "risk"), "Tab")
    saved(page)
    page.click("#plan-undo")
    expect(page.locator(cell(page, "risk"))).not_to_have_value("Nobody answers the phone")
    with page.expect_download() as download:
        page.click("[data-section=files] a[href$='export.docx']")
    tables = Document(io.BytesIO(Path(download.value.path()).read_bytes())).tables
    text = "\n".join(c.text for table in tables for row in table.rows for c in row.cells)
    for field in ("activity", "audience", "resources", "stakeholders", "risk"):
        for line in page.locator(cell(page, field)).input_value().splitlines():
            assert line.strip() in text
    assert "Nobody answers the phone" not in text
    assert plan_site.elsewhere == []


def test_the_keyboard_alone_makes_a_plan(page: Page) -> None:
    tab_to(page, "#start-title")
    page.keyboard.type("By keys")
    page.keyboard.press("Enter")
    expect(page.locator(".chat-question")).to_be_visible()
    tab_to(page, WORDS)
    page.keyboard.type(PROBLEM)
    page.keyboard.press("Enter")
    expect(page.locator("[data-answer='step.1.ask.what.1']")).to_have_value("Clinics refer too late.")
    tab_to(page, "#plan-quick button")
    page.keyboard.press("Enter")
    expect(page.locator(".said-guide").last).to_contain_text("Skipped")
    tab_to(page, "[data-section=rows] details.add > summary")
    page.keyboard.press("Enter")
    tab_to(page, "[data-section=rows] form [name=activity]")
    page.keyboard.type("Agree a pathway")
    tab_to(page, "[data-section=rows] form button")
    page.keyboard.press("Enter")
    expect(page.locator(cell(page, "activity"))).to_have_value("Agree a pathway")
    focused = "document.activeElement !== document.body"
    assert page.evaluate(focused)


def tab_to(page: Page, selector: str, most: int = 150) -> None:
    """Presses Tab until the focus is there; every stop on the way can be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(s) => Boolean(document.activeElement?.matches(s))", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with Tab")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1280, 860), (360, 740)])
def test_no_wcag_violation_and_nothing_scrolls_sideways_on_any_step(
    browser: Browser, plan_site: Site, scheme: str, width: int, height: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page = opened(context, plan_site)
    _check(page, width)
    page.fill("#start-text", VAGUE)
    page.click("#start-scenario .primary")
    expect(page.locator("#start-asks textarea").first).to_be_visible()
    _check(page, width)
    page.fill("#start-text", CHARITY)
    page.click("#start-scenario .primary")
    expect(page.locator(".chat-question")).to_be_visible()
    for step in (1, 2, 3, 4):
        if width < 1000:
            page.click("[data-tab=sheet]")
            _check(page, width)
        if step == 3:
            page.click("[data-section=proposals] button:has-text('Accept all')")
            expect(page.locator("[data-section=rows] tbody.suggestion")).to_have_count(0)
        page.click(f"[data-section=progress] [data-do=step] >> nth={step - 1}")
        said = f"Step {step} of 4" if step < 4 else "Nothing is left to ask in step 4"  # the draft measures its row
        expect(page.locator(".said-guide").last).to_contain_text(said)
        _check(page, width)
    context.close()


def _check(page: Page, width: int) -> None:
    page.wait_for_timeout(200)
    assert violations(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= width

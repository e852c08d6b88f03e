"""The page as people meet it: asked, opened, read, by mouse, by keyboard alone, on a phone, in the dark."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, violations
from tests.web.fake_assistant import HOSTILE, MOST_CHARACTERS

pytestmark = pytest.mark.browser

QUESTION = "Do centres talk to each other?"
BOX = "#question textarea"
LAST = "#chat .answer >> nth=-1"


def ask(page: Page, question: str = QUESTION) -> None:
    """Types and submits, and waits for the finished answer."""
    before = page.locator("#chat .user-row").count()
    page.fill(BOX, question)
    page.press(BOX, "Enter")
    expect(page.locator("#chat .user-row")).to_have_count(before + 1)
    expect(page.locator(LAST)).to_have_attribute("data-done", "1")


def open_citation(page: Page, number: int = 1) -> None:
    """Clicks the mark and waits for the highlighted passage."""
    page.locator(LAST).locator(".cite", has_text=str(number)).first.click()
    expect(page.locator("#panel mark")).to_be_visible()


def test_a_citation_opens_the_exact_passage_highlighted_in_its_section(page: Page) -> None:
    ask(page)
    open_citation(page)
    expect(page.locator("#panel mark")).to_have_text(
        "Referring and treating centres should agree how they work together."
    )
    expect(page.locator("#panel .piece")).to_have_count(5)
    expect(page.locator("#panel")).to_contain_text("Our wording")
    expect(page.locator("#panel a.out").first).to_have_attribute("rel", "noopener noreferrer")
    page.click("#panel-close")
    expect(page.locator("#panel")).to_be_hidden()


def test_nothing_leaves_this_machine_even_when_texts_ask_for_it(page: Page, site: Site) -> None:
    site.elsewhere.clear()
    ask(page, HOSTILE)
    open_citation(page, 2)
    page.goto(f"{site.address}/#rec.2.3")
    expect(page.locator("#lib-unit h2")).to_have_text("Requirements are harmonised")
    page.wait_for_timeout(500)
    assert site.elsewhere == []
    assert page.locator("#chat img, #panel img, #lib-unit img").count() == 0


def test_the_served_page_names_no_other_host(page: Page, site: Site) -> None:
    html = page.request.get(site.address).text()
    assert "og:image" not in html
    assert "googleapis" not in html
    assert "default-src 'self'" in page.request.get(site.address).headers["content-security-policy"]
    assert page.request.get(f"{site.address}/gradio_api/info").status == 404


def test_the_conversation_so_far_goes_with_the_next_question(page: Page) -> None:
    ask(page)
    page.locator(LAST).locator(".next .chip").first.click()
    expect(page.locator("#chat .user-row")).to_have_count(2)
    expect(page.locator("#chat .user-row").last).to_contain_text("Who should be involved?")


def test_an_example_question_asks_itself(page: Page) -> None:
    page.click("#welcome .chip >> nth=0")
    expect(page.locator(LAST)).to_have_attribute("data-done", "1")
    expect(page.locator("#welcome")).to_be_hidden()


def test_a_question_that_is_too_long_comes_back_with_the_cure(page: Page) -> None:
    page.fill(BOX, "x" * (MOST_CHARACTERS + 1))
    page.press(BOX, "Enter")
    expect(page.locator("#chat .problem")).to_contain_text(f"shorten it to {MOST_CHARACTERS}")
    expect(page.locator(BOX)).to_have_value("x" * (MOST_CHARACTERS + 1))
    page.fill(BOX, QUESTION)
    page.press(BOX, "Enter")
    expect(page.locator("#chat .user-row")).to_have_count(1)
    expect(page.locator(LAST)).to_contain_text("recommendation 2.2")


def test_retry_undo_and_edit(page: Page) -> None:
    ask(page)
    ask(page, "How many hospitals?")
    page.click("#chat button[aria-label=Retry]")
    expect(page.locator("#chat .user-row")).to_have_count(2)
    expect(page.locator(LAST)).to_contain_text("The sources do not say.")
    page.click("#chat button[aria-label=Undo]")
    expect(page.locator("#chat .user-row")).to_have_count(1)
    expect(page.locator(BOX)).to_have_value("How many hospitals?")
    page.click("#chat button[aria-label=Edit]")
    page.fill("#chat textarea", "How many hospitals then, R&D <b>?")
    page.click("#chat button[aria-label=Submit]")
    expect(page.locator(LAST)).to_contain_text("The sources do not say.")
    expect(page.locator("#chat .user-row")).to_have_count(1)
    expect(page.locator("#chat .user-row")).to_contain_text("R&D <b>?")


def test_an_answer_can_be_stopped_and_the_next_one_asked(browser: Browser, slow_site: Site) -> None:
    page = browser.new_page()
    page.goto(slow_site.address)
    page.wait_for_selector(BOX)
    page.fill(BOX, QUESTION)
    page.press(BOX, "Enter")
    page.click("#question button.stop-button")
    expect(page.locator(LAST)).to_contain_text("Stopped")
    expect(page.locator("#question button.submit-button")).to_be_visible()
    page.fill(BOX, "How many hospitals?")
    page.press(BOX, "Enter")
    expect(page.locator(LAST)).to_contain_text("The sources do not say.")
    expect(page.locator("#chat .user-row")).to_have_count(2)
    page.close()


def test_thumbs_are_stored_with_their_reason_and_without_contacts(page: Page, site: Site) -> None:
    ask(page)
    page.click(".thumb[data-verdict=down]")
    page.fill(".reason input", "Too short, write to me@clinic.example.org")
    page.press(".reason input", "Enter")
    expect(page.locator(".said")).to_contain_text("stored")
    row = json.loads((site.home / "feedback.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert row["verdict"] == "down"
    assert row["question"] == QUESTION
    assert row["reason"] == "Too short, write to [e-mail address removed]"


def test_the_answer_is_copied_with_its_sources(browser: Browser, site: Site) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(site.address)
    page.wait_for_selector(BOX)
    ask(page)
    page.click(".copy")
    expect(page.locator(".copy")).to_have_text("Copied")
    text = page.evaluate("navigator.clipboard.readText()")
    assert "together. [1]" in text
    assert "[2] Requirements are harmonised" in text
    context.close()


def test_a_deep_link_opens_its_unit_and_the_library_can_be_searched(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/#rec.2.3")
    expect(page.locator("#lib-unit h2")).to_have_text("Requirements are harmonised")
    expect(page.locator("#lib-unit .place")).to_contain_text("3 of 5")
    page.fill("#lib-words", "apheresis")
    expect(page.locator("#lib-list .count")).to_have_text("1 of 7 entries")
    page.fill("#lib-words", "")
    page.select_option("#lib-kind", "goal")
    expect(page.locator("#lib-list .unit-row")).to_have_count(1)
    page.click("#lib-unit a[href='#rec.2.5']")
    expect(page.locator("#lib-unit h2")).to_have_text("Data are shared")
    page.go_back()
    expect(page.locator("#lib-unit h2")).to_have_text("Requirements are harmonised")


def test_the_keyboard_alone_gets_through(page: Page) -> None:
    page.focus(BOX)
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(LAST)).to_have_attribute("data-done", "1")
    _tab_to(page, ".cite")
    page.keyboard.press("Enter")
    expect(page.locator("#panel mark")).to_be_visible()
    assert page.evaluate("document.querySelector('#panel').contains(document.activeElement)")
    _tab_to(page, "#panel-close")
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_hidden()
    assert page.evaluate("document.activeElement.matches('.cite')")
    page.keyboard.press("Enter")
    expect(page.locator("#panel mark")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    _tab_to(page, BOX)
    assert page.evaluate("getComputedStyle(document.querySelector('#question')).boxShadow") != "none"


def _tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Presses Tab, and Shift+Tab for what lies before, until the focus is there and can be seen."""
    for key in ["Shift+Tab"] * most + ["Tab"] * (2 * most):
        if page.evaluate("(s) => Boolean(document.activeElement?.matches(s))", selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{selector} cannot be reached with Tab")


def test_a_finished_answer_is_announced_once_in_a_live_region(page: Page) -> None:
    ask(page)
    expect(page.locator("#v2a-status[role=status]")).to_contain_text(
        "Answered from the sources. Yes: this is recommendation 2.2"
    )
    assert page.locator("#chat [role=log]").get_attribute("aria-live") == "off"
    assert page.evaluate("document.documentElement.lang") == "en"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1280, 860), (360, 740)])
def test_no_wcag_violation_and_nothing_scrolls_sideways(
    browser: Browser, site: Site, scheme: str, width: int, height: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site.address)
    page.wait_for_selector(BOX)
    _check(page, width)
    ask(page)
    _check(page, width)
    open_citation(page)
    _check(page, width)
    page.keyboard.press("Escape")
    page.goto(f"{site.address}/#rec.2.3")
    expect(page.locator("#lib-unit h2")).to_be_visible()
    for details in page.locator("#lib-unit details").all():
        details.locator("summary").click()
    _check(page, width)
    for view in ("#library", "#about"):
        page.evaluate("(hash) => { location.hash = hash }", view)
        page.wait_for_timeout(300)
        _check(page, width)
    context.close()


def _check(page: Page, width: int) -> None:
    page.wait_for_timeout(200)
    assert violations(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= width

"""From a new plan to a Word file with the keyboard alone: every control is reached, and the focus is never lost."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_plan_page import PROBLEM, WORDS, saved

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, plan_site: Site) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 860}, accept_downloads=True)
    found = context.new_page()
    found.goto(plan_site.address)
    found.wait_for_selector("#plan-sheet", state="attached")
    yield found
    context.close()


def tab_to(page: Page, selector: str, most: int, back: bool = False) -> None:
    """Press Tab until that is focused, at most so often, and never with the focus nowhere or out of sight."""
    for _ in range(most):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        assert page.evaluate("document.activeElement !== document.body")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            box = page.evaluate("document.activeElement.getBoundingClientRect().toJSON()")
            assert box["bottom"] > 0
            assert box["top"] < 860
            return
    raise AssertionError(f"{selector} is not within {most} steps of the Tab key")


def type_and_send(page: Page, words: str) -> None:
    replies = page.locator(".said-guide").count()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.locator(".said-guide")).to_have_count(replies + 1)
    expect(page.locator("#plan-chat")).to_have_attribute("aria-busy", "false")
    expect(page.locator(WORDS)).to_be_focused()


def test_a_plan_is_made_and_taken_along_with_the_keyboard_alone(page: Page) -> None:
    tab_to(page, "#top nav a[data-view=plan]", 5)
    page.keyboard.press("Enter")
    tab_to(page, "#start-title", 6)
    page.keyboard.type("By keyboard")
    page.keyboard.press("Enter")
    expect(page.locator(".chat-question")).to_contain_text("What is the main thing")
    expect(page.locator("#plan-title")).to_be_focused()  # what had the focus is gone with the start
    tab_to(page, WORDS, 8)
    type_and_send(page, PROBLEM)
    for _ in range(12):
        if page.locator(".chat-suggestions").count():
            break
        type_and_send(page, "skip")
    tab_to(page, ".chat-suggestions [data-do=accept]", 14, back=True)
    page.keyboard.press("Enter")
    expect(page.locator(".chat-suggestions li[data-done]")).to_have_count(1)
    expect(page.locator(WORDS)).to_be_focused()
    type_and_send(page, "accept all")
    type_and_send(page, "step 3")
    type_and_send(page, "accept all")
    tab_to(page, "#plan-bar a[data-jump=rows]", 8)
    page.keyboard.press("Enter")
    expect(page.locator("#plan-rows-title")).to_be_focused()
    tab_to(page, "[data-section=rows] textarea[data-field=risk]", 60)
    page.keyboard.press("Control+End")
    page.keyboard.type(" Typed without a mouse.")
    page.keyboard.press("Tab")
    saved(page)
    # The link that was focused went with the draft's words; the focus stays where it stood.
    expect(page.locator("[data-section=rows] textarea[data-field=risk]")).to_be_focused()
    tab_to(page, "[data-section=rows] .to-parts", 60, back=True)
    page.keyboard.press("Enter")
    tab_to(page, "#plan-bar a[data-jump=files]", 12)
    page.keyboard.press("Enter")
    tab_to(page, "[data-section=files] a[href$='.docx']", 4)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    tables = Document(io.BytesIO(Path(download.value.path()).read_bytes())).tables
    assert any("Typed without a mouse." in cell.text for table in tables for row in table.rows for cell in row.cells)
    tab_to(page, "[data-section=files] .to-parts", 3, back=True)
    page.keyboard.press("Enter")
    tab_to(page, "#plan-head .back", 20, back=True)
    page.keyboard.press("Enter")
    expect(page.locator("#plan-start h1")).to_be_focused()

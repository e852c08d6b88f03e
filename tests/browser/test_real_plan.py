"""A plan from its first question to a Word file, with the real corpus, model, server and browser."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import violations
from tests.browser.test_plan_page import begin, cell, say, say_until_suggested

pytestmark = [pytest.mark.browser, pytest.mark.real_model]

PATIENCE = 90_000
COLUMNS = ("activity", "audience", "resources", "stakeholders", "risk")


def test_four_steps_by_chat_end_in_a_word_file_that_says_what_the_page_says(
    browser: Browser, real_address: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 860}, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{real_address}/#plan")
    begin(page, "Earlier referral")
    _first_step(page)
    _second_step(page)
    page.reload()  # in the middle: the chat and the plan go on where they were
    expect(page.locator(".said-guide").last).to_contain_text("Step 2 of 4")
    _third_step(page)
    _fourth_step(page)
    assert violations(page) == ""
    before = page.locator("[data-section=indicators] tbody").count()
    page.click("#plan-undo")
    expect(page.locator("#plan-toast")).to_be_visible()
    page.click("#plan-redo")
    expect(page.locator("[data-section=indicators] tbody")).to_have_count(before)
    _compare_with_word(page)
    context.close()


def _first_step(page: Page) -> None:
    say(
        page,
        "what: Community clinics in our two northern counties refer patients too late. where: two northern counties. "
        "who: older people who live far away. why: There is no agreed referral pathway with the university hospital.",
    )
    say_until_suggested(page)
    expect(page.locator(".chat-suggestions").last).to_contain_text("Recommendation 2.2")
    page.click("#plan-quick button:has-text('Accept all')")
    expect(page.locator("[data-section=choices] [data-spot='recommendations:rec.2.2']")).to_be_visible()


def _second_step(page: Page) -> None:
    page.click("[data-section=progress] [data-do=step] >> nth=1")
    expect(page.locator(".said-guide").last).to_contain_text("Step 2 of 4")


def _third_step(page: Page) -> None:
    page.click("[data-section=progress] [data-do=step] >> nth=2")
    drafted = page.locator("[data-section=rows] tbody.suggestion")
    expect(drafted.first).to_be_visible()
    drafted.first.get_by_role("button", name="Accept", exact=True).click()
    expect(page.locator(cell(page, "activity"))).to_be_visible()
    page.fill(cell(page, "resources"), "One nurse and 12,000 euros")
    page.press(cell(page, "resources"), "Tab")
    expect(page.locator("[data-section=history]")).to_contain_text("One nurse and 12,000 euros")


def _fourth_step(page: Page) -> None:
    page.click("[data-section=progress] [data-do=step] >> nth=3")
    expect(page.locator(".said-guide").last).to_contain_text("Step 4 of 4")
    page.click("#plan-quick button:has-text('Accept all')")
    expect(page.locator("[data-section=indicators] tbody textarea").first).to_be_visible()


def _compare_with_word(page: Page) -> None:
    with page.expect_download() as download:
        page.click("[data-section=files] a[href$='export.docx']")
    document = Document(io.BytesIO(Path(download.value.path()).read_bytes()))
    rows = [[c.text for c in row.cells] for table in document.tables for row in table.rows]
    shown = [page.locator(cell(page, field)).input_value() for field in COLUMNS]
    assert shown[2] == "One nurse and 12,000 euros"
    assert any(
        all(line.strip() in found for words, found in zip(shown, row[-5:], strict=False) for line in words.splitlines())
        for row in rows
        if len(row) >= len(COLUMNS)
    )
    measures = page.locator("[data-section=indicators] [data-field=indicator]").all()
    text = "\n".join("\n".join(row) for row in rows)
    assert measures
    assert all(measure.input_value().strip() in text for measure in measures)

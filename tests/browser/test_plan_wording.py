"""Rows of a draft in a slow model's words: the draft is there at once, row by row gets better, and one can stop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, violations
from tests.browser.test_plan_page import begin, opened, say, say_until_suggested
from tests.web.slow_model import PLACE, SEVERAL

pytestmark = pytest.mark.browser

BAR = "#plan-wording"
WORDED = "[data-section=proposals] .why:has-text('in the words of fake:scripted')"


@pytest.fixture
def page(browser: Browser, model_site: Site) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    yield opened(context, model_site)
    context.close()


def draft(page: Page) -> None:
    page.fill("#start-text", SEVERAL)
    page.click("#start-scenario button")
    expect(page.locator("#plan-work")).to_be_visible(timeout=30_000)  # the first one waits for the assistant to be open


def rows_suggested(page: Page) -> int:
    return page.locator("[data-section=rows] [data-spot^='proposal:']").count()


def ended(site: Site) -> int:
    file = Path(site.home / "ended")
    return len(file.read_text().splitlines()) if file.exists() else 0


def test_the_draft_is_there_at_once_and_its_rows_are_worded_one_by_one(page: Page) -> None:
    draft(page)
    expect(page.locator(BAR)).to_contain_text("Wording row 1 of 3")
    assert rows_suggested(page) == 3  # before the model has said anything
    expect(page.locator(WORDED)).to_have_count(0)
    expect(page.locator(BAR)).to_contain_text("Wording row 2 of 3", timeout=10_000)
    expect(page.locator(WORDED)).to_have_count(1)
    expect(page.locator(BAR)).to_contain_text("All 3 rows are now in the words of fake:scripted", timeout=15_000)
    expect(page.locator(WORDED)).to_have_count(3)
    expect(page.locator("[data-section=rows]")).to_contain_text(f"mark where days were lost {PLACE}")
    page.click(f"{BAR} button:has-text('Close')")
    expect(page.locator(BAR)).to_be_hidden()
    expect(page.locator("#plan-title")).to_be_focused()


def test_stopping_ends_the_models_work_and_keeps_what_is_there(page: Page, model_site: Site) -> None:
    draft(page)
    expect(page.locator(BAR)).to_contain_text("Wording row 2 of 3", timeout=10_000)
    before = ended(model_site)
    page.click(f"{BAR} button:has-text('Stop, keep as it is')")
    expect(page.locator(BAR)).to_contain_text("Stopped after 1 of 3 rows")
    assert violations(page) == ""
    for _ in range(20):
        if ended(model_site) > before:
            break
        page.wait_for_timeout(100)
    assert ended(model_site) == before + 1
    page.reload()
    page.wait_for_selector("[data-section=rows] [data-spot^='proposal:']")
    page.wait_for_timeout(300)
    expect(page.locator(BAR)).to_be_hidden()
    expect(page.locator(WORDED)).to_have_count(1)
    assert rows_suggested(page) == 3


def test_leaving_loses_nothing_and_coming_back_goes_on(page: Page, model_site: Site) -> None:
    draft(page)
    expect(page.locator(BAR)).to_contain_text("Wording row 1 of 3")
    before = ended(model_site)
    page.reload()
    expect(page.locator(BAR)).to_contain_text("Wording row 1 of 3")
    assert rows_suggested(page) == 3
    page.click("#plan-head .back")
    page.wait_for_timeout(600)
    assert ended(model_site) >= before + 2  # nobody waits for it: it was ended, both times
    page.click("#start-list a >> nth=0")
    expect(page.locator(BAR)).to_contain_text("All 3 rows", timeout=15_000)


def test_what_is_settled_meanwhile_is_taken_as_it_was_seen_and_not_worded_any_more(page: Page) -> None:
    draft(page)
    expect(page.locator(BAR)).to_contain_text("Wording row 1 of 3")
    page.click("[data-section=proposals] button:has-text('Accept all')")
    expect(page.locator("[data-section=rows] tbody [data-edit=rows][data-field=activity]")).to_have_count(3)
    expect(page.locator(BAR)).to_be_hidden()
    expect(page.locator("#plan-conflict")).to_be_hidden()
    first = page.locator("[data-section=rows] [data-edit=rows][data-field=activity]").first
    assert f"lost {PLACE}" not in first.input_value()


def test_words_of_ones_own_stay_in_a_suggestion_that_is_worded_meanwhile(page: Page) -> None:
    draft(page)
    expect(page.locator(BAR)).to_contain_text("Wording row 1 of 3")
    suggestion = page.locator("[data-section=rows] [data-spot^='proposal:']").first
    suggestion.locator("summary:has-text('Change it first')").click()
    suggestion.locator("form[data-do=accept] [name=risk]").fill("My own risk")
    expect(page.locator(BAR)).to_contain_text("Wording row 2 of 3", timeout=10_000)
    expect(suggestion.locator("form[data-do=accept] [name=risk]")).to_have_value("My own risk")
    suggestion.locator("form[data-do=accept] button.go").click()
    expect(page.locator("[data-section=rows] [data-edit=rows][data-field=risk]")).to_have_value("My own risk")


def test_a_row_suggested_in_the_chat_is_there_at_once_and_worded_after_that(page: Page) -> None:
    begin(page)
    say(page, f"what: Clinics {PLACE} refer too late. why: There is no agreed referral pathway with the centre.")
    say_until_suggested(page)
    say(page, "accept all")
    say(page, "step 3")
    item = page.locator(".chat-suggestions li:has-text('A new activity')").last
    expect(item).not_to_contain_text("in the words of")
    expect(page.locator(BAR)).to_contain_text("Wording the suggested row")
    expect(page.locator(BAR)).to_contain_text("The row is now in the words of fake:scripted", timeout=10_000)
    expect(item).to_contain_text("in the words of fake:scripted")
    item.get_by_role("button", name="Accept").click()
    expect(item).to_contain_text("Decided")
    expect(page.locator("[data-section=rows] [data-edit=rows][data-field=activity]")).to_have_count(1)

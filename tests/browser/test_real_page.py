"""The whole product once: real corpus, real model, real server, real browser."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser, expect

pytestmark = [pytest.mark.browser, pytest.mark.real_model]

# 15 s on an idle machine is the aim; a loaded one may take several times that.
USABLE_WITHIN = 90
QUESTION = "The patient's own doctor and the big hospital never talk. Is there anything on that?"


def test_an_everyday_question_is_answered_and_its_source_opens_highlighted(browser: Browser, real_address: str) -> None:
    page = browser.new_page()
    elsewhere: list[str] = []
    own = (real_address, "data:", "blob:")
    page.on("request", lambda r: None if r.url.startswith(own) else elsewhere.append(r.url))
    started = time.monotonic()
    page.goto(real_address, wait_until="commit", timeout=USABLE_WITHIN * 1000)
    page.wait_for_selector("#question textarea", timeout=USABLE_WITHIN * 1000)
    page.fill(
        "#question textarea", "The patient's own doctor and the big hospital never talk. Is there anything on that?"
    )
    page.press("#question textarea", "Enter")
    answer = page.locator("#chat .answer >> nth=-1")
    expect(answer).to_have_attribute("data-done", "1", timeout=USABLE_WITHIN * 1000)
    assert time.monotonic() - started < USABLE_WITHIN
    expect(answer).to_contain_text("recommendation 2.2")
    answer.locator(".cite").first.click()
    marked = page.locator("#panel mark")
    expect(marked).to_be_visible()
    assert marked.inner_text().strip()[:40] in answer.inner_text()
    assert elsewhere == []
    page.close()

"""A budget per user in the web app: who a request counts to, on the Ask page and the Plan page, and what is kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.requests import HTTPConnection

from assistant import wiring
from assistant.cost import Limit, Use
from assistant.settings import Settings
from assistant.wiring import OpenAssistant, open_ledger
from assistant.writing.budget import Budget, on_behalf_of, spending_as
from tests.conftest import FakeChatModel, FakeParts
from tests.core.shelves import open_with_fakes, shipped
from tests.planning.drafts import CHARITY
from tests.writing.scripts import honest
from ui.web.readers import COOKIE, user_of
from ui.web.server import application

QUESTION = "What does recommendation 2.3 say?"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[OpenAssistant, Settings]]:
    """The assistant of the web app with a scripted model."""
    home = tmp_path_factory.mktemp("readers")
    settings = replace(shipped(home), model="openai:scripted", model_daily_user=Limit(Decimal(50_000)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "open_model", lambda _: FakeChatModel(honest, counted=Use(2_000, 100)))
        yield open_with_fakes(settings, FakeParts()), settings


class Browser:
    """One browser on the Ask page, through Gradio's own queue."""

    def __init__(self, client: TestClient, session: str) -> None:
        self.client, self.session = client, session
        html = client.get("/").text
        found = re.search(r"window\.gradio_config = (\{.*?\});?</script>", html, re.DOTALL)
        assert found, html[:2_000]
        config = json.loads(found[1])
        box = next(c["id"] for c in config["components"] if c["props"].get("elem_id") == "question")
        self.submit = next(d["id"] for d in config["dependencies"] if [box, "submit"] in d["targets"] and d["inputs"])

    def ask(self, question: str) -> str:
        body: dict[str, Any] = {"data": [None, question], "fn_index": self.submit, "session_hash": self.session}
        assert self.client.post("/gradio_api/queue/join", json=body).status_code == 200
        with self.client.stream("GET", f"/gradio_api/queue/data?session_hash={self.session}") as events:
            return "".join(events.iter_text())


def uses(settings: Settings) -> dict[str, Use]:
    """What each user took today, by the name that is kept."""
    found: dict[str, Use] = {}
    for who, use in open_ledger(settings)._lines():
        found[who] = found.get(who, Use()) + use
    return found


def test_each_browser_counts_for_itself_on_both_pages(opened: tuple[OpenAssistant, Settings]) -> None:
    assistant, settings = opened
    with TestClient(application(lambda: assistant, settings)) as ann, TestClient(ann.app) as bob:
        assert "In the words of" in Browser(ann, "a").ask(QUESTION)
        assert list(uses(settings).values()) == [Use(2_000, 100)]
        assert "In the words of" in Browser(bob, "b").ask(QUESTION)
        assert sorted(use.tokens for use in uses(settings).values()) == [2_100, 2_100]
        plan = ann.post("/plans", json={"title": "Ours"}).json()
        said = ann.post(f"/plans/{plan['id']}/say", json={"text": QUESTION}).json()
        assert "reply" in said
        assert sorted(use.tokens for use in uses(settings).values()) == [2_100, 4_200]
        begun = ann.post("/plans", json={"title": "Ours", "scenario": CHARITY}).json()
        ann.post(f"/plans/{begun['id']}/word", json={"proposal": begun["word"][0]})
        assert sorted(use.tokens for use in uses(settings).values()) == [2_100, 6_300]
        kept = "".join(path.read_text(errors="replace") for path in (settings.home / "model-use").iterdir())
        assert ann.cookies[COOKIE] not in kept
        assert "testclient" not in kept


def test_a_browser_whose_budget_is_spent_is_answered_from_quotes_and_others_are_not(
    opened: tuple[OpenAssistant, Settings],
) -> None:
    assistant, settings = opened
    with TestClient(application(lambda: assistant, settings)) as ann, TestClient(ann.app) as bob:
        first, second = Browser(ann, "c"), Browser(bob, "d")
        open_ledger(settings).reserve(Use(49_000), f"reader {ann.cookies[COOKIE]}")
        assert "In the words of" not in first.ask(QUESTION)
        assert "In the words of" in second.ask(QUESTION)


def test_the_id_comes_with_the_page_alone_lasts_until_midnight_and_is_out_of_reach_of_scripts(
    opened: tuple[OpenAssistant, Settings],
) -> None:
    assistant, settings = opened
    with TestClient(application(lambda: assistant, settings)) as client:
        assert "set-cookie" not in client.get("/shared/nothing").headers
        cookie = client.get("/").headers["set-cookie"]
        assert re.match(rf"{COOKIE}=[\w-]{{22}}; Path=/; Max-Age=\d+; HttpOnly; SameSite=Lax$", cookie), cookie
        assert 0 < int(cookie.partition("Max-Age=")[2].partition(";")[0]) <= 86_400
        assert "set-cookie" not in client.get("/").headers
    with TestClient(application(lambda: assistant, replace(settings, model_daily_user=None))) as client:
        assert COOKIE not in client.get("/").headers.get("set-cookie", "")


@pytest.mark.parametrize("cookie", ["", "x", "a" * 23, "../../../etc/passwd12345", "a b" * 8])
def test_without_an_id_of_ours_requests_count_by_their_address(cookie: str) -> None:
    headers = [(b"cookie", f"{COOKIE}={cookie}".encode())] if cookie else []
    scope = {"type": "http", "headers": headers, "client": ("192.0.2.7", 5)}
    assert user_of(HTTPConnection(scope)) == "address 192.0.2.7"
    assert user_of(None) == user_of(HTTPConnection({**scope, "client": None})) == "address unknown"


def test_a_generator_goes_on_for_the_same_user_whoever_takes_its_items() -> None:
    seen: list[str] = []

    def items() -> Iterator[int]:
        try:
            for number in range(3):
                seen.append(Budget().open().user)
                yield number
        finally:
            seen.append(Budget().open().user)

    growing = on_behalf_of("ann", items())
    with spending_as("bob"):
        assert next(growing) == 0
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(next, growing).result() == 1
        pool.submit(growing.close).result()  # type: ignore[attr-defined]
    assert seen == ["ann"] * 3
    assert Budget().open().user == "local"

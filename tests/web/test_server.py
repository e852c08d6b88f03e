"""The door: which paths are closed, what the page may not name, what a taken port says."""

from __future__ import annotations

import socket

import pytest

from assistant.errors import BadInput, IndexMissing
from ui.web.headers import closed, without_previews
from ui.web.server import Once, Opening, listen


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/proxy=https://elsewhere.invalid/",
        "/gradio_api/call/ask",
        "/gradio_api/run/predict",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/info",
        "/gradio_api/openapi.json",
        "/gradio_api/runs",
        "/monitoring",
        "/config",
    ],
)
def test_doors_that_the_page_does_not_use_are_closed(path: str) -> None:
    assert closed(path)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/gradio_api/queue/join",
        "/gradio_api/queue/data",
        "/gradio_api/component_server",
        "/gradio_api/cancel",
        "/theme.css",
    ],
)
def test_doors_that_the_page_uses_are_open(path: str) -> None:
    assert not closed(path)


def test_preview_tags_that_name_other_hosts_are_taken_out_of_the_page() -> None:
    html = b'<meta charset="utf-8" />\n<meta\n\tproperty="og:image"\n\tcontent="https://elsewhere.invalid/x.jpg"\n/><p>kept</p>'
    assert without_previews(html) == b'<meta charset="utf-8" />\n<p>kept</p>'


def test_a_taken_port_says_how_to_choose_another() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(BadInput, match=f"V2A_PORT={port + 1}"):
            listen("127.0.0.1", port)


def test_a_failed_opening_is_raised_to_whoever_asks() -> None:
    def missing() -> None:
        raise IndexMissing("No index. Build it with: v2a ingest")

    opening = Opening(missing)  # type: ignore[arg-type]
    for _ in range(2):
        with pytest.raises(IndexMissing, match="v2a ingest"):
            opening()


def test_what_could_not_be_made_is_tried_again_and_then_kept() -> None:
    tries: list[int] = []

    def make() -> int:
        tries.append(1)
        if len(tries) == 1:
            raise BadInput("not yet")
        return len(tries)

    once = Once(make)
    with pytest.raises(BadInput, match="not yet"):
        once()
    assert [once(), once()] == [2, 2]

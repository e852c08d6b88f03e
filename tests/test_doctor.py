"""`v2a doctor`: each problem is found, has its cure, and stops no other check."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.settings import Settings
from tests.cli_door import write_index
from ui import doctor
from ui.doctor import Check, diagnose


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    corpus = tmp_path / "corpus" / "guide"
    corpus.mkdir(parents=True)
    head = "id: guide\ntitle: A Guide\npublisher: Us\ndate: 2026-06\nlanguage: en\naddress: https://a.example\n"
    (corpus / "document.yaml").write_text(head + "notice: Ours.\n")
    (corpus / "01-all.yaml").write_text("[]\n")
    home = tmp_path / "home"
    return Settings(home, write_index(home / "index"), corpus.parent, port=0)


def found(settings: Settings) -> dict[str, Check]:
    return {check.name: check for check in diagnose(settings)}


def test_what_is_in_place_is_ok(settings: Settings) -> None:
    checks = found(settings)
    for name in ("python", "corpus", "permission", "disk", "index", "store", "port"):
        assert checks[name].ok, checks[name]


def test_a_corpus_that_ingest_would_refuse_is_a_problem(settings: Settings) -> None:
    (settings.corpus_dir / "guide" / "01-all.yaml").write_text("- section: [\n")
    check = found(settings)["corpus"]
    assert "guide/01-all.yaml" in check.found
    assert check.cure == "v2a corpus check"


def test_every_problem_has_a_cure(settings: Settings, tmp_path: Path) -> None:
    bare = replace(settings, home=tmp_path / "empty", index_dir=tmp_path / "none", corpus_dir=tmp_path / "no")
    checks = found(bare)
    assert "corpus/README.md" in checks["corpus"].cure
    assert checks["model copy"].cure == "v2a ingest"
    assert checks["index"].cure == f"v2a ingest --index {tmp_path / 'none'}"


def test_a_taken_port_is_named_with_another_to_choose(settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        check = found(replace(settings, port=port))["port"]
    assert f"127.0.0.1:{port}" in check.found
    assert "--port" in check.cure


def test_a_chroma_server_that_does_not_answer_is_a_problem(settings: Settings) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    check = found(replace(settings, chroma_url=address))["store"]
    assert address in check.found
    assert "V2A_CHROMA_URL" in check.cure


def test_a_full_disk_is_a_problem(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "FREE_BYTES_WANTED", 10**18)
    assert "Make room" in found(settings)["disk"].cure


def test_a_check_that_breaks_does_not_stop_the_others(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_: Settings) -> tuple[str, str]:
        raise RuntimeError("no such luck")

    check: Callable[[Settings], tuple[str, str]] = breaks
    monkeypatch.setattr(doctor, "_disk", check)
    checks = found(settings)
    assert "no such luck" in checks["disk"].found
    assert checks["port"].ok


def test_a_library_in_another_version_than_the_tested_one_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_required", lambda: ["numpy", "PyYAML", "no-such-library"])
    constraints = tmp_path / "constraints.txt"
    constraints.write_text("numpy==0.0.1\n")
    first, second = doctor._wrong_versions(constraints)
    assert first.startswith("numpy is ")
    assert first.endswith("tested with 0.0.1")
    assert second == "no-such-library is missing"

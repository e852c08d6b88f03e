"""`v2a doctor`: each problem is found, has its cure, and stops no other check."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.cost import Limit, Use
from assistant.settings import Settings
from assistant.wiring import open_ledger
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


def test_without_a_language_model_nothing_is_missing(settings: Settings) -> None:
    checks = found(settings)
    assert checks["language model"].ok
    assert checks["budget"].ok
    assert "nothing is sent" in checks["language model"].found


@pytest.mark.parametrize(
    ("how", "said", "cure"),
    [
        ({"model_url": "http://127.0.0.1:9/v1"}, "V2A_MODEL_URL is set but V2A_MODEL is not", "Set V2A_MODEL"),
        ({"model": "openai:some", "fixed": frozenset({"V2A_MODEL"})}, "no key", "Set OPENAI_API_KEY to your key."),
        ({"model": "openai:some"}, "no key", "is known there alone."),
        ({"model": "deepseek:some"}, "langchain-deepseek is not installed", "install"),
        ({"model": "local:/nowhere/a.gguf"}, "local:/nowhere/a.gguf: its file cannot be used", "Name a GGUF file"),
        ({"model": "openai:some", "model_key": "sk-secret"}, "a key are there", ""),
        ({"model": "own", "model_url": "http://me:sk-secret@127.0.0.1:9/v1"}, "asked at 127.0.0.1:9;", ""),
        ({"model_url": "http://127.0.0.1:9/v1", "fixed": frozenset({"V2A_MODEL"})}, "none", ""),
    ],
)
def test_a_language_model_is_looked_at_without_being_asked(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, how: dict[str, Any], said: str, cure: str
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    check = found(replace(settings, **how))["language model"]
    assert said in check.found
    assert (cure in check.cure) if cure else check.ok
    assert "secret" not in check.found


def test_a_choice_of_a_model_that_cannot_be_read_is_a_problem(settings: Settings) -> None:
    (settings.home / "language-model.json").write_text("{")
    assert "/evals/model" in found(settings)["language model"].cure


@pytest.mark.parametrize(
    ("limits", "used", "cure"),
    [
        ({"model_daily": 5_000, "model_answer": 3_000, "model_daily_user": 3_000}, 100, ""),
        ({"model_daily": 5_000}, 4_000, "raise V2A_MODEL_DAILY."),
        ({"model_answer": 1_500}, 0, "V2A_MODEL_ANSWER"),
        ({"model_daily_user": 1_500}, 0, "V2A_MODEL_DAILY_USER"),
    ],
)
def test_a_budget_that_pays_no_further_answer_is_a_problem(
    settings: Settings, limits: dict[str, int], used: int, cure: str
) -> None:
    budgets: dict[str, Any] = {name: Limit(Decimal(most)) for name, most in limits.items()}
    own = replace(settings, model="openai:some", **budgets)
    open_ledger(own).reserve(Use(used), "somebody")
    check = found(own)["budget"]
    assert f"{used:,} tokens" in check.found
    assert (cure in check.cure) if cure else check.ok


def test_a_count_that_cannot_be_read_is_a_problem(settings: Settings) -> None:
    (settings.home / "model-use").write_text("a file where the folder should be")
    assert "V2A_HOME" in found(replace(settings, model="openai:some"))["budget"].found


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

"""The command line end to end, in processes of its own: real corpus, real model, real store."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

pytestmark = pytest.mark.real_model

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = json.loads((ROOT / "docs" / "answer.schema.json").read_text(encoding="utf-8"))
FIRST = "Why does every company audit our centre separately?"


class Shell:
    """Runs `v2a` with its files under one folder, as a person on a fresh machine would."""

    def __init__(self, home: Path) -> None:
        self.home = home
        kept = {name: value for name, value in os.environ.items() if not name.startswith("V2A_")}
        self._env = {**kept, "V2A_HOME": str(home), "V2A_PORT": "0", "PYTHONPATH": str(ROOT)}

    def __call__(self, *arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "ui.cli", *(str(argument) for argument in arguments)]
        done = subprocess.run(command, env=self._env, capture_output=True, encoding="utf-8", timeout=300, check=False)
        assert done.returncode == code, done.stdout + done.stderr
        return done

    def json(self, *arguments: object) -> Any:
        return json.loads(self(*arguments, "--json").stdout)

    def python(self, program: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=self._env,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=True,
        )
        return done.stdout


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> tuple[Shell, subprocess.CompletedProcess[str]]:
    """A machine on which the first command was a question."""
    shell = Shell(tmp_path_factory.mktemp("home"))
    return shell, shell("ask", FIRST, "--json")


@pytest.fixture(scope="module")
def v2a(fresh: tuple[Shell, subprocess.CompletedProcess[str]]) -> Shell:
    return fresh[0]


def test_the_first_question_on_a_fresh_machine_builds_the_index_and_is_answered(
    fresh: tuple[Shell, subprocess.CompletedProcess[str]],
) -> None:
    _, first = fresh
    assert "building it" in first.stderr
    answer = json.loads(first.stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(answer)
    assert answer["status"] == "answered"
    assert "rec.2.3" in {citation["unit_id"] for citation in answer["citations"]}


def test_every_quote_is_what_v2a_text_prints_at_its_offsets(
    fresh: tuple[Shell, subprocess.CompletedProcess[str]],
) -> None:
    shell, first = fresh
    citations = json.loads(first.stdout)["citations"]
    texts = {name: shell("text", name).stdout for name in {citation["document"] for citation in citations}}
    assert citations
    for citation in citations:
        assert texts[citation["document"]][citation["start"] : citation["end"]] == citation["quote"]


def test_a_question_loads_no_torch_and_no_web_app(v2a: Shell) -> None:
    heavy = "torch transformers sentence_transformers gradio langchain"
    program = (
        "import sys\nfrom ui.cli import main\n"
        f"try: main(['ask', {FIRST!r}])\n"
        f"finally: print('LOADED', [m for m in {heavy.split()!r} if m in sys.modules])"
    )
    assert v2a.python(program).splitlines()[-1] == "LOADED []"


def test_a_batch_of_real_questions_follows_the_schema(v2a: Shell, tmp_path: Path) -> None:
    questions, answers = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    history = [{"role": "user", "content": "What does goal 3 ask for?"}, {"role": "assistant", "content": "Financing."}]
    rows = [
        {"id": "list", "question": "What are the five planning components?"},
        {"id": "absent", "question": "How many hospitals in Portugal offer it?"},
        {"id": "medical", "question": "Should my mother wait for this instead of chemo?"},
        {"id": "then", "question": "And which of these need the payers?", "history": history},
        {"id": "french", "question": "Quelles sont les recommandations pour le financement ?"},
        {"id": "long", "question": "why " * 20_000},
        {"id": "empty", "question": ""},
    ]
    questions.write_text("\n".join(json.dumps(row) for row in rows) + "\n{broken\n", encoding="utf-8")
    v2a("ask", "--batch", questions, "--out", answers, code=1)
    found = [json.loads(line) for line in answers.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in found] == [row["id"] for row in rows] + [None]
    assert ["error" in row for row in found] == [False] * 5 + [True] * 3
    for row in found[:5]:
        jsonschema.Draft202012Validator(SCHEMA).validate(row)
    assert [row["status"] for row in found[1:3]] == ["not_in_sources", "medical"]


def test_an_unchanged_ingest_embeds_nothing(v2a: Shell) -> None:
    report = v2a.json("ingest")
    assert (report["published"], report["embedded"]) == (False, 0)
    assert report["seconds"] < 5


def test_any_folder_of_documents_can_be_asked_in_its_own_index(v2a: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "garden"
    folder.mkdir()
    (folder / "bees.md").write_text(
        "# Keeping bees\n\n## Winter\n\nA hive needs about fifteen kilograms of honey to get through the winter.\n\n"
        "## Swarms\n\nA colony swarms in May, when the hive gets crowded and a new queen hatches.\n"
    )
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n%truncated")
    index = tmp_path / "index"
    report = json.loads(v2a("ingest", folder, "--index", index, "--json", code=1).stdout)
    assert {document["status"] for document in report["documents"]} == {"new", "failed"}
    hits = v2a.json("search", "How much honey does a hive need in winter?", "--index", index)
    assert "fifteen kilograms" in hits[0]["text"]
    answer = v2a.json("ask", "How much honey does a hive need in winter?", "--index", index)
    assert "fifteen kilograms" in answer["answer"]
    assert v2a.json("units", "--index", index) == []


def test_the_doctor_finds_a_working_installation_sound(v2a: Shell) -> None:
    program = (
        "import json\nfrom assistant.settings import Settings\nfrom ui.doctor import diagnose\n"
        "print(json.dumps([check.name for check in diagnose(Settings.from_env()) if not check.ok]))"
    )
    # Run from its files, as in a development environment, v2a is not an installed library.
    assert set(json.loads(v2a.python(program))) <= {"libraries"}


def test_the_committed_corpus_is_sound(v2a: Shell) -> None:
    assert "The corpus is sound" in v2a("corpus", "check").stdout

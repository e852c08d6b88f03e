"""The command line as people and programs meet it, over a canned assistant."""

from __future__ import annotations

import json
import subprocess
import sys
import types
from pathlib import Path

import pytest

from assistant.domain import Turn
from tests.cli_door import PASSAGE, QUOTE, TEXT, CannedAssistant, Door, write_index

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return write_index(tmp_path / "index")


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, index: Path, capfd: pytest.CaptureFixture[str]) -> Door:
    assistant = CannedAssistant()
    wiring = types.ModuleType("assistant.wiring")
    wiring.open_assistant = lambda settings: assistant  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "assistant.wiring", wiring)
    for name in ("V2A_DEBUG", "V2A_CHROMA_URL", "V2A_HOST", "V2A_PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("V2A_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("V2A_INDEX", str(index))
    return Door(capfd, assistant)


def test_an_answer_is_readable_in_a_terminal_with_its_sources_below(door: Door) -> None:
    outcome = door("ask", "Who is in the room?")
    assert outcome.code == 0
    body, sources = outcome.out.split("Sources\n")
    assert "Step one deals with this." in body
    assert f'"{QUOTE}" [1]' in body
    assert "**" not in body
    assert sources.startswith("  [1] A Guide · Steps, item 1\n      https://example.org/guide\n")
    assert "Who are the payers?" in sources


def test_an_answer_as_json_has_what_a_program_needs(door: Door) -> None:
    answer = door("ask", "Who?", "--json").json
    assert answer["status"] == "answered"
    assert answer["sentences"][1] == {"text": QUOTE, "support": "quoted", "citations": [1], "translation": ""}
    assert answer["citations"][0]["unit_id"] == "s.1"
    assert answer["passages"][0]["score"] == 0.91
    assert answer["stamp"]["index"] == "f00d"


def test_a_history_reaches_the_assistant(door: Door, tmp_path: Path) -> None:
    said = tmp_path / "history.json"
    said.write_text('[{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]')
    assert door("ask", "And then?", "--history", said).code == 0
    assert door.assistant.asked == [("And then?", (Turn("user", "Hi"), Turn("assistant", "Hello")))]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "not JSON"),
        ('{"role": "user"}', "not a list"),
        ('[{"role": "user"}]', "Message 1 of the history has no text"),
        ('[{"role": "robot", "content": "x"}]', "'robot'"),
    ],
)
def test_a_history_that_cannot_be_used_is_refused_with_the_shape_it_should_have(
    door: Door, tmp_path: Path, content: str, told: str
) -> None:
    said = tmp_path / "history.json"
    said.write_text(content)
    outcome = door("ask", "And then?", "--history", said)
    assert outcome.code == 2
    assert told in outcome.err
    assert '"user"' in outcome.err


def test_a_batch_answers_every_line_that_can_be_used(door: Door, tmp_path: Path) -> None:
    questions, answers = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        b'{"id": "one", "question": "Who?"}',
        b"not json",
        b"",
        b'{"id": "three", "question": 3}',
        b'{"id": "four", "question": " "}',
        b'{"id": "five", "question": "crash"}',
        b'{"id": "six", "question": "Who?", "history": "none"}',
        b'{"id": "sev\xffen", "question": "Who?"}',
        b'{"id": NaN, "question": "Who?"}',
        b'{"id": "half \\ud800", "question": "Who \\ud800?"}',
        b'{"id": 8, "question": "Who?", "history": [{"role": "user", "content": "Hi"}]}',
    ]
    questions.write_bytes(b"\n".join(lines))
    outcome = door("ask", "--batch", questions, "--out", answers)
    rows = [json.loads(line) for line in answers.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["one", None, "three", "four", "five", "six", None, None, "half ?", 8]
    assert ["error" in row for row in rows] == [False, True, True, True, True, True, True, True, False, False]
    assert rows[0]["answer_id"] == "a1"
    assert rows[1]["line"] == 2
    assert door.assistant.asked[-1][1] == (Turn("user", "Hi"),)
    assert "3 answered, 7 with an error" in outcome.err
    assert outcome.code == 1


def test_a_batch_whose_every_line_was_answered_leaves_with_code_0(door: Door, tmp_path: Path) -> None:
    questions = tmp_path / "in.jsonl"
    questions.write_text('{"id": "one", "question": "Who?"}\n\n{"id": "two", "question": "Where?"}\n')
    outcome = door("ask", "--batch", questions, "--out", tmp_path / "out.jsonl")
    assert (outcome.code, outcome.err.strip()) == (0, "2 answered, 0 with an error.")


def test_a_batch_without_out_goes_to_standard_output(door: Door, tmp_path: Path) -> None:
    questions = tmp_path / "in.jsonl"
    questions.write_text('{"id": "one", "question": "Who?"}\n')
    assert door("ask", "--batch", questions).json["id"] == "one"


def test_a_batch_never_overwrites_its_own_questions(door: Door, tmp_path: Path) -> None:
    questions = tmp_path / "in.jsonl"
    questions.write_text('{"id": "one", "question": "Who?"}\n')
    assert door("ask", "--batch", questions, "--out", questions).code == 2
    assert "one" in questions.read_text()


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", ""),
        ("ask", "Who?", "--out", "x.jsonl"),
        ("ask", "Who?", "--batch", "x.jsonl"),
        ("ask", "--batch", "absent.jsonl", "--out", "x.jsonl"),
        ("ask", "Who?", "--history", "absent.json"),
        ("ask", "Who?", "--colour"),
        ("search", "Who?", "-k", "0"),
        ("units", "--kind", "nonsense"),
        ("units", "--goal", "9"),
        ("text", "absent"),
        ("nonsense",),
    ],
)
def test_bad_usage_leaves_with_2_and_says_what_to_do(door: Door, arguments: tuple[str, ...]) -> None:
    outcome = door(*arguments)
    assert outcome.code == 2
    assert outcome.out == ""
    assert len(outcome.err) > 20
    assert "Traceback" not in outcome.err


def test_an_error_of_ours_leaves_with_1_and_its_cure(door: Door, tmp_path: Path) -> None:
    outcome = door("status", "--index", tmp_path / "nowhere")
    assert (outcome.code, outcome.out) == (1, "")
    assert "v2a ingest" in outcome.err


def test_an_unexpected_error_is_one_line_and_advice_and_never_a_stack_trace(door: Door) -> None:
    outcome = door("ask", "crash")
    assert outcome.code == 1
    assert outcome.err.startswith("v2a: RuntimeError: a part broke\n")
    assert "V2A_DEBUG=1" in outcome.err
    assert "Traceback" not in outcome.err


def test_with_v2a_debug_the_stack_trace_is_shown(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("V2A_DEBUG", "1")
    from ui.cli import main

    with pytest.raises(RuntimeError, match="a part broke"):
        main(["ask", "crash"])


def test_only_the_default_index_is_built_when_it_is_absent(
    door: Door, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    built: list[Path] = []
    fake = types.ModuleType("ingest.ingest")
    fake.ingest = lambda settings, *_, **__: built.append(settings.index_dir)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "ingest.ingest", fake)
    monkeypatch.delenv("V2A_INDEX")
    outcome = door("ask", "Who?", "--json")
    assert built == [tmp_path / "home" / "index"]
    assert "building it" in outcome.err
    assert outcome.json["status"] == "answered"
    door("units", "--index", tmp_path / "other")
    assert len(built) == 1


def test_search_shows_ranked_passages(door: Door) -> None:
    assert door("search", "Who?", "-k", "1", "--json").json[0]["passage_id"] == "p1"
    assert "1. 0.91 · s.1 · A Guide > Steps" in door("search", "Who?").out


def test_units_are_listed_and_filtered(door: Door) -> None:
    assert [unit["id"] for unit in door("units", "--json").json] == ["s.1", "r.1"]
    assert [unit["id"] for unit in door("units", "--kind", "recommendation", "--goal", "2", "--json").json] == ["r.1"]
    assert door("units", "--goal", "1").out == "s.1  Who is in the room\n"


def test_two_filters_that_no_unit_passes_do_not_say_that_there_are_no_units(door: Door) -> None:
    assert door("units", "--kind", "recommendation", "--goal", "1").out == "No unit is of both.\n"


def test_text_prints_exactly_what_offsets_refer_to(door: Door) -> None:
    out = door("text", "guide").out
    assert out == TEXT
    assert out[PASSAGE.start : PASSAGE.end] == QUOTE


def test_status_says_what_the_index_holds(door: Door, index: Path) -> None:
    facts = door("status", "--json").json
    assert facts["index"] == str(index)
    assert facts["documents"][0] == {
        "id": "guide",
        "title": "A Guide",
        "edition": "ours",
        "date": "2026-06",
        "passages": 1,
        "characters": len(TEXT),
    }
    assert "A Guide" in door("status").out


def test_control_characters_of_a_document_do_not_reach_the_terminal() -> None:
    from ui.terminal import render_markdown

    assert render_markdown("safe\x1b[2J \x07text", 80) == "safe[2J text"


def test_help_is_quick_because_heavy_parts_are_imported_late() -> None:
    heavy = "torch chromadb gradio langchain langchain_core sentence_transformers onnxruntime numpy bm25s lingua yaml"
    program = f"import sys, ui.cli; print([m for m in {heavy.split()!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_language_that_no_answer_can_be_in_is_refused_with_those_that_it_can(door: Door) -> None:
    said = door("ask", "Who?", "--lang", "xx")
    assert said.code != 0
    assert "choose one of en (English), fr (French)" in said.err

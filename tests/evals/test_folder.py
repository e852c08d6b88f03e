"""The run over a folder: its figures, results kept question by question, and the whole of it with the model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.errors import BadInput
from assistant.settings import Settings
from evals.folder import RANKED, Found, Measured, find_all, report
from evals.folder_cases import Question
from evals.folder_metrics import Gold, Place
from tests.own_folder import FILES
from ui.cli import app
from ui.eval_folder import FOLDER, Reporter, evaluate_folder, render

GOLD = (Gold("d", 0, 100),)
HIT, MISS = Place("d", ((0, 100),)), Place("e", ((0, 300),))


def question(name: str, gold: tuple[Gold, ...] = GOLD, *tags: str) -> Question:
    return Question(name, f"{name}?", (), gold, tags)


def test_figures_are_means_over_the_questions_with_gold_and_split_by_tag() -> None:
    questions = [question("a", GOLD, "easy"), question("b", GOLD, "hard", "long"), question("c", (), "gap")]
    found = [Found((HIT,), 0.9, 10.0), Found((MISS, HIT), 0.4, 30.0), Found((MISS,), 0.6, 20.0)]
    result = report(questions, found, Measured(1234.56, 99.99), {"index": "x"})
    assert result["n"] == 3
    assert result["metrics"]["recall@1"] == 0.5
    assert result["metrics"]["mrr@10"] == 0.75
    assert result["metrics"]["token_precision@5"] == pytest.approx((1 + 0.25) / 2)
    assert result["metrics"]["answerable_auroc"] == 0.5
    assert (result["metrics"]["query_ms_p50"], result["metrics"]["query_ms_p95"]) == (20.0, 30.0)
    assert (result["metrics"]["ingest_chars_per_s"], result["metrics"]["peak_rss_mb"]) == (1234.6, 100.0)
    assert result["by_tag"]["hard"] == result["by_tag"]["long"]
    assert result["by_tag"]["easy"]["recall@1"] == 1.0
    assert result["by_tag"]["gap"] == {"n": 1, **dict.fromkeys(RANKED)}


def test_a_figure_without_data_is_null() -> None:
    result = report([question("a")], [Found((HIT,), None, 1.0)], Measured(None, None), {})
    assert result["metrics"]["answerable_auroc"] is None
    assert result["metrics"]["ingest_chars_per_s"] is None
    assert list(result) == ["metrics", "by_tag", "n", "stamp"]


def test_questions_that_were_asked_before_a_kill_are_not_asked_again(tmp_path: Path) -> None:
    questions = [question(name) for name in "abcd"]
    asked: list[str] = []

    def retrieve(one: Question) -> Found:
        asked.append(one.id)
        if len(asked) == 4:
            raise KeyboardInterrupt
        return Found((HIT,), 0.5, 1.0)

    with pytest.raises(KeyboardInterrupt):
        find_all(questions, retrieve, tmp_path / "kept", lambda: None)
    (tmp_path / "kept").write_text((tmp_path / "kept").read_text(encoding="utf-8") + '[["d', encoding="utf-8")
    assert asked == ["a", "a", "b", "c"]  # the first one twice: it also loads what is needed
    told: list[int] = []
    found = find_all(questions, retrieve, tmp_path / "kept", lambda: told.append(1))
    assert asked[4:] == ["c", "c", "d"]
    assert found == [Found((HIT,), 0.5, 1.0)] * 4
    assert len(told) == 4


@pytest.fixture(scope="module")
def benchmark(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("benchmark")
    (folder / "docs").mkdir()
    for name, text in FILES.items():
        (folder / "docs" / f"{name.split('.')[0]}.txt").write_text(text, encoding="utf-8")
    rows = [
        {
            "question": "Which tools are never lent?",
            "gold": [{"doc": "tool-library", "text": "our insurer excludes them"}],
        },
        {"question": "How long do refunds take?", "gold": [{"doc": "transport-review", "text": "eleven weeks"}]},
        {
            "question": "And why is that?",
            "history": [
                {"role": "user", "content": "Which tools are never lent?"},
                {"role": "assistant", "content": "Chainsaws."},
            ],
            "gold": [{"doc": "tool-library"}],
            "tags": "turn",
        },
        {"question": "Who is the mayor of Norvale?", "gold": []},
    ]
    (folder / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


def silent(stage: str, done: int, total: int) -> None:
    """No progress wanted."""


@pytest.mark.real_model
def test_a_folder_is_measured_and_leaves_nothing_behind(benchmark: Path, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    result = evaluate_folder(settings, benchmark, silent)
    assert result["n"] == 4
    assert result["metrics"]["recall@5"] == 1.0
    assert result["metrics"]["answerable_auroc"] == 1.0
    assert result["by_tag"]["turn"]["recall@5"] == 1.0
    assert all(value is not None for value in result["metrics"].values())
    assert list((tmp_path / FOLDER).iterdir()) == []


@pytest.mark.real_model
def test_the_layout_of_beir_is_measured_and_what_was_left_out_is_told(tmp_path: Path) -> None:
    rows = [{"_id": name, "title": "", "text": text} for name, text in FILES.items() if name.endswith(".md")]
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    query = {"_id": "q", "text": "How do I find the hole in the tube of my bike?"}
    (tmp_path / "queries.jsonl").write_text(json.dumps(query), encoding="utf-8")
    (tmp_path / "qrels").mkdir()
    judged = "query-id\tcorpus-id\tscore\nq\tpuncture.md\t1\nq\tgone.md\t1\n"
    (tmp_path / "qrels" / "test.tsv").write_text(judged, encoding="utf-8")
    told: list[str] = []
    result = evaluate_folder(Settings(home=tmp_path / "home"), tmp_path, lambda stage, *_: told.append(stage))
    assert result["metrics"]["recall@1"] == result["metrics"]["ndcg@10"] == 1.0
    assert result["metrics"]["answerable_auroc"] is None
    assert any("'gone.md'" in note for note in told)


@pytest.mark.real_model
def test_a_run_goes_on_at_the_stage_where_it_was_killed(benchmark: Path, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    stages: list[str] = []

    def killed_while_asking(stage: str, done: int, total: int) -> None:
        if stage == "ask" and done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        evaluate_folder(settings, benchmark, killed_while_asking)
    result = evaluate_folder(settings, benchmark, lambda stage, done, total: stages.append(stage))
    assert set(stages) == {"check", "ask"}
    assert result["n"] == 4
    assert result["metrics"]["ingest_chars_per_s"] > 0


def test_figures_are_shown_with_what_has_no_data() -> None:
    result = report([question("a", GOLD, "easy")], [Found((HIT,), None, 1.0)], Measured(1234.5, 99.0), {})
    shown = render(result)
    assert shown.startswith("1 questions\n  recall@1             1.000")
    assert "answerable_auroc     no data" in shown
    assert "easy (1): recall@1 1.000" in shown


def test_a_run_tells_each_stage_once(capsys: pytest.CaptureFixture[str]) -> None:
    tell = Reporter()
    for done in range(3):
        tell("embed", done, 500)
    tell("ask", 1, 4)
    assert capsys.readouterr().err == "embed 0 of 500\nask 1 of 4\n"


def test_the_command_refuses_options_that_belong_to_committed_sets(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["eval", "dev", "--folder", str(tmp_path)])
    assert done.exit_code != 0
    assert isinstance(done.exception, BadInput)


def test_the_command_names_the_layouts_for_a_folder_without_texts(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["eval", "--folder", str(tmp_path), "--json"], env={"V2A_HOME": str(tmp_path / "h")})
    assert "holds no texts" in str(done.exception)
    assert not (tmp_path / "h").exists()

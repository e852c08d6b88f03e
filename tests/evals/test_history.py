"""Runs are kept with what made them; a broken line or a folder that cannot be written loses nothing else."""

import json

import pytest

from evals import history
from evals.cases import CaseError
from evals.options import Options
from evals.scoring import run, subject_of
from tests.evals.test_run import CASES, FakeAssistant


@pytest.fixture
def done():
    return run(subject_of(FakeAssistant()), CASES)


def test_a_run_is_kept_with_index_settings_versions_and_figures(settings, done):
    (line,) = history.keep(settings, [done], Options(sample=3, seed=7))
    assert history.load(settings) == [json.loads(json.dumps(line))]
    assert line["stamp"]["index"] == "fingerprint"
    assert line["sample"] == {"n": 3, "seed": 7}
    assert "python" in line["versions"]
    assert line["metrics"]["recall@5"] == 1.0
    assert str(settings.home) not in json.dumps(line)


def test_a_kept_run_can_be_read_with_all_its_cases(settings, done):
    (line,) = history.keep(settings, [done], Options())
    found = history.load_run(settings, line["id"])
    assert [c["case"] for c in found["cases"]] == [c.id for c in CASES]
    for name in ("gone", "../history", "x" * 5000):
        with pytest.raises(CaseError, match="v2a eval history"):
            history.load_run(settings, name)


def test_a_kept_run_of_the_holdout_has_ids_and_figures_and_no_words_of_its_cases(settings):
    done = run(subject_of(FakeAssistant(damaged=True)), CASES, name="holdout")
    (line,) = history.keep(settings, [done], Options())
    kept = (history.folder_of(settings) / "runs" / f"{line['id']}.json").read_text(encoding="utf-8")
    assert [c["case"] for c in json.loads(kept)["cases"]] == [c.id for c in CASES]
    assert json.loads(kept)["cases"][0]["figures"] == json.loads(json.dumps(done.outcomes[0].figures))
    for outcome in done.outcomes:
        assert outcome.case.question not in kept
        assert not outcome.answer or json.dumps(outcome.answer, ensure_ascii=False) not in kept


def test_only_the_newest_runs_keep_their_cases(settings, done, monkeypatch):
    monkeypatch.setattr(history, "KEPT_WHOLE", 2)
    for _ in range(4):
        history.keep(settings, [done], Options())
    assert len(list((history.folder_of(settings) / "runs").iterdir())) == 2
    assert len(history.load(settings)) == 4


def test_a_line_that_was_cut_off_is_left_out(settings, done):
    history.keep(settings, [done], Options())
    with (history.folder_of(settings) / "history.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "half')
    assert len(history.load(settings)) == 1


def test_a_folder_that_cannot_be_written_costs_the_history_only(settings, done, capsys):
    settings.home.mkdir(parents=True)
    history.folder_of(settings).write_text("a file stands where the folder should be", encoding="utf-8")
    history.keep(settings, [done], Options())
    assert "not in the history" in capsys.readouterr().err


def test_the_trend_leaves_samples_and_other_sets_out(settings, done):
    for options in (Options(), Options(sample=2), Options()):
        history.keep(settings, [done], options)
    assert history.trend(history.load(settings), done, "recall@5") == [1.0, 1.0]
    assert history.trend(history.load(settings), run(subject_of(FakeAssistant(), "rrf"), CASES), "recall@5") == []


def test_the_history_is_shown_or_said_to_be_empty(settings, done, capsys):
    assert history.main_history(settings, Options()) == 0
    assert "No runs yet" in capsys.readouterr().out
    history.keep(settings, [done], Options())
    history.main_history(settings, Options(as_json=True))
    assert json.loads(capsys.readouterr().out)[0]["set"] == "dev"

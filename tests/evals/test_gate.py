"""The gate over files: what a baseline keeps, samples, and the options of `v2a eval` that do not go together."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import BadInput
from evals import gate
from evals import run as verb
from evals.cases import CaseError
from evals.options import Options
from evals.run import drawn, main_run
from evals.scoring import run, subject_of
from tests.evals.test_run import CASES, FakeAssistant, _case


def _run(damaged=False, cases=CASES, name="dev"):
    return run(subject_of(FakeAssistant(damaged)), cases, name=name)


@pytest.fixture
def baseline(tmp_path):
    path = tmp_path / "baseline.json"
    gate.save(path, gate.baseline_of([_run()]))
    return path


@pytest.fixture
def mine(tmp_path):
    """A case file that fits the fake assistant."""
    rows = [
        {"id": f"c{n}", "kind": "direct", "question": word, "gold": [unit], "status": "answered"}
        for n, (word, unit) in enumerate([("alpha", "l.1"), ("beta", "l.2"), ("gamma", "g"), ("alpha beta", "l.1")])
    ]
    path = tmp_path / "mine.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return str(path)


@pytest.fixture
def fake_subjects(monkeypatch):
    """Configurations of the fake: `dense` is the damaged one."""
    opened = []

    def open_subject(settings, name="hybrid"):
        opened.append(name)
        return subject_of(FakeAssistant(damaged=name == "dense"), name)

    monkeypatch.setattr(verb, "open_subject", open_subject)
    return opened


def test_a_baseline_on_disk_keeps_each_case_on_a_line_of_its_own(baseline):
    lines = baseline.with_name("baseline_cases.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["case"] for line in lines] == [case.id for case in CASES]
    assert "cases" not in json.loads(baseline.read_text(encoding="utf-8"))["runs"][0]
    assert [c["status"] for c in gate.load(baseline)["runs"][0]["cases"]] == ["answered"] * 3 + ["out_of_scope"]


def test_an_earlier_json_report_serves_as_a_baseline(tmp_path, baseline):
    report = tmp_path / "report.json"
    from evals.outcome import to_json

    report.write_text(json.dumps({"runs": [to_json(_run())]}), encoding="utf-8")
    assert gate.regressions(gate.load(report), [_run()]) == []
    assert gate.regressions(gate.load(report), [_run(damaged=True)])


def test_a_sample_is_gated_by_the_same_cases_of_the_baseline():
    cases = [*CASES, _case("miss", "what of alpha", ["zz"])]
    whole = gate.baseline_of([_run(cases=cases)])
    sample = _run(cases=CASES[:1])
    assert gate.narrowed(whole, [sample])["runs"][0]["metrics"]["recall@5"] == 1.0
    assert gate.regressions(gate.narrowed(whole, [sample]), [sample]) == []
    assert gate.regressions(gate.narrowed(whole, [sample]), [_run(damaged=True, cases=CASES[:1])])


def test_a_sample_against_a_baseline_without_cases_says_what_to_do():
    bare = {"runs": [{"set": "dev", "edition": "ours", "metrics": {}, "by_kind": {}}]}
    with pytest.raises(CaseError, match="leave --sample out"):
        gate.narrowed(bare, [_run()])


def test_a_sample_is_the_same_for_the_same_seed_and_keeps_the_order():
    cases = [_case(str(n), "alpha") for n in range(50)]
    first = [c.id for c in drawn(cases, 9, 1)]
    assert first == [c.id for c in drawn(cases, 9, 1)] == sorted(first, key=int)
    assert first != [c.id for c in drawn(cases, 9, 2)]
    assert len(drawn(cases, 99, 0)) == 50


def test_the_gate_is_green_for_what_it_was_made_from_and_red_for_a_damaged_retriever(
    settings, mine, tmp_path, fake_subjects, capsys, monkeypatch
):
    assert main_run(settings, (mine,), Options(as_json=True)) == 0
    report = tmp_path / "before.json"
    report.write_text(capsys.readouterr().out, encoding="utf-8")
    assert main_run(settings, (mine,), Options(against=report)) == 0
    assert "no figure fell beyond its tolerance" in capsys.readouterr().out
    monkeypatch.setattr(verb, "open_subject", lambda *_: subject_of(FakeAssistant(damaged=True)))
    assert main_run(settings, (mine,), Options(against=report, report=tmp_path / "html")) == 1
    assert "worse" in capsys.readouterr().out
    assert "Red:" in (tmp_path / "html" / "report.html").read_text(encoding="utf-8")


def test_a_language_model_that_is_configured_does_not_answer_the_cases_of_a_gate(settings, mine, monkeypatch):
    asked = []

    def open_subject(given, name):
        asked.append(given.model)
        return subject_of(FakeAssistant())

    monkeypatch.setattr(verb, "open_subject", open_subject)
    main_run(replace(settings, model="openai:some"), (mine,))
    assert asked == [""]


def test_two_configurations_are_compared_case_by_case(settings, mine, fake_subjects, capsys):
    assert main_run(settings, (mine,), Options(compare=("dense", "hybrid"), as_json=True)) == 0
    (found,) = json.loads(capsys.readouterr().out)["comparisons"]
    assert fake_subjects == ["dense", "hybrid"]
    recall = next(d for d in found["differences"] if d["figure"] == "recall@5")
    assert (recall["before"], recall["after"], recall["significant"], recall["better"]) == (0.0, 1.0, True, True)
    assert {c["case"] for c in found["changes"]} == {"c0", "c1", "c2", "c3"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"compare": ("dense", "odd")}, "no configuration 'odd' - choose two of"),
        ({"compare": ("dense", "dense")}, "two different configurations"),
        ({"sample": 0}, "1 or more"),
    ],
)
def test_options_that_cannot_be_used_are_refused_before_anything_runs(settings, fake_subjects, options, said):
    with pytest.raises(BadInput, match=said):
        main_run(settings, ("dev",), Options(**options))
    assert fake_subjects == []


def test_a_comparison_is_not_gated_and_a_baseline_is_made_on_whole_sets(settings, baseline):
    with pytest.raises(BadInput, match="one of the two"):
        main_run(settings, ("dev",), Options(against=baseline, compare=("dense", "hybrid")))
    with pytest.raises(BadInput, match="whole sets"):
        verb.update_baseline(settings, ("dev",), Options(sample=3))


@pytest.mark.parametrize("options", [{"compare": ("dense", "rrf")}, {"sample": 3}, {"report": Path("x")}])
def test_options_for_questions_are_not_swallowed_by_sets_of_another_sort(settings, options):
    with pytest.raises(BadInput, match="calibrate is no file of questions: leave"):
        main_run(settings, ("calibrate",), Options(**options))

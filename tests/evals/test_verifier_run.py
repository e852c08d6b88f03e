"""The figures of the verifier, and pairs from elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.ensemble import GradientBoostingClassifier

from assistant.settings import Settings
from assistant.verifying.signals import FEATURES, Signals
from assistant.verifying.trees import from_json, to_json, trained_trees
from assistant.verifying.verifier import Verdict, Verifier
from evals.cases import CaseError
from evals.options import Options
from evals.verifier_figures import curve, figures
from evals.verifier_pairs import DEV, FRESH, HOLDOUT, HOLDOUT2, Pair, load_pairs
from evals.verifier_run import main_verifier
from evals.verifier_train import FOLDS, GROWTH, folds, load_grown, train, training_pairs
from tests.conftest import FakeEmbedder


def _verdict(score: float) -> Verdict:
    return Verdict(score >= 0.5, score, "", 0)


def test_the_figures_are_those_of_the_supported_claims() -> None:
    pairs = [Pair("1", "a", (), True, "light"), Pair("2", "b", (), True, "strong"), Pair("3", "c", (), False, "name")]
    found = figures([*pairs, Pair("4", "d", ())], [_verdict(s) for s in (0.9, 0.2, 0.6, 0.9)])
    assert found["pairs"] == 3
    assert (found["precision"], found["recall"], found["f1"]) == (0.5, 0.5, 0.5)
    assert found["unsupported_shown_as_supported"] == 1.0
    assert found["auroc"] == 0.5
    assert found["by_kind"]["-name"] == {"pairs": 1, "shown_as_supported": 1, "auroc": 0.5}


def test_pairs_without_labels_have_no_figures() -> None:
    found = figures([Pair("1", "a", ())], [_verdict(0.9)])
    assert (found["pairs"], found["f1"], found["auroc"]) == (0, None, None)


@pytest.mark.parametrize(
    ("label", "meant"),
    [("true", True), ("1", True), ('"supported"', True), ("0", False), ('"Unsupported"', False), ("null", None)],
)
def test_labels_may_be_written_in_several_ways(tmp_path: Path, label: str, meant: bool | None) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text(f'{{"claim": "x", "evidence": ["y"], "label": {label}}}\n', encoding="utf-8")
    assert load_pairs(file)[0].label is meant


def test_every_line_that_cannot_be_used_is_named_with_its_cure(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text(
        '{"claim": "x"}\nnonsense\n{"claim": "x", "evidence": [], "label": "maybe"}\n[]\n', encoding="utf-8"
    )
    with pytest.raises(CaseError) as caught:
        load_pairs(file)
    assert [p.split(": ")[0].rsplit(":", 1)[1] for p in caught.value.problems] == ["1", "2", "3", "4"]
    assert all(" - " in p for p in caught.value.problems)


@pytest.mark.parametrize("text", ["", "\n"])
def test_a_file_without_pairs_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CaseError, match="holds no pair"):
        load_pairs(file)


def test_the_committed_pairs_are_many_and_of_many_kinds_and_the_holdout_is_on_other_texts() -> None:
    dev, holdout = load_pairs(DEV), load_pairs(HOLDOUT)
    assert len(dev) >= 300
    assert len(holdout) >= 150
    assert all(pair.label is not None for pair in (*dev, *holdout))
    wrong = {pair.kind for pair in dev if not pair.label}
    assert wrong >= {"number", "date", "name", "negation", "wrong", "invented", "over", "direction", "unit", "roles"}
    held = {text for pair in (*holdout, *load_pairs(FRESH), *load_pairs(HOLDOUT2)) for text in pair.evidence}
    assert not held & {text for pair in training_pairs() for text in pair.evidence}


def test_claims_on_one_line_share_their_evidence(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    claims = [{"id": "a", "claim": "x", "label": 1}, {"claim": " "}]
    file.write_text(json.dumps({"evidence": ["y", "z"], "claims": claims}) + "\n", encoding="utf-8")
    with pytest.raises(CaseError, match=":1: has no 'claim'"):
        load_pairs(file)
    file.write_text(json.dumps({"evidence": ["y", "z"], "claims": claims[:1]}) + "\n", encoding="utf-8")
    assert load_pairs(file) == [Pair("a", "x", ("y", "z"), True)]


def test_trees_of_folds_that_were_grown_on_other_pairs_are_refused() -> None:
    pairs = training_pairs()
    assert len(load_grown(pairs)) == FOLDS
    with pytest.raises(CaseError, match="verifier_train"):
        load_grown(pairs[:-1])


def test_a_curve_never_counts_what_a_rule_refuses() -> None:
    pairs = [Pair("1", "a", (), True), Pair("2", "b", (), False), Pair("3", "c", (), False)]
    told = curve(pairs, [_verdict(0.9), _verdict(0.7), Verdict(False, 0.69, "", 0, refused=True)])
    assert told["0.50"]["unsupported_shown_as_supported"] == told["0.70"]["unsupported_shown_as_supported"] == 0.5
    assert told["0.75"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "unsupported_shown_as_supported": 0.0}


def test_training_gives_the_same_trees_again_and_they_come_back_from_their_file(fake_embedder: FakeEmbedder) -> None:
    pairs = load_pairs(DEV)[:80]
    signals = Verifier(fake_embedder).signals([(p.claim, p.evidence) for p in pairs])
    trees = train(pairs, signals)
    written = to_json(trees)
    assert written == to_json(train(pairs, signals)) == to_json(from_json(json.loads(written)))
    assert trees.figures == FEATURES == trained_trees().figures


def test_the_trees_give_what_the_library_that_grew_them_gives() -> None:
    rng = np.random.default_rng(0)
    rows = rng.random((120, len(FEATURES)))
    labels = rows[:, 0] + rows[:, 3] * rows[:, 5] > 0.8
    pairs = [Pair(str(i), "x", (str(i),), bool(label)) for i, label in enumerate(labels)]
    signals = [Signals((), dict(zip(FEATURES, row.tolist(), strict=True)), 0, (0,)) for row in rows]
    model = GradientBoostingClassifier(**GROWTH).fit(rows, labels)
    told = train(pairs, signals).probabilities([s.figures for s in signals])
    assert np.allclose(told, model.predict_proba(rows)[:, 1], atol=1e-3)


def test_no_sentence_of_evidence_is_in_two_folds() -> None:
    pairs = training_pairs()
    places: dict[str, set[int]] = {}
    for pair, fold in zip(pairs, folds(pairs), strict=True):
        for text in pair.evidence:
            places.setdefault(text, set()).add(int(fold))
    assert all(len(found) == 1 for found in places.values())
    assert min(np.bincount(folds(pairs))) > len(pairs) / FOLDS / 2


@pytest.mark.real_model
def test_the_real_verifier_holds_its_bars_on_the_development_set(
    real_settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main_verifier(real_settings, Options(as_json=True)) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["unsupported_shown_as_supported"] <= 0.06
    assert found["precision"] >= 0.88
    assert found["recall"] >= 0.62
    assert found["auroc"] >= 0.92
    assert found["sets"]["holdout"]["unsupported_shown_as_supported"] <= 0.02
    assert found["sets"]["holdout"]["auroc"] >= 0.97
    assert found["sets"]["holdout2"]["auroc"] >= 0.8
    assert set(found["sets"]) == {"dev", "holdout", "fresh", "holdout2"}


@pytest.mark.real_model
def test_pairs_from_elsewhere_get_a_score_each(real_settings: Settings, tmp_path: Path) -> None:
    file, out = tmp_path / "pairs.jsonl", tmp_path / "scores.json"
    lines = [
        {"claim": "The fund pays rent.", "evidence": ["The fund pays rent."], "label": 1},
        {"id": "b", "claim": "The fund pays 7 euros.", "evidence": ["The fund pays 9 euros."]},
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert main_verifier(real_settings, Options(pairs=file, out=out)) == 0
    scores = json.loads(out.read_text(encoding="utf-8"))["scores"]
    assert [(s["id"], s["supported"]) for s in scores] == [("1", True), ("b", False)]
    assert scores[0]["score"] > scores[1]["score"]

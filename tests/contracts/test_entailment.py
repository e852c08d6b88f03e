"""The driver of entailment models, against a tiny one with made-up weights that is built here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.drivers.entailment import open_entailment
from assistant.errors import BadInput, ModelNotUsable
from assistant.settings import Settings
from assistant.wiring import open_verifier
from tests.conftest import FakeEmbedder

PAIRS = [("Funds pay.", "The funds pay for the stay."), ("Nobody pays.", "The funds pay for the stay.")]


def tiny_model(folder: Path, labels: list[str]) -> Path:
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder.mkdir()
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "funds", "pay", "for", "stay", "nobody", "##s", "."]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        num_labels=len(labels),
        id2label=dict(enumerate(labels)),
        label2id={name: at for at, name in enumerate(labels)},
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizerFast(vocab=str(folder / "vocab.txt")).save_pretrained(folder)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("labels", [["contradiction", "entailment", "neutral"], ["not_entailment", "entailment"]])
def test_the_output_that_means_entailment_is_found_by_its_name(tmp_path: Path, labels: list[str]) -> None:
    model = open_entailment(tiny_model(tmp_path / "model", labels))
    assert model.label == labels.index("entailment")
    scores = model.probabilities(PAIRS)
    assert len(scores) == 2
    assert all(0 < score < 1 for score in scores)
    assert scores == pytest.approx([model.probabilities([pair])[0] for pair in PAIRS], abs=1e-5)
    assert model.probabilities([]) == []


@pytest.mark.slow
def test_a_model_with_one_output_gives_its_probability(tmp_path: Path) -> None:
    model = open_entailment(tiny_model(tmp_path / "model", ["consistent"]))
    assert all(0 < score < 1 for score in model.probabilities(PAIRS))


def test_a_folder_without_a_model_is_refused_with_the_cure(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cross-encoder"):
        open_entailment(tmp_path / "nowhere")


def test_a_model_that_does_not_name_its_outputs_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"id2label": {"0": "LABEL_0", "1": "LABEL_1"}}), encoding="utf-8")
    with pytest.raises(BadInput, match="LABEL_0"):
        open_entailment(tmp_path)


def test_a_model_without_its_weights_says_so_at_its_first_use(tmp_path: Path) -> None:
    described = {"model_type": "bert", "id2label": {"0": "entailment", "1": "neutral"}}
    (tmp_path / "config.json").write_text(json.dumps(described), encoding="utf-8")
    with pytest.raises(ModelNotUsable, match="cannot be loaded"):
        open_entailment(tmp_path).probabilities(PAIRS)


def test_a_folder_that_is_set_but_holds_no_model_stops_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="V2A_ENTAILMENT"):
        open_verifier(Settings(entailment=tmp_path), FakeEmbedder())


@pytest.mark.slow
def test_the_model_that_the_settings_name_gives_the_scores(tmp_path: Path) -> None:
    folder = tiny_model(tmp_path / "model", ["entailment", "neutral", "contradiction"])
    verifier = open_verifier(Settings(entailment=folder), FakeEmbedder())
    claim, text = "The funds pay for a longer stay.", "The funds pay for the stay."
    verdict = verifier.check(claim, [text])
    assert verdict.score == pytest.approx(open_entailment(folder).probabilities([(claim, text)])[0], abs=1e-4)

"""What every Embedder must do: the fake, the torch-free copy, and the reference; and that the last two agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.drivers import model_files
from assistant.drivers.embed_onnx import open_onnx_embedder
from assistant.drivers.model_files import ModelError, copy_is_ready
from tests.conftest import FakeEmbedder

TEXTS = [
    "How long do patients wait for a referral?",
    "",
    "Überweisung, coût, criterios, idoneità",
    "CAR T",
    "word " * 400,
    "A formal process for coordination between the referring hospital and the treating centre.",
    "<script>alert(1)</script> \x00 \U0001f600",
]


@pytest.fixture(scope="session")
def model_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from ingest.export import ensure_copy

    folder = tmp_path_factory.mktemp("home") / "model"
    assert ensure_copy(folder)
    assert not ensure_copy(folder), "a whole copy is not made again"
    return folder


@pytest.fixture(scope="session")
def reference() -> Any:
    from assistant.drivers.embed_torch import open_torch_embedder

    return open_torch_embedder()


REAL = [pytest.mark.real_model, pytest.mark.slow]


@pytest.fixture(params=["fake", pytest.param("onnx", marks=REAL), pytest.param("torch", marks=REAL)])
def embedder(request: pytest.FixtureRequest) -> Any:
    if request.param == "fake":
        return FakeEmbedder()
    if request.param == "onnx":
        return open_onnx_embedder(request.getfixturevalue("model_dir"), threads=2)
    return request.getfixturevalue("reference")


def test_every_text_gets_one_row_of_length_one(embedder: Any) -> None:
    rows = embedder.embed(TEXTS)
    assert rows.shape == (len(TEXTS), embedder.dimensions)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)


def test_no_texts_give_no_rows(embedder: Any) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimensions)


def test_a_text_gets_the_same_vector_alone_and_among_others(embedder: Any) -> None:
    among = embedder.embed(TEXTS * 12)
    np.testing.assert_allclose(embedder.embed(TEXTS[:1])[0], among[0], atol=1e-5)
    np.testing.assert_allclose(among[0], among[len(TEXTS)], atol=1e-5)


def test_texts_that_share_words_are_nearer(embedder: Any) -> None:
    one, alike, other = embedder.embed(
        ["Patients wait for a referral.", "A referral means that patients wait.", "Ships are built of steel."]
    )
    assert float(one @ alike) > float(one @ other)


@pytest.mark.real_model
@pytest.mark.slow
def test_the_copy_and_the_reference_agree(model_dir: Path, reference: Any) -> None:
    copy = open_onnx_embedder(model_dir)
    texts = [text for text in TEXTS if text]
    cosines = np.sum(copy.embed(texts) * reference.embed(texts), axis=1)
    assert float(cosines.min()) >= 1 - 1e-4
    assert copy.name == reference.name == "all-MiniLM-L6-v2@53aa5117"


@pytest.mark.real_model
@pytest.mark.slow
def test_a_copy_cut_short_is_noticed(model_dir: Path, tmp_path: Path) -> None:
    broken = tmp_path / "model"
    broken.mkdir()
    for file in model_dir.iterdir():
        (broken / file.name).write_bytes(file.read_bytes())
    assert copy_is_ready(broken, thorough=True)
    (broken / "tokenizer.json").write_bytes((model_dir / "tokenizer.json").read_bytes()[:-1])
    assert not copy_is_ready(broken)
    with pytest.raises(ModelError, match="v2a ingest"):
        open_onnx_embedder(broken)


def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_files, "sha256_of", lambda path: "0" * 64)
    with pytest.raises(ModelError, match="not the official all-MiniLM-L6-v2"):
        model_files.packaged_model()

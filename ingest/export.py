"""Makes the torch-free copy of the embedding model, once, and proves that it embeds like the original.

`python -m ingest.export` makes it, as `make setup` does; an ingest makes it too when it is not there.
"""

from __future__ import annotations

import json
import os
import shutil
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.drivers.embed_onnx import OnnxEmbedder
from assistant.drivers.model_files import (
    DIGESTS,
    GRAPH,
    TOKENIZER,
    WEIGHTS_SHA256,
    ModelError,
    copy_is_ready,
    packaged_model,
    sha256_of,
)
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.drivers.embed_torch import TorchEmbedder

OPSET = 17
TOLERANCE = 1e-4
PROBES = (
    "How long do patients wait?",
    "Formal coordination between the referring hospital and the treating centre, with staff time set aside for it.",
    "Wer bezahlt die Behandlung, und wie lange dauert das?",
    "x",
    " ".join(["A long passage that is cut at the limit of the model."] * 40),
)


def ensure_copy(model_dir: Path) -> bool:
    """Make the copy when it is not there or not whole. True when it was made now.

    Raises ModelError when the copy would embed otherwise than the reference; then nothing is left behind.
    """
    if copy_is_ready(model_dir, thorough=True):
        return False
    from assistant.drivers.embed_torch import open_torch_embedder

    reference = open_torch_embedder()
    model_dir.parent.mkdir(parents=True, exist_ok=True)
    unfinished = model_dir.with_name(f"{model_dir.name}.{os.getpid()}.tmp")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    try:
        _export(reference.sentence_transformer[0].auto_model, unfinished / GRAPH)
        shutil.copyfile(packaged_model() / TOKENIZER, unfinished / TOKENIZER)
        check_agreement(OnnxEmbedder(unfinished), reference)
        _write_digests(unfinished)
        shutil.rmtree(model_dir, ignore_errors=True)
        unfinished.replace(model_dir)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return True


def check_agreement(copy: OnnxEmbedder, reference: TorchEmbedder) -> None:
    """Raises ModelError unless both embed the probes to the same vectors (cosine distance within 1e-4)."""
    cosines = np.sum(copy.embed(PROBES) * reference.embed(PROBES), axis=1)
    if float(np.min(cosines)) < 1 - TOLERANCE:
        raise ModelError(
            f"The exported model embeds otherwise than the original (cosine {float(np.min(cosines)):.6f}). "
            "Install the versions in constraints.txt (make setup) and run v2a ingest again."
        )


def _export(model: Any, target: Path) -> None:
    import torch

    class TokenVectors(torch.nn.Module):  # type: ignore[misc]  # torch ships as untyped here
        """The encoder with plain positional inputs and its last hidden state as the only output."""

        def __init__(self, encoder: Any) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
            kinds = {"attention_mask": attention_mask, "token_type_ids": token_type_ids}
            return self.encoder(input_ids=input_ids, **kinds).last_hidden_state

    names = ["input_ids", "attention_mask", "token_type_ids"]
    ids = torch.ones((2, 12), dtype=torch.long)
    mask = torch.ones_like(ids)
    mask[1, 7:] = 0  # a padded row, so that the mask is traced into the graph
    axes = {name: {0: "texts", 1: "tokens"} for name in [*names, "hidden"]}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # the tracing exporter is called deprecated; the new one needs onnxscript
        torch.onnx.export(
            TokenVectors(model.eval()),
            (ids, mask, torch.zeros_like(ids)),
            str(target),
            dynamo=False,
            opset_version=OPSET,
            input_names=names,
            output_names=["hidden"],
            dynamic_axes=axes,
        )


def _write_digests(folder: Path) -> None:
    files = {
        name: {"size": (folder / name).stat().st_size, "sha256": sha256_of(folder / name)}
        for name in (GRAPH, TOKENIZER)
    }
    stated = {"weights": WEIGHTS_SHA256, "opset": OPSET, "files": files}
    (folder / DIGESTS).write_text(json.dumps(stated, indent=2), encoding="utf-8")


if __name__ == "__main__":
    ensure_copy(Settings.from_env().model_dir)

"""Makes the basis that token vectors are cut down with: python -m ingest.token_basis

The main directions of the token vectors of our own corpus and of Python's language reference. Run it when the embedding
model changes; indexes made over the old basis are refused and have to be built again.
"""

from __future__ import annotations

from pydoc_data.topics import topics

import numpy as np

from assistant.drivers.embed_onnx import open_onnx_embedder
from assistant.drivers.token_vectors import BASIS, DIMENSIONS
from assistant.settings import Settings
from ingest.corpus import load_corpus

EVERY = 7  # one token vector in so many is looked at
LENGTH = 800


def make_basis() -> None:
    """Write the file beside the driver."""
    settings = Settings.from_env()
    texts = [passage.text for passage in load_corpus(settings.corpus_dir).passages]
    texts += [text[LENGTH : 2 * LENGTH] for text in topics.values() if len(text) > 2 * LENGTH]
    hidden = np.concatenate(open_onnx_embedder(settings.model_dir).hidden(texts))[::EVERY]
    unit = hidden / np.maximum(np.linalg.norm(hidden, axis=1, keepdims=True), 1e-9)
    directions = np.linalg.svd(unit, full_matrices=False)[2][:DIMENSIONS]
    np.save(BASIS, directions.astype(np.float16))


if __name__ == "__main__":
    make_basis()

"""The reference embeddings: sentence-transformers, through LangChain. Slow to load; used to make the quick copy."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import numpy as np

from assistant.drivers.model_files import DIMENSIONS, EMBEDDER_NAME, packaged_model
from assistant.interfaces import Matrix


class TorchEmbedder:
    """The packaged all-MiniLM-L6-v2, run by sentence-transformers on the CPU."""

    name = EMBEDDER_NAME
    dimensions = DIMENSIONS

    def __init__(self) -> None:
        folder = packaged_model()
        os.environ["HF_HUB_OFFLINE"] = "1"  # nothing may be looked up in a model hub
        from langchain_huggingface import HuggingFaceEmbeddings
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # a bar of its own in the middle of ours

        self.langchain = HuggingFaceEmbeddings(
            model_name=str(folder),
            model_kwargs={"device": "cpu"},
            encode_kwargs={"normalize_embeddings": True, "batch_size": 32},
        )

    @property
    def sentence_transformer(self) -> Any:
        """The SentenceTransformer behind it."""
        return self.langchain._client

    def embed(self, texts: Sequence[str]) -> Matrix:
        """One unit-length row per text."""
        if not texts:
            return np.zeros((0, DIMENSIONS), np.float32)
        return np.asarray(self.langchain.embed_documents(list(texts)), np.float32)


def open_torch_embedder() -> TorchEmbedder:
    """The reference implementation. Raises ModelError when the weights are missing or not the official ones."""
    return TorchEmbedder()

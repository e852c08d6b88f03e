"""A stronger judge for the verifier: any entailment model in the form of a sentence-transformers cross-encoder.

None ships in a package that we could rely on. Whoever has one in a folder names it in V2A_ENTAILMENT.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import BadInput, ModelNotUsable

LONGEST = 512  # tokens of text and claim together, as such models were trained


@dataclass(frozen=True)
class EntailmentModel:
    """`verifying.verifier.Entailment`. `label`: which of its outputs means "entailment"; None where it has only one."""

    folder: Path
    label: int | None

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """How likely each text carries each claim, 0..1; `pairs` are (claim, text). Raises ModelNotUsable."""
        if not pairs:
            return []
        # These models read what is known first and what is concluded from it second.
        asked = [(text, claim) for claim, text in pairs]
        found = self._encoder.predict(asked, apply_softmax=self.label is not None, show_progress_bar=False)
        scores = np.asarray(found, np.float64)
        return [float(score) for score in (scores if self.label is None else scores[:, self.label])]

    @cached_property
    def _encoder(self) -> Any:
        """Loaded at the first use: it takes seconds, and a question from quotes needs none of it."""
        os.environ["HF_HUB_OFFLINE"] = "1"  # nothing may be looked up in a model hub
        from sentence_transformers import CrossEncoder
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()
        try:
            return CrossEncoder(str(self.folder), device="cpu", max_length=LONGEST, local_files_only=True)
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise ModelNotUsable(  # answers come from quotes then
                f"The entailment model in {self.folder} cannot be loaded ({type(error).__name__}): V2A_ENTAILMENT has "
                "to name the folder of a cross-encoder as sentence-transformers saves it."
            ) from None


def open_entailment(folder: Path) -> EntailmentModel:
    """The model in that folder, not loaded before its first use. Raises BadInput where it is none of this kind."""
    try:
        described = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        labels = {int(key): str(name) for key, name in described.get("id2label", {}).items()}
    except (OSError, ValueError, AttributeError):
        raise BadInput(
            f"V2A_ENTAILMENT is {str(folder)!r}, which has no readable config.json: name the folder of a cross-encoder "
            "as sentence-transformers saves it, or leave the variable out."
        ) from None
    if len(labels) == 1:
        return EntailmentModel(folder, None)
    # "entailment", but not "not_entailment" of models with two outputs.
    meant = [key for key, name in labels.items() if name.casefold().startswith(("entail", "support"))]
    if len(meant) != 1:
        raise BadInput(
            f"The model in {folder} does not tell which of its outputs means entailment (its id2label: "
            f"{', '.join(labels.values()) or 'none'}). Choose one trained for natural language inference."
        )
    return EntailmentModel(folder, meant[0])

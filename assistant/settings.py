"""Every setting, from the environment, checked once. A typo in a value fails at start, not at use."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import BadInput

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things lie and which parts are used; see the configuration table in the README."""

    home: Path = field(default_factory=lambda: ROOT / ".v2a")
    index_dir: Path = field(default_factory=lambda: ROOT / ".v2a" / "index")
    corpus_dir: Path = field(default_factory=lambda: ROOT / "corpus")
    chroma_url: str = ""
    # Not in the repr, which ends up in logs: it may hold a password.
    plans_url: str = field(default="", repr=False)
    host: str = "127.0.0.1"
    port: int = 7860

    @property
    def model_dir(self) -> Path:
        """Where the query-side copy of the embedding model is kept."""
        return self.home / "model"

    @property
    def feedback_file(self) -> Path:
        """Where thumbs and their reasons are kept, one JSON object per line."""
        return self.home / "feedback.jsonl"

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None, index_dir: Path | str | None = None) -> Settings:
        """V2A_HOME, _INDEX, _CORPUS, _CHROMA_URL, _PLANS_URL, _HOST and _PORT; `index_dir` wins over V2A_INDEX."""
        env = os.environ if env is None else env
        home = Path(env.get("V2A_HOME") or ROOT / ".v2a")
        return cls(
            home=home,
            index_dir=Path(index_dir or env.get("V2A_INDEX") or home / "index"),
            corpus_dir=Path(env.get("V2A_CORPUS") or ROOT / "corpus"),
            chroma_url=env.get("V2A_CHROMA_URL", ""),
            plans_url=env.get("V2A_PLANS_URL", ""),
            host=env.get("V2A_HOST") or "127.0.0.1",
            port=_port(env.get("V2A_PORT") or "7860"),
        )


def _port(text: str) -> int:
    if not text.isdigit() or not 0 <= int(text) < 65536:
        raise BadInput(f"V2A_PORT is {text!r}: set it to a number from 0 to 65535.")
    return int(text)

"""Every setting, from the environment, checked once. A typo in a value fails at start, not at use."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.cost import Limit, Price, limit_of, price_of
from assistant.errors import BadInput

ROOT = Path(__file__).resolve().parent.parent
SECRET_LENGTH = 16  # characters of a key that is typed into a page: too many to guess
AUDIENCES = ("advocate", "clinician", "manager", "payer", "policymaker", "plain")
UNSUPPORTED = ("quote", "strike")
# What a choice on the page (choice.py) may decide as long as the environment does not.
CHOOSABLE = (
    "V2A_MODEL",
    "V2A_MODEL_URL",
    "V2A_MODEL_WINDOW",
    "V2A_MODEL_TIMEOUT",
    "V2A_MODEL_TOKENS",
    "V2A_UNSUPPORTED",
    "V2A_AUDIENCE",
)


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
    model: str = ""
    model_url: str = field(default="", repr=False)  # as above
    model_key: str = field(default="", repr=False)
    model_window: int = 0
    model_timeout: float = 60.0
    model_tokens: int = 800
    model_price: Price | None = None
    model_answer: Limit | None = None
    model_daily: Limit | None = None
    model_daily_user: Limit | None = None
    entailment: Path | None = None
    unsupported: str = "quote"
    audience: str = ""
    translate: str = "yes"
    answer_in: str = ""  # a language; empty: that of each question
    maintainer: str = field(default="", repr=False)
    fixed: frozenset[str] = frozenset()  # those of CHOOSABLE that the environment sets

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
        """The V2A_ variables of the README's table, checked; `index_dir` wins over V2A_INDEX."""
        env = os.environ if env is None else env
        home = Path(env.get("V2A_HOME") or ROOT / ".v2a")
        price = price_of(env.get("V2A_MODEL_PRICE", ""))
        return cls(
            home=home,
            index_dir=Path(index_dir or env.get("V2A_INDEX") or home / "index"),
            corpus_dir=Path(env.get("V2A_CORPUS") or ROOT / "corpus"),
            chroma_url=env.get("V2A_CHROMA_URL", ""),
            plans_url=env.get("V2A_PLANS_URL", ""),
            host=env.get("V2A_HOST") or "127.0.0.1",
            port=_port(env.get("V2A_PORT") or "7860"),
            model=model_name(env.get("V2A_MODEL", ""), env.get("V2A_MODEL_URL", "")),
            model_url=_address(env.get("V2A_MODEL_URL", "")),
            model_key=env.get("V2A_MODEL_KEY", ""),
            model_window=_number(env, "V2A_MODEL_WINDOW", 0, 1_000),
            model_timeout=_number(env, "V2A_MODEL_TIMEOUT", 60, 1),
            model_tokens=_number(env, "V2A_MODEL_TOKENS", 800, 50),
            model_price=price,
            model_answer=_limit(env, "V2A_MODEL_ANSWER", price),
            model_daily=_limit(env, "V2A_MODEL_DAILY", price),
            model_daily_user=_limit(env, "V2A_MODEL_DAILY_USER", price),
            entailment=Path(judge) if (judge := env.get("V2A_ENTAILMENT", "").strip()) else None,
            unsupported=_one_of(env, "V2A_UNSUPPORTED", UNSUPPORTED),
            audience=audience(env.get("V2A_AUDIENCE", "")),
            translate=_one_of(env, "V2A_TRANSLATE", ("yes", "no")),
            maintainer=_secret(env, "V2A_MAINTAINER"),
            fixed=frozenset(name for name in CHOOSABLE if env.get(name, "").strip()),
        )


def _limit(env: Mapping[str, str], name: str, price: Price | None) -> Limit | None:
    return limit_of(name, env.get(name, ""), price)


def _port(text: str) -> int:
    if not _is_whole(text) or not 0 <= int(text) < 65536:
        raise BadInput(f"V2A_PORT is {text!r}: set it to a number from 0 to 65535.")
    return int(text)


def model_name(text: str, url: str = "") -> str:
    """A model as `provider:name`, or by its name alone where an address is set; "" and "none" mean no model."""
    text = text.strip()
    if text in ("", "none"):
        return ""
    provider, colon, name = text.partition(":")
    if not url and not (colon and provider.isidentifier() and name):
        raise BadInput(
            f"V2A_MODEL is {text!r}: write it as provider:name, such as openai:gpt-5-mini or ollama:llama3.2, "
            "or set V2A_MODEL_URL for a server that speaks OpenAI's protocol."
        )
    return text


def audience(text: str) -> str:
    """One of AUDIENCES, or "" for readers in general."""
    if text and text not in AUDIENCES:
        raise BadInput(f"The audience is {text!r}: choose one of {', '.join(AUDIENCES)}.")
    return text


def _secret(env: Mapping[str, str], name: str) -> str:
    """A key of its own, or none; the message does not repeat it."""
    text = env.get(name, "").strip()
    if text and len(text) < SECRET_LENGTH:
        raise BadInput(
            f"{name} has {len(text)} characters: set it to {SECRET_LENGTH} or more that nobody can guess, such as what "
            'python -c "import secrets; print(secrets.token_urlsafe())" prints.'
        )
    return text


def _address(text: str) -> str:
    if text and not text.startswith(("http://", "https://")):
        # Not repeated: it may hold a password.
        raise BadInput("V2A_MODEL_URL must begin with http:// or https://")
    return text


def _number(env: Mapping[str, str], name: str, default: int, least: int) -> int:
    text = env.get(name) or str(default)
    if not _is_whole(text) or (int(text) < least and int(text) != default):
        raise BadInput(f"{name} is {text!r}: set it to a whole number of {least} or more.")
    return int(text)


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _one_of(env: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    text = env.get(name) or known[0]
    if text not in known:
        raise BadInput(f"{name} is {text!r}: set it to {' or '.join(known)}.")
    return text

"""What scripted models write, and a checker that can be seen through."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.answering.ask import Answering
from assistant.domain import Prompt
from assistant.wiring import OpenAssistant
from assistant.words import tokens
from assistant.writing.judging import Checker
from assistant.writing.prompts import Offered
from assistant.writing.write import Writer
from tests.conftest import FakeChatModel

Script = Callable[[Prompt], Iterable[str | Exception]]


@dataclass(frozen=True)
class Seen:
    supported: bool
    score: float
    best: int | None


class WordChecker:
    """A claim is carried when each of its content words stands in the evidence."""

    def check_all(self, claims: Sequence[tuple[str, Sequence[str]]]) -> list[Seen]:
        return [self._seen(claim, evidence) for claim, evidence in claims]

    def _seen(self, claim: str, evidence: Sequence[str]) -> Seen:
        asked = set(tokens(claim))
        shares = [len(asked & set(tokens(line))) / max(1, len(asked)) for line in evidence]
        held = asked <= {word for line in evidence for word in tokens(line)}
        return Seen(held and bool(evidence), max(shares, default=0.0), shares.index(max(shares)) if shares else None)


def offers(prompt: Prompt) -> list[Offered]:
    """The passages in a prompt."""
    blocks = prompt.user.removeprefix("Passages:\n\n").rsplit("\n\nThe reader is ", 1)[0].split("\n\n[")
    found = [re.match(r"\[?(\w+)\] ([^\n]*)\n(.*)", block, re.DOTALL) for block in blocks]
    return [Offered(*match.groups()) for match in found if match]


def reply(*sentences: tuple[str, Iterable[str]]) -> str:
    return json.dumps({"claims": [{"text": text, "keys": list(keys)} for text, keys in sentences]})


def first_sentences(prompt: Prompt, count: int = 2) -> list[tuple[str, list[str]]]:
    """True sentences: the opening one of each of the first passages, with its key."""
    return [(offer.text.split(". ")[0].rstrip(".") + ".", [offer.key]) for offer in offers(prompt)[:count]]


def in_pieces(text: str, size: int = 7) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def honest(prompt: Prompt) -> Iterable[str]:
    """A model that copies."""
    return in_pieces(reply(*first_sentences(prompt)))


def with_model(
    assistant: OpenAssistant, script: Script, window: int = 8192, checker: Checker | None = None, **how: object
) -> tuple[OpenAssistant, FakeChatModel]:
    """The assistant with a scripted model that rewrites its answers."""
    model = FakeChatModel(script, window)
    writer = Writer(model, checker or WordChecker(), assistant.answering.shelf, **how)  # type: ignore[arg-type]
    answering: Answering = replace(assistant.answering, rewrite=writer.rewrite)
    return replace(assistant, answering=answering), model

"""Sentences in the reader's language, from the model: asked for under keys, and kept only where nothing speaks against.

What is translated is what was quoted or checked; who translates is never trusted (`faithful.why_not`).
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache

from assistant.answering.orders import gives_orders
from assistant.domain import Entry
from assistant.errors import ChatModelError, ModelOverflow, ModelTimeout
from assistant.interfaces import ChatModel
from assistant.words import fold
from assistant.writing.budget import Account
from assistant.writing.context import count_tokens, new_keys, prompt_tokens
from assistant.writing.faithful import SOURCE, Learned, why_not
from assistant.writing.prompts import CLAIMS, translation_prompt
from assistant.writing.stream import LONGEST_REPLY, Claim, ClaimReader
from assistant.writing.tongues import NAMES

LOG = logging.getLogger("v2a.model")
MOST_REQUESTS = 3  # for one answer; a list of the corpus takes two
LEAST_SECONDS = 0.5  # left for a request: with less it is not sent
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Translator:
    """Translations by a model, held against what is known of the languages. `most`: tokens of a reply."""

    model: ChatModel
    learned: Learned
    most: int = 800

    def speaks(self, source: str, language: str) -> bool:
        """Whether sentences of that source language can be put into that of the reader, and held against them."""
        return source == SOURCE and language != SOURCE and language in NAMES

    def translate(
        self, sentences: Sequence[str], language: str, account: Account, until: float
    ) -> Iterator[dict[str, str]]:
        """The translations that hold, by sentence, more with each request. `until` as time.perf_counter().

        They come several times a second, also where there is nothing new, so that a reader can leave. Raises
        ChatModelError; what came before it holds.
        """
        found: dict[str, str] = {}
        wanted = [s for s in dict.fromkeys(sentences) if not gives_orders(s)]
        for few in self._requests(wanted):
            for more in self._asked(few, language, account, until):
                yield (found := found | more)

    def _requests(self, wanted: Sequence[str]) -> list[list[str]]:
        """As many sentences at a time as one reply has room for."""
        requests: list[list[str]] = []
        spent = self.most + 1
        for sentence in wanted:
            cost = count_tokens(sentence)
            if cost > self.most:
                continue
            if spent + cost > self.most:
                requests.append([])
                spent = 0
            requests[-1].append(sentence)
            spent += cost
        return requests[:MOST_REQUESTS]

    def _asked(self, few: Sequence[str], language: str, account: Account, until: float) -> Iterator[dict[str, str]]:
        by_key = dict(zip(new_keys(len(few)), few, strict=True))
        prompt = translation_prompt(by_key, NAMES[language])
        if prompt_tokens(prompt) > account.room(self.model, self.most):
            raise ModelOverflow("The sentences to translate are too many for the language model, or cost too much.")
        if until - time.perf_counter() < LEAST_SECONDS:
            raise ModelTimeout("No time was left for a translation.")
        reader, length = ClaimReader(by_key), 0
        said: dict[str, list[str]] = {key: [] for key in by_key}
        try:
            with closing(account.ask(self.model, prompt, self.most, CLAIMS)) as pieces:
                for piece in pieces:
                    length += len(piece)
                    _take(said, reader.feed(piece))
                    yield {}
                    if time.perf_counter() > until:
                        raise ModelTimeout("The translation took longer than an answer may.")
                    if length > LONGEST_REPLY:
                        break
            _take(said, reader.finish())
        except ChatModelError:
            yield self._held(_by_sentence(said, by_key), language)  # what was complete before it broke off
            raise
        yield self._held(_by_sentence(said, by_key), language)

    def _held(self, said: Mapping[str, str], language: str) -> dict[str, str]:
        """The translations against which nothing speaks; of the others the log gets the reason and no words."""
        held: dict[str, str] = {}
        for sentence, text in said.items():
            reason = why_not(sentence, text, language, self.learned)
            if reason:
                LOG.warning("ModelGarbage: a translation into %s is left out (%s)", NAMES[language], reason.split()[0])
            else:
                held[sentence] = text
        return held


def _by_sentence(said: Mapping[str, Sequence[str]], by_key: Mapping[str, str]) -> dict[str, str]:
    return {by_key[key]: " ".join(texts) for key, texts in said.items() if texts}


def _take(said: dict[str, list[str]], claims: Sequence[Claim]) -> None:
    """What names one sentence, and nothing that it was not asked for."""
    for claim in claims:
        if len(claim.keys) == 1 and not claim.unknown:
            said[claim.keys[0]].append(claim.text)


def ordinary_words(entries: Iterable[Entry]) -> Callable[[str], frozenset[str]]:
    """The words of what an index says in each language, but for those that it writes with a capital in English: names.

    Looked through at the first use.
    """
    entries = tuple(entries)

    @lru_cache
    def words(language: str) -> frozenset[str]:
        capital = {w for e in entries if e.language == SOURCE for w in _WORD.findall(e.text) if w[0].isupper()}
        own = {w for e in entries if e.language == language for w in _WORD.findall(e.text)}
        return frozenset(fold(word) for word in own - capital)

    return words

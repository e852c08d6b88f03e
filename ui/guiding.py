"""The guided chat over an index; the models are loaded when a question is asked or something is to be suggested."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from assistant.answering.about import Part, quote_units
from assistant.answering.shelf import Shelf
from assistant.domain import Answer, Stamp, Turn
from assistant.errors import BadInput
from assistant.index import PublishedIndex
from assistant.planning.conversation import Guide
from assistant.planning.patterns import patterns_from_json
from assistant.planning.planner import Planner
from assistant.planning.rewording import as_drafted
from assistant.planning.suggestions import Advice
from assistant.settings import Settings
from assistant.verbs import Assistant
from assistant.wiring import OpenAssistant, open_assistant

if TYPE_CHECKING:
    from assistant.planning.drafting import Drafting


class Planning(Assistant, Protocol):
    """An open assistant that drafts plans, too."""

    @property
    def drafting(self) -> Drafting:
        """Raises BadInput where the index has nothing to draft from."""
        ...


class Guiding:
    """What a guide needs of the index that the settings name."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.index = PublishedIndex.open(settings.index_dir)

    @cached_property
    def _assistant(self) -> OpenAssistant:
        return open_assistant(self._settings)

    def guide(self, planner: Planner) -> Guide:
        patterns = patterns_from_json(self.index.patterns).by_recommendation
        return Guide(planner, self.index.registry, self._ask, self._advice, patterns, self._ask, self._quote)

    def _ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        return self._assistant.answer(question, history)

    def _quote(self, question: str, parts: Sequence[Part]) -> Answer:
        return quoting(self._assistant)(question, parts)

    def _advice(self) -> Advice:
        drafting = self._assistant.drafting
        return Advice(drafting.matcher, drafting.detect, drafting.reword)


def guide_of(assistant: Planning, planner: Planner) -> Guide:
    """The guided chat of an assistant that is open; without suggestions where it has nothing to draft from.

    Rows are suggested as the patterns draft them, at once; `advice_in_words` is for words of a model later.
    """
    try:
        drafting = assistant.drafting
    except BadInput:
        return Guide(planner, assistant.registry, assistant.answer, after=assistant.answer, quote=quoting(assistant))
    patterns = drafting.matcher.patterns.by_recommendation
    advice = Advice(drafting.matcher, drafting.detect)
    ask = assistant.answer
    return Guide(planner, assistant.registry, ask, lambda: advice, patterns, ask, quoting(assistant))


def quoting(assistant: Assistant) -> Callable[[str, Sequence[Part]], Answer]:
    """What quotes units of the assistant's texts under headings."""

    def quote(question: str, parts: Sequence[Part]) -> Answer:
        by_unit = {passage.unit: passage for passage in assistant.passages.values() if passage.unit}
        shelf = Shelf(assistant.documents, assistant.passages, assistant.registry, by_unit)
        return quote_units(shelf, question, parts, Stamp(assistant.manifest.fingerprint))

    return quote


def advice_in_words(assistant: Planning) -> Advice | None:
    """What words suggested rows anew; None where no language model is there to do it."""
    try:
        drafting = assistant.drafting
    except BadInput:
        return None
    found = drafting.reword is not as_drafted
    return Advice(drafting.matcher, drafting.detect, drafting.reword) if found else None

"""The guided chat over an index; the models are loaded when a question is asked or something is to be suggested."""

from __future__ import annotations

from functools import cached_property

from assistant.domain import Answer, Hit
from assistant.index import PublishedIndex
from assistant.planning.conversation import Guide
from assistant.planning.patterns import patterns_from_json
from assistant.planning.plan import Plan
from assistant.planning.planner import Planner
from assistant.planning.suggestions import Suggested, that_fit
from assistant.settings import Settings
from assistant.verbs import Assistant


class Guiding:
    """What a guide needs of the index that the settings name."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.index = PublishedIndex.open(settings.index_dir)

    @cached_property
    def _assistant(self) -> Assistant:
        from assistant.wiring import open_assistant

        return open_assistant(self._settings)

    def guide(self, planner: Planner) -> Guide:
        patterns = patterns_from_json(self.index.patterns).by_recommendation
        return Guide(planner, self.index.registry, self._ask, self._suggest, patterns)

    def _ask(self, question: str) -> Answer:
        return self._assistant.answer(question)

    def _search(self, text: str, k: int) -> list[Hit]:
        return self._assistant.search(text, k)

    def _suggest(self, found: Plan) -> list[Suggested]:
        return that_fit(found, self.index.registry, self._search)

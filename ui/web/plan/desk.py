"""What the Plan page works with, and what it sends back: the sections of a plan that the browser does not have yet."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.exports.sources import Texts
from assistant.planning.conversation import Guide
from assistant.planning.log import PlanLog
from assistant.planning.planner import Planner
from assistant.planning.suggestions import Advice
from ui.guiding import Planning, advice_in_words, guide_of
from ui.web.plan.sections import sections
from ui.web.plan.view import view_of

Payload = dict[str, Any]


@dataclass(frozen=True)
class Desk:
    """The plans and the assistant; both are opened when they are first needed, and may raise V2AError then."""

    open_planner: Callable[[], Planner]
    open_assistant: Callable[[], Planning]
    today: Callable[[], dt.date] = dt.date.today

    @property
    def planner(self) -> Planner:
        return self.open_planner()

    @property
    def assistant(self) -> Planning:
        return self.open_assistant()

    @property
    def guide(self) -> Guide:
        return guide_of(self.assistant, self.planner)

    @property
    def advice_in_words(self) -> Advice | None:
        """What words suggested rows anew, where a language model is there to do it."""
        return advice_in_words(self.assistant)

    @property
    def texts(self) -> Texts:
        return Texts(self.assistant.registry, self.assistant.documents)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the browser has: a digest of each section, where its chat is, and which versions it compares."""

    digests: Mapping[str, str]
    step: int = 1
    compare: tuple[int, int] | None = None


def payload(desk: Desk, log: PlanLog, seen: Seen, **more: Any) -> Payload:
    """The plan as the page takes it; `sections` has those alone whose digest is another than the browser's."""
    token = desk.planner.store.token(log.plan.id)
    assistant = desk.assistant
    view = view_of(
        log,
        assistant.registry,
        assistant.documents,
        desk.today(),
        step=seen.step,
        share_path=f"shared/{token}" if token else "",
        compare=seen.compare,
    )
    html = sections(view)
    digests = {name: hashlib.sha256(text.encode()).hexdigest()[:16] for name, text in html.items()}
    return {
        "id": log.plan.id,
        "version": log.version,
        "title": log.plan.title,
        "changed": log.events[-1].at,
        "can_undo": view.can_undo,
        "can_redo": view.can_redo,
        "waiting": [proposal.id for proposal in log.plan.proposals],
        "empty": [name for name, text in html.items() if not text],
        "digests": digests,
        "sections": {name: text for name, text in html.items() if seen.digests.get(name) != digests[name]},
        **more,
    }

"""What is asked next in the guided chat, and what is suggested beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.errors import V2AError
from assistant.planning.beside import beside
from assistant.planning.guide import next_question, questions
from assistant.planning.patterns import Pattern
from assistant.planning.plan import Plan
from assistant.planning.planner import Planner
from assistant.planning.steps import Question, step_of
from assistant.planning.suggestions import Advice, suggested_for
from assistant.planning.talk import Reply, Talk
from assistant.registry import Registry

MOST_BACK = 50


def past(talk: Talk, asked: Question) -> Talk:
    """The talk once that question is done with."""
    return replace(talk, asked="", trail=(*talk.trail, asked.key)[-MOST_BACK:])


@dataclass(frozen=True, slots=True)
class Asking:
    """The question on the table of a plan, and the one after it. `advice` opens what suggestions come from."""

    planner: Planner
    registry: Registry
    patterns: Mapping[str, Sequence[Pattern]]
    advice: Callable[[], Advice] | None

    def on_table(self, plan: Plan, talk: Talk) -> Question | None:
        """What the talk asked last, if it can still be asked; else the next question of its step."""
        return self.by_key(plan, talk.asked) or next_question(plan, self.registry, talk.step)

    def by_key(self, plan: Plan, key: str) -> Question | None:
        """The plan's question with that key; None where it has none."""
        return next((q for q in questions(plan, self.registry) if q.key == key), None)

    @property
    def today(self) -> dt.date:
        """The day by the planner's clock."""
        return self.planner.clock().date()

    def again(self, plan_id: str, talk: Talk, said: list[str]) -> Reply:
        """The question on the table once more."""
        plan = self.planner.open(plan_id).plan
        asked = self.on_table(plan, talk)
        return Reply(tuple(said), plan, replace(talk, asked=asked.key if asked else ""), asked)

    def next(self, plan_id: str, talk: Talk, said: list[str], entering: bool = False, suggest: bool = True) -> Reply:
        """The next question, with the step's introduction where a step begins, and with new suggestions."""
        before, said = talk, list(said)
        plan = self.planner.open(plan_id).plan
        asked = next_question(plan, self.registry, talk.step)
        entering = entering or (asked is not None and asked.step != talk.step)
        if asked and entering:
            said.append(f"Step {asked.step} of 4. {step_of(asked.step).intro}")
        if suggest:
            plan = self._suggested(plan_id, plan, asked, said)
        if asked is None:
            said.append("Nothing is left to ask. Say “show”, “another activity”, or “stop”.")
            said += [] if plan.title else ["The plan has no title yet: say “title: ...”."]
        else:
            said += beside(plan, asked, entering, self.registry, self.patterns)
        step = asked.step if asked else talk.step
        waiting = tuple(proposal.id for proposal in plan.proposals)
        new = tuple(found for found in waiting if found not in before.listed)
        talk = Talk(asked.key if asked else "", step, talk.trail, waiting, new)
        return Reply(tuple(said), plan, talk, asked, fresh=bool(new), new=new)

    def _suggested(self, plan_id: str, plan: Plan, asked: Question | None, said: list[str]) -> Plan:
        """Suggests what fits the question on the table, each thing once."""
        try:
            wanted = suggested_for(plan, asked, self.planner.open(plan_id), self.advice, self.today) if asked else []
        except V2AError as error:  # an index that cannot be searched: the questions go on without suggestions
            said.append(str(error))
            return plan
        for suggestion in wanted:
            plan = self.planner.propose(plan_id, suggestion.change, reason=suggestion.reason).plan
        if wanted:
            said.append("These are suggestions: accept or reject them by number.")
        return plan

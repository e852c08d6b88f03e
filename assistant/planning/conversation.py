"""The guided chat on one plan: a message in, changes made and the next question out. The doors only show what it says.

What the user says is the user's and is changed at once; what the assistant suggests waits as a proposal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.domain import Answer
from assistant.errors import V2AError
from assistant.planning import verbs
from assistant.planning.about_plan import After, Ask, Quote, answer_between
from assistant.planning.about_subject import subject_of
from assistant.planning.asking import MOST_BACK, Asking, past
from assistant.planning.beside import in_words
from assistant.planning.events import Change
from assistant.planning.guide import (
    DO,
    EXPLORE,
    LEVELS,
    answered,
    note_open,
    questions,
    settled,
    swapped,
)
from assistant.planning.messages import Intent, Message, read_message, spread
from assistant.planning.order import place_said
from assistant.planning.patterns import Pattern
from assistant.planning.plan import GROUPS, ActionRow, Cell, Plan, new_item_id
from assistant.planning.planner import Planner
from assistant.planning.privacy import names_a_patient
from assistant.planning.row_days import following, newly
from assistant.planning.settling import Decision, edited_texts, is_meant, settled_by, what_it_does
from assistant.planning.steps import WORDS, Question
from assistant.planning.suggestions import Advice
from assistant.planning.talk import HELP, PRIVACY, Reply, Talk
from assistant.planning.told import carried_over, fact_changed, told
from assistant.registry import Registry


@dataclass(frozen=True, slots=True)
class Guide:
    """`ask` answers questions in between, `after` those that lean on what was said, `quote` cites units under headings.

    `advice` opens what suggestions come from; `patterns` by recommendation."""

    planner: Planner
    registry: Registry
    ask: Ask
    advice: Callable[[], Advice] | None = None
    patterns: Mapping[str, Sequence[Pattern]] = field(default_factory=dict)
    after: After | None = None
    quote: Quote | None = None

    @property
    def _asking(self) -> Asking:
        return Asking(self.planner, self.registry, self.patterns, self.advice)

    def start(self, plan_id: str, step: int = 1) -> Reply:
        """Begin, or go on where the plan was left. Raises PlanMissing."""
        return self._asking.next(plan_id, Talk(step=step), [], entering=True)

    def go_on(self, plan_id: str, talk: Talk) -> Reply:
        """The next question and suggestions, after the plan was changed beside the talk. Raises PlanMissing."""
        return self._asking.next(plan_id, talk, [])

    def hear(self, plan_id: str, text: str, talk: Talk) -> Reply:
        """One message of the user. What cannot be done is said, and the plan stays as it was. Raises PlanMissing."""
        asked = self._asking.on_table(self.planner.open(plan_id).plan, talk)
        message = read_message(text)
        if names_a_patient(text):
            return self._asking.again(plan_id, talk, [PRIVACY])
        if not text.strip():
            return self._asking.again(plan_id, talk, ["Write an answer, or “skip”."])
        try:
            return self._settle(plan_id, message, text, talk, asked)
        except V2AError as error:
            return self._asking.again(plan_id, talk, [str(error)])

    def _settle(self, plan_id: str, message: Message, text: str, talk: Talk, asked: Question | None) -> Reply:
        plan = self.planner.open(plan_id).plan
        if message.decision and is_meant(message.decision, text, plan.proposals, talk.fresh):
            return self._decide(plan_id, message.decision, talk)
        if message.intent is Intent.QUESTION:
            said, answer = self._answered(plan, message.question, talk, asked)
            return replace(self._asking.again(plan_id, talk, said), answer=answer)
        if message.intent in _COMMANDS:
            return _COMMANDS[message.intent](self, plan_id, message, talk, asked)
        if message.intent is Intent.CORRECT and (corrected := self._correct(plan_id, message, talk)):
            return corrected
        if message.intent not in (Intent.ANSWER, Intent.CORRECT):
            message = Message(Intent.ANSWER, text)
        if message.fact and (changed := self._change(plan_id, fact_changed(plan, *message.fact), talk)):
            return changed
        return self._take(plan_id, message, talk, asked)

    def _answered(self, plan: Plan, question: str, talk: Talk, on: Question | None) -> tuple[list[str], Answer | None]:
        subject = subject_of(plan, talk, on.about if on else None, self.registry, self.patterns)
        return answer_between(question, subject, self.ask, self.after, self.quote)

    # What each message does

    def _take(self, plan_id: str, message: Message, talk: Talk, asked: Question | None) -> Reply:
        """Answers: the part without a label to the question asked, the others where they belong."""
        plan = self.planner.open(plan_id).plan
        text = message.text
        inferred: tuple[tuple[str, str], ...] = ()
        if asked and asked.unit.startswith("step.1.ask."):
            text, inferred = spread(text, {*plan.answers, asked.unit})
        said: list[str] = []
        given = [(asked, text)] if asked and text else []
        for unit, words in (*message.parts, *inferred):
            where = self._where(plan, unit, asked)
            if where is None:
                said.append(f"I could not place “{words}” yet: there is no row that it could belong to.")
                continue
            given.append((where, words))
            if asked is None or where.key != asked.key:
                plain = WORDS[unit].ask if unit in WORDS else where.ask
                said.append(f"Noted under “{plain}”: {words}")
        if not given and not message.question:
            return self._asking.again(
                plan_id, talk, said or ["Everything is answered. Say “show”, “step 3” or “stop”."]
            )
        before = plan
        for question, words in given:  # one by one: a row that one answer begins is there for the next
            plan = self._answer_to(plan_id, question, words)
        said += newly(before, plan)
        trail = (*talk.trail, *(question.key for question, _ in given))[-MOST_BACK:]
        about, answer = self._answered(plan, message.question, talk, asked) if message.question else ([], None)
        return replace(self._asking.next(plan_id, replace(talk, trail=trail), [*said, *about]), answer=answer)

    def _answer_to(self, plan_id: str, asked: Question, words: str) -> Plan:
        log = self.planner.open(plan_id)
        changes = answered(log.plan, asked, words, self.registry)
        if asked.unit not in (EXPLORE, LEVELS, *GROUPS):  # the map keeps whom it names
            earlier = log.plan.answers.get(asked.key, Cell()).text
            changes += told(log.plan, words, earlier)
            changes += carried_over(log.plan, changes, words, earlier)
        changes += following(log.plan, changes, self._asking.today)
        return self.planner.change(plan_id, *changes, version=log.version).plan

    def _where(self, plan: Plan, unit: str, asked: Question | None) -> Question | None:
        """The question of that unit: about the row on the table, else about the last one."""
        found = [q for q in questions(plan, self.registry) if q.unit == unit]
        same = [q for q in found if asked and q.about == asked.about]
        return next(iter(same or found[-1:]), None)

    def _unknown(self, plan_id: str, message: Message, talk: Talk, asked: Question | None) -> Reply:
        if asked is None:
            return self._asking.again(plan_id, talk, [])
        change = note_open(asked, f"You wrote: {message.text}" if message.text else "")
        self.planner.change(plan_id, change)
        who = f" {asked.who[0].upper()}{asked.who[1:]} could know." if asked.who and not message.text else ""
        return self._asking.next(plan_id, past(talk, asked), [f"Kept as an open question.{who}"])

    def _skip(self, plan_id: str, message: Message, talk: Talk, asked: Question | None) -> Reply:
        if asked is None:
            return self._asking.again(plan_id, talk, [])
        if not settled(self.planner.open(plan_id).plan, asked):
            self.planner.change(plan_id, verbs.skip(asked.key))
        return self._asking.next(plan_id, past(talk, asked), ["Skipped."])

    def _back(self, plan_id: str, message: Message, talk: Talk, asked: Question | None) -> Reply:
        plan = self.planner.open(plan_id).plan
        before = [key for key in talk.trail if self._asking.by_key(plan, key)]
        if not before:
            return self._asking.again(plan_id, talk, ["This is the first question."])
        last = self._asking.by_key(plan, before[-1])
        now = plan.answers.get(before[-1])
        said = [f"You said: {now.text}"] if now else []
        talk = replace(talk, asked=before[-1], step=last.step if last else talk.step, trail=tuple(before[:-1]))
        return self._asking.again(plan_id, talk, said)

    def _step(self, plan_id: str, message: Message, talk: Talk, asked: Question | None) -> Reply:
        step, plan = message.numbers[0], self.planner.open(plan_id).plan
        if step == 4 and not plan.rows:
            return self._asking.again(
                plan_id, talk, ["Step 4 measures activities, and there is none yet: say “step 3”."]
            )
        return self._asking.next(plan_id, replace(talk, step=step), [], entering=True)

    def _more(self, plan_id: str, message: Message, talk: Talk, asked: Question | None) -> Reply:
        """Another activity: an empty row, which the questions of step 3 then fill."""
        plan = self.planner.open(plan_id).plan
        row = ActionRow(new_item_id())
        if plan.rows:
            self.planner.change(plan_id, verbs.add(row))
        return self._asking.again(plan_id, replace(talk, asked=f"{DO}:{row.id}" if plan.rows else DO, step=3), [])

    def _explain(self, plan_id: str, message: Message, talk: Talk, asked: Question | None) -> Reply:
        unit = self.registry.get(asked.unit) if asked else None
        return self._asking.again(plan_id, talk, [f"In the toolkit: {unit.text}" if unit else HELP])

    def _show(self, plan_id: str, message: Message, talk: Talk, asked: Question | None) -> Reply:
        reply = self._asking.again(plan_id, talk, [])
        listed = tuple(proposal.id for proposal in reply.plan.proposals)
        return replace(reply, show=True, talk=replace(reply.talk, listed=listed, fresh=listed))

    def _title(self, plan_id: str, message: Message, talk: Talk, asked: Question | None) -> Reply:
        self.planner.change(plan_id, verbs.rename(message.text))
        return self._asking.again(plan_id, talk, [f"The plan is now called “{message.text}”."])

    def _move(self, plan_id: str, message: Message, talk: Talk, asked: Question | None) -> Reply:
        """ "Move activity 3 to place 1", "... to the top", "... up"."""
        plan = self.planner.open(plan_id).plan
        moved = place_said(message.numbers, message.text, len(plan.rows))
        if moved is None:
            say = f"There are {len(plan.rows)} activities: say, for example, “move activity 2 to place 1”."
            return self._asking.again(plan_id, talk, [say])
        after = self.planner.change(plan_id, verbs.move("rows", plan.rows[moved[0]].id, moved[1])).plan
        return self._asking.again(plan_id, talk, in_words(plan, after, self.registry) or ["It stands there."])

    def _help(self, plan_id: str, message: Message, talk: Talk, asked: Question | None) -> Reply:
        return self._asking.again(plan_id, talk, [HELP])

    def _stop(self, plan_id: str, message: Message, talk: Talk, asked: Question | None) -> Reply:
        return replace(self._asking.again(plan_id, talk, ["Everything is saved."]), question=None, ended=True)

    def _undo(self, plan_id: str, message: Message, talk: Talk, asked: Question | None) -> Reply:
        before = self.planner.open(plan_id).plan
        after = (self.planner.undo if message.intent is Intent.UNDO else self.planner.redo)(plan_id).plan
        said = in_words(before, after, self.registry) or ["Done."]
        return self._asking.next(plan_id, replace(talk, asked=""), said, suggest=False)

    def _decide(self, plan_id: str, decision: Decision, talk: Talk) -> Reply:
        """Accept or reject what is meant, with the user's own words where they gave some."""
        waiting = {proposal.id: proposal for proposal in self.planner.open(plan_id).plan.proposals}
        accept, reject = settled_by(decision, tuple(waiting.values()), talk.fresh)
        own = decision.edit
        edits = {found: edited_texts(waiting[found], own, self._asking.today) for found in accept} if own else {}
        if accept:
            self.planner.accept(plan_id, accept, edits)
        if reject:
            self.planner.reject(plan_id, reject)
        accepted = "Accepted, with your words" if edits else "Accepted"
        told = {accepted: accept, "Rejected": reject}
        what = {found: what_it_does(waiting[found], self.registry) for found in (*accept, *reject)}
        said = [f"{done}: {'; '.join(what[found] for found in ids)}." for done, ids in told.items() if ids]
        return self._asking.next(plan_id, talk, said)

    def _correct(self, plan_id: str, message: Message, talk: Talk) -> Reply | None:
        """ "Not X but Y" wherever the user said X; else the last answer anew. None where nothing is to be corrected."""
        log = self.planner.open(plan_id)
        if message.swap and (changed := self._change(plan_id, swapped(log.plan, *message.swap), talk)):
            return changed
        last = self._asking.by_key(log.plan, talk.trail[-1]) if talk.trail else None
        if message.swap or last is None or not message.text:
            return None
        after = self._answer_to(plan_id, last, message.text)
        return self._asking.next(plan_id, talk, [f"Corrected: “{last.ask}” {message.text}", *newly(log.plan, after)])

    def _change(self, plan_id: str, changes: Sequence[Change], talk: Talk) -> Reply | None:
        """These corrections, told back one by one; None where there are none."""
        if not changes:
            return None
        log = self.planner.open(plan_id)
        every = (*changes, *following(log.plan, changes, self._asking.today))
        after = self.planner.change(plan_id, *every, version=log.version).plan
        return self._asking.next(plan_id, talk, in_words(log.plan, after, self.registry))


_COMMANDS = {
    Intent.UNKNOWN: Guide._unknown,
    Intent.SKIP: Guide._skip,
    Intent.BACK: Guide._back,
    Intent.STEP: Guide._step,
    Intent.MORE: Guide._more,
    Intent.EXPLAIN: Guide._explain,
    Intent.SHOW: Guide._show,
    Intent.TITLE: Guide._title,
    Intent.MOVE: Guide._move,
    Intent.HELP: Guide._help,
    Intent.STOP: Guide._stop,
    Intent.UNDO: Guide._undo,
    Intent.REDO: Guide._undo,
}

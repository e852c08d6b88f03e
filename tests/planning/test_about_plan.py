"""Questions in the chat about the plan itself are answered from it and from the texts on what was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.domain import Answer, Status, Turn
from assistant.planning import verbs
from assistant.planning.about_subject import has_its_own_subject
from assistant.planning.plan import ActionRow, Cell, Origin
from assistant.planning.planner import Planner
from assistant.planning.talk import Reply, Talk
from assistant.wiring import OpenAssistant
from tests.conftest import FakeParts, FakePlanStore
from tests.core.shelves import assert_every_citation_resolves, cited, open_with_fakes, shipped
from ui.guiding import guide_of

WHY = "You wrote: “Clinics refer late.” Recommendation 2.2 is about this."
ROW = ActionRow(
    "r1",
    Cell("Agree a pathway.\nPrepare: draft it", Origin.DRAFT),
    risk=Cell("Nobody answers: name a deputy.", Origin.DRAFT),
    start="2027-03-01",
    recommendations=("rec.2.2",),
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> OpenAssistant:
    return open_with_fakes(shipped(Path(tmp_path_factory.mktemp("about"))), FakeParts())


class Chat:
    """A plan with one recommendation, one challenge and one row."""

    def __init__(self, assistant: OpenAssistant) -> None:
        self.planner = Planner(FakePlanStore())
        chosen = [verbs.choose("rec.2.2", Cell(WHY, Origin.DRAFT)), verbs.choose("challenge.2.2", "Ours")]
        self.id = self.planner.new("A plan", "en", [*chosen, verbs.add(ROW)]).plan.id
        self.guide = guide_of(assistant, self.planner)
        self.talk = Talk()

    def __call__(self, question: str) -> Reply:
        return self.guide.hear(self.id, question, self.talk)


@pytest.fixture
def chat(assistant: OpenAssistant) -> Chat:
    return Chat(assistant)


def answer(reply: Reply) -> Answer:
    assert reply.answer is not None
    return reply.answer


def test_the_reasons_for_what_was_chosen_are_told_from_the_plan_and_what_it_says_is_quoted(
    chat: Chat, assistant: OpenAssistant
) -> None:
    for question in (
        "why these?",
        "why did you choose these recommendations?",
        "what has this to do with our problem?",
    ):
        reply = chat(question)
        assert WHY in reply.said
        assert cited(answer(reply)) == ["rec.2.2", "challenge.2.2"]
        assert_every_citation_resolves(assistant, answer(reply))


def test_reasons_of_suggestions_that_were_just_listed_come_before_those_of_earlier_choices(chat: Chat) -> None:
    log = chat.planner.propose(chat.id, verbs.choose("rec.3.4", "It pays late."), reason="You wrote that it pays late.")
    chat.talk = Talk(fresh=tuple(proposal.id for proposal in log.plan.proposals))
    reply = chat("Why that one?")
    assert any("You wrote that it pays late." in line for line in reply.said)
    assert cited(answer(reply)) == ["rec.3.4"]


def test_a_suggestion_of_something_that_the_texts_do_not_have_stands_under_its_id(chat: Chat) -> None:
    suggested = [(verbs.choose("rec.3.4", ""), "It pays late."), (verbs.choose("rec.9.9", ""), "It was in a file.")]
    chat.id = chat.planner.new("Another plan", waiting=suggested).plan.id
    assert "rec.9.9: It was in a file." in chat("why these?").said


@pytest.mark.parametrize(
    "question",
    [
        "what did other places do?",
        "Has anybody else tried this?",
        "And where has this been done already?",
        "are there examples from other countries?",
        "have others had success with it?",
    ],
)
def test_cases_from_elsewhere_are_those_that_serve_what_was_chosen(
    chat: Chat, assistant: OpenAssistant, question: str
) -> None:
    found = answer(chat(question))
    served = {unit_id: assistant.registry.get(unit_id) for unit_id in cited(found)}
    assert served
    assert all(unit and unit.kind == "case" and "rec.2.2" in unit.serves for unit in served.values())
    assert "not part of the CAR T Vision" in found.markdown
    assert_every_citation_resolves(assistant, found)


@pytest.mark.parametrize("question", ["is that enough?", "what else could we do about it?", "What are we missing?"])
def test_what_is_enough_is_left_to_people_and_what_is_not_taken_up_is_shown(chat: Chat, question: str) -> None:
    reply = chat(question)
    assert "do not say how much is enough" in reply.said[0]
    assert "Under goal 2, 1 of 5 recommendations are taken up here." in reply.said
    assert cited(answer(reply)) == ["rec.2.1", "rec.2.3", "rec.2.4", "rec.2.5"]


@pytest.mark.parametrize(
    ("question", "told", "quoted"),
    [
        ("what could go wrong with this?", "Nobody answers: name a deputy.", "column.risk"),
        ("how would we know that it works?", "no output indicator", "evaluation.indicator"),
        ("who should be involved in this?", "these matter most", "column.stakeholders"),
        ("how long would it take?", "runs from 2027-03-01 to (open)", "component.timeline.1"),
        ("what would it cost?", "says nothing of resources yet", "component.resources.1"),
        ("does this really help?", "stands in no source", "rec.2.2"),
        ("what should we do first?", "which counts most, stands in no source", "rec.2.2"),
        ("where do we start?", "which counts most, stands in no source", "rec.2.2"),
        ("are these your own ideas?", "reading of what you wrote", "rec.2.2"),
        ("which challenges does this address?", "", "challenge.2.2"),
        ("what does the Vision say about this?", "", "rec.2.2"),
        ("what are the other recommendations for that goal?", "", "rec.2.1"),
    ],
)
def test_other_questions_about_it_are_told_from_the_rows_and_quoted_from_the_texts(
    chat: Chat, assistant: OpenAssistant, question: str, told: str, quoted: str
) -> None:
    reply = chat(question)
    assert told in " ".join(reply.said)
    assert quoted in cited(answer(reply))
    assert answer(reply).status is Status.ANSWERED
    assert_every_citation_resolves(assistant, answer(reply))
    assert reply.question is not None  # the conversation goes on where it was


def test_the_second_one_is_the_second_of_what_was_chosen(chat: Chat) -> None:
    chat.planner.change(chat.id, verbs.choose("rec.3.4", "Too late"))
    assert cited(answer(chat("What does the second one mean?")))[0] == "rec.3.4"


@pytest.mark.parametrize(
    "question",
    [
        "What did other places do about reimbursement?",
        "Why do clinics refer late?",
        "What is recommendation 2.1?",
        "How did Austria do it?",
        "Should she try this?",
        "would this help me?",
    ],
)
def test_a_question_that_names_its_own_subject_or_is_about_a_person_is_asked_of_the_texts(question: str) -> None:
    assert has_its_own_subject(question)


def test_a_question_that_leans_on_the_plan_and_says_more_gets_the_plans_subject_as_what_was_said_before(
    chat: Chat, assistant: OpenAssistant
) -> None:
    heard: list[tuple[str, Sequence[Turn]]] = []

    def after(question: str, history: Sequence[Turn]) -> Answer:
        heard.append((question, history))
        return assistant.answer(question, history)

    chat.guide = type(chat.guide)(chat.planner, assistant.registry, assistant.answer, after=after)
    chat("Would payers like it?")
    [(question, history)] = heard
    assert question == "Would payers like it?"
    assert [turn.role for turn in history] == ["user", "assistant"]
    assert history[0].text == "What does recommendation 2.2 say?"
    chat("Which hospitals give CAR T-cell therapy in Portugal today?")
    assert len(heard) == 1


def test_advice_on_a_persons_treatment_is_refused_whatever_the_plan_is_about(chat: Chat) -> None:
    assert answer(chat("Should my mother get this therapy?")).status is Status.MEDICAL


def test_a_plan_without_a_subject_leaves_the_question_to_the_texts(assistant: OpenAssistant) -> None:
    chat = Chat(assistant)
    chat.id = chat.planner.new("Empty").plan.id
    reply = chat("why these?")
    assert reply.said == ()
    assert answer(reply).status is not Status.ANSWERED

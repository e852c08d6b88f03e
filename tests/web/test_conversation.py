"""What asking, stopping, retrying and undoing make of a conversation."""

from __future__ import annotations

from dataclasses import replace

from assistant.domain import Turn
from tests.web.fake_assistant import MOST_CHARACTERS, FakeAssistant
from ui.web.conversation import Conversation, Exchange, ask, before, history, question_at, stop


def _two_exchanges(assistant: FakeAssistant) -> Conversation:
    *_, first = ask(lambda: assistant, (), "First?")
    *_, second = ask(lambda: assistant, first, "Second?")
    return second


def test_an_answer_grows_and_ends_finished() -> None:
    steps = list(ask(FakeAssistant, (), "Do centres talk?"))
    lengths = [len(c[0].answer.markdown) if c[0].answer else 0 for c in steps]
    assert lengths == sorted(lengths)
    assert lengths[0] == 0
    assert steps[-1][0].answer is not None
    assert steps[-1][0].answer.done


def test_the_assistant_is_told_what_was_said_before() -> None:
    assistant = FakeAssistant()
    _two_exchanges(assistant)
    said = assistant.histories[-1]
    assert said[0] == Turn("user", "First?")
    assert said[1].role == "assistant"
    assert len(said) == 2


def test_a_refused_question_is_answered_with_what_to_do() -> None:
    *_, conversation = ask(FakeAssistant, (), "x" * (MOST_CHARACTERS + 1))
    assert f"shorten it to {MOST_CHARACTERS}" in conversation[0].problem
    assert history(conversation) == ()


def test_stopping_keeps_what_had_arrived() -> None:
    answer = FakeAssistant().canned("Q?")
    growing = (Exchange("Q?", replace(answer, done=False)),)
    assert stop(growing)[0].stopped
    assert stop((Exchange("Q?"),))[0].stopped
    settled = (Exchange("Q?", answer),)
    assert stop(settled) == settled
    assert stop(()) == ()


def test_retrying_or_undoing_an_exchange_drops_it_and_all_after_it() -> None:
    conversation = _two_exchanges(FakeAssistant())
    assert question_at(conversation, 2) == question_at(conversation, 3) == "Second?"
    assert before(conversation, 2) == conversation[:1]
    assert before(conversation, 1) == ()
    assert question_at(conversation, 9) == ""

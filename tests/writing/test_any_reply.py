"""Whatever a model writes: an answer comes, its citations resolve, and no mark or markup of the model's is in it."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.domain import Prompt, Support
from assistant.verifying.verifier import Verifier
from assistant.wiring import OpenAssistant
from tests.conftest import FakeEmbedder
from tests.core.shelves import assert_every_citation_resolves
from tests.writing.scripts import first_sentences, offers, reply, with_model

MARKUP = re.compile(r"<[A-Za-z/!]|!\[|\]\(|https?:|javascript:|\[\d+\]")
PARTS = (
    "KEY",
    "TRUE",
    "TEXT",
    "[",
    "]",
    "(",
    '{"text": "',
    '", "keys": ["',
    '"]}',
    ". ",
    "\n",
    "12 %",
    "not ",
    "Dr. ",
    "ü",
    " ",
)
CHECKER = Verifier(FakeEmbedder())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.one_of(st.sampled_from(PARTS), st.text(max_size=8)), max_size=40), st.sampled_from(["quote", "strike"])
)
def test_whatever_a_model_writes_the_answer_keeps_its_promises(
    library: OpenAssistant, parts: list[str], unsupported: str
) -> None:
    def write(prompt: Prompt) -> list[str]:
        offered = offers(prompt)
        true = first_sentences(prompt, 2)
        fill = {"KEY": f"[{offered[0].key}]", "TRUE": true[0][0], "TEXT": offered[-1].text}
        return [reply(*true), "\n", *(fill.get(part, part) for part in parts)]

    assistant, model = with_model(library, write, checker=CHECKER, unsupported=unsupported)
    for answer in assistant.ask("What does recommendation 2.3 say?"):
        assert_every_citation_resolves(assistant, answer)
    assert answer.done
    assert model.closed == 1
    for sentence in answer.sentences:
        if sentence.support in (Support.SUPPORTED, Support.UNSUPPORTED) and answer.mode != "extractive":
            assert not MARKUP.search(sentence.text)

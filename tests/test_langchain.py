"""The doors for LangChain users: over fakes for the shape, over a real index for the parts together."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.runnables import RunnableGenerator, RunnableLambda

from assistant.domain import Answer, Turn
from assistant.drivers.langchain_doors import as_retriever, as_vectorstore, retrieval_chain
from assistant.errors import BadInput, V2AError
from assistant.settings import Settings
from assistant.wiring import OpenAssistant
from tests.cli_door import ANSWER, CannedAssistant
from tests.own_folder import office

FARE = "How fast do people get their taxi money back?"


class CannedStages:
    """Three stages that remember what they were given; the last says the answer in two steps."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, tuple[Turn, ...]]] = []

    def hear(self, question: str, history: Any = ()) -> str:
        if not question.strip():
            raise BadInput("The question is empty.")
        self.heard.append((question, tuple(history)))
        return question

    def look_up(self, heard: str) -> str:
        return heard

    def settle(self, asked: str) -> Iterator[Answer]:
        yield replace(ANSWER, question=asked, markdown="Half", done=False)
        yield replace(ANSWER, question=asked)


class StagedAssistant:
    def __init__(self) -> None:
        self.answering = CannedStages()


class Listener(BaseCallbackHandler):
    """Names of the runs that a tracer would show, in the order in which they start."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def on_chain_start(self, serialized: Any, inputs: Any, **kwargs: Any) -> None:
        self.names.append(kwargs["name"])

    def on_retriever_start(self, serialized: Any, query: str, **kwargs: Any) -> None:
        self.names.append(f"retriever: {query}")


def test_the_chain_answers_a_question_alone_or_with_its_history() -> None:
    staged = StagedAssistant()
    chain = retrieval_chain(staged)
    assert chain.invoke("Who?").markdown == ANSWER.markdown
    chain.invoke({"question": "And who pays?", "history": [{"role": "user", "content": "Who?"}]})
    chain.invoke({"question": "And?", "history": [HumanMessage("Who?"), AIMessage("They."), Turn("user", "Sure?")]})
    assert staged.answering.heard == [
        ("Who?", ()),
        ("And who pays?", (Turn("user", "Who?"),)),
        ("And?", (Turn("user", "Who?"), Turn("assistant", "They."), Turn("user", "Sure?"))),
    ]


def test_the_chain_streams_whole_answers_that_grow() -> None:
    chain = retrieval_chain(StagedAssistant())
    assert [(a.markdown, a.done) for a in chain.stream("Who?")] == [("Half", False), (ANSWER.markdown, True)]

    async def streamed() -> list[bool]:
        return [answer.done async for answer in chain.astream("Who?")]

    # In a thread of its own: a browser test before this one leaves an event loop running in the main thread.
    with ThreadPoolExecutor(1) as apart:
        assert apart.submit(lambda: asyncio.run(streamed())).result() == [False, True]
        assert apart.submit(lambda: asyncio.run(chain.ainvoke("Who?"))).result().done


def test_the_chain_answers_a_batch_in_order() -> None:
    questions = [f"Question {n}?" for n in range(7)]
    assert [a.question for a in retrieval_chain(StagedAssistant()).batch(questions)] == questions


def test_what_is_joined_behind_the_chain_gets_the_last_answer_or_each_of_them() -> None:
    chain = retrieval_chain(StagedAssistant())
    shout = RunnableLambda(lambda answer: answer.markdown.upper())
    assert (chain | shout).invoke("Who?") == ANSWER.markdown.upper()
    assert list((chain | shout).stream("Who?")) == [ANSWER.markdown.upper()]

    def lengths(answers: Iterator[Answer]) -> Iterator[list[int]]:
        for answer in answers:
            yield [len(answer.markdown)]

    assert list((chain | RunnableGenerator(lengths)).stream("Who?")) == [[4], [len(ANSWER.markdown)]]


def test_a_tracer_sees_the_steps_by_name() -> None:
    steps = ["ask", "standalone_question", "retrieval", "answer"]
    for call in ("invoke", "stream"):
        listener = Listener()
        result = getattr(retrieval_chain(StagedAssistant()), call)("Who?", {"callbacks": [listener]})
        assert result is not None
        list(result) if call == "stream" else None
        assert sorted(listener.names) == sorted(steps)


@pytest.mark.parametrize(
    "given", [7, {}, {"question": None}, {"question": "Who?", "history": "Who?"}, {"question": ""}]
)
def test_input_that_is_no_question_is_refused_with_a_cure(given: Any) -> None:
    with pytest.raises(BadInput):
        retrieval_chain(StagedAssistant()).invoke(given)


@pytest.mark.parametrize("turn", [7, {"role": "user"}, {"content": "Who?"}])
def test_a_turn_that_is_none_is_refused_with_a_cure(turn: Any) -> None:
    with pytest.raises(BadInput, match="role"):
        retrieval_chain(StagedAssistant()).invoke({"question": "Who?", "history": [turn]})


def test_the_retriever_gives_documents_with_ids_offsets_and_scores() -> None:
    assistant, listener = CannedAssistant(), Listener()
    (found,) = as_retriever(assistant, k=1).invoke("Who?", {"callbacks": [listener]})
    assert found.page_content == ANSWER.hits[0].passage.text
    start, end = found.metadata["start"], found.metadata["end"]
    assert assistant.documents[found.metadata["document"]].text[start:end] == found.page_content
    wanted = {"passage_id": "p1", "unit_id": "s.1", "heading": "Steps", "score": 0.91, "title": "A Guide"}
    assert wanted.items() <= found.metadata.items()
    assert listener.names == ["retriever: Who?"]


def test_a_retriever_of_nothing_is_refused() -> None:
    with pytest.raises(BadInput, match="one passage or more"):
        as_retriever(CannedAssistant(), k=0)


def test_opening_the_assistant_loads_no_langchain() -> None:
    program = "import sys, assistant.wiring; print([m for m in sys.modules if m.startswith('langchain')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.strip() == "[]"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, OpenAssistant]:
    return office(tmp_path_factory.getbasetemp())


@pytest.mark.real_model
def test_the_chain_says_what_the_assistant_says(shelf: tuple[Settings, OpenAssistant]) -> None:
    _, assistant = shelf
    by_chain, plain = assistant.chain.invoke(FARE), assistant.answer(FARE)
    assert (by_chain.markdown, by_chain.citations) == (plain.markdown, plain.citations)
    assert assistant.chain is assistant.chain
    answers = assistant.chain.batch([FARE, "Which tools are never lent?", FARE])
    assert [a.question for a in answers] == [FARE, "Which tools are never lent?", FARE]
    assert answers[0].markdown == answers[2].markdown == plain.markdown


@pytest.mark.real_model
def test_the_retriever_finds_what_search_finds(shelf: tuple[Settings, OpenAssistant]) -> None:
    _, assistant = shelf
    found = as_retriever(assistant, k=3).invoke(FARE)
    assert [d.id for d in found] == [h.passage.id for h in assistant.search(FARE, 3)]
    history = [{"role": "user", "content": "Which tools are never lent?"}]
    followed = as_retriever(assistant, k=1).invoke("And why is that?", history=history)
    assert followed[0].metadata["heading"].endswith("Which tools are never lent?")


@pytest.mark.real_model
def test_the_vector_store_finds_passages_by_meaning(shelf: tuple[Settings, OpenAssistant]) -> None:
    settings, assistant = shelf
    store = as_vectorstore(settings)
    for found in (
        store.similarity_search(FARE, k=3),
        [d for d, _ in store.similarity_search_with_relevance_scores(FARE, k=3)],
        store.max_marginal_relevance_search(FARE, k=3),
        store.as_retriever(search_kwargs={"k": 3}).invoke(FARE),
    ):
        assert len(found) == 3
        assert len({d.metadata["passage_id"] for d in found}) == 3
        for document in found:
            passage = assistant.passages[document.metadata["passage_id"]]
            assert document.page_content == passage.text
            assert document.metadata["start"] == passage.start
    best, score = store.similarity_search_with_relevance_scores(FARE, k=1)[0]
    assert "eleven weeks" in best.page_content
    assert 0.3 < score < 1.0
    assert store.get_by_ids([str(best.id)])[0].page_content == best.page_content


@pytest.mark.real_model
def test_the_vector_store_cannot_change_a_published_index(shelf: tuple[Settings, OpenAssistant]) -> None:
    settings, assistant = shelf
    store = as_vectorstore(settings)
    for change in (
        lambda: store.add_texts(["Something new."]),
        lambda: store.delete(["any"]),
        lambda: store.delete_collection(),
    ):
        with pytest.raises(V2AError, match="v2a ingest"):
            change()
    assert assistant.search(FARE, 1)

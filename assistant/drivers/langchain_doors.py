"""Doors for LangChain users: the search as a retriever, `ask` as a chain of named steps, the index as a vector store.

Nothing here is loaded by the command line or the web app: those call the same stages directly and start quicker.
Traces are sent nowhere unless the user's own environment asks LangSmith for them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.embeddings import Embeddings
from langchain_core.messages import BaseMessage
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda, RunnableSequence

from assistant.domain import Answer, Document, Hit, Passage, Turn
from assistant.drivers.chroma_store import open_chroma_store
from assistant.drivers.embed_onnx import open_onnx_embedder
from assistant.drivers.model_files import EMBEDDER_NAME
from assistant.errors import BadInput, V2AError
from assistant.index import PublishedIndex
from assistant.interfaces import Embedder
from assistant.settings import Settings
from assistant.verbs import Assistant

if TYPE_CHECKING:
    from langchain_chroma import Chroma

AskChain = Runnable[Any, Answer]
MOST_ENTRIES_PER_PASSAGE = 8  # how many more vectors than passages are asked for: questions lead to the same passage


class Stages(Protocol):
    """The three stages of `ask`, as `assistant.answering.ask.Answering` has them."""

    def hear(self, question: str, history: Sequence[Turn]) -> Any: ...

    def look_up(self, heard: Any) -> Any: ...

    def settle(self, asked: Any) -> Iterator[Answer]: ...


class Staged(Protocol):
    """An assistant whose stages can be called one by one."""

    @property
    def answering(self) -> Stages: ...


class PassageRetriever(BaseRetriever):
    """The hybrid search of an index: passages best first, one document each.

    `invoke(question, history=[...])` resolves a follow-up as `ask` does.
    """

    assistant: Any
    k: int = 5

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, history: Any = ()
    ) -> list[LangChainDocument]:
        hits = self.assistant.search(query, self.k, turns(history))
        return [_as_document(hit, self.assistant.documents) for hit in hits]


def as_retriever(assistant: Assistant, k: int = 5) -> PassageRetriever:
    """The assistant's search as a LangChain retriever of `k` passages.

    Metadata of each document: passage_id, unit_id, document, title, heading, start, end (offsets into the document's
    text), page, url, score (0..1) and ranks.
    """
    if k < 1:
        raise BadInput(f"k is {k}: ask for one passage or more.")
    return PassageRetriever(assistant=assistant, k=k)


def retrieval_chain(assistant: Staged) -> AskChain:
    """`ask` as a Runnable: {"question": ..., "history": [...]}, or a question alone, to an Answer.

    Its steps are named `standalone_question`, `retrieval` and `answer`. `stream` yields whole Answers that grow, the
    last with `done=True`; what is joined behind it with `|` gets that last one, or each of them if it streams too.
    Turns of the history may be `Turn`s, {"role", "content"} or LangChain messages. Raises BadInput as `ask` does.
    """
    stages = assistant.answering
    return RunnableSequence(
        RunnableLambda(lambda given: stages.hear(*_question_and_history(given)), name="standalone_question"),
        RunnableLambda(stages.look_up, name="retrieval"),
        GrowingAnswers(stages),
        name="ask",
    )


class GrowingAnswers(Runnable[Any, Answer]):
    """The last step of the chain. Each Answer replaces the one before; they are never added up."""

    name = "answer"

    def __init__(self, stages: Stages) -> None:
        self._stages = stages

    def invoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:
        return self._call_with_config(self._last, input, config)

    def stream(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any | None) -> Iterator[Answer]:
        return self.transform(iter([input]), config)

    def transform(
        self, input: Iterator[Any], config: RunnableConfig | None = None, **kwargs: Any | None
    ) -> Iterator[Answer]:
        return self._transform_stream_with_config(input, self._grow, config)

    async def astream(
        self, input: Any, config: RunnableConfig | None = None, **kwargs: Any | None
    ) -> AsyncIterator[Answer]:
        async def only() -> AsyncIterator[Any]:
            yield input

        async for answer in self.atransform(only(), config):
            yield answer

    async def atransform(
        self, input: AsyncIterator[Any], config: RunnableConfig | None = None, **kwargs: Any | None
    ) -> AsyncIterator[Answer]:
        async for answer in self._atransform_stream_with_config(input, self._agrow, config):
            yield answer

    def _last(self, asked: Any) -> Answer:
        *_, last = self._stages.settle(asked)
        return last

    def _grow(self, inputs: Iterator[Any]) -> Iterator[Answer]:
        for asked in inputs:
            yield from self._stages.settle(asked)

    async def _agrow(self, inputs: AsyncIterator[Any]) -> AsyncIterator[Answer]:
        async for asked in inputs:
            for answer in self._stages.settle(asked):
                yield answer


def turns(history: Any) -> tuple[Turn, ...]:
    """The history as the assistant's own turns. Raises BadInput for what is no turn."""
    if isinstance(history, str) or not isinstance(history, Sequence):
        raise BadInput('The history must be a list of turns such as {"role": "user", "content": "..."}.')
    return tuple(_turn(item) for item in history)


def _turn(item: Any) -> Turn:
    if isinstance(item, Turn):
        return item
    if isinstance(item, BaseMessage):
        return Turn({"human": "user", "ai": "assistant"}.get(item.type, item.type), item.text)
    if isinstance(item, Mapping) and isinstance(item.get("role"), str) and isinstance(item.get("content"), str):
        return Turn(item["role"], item["content"])
    raise BadInput('A turn of the history must be {"role": "user" or "assistant", "content": "..."} or a message.')


def _question_and_history(given: Any) -> tuple[str, tuple[Turn, ...]]:
    if isinstance(given, str):
        return given, ()
    if isinstance(given, Mapping) and isinstance(given.get("question"), str):
        return given["question"], turns(given.get("history") or ())
    raise BadInput('Give the chain a question, or {"question": "...", "history": [...]}.')


def _as_document(hit: Hit, documents: Mapping[str, Document]) -> LangChainDocument:
    metadata = {**_metadata(hit.passage, documents), "score": float(hit.score), "ranks": dict(hit.ranks)}
    return LangChainDocument(id=hit.passage.id, page_content=hit.passage.text, metadata=metadata)


def _metadata(passage: Passage, documents: Mapping[str, Document]) -> dict[str, Any]:
    document = documents[passage.document]
    return {
        "passage_id": passage.id,
        "unit_id": passage.unit,
        "document": document.id,
        "title": document.title,
        "heading": " > ".join(passage.heading),
        "start": passage.start,
        "end": passage.end,
        "page": passage.page,
        "url": document.address,
    }


class IndexEmbeddings(Embeddings):
    """The embedder of an index, under LangChain's name for it."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = self._embedder.embed(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def as_vectorstore(settings: Settings) -> Chroma:
    """The vectors of the published index as a LangChain Chroma store, for reading: dense search alone.

    A published index is never changed: `add_*`, `update_*` and `delete*` are refused; `v2a ingest` changes it.
    Filters work on what is stored with each vector: passage, role ("body", "title", "question") and language.
    Raises IndexMissing or IndexMismatch with the cure.
    """
    from langchain_chroma import Chroma

    index = PublishedIndex.open(settings.index_dir, EMBEDDER_NAME)
    store = open_chroma_store(index.directory, index.manifest.generation, settings.chroma_url)
    embedder = open_onnx_embedder(settings.model_dir)
    shelf: Any = _PublishedClient(_PassageCollection(store.collection, index))
    return Chroma(
        index.manifest.generation, IndexEmbeddings(embedder), client=shelf, create_collection_if_not_exists=False
    )


class _PublishedClient:
    """As much of a Chroma client as LangChain's store uses: it hands out the one collection."""

    def __init__(self, collection: _PassageCollection) -> None:
        self._collection = collection

    def get_collection(self, name: str, **_: Any) -> _PassageCollection:
        return self._collection

    def __getattr__(self, name: str) -> Any:
        return _refuse


class _PassageCollection:
    """A collection whose vectors answer with their passages: the texts are kept in the index, not in Chroma."""

    def __init__(self, collection: Any, index: PublishedIndex) -> None:
        self._collection, self._index = collection, index

    def query(self, *, query_embeddings: Any, n_results: int, include: Any = None, **how: Any) -> dict[str, Any]:
        """Up to `n_results` passages, each once, through the nearest of its vectors."""
        wide = min(n_results * MOST_ENTRIES_PER_PASSAGE, self._collection.count())
        wanted = set(include or ("metadatas", "distances")) - {"documents"} | {"metadatas"}
        how = {name: value for name, value in how.items() if value is not None}
        found = self._collection.query(
            query_embeddings=query_embeddings, n_results=max(1, wide), include=sorted(wanted), **how
        )
        rows = self._first_per_passage(found["metadatas"][0])[:n_results]
        kept = {name: [[found[name][0][i] for i in rows]] for name in ("ids", *wanted)}
        return {**kept, **{name: [values] for name, values in self._texts(kept["metadatas"][0]).items()}}

    def get(self, **how: Any) -> dict[str, Any]:
        how["include"] = sorted(set(how.get("include") or ("metadatas",)) - {"documents"} | {"metadatas"})
        found = self._collection.get(**{name: value for name, value in how.items() if value is not None})
        rows = [i for i, stored in enumerate(found["metadatas"]) if stored["passage"] in self._index.passages]
        kept = {name: [found[name][i] for i in rows] for name in ("ids", *how["include"])}
        return {**kept, **self._texts(kept["metadatas"])}

    def count(self) -> int:
        return int(self._collection.count())

    @property
    def configuration(self) -> Any:
        return self._collection.configuration

    def __getattr__(self, name: str) -> Any:
        return _refuse

    def _first_per_passage(self, stored: Sequence[Mapping[str, Any]]) -> list[int]:
        first: dict[str, int] = {}
        for row, metadata in enumerate(stored):
            first.setdefault(str(metadata["passage"]), row)
        return list(first.values())

    def _texts(self, stored: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
        passages = [self._index.passages[metadata["passage"]] for metadata in stored]
        metadata = [
            {**_metadata(passage, self._index.documents), "role": kept["role"], "language": kept["language"]}
            for passage, kept in zip(passages, stored, strict=True)
        ]
        return {"documents": [passage.text for passage in passages], "metadatas": metadata}


def _refuse(*_: Any, **__: Any) -> Any:
    raise V2AError("A published index is only read here. Change its sources, then run: v2a ingest")

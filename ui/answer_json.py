"""An answer as JSON, as docs/answer.schema.json describes it. Pure."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assistant.domain import Answer, Citation, Hit, Sentence


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """Everything a program needs to show and to check the answer; plain JSON values only."""
    return {
        "id": answer.id,
        "question": answer.question,
        "standalone": answer.standalone or answer.question,
        "language": answer.language,
        "status": answer.status.value,
        "answer": answer.markdown,
        "sentences": [_sentence(sentence) for sentence in answer.sentences],
        "citations": [_citation(citation) for citation in answer.citations],
        "passages": [passage_to_json(hit) for hit in answer.hits],
        "next_steps": list(answer.next_steps),
        "mode": answer.mode,
        "stamp": asdict(answer.stamp),
        "timings_ms": {name: round(float(ms), 2) for name, ms in answer.timings_ms.items()},
    }


def passage_to_json(hit: Hit) -> dict[str, Any]:
    """A ranked passage; `ranks` says where each ranker put it."""
    passage = hit.passage
    return {
        "passage_id": passage.id,
        "unit_id": passage.unit,
        "document": passage.document,
        "heading": list(passage.heading),
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "page": passage.page,
        "score": round(float(hit.score), 4),
        "ranks": dict(hit.ranks),
    }


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {
        "text": sentence.text,
        "support": sentence.support.value,
        "citations": list(sentence.citations),
        "translation": sentence.translation,
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "number": citation.number,
        "passage_id": citation.passage,
        "unit_id": citation.unit,
        "document": citation.document,
        "title": citation.title,
        "locator": citation.locator,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "url": citation.url,
    }

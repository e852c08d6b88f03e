"""Whoever asked a model may leave or press stop; it then ends at the next piece, which comes within a second."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from assistant.errors import ModelLeft


def _stays() -> bool:
    return False


_LEFT: ContextVar[Callable[[], bool]] = ContextVar("left", default=_stays)


@contextmanager
def unless(left: Callable[[], bool]) -> Iterator[None]:
    """What is asked of a model in here ends with ModelLeft once `left` is true. It is asked at each piece."""
    token = _LEFT.set(left)
    try:
        yield
    finally:
        _LEFT.reset(token)


def check() -> None:
    """Raises ModelLeft where nobody waits for the answer any longer."""
    if _LEFT.get()():
        raise ModelLeft("Nobody waits for the language model any longer.")

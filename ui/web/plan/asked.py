"""A request of the browser: nothing in it has the right shape until it was checked here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.errors import BadInput
from assistant.planning.plan_json import MOST_CHARACTERS, MOST_ITEMS
from assistant.planning.privacy import names_a_patient
from assistant.planning.talk import Talk
from ui.conversation import readable

LONGEST_ID = 80
PRIVATE = (
    "This seems to hold data that could identify a patient, so it was not kept. Leave names, dates of birth and "
    "numbers out (write “one of our patients”) and save it again."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The fields of a request. Each method raises BadInput for what has another shape than it promises."""

    fields: Mapping[str, Any]

    def text(self, name: str, default: str = "") -> str:
        """A text as people type it, without halves of characters; too long ones are refused, not cut."""
        return _text(self.fields.get(name, default), name)

    def texts(self, name: str) -> tuple[str, ...]:
        """Several texts: a list, or lines of one text; empty ones are left out."""
        value = self.fields.get(name, [])
        found = value.splitlines() if isinstance(value, str) else _list(value, name)
        return tuple(text for item in found if (text := _text(item, name).strip()))

    def ids(self, name: str) -> tuple[str, ...]:
        """Several ids: a list, or apart by spaces or commas in one text."""
        value = self.fields.get(name, [])
        found = value.replace(",", " ").split() if isinstance(value, str) else _list(value, name)
        return tuple(_text(item, name)[:LONGEST_ID] for item in found)

    def number(self, name: str) -> int | None:
        """A whole number from 0 on, also as digits; None where there is none."""
        value = self.fields.get(name)
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
            return int(value)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9):
            return value
        raise _unusable(name)

    def whole(self, name: str) -> int:
        """A number that has to be there."""
        value = self.number(name)
        if value is None:
            raise _unusable(name)
        return value

    def record(self, name: str) -> Mapping[str, Any]:
        """An object with texts, lists or objects in it; empty where there is none."""
        value = self.fields.get(name, {})
        if not isinstance(value, dict) or len(value) > MOST_ITEMS:
            raise _unusable(name)
        return value

    def words(self, name: str) -> dict[str, str]:
        """An object of texts."""
        return {_text(key, name): _text(value, name) for key, value in self.record(name).items()}

    def talk(self, name: str = "talk") -> Talk:
        """Where the conversation stands; a new one for anything that is no such place, since nothing hangs on it."""
        value = self.fields.get(name)
        if not isinstance(value, dict):
            return Talk()
        step = value.get("step")
        return Talk(
            asked=_short(value.get("asked")),
            step=step if isinstance(step, int) and step in (1, 2, 3, 4) else 1,
            trail=_shorts(value.get("trail")),
            listed=_shorts(value.get("listed")),
            fresh=_shorts(value.get("fresh")),
        )

    def refuse_patient_data(self) -> None:
        """Raises BadInput when a text in the request could identify a patient; it is neither kept nor repeated."""
        if any(names_a_patient(text) for text in _every_text(self.fields)):
            raise BadInput(PRIVATE)


def _every_text(value: Any) -> Iterator[str]:
    """However deep it lies."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise _unusable(name)
    if len(value) > MOST_CHARACTERS:
        raise BadInput(f"This text has {len(value)} characters: shorten it to {MOST_CHARACTERS}.")
    return readable(value)


def _list(value: Any, name: str) -> list[Any]:
    if not isinstance(value, list) or len(value) > MOST_ITEMS:
        raise _unusable(name)
    return value


def _short(value: Any) -> str:
    return value[: 2 * LONGEST_ID] if isinstance(value, str) else ""


def _shorts(value: Any) -> tuple[str, ...]:
    return tuple(map(_short, value[:MOST_ITEMS])) if isinstance(value, list) else ()


def _unusable(name: str) -> BadInput:
    return BadInput(f"The page sent no usable “{name}”: load the page again and try once more.")

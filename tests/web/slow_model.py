"""A language model that words rows slowly, as those on small machines do: the Plan page has to show that it works."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

from assistant.domain import Prompt
from tests.conftest import FakeChatModel

# Three rows: on referral, on what is paid, and on data.
SEVERAL = (
    "We are a hospital network in the north of Ruritania. Community clinics refer too late and nobody knows whom to "
    "call. The insurer pays the hospital too late and not the full cost. Nobody collects outcome data after CAR T. "
    "We have 40,000 euros and two nurses until December 2027."
)
PLACE = "in the north of Ruritania"


def words_rows(prompt: Prompt) -> list[str]:
    """The second line of the row with the place that the user named, which their own sentence carries."""
    said = next((key for key, text in re.findall(r"^\[(\w+)\] (.*)$", prompt.user, re.MULTILINE) if PLACE in text), "")
    lines = re.findall(r"^  \[(\w+)\] ([a-z][^\n]*)$", prompt.user, re.MULTILINE)
    if not said or not lines:
        return ['{"claims": []}']
    key, line = lines[0]
    return [json.dumps({"claims": [{"text": f"{line.rstrip('.')} {PLACE}", "keys": [key, said]}]})]


class Slow(FakeChatModel):
    """Keeps its reader waiting, with empty pieces several times a second. `ended`: a file with a line for each reply
    that was not waited for."""

    def __init__(self, seconds: float, ended: Path) -> None:
        self.seconds, self.ended = seconds, ended
        super().__init__(self._slowly)

    def _slowly(self, prompt: Prompt) -> Iterator[str]:
        until = time.monotonic() + self.seconds
        try:
            while time.monotonic() < until:
                time.sleep(0.05)
                yield ""
        except GeneratorExit:
            with self.ended.open("a", encoding="utf-8") as file:
                file.write(f"{time.monotonic() - until + self.seconds:.2f}\n")
            raise
        yield from words_rows(prompt)

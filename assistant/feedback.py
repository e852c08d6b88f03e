"""What use teaches, kept on this machine: thumbs with their reasons, and questions that the sources do not answer.

One JSON object per line, appended and never rewritten. What people type may hold who they or others are, so what could
identify a patient, e-mail addresses and telephone numbers are struck out before anything is written, and texts are cut
to a fixed length. The file has a size limit, so a flood of clicks or questions cannot fill the disk.
"""

from __future__ import annotations

import json
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.domain import Answer, Status
from assistant.errors import BadInput
from assistant.planning.privacy import find_personal_data

VERDICTS = ("up", "down")
MOST_CHARACTERS = 1000
MOST_BYTES = 5_000_000
# Questions without an answer come without a click; this share of the file leaves room for judgements.
UNANSWERED_SHARE = 0.5
REMEMBERED = 500  # answers whose status and passages a judgement can still be put beside
HITS = 10

# From the start of a run only: one of many thousand characters is otherwise tried from each of them.
_EMAIL = re.compile(r"(?<![^\s@<>()\[\],;:\"])[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"]+\.[^\s@<>()\[\],;:\"]+")
# Seven digits or more with the signs people put between them; years, item numbers and amounts are shorter.
_PHONE = re.compile(r"(?<![\w.])(?:\+|00|\()?\d(?:[\s().\-/]{0,2}\d){6,}(?!\w)")
_DATES = re.compile(
    r"(?:19|20)\d\d\s?[-/]\s?(?:(?:19|20)\d\d|\d\d?[-/]\d\d?)|[0-3]?\d([./-])\s?[01]?\d\1\s?(?:19|20)\d\d"
)
# A sum or a count: "12 000 000", "1.200.000", "10 000-20 000". So are telephone numbers of nine digits written in Spain
# or Poland, which begin with no nought either: to be taken for a sum, thousands have to be round or to count something.
_THOUSANDS = r"[1-9]\d{0,2}([\s.])\d{3}(?:\{n}\d{3})*"
_SUM = re.compile(rf"{_THOUSANDS.replace('{n}', '1')}(?:\s?[-/]\s?{_THOUSANDS.replace('{n}', '2')})?|[1-9]\d{{6,}}")
_ROUND = re.compile(r"000(?=\s?[-/]|$)(?:.*000$|$)")
_CURRENCY = (
    r"(?:[€£$¥₹]|(?:eur(?:os?)?|usd|gbp|chf|sek|nok|dkk|pln|czk|huf|jpy|aud|cad|inr|zł|zl|kč|kr|dollars?|pounds?|francs?|"
    r"franken|kronor|kroner|yen|won|lei|ft|rs)\b)"
)
_MONEY_BEFORE = re.compile(rf"{_CURRENCY}\.?\s?$", re.IGNORECASE)
_COUNTED = re.compile(
    rf"\s?(?:{_CURRENCY}|(?:people|persons?|inhabitants|residents|patients?|citizens|members|families|visits|hours|doses|"
    r"einwohner\w*|menschen|personen|versicherte\w*|patient\w+|habitants|personnes|malades|assurés|habitantes|personas|"
    r"pacientes|abitanti|persone|pazienti)\b)",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?:ring|call|phone|telephone|fax|mobile|cell|dial|whatsapp|text|sms|anruf\w*|handy|t[ée]l[ée]phon\w*|portable|"
    r"appel\w*|llam\w*|m[óo]vil|tel[ée]fono|telefon\w*|chiam\w*|cellulare|number is|reach \w+ (?:at|on)|tel|mob)\b"
    r"\.?[^\d.;]{0,15}$|☎\s?$",
    re.IGNORECASE,
)


def strike_contacts(text: str) -> str:
    """The text with e-mail addresses and telephone numbers replaced by what they were."""
    return _PHONE.sub(_struck, _EMAIL.sub("[e-mail address removed]", text))


def strike_personal_data(text: str) -> str:
    """The text without what could identify a patient and without anybody's contacts; as it was where there are none.

    Patients first: a name is told by the number or birth date beside it.
    """
    kept, at = [], 0
    for finding in find_personal_data(text):
        if finding.start >= at:
            kept += [text[at : finding.start], f"[{finding.kind} removed]"]
        at = max(at, finding.end)
    return strike_contacts("".join([*kept, text[at:]]))


def _struck(match: re.Match[str]) -> str:
    return match.group() if _DATES.fullmatch(match.group()) or _is_sum(match) else "[phone number removed]"


def _is_sum(match: re.Match[str]) -> bool:
    """Whether digits are an amount of money or a count rather than a telephone number; in doubt they are not."""
    if not _SUM.fullmatch(match.group()):
        return False
    before = match.string[max(0, match.start() - 40) : match.start()]
    if _CALLED.search(before):
        return False
    counts = _COUNTED.match(match.string, match.end()) or _MONEY_BEFORE.search(before)
    round_thousands = not match.group().isdigit() and _ROUND.search(match.group())
    return bool(counts or round_thousands)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class FeedbackLog:
    """The file of one installation; safe to share between threads. `clock` is for tests."""

    path: Path
    most_bytes: int = MOST_BYTES
    clock: Callable[[], datetime] = _now
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, init=False)
    _given: OrderedDict[str, Mapping[str, Any]] = field(default_factory=OrderedDict, repr=False, init=False)

    def add(self, answer_id: str, question: str, verdict: str, reason: str = "") -> None:
        """Append one judgement. Raises BadInput for an unknown verdict or when the file has reached its limit."""
        if verdict not in VERDICTS:
            raise BadInput(f"The verdict is {verdict!r}: use one of {', '.join(VERDICTS)}.")
        self._append(self._row(answer_id, question, verdict, reason), self.most_bytes)

    def saw(self, answer: Answer) -> None:
        """Remember what a finished answer was, for a judgement on it; one that ended in `not_in_sources` is appended.

        Nobody waits for this, so a file that is full or cannot be written costs the line, never the answer.
        """
        if not answer.done:
            return
        with self._lock:
            known = answer.id in self._given
            self._given[answer.id] = _given(answer)
            if len(self._given) > REMEMBERED:
                self._given.popitem(last=False)
        if answer.status is Status.NOT_IN_SOURCES and not known:
            try:
                self._append(self._row(answer.id, answer.question), int(self.most_bytes * UNANSWERED_SHARE))
            except (BadInput, OSError):
                return

    def _row(self, answer_id: str, question: str, verdict: str = "", reason: str = "") -> Mapping[str, Any]:
        with self._lock:
            given = self._given.get(answer_id, {})
        return {
            "time": self.clock().isoformat(timespec="seconds"),
            "answer": _kept(answer_id),
            "question": _kept(question),
            "verdict": verdict,
            "reason": _kept(reason),
            **given,
        }

    def _append(self, row: Mapping[str, Any], most: int) -> None:
        line = (json.dumps(row, ensure_ascii=False) + "\n").encode("utf-8", errors="replace")
        with self._lock:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab") as file:
                if file.tell() + len(line) > most:
                    raise BadInput(f"Feedback was not stored: {self.path.name} is full. Move it away to make room.")
                file.write(line)


def _given(answer: Answer) -> dict[str, Any]:
    """What a reviewer wants to know of it: how it ended, what it was understood as, which passages came first."""
    standalone = _kept(answer.standalone)
    return {
        "status": str(answer.status),
        **({"standalone": standalone} if standalone and standalone != _kept(answer.question) else {}),
        "language": answer.language,
        "retrieved": [hit.passage.id for hit in answer.hits[:HITS]],
    }


def _kept(text: str) -> str:
    """Struck out first, then cut: a number halved by the cut would no longer be recognised."""
    return strike_personal_data(text).strip()[:MOST_CHARACTERS]

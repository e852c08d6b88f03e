"""Who of a list is asked for: "Who chairs the committee?" wants its chairs, not all of its members. Pure."""

from __future__ import annotations

import re

from assistant.domain import Unit
from assistant.words import fold, tokens

_WHO = re.compile(r"\W*(?:and |und |et |y |e )?(?:who|wer|qui|quien(?:es)?|chi)\b")
_ALL = re.compile(r"\b(?:all|every\w*|complete|tou(?:s|tes)|alle|tod[oa]s|tutti|tutte)\b")
_CHAIRS = re.compile(
    r"\b(?:co-?)?(?:chair\w*|presid\w+|vorsitz\w*|vorsteh\w*|dirige\w*)|\b(?:leitet|leiten)\b|\bhead of\b"
)
MOST_SHARE = 0.5  # what is said of more of them than this tells nobody apart


def asked_of(question: str, language: str, group: Unit, members: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """The members whose titles carry what a question for people says beside the list's own name; else none."""
    plain = fold(question)
    if not _WHO.match(plain) or _ALL.search(plain):
        return ()
    wanted = set(tokens(question, language)) - set(tokens(f"{group.title} {group.text}", language)) | (
        {"chair"} if _CHAIRS.search(plain) else set()
    )
    found = tuple(member for member in members if wanted & set(tokens(member.title)))
    return found if 0 < len(found) <= MOST_SHARE * len(members) else ()

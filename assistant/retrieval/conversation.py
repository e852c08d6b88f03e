"""Follow-ups made to stand alone, without a language model: what does "the second one" or "and for payers?" mean here?

Joining all earlier turns to one query is harmful (-.08 recall@5 on public conversations), so only the last user turn
is looked at, and only when the question leans on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.domain import Turn
from assistant.words import fold, tokens

_OPENERS = {
    "en": r"and|but|or|so|also|then|what about|how about|what else|anything else|why|how so|which of|who of|same for|"
    r"more|tell me more|go on|explain|for example|an example|examples?|and if|ok|okay|in that case",
    "fr": r"et|mais|ou|alors|aussi|pourquoi|et pour|qu'en est-il|lesquel\w*|laquelle|lequel|plus de|un exemple",
    "de": r"und|aber|oder|also|auch|warum|wieso|was ist mit|und fur|welche davon|mehr|ein beispiel|noch etwas",
    "es": r"y|pero|o|entonces|tambien|por que|y para|que hay de|cual de|cuales de|mas|un ejemplo",
    "it": r"e|ma|o|allora|anche|perche|e per|che dire di|quale di|quali di|piu|un esempio",
}
_POINTERS = {
    "en": r"it|its|they|them|their|those|these|that|this|he|she|his|her|there|the (?:same|other|others|former|"
    r"latter)|"
    r"(?:first|second|third|fourth|fifth|last|other|next|previous) (?:one|two|three|point|item|part|idea|barrier|"
    r"recommendation|challenge|question|step|column)|(?:the )?(?:first|second|third|fourth|fifth|last)$|one of "
    r"(?:them|"
    r"those|these)|number \d+|which ones?",
    "fr": r"ca|cela|ceux|celles|celui|celle|ils|elles|leur|leurs|ces|cette|y|en|le (?:premier|deuxieme|"
    r"troisieme|dernier)"
    r"|la (?:premiere|deuxieme|troisieme|derniere)|l'autre|les autres",
    "de": r"es|sie|ihnen|deren|dessen|diese[nrsm]?|dieses|jene\w*|davon|dafur|dazu|damit|(?:der|die|das) "
    r"(?:erste|zweite|"
    r"dritte|vierte|funfte|letzte|andere)n?",
    "es": r"eso|esto|esos|esas|estos|estas|ello|ellos|ellas|(?:el|la) (?:primer[oa]?|segund[oa]|tercer[oa]?|"
    r"ultim[oa]|"
    r"otr[oa])|l[oa]s otr[oa]s",
    "it": r"cio|questo|questa|questi|queste|quello|quella|quelli|quelle|essi|esse|loro|ne|(?:il|la) (?:prim[oa]|"
    r"second[oa]"
    r"|terz[oa]|ultim[oa])|l'altr[oa]|gli altri|le altre",
}
_ORDINALS: tuple[tuple[str, int], ...] = (
    (r"first|premiere?|erste\w*|primer[oa]?|prim[oa]|number 1|1st", 0),
    (r"second|deuxieme|seconde|zweite\w*|segund[oa]|second[oa]|number 2|2nd", 1),
    (r"third|troisieme|dritte\w*|tercer[oa]?|terz[oa]|number 3|3rd", 2),
    (r"fourth|quatrieme|vierte\w*|cuart[oa]|quart[oa]|number 4|4th", 3),
    (r"fifth|cinquieme|funfte\w*|quint[oa]|number 5|5th", 4),
    (r"last|derniere?|letzte\w*|ultim[oa]", -1),
)
# "say that ..." opens a clause; this "that" points at nothing.
_REPORTED = re.compile(
    r"\b(?:says?|said|means?|shows?|states?|finds?|knows?|thinks?|hopes?|asks?|ensures?|sure) that\b"
)
_CHOICE = re.compile(
    r"\b(?:which|what|who|lesquel\w*|laquelle|lequel|welche\w*|cual\w*|quali?)\b.*\b(?:these|those|them|they|"
    r"ces|ceux|"
    r"celles|davon|diese\w*|esos|esas|estos|estas|ell[oa]s|questi|queste|quelli|quelle|of the)\b|\bwhich ones?\b"
)

# "and all of them?", "what are the others?": the list of the earlier turn, whole.
_ALL_OF_IT = re.compile(
    r"\b(?:all|others?|rest|remaining|every one|whole list|tous|toutes|autres|alle|anderen?|ubrigen|todos|todas|"
    r"otr[oa]s|tutti|tutte|altr[ie])\b"
)


@dataclass(frozen=True, slots=True)
class Focus:
    """What an earlier turn was about: unit ids in the order shown, and the list they belong to, if they are one."""

    units: tuple[str, ...] = ()
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question that needs no history. `text` to show; `previous` question and `reply` when they belong to it;
    `focus` what those were about; `within` the units it chooses among; `picked` the one it points at; `group` the list
    that it wants to see whole."""

    text: str
    previous: str = ""
    reply: str = ""
    focus: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    picked: str | None = None
    group: str | None = None


def leans_on_history(question: str, language: str = "en") -> bool:
    """Whether the question cannot be understood alone: an opener, a pointer word, or hardly any content of its own."""
    plain = fold(question).strip(" ?!.")
    opener = re.match(rf"(?:{_OPENERS.get(language, _OPENERS['en'])})\b", plain)
    content = len(set(tokens(question, language)))
    return content < 2 or bool(opener and content < 6) or (points_back(question, language) and content < 8)


def points_back(question: str, language: str = "en") -> bool:
    """Whether a pronoun or pointer ("it", "the second one") stands for something said before."""
    pointers = _POINTERS.get(language, _POINTERS["en"])
    return bool(re.search(rf"\b(?:{pointers})\b", _REPORTED.sub(" ", fold(question)).strip(" ?!.")))


def stand_alone(
    question: str, history: Sequence[Turn], language: str, focus_of: Callable[[str, str], Focus]
) -> Standalone:
    """The question as it would be put to somebody who heard nothing before.

    `focus_of(earlier question, reply to it)` tells what that earlier turn was about; it is asked at most once.
    """
    earlier, reply = _last_exchange(history)
    if not earlier or not leans_on_history(question, language):
        return Standalone(question)
    focus = focus_of(earlier, reply)
    picked = _pick(question, focus)
    if picked:
        return Standalone(f"{question} ({earlier})", earlier, reply, focus.units, picked=picked)
    if focus.group and _ALL_OF_IT.search(fold(question)) and len(set(tokens(question, language))) < 3:
        return Standalone(f"{earlier.rstrip(' ?!.')} - {question}", earlier, reply, focus.units, group=focus.group)
    if not points_back(question, language):
        reply, focus = "", Focus(group=focus.group)
    within = focus.units if focus.group and _CHOICE.search(fold(question)) else ()
    return Standalone(f"{earlier.rstrip(' ?!.')} - {question}", earlier, reply, focus.units, within)


def _last_exchange(history: Sequence[Turn]) -> tuple[str, str]:
    """The last user turn that has content of its own, and what was answered after it."""
    for at in range(len(history) - 1, -1, -1):
        if history[at].role == "user" and history[at].text.strip():
            reply = next((t.text for t in history[at + 1 :] if t.role == "assistant"), "")
            return history[at].text.strip(), reply
    return "", ""


def _pick(question: str, focus: Focus) -> str | None:
    plain = fold(question)
    if len(focus.units) < 2:
        return None
    for pattern, at in _ORDINALS:
        if re.search(rf"\b(?:{pattern})\b", plain):
            return focus.units[at] if at < len(focus.units) else None
    return None

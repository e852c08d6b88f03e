"""Interest and influence of stakeholders, as people say them: "high", "very keen", "not much power". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.planning import verbs
from assistant.planning.events import Change
from assistant.planning.plan import Level, Plan, Stakeholder
from assistant.words import fold

_LEVEL = r"(low|medium|high)"
_INTEREST = re.compile(rf"{_LEVEL}\s+interest|interest(?:\s+is|\s*[=:-])?\s+{_LEVEL}")
_INFLUENCE = re.compile(rf"{_LEVEL}\s+influence|influence(?:\s+is|\s*[=:-])?\s+{_LEVEL}")
_MEANS = re.compile(
    r"\b(?:(?P<keen>interested|keen)|(?P<interest>interest|care)|(?P<strong>influential|powerful)|power|say|influence)\b"
)
_SUBJECT = r"(?=\s*(?:interest|influence))"
# What may stand between a "not" and what it denies: "does not have a lot of power".
_MUCH = r"(?:very|that|so|much|really|all|of|have|has|got|any|an?|lots?|great|deal|big|strong|high|highly|particularly)"
# How people say it, and the level that it means; what denies comes first ("not very interested").
_SAID = (
    ("low", rf"(?:not|no|never)(?: {_MUCH})*{_SUBJECT}"),
    ("low", rf"(?:hardly|barely)(?: any)?{_SUBJECT}|(?:very |too |only )*(?:little|weak|small|limited){_SUBJECT}"),
    ("high", rf"(?:very|really|extremely|highly|most|quite a lot of|lots? of|a lot of|a great deal of){_SUBJECT}"),
    ("high", rf"(?:very |a )*(?:strong|great|big|huge|large|much|real){_SUBJECT}"),
    ("medium", rf"(?:some|somewhat|fairly|quite|moderate(?:ly)?|average|middling|a bit of){_SUBJECT}"),
)
# "They are keen" says as much as "very".
_BARE = re.compile(r"(?<!low )(?<!medium )(?<!high )(interest|influence)!")

# "High interest and influence" says the level of both.
_BOTH = re.compile(rf"{_LEVEL} (interest|influence) and (interest|influence)\b(?!\s*(?:is|[=:-])?\s*{_LEVEL})")


def levels_said(plan: Plan, text: str) -> list[Change]:
    """Interest and influence of each stakeholder that is named; of all for "all", or where there is only one."""
    changes: list[Change] = []
    for said in map(_in_levels, _clauses(plan, fold(text))):
        named = [s for s in plan.stakeholders if _names_it(said, s, plan)]
        if not named and (len(plan.stakeholders) == 1 or re.search(r"\b(?:all|everyone|everybody|both)\b", said)):
            named = list(plan.stakeholders)
        if not named and re.search(r"\b(?:rest|others|remaining)\b", said):
            named = [s for s in plan.stakeholders if not (s.interest and s.influence) and not _told(changes, s)]
        interest, influence = _level(_INTEREST, said), _level(_INFLUENCE, said)
        bare = re.findall(rf"\b{_LEVEL}\b", said)
        if interest is None and influence is None and bare:
            interest, influence = Level(bare[0]), Level(bare[1]) if len(bare) > 1 else None
        for stakeholder in named:
            pairs = (("interest", interest), ("influence", influence))
            changes += [verbs.edit("stakeholders", stakeholder.id, name, level.value) for name, level in pairs if level]
    return changes


def _told(changes: Sequence[Change], stakeholder: Stakeholder) -> bool:
    """Whether the message itself has said both of that stakeholder."""
    return {c.data["field"] for c in changes if c.data["id"] == stakeholder.id} == {"interest", "influence"}


def _clauses(plan: Plan, text: str) -> Iterator[str]:
    """Sentences, apart at commas where another stakeholder's turn comes: "A has no say, B a lot"."""
    for sentence in re.split(r"[;\n]+|\.\s+", text):
        clause = ""
        for part in sentence.split(","):
            if clause and any(_names_it(part, s, plan) for s in plan.stakeholders):
                yield clause
                clause = part
            else:
                clause = f"{clause},{part}" if clause else part
        yield clause


def _in_levels(said: str) -> str:
    """ "very keen, but little power" as "high interest, but low influence"."""
    said = _MEANS.sub(_meant, re.sub(r"n['’]t\b", " not", said))
    for level, words in _SAID:
        said = re.sub(rf"\b(?:{words})", level, said)
    return _BOTH.sub(r"\1 \2 and \1 \3", _BARE.sub(r"high \1", said).replace("!", ""))


def _meant(found: re.Match[str]) -> str:
    if found["keen"] or found["strong"]:
        return "interest!" if found["keen"] else "influence!"
    return "interest" if found["interest"] else "influence"


def _level(pattern: re.Pattern[str], said: str) -> Level | None:
    found = pattern.search(said)
    return Level(found.group(1) or found.group(2)) if found else None


def _names_it(said: str, stakeholder: Stakeholder, plan: Plan) -> bool:
    """Whether the name is there, or a word of it that no other name on the map has."""
    name = fold(stakeholder.organisation.text)
    if not name:
        return False
    others = " ".join(fold(s.organisation.text) for s in plan.stakeholders if s.id != stakeholder.id)
    words = [word for word in re.findall(r"\w+", name) if len(word) > 3 and word not in re.findall(r"\w+", others)]
    return name in said or any(re.search(rf"\b{re.escape(word)}\b", said) for word in words)

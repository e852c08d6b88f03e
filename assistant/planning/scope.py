"""Whether a scenario is for this assistant at all, and whether it says enough to draft from. Rules only."""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.planning.matching import Match
from assistant.planning.scenario import Scenario
from assistant.planning.troubles import OTHER, PERSON
from assistant.words import fold

# Words of the subject itself, in five languages (folded; the therapy's name is one word there).
_SUBJECT = re.compile(
    r"\bcarts?\b|\bcar cells?\b|\bcell (?:and gene )?therap|\bcellular therap|\bzelltherap|\btherapies? cellulaires?|"
    r"\bterapias? celular|\bterapi[ae] cellular"
    r"|\blymphom|\blinfom|\bleuk\w*m|\bleuc\w*m|\bmyelom|\bmielom|\bblood cancer|\bblutkrebs|\bh?a?ematolog|"
    r"\bhamatolog|\bapheres|\baferes|\batmps?\b|\bdlbcl\b|\bjacie\b"
    r"|\badvanced therap|\bstem cell transplant"
)
_OTHER_SUBJECT = re.compile(
    r"\b(?:hip|knee|joint) (?:replacement|surgery)|\b(?:diabet|asthma|dialys|dement|alzheimer|obes|vaccin|covid|"
    r"dent(?:al|ist)|stroke|cardi|heart|maternity|midwi|"
    r"birth|mental health|psychiatr|hiv|malaria|migraine|breast|mammogra|prostate|cervical|skin cancer|kidney|eye|"
    r"cataract|physiotherap|rheumat|depress|opioid|smok|"
    r"huft|knie|zahn|impf|herz|cadera|rodilla|vacun|corazon|anca|ginocchio|cuore|hanche|genou|coeur)\w*"
)
_OTHER_WISH = re.compile(
    r"\b(?:shares|stocks?|stock market|invest(?:ing)? in|poem|song|novel|recipe|homework|essay|marketing (?:plan|"
    r"campaign)|sell more|sales (?:plan|target|force)|market share|holiday|wedding|"
    r"software|website for my|dating|cryptocurrenc\w+|aktien|gedicht|acciones|poema|azioni|poesia|poeme|actions en "
    r"bourse)\b"
)
# Figures of matching.py that tell scenarios apart, chosen on evals/data/plans.jsonl.
NAMED_TROUBLE = 0.3  # so well fits the best recommendation at least, where a trouble is named
CLEAR_TROUBLE = 0.55  # and so well, where little else is told
OTHER_FROM = 0.5  # sentences, in effect, on other subjects; fewer in a text of one sentence
OTHER_OF_ONE = 0.3
PERSON_FROM = 0.65  # sentences on one person's illness, and the probability that treatment is asked for, added up
MEDICAL_FROM = 0.6  # mean probability over the sentences that one person's treatment is asked for
MEDICAL_IF_WORDED = 0.3
DETAILS = ("place", "organisation", "budget", "staff", "period", "number", "audience")
# Of these some must be told where the trouble is named in passing only; "we are a hospital, six of us" is no setting.
OF_SETTING = ("place", "organisation", "budget", "staff", "period")
ENOUGH_DETAILS = 2
MANY_OF_SETTING = 3


class DraftStatus(StrEnum):
    """What became of a scenario."""

    DRAFTED = "drafted"
    NEEDS_DETAIL = "needs_detail"
    OUT_OF_SCOPE = "out_of_scope"
    PRIVACY_WARNING = "privacy_warning"


def judge(scenario: Scenario, match: Match) -> DraftStatus:
    """Drafted when it is on the subject, names a trouble that some recommendation answers, and tells its setting."""
    if not _on_subject(scenario, match):
        return DraftStatus.OUT_OF_SCOPE
    told = details(scenario)
    whole = sum(kind in OF_SETTING for kind in told) >= MANY_OF_SETTING
    enough = len(told) >= ENOUGH_DETAILS and names_a_trouble(match, NAMED_TROUBLE if whole else CLEAR_TROUBLE)
    return DraftStatus.DRAFTED if enough else DraftStatus.NEEDS_DETAIL


def names_a_trouble(match: Match, clearly: float = NAMED_TROUBLE) -> bool:
    """Whether something goes wrong in it that a recommendation answers."""
    return bool(match.recommendations) and match.recommendations[0].score >= clearly


def asks_for_treatment(scenario: Scenario, match: Match, worded_so: bool) -> bool:
    """Whether the treatment of one person is asked for: the probes see it, less of it is enough where a sentence is
    worded like such a question (`worded_so`)."""
    if not _on_subject(scenario, match):
        return False
    medical = match.kinds.get("medical", 0.0)
    personal = medical + match.about.get(PERSON, 0.0) >= PERSON_FROM
    return personal or medical >= (MEDICAL_IF_WORDED if worded_so else MEDICAL_FROM)


def details(scenario: Scenario) -> tuple[str, ...]:
    """The kinds of facts that the scenario tells of its setting."""
    told = tuple(kind for kind in DETAILS if scenario.of(kind))
    return (*told, "role") if scenario.role else told


def _on_subject(scenario: Scenario, match: Match) -> bool:
    """Whether it is about getting people to the therapy; a text that says nothing of anything else may be."""
    plain = fold(" ".join(said.text for said in scenario.said))
    score = match.recommendations[0].score if match.recommendations else 0.0
    if _SUBJECT.search(plain):
        return score >= NAMED_TROUBLE or not _OTHER_WISH.search(plain)
    if score < CLEAR_TROUBLE and (_OTHER_SUBJECT.search(plain) or _OTHER_WISH.search(plain)):
        return False
    other = match.about.get(OTHER, 0.0)
    return other < max(score, OTHER_FROM if len(scenario.said) > 1 else OTHER_OF_ONE)

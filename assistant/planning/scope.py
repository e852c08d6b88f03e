"""Whether a scenario is for this assistant at all, and whether it says enough to draft from. Rules only."""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.planning.matching import Fit, Match
from assistant.planning.scenario import Scenario
from assistant.words import fold

# Words of the subject itself, in five languages (folded; the therapy's name is one word there).
_SUBJECT = re.compile(
    r"\bcarts?\b|\bcar cells?\b|\bcell (?:and gene )?therap|\bcellular therap|\bzelltherap|\btherapies? cellulaires?|"
    r"\bterapias? celular|\bterapi[ae] cellular"
    r"|\blymphom|\blinfom|\bleuk\w*m|\bleuc\w*m|\bmyelom|\bmielom|\bblood cancer|\bblutkrebs|\bh?a?ematolog|"
    r"\bhamatolog|\bapheres|\baferes|\batmps?\b|\bdlbcl\b|\bjacie\b"
    r"|\badvanced therap|\bstem cell transplant"
)
_NEAR_SUBJECT = re.compile(
    r"\bpatient|\bpazient|\bpacient|\bmalade|\bhospital|\bhopit|\bospedal|\bklini|\bkrankenhaus|\btreat|\btherap|"
    r"\btraitement|\bbehandl|\btratamient|\bterapi|\btoolkit|\bvision\b"
    r"|\baccess|\bzugang|\bacces|\baccesso|\breferr|\breimburs|\bcancer|\bkrebs|\bcancro|\boncolog|\bonkolog|"
    r"\binsurer|\bsickness fund|\bregistr|\bcare\b|\bpayer|\bhta\b"
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
# Figures of matching.py that tell scenarios apart, chosen on the sets named there.
FITS_ALONE = 0.9  # a recommendation fits this well although no word of the subject is said
NEARNESS_ALONE = 0.75  # or a sentence comes this near to the texts
NEARNESS_SURE = 0.8  # as near as only talk of the toolkit itself comes
MEDICAL_FROM = 0.6  # mean probability over the sentences that one person's treatment is asked for
MEDICAL_IF_WORDED = 0.3
DETAILS = ("place", "organisation", "budget", "staff", "period", "number", "audience")
ENOUGH_DETAILS = 2
DETAILS_WITHOUT_CUE = 4


class DraftStatus(StrEnum):
    """What became of a scenario."""

    DRAFTED = "drafted"
    NEEDS_DETAIL = "needs_detail"
    OUT_OF_SCOPE = "out_of_scope"
    PRIVACY_WARNING = "privacy_warning"


def judge(scenario: Scenario, match: Match) -> DraftStatus:
    """Drafted when it is on the subject, names a trouble that some recommendation answers, and tells its setting."""
    best = match.recommendations[0] if match.recommendations else None
    if not _on_subject(scenario, best, match.nearness):
        return DraftStatus.OUT_OF_SCOPE
    enough = ENOUGH_DETAILS if best and best.cues else DETAILS_WITHOUT_CUE
    return DraftStatus.DRAFTED if best and len(details(scenario)) >= enough else DraftStatus.NEEDS_DETAIL


def asks_for_treatment(match: Match, worded_so: bool) -> bool:
    """Whether the treatment of one person is asked for: the probe sees it, less of it is enough where a sentence is
    worded like such a question (`worded_so`)."""
    return match.kinds.get("medical", 0.0) >= (MEDICAL_IF_WORDED if worded_so else MEDICAL_FROM)


def details(scenario: Scenario) -> tuple[str, ...]:
    """The kinds of facts that the scenario tells of its setting."""
    told = tuple(kind for kind in DETAILS if scenario.of(kind))
    return (*told, "role") if scenario.role else told


def _on_subject(scenario: Scenario, best: Fit | None, nearness: float) -> bool:
    plain = fold(" ".join(said.text for said in scenario.said))
    cued = bool(best and best.cues)
    if _SUBJECT.search(plain):
        return cued or not _OTHER_WISH.search(plain)
    if _OTHER_SUBJECT.search(plain) or _OTHER_WISH.search(plain):
        return False
    if nearness >= NEARNESS_SURE:
        return True
    fits = bool(best and best.score >= FITS_ALONE) or nearness >= NEARNESS_ALONE
    return fits and (cued or bool(_NEAR_SUBJECT.search(plain)))

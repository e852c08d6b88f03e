"""What kind of question it is, before anything is looked up: instructions, personal medical advice, too vague.

Instructions inside a question are data: the sentences that hold them are set aside, the rest is answered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.words import fold, sentences, tokens

_INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass|ignorez|oublie[sz]?|ignoriere\w*|vergiss|vergessen sie|ignora|"
    r"olvid[ae]|dimentica|dimentichi)\b.{0,40}\b(?:instruct"
    r"\w*|rules?|prompts?|above|previous|prior|everything|guidelines|restrictions|instruk\w*|anweisung\w*|"
    r"regeln|regles|"
    r"instruc\w*|reglas|istruzion\w*|regole|sources?)\b"
    r"|\b(?:system|hidden|initial|developer|secret)\s+(?:prompt|message|instructions?|rules?)\b"
    r"|\byou are (?:now|no longer|a (?:pirate|doctor|hacker|physician))\b|\bfrom now on\b|\bact as\b|\bpretend "
    r"(?:to|that|you)"
    r"|\bjailbreak|\bdeveloper mode\b|\bdan mode\b|\b(?:reveal|print|show|repeat|output) (?:me )?(?:your|the) "
    r"(?:prompt|"
    r"instructions|system|rules|configuration|secret\w*|api key\w*)\b"
    r"|\b(?:say|answer|reply|respond|write|claim|state|output|confirm)\b.{0,30}\b(?:only|exactly|with the "
    r"words?|that the "
    r"blueprint|hacked|pwned)\b|\[/?(?:system|inst|admin)\]|^\W*(?:system|assistant)\s*:|\bnew instructions?\b"
    r"|\bnew (?:rule|order|task|role)s?\b|\bcite nothing\b"
    r"|\binvent\b|\bmake (?:something|it|one|them) up\b|\bwithout (?:any )?(?:citations?|sources)\b",
    re.IGNORECASE,
)
# Images, and tags that close or open something: no reader of a question needs them.
_SMUGGLED = re.compile(r"!\[[^\]]*\]\([^)]*\)|<\s*(?:/\s*\w+|system|script|img|iframe)\b[^>]*>?", re.IGNORECASE)
_PERSON = (
    r"\b(?:my|our|mi|mis|mein\w*|unser\w*|ma|mon|mes|notre|mia|mio|miei|mie|nuestr\w+|"
    r"nostr\w+)\s+(?:\w+\s+)?(?:mother|mum|"
    r"mom|mam|father|dad|father's|husband|wife|partner|son|daughter|brother|sister|child|kid|baby|friend|uncle|"
    r"aunt|grand\w+|"
    r"neighbou?r|cousin|niece|nephew|boyfriend|girlfriend|doctor|oncologist|haematologist|hematologist|lymphoma|"
    r"myeloma|"
    r"leuk\w+|cancer|tumou?r|chemo\w*|diagnosis|disease|blood|counts?|scan|pet|biops\w+|dose|medic\w+|pills?|"
    r"tablets?|"
    r"symptoms?|side effects?|fever|treatment|therapy|transplant|infusion|relapse|stage|mutter|vater|mann|frau|sohn|"
    r"tochter|bruder|schwester|kind|oma|opa|arzt|arztin|krebs|lymphom|leukamie|fieber|mere|pere|mari|femme|fils|"
    r"fille|"
    r"frere|soeur|medecin|lymphome|leucemie|fievre|madre|padre|marido|esposa|hijo|hija|hermano|hermana|medico|"
    r"linfoma|"
    r"leucemia|fiebre|moglie|marito|figlio|figlia|fratello|sorella|nonn\w+|febbre|cancro|cancer)\b"
)
_SELF = (
    r"\b(?:i|me|ich|mir|mich|je|j|moi|yo|me|io|mi)\b.{0,60}\b(?:have|had|was|am|been|got|diagnos\w+|relaps\w+|"
    r"suffer\w*|"
    r"habe|bin|wurde|leide|ai|suis|souffre|tengo|soy|estoy|padezco|ho|sono|soffro)\b.{0,80}\b(?:lymphom\w*|"
    r"leuk\w+|myelom\w*"
    r"|cancer|dlbcl|tumou?r|krebs|linfoma|leucem\w+|mielom\w*|cancro|relaps\w+|remission|chemo\w*|fever|pain\w*|"
    r"dizz\w+|"
    r"side effects?|fieber|fievre|fiebre|febbre|diagnos\w+|blood count\w*|infusion|transplant\w*|symptom\w*|crs|"
    r"confus\w+)\b"
    # Spanish and Italian leave "I" out.
    r"|\b(?:tengo|padezco|sufro|ho|soffro di)\s+(?:\w+\s+){0,2}(?:linfoma|leucemia|mieloma|cancer|cancro|"
    r"fiebre|febbre)\b"
)
_DECISION = (
    r"\b(?:should (?:i|we|she|he|they|my|a patient)|shall (?:i|we)|can (?:i|he|she) (?:take|have|get|stop|skip|"
    r"still|be)|"
    r"could (?:i|he|she) (?:take|have|stop)|is it (?:safe|better|dangerous|normal|too late|ok\w*|worth)|safe "
    r"for|right for|"
    r"better for|good for|am i|is (?:he|she|my \w+) (?:eligible|a candidate|too|fit|going)|eligible|candidate|"
    r"qualify|"
    r"wait|instead of|stop\w*|choose|prefer|refuse|surviv\w+|die|dying|chances?|prognosis|odds|how long|"
    r"cure[ds]?|advise|"
    r"advice|recommend|dose|dosage|side effects?|symptoms?|fever|what (?:do|should|can) (?:i|we|he|she) do|"
    r"worr\w+|what "
    r"treatment|which (?:treatment|product|therapy|drug|car)|work for|help (?:him|her|me)|need\w* (?:it|car)|"
    r"take|soll\w*|"
    r"darf|geeignet|warten|abwarten|besser|chancen?|heil\w+|nebenwirkung\w*|doit|devrai\w*|dois|peut|eligible|"
    r"attendre|"
    r"mieux|guer\w+|effets|deb\w+|puede|puedo|esperar|mejor|cur\w+|apto|efectos|dev\w+|puo|posso|aspettare|"
    r"meglio|guar\w+|"
    r"idone\w+|effetti|conviene|sicur\w+)\b"
)
# About oneself, with a treatment, a body or an outlook in the same breath.
_OWN = re.compile(
    r"\b(?:better|right|safe|good|suitable|best|work|enough|possible|an option) for (?:me|him|her|my \w+)\b"
    r"|\b(?:my|his|her) (?:\w+ )?(?:chances?|odds|prognosis|survival|life expectancy|symptoms?|side effects?|"
    r"blood counts?)\b"
    r"|\b(?:should|may|can|could|must|shall) i (?:\w+ )?(?:stop|take|have|get|go|try|choose|wait|start|skip|"
    r"travel|drive|drink|"
    r"eat|fly|work|ask for|switch|join|refuse|accept|be treated|undergo)\b.*\b(?:steroids?|treatment|therapy|trial|"
    r"infusion|transplant\w*|chemo\w*|vaccin\w+|medic\w+|drugs?|pills?|cells|leuka?pheresis|apheresis|car ?t|"
    r"bridging|"
    r"radiation|scan|biopsy)\b"
    r"|\b(?:which|what) (?:vaccin\w+|drugs?|medicines?|foods?|pills?) (?:may|can|should) i\b"
    r"|\bi (?:feel|felt|am feeling|cannot|can't|keep|get) \w+.*\b(?:since|after) (?:the |my )?(?:cells|infusion|"
    r"treatment|"
    r"therapy|car ?t|transplant)\b"
    r"|\bhow (?:much|many) \w+ (?:do|should|can) i (?:give|take|use)\b|\b(?:do|should) i (?:give|prescribe) "
    r"(?:my|the|a) patient\b"
    r"|\b(?:fur mich|pour moi|para mi|per me)\b.*\b(?:besser|geeignet|richtig|mieux|adapte\w*|mejor|adecuad\w+|"
    r"meglio|"
    r"adatt\w+|giust\w+)\b|\b(?:besser|geeignet|richtig|mieux|adapte\w*|mejor|adecuad\w+|meglio|adatt\w+) "
    r"(?:fur mich|pour "
    r"moi|para mi|per me)\b"
)
_DOSING = re.compile(
    r"\b(?:what|which|how much|how many)\b.{0,30}\b(?:dose|dosage|mg|milligrams?|tablets?|units)\b|\bstop taking\b|"
    r"\bsteroids? (?:for|dose)\b|\bwelche dosis\b|\bquelle dose\b|\bque dosis\b|\bquale dose\b"
)
_THIRD = re.compile(
    r"\b(?:\d{1,3}[\s-]?(?:year|yr|yo|jahr|an|ano|anni)\w*|patient of mine|a patient with|woman with|man with|"
    r"someone with)\b"
    r".{0,120}\b(?:should|shall|which|what (?:treatment|therapy|dose)|best|recommend|better|prefer\w*|suitable|"
    r"start|switch)\b"
)
_ONE_PERSON = re.compile(
    r"\b(?:i|i'm|i've|me|my|mine|he|she|him|his|her|ich|mir|mich|mein\w*|je|j'ai|moi|mon|ma|mes|yo|mi|mis|io|"
    r"mio|mia|miei|"
    r"patient of mine|a patient with)\b"
)
_AT_WORK = re.compile(
    r"\b(?:i (?:run|manage|lead|work|represent|head|chair|organi[sz]e|write|advise)|as an? (?!patient|person)\w+|"
    r"i'?m an? (?!patient|person)\w+|our (?:clinic|centre|center|unit|hospital|charity|group|fund|practice|department)|"
    r"my (?:patients|clinic|unit|hospital|charity|department|practice|organi[sz]ation|team|colleagues))\b"
)
_GREETING = re.compile(
    r"^(?:hi|hello|hey|good (?:morning|afternoon|evening)|bonjour|salut|hallo|guten tag|hola|buenos dias|ciao|"
    r"buongiorno|thanks?|thank you|merci|danke|gracias|grazie|test|ok|okay|yes|no|help|hilfe|aide|ayuda|"
    r"aiuto)\b[\s!.?,]*$"
)


@dataclass(frozen=True, slots=True)
class Read:
    """A question as read: `text` without the instructions in it; `instructed` if there were any."""

    text: str
    instructed: bool


def set_instructions_aside(question: str) -> Read:
    """Drop sentences that tell the assistant what to be or do; keep the rest word for word."""
    text = _SMUGGLED.sub("\n", question)
    # A full stop ends an order also where no capital follows it.
    pieces = [piece for a, b in sentences(text) for piece in re.split(r"(?<=[.!?])\s+", text[a:b])]
    kept = [piece for piece in pieces if not _INSTRUCTION.search(fold(piece))]
    return Read(" ".join(kept).strip(), text != question or len(kept) < len(pieces))


def asks_for_medical_advice(question: str) -> bool:
    """Whether it asks what one person should do about their own or a relative's illness, or for a dose."""
    plain = fold(question)
    personal = re.search(_PERSON, plain) or re.search(_SELF, plain)
    return bool(
        (personal and re.search(_DECISION, plain))
        or _OWN.search(plain)
        or _DOSING.search(plain)
        or _THIRD.search(plain)
        or re.search(r"\b(?:am i|are you|is (?:he|she|my \w+)) (?:eligible|a candidate|too old|fit enough)\b", plain)
    )


def speaks_of_one_person(question: str) -> bool:
    """Whether it is about the asker or one other person: not "we" or "our", and not somebody speaking of their work."""
    plain = fold(question)
    return bool(_ONE_PERSON.search(plain)) and not _AT_WORK.search(plain)


def is_too_vague(question: str, language: str, has_history: bool) -> bool:
    """Whether nothing in it says what it is about, and no earlier turn does."""
    plain = fold(question).strip()
    if _GREETING.match(plain):
        return True
    return not has_history and len(set(tokens(question, language)) - _EMPTY) == 0


_EMPTY = frozenset(
    tokens(
        "thing stuff information info help question know need want like more detail example explain work it "
        "about something "
        "topic go continue"
    )
)

"""A scenario as read: its sentences, what they say of the writer's setting, and on what scale the writer can act.

Instructions inside a scenario are data: a sentence that holds one is set aside, neither followed nor repeated.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.errors import BadInput
from assistant.planning.facts import Fact, find_facts, spoken
from assistant.words import fold

LONGEST_SCENARIO = 6_000
# What people are, in five languages, and the scale on which they can act.
_ROLES = (
    (
        "patient organisation",
        "small",
        r"(?:patient|lymphoma|leuk\w+|myeloma|cancer)\w* (?:charity|organi[sz]ation|group|association|society|"
        r"foundation|"
        r"network)|our (?:association|foundation|self-help group|helpline)\b(?! of (?:suppl|manuf|comp|h|doct|phys))|"
        r"unser verein|notre association|nuestra asociacion|la nostra associazione|charity|support group|"
        r"patients' |patient advocate|volunteers? (?:from|of|at|in)|association de "
        r"patients|patientenorganisation|"
        r"selbsthilfe\w*|patientenverein\w*|asociacion de pacientes|associazione (?:di )?pazienti|onlus|parents' "
        r"group|self-help",
    ),
    (
        "payer",
        "system",
        r"insurer|sickness fund|health fund|payer|payor|insurance (?:fund|company)|commissioner|mutualist\w+|"
        r"our fund|claims department|purchasing office|ufficio acquisti|krankenkasse|"
        r"krankenversicherung|caisse|"
        r"assurance maladie|mutua|aseguradora|cassa|assicurazione|\baok\b|health plan",
    ),
    (
        "policymaker",
        "system",
        r"ministry|minister|ministere|ministerium|ministerio|ministero|health (?:authority|office|agency)|regulator|"
        r"parliament\w*|at the (?:state )?authority|"
        r"health department|"
        r"consejeria|assessorato|regional government|health board|agence regionale|landesamt|senate",
    ),
    (
        "hta",
        "system",
        r"\bhta\b|health technology assessment|assessment (?:unit|body|agency|institute|team)|"
        r"assess(?:es)? (?:new )?(?:medicines|drugs|therapies|treatments|technologies)|"
        r"\bhas\b(?= analyst)|\bg-ba\b|\biqwig\b|\bnice\b|\baifa\b|appraisal "
        r"body|health economist at",
    ),
    (
        "registry",
        "system",
        r"(?:runs?|manage|lead|keep|coordinate) the (?:\w+ )*registry|registry (?:manager|team|office)|we are the "
        r"(?:\w+ )*registry",
    ),
    (
        "professional society",
        "system",
        r"(?:haematology|hematology|oncology|medical|professional|national) society|society of h\w+|fachgesellschaft|"
        r"(?:myeloma|lymphoma|leuk\w+) working group|societe (?:francaise )?d'hematologie|"
        r"sociedad \w+ de hematologia|societa \w+ di ematologia|working group of",
    ),
    (
        "manufacturer",
        "system",
        r"manufacturer liaison|association of (?:suppliers|manufacturers|companies)|work for (?:a|"
        r"the) manufacturer|pharma(?:ceutical)? company|industry association",
    ),
    (
        "hospital finance",
        "hospital",
        r"finance (?:director|officer|manager|team|department)|chief financial|controller|controlling|directeur "
        r"financier|"
        r"finanzabteilung|direccion financiera|direttore finanziario|reimbursement manager",
    ),
    (
        "treating centre",
        "hospital",
        r"treat(?:ing|ment) cent(?:re|er)|transplant (?:unit|centre|centre)|car ?-?t (?:programme|program|unit|"
        r"cent(?:re|er)|coordinator)|cart "
        r"(?:programme|program|unit|centre|center|coordinator)|university hospital|universit\w+ ?klinik\w*|\bchu\b|"
        r"policlinico|hospital universitario|"
        r"quality manager|cell (?:laboratory|therapy unit)|apheresis unit|centro de tratamiento",
    ),
    (
        "clinician",
        "hospital",
        r"ha?ematologist|oncologist|physician|doctor|clinician|hematologue|medecin|hamatolog\w+|onkolog\w+|arzt\w*|"
        r"hematolog[oa]|"
        r"medico|ematolog[oa]|\bgp\b",
    ),
    ("nurse", "hospital", r"nurse|infirmiere?|pflege\w*|krankenschwester|enfermer[ao]|infermier[ae]"),
    ("treating centre", "hospital", r"hospital|clinic\b|hopital|klinik\w*|krankenhaus|ospedale|clinica|cent(?:re|er)"),
)
_OWN = re.compile(
    r"\b(?:i am|i'm|we are|we're|as an?|i run|i manage|i lead|i head|i work|i coordinate|i chair|i represent|i "
    r"direct|we run|we represent|we treat|we lead|we manage|our|my|"
    r"je suis|nous sommes|je dirige|je travaille|notre|ich bin|wir sind|ich leite|ich arbeite|unser\w*|als|soy|somos|"
    r"trabajo|dirijo|represento|nuestr\w+|sono|siamo|lavoro|"
    r"dirigo|coordino|rappresento|nostr\w+)\b"
)
_INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass|ignor(?:ez|iere\w*|a)|oublie[sz]?|vergiss|olvid[ae]|"
    r"dimentica)\b.{0,40}\b(?:instruct\w*|rules?|prompts?|above|previous|prior|"
    r"everything|guidelines|restrictions|instruk\w*|anweisung\w*|regeln|regles|instruc\w*|reglas|istruzion\w*|regole|"
    r"citations?|sources?)\b"
    r"|\b(?:system|hidden|developer|secret) (?:prompt|message|instructions?)\b|\byou are (?:now|no longer)\b|"
    r"\b(?:act|behave) as (?:if you|an? (?:pirate|doctor|hacker|admin\w*))\b"
    r"|\bpretend (?:to be|that|you)\b|\bjailbreak|\bdeveloper mode\b|\b(?:reveal|print|show|repeat|output) (?:me "
    r")?(?:your|the) (?:prompt|instructions|system|rules|configuration|"
    r"secret\w*|api key\w*)\b|\b(?:say|answer|reply|respond|write|claim|state|output|confirm|add|"
    r"put)\b.{0,60}\b(?:only|exactly|with the words?|that the (?:blueprint|vision)|hacked|pwned"
    r"|every cell|each cell|approved by|endorsed by|guarantee\w*)\b|\[/?(?:system|inst|admin)\]|^\W*(?:system|"
    r"assistant)\s*:|"
    r"\bnew instructions?\b|\bwithout (?:any )?(?:citations?|sources)\b"
    r"|<\s*/?\s*(?:system|script|iframe|img)\b|!\[|\bassistant[,:] (?:please )?(?:write|do|set|mark|delete|invent|"
    r"make)\b|\b(?:note|message|instructions?|order|reminder) (?:to|for) (?:the |any |your )?(?:assistant|ai|model|"
    r"bot|system|tool|llm|chatbot)\b|\b(?:the )?ai (?:must|should|shall)\b|\binvent\b"
    # Orders on the form of what is written.
    r"|\b(?:end|begin|start|finish|close|sign|mark|label|fill|prefix|append|translate|put|add|write)\b.{0,40}"
    r"\b(?:every|each|all)(?: of)?(?: the)? (?:rows?|cells?|lines?|columns?|answers?|activit\w+|indicators?)\b"
    r"|\b(?:beende|beginne|schreibe?|markiere|setze)\b.{0,40}\b(?:jede[nrs]?|alle) (?:zeile|zelle|spalte|antwort)"
    r"|\b(?:termine|commence|ecri|signe|mets|mettez|ajoute)\w*\b.{0,40}\b(?:chaque|toutes les) (?:ligne|cellule|"
    r"reponse)"
    r"|\b(?:termina|acaba|empieza|escrib|firma|pon|anade)\w*\b.{0,40}\b(?:cada|todas las) (?:fila|celda|linea|"
    r"respuesta)"
    r"|\b(?:termina|finisci|inizia|scriv|firma|metti|aggiungi)\w*\b.{0,40}\b(?:ogni|tutte le) (?:rig|cell|rispost)"
    r"|\b(?:print|write|say|answer|reply|show)\b.{0,40}\bin (?:all )?(?:capitals|caps|capital letters)\b"
)


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence: `text == scenario.text[start:end]`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Scenario:
    """What somebody wrote of their situation. `set_aside`: whether instructions were found in it."""

    text: str
    language: str
    said: tuple[Said, ...]
    facts: tuple[Fact, ...]
    role: str = ""
    role_words: str = ""
    scale: str = ""
    set_aside: bool = False

    def of(self, kind: str, shape: str = "") -> tuple[Fact, ...]:
        """The facts of that kind (and shape), each wording once, in order."""
        found = (f for f in self.facts if f.kind == kind and shape in ("", f.shape))
        return tuple({f.text: f for f in found}.values())

    def own_words(self, fact: Fact) -> Said | None:
        """The sentence that the fact stands in."""
        return next((s for s in self.said if s.start <= fact.start < s.end), None)


def read_scenario(text: str, detect: Callable[[str], str]) -> Scenario:
    """A scenario from free text. Raises BadInput when there is none or it is too long."""
    text = text.replace("\x00", "").strip()
    if not text:
        raise BadInput(
            "The scenario is empty. Say in 3 to 6 sentences who you are, where, what goes wrong and what you have."
        )
    if len(text) > LONGEST_SCENARIO:
        raise BadInput(f"The scenario has {len(text)} characters; please keep it under {LONGEST_SCENARIO}.")
    every = [Said(text[a:b], a, b) for a, b in spoken(text)]
    said = tuple(s for s in every if not _INSTRUCTION.search(fold(s.text)))
    facts = tuple(f for f in find_facts(text) if any(s.start <= f.start < s.end for s in said))
    role, words, scale = _role(said)
    return Scenario(
        text=text,
        language=detect(" ".join(s.text for s in said) or text),
        said=said,
        facts=facts,
        role=role,
        role_words=words,
        scale=scale,
        set_aside=len(said) < len(every),
    )


def _role(said: tuple[Said, ...]) -> tuple[str, str, str]:
    """(role, the words that say so, scale) by the first sentence in which the writer speaks of themselves."""
    own = [s for s in said if _OWN.search(fold(s.text))]
    # "The ministry would like ..." in the first sentences speaks for it, where nobody says who they are.
    for sentence in (*own, *said[:2]):
        plain = fold(sentence.text)
        for name, scale, pattern in _ROLES:
            if match := re.search(rf"\b(?:{pattern})", plain):
                return name, match.group().strip(), scale
    return "", "", ""

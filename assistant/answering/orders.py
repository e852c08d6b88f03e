"""Orders inside a question are data: what tells the assistant what to be, say or leave out is set aside.

The rest is answered word for word. Tags, tool markup and invisible characters go first, since orders hide in them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass

from assistant.words import fold, sentences

# Markup that only carries something else: images, tags, system brackets, rulers, headings, JSON around the question.
_MARKUP = re.compile(
    r"!\[[^\]]*\]\([^)]*\)|</?\s*[a-zA-Z][^>]*>|\[/?(?:SYSTEM|INST|ADMIN|USER|ASSISTANT)\]|#{2,}[^#\n]*#{2,}|^\s*#+\s"
    r"|-{3,}[^-\n]*-{3,}|\*\*\w+:\*\*",
    re.IGNORECASE | re.MULTILINE,
)
_BRACKETED = re.compile(
    r"\[(SYSTEM|ADMIN|INST)\].*?\[/\1\]|<(system|script|style)\b.*?</\2\s*>", re.IGNORECASE | re.DOTALL
)
_ORDER = re.compile(
    r"\b(?:ignore|1gn0re|disregard|forget|override|bypass|ignorez|oublie[sz]?|ignoriere\w*|vergiss|vergessen "
    r"sie|ignora|"
    r"olvid[ae]|dimentic[ah]i?)\b.{0,40}\b(?:instruct\w*|rul[e3]s?|rul3s|prompts?|above|previous|prior|"
    r"everything|guidelines|"
    r"restrictions|instruk\w*|anweisung\w*|regeln|regles|consignes|documents?|instruc\w*|reglas|istruzion\w*|regole|sources?|tutto|"
    r"todo|tout|alles)\b"
    r"|\b(?:system|hidden|initial|developer|secret)\s+(?:prompt|message|instructions?|rules?)\b"
    r"|\byou are (?:now|no longer|a (?:pirate|doctor|hacker|physician))\b|\bfrom now on\b|\bact as\b"
    r"|\bpretend (?:to|that|you|the)\b|\bjailbreak|\bdeveloper mode\b|\bdan mode\b|\broot access\b"
    r"|\b(?:reveal|print|show|repeat|output) (?:me )?(?:your|the) (?:prompt|instructions|system|rules|"
    r"configuration|secret\w*|"
    r"api key\w*)\b|\b(?:say|answer|reply|respond|write|claim|state|output|confirm)\b.{0,30}\b(?:only|exactly|"
    r"with the words?|"
    r"that the blueprint|hacked|pwned)\b|^\W*(?:system|assistant|admin)\s*:|\bnew (?:instruction|rule|order|"
    r"task|role|context)s?\b"
    r"|\b(?:cite|quote) (?:nothing|only|https?)|\binvent\b|\bmake (?:something|it|one|them) up\b"
    r"|\b(?:without|leave out|omit|drop|skip) (?:any |all )?(?:the )?(?:citations?|sources|quotes)\b"
    r"|\byour own knowledge\b|\bas (?:an )?admin\w*\b.*\border\b",
    re.IGNORECASE,
)
# Plain imperatives to the assistant; set aside only where a question stands beside them.
_IMPERATIVE = re.compile(
    r"\W*(?:also |then |and |afterwards |please |finally )*(?:say|reply|respond|end|begin|start|append|print|"
    r"output|cite|sign|"
    r"confirm|pretend|roleplay|repeat|translate|encode|decode|render|send|post|execute|run|rate|reponds|termine|"
    r"ecris|antworte|"
    r"schreibe?|sage?|responde|escribe|termina|di|rispondi|scrivi|dimentica)\b(?!.*\?\s*$)",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"\?|^\W*(?:who|what|which|where|when|why|how|is|are|does|do|can|list|name|tell me|show|explain|qui|que|"
    r"quel\w*|comment|"
    r"pourquoi|combien|wer|was|welche\w*|wie|warum|wo|quien\w*|cual\w*|como|donde|chi|che|quali?|come|dove)\b",
    re.IGNORECASE,
)
_AFTER_ORDER = re.compile(
    r"(?<=[.!?])\s+|\s*;\s+|,?\s+(?:and )?then (?=tell|say|answer|rate|print|reply)", re.IGNORECASE
)

_TO_READERS_THAT_OBEY = re.compile(
    r"\b(?:ignore|disregard|forget|ignorez|oublie[sz]?|ignoriere\w*|vergiss|vergessen sie|ignora|olvid[ae]|"
    r"dimentic[ah]i?)\b.{0,30}\b(?:instruct\w*|prompts?|your rules|the rules|rules above|guidelines|anweisung\w*|"
    r"regeln|regles|consignes|instruc\w*|reglas|istruzion\w*|regole)\b"
    r"|\b(?:system|hidden|developer|secret)\s+prompt\b|\byou are (?:now|no longer) an?\b|\bjailbreak|"
    r"\b(?:developer|dan) mode\b|\b(?:reveal|print|repeat|output) your (?:prompt|instructions|rules|configuration)\b"
    r"|^\W*(?:system|assistant|admin)\s*:|<\|\w+\|>|\[/?inst\]|<!--\s*(?:system|assistant)|\bnew instructions?\s*:"
    r"|\b(?:must|always|should)\b.{0,30}\b(?:add|append|include|begin|end|say)\b.{0,40}\byour "
    r"(?:answer|reply|response)\b"
    r"|!\[[^\]]*\]\(\s*(?:https?:)?//",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Read:
    """A question as read: `text` without the orders in it; `ordered` if there were any."""

    text: str
    ordered: bool


def set_orders_aside(question: str) -> Read:
    """Drop the pieces that give the assistant orders; keep the rest word for word."""
    text = _MARKUP.sub("\n", _BRACKETED.sub("\n", _unwrapped(_visible(question))))
    pieces = [p for a, b in sentences(text) for p in _AFTER_ORDER.split(text[a:b]) if p.strip(" .!?*#-")]
    kept = [piece for piece in pieces if not _ORDER.search(fold(piece))]
    if any(_QUESTION.search(fold(piece)) for piece in kept):
        kept = [piece for piece in kept if not _IMPERATIVE.match(fold(piece))]
    changed = len(kept) < len(pieces) or " ".join(text.split()) != " ".join(question.split())
    return Read(" ".join(" ".join(kept).split()) if changed else question.strip(), changed)


def gives_orders(text: str) -> bool:
    """Whether a sentence of somebody's document is meant for an assistant that reads it, not for people.

    Narrower than what is set aside of questions: "act as" and "from now on" are plain words in a document.
    """
    return bool(_TO_READERS_THAT_OBEY.search(fold(_visible(text))))


def _visible(text: str) -> str:
    """Full-width letters made plain; characters that cannot be seen or that turn the direction of text taken out."""
    plain = unicodedata.normalize("NFKC", text) if any(ord(c) > 0xFF00 for c in text) else text
    return "".join(c for c in plain if unicodedata.category(c) != "Cf")


def _unwrapped(text: str) -> str:
    """The question inside a JSON object, or the text as it is."""
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return found["question"] if isinstance(found, dict) and isinstance(found.get("question"), str) else text

"""How orders to an assistant are worded, in five languages. Matched against text without accents, in lower case.

Three strengths. Strong: an order wherever it stands. Plain: what nobody asks sources for, such as "reply with"; an
order beside a question. Soft: any verb, but only with something of the answer to do it to: "your reply", a quoted word.
"""

from __future__ import annotations

import re

# What may stand in front of an order without making it anything else.
_POLITE = (
    r"(?:please|kindly|also|then|and|but|now|first|finally|afterwards|good|ok(?:ay)?|sure|so|just|simply|important|"
    r"attention|p\.?s\.?|nb|by the way|btw|(?:dear )?(?:assistant|ai|bot|chatbot|model|system|computer)|before "
    r"(?:you|answering|that|anything)\b(?: \w+){0,2}|(?:when|while|whenever|once|if) you\b(?: \w+){1,4}|"
    r"while you are at "
    r"it|in (?:your|the|each|every) (?:answer|reply|response)|for each (?:one|of them)|at the (?:very )?(?:end|start|"
    r"beginning|top|bottom)|instead|"
    r"you (?:must|have to|will|shall|should|need to|are to)(?: now| always| never)?|i (?:want|need|order|command|ask|"
    r"instruct|authori[sz]e) you to|s'il (?:te|vous) plait|svp|puis|ensuite|enfin|et|mais|d'abord|avant de repondre|"
    r"a la fin|au debut|tu dois|vous devez|bitte|und|dann|danach|aber|zuerst|am ende|zum schluss|bevor du antwortest|"
    r"du (?:musst|sollst)|sie (?:mussen|sollen)|por favor|y|luego|despues|pero|primero|al final|antes de "
    r"responder|debes|tienes que|per favore|e|poi|ma|prima|alla fine|in fondo|prima di rispondere|devi)"
)
HEAD = rf"\W*(?:{_POLITE}\b\W*){{0,5}}"

_DROP = (
    r"(?:ignore|disregard|forget|override|bypass|set aside|put aside|overrule|discard|ignore[rz]|oublie[sz]?|"
    r"ne tiens pas compte|faites abstraction|"
    r"ignorier\w*|vergiss|vergessen sie|missachte\w*|setz\w* dich uber|ignor[ae]|olvid[ae]|pasa por alto|"
    r"ignori|dimentic\w+|tralascia)"
)
_RULES = (
    r"(?:instruct\w*|rules?|prompts?|above|previous|prior|everything|guidelines|restrictions|limits|safeguards|"
    r"policy|policies|training|(?:the|all|your) (?:documents?|sources?|passages|texts?)|instruk\w*|anweisung\w*|"
    r"vorgaben|regeln|alles|regles|consignes|tout|instruc\w*|reglas|normas|todo|istruzion\w*|regole|tutto)"
)
_EXACT = (
    r"(?:only|exactly|nothing (?:but|else)|with the words?|the (?:\w+ )?(?:words?|sentence|phrase|line|text|token|"
    r"string|code ?\w*|message|marks?|following)\b(?! (?:of|in|about|that|for|from)\b)|that the blueprint|hacked|"
    r"pwned|seulement|uniquement|(?:le mot|la phrase)|"
    r"nur|ausschliesslich|das wort|den satz|solo|solamente|unicamente|la palabra|la frase|soltanto|la parola)"
)
_SAY = (
    r"(?:say|answer|reply|respond|write|claim|state|output|print|confirm|repeat|echo|emit|type|append|add|insert|dis|"
    r"dites|ecri[sv]\w*|repond\w*|affiche\w*|ajoute[zr]?|repete[zr]?|sag\w* (?!mir|uns)|antwort\w*|schreib\w*|"
    r"drucke?|gib (?!mir|uns)|di(?= (?:solo|soltanto|que|la (?:pa|fr)))|"
    r"diga|escrib\w+|respond\w+|anad\w+|agreg\w+|repit\w+|rispond\w+|scriv\w+|stamp\w+|aggiung\w+|ripet\w+)"
)
_FROM_NOW = (
    r"(?:from (?:now|here|this (?:moment|point)) on(?:wards?)?|henceforth|a partir de maintenant|desormais|"
    r"dorenavant|"
    r"ab (?:jetzt|sofort)|von (?:nun|jetzt) an|a partir de ahora|desde ahora|de ahora en adelante|d'ora in (?:poi|"
    r"avanti)|da (?:ora|adesso) in (?:poi|avanti))"
)
_ROLE = r"(?:system|assistant|admin\w*|developer|root|operator|instructions?|constraints?|override|new orders?|order)"

REQUEST = (
    r"(?:tell (?:me|us)|show (?:me|us)|list|name|explain|summari[sz]e|describe|compare|give (?:me|us)|quote|"
    r"say (?:who|what|why|"
    r"how|which)|answer (?:me|us|this|my|the)|dis-moi|dites-moi|explique\w*|donne\w*|sag(?:e|en sie)? (?:mir|uns)|"
    r"nenne\w*|"
    r"erklare\w*|dime|digame|explica\w*|dimmi|mi dica|spieg\w+|elenca)"
)
ASKING = (
    r"(?:who|whom|whose|what|which|where|when|why|how|is|are|does|do|can|could|should|qui|que(?!\s+tu)|quoi|"
    r"quel\w*|comment|pourquoi|combien|ou|est-ce|wer|wen|was|welche\w*|wie|warum|wieso|wo|quien\w*|cual\w*|"
    r"como|donde|cuanto\w*|por que|chi|che cosa|quali?|come|dove|quant[oie]|perche)"
)
STRONG = re.compile(
    rf"^{HEAD}{_DROP}\b.{{0,40}}\b{_RULES}\b|\byou (?:must|may|can|should|will|"
    rf"have to) {_DROP}\b.{{0,40}}\b{_RULES}\b"
    r"|\b(?:system|hidden|initial|developer|secret) (?:prompt|message|instructions?|rules?)\b|\bjailbr\w*"
    r"|\b(?:developer|dan|god|debug|admin) mode\b|\broot access\b|\bas (?:an? )?admin\w*\b.*\border\b"
    r"|\byou are (?:now|no longer)\b|\b(?:be|become|you are|you're) a (?:pirate|doctor|hacker|physician|poet)\b"
    rf"|^{HEAD}(?:act|behave|talk|speak) (?:as|like) (?:an?|my|the|if)\b|^{HEAD}pretend\b|^{HEAD}(?:act as|"
    rf"role-?play)\b"
    r"|\b(?:reveal|print|show|repeat|output|leak) (?:me )?(?:your|the) (?:\w+ )?(?:prompt|instructions|rules|"
    r"configuration|secret\w*|api key\w*)\b"
    rf"|^{HEAD}{_SAY}\b.{{0,30}}\b{_EXACT}\b|^{HEAD}repeat (?:everything|all|back)\b"
    r"|\bstop being\b|\byour (?:only|new|next|real|true|sole|first) (?:\w+ )?(?:task|job|role|goal|persona|"
    r"instructions?|"
    r"name|mission|identity|purpose|reply|answer)\b"
    rf"|^{HEAD}{_FROM_NOW}(?!\W+{ASKING}\b|\W*$).*"
    rf"|\b{_SAY} {_FROM_NOW}\b"
    r"|\b(?:every|each|all) (?:sentences?|lines?|answers?|repl\w+) of yours\b|\bnew (?:instruction|order)s?\b|"
    r"(?:^\W*|\byour )new (?:rule|task|role|context)s?\b"
    r"|\b(?:cite|quote) (?:nothing|only|https?)|\binvent (?:an?|some|the|two|three)\b|\bmake (?:something|it|one|"
    r"them) up\b"
    r"|\b(?:without|leave out|omit|drop|skip) (?:any |all )?(?:the )?(?:citations?|sources|quotes|checks)\b"
    r"|\byour own knowledge\b|\b(?:decode|decrypt|base64|rot13)\b.*|^\W*(?:tu es|vous etes|du bist|sie sind|eres|"
    r"sei) "
    r"(?:maintenant|desormais|jetzt|nun|ahora|ora|adesso|une?|eine?|un[ao]?)\b"
)
ROLE_MARK = re.compile(
    rf"^\W*(?:end of (?:user )?input\W*)?(?:role\W+)?(?:(?:note|message|hint|instructions?) (?:to|for) (?:the )?)?"
    rf"(?:new |urgent )?(?:{_ROLE}\b ?){{1,2}}(?:\([^)]*\))?\W{{0,3}}[:=>,]"
)
_PLAIN = (
    r"(?:say (?!who|what|why|how|which|when|where)|print|output|append|prepend|respond|reply|answer (?:as|with|in|"
    r"only|like|without|using)|(?:end|finish|conclude|close|sign|begin|"
    r"start) (?:with the|with ['\"“]|your|every|each|by|as|it|all|off)|(?:end|finish|conclude|sign) with|sing|"
    r"rhyme|pretend|act (?:as|like)|behave (?:as|like)|role-?play|decode|encode|obey|attribute|claim (?:that|to)|"
    r"confirm|announce|(?:ignore|disregard|forget|override|bypass) (?:all|any|every\w*|your|my|what|that|previous|"
    r"prior|"
    r"above|it|this|these|those|the (?:rules|above|instructions?|previous|prior|text|sources))|reveal|leak|invent|"
    r"make up|greet|swear|(?:never|always) (?:say|cite|mention|answer|reply|end|begin|start|finish|add|use|write|"
    r"quote|tell|give|respond|repeat|call)|"
    r"(?:do not|don't) (?!know|understand|have|want|get|we|i|they|you)|omit|leave out|skip|hide|emit|echo|"
    r"repeat (?:the|this|that|it|everything|all|after|what|back|['\"“])|replace|"
    r"substitute|write (?!down|up)|rate (?:it|this|your|the)|translate|render|cite|insert|grant me|refuse|admit|"
    r"(?:speak|talk) (?:as|like|only|in)|carry (?:it |this |that |them )?out|execute|imagine (?:that )?you|"
    r"immagina di|imagina que (?:eres|no)|haz de cuenta|"
    r"stell dir vor,? du|in the (?:voice|style|manner|tone) of|as if you|while pretending|tu t'appelles|nenne? dich|"
    r"ti chiami|te llamas|vergessen sie|"
    r"comply|stop being|stop (?:citing|quoting|using)|dis (?:que|seulement|a tous)|ecri(?:s|vez)|repond(?:s|ez)|"
    r"termine[sz]?|ajoute[sz]?|repete[sz]?|finis(?:sez)?|affiche[sz]?|imprime[sz]?|joue[sz]? le role|comporte-toi|"
    r"fais comme si|fais semblant|faites semblant|call me|"
    r"remplace[sz]?|tradui(?:s|sez)|conclu(?:s|ez)|parle[sz]? (?:comme|en|uniquement)|ne cite[sz]?|invente[sz]?|"
    r"signe[sz]?|oublie[sz]?|"
    r"schreib(?:e|en sie)?\b|sag(?:e|en sie)? (?!mir|uns|en)|antwort(?:e|est|en)|beende\w*|fuge?\w*|wiederhol(?:e|"
    r"en sie)?\b|vergiss|ignorier\w*|gib .* aus|tu so|"
    r"spiel(?:e|en sie)?\b|verhalte|ersetze\w*|ubersetze\w*|unterschreib\w*|unterzeichne\w*|hange?\w* |erfinde\w*|"
    r"behaupte\w*|zitier(?:e|en sie)?\b|drucke|"
    r"di (?:que|solo|soltanto|la palabra|la parola|la frase)|di' |escrib[ae]|respond[ea]|termin[aei]|anad[ea]|"
    r"agreg(?:a|ue)|repit[ea]|olvid[ae]|ignor[aei]|"
    r"imprim[ea]|actua|finge|comporta\w*|reemplaz\w+|sustituy\w+|traduc[ei]|firm[aei]|conclu(?:ye|ya|di)|acaba|"
    r"invent[aei]|"
    r"no cit(?:es|e)|no menciones|scriv[ia]|rispond[ia]|aggiung[ia]|ripet[ia]|dimentic\w+|stamp[ai]|agisci|fingi|"
    r"sostitui\w+|chiudi|non citare|non menzionare)"
)
PLAIN = re.compile(rf"^{HEAD}{_PLAIN}(?:\b|(?<= ))")
# Any word may be a verb that gives an order, save those that begin a statement or a request to look something up.
_SOFT = (
    rf"(?!(?:{REQUEST}|{ASKING})\b)(?!(?:the|an?|we|i|i'm|our|my|he|she|it|its|they|this|that|these|those|there|"
    rf"their|in|"
    r"at|on|for|from|of|with|if|since|because|most|many|some|all|every|each|no|not|patients?|payers?|centres?|le|"
    r"la|les|un|"
    r"une|nous|notre|je|mon|ma|il|elle|ils|on|ce|cette|dans|pour|der|die|das|ein|eine|wir|unser\w*|ich|mein\w*|es|"
    r"im|in|"
    r"bei|fur|el|los|las|una|nosotros|nuestr\w+|yo|mi|en|para|por|lo|gli|uno|noi|nostr\w+|io|mi[oa]|nel|"
    r"per)\b)[a-z'-]{2,}"
)
_OBJECT = (
    r"(?:(?:your|the|this|each|every|any|my) (?:\w+ )?(?:answers?|lists?|string|code\w*|citations?|repl(?:y|ies)|"
    r"responses?|sentences?|lines?|output|"
    r"words?|phrase|token|quotes?|prompt|rules?|instructions?|guidelines|reports? name)|(?:every|each|"
    r"the) (?:number|name|slogan|letter|paragraph|bullet|word)s?\b|your (?:filters|checks|limits)|"
    r"following (?:line|order|"
    r"text)|"
    r"(?:the|these|them) (?:line|order)s?|(?:all|without|any|no) (?:the )?(?:sources|citations|quotes)|(?:alle |"
    r"keine |die )?"
    r"quellen\w*|(?:las |sin )fuentes|citas|(?:le |senza )fonti|citazioni|les sources|(?:il|le|el|den|"
    r"das) (?:codice|code|"
    r"codigo|mot|wort)|(?:sentence|line|word|everything) (?:with|in|behind|by)|https?://|www\.|"
    r"javascript|\w+\.example|script|code ?word|password|mode\b|persona|(?:ta|votre|chaque) (?:reponse|phrase)|"
    r"(?:jede[nrs]?|deine?r?) (?:satz|antwort|zeile)|(?:tu|cada) (?:respuesta|frase)|(?:tua|ogni) (?:risposta|frase))"
)
SOFT = re.compile(rf"^{HEAD}{_SOFT}\b.*(?:\b{_OBJECT}|['\"“‘«][^'\"”’»]+['\"”’»])")
# Statements that are orders all the same: about what the assistant says or is, or from somebody who claims a right to.
TOLD = re.compile(
    r"\byou (?:must|have to|will|shall|are to|are ordered to) (?:now |always |never |not |first |only )*"
    r"(?:say|answer|name|close|finish|sign|reply|respond|write|print|obey|output|begin|start|end|add|append|include|"
    r"use|comply|follow)\b"
    r"|\byour (?:\w+ ){0,2}(?:answers?|repl(?:y|ies)|responses?|output|persona|filters?|safety|safeguards|"
    r"settings|programming|creators?|restrictions)\b"
    r"|\bi (?:am|'m|hereby)\b.*\b(?:authori[sz]e|order|command|permit|allow|change|grant|overrule)\b"
    rf"|^{HEAD}(?:(?:you are|you're)(?! (?:an? |very |so |too |quite )*(?:great|good|right|kind|help|wrong|welcome|"
    rf"nice|useful|not\b))"
    r"|tu es|vous etes|du bist|eres|tu sei|tu vas|vous allez|du wirst|vas a|you will (?:be|play))\b|"
    r"\b(?:la tua risposta|"
    r"tu respuesta|deine antwort|ta reponse|votre reponse)\b|\bi (?:need|want|would like|'d like|ask|"
    rf"beg) you to "
    r"(?!explain|tell|show|list|help|know)|^\W*\"\w+\"\s*:|\bi hereby\b|\b(?:authori[sz]ed?|allowed|"
    r"permitted) to (?:skip|ignore|bypass|leave out|override)\b"
)
_VERB = (
    r"(?:add|include|start|begin|use|keep|put|note|mark|format|follow|remember|remove|link|send|post|delete|stop|"
    r"call|address|"
    r"attach|change|count|mention|starting|ending|beginning|finishing|adding|appending|signing|prefixing|inserting|"
    r"replacing|wrapping|using|commence[sz]?|mets|mettez|utilise[sz]?|beginne\w*|benutze\w*|setze?\w*|lass|empieza|"
    r"comienza|usa|pon|inizia|metti)"
)
# A clause that begins an order after other words, and what begins the question after an order.
ORDER_FOLLOWS = re.compile(
    rf",?\s+(?:(?:and|but|then|et|puis|mais|und|aber|dann|y|luego|pero|e|poi|ma)\s+)+(?={HEAD}(?:{_PLAIN}|{_VERB}|"
    rf"{_DROP})\b)"
    rf"|\s[-–—]+\s|,\s*(?=p\.?\s?s\.?\W|in the (?:voice|style|manner|tone) of|as if you|{HEAD}(?:{_PLAIN}|"
    rf"{_VERB})\b)|\s+(?=p\.s\.|(?:ignore|disregard|forget) (?:all|any|your|previous|prior)\b)"
)
QUESTION_FOLLOWS = re.compile(
    rf"(?:,\s*)?\s(?:and|et|und|y|e|poi|then|but)\s+(?:then |dann |puis |luego |poi )?(?={REQUEST}\b|{ASKING}\b)"
    rf"|\s[-–—]+\s+(?:then |and |now )?(?={REQUEST}\b|{ASKING}\b)|[,:]\s+(?={REQUEST}\b|{ASKING}\b)|"
    rf"\s+(?:and )?then (?=tell|say|answer|rate|print|reply)"
)
ASKS = re.compile(rf"\?\W*$|^{HEAD}(?:{ASKING}|{REQUEST})\b")
ASKS_FIRST = re.compile(rf"^{HEAD}(?:{ASKING}|{REQUEST})\b")

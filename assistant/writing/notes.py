"""What people are told about a model's part in an answer, in their language; none states a fact of the sources."""

from __future__ import annotations

NOTES: dict[str, dict[str, str]] = {
    "en": {
        "failed": "The language model gave no usable answer this time; this one is put together from quotes.",
        "late": "The language model did not answer in time; this answer is put together from quotes.",
        "spent": "Too little is left of what the language model may cost; this answer is put together from quotes.",
        "unset": "The language model cannot be used as it is set up; this answer is put together from quotes.",
        "thin": "Too little of what the language model wrote is carried by the sources; this answer is put together "
        "from quotes.",
        "replaced": "Where the language model went beyond the sources, their own words stand instead.",
        "unsupported": "not supported by the sources",
        "translated": "Translated by {model} from the checked sentences in {source}; the quotes are the "
        "source's own words.",
        "rendered": "The translations are {model}'s own; the quotes are the source's own words.",
        "untranslated": "The language model gave no translation that could be shown; the sentences are in {source}.",
        "partly": "Where a translation did not hold against its sentence, the sentence stands alone.",
        "machine": "Machine translation",
    },
    "fr": {
        "failed": "Le modèle de langage n'a pas donné de réponse utilisable ; celle-ci est composée de citations.",
        "late": "Le modèle de langage n'a pas répondu à temps ; cette réponse est composée de citations.",
        "spent": "Le budget du modèle de langage ne suffit plus ; cette réponse est composée de citations.",
        "unset": "Le modèle de langage n'est pas utilisable tel qu'il est réglé ; cette réponse est composée de "
        "citations.",
        "thin": "Trop peu de ce que le modèle de langage a écrit est appuyé par les sources ; cette réponse est "
        "composée de citations.",
        "replaced": "Là où le modèle de langage allait au-delà des sources, leurs propres mots le remplacent.",
        "unsupported": "non appuyé par les sources",
        "translated": "Traduit par {model} à partir des phrases vérifiées en {source} ; les citations sont les "
        "mots mêmes de la source.",
        "rendered": "Les traductions sont de {model} ; les citations sont les mots mêmes de la source.",
        "untranslated": "Le modèle de langage n'a pas donné de traduction qui puisse être montrée ; les phrases "
        "sont en {source}.",
        "partly": "Là où une traduction ne concordait pas avec sa phrase, celle-ci figure seule.",
        "machine": "Traduction automatique",
    },
    "de": {
        "failed": "Das Sprachmodell gab diesmal keine brauchbare Antwort; diese hier besteht aus Zitaten.",
        "late": "Das Sprachmodell hat nicht rechtzeitig geantwortet; diese Antwort besteht aus Zitaten.",
        "spent": "Vom Budget für das Sprachmodell ist zu wenig übrig; diese Antwort besteht aus Zitaten.",
        "unset": "Das Sprachmodell ist so, wie es eingestellt ist, nicht nutzbar; diese Antwort besteht aus Zitaten.",
        "thin": "Zu wenig von dem, was das Sprachmodell schrieb, ist durch die Quellen gedeckt; diese Antwort besteht "
        "aus Zitaten.",
        "replaced": "Wo das Sprachmodell über die Quellen hinausging, stehen stattdessen deren eigene Worte.",
        "unsupported": "nicht durch die Quellen gedeckt",
        "translated": "Übersetzt von {model} aus den geprüften Sätzen auf {source}; die Zitate sind die "
        "eigenen Worte der Quelle.",
        "rendered": "Die Übersetzungen stammen von {model}; die Zitate sind die eigenen Worte der Quelle.",
        "untranslated": "Das Sprachmodell gab keine Übersetzung, die gezeigt werden kann; die Sätze sind auf {source}.",
        "partly": "Wo eine Übersetzung ihrem Satz nicht standhielt, steht der Satz allein.",
        "machine": "Maschinelle Übersetzung",
    },
    "es": {
        "failed": "El modelo de lenguaje no dio una respuesta utilizable; esta se compone de citas.",
        "late": "El modelo de lenguaje no respondió a tiempo; esta respuesta se compone de citas.",
        "spent": "Del presupuesto para el modelo de lenguaje queda muy poco; esta respuesta se compone de citas.",
        "unset": "El modelo de lenguaje no puede usarse tal como está configurado; esta respuesta se compone de citas.",
        "thin": "Demasiado poco de lo que escribió el modelo de lenguaje está respaldado por las fuentes; esta "
        "respuesta se compone de citas.",
        "replaced": "Donde el modelo de lenguaje iba más allá de las fuentes, figuran las palabras de estas.",
        "unsupported": "sin respaldo en las fuentes",
        "translated": "Traducido por {model} a partir de las frases comprobadas en {source}; las citas son las "
        "palabras de la fuente.",
        "rendered": "Las traducciones son de {model}; las citas son las palabras de la fuente.",
        "untranslated": "El modelo de lenguaje no dio ninguna traducción que pueda mostrarse; las frases están "
        "en {source}.",
        "partly": "Donde una traducción no concordaba con su frase, la frase figura sola.",
        "machine": "Traducción automática",
    },
    "it": {
        "failed": "Il modello linguistico non ha dato una risposta utilizzabile; questa è composta di citazioni.",
        "late": "Il modello linguistico non ha risposto in tempo; questa risposta è composta di citazioni.",
        "spent": "Del budget per il modello linguistico resta troppo poco; questa risposta è composta di citazioni.",
        "unset": "Il modello linguistico non è utilizzabile così com'è impostato; questa risposta è composta di "
        "citazioni.",
        "thin": "Troppo poco di ciò che il modello linguistico ha scritto è sostenuto dalle fonti; questa risposta "
        "è composta di citazioni.",
        "replaced": "Dove il modello linguistico andava oltre le fonti, ci sono le parole di queste.",
        "unsupported": "non sostenuto dalle fonti",
        "translated": "Tradotto da {model} dalle frasi verificate in {source}; le citazioni sono le parole "
        "della fonte.",
        "rendered": "Le traduzioni sono di {model}; le citazioni sono le parole della fonte.",
        "untranslated": "Il modello linguistico non ha dato una traduzione che si possa mostrare; le frasi sono "
        "in {source}.",
        "partly": "Dove una traduzione non corrispondeva alla sua frase, la frase sta da sola.",
        "machine": "Traduzione automatica",
    },
}


def note(name: str, language: str, **parts: str) -> str:
    """A note in that language (English where there is none), its parts filled in."""
    return NOTES.get(language, NOTES["en"])[name].format(**parts)

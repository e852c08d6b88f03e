"""What people are told about a model's part in an answer, in their language; none states a fact of the sources."""

from __future__ import annotations

NOTES: dict[str, dict[str, str]] = {
    "en": {
        "failed": "The language model gave no usable answer this time; this one is put together from quotes.",
        "late": "The language model did not answer in time; this answer is put together from quotes.",
        "spent": "What may be spent on the language model today is spent; this answer is put together from quotes.",
        "unset": "The language model cannot be used as it is set up; this answer is put together from quotes.",
        "thin": "Too little of what the language model wrote is carried by the sources; this answer is put together "
        "from quotes.",
        "replaced": "Where the language model went beyond the sources, their own words stand instead.",
        "unsupported": "not supported by the sources",
    },
    "fr": {
        "failed": "Le modèle de langage n'a pas donné de réponse utilisable ; celle-ci est composée de citations.",
        "late": "Le modèle de langage n'a pas répondu à temps ; cette réponse est composée de citations.",
        "spent": "Le budget du jour pour le modèle de langage est épuisé ; cette réponse est composée de citations.",
        "unset": "Le modèle de langage n'est pas utilisable tel qu'il est réglé ; cette réponse est composée de "
        "citations.",
        "thin": "Trop peu de ce que le modèle de langage a écrit est appuyé par les sources ; cette réponse est "
        "composée de citations.",
        "replaced": "Là où le modèle de langage allait au-delà des sources, leurs propres mots le remplacent.",
        "unsupported": "non appuyé par les sources",
    },
    "de": {
        "failed": "Das Sprachmodell gab diesmal keine brauchbare Antwort; diese hier besteht aus Zitaten.",
        "late": "Das Sprachmodell hat nicht rechtzeitig geantwortet; diese Antwort besteht aus Zitaten.",
        "spent": "Das heutige Budget für das Sprachmodell ist aufgebraucht; diese Antwort besteht aus Zitaten.",
        "unset": "Das Sprachmodell ist so, wie es eingestellt ist, nicht nutzbar; diese Antwort besteht aus Zitaten.",
        "thin": "Zu wenig von dem, was das Sprachmodell schrieb, ist durch die Quellen gedeckt; diese Antwort besteht "
        "aus Zitaten.",
        "replaced": "Wo das Sprachmodell über die Quellen hinausging, stehen stattdessen deren eigene Worte.",
        "unsupported": "nicht durch die Quellen gedeckt",
    },
    "es": {
        "failed": "El modelo de lenguaje no dio una respuesta utilizable; esta se compone de citas.",
        "late": "El modelo de lenguaje no respondió a tiempo; esta respuesta se compone de citas.",
        "spent": "El presupuesto de hoy para el modelo de lenguaje está agotado; esta respuesta se compone de citas.",
        "unset": "El modelo de lenguaje no puede usarse tal como está configurado; esta respuesta se compone de citas.",
        "thin": "Demasiado poco de lo que escribió el modelo de lenguaje está respaldado por las fuentes; esta "
        "respuesta se compone de citas.",
        "replaced": "Donde el modelo de lenguaje iba más allá de las fuentes, figuran las palabras de estas.",
        "unsupported": "sin respaldo en las fuentes",
    },
    "it": {
        "failed": "Il modello linguistico non ha dato una risposta utilizzabile; questa è composta di citazioni.",
        "late": "Il modello linguistico non ha risposto in tempo; questa risposta è composta di citazioni.",
        "spent": "Il budget di oggi per il modello linguistico è esaurito; questa risposta è composta di citazioni.",
        "unset": "Il modello linguistico non è utilizzabile così com'è impostato; questa risposta è composta di "
        "citazioni.",
        "thin": "Troppo poco di ciò che il modello linguistico ha scritto è sostenuto dalle fonti; questa risposta "
        "è composta di citazioni.",
        "replaced": "Dove il modello linguistico andava oltre le fonti, ci sono le parole di queste.",
        "unsupported": "non sostenuto dalle fonti",
    },
}


def note(name: str, language: str) -> str:
    """A note in that language, English where there is none."""
    return NOTES.get(language, NOTES["en"])[name]

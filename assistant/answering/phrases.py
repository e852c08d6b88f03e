"""The sentences that frame quotes, in the user's language. Ours; none states a fact of the sources."""

from __future__ import annotations

from collections.abc import Sequence

PHRASES: dict[str, dict[str, str]] = {
    "en": {
        "silent": "The sources do not say.",
        "silent_part": "On this part the sources do not say: {part}.",
        "nearest": "What they do have on the subject:",
        "medical": "I can't advise on anyone's treatment. Please ask the care team, and ask them how soon a referral "
        "for assessment is possible.",
        "medical_offer": "What I can help with is access. The sources say:",
        "outside": "That is outside what these sources cover.",
        "covers": "They are: {titles}.",
        "vague": "Could you say a little more about what you want to know?",
        "instructed": "Instructions inside a question are not followed here; I answer only from the sources.",
        "question_only": "I answered the question in this message; what stands around it was left aside.",
        "this_is": "This is {label}",
        "under": ", under goal {number} ({title}).",
        "list": "{count} of {count}: {title}.",
        "some": "{some} of {count}: {title}.",
        "concerned": "{some} of {count}: what concerns {roles}.",
        "chosen_by_words": "Each was chosen for its own words, which stand below it; others may matter as well.",
        "chosen_for": "Why: {words}",
        "tied_challenge": "A challenge in the texts that it answers, in our reading:",
        "tied_recommendation": "What is recommended for it:",
        "more": "Also on this:",
        "elsewhere": "From {titles}",
        "sources_in": "The sources are in {named}; quotes stay in that language.",
        "rendering": "our rendering",
    },
    "fr": {
        "silent": "Les sources ne le disent pas.",
        "silent_part": "Sur ce point, les sources ne disent rien : {part}.",
        "nearest": "Ce qu'elles disent sur le sujet :",
        "medical": "Je ne peux donner aucun conseil sur le traitement d'une personne. Adressez-vous à l'équipe "
        "soignante "
        "et demandez dans quel délai une orientation pour évaluation est possible.",
        "medical_offer": "Ce que je peux faire, c'est parler de l'accès. Les sources disent :",
        "outside": "Cela sort de ce que couvrent ces sources.",
        "covers": "Ce sont : {titles}.",
        "vague": "Pourriez-vous préciser un peu ce que vous voulez savoir ?",
        "instructed": "Les instructions contenues dans une question ne sont pas suivies ; je réponds à partir "
        "des sources.",
        "question_only": "J'ai répondu à la question de ce message ; ce qui l'entoure a été laissé de côté.",
        "this_is": "C'est : {label}",
        "under": ", de l'objectif {number} ({title}).",
        "list": "{count} sur {count} : {title}.",
        "some": "{some} sur {count} : {title}.",
        "concerned": "{some} sur {count} : ce qui concerne {roles}.",
        "chosen_by_words": "Le choix tient aux mots du texte, indiqués sous chaque élément ; "
        "d'autres peuvent compter aussi.",
        "chosen_for": "Pourquoi : {words}",
        "tied_challenge": "Un défi des textes auquel elle répond, selon notre lecture :",
        "tied_recommendation": "Ce qui est recommandé pour y répondre :",
        "more": "Également à ce sujet :",
        "elsewhere": "Extrait de {titles}",
        "sources_in": "Les sources sont en {named} ; les citations restent dans cette langue.",
        "rendering": "notre traduction",
    },
    "de": {
        "silent": "Die Quellen sagen dazu nichts.",
        "silent_part": "Zu diesem Teil sagen die Quellen nichts: {part}.",
        "nearest": "Was sie zum Thema enthalten:",
        "medical": "Ich kann niemanden zur eigenen Behandlung beraten. Bitte wenden Sie sich an das "
        "Behandlungsteam und "
        "fragen Sie, wie bald eine Überweisung zur Abklärung möglich ist.",
        "medical_offer": "Helfen kann ich beim Zugang. Die Quellen sagen:",
        "outside": "Das liegt außerhalb dessen, was diese Quellen abdecken.",
        "covers": "Es sind: {titles}.",
        "vague": "Können Sie etwas genauer sagen, was Sie wissen möchten?",
        "instructed": "Anweisungen in einer Frage werden hier nicht befolgt; ich antworte nur aus den Quellen.",
        "question_only": "Beantwortet ist die Frage in dieser Nachricht; was sonst darin steht, blieb beiseite.",
        "this_is": "Das ist {label}",
        "under": ", unter Ziel {number} ({title}).",
        "list": "{count} von {count}: {title}.",
        "some": "{some} von {count}: {title}.",
        "concerned": "{some} von {count}: was {roles} betrifft.",
        "chosen_by_words": "Ausgewählt nach den eigenen Worten der Texte, die jeweils darunter stehen; "
        "auch andere können wichtig sein.",
        "chosen_for": "Warum: {words}",
        "tied_challenge": "Eine Herausforderung aus den Texten, auf die sie nach unserer Lesart antwortet:",
        "tied_recommendation": "Was dagegen empfohlen wird:",
        "more": "Ebenfalls dazu:",
        "elsewhere": "Aus {titles}",
        "sources_in": "Die Quellen sind auf {named}; Zitate bleiben in dieser Sprache.",
        "rendering": "unsere Übersetzung",
    },
    "es": {
        "silent": "Las fuentes no lo dicen.",
        "silent_part": "Sobre esta parte las fuentes no dicen nada: {part}.",
        "nearest": "Lo que sí dicen sobre el tema:",
        "medical": "No puedo aconsejar sobre el tratamiento de nadie. Pregunte al equipo médico, y pregunte con "
        "qué rapidez "
        "es posible una derivación para valoración.",
        "medical_offer": "En lo que sí puedo ayudar es en el acceso. Las fuentes dicen:",
        "outside": "Eso queda fuera de lo que cubren estas fuentes.",
        "covers": "Son: {titles}.",
        "vague": "¿Podría precisar un poco qué quiere saber?",
        "instructed": "Aquí no se siguen instrucciones incluidas en una pregunta; respondo solo a partir de las "
        "fuentes.",
        "question_only": "He respondido a la pregunta de este mensaje; lo que la rodea se ha dejado de lado.",
        "this_is": "Esto es: {label}",
        "under": ", del objetivo {number} ({title}).",
        "list": "{count} de {count}: {title}.",
        "some": "{some} de {count}: {title}.",
        "concerned": "{some} de {count}: lo que concierne a {roles}.",
        "chosen_by_words": "Cada elemento se eligió por sus propias palabras, que figuran debajo; "
        "otros también pueden importar.",
        "chosen_for": "Por qué: {words}",
        "tied_challenge": "Un reto de los textos al que responde, según nuestra lectura:",
        "tied_recommendation": "Lo que se recomienda para afrontarlo:",
        "more": "También sobre esto:",
        "elsewhere": "De {titles}",
        "sources_in": "Las fuentes están en {named}; las citas se mantienen en ese idioma.",
        "rendering": "traducción nuestra",
    },
    "it": {
        "silent": "Le fonti non lo dicono.",
        "silent_part": "Su questa parte le fonti non dicono nulla: {part}.",
        "nearest": "Che cosa dicono sull'argomento:",
        "medical": "Non posso dare consigli sulla cura di una persona. Si rivolga all'équipe curante e chieda "
        "entro quanto "
        "tempo è possibile un invio per la valutazione.",
        "medical_offer": "Posso aiutare sull'accesso. Le fonti dicono:",
        "outside": "Questo esula da ciò che coprono queste fonti.",
        "covers": "Sono: {titles}.",
        "vague": "Può precisare un po' che cosa vuole sapere?",
        "instructed": "Le istruzioni contenute in una domanda qui non vengono seguite; rispondo solo in base "
        "alle fonti.",
        "question_only": "Ho risposto alla domanda di questo messaggio; il resto è stato lasciato da parte.",
        "this_is": "Questa è: {label}",
        "under": ", dell'obiettivo {number} ({title}).",
        "list": "{count} di {count}: {title}.",
        "some": "{some} di {count}: {title}.",
        "concerned": "{some} di {count}: ciò che riguarda {roles}.",
        "chosen_by_words": "Ogni voce è scelta per le sue stesse parole, riportate sotto; anche altre possono contare.",
        "chosen_for": "Perché: {words}",
        "tied_challenge": "Una sfida dei testi a cui risponde, secondo la nostra lettura:",
        "tied_recommendation": "Che cosa si raccomanda per affrontarla:",
        "more": "Anche su questo:",
        "elsewhere": "Da {titles}",
        "sources_in": "Le fonti sono in {named}; le citazioni restano in quella lingua.",
        "rendering": "traduzione nostra",
    },
}

LANGUAGE_NAMES = {
    "en": {"en": "English", "fr": "French", "de": "German", "es": "Spanish", "it": "Italian"},
    "fr": {"en": "anglais", "fr": "français", "de": "allemand", "es": "espagnol", "it": "italien"},
    "de": {"en": "Englisch", "fr": "Französisch", "de": "Deutsch", "es": "Spanisch", "it": "Italienisch"},
    "es": {"en": "inglés", "fr": "francés", "de": "alemán", "es": "español", "it": "italiano"},
    "it": {"en": "inglese", "fr": "francese", "de": "tedesco", "es": "spagnolo", "it": "italiano"},
}

# Roles as questions name them, by the ids of retrieval/roles.py: to stand after "what concerns".
ROLE_NAMES = {
    "patients": {
        "en": "patients",
        "fr": "les patients",
        "de": "Patientinnen und Patienten",
        "es": "los pacientes",
        "it": "i pazienti",
    },
    "referring": {
        "en": "referring clinicians and centres",
        "fr": "les médecins et centres qui orientent",
        "de": "zuweisende Zentren, Ärztinnen und Ärzte",
        "es": "los médicos y centros que derivan",
        "it": "i medici e i centri invianti",
    },
    "centres": {
        "en": "treatment centres",
        "fr": "les centres de traitement",
        "de": "Behandlungszentren",
        "es": "los centros de tratamiento",
        "it": "i centri di cura",
    },
    "clinicians": {
        "en": "healthcare professionals",
        "fr": "les professionnels de santé",
        "de": "medizinische Fachkräfte",
        "es": "los profesionales sanitarios",
        "it": "i professionisti sanitari",
    },
    "policymakers": {
        "en": "policymakers",
        "fr": "les décideurs politiques",
        "de": "die Politik",
        "es": "los responsables políticos",
        "it": "i decisori politici",
    },
    "payers": {
        "en": "payers",
        "fr": "les payeurs",
        "de": "Kostenträger",
        "es": "los pagadores",
        "it": "i soggetti pagatori",
    },
    "hta": {
        "en": "health technology assessment",
        "fr": "l'évaluation des technologies de santé",
        "de": "die Bewertung von Gesundheitstechnologien",
        "es": "la evaluación de tecnologías sanitarias",
        "it": "la valutazione delle tecnologie sanitarie",
    },
    "industry": {
        "en": "manufacturers",
        "fr": "les fabricants",
        "de": "Hersteller",
        "es": "los fabricantes",
        "it": "i produttori",
    },
    "regulators": {
        "en": "regulators",
        "fr": "les autorités de régulation",
        "de": "Zulassungs- und Aufsichtsbehörden",
        "es": "las autoridades reguladoras",
        "it": "le autorità regolatorie",
    },
    "registries": {
        "en": "registries",
        "fr": "les registres",
        "de": "Register",
        "es": "los registros",
        "it": "i registri",
    },
}


def phrase(name: str, language: str, **parts: object) -> str:
    """A frame sentence in that language (English where there is none), its parts filled in."""
    return PHRASES.get(language, PHRASES["en"])[name].format(**parts)


def role_names(roles: Sequence[str], language: str) -> str:
    """Roles by their ids, in that language, with commas."""
    return ", ".join(ROLE_NAMES[role].get(language, ROLE_NAMES[role]["en"]) for role in roles)

"""Sentences of the corpus with translations as a careful person makes them; ours."""

from __future__ import annotations

GOOD: list[tuple[str, str, str]] = [
    # (language, sentence, translation)
    (
        "de",
        "CAR T Vision calls on everyone who can influence what happens to a patient along the way, persons and "
        "organisations alike, to act quickly.",
        "CAR T Vision ruft alle, die beeinflussen können, was einem Patienten auf seinem Weg geschieht, Personen "
        "wie Organisationen, dazu auf, rasch zu handeln.",
    ),
    (
        "de",
        "First What question of step 1 in the toolkit: which problem most of all hinders access to CAR T-cell therapy?",
        "Erste Was-Frage von Schritt 1 im Toolkit: Welches Problem behindert den Zugang zur CAR-T-Zelltherapie am "
        "meisten?",
    ),
    (
        "de",
        "Challenge 2.1 in the toolkit: CAR T-cell therapy is delivered only in big treatment centres that hold an "
        "accreditation.",
        "Herausforderung 2.1 im Toolkit: Die CAR-T-Zelltherapie wird nur in großen Behandlungszentren angeboten, "
        "die eine Akkreditierung haben.",
    ),
    (
        "de",
        "There is a decisive window in which a patient is eligible and can be treated.",
        "Es gibt ein entscheidendes Zeitfenster, in dem ein Patient geeignet ist und behandelt werden kann.",
    ),
    (
        "de",
        "Recommendation 1.1 of the CAR T Vision report, on awareness: healthcare professionals (HCPs) in referral "
        "centres recognise early which patients may be eligible for CAR T-cell therapy, and send them on to "
        "specialists without losing time.",
        "Empfehlung 1.1 des Berichts zur CAR T Vision, zur Bekanntheit: Fachkräfte in überweisenden Zentren "
        "erkennen früh, welche Patienten für eine CAR-T-Zelltherapie in Frage kommen könnten, und überweisen sie "
        "ohne Zeitverlust an Spezialisten.",
    ),
    (
        "de",
        'Goal 1 of CAR T Vision is called "Increase awareness and understanding of CAR T-cell therapy", in the '
        "report and in the toolkit alike. Three recommendations of the report (1.1 to 1.3) belong to it: one "
        "speaks of referring clinicians, one of patients and caregivers, one of policymakers and payors.",
        "Ziel 1 der CAR T Vision heißt im Bericht wie im Toolkit „Bekanntheit und Verständnis der "
        "CAR-T-Zelltherapie erhöhen“. Drei Empfehlungen des Berichts (1.1 bis 1.3) gehören dazu: Eine spricht von "
        "überweisenden Ärzten, eine von Patienten und Angehörigen, eine von Politik und Kostenträgern.",
    ),
    (
        "de",
        "CAR T Vision has three goals: awareness and understanding (goal 1), resources and capacity (goal 2), and "
        "sustainable, innovative financing (goal 3).",
        "CAR T Vision hat drei Ziele: Bekanntheit und Verständnis (Ziel 1), Ressourcen und Kapazität (Ziel 2) "
        "sowie nachhaltige, innovative Finanzierung (Ziel 3).",
    ),
    (
        "fr",
        "CAR T Vision has three goals: awareness and understanding (goal 1), resources and capacity (goal 2), and "
        "sustainable, innovative financing (goal 3).",
        "CAR T Vision a trois objectifs : sensibilisation et compréhension (objectif 1), ressources et capacités "
        "(objectif 2) et financement durable et innovant (objectif 3).",
    ),
    (
        "es",
        "There is a decisive window in which a patient is eligible and can be treated.",
        "Hay una ventana decisiva en la que un paciente es apto y puede ser tratado.",
    ),
    (
        "it",
        "Challenge 2.1 in the toolkit: CAR T-cell therapy is delivered only in big treatment centres that hold an "
        "accreditation.",
        "Sfida 2.1 nel toolkit: la terapia CAR-T viene erogata solo in grandi centri di cura che hanno un "
        "accreditamento.",
    ),
    (
        "de",
        "Recommendation 2.3 of the CAR T Vision report, on capacity: what the makers of CAR T-cell therapies each "
        "demand of treating centres is brought into line, so that the same work is not done several times over.",
        "Empfehlung 2.3 des Berichts zur CAR T Vision, zur Kapazität: Was die Hersteller von CAR-T-Zelltherapien "
        "jeweils von den Behandlungszentren verlangen, wird vereinheitlicht, damit dieselbe Arbeit nicht mehrfach "
        "getan wird.",
    ),
    (
        "de",
        "Learn, the fourth instruction for applying the Blueprint in the toolkit: let its case studies show you "
        "which specific actions you might take.",
        "Lernen, die vierte Anleitung zur Anwendung des Blueprint im Toolkit: Lassen Sie sich von seinen "
        "Fallstudien zeigen, welche konkreten Schritte Sie unternehmen könnten.",
    ),
    (
        "de",
        "In the EU countries studied by the IQVIA Institute plus the UK, 13% of patients with relapsed or "
        "refractory large B-cell lymphoma beyond two lines received CAR T in 2022 and 18% in 2023.",
        "In den vom IQVIA-Institut untersuchten EU-Ländern und im Vereinigten Königreich erhielten 13 % der "
        "Patienten mit rezidiviertem oder refraktärem großzelligem B-Zell-Lymphom nach mehr als zwei Linien 2022 "
        "CAR T und 18 % 2023.",
    ),
    (
        "de",
        "Seventh barrier in the CAR T Vision report: it is difficult to secure funding, and difficult to get the "
        "therapy reimbursed.",
        "Siebte Hürde im Bericht zur CAR T Vision: Es ist schwierig, die Finanzierung zu sichern, und schwierig, "
        "die Therapie erstattet zu bekommen.",
    ),
    (
        "de",
        "Challenge 1.2 in the toolkit: healthcare professionals (HCPs) have reservations and so hold back from "
        "sending patients on for CAR T-cell therapy.",
        "Herausforderung 1.2 im Toolkit: Fachkräfte im Gesundheitswesen haben Vorbehalte und überweisen Patienten "
        "daher nur zögerlich zur CAR-T-Zelltherapie.",
    ),
    (
        "de",
        "Among 205 patients with second-line large B-cell lymphoma in 2022-2024 who were judged fit for CAR T, 25% "
        "received it.",
        "Von 205 Patienten mit großzelligem B-Zell-Lymphom in zweiter Linie, die 2022-2024 als geeignet für CAR T "
        "eingestuft wurden, erhielten sie 25 %.",
    ),
    (
        "de",
        "Step 2 of the toolkit: talk with stakeholders from all over the community and build a coalition that can "
        "carry out the action plan.",
        "Schritt 2 des Toolkits: Sprechen Sie mit Beteiligten aus der ganzen Gemeinschaft und bilden Sie ein "
        "Bündnis, das den Aktionsplan umsetzen kann.",
    ),
    (
        "de",
        "Fifth barrier in the CAR T Vision report: CAR T-cell therapy costs patients and those who care for them "
        "money and demands much organising.",
        "Fünfte Hürde im Bericht zur CAR T Vision: Die CAR-T-Zelltherapie kostet Patienten und jene, die sie "
        "pflegen, Geld und verlangt viel Organisation.",
    ),
    (
        "de",
        "An eligible patient may be referred within 30 days, and the hospital pays 1,500 euros per stay.",
        "Ein geeigneter Patient kann innerhalb von 30 Tagen überwiesen werden, und das Krankenhaus zahlt 1.500 "
        "Euro je Aufenthalt.",
    ),
    (
        "de",
        "Treatment is largely limited to big accredited centres, and places and referrals hold access back.",
        "Die Behandlung ist weitgehend auf große akkreditierte Zentren beschränkt, und Plätze und Überweisungen "
        "bremsen den Zugang.",
    ),
    (
        "de",
        "Without early referral, twenty-five of the hundred patients never reach a treatment centre.",
        "Ohne frühe Überweisung erreichen fünfundzwanzig der hundert Patienten nie ein Behandlungszentrum.",
    ),
    (
        "de",
        "In Germany, Novartis and GWQ ServicePlus, which acts for sickness funds, agreed a pay-for-outcome "
        "contract for Kymriah.",
        "In Deutschland vereinbarten Novartis und GWQ ServicePlus, die für Krankenkassen handelt, einen "
        "erfolgsabhängigen Vertrag für Kymriah.",
    ),
    (
        "de",
        "Formal processes and dedicated staff time are needed for coordination between referring and treating centres.",
        "Für die Abstimmung zwischen überweisenden und behandelnden Zentren braucht es feste Abläufe und eigens "
        "vorgesehene Arbeitszeit des Personals.",
    ),
    (
        "de",
        "The text of the CAR T Vision to Action Blueprint is not among the sources of this assistant.",
        "Der Text des CAR T Vision to Action Blueprint gehört nicht zu den Quellen dieses Assistenten.",
    ),
    (
        "de",
        "By 2030, twice the share of eligible patients should be treated with CAR T-cell therapy.",
        "Bis 2030 soll ein doppelt so großer Anteil der geeigneten Patienten mit einer CAR-T-Zelltherapie "
        "behandelt werden.",
    ),
    (
        "de",
        "Patients and caregivers get clear information, so that they can decide together with their doctors.",
        "Patienten und Angehörige erhalten verständliche Informationen, damit sie gemeinsam mit ihren Ärzten "
        "entscheiden können.",
    ),
    (
        "de",
        "The GoCART Coalition and JACIE agreed on fewer duplicate audits (announced 8 March 2022).",
        "Die GoCART Coalition und JACIE einigten sich auf weniger doppelte Audits (bekannt gegeben am 8. März 2022).",
    ),
    (
        "fr",
        "Recommendation 3.2 of the CAR T Vision report, on financing: solid data from everyday care are gathered "
        "all the time, and they are put to use.",
        "Recommandation 3.2 du rapport CAR T Vision, sur le financement : des données solides issues des soins "
        "courants sont recueillies en permanence et elles sont utilisées.",
    ),
    (
        "fr",
        "Second Resources question before planning (toolkit, step 3): does your team have the mix of skills and "
        "know-how to carry the activity through with success?",
        "Deuxième question sur les ressources avant la planification (boîte à outils, étape 3) : votre équipe "
        "a-t-elle les compétences et le savoir-faire nécessaires pour mener l'activité à bien ?",
    ),
    (
        "fr",
        "In Spain, 40% of centres do not report their waiting times, and two of the regions have no plan.",
        "En Espagne, 40 % des centres ne déclarent pas leurs délais d'attente, et deux des régions n'ont pas de plan.",
    ),
    (
        "fr",
        "The UK and France cover the therapy with continued evidence collection, and Germany adds outcome rebates.",
        "Le Royaume-Uni et la France remboursent la thérapie avec une collecte continue de données, et l'Allemagne "
        "y ajoute des remises selon les résultats.",
    ),
    (
        "fr",
        "Without the Blueprint you can still plan.",
        "Sans le Blueprint, vous pouvez tout de même planifier.",
    ),
    (
        "fr",
        "The median time from infusion to cutoff in ELIANA was 5.5 years.",
        "Le délai médian entre la perfusion et l'arrêt des données dans ELIANA était de 5,5 ans.",
    ),
    (
        "es",
        "Fifth barrier in the CAR T Vision report: CAR T-cell therapy costs patients and those who care for them "
        "money and demands much organising.",
        "Quinta barrera del informe CAR T Vision: la terapia CAR-T cuesta dinero a los pacientes y a quienes los "
        "cuidan y exige mucha organización.",
    ),
    (
        "es",
        "Treatment is not offered in small hospitals, and it takes up to 90 days until a place is free.",
        "El tratamiento no se ofrece en hospitales pequeños, y pasan hasta 90 días hasta que queda una plaza libre.",
    ),
    (
        "es",
        "In Europe, the GoCART Coalition and JACIE agreed on fewer duplicate audits in March 2022.",
        "En Europa, la GoCART Coalition y JACIE acordaron en marzo de 2022 menos auditorías duplicadas.",
    ),
    (
        "es",
        "Payment may not cover all costs of the hospital.",
        "Es posible que el pago no cubra todos los costes del hospital.",
    ),
    (
        "es",
        "Third consideration of step 2 in the toolkit: how much do these stakeholders care about the matter, and "
        "how much sway do they hold?",
        "Tercera consideración del paso 2 del kit de herramientas: ¿cuánto les importa el asunto a estas partes "
        "interesadas y cuánta influencia tienen?",
    ),
    (
        "it",
        "The third stakeholder group in step 2 of the toolkit is patient advocates.",
        "Il terzo gruppo di portatori di interesse nel passo 2 del toolkit è quello delle associazioni di pazienti.",
    ),
    (
        "it",
        "Nobody in the region coordinates referrals, and 3 of the centres have no staff for it.",
        "Nessuno nella regione coordina gli invii, e 3 dei centri non hanno personale per farlo.",
    ),
    (
        "it",
        "Italy and Spain pay for the therapy in instalments by individual outcome.",
        "L'Italia e la Spagna pagano la terapia a rate in base al risultato individuale.",
    ),
    (
        "it",
        "The report says that about 1.5 million euros are needed each year.",
        "Il rapporto dice che ogni anno servono circa 1,5 milioni di euro.",
    ),
    (
        "nl",
        "Treatment is not offered in small hospitals, and it takes up to 90 days until a place is free.",
        "De behandeling wordt niet aangeboden in kleine ziekenhuizen, en het duurt tot 90 dagen voordat er een "
        "plaats vrij is.",
    ),
    (
        "pt",
        "Payment may not cover all costs of the hospital.",
        "O pagamento pode não cobrir todos os custos do hospital.",
    ),
    (
        "pl",
        "Payment may not cover all costs of the hospital.",
        "Płatność może nie pokryć wszystkich kosztów szpitala.",
    ),
    (
        "de",
        "In a Cardinal Health survey of over 300 US oncologists in February-April 2021, 91% had referred at least "
        "one patient for CAR T in the past year.",
        "In einer Umfrage von Cardinal Health unter mehr als 300 US-Onkologen im Februar bis April 2021 hatten 91 "
        "% im vergangenen Jahr mindestens einen Patienten für CAR T überwiesen.",
    ),
    (
        "de",
        "Payer approval and administrative work remained barriers to CAR T.",
        "Die Genehmigung durch die Kostenträger und der Verwaltungsaufwand blieben Hindernisse für CAR T.",
    ),
    (
        "de",
        "Part of the Kymriah price goes back to the German funds if survival falls short of an agreed period; the "
        "size of the rebate and the period are not public.",
        "Ein Teil des Preises für Kymriah geht an die deutschen Kassen zurück, wenn das Überleben hinter einem "
        "vereinbarten Zeitraum zurückbleibt; die Höhe des Rabatts und der Zeitraum sind nicht öffentlich.",
    ),
    (
        "de",
        "UK referral leans on the National CAR-T Clinical Panel and trial networks, while demand will grow.",
        "Die Überweisung im Vereinigten Königreich stützt sich auf das National CAR-T Clinical Panel und auf "
        "Studiennetzwerke, während die Nachfrage wachsen wird.",
    ),
    (
        "de",
        "Third consideration of step 2 in the toolkit: how much do these stakeholders care about the matter, and "
        "how much sway do they hold?",
        "Dritte Überlegung zu Schritt 2 im Toolkit: Wie sehr liegt diesen Beteiligten die Sache am Herzen, und wie "
        "viel Einfluss haben sie?",
    ),
    (
        "de",
        "The third stakeholder group in step 2 of the toolkit is patient advocates.",
        "Die dritte Gruppe von Beteiligten in Schritt 2 des Toolkits sind Patientenvertreter.",
    ),
    (
        "de",
        "Recommendation 3.2 of the CAR T Vision report, on financing: solid data from everyday care are gathered "
        "all the time, and they are put to use.",
        "Empfehlung 3.2 des CAR-T-Vision-Berichts zur Finanzierung: Belastbare Daten aus dem Versorgungsalltag "
        "werden laufend erhoben und genutzt.",
    ),
    (
        "de",
        "They inform decisions about what CAR T-cell therapy is worth, clinically as well as economically.",
        "Sie fließen in Entscheidungen darüber ein, was die CAR-T-Zelltherapie klinisch wie wirtschaftlich wert ist.",
    ),
    (
        "de",
        "Without the Blueprint you can still plan: take the thirteen recommendations of the CAR T Vision report as "
        "the direction, the toolkit's challenges, steps, template and ideas as the method.",
        "Auch ohne den Blueprint können Sie planen: Nehmen Sie die dreizehn Empfehlungen des CAR-T-Vision-Berichts "
        "als Richtung und die Herausforderungen, Schritte, die Vorlage und die Ideen des Toolkits als Methode.",
    ),
    (
        "de",
        "Second Resources question before planning (toolkit, step 3): does your team have the mix of skills and "
        "know-how to carry the activity through with success?",
        "Zweite Frage zu den Ressourcen vor der Planung (Toolkit, Schritt 3): Verfügt Ihr Team über die Mischung "
        "aus Fähigkeiten und Fachwissen, um die Aktivität erfolgreich durchzuführen?",
    ),
    (
        "de",
        "Public sources report measures that may inspire local ones toward each of the three goals of the CAR T "
        "Vision; they are not the outcome indicators of the Blueprint, which are not known here.",
        "Öffentliche Quellen berichten über Maßnahmen, die lokale Maßnahmen zu jedem der drei Ziele der CAR T "
        "Vision anregen können; sie sind nicht die Ergebnisindikatoren des Blueprint, die hier nicht bekannt sind.",
    ),
    (
        "de",
        "Italy and Spain pay for tisagenlecleucel in instalments by individual outcome, and in the US payment "
        "depends on response.",
        "Italien und Spanien bezahlen Tisagenlecleucel in Raten nach dem individuellen Ergebnis, und in den USA "
        "hängt die Zahlung vom Ansprechen ab.",
    ),
    (
        "de",
        "In the European Union, the T2EVOLVE consortium works to speed the development of CAR T and access to it; "
        "its starting point is that usual HTA models suit a one-time treatment poorly.",
        "In der Europäischen Union arbeitet das Konsortium T2EVOLVE daran, die Entwicklung von CAR T und den "
        "Zugang dazu zu beschleunigen; sein Ausgangspunkt ist, dass übliche HTA-Modelle für eine einmalige "
        "Behandlung schlecht geeignet sind.",
    ),
    (
        "de",
        "Under goal 3 (sustainable and innovative financing) the toolkit lists three challenges: reimbursement "
        "rules that restrict access, time lost after reimbursement before patients benefit, and payment that may "
        "not cover all costs.",
        "Unter Ziel 3 (nachhaltige und innovative Finanzierung) nennt das Toolkit drei Herausforderungen: "
        "Erstattungsregeln, die den Zugang einschränken, Zeitverlust nach der Erstattung, bevor Patienten "
        "profitieren, und eine Vergütung, die möglicherweise nicht alle Kosten deckt.",
    ),
    (
        "de",
        "Its co-chairs are Dr Miguel Perales and Dr Anna Sureda.",
        "Die gemeinsamen Vorsitzenden sind Dr. Miguel Perales und Dr. Anna Sureda.",
    ),
    (
        "de",
        "For fiscal year 2027 Medicare proposed a base rate 7% higher, but also a higher outlier threshold.",
        "Für das Haushaltsjahr 2027 schlug Medicare einen um 7 % höheren Basissatz vor, aber auch eine höhere "
        "Ausreißerschwelle.",
    ),
    (
        "fr",
        "Fifth barrier in the CAR T Vision report: CAR T-cell therapy costs patients and those who care for them "
        "money and demands much organising.",
        "Cinquième obstacle du rapport CAR T Vision : la thérapie CAR-T coûte de l'argent aux patients et à leurs "
        "aidants et exige beaucoup d'organisation.",
    ),
    (
        "fr",
        "Challenge 1.2 in the toolkit: healthcare professionals (HCPs) have reservations and so hold back from "
        "sending patients on for CAR T-cell therapy.",
        "Défi 1.2 de la boîte à outils : les professionnels de santé ont des réserves et hésitent donc à adresser "
        "des patients pour une thérapie par cellules CAR-T.",
    ),
    (
        "fr",
        "Among 205 patients with second-line large B-cell lymphoma in 2022-2024 who were judged fit for CAR T, 25% "
        "received it.",
        "Parmi 205 patients atteints d'un lymphome à grandes cellules B en deuxième ligne en 2022-2024 et jugés "
        "aptes au CAR-T, 25 % l'ont reçu.",
    ),
    (
        "fr",
        "Not seen on the CAR T Vision site are the page on the committee, the list of endorsers and any news of 2026.",
        "La page sur le comité, la liste des soutiens et toute actualité de 2026 n'ont pas été trouvées sur le "
        "site de CAR T Vision.",
    ),
    (
        "fr",
        "The UK and France cover tisagenlecleucel with continued evidence collection and periodic review, and "
        "Germany adds outcome rebates.",
        "Le Royaume-Uni et la France prennent en charge le tisagenlecleucel avec une collecte continue de données "
        "et un réexamen périodique, et l'Allemagne y ajoute des remises liées aux résultats.",
    ),
    (
        "es",
        "Step 2 of the toolkit: talk with stakeholders from all over the community and build a coalition that can "
        "carry out the action plan.",
        "Paso 2 del kit de herramientas: hable con las partes interesadas de toda la comunidad y cree una "
        "coalición que pueda llevar a cabo el plan de acción.",
    ),
    (
        "es",
        "Recommendation 2.4 of the CAR T Vision report, on capacity: becoming a qualified treating centre is made "
        "as efficient as possible and takes less administrative effort.",
        "Recomendación 2.4 del informe CAR T Vision, sobre capacidad: convertirse en un centro de tratamiento "
        "cualificado se hace lo más eficiente posible y requiere menos esfuerzo administrativo.",
    ),
    (
        "es",
        "According to IQVIA, use of CAR T is as low as 11% of eligible patients in one of the seven systems.",
        "Según IQVIA, el uso de CAR-T es de apenas el 11 % de los pacientes elegibles en uno de los siete sistemas.",
    ),
    (
        "es",
        "The median time from infusion to cutoff in ELIANA was 5.5 years.",
        "La mediana del tiempo desde la infusión hasta el corte de datos en ELIANA fue de 5,5 años.",
    ),
    (
        "it",
        "Recommendation 2.1 of the CAR T Vision report, on capacity: there are decentralised ways of delivering "
        "care which bring CAR T-cell therapy nearer to where people live.",
        "Raccomandazione 2.1 del rapporto CAR T Vision, sulla capacità: esistono modi decentralizzati di erogare "
        "le cure che avvicinano la terapia CAR-T ai luoghi in cui le persone vivono.",
    ),
    (
        "it",
        "Learn, the fourth instruction for applying the Blueprint in the toolkit: let its case studies show you "
        "which specific actions you might take.",
        "Imparare, la quarta istruzione per applicare il Blueprint nel toolkit: lasciate che i suoi casi di studio "
        "vi mostrino quali azioni specifiche potreste intraprendere.",
    ),
    (
        "it",
        "In Germany, Novartis and GWQ ServicePlus, which acts for sickness funds, agreed a pay-for-outcome "
        "contract for Kymriah.",
        "In Germania, Novartis e GWQ ServicePlus, che opera per le casse malattia, hanno concordato per Kymriah un "
        "contratto di pagamento in base ai risultati.",
    ),
    (
        "it",
        "The text of the CAR T Vision to Action Blueprint is not among the sources of this assistant.",
        "Il testo del CAR T Vision to Action Blueprint non è tra le fonti di questo assistente.",
    ),
]

"""What the pages say about themselves, and the questions they offer. Ours; edit freely."""

from __future__ import annotations

from assistant.domain import Document, Status

NAME = "Vision to Action Assistant"
TAGLINE = "Questions about access to CAR T-cell therapy, answered from the CAR T Vision texts, with every source shown."
PLACEHOLDER = "Ask in your own words"
SHORT_NOTICE = "Unofficial tool. Not medical advice."
FUNDING = (
    "CAR T Vision is led by an independent Steering Committee; its activities are paid for by companies that sell "
    "CAR T-cell therapies (Gilead and Kite, Autolus, Legend Biotech). This tool belongs to none of them and is not "
    "endorsed by CAR T Vision."
)
MEDICAL = "It is for planning and information. Questions about anyone's treatment belong with their care team."

PLAN_LEAD = (
    "Four steps from a local problem to a plan you can take into a meeting: what is wrong, who has to be on board, "
    "what you will do, and how you will see that it worked."
)
PLAN_PRIVACY = (
    "It is kept on the machine that runs this tool, under an address that nobody can guess. Whoever has that address "
    "can change the plan; a link for reading only can be made, too. This browser remembers the addresses of your "
    "plans. Deleting a plan removes it for good. Never write what could identify a patient."
)
SHARED_NOTE = (
    "This is an action plan that somebody shares with you for reading. It was made with an unofficial tool; it is no "
    "document of CAR T Vision."
)

EXAMPLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Patient advocate",
        (
            "Why do so few eligible patients get CAR T-cell therapy?",
            "What can patient organisations do about it?",
        ),
    ),
    (
        "Referring clinician",
        (
            "The patient's own doctor and the big hospital never talk. Is there anything on that?",
            "How can referral become faster?",
        ),
    ),
    (
        "Centre manager",
        (
            "Why does every company audit our centre separately?",
            "What do I have to think about before I write the plan?",
        ),
    ),
    (
        "Payer",
        (
            "What does goal 3 ask for?",
            "Which challenges concern financing?",
        ),
    ),
    (
        "Policymaker",
        (
            "List all recommendations",
            "What are the four steps of the toolkit?",
        ),
    ),
)

STATUS: dict[Status, str] = {
    Status.ANSWERED: "Answered from the sources",
    Status.PARTIAL: "Partly answered from the sources",
    Status.NOT_IN_SOURCES: "Not in the sources",
    Status.MEDICAL: "No personal medical advice",
    Status.OUT_OF_SCOPE: "Outside the subject of this tool",
    Status.NEEDS_DETAIL: "A little more detail, please",
}

# A collection of public sources names this project as its publisher; the texts it renders name theirs.
_PROJECT = "The Vision to Action Assistant project"
OFFICIAL, OURS, PUBLIC, OTHER = "official", "ours", "public", "other"
EDITION: dict[str, str] = {
    OFFICIAL: "Official text",
    OURS: "Our wording",
    PUBLIC: "Public source, not part of CAR T Vision",
    OTHER: "Your own document",
}


def edition_of(document: Document) -> str:
    """One of the keys of EDITION: what a reader must know before trusting a quote."""
    if document.edition == "ours":
        return PUBLIC if document.publisher == _PROJECT else OURS
    return OFFICIAL if document.edition == "official" else OTHER


CAN = (
    "Find what the texts say on awareness, capacity and financing, and quote the passage behind every sentence.",
    "Give lists in full: all recommendations of a goal, all questions of a step, all parts of a plan.",
    "Say so when the sources have no answer, instead of guessing.",
    "Understand questions in five languages. The sources, and so the quotes, are in English; where a language model is "
    "asked, it puts a translation beside them.",
)
CANNOT = (
    "Advise on anyone's treatment, or say which hospital or product to choose.",
    "Quote the Blueprint: its text is not among the sources, unless the person who runs this tool has added a copy.",
    "Know today's numbers, prices or rules in a country. Public cases carry their own date.",
    "Be right every time. Open the numbered sources before you rely on an answer.",
)

"""A small made-up handbook with units, for tests that must not depend on the official texts."""

from __future__ import annotations

from assistant.domain import Locator, Unit

GOALS = "What the club wants"
HURDLES = "What stands in the way"
QUESTIONS = "Questions before you start"
CREW = "Repair crew"

TEXT = f"""Bicycle Repair Handbook

May 2024

The handbook helps villages to open a workshop where neighbours mend bicycles together. It was written by volunteers.2

1

Find a room

2

Gather tools

3

Open the doors

{GOALS}

- Children learn to mend a flat tyre by themselves before they are ten
- Every village keeps a stock of spare parts that anybody may use
- Old bicycles are collected and given a second life

{HURDLES}

- Few volunteers know how to true a wheel
- Rooms are cold in winter

- Spare parts are expensive
- Insurance is hard to obtain for public workshops
- Noise upsets the neighbours

1

Find a room

2

Gather tools

3

Open the doors

{QUESTIONS}

Theme\tQuestions
Room\t<ul style="x">• Is the room dry and lockable?• Who holds the key?
Tools\t<ul>• Which tools can be borrowed?• Where are they stored at night?

{CREW}

The crew meets on Thursdays and is made up of people from three villages.



Dr Ada Lind – Chair
Village of Norrby



Karl Holm
Wheelwright, village of Söderby



Mia Berg
Retired teacher and cyclist

References

1 Lind A. Wheels for all. 2019. https://example.org/wheels
2 Holm K. Spokes and people. Norrby Press. 2021.
3 Berg M. A short history of the bell. 2022. doi:10.1000/bell
"""


def unit(unit_id: str, title: str, text: str, heading: str, **place: object) -> Unit:
    """A unit of the handbook."""
    item = place.pop("item", None)
    locator = Locator("handbook", heading, item if isinstance(item, int) else None)
    return Unit(unit_id, str(place.pop("kind", "statement")), "handbook", title, text, locator, **place)  # type: ignore[arg-type]


def _group(name: str, kind: str, heading: str, wordings: list[tuple[str, str]], first: int = 1) -> list[Unit]:
    size = len(wordings)
    return [
        unit(f"{name}.{n}", title, text, heading, kind=kind, group=name, order=n, size=size, item=first + n - 1)
        for n, (title, text) in enumerate(wordings, 1)
    ]


UNITS = [
    *_group(
        "goal",
        "goal",
        GOALS,
        [
            ("Children can mend a tyre", "Kids should be able to repair flat tyres on their own by the age of ten."),
            ("A stock of parts", "There is a shared store of spare parts in each village, open to everybody."),
            ("A second life for old bikes", "Bicycles nobody rides any longer are gathered and put to use again."),
        ],
    ),
    *_group(
        "skill",
        "hurdle",
        HURDLES,
        [
            ("Wheel skills are rare", "Hardly any volunteer has learned to true wheels."),
            ("Cold rooms", "In the winter months the rooms are too cold."),
        ],
    ),
    *_group(
        "means",
        "hurdle",
        HURDLES,
        [
            ("Parts cost much", "Buying spare parts is expensive for a club."),
            ("Insurance", "Public workshops hardly find an insurance."),
            ("Noise", "The people next door complain of noise."),
        ],
        first=3,
    ),
    *_group(
        "room",
        "question",
        f"{QUESTIONS} > Room",
        [("A dry room", "Can the room be locked, and is it dry?"), ("The key", "Which person keeps the key?")],
    ),
    *_group(
        "crew",
        "member",
        CREW,
        [
            ("Ada Lind", "Dr Ada Lind chairs the crew; she is from Norrby."),
            ("Karl Holm", "Karl Holm is a wheelwright in Söderby."),
            ("Mia Berg", "Mia Berg used to teach and rides a lot."),
        ],
    ),
    unit("about", "What the handbook is for", "It helps a village open a workshop for mending bicycles.", "Handbook"),
    unit("absent", "Prices of electric scooters", "Electric scooters cost more than mopeds in Denmark.", "Scooters"),
]

# The words by which the right span is known.
EXPECTED = {
    "goal.1": "flat tyre",
    "goal.2": "stock of spare parts",
    "goal.3": "second life",
    "skill.1": "true a wheel",
    "skill.2": "cold in winter",
    "means.1": "are expensive",
    "means.2": "Insurance is hard",
    "means.3": "Noise upsets",
    "room.1": "dry and lockable",
    "room.2": "holds the key",
    "crew.1": "Ada Lind",
    "crew.2": "Karl Holm",
    "crew.3": "Mia Berg",
    "about": "helps villages to open a workshop",
}
HEADINGS = ("Bicycle Repair Handbook", GOALS, HURDLES, QUESTIONS, CREW, "References")

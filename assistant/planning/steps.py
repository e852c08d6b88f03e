"""The four steps as data: which units of the registry are asked, in which order, and in which plain words of ours.

The questions themselves are the corpus's units; a unit that has no words here is asked by its title.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain import Unit
from assistant.labels import title
from assistant.registry import Registry


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the toolkit: its unit, the groups whose members it asks, and what is said when it begins."""

    number: int
    groups: tuple[str, ...]
    intro: str

    @property
    def unit(self) -> str:
        """The unit that states the step."""
        return f"step.{self.number}"


STEPS = (
    Step(
        1,
        ("step.1.ask", "step.1.apply"),
        "First we pin down what keeps people from CAR T-cell therapy where you are, then which recommendations help.",
    ),
    Step(
        2,
        ("stakeholders", "step.2.consider"),
        "Now the people: who has to be on board, how much they care, and how much they can move.",
    ),
    Step(
        3,
        ("components",),
        "Now what will be done. Your answers become a row of the action plan, one activity after the other.",
    ),
    Step(
        4,
        ("evaluation",),
        "Last, how you will see that it worked. The Blueprint's own indicators are not in the sources here, so these "
        "are measures of your own: count what you do (outputs), not what happens to patients later.",
    ),
)
# The column of the evaluation table that is copied from the action row and not asked for.
COPIED = "evaluation.activity"


@dataclass(frozen=True, slots=True)
class Words:
    """A question in plain words, an example of an answer, and who could know where the user does not."""

    ask: str
    example: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask next. `key` is what an answer or a skip is kept under; `about` names a row that it is asked for."""

    key: str
    unit: str
    step: int
    ask: str
    example: str = ""
    who: str = ""
    about: str | None = None


_TEAM = "the people who will carry the activity out"
_CENTRE = "the coordinator of the nearest treating centre"
WORDS: dict[str, Words] = {
    "step.1.ask.what.1": Words(
        "What is the main thing that keeps people from CAR T-cell therapy where you are?",
        "Community clinics refer patients too late.",
        _CENTRE,
    ),
    "step.1.ask.what.2": Words(
        "Where does that come from: too little knowledge, too little capacity, money, something else?",
        "Most doctors have never referred anybody and do not know the criteria.",
        "doctors who refer, and the treating centre",
    ),
    "step.1.ask.who.1": Words(
        "Who is affected, and is anybody hit harder than others?",
        "Older people who live more than two hours away.",
        "patient organisations and the social service of the hospital",
    ),
    "step.1.ask.who.2": Words(
        "Who is already working on it?",
        "The regional lymphoma charity and one haematologist at the university hospital.",
        "patient organisations and the professional society",
    ),
    "step.1.ask.where.1": Words(
        "Where is the problem greatest: which region, hospital or group of clinics?",
        "The two rural counties in the north.",
        "the health authority or the registry",
    ),
    "step.1.ask.where.2": Words(
        "Where do things already go better, and what is still missing there?",
        "One clinic phones the centre every week; the others have no contact person.",
        _CENTRE,
    ),
    "step.1.ask.why.1": Words(
        "Why does it happen? What lies behind it?",
        "There is no agreed pathway and nobody has time to coordinate.",
        "the doctors and nurses on both sides of a referral",
    ),
    "step.1.ask.why.2": Words(
        "Why has nobody solved it so far?",
        "Nobody was in charge, and an earlier meeting led to nothing.",
        "whoever tried it before",
    ),
    "step.1.apply.assess": Words(
        "Which figures do you have, or could you get, that show how big the problem is?",
        "Twelve referrals last year, where the centre expected thirty.",
        "the hospital's controlling department or the national registry",
    ),
    "step.1.apply.explore": Words(
        "Which challenges and recommendations fit? Accept or reject the suggestions, or name others by number.",
        "2.2 and challenge 1.1",
    ),
    "step.1.apply.consider": Words(
        "Which of them can you really do, with your people, rules and partners? Say it by number or in your words.",
        "2.2 is within reach this year; the tariff is not ours to change.",
        "your partners and your management",
    ),
    "step.1.apply.learn": Words(
        "Do you know a place that solved this, which you could learn from? You can ask me for cases, too.",
        "The neighbouring region has a shared tumour board.",
        "the professional society or a patient network",
    ),
    "stakeholder.1": Words(
        "Which doctors, nurses or professional societies should be on board? Names of organisations, with commas.",
        "Regional hospital, Society of Haematology",
        _CENTRE,
    ),
    "stakeholder.2": Words(
        "Which policymakers or authorities?",
        "Regional health ministry",
        "the public affairs office of a hospital or charity",
    ),
    "stakeholder.3": Words("Which patient organisations?", "Lymphoma support group", "a national patient umbrella"),
    "stakeholder.4": Words("Which industry bodies?", "Association of manufacturers", "the hospital pharmacy"),
    "stakeholder.5": Words(
        "Who else: payers, HTA bodies, registries, media?", "The sickness fund, the registry", "your management"
    ),
    "step.2.consider.1": Words(
        "Who of them matters most for this problem, and why?",
        "The regional hospital, because it decides who is assessed.",
        "your partners",
    ),
    "step.2.consider.2": Words(
        "Whose view would be missing? Think of carers, rural practices, minorities.",
        "Nobody speaks for the family doctors yet.",
        "patient organisations",
    ),
    "step.2.consider.3": Words(
        "For each of them: how much do they care about this (interest), and how much can they change (influence)? "
        "Say low, medium or high.",
        "Regional hospital: high interest, high influence; Ministry: not very interested, a lot of influence",
        "somebody who has worked with them",
    ),
    "component.activity.1": Words(
        "What would bring these people together to act?", "The yearly network meeting of the hospitals.", _TEAM
    ),
    "component.activity.2": Words(
        "What will you do? One activity, in one sentence; more can follow.",
        "Agree a one-page referral pathway with the regional hospital.",
        _TEAM,
    ),
    "component.timeline.1": Words("When does it take place?", "Draft in February, meeting in March.", _TEAM),
    "component.timeline.2": Words("How long does it go on?", "Six months from May.", _TEAM),
    "component.timeline.3": Words("Are there phases, or a pilot first?", "A pilot with two clinics, then all.", _TEAM),
    "component.resources.1": Words(
        "What does it need, and what do you have: money, people, rooms?",
        "12,000 euros and a part-time nurse.",
        "the treasurer or the finance department",
    ),
    "component.resources.2": Words(
        "Does your team have the skills for it? What is missing?", "Nobody of us has negotiated with a payer.", _TEAM
    ),
    "component.resources.3": Words("What has to be written or produced?", "A one-page leaflet and six slides.", _TEAM),
    "component.resources.4": Words(
        "Where does it take place: which towns, clinics, rooms or platforms?",
        "Online, and one visit to each clinic.",
        _TEAM,
    ),
    "component.resources.5": Words(
        "How can what is missing be found?",
        "A grant of the regional health fund.",
        "foundations and the finance department",
    ),
    "component.stakeholders.1": Words(
        "Whom above all should it reach, and where are they?",
        "Haematologists of the community clinics.",
        "patient organisations and clinics",
    ),
    "component.stakeholders.2": Words(
        "Who does the work, and who does what?", "Our nurse coordinates; the hospital names a contact.", _TEAM
    ),
    "component.stakeholders.3": Words("Who could open doors?", "The head of the hospital's cancer centre.", _TEAM),
    "component.risk.1": Words("What could get in the way?", "The clinics are too busy to come.", _TEAM),
    "component.risk.2": Words(
        "What will you do against that?", "Use twenty minutes of a meeting that takes place anyway.", _TEAM
    ),
    "evaluation.indicator": Words(
        "What will you count to see that it is being done?", "Share of clinics that use the pathway at month 6.", _TEAM
    ),
    "evaluation.evidence": Words("Which records will show it?", "The referral log that the nurse keeps.", _TEAM),
}


def step_of(number: int) -> Step:
    """The step of that number."""
    return STEPS[number - 1]


def units_of(step: Step, registry: Registry) -> tuple[Unit, ...]:
    """The units that a step asks, in the toolkit's order."""
    return tuple(unit for group in step.groups for unit in _asked(group, registry) if unit.id != COPIED)


def _asked(group: str, registry: Registry) -> Iterator[Unit]:
    """Members in order; one that has members of its own stands for them."""
    for unit in registry.members(group):
        if registry.members(unit.id):
            yield from _asked(unit.id, registry)
        else:
            yield unit


def question(unit: Unit, step: int, about: str | None = None, what: str = "") -> Question:
    """The unit as a question; `about` is the id of the row that it is asked for, and `what` names that row."""
    words = WORDS.get(unit.id) or Words(title(unit))
    key = f"{unit.id}:{about}" if about else unit.id
    return Question(key, unit.id, step, what + words.ask, words.example, words.who, about)

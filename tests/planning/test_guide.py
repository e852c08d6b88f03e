"""The guided chat: what is asked next, and what people's messages do to the plan. The corpus is the real one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.domain import Answer, Stamp, Status
from assistant.errors import IndexMissing
from assistant.planning import verbs
from assistant.planning.beside import beside
from assistant.planning.conversation import Guide
from assistant.planning.events import change
from assistant.planning.guide import next_question, questions
from assistant.planning.levels import levels_said
from assistant.planning.matching import Fit, Match
from assistant.planning.messages import Intent, read_message
from assistant.planning.patterns import patterns_from_json
from assistant.planning.plan import ActionRow, Cell, Choice, Level, Origin, Plan, Stakeholder
from assistant.planning.planner import Planner
from assistant.planning.scenario import Scenario
from assistant.planning.steps import STEPS, WORDS, units_of
from assistant.planning.suggestions import Advice
from assistant.planning.talk import Reply, Talk
from assistant.planning.told import told
from assistant.registry import Registry
from ingest.corpus import load_corpus
from tests.conftest import FakePlanStore

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
ANSWER = Answer("a", "?", Status.ANSWERED, "Because.", (), (), (), Stamp("f"))
PATTERN = {
    "recommendation": "rec.2.2",
    "cues": {"en": ["referral pathway"]},
    "patterns": [
        {
            "id": "pattern.2.2.test",
            "scale": "small",
            "title": "A one-page pathway",
            "roles": [],
            "keywords": ["clinic"],
            "activity": "Agree a one-page pathway",
            "phases": {"prepare": "draft it", "meet": "agree it", "run": "use it", "review": "look at it"},
            "audience": "referring doctors",
            "setting": "clinics in {place: your area}",
            "needs": ["two hours a month of a doctor"],
            "groups": ["stakeholder.1"],
            "organisations": ["the treating centre"],
            "risks": [{"risk": "clinics are busy", "mitigation": "take twenty minutes"}],
            "indicators": [{"measure": "Share of clinics at month 6", "evidence": "referral log"}],
            "ask": [],
        }
    ],
}


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_corpus(CORPUS).registry


class FakeMatching:
    """Finds what it was told to find, with the first sentence as the reason."""

    def __init__(self, registry: Registry, *units: str) -> None:
        self.registry, self.units = registry, units
        self.patterns = patterns_from_json([PATTERN])

    def match(self, scenario: Scenario) -> Match:
        found = [self.registry.get(unit) for unit in self.units]
        fits = [Fit(unit, 1.0, scenario.said[0]) for unit in found if unit]
        kinds = {kind: tuple(fit for fit in fits if fit.unit.kind == kind) for kind in ("recommendation", "challenge")}
        return Match(kinds["recommendation"], kinds["challenge"], 0.5, {})


class Chat:
    """One conversation; remembers what Ask was asked."""

    def __init__(self, registry: Registry) -> None:
        self.planner = Planner(FakePlanStore(), lambda: datetime(2027, 1, 1, 12, tzinfo=UTC))
        self.plan_id = self.planner.new("A plan").plan.id
        self.asked: list[str] = []
        self.matching = FakeMatching(registry)
        self.guide = Guide(self.planner, registry, self._ask, lambda: Advice(self.matching, lambda _: "en"))
        self.reply = self.guide.start(self.plan_id)

    def _ask(self, question: str) -> Answer:
        self.asked.append(question)
        return ANSWER

    def __call__(self, *texts: str) -> Reply:
        for text in texts:
            self.reply = self.guide.hear(self.plan_id, text, self.reply.talk)
        return self.reply

    @property
    def plan(self) -> Plan:
        return self.planner.open(self.plan_id).plan

    @property
    def unit(self) -> str:
        """The unit on the table."""
        return self.reply.question.unit if self.reply.question else ""

    def said(self, unit: str) -> str:
        return self.plan.answers.get(unit, Cell()).text


@pytest.fixture
def chat(registry: Registry) -> Chat:
    return Chat(registry)


def test_every_unit_that_is_asked_has_plain_words_with_an_example(registry: Registry) -> None:
    units = [unit.id for step in STEPS for unit in units_of(step, registry)]
    assert sorted(WORDS) == sorted(units)
    assert [unit for unit in units if not WORDS[unit].example] == []


def test_the_steps_ask_all_units_of_their_groups_in_the_toolkits_order(registry: Registry) -> None:
    asked = [[unit.id for unit in units_of(step, registry)] for step in STEPS]
    assert [len(units) for units in asked] == [12, 8, 15, 2]
    assert asked[0][:3] == ["step.1.ask.what.1", "step.1.ask.what.2", "step.1.ask.who.1"]


def test_an_empty_plan_is_asked_for_the_problem_and_asking_changes_nothing(registry: Registry) -> None:
    plan = Plan("p")
    first = next_question(plan, registry)
    assert first is not None
    assert first.unit == "step.1.ask.what.1"
    assert next_question(plan, registry) == first
    assert plan == Plan("p")


def test_questions_about_a_row_are_asked_for_each_row_and_name_it(registry: Registry) -> None:
    plan = Plan("p", rows=(ActionRow("r1", Cell("Meet the payer")), ActionRow("r2", Cell("Train nurses"))))
    about = [q for q in questions(plan, registry) if q.unit == "evaluation.indicator"]
    assert [q.about for q in about] == ["r1", "r2"]
    assert about[1].ask.startswith("On “Train nurses”: ")
    assert len({q.key for q in questions(plan, registry)}) == len(list(questions(plan, registry)))


def test_a_drafted_row_is_asked_only_for_what_is_empty_in_it(registry: Registry) -> None:
    full = Cell("x", Origin.DRAFT)
    plan = Plan("p", rows=(ActionRow("r1", full, full, full, full),), answers={"component.activity.1": Cell("y")})
    question = next_question(plan, registry, step=3)
    assert question is not None
    assert (question.unit, question.about) == ("component.risk.1", "r1")


def test_an_answer_is_the_users_own_words_and_leads_to_the_next_question(chat: Chat) -> None:
    chat("Clinics refer too late.")
    assert chat.plan.answers == {"step.1.ask.what.1": Cell("Clinics refer too late.", Origin.USER)}
    assert chat.unit == "step.1.ask.what.2"


def test_several_answers_fit_into_one_message(chat: Chat) -> None:
    reply = chat("Clinics refer too late. Older people are hit hardest. Because nobody has time to coordinate.")
    assert chat.said("step.1.ask.what.1") == "Clinics refer too late."
    assert chat.said("step.1.ask.who.1") == "Older people are hit hardest."
    assert chat.said("step.1.ask.why.1") == "Because nobody has time to coordinate."
    assert sum(line.startswith("Noted under") for line in reply.said) == 2


def test_labels_say_where_answers_belong(chat: Chat) -> None:
    chat("what: late referral, where: two counties, why: no time")
    assert [chat.said(f"step.1.ask.{end}") for end in ("what.1", "where.1", "why.1")] == [
        "late referral",
        "two counties",
        "no time",
    ]


def test_a_label_for_a_row_that_is_not_there_is_said_back_and_kept_nowhere(chat: Chat) -> None:
    reply = chat("evidence: the log")
    assert "could not place “the log”" in reply.said[0]
    assert chat.plan.answers == {}


def test_skipping_goes_on_and_back_returns(chat: Chat) -> None:
    chat("Late referral", "skip")
    assert chat.unit == "step.1.ask.who.1"
    reply = chat("back", "back")
    assert chat.unit == "step.1.ask.what.1"
    assert "You said: Late referral" in reply.said
    chat("Very late referral")
    assert chat.said("step.1.ask.what.1") == "Very late referral"
    assert chat.unit == "step.1.ask.who.1"


def test_back_on_the_first_question_says_so(chat: Chat) -> None:
    assert chat("back").said == ("This is the first question.",)
    assert chat.unit == "step.1.ask.what.1"


@pytest.mark.parametrize("text", ["step 3", "Go to step 3.", "jump to step 3", "Schritt 3"])
def test_a_step_can_be_jumped_to(chat: Chat, text: str) -> None:
    chat(text)
    assert chat.unit == "component.activity.1"
    assert chat.reply.said[0].startswith("Step 3 of 4.")


@pytest.mark.parametrize("text", ["I don't know", "no idea.", "We are not sure yet", "keine Ahnung", "unclear", "idk"])
def test_not_knowing_becomes_an_open_question_with_a_hint_at_who_could_know(chat: Chat, text: str) -> None:
    chat(text)
    (question,) = chat.plan.questions
    assert question.about == "step.1.ask.what.1"
    assert question.hint == "Ask the coordinator of the nearest treating centre."
    assert chat.plan.answers == {}
    assert chat.unit == "step.1.ask.what.2"


def test_whom_the_user_would_ask_is_kept_with_the_open_question(chat: Chat) -> None:
    chat("I don't know, ask Dr Keller's office")
    assert chat.plan.questions[0].hint == "You wrote: ask Dr Keller's office"


def test_answering_an_open_question_later_closes_it(chat: Chat) -> None:
    chat("I don't know", "what: late referral")
    assert chat.plan.questions[0].status == "answered"
    assert chat.plan.questions[0].answer == "late referral"


@pytest.mark.parametrize("text", ["Unclear roles between hospitals", "No se deriva a tiempo", "what they lack is time"])
def test_an_answer_that_begins_like_a_command_is_an_answer(chat: Chat, text: str) -> None:
    chat(text)
    assert chat.said("step.1.ask.what.1") == text


def test_a_question_in_between_is_answered_and_then_asked_again(chat: Chat) -> None:
    reply = chat("Who pays for the hospital stay?")
    assert (reply.answer, chat.asked) == (ANSWER, ["Who pays for the hospital stay?"])
    assert chat.unit == "step.1.ask.what.1"
    assert chat.plan.answers == {}


def test_an_answer_with_a_question_behind_it_is_both(chat: Chat) -> None:
    reply = chat("Clinics refer late. Which recommendation is about that?")
    assert chat.said("step.1.ask.what.1") == "Clinics refer late."
    assert chat.asked == ["Which recommendation is about that?"]
    assert reply.answer == ANSWER


def test_the_toolkits_words_explain_a_question(chat: Chat, registry: Registry) -> None:
    unit = registry.get("step.1.ask.what.1")
    assert unit is not None
    assert unit.text in chat("what do you mean?").said[0]
    assert chat.asked == []


def test_the_last_answer_can_be_corrected(chat: Chat) -> None:
    chat("Late referral", "Actually, no referral at all")
    assert chat.said("step.1.ask.what.1") == "no referral at all"
    assert chat.unit == "step.1.ask.what.2"


def test_what_a_correction_changed_is_told_by_the_question_and_not_by_its_id(chat: Chat) -> None:
    reply = chat("Clinics in Galicia refer late", "not Galicia but Asturias")
    assert any(line.startswith("Answer to “What is the main access problem?”: ") for line in reply.said)
    assert not any("step.1" in line for line in reply.said)
    assert "“What is the main access problem?”" in " ".join(chat("undo", "undo").said)
    chat.planner.change(chat.plan_id, verbs.choose("rec.2.2"))
    assert chat("undo").said[0] == "Recommendation 2.2 taken out"


def test_not_x_but_y_is_corrected_wherever_x_was_said(chat: Chat) -> None:
    chat("Clinics in Galicia refer late", "not Galicia but Asturias")
    assert chat.said("step.1.ask.what.1") == "Clinics in Asturias refer late"
    chat("It is not money but knowledge")  # nothing said "money": an answer
    assert chat.said("step.1.ask.what.2") == "It is not money but knowledge"


@pytest.mark.parametrize("text", ["change the place to Asturias", "Actually, where: Asturias", "place: Asturias"])
def test_an_earlier_answer_can_be_named_and_corrected(chat: Chat, text: str) -> None:
    chat("where: Galicia", "Late referral", text)
    assert chat.said("step.1.ask.where.1") == "Asturias"
    assert chat.said("step.1.ask.what.1") == "Late referral"


def test_a_message_can_be_undone_and_redone(chat: Chat) -> None:
    chat("Late referral", "undo")
    assert (chat.plan.answers, chat.unit) == ({}, "step.1.ask.what.1")
    chat("redo")
    assert chat.said("step.1.ask.what.1") == "Late referral"
    assert chat("undo", "undo", "undo").said == ("There is nothing to undo.",)


def test_what_fits_is_suggested_once_with_the_users_words_and_chosen_by_number(chat: Chat) -> None:
    chat.matching.units = ("rec.2.2", "challenge.2.2")
    chat("Late referral", "step 1", *["skip"] * 8)
    assert chat.unit == "step.1.apply.explore"
    assert chat.reply.fresh
    assert [proposal.who for proposal in chat.plan.proposals] == ["assistant"] * 2
    assert chat.plan.proposals[0].reason.startswith("You wrote: “Late referral” Recommendation 2.2 is about this.")
    chat("accept 1")
    assert [choice.unit for choice in chat.plan.recommendations] == ["rec.2.2"]
    assert chat.plan.recommendations[0].reason.origin is Origin.DRAFT
    chat("reject all")
    assert (chat.plan.challenges, chat.plan.proposals) == ((), ())
    assert chat.unit == "step.1.apply.consider"


def test_what_is_within_reach_is_taken_up_and_kept_as_said(chat: Chat) -> None:
    chat(*["skip"] * 9, "2.2", "1.1 and 2.2 are within reach")
    assert [choice.unit for choice in chat.plan.recommendations] == ["rec.2.2", "rec.1.1"]
    assert chat.said("step.1.apply.consider") == "1.1 and 2.2 are within reach"


def test_a_suggestion_can_be_accepted_with_other_words_and_the_rest_rejected(chat: Chat) -> None:
    chat.matching.units = ("rec.2.2", "challenge.2.2")
    chat("Late referral", *["skip"] * 8)
    reply = chat("edit 1: because the clinics ask for it")
    assert reply.said[0].startswith("Accepted, with your words: take up Recommendation 2.2: ")
    assert chat.plan.recommendations[0].reason == Cell("because the clinics ask for it", Origin.USER)
    chat("step 3")
    number = len(chat.plan.proposals)
    chat(f"accept {number} but change the risk to A deputy is named")
    (row,) = chat.plan.rows
    assert (row.risk, row.activity.origin) == (Cell("A deputy is named", Origin.USER), Origin.DRAFT)
    chat("reject 9")
    assert chat.reply.said[0].startswith("There is no suggestion number 9")


def test_a_fact_that_is_corrected_is_corrected_in_drafted_rows_too(chat: Chat) -> None:
    chat("Clinics in Asturias refer late. We have 12,000 euros.")
    chat.planner.change(chat.plan_id, verbs.choose("rec.2.2"))
    chat("step 3", "accept", "Actually, the budget is 9,000 euros")
    assert "9,000 euros" in chat.plan.rows[0].resources.text
    assert "12,000" not in chat.plan.rows[0].resources.text
    assert chat.plan.facts["budget"] == ("9,000 euros",)
    assert any("12,000 euros" in line and "9,000 euros" in line for line in chat.reply.said)
    chat("what: Clinics in Galicia refer late. We have 9,000 euros.")
    assert "Galicia" in chat.plan.rows[0].audience.text
    assert "Asturias" not in chat.plan.rows[0].audience.text
    assert chat.plan.rows[0].audience.origin is Origin.DRAFT


@pytest.mark.parametrize(
    "text", ["title: Earlier referral", "Call the plan Earlier referral", "The title is Earlier referral."]
)
def test_the_plan_can_be_given_a_title(chat: Chat, text: str) -> None:
    chat(text)
    assert chat.plan.title == "Earlier referral"
    assert chat.unit == "step.1.ask.what.1"


def test_a_row_is_drafted_for_one_chosen_recommendation_at_a_time_and_waits(chat: Chat) -> None:
    chat("Clinics in Asturias refer late")
    for unit in ("rec.2.2", "rec.1.1"):  # nothing is known to do about 1.1
        chat.planner.change(chat.plan_id, verbs.choose(unit))
    chat("step 3")
    (proposal,) = chat.plan.proposals
    assert proposal.data["item"]["recommendations"] == ["rec.2.2"]
    assert "Asturias" in proposal.data["item"]["audience"]["text"]
    assert proposal.data["item"]["activity"]["origin"] == "draft"
    assert "pattern.2.2.test" in proposal.data["item"]["activity"]["cites"]
    chat("accept")
    assert (len(chat.plan.rows), chat.plan.proposals) == (1, ())


def test_a_rejected_row_is_not_suggested_again(chat: Chat) -> None:
    chat("Clinics refer late")
    chat.planner.change(chat.plan_id, verbs.choose("rec.2.2"))
    chat("step 3", "reject all", "undo", "redo", "skip", "step 3")
    assert (chat.plan.rows, chat.plan.proposals) == ((), ())


def test_indicators_of_a_drafted_row_are_suggested_with_their_evidence(chat: Chat) -> None:
    chat("Clinics refer late")
    chat.planner.change(chat.plan_id, verbs.choose("rec.2.2"))
    chat("step 3", "accept", "step 4", "accept")
    (measure,) = chat.plan.indicators
    assert (measure.row, measure.goal) == (chat.plan.rows[0].id, 2)
    assert (measure.indicator.text, measure.evidence.text) == ("Share of clinics at month 6", "Referral log")


def test_there_is_nothing_to_measure_before_there_is_an_activity(chat: Chat) -> None:
    assert "none yet" in chat("step 4").said[0]
    assert chat.unit == "step.1.ask.what.1"


def test_facts_are_picked_up_in_the_users_words_and_follow_a_correction(chat: Chat) -> None:
    chat("Clinics in Asturias refer late. We have 12,000 euros and a part-time nurse.")
    assert chat.plan.facts["budget"] == ("12,000 euros",)
    assert chat.plan.facts["place"] == ("Asturias",)
    assert chat.plan.facts["staff"] == ("a part-time nurse",)
    chat("Actually, clinics in Galicia refer late. We have 12,000 euros.")
    assert (chat.plan.facts["place"], "staff" in chat.plan.facts) == (("Galicia",), False)
    chat("not 12,000 euros but 9,000 euros")
    assert chat.plan.facts["budget"] == ("9,000 euros",)


@pytest.mark.parametrize(
    "text", ["Our patient Maria Lopez, born 3 May 1961, was refused", "I don't know, MRN 12345678"]
)
def test_what_could_identify_a_patient_is_neither_kept_nor_repeated_nor_passed_on(chat: Chat, text: str) -> None:
    reply = chat(f"{text}. Is that right?")
    assert "could identify a patient" in reply.said[0]
    assert not any(name in line for line in reply.said for name in ("Lopez", "1961", "12345678"))
    assert (chat.planner.open(chat.plan_id).version, chat.asked) == (1, [])


def test_units_can_be_chosen_by_their_number_in_words(chat: Chat) -> None:
    chat(*["skip"] * 9)
    chat("2.2 and challenge 1.1")
    assert [choice.unit for choice in chat.plan.recommendations] == ["rec.2.2"]
    assert [choice.unit for choice in chat.plan.challenges] == ["challenge.1.1"]


def test_a_number_that_no_suggestion_has_changes_nothing(chat: Chat) -> None:
    assert chat("accept 7").said == ("There is no suggestion waiting.",)
    for text in ("reject all", "edit 1: something else"):
        assert chat(text).said == ("There is no suggestion waiting.",)
    assert chat.plan.answers == {}


def test_an_index_that_cannot_be_searched_leaves_the_questions_going_on(registry: Registry) -> None:
    chat = Chat(registry)

    def fail() -> Advice:
        raise IndexMissing("Run v2a ingest.")

    chat.guide = Guide(chat.planner, registry, chat.guide.ask, fail)
    assert "Run v2a ingest." in chat("Late referral", *["skip"] * 8).said
    assert chat.unit == "step.1.apply.explore"


def test_organisations_become_stakeholders_of_the_group_that_was_asked_for(chat: Chat) -> None:
    chat("step 2", "Regional hospital, Society of Haematology and Transfusion")
    names = [(s.group, s.organisation.text) for s in chat.plan.stakeholders]
    assert names == [
        ("stakeholder.1", "Regional hospital"),
        ("stakeholder.1", "Society of Haematology and Transfusion"),
    ]
    assert chat.unit == "stakeholder.2"


@pytest.mark.parametrize("text", ["none", "Nobody yet.", "no"])
def test_nobody_is_not_taken_for_an_organisation(chat: Chat, text: str) -> None:
    chat("step 2", text)
    assert (chat.plan.stakeholders, chat.plan.skipped, chat.unit) == ((), ("stakeholder.1",), "stakeholder.2")


def test_interest_and_influence_reach_the_stakeholders_that_are_named(chat: Chat) -> None:
    who = [
        Stakeholder(f"s{n}", "stakeholder.1", Cell(name)) for n, name in enumerate(("Regional hospital", "Ministry"))
    ]
    chat.planner.change(chat.plan_id, *map(verbs.add, who))
    chat("step 2", *["skip"] * 6)
    assert chat.unit == "step.2.consider.3"
    chat("Regional hospital: high influence, medium interest")
    assert (chat.plan.stakeholders[0].interest, chat.plan.stakeholders[0].influence) == (Level.MEDIUM, Level.HIGH)
    assert chat.unit == "step.2.consider.3"  # the ministry is not settled yet
    chat("Ministry: low, high")
    assert (chat.plan.stakeholders[1].interest, chat.plan.stakeholders[1].influence) == (Level.LOW, Level.HIGH)
    assert chat.unit == "component.activity.1"


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("The hospital is very interested but has little power", [("high", "low"), (None, None)]),
        ("Hospital: keen, not much influence; ministry: not very interested, a lot of influence", "high low low high"),
        ("The ministry has no say, the hospital a lot of influence", [(None, "high"), (None, "low")]),
        ("Both are quite interested", [("medium", None), ("medium", None)]),
        ("Hospital: interest high, influence medium", [("high", "medium"), (None, None)]),
        ("Hospital: high, high; the rest: low interest, low influence", [("high", "high"), ("low", "low")]),
        ("The hospital isn't interested; the ministry doesn’t have much power", [("low", None), (None, "low")]),
        ("The ministry has not got a lot of say but is keen", [(None, None), ("high", "low")]),
        ("The hospital has high interest and influence", [("high", "high"), (None, None)]),
        ("Hospital: high interest and influence low", [("high", "low"), (None, None)]),
    ],
)
def test_interest_and_influence_are_understood_in_plain_words(text: str, levels: object) -> None:
    who = tuple(Stakeholder(n, "stakeholder.1", Cell(f"Regional {n}")) for n in ("hospital", "ministry"))
    plan = Plan("p", stakeholders=who)
    for wanted in levels_said(plan, text):
        plan = change(plan, wanted)
    found = [(s.interest, s.influence) for s in plan.stakeholders]
    if isinstance(levels, str):
        assert " ".join(str(level) for pair in found for level in pair) == levels
    else:
        assert found == levels


def test_those_not_placed_yet_are_named_again(chat: Chat) -> None:
    for n, name in enumerate(("Regional hospital", "Ministry")):
        chat.planner.change(chat.plan_id, verbs.add(Stakeholder(f"s{n}", "stakeholder.1", Cell(name))))
    chat("step 2", *["skip"] * 6)
    assert chat.reply.said[-1] == "On your map, still to be placed: Regional hospital; Ministry."
    chat("Regional hospital: high, high")
    assert chat.reply.said[-1] == "On your map, still to be placed: Ministry. (1 of 2 are done.)"


def test_organisations_told_earlier_are_suggested_as_stakeholders_in_their_group_once(chat: Chat) -> None:
    chat("The university hospital and the sickness fund do not talk. The centre is full.", "step 2")
    waiting = {p.data["item"]["organisation"]["text"]: p for p in chat.plan.proposals}
    assert {name: p.data["item"]["group"] for name, p in waiting.items()} == {
        "The university hospital": "stakeholder.1",
        "the sickness fund": "stakeholder.5",
    }
    assert waiting["the sickness fund"].reason.startswith("You wrote: “The university hospital and the sickness fund")
    assert all(p.data["item"]["organisation"]["origin"] == "user" for p in chat.plan.proposals)
    chat("reject all", "step 2")
    assert chat.plan.proposals == ()


def test_naming_somebody_who_is_suggested_settles_the_suggestion(chat: Chat) -> None:
    chat("The university hospital and the sickness fund do not talk.", "step 2", "University hospital, Red Cross")
    assert [s.organisation.text for s in chat.plan.stakeholders] == ["University hospital", "Red Cross"]
    assert [p.data["item"]["organisation"]["text"] for p in chat.plan.proposals] == ["the sickness fund"]


def test_a_reason_is_no_organisation(chat: Chat) -> None:
    chat("step 2", "The regional hospital, because it decides, and the ministry")
    assert [s.organisation.text for s in chat.plan.stakeholders] == ["The regional hospital", "the ministry"]
    chat("they all matter a lot")
    assert len(chat.plan.stakeholders) == 2
    assert chat.said("stakeholder.2") == "they all matter a lot"


def test_step_2_begins_with_the_groups_that_matter_for_what_was_chosen(registry: Registry) -> None:
    plan = Plan("p", recommendations=(Choice("rec.2.2"), Choice("rec.1.1")))
    patterns = {"rec.2.2": patterns_from_json([PATTERN]).by_recommendation["rec.2.2"]}
    asked = next(q for q in questions(plan, registry) if q.unit == "stakeholder.1")
    told = beside(plan, asked, True, registry, patterns)
    assert told[0].endswith("Clinicians and professional networks (for recommendation 2.2).")
    assert "Industry bodies" in told[1]
    assert told[2] == ("This group matters for recommendation 2.2, for example the treating centre (our suggestion).")
    assert beside(plan, asked, False, registry, patterns) == told[2:]


def test_cases_from_elsewhere_are_told_unasked_with_source_and_what_is_not_known(chat: Chat) -> None:
    for unit in ("rec.2.3", "rec.2.4"):
        chat.planner.change(chat.plan_id, verbs.choose(unit))
    chat(*["skip"] * 10)
    assert chat.unit == "step.1.apply.learn"
    told = [line for line in chat.reply.said if "(for recommendation" in line]
    assert len(told) == 3
    # The one that serves both comes first.
    assert told[0].startswith(
        "Europe: JACIE accreditation counts with manufacturers (for recommendations 2.3 and 2.4)."
    )
    assert "To keep in mind: The number of audits saved is not known." in told[0]
    assert "[public source, not selected by CAR T Vision: GoCART Coalition, 8 March 2022, https://" in told[0]
    assert "published by CAR T Vision as a case study" in told[1]
    assert "not the CAR T Vision's own words" in chat.reply.said[1]
    assert chat.reply.said[-1].endswith("Tell me about the case “US: new centres opened without FACT accreditation”.")


def test_without_a_choice_no_case_is_told(chat: Chat) -> None:
    chat(*["skip"] * 10)
    assert chat.reply.said == ("Skipped.",)


def test_an_activity_becomes_a_row_whose_cells_the_next_answers_fill(chat: Chat) -> None:
    chat("step 3", "The yearly meeting", "Agree a pathway")
    assert chat.plan.rows[0].activity == Cell("Agree a pathway", Origin.USER)
    chat("In March", "skip", "skip", "12,000 euros", "risk: clinics are busy")
    (row,) = chat.plan.rows
    assert row.activity.text == "Agree a pathway\nIn March"
    assert (row.resources.text, row.risk.text) == ("12,000 euros", "clinics are busy")
    chat("change the timeline to April")
    assert chat.plan.rows[0].activity.text == "Agree a pathway\nApril"


def test_times_that_are_told_become_the_days_of_the_row_and_are_said_back(chat: Chat) -> None:
    chat("step 3", "skip", "Agree a pathway")
    assert (chat.plan.rows[0].start, chat.plan.rows[0].end) == (None, None)
    reply = chat("Draft in February, meeting in March")
    assert (chat.plan.rows[0].start, chat.plan.rows[0].end) == ("2027-02-01", "2027-03-31")
    assert "from 1 February 2027 until 31 March 2027" in reply.said[0]
    chat("Six months from May")
    assert (chat.plan.rows[0].start, chat.plan.rows[0].end) == ("2027-02-01", "2027-10-31")
    chat("undo")
    assert (chat.plan.rows[0].start, chat.plan.rows[0].end) == ("2027-02-01", "2027-03-31")


def test_days_follow_a_correction_and_stay_where_the_user_set_them(chat: Chat) -> None:
    chat("step 3", "skip", "Agree a pathway in March 2027")
    row = chat.plan.rows[0]
    assert (row.start, row.end) == ("2027-03-01", "2027-03-31")
    chat("not March but April")
    assert (chat.plan.rows[0].start, chat.plan.rows[0].end) == ("2027-04-01", "2027-04-30")
    chat.planner.change(chat.plan_id, verbs.edit("rows", row.id, "end", "2027-06-15"))
    chat("timeline: from May")
    assert (chat.plan.rows[0].start, chat.plan.rows[0].end) == ("2027-04-01", "2027-06-15")


def test_a_drafted_row_has_the_days_that_the_user_named_and_no_others(chat: Chat) -> None:
    chat("Clinics refer late. We have a meeting in March and want it done by autumn 2027.")
    chat.planner.change(chat.plan_id, verbs.choose("rec.2.2"))
    chat("step 3")
    item = chat.plan.proposals[0].data["item"]
    assert (item["start"], item["end"]) == ("2027-03-01", "2027-11-30")
    chat("accept")
    assert chat.plan.rows[0].start == "2027-03-01"
    other = Chat(chat.guide.registry)
    other("Clinics refer late.")
    other.planner.change(other.plan_id, verbs.choose("rec.2.2"))
    other("step 3")
    assert "start" not in other.plan.proposals[0].data["item"] or other.plan.proposals[0].data["item"]["start"] is None


def test_a_year_that_is_over_is_no_time_of_a_drafted_row(chat: Chat) -> None:
    chat("Clinics refer late. We have figures for 41 cases since 2023.")
    chat.planner.change(chat.plan_id, verbs.choose("rec.2.2"))
    chat("step 3")
    assert "2023" not in chat.plan.proposals[0].data["item"]["activity"]["text"]


def test_those_named_for_the_map_are_no_suggestions_of_it(chat: Chat) -> None:
    chat("step 2", "Federation of social insurers", "skip", "skip")
    assert chat.plan.proposals == ()


def test_a_row_without_a_recommendation_is_offered_those_chosen(chat: Chat) -> None:
    chat.planner.change(chat.plan_id, verbs.choose("rec.2.2"))
    chat("step 3", "skip", "Agree a pathway")
    (proposal,) = chat.plan.proposals
    assert (proposal.kind, proposal.data["value"]) == ("edit", ["rec.2.2"])
    chat("accept")
    assert chat.plan.rows[0].recommendations == ("rec.2.2",)


def test_another_activity_begins_a_row_of_its_own(chat: Chat) -> None:
    chat("step 3", "skip", "Agree a pathway", "another activity", "Train nurses")
    assert [row.activity.text for row in chat.plan.rows] == ["Agree a pathway", "Train nurses"]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("move activity 3 to place 1", "cab"),
        ("Move row 1 to the end.", "bca"),
        ("move activity 3 up", "acb"),
        ("move activity 1 down", "bac"),
        ("move activity 1 to the top", "abc"),
        ("move activity 7 to place 1", "abc"),
        ("move activity 1", "abc"),
        ("move activity 1 up", "abc"),
    ],
)
def test_activities_can_be_put_into_another_order(chat: Chat, text: str, order: str) -> None:
    chat.planner.change(chat.plan_id, *(verbs.add(ActionRow(name, Cell(f"Do {name}"))) for name in "abc"))
    reply = chat(text)
    assert "".join(row.id for row in chat.plan.rows) == order
    assert reply.said
    assert chat.plan.answers == {}


def test_indicators_are_tied_to_their_row_and_goal(chat: Chat) -> None:
    chat.planner.change(chat.plan_id, verbs.add(ActionRow("r1", Cell("Agree a pathway"), recommendations=("rec.2.2",))))
    chat("step 4")
    assert "Blueprint's own indicators are not in the sources" in chat.reply.said[0]
    chat("share of clinics at month 6", "the referral log")
    (measure,) = chat.plan.indicators
    assert (measure.row, measure.goal, measure.activity.text) == ("r1", 2, "Agree a pathway")
    assert (measure.indicator.text, measure.evidence.text) == ("share of clinics at month 6", "the referral log")


def test_a_conversation_goes_on_days_later_without_its_state(chat: Chat) -> None:
    chat("Late referral", "skip")
    again = chat.guide.start(chat.plan_id)
    assert again.question is not None
    assert again.question.unit == "step.1.ask.who.1"
    assert chat.guide.hear(chat.plan_id, "older people", Talk()).plan.answers["step.1.ask.who.1"].text == "older people"


def test_stopping_says_that_all_is_saved(chat: Chat) -> None:
    reply = chat("Late referral", "stop")
    assert reply.ended
    assert reply.said == ("Everything is saved.",)


def test_a_plan_answered_to_the_end_has_nothing_left_to_ask(chat: Chat) -> None:
    for _ in range(60):
        if chat.reply.question is None:
            break
        chat("skip" if chat.unit != "component.activity.2" else "Agree a pathway")
    assert chat.reply.question is None
    assert "Nothing is left to ask" in chat.reply.said[-1]
    assert chat("and now").said[0].startswith("Everything is answered.")


def test_what_cannot_be_kept_is_refused_and_the_plan_stays_as_it_was(chat: Chat) -> None:
    reply = chat("x" * 6000)
    assert "shorten it to 5000" in reply.said[0]
    assert chat.plan.answers == {}


ODD = ["", "   ", "?", "\x00", "\ud800", "{place: x}", "<script>", "=1+1", "accept 99999999999", "to: :", "é" * 500]


@pytest.mark.parametrize("text", ODD)
def test_no_message_breaks_the_conversation(chat: Chat, text: str) -> None:
    chat(text, "step 4", text, "another activity", text)
    assert chat.reply.talk is not None


def test_reading_a_message_says_what_it_is() -> None:
    wanted = {
        "skip": Intent.SKIP,
        "Next question": Intent.SKIP,
        "go back": Intent.BACK,
        "accept 1 and 3": Intent.ACCEPT,
        "reject all": Intent.REJECT,
        "show me the plan": Intent.SHOW,
        "help": Intent.HELP,
        "add another activity": Intent.MORE,
        "save and quit": Intent.STOP,
        "Tell me about recommendation 2.3.": Intent.QUESTION,
        "The next step is a meeting": Intent.ANSWER,
        "Stop referring so late": Intent.ANSWER,
    }
    assert {text: read_message(text).intent for text in wanted} == wanted


def test_numbers_of_recommendations_and_half_sentences_are_no_facts_of_the_setting() -> None:
    said = "2.2 and 1.1 are within reach. In our region it takes six weeks while costs rise."
    stated = {change.data["name"]: change.data["values"] for change in told(Plan("p"), said)}
    assert stated == {"number": ["six weeks"]}


def test_the_last_day_of_the_plan_is_suggested_with_the_first_row_and_once(chat: Chat) -> None:
    chat("Clinics refer late. We have 18 months until December 2027.")
    chat.planner.change(chat.plan_id, verbs.choose("rec.2.2"))
    chat("step 3")
    row, last = chat.plan.proposals
    assert row.data["table"] == "rows"
    assert (last.data["name"], last.data["value"]) == ("end", "2027-12-31")
    assert "We have 18 months until December 2027." in last.reason
    chat("accept 1", "reject all", "skip", "step 3")
    assert chat.plan.end is None
    assert not [proposal for proposal in chat.plan.proposals if proposal.kind == "set"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("I don't know. CAR T is new to the CAR-T unit", "CAR T is new to the CAR-T unit"),
        ("Not sure… CAR T-cells are new here", "CAR T-cells are new here"),
        ("no idea, ask Straße 3", "ask Straße 3"),
        ("I don't know.", ""),
    ],
)
def test_what_follows_not_knowing_is_kept_to_the_letter(text: str, kept: str) -> None:
    message = read_message(text)
    assert (message.intent, message.text) == (Intent.UNKNOWN, kept)


@pytest.mark.parametrize("text", ["rısk: nobody comes", "RİSK: nobody comes", "change the rısk to late"])
def test_a_label_in_letters_of_another_alphabet_is_an_answer(text: str) -> None:
    message = read_message(text)
    assert (message.intent, message.text, message.parts) == (Intent.ANSWER, text, ())


def test_a_yes_answers_the_question_unless_suggestions_were_listed_last(chat: Chat) -> None:
    chat.planner.propose(chat.plan_id, verbs.choose("rec.2.2"))
    chat.reply = chat.guide.go_on(chat.plan_id, chat.reply.talk)
    chat("Clinics refer late")
    chat("yes")
    assert not chat.plan.recommendations
    assert "yes" in [cell.text for cell in chat.plan.answers.values()]
    chat("show", "yes")
    assert [choice.unit for choice in chat.plan.recommendations] == ["rec.2.2"]

"""The rules of the verifier on single sentences, with the fake embedder: they must hold whatever the vectors say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.drivers.embed_onnx import open_onnx_embedder
from assistant.settings import Settings
from assistant.thresholds import CARRIED_FROM
from assistant.verifying.verifier import LONGEST_CLAIM, Verifier, quoted
from tests.conftest import FakeEmbedder

FUND = [
    "In 2022 the Halden fund paid rent for 48 nurses in Norway, and 31% of them stayed longer than 12 months.",
    "The fund may also cover travel from 2027 on.",
    "It does not pay for meals.",
]


@pytest.fixture
def verifier(fake_embedder: FakeEmbedder) -> Verifier:
    return Verifier(fake_embedder)


@pytest.fixture(scope="module")
def real_verifier(real_settings: Settings) -> Verifier:
    return Verifier(open_onnx_embedder(real_settings.model_dir))


@pytest.mark.parametrize(
    "claim",
    [
        "In 2022 the Halden fund paid rent for 48 nurses in Norway, and 31% of them stayed longer than 12 months.",
        "It does not pay for meals.",
        "the fund may also cover travel from 2027 on",
    ],
)
def test_what_the_source_says_is_supported(verifier: Verifier, claim: str) -> None:
    assert verifier.check(claim, FUND).supported


@pytest.mark.real_model
@pytest.mark.parametrize(
    "claim",
    [
        "In 2022 the Halden fund paid rent for 48 Norwegian nurses.",
        "In 2022 the Halden fund paid rent for forty-eight nurses.",
        "The rent of 48 nurses in Norway was paid by the Halden fund in 2022.",
        "Meals are not paid for.",
    ],
)
def test_what_the_source_says_in_other_words_is_supported(real_verifier: Verifier, claim: str) -> None:
    assert real_verifier.check(claim, FUND).supported


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("In 2022 the Halden fund paid rent for 84 nurses in Norway.", "84"),
        ("In 2021 the Halden fund paid rent for 48 nurses in Norway.", "2021"),
        ("In 2022 the Halden fund paid rent for 48 nurses in Sweden.", "Sweden"),
        ("In 2022 the Lindor fund paid rent for 48 nurses in Norway.", "Lindor"),
        ("31 nurses stayed longer than 12 months.", "31"),
        ("Of the 48 nurses, 31% stayed longer than 12 weeks.", "12"),
        ("Of the nurses 31% stayed shorter than 12 months.", "12"),
        ("In 2022 the Halden fund did not pay rent for 48 nurses in Norway.", "opposite"),
        ("It pays for meals.", "opposite"),
        ("The fund will also cover travel from 2027 on.", "less certainty"),
        ("The fund covers travel from 2027 on.", "less certainty"),
        ("In 2022 the Halden fund paid rent for all nurses in Norway.", "all"),
        ("The fund must cover travel from 2027 on.", "must"),
    ],
)
def test_what_says_otherwise_is_refused_with_the_reason(verifier: Verifier, claim: str, reason: str) -> None:
    verdict = verifier.check(claim, FUND)
    assert not verdict.supported
    assert verdict.score < CARRIED_FROM
    assert reason in verdict.reason


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Calder Finance bought Brightmoor Bank.", "Brightmoor Bank bought Calder Finance."),
        ("Trains are slower than buses here.", "Buses are slower than trains here."),
        ("The clinic opened before the school burned down.", "The school burned down before the clinic opened."),
        ("The law was opposed by the union.", "The law follows a wish of the union and was opposed by the chamber."),
        ("Clinics may report monthly instead of quarterly.", "Clinics may report quarterly instead of monthly."),
        ("Visits rose from 22 to 39.", "Visits fell from 39 to 22."),
        ("Sales reached 31, compared with 52 earlier.", "Sales went from 31 to 52."),
        ("Sales stood at 52 in 2018 and at 31 in 2023.", "Sales stood at 31 in 2018 and at 52 in 2023."),
        ("Guests pay more than 12 euros.", "Guests pay no more than 12 euros."),
        ("It takes more effort.", "It takes less effort."),
    ],
)
def test_roles_and_directions_may_not_be_exchanged(verifier: Verifier, claim: str, source: str) -> None:
    assert not verifier.check(claim, [source]).supported


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Calder Finance was bought by Brightmoor Bank.", "Brightmoor Bank bought Calder Finance."),
        ("About two in ten patients get it.", "About 20% of patients get it."),
        ("The WHO approved the vaccine.", "The World Health Organization approved the vaccine."),
        ("Requests were assessed within a day.", "Requests were assessed within 24 hours."),
        ("More than 300 centres joined.", "Over 300 centres joined."),
        ("The repair took a year and a half.", "The repair took eighteen months."),
        ("Guests book a minimum of six weeks ahead.", "Guests book at least six weeks ahead."),
        ("Guests pay no more than 12 euros.", "Guests pay at most 12 euros."),
        ("Sales did not depend on the price.", "The price made no difference to sales."),
        ("The tour is free.", "The tour is given without a fee."),
        ("Losses came to about 40% of the hives.", "Losses came to four of their ten hives."),
        ("They are told before they turn 60.", "They are told before their sixtieth birthday."),
        ("The bus calls every two weeks.", "The bus calls once a fortnight."),
        ("The flow will shrink in the 2030s.", "The flow will shrink in 2035."),
        ("The house was 83% full, up from 61%.", "The house went from 61% to 83% full."),
        ("Sales were 31 in 2018 and 52 in 2023.", "Sales grew from 31 in 2018 to 52 in 2023."),
        ("At first a fungus was suspected.", "Initially a fungus was suspected."),
        ("The wells make the town less dependent on ice.", "The wells help the town not to depend on ice."),
    ],
)
def test_the_same_in_another_form_is_not_refused_by_a_rule(verifier: Verifier, claim: str, source: str) -> None:
    (signals,) = verifier.signals([(claim, [source])])
    assert signals is not None
    assert signals.refusals == ()


@pytest.mark.real_model
def test_the_model_tells_words_in_their_place(real_settings: Settings) -> None:
    embedder = open_onnx_embedder(real_settings.model_dir)
    texts = ["The bank lent money.", "The river bank was steep.", "The bank refused a loan."]
    told = embedder.in_context(texts)
    assert [one.pieces for one in told] == [tuple(text.lower().replace(".", " .").split()) for text in texts]
    assert np.allclose([one.whole for one in told], embedder.embed(texts), atol=1e-5)
    money, river, loan = (one.rows[one.pieces.index("bank")] for one in told)
    assert money @ loan > money @ river
    assert all(np.allclose(np.linalg.norm(one.rows, axis=1), 1, atol=1e-5) for one in told)


@pytest.mark.parametrize("evidence", [[], [""], ["  "]])
def test_a_claim_without_evidence_is_unsupported(verifier: Verifier, evidence: list[str]) -> None:
    verdict = verifier.check("The fund paid rent.", evidence)
    assert (verdict.supported, verdict.score, verdict.best) == (False, 0.0, None)


def test_an_empty_claim_is_unsupported(verifier: Verifier) -> None:
    assert not verifier.check(" ... ", FUND).supported


def test_the_verdict_points_to_the_piece_of_evidence_that_is_closest(verifier: Verifier) -> None:
    assert verifier.check("It does not pay for meals.", FUND).best == 2


def test_claims_are_checked_together_as_they_are_alone(verifier: Verifier, fake_embedder: FakeEmbedder) -> None:
    claims: list[tuple[str, Sequence[str]]] = [(text, FUND) for text in (*FUND, "The fund paid for meals in Norway.")]
    together = verifier.check_all(claims)
    assert together == [Verifier(fake_embedder).check(*claim) for claim in claims]
    assert together == verifier.check_all(claims)


def test_half_a_sentence_is_no_quote() -> None:
    assert quoted("It does not pay for meals", FUND)
    assert not quoted("pay for meals", FUND)


def test_a_long_source_is_searched_whole(verifier: Verifier) -> None:
    filler = [f"Sentence {n} is about gardens and rivers." for n in range(40)]
    verdict = verifier.check("It does not pay for meals.", [*filler, *FUND])
    assert verdict.supported
    assert verdict.best == 42


class Judge:
    """A stronger model that believes everything or nothing."""

    def __init__(self, belief: float) -> None:
        self.belief = belief
        self.asked: list[tuple[str, str]] = []

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        self.asked += pairs
        return [self.belief] * len(pairs)


@pytest.mark.parametrize("belief", [0.0, 1.0])
def test_a_stronger_model_decides_what_no_rule_refuses(fake_embedder: FakeEmbedder, belief: float) -> None:
    judge = Judge(belief)
    claim = "Nurses in Norway had their rent met by Halden in 2022."
    verdict = Verifier(fake_embedder, entailment=judge).check(claim, FUND)
    assert verdict.supported is (belief == 1.0)
    assert judge.asked == [(claim, " ".join(FUND))]


def test_a_stronger_model_cannot_overrule_a_rule(fake_embedder: FakeEmbedder) -> None:
    judge = Judge(1.0)
    assert not Verifier(fake_embedder, entailment=judge).check("The fund paid rent for 84 nurses.", FUND).supported
    assert judge.asked == []


@pytest.mark.parametrize(
    "text", ["A dose holds 10⁸ cells.", "It is safe.¹ Others follow.", "① Ask first.", "It is 3² m."]
)
def test_raised_digits_of_powers_and_notes_are_read(verifier: Verifier, text: str) -> None:
    assert verifier.check(text, [text, "Something else."]).supported


def test_another_power_of_ten_is_another_number(verifier: Verifier) -> None:
    for claim in ("A dose holds 10⁶ cells.", "A dose holds 10 cells.", "A dose holds 108 cells."):
        assert "not in the source" in verifier.check(claim, ["A dose holds 10⁸ cells."]).reason
    same = verifier.check("A dose holds 100,000,000 cells.", ["A dose holds 10⁸ cells."])
    assert "'100,000,000'" not in same.reason


def test_a_claim_too_long_for_a_sentence_is_carried_as_a_quote_only(verifier: Verifier) -> None:
    long = (
        "The fund pays " + " and ".join(f"a bill of {n} euros for rent in spring" for n in range(LONGEST_CLAIM)) + "."
    )
    verdict = verifier.check(long, FUND)
    assert (verdict.supported, verdict.reason) == (False, "it is too long to be checked in one piece")
    assert verifier.check(long, [*FUND, long]).best == len(FUND)

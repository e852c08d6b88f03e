"""Times that lie elsewhere, and duties that are made weaker: both read like the source, letter by letter almost."""

from __future__ import annotations

import pytest

from assistant.verifying.verifier import Verifier
from tests.conftest import FakeEmbedder

DEADLINE = ["The hospital answers each referral within 24 hours.", "Records are kept for 30 days."]
DUTY = ["Centres must report every case to the registry.", "They may add comments of their own."]


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return Verifier(FakeEmbedder())


@pytest.mark.parametrize(
    "claim",
    [
        "The hospital answers each referral after 24 hours.",
        "The hospital answers each referral for 24 hours.",
        "Records are kept within 30 days.",
        "Records are kept after 30 days.",
    ],
)
def test_a_time_that_lies_elsewhere_is_refused(verifier: Verifier, claim: str) -> None:
    verdict = verifier.check(claim, DEADLINE)
    assert not verdict.supported
    assert "lies elsewhere" in verdict.reason


@pytest.mark.parametrize(
    "claim",
    [
        "The hospital answers each referral within 24 hours.",
        "The hospital answers each referral no later than 24 hours.",
        "The hospital answers each referral within one day.",
        "Records are kept for 30 days.",
    ],
)
def test_a_time_in_its_place_is_not(verifier: Verifier, claim: str) -> None:
    assert "lies elsewhere" not in verifier.check(claim, DEADLINE).reason


@pytest.mark.parametrize("weaker", ["may", "might", "can", "should"])
def test_a_duty_is_not_made_a_choice(verifier: Verifier, weaker: str) -> None:
    verdict = verifier.check(f"Centres {weaker} report every case to the registry.", DUTY)
    assert not verdict.supported
    assert "duty" in verdict.reason


def test_a_duty_and_what_is_allowed_beside_it_stay_apart(verifier: Verifier) -> None:
    assert verifier.check("Centres must report every case to the registry.", DUTY).supported
    assert "duty" not in verifier.check("They may add comments of their own.", DUTY).reason
    assert "duty" not in verifier.check("Centres must report every case, and may add comments.", DUTY).reason

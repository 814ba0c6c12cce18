"""The safety claims hold of the knowledge, for everybody there could be."""

from __future__ import annotations

import pytest

from uncramp.kb import Knowledge
from uncramp.safety.run import CLAIMS, Breaker, Trial

NAMED = {f"P{nth:02}" for nth in range(1, 33)}
"""The properties of the safety specification."""


@pytest.fixture(scope="module")
def trial(kb: Knowledge) -> Trial:
    return Trial(kb)


@pytest.mark.parametrize("id", sorted(CLAIMS))
def test_the_claim_holds_of_everybody(trial: Trial, id: str) -> None:
    outcome = trial.outcome(CLAIMS[id])
    shown = [one.what if isinstance(one, Breaker) else one for one in outcome.broken_by]
    assert outcome.verdict == {"proof": "proved", "check": "checked"}[CLAIMS[id].kind], shown
    assert outcome.steps > 0


def test_every_property_of_the_safety_specification_is_a_claim() -> None:
    assert NAMED - CLAIMS.keys() == set()


NEED_WHAT_ANSWERS_IMPLY = {"P14", "P20"}
"""Claims that would be untrue if, say, somebody of age 0 did not count as a baby."""


@pytest.mark.parametrize("id", ["P05", "P11", "P12", "P21", "P23", *sorted(NEED_WHAT_ANSWERS_IMPLY)])
def test_which_claims_need_what_the_answers_imply(kb: Knowledge, id: str) -> None:
    held = Trial(kb, settling=False).outcome(CLAIMS[id]).holds
    assert held is (id not in NEED_WHAT_ANSWERS_IMPLY)

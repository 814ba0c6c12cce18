"""What may be drawn by chance for a cramp now: only what the plan would offer this person anyway."""

from __future__ import annotations

from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.offer import offers
from uncramp.triage import triage
from uncramp.trials.numbers import numbers


def options(kb: Knowledge, answers: Answers) -> tuple[str, ...]:
    """The remedies for now in plan order: guided ones that nothing holds back and that ask nothing first. None at a
    level at which something else comes first."""
    level = triage(kb, answers).level
    if level.name not in numbers().arms.levels:
        return ()
    found = [
        offer.remedy.id
        for offer in offers(kb, answers, level).offered
        if offer.phase == "during" and offer.remedy.guide and not offer.ask_first
    ]
    return tuple(dict.fromkeys(found))

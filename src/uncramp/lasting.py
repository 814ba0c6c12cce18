"""What of a diary's profile may decide: only what lasts, and where a check starts from it, only what is still fresh.

The phone app does the same in `site/static/js/lasting.js`; a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from uncramp.diary.entries import Entry
from uncramp.diary.projections import Answered, answered
from uncramp.errors import PersonError
from uncramp.facts import Answers, read_answers
from uncramp.kb import Knowledge

GROUPS = ("who", "condition", "medicine", "allergy")
"""Groups of facts that stay true beyond one episode. A sign that passes is in none of them."""
OF_THE_MOMENT = ("answering_for", "region")
"""Whom it is about and where they are belong to the one time, whatever the group."""
STAYING = ("condition", "medicine", "allergy")
"""A yes of these stays until it is taken back: it only makes advice more careful."""
QUICK = ("pregnancy_status", "pregnancy_weeks", "pregnancy_past_20w", "age_months", "breastfeeding", "weight_kg")
"""What may have changed within weeks."""
QUICK_DAYS, SLOW_DAYS = 14, 182
"""After how many days it is asked again: that, and everything else."""


def lasts(kb: Knowledge, fact: str) -> bool:
    """Whether a fact belongs into the profile."""
    found = kb.facts.get(fact)
    return found is not None and found.group in GROUPS and fact not in OF_THE_MOMENT


def known_answers(kb: Knowledge, entries: Iterable[Entry]) -> Answers:
    """All that the profile answers, however long ago, not settled: for what has to stop where anything speaks against
    it. What the knowledge does not understand any more is left out."""
    return _read(kb, {fact: one for fact, one in answered(entries).items() if lasts(kb, fact)})


def fresh_answers(kb: Knowledge, entries: Iterable[Entry], today: date) -> Answers:
    """What of it is still taken for an answer today: where a check starts from."""
    held = {fact: one for fact, one in answered(entries).items() if lasts(kb, fact) and _fresh(kb, fact, one, today)}
    return _read(kb, held)


def _fresh(kb: Knowledge, fact: str, one: Answered, today: date) -> bool:
    if one.value is True and kb.facts[fact].group in STAYING:
        return True
    return (today - date.fromisoformat(one.on)).days < (QUICK_DAYS if fact in QUICK else SLOW_DAYS)


def _read(kb: Knowledge, said: dict[str, Answered]) -> Answers:
    known = Answers()
    for fact, answer in said.items():
        try:
            one = read_answers(kb.facts, {fact: answer.value})
        except PersonError:
            continue
        known = known.given(one.known, one.unsure)
    return known

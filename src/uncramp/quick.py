"""The quick screen of one place: what its tap answers, what "none of these" answers, and the relief that follows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from uncramp.facts import Answers
from uncramp.kb import Knowledge, Texts
from uncramp.kb.entries import Quick

if TYPE_CHECKING:
    from uncramp.offer import Offer


def tapped(kb: Knowledge, quick: Quick) -> dict[str, Any]:
    """What the tap itself answers: this place, and where it names one, no other."""
    sites = {id: False for id, fact in kb.facts.items() if fact.group == "site"}
    return (sites if sites.keys() & quick.sets.keys() else {}) | quick.sets


def none_of_these(kb: Knowledge, quick: Quick) -> dict[str, Any]:
    """What "none of these" answers: exactly the facts that the shown lines name."""
    given: dict[str, Any] = {}
    for line in kb.pack.line:
        given |= dict.fromkeys(line.facts, False) | line.sets
    return given | dict.fromkeys(quick.ask, False)


def relief(kb: Knowledge, answers: Answers, *, today: date) -> list[Offer]:
    """What is offered for now, in the order to try it, what needs asking first last; nothing where help comes first."""
    # imported here, because the danger lines stand on the screen before any of it is needed
    from uncramp.plan import plan
    from uncramp.triage import triage

    made = plan(kb, answers, triage(kb, answers), today=today)
    return sorted((step.offer for step in made.now), key=lambda offer: bool(offer.ask_first))


def notes(offer: Offer, texts: Texts) -> list[str]:
    """What to ask or to mind before doing it, each sentence once."""
    asked = [f"{texts('show.ask_first')}: {reason.said(texts)}" for reason in offer.ask_first]
    return list(dict.fromkeys((*asked, *(reason.said(texts) for reason in offer.modify))))

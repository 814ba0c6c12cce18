"""Drinks for one person, thirst first; the reference intakes for healthy adults only; and the sums after sport.

INVARIANT: nothing here works out an amount to drink. A loss of sweat is what went; it is kept back where it could tempt
somebody to drink more than is good for them.
"""

from __future__ import annotations

from dataclasses import dataclass

from uncramp.errors import PersonError, UsageError
from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.kb.entries import Card, Drink, Intake, Remedy, Sweat
from uncramp.offer import Reason, Weighing, Withheld, freeing
from uncramp.triage import Level, triage

REFERENCE = "water_reference"
"""The card of reference intakes."""
ML_PER_TENTH_KG = 100
"""A tenth of a kilogram of body weight that goes or comes within hours is as good as 100 ml of water."""


@dataclass(frozen=True, slots=True)
class OfferedDrink:
    drink: Drink
    remedy: Remedy
    ask_first: tuple[Reason, ...]
    modify: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """The card with the rows that hold, or may hold, for this person."""

    card: Card
    intakes: tuple[Intake, ...]


@dataclass(frozen=True, slots=True)
class WithheldCard:
    card: Card
    because: tuple[Reason, ...]

    @property
    def certain(self) -> bool:
        return any(reason.certain for reason in self.because)


@dataclass(frozen=True, slots=True)
class SweatLoss:
    """What happened to the weight in sport. At a danger `loss_ml` and `ml_per_hour` are None."""

    change_kg_tenths: int
    loss_ml: int | None
    ml_per_hour: int | None
    means: Sweat


@dataclass(frozen=True, slots=True)
class Drinks:
    """`level` is what surely holds: from urgent on nothing is offered and the card is not even weighed."""

    level: Level
    offered: tuple[OfferedDrink, ...]
    withheld: tuple[Withheld, ...]
    reference: Reference | None
    reference_withheld: WithheldCard | None
    sweat: SweatLoss | None
    ask: tuple[str, ...]


def drinks(kb: Knowledge, answers: Answers, sweat: SweatLoss | None = None) -> Drinks:
    """What may be said to this person about drinking; `sweat` is kept only where thirst may lead, or where it warns."""
    level = triage(kb, answers).certain
    warning = sweat if sweat and sweat.means.danger and level < Level.emergency else None
    if level >= Level.urgent:
        return Drinks(level, (), (), None, None, warning, ())
    weighing = Weighing(kb, answers)
    offered: list[OfferedDrink] = []
    withheld: list[Withheld] = []
    for drink in kb.pack.drink:
        remedy, suits = kb.remedies[drink.id], weighing.suits(drink.id)
        if suits.withhold:
            withheld.append(Withheld(remedy, suits.withhold))
        else:
            offered.append(OfferedDrink(drink, remedy, suits.ask, suits.modify))
    reference, held = _reference(kb, answers, weighing)
    thirst_may_lead = bool(offered) and offered[0].drink == kb.pack.drink[0] and not offered[0].ask_first
    return Drinks(
        level,
        tuple(offered),
        tuple(withheld),
        reference,
        held,
        sweat if thirst_may_lead else warning,
        freeing(kb, answers, [*withheld, *([held] if held else [])]),
    )


def _reference(
    kb: Knowledge, answers: Answers, weighing: Weighing
) -> tuple[Reference, None] | tuple[None, WithheldCard | None]:
    card = next((card for card in kb.pack.card if card.id == REFERENCE), None)
    if card is None:
        return None, None
    against = weighing.suits(card.id).withhold
    if against:
        return None, WithheldCard(card, against)
    value_of = kb.judging(answers.known)
    rows = (intake for intake in kb.pack.intake if value_of(kb.when("intake", intake.id)) is not False)
    return Reference(card, tuple(rows)), None


def sweat_loss(
    kb: Knowledge, *, weight_before_kg_tenths: int, weight_after_kg_tenths: int, drunk_ml: int, minutes: int
) -> SweatLoss:
    """What went as sweat between two weighings (pee counts as sweat here). PersonError for a number out of range."""
    given = {
        "weight_before": weight_before_kg_tenths,
        "weight_after": weight_after_kg_tenths,
        "drunk": drunk_ml,
        "minutes": minutes,
    }
    if not kb.pack.measure or not kb.pack.sweat:
        raise UsageError("this knowledge has nothing about weight in sport")
    for measure in kb.pack.measure:
        low, high = measure.range
        if not low <= given[measure.id] <= high:
            allowed = f"a whole number from {low} to {high} ({measure.unit})"
            raise PersonError(f"`{measure.id}` cannot be {given[measure.id]}", allowed=allowed)
    change = weight_after_kg_tenths - weight_before_kg_tenths
    means = next(
        entry for entry in kb.pack.sweat if _fits(entry, change, -change * 1000 // weight_before_kg_tenths, minutes)
    )
    if means.danger:
        return SweatLoss(change, None, None, means)
    loss = drunk_ml - change * ML_PER_TENTH_KG
    return SweatLoss(change, loss, loss * 60 // minutes, means)


def _fits(entry: Sweat, change_kg_tenths: int, loss_thousandths: int, minutes: int) -> bool:
    return (
        (entry.change_from is None or change_kg_tenths >= entry.change_from)
        and (entry.loss_from is None or loss_thousandths >= entry.loss_from)
        and (entry.minutes_from is None or minutes >= entry.minutes_from)
    )

"""Food for one person: what suits, what to ask about first, what is held back; most of the wanted nutrient first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.kb.entries import Food
from uncramp.offer import Reason, Weighing, freeing
from uncramp.triage import Level, triage

Nutrient = Literal["potassium", "magnesium", "calcium", "water"]
NUTRIENTS: tuple[Nutrient, ...] = ("potassium", "magnesium", "calcium", "water")


@dataclass(frozen=True, slots=True)
class OfferedFood:
    """A food that nothing withholds, with what has to be asked or changed first."""

    food: Food
    ask_first: tuple[Reason, ...]
    modify: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class WithheldFood:
    food: Food
    because: tuple[Reason, ...]

    @property
    def certain(self) -> bool:
        return any(reason.certain for reason in self.because)


@dataclass(frozen=True, slots=True)
class Foods:
    """`level` is what surely holds: from urgent on there is no food, because something else comes first."""

    level: Level
    offered: tuple[OfferedFood, ...]
    withheld: tuple[WithheldFood, ...]
    ask: tuple[str, ...]


def foods(kb: Knowledge, answers: Answers, *, nutrient: Nutrient | None = None) -> Foods:
    """The foods for settled answers, in order of the nutrient in a portion; without one, as the knowledge has them."""
    level = triage(kb, answers).certain
    if level >= Level.urgent:
        return Foods(level, (), (), ())
    weighing = Weighing(kb, answers)
    offered: list[OfferedFood] = []
    withheld: list[WithheldFood] = []
    for food in ranked(kb, nutrient):
        suits = weighing.suits(food.id)
        if suits.withhold:
            withheld.append(WithheldFood(food, suits.withhold))
        else:
            offered.append(OfferedFood(food, suits.ask, suits.modify))
    return Foods(level, tuple(offered), tuple(withheld), freeing(kb, answers, withheld))


def ranked(kb: Knowledge, nutrient: Nutrient | None) -> tuple[Food, ...]:
    """Every food, most of the nutrient first; those whose figure is not known stand last."""
    if nutrient is None:
        return kb.pack.food
    return tuple(sorted(kb.pack.food, key=lambda food: (-(amount(food, nutrient) or 0), food.title)))


def amount(food: Food, nutrient: Nutrient) -> int | None:
    """How much of it is in a portion, in milligrams (water: in grams); None if that is not known."""
    match nutrient:
        case "potassium":
            return food.potassium_mg
        case "magnesium":
            return food.magnesium_mg
        case "calcium":
            return food.calcium_mg
        case "water":
            return food.water_g

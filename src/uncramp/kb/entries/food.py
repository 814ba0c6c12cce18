"""What people eat and drink, and what their body weight says about it."""

from __future__ import annotations

from typing import Literal

from uncramp.kb.entries.base import Entry, Reviewed, Text


class Food(Reviewed, frozen=True, kw_only=True):
    title: Text
    portion: str = ""
    grams: int | None = None
    potassium_mg: int | None = None
    magnesium_mg: int | None = None
    calcium_mg: int | None = None
    water_g: int | None = None
    groups: tuple[str, ...] = ()
    fodmap: Literal["low", "moderate", "high", ""] = ""
    fodmap_note: str = ""
    careful: str = ""


class Drink(Entry, frozen=True, kw_only=True):
    """A drink of the drinks page; its id is that of the remedy, `says` when it makes sense."""

    says: Text


class Card(Reviewed, frozen=True, kw_only=True):
    """Something to look up that contraindications may withhold; never advice."""

    title: Text
    says: tuple[Text, ...]


class Intake(Reviewed, frozen=True, kw_only=True):
    """What healthy people like this take in a day: total water, and the part of it that drinks were."""

    body: Literal["iom", "efsa"]
    title: Text
    when: Text
    total_ml: int
    drinks_ml: int | None = None


class Solution(Reviewed, frozen=True, kw_only=True):
    title: Text
    says: Text
    sodium_mmol_l: int
    potassium_mmol_l: int
    chloride_mmol_l: int
    citrate_mmol_l: int
    glucose_mmol_l: int
    osmolarity_mosm_l: int


class Measure(Entry, frozen=True, kw_only=True):
    """A number that is measured around sport, and the values it can have."""

    ask: Text
    unit: str
    range: tuple[int, int]


class Sweat(Reviewed, frozen=True, kw_only=True):
    """What a change of weight in sport means; the first entry whose limits are reached is said."""

    danger: bool = False
    change_from: int | None = None
    loss_from: int | None = None
    minutes_from: int | None = None
    says: tuple[Text, ...]

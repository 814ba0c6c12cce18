"""Food and drinks for everybody: what is in a portion, when a drink makes sense, and who must be careful.

INVARIANT: no reference figure stands on a page that anybody can open, because nobody was asked whether it holds for
them. The page says from whom it is withheld, and where it is shown to those who answered.
"""

from __future__ import annotations

from collections.abc import Iterator

from uncramp.food import NUTRIENTS, amount, ranked
from uncramp.kb.entries import Drink
from uncramp.site.page import Page
from uncramp.site.reading import ACTIONS, Reader

UNITS = {"potassium": "mg", "magnesium": "mg", "calcium": "mg", "water": "g"}
BEST = 8
"""How many foods the list of a nutrient names."""


def food_pages(r: Reader) -> Iterator[Page]:
    """`food.html`, `drinks.html`, and what may play a part: `causes.html`, `medicines.html`."""
    say, kb = r.texts, r.kb
    best = {
        nutrient: [(food, f"{amount(food, nutrient)} {UNITS[nutrient]}") for food in ranked(kb, nutrient)[:BEST]]
        for nutrient in NUTRIENTS
    }
    yield r.page("food.html", "food", say("site_learn.food"), best=best)
    drinks = [(drink, kb.remedies[drink.id], _careful(r, drink)) for drink in kb.pack.drink]
    yield r.page("drinks.html", "drinks", say("site_learn.drinks"), drinks=drinks)
    own = [one for one in kb.pack.contributor if not one.medicines]
    medicines = [one for one in kb.pack.contributor if one.medicines]
    yield r.page("causes.html", "causes", say("site_learn.causes"), own=own, medicines=medicines)
    yield r.page("medicines.html", "medicines", say("site_learn.medicines"))


def _careful(r: Reader, drink: Drink) -> list[tuple[str, list[object]]]:
    """Who must not have a drink, who asks first, who takes care."""
    rows = r.kb.against[drink.id]
    return [
        (
            action,
            list(
                dict.fromkeys(
                    r.said("contraindication", one.id, "says", one.says) for one in rows if one.action == action
                )
            ),
        )
        for action in ACTIONS
        if any(one.action == action for one in rows)
    ]

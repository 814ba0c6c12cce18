"""Foods and drinks, and for whom they are held back."""

from __future__ import annotations

from collections.abc import Iterator

from pages.markdown import EVIDENCE, anchor, in_words, link, links, opening, plain, said, table, target
from uncramp.kb import Knowledge
from uncramp.kb.entries import Food, Reviewed

ABOUT = (
    "Ordinary foods with what stands in a portion, and the drinks. No food has been shown to prevent cramps, and "
    "nothing here is an amount to reach. A figure that is left out is not known."
)
FIGURES = ("grams", "potassium_mg", "magnesium_mg", "calcium_mg", "water_g")


def foods_page(kb: Knowledge) -> Iterator[str]:
    pack = kb.pack
    entries = (*pack.food, *pack.card, *pack.intake, *pack.solution, *pack.sweat)
    yield from opening("Food and drinks", ABOUT, entries, "foods")
    heads = (
        "food",
        "portion",
        *map(plain, FIGURES),
        "irritable bowel",
        "careful",
        "held back or asked about",
        "evidence",
    )
    yield from table(heads, [_food(kb, food) for food in pack.food])
    yield from ("", f"## {anchor('drinks')}Drinks", "")
    yield from table(
        ("drink", "when it makes sense"),
        [(f"{anchor(target('drink', one.id))}{link('remedy', one.id)}", said(one.says)) for one in pack.drink],
    )
    yield from (
        "",
        f"## {anchor('reference')}Reference intakes",
        "",
        "Shown only to those whom the card below allows.",
        "",
    )
    yield from table(
        ("entry", "says", "withheld by", "evidence"),
        [
            (
                f"{anchor(card.id)}{card.title}",
                " ".join(map(said, card.says)),
                links("contraindication", [one.id for one in kb.against[card.id]]),
                _evidence(card),
            )
            for card in pack.card
        ],
    )
    yield ""
    yield from table(
        ("entry", "set by", "for", "total, ml", "of that drinks, ml", "evidence"),
        [
            (
                f"{anchor(one.id)}{one.title}",
                one.body.upper(),
                in_words(kb, one.when),
                one.total_ml,
                one.drinks_ml or "not said",
                _evidence(one),
            )
            for one in pack.intake
        ],
    )
    yield from ("", f"## {anchor('packets')}Rehydration packets, in mmol a litre once mixed", "")
    yield from table(
        ("packet", "says", "sodium", "potassium", "chloride", "citrate", "glucose", "strength, mOsm", "evidence"),
        [
            (
                f"{anchor(one.id)}{one.title}",
                said(one.says),
                one.sodium_mmol_l,
                one.potassium_mmol_l,
                one.chloride_mmol_l,
                one.citrate_mmol_l,
                one.glucose_mmol_l,
                one.osmolarity_mosm_l,
                _evidence(one),
            )
            for one in pack.solution
        ],
    )
    yield from ("", f"## {anchor('sport')}After sport", "")
    yield from table(
        ("measured", "question", "range"),
        [
            (f"{anchor(one.id)}{one.id}", said(one.ask), f"{one.range[0]} to {one.range[1]} {one.unit}")
            for one in pack.measure
        ],
    )
    yield ""
    yield from table(
        ("entry", "danger", "change from, kg/10", "loss from, ml", "minutes from", "says", "evidence"),
        [
            (
                f"{anchor(one.id)}{one.id}",
                "yes" if one.danger else "no",
                *("" if one is None else one for one in (one.change_from, one.loss_from, one.minutes_from)),
                " ".join(map(said, one.says)),
                _evidence(one),
            )
            for one in pack.sweat
        ],
    )


def _food(kb: Knowledge, food: Food) -> tuple[object, ...]:
    figures = (getattr(food, name) for name in FIGURES)
    return (
        f"{anchor(food.id)}{food.title}",
        food.portion,
        *("" if figure is None else figure for figure in figures),
        f"{food.fodmap}. {food.fodmap_note}" if food.fodmap else "",
        said(food.careful),
        links("contraindication", [one.id for one in kb.against[food.id]]),
        _evidence(food),
    )


def _evidence(entry: Reviewed) -> str:
    sources = links("source", entry.sources) or "no source named"
    parts = (f"{EVIDENCE[entry.evidence]}: {sources}", entry.check_at and f"check at: {entry.check_at}", entry.note)
    return "; ".join(part for part in parts if part)

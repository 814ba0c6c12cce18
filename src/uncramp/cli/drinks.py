"""`uncramp drinks`: thirst first; for a person in a file what suits, and reference figures for healthy adults only."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.text import Text

from uncramp.cli.food import comes_first, held_json, row, show_end, show_first, show_questions
from uncramp.cli.output import write_json
from uncramp.cli.people import read_source
from uncramp.cli.setting import Setting
from uncramp.decide import reasons
from uncramp.drinks import Drinks, OfferedDrink, Reference, SweatLoss, drinks, sweat_loss
from uncramp.errors import UsageError
from uncramp.kb import Knowledge, Texts
from uncramp.kb.entries import Intake, Solution
from uncramp.offer import Reason
from uncramp.triage import Level

SUMS = ("weight_before", "weight_after", "drunk", "minutes")


def drinks_command(setting: Setting, options: argparse.Namespace) -> None:
    """The page for the person in the file; without one what holds for everybody, and who must be careful."""
    kb = setting.kb
    sweat = sums(kb, options)
    if options.file is None:
        (_general_json if options.json else _general)(kb, setting.texts(), sweat)
        return
    id, answers = read_source(kb, options.file)
    texts = setting.texts(answers)
    found = drinks(kb, answers, sweat)
    if options.json:
        head = {} if id is None else {"id": id}
        write_json(head | comes_first(kb, answers, found.level, texts) | _found_json(kb, found, texts))
        return
    console = Console()
    first = show_first(console, kb, answers, found.level, texts, "drinks.no_drinks")
    if found.sweat and first:
        _sweat(console, found.sweat, texts)
    if not first:
        _page(console, kb, found, texts)


def sums(kb: Knowledge, options: argparse.Namespace) -> SweatLoss | None:
    """The sums after sport, if all four numbers were given; UsageError if only some were."""
    given = {name: getattr(options, name) for name in SUMS}
    if all(value is None for value in given.values()):
        return None
    missing = [name for name, value in given.items() if value is None]
    if missing:
        flags = ", ".join(f"--{name.replace('_', '-')}" for name in missing)
        raise UsageError(f"the sums after sport also need {flags}")
    return sweat_loss(
        kb,
        weight_before_kg_tenths=tenths(options.weight_before),
        weight_after_kg_tenths=tenths(options.weight_after),
        drunk_ml=options.drunk,
        minutes=options.minutes,
    )


def tenths(text: str) -> int:
    """`70.4` kilograms as 704 tenths; UsageError for anything else."""
    found = re.fullmatch(r"(\d{1,4})(?:[.,](\d))?", text)
    if not found:
        raise UsageError(f"`{text[:20]}` is no weight", allowed="kilograms such as 70 or 70.4")
    return int(found[1]) * 10 + int(found[2] or 0)


# ---- pages


def _page(console: Console, kb: Knowledge, found: Drinks, texts: Texts) -> None:
    console.print(Text(texts("drinks.heading"), style="bold"))
    if found.sweat and found.sweat.means.danger:
        _sweat(console, found.sweat, texts)
    for one in found.offered:
        _offered(console, one, texts)
    by_reason: dict[str, list[str]] = {}
    for held in found.withheld:
        if held.certain:
            says = next(reason for reason in held.because if reason.certain).said(texts)
            by_reason.setdefault(says, []).append(texts.entry("remedy", held.remedy.id, "title", held.remedy.title))
    if by_reason:
        console.print(Text(f"\n{texts('show.held_back')}", style="bold"))
    for says, titles in by_reason.items():
        console.print(row(f"{'; '.join(titles)}: {says}"))
    waiting = [one.remedy for one in found.withheld if not one.certain]
    if waiting:
        console.print(Text(f"\n{texts('show.held_back_unknown')}", style="bold"))
        console.print(row("; ".join(texts.entry("remedy", one.id, "title", one.title) for one in waiting)))
    console.print(Text(f"\n{texts('drinks.danger')}"))
    if found.sweat and not found.sweat.means.danger:
        _sweat(console, found.sweat, texts)
    if any(one.remedy.id == "oral_rehydration" for one in found.offered):
        _packet(console, kb, texts)
    if found.reference:
        _reference(console, found.reference, texts)
    elif found.reference_withheld and found.reference_withheld.certain:
        says = next(reason for reason in found.reference_withheld.because if reason.certain).said(texts)
        console.print(Text(f"\n{says}"))
    elif found.reference_withheld:
        console.print(Text(f"\n{texts('drinks.no_figures_unknown')}."))
    show_questions(console, kb, found.ask, texts)
    show_end(console, kb, texts)


def _offered(console: Console, one: OfferedDrink, texts: Texts) -> None:
    title = texts.entry("remedy", one.remedy.id, "title", one.remedy.title)
    when = texts.entry("drink", one.drink.id, "says", one.drink.says)
    console.print(Text.assemble(("\n" + title, "bold"), f"  ({when[0].lower()}{when[1:]})"))
    console.print(row(texts.entry("remedy", one.remedy.id, "summary", one.remedy.summary)))
    for said in _said(one.ask_first, texts):
        console.print(row(f"{texts('show.ask_first')}: {said}"))
    for said in _said(one.modify, texts):
        console.print(row(f"{texts('show.note')}: {said}"))


def _said(found: Iterable[Reason], texts: Texts) -> list[str]:
    return list(dict.fromkeys(reason.said(texts) for reason in found))


def _general(kb: Knowledge, texts: Texts, sweat: SweatLoss | None) -> None:
    """For everybody: thirst, danger, and from whom each drink is withheld. No reference figures: nobody was asked."""
    console = Console()
    console.print(Text(texts("drinks.heading"), style="bold"))
    console.print(Text(texts("drinks.thirst")))
    console.print(Text(texts("drinks.who_not") + "."))
    console.print(Text(texts("drinks.danger")))
    if sweat:
        _sweat(console, sweat, texts)
    for drink in kb.pack.drink:
        remedy = kb.remedies[drink.id]
        against = [Reason(entry, {}, entry.when == "always") for entry in kb.against[drink.id]]
        for_all = tuple(reason for reason in against if reason.certain)
        _offered(console, OfferedDrink(drink, remedy, (), for_all), texts)
        console.print(row(f"{texts('food.careful')}:"))
        for said in _said([reason for reason in against if not reason.certain], texts):
            console.print(row(f"- {said}", 4))
    _packet(console, kb, texts)
    console.print(Text(f"\n{texts('drinks.give_file')}"))
    show_end(console, kb, texts)


def _sweat(console: Console, sweat: SweatLoss, texts: Texts) -> None:
    console.print(Text(f"\n{texts('drinks.sweat')}", style="bold"))
    for line in _sweat_says(sweat, texts):
        console.print(row(line))


def _sweat_says(sweat: SweatLoss, texts: Texts) -> list[str]:
    lines = [texts.entry("sweat", sweat.means.id, f"says.{nth}", text) for nth, text in enumerate(sweat.means.says)]
    if sweat.loss_ml is None:
        return lines
    return [texts("drinks.sweat_lost", loss=sweat.loss_ml, rate=sweat.ml_per_hour), *lines]


def _packet(console: Console, kb: Knowledge, texts: Texts) -> None:
    for one in kb.pack.solution:
        console.print(Text(f"\n{texts('drinks.packet')}", style="bold"))
        console.print(row(texts("drinks.packet_line", **_amounts(one))))
        console.print(row(texts.entry("solution", one.id, "says", one.says)))


def _reference(console: Console, reference: Reference, texts: Texts) -> None:
    card = reference.card
    console.print(Text("\n" + texts.entry("card", card.id, "title", card.title), style="bold"))
    for nth, text in enumerate(card.says):
        console.print(row(texts.entry("card", card.id, f"says.{nth}", text)))
    for intake in reference.intakes:
        figures = f"{texts('drinks.total')} {_litres(intake.total_ml, texts)}"
        if intake.drinks_ml is not None:
            figures += f", {texts('drinks.from_drinks')} {_litres(intake.drinks_ml, texts)}"
        title = texts.entry("intake", intake.id, "title", intake.title)
        console.print(row(f"{texts(f'drinks.{intake.body}')}: {title}: {figures}", 4))


def _litres(ml: int, texts: Texts) -> str:
    return texts("drinks.litres", value=f"{ml // 1000}.{ml % 1000 // 100}")


# ---- JSON


def _found_json(kb: Knowledge, found: Drinks, texts: Texts) -> dict[str, Any]:
    held = found.reference_withheld
    return {
        "offer": [
            {
                "remedy": one.remedy.id,
                "says": texts.entry("remedy", one.remedy.id, "summary", one.remedy.summary),
                "ask_first": reasons(one.ask_first, texts),
                "modify": reasons(one.modify, texts),
            }
            for one in found.offered
        ],
        "withhold": [held_json("remedy", one.remedy.id, one, texts) for one in found.withheld]
        + ([held_json("card", held.card.id, held, texts)] if held else []),
        "reference": found.reference and _reference_json(found.reference, texts),
        "sweat": found.sweat and _sweat_json(found.sweat, texts),
        "danger": texts("drinks.danger") if found.level is not Level.emergency else None,
        "ask": list(found.ask),
        "reviewed": False,
        "knowledge": kb.name,
    }


def _general_json(kb: Knowledge, texts: Texts, sweat: SweatLoss | None) -> None:
    rows = [
        {
            "remedy": drink.id,
            "says": texts.entry("remedy", drink.id, "summary", kb.remedies[drink.id].summary),
            "contraindications": [entry.id for entry in kb.against[drink.id]],
        }
        for drink in kb.pack.drink
    ]
    write_json(
        {
            "drinks": rows,
            "packets": [{"solution": one.id} | _amounts(one) for one in kb.pack.solution],
            "sweat": sweat and _sweat_json(sweat, texts),
            "danger": texts("drinks.danger"),
            "reviewed": False,
            "knowledge": kb.name,
        }
    )


def _sweat_json(sweat: SweatLoss, texts: Texts) -> dict[str, Any]:
    return {
        "means": sweat.means.id,
        "danger": sweat.means.danger,
        "change_kg_tenths": sweat.change_kg_tenths,
        "loss_ml": sweat.loss_ml,
        "ml_per_hour": sweat.ml_per_hour,
        "says": _sweat_says(sweat, texts),
    }


def _reference_json(reference: Reference, texts: Texts) -> dict[str, Any]:
    card = reference.card
    return {
        "card": card.id,
        "says": [texts.entry("card", card.id, f"says.{nth}", text) for nth, text in enumerate(card.says)],
        "intakes": [_intake_json(intake, texts) for intake in reference.intakes],
    }


def _intake_json(intake: Intake, texts: Texts) -> dict[str, Any]:
    return {
        "intake": intake.id,
        "body": intake.body,
        "title": texts.entry("intake", intake.id, "title", intake.title),
        "total_ml": intake.total_ml,
        "drinks_ml": intake.drinks_ml,
        "evidence": intake.evidence,
        "sources": list(intake.sources),
    }


def _amounts(one: Solution) -> dict[str, int]:
    return {
        "sodium": one.sodium_mmol_l,
        "potassium": one.potassium_mmol_l,
        "chloride": one.chloride_mmol_l,
        "citrate": one.citrate_mmol_l,
        "glucose": one.glucose_mmol_l,
        "osmolarity": one.osmolarity_mosm_l,
    }

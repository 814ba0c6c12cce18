"""`uncramp food`: the food table, or what of it suits the person in a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from uncramp.cli.output import disclaimer, write_json
from uncramp.cli.people import read_source
from uncramp.cli.setting import Setting
from uncramp.decide import action, reasons
from uncramp.errors import UsageError
from uncramp.facts import Answers
from uncramp.food import NUTRIENTS, Foods, Nutrient, OfferedFood, amount, foods, ranked
from uncramp.kb import Knowledge, Texts
from uncramp.kb.entries import Food
from uncramp.offer import HeldBack, Reason
from uncramp.plan import visit
from uncramp.triage import Level, triage

UNITS = {"potassium": "mg", "magnesium": "mg", "calcium": "mg", "water": "g"}
MOST_QUESTIONS = 8
"""How many questions are shown that could free something; the rest are counted."""


def food_command(setting: Setting, source: str | None, nutrient: str | None, *, json: bool) -> None:
    """The table with who must be careful; with a person, what suits, what to ask about first and what is held back."""
    wanted = nutrient_named(nutrient)
    if source is None:
        (_table_json if json else _table)(setting.kb, setting.texts(), wanted)
        return
    id, answers = read_source(setting.kb, source)
    texts = setting.texts(answers)
    found = foods(setting.kb, answers, nutrient=wanted)
    if json:
        head = {} if id is None else {"id": id}
        end = {"reviewed": False, "knowledge": setting.kb.name}
        first = comes_first(setting.kb, answers, found.level, texts)
        write_json(head | first | _found_json(found, wanted, texts) | end)
        return
    console = Console()
    if show_first(console, setting.kb, answers, found.level, texts, "food.no_food"):
        return
    _page(console, setting.kb, found, wanted, texts)


def nutrient_named(name: str | None) -> Nutrient | None:
    for nutrient in NUTRIENTS:
        if name == nutrient:
            return nutrient
    if name is None:
        return None
    raise UsageError(f"there is no nutrient `{name}` in the food table", allowed=", ".join(NUTRIENTS))


# ---- what both `food` and `drinks` say first and last


def comes_first(kb: Knowledge, answers: Answers, level: Level, texts: Texts) -> dict[str, Any]:
    """The level that surely holds; from urgent on with what to do, because nothing else matters now."""
    row: dict[str, Any] = {"level": level.name, "number": texts.numbers["N"]}
    return row | {"action": _action(kb, answers, texts)} if level >= Level.urgent else row


def show_first(console: Console, kb: Knowledge, answers: Answers, level: Level, texts: Texts, later: str) -> bool:
    """Say what to do if something urgent surely holds; whether there was such a thing."""
    if level < Level.urgent:
        return False
    console.print(Text(_action(kb, answers, texts), style="bold"))
    if level is not Level.emergency:
        console.print(Text(texts(later)))
    console.print(Text(disclaimer(texts), style="dim"))
    return True


def _action(kb: Knowledge, answers: Answers, texts: Texts) -> str:
    found = triage(kb, answers)
    return action(found, visit(kb, found, date.today()), texts)


def show_questions(console: Console, kb: Knowledge, ask: Sequence[str], texts: Texts) -> None:
    """The questions whose answer could free something."""
    if not ask:
        return
    console.print(Text(f"\n{texts('show.ask_next')}", style="bold"))
    labels: dict[str, list[str]] = {}
    for id in ask[:MOST_QUESTIONS]:
        says, heading = texts.entry("fact", id, "ask", kb.facts[id].ask), f"cli.many_question_{kb.facts[id].group}"
        if texts.has(heading):
            labels.setdefault(heading, []).append(says)
        else:
            console.print(row(f"- {says}"))
    for heading, found in labels.items():
        console.print(row(f"- {texts(heading)} {'; '.join(found)}"))
    if len(ask) > MOST_QUESTIONS:
        console.print(row(texts("food.more_questions", count=len(ask) - MOST_QUESTIONS)))


def show_end(console: Console, kb: Knowledge, texts: Texts) -> None:
    console.print(Text(f"\n{disclaimer(texts)}", style="dim"))
    console.print(Text(texts("cli.knowledge", version=kb.name), style="dim"))


def held_json(kind: str, id: str, held: HeldBack, texts: Texts) -> dict[str, Any]:
    return {kind: id, "because": reasons(held.because, texts, certain=True)}


def row(text: str, indent: int = 2) -> Padding:
    return Padding(Text(text), (0, 0, 0, indent))


# ---- the page of one person


def _page(console: Console, kb: Knowledge, found: Foods, nutrient: Nutrient | None, texts: Texts) -> None:
    console.print(Text(_heading(nutrient, texts), style="bold"))
    console.print(Text(texts("food.honest")))
    numbers: dict[str, int] = {}
    said: dict[str, str] = {}
    for heading, rows in (
        ("food.suits", [one for one in found.offered if not one.ask_first]),
        ("food.ask_first_unknown", [one for one in found.offered if one.ask_first and not _must_ask(one)]),
        ("food.ask_first", [one for one in found.offered if _must_ask(one)]),
    ):
        if rows:
            console.print(Text(f"\n{texts(heading)}", style="bold"))
        for one in rows:
            marks = _marks((*one.ask_first, *one.modify), numbers, said, texts)
            console.print(row(f"{_line(one.food, nutrient, texts)}{marks}"))
    if said:
        console.print(Text(f"\n{texts('food.reasons')}", style="bold"))
        for id, text in said.items():
            console.print(row(f"[{numbers[id]}] {text}"))
    _held_back(console, found, texts)
    show_questions(console, kb, found.ask, texts)
    console.print(Text(f"\n{texts('food.source')}", style="dim"))
    show_end(console, kb, texts)


def _must_ask(one: OfferedFood) -> bool:
    """Whether an answer, and not only a missing one, says to ask first."""
    return any(reason.certain for reason in one.ask_first)


def _marks(found: Iterable[Reason], numbers: dict[str, int], said: dict[str, str], texts: Texts) -> str:
    """The numbers of the reasons, each explained once below the list."""
    marks = ""
    for reason in sorted(found, key=lambda reason: not reason.certain):
        number = numbers.setdefault(reason.entry.id, len(numbers) + 1)
        said[reason.entry.id] = reason.said(texts)
        marks += f" [{number}]"
    return marks


def _held_back(console: Console, found: Foods, texts: Texts) -> None:
    """What surely is not for this person, by reason; then what only waits for an answer."""
    by_reason: dict[str, list[str]] = {}
    for one in found.withheld:
        if one.certain:
            reason = next(reason for reason in one.because if reason.certain)
            by_reason.setdefault(reason.said(texts), []).append(_title(one.food, texts))
    if by_reason:
        console.print(Text(f"\n{texts('show.held_back')}", style="bold"))
        for said, titles in by_reason.items():
            console.print(row(f"{'; '.join(titles)}: {said}"))
    waiting = [_title(one.food, texts) for one in found.withheld if not one.certain]
    if waiting:
        console.print(Text(f"\n{texts('show.held_back_unknown')}", style="bold"))
        console.print(row("; ".join(waiting)))


def _heading(nutrient: Nutrient | None, texts: Texts) -> str:
    if nutrient is None:
        return texts("food.heading_all")
    return texts("food.heading", nutrient=texts(f"nutrient.{nutrient}"))


def _title(food: Food, texts: Texts) -> str:
    return texts.entry("food", food.id, "title", food.title)


def _line(food: Food, nutrient: Nutrient | None, texts: Texts) -> str:
    """Title, portion and figures of a food."""
    portion = texts.entry("food", food.id, "portion", food.portion)
    weight = f" ({food.grams} g)" if food.grams else ""
    if nutrient:
        much = amount(food, nutrient)
        figures = texts("food.unknown") if much is None else f"{much} {UNITS[nutrient]}"
    elif food.grams:
        minerals = f"K {food.potassium_mg}, Mg {food.magnesium_mg}, Ca {food.calcium_mg}"
        figures = f"{minerals}, {texts('nutrient.water')} {food.water_g}"
    else:
        figures = texts("food.unknown")
    return f"{_title(food, texts)}: {portion}{weight}: {figures}"


# ---- the table for everybody


def _table(kb: Knowledge, texts: Texts, nutrient: Nutrient | None) -> None:
    console = Console()
    console.print(Text(_heading(nutrient, texts), style="bold"))
    console.print(Text(texts("food.honest")))
    if nutrient is None:
        console.print(Text(texts("food.table")))
    console.print(Text(texts("food.give_file")))
    for food in ranked(kb, nutrient):
        console.print(Text(f"\n{_line(food, nutrient, texts)}"))
        console.print(row(f"{texts('food.careful')}: {texts.entry('food', food.id, 'careful', food.careful)}"))
        if food.fodmap:
            note = texts.entry("food", food.id, "fodmap_note", food.fodmap_note)
            console.print(row(f"{texts('food.fodmap')}: {texts(f'fodmap.{food.fodmap}')}. {note}"))
    console.print(Text(f"\n{texts('food.source')}", style="dim"))
    show_end(console, kb, texts)


def _table_json(kb: Knowledge, texts: Texts, nutrient: Nutrient | None) -> None:
    rows = [
        _food_json(food, texts)
        | {
            "careful": texts.entry("food", food.id, "careful", food.careful),
            "contraindications": [entry.id for entry in kb.against[food.id]],
        }
        for food in ranked(kb, nutrient)
    ]
    write_json({"nutrient": nutrient, "foods": rows, "reviewed": False, "knowledge": kb.name})


# ---- JSON


def _found_json(found: Foods, nutrient: Nutrient | None, texts: Texts) -> dict[str, Any]:
    return {
        "nutrient": nutrient,
        "offer": [_offered_json(one, texts) for one in found.offered],
        "withhold": [held_json("food", one.food.id, one, texts) for one in found.withheld],
        "ask": list(found.ask),
    }


def _offered_json(one: OfferedFood, texts: Texts) -> dict[str, Any]:
    return _food_json(one.food, texts) | {
        "ask_first": reasons(one.ask_first, texts),
        "modify": reasons(one.modify, texts),
    }


def _food_json(food: Food, texts: Texts) -> dict[str, Any]:
    return {
        "food": food.id,
        "title": _title(food, texts),
        "portion": texts.entry("food", food.id, "portion", food.portion),
        "grams": food.grams,
        "potassium_mg": food.potassium_mg,
        "magnesium_mg": food.magnesium_mg,
        "calcium_mg": food.calcium_mg,
        "water_g": food.water_g,
        "groups": list(food.groups),
        "fodmap": food.fodmap,
        "sources": list(food.sources),
    }

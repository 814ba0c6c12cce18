"""One question of the interview as a form of a page, and the answers that came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from uncramp.errors import PersonError
from uncramp.facts import Fact, checked
from uncramp.interview import MANY, Question
from uncramp.kb import Knowledge, Texts
from uncramp.kb.decimals import decimal
from uncramp.logic import EnumType, FlagType, IntType
from uncramp.logic import Fact as Value

YES, NO, UNSURE, NONE = "yes", "no", "unsure", "none"
TENTHS = "0.1 °C"


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as it stands on the page. `kind`: `radio` (one of `options`), `number`, or `boxes` (any of them)."""

    title: str
    hints: tuple[str, ...]
    kind: str
    options: tuple[tuple[str, str], ...]
    unit: str = ""
    range: tuple[float, float] | None = None
    step: str = "1"
    why: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """What a form comes to: answers, facts to ask one by one (behind a danger line), or what is wrong with it."""

    known: Mapping[str, Value]
    unsure: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    wrong: str = ""


def as_shown(kb: Knowledge, asked: Question, texts: Texts) -> Shown:
    facts = [kb.facts[id] for id in asked.facts]
    match asked.kind:
        case "line":
            line = next(one for one in kb.pack.line if one.id == asked.line)
            more = (texts.entry("line", line.id, "more", line.more),) if line.more else ()
            hints = (*more, texts("site_check.line"))
            return Shown(texts.entry("line", line.id, "says", line.says), hints, "radio", _yes_no(texts))
        case "many":
            group = facts[0].group
            title = texts(f"site_check.many_{group if group in MANY else 'other'}")
            options = tuple((fact.id, _ask(fact, texts)) for fact in facts)
            return Shown(title, (texts("site_check.pick"),), "boxes", options)
        case "one":
            return _one(facts[0], texts)
        case _:
            assert_never(asked.kind)


def _one(fact: Fact, texts: Texts) -> Shown:
    why = texts.entry("fact", fact.id, "why", fact.why) if fact.why else ""
    match fact.type:
        case FlagType():
            return Shown(_ask(fact, texts), (), "radio", _yes_no(texts), why=why)
        case EnumType(values):
            labels = [
                texts.entry("fact", fact.id, f"labels.{nth}", fact.labels[nth]) if fact.labels else word
                for nth, word in enumerate(values)
            ]
            options = (*zip(values, labels, strict=True), (UNSURE, texts("site_check.unsure")))
            return Shown(_ask(fact, texts), (), "radio", options, why=why)
        case IntType(low, high):
            scale = 10 if fact.unit == TENTHS else 1
            unit = texts(f"site_check.unit_{fact.unit}") if texts.has(f"site_check.unit_{fact.unit}") else fact.unit
            limits, step = (low / scale, high / scale), "0.1" if scale > 1 else "1"
            return Shown(_ask(fact, texts), (), "number", (), unit=unit, range=limits, step=step, why=why)
        case _:
            assert_never(fact.type)


def _ask(fact: Fact, texts: Texts) -> str:
    return texts.entry("fact", fact.id, "ask", fact.ask)


def _yes_no(texts: Texts) -> tuple[tuple[str, str], ...]:
    return tuple((word, texts(f"site_check.{word}")) for word in (YES, NO, UNSURE))


def read(kb: Knowledge, asked: Question, said: Mapping[str, list[str]], texts: Texts) -> Read:
    """The answers of a form; nothing picked is no answer, and never a no."""
    answer = said.get("answer", [""])[0]
    match asked.kind:
        case "line":
            if answer == NO:
                return Read(dict.fromkeys(asked.facts, False))
            opened = asked.facts if answer in (YES, UNSURE) else ()
            return Read({}, opened=opened, wrong="" if opened else texts("site_check.wrong_pick"))
        case "many":
            picked = [id for id in asked.facts if id in said.get("pick", [])]
            if UNSURE in said:
                return Read(dict.fromkeys(picked, True), tuple(id for id in asked.facts if id not in picked))
            if bool(picked) == (NONE in said):
                return Read({}, wrong=texts("site_check.wrong_list"))
            return Read({id: id in picked for id in asked.facts})
        case "one":
            return _read_one(kb.facts[asked.facts[0]], answer, UNSURE in said or answer == UNSURE, texts)
        case _:
            assert_never(asked.kind)


def _read_one(fact: Fact, answer: str, unsure: bool, texts: Texts) -> Read:
    number = isinstance(fact.type, IntType)
    if unsure:
        return Read({}, wrong=texts("site_check.wrong_both")) if number and answer else Read({}, (fact.id,))
    if not answer:
        return Read({}, wrong=texts("site_check.wrong_empty" if number else "site_check.wrong_pick"))
    try:
        return Read({fact.id: checked(fact, _value(fact, answer))})
    except (PersonError, ValueError, OverflowError):
        if not isinstance(fact.type, IntType):
            return Read({}, wrong=texts("site_check.wrong_pick"))
        scale = 10 if fact.unit == TENTHS else 1
        key = "wrong_tenths" if scale > 1 else "wrong_number"
        limits = {"low": decimal(fact.type.low / scale, texts), "high": decimal(fact.type.high / scale, texts)}
        return Read({}, wrong=texts(f"site_check.{key}", **limits))


def _value(fact: Fact, answer: str) -> object:
    match fact.type:
        case FlagType():
            return {YES: True, NO: False}.get(answer)
        case IntType():
            return round(10 * float(answer.replace(",", "."))) if fact.unit == TENTHS else int(answer)
        case EnumType():
            return answer
        case _:
            assert_never(fact.type)

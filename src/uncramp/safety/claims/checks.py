"""Claims over finite lists: texts, tables, answers out of range, the states of a session. Each case is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any, Literal

from uncramp.decide import decide
from uncramp.errors import PersonError
from uncramp.facts import Answers, read_answers
from uncramp.kb import ENGLISH, Knowledge
from uncramp.kb.entries import TABLES, Phone, Reviewed, Rule
from uncramp.kb.wording import refusals, texts_for_people
from uncramp.logic import EnumType, FlagType, IntType
from uncramp.plan import visit
from uncramp.quick import none_of_these, tapped
from uncramp.safety.claims import Case, World, claim
from uncramp.session import Event, Session, advance, start
from uncramp.triage import Level, Triage, triage

SWALLOWED_OR_RUBBED = ("pill_any", "nsaid_oral", "rub_any", "supplement_any", "antispasmodic", "prescription", "never")
DOSE = re.compile(r"\d[\d.,]*\s*(?:mg|g|µg|mcg|ml|milligrams?|grams?|tablets?|capsules?|pills?|drops?|puffs?)\b", re.I)
WITHIN = {3, 7, 14, 28}
"""The days within which a routine visit may be asked for."""


@claim("P13", "No text tells anybody to change a medicine, names a dose or a diagnosis, or comforts falsely.", "check")
def words(world: World) -> Iterator[Case]:
    never = {one.id: one.never_said for one in world.kb.pack.language}
    for language, key, text in texts(world.kb):
        wrong = refusals(text, named=True, english=False, never=never.get(language, ()))
        yield Case(f"{language}: {key}", "; ".join(wrong))


@claim("P15", "The order of answers and of rules changes nothing.", "check")
def order(world: World) -> Iterator[Case]:
    kb = Knowledge(world.kb.pack)
    turned = Knowledge(kb.pack.replace(rule=kb.pack.rule[::-1], contraindication=kb.pack.contraindication[::-1]))
    kb.for_many()
    turned.for_many()
    said = kb.texts()
    for name, answers in people(kb, "fires"):
        back = Answers(dict(reversed([*answers.known.items()])), answers.unsure)
        one, two = decide(kb, answers, said), decide(kb, back, said)
        yield Case(f"answers of {name}", "" if one == two else "another decision")
        other = decide(turned, answers, said)
        differ = [key for key in one if key != "knowledge" and _unordered(one[key]) != _unordered(other[key])]
        differ += [] if _remedies(one) == _remedies(other) else ["the order of remedies"]
        yield Case(f"rules for {name}", ", ".join(differ))


@claim("P16", "No danger line can be passed over, and a new sign or a stop ends a session whatever it shows.", "check")
def help_is_reachable(world: World) -> Iterator[Case]:
    for quick in world.kb.pack.quick:
        said = none_of_these(world.kb, quick) | tapped(world.kb, quick)
        for line in world.kb.pack.line:
            named = {*line.facts, *line.sets}
            left_open = {fact: answer for fact, answer in said.items() if fact not in named or fact in quick.sets}
            for what, unsure in (("open", ()), ("unsure", line.facts)):
                level = triage(world.kb, world.kb.settled(Answers(left_open, frozenset(unsure)))).level
                passed = f"{level.name} with this line {what}" if level < Level.urgent else ""
                yield Case(f"{quick.id}, {line.id} {what}", passed)
    for remedy in world.kb.pack.remedy:
        if remedy.guide:
            for session, at in reachable(world.kb, remedy.id):
                for event in ("new_sign", "stop"):
                    ended = advance(world.kb, session, event, at=at)
                    fine = ended.ending == {"new_sign": "new_sign", "stop": "stopped"}[event]
                    yield Case(f"{remedy.id} at {session.state}: {event}", "" if fine else f"{ended.state} goes on")


@claim("P18", "Of several visits the earliest counts, and every visit has its day.", "check")
def earliest_visit(world: World) -> Iterator[Case]:
    from uncramp.decide import ANY_DAY

    rules = [rule for rule in world.kb.pack.rule if rule.level == "routine"]
    for rule in rules:
        yield Case(rule.id, "" if rule.within_days in WITHIN else f"within {rule.within_days} days")
    for one, other in combinations(rules, 2):
        found = visit(world.kb, _routine(one, other), ANY_DAY)
        earliest = min(one.within_days or 0, other.within_days or 0)
        yield Case(f"{one.id} and {other.id}", "" if found.within_days == earliest else f"{found.within_days} days")


@claim("P19", "No text gives a dose of anything that is swallowed or rubbed in, to anybody.", "check")
def doses(world: World) -> Iterator[Case]:
    for remedy in world.kb.pack.remedy:
        if {remedy.id, *remedy.groups} & set(SWALLOWED_OR_RUBBED):
            for field, text in texts_for_people("remedy", remedy):
                found = DOSE.search(text)
                yield Case(f"{remedy.id}.{field}", f"`{found[0]}`" if found else "")


@claim("P27", "An answer that cannot be is an error that names it, never a level.", "check")
def impossible_answers(world: World) -> Iterator[Case]:
    for id, fact in world.kb.facts.items():
        wrong: list[Any] = [[], {}, "", 1.5]
        match fact.type:
            case FlagType():
                wrong += [0, 1, "yes"]
            case IntType(low, high):
                wrong += [low - 1, high + 1, True, str(low)]
            case EnumType(values):
                wrong += [values[0] + "x", values[0].upper(), 0, True]
        for answer in wrong:
            yield Case(f"{id} = {answer!r}", _refused(world.kb, id, answer))
    yield Case("an unknown fact", _refused(world.kb, "no_such_fact", True))


@claim("P28", "What is said about medicines neither lowers a level nor adds a remedy.", "check")
def medicines_advise(world: World) -> Iterator[Case]:
    kb, silent = Knowledge(world.kb.pack), Knowledge(world.kb.pack.replace(medicine=()))
    kb.for_many()
    silent.for_many()
    said = kb.texts()
    for name, answers in people(kb, "fires"):
        one, other = decide(kb, answers, said), decide(silent, answers, said)
        same = all(one[key] == other[key] for key in one if key != "medicines")
        yield Case(name, "" if same else "another decision without the list of medicines")


@claim(
    "P31", "Every rule says why, where it is from and when to look again; every remedy says how sure it is.", "check"
)
def provenance(world: World) -> Iterator[Case]:
    for kind, of in TABLES.items():
        if issubclass(of, Reviewed):
            for entry in getattr(world.kb.pack, kind):
                known = entry.sources or (entry.evidence == "recalled" and entry.check_at)
                yield Case(f"{kind} {entry.id}", "" if known else "neither a source nor a place to check")
    for remedy in world.kb.pack.remedy:
        fine = remedy.certainty and remedy.verdict and remedy.summary
        yield Case(f"remedy {remedy.id} is graded", "" if fine else "no grade")


@claim("P32", "Every region has a number to call, and every emergency sentence names it, in every language.", "check")
def numbers_to_call(world: World) -> Iterator[Case]:
    kb = world.kb
    phone: Phone
    for phone in kb.pack.phone:
        yield Case(phone.id, "" if re.search(r"\d", phone.emergency) else "no emergency number")
    for language in kb.languages:
        for region in kb.regions:
            said = kb.texts(language=language, region=region)
            for route in ("ambulance", "ed_now"):
                text, number = said(f"action.emergency.{route}"), said.numbers["N"]
                yield Case(f"{language}, {region}, {route}", "" if number in text else f"`{number}` is not in `{text}`")


def texts(kb: Knowledge) -> Iterator[tuple[str, str, str]]:
    """Everything that people can read: language, key, text."""
    for language, table in kb.pack.texts.items():
        yield from ((language, key, text) for key, text in table.items())
    for kind in TABLES:
        for entry in getattr(kb.pack, kind):
            id = getattr(entry, "id", "")
            yield from ((ENGLISH, f"{kind}.{id}.{field}", text) for field, text in texts_for_people(kind, entry))


def people(kb: Knowledge, field: Literal["fires", "silent"]) -> Iterator[tuple[str, Answers]]:
    """The first two people written beside each rule, of whom it fires or of whom it does not; the others differ from
    them in one answer."""
    for rule in kb.pack.rule:
        for nth, example in enumerate(getattr(rule, field)[:2], 1):
            yield f"{rule.id}, {field} {nth}", kb.answers(example)


def reachable(kb: Knowledge, remedy: str) -> Iterator[tuple[Session, float]]:
    """A session of one remedy in every state it can be in, with a moment at which it is."""
    events: tuple[Event, ...] = ("next", "better", "same", "pause", "resume")
    begun = start(kb, [remedy], at=0.0)
    todo, seen = [(begun, 0.0)], set()
    while todo:
        session, at = todo.pop()
        place = (session.state, session.side, session.round, session.step, session.paused, session.skin_checked)
        if place in seen or session.ending:
            continue
        seen.add(place)
        yield session, at
        todo += [(advance(kb, session, event, at=at), at) for event in events]
        if session.ends is not None:
            todo.append((advance(kb, session, "time", at=session.ends), session.ends))


def _routine(*rules: Rule) -> Triage:
    level = Level.routine
    return Triage(level, level, level, True, rules, (), (), (), {})


def _refused(kb: Knowledge, id: str, answer: Any) -> str:
    try:
        found = triage(kb, kb.settled(read_answers(kb.facts, {id: answer})))
    except PersonError as error:
        return "" if id in str(error) else f"the error does not name it: {error}"
    return f"taken for an answer, {found.level.name}"


def _remedies(decision: dict[str, Any]) -> list[tuple[str, str]]:
    return [(row["remedy"], row["phase"]) for row in decision["offer"]]


def _unordered(value: Any) -> Any:
    """The value with every list in it put into one order."""
    if isinstance(value, list):
        return sorted(map(repr, map(_unordered, value)))
    return {key: _unordered(one) for key, one in value.items()} if isinstance(value, dict) else value

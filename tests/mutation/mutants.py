"""Slips that somebody could make in an edit of the knowledge, one at a time: each gives a mutant.

A condition is mutated as it is written; a definition is mutated once, and changes every condition that uses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from msgspec.structs import replace

from uncramp.errors import RuleError
from uncramp.facts import Fact
from uncramp.kb import Knowledge
from uncramp.kb.catalogue import key
from uncramp.kb.entries import Remedy
from uncramp.logic import And, Compare, Expr, Flag, Member, Not, Or, all_of, any_of, facts_of, to_json, to_text
from uncramp.logic.fact_types import IntType
from uncramp.logic.parse import parse

Of = Literal["rule", "definition", "contraindication", "indication"]
Kind = Literal["delete", "drop arm", "drop word", "flip", "turn not round", "raise", "lower", "level up", "level down",
               "weaken"]  # fmt: skip
KINDS: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
LEVELS = ("routine", "urgent", "emergency")
WEAKER = {"withhold": "ask", "ask": "modify"}
"""One step; "modify" is weakened by deleting it."""
ORDINARY: Mapping[str, dict[str, Any]] = {
    "emergency": {"route": "ed_now", "contact": None, "within_days": None},
    "urgent": {"route": None, "contact": "urgent_line", "within_days": None},
    "routine": {"route": None, "contact": "gp", "within_days": 14},
}
"""Whom to see, for a rule that was moved to another level."""


@dataclass(frozen=True)
class Mutant:
    """One slip in one entry. `changes` are the conditions as they became, by their name in the pack; None: deleted.

    `fields` are what else became of the entry.
    """

    of: Of
    entry: str
    kind: Kind
    what: str
    changes: Mapping[str, Expr | None]
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.of} {self.entry}: {self.kind}{f' {self.what}' if self.what else ''}"


def mutants(kb: Knowledge) -> list[Mutant]:
    """Every mutant there is, in the order of the knowledge; two slips in one entry that come to the same are one."""
    found: dict[tuple[object, ...], Mutant] = {}
    for mutant in (*_of_rules(kb), *_of_definitions(kb), *_of_contraindications(kb), *_of_indications(kb)):
        same = (mutant.of, mutant.entry, *mutant.changes.items(), *sorted(mutant.fields.items(), key=str))
        found.setdefault(same, mutant)
    ids: dict[str, int] = {}
    for mutant in found.values():
        ids[mutant.id] = ids.get(mutant.id, 0) + 1
    assert not [id for id, count in ids.items() if count > 1]
    return [*found.values()]


def _of_rules(kb: Knowledge) -> Iterator[Mutant]:
    for rule in kb.pack.rule:
        name = key("rule", rule.id)
        yield Mutant("rule", rule.id, "delete", "", {name: None})
        at = LEVELS.index(rule.level)
        for kind, to in (("level up", at + 1), ("level down", at - 1)):
            if to in range(len(LEVELS)):
                level = LEVELS[to]
                yield Mutant("rule", rule.id, kind, f"to {level}", {}, {"level": level, **ORDINARY[level]})
        yield from _of_condition(kb, "rule", rule.id, [name], rule.when)


def _of_contraindications(kb: Knowledge) -> Iterator[Mutant]:
    for entry in kb.pack.contraindication:
        name = key("contraindication", entry.id)
        yield Mutant("contraindication", entry.id, "delete", "", {name: None})
        if entry.action in WEAKER:
            to = WEAKER[entry.action]
            yield Mutant("contraindication", entry.id, "weaken", f"to {to}", {}, {"action": to})
        yield from _of_condition(kb, "contraindication", entry.id, [name], entry.when)


def _of_indications(kb: Knowledge) -> Iterator[Mutant]:
    for remedy in kb.pack.remedy:
        for nth, indication in enumerate(remedy.indication):
            entry, name = f"{remedy.id} {nth + 1}", key("remedy", remedy.id, nth)
            yield Mutant("indication", entry, "delete", "", {name: None})
            yield from _of_condition(kb, "indication", entry, [name], indication.when)


def _of_definitions(kb: Knowledge) -> Iterator[Mutant]:
    for definition in kb.pack.definition:
        yield from _of_condition(kb, "definition", definition.id, users(kb, definition.id), definition.when)


def _of_condition(kb: Knowledge, of: Of, entry: str, names: Iterable[str], text: str) -> Iterator[Mutant]:
    """What can happen to one condition, and what then becomes of all that stand by it."""
    meant = definitions(kb)
    before = parse(text)
    seen: dict[str, int] = {}
    for kind, said, after in slips(before, kb.facts):
        nth = seen[kind + said] = seen.get(kind + said, 0) + 1
        what = f"`{said}`" + (f" ({nth})" if nth > 1 else "")
        if of == "definition":
            changed = {**meant, entry: after}
            changes = {name: written_out(parse(text_of(kb, name)), changed) for name in names}
        else:
            changes = {name: written_out(after, meant) for name in names}
        yield Mutant(of, entry, kind, what, changes)


def slips(expr: Expr, facts: Mapping[str, Fact]) -> Iterator[tuple[Kind, str, Expr]]:
    """Each slip in an expression: its kind, the part that it is about, and what the whole became."""
    match expr:
        case Flag():
            return
        case Compare(fact, op, value):
            said = to_text(expr)
            yield "flip", said, Compare(fact, OPPOSITE[op], value) if op in OPPOSITE else Not(expr)
            type = facts[fact].type
            assert isinstance(type, IntType)
            if value < type.high:
                yield "raise", said, Compare(fact, op, value + 1)
            if value > type.low:
                yield "lower", said, Compare(fact, op, value - 1)
        case Member(fact, values):
            yield "flip", to_text(expr), Not(expr)
            for word in values if len(values) > 1 else ():
                rest = tuple(one for one in values if one != word)
                yield "drop word", f"{word}` of `{to_text(expr)}", Member(fact, rest)
        case Not(arg):
            yield "turn not round", to_text(expr), arg
            yield from ((kind, said, Not(after)) for kind, said, after in slips(arg, facts))
        case And(args) | Or(args):
            joined = all_of if isinstance(expr, And) else any_of
            for nth, arg in enumerate(args):
                before, behind = args[:nth], args[nth + 1 :]
                yield "drop arm", to_text(arg), joined((*before, *behind))
                yield from ((kind, said, joined((*before, after, *behind))) for kind, said, after in slips(arg, facts))


def written_out(expr: Expr, meant: Mapping[str, Expr]) -> Expr:
    """The expression over facts only."""
    match expr:
        case Flag(name) if name in meant:
            return written_out(meant[name], meant)
        case Flag() | Compare() | Member():
            return expr
        case Not(arg):
            return Not(written_out(arg, meant))
        case And(args):
            return all_of(written_out(arg, meant) for arg in args)
        case Or(args):
            return any_of(written_out(arg, meant) for arg in args)


@cache
def definitions(kb: Knowledge) -> dict[str, Expr]:
    """What each name means, as it is written."""
    return {one.id: parse(one.when) for one in kb.pack.definition}


def users(kb: Knowledge, definition: str) -> list[str]:
    """The conditions that use the definition, straight or through another."""
    meant = definitions(kb)
    using = {definition}
    while more := {id for id, expr in meant.items() if facts_of(expr) & using} - using:
        using |= more
    return [name for name in kb.pack.conditions if _names(kb, name) & using]


def _names(kb: Knowledge, name: str) -> frozenset[str]:
    text = text_of(kb, name)
    return facts_of(parse(text)) if text else frozenset()


def text_of(kb: Knowledge, name: str) -> str:
    """The condition of that name as it is written; empty where it is not one entry's own."""
    kind, id, *nth = name.split(":")
    if kind == "implied":
        return kb.pack.implied[int(id)].when
    entry = next(one for one in getattr(kb.pack, kind) if one.id == id)
    return str(entry.indication[int(nth[0])].when if nth else entry.when)


def mutated(kb: Knowledge, mutant: Mutant) -> Knowledge:
    """The knowledge with the slip in it, as if it had been loaded so."""
    pack = kb.pack
    gone = [name for name, expr in mutant.changes.items() if expr is None]
    trees = {name: to_json(expr) for name, expr in mutant.changes.items() if expr is not None}
    changes: dict[str, Any] = {"conditions": {**pack.conditions, **trees}}
    if mutant.of == "indication" and gone:
        id, nth = place(mutant.entry)
        changes["remedy"] = tuple(_shorter(one, nth) if one.id == id else one for one in pack.remedy)
        for later in range(nth, len(kb.remedies[id].indication) - 1):
            changes["conditions"][key("remedy", id, later)] = pack.conditions[key("remedy", id, later + 1)]
    elif gone or mutant.fields:
        rows = [replace(row, **mutant.fields) if row.id == mutant.entry else row for row in getattr(pack, mutant.of)]
        changes[mutant.of] = tuple(row for row in rows if not gone or row.id != mutant.entry)
    return Knowledge(pack.replace(**changes))


def refused(kb: Knowledge, mutant: Mutant) -> bool:
    """Whether the check of a folder would refuse a changed condition: a part of it can never matter."""
    from uncramp.logic.dead import refuse_dead_parts

    try:
        for expr in mutant.changes.values():
            if expr is not None:
                refuse_dead_parts(expr, {id: fact.type for id, fact in kb.facts.items()}, lambda part: part, None)
    except RuleError:
        return True
    return False


def place(entry: str) -> tuple[str, int]:
    """The remedy and the place of an indication, from its name."""
    id, nth = entry.split()
    return id, int(nth) - 1


def _shorter(remedy: Remedy, nth: int) -> Remedy:
    return replace(remedy, indication=tuple(one for at, one in enumerate(remedy.indication) if at != nth))

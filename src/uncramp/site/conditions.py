"""A condition as a list to read: all of these, at least one of these; each answer in the words of its question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from markupsafe import Markup, escape

from uncramp.kb.entries import FactEntry
from uncramp.logic import And, Compare, Expr, Flag, Member, Not, Or
from uncramp.logic.expr import ALWAYS, Op
from uncramp.logic.parse import parse
from uncramp.site.reading import Linked, Reader

HOW: dict[Op, str] = {"<": "under", "<=": "at_most", ">": "over", ">=": "at_least", "==": "exactly"}
TENTHS = "0.1 "
"""How the unit of a number begins that is given in tenths."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of the list; `parts` stand below it, a named condition links to what it means."""

    text: Markup
    parts: tuple[Branch, ...] = ()
    link: Linked | None = None


class Conditions:
    """The conditions of the knowledge in the words of a reader's language."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.say = reader, reader.texts
        self.facts = {fact.id: fact for fact in reader.kb.pack.fact}

    def told(self, when: str) -> Branch | None:
        """The condition; None for one that always holds."""
        expr = parse(when) if when else ALWAYS
        return None if expr == ALWAYS else self._branch(expr)

    def _branch(self, expr: Expr) -> Branch:
        match expr:
            case Flag(id) if id in self.facts:
                return Branch(self._flag(self.facts[id]))
            case Flag(id):
                link = self.reader.linked("definition", [id])[0]
                return Branch(link.name, link=link)
            case Compare(id, op, value):
                fact = self.facts[id]
                how = self.say(f"condition.{HOW[op]}", number=self._amount(value, fact.unit))
                return Branch(Markup("{} <b>{}</b>").format(self._ask(fact), how))
            case Member(id, values):
                labels = self.say("condition.or").join(self._label(self.facts[id], value) for value in values)
                return Branch(Markup("{} <b>{}</b>").format(self._ask(self.facts[id]), labels))
            case Not(Or(args)):
                return self._list("condition.none", args)
            case Not(And(args)):
                return self._list("condition.not_all", args)
            case Not(arg):
                return self._list("condition.none", (arg,))
            case And(args):
                return self._list("condition.all", args)
            case Or(args):
                return self._list("condition.any", args)
            case _:
                assert_never(expr)

    def _list(self, key: str, args: tuple[Expr, ...]) -> Branch:
        return Branch(escape(self.say(key)), tuple(map(self._branch, args)))

    def _flag(self, fact: FactEntry) -> Markup:
        key = f"condition.{fact.group}"
        ask = self._ask(fact)
        return Markup("{}: {}").format(self.say(key), ask) if self.say.has(key) else ask

    def _ask(self, fact: FactEntry) -> Markup:
        return self.reader.said("fact", fact.id, "ask", fact.ask)

    def _label(self, fact: FactEntry, value: str) -> str:
        for nth, (known, label) in enumerate(zip(fact.values, fact.labels, strict=False)):
            if known == value:
                return self.say.entry("fact", fact.id, f"labels.{nth}", label)
        return value.replace("_", " ")

    def _amount(self, value: int, unit: str) -> str:
        if unit.startswith(TENTHS):
            return f"{value / 10:.1f} {unit.removeprefix(TENTHS)}"
        key = f"unit.{unit.replace(' ', '_')}"
        return f"{value} {self.say(key) if self.say.has(key) else unit}".strip()

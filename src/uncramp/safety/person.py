"""Anybody at all, as formulas (`uncramp.facts` for Z3): answered, unsure and absent facts, and what they imply."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

import z3

from uncramp.facts import NUMBER_FLAGS, Answers
from uncramp.kb import Knowledge
from uncramp.logic import Expr, Fact, facts_of
from uncramp.logic.fact_types import EnumType
from uncramp.logic.prove import Symbol, open_fact, planes, questions, truth

YES, NO = z3.BoolVal(True), z3.BoolVal(False)


class Answering(Protocol):
    """Raw answers as formulas: per fact its value and whether it is known, and whether the person was not sure."""

    @property
    def given(self) -> Mapping[str, Symbol]: ...

    @property
    def doubted(self) -> Mapping[str, z3.BoolRef]: ...


class Person:
    """Somebody's answers. Each fact is answered, unsure or absent; then what the answers imply is filled in.

    With `like`, the same person but for the answers in `but`, which are known to be what stands there. Without
    `settling` nothing is filled in and nothing is refused: more people than there can be. With `raw`, these answers,
    of which somebody else says what they may be.
    """

    def __init__(
        self,
        kb: Knowledge,
        tag: str = "",
        *,
        like: Person | None = None,
        but: Mapping[str, Symbol] | None = None,
        settling: bool = True,
        raw: Answering | None = None,
    ) -> None:
        self.kb, self.tag, self.settling = kb, tag, settling
        self.domain: list[z3.BoolRef] = []
        if raw is not None:
            self.given, self.doubted = dict(raw.given), dict(raw.doubted)
        elif like is None:
            self.given = {id: open_fact(id, fact.type, tag) for id, fact in kb.facts.items()}
            self.doubted = {id: z3.Bool(f"unsure {id}{tag}") for id in kb.facts}
            for id, symbol in self.given.items():
                self.domain += [symbol.inside(), z3.Not(z3.And(symbol.known, self.doubted[id]))]
        else:
            changed = but or {}
            self.given = {**like.given, **changed}
            self.doubted = {id: NO if id in changed else doubt for id, doubt in like.doubted.items()}
        self.facts = dict(self.given)
        self._like, self._touched = like, set(but or ())
        self._implied: list[z3.BoolRef] = []
        if settling:
            self._doubts_filled_in()
            self._implied_filled_in()
        self.asked = questions(self.facts)
        self.unsure: dict[str, z3.BoolRef] = {}
        for id, symbol in self.facts.items():
            same = like is not None and id not in self._touched
            self.unsure[id] = like.unsure[id] if like and same else z3.And(self.doubted[id], z3.Not(symbol.known))

    def differs(self, *ids: str) -> bool:
        """One of these facts is not what it is for the person whom this one is like."""
        return self._like is None or not self._touched.isdisjoint(ids)

    def _doubts_filled_in(self) -> None:
        """`facts.with_doubts`."""
        for id, fact in self.kb.facts.items():
            if fact.unsure_of:
                about, doubted = self.facts[fact.unsure_of].known, self.doubted[fact.unsure_of]
                self._fill(id, z3.Or(about, doubted), doubted, asks=(fact.unsure_of,))

    def _implied_filled_in(self) -> None:
        """`facts.settle`: one after the other, each seeing what those before have filled in."""
        for nth, one in enumerate(self.kb.implied):
            asks, symbol = facts_of(one.when), self.facts[one.fact]
            if self._like is None or self.differs(*asks):
                must, _ = planes(one.when, questions(self.facts))
            else:
                must = self._like._implied[nth]
            self._implied.append(must)
            if one.fact in NUMBER_FLAGS:
                self.domain.append(z3.Implies(z3.And(must, symbol.known), symbol.equals(one.value)))
            self._fill(one.fact, must, _value(symbol, one.value), asks=asks)

    def _fill(self, id: str, when: z3.BoolRef, value: z3.ExprRef, *, asks: Iterable[str]) -> None:
        symbol = self.facts[id]
        self.facts[id] = Symbol(symbol.type, z3.If(symbol.known, symbol.value, value), z3.Or(symbol.known, when))
        if self.differs(*asks):
            self._touched.add(id)

    def known(self, id: str) -> z3.BoolRef:
        return self.facts[id].known

    def says(self, id: str, answer: Fact = True) -> z3.BoolRef:
        """This is known of the person."""
        return z3.And(self.facts[id].known, self.facts[id].equals(answer))

    def surely(self, expr: Expr) -> z3.BoolRef:
        return planes(expr, self.asked)[0]

    def perhaps(self, expr: Expr) -> z3.BoolRef:
        return planes(expr, self.asked)[1]

    def truly(self, expr: Expr) -> z3.BoolRef:
        """Of a person of whom everything is known."""
        return truth(expr, self.facts)

    def answered_as(self, answers: Answers) -> list[z3.BoolRef]:
        """This is the person who gave these raw answers, and no others."""
        found = []
        for id, symbol in self.given.items():
            found.append(
                z3.And(symbol.known, symbol.equals(answers.known[id])) if id in answers.known else z3.Not(symbol.known)
            )
            found.append(self.doubted[id] if id in answers.unsure else z3.Not(self.doubted[id]))
        return found

    def answers(self, model: z3.ModelRef) -> Answers:
        """The raw answers of the person that Z3 found."""
        known = {id: one.answer(model) for id, one in self.given.items() if _true(model, one.known)}
        unsure = frozenset(id for id, one in self.doubted.items() if _true(model, one))
        return Answers(known, unsure)


def _value(symbol: Symbol, answer: Fact) -> z3.ExprRef:
    if isinstance(answer, bool):
        return z3.BoolVal(answer)
    if isinstance(symbol.type, EnumType):
        return z3.IntVal(symbol.type.values.index(str(answer)))
    return z3.IntVal(answer)


def _true(model: z3.ModelRef, formula: z3.BoolRef) -> bool:
    return bool(z3.is_true(model.eval(formula, model_completion=True)))

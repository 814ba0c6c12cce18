"""Find people close to somebody: of whom a condition surely holds, and of whom one answer more or less undoes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import z3

from uncramp.facts import NUMBER_FLAGS, UNSURE, Answers
from uncramp.kb import Knowledge
from uncramp.logic import Atom, Compare, Expr, Flag, Member, facts_of
from uncramp.logic import Fact as Value
from uncramp.logic.evaluate import COMPARISONS
from uncramp.logic.fact_types import EnumType, FlagType, IntType
from uncramp.logic.prove import Prover, Symbol, all_of, holds, open_fact
from uncramp.safety.corpus.strangers import limits
from uncramp.safety.person import YES, Person

Pair = tuple[Answers, Answers]
"""Two people who differ in one answer: of the first a condition surely holds, of the second surely not."""


class Search:
    """Everybody there could be, and those of them who are most like somebody."""

    def __init__(self, kb: Knowledge) -> None:
        self.kb = kb
        self.person = Person(kb)
        self.prover = Prover(self.person.domain)
        self._limits = limits(kb)
        self._same: dict[tuple[str, Value | None], z3.BoolRef] = {}
        self._changed: dict[str, tuple[Person, Symbol, z3.BoolRef]] = {}

    def fires(self, when: Expr, like: Answers) -> Answers | None:
        """Somebody of whom the condition surely holds, as much like that person as can be."""
        found = self.closest(self.person.surely(when), like, facts_of(when))
        return found and found[0]

    def open(self, when: Expr, like: Answers) -> Answers | None:
        """Somebody whose missing answers leave the condition open."""
        found = self.closest(
            all_of((self.person.perhaps(when), z3.Not(self.person.surely(when)))), like, facts_of(when)
        )
        return found and found[0]

    def pair(self, when: Expr, atom: Atom, like: Answers) -> Pair | None:
        """Two people between whom nothing changes but the answer to this question, and with it the condition."""
        other, symbol, inside = self._with_another(atom.fact)
        given = self.person.given[atom.fact]
        wanted = all_of(
            (
                inside,
                given.known,
                self.person.surely(when),
                z3.Not(other.perhaps(when)),
                z3.Xor(holds(atom, given), holds(atom, symbol)),
            )
        )
        words = [symbol.equals(value) for value in around(self.kb, atom, like)]
        found = self.closest(wanted, like, facts_of(when), _nearer(atom, given, symbol), words)
        if found is None:
            return None
        answers, model = found
        return answers, answers.given({atom.fact: symbol.answer(model)})

    def closest(
        self,
        formula: z3.BoolRef,
        like: Answers,
        about: Iterable[str],
        first: Sequence[z3.BoolRef] = (),
        last: Sequence[z3.BoolRef] = (),
    ) -> tuple[Answers, z3.ModelRef] | None:
        """Somebody of whom the formula holds. Only the facts it is about differ, if that is enough; else any.

        Always the same one, whatever Z3 comes upon first: what cannot be alike takes the first answer that will do.
        """
        free = self._moved_by(about)
        for moved in (free, set(self.kb.facts)):
            narrow = self._alike_but_for(moved, formula, like)
            if self.prover.witness(narrow) is not None:
                near_first = sorted(moved, key=lambda id: (id in free, id))
                wishes = [*first, *(self._as(like, id) for id in near_first)]
                nearest = self._answers(self.prover.simplest(narrow, wishes), like, moved)
                differs = {id for id in moved if _given(nearest, id) != _given(like, id)}
                answers = [wish for id in sorted(differs) for wish in self._in_turn(id)]
                model = self.prover.simplest(self._alike_but_for(differs, formula, like), [*first, *answers, *last])
                return self._answers(model, like, differs), model
        return None

    def _alike_but_for(self, moved: set[str], formula: z3.BoolRef, like: Answers) -> z3.BoolRef:
        return all_of((formula, *(self._as(like, id) for id in self.kb.facts if id not in moved)))

    def _in_turn(self, id: str) -> Iterator[z3.BoolRef]:
        """The answers that a fact may have, in the order in which they are tried; no answer comes last."""
        symbol, doubt = self.person.given[id], self.person.doubted[id]
        yield symbol.known
        yield z3.Not(doubt)
        match symbol.type:
            case FlagType():
                yield symbol.value
            case EnumType(words):
                yield from (symbol.equals(word) for word in words)
            case IntType(low, high):
                yield from (symbol.value == near for near in sorted({low, high, *self._limits.get(id, ())}))

    def _answers(self, model: z3.ModelRef, like: Answers, moved: set[str]) -> Answers:
        """The person of the model, who is like that other one but for what may have moved."""
        known, unsure = dict(like.known), set(like.unsure)
        for id in moved:
            known.pop(id, None)
            unsure.discard(id)
            if z3.is_true(model.eval(self.person.given[id].known, model_completion=True)):
                known[id] = self.person.given[id].answer(model)
            elif z3.is_true(model.eval(self.person.doubted[id], model_completion=True)):
                unsure.add(id)
        return Answers(known, frozenset(unsure))

    def _as(self, like: Answers, id: str) -> z3.BoolRef:
        """This fact is answered, unsure or absent as it is of that person."""
        answer = _given(like, id)
        if (id, answer) not in self._same:
            symbol, doubt = self.person.given[id], self.person.doubted[id]
            if id in like.known:
                same = all_of((symbol.known, symbol.equals(like.known[id])))
            else:
                same = all_of((z3.Not(symbol.known), doubt if id in like.unsure else z3.Not(doubt)))
            self._same[id, answer] = same
        return self._same[id, answer]

    def _with_another(self, fact: str) -> tuple[Person, Symbol, z3.BoolRef]:
        """The same person with another answer to one question."""
        if fact not in self._changed:
            symbol = Symbol((one := open_fact(fact, self.kb.facts[fact].type, "'")).type, one.value, YES)
            person = Person(self.kb, "'", like=self.person, but={fact: symbol})
            self._changed[fact] = person, symbol, all_of((symbol.inside(), *person.domain))
        return self._changed[fact]

    def _moved_by(self, facts: Iterable[str]) -> set[str]:
        """The facts, those that fill them in, and the ages that have to fit each other."""
        found = set(facts)
        ages = (NUMBER_FLAGS & self.kb.facts.keys()) | {
            fact for one in self.kb.implied if one.fact in NUMBER_FLAGS for fact in facts_of(one.when)
        }
        while True:
            more = {fact for one in self.kb.implied if one.fact in found for fact in facts_of(one.when)}
            more |= ages if found & ages else set()
            more |= {self.kb.facts[fact].unsure_of for fact in found} - {""}
            if more <= found:
                return found
            found |= more


def _given(answers: Answers, id: str) -> Value | None:
    return answers.known.get(id, UNSURE if id in answers.unsure else None)


def _nearer(atom: Atom, given: Symbol, other: Symbol) -> list[z3.BoolRef]:
    """A number stands right at the limit, on either side of it."""
    if not isinstance(atom, Compare):
        return []
    return [z3.Or(given.value - other.value == 1, other.value - given.value == 1)]


def flips(kb: Knowledge, answers: Answers, atom: Atom, like: Answers) -> Iterator[Answers]:
    """The same person with another answer to one question, such that the question comes out the other way."""
    fact = atom.fact
    if fact not in answers.known:
        return
    was = truth(atom, answers.known[fact])
    for value in around(kb, atom, like):
        if truth(atom, value) is not was:
            yield answers.given({fact: value})


def around(kb: Knowledge, atom: Atom, like: Answers) -> list[Value]:
    """The answers worth trying: both, those around the limit, or the usual word and then the others."""
    match atom, kb.facts[atom.fact].type:
        case Compare(_, _, limit), IntType(low, high):
            return [value for value in (limit, limit - 1, limit + 1) if low <= value <= high]
        case Member(), EnumType(values):
            return sorted(values, key=lambda word: word != like.known.get(atom.fact))
        case Flag(), FlagType():
            return [True, False]
    raise TypeError(f"`{atom.fact}` cannot be asked like that")


def truth(atom: Atom, value: Value) -> bool:
    match atom:
        case Flag():
            return value is True
        case Compare(_, op, limit):
            return COMPARISONS[op](value, limit)
        case Member(_, words):
            return value in words

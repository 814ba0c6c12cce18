"""Who would notice a slip: examples beside an entry, stories, who has to be offered what, plans; and the corpus.

Everything is reckoned once for the knowledge as it is. Of a mutant only those people are judged again for whom one of
its conditions comes out otherwise than before.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, cast

import numpy as np
import pyarrow as pa
from msgspec.structs import replace

from agreement import engines
from knowledge import test_golden_plans as golden
from knowledge import test_offered as offered
from knowledge import test_vignettes as stories
from knowledge.people import person
from mutation.mutants import Mutant, mutated, place
from uncramp.facts import Answers
from uncramp.kb import Judged, Knowledge
from uncramp.kb.catalogue import key
from uncramp.kb.conditions import Conditions
from uncramp.kb.examples import example_person
from uncramp.logic import Expr, Facts, evaluate, sides_of
from uncramp.logic.columns import people_of, screen
from uncramp.offer import Offers, offers
from uncramp.plan import plan
from uncramp.safety.corpus.files import head, lines
from uncramp.safety.corpus.people import alike
from uncramp.triage import Triage, triage

CORPUS = stories.FOLDER.parent / "corpus"


class Base:
    """The knowledge as it is, and what each of its conditions comes to for one person, reckoned once."""

    def __init__(self, kb: Knowledge) -> None:
        self.kb = kb
        kb.for_many()
        self._values: dict[int, tuple[Facts, Callable[[Expr], bool | None]]] = {}

    def judging(self, known: Facts) -> Callable[[Expr], bool | None]:
        """As `Knowledge.judging`, kept for each person; the person is kept with it, so that no other gets the id."""
        if id(known) not in self._values:
            self._values[id(known)] = known, self.kb.judging(known)
        return self._values[id(known)][1]


class Slipped:
    """A knowledge with a mutant in it, for whoever decides: as `mutants.mutated`, but made in no time."""

    def __init__(self, base: Base, mutant: Mutant) -> None:
        self._base, self._kb = base, base.kb
        self._changes = mutant.changes
        changed = {name: expr for name, expr in mutant.changes.items() if expr is not None}
        self._own = {id(expr): expr for expr in changed.values()}
        self._of, self._entry, self._fields = mutant.of, mutant.entry, mutant.fields

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kb, name)

    @cached_property
    def rules(self) -> tuple[Judged, ...]:
        return tuple(new for judged in self._kb.rules if (new := self._judged(judged)) is not None)

    def _judged(self, judged: Judged) -> Judged | None:
        name = f"rule:{judged.rule.id}"
        if self._of == "rule" and self._fields and judged.rule.id == self._entry:
            rule = replace(judged.rule, **self._fields)
            return Judged(rule, judged.when, judged.calming, judged.asked)
        if name not in self._changes:
            return judged
        when = self._changes[name]
        if when is None:
            return None
        plain, under = sides_of(when)
        return Judged(judged.rule, when, calming=under - plain, asked=plain | under)

    @cached_property
    def indications(self) -> Any:
        rows, nth = [], dict[str, int]()
        for remedy, indication, when in self._kb.indications:
            at = nth[remedy.id] = nth.get(remedy.id, -1) + 1
            new = self._changes.get(f"remedy:{remedy.id}:{at}", when)
            if new is not None:
                rows.append((remedy, indication, new))
        return tuple(rows)

    @cached_property
    def against(self) -> Any:
        if self._of != "contraindication" or not (self._fields or None in self._changes.values()):
            return self._kb.against
        found = dict(self._kb.against)
        for target, rows in found.items():
            if any(row.id == self._entry for row in rows):
                new = [replace(row, **self._fields) if row.id == self._entry else row for row in rows]
                found[target] = tuple(row for row in new if self._fields or row.id != self._entry)
        return found

    def when(self, kind: str, id: str, nth: int | None = None) -> Expr:
        changed = self._changes.get(f"{kind}:{id}" if nth is None else f"{kind}:{id}:{nth}")
        return self._kb.when(kind, id, nth) if changed is None else changed

    def judging(self, known: Facts) -> Callable[[Expr], bool | None]:
        before = self._base.judging(known)
        own = self._own
        return lambda when: evaluate(when, known) if id(when) in own else before(when)


class Crowd:
    """People, and for whom of them a condition is true, false or open."""

    def __init__(self, kb: Knowledge, people: Sequence[Answers]) -> None:
        self.people = people
        self._types = {id: fact.type for id, fact in kb.facts.items()}
        self._table: pa.Table = engines.table([dict(one.known) for one in people], self._types)

    def values(self, exprs: Sequence[Expr]) -> Iterator[tuple[Any, Any]]:
        """Per expression, for whom it surely holds and for whom it may, as one truth value a person."""
        blocks = list(screen(exprs, self._types, self._table))
        for nth in range(len(exprs)):
            planes = [(people_of(one.must[nth], one.people), people_of(one.may[nth], one.people)) for one in blocks]
            yield np.hstack([must for must, _ in planes]), np.hstack([may for _, may in planes])


class Touched:
    """Of some people, those for whom one of a mutant's conditions comes out otherwise, or stays open."""

    def __init__(self, kb: Knowledge, people: Sequence[Answers], mutants: Sequence[Mutant], *, open_too: bool) -> None:
        self.crowd = Crowd(kb, people)
        names = list(kb.pack.conditions)
        self._before = dict(zip(names, self.crowd.values([_of(kb, name) for name in names]), strict=True))
        self._open_too = open_too
        rows = [(one.id, name, expr) for one in mutants for name, expr in one.changes.items() if expr is not None]
        self._found: dict[str, Any] = {}
        for (id, name, _), (must, may) in zip(rows, self.crowd.values([expr for *_, expr in rows]), strict=True):
            was_must, was_may = self._before[name]
            differ = (must != was_must) | (may != was_may)
            if open_too:
                differ |= may & ~must
            self._found[id] = self._found[id] | differ if id in self._found else differ

    def by(self, mutant: Mutant) -> list[int]:
        """The places of these people."""
        if mutant.id in self._found:
            return [int(nth) for nth in np.flatnonzero(self._found[mutant.id])]
        id = mutant.entry if mutant.of != "indication" else "{}:{}".format(*place(mutant.entry))
        _, may = self._before[f"{'remedy' if mutant.of == 'indication' else mutant.of}:{id}"]
        return [int(nth) for nth in np.flatnonzero(may)]


class Judges:
    """Everybody who would notice one of these mutants; each method gives the first who does, or nobody."""

    def __init__(self, kb: Knowledge, mutants: Sequence[Mutant], *, corpus: bool = True) -> None:
        self.base, self.kb = Base(kb), kb
        self._examples = _examples(kb)
        self._stories = stories.VIGNETTES
        self._told = [one.answers(kb) for one in self._stories]
        for story, answers in zip(self._stories, self._told, strict=True):
            assert not _story_fails(kb, story, answers), f"{story.name} fails without a slip"
        self._story_touched = Touched(kb, self._told, mutants, open_too=True)
        self._offered = offered.STORIES
        self._offered_people = [one.answers(kb) for one in self._offered]
        for wanted, answers in zip(self._offered, self._offered_people, strict=True):
            assert not wanted.fails(kb, answers), f"{wanted.who} fails without a slip"
        self._offered_touched = Touched(kb, self._offered_people, mutants, open_too=True)
        self._golden = [_golden_person(kb, name) for name in golden.PEOPLE]
        self._golden_touched = Touched(kb, self._golden, mutants, open_too=True)
        self._pages = {name: golden.page(kb, name) for name in golden.PEOPLE}
        self._plans = [self._plan(kb, answers) for answers in self._golden]
        if corpus:
            liked = head(CORPUS)["like"]
            rows = [row for name in head(CORPUS)["people"] for row in lines(CORPUS, name)]
            self._corpus = [kb.answers(alike(row, liked)) for row in rows]
            self._corpus_touched = Touched(kb, self._corpus, mutants, open_too=False)
            self._corpus_found: dict[int, tuple[Triage, Offers]] = {}

    def example(self, mutant: Mutant) -> str:
        """The example that comes out wrong; empty if none does."""
        for name, expr in mutant.changes.items():
            if expr is not None:
                for said, wanted, known in self._examples.get(name, ()):
                    if evaluate(expr, known) is not wanted:
                        return f"{said} of {name.partition(':')[2]}"
        return ""

    def story(self, mutant: Mutant) -> str:
        """The story that no longer comes out as told."""
        if mutant.of != "rule" and not any(name.startswith("rule:") for name in mutant.changes):
            return ""
        slipped = cast(Knowledge, Slipped(self.base, mutant))
        for nth in self._story_touched.by(mutant):
            if _story_fails(slipped, self._stories[nth], self._told[nth]):
                return self._stories[nth].name
        return ""

    def offer(self, mutant: Mutant) -> str:
        """The person who is no longer offered what has to be there; asked only of slips in what remedies are for."""
        if not any(name.startswith("remedy:") for name in mutant.changes):
            return ""
        slipped = cast(Knowledge, Slipped(self.base, mutant))
        for nth in self._offered_touched.by(mutant):
            if self._offered[nth].fails(slipped, self._offered_people[nth]):
                return self._offered[nth].who
        return ""

    def page(self, mutant: Mutant) -> str:
        """The written-out person whose page changes."""
        slipped = cast(Knowledge, Slipped(self.base, mutant))
        others = mutant.of == "definition"  # a page also says what hangs on conditions of other kinds
        for nth in self._golden_touched.by(mutant):
            if others or self._plan(slipped, self._golden[nth]) != self._plans[nth]:
                name = golden.PEOPLE[nth]
                if golden.page(mutated(self.kb, mutant), name) != self._pages[name]:
                    return name
        return ""

    def corpus(self, mutant: Mutant) -> bool:
        """Whether somebody of the corpus gets another decision. Only regression: the corpus is made by the program."""
        slipped = cast(Knowledge, Slipped(self.base, mutant))
        kinds = {mutant.of, *(name.partition(":")[0] for name in mutant.changes)}
        for nth in self._corpus_touched.by(mutant):
            answers, (level, offered) = self._corpus[nth], self._found_before(nth)
            found = triage(slipped, answers) if "rule" in kinds else level
            if found != level:
                return True
            plans = kinds & {"contraindication", "remedy", "indication"}
            if plans and offers(slipped, answers, found.level) != offered:
                return True
        return False

    def _found_before(self, nth: int) -> tuple[Triage, Offers]:
        if nth not in self._corpus_found:
            found = triage(self.kb, self._corpus[nth])
            self._corpus_found[nth] = found, offers(self.kb, self._corpus[nth], found.level)
        return self._corpus_found[nth]

    def _plan(self, kb: Knowledge, answers: Answers) -> Any:
        found = triage(kb, answers)
        return found, plan(kb, answers, found, today=golden.TODAY)


def _story_fails(kb: Knowledge, story: stories.Vignette, answers: Answers) -> bool:
    if story.fails(kb, answers):
        return True
    return bool(story.over) and triage(kb, answers).level in story.right


def _golden_person(kb: Knowledge, name: str) -> Answers:
    written = tomllib.loads((golden.GOLDEN / f"{name}.toml").read_text(encoding="utf-8"))
    return person(kb, written["facts"])


def _examples(kb: Knowledge) -> Mapping[str, list[tuple[str, bool, Facts]]]:
    """Per condition, the people written beside it and what it has to be for them."""
    conditions = Conditions(facts=dict(kb.facts), implied=list(kb.implied))
    found: dict[str, list[tuple[str, bool, Facts]]] = {}
    entries: list[tuple[str, Any]] = [(key("rule", one.id), one) for one in kb.pack.rule]
    entries += [(key("contraindication", one.id), one) for one in kb.pack.contraindication]
    for remedy in kb.pack.remedy:
        entries += [(key("remedy", remedy.id, nth), one) for nth, one in enumerate(remedy.indication)]
    for name, entry in entries:
        for field, wanted in (("fires", True), ("silent", False)):
            for nth, named in enumerate(getattr(entry, field), 1):
                found.setdefault(name, []).append((f"{field} {nth}", wanted, example_person(conditions, named)))
    return found


def _of(kb: Knowledge, name: str) -> Expr:
    kind, id, *nth = name.split(":")
    return kb.when(kind, id, int(nth[0]) if nth else None)

"""Make the corpus: for each condition who shows it, each level in each place, and strangers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from uncramp.decide import decide
from uncramp.errors import PersonError
from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.logic import Atom, Compare, Expr, Member, atoms, evaluate, facts_of, to_text
from uncramp.safety.corpus.expected import SHORT, USUAL, digest, expected, meaning, outcome, plan_of
from uncramp.safety.corpus.people import NOBODY, People, Shown, Someone, everybody_well, lost, raw, unlike
from uncramp.safety.corpus.places import Places
from uncramp.safety.corpus.search import Pair, Search, around, flips
from uncramp.safety.corpus.strangers import limits, stranger
from uncramp.triage import triage

FORMAT = 1
STRANGERS = 500
SHOWN_KINDS = ("rule", "contraindication", "remedy")
"""The kinds of entry with a file of people of their own; the others share one."""

Told = Callable[[str, int], None]
"""Told what is being made, and how many steps of it there will be; then once a step, with 0."""


@dataclass
class Corpus:
    """Everything that is written: the head, the people by file, who shows which condition, and the plans."""

    head: dict[str, Any]
    people: dict[str, list[dict[str, Any]]]
    conditions: list[dict[str, Any]]
    plans: list[dict[str, Any]]


def make(kb: Knowledge, given: Answers = NOBODY, told: Told | None = None) -> Corpus:
    """The corpus of a knowledge. `given` are the numbers and words of the person most others are like."""
    told = told or _nobody
    well = everybody_well(kb, given)
    likes = {"nobody": NOBODY, "well": well}
    people, files, start = People(likes), {}, 0
    shows = Shows(kb, people, well)
    for name, conditions in _by_file(kb).items():
        told(name, len(conditions))
        for condition, when in conditions:
            shows.show(condition, when)
            told(name, 0)
        files[name], start = people.since(start), len(people)
    places = Places(kb, people, well, shows.search, shows.warned)
    told("places", len(places))
    for _ in places.fill():
        told("places", 0)
    files["places"], start = people.since(start), len(people)
    _strangers(kb, people, well)
    files["random"] = people.since(start)
    told("decisions", len(people))
    expecting = Expecting(kb, likes)
    rows = {name: [_told(expecting.row(one), told) for one in some] for name, some in files.items()}
    head = {
        "format": FORMAT,
        "meaning": meaning(kb),
        "people": {name: len(some) for name, some in files.items()},
        "conditions": len(shows.shown),
        "never": shows.never,
        "impossible": places.impossible,
        "like": {name: dict(sorted(raw(answers).items())) for name, answers in likes.items()},
    }
    return Corpus(head, rows, [one.row() for one in shows.shown], [*expecting.plans.values()])


def _nobody(_what: str, _steps: int) -> None:
    """Nobody wants to be told."""


def _told(row: dict[str, Any], told: Told) -> dict[str, Any]:
    told("decisions", 0)
    return row


def conditions(kb: Knowledge) -> Iterator[tuple[str, Expr]]:
    """Every condition of the knowledge by its name in the pack."""
    for name in kb.pack.conditions:
        kind, id, *nth = name.split(":")
        yield name, kb.when(kind, id, int(nth[0]) if nth else None)


def _by_file(kb: Knowledge) -> dict[str, list[tuple[str, Expr]]]:
    """Remedies before what speaks against them: those are shown on people for whom a remedy is meant."""
    found: dict[str, list[tuple[str, Expr]]] = {"rule": [], "remedy": [], "contraindication": [], "other": []}
    for name, when in conditions(kb):
        kind = name.split(":")[0]
        found[kind if kind in SHOWN_KINDS else "other"].append((name, when))
    return found


class Shows:
    """Shows conditions, one after the other, by people who are as much like the well one as can be."""

    def __init__(self, kb: Knowledge, people: People, well: Answers) -> None:
        self.kb, self.people, self.well = kb, people, well
        self.search = Search(kb)
        self.shown: list[Shown] = []
        self.never: list[str] = []
        self.warned: dict[str, Answers] = {}
        """Per rule, the person of whom it fires."""
        self._meant: dict[str, Answers] = {}
        self._done: dict[Expr, Shown] = {}

    def show(self, name: str, when: Expr) -> None:
        kind, id, *_ = name.split(":")
        like = self._offered(id) if kind == "contraindication" else self.well
        first = like if self._value(when, like) is True else self.search.fires(when, like)
        if first is None:
            self.never.append(name)
            return
        fires = self.people.add(first, f"{name} holds")
        if kind == "rule":
            self.warned[id] = first
        if kind == "remedy":
            self._remember(id, first)
        if when in self._done:
            before = self._done[when]
            self.shown.append(Shown(name, fires, before.near, before.values, before.open))
            return
        shown = Shown(name, fires)
        _Around(self, name, when, like, shown).add(first)
        self._done[when] = shown
        self.shown.append(shown)

    def _value(self, when: Expr, answers: Answers) -> bool | None:
        """What the condition says of somebody; None also of those who cannot be judged."""
        try:
            return evaluate(when, self.kb.settled(answers).known)
        except PersonError:
            return None

    def _remember(self, remedy: str, answers: Answers) -> None:
        """Somebody who is offered the remedy, so that it can be seen when something speaks against it."""
        if remedy not in self._meant:
            decision = decide(self.kb, self.kb.settled(answers), self.kb.texts())
            if any(row["remedy"] == remedy for row in decision["offer"]):
                self._meant[remedy] = answers

    def _offered(self, contraindication: str) -> Answers:
        """Somebody who is offered what this speaks against, and of whom it does not hold."""
        when = self.kb.when("contraindication", contraindication)
        against = [id for id, rows in self.kb.against.items() if any(one.id == contraindication for one in rows)]
        some = [self._meant[id] for id in against if id in self._meant]
        return next((one for one in some if self._value(when, one) is False), self.well)


@dataclass
class _Around:
    """Who stands close to one condition, on either side of it."""

    shows: Shows
    name: str
    when: Expr
    like: Answers
    shown: Shown
    _pool: list[tuple[Answers, bool]] = field(default_factory=list)

    def add(self, first: Answers) -> None:
        self._pool.append((first, True))
        pairs: list[tuple[Answers, str]] = []
        for atom in dict.fromkeys(atoms(self.when)):
            pair = self._flipped(atom) or self.shows.search.pair(self.when, atom, self.like)
            if pair is None:
                self.shows.never.append(f"{self.name}: {to_text(atom)}")
                self.shown.near.append([])
                continue
            self._keep(atom, pair)
            pairs.append((pair[0], atom.fact))
        if pairs:
            (one, fact), (other, another) = pairs[0], pairs[-1]
            self._lose(one, {fact}, in_doubt=False)
            self._lose(other, {another}, in_doubt=True)
        self._lose(first, facts_of(self.when), in_doubt=len(pairs) % 2 == 1)
        found = None if self.shown.open else self.shows.search.open(self.when, self.like)
        if found:
            self.shown.open.append(self._person(found, f"{self.name} is open"))

    def _keep(self, atom: Atom, pair: Pair) -> None:
        text = f"{self.name}: {to_text(atom) if isinstance(atom, Compare) else atom.fact}"
        self.shown.near.append([self._person(one, f"{text} {how}") for one, how in zip(pair, SIDES, strict=True)])
        self._pool += [(pair[0], True), (pair[1], False)]
        if isinstance(atom, Compare | Member):
            self.shown.values.append([*self._each_value(atom, pair[0], text)])

    def _flipped(self, atom: Atom) -> Pair | None:
        """Two people next to each other, one of whom is here already."""
        for one, value in self._pool:
            for other in flips(self.shows.kb, one, atom, self.like):
                if self.shows._value(self.when, other) is (not value):
                    return (one, other) if value else (other, one)
        return None

    def _each_value(self, atom: Compare | Member, one: Answers, text: str) -> Iterator[str]:
        """The person below, at and above a limit, or with each of the words."""
        for value in around(self.shows.kb, atom, self.like):
            if isinstance(atom, Compare) or value in atom.values:
                other = one.given({atom.fact: value})
                if self.shows._value(self.when, other) is not None:
                    yield self._person(other, f"{text} - {value}")

    def _lose(self, one: Answers, facts: set[str] | frozenset[str], *, in_doubt: bool) -> None:
        """Without these answers it depends."""
        other = lost(one, facts, unsure=in_doubt)
        try:
            settled = self.shows.kb.settled(other)
        except PersonError:
            return
        if evaluate(self.when, settled.known) is None:
            what = next(iter(facts)) if len(facts) == 1 else "everything"
            id = self._person(other, f"{self.name}: {what} - {'in doubt' if in_doubt else 'not asked'}")
            if id not in self.shown.open:
                self.shown.open.append(id)

    def _person(self, answers: Answers, why: str) -> str:
        return self.shows.people.add(answers, why)


SIDES = ("- yes", "- no")


def _strangers(kb: Knowledge, people: People, well: Answers) -> None:
    near, met, seed = limits(kb), 0, 0
    while met < STRANGERS and seed < 10 * STRANGERS:
        like, answers = stranger(kb, Random(seed), well, near)
        seed += 1
        try:
            triage(kb, kb.settled(answers))
        except PersonError:
            continue
        people.add(answers, f"random, seed {seed - 1}", like)
        met += 1


class Expecting:
    """What is expected of each: the level and what fired in full, the plan by name, all of it as a digest."""

    def __init__(self, kb: Knowledge, likes: dict[str, Answers]) -> None:
        self.kb, self.likes = Knowledge(kb.pack), likes
        self.kb.for_many()
        self.texts = self.kb.texts()
        self.plans: dict[str, dict[str, Any]] = {}

    def row(self, one: Someone) -> dict[str, Any]:
        found = outcome(decide(self.kb, self.kb.settled(one.answers), self.texts))
        row: dict[str, Any] = {"id": one.id, "why": one.why, "like": one.like}
        row |= unlike(one.answers, self.likes[one.like]) | expected(found)
        row |= {"plan": self._plan(found), "digest": digest(found, length=SHORT)}
        return {key: value for key, value in row.items() if USUAL.get(key) != value}

    def _plan(self, found: dict[str, Any]) -> str:
        """The name of what is offered and withheld: many people share a plan."""
        plan = plan_of(found)
        id = digest(plan, length=SHORT)
        self.plans.setdefault(id, {"id": id, **plan})
        return id

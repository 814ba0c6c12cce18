"""The knowledge, loaded: entries, their conditions as expressions, and the words for people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from uncramp.errors import UsageError
from uncramp.facts import Answers, Fact, Implied, read_answers, settle, with_doubts
from uncramp.kb.catalogue import fact_of, key
from uncramp.kb.entries import Contraindication, Food, Indication, Pair, Remedy, Rule
from uncramp.kb.pack import Pack, canonical, load_pack
from uncramp.kb.texts import Texts, numbers_of
from uncramp.logic import ALWAYS, Expr, Facts, evaluate, from_json, sides_of

if TYPE_CHECKING:
    from uncramp.logic.compile import Planes

HERE = Path(__file__).parent.parent / "knowledge"
ENGLISH = "en"

__all__ = ["Answers", "Knowledge", "Texts", "canonical", "load"]


def load(path: Path | None = None) -> Knowledge:
    """The knowledge that comes with uncramp, or that of another folder; KnowledgeError if it is malformed."""
    return Knowledge(load_pack(path or HERE, cached=path is None))


@dataclass(frozen=True, slots=True)
class Judged:
    """A triage rule with its condition, the facts that it asks of, and those among them that calm it: asked of only
    under `not`."""

    rule: Rule
    when: Expr
    calming: frozenset[str]
    asked: frozenset[str]


class Knowledge:
    """A pack and what is reckoned from it once. Immutable in use: nothing here changes what it says."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._expressions: dict[str, Expr] = {}
        self._planes: Planes | None = None
        self._slots: dict[int, int] = {}

    @property
    def name(self) -> str:
        """Version and hash, shown with every answer."""
        return f"{self.pack.version}+{self.pack.hash[:12]}"

    @cached_property
    def facts(self) -> dict[str, Fact]:
        return {entry.id: fact_of(entry) for entry in self.pack.fact}

    @cached_property
    def gates(self) -> frozenset[str]:
        return frozenset(id for id, fact in self.facts.items() if fact.tier == "gate")

    @cached_property
    def measured(self) -> frozenset[str]:
        return frozenset(id for id, fact in self.facts.items() if fact.measured)

    @cached_property
    def never_asked(self) -> frozenset[str]:
        """Facts that no question is worth: measured ones, and those that only record a doubt."""
        return self.measured | {id for id, fact in self.facts.items() if fact.unsure_of}

    @cached_property
    def implied(self) -> tuple[Implied, ...]:
        return tuple(
            Implied(entry.fact, entry.value, self.when("implied", str(nth)))
            for nth, entry in enumerate(self.pack.implied)
        )

    @cached_property
    def remedies(self) -> dict[str, Remedy]:
        return {remedy.id: remedy for remedy in self.pack.remedy}

    @cached_property
    def rules(self) -> tuple[Judged, ...]:
        """Every triage rule with its condition and what that asks of."""
        conditions = [(rule, self.when("rule", rule.id)) for rule in self.pack.rule]
        sides = [sides_of(when) for _, when in conditions]
        return tuple(
            Judged(rule, when, calming=under - plain, asked=plain | under)
            for (rule, when), (plain, under) in zip(conditions, sides, strict=True)
        )

    @cached_property
    def indications(self) -> tuple[tuple[Remedy, Indication, Expr], ...]:
        """Every indication with its remedy and its condition."""
        return tuple(
            (remedy, indication, self.when("remedy", remedy.id, nth))
            for remedy in self.pack.remedy
            for nth, indication in enumerate(remedy.indication)
        )

    @cached_property
    def against(self) -> dict[str, tuple[Contraindication, ...]]:
        """Per remedy, food or card, the contraindications that name it or one of its groups."""
        items: tuple[Remedy | Food, ...] = (*self.pack.remedy, *self.pack.food)
        names = {item.id: {item.id, *item.groups} for item in items} | {card.id: {card.id} for card in self.pack.card}
        found: dict[str, list[Contraindication]] = {id: [] for id in names}
        for contraindication in self.pack.contraindication:
            targets = set(contraindication.remedies)
            for id, own in names.items():
                if own & targets:
                    found[id].append(contraindication)
        return {id: tuple(rows) for id, rows in found.items()}

    @cached_property
    def clashes(self) -> dict[str, dict[str, tuple[Pair, ...]]]:
        """Per remedy, the others it must not stand beside or must be kept apart from, with the pairs that say so."""
        members = {
            name: {id for id, remedy in self.remedies.items() if name in (id, *remedy.groups)}
            for pair in self.pack.pair
            for name in (pair.first, pair.second)
        }
        found: dict[str, dict[str, tuple[Pair, ...]]] = {}
        for pair in self.pack.pair:
            for one, other in product(members[pair.first], members[pair.second]):
                if one != other:
                    for ours, theirs in {(one, other), (other, one)}:
                        row = found.setdefault(ours, {})
                        row[theirs] = tuple(dict.fromkeys((*row.get(theirs, ()), pair)))
        return found

    def number(self, id: str) -> int:
        """A quantity that the program decides by, as the whole number that the check promised."""
        return int(next(quantity.value for quantity in self.pack.quantity if quantity.id == id))

    def when(self, kind: str, id: str, nth: int | None = None) -> Expr:
        """The condition of an entry, definitions written out; of the nth indication for a remedy."""
        name = key(kind, id, nth)
        found = self._expressions.get(name)
        if found is None:
            tree = self.pack.condition(name)
            found = self._expressions[name] = ALWAYS if tree is None else from_json(tree)
        return found

    def judging(self, known: Facts) -> Callable[[Expr], bool | None]:
        """The value of each condition of this knowledge (an object that `when` gave) for one person."""
        if self._planes is None:
            return lambda when: evaluate(when, known)
        must, may = self._planes(known)

        def value(when: Expr) -> bool | None:
            bit = 1 << self._slots[id(when)]
            return True if must & bit else None if may & bit else False

        return value

    def for_many(self) -> None:
        """Compile the conditions, so that each further person is judged quicker; it pays after a hundred people."""
        from uncramp.logic.compile import compile_planes

        for name in self.pack.conditions:
            kind, entry, *nth = name.split(":")
            self.when(kind, entry, int(nth[0]) if nth else None)
        expressions = [*self._expressions.values()]
        self._slots = {id(expr): slot for slot, expr in enumerate(expressions)}
        self._planes = compile_planes(expressions)

    def answers(self, raw: object) -> Answers:
        """A person's answers, checked and with what they imply filled in; PersonError if they cannot be read."""
        return self.settled(read_answers(self.facts, raw))

    def settled(self, answers: Answers) -> Answers:
        """The same person with everything filled in that the answers imply."""
        return settle(with_doubts(self.facts, answers), self.implied)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((ENGLISH, *(language.id for language in self.pack.language))))

    @property
    def regions(self) -> tuple[str, ...]:
        return tuple(phone.id for phone in self.pack.phone)

    def texts(self, *, language: str = ENGLISH, region: str = "other", others: bool = False) -> Texts:
        """The words for one person; UsageError for a language or region that is not there."""
        if language not in self.languages:
            raise UsageError(f"there is no language `{language}`", allowed=", ".join(self.languages))
        phone = next((phone for phone in self.pack.phone if phone.id == region), None)
        if phone is None:
            raise UsageError(f"there is no region `{region}`", allowed=", ".join(self.regions))
        table, fallback = self.pack.texts.get(language, {}), self.pack.texts[ENGLISH]
        signed = language == ENGLISH or any(one.id == language and one.reviewed_by for one in self.pack.language)
        return Texts(table, fallback, numbers_of(phone, {**fallback, **table}), others, signed)

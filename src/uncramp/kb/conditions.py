"""The conditions of a folder: parsed, checked against the facts there are, definitions written out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from uncramp.errors import KnowledgeError, PersonError, RuleError
from uncramp.facts import Fact, Implied, checked
from uncramp.kb.catalogue import fact_of, key
from uncramp.kb.entries import ImpliedEntry
from uncramp.kb.read import Folder
from uncramp.kb.understand import when_it_plays_a_part
from uncramp.logic import Expr, facts_of, sides_of
from uncramp.logic.check import Vocabulary, check
from uncramp.logic.parse import parse

CALMING = ("who", "episode", "site")
"""Groups whose facts may stand under `not`: everything else is a warning, and a warning never lowers anything."""


@dataclass
class Conditions:
    """Every condition by the kind and id of its entry (an indication by its place in the remedy)."""

    facts: dict[str, Fact] = field(default_factory=dict)
    implied: list[Implied] = field(default_factory=list)
    parsed: dict[str, Expr] = field(default_factory=dict)

    def of(self, kind: str, id: str, nth: int | None = None) -> Expr | None:
        return self.parsed.get(key(kind, id, nth))


def read_conditions(folder: Folder) -> tuple[Conditions, list[KnowledgeError]]:
    """Parse and check every condition; what is wrong comes back beside the rest."""
    problems: list[KnowledgeError] = []
    conditions = Conditions()
    for entry in folder.entries["fact"]:
        try:
            conditions.facts[entry.id] = fact_of(entry)
        except ValueError as error:
            problems.append(KnowledgeError(str(error), where=folder.where("fact", entry.id, "type")))
    definitions: dict[str, Expr] = {}
    for entry in folder.entries["definition"]:
        try:
            definitions[entry.id] = parse(entry.when, where=folder.where("definition", entry.id, "when"))
        except RuleError as error:
            problems.append(_as_knowledge(error))
    vocabulary = Vocabulary({id: fact.type for id, fact in conditions.facts.items()}, definitions)
    for name, expr in definitions.items():
        where = folder.where("definition", name, "when")
        try:
            if name in vocabulary.facts:
                raise RuleError(f"`{name}` is both a fact and a definition", where=folder.where("definition", name))
            check(expr, vocabulary, where=where)
        except RuleError as error:
            what = f"in the definition `{name}`: {error.what}"
            problems.append(KnowledgeError(what, where=error.where, allowed=error.allowed, hint=error.hint))
    if problems:
        return conditions, problems
    used: set[str] = {name for expr in definitions.values() for name in facts_of(expr)}
    for kind, id, nth, text in _texts(folder):
        where = folder.where(kind, id, "when", nth or 0)
        try:
            parsed = parse(text, where=where)
            used |= facts_of(parsed)
            expr = check(parsed, vocabulary, where=where)
        except RuleError as error:
            problems.append(_as_knowledge(error))
            continue
        conditions.parsed[key(kind, id, nth)] = expr
        if kind != "implied":
            problems += _refused_nots(folder, conditions, expr, kind, id, nth)
    conditions.implied = list(_implied(folder, conditions, problems))
    for name in definitions:
        if name not in used:
            what = f"no condition uses the definition `{name}`"
            problems.append(KnowledgeError(what, where=folder.where("definition", name)))
    return conditions, problems


def _texts(folder: Folder) -> Iterator[tuple[str, str, int | None, str]]:
    for kind in ("rule", "contraindication", "medicine", "safety_net", "intake"):
        for entry in folder.entries[kind]:
            if entry.when:
                yield kind, entry.id, None, entry.when
    for contributor in folder.entries["contributor"]:
        text = when_it_plays_a_part(folder, contributor)
        if text:
            yield "contributor", contributor.id, None, text
    for nth, implied in enumerate(folder.entries["implied"]):
        yield "implied", str(nth), None, implied.when
    for remedy in folder.entries["remedy"]:
        for nth, indication in enumerate(remedy.indication):
            yield "remedy", remedy.id, nth, indication.when


def _implied(folder: Folder, conditions: Conditions, problems: list[KnowledgeError]) -> Iterator[Implied]:
    entry: ImpliedEntry
    for nth, entry in enumerate(folder.entries["implied"]):
        where = folder.where("implied", str(nth), "fact")
        fact, when = conditions.facts.get(entry.fact), conditions.of("implied", str(nth))
        if fact is None:
            problems.append(KnowledgeError(f"there is no fact `{entry.fact}`", where=where))
        elif when is not None:
            try:
                yield Implied(entry.fact, checked(fact, entry.value), when)
            except PersonError as error:
                problems.append(KnowledgeError(str(error), where=where))


def _refused_nots(
    folder: Folder, conditions: Conditions, expr: Expr, kind: str, id: str, nth: int | None
) -> Iterator[KnowledgeError]:
    for name in sorted(sides_of(expr)[1]):
        if conditions.facts[name].group not in CALMING:
            yield KnowledgeError(
                f"`not` stands over the warning `{name}` (in `{id}`)",
                where=folder.where(kind, id, "when", nth or 0),
                allowed=f"`not` over facts of the groups {', '.join(CALMING)}",
            )


def _as_knowledge(error: RuleError) -> KnowledgeError:
    return KnowledgeError(error.what, where=error.where, allowed=error.allowed, hint=error.hint)

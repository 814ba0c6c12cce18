"""Whether the entries of a folder make sense together: every finding has its file and line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from uncramp.errors import KnowledgeError, PersonError, RuleError, Where
from uncramp.facts import Fact, read_answers
from uncramp.kb.conditions import Conditions, read_conditions
from uncramp.kb.entries import Entry, Example, FactEntry, Remedy, Reviewed, Rule
from uncramp.kb.examples import example_person
from uncramp.kb.hazards import hazard_problems
from uncramp.kb.ledger import ledger_problems
from uncramp.kb.needed import missing
from uncramp.kb.read import Folder
from uncramp.kb.routines import routine_problems
from uncramp.kb.translation import translation_problems
from uncramp.kb.understand import understanding_problems
from uncramp.kb.wording import wording_problems
from uncramp.logic import Expr, evaluate


def check_folder(folder: Folder) -> tuple[Conditions, list[KnowledgeError]]:
    """The parsed conditions, and everything that is wrong with the folder, in file order."""
    conditions, problems = read_conditions(folder)
    problems = [*folder.problems, *problems]
    problems += _references(folder)
    problems += _rules(folder)
    problems += _remedies(folder)
    problems += _gates(folder, conditions)
    problems += _examples(folder, conditions)
    problems += wording_problems(folder)
    problems += understanding_problems(folder)
    problems += missing(folder)
    problems += translation_problems(folder)
    problems += ledger_problems(folder)
    problems += hazard_problems(folder)
    problems += routine_problems(folder)
    problems += _units(folder)
    if not folder.version:
        problems.append(KnowledgeError("there is no `version`", where=Where("knowledge.toml", 1)))
    told = [problem for problem in problems if problem in folder.problems or not _follows(problem, folder.unread)]
    return conditions, sorted(told, key=_place)


def _follows(problem: KnowledgeError, unread: set[str]) -> bool:
    """It only says once more that an entry is not there which could not be read."""
    return any(f"`{id}`" in problem.what or f".{id}." in problem.what for id in unread if id)


def _units(folder: Folder) -> Iterator[KnowledgeError]:
    """Every number has a unit of the folder's list, if it has one, so that a slip is not taken for another unit."""
    for kind in ("fact", "quantity", "measure"):
        for entry in folder.entries[kind] if folder.units else ():
            for unit in entry.unit.split(", ") if entry.unit else ():
                if unit not in folder.units:
                    what = f"`{unit}` is no unit (in `{entry.id}`)"
                    allowed = ", ".join(f"`{known}`" for known in folder.units)
                    yield KnowledgeError(what, where=folder.where(kind, entry.id, "unit"), allowed=allowed)


def _place(problem: KnowledgeError) -> tuple[str, int]:
    return (problem.where.file, problem.where.line) if problem.where else ("", 0)


def ids(folder: Folder, *kinds: str) -> set[str]:
    return {entry.id for kind in kinds for entry in folder.entries[kind]}


def _references(folder: Folder) -> Iterator[KnowledgeError]:
    """Whatever an entry names exists."""
    facts, sources = ids(folder, "fact"), ids(folder, "source")
    groups, targets = ids(folder, "group"), ids(folder, "remedy", "food", "group", "card")
    for kind, entries in folder.entries.items():
        for entry in entries:
            if isinstance(entry, Reviewed):
                yield from _known(folder, kind, entry, "sources", sources, "source")
                if entry.evidence == "recalled" and not entry.sources and not entry.check_at:
                    what = f"`{entry.id}` is recalled and does not say where to check it"
                    yield KnowledgeError(
                        what, where=folder.where(kind, entry.id, "evidence"), hint="fill in `check_at`"
                    )
            if kind == "fact" and entry.unsure_of:
                yield from _known(folder, kind, entry, "unsure_of", facts, "fact")
            if kind in ("prior", "quantity"):
                yield from _known(folder, kind, entry, "sources", sources, "source")
            if kind in ("remedy", "food"):
                yield from _known(folder, kind, entry, "groups", groups, "group")
            if kind == "contraindication":
                yield from _known(folder, kind, entry, "remedies", targets, "remedy, food or group")
            if kind == "drink" and entry.id not in ids(folder, "remedy"):
                yield _unknown(folder, kind, entry, "id", entry.id, "remedy")
            if kind == "pair":
                for side in ("first", "second"):
                    yield from _known(folder, kind, entry, side, targets, "remedy, food or group")
            if kind == "line":
                yield from _known(folder, kind, entry, "facts", facts, "fact")
                yield from _known(folder, kind, entry, "sets", facts, "fact")
            if kind == "quick":
                yield from _known(folder, kind, entry, "ask", facts, "fact")
                yield from _known(folder, kind, entry, "sets", facts, "fact")
                yield from _known(folder, kind, entry, "first", ids(folder, "remedy"), "remedy")
            if kind == "remedy" and entry.prior and entry.prior not in ids(folder, "prior"):
                yield _unknown(folder, kind, entry, "prior", entry.prior, "prior")


def _known(folder: Folder, kind: str, entry: Entry, field: str, known: set[str], noun: str) -> Iterator[KnowledgeError]:
    named = getattr(entry, field)
    for name in [named] if isinstance(named, str) else named:
        if name not in known:
            yield _unknown(folder, kind, entry, field, name, noun)


def _unknown(folder: Folder, kind: str, entry: Entry, field: str, name: str, noun: str) -> KnowledgeError:
    return KnowledgeError(f"there is no {noun} `{name}` (in `{entry.id}`)", where=folder.where(kind, entry.id, field))


def _rules(folder: Folder) -> Iterator[KnowledgeError]:
    """Each level says how to act on it, and nothing that belongs to another level."""
    needs = {"emergency": ("route",), "urgent": ("contact",), "routine": ("contact", "within_days")}
    rule: Rule
    for rule in folder.entries["rule"]:
        for field in ("route", "contact", "within_days"):
            if (getattr(rule, field) is not None) != (field in needs[rule.level]):
                verb = "needs" if field in needs[rule.level] else "has no"
                yield KnowledgeError(
                    f"`{rule.id}`: {rule.level} {verb} `{field}`", where=folder.where("rule", rule.id, "level")
                )
        for field in ("fires", "silent"):
            if not getattr(rule, field):
                yield KnowledgeError(
                    f"`{rule.id}` has no example in `{field}`", where=folder.where("rule", rule.id, field)
                )


def _remedies(folder: Folder) -> Iterator[KnowledgeError]:
    """A remedy that is never a step has no steps; caps of cold and heat are kept."""
    remedy: Remedy
    for remedy in folder.entries["remedy"]:
        if remedy.kind != "self_care" and (remedy.indication or remedy.guide):
            what = f"`{remedy.id}` is {remedy.kind} and cannot be indicated or guided"
            yield KnowledgeError(what, where=folder.where("remedy", remedy.id, "kind"))
        if ("never" in remedy.groups) != (remedy.kind == "never"):
            what = f"`{remedy.id}`: the group `never` and the kind `never` go together"
            yield KnowledgeError(what, where=folder.where("remedy", remedy.id, "groups"))
        if remedy.guide and {"cold_any", "heat_any"} & set(remedy.groups):
            guide = remedy.guide
            if guide.cap_minutes > 20 or guide.skin_check_minutes is None or guide.skin_check_minutes > 5:
                what = f"`{remedy.id}`: cold and heat stop at 20 minutes and have a skin check by minute 5"
                yield KnowledgeError(what, where=folder.where("remedy", remedy.id, "cap_minutes"))


def _gates(folder: Folder, conditions: Conditions) -> Iterator[KnowledgeError]:
    """Every gate stands in exactly one danger line, and no line is too many."""
    lines = folder.entries["line"]
    if not lines:
        return
    if len(lines) > 12:
        yield KnowledgeError(
            f"{len(lines)} danger lines", where=folder.where("line", lines[12].id), allowed="at most 12"
        )
    seen: dict[str, str] = {}
    for line in lines:
        for fact in line.facts:
            if fact in seen:
                what = f"`{fact}` stands in `{seen[fact]}` and in `{line.id}`"
                yield KnowledgeError(what, where=folder.where("line", line.id, "facts"))
            seen[fact] = line.id
    fact_entry: FactEntry
    for fact_entry in folder.entries["fact"]:
        if fact_entry.tier == "gate" and fact_entry.id not in seen:
            what = f"the gate `{fact_entry.id}` stands in no danger line"
            yield KnowledgeError(what, where=folder.where("fact", fact_entry.id))
    for kind, field in (("line", "sets"), ("quick", "sets")):
        for entry in folder.entries[kind]:
            where = folder.where(kind, entry.id, field)
            yield from _unreadable(conditions.facts, f"{field} of `{entry.id}`", where, [getattr(entry, field)])


def _examples(folder: Folder, conditions: Conditions) -> Iterator[KnowledgeError]:
    """The people written beside a condition get the answer that was written for them."""
    for kind, field in product(("rule", "contraindication"), ("fires", "silent")):
        for entry in folder.entries[kind]:
            where, people = folder.where(kind, entry.id, field), getattr(entry, field)
            yield from _wrong(conditions, conditions.of(kind, entry.id), f"`{entry.id}`", field, people, where)
    remedy: Remedy
    for remedy, field in product(folder.entries["remedy"], ("fires", "silent")):
        before = 0
        for nth, indication in enumerate(remedy.indication):
            where, people = folder.where("remedy", remedy.id, field, before), getattr(indication, field)
            condition, name = conditions.of("remedy", remedy.id, nth), f"indication {nth + 1} of `{remedy.id}`"
            yield from _wrong(conditions, condition, name, field, people, where)
            before += bool(people)


def _wrong(
    conditions: Conditions,
    condition: Expr | None,
    name: str,
    field: str,
    examples: Sequence[Example],
    where: Where,
) -> Iterator[KnowledgeError]:
    """The examples of one condition that come out otherwise than its field says; none for one that does not parse."""
    if condition is None:
        return
    unreadable = list(_unreadable(conditions.facts, f"{field} of {name}", where, examples))
    yield from unreadable
    for number, example in enumerate(() if unreadable else examples, 1):
        try:
            found = evaluate(condition, example_person(conditions, example))
        except PersonError as error:
            yield KnowledgeError(f"{field} {number} of {name}: {error}", where=where)
            continue
        if found is not (field == "fires"):
            said = {True: "fires", False: "is silent", None: "cannot tell"}[found]
            yield KnowledgeError(f"{field} {number} of {name}: the condition {said}", where=where)


def _unreadable(facts: dict[str, Fact], name: str, where: Where, people: Iterable[object]) -> Iterator[KnowledgeError]:
    for person in people:
        try:
            read_answers(facts, person)
        except (PersonError, RuleError) as error:
            yield KnowledgeError(f"{name}: {error}", where=where)

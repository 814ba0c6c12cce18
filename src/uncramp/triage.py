"""How urgent it is: the level of one person's answers, the rules that decided it, and what still has to be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import cast

from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.kb.entries import Rule
from uncramp.logic import Expr, evaluate, facts_of
from uncramp.logic.residual import most_useful, residual


class Level(IntEnum):
    """Triage levels; nothing ever lowers one."""

    self_care = 0
    routine = 1
    urgent = 2
    emergency = 3


@dataclass(frozen=True, slots=True)
class Open:
    """A rule that may fire, with what is still open of its condition and the unknown facts that hangs on."""

    rule: Rule
    when: Expr
    unknown: frozenset[str]


WEIGHTS = {Level.routine: 1.0, Level.urgent: 10.0, Level.emergency: 100.0}
"""How much an open rule of each level counts when the next question is chosen."""


@dataclass(frozen=True, slots=True)
class Triage:
    """What the answers come to.

    `certain` is the highest level of the rules that surely fire (`fired`, highest first), `possible` that of the rules
    that may. `by_gate` and `by_unsure` are the rules that raised `level` above `certain` because a danger sign has no
    answer, or because somebody was asked and did not know. `ask` are facts not asked yet that could raise the level,
    the most useful first, then those that could calm a rule that fired only because nobody asked; `complete` is true
    when none of them could reach urgent. `supposed` are, per fired rule, the calming facts that were supposed no.
    """

    level: Level
    certain: Level
    possible: Level
    complete: bool
    fired: tuple[Rule, ...]
    by_gate: tuple[Rule, ...]
    by_unsure: tuple[Rule, ...]
    ask: tuple[str, ...]
    supposed: Mapping[str, frozenset[str]]


def triage(kb: Knowledge, answers: Answers) -> Triage:
    """Judge one person's settled answers (`Knowledge.answers`). Total: every set of answers has a level.

    A fact that a rule asks of only under `not` can only calm it. It has to be given to do so: until then it is
    supposed no.

    INVARIANT: the order of rules and answers never matters, and no rule lowers what another raised.
    """
    known = answers.known
    fired: list[Rule] = []
    supposed: dict[str, frozenset[str]] = {}
    open_rules: list[Open] = []
    value_of = kb.judging(known)
    for judged in kb.rules:
        rule, value, open_part = judged.rule, value_of(judged.when), judged.when
        if value is False:
            continue
        ungiven = frozenset(fact for fact in judged.calming if fact not in known) if value is None else frozenset()
        if ungiven:
            value = evaluate(judged.when, known, ungiven)
            if value is True:
                supposed[rule.id] = ungiven
            elif value is None:
                open_part = cast(Expr, residual(judged.when, known, ungiven))
        if value is True:
            fired.append(rule)
        elif value is None:
            unknown = frozenset(fact for fact in judged.asked if fact not in known) - ungiven
            open_rules.append(Open(rule, open_part, unknown))
    certain = highest(fired)
    by_gate, by_unsure = _raised_by_doubt(kb, answers, open_rules)
    still = [one for one in open_rules if level_of(one.rule) > certain]
    ask = to_ask(kb, answers, [(one.when, WEIGHTS[level_of(one.rule)]) for one in still])
    calm = {fact for rule in fired if level_of(rule) is certain for fact in supposed.get(rule.id, ())}
    return Triage(
        level=max(certain, min(highest(by_gate), Level.urgent), min(highest(by_unsure), Level.routine)),
        certain=certain,
        possible=max(certain, highest(one.rule for one in open_rules)),
        complete=not any(level_of(one.rule) >= Level.urgent and _askable(kb, answers, one) for one in still),
        fired=tuple(sorted(fired, key=lambda rule: -level_of(rule))),
        by_gate=tuple(by_gate),
        by_unsure=tuple(by_unsure),
        ask=tuple(dict.fromkeys((*ask, *sorted(calm - answers.unsure)))),
        supposed=supposed,
    )


def level_of(rule: Rule) -> Level:
    return Level[rule.level]


def highest(rules: Iterable[Rule]) -> Level:
    return max(map(level_of, rules), default=Level.self_care)


def to_ask(kb: Knowledge, answers: Answers, questions: list[tuple[Expr, float]]) -> list[str]:
    """The facts of open conditions that were not asked yet and can be asked, the most useful first."""
    useful = most_useful(questions, answers.known)
    return [fact for fact in useful if fact not in answers.unsure and fact not in kb.never_asked]


def _raised_by_doubt(kb: Knowledge, answers: Answers, open_rules: list[Open]) -> tuple[list[Rule], list[Rule]]:
    """The open rules that hang on an unanswered gate, and of the rest those that hang on a "not sure"."""
    unknown_gates = kb.gates - answers.known.keys()
    doubts = unknown_gates | (answers.unsure - kb.measured)
    by_gate: list[Rule] = []
    by_unsure: list[Rule] = []
    for one in open_rules:
        if _hangs_on(one, answers, unknown_gates):
            by_gate.append(one.rule)
        elif _hangs_on(one, answers, doubts):
            by_unsure.append(one.rule)
    return by_gate, by_unsure


def _hangs_on(one: Open, answers: Answers, doubts: frozenset[str]) -> bool:
    """Whether an open condition could not come true without these unknown facts, or could by them alone."""
    if one.unknown.isdisjoint(doubts):
        return False
    if one.unknown <= doubts or evaluate(one.when, answers.known, doubts) is False:
        return True
    return evaluate(one.when, answers.known, one.unknown - doubts) is not False


def _askable(kb: Knowledge, answers: Answers, one: Open) -> bool:
    """Whether something that was not asked yet, and can be asked, could still make the condition true."""
    in_vain = (answers.unsure - kb.gates) | (kb.never_asked - answers.known.keys())
    rest = residual(one.when, answers.known, in_vain)
    return not isinstance(rest, bool) and not facts_of(rest) <= answers.unsure

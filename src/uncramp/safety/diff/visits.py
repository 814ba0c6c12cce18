"""Whom to see and how soon, as formulas: `plan.visit` once more, for Z3."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import NamedTuple

import z3

from uncramp.kb.entries import Rule
from uncramp.kb.needed import CONTACTS, LATEST_VISIT
from uncramp.logic.prove import all_of, any_of
from uncramp.plan import Visit as Planned
from uncramp.safety.deciding import Deciding, Judged
from uncramp.triage import Level


class Visit(NamedTuple):
    """`whom` is a route or a contact; empty when only unanswered questions sent somebody there."""

    whom: str
    within_days: int | None

    @classmethod
    def of(cls, planned: Planned) -> Visit:
        rule = planned.rule
        return cls((rule.route or rule.contact or "") if rule else "", planned.within_days)


def visits(d: Deciding, level: Level) -> dict[Visit, z3.BoolRef]:
    """The visits that somebody at this level may be sent to, each with of whom that is true; no two of one person."""
    found: dict[Visit, list[z3.BoolRef]] = {}
    nobody_yet: list[z3.BoolRef] = []
    for to_see, formulas in _grouped(d, level):
        some = any_of(formulas)
        found.setdefault(to_see, []).append(all_of([*map(z3.Not, nobody_yet), some]))
        nobody_yet.append(some)
    if level is Level.urgent:
        found[Visit("", 0)] = [all_of(map(z3.Not, nobody_yet))]
    return {to_see: any_of(formulas) for to_see, formulas in found.items()}


def _grouped(d: Deciding, level: Level) -> Iterator[tuple[Visit, list[z3.BoolRef]]]:
    """What may decide the visit, the first that holds decides; what leads to the same visit side by side."""
    rules = [one for one in d.rules if one.level is level]
    match level:
        case Level.emergency:
            rules.sort(key=lambda one: one.rule.route != "ambulance")
            yield from _side_by_side(rules, lambda rule: Visit(rule.route or "", 0))
        case Level.urgent:
            rules.sort(key=lambda one: CONTACTS["urgent"].index(one.rule.contact or "urgent_line"))
            yield from _side_by_side(rules, lambda rule: Visit(rule.contact or "", 0))
        case Level.routine:
            latest = d.kb.number(LATEST_VISIT)
            rules.sort(key=lambda one: one.rule.within_days or latest)
            yield from _side_by_side(rules, lambda rule: Visit(rule.contact or "", rule.within_days or latest))
            unsure = sorted((one.rule.within_days or latest, nth) for nth, one in enumerate(d.rules))
            for days, row in groupby(unsure, key=lambda pair: pair[0]):
                yield Visit("", days), [d.rules[nth].by_unsure for _, nth in row]
        case Level.self_care:
            return


def _side_by_side(rules: list[Judged], visit_of: Callable[[Rule], Visit]) -> Iterator[tuple[Visit, list[z3.BoolRef]]]:
    for to_see, row in groupby(rules, key=lambda one: visit_of(one.rule)):
        yield to_see, [one.fires for one in row]

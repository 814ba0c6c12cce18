"""Whether the routines of prevention can be dated: every number they need is there, and no two contradict."""

from __future__ import annotations

from collections.abc import Iterator

from uncramp.errors import KnowledgeError
from uncramp.kb.entries import Ladder, Quantity, Remedy, Routine
from uncramp.kb.needed import BEFORE_BED, LAST_HOUR
from uncramp.kb.read import Folder

IMPACT = "exercise_impact"
"""The group of what runs and jumps: it is over some time before bed, and by some hour of the evening."""


def routine_problems(folder: Folder) -> Iterator[KnowledgeError]:
    """What is wrong with the `[routine]` of each remedy, or with its absence."""
    numbers = {entry.id for entry in folder.entries["fact"] if entry.type == "int"}
    remedies = {entry.id for entry in folder.entries["remedy"]}
    quantities: list[Quantity] = folder.entries["quantity"]
    limits = {
        one.id: int(one.value) for one in quantities if one.id in (BEFORE_BED, LAST_HOUR) and one.value.isdecimal()
    }
    remedy: Remedy
    for remedy in folder.entries["remedy"]:
        for field, what in _problems(remedy, numbers, remedies, limits):
            yield KnowledgeError(f"`{remedy.id}`: {what}", where=folder.where("remedy", remedy.id, field))


def _problems(
    remedy: Remedy, numbers: set[str], remedies: set[str], limits: dict[str, int]
) -> Iterator[tuple[str, str]]:
    """The field and the fault."""
    routine = remedy.routine
    prevents = any(indication.phase == "prevention" for indication in remedy.indication)
    if prevents and (routine is None) == (not remedy.no_routine):
        yield "phase", "a remedy that prevents has either a `[routine]` or says why not (`no_routine`)"
    if routine is None:
        return
    if not routine.review_days:
        yield "says", "the routine says nothing about when to look again (`review_days`)"
    if not (routine.stop_if or remedy.stop_if):
        yield "says", "the routine has no stop rule (`stop_if`)"
    gap = routine.ladder is not None and routine.ladder.unit == "gap_minutes"
    if [routine.times is not None, routine.every_minutes is not None, gap].count(True) != 1:
        yield "times", "one of `times`, `every_minutes` and a ladder of `gap_minutes` says how often"
    if routine.days and (routine.per != "week" or len(set(routine.days)) != routine.times):
        yield "days", f"{len(set(routine.days))} days for {routine.times} times a {routine.per}"
    if routine.per == "week" and (routine.times or 0) > 1 and not routine.days:
        yield "times", "several times a week need their `days`"
    if routine.instead_of and routine.instead_of not in remedies:
        yield "instead_of", f"there is no remedy `{routine.instead_of}`"
    if IMPACT in remedy.groups and not _early(routine, limits):
        by = f"{limits.get(BEFORE_BED)} minutes before bed and by {limits.get(LAST_HOUR)}:00"
        yield "finish_before_bed_minutes", f"running and jumping end {by}"
    if routine.ladder:
        yield from _ladder_problems(routine.ladder, numbers)


def _early(routine: Routine, limits: dict[str, int]) -> bool:
    """Where a limit is missing (`needed` says so) nothing is early enough."""
    minutes, hour = limits.get(BEFORE_BED), limits.get(LAST_HOUR)
    if minutes is None or hour is None:
        return False
    return (routine.finish_before_bed_minutes or 0) >= minutes and (routine.finish_by_hour or 24) <= hour


def _ladder_problems(ladder: Ladder, numbers: set[str]) -> Iterator[tuple[str, str]]:
    if ladder.start_from and ladder.start_from not in numbers:
        yield "start_from", f"there is no fact `{ladder.start_from}` that is a number"
    if [bool(ladder.step), bool(ladder.percent), bool(ladder.shares)].count(True) != 1:
        yield "unit", "a ladder goes by one of `step`, `percent` and `shares`"
    if ladder.shares:
        if not ladder.start_from or ladder.start or ladder.goal or ladder.goal_percent:
            yield "shares", "shares are parts of a person's own level (`start_from`) and need no start and no goal"
        if list(ladder.shares) != sorted(ladder.shares, reverse=True):
            yield "shares", "shares go down"
        return
    if not ladder.start:
        yield "unit", "a ladder says where it begins for somebody who was not asked (`start`)"
    if [bool(ladder.goal), bool(ladder.goal_percent)].count(True) != 1:
        yield "unit", "a ladder has a `goal` or a `goal_percent`"
    if ladder.goal and ladder.goal < (ladder.start or 0):
        yield "goal", "the goal lies below the start"
    if ladder.lowest and ladder.lowest > (ladder.start or ladder.lowest):
        yield "lowest", "the lowest level lies above the start"

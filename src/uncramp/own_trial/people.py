"""What the arms of a trial are called, which night it is, and whether a trial that runs is still safe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from uncramp.diary import Entry
from uncramp.diary.check import instant
from uncramp.diary.projections import by_time
from uncramp.kb import Knowledge, Texts
from uncramp.kb.dates import weekday_day
from uncramp.kb.entries import Remedy
from uncramp.kb.texts import capital
from uncramp.lasting import known_answers
from uncramp.trial_diary import Run, kept
from uncramp.trials.design import NOTHING_EXTRA, Protocol, not_safe_any_more
from uncramp.trials.numbers import numbers
from uncramp.trials.series import ARMS, Arm
from uncramp.trials.words import Names

DAWN = 5
"""The hour at which "tonight" stops meaning the night that is still on."""
WHY = ("done", "clear", "no_use", "worse", "not_safe_any_more", "too_much_work", "own_wish")
"""What a person can end a trial for."""
DAY = timedelta(days=1)


def tonight(now: datetime) -> str:
    """The night that is meant by "tonight", by the day on whose morning it ends."""
    return (now.date() + timedelta(days=now.hour >= DAWN)).isoformat()


def last_over(now: datetime) -> str:
    """The last night that has come to its end."""
    return (now.date() - timedelta(days=now.hour < DAWN)).isoformat()


def title_of(remedy: Remedy | None, texts: Texts) -> str:
    return texts.entry("remedy", remedy.id, "title", remedy.title) if remedy else ""


def name_of(kb: Knowledge, arm: str, texts: Texts) -> str:
    """What an arm is called; one that the knowledge does not have any more, by its id."""
    if arm == NOTHING_EXTRA:
        return texts("trials.nothing_extra")
    return title_of(kb.remedies.get(arm), texts) or arm


def names_of(kb: Knowledge, one: Protocol, texts: Texts) -> Names:
    return Names(a=name_of(kb, one.arm_a, texts), b=name_of(kb, one.arm_b, texts))


def name_in(names: Names, arm: Arm) -> str:
    return names.a if arm == "a" else names.b


def not_safe(kb: Knowledge, run: Run, entries: Sequence[Entry]) -> bool:
    """Whether the profile in the diary, a check since it began, or knowledge that changed, speaks against going on."""
    if help_first(entries, run.design.person, since=run.design.at):
        return True
    arms = [arm for arm in (run.protocol.arm_a, run.protocol.arm_b) if arm != NOTHING_EXTRA]
    remedies = [kb.remedies[arm] for arm in arms if arm in kb.remedies]
    answers = kb.settled(known_answers(kb, entries))
    return len(remedies) < len(arms) or not_safe_any_more(kb, answers, remedies)


def help_first(entries: Iterable[Entry], person: str, *, since: str = "") -> bool:
    """Whether a check since a moment said that help comes first. Only a later whole check takes that back: what has
    passed must not hold for ever, and a few danger lines do not ask everything."""
    first = False
    own = (one for one in entries if one.kind == "check_done" and one.understood and one.person == person)
    for check in by_time(own):
        if not since or instant(check.at) >= instant(since):
            first = needs_help(check) or (first and check.body["where"] != "check")
    return first


def needs_help(check: Entry) -> bool:
    """Whether a check came to a level at which nothing but help is of use."""
    return check.body["level"] not in numbers().arms.levels


def tonight_says(run: Run, wanted: str, names: Names, texts: Texts) -> list[str]:
    """With or without, or why neither; then which night it is. Empty when the trial is over."""
    planned, stage = run.planned(wanted), run.stage(wanted)
    if stage == "not_yet":
        return [texts("trials.not_yet", day=weekday_day(run.first - DAY, texts))]
    if planned is None or stage == "over":
        return []
    if planned.arm is None:
        return [texts("trials.as_usual", night=planned.number, nights=run.protocol.run_in_nights)]
    without = planned.arm == "a" and run.protocol.arm_a == NOTHING_EXTRA
    said = (
        texts("trials.tonight_without", b=names.b)
        if without
        else texts("trials.tonight_with", arm=name_in(names, planned.arm))
    )
    return [said, texts("trials.night_of", night=planned.number, nights=len(run.plan))]


def kept_says(run: Run, names: Names, texts: Texts) -> list[str]:
    """How the nights kept to what was drawn, arm by arm."""
    found = [(name_in(names, arm), kept(run, arm)) for arm in ARMS]
    said = [texts("trials.kept_to", arm=name, kept=one.kept, nights=one.nights) for name, one in found if one.nights]
    return [capital(one) for one in said]


def days_said(nights: Sequence[str], texts: Texts) -> str:
    return ", ".join(weekday_day(date.fromisoformat(one), texts) for one in nights)

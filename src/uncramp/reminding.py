"""Which reminders hold now: those of the plan that somebody took, and the running trial's; and when each is silent.

The phone app makes the reminders of a plan (`site/static/js/diary/ics.js`), since only it has every answer that the
plan is made from. They are judged again here, whenever they are asked for, by what the diary has come to know since:
what was done, what the profile speaks against, and a check that said that help comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from uncramp.diary import Entry
from uncramp.diary.check import instant
from uncramp.diary.kinds import Kinds
from uncramp.diary.projections import day_of
from uncramp.kb import Knowledge
from uncramp.lasting import known_answers
from uncramp.offer import Weighing
from uncramp.own_trial.people import help_first, needs_help, not_safe
from uncramp.triage import Level, triage
from uncramp.trial_diary import Run, running

DONE = "measure_done"
KINDS = ("check_done", "profile_change", "trial_design", "trial_night", "trial_look", "trial_end")
"""What of a diary decides about reminders, beside what was done."""
NOT_PLANNED = ("diary", "review")
"""Reminders of a remedy that are not for doing it."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder as a calendar takes it: `rule` is its RRULE; without `time` it is of the whole day.

    `sequence` goes up with each change that a person made of it, `changed` with each change at all. `but_not` are days
    of the rule on which it does not come; one that is `silent` stands in the calendar and does not ring.
    """

    uid: str
    title: str
    text: str
    day: str
    time: str | None
    minutes: int | None
    rule: str | None
    sequence: int
    changed: datetime
    but_not: tuple[str, ...] = ()
    silent: bool = False

    @property
    def remedy(self) -> str:
        return self.uid.partition("-")[0]

    @property
    def part(self) -> str:
        """Which of the reminders of its remedy: `1`, `2` ... for doing it, `diary` or `review`."""
        return self.uid.partition("-")[2].partition(".")[0]


@dataclass(frozen=True, slots=True)
class Hours:
    """What a person said about the hours: when they go to bed, and from when to when nothing rings."""

    bedtime: str
    quiet: tuple[str, str]

    def silent(self, time: str | None) -> bool:
        """Whether nothing rings at this hour; what has no hour rings never."""
        first, last = self.quiet
        if time is None or first == last:
            return False
        return first <= time < last if first < last else time >= first or time < last


def usual_hours(kinds: Kinds) -> Hours:
    """For who has said nothing."""
    first, last = kinds.reminders["quiet"]
    return Hours(kinds.reminders["bedtime"][0], (first, last))


@dataclass(frozen=True, slots=True)
class Taken:
    """The reminders that a person took from their plan, and when the diary got them."""

    at: str
    hours: Hours
    reminders: tuple[Reminder, ...]


def paused(kb: Knowledge, entries: Sequence[Entry], person: str, since: str | None) -> bool:
    """Whether nothing may be reminded of: a check said that help comes first, and either no whole check has said
    otherwise since, or the plan was not taken anew; or the profile alone says so."""
    if help_first(entries, person) or triage(kb, kb.settled(known_answers(kb, entries))).certain >= Level.urgent:
        return True
    checks = [one for one in entries if one.kind == "check_done" and one.understood and one.person == person]
    return since is not None and any(needs_help(one) and instant(one.at) >= instant(since) for one in checks)


def of_plan(kb: Knowledge, taken: Taken, entries: Sequence[Entry]) -> list[Reminder]:
    """Those of the plan that hold; without the days on which it was done.

    What the profile surely speaks against by now is left out, and what has to be asked about first: as in a new plan.
    An answer that is missing does not speak against anything: it was given when the plan was made.
    """
    weighing = Weighing(kb, kb.settled(known_answers(kb, entries)))

    known = [
        one for one in taken.reminders if one.remedy in kb.remedies and not weighing.suits(one.remedy).speaks_against
    ]
    done = done_days(entries)
    return [
        replace(one, but_not=days, changed=max(one.changed, last), silent=taken.hours.silent(one.time))
        for one in known
        for days, last in [_done(one, known, done)]
    ]


Doing = Mapping[str, Mapping[str, Sequence[datetime]]]
"""By remedy and day, when each time that it was done was written down."""


def done_days(entries: Iterable[Entry]) -> Doing:
    found: dict[str, dict[str, list[datetime]]] = {}
    for one in entries:
        if one.kind == DONE and one.understood:
            days = found.setdefault(str(one.body["remedy"]), {})
            days.setdefault(day_of(one.at), []).append(instant(one.recorded_at))
    return found


def _done(one: Reminder, all: Iterable[Reminder], done: Doing) -> tuple[tuple[str, ...], datetime]:
    """The days on which this reminder has nothing more to say: done as often as it is the turn of it. Of several a day
    the earlier fall away first."""
    if one.part in NOT_PLANNED or one.rule is None:
        return (), one.changed
    same = sorted((other.time or "", other.uid) for other in all if other.remedy == one.remedy and other.part.isdigit())
    nth = same.index((one.time or "", one.uid))
    days = {
        day: sorted(times) for day, times in done.get(one.remedy, {}).items() if len(times) > nth and day >= one.day
    }
    return tuple(sorted(days)), max((times[nth] for times in days.values()), default=one.changed)


def of_trials(kb: Knowledge, entries: Sequence[Entry], hours: Hours, title: str, today: date) -> list[Reminder]:
    """Each evening of a trial that runs and is safe. Its words name nothing that is tried: others see calendars."""
    found = running(entries, (today + DAY).isoformat())
    return [_of_trial(run, hours, title, today) for run in found if not not_safe(kb, run, entries)]


def _of_trial(run: Run, hours: Hours, title: str, today: date) -> Reminder:
    """From the evening before the first morning on; not this evening where its night was recorded already."""
    first, last = (date.fromisoformat(run.night(number)) - DAY for number in (1, len(run.plan)))
    time, recorded = hours.bedtime, (today + DAY).isoformat() in run.said
    return Reminder(
        uid=f"trial-{run.id}@uncramp", title=title, text="", day=first.isoformat(), time=time, minutes=None,
        rule=f"FREQ=DAILY;UNTIL={last:%Y%m%d}T{time.replace(':', '')}00", sequence=0,
        changed=instant(run.design.recorded_at), but_not=(today.isoformat(),) if recorded else (),
        silent=hours.silent(time),
    )  # fmt: skip

"""What a diary shows, in numbers: each with the range that chance alone leaves open, or too few to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from uncramp.diary import Entry
from uncramp.trends.counted import Done, Pains, Sites, Times, done_of, pains_of, sites_of, times_of
from uncramp.trends.numbers import numbers
from uncramp.trends.relief import Relief, relief_of
from uncramp.trends.weekly import DAY, WEEK, Change, Usual, Week, change_of, ledger, monday_of, usual_of, weeks_of


@dataclass(frozen=True, slots=True)
class Findings:
    """All of it. `first` to `last`: the days that were looked at. `nothing`: no cramp and no night without."""

    first: str
    last: str
    weeks: tuple[Week, ...]
    usual: Usual
    change: Change
    times: Times
    sites: Sites
    relief: tuple[Relief, ...]
    pains: Pains
    done: tuple[Done, ...]

    @property
    def episodes(self) -> int:
        return sum(week.episodes for week in self.weeks)

    @property
    def without(self) -> int:
        return sum(week.without for week in self.weeks)

    @property
    def nothing(self) -> bool:
        return not any(week.known for week in self.weeks)


def findings(
    entries: Sequence[Entry], today: str, weeks: int | None = None, *, planned: Mapping[str, int] | None = None
) -> Findings:
    """What the entries that hold now (`current`) say of the last `weeks` up to the week of `today`.

    Weeks before the first known one are left away. `planned`: per remedy, on how many days a week the plan asks for it.
    """
    wanted = numbers().window.weeks if weeks is None else weeks
    until, from_ = date.fromisoformat(today), first_day(today, wanted)
    near = [one for one in entries if one.understood and from_ <= one.at[:10] <= today]
    known = ledger(near)
    found = weeks_of(known, monday_of(until, wanted), until, wanted)
    first = found[0].first
    inside = [one for one in near if one.at[:10] >= first]
    episodes = [one for one in inside if one.kind == "episode"]
    return Findings(
        first=first,
        last=today,
        weeks=found,
        usual=usual_of(found),
        change=change_of(known, until),
        times=times_of(episodes),
        sites=sites_of(episodes),
        relief=tuple(relief_of(episodes)),
        pains=pains_of(episodes),
        done=done_of(inside, until, planned or {}),
    )


def first_day(today: str, weeks: int) -> str:
    """The first day that counts: that of the first week, or of those that tell how uneven the weeks are."""
    until = date.fromisoformat(today)
    return min(monday_of(until, weeks), until - (WEEK * numbers().window.spells_weeks - 1) * DAY).isoformat()

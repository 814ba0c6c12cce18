"""What people say for a time or a night: `yesterday 03:10`, `last night`, `2026-02-27 03:10`."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from uncramp.diary.check import is_date, is_moment
from uncramp.diary.making import stamp
from uncramp.errors import UsageError

DAY = timedelta(days=1)
NIGHT = re.compile(r"last night(?: (?:at )?(?P<time>\S+))?")
NAMED = re.compile(r"(?:(?P<day>today|yesterday) )?(?:at )?(?P<time>\d{1,2}:\d\d)")
WRITTEN = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)(?:[t ](?P<time>\d{1,2}:\d\d(?::\d\d)?)(?P<offset>z|[+-]\d\d:\d\d)?)?")
CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?")
MIDDLE = time(3)
"""What stands for a night whose time nobody knows; such an entry says that its time is a guess."""
NOON = 12
TIMES = "`today 14:00`, `yesterday 03:10`, `last night`, `last night 23:30` or `2026-02-27 03:10`"
NIGHTS = "`today` for the night to this morning, `yesterday`, `last night` or a day such as 2026-02-27"


def moment(said: str, now: datetime) -> tuple[str, bool]:
    """The moment that somebody means, at this place, and whether its time is a guess."""
    text = " ".join(said.lower().split())
    if found := NIGHT.fullmatch(text):
        return _night(said, found["time"], now)
    if found := NAMED.fullmatch(text):
        day = now.date() - (DAY if found["day"] == "yesterday" else timedelta())
        return _past(said, _here(day, _clock(said, found["time"])), now), False
    if (found := WRITTEN.fullmatch(text)) and found["time"] and is_date(found["day"]):
        clock, day = _clock(said, found["time"]), date.fromisoformat(found["day"])
        if found["offset"] is None:
            return _past(said, _here(day, clock), now), False
        written = f"{day}T{clock:%H:%M:%S}{found['offset'].upper()}"
        if is_moment(written):
            _past(said, datetime.fromisoformat(written), now)
            return written, False
    raise UsageError(f"`--at {said}` is no time", allowed=TIMES)


def night(said: str | None, now: datetime) -> str:
    """The night that somebody means, by the day on whose morning it ended."""
    text = " ".join((said or "today").lower().split())
    days = {"today": now.date(), "last night": now.date(), "yesterday": now.date() - DAY}
    if text in days:
        return days[text].isoformat()
    if not is_date(text):
        raise UsageError(f"`--at {said}` is no night", allowed=NIGHTS)
    if date.fromisoformat(text) > now.date():
        raise UsageError(f"the night to {text} has not come yet", allowed=NIGHTS)
    return text


def day(said: str, now: datetime, option: str) -> str:
    """A day that somebody means."""
    days = {"today": now.date(), "yesterday": now.date() - DAY}
    text = said.strip().lower()
    if text in days:
        return days[text].isoformat()
    if not is_date(text):
        raise UsageError(f"`{option} {said}` is no day", allowed="today, yesterday or a day such as 2026-02-27")
    return text


def _night(said: str, clock: str | None, now: datetime) -> tuple[str, bool]:
    """The newest night that has such a time behind it: 23:30 was yesterday, 03:10 this morning."""
    wanted = MIDDLE if clock is None else _clock(said, clock)
    day = now.date() - (DAY if wanted.hour >= NOON else timedelta())
    found = _here(day, wanted)
    if found > now:
        found = _here(day - DAY, wanted)
    return stamp(found), clock is None


def _clock(said: str, text: str) -> time:
    found = CLOCK.fullmatch(text)
    if not found:
        raise UsageError(f"`--at {said}` is no time", allowed=TIMES)
    return time(int(found[1]), int(found[2]), int(found[3] or 0))


def _here(day: date, clock: time) -> datetime:
    """That time at this place, with the offset that holds here on that day; an hour that summer time leaves out is
    the one after it, as a browser has it.
    """
    said = datetime.combine(day, clock)
    found = said.astimezone()
    return found if found.replace(tzinfo=None) == said else said.replace(fold=1).astimezone()


def _past(said: str, found: datetime, now: datetime) -> str:
    if found > now:
        raise UsageError(f"`--at {said}` has not come yet", allowed=TIMES)
    return stamp(found)

"""Reminders as a calendar (RFC 5545), for a program that asks for it again and again.

Times are floating, so they follow a traveller, and a reminder keeps its UID. The phone app writes the same as a file to
take in once (`site/static/js/diary/ics.js`); tests hold both against what a calendar program reads in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from uncramp.reminding import Reminder

LONGEST = 75
"""Octets of a line."""
AGAIN = "PT1H"
"""How often a program should look; most take longer whatever is said."""


def calendar(name: str, reminders: Iterable[Reminder]) -> str:
    """The whole calendar under a name."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//uncramp//plan//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{AGAIN}",
        f"X-PUBLISHED-TTL:{AGAIN}",
        *(line for one in reminders for line in _event(one)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(one: Reminder) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{one.uid}"
    yield f"DTSTAMP:{_moment(one.changed)}"
    yield f"SEQUENCE:{one.sequence}"
    yield "STATUS:CONFIRMED"
    yield f"DTSTART{_begin(one, one.day)}"
    yield f"SUMMARY:{escaped(one.title)}"
    yield "TRANSP:TRANSPARENT"
    yield "CLASS:PRIVATE"
    if one.time is not None and one.minutes:
        yield f"DURATION:PT{one.minutes}M"
    if one.rule:
        yield f"RRULE:{one.rule}"
    yield from (f"EXDATE{_begin(one, day)}" for day in one.but_not)
    if one.text:
        yield f"DESCRIPTION:{escaped(one.text)}"
    if one.time is not None and not one.silent:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:PT0S", f"DESCRIPTION:{escaped(one.title)}", "END:VALARM")
    yield "END:VEVENT"


def _begin(one: Reminder, day: str) -> str:
    """A day of it as DTSTART and EXDATE have it: at its hour wherever somebody is, or the whole day."""
    compact = day.replace("-", "")
    return f";VALUE=DATE:{compact}" if one.time is None else f":{compact}T{one.time.replace(':', '')}00"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """A text as a value: nothing in it can end its line."""
    for one in "\\;,":
        text = text.replace(one, f"\\{one}")
    kept = "\n".join(text.splitlines())
    return "".join(char if char >= " " and char != "\x7f" else "\\n" if char == "\n" else " " for char in kept)


def _folded(line: str) -> str:
    """Lines of at most 75 octets, never broken inside a character."""
    done, length = [], 0
    for char in line:
        size = len(char.encode("utf-8"))
        if length + size > LONGEST:
            done.append("\r\n ")
            length = 1
        done.append(char)
        length += size
    return "".join(done)

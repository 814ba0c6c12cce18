"""A date in the words of a language, whatever the machine's own language is."""

from __future__ import annotations

from datetime import date

from uncramp.kb.texts import Texts


def full_day(when: date, texts: Texts) -> str:
    """The day with its year: `5 December 2026`."""
    return _said("full", when, texts)


def short_day(when: date, texts: Texts) -> str:
    """The day without its year: `5 December`."""
    return _said("short", when, texts)


def weekday_day(when: date, texts: Texts) -> str:
    """The day with its day of the week: `Sat 5 December`."""
    return _said("weekday", when, texts)


def _said(pattern: str, when: date, texts: Texts) -> str:
    return texts(
        f"date.{pattern}",
        day=when.day,
        month=texts(f"month.{when.month}"),
        year=when.year,
        weekday=texts(f"weekday.{when.isoweekday()}"),
    )

"""The numbers that the trends decide by, read from `numbers.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from msgspec import Struct, convert


class Level(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    percent: int


class Window(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    weeks: int
    most_weeks: int
    spells_weeks: int
    compared_days: int


class Enough(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much must be written before something is said about it."""

    compared_weeks: int
    compared_episodes: int
    known_weeks: int
    times: int
    places: int
    tries: int
    pains: int
    done_days: int


class TimeOfDay(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    part_hours: int


class Shown(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    remedies: int
    places: int


class Numbers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    level: Level
    window: Window
    enough: Enough
    time_of_day: TimeOfDay
    shown: Shown


@cache
def numbers() -> Numbers:
    file = Path(__file__).with_name("numbers.toml")
    return convert(tomllib.loads(file.read_text(encoding="utf-8")), Numbers)

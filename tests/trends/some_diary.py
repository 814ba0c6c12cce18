"""Made-up diaries for the trends: every entry is one that the store takes."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import count
from typing import Any

from uncramp.diary import Entry

ME = "0190f3a0-0000-4000-8000-000000000001"
FIRST = date(2026, 6, 1)
"""A Monday."""
_numbers = count(1)
PLACES = [("site_calf", "left")] * 5 + [("site_calf", "right")] * 3 + [("site_foot", "left"), ("site_jaw", None)]
TRIED = ("calf_stretch_seated", "stand_and_walk", "reposition")


def entry(kind: str, at: str, body: Mapping[str, Any]) -> Entry:
    nth = next(_numbers)
    return Entry(f"{nth:08x}-0000-7000-8000-{nth:012x}", ME, at, at, kind, 1, dict(body))


def day(nth: int) -> str:
    """The n-th day after the first one."""
    return (FIRST + timedelta(days=nth)).isoformat()


def cramp(nth: int, hour: int = 3, **said: Any) -> Entry:
    body = {"what": "painful_cramp", "site": "site_calf", "side": "left", **said}
    return entry("episode", f"{day(nth)}T{hour:02}:10:00+00:00", body)


def without(nth: int) -> Entry:
    return entry("none_last_night", f"{day(nth)}T08:00:00+00:00", {"night": day(nth)})


def did(nth: int, remedy: str = "calf_stretch_wall") -> Entry:
    return entry("measure_done", f"{day(nth)}T21:00:00+00:00", {"remedy": remedy})


def use(seconds: int, outcome: str = "gone", remedy: str = "calf_stretch_seated") -> dict[str, Any]:
    return {"remedy": remedy, "outcome": outcome, "seconds": seconds}


def a_life(
    days: int, *, each_day: float = 1.0, later: float = 1.0, gaps: range = range(0), seed: int = 1
) -> list[Entry]:
    """So many days: about `each_day` cramps a day, in the last four weeks `later` times as many; nothing in `gaps`."""
    rng = random.Random(seed)
    found: list[Entry] = []
    for nth in range(days):
        if nth in gaps:
            continue
        rate = each_day * (later if nth >= days - 28 else 1)
        cramps = sum(rng.random() < rate / 20 for _ in range(20)) if rate < 10 else int(rate)
        if not cramps and rng.random() < 0.9:
            found.append(without(nth))
        if rng.random() < 0.6:
            found.append(did(nth))
        if rng.random() < 0.3:
            found.append(did(nth, "sleep_routine"))
        found += [_one(nth, rng) for _ in range(cramps)]
    return found


def _one(nth: int, rng: random.Random) -> Entry:
    site, side = rng.choice(PLACES)
    before = rng.randint(4, 9)
    said: dict[str, Any] = {"site": site, "pain_before": before, "pain_after": max(0, before - rng.randint(1, 6))}
    said["tried"] = [
        use(rng.randint(30, 400), rng.choice(["gone", "gone", "better", "time_over"]), rng.choice(TRIED))
        for _ in range(rng.choice([1, 1, 2]))
    ]
    if rng.random() < 0.15:
        said["time_guessed"] = True
    made = cramp(nth, rng.choice([1, 2, 3, 3, 4, 5, 14, 22]), **said)
    if side is None:
        del made.body["side"]  # type: ignore[attr-defined]
    else:
        made.body["side"] = side  # type: ignore[index]
    return made

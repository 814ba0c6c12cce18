"""What lint says of a routine that cannot be dated."""

from __future__ import annotations

from typing import Any

import pytest

from uncramp.kb.entries import Ladder, Routine
from uncramp.kb.read import Folder
from uncramp.kb.routines import IMPACT, routine_problems
from unit.routines import WALK, daily
from unit.small import QUANTITIES, gate, number, prevention, remedy


def faults(routine: Routine | None, groups: tuple[str, ...] = (), **more: Any) -> list[str]:
    folder = Folder(path=None)  # type: ignore[arg-type]
    folder.entries["fact"] = [number("walks", 0, 300), gate("faint")]
    folder.entries["quantity"] = [*QUANTITIES]
    folder.entries["remedy"] = [
        remedy("it", prevention(), groups=groups, routine=routine, **{"stop_if": "Stop.", **more})
    ]
    return [str(problem) for problem in routine_problems(folder)]


def test_a_sound_routine_has_no_fault() -> None:
    assert faults(daily(ladder=WALK)) == []
    assert faults(None, no_routine="On any day.") == []


@pytest.mark.parametrize(
    ("routine", "more", "said"),
    [
        (None, {}, "has either a `[routine]`"),
        (daily(), {"no_routine": "Never."}, "has either a `[routine]`"),
        (daily(review_days=None), {}, "when to look again"),
        (daily(), {"stop_if": ""}, "no stop rule"),
        (daily(times=None), {}, "how often"),
        (daily(every_minutes=45), {}, "how often"),
        (daily(times=3, per="week", days=("mon", "tue")), {}, "2 days for 3 times a week"),
        (daily(times=3, per="week"), {}, "need their `days`"),
        (daily(instead_of="flying"), {}, "no remedy `flying`"),
        (daily(), {"groups": (IMPACT,)}, "60 minutes before bed and by 20:00"),
        (
            daily(finish_before_bed_minutes=60, finish_by_hour=21),
            {"groups": (IMPACT,)},
            "60 minutes before bed and by 20:00",
        ),
        (
            daily(finish_before_bed_minutes=59, finish_by_hour=20),
            {"groups": (IMPACT,)},
            "60 minutes before bed and by 20:00",
        ),
        (daily(ladder=Ladder(unit="minutes", start=5, step=1, goal=9, start_from="faint")), {}, "that is a number"),
        (daily(ladder=Ladder(unit="minutes", start=5, goal=9)), {}, "by one of"),
        (daily(ladder=Ladder(unit="minutes", start=5, step=1, percent=10, goal=9)), {}, "by one of"),
        (daily(ladder=Ladder(unit="minutes", step=1, goal=9)), {}, "where it begins"),
        (daily(ladder=Ladder(unit="minutes", start=5, step=1)), {}, "has a `goal`"),
        (daily(ladder=Ladder(unit="minutes", start=5, step=1, goal=4)), {}, "below the start"),
        (daily(ladder=Ladder(unit="minutes", start=5, lowest=6, step=1, goal=9)), {}, "above the start"),
        (daily(ladder=Ladder(unit="cups", start_from="walks", shares=(50, 75))), {}, "shares go down"),
        (daily(ladder=Ladder(unit="cups", shares=(75, 50))), {}, "own level"),
    ],
)
def test_a_routine_that_cannot_be_dated_is_found(routine: Routine | None, more: dict[str, Any], said: str) -> None:
    found = faults(routine, **more)
    assert len(found) == 1, found
    assert said in found[0]

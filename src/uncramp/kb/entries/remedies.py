"""What can be done: remedies with their guide and routine, and medicines as a possible cause."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from uncramp.kb.entries.base import Certainty, Entry, Example, Reviewed, Text, Verdict

Phase = Literal["during", "after", "prevention"]
Positive = Annotated[int, Meta(ge=1)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DayPart = Literal["day", "waking", "meals", "evening", "bedtime", "sport"]
Unit = Literal["minutes", "hold_seconds", "gap_minutes", "cups"]


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: Literal["move", "hold", "rest"]
    says: Text
    seconds: Annotated[int, Meta(ge=1, le=1800)]


class Guide(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    sides: Literal["one", "each", "none"] = "none"
    rounds: Annotated[int, Meta(ge=1, le=20)] = 1
    rest_seconds: Annotated[int, Meta(ge=0, le=300)] = 0
    check_after: Annotated[int, Meta(ge=1, le=20)] = 1
    leads_on: bool = False
    """Done is done: the next remedy comes without a question how it is."""
    feel: str = ""
    cap_minutes: Annotated[int, Meta(ge=1, le=60)]
    skin_check_minutes: int | None = None
    step: tuple[Step, ...]


class Ladder(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What changes from week to week: from `start`, or this person's own level (`start_from`, a fact), to `goal`.

    By `step`, by at most `percent`, or by `shares` (percent of the own level, one a week).
    """

    unit: Unit
    start: Positive | None = None
    start_from: str = ""
    lowest: Positive | None = None
    step: Positive | None = None
    percent: Annotated[int, Meta(ge=1, le=10)] | None = None
    shares: tuple[Annotated[int, Meta(ge=0, le=100)], ...] = ()
    goal: Positive | None = None
    goal_percent: Annotated[int, Meta(ge=100)] | None = None
    step_when: str = ""


class Routine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How often, how long and until when: `times` per day or week, or every so many minutes, or by the ladder's gap."""

    times: Positive | None = None
    per: Literal["day", "week"] = "day"
    days: tuple[Weekday, ...] = ()
    every_minutes: Positive | None = None
    at: DayPart = "day"
    begins: Literal["now", "in_turn"] = "now"
    turn_days: Positive | None = None
    rest_first: bool = False
    instead_of: str = ""
    diary_days: Annotated[int, Meta(ge=0, le=14)] = 0
    weeks: Positive | None = None
    minutes: Positive | None = None
    hold_seconds: Positive | None = None
    rest_seconds: Positive | None = None
    repetitions: Positive | None = None
    ladder: Ladder | None = None
    finish_before_bed_minutes: Positive | None = None
    finish_by_hour: Annotated[int, Meta(ge=0, le=24)] | None = None
    progression: str = ""
    review_days: Positive | None = None
    stop_if: str = ""
    says: Text


class Indication(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    phase: Phase
    when: str = "always"
    order: int
    reason: Text
    fires: tuple[Example, ...] = ()
    silent: tuple[Example, ...] = ()


class Remedy(Reviewed, frozen=True, kw_only=True):
    title: Text
    kind: Literal["self_care", "information", "never"]
    groups: tuple[str, ...] = ()
    verdict: Verdict
    certainty: Certainty
    blocks: tuple[str, ...] = ()
    summary: Text
    why: str = ""
    details: str = ""
    ask_about: tuple[str, ...] = ()
    prior: str = ""
    stop_if: str = ""
    indication: tuple[Indication, ...] = ()
    guide: Guide | None = None
    routine: Routine | None = None
    no_routine: str = ""


class RemedyGroup(Entry, frozen=True, kw_only=True):
    title: Text


class Medicine(Reviewed, frozen=True, kw_only=True):
    title: Text
    examples: tuple[str, ...] = ()
    effect: Text
    strength: Literal["A", "B", "C"]
    when: str = ""
    says: Text
    ask_about: str = ""

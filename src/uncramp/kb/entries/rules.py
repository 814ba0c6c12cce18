"""What decides about a person: danger signs, contraindications, pairs, what to watch for, whom to call."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from msgspec import Meta

from uncramp.kb.entries.base import Entry, Evidence, Example, Reviewed, Text

Level = Literal["emergency", "urgent", "routine", "self_care"]
Contact = Literal[
    "urgent_line", "urgent_gp", "maternity", "dialysis_unit", "poison_centre", "eye_clinic",
    "gp", "pharmacist", "midwife", "physio", "optician", "dentist", "own_team",
]  # fmt: skip


class Rule(Reviewed, frozen=True, kw_only=True):
    code: str = ""
    level: Literal["emergency", "urgent", "routine"]
    route: Literal["ambulance", "ed_now"] | None = None
    contact: Contact | None = None
    within_days: Literal[3, 7, 14, 28] | None = None
    when: Text
    says: Text
    suspects: str = ""
    never_alone: str = ""
    fires: tuple[Example, ...] = ()
    silent: tuple[Example, ...] = ()


class Contraindication(Reviewed, frozen=True, kw_only=True):
    code: str = ""
    remedies: tuple[str, ...]
    action: Literal["withhold", "ask", "modify"]
    when: str = "always"
    says: Text
    fires: tuple[Example, ...] = ()
    silent: tuple[Example, ...] = ()


class Pair(Reviewed, frozen=True, kw_only=True):
    code: str = ""
    first: str
    second: str
    action: Literal["never", "apart"]
    hours: int | None = None
    says: Text


class SafetyNet(Entry, frozen=True, kw_only=True):
    """What to watch for after a decision, and when to look again."""

    levels: tuple[Level, ...]
    when: str = "always"
    review_days: Annotated[int, Meta(ge=1, le=14)] | None = None
    says: str = ""


class Phone(Entry, frozen=True, kw_only=True):
    """The numbers of one region; an empty one has a sentence in the texts instead."""

    title: Text
    countries: tuple[str, ...] = ()
    emergency: Text
    urgent: str = ""
    poisons: str = ""
    evidence: Evidence
    note: str = ""
    review_due: datetime.date

"""The types that every kind of entry is made of."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

Id = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]*$", max_length=60)]
Text = Annotated[str, Meta(min_length=1, max_length=2000)]
Evidence = Literal["verified", "part", "recalled"]
Verdict = Literal["supported", "plausible", "no_benefit", "contradicted", "unsafe"]
Certainty = Literal["high", "moderate", "low", "very_low"]
Example = dict[str, bool | int | str]


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    id: Id


class Reviewed(Entry, frozen=True, kw_only=True):
    """What a clinician signs: where it comes from, how far that was checked, who reviewed it and until when."""

    sources: tuple[str, ...] = ()
    check_at: str = ""
    evidence: Evidence
    note: str = ""
    reviewed_by: str = ""
    review_due: datetime.date

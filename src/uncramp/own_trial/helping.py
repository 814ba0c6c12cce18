"""From a diary to what helped so far and what cramps go together with: timed uses, days with answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from uncramp.diary import Entry
from uncramp.diary.projections import days
from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.kb.entries import Remedy
from uncramp.trials.design import may_be_tried
from uncramp.trials.numbers import numbers
from uncramp.trials.options import options

if TYPE_CHECKING:
    from uncramp.trials.relief import Belief, Use
    from uncramp.trials.triggers import Day, Triggers

MINUTE = 60


def uses(entries: Iterable[Entry]) -> list[Use]:
    """Every use that was timed: to "gone", or until nobody timed it any more. What was left out was no use.

    The pain at the start belongs to the first one that was tried; for those after it nobody said it.
    """
    return [use for entry in entries if entry.kind == "episode" for use in _uses(entry.body)]


def _uses(body: Mapping[str, Any]) -> Iterable[Use]:
    from uncramp.trials.relief import Use

    tried = [one for one in body.get("tried", ()) if one["outcome"] != "skipped"]
    longest = MINUTE * numbers().relief.longest_minutes
    for nth, one in enumerate(tried):
        if 0 < one.get("seconds", 0) <= longest:
            stopped = one["outcome"] != "gone"
            pain = body.get("pain_before") if nth == 0 else None
            yield Use(str(one["remedy"]), str(body["site"]), one["seconds"] / MINUTE, stopped, pain)


@dataclass(frozen=True)
class Helped:
    """What helped so far. `first`: what may be drawn for this person, with what is believed of it; None where nothing
    may be offered, or not enough was answered. `all`: of everything that was timed, whether it may be drawn or not."""

    uses: int
    all: Belief | None
    first: Belief | None


def helped(kb: Knowledge, entries: Sequence[Entry], answers: Answers) -> Helped:
    """`answers` are settled. The draw goes by the sceptical belief: what studies say is not put in silently."""
    from uncramp.trials.relief import relief

    timed, safe = uses(entries), options(kb, answers)
    known = [id for id in dict.fromkeys(use.remedy for use in timed) if id in kb.remedies]
    every = relief(timed, known) if known else None
    return Helped(len(timed), every, relief(timed, safe) if safe else None)


# ---- what cramps go together with


def noted_days(entries: Sequence[Entry], today: str) -> list[Day]:
    """Every day from the first answered one up to yesterday; a day of which nothing is written has no count."""
    from uncramp.trials.triggers import Day

    there: dict[str, dict[str, bool | None]] = {}
    for entry in entries:
        if entry.kind == "exposure" and entry.understood:
            there.setdefault(str(entry.body["day"]), {})[str(entry.body["what"])] = bool(entry.body["present"])
    asked = sorted(day for day in there if day < today)
    if not asked:
        return []
    known, first = days(entries), date.fromisoformat(asked[0])
    every = [(first + timedelta(days=nth)).isoformat() for nth in range((date.fromisoformat(today) - first).days)]
    states = {day: known.state(day, today) for day in every}
    counts = {day: known.counts.get(day, 0) if states[day] in ("cramp", "none") else None for day in every}
    return [Day(date.fromisoformat(day), counts[day], there.get(day, {})) for day in every]


def together(entries: Sequence[Entry], today: str) -> Triggers:
    from uncramp.trials.triggers import triggers

    return triggers(noted_days(entries, today))


def trial_for(kb: Knowledge, exposure: str) -> Remedy | None:
    """What a suspect can be tested by as a trial, where it can be one."""
    remedy = kb.remedies.get(numbers().triggers.tested_by.get(exposure, ""))
    return remedy if remedy is not None and may_be_tried(remedy) else None

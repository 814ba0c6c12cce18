"""Trials as they run, read from the entries of a diary: what it is the turn of, what was recorded, what may be said.

Pure: no database, clock or dice. `night` is always the day on whose morning a night ends, as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Literal

from uncramp.diary.entries import Entry
from uncramp.diary.projections import night_of
from uncramp.trials.design import (
    NOTHING_EXTRA,
    Conduct,
    Planned,
    Protocol,
    canonical,
    looks,
    mark,
    nights,
    order,
    read_protocol,
)
from uncramp.trials.series import Night, Series, TrialError, series

Stage = Literal["not_yet", "before", "running", "over"]
DAY = timedelta(days=1)


def design_body(one: Protocol, first_night: str, instead_of: str | None = None) -> dict[str, Any]:
    """What the diary's entry of a new trial says."""
    body = {
        "remedy_b": one.arm_b,
        "first_night": first_night,
        "before": one.run_in_nights,
        "nights": one.block_nights,
        "order": list(order(one)),
        "first_look": one.first_look,
        "counts": one.outcome,
        "knowledge": one.knowledge,
        "protocol": canonical(one).decode("ascii"),
        "mark": mark(one),
    }
    if one.arm_a != NOTHING_EXTRA:
        body["remedy_a"] = one.arm_a
    if one.washout_nights:
        body["skip"] = one.washout_nights
    if instead_of:
        body["instead_of"] = instead_of
    return body


@dataclass(frozen=True)
class Run:
    """One trial of one person, with what its entries say about it."""

    design: Entry
    protocol: Protocol
    said: Mapping[str, Entry]
    """By night, what was recorded last."""
    looked: tuple[str, ...]
    """The last night of each look so far, in order."""
    end: Entry | None

    @property
    def id(self) -> str:
        return self.design.id

    @cached_property
    def first(self) -> date:
        return date.fromisoformat(self.design.body["first_night"])

    @cached_property
    def plan(self) -> tuple[Planned, ...]:
        return nights(self.protocol)

    def night(self, number: int) -> str:
        """The date of a night by its number, from 1."""
        return (self.first + (number - 1) * DAY).isoformat()

    def number(self, night: str) -> int:
        """The number of a night by its date; below 1 before the trial, above the last one after it."""
        return (date.fromisoformat(night) - self.first).days + 1

    def planned(self, night: str) -> Planned | None:
        number = self.number(night)
        return self.plan[number - 1] if 1 <= number <= len(self.plan) else None

    def stage(self, night: str) -> Stage:
        if self.end is not None or self.number(night) > len(self.plan):
            return "over"
        planned = self.planned(night)
        if planned is None:
            return "not_yet"
        return "before" if planned.arm is None else "running"

    def missing(self, upto: str) -> list[str]:
        """The nights up to this one of which nothing was recorded, the newest first."""
        last = min(self.number(upto), len(self.plan))
        return [night for number in range(last, 0, -1) if (night := self.night(number)) not in self.said]

    def last_night(self, upto: str) -> int:
        """The number of the last night that a look on this day can see."""
        return max(0, min(self.number(upto), len(self.plan)))

    def may_look(self, upto: str) -> bool:
        """Whether a look now was planned, shows no more than the last one, or the trial is over."""
        again = self.night(self.last_night(upto)) in self.looked
        return again or self.stage(upto) == "over" or self.due_look(upto) is not None

    def due_look(self, upto: str) -> int | None:
        """The newest planned look that has come and that nobody took yet; its night's number."""
        last = self.last_night(upto)
        come = [number for number in looks(self.protocol) if number <= last]
        taken = {self.number(night) for night in self.looked}
        return come[-1] if come and come[-1] not in taken else None

    def next_look(self, upto: str) -> str | None:
        """The night after which the next planned look comes; None when there is none left."""
        return next((self.night(one) for one in looks(self.protocol) if one > self.last_night(upto)), None)


def runs(entries: Iterable[Entry]) -> list[Run]:
    """Every trial in entries that hold now (`current`), in the order in which they were begun.

    TrialError names the trial whose entry does not say what its protocol says: nothing of it can be trusted.
    """
    ordered = sorted(entries, key=lambda entry: (entry.recorded_at, entry.id))
    return [_run(entry, ordered) for entry in ordered if entry.kind == "trial_design" and entry.understood]


def running(entries: Iterable[Entry], night: str) -> list[Run]:
    """The trials that have not come to their end."""
    return [run for run in runs(entries) if run.stage(night) != "over"]


def _run(design: Entry, entries: Sequence[Entry]) -> Run:
    body = dict(design.body)
    hint = f"take it out of the diary (`uncramp diary delete {design.id}`): what was fixed afterwards shows nothing"
    if night_of(design.recorded_at) > body["first_night"]:
        raise TrialError(f"the trial of {design.at[:10]} was written, or changed, after its first night", hint=hint)
    try:
        protocol = read_protocol(body["protocol"], body["mark"])
    except TrialError as error:
        raise TrialError(f"the trial of {design.at[:10]}: {error.what}", hint=hint) from None
    if body != design_body(protocol, body["first_night"], body.get("instead_of")):
        raise TrialError(f"the trial of {design.at[:10]} was changed after it was fixed", hint=hint)
    own = [one for one in entries if one.person == design.person and one.body.get("trial") == design.id]
    said = {str(one.body["night"]): one for one in own if one.kind == "trial_night"}
    looked = tuple(str(one.body["night"]) for one in own if one.kind == "trial_look")
    end = next((one for one in own if one.kind == "trial_end"), None)
    return Run(design, protocol, said, looked, end)


def series_of(run: Run, entries: Iterable[Entry], upto: str) -> Series:
    """The nights of the periods up to one, each with the arm that was drawn for it, whatever was done that night.

    A night counts only when it was recorded and nothing of it is missing; every other one is missing, never a zero.
    """
    found: dict[str, int] = {}
    for entry in entries:
        if entry.kind == "episode" and entry.person == run.design.person and _counted(entry, run.protocol):
            night = night_of(entry.at)
            found[night] = found.get(night, 0) + 1
    last = run.last_night(upto)
    return series(
        Night(date.fromisoformat(night), planned.arm, _count(run.said.get(night), found.get(night, 0)))
        for planned in run.plan[:last]
        if planned.counts and planned.arm is not None
        for night in [run.night(planned.number)]
    )


def _counted(entry: Entry, protocol: Protocol) -> bool:
    return entry.understood and (protocol.outcome == "all" or entry.body.get("woke_me") is True)


def _count(said: Entry | None, episodes: int) -> int | None:
    """A number that was only counted holds also the episodes that were written down, so the larger one is meant."""
    if said is None or not said.body["complete"]:
        return None
    return max(episodes, int(said.body.get("cramps", 0)))


@dataclass(frozen=True, slots=True)
class Kept:
    """How the nights that were recorded kept to what was drawn, by arm."""

    nights: int
    kept: int


def kept(run: Run, arm: str) -> Kept:
    own = [one for night, one in run.said.items() if (planned := run.planned(night)) and planned.arm == arm]
    return Kept(len(own), sum(one.body["did"] == "yes" for one in own))


def conduct_of(run: Run, all_runs: Sequence[Run]) -> Conduct:
    """What was done beside the protocol: looks of its own, and starts and changes of the trials before it."""
    found = Conduct()
    for night in dict.fromkeys(run.looked):
        found = found.looked(run.protocol, run.number(night))
    by_id = {one.id: one for one in all_runs}
    now, seen = run, {run.id}
    while (before := by_id.get(now.design.body.get("instead_of", ""))) and before.id not in seen:
        same = replace(before.protocol, seed=now.protocol.seed) == now.protocol
        found = found.restarted() if same else found.changed(before.protocol, now.protocol)
        seen.add(before.id)
        now = before
    return found

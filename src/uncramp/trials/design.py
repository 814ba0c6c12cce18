"""A trial of one's own, fixed before its first night: who may, what is compared, in which order, and when it ends."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Literal

from msgspec.structs import asdict as fields_of

from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.kb.entries import Remedy
from uncramp.offer import Weighing, offers
from uncramp.triage import triage
from uncramp.trials.numbers import numbers
from uncramp.trials.series import SHORTEST_CARRY, Arm, TrialError

Outcome = Literal["all", "woke_me"]
Order = Literal["ab", "ba"]
Why = Literal["adult", "pregnancy", "level", "same", "arm", "held_back", "ask_first"]
NOTHING_EXTRA = "nothing_extra"
FORMAT = 1
LARGEST_SEED = 2**53
"""A whole number that every reader of JSON keeps."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a trial may not begin; an answer that is missing refuses too. `remedy`: the arm that it is about."""

    why: Why
    remedy: Remedy | None = None


def refusals(kb: Knowledge, answers: Answers, remedy: Remedy, against: Remedy | None) -> list[Refusal]:
    """Everything that speaks against this trial for this person; empty when it may begin."""
    found = [Refusal(why) for why in _about_the_person(kb, answers)]
    if against is not None and against.id == remedy.id:
        found.append(Refusal("same"))
    for arm in (remedy, *([against] if against else [])):
        found += _about_an_arm(kb, answers, arm)
    return found


def _about_the_person(kb: Knowledge, answers: Answers) -> Iterator[Why]:
    known, arms = answers.known, numbers().arms
    age = known.get("age_years")
    if not isinstance(age, int) or age < numbers().design.adult_years:
        yield "adult"
    if known.get("pregnancy_status") not in arms.pregnancy:
        yield "pregnancy"
    found = triage(kb, answers)
    if found.level.name not in arms.levels or not found.complete:
        yield "level"


def _about_an_arm(kb: Knowledge, answers: Answers, arm: Remedy) -> Iterator[Refusal]:
    if not may_be_tried(arm):
        yield Refusal("arm", arm)
        return
    offered = [
        offer
        for offer in offers(kb, answers, triage(kb, answers).level).offered
        if offer.remedy.id == arm.id and offer.phase == "prevention"
    ]
    if not offered:
        yield Refusal("held_back", arm)
    elif any(offer.ask_first for offer in offered):
        yield Refusal("ask_first", arm)


def not_safe_any_more(kb: Knowledge, answers: Answers, arms: Iterable[Remedy]) -> bool:
    """Whether what is known by now speaks against a trial that runs: the level, or what withholds an arm or wants it
    asked about first. An answer that is missing does not: it was given when the trial began. Nor does it matter whether
    the arm would be offered now: a profile alone has no cramp in it that anything is offered for."""
    known, rules = answers.known, numbers()
    age, pregnancy = known.get("age_years"), known.get("pregnancy_status")
    if isinstance(age, int) and age < rules.design.adult_years:
        return True
    if pregnancy is not None and pregnancy not in rules.arms.pregnancy:
        return True
    if triage(kb, answers).certain.name not in rules.arms.levels:
        return True
    weighing = Weighing(kb, answers)
    return any(weighing.suits(arm.id).speaks_against or not may_be_tried(arm) for arm in arms)


def may_be_tried(remedy: Remedy) -> bool:
    """Whether a remedy is one of the cheap things to do that a trial may have as an arm."""
    arms = numbers().arms
    return (
        remedy.id in arms.remedies
        and remedy.kind == "self_care"
        and remedy.verdict not in arms.verdicts_never
        and not set(remedy.groups) & set(arms.groups_never)
    )


@dataclass(frozen=True, slots=True)
class Protocol:
    """Everything that is decided before night one. Arm b is what is tried, arm a what it is compared with."""

    question: str
    arm_a: str
    arm_b: str
    outcome: Outcome
    block_nights: int
    pairs: int
    run_in_nights: int
    washout_nights: int
    carry_over: bool
    seed: int
    first_look: int
    better: float
    futile: float
    worthwhile_ratio: float
    prior: Mapping[str, float]
    gate: Mapping[str, int]
    knowledge: str
    format: int = FORMAT

    def __post_init__(self) -> None:
        _require(1 <= self.block_nights <= 28, "a period has 1 to 28 nights")
        _require(self.first_look <= self.pairs <= numbers().design.most_pairs, "the pairs are outside their limits")
        _require(0 <= self.washout_nights < self.block_nights, "a washout is shorter than its period")
        _require(0 <= self.run_in_nights <= 56, "a run-in has at most 56 nights")
        _require(0 <= self.seed <= LARGEST_SEED, "a seed is a whole number from 0 to 2^53")
        _require(not self.carry_over or self.block_nights >= SHORTEST_CARRY, "carry-over needs longer periods")
        _require(self.arm_a != self.arm_b, "the two arms are the same")


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise TrialError(what)


def protocol(
    kb: Knowledge,
    remedy: Remedy,
    against: Remedy | None,
    *,
    seed: int,
    outcome: Outcome = "all",
    pairs: int | None = None,
    block_nights: int | None = None,
    carry_over: bool = False,
) -> Protocol:
    """The protocol of a trial with the house's rules; TrialError if it cannot be one. Whether this person may is
    `refusals`."""
    design, words = numbers().design, numbers().words
    other = against.id if against else NOTHING_EXTRA
    return Protocol(
        question=f"fewer cramps on nights with {remedy.id} than on nights with {other}?",
        arm_a=other,
        arm_b=remedy.id,
        outcome=outcome,
        block_nights=design.block_nights if block_nights is None else block_nights,
        pairs=design.most_pairs if pairs is None else pairs,
        run_in_nights=design.run_in_nights,
        washout_nights=0,
        carry_over=carry_over,
        seed=seed,
        first_look=design.first_look,
        better=words.good,
        futile=words.futile,
        worthwhile_ratio=words.worthwhile_ratio,
        prior=fields_of(numbers().prior),
        gate=fields_of(numbers().gate),
        knowledge=kb.name,
    )


def canonical(one: Protocol) -> bytes:
    """The protocol as the one JSON text that it has: sorted keys, no spaces, ASCII."""
    body = asdict(replace(one, prior=dict(one.prior), gate=dict(one.gate)))
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def mark(one: Protocol) -> str:
    """What shows that nothing was changed afterwards: the SHA-256 of the canonical text."""
    return hashlib.sha256(canonical(one)).hexdigest()


def read_protocol(text: str, marked: str) -> Protocol:
    """The protocol that was written before night one; TrialError if anything of it was changed since."""
    try:
        found = Protocol(**json.loads(text))
        unchanged = mark(found) == marked and canonical(found) == text.encode("utf-8")
    except (ValueError, TypeError):
        unchanged = False
    if not unchanged:
        raise TrialError("the protocol is not the one that was marked before the first night")
    return found


@dataclass(frozen=True, slots=True)
class Planned:
    """A night of the trial, counted from 1: `arm` is None in the run-in; `counts` is false there and in a washout."""

    number: int
    pair: int
    arm: Arm | None
    counts: bool


def order(one: Protocol) -> tuple[Order, ...]:
    """Which arm comes first in each pair, by a coin that the seed throws: the same on every machine."""
    return tuple("ab" if _coin(one.seed, pair) else "ba" for pair in range(1, one.pairs + 1))


def _coin(seed: int, pair: int) -> bool:
    return hashlib.sha256(f"uncramp trial {seed} pair {pair}".encode("ascii")).digest()[0] % 2 == 0


def nights(one: Protocol) -> tuple[Planned, ...]:
    """Every night of the trial in order."""
    found = [Planned(number, 0, None, False) for number in range(1, one.run_in_nights + 1)]
    arms: tuple[Arm, Arm] = ("a", "b")
    for pair, first in enumerate(order(one), 1):
        for arm in arms if first == "ab" else arms[::-1]:
            for nth in range(one.block_nights):
                found.append(Planned(len(found) + 1, pair, arm, nth >= one.washout_nights))
    return tuple(found)


def looks(one: Protocol) -> tuple[int, ...]:
    """The numbers of the nights after which one may look: the end of each pair from the first look on."""
    return tuple(one.run_in_nights + 2 * one.block_nights * pair for pair in range(one.first_look, one.pairs + 1))


@dataclass(frozen=True, slots=True)
class Conduct:
    """What was done beside the protocol, counted and shown with every result: each makes a fluke likelier."""

    extra_looks: int = 0
    restarts: int = 0
    changes: int = 0

    def looked(self, one: Protocol, night: int) -> Conduct:
        """After a look at the end of this night; once a trial is over, one may look as often as one likes."""
        planned = looks(one)
        return self if night in planned or night > planned[-1] else replace(self, extra_looks=self.extra_looks + 1)

    def restarted(self) -> Conduct:
        return replace(self, restarts=self.restarts + 1)

    def changed(self, before: Protocol, after: Protocol) -> Conduct:
        """After the protocol became another; the same mark is no change."""
        return self if mark(before) == mark(after) else replace(self, changes=self.changes + 1)

    @property
    def as_planned(self) -> bool:
        return self == Conduct()

"""Hold the claims against the knowledge: each is proved, checked, or broken by somebody who is shown."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import z3

from uncramp.errors import UsageError
from uncramp.facts import Answers
from uncramp.kb import Knowledge, load
from uncramp.logic.prove import EFFORT, Prover, Undecided
from uncramp.offer import offers
from uncramp.safety.claims import CLAIMS, Claim, Proof, World, checks, levels, lints, plans  # noqa: F401  each registers its claims
from uncramp.safety.deciding import Deciding
from uncramp.triage import Level, Triage, triage

Verdict = Literal["proved", "checked", "fails", "undecided"]


class ModelDiffers(Exception):
    """The formulas say something else than the code that decides: our own bug, never a finding about the knowledge."""


@dataclass(frozen=True)
class Breaker:
    """Somebody of whom a claim does not hold, replayed through the code that decides; the raw answers."""

    what: str
    answers: Answers
    found: Triage
    plan: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of one claim. `steps` are the single proofs or cases; `seconds` on this machine."""

    claim: Claim
    verdict: Verdict
    steps: int
    seconds: float
    broken_by: tuple[Breaker | str, ...] = ()

    @property
    def holds(self) -> bool:
        return self.verdict in ("proved", "checked")


class Trial:
    """Claims held against one knowledge. With `settling` False the answers imply nothing: a harder test, for more
    people than there can be."""

    def __init__(self, kb: Knowledge, *, settling: bool = True, effort: int = EFFORT) -> None:
        self.world = World(kb, settling)
        self._effort = effort
        self._provers: dict[tuple[Deciding, bool], Prover] = {}

    def outcome(self, claim: Claim, *, first: bool = False) -> Outcome:
        """What becomes of the claim; with `first`, nobody is looked for after the first who breaks it."""
        started, count, undecided = time.perf_counter(), 0, False
        broken: list[Breaker | str] = []
        for step in claim.steps(self.world):
            if first and broken:
                break
            count += 1
            if not isinstance(step, Proof):
                broken += [f"{step.what}: {step.wrong}"] if step.wrong else []
                continue
            try:
                broken += self._broken_by(step)
            except Undecided as why:
                undecided = True
                broken.append(f"{step.what}: {why}")
        if not count:
            broken.append("it has nothing to look at")
        held: Verdict = "proved" if claim.kind == "proof" else "checked"
        verdict: Verdict = "undecided" if undecided else "fails" if broken else held
        return Outcome(claim, verdict, count, time.perf_counter() - started, tuple(broken))

    def _broken_by(self, step: Proof) -> list[Breaker | str]:
        prover = self._prover(step.about, step.plan)
        wanted = z3.And(*step.domain, step.claim if step.exists else z3.Not(step.claim))
        found = prover.witness(wanted)
        if step.exists:
            return [] if found else [f"{step.what}: there is nobody"]
        if found is None:
            return []
        person = step.about.person
        absent = [z3.Not(symbol.known) for symbol in person.given.values()]
        certain = [z3.Not(doubt) for doubt in person.doubted.values()]
        return [replay(step.what, step.about, prover.simplest(wanted, [*absent, *certain]))]

    def _prover(self, about: Deciding, plan: bool) -> Prover:
        """What the plan is made of is heavy, so only claims that speak of it carry it."""
        if (about, plan) not in self._provers:
            domain = [*about.person.domain, *(about.plan_domain if plan else ())]
            self._provers[about, plan] = Prover(domain, self._effort)
        return self._provers[about, plan]


def replay(what: str, about: Deciding, model: z3.ModelRef) -> Breaker:
    """The person of the model through the code that decides; ModelDiffers if that says something else."""
    kb = about.kb
    answers = about.person.answers(model)
    settled = kb.settled(answers) if about.person.settling else answers
    found = triage(kb, settled)
    modelled = [level.name for level in Level if z3.is_true(model.eval(about.level(level), model_completion=True))]
    if modelled != [found.level.name]:
        raise ModelDiffers(f"{what}: {modelled}, but the code says {found.level.name} of {answers}")
    offered = tuple(offer.remedy.id for offer in offers(kb, settled, found.level).offered)
    return Breaker(what, answers, found, offered)


def chosen(ids: Sequence[str]) -> list[str]:
    """The claims of these ids, all without any; UsageError for one that does not exist."""
    for id in ids:
        if id not in CLAIMS:
            raise UsageError(f"there is no claim `{id}`", allowed=", ".join(sorted(CLAIMS)))
    return sorted(set(ids) or CLAIMS)


def prove(path: Path | None, ids: Sequence[str] = (), *, jobs: int | None = None) -> Iterator[Outcome]:
    """Every claim, or those named, against a knowledge folder (None: uncramp's own), as they are done."""
    wanted = sorted(chosen(ids), key=lambda id: -WORK.get(id, 0))
    workers = min(len(wanted), jobs or os.cpu_count() or 1)
    if workers == 1:
        trial = Trial(load(path))
        yield from (trial.outcome(CLAIMS[id]) for id in wanted)
        return
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from multiprocessing import get_context

    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_begin, initargs=(path,)) as pool:
        for done in as_completed([pool.submit(_one, id) for id in wanted]):
            yield done.result()


WORK = {"P04": 9, "L01": 8, "P08": 7, "P09": 6, "P15": 5, "P28": 4, "P07": 3, "P25": 2, "P24": 1}
"""The claims that take longest, started first so that no worker is left alone with one."""

_trials: list[Trial] = []


def _begin(path: Path | None) -> None:
    _trials[:] = [Trial(load(path))]


def _one(id: str) -> Outcome:
    return _trials[0].outcome(CLAIMS[id])

"""Every engine on the same rules and people: first whether it says the same, then how long it takes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engines import peers
from engines.case import Case, Person, judged
from engines.engine import BASE, Engine
from engines.ours import OURS
from engines.timing import against, in_turn

ALL = (*OURS, *peers.RULES)
"""Every engine that the code names; ours first."""
ENOUGH = 5.0
"""Seconds that an engine gets to answer about everybody once; a slow one is asked about fewer people."""
FEWEST = 5


class Unequal(Exception):
    """An engine that does not say what the language means, of somebody who answered everything."""


def compared(
    case: Case,
    *,
    rounds: int,
    least: float,
    names: Collection[str] = ALL,
    python: Path = peers.PYTHON,
    told: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Answers checked, then times: at least `least` seconds a round and engine. Raises Unequal before any timing."""
    missing: dict[str, str] = {}
    found: dict[str, dict[str, Any]] = {}
    engines: dict[str, Engine] = {}
    with ExitStack() as stack:
        for name in names:
            told(f"{name}: loading and comparing")
            try:
                engine = OURS[name](case) if name in OURS else stack.enter_context(peers.started(name, case, python))
                found[name] = {"version": engine.version, "build": engine.build, **_checked(engine, case)}
            except (peers.Missing, ImportError) as reason:
                missing[name] = peers.why_missing(name, str(reason))
                continue
            engines[name] = engine
        told("timing")
        times = in_turn({name: lambda engine=engine: engine.seconds(least) for name, engine in engines.items()}, rounds)
    for name, ratio in against(times, BASE).items():
        found[name]["ratio"] = [ratio.middle, ratio.low, ratio.high]
        found[name]["build_ratio"] = found[name]["build"] / found[BASE]["build"]
        found[name]["microseconds"] = sorted(times[name])[rounds // 2] * 1e6
    return {"engines": found, "missing": missing}


def _checked(engine: Engine, case: Case) -> dict[str, Any]:
    few = len(case.whole)
    once = engine.seconds(0)
    if once * few > ENOUGH:
        few = min(few, max(FEWEST, int(ENOUGH / once)))
    said, truth = engine.answers(case.whole[:few]), case.truth(case.whole[:few])
    if said != truth:
        unlike = judged(truth, said)
        raise Unequal(f"{engine.name} says otherwise of {unlike.people} of {few} people: {unlike}")
    holes = case.truth(case.holes[:few])
    return {
        "people": few,
        "left_out": asdict(judged(holes, engine.answers(case.holes[:few]))),
        "null": asdict(judged(holes, engine.answers([_nulls(one, case) for one in case.holes[:few]]))),
    }


def _nulls(person: Person, case: Case) -> Person:
    return {fact: person.get(fact) for fact in case.facts}

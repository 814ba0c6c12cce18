"""One person decided, and what the reasons cost, beside the bare walk of the rules."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from typing import Any

from engines.timing import against, clock, in_turn

from uncramp.decide import decide
from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.logic import FlagType, evaluate
from uncramp.logic.compile import compile_planes
from uncramp.logic.explain import because

TIMES = 20
"""How often a thing is done to be timed once."""


def ordinary_person(kb: Knowledge) -> Answers:
    """A woman of 40 with a calf cramp who answered every yes/no question, all but one with no."""
    flags: dict[str, object] = {id: False for id, fact in kb.facts.items() if isinstance(fact.type, FlagType)}
    return kb.answers(flags | {"age_years": 40, "site_calf": True, "kind": "painful_cramp", "pregnancy_status": "no"})


def measured(kb: Knowledge, rounds: int) -> dict[str, Any]:
    texts = kb.texts(region="uk")
    rules = [one.when for one in kb.rules]
    everybody = [kb.when(*_named(name)) for name in sorted(kb.pack.conditions)]
    full = ordinary_person(kb)
    some = kb.answers({"site_calf": True, "kind": "painful_cramp", "age_years": 40})
    planes = compile_planes(everybody)
    swollen = kb.answers({"site_calf": True, "limb_swollen_one_side": True, "kind": "painful_cramp"}).known
    fired = [when for when in rules if evaluate(when, swollen) is True]
    times = in_turn(
        {
            "walk": _clocked(lambda: [evaluate(when, full.known) for when in rules]),
            "everything answered": _clocked(lambda: decide(kb, full, texts)),
            "three answers": _clocked(lambda: decide(kb, some, texts)),
            "plain values of fired rules": _clocked(lambda: [evaluate(when, swollen) for when in fired]),
            "their reasons": _clocked(lambda: [because(when, swollen) for when in fired]),
            "walk of all conditions": _clocked(lambda: [evaluate(when, full.known) for when in everybody]),
            "all conditions compiled": _clocked(lambda: planes(full.known)),
            "compiling all conditions": _clocked(lambda: compile_planes(everybody), 1),
        },
        rounds,
    )
    walks = against(times, "walk")
    saved = median(times["walk of all conditions"]) - median(times["all conditions compiled"])
    return {
        "decided": {name: _ratio(walks[name]) for name in ("everything answered", "three answers")},
        "milliseconds": {name: median(times[name]) * 1e3 for name in ("everything answered", "three answers")},
        "reasons": _ratio(against(times, "plain values of fired rules")["their reasons"]),
        "fired": len(fired),
        "pays_after": median(times["compiling all conditions"]) / saved,
        "conditions": len(everybody),
    }


def _named(name: str) -> tuple[str, str, int | None]:
    kind, id, *nth = name.split(":")
    return kind, id, int(nth[0]) if nth else None


def _clocked(run: Callable[[], object], times: int = TIMES) -> Callable[[], float]:
    def once() -> float:
        began = clock()
        for _ in range(times):
            run()
        return (clock() - began) / times

    return once


def _ratio(ratio: Any) -> list[float]:
    return [ratio.middle, ratio.low, ratio.high]

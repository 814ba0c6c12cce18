"""Long NUTS runs of the trial's model on made-up trials of every shape: `python benchmarks/trials_nuts.py [NAME ...]`.

In the environment of trials_peers.py. Each run is kept in `tests/trials/nuts.json`, the nights with what NUTS says of
them, and `tests/trials/test_trial_nuts.py` holds our answer against it: mean within 0.01, limits within 0.03. Sets that
are in the file already are left as they are, unless they are named.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from trials_peers import CHAINS, numpyro_nuts

from uncramp.trials.effect import series_model
from uncramp.trials.numbers import numbers
from uncramp.trials.series import Night, Series, series
from uncramp.trials.simulate import Truth, arms, counts

KEPT = Path(__file__).parents[1] / "tests/trials/nuts.json"
FIRST = date(2026, 1, 5)
Missing = Callable[[np.random.Generator, int], np.ndarray]


def none(_: np.random.Generator, nights: int) -> np.ndarray:
    return np.zeros(nights, dtype=bool)


def every_third(rng: np.random.Generator, nights: int) -> np.ndarray:
    return rng.random(nights) < 1 / 3


def holiday(_: np.random.Generator, nights: int) -> np.ndarray:
    return (np.arange(nights) >= 20) & (np.arange(nights) < 36)


@dataclass(frozen=True)
class Shape:
    """How a set is made; `draws` a chain: a wide posterior needs more for the same error of its limits."""

    truth: Truth
    pairs: int = 4
    block: int = 7
    missing: Missing = none
    carry: float = 0.0
    draws: int = 6000


SHAPES = {
    "ordinary": Shape(Truth(0.6, 0.7)),
    "rare": Shape(Truth(0.12, 0.6)),
    "frequent": Shape(Truth(4.0, 0.7)),
    "every third night missing": Shape(Truth(0.8, 0.6), missing=every_third),
    "sixteen nights away": Shape(Truth(0.8, 1.4), missing=holiday),
    "strong trend": Shape(Truth(1.0, 1.0, trend=-2.0)),
    "strong spells": Shape(Truth(1.0, 1.0, 1.0, 0.85, 0.3)),
    "very uneven": Shape(Truth(1.0, 0.7, 0.3, 0.3, 1.5)),
    "carried over": Shape(Truth(1.5, 0.5), carry=0.6),
    "fourteen nights": Shape(Truth(1.0, 0.5), pairs=1),
    "periods of three nights": Shape(Truth(0.8, 0.6), pairs=8, block=3),
    "eight pairs": Shape(Truth(0.6, 0.8), pairs=8, draws=4000),
    "two years": Shape(Truth(0.5, 0.8), pairs=52, draws=4000),
    "something that does harm": Shape(Truth(0.5, 2.2)),
}


def made(name: str) -> tuple[Series, bool]:
    """The nights of a set, and whether what b does is taken to last."""
    shape = SHAPES[name]
    rng = np.random.default_rng([20, *name.encode()])
    arm = arms(rng, shape.pairs, shape.block)
    seen = counts(rng, shape.truth, arm)
    gone = shape.missing(rng, len(arm))
    if shape.carry:
        left = _left(arm)
        seen = np.array([rng.binomial(int(n), 1 - shape.carry * rest) for n, rest in zip(seen, left, strict=True)])
    nights = (
        Night(FIRST + timedelta(days=nth), "b" if one else "a", None if gone[nth] else int(seen[nth]))
        for nth, one in enumerate(arm)
    )
    return series(nights), bool(shape.carry)


def _left(arm: np.ndarray) -> np.ndarray:
    left, found = 0.0, []
    for one in arm:
        left = 1.0 if one else left * numbers().design.carry_halves
        found.append(0.0 if one else left)
    return np.array(found)


def ran(name: str) -> dict[str, Any]:
    found, carry = made(name)
    model = series_model(found, numbers().prior, carry=carry)
    began = time.process_time()
    drawn = numpyro_nuts(model, SHAPES[name].draws)
    took = time.process_time() - began
    low, middle, high = np.quantile(drawn, [0.025, 0.5, 0.975])
    said = [drawn.mean(), drawn.std(), low, middle, high, (drawn < math.log(0.8)).mean(), (drawn < 0).mean()]
    return {
        "name": name,
        "arm": "".join(night.arm for night in found.nights),
        "counts": [night.count for night in found.nights],
        "carry": carry,
        "nuts": [round(float(one), 5) for one in said],
        "draws": len(drawn),
        "r_hat": round(r_hat(drawn.reshape(CHAINS, -1)), 5),
        "nuts_cpu_seconds": round(took, 1),
    }


def r_hat(chains: np.ndarray) -> float:
    """Split R-hat (Gelman and Rubin, each chain in two halves)."""
    half = chains.shape[1] // 2
    split = np.concatenate([chains[:, :half], chains[:, half : 2 * half]])
    within = split.var(axis=1, ddof=1).mean()
    between = half * split.mean(axis=1).var(ddof=1)
    return float(math.sqrt(((half - 1) / half * within + between / half) / within))


WHAT = (
    "Made-up trials, and what long NUTS runs of the same model say of the log rate ratio (NumPyro, 4 chains after 1000 "
    "steps of warm-up; `python benchmarks/trials_nuts.py`). Each `nuts`: mean, sd, 2.5 %, 50 % and 97.5 % limit, "
    "P(ratio < 0.8), P(ratio < 1)."
)


def main(names: list[str]) -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))["sets"] if KEPT.exists() else []
    known = {one["name"]: one for one in kept}
    for name in names or [one for one in SHAPES if one not in known]:
        known[name] = ran(name)
        print(name, known[name]["nuts"], "R-hat", known[name]["r_hat"], flush=True)
        ordered = [known[one] for one in SHAPES if one in known]
        rows = ",\n".join(json.dumps(one) for one in ordered)
        KEPT.write_text(f'{{"what": {json.dumps(WHAT)},\n"sets": [\n{rows}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SHAPES))
    main(asked.parse_args().names)

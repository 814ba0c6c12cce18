"""The trial's answer beside what is usually done: `python benchmarks/trials_usual.py [--people N] [--seed N]`.

In the environment of trials_peers.py. Poisson regression, quasi-Poisson and GEE (periods as clusters, exchangeable,
robust errors) from statsmodels, each with arm and trend, on the same made-up nights; "says better" where the one-sided
p-value is below 0.025, as ours says it at a probability above 0.975. Once after eight weeks, and once more with a look
after every pair.
"""

from __future__ import annotations

import argparse
import math
import warnings
from collections.abc import Callable

import numpy as np
import statsmodels.api as sm

from trials import FIXED, LOOKED_AT, counted, head, model_of, row
from uncramp.trials.effect import gaussian, unchecked
from uncramp.trials.model import EFFECT
from uncramp.trials.numbers import numbers
from uncramp.trials.simulate import arms, counts

BLOCK, PAIRS = 7, 4
Z = 1.959964
Answer = tuple[float, float]
"""Estimate and standard error of the log rate ratio; both nan where there is none."""


def columns(arm: np.ndarray) -> np.ndarray:
    nights = np.arange(len(arm))
    return np.stack([np.ones(len(arm)), arm - 0.5, nights / len(arm) - 0.5], axis=1)


def poisson(seen: np.ndarray, arm: np.ndarray) -> Answer:
    fit = sm.GLM(seen, columns(arm), family=sm.families.Poisson()).fit()
    return fit.params[1], fit.bse[1]


def quasi(seen: np.ndarray, arm: np.ndarray) -> Answer:
    fit = sm.GLM(seen, columns(arm), family=sm.families.Poisson()).fit(scale="X2")
    return fit.params[1], fit.bse[1]


def gee(seen: np.ndarray, arm: np.ndarray) -> Answer:
    groups = np.arange(len(arm)) // BLOCK
    fit = sm.GEE(
        seen, columns(arm), groups, family=sm.families.Poisson(), cov_struct=sm.cov_struct.Exchangeable()
    ).fit()
    return fit.params[1], fit.bse[1]


USUAL: dict[str, Callable[[np.ndarray, np.ndarray], Answer]] = {
    "Poisson regression": poisson,
    "quasi-Poisson": quasi,
    "GEE": gee,
}


def asked(way: str, seen: np.ndarray, arm: np.ndarray) -> Answer:
    """Nothing where an arm has no cramps, or the sum does not come to an end: a usual program would stop there."""
    if not all(seen[arm == one].sum() for one in (0, 1)):
        return math.nan, math.nan
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return USUAL[way](seen, arm)
    except (ValueError, np.linalg.LinAlgError):
        return math.nan, math.nan


def once(people: int, seed: int) -> None:
    for name, truth in FIXED.items():
        head(f"{name}, 8 weeks", "95 % covers", "says better", "says worse", "says nothing")
        rng, rows = np.random.default_rng(seed), {way: [] for way in (*USUAL, "ours")}
        true = math.log(truth.ratio)
        for _ in counted(people, name):
            arm = arms(rng, PAIRS, BLOCK)
            seen = counts(rng, truth, arm)
            for way in USUAL:
                at, error = asked(way, seen, arm)
                rows[way].append([abs(at - true) <= Z * error, at < -Z * error, at > Z * error, math.isnan(at)])
            found = unchecked(model_of(seen, arm, len(arm), len(arm)), numbers().prior, EFFECT)
            better = found.probability_below(0.0)
            covers = found.quantile(0.025) <= true <= found.quantile(0.975)
            good = numbers().words.good
            rows["ours"].append([covers, better > good, better < 1 - good, False])
        for way, table in rows.items():
            row(way, *map(float, np.array(table, dtype=float).mean(axis=0)))


def looking(people: int, seed: int) -> None:
    """With a look after every pair from the third to the eighth, and an end at the first answer."""
    design, words = numbers().design, numbers().words
    for name in ("no effect", "no effect, strong spells and trend", "a cut of 40 %"):
        truth = LOOKED_AT[name]
        head(f"{name}, looks after pairs 3 to 8", "says better at some look", "says worse at some look")
        rng, ends = np.random.default_rng(seed), {way: [] for way in (*USUAL, "ours")}
        for _ in counted(people, name):
            arm = arms(rng, design.most_pairs, BLOCK)
            seen = counts(rng, truth, arm)
            for way, table in ends.items():
                table.append(_end(way, seen, arm, words.good))
        for way, table in ends.items():
            row(way, table.count("better") / people, table.count("worse") / people)


def _end(way: str, seen: np.ndarray, arm: np.ndarray, good: float) -> str:
    design, words = numbers().design, numbers().words
    for pair in range(design.first_look, design.most_pairs + 1):
        upto = 2 * BLOCK * pair
        if way != "ours":
            at, error = asked(way, seen[:upto], arm[:upto])
            if abs(at) > Z * error:
                return "better" if at < 0 else "worse"
            continue
        if seen[:upto].sum() < numbers().gate.events:
            continue
        found = gaussian(model_of(seen, arm, upto, len(arm)), numbers().prior, EFFECT)
        better = found.probability_below(0.0)
        if better > good:
            return "better"
        if better < 1 - good:
            return "worse"
        if found.probability_below(math.log(words.worthwhile_ratio)) < words.futile:
            return "futile"
    return "never"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=2024)
    said = parser.parse_args()
    once(said.people, said.seed)
    looking(said.people, said.seed)

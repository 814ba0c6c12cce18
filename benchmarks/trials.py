"""How often the trials are right, on made-up people: `python benchmarks/trials.py [WHAT] [--people N] [--seed N]`.

WHAT is `fixed` (known truths), `plain` (the same by counting alone), `prior` (truths drawn from the prior: do intervals
cover as often as they claim?), `check` (how often an answer is kept by its check), `looks` (the rule with a look after
every pair), `triggers`, `relief`, `pool`, or `all`. Everything comes from the seed. docs/trials.md says which run its
figures are from.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction

import numpy as np

from uncramp.trials.curve import grid, log_likelihood
from uncramp.trials.effect import believed, gaussian, nested, unchecked
from uncramp.trials.model import EFFECT, Model, trial_model
from uncramp.trials.numbers import numbers
from uncramp.trials.pool import together as together_of
from uncramp.trials.relief import Use, draw, relief
from uncramp.trials.simulate import Truth, arms, counts
from uncramp.trials.triggers import Day, triggers

PRIOR, WORDS, GATE = numbers().prior, numbers().words, numbers().gate
FIXED = {
    "a cut of 40 %, 0.6 a night": Truth(0.6, 0.6),
    "no effect, 0.6 a night": Truth(0.6, 1.0),
    "no effect, strong spells and trend": Truth(0.6, 1.0, 0.8, 0.7, 0.5, -0.8),
    "a cut of 40 %, 0.15 a night": Truth(0.15, 0.6),
}
LOOKED_AT = {
    "no effect": Truth(0.6, 1.0),
    "no effect, strong spells and trend": Truth(0.6, 1.0, 0.8, 0.7, 0.5, -0.8),
    "a cut of 40 %": Truth(0.6, 0.6),
    "a cut of 60 %": Truth(0.6, 0.4),
    "a cut of 40 %, 2 a night": Truth(2.0, 0.6),
}


def counted(people: int, what: str) -> Iterator[int]:
    """The people, with a bar on standard error."""
    for one in range(people):
        yield one
        if sys.stderr.isatty() or one + 1 == people:
            filled = 30 * (one + 1) // people
            sys.stderr.write(f"\r{what[:40]:<40} [{'#' * filled}{'.' * (30 - filled)}] {one + 1}/{people}")
    sys.stderr.write("\n")


def row(*cells: object) -> None:
    print(
        "| " + " | ".join(f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in cells) + " |", flush=True
    )


def head(*cells: str) -> None:
    print()
    row(*cells)
    row("---", *["---:"] * (len(cells) - 1))


def model_of(seen: np.ndarray, arm: np.ndarray, nights: int, length: int) -> Model:
    days = np.arange(float(nights))
    return trial_model(seen[:nights], days, arm[:nights], PRIOR, length=float(length))


def fixed(people: int, seed: int) -> None:
    head("known truth, 8 weeks", "bias of log ratio", "95 % covers", "says better", "says worse", "median width")
    for name, truth in FIXED.items():
        rng, rows, true = np.random.default_rng(seed), [], math.log(truth.ratio)
        for _ in counted(people, name):
            arm = arms(rng, 4, 7)
            found = unchecked(model_of(counts(rng, truth, arm), arm, 56, 56), PRIOR, EFFECT)
            low, high, better = found.quantile(0.025), found.quantile(0.975), found.probability_below(0.0)
            rows.append(
                [found.mean - true, low <= true <= high, better > WORDS.good, better < 1 - WORDS.good, high - low]
            )
        table = np.array(rows, dtype=float)
        row(name, *map(float, table[:, :4].mean(axis=0)), float(np.median(table[:, 4])))


def plain(people: int, seed: int) -> None:
    """The same trials by counting alone: all cramps with a against all cramps with b, as if each came by itself."""
    head("counting alone, 8 weeks", "says better", "says worse")
    for name, truth in FIXED.items():
        rng, said = np.random.default_rng(seed), []
        for _ in counted(people, name):
            arm = arms(rng, 4, 7)
            seen = counts(rng, truth, arm)
            a, b = int(seen[arm == 0].sum()), int(seen[arm == 1].sum())
            said.append([at_most(b, a + b) < 1 - WORDS.good, at_most(a, a + b) < 1 - WORDS.good])
        row(name, *map(float, np.array(said, dtype=float).mean(axis=0)))


def at_most(some: int, all: int) -> float:
    """The probability of so few heads or fewer when a coin is thrown."""
    return float(Fraction(sum(math.comb(all, k) for k in range(some + 1)), 2**all))


def drawn(people: int, seed: int, what: str) -> Iterator[tuple[float, Model]]:
    """Made-up people whose truth comes from the prior, with their eight weeks of nights."""
    rng = np.random.default_rng(seed)
    for _ in counted(people, what):
        sd, dispersion = (scale * abs(rng.standard_normal()) for scale in (PRIOR.latent_scale, PRIOR.dispersion_scale))
        effect = PRIOR.effect_mean + PRIOR.effect_sd * rng.standard_normal()
        rate = PRIOR.baseline_median * math.exp(PRIOR.baseline_sd * rng.standard_normal() - effect / 2 + sd**2 / 2)
        correlation, trend = PRIOR.correlation_most * rng.beta(2, 2), PRIOR.trend_sd * rng.standard_normal()
        arm = arms(rng, 4, 7)
        seen = counts(rng, Truth(rate, math.exp(effect), sd, correlation, max(dispersion, 1e-3), trend), arm)
        yield effect, model_of(np.minimum(seen, 400), arm, 56, 56)


def check(people: int, seed: int) -> None:
    """How often the check keeps, widens or withholds an answer, and how far its mean lies from the answer's."""
    trust, apart, khat = [], [], []
    for _, model in drawn(people, seed, "the check"):
        if model.counts.sum() >= GATE.model_events:
            found, checked = nested(model, PRIOR, EFFECT)
            trust.append(believed(found, checked).trust)
            apart.append(abs(checked.mean - found.mean) / found.sd)
            khat.append(checked.khat)
    head("the check", "kept", "widened", "withheld", "median k-hat", "means apart, median sd", "largest")
    shares = [trust.count(one) / len(trust) for one in ("kept", "widened", "withheld")]
    row(f"{len(trust)} people", *shares, float(np.median(khat)), float(np.median(apart)), max(apart))


def prior(people: int, seed: int) -> None:
    """Simulation-based calibration: truths drawn from the prior, so every claim should be true as often as said."""
    places, stated = [], []
    for effect, model in drawn(people, seed, "truths from the prior"):
        found = unchecked(model, PRIOR, EFFECT)
        places.append(found.probability_below(effect))
        better = found.probability_below(0.0)
        stated.append((max(better, 1 - better), (effect < 0) == (better > 0.5)))
    at = np.abs(np.array(places) - 0.5)
    head("truths from the prior", "50 % covers", "80 %", "90 %", "95 %")
    row(f"{people} people", *(float((at < half).mean()) for half in (0.25, 0.4, 0.45, 0.475)))
    head("stated chance of the better arm", "stated", "true", "people")
    claims = np.array(stated, dtype=float)
    for low, high in ((0.5, 0.65), (0.65, 0.8), (0.8, 0.95), (0.95, 0.99), (0.99, 1.01)):
        inside = claims[(claims[:, 0] >= low) & (claims[:, 0] < high)]
        if len(inside):
            row(
                f"{low:.2f} to {min(high, 1.0):.2f}",
                float(inside[:, 0].mean()),
                float(inside[:, 1].mean()),
                len(inside),
            )


def looks(people: int, seed: int) -> None:
    head(
        "looks after pairs 3 to 8",
        "good evidence",
        "worse",
        "futility",
        "never sure",
        "mean nights",
        "median ratio shown",
    )
    most, first = numbers().design.most_pairs, numbers().design.first_look
    for name, truth in LOOKED_AT.items():
        rng, ends, nights, shown = np.random.default_rng(seed), [], [], []
        for _ in counted(people, name):
            arm = arms(rng, most, 7)
            seen = counts(rng, truth, arm)
            end, last = "never", most
            for pair in range(first, most + 1):
                if seen[: 14 * pair].sum() < GATE.events:
                    continue
                found = gaussian(model_of(seen, arm, 14 * pair, 14 * most), PRIOR, EFFECT)
                better = found.probability_below(0.0)
                if better > WORDS.good:
                    shown.append(math.exp(found.quantile(0.5)))
                    end = "good"
                elif better < 1 - WORDS.good:
                    end = "worse"
                elif found.probability_below(math.log(WORDS.worthwhile_ratio)) < WORDS.futile:
                    end = "futile"
                if end != "never":
                    last = pair
                    break
            ends.append(end)
            nights.append(14 * last)
        shares = [ends.count(end) / people for end in ("good", "worse", "futile", "never")]
        row(name, *shares, round(float(np.mean(nights))), float(np.median(shown)) if shown else "-")


def together(people: int, seed: int) -> None:
    """Ten habits that last for days, one of them with 1.6 times the cramps; spells and a trend in the background."""
    rng, hits, accused = np.random.default_rng(seed), 0, []
    for _ in counted(people, "triggers"):
        there = np.empty((120, 10), dtype=bool)
        there[0] = rng.random(10) < 0.35
        for t in range(1, 120):
            there[t] = np.where(rng.random(10) < 0.5, there[t - 1], rng.random(10) < 0.35)
        seen = counts(rng, Truth(0.7, 1.0, 0.5, 0.6, 0.3, -0.4), np.zeros(120))
        seen = seen + np.where(there[:, 0], rng.poisson(0.42, 120), 0)
        first = date(2026, 1, 1)
        days = [
            Day(first + timedelta(days=t), int(seen[t]), {str(j): bool(there[t, j]) for j in range(10)})
            for t in range(120)
        ]
        named = {one.exposure for one in triggers(days).found if one.named}
        hits += "0" in named
        accused.append(len(named - {"0"}))
    head("triggers, 120 days", "finds the real one", "accuses an innocent one", "innocents accused, of 9")
    row(f"{people} people", hits / people, float(np.mean(np.array(accused) > 0)), float(np.mean(accused)))


def minutes(people: int, seed: int) -> None:
    """Five remedies, thirty cramps: Thompson sampling beside drawing evenly."""
    head("relief, 30 cramps", "names the best", "stated chance", "extra minutes a cramp")
    names = [f"r{k}" for k in range(5)]
    for way in ("Thompson", "evenly"):
        rng, rows = np.random.default_rng(seed), []
        for _ in counted(people, f"relief, {way}"):
            true = math.log(4) + 0.5 * rng.standard_normal(5)
            uses: list[Use] = []
            extra = 0.0
            for _ in range(30):
                if way == "Thompson":
                    chosen = names.index(draw(relief(uses, names), rng.random()).remedy)
                else:
                    chosen = int(rng.integers(5))
                took = math.exp(true[chosen] + 0.6 * rng.standard_normal())
                uses.append(Use(names[chosen], "calf", min(took, 15.0), stopped=took > 15))
                extra += math.exp(true[chosen]) - math.exp(true.min())
            best = np.array(relief(uses, names).best)
            rows.append([best.argmax() == true.argmin(), best.max(), extra / 30])
        row(way, *map(float, np.array(rows, dtype=float).mean(axis=0)))


def pool(people: int, seed: int) -> None:
    """Groups of thirty who try the same thing, each with an effect of their own: together beside each alone."""
    group, groups = 30, max(1, people // 30)
    rng, rows, each, alone = np.random.default_rng(seed), [], [], []
    at = grid()
    for _ in counted(groups, "pooling"):
        mean = 0.3 * rng.standard_normal()
        true = mean + 0.3 * rng.standard_normal(group + 1)
        curves = []
        for theta in true[:group]:
            arm = arms(rng, int(rng.integers(3, 6)), 7)
            seen = counts(rng, Truth(float(rng.choice([0.3, 0.6, 1.2])), math.exp(theta)), arm)
            curves.append(log_likelihood(model_of(seen, arm, len(arm), len(arm))))
            own = np.exp(curves[-1] - 0.5 * (at / PRIOR.effect_sd) ** 2)
            over = np.cumsum(own / own.sum())
            limits = [float(np.interp(q, over, at)) for q in (0.025, 0.975)]
            alone.append([(float(own @ at / own.sum()) - theta) ** 2, limits[0] <= theta <= limits[1]])
        found = together_of(np.array(curves))
        for spread, theta in zip(found.people, true[:group], strict=True):
            each.append([(spread.mean - theta) ** 2, spread.q025 <= theta <= spread.q975])
        rows.append(
            [
                found.mean.q025 <= mean <= found.mean.q975,
                found.another.q025 <= true[group] <= found.another.q975,
                found.mean.mean - mean,
            ]
        )
    head(f"pooling, {groups} groups of {group}", "error of a person's own effect", "95 % covers")
    for name, table in (("each alone", alone), ("put together", each)):
        both = np.array(table, dtype=float).mean(axis=0)
        row(name, math.sqrt(float(both[0])), float(both[1]))
    head("the groups", "95 % covers the mean of all", "covers somebody new", "bias of the mean")
    row(f"{groups} groups", *map(float, np.array(rows, dtype=float).mean(axis=0)))


RUNS: dict[str, Callable[[int, int], None]] = {
    "fixed": fixed,
    "plain": plain,
    "prior": prior,
    "check": check,
    "looks": looks,
    "triggers": together,
    "relief": minutes,
    "pool": pool,
}


def main(what: Iterable[str], people: int, seed: int) -> None:
    for name in what:
        RUNS[name](people, seed)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("what", nargs="?", default="all", choices=[*RUNS, "all"])
    asked.add_argument("--people", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=2024)
    given = asked.parse_args()
    main(RUNS if given.what == "all" else [given.what], given.people, given.seed)

"""The trial's model in samplers that everybody knows, beside ours: `python benchmarks/trials_peers.py [--draws N]`.

In an environment of its own: `pip install -r benchmarks/trials-requirements.txt -e .`. A peer that is not installed is
left out and named. Same model, same priors, same 56 nights; NUTS with 4 chains in turn, target acceptance 0.9. Figures
are ratios of processor time in one run, and how far the answers lie apart.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from uncramp.trials.effect import effect, series_model
from uncramp.trials.model import Model
from uncramp.trials.numbers import numbers
from uncramp.trials.series import Night, series

PRIOR = numbers().prior
REFERENCE = Path(__file__).parents[1] / "tests/trials/reference.json"
CHAINS = 4


def recorded_of(model: Model) -> tuple[np.ndarray, int]:
    """Which of all the nights were recorded, and how many there are: a spell goes on in a night nobody wrote down."""
    recorded = model.days.astype(int) - int(model.days[0])
    return recorded, int(recorded[-1]) + 1


MATRIX = 200
"""Nights up to which one product with a matrix is quicker for JAX than the recurrence."""


def numpyro_nuts(model: Model, draws: int) -> np.ndarray:
    """Draws of the log rate ratio by NumPyro."""
    import jax
    import jax.numpy as jnp
    import numpyro
    import numpyro.distributions as dist
    from numpyro.infer import MCMC, NUTS

    jax.config.update("jax_enable_x64", True)
    recorded, nights = recorded_of(model)
    apart = recorded[:, None] - np.arange(nights)[None, :]

    def after(one: tuple[Any, Any], next: tuple[Any, Any]) -> tuple[Any, Any]:
        return one[0] * next[0], next[0] * one[1] + next[1]

    def described() -> None:
        b = numpyro.sample("b", dist.Normal(model.mean, model.sd).to_event(1))
        sd = numpyro.sample("sd", dist.HalfNormal(PRIOR.latent_scale))
        correlation = PRIOR.correlation_most * numpyro.sample("r", dist.Beta(2.0, 2.0))
        dispersion = jnp.clip(numpyro.sample("a", dist.HalfNormal(PRIOR.dispersion_scale)), 1e-4)
        z = numpyro.sample("z", dist.Normal(0, 1).expand([nights]).to_event(1))
        fresh = jnp.where(np.arange(nights) == 0, 1.0, jnp.sqrt(1 - correlation**2))
        if nights <= MATRIX:
            powers = jnp.where(apart >= 0, jnp.exp(jnp.clip(apart, 0) * jnp.log(correlation)), 0.0)
            spells = (powers * fresh) @ z
        else:
            spells = jax.lax.associative_scan(after, (jnp.full(nights, correlation), fresh * z))[1][recorded]
        eta = model.columns @ b + sd * spells
        numpyro.sample("y", dist.NegativeBinomial2(jnp.exp(eta), 1 / dispersion), obs=model.counts)

    kernel = NUTS(described, target_accept_prob=0.9)
    run = MCMC(
        kernel, num_warmup=1000, num_samples=draws, num_chains=CHAINS, chain_method="sequential", progress_bar=False
    )
    run.run(jax.random.PRNGKey(1))
    return np.asarray(run.get_samples()["b"][:, 1])


def pymc_nuts(model: Model, draws: int) -> np.ndarray:
    """Draws of the log rate ratio by PyMC."""
    import pymc as pm
    import pytensor.tensor as pt

    recorded, nights = recorded_of(model)
    apart = recorded[:, None] - np.arange(nights)[None, :]
    with pm.Model():
        b = pm.Normal("b", model.mean, model.sd, shape=len(model.mean))
        sd = pm.HalfNormal("sd", PRIOR.latent_scale)
        correlation = PRIOR.correlation_most * pm.Beta("r", 2.0, 2.0)
        dispersion = pm.HalfNormal("a", PRIOR.dispersion_scale)
        z = pm.Normal("z", 0, 1, shape=nights)
        powers = pt.where(apart >= 0, correlation ** np.clip(apart, 0, None), 0.0)
        fresh = pt.where(np.arange(nights) == 0, 1.0, pt.sqrt(1 - correlation**2))
        eta = pt.dot(model.columns, b) + sd * pt.dot(powers * fresh, z)
        pm.NegativeBinomial("y", mu=pt.exp(eta), alpha=1 / pt.clip(dispersion, 1e-4, 100), observed=model.counts)
        drawn = pm.sample(
            draws, tune=1000, chains=CHAINS, cores=1, random_seed=1, target_accept=0.9, progressbar=False,
            compute_convergence_checks=False,
        )  # fmt: skip
    return np.asarray(drawn.posterior["b"].values[:, :, 1]).ravel()


PEERS: dict[str, Callable[[Model, int], np.ndarray]] = {"numpyro": numpyro_nuts, "pymc": pymc_nuts}


def main(draws: int) -> None:
    one: dict[str, Any] = json.loads(REFERENCE.read_text(encoding="utf-8"))["sets"][0]
    first = date(2026, 1, 5)
    rows = zip(one["arm"], one["counts"], strict=True)
    found = series(
        Night(first + timedelta(days=nth), "a" if arm == "a" else "b", count) for nth, (arm, count) in enumerate(rows)
    )
    model = series_model(found, PRIOR)
    effect(found)
    ours = min(clocked(lambda: effect(found))[0] for _ in range(7))
    belief, _ = effect(found)
    print(f"nested Laplace with its check: {1000 * ours:.0f} ms of processor time, mean {belief.mean:.4f}")
    for name, run in PEERS.items():
        if find_spec(name) is None:
            print(f"{name}: not installed")
            continue
        took, drawn = clocked(lambda run=run: run(model, draws))
        low, high = np.quantile(drawn, [0.025, 0.975])
        print(
            f"{name} NUTS, {CHAINS} x {draws}: {took / ours:.0f} times as long, mean {drawn.mean():.4f} "
            f"(apart {abs(drawn.mean() - belief.mean):.4f}), limits apart {abs(low - belief.q025):.3f} and "
            f"{abs(high - belief.q975):.3f}, error of its mean about {drawn.std() / math.sqrt(len(drawn)):.4f}"
        )


def clocked(run: Callable[[], Any]) -> tuple[float, Any]:
    """Processor time of this process, all threads, and the answer."""
    began = time.process_time()
    answer = run()
    return time.process_time() - began, answer


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--draws", type=int, default=1000)
    main(asked.parse_args().draws)
    sys.exit(0)

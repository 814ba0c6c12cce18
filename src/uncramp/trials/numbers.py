"""The numbers that the trials decide by, read from `numbers.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from msgspec import Struct, convert


class Prior(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is believed of a person's nights before the first one; logarithms are natural."""

    baseline_median: float
    baseline_sd: float
    effect_mean: float
    effect_sd: float
    trend_sd: float
    carry_sd: float
    latent_scale: float
    correlation_most: float
    dispersion_scale: float


class Nodes(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    report: tuple[int, int, int]
    planning: tuple[int, int, int]
    effect: int
    reach: float


class Check(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    draws: int
    draws_again: int
    largest: int
    khat_most: float
    ess_least: float
    shift_widen: float
    shift_withhold: float


class Gate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pairs: int
    events: int
    cramp_nights: int
    logged_percent: int
    model_nights: int
    model_events: int


class Words(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    good: float
    lean: float
    worthwhile_ratio: float
    futile: float


class Design(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    block_nights: int
    most_pairs: int
    first_look: int
    run_in_nights: int
    carry_halves: float
    adult_years: int
    longest_nights: int
    most_events: int


class Arms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    levels: tuple[str, ...]
    pregnancy: tuple[str, ...]
    remedies: tuple[str, ...]
    groups_never: tuple[str, ...]
    verdicts_never: tuple[str, ...]


class Planning(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    people: int
    cut_percent: int
    latent_sd: float
    correlation: float
    dispersion: float
    trend: float
    missed_percent: int
    worth: float


class Relief(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    median_minutes: float
    between_sd: float
    within: tuple[float, ...]
    pain_sd: float
    uses: int
    remedies: int
    grid: int
    reach: float
    longest_minutes: int


class Triggers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    effect_sd: float
    events: int
    days_least: int
    answered_percent: int
    seldom_least: int
    together: float
    most: int
    tested_by: dict[str, str]


class Pool(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    wide_sd: float
    reach: float
    points: int
    people_least: int
    mean_sd: float
    mean_points: int
    between_scale: float
    between_nodes: int
    smallest_between: float


class Numbers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    prior: Prior
    nodes: Nodes
    check: Check
    gate: Gate
    words: Words
    design: Design
    arms: Arms
    planning: Planning
    relief: Relief
    triggers: Triggers
    pool: Pool


@cache
def numbers() -> Numbers:
    """The numbers of `numbers.toml`, read once."""
    text = (Path(__file__).parent / "numbers.toml").read_text(encoding="utf-8")
    return convert(tomllib.loads(text), Numbers)

"""What a trial says so far: from its nights alone, with what studies found, and under other beliefs beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from uncramp.diary import Entry
from uncramp.kb import Knowledge, Texts
from uncramp.kb.entries import Remedy
from uncramp.kb.texts import capital
from uncramp.trial_diary import Kept, Run, conduct_of, kept, runs, series_of
from uncramp.trials.design import Conduct
from uncramp.trials.numbers import Prior, numbers
from uncramp.trials.pairs import Orders, differences, orders
from uncramp.trials.series import ARMS, Arm, TrialError
from uncramp.trials.verdict import Result, judged
from uncramp.trials.words import SILENT, Names, conduct_says, evidence_says, hundred, of_hundred, says

if TYPE_CHECKING:
    from uncramp.trials.effect import Belief

PriorName = Literal["sceptical", "wide", "studies"]
FIGURES = 6


@dataclass(frozen=True)
class Sensitivity:
    """The same nights under another belief beforehand: its middle and spread, and what comes of it."""

    name: PriorName
    mean: float
    sd: float
    belief: Belief


@dataclass(frozen=True)
class Found:
    """One trial, as far as somebody may see it: up to the last look, or to its end. `result` is None when the nights so
    far are all of one arm."""

    run: Run
    upto: str
    result: Result | None
    priors: tuple[Sensitivity, ...]
    orders: Orders | None
    kept: dict[Arm, Kept]
    conduct: Conduct

    @property
    def speaks(self) -> bool:
        """Whether there is anything to compare that people are told."""
        return self.result is not None and self.result.belief is not None and self.result.state not in SILENT

    @property
    def studies(self) -> Belief | None:
        return next((one.belief for one in self.priors if one.name == "studies"), None)


def seen_upto(run: Run, today: str) -> str | None:
    """The last night that may be shown without a new look: that of the last look, or the end; None for nothing yet."""
    if run.end is not None:
        return min(today, run.end.at[:10])
    if run.stage(today) == "over":
        return today
    return max(run.looked, default=None)


def look_sees(run: Run, upto: str) -> int:
    """The number of the last night that a look on this day sees: that of the planned look which is due, however late
    it is taken, so that waiting a day makes no extra look of it; else the last one that is over."""
    return run.due_look(upto) or run.last_night(upto)


def found(kb: Knowledge, run: Run, entries: Sequence[Entry], upto: str) -> Found:
    """What the nights up to one say."""
    carry = run.protocol.carry_over
    try:
        result = judged(series_of(run, entries, upto), carry=carry)
    except TrialError:  # one arm only so far
        result = None
    sure = result is not None and result.belief is not None and result.state not in SILENT
    pairs = differences(result.series) if result is not None and sure else None
    return Found(
        run,
        upto,
        result,
        sensitivity(kb, result, kb.remedies.get(run.protocol.arm_b), carry=carry) if result and sure else (),
        orders(pairs) if pairs else None,
        {arm: kept(run, arm) for arm in ARMS},
        conduct_of(run, runs(entries)),
    )


def sensitivity(kb: Knowledge, result: Result, remedy: Remedy | None, *, carry: bool) -> tuple[Sensitivity, ...]:
    """The sceptical prior that decides, a wide one, and that of the studies where there is one."""
    assert result.belief is not None, "there are figures to compare"
    own, wide = numbers().prior, numbers().pool.wide_sd
    rows = [
        Sensitivity("sceptical", own.effect_mean, own.effect_sd, result.belief),
        Sensitivity("wide", 0.0, wide, _with_prior(result, 0.0, wide, carry=carry)),
    ]
    before = studies_prior(kb, remedy)
    if before is not None:
        belief = _with_prior(result, before.effect_mean, before.effect_sd, carry=carry)
        rows.append(Sensitivity("studies", before.effect_mean, before.effect_sd, belief))
    return tuple(rows)


def is_guess(kb: Knowledge, remedy: Remedy | None) -> bool:
    """Whether what is put in first for a remedy is our own guess from studies, and no study measured it."""
    return any(remedy is not None and one.id == remedy.prior and one.kind != "measured" for one in kb.pack.prior)


def studies_prior(kb: Knowledge, remedy: Remedy | None) -> Prior | None:
    """What studies found of a remedy's rate of cramps, put in first; None where they say nothing of it."""
    from msgspec.structs import replace

    prior = next((one for one in kb.pack.prior if remedy and one.id == remedy.prior), None)
    if prior is None or prior.scale != "rate_ratio":
        return None
    return replace(numbers().prior, effect_mean=prior.mu, effect_sd=prior.sd)


def with_studies(kb: Knowledge, found: Result, remedy: Remedy | None, *, carry: bool) -> Belief | None:
    """The same nights with the studies' prior of the remedy; None without a remedy, a prior or enough nights."""
    before = studies_prior(kb, remedy)
    if before is None or found.belief is None:
        return None
    return _with_prior(found, before.effect_mean, before.effect_sd, carry=carry)


def _with_prior(found: Result, mean: float, sd: float, *, carry: bool) -> Belief:
    from msgspec.structs import replace

    from uncramp.trials.effect import effect

    return effect(found.series, replace(numbers().prior, effect_mean=mean, effect_sd=sd), carry=carry)[0]


# ---- in words


@dataclass(frozen=True, slots=True)
class Said:
    """The sentences of a result, part by part. `studies` stands apart from `own`: never one in place of the other."""

    counts: str
    sentence: str
    own: tuple[str, ...]
    studies: str | None
    orders: str | None
    conduct: str | None


def said_of(found: Found, names: Names, texts: Texts) -> Said | None:
    """None while the nights are all of one arm."""
    if found.result is None:
        return None
    counts, sentence, *rest = says(found.result, names, texts)
    studies, counted = found.studies, found.orders
    return Said(
        ". ".join(map(capital, counts.split(". "))),
        capital(sentence),
        tuple(map(capital, rest)),
        evidence_says(studies, names, texts) if studies is not None else None,
        texts("trials.orders", as_good=counted.as_good, all=counted.all, b=names.b) if counted else None,
        conduct_says(found.conduct, texts),
    )


@dataclass(frozen=True, slots=True)
class PriorRow:
    """One row of the sensitivity to what was believed beforehand, in the words and steps of the result."""

    name: PriorName
    before: tuple[int, int]
    after: tuple[int, int]
    chance: str


def prior_rows(found: Found, texts: Texts) -> list[PriorRow]:
    """Cramps left of 100: the 95 of 100 before the first night, and after these nights."""
    reach = 1.96
    return [
        PriorRow(
            one.name,
            (hundred(one.mean - reach * one.sd), hundred(one.mean + reach * one.sd)),
            (hundred(one.belief.q025), hundred(one.belief.q975)),
            of_hundred(one.belief.p_better, texts),
        )
        for one in found.priors
        if one.belief.trust != "withheld"
    ]


# ---- as data


def found_json(found: Found, names: Names, texts: Texts) -> dict[str, Any]:
    said, conduct = said_of(found, names, texts), found.conduct
    lines = [said.counts, said.sentence, *said.own] if said else []
    result = result_json(found.result, lines, found.studies) if found.result else None
    return {
        "upto": found.upto,
        "result": result,
        "priors": [
            {"name": one.name, "mean": round(one.mean, FIGURES), "sd": round(one.sd, FIGURES)} | belief_json(one.belief)
            for one in found.priors
        ],
        "orders": {"as_good": found.orders.as_good, "all": found.orders.all} if found.orders else None,
        "kept_to": {arm: {"nights": one.nights, "kept": one.kept} for arm, one in found.kept.items()},
        "conduct": conduct_json(conduct),
    }


def conduct_json(conduct: Conduct) -> dict[str, int]:
    return {"extra_looks": conduct.extra_looks, "restarts": conduct.restarts, "changes": conduct.changes}


def result_json(found: Result, said: list[str], other: Belief | None = None) -> dict[str, Any]:
    """The result as data; every figure is null when it would mean nothing."""
    beside = {"with_studies": belief_json(other)} if other else {}
    return {
        **belief_json(found.belief),
        "nights": len(found.series.recorded()),
        "events": found.series.events,
        "state": found.state,
        "says": " ".join(said),
        **beside,
    }


def belief_json(belief: Belief | None) -> dict[str, Any]:
    def shown(field: str) -> float | None:
        kept = belief is not None and (belief.trust != "withheld" or field in ("khat", "ess"))
        return round(getattr(belief, field), FIGURES) if kept else None

    ratio = {field: shown(field) for field in ("mean", "sd", "q025", "q50", "q975")}
    return {"log_rate_ratio": ratio} | {field: shown(field) for field in ("p_better", "p_worthwhile", "khat", "ess")}

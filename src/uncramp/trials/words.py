"""What people read about their trial: the counts, then one sentence, then what it may be worth, then the caveat."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from uncramp.kb import Texts
from uncramp.kb.decimals import decimal
from uncramp.trials.numbers import numbers
from uncramp.trials.verdict import Result

if TYPE_CHECKING:
    from uncramp.trials.design import Conduct
    from uncramp.trials.effect import Belief
    from uncramp.trials.relief import Belief as Relief
    from uncramp.trials.triggers import Triggers

STEP = 5
"""Cramps of every hundred are said in steps of five: more would look surer than it is."""
SILENT = ("not_enough", "withheld")
"""States in which no figure is shown to people."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the two arms are called in sentences."""

    a: str
    b: str


def says(result: Result, names: Names, texts: Texts) -> list[str]:
    """The sentences, in order."""
    found = [_counts(result, names, texts), texts(f"trials.{result.state}", a=names.a, b=names.b)]
    if result.state == "not_enough":
        found += [_wanted(key, texts) for key in result.lacking]
    if result.belief is not None and result.state not in SILENT:
        found += _range(result, result.belief, names, texts)
        found.append(texts("trials.knew"))
    return found


def evidence_says(belief: Belief, names: Names, texts: Texts) -> str:
    """The second line: the same nights with what studies found put in first. Never in place of the first."""
    low, high = hundred(belief.q025), hundred(belief.q975)
    chance = texts("trials.chance", n=of_hundred(belief.p_better, texts), b=names.b)
    return f"{texts('trials.with_studies', a=names.a, b=names.b, low=low, high=high)} {chance}"


def _counts(result: Result, names: Names, texts: Texts) -> str:
    said = []
    for arm, name in (("a", names.a), ("b", names.b)):
        counts = result.series.recorded("a" if arm == "a" else "b")
        said.append(texts("trials.counts", arm=name, events=sum(counts), nights=len(counts)))
    return " ".join(said)


def _wanted(key: str, texts: Texts) -> str:
    gate = numbers().gate
    wanted = {"pairs": gate.pairs, "events": gate.events, "nights": gate.cramp_nights, "percent": gate.logged_percent}
    return texts(f"trials.wanted_{key}", **wanted)


def _range(result: Result, belief: Belief, names: Names, texts: Texts) -> Iterator[str]:
    yield texts("trials.hundred", a=names.a, b=names.b, low=hundred(belief.q025), high=hundred(belief.q975))
    yield texts("trials.chance", n=of_hundred(belief.p_better, texts), b=names.b)
    counts = result.series.recorded("a")
    if sum(counts):
        weekly = 7 * sum(counts) / len(counts)
        middle, low, high = (weekly * (math.exp(value) - 1) for value in (belief.q50, belief.q025, belief.q975))
        change = {"middle": middle, "low": low, "high": high}
        yield texts("trials.weekly", b=names.b, **{key: a_week(value, texts) for key, value in change.items()})
    if belief.trust == "widened":
        yield texts("trials.widened")


def hundred(log_ratio: float) -> int:
    """How many cramps are left of a hundred, in steps of five."""
    return STEP * round(100 * math.exp(log_ratio) / STEP)


def of_hundred(probability: float, texts: Texts) -> str:
    """A probability as people of a hundred; never 0 and never 100."""
    n = round(100 * probability)
    if n < 1:
        return texts("trials.under_one")
    if n > 99:
        return texts("trials.over_99")
    return texts("trials.about", n=n)


def a_week(change: float, texts: Texts) -> str:
    """A change of cramps a week in words, in halves below ten."""
    size = round(abs(change)) if abs(change) >= 10 else round(2 * abs(change)) / 2
    if size == 0:
        return texts("trials.as_many")
    shown = decimal(size, texts)
    return texts("trials.fewer" if change < 0 else "trials.more", n=shown)


def triggers_say(found: Triggers, names: Mapping[str, str], texts: Texts) -> list[str]:
    """What cramps go together with, in sentences that accuse nothing; `names` are the exposures in words."""
    limits = numbers().triggers
    if found.state == "not_enough":
        return [texts("triggers.not_enough", events=limits.events, days=limits.days_least)]
    named = [names.get(one.exposure, one.exposure) for one in found.found if one.named]
    if not named:
        return [texts("triggers.none")]
    return [texts("triggers.together", what="; ".join(named)), texts("triggers.maybe_other")]


def relief_says(belief: Relief, names: Mapping[str, str], texts: Texts) -> list[str]:
    """Minutes of each remedy that was used, the quickest first; which is the best only after uses enough."""
    used = sorted((one for one in belief.minutes if one.uses), key=lambda one: one.middle)
    said = []
    for one in used:
        times = {"minutes": one.middle, "low": one.low, "high": one.high}
        shown = {key: _minutes(value, texts) for key, value in times.items()}
        said.append(texts("relief.minutes", what=names.get(one.remedy, one.remedy), **shown))
    if not belief.may_say_best:
        limits = numbers().relief
        return [*said, texts("relief.not_enough", uses=limits.uses, remedies=limits.remedies)]
    chance, first = max(zip(belief.best, belief.minutes, strict=True), key=lambda pair: pair[0])
    what = names.get(first.remedy, first.remedy)
    return [*said, texts("relief.best", n=of_hundred(chance, texts), what=what)]


def _minutes(minutes: float, texts: Texts) -> str:
    return decimal(round(2 * minutes) / 2, texts)


def conduct_says(conduct: Conduct, texts: Texts) -> str | None:
    """What was done beside the protocol; None when nothing was."""
    if conduct.as_planned:
        return None
    done = {"looks": conduct.extra_looks, "restarts": conduct.restarts, "changes": conduct.changes}
    return texts("trials.conduct", **done)

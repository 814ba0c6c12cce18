"""Whether a trial is worth running, in sentences and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from uncramp.kb import Texts
from uncramp.kb.decimals import decimal
from uncramp.trials.numbers import numbers

if TYPE_CHECKING:
    from uncramp.trials.planning import Outlook


def outlook_says(found: Outlook, tried: str, texts: Texts) -> list[str]:
    """The outlook of a trial of what is called `tried`: the chance, how long, whether it is worth it, what it assumes,
    and how often it fools people."""
    events = decimal(float(f"{found.per_week:.3g}"), texts)
    known = texts("trials.plan", events=events, nights=found.nights, n=round(100 * found.knows))
    lines = [known]
    if found.weeks is not None:
        lines.append(texts("trials.plan_sooner", weeks=found.weeks))
    lines.append(texts("trials.plan_worth" if found.worth else "trials.plan_not_worth"))
    lines.append(
        texts("trials.plan_assumes", b=tried, percent=f"{100 * found.cut:g}", missed=numbers().planning.missed_percent)
    )
    lines.append(texts("trials.plan_false", n=round(100 * found.fooled)))
    return lines


def outlook_json(found: Outlook, seed: int) -> dict[str, Any]:
    return {
        "per_week": found.per_week,
        "cut": round(found.cut, 6),
        "nights": found.nights,
        "knows": round(found.knows, 6),
        "weeks": found.weeks,
        "fooled": round(found.fooled, 6),
        "worth": found.worth,
        "missed_percent": numbers().planning.missed_percent,
        "people": found.people,
        "seed": seed,
    }

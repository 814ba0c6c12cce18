"""What may be said of a trial so far: whether there is enough to compare, and on which side of the limits it lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from uncramp.trials.numbers import numbers
from uncramp.trials.series import ARMS, SHORTEST_CARRY, Series, TrialError

if TYPE_CHECKING:
    from uncramp.trials.effect import Belief

State = Literal["not_enough", "withheld", "worse", "good_evidence", "futility", "leaning", "leaning_worse", "too_close"]


@dataclass(frozen=True, slots=True)
class Result:
    """A series, what it says (None: nothing that would mean anything) and the state that decides the words."""

    series: Series
    belief: Belief | None
    state: State
    lacking: tuple[str, ...]


def lacking(series: Series) -> tuple[str, ...]:
    """What the gate still wants, as keys of texts: pairs, cramps, nights that had any, nights recorded."""
    gate = numbers().gate
    found = []
    if series.pairs < gate.pairs:
        found.append("pairs")
    if series.events < gate.events:
        found.append("events")
    elif sum(count > 0 for count in series.recorded()) < gate.cramp_nights:
        found.append("spread")
    shares = [100 * len(series.recorded(arm)) < gate.logged_percent * series.scheduled(arm) for arm in ARMS]
    if any(shares) or 100 * len(series.recorded()) < gate.logged_percent * series.span:
        found.append("logged")
    return tuple(found)


def judged(series: Series, *, carry: bool = False) -> Result:
    """The result of a trial; TrialError when there is nothing that could be compared.

    Figures come only when both arms have nights and there are cramps: with less they would be the prior and nothing
    else. A statement comes only when the gate is open, too.
    """
    for arm in ARMS:
        if not series.scheduled(arm):
            other = next(one for one in ARMS if one != arm)
            raise TrialError(
                f"there is nothing to compare: every night is arm `{other}`", allowed="nights of both arms"
            )
    if carry and series.shortest < SHORTEST_CARRY:
        allowed = f"periods of {SHORTEST_CARRY} nights or more"
        raise TrialError("carry-over cannot be told from the effect in such short periods", allowed=allowed)
    gate, wanting = numbers().gate, lacking(series)
    nights = min(len(series.recorded(arm)) for arm in ARMS)
    if nights < gate.model_nights or series.events < gate.model_events:
        return Result(series, None, "not_enough", wanting or ("events",))
    from uncramp.trials.effect import effect

    belief, _ = effect(series, carry=carry)
    return Result(series, belief, state(belief, wanting), wanting)


def state(belief: Belief, wanting: tuple[str, ...]) -> State:
    """Where the belief lies. Harm and good evidence go before futility: the first that holds is said."""
    words = numbers().words
    if belief.trust == "withheld":
        return "withheld"
    if wanting:
        return "not_enough"
    if belief.p_better < 1 - words.good:
        return "worse"
    if belief.p_better > words.good:
        return "good_evidence"
    if belief.p_worthwhile < words.futile:
        return "futility"
    if belief.p_better > words.lean:
        return "leaning"
    if belief.p_better < 1 - words.lean:
        return "leaning_worse"
    return "too_close"

"""What may be offered to one person and what is held back: indications, contraindications, forbidden pairs.

An unknown contraindication counts as present, each with its own action: withhold beats ask beats modify.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from uncramp.facts import Answers
from uncramp.kb import Knowledge, Texts
from uncramp.kb.entries import Contraindication, Indication, Pair, Phase, Remedy
from uncramp.logic import Expr, facts_of
from uncramp.logic import Fact as Value
from uncramp.logic.explain import because
from uncramp.triage import Level, to_ask

PHASES: tuple[Phase, ...] = ("during", "after", "prevention")
COMFORT = "comfort"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is withheld, asked first or changed; `certain` is false when only an unknown answer says so."""

    entry: Contraindication | Pair
    facts: dict[str, Value | None]
    certain: bool

    def said(self, texts: Texts) -> str:
        kind = "pair" if isinstance(self.entry, Pair) else "contraindication"
        return texts.entry(kind, self.entry.id, "says", self.entry.says)


@dataclass(frozen=True, slots=True)
class Suitability:
    """What speaks against one remedy (or food) for one person."""

    withhold: tuple[Reason, ...] = ()
    ask: tuple[Reason, ...] = ()
    modify: tuple[Reason, ...] = ()

    @property
    def speaks_against(self) -> bool:
        """Whether something surely withholds it, or surely wants it asked about first."""
        return any(reason.certain for reason in (*self.withhold, *self.ask))


@dataclass(frozen=True, slots=True)
class Offer:
    """One remedy in one phase, with why it is offered and what has to be asked or changed first."""

    remedy: Remedy
    phase: Phase
    indication: Indication
    ask_first: tuple[Reason, ...]
    modify: tuple[Reason, ...]


class HeldBack(Protocol):
    """Whatever is withheld, and why: a remedy, a food, a card."""

    @property
    def because(self) -> tuple[Reason, ...]: ...

    @property
    def certain(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Withheld:
    """An indicated remedy that is held back, and why."""

    remedy: Remedy
    because: tuple[Reason, ...]

    @property
    def certain(self) -> bool:
        return any(reason.certain for reason in self.because)


@dataclass(frozen=True, slots=True)
class Offers:
    """`offered` in plan order (phase, then what to try first); `ask` could free what only an unknown withholds."""

    offered: tuple[Offer, ...]
    withheld: tuple[Withheld, ...]
    ask: tuple[str, ...]


class Weighing:
    """The contraindications against one person's answers, each judged once."""

    def __init__(self, kb: Knowledge, answers: Answers) -> None:
        self.kb, self.answers = kb, answers
        self._value_of = kb.judging(answers.known)
        self._reasons: dict[str, Reason | None] = {}

    def suits(self, id: str) -> Suitability:
        """Everything that speaks, or may speak, against the remedy or food `id`."""
        found: dict[str, list[Reason]] = {"withhold": [], "ask": [], "modify": []}
        for contraindication in self.kb.against[id]:
            reason = self._reason(contraindication)
            if reason:
                found[contraindication.action].append(reason)
        return Suitability(tuple(found["withhold"]), tuple(found["ask"]), tuple(found["modify"]))

    def _reason(self, contraindication: Contraindication) -> Reason | None:
        id = contraindication.id
        if id not in self._reasons:
            when = self.kb.when("contraindication", id)
            value = self._value_of(when)
            self._reasons[id] = (
                None if value is False else Reason(contraindication, because(when, self.answers.known), value is True)
            )
        return self._reasons[id]


def offers(kb: Knowledge, answers: Answers, level: Level, preference: Sequence[str] = ()) -> Offers:
    """What this person may be offered at this level. Emergency: nothing. Urgent: comfort only. Else: the whole plan.

    `preference` puts remedies first within their phase, in that order; it never frees one that is withheld.
    """
    if level is Level.emergency:
        return Offers((), (), ())
    weighing = Weighing(kb, answers)
    withheld: dict[str, Withheld] = {}
    offered: list[Offer] = []
    for remedy, indication in _indicated(kb, answers, preference):
        if level is Level.urgent and COMFORT not in remedy.groups:
            continue
        suits = weighing.suits(remedy.id)
        if suits.withhold:
            withheld[remedy.id] = Withheld(remedy, suits.withhold)
        else:
            offered.append(Offer(remedy, indication.phase, indication, suits.ask, suits.modify))
    kept, unpaired = _paired(kb, offered)
    return Offers(tuple(kept), (*withheld.values(), *unpaired), freeing(kb, answers, withheld.values()))


def _indicated(kb: Knowledge, answers: Answers, preference: Sequence[str]) -> list[tuple[Remedy, Indication]]:
    """Each remedy once per phase for which an indication surely holds, in the order to try them."""
    found: dict[tuple[str, Phase], tuple[Remedy, Indication]] = {}
    value_of = kb.judging(answers.known)
    for remedy, indication, when in kb.indications:
        before = found.get((remedy.id, indication.phase))
        if (before is None or indication.order < before[1].order) and value_of(when) is True:
            found[remedy.id, indication.phase] = (remedy, indication)
    liked = {id: place for place, id in enumerate(preference)}
    return sorted(
        found.values(),
        key=lambda pair: (
            PHASES.index(pair[1].phase),
            liked.get(pair[0].id, len(liked)),
            pair[1].order,
            pair[0].id,
        ),
    )


def _paired(kb: Knowledge, offered: list[Offer]) -> tuple[list[Offer], list[Withheld]]:
    """Leave out what must not stand beside something earlier; say what must be kept apart."""
    kept: list[Offer] = []
    left_out: dict[str, Withheld] = {}
    for offer in offered:
        partners = kb.clashes.get(offer.remedy.id, {})
        pairs = {pair.id: pair for other in kept for pair in partners.get(other.remedy.id, ())}
        clashes = [Reason(pair, {}, True) for pair in pairs.values()]
        never = tuple(reason for reason in clashes if reason.entry.action == "never")
        if never or offer.remedy.id in left_out:
            left_out.setdefault(offer.remedy.id, Withheld(offer.remedy, never))
        else:
            kept.append(replace(offer, modify=(*offer.modify, *clashes)) if clashes else offer)
    return kept, list(left_out.values())


def freeing(kb: Knowledge, answers: Answers, withheld: Iterable[HeldBack]) -> tuple[str, ...]:
    """Facts not asked yet whose answer could free what only the unknown withholds."""
    questions: list[tuple[Expr, float]] = [
        (kb.when("contraindication", reason.entry.id), 1.0 / len(one.because))
        for one in withheld
        if not one.certain
        for reason in one.because
        if not facts_of(kb.when("contraindication", reason.entry.id)) <= answers.unsure
    ]
    return tuple(to_ask(kb, answers, questions))

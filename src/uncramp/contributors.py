"""What may play a part in one person's cramps, by their own answers: something to try or to ask about, no diagnosis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from uncramp.facts import Answers
from uncramp.kb import Knowledge, Texts
from uncramp.kb.entries import Contributor, Medicine
from uncramp.kb.needed import KIND
from uncramp.logic.explain import because
from uncramp.triage import Level, to_ask, triage

WEIGHTS = {"A": 3.0, "B": 2.0, "C": 1.0}
"""How much a contributor of each strength counts when the next question is chosen."""


def likely_contributors(kb: Knowledge, answers: Answers) -> tuple[Contributor, ...]:
    """The contributors that surely hold for settled answers: the strongest first, then those nearest to the kind.

    Nothing at urgent and emergency: somebody with a danger sign must not read that it may be the coffee.
    """
    return tuple(one for one, value in _weighed(kb, answers) if value is True)


def could_contribute(kb: Knowledge, answers: Answers) -> tuple[str, ...]:
    """The facts not asked yet whose answer could show another contributor, the most useful first."""
    questions = [
        (kb.when("contributor", one.id), WEIGHTS[one.strength]) for one, value in _weighed(kb, answers) if value is None
    ]
    return tuple(to_ask(kb, answers, questions))


@dataclass(frozen=True, slots=True)
class Said:
    """One contributor in words for a person; those of its medicines that the person takes speak for it."""

    title: str
    says: str
    do: str
    sources: tuple[str, ...]


def said(kb: Knowledge, answers: Answers, one: Contributor, texts: Texts) -> Said:
    """What a person reads about a contributor that surely holds."""
    title = texts.entry("contributor", one.id, "title", one.title)
    if not one.medicines:
        says = texts.entry("contributor", one.id, "says", one.says)
        return Said(title, says, texts.entry("contributor", one.id, "do", one.do), one.sources)
    taken = _taken(kb, answers, one)
    says = " ".join(texts.entry("medicine", medicine.id, "says", medicine.says) for medicine in taken)
    asks = [texts.entry("medicine", medicine.id, "ask_about", medicine.ask_about) for medicine in taken]
    sources = dict.fromkeys(source for entry in (one, *taken) for source in entry.sources)
    return Said(title, says, " ".join(ask for ask in asks if ask), tuple(sources))


def rows(kb: Knowledge, answers: Answers, texts: Texts) -> list[dict[str, Any]]:
    """The contributors as JSON, with the answers that settle each."""
    return [
        {
            "contributor": one.id,
            "says": words.says,
            "do": words.do,
            "strength": one.strength,
            "sources": list(words.sources),
            "facts": because(kb.when("contributor", one.id), answers.known),
        }
        for one in likely_contributors(kb, answers)
        for words in (said(kb, answers, one, texts),)
    ]


def _taken(kb: Knowledge, answers: Answers, one: Contributor) -> list[Medicine]:
    value_of = kb.judging(answers.known)
    return [
        medicine
        for medicine in kb.pack.medicine
        if medicine.id in one.medicines and value_of(kb.when("medicine", medicine.id)) is True
    ]


def _weighed(kb: Knowledge, answers: Answers) -> list[tuple[Contributor, bool | None]]:
    """The contributors that may matter for what it is like, in order, and whether each holds."""
    if triage(kb, answers).level > Level.routine:
        return []
    value_of = kb.judging(answers.known)
    kind = answers.known.get(KIND)
    fitting = [one for one in kb.pack.contributor if kind is None or kind in one.kinds]
    fitting.sort(key=lambda one: (one.strength, 0 if kind is None else one.kinds.index(str(kind))))
    return [(one, value_of(kb.when("contributor", one.id))) for one in fitting]

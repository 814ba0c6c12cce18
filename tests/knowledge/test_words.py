"""The words for people: short sentences, easy to read, in British English, and nothing that must not be said.

The twenty hardest texts, to be mended next:

    python -m pytest -s tests/knowledge/test_words.py -k hardest
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from statistics import mean

import pytest
import textstat

from uncramp.interview import MANY
from uncramp.kb import Knowledge
from uncramp.kb.english import LABELLED
from uncramp.kb.entries import FactEntry
from uncramp.kb.spelling import AMERICAN, TRADE_WORDS, not_our_english
from uncramp.kb.wording import FOR_PEOPLE, NEVER_SAID, refusals, texts_for_people

AVERAGE_AGE = 9.0
"""No higher on average (they are at 8.5). The aim is a reading age of 9 to 11."""
HIGHEST_AGE = 14.0
"""No text above this. The measure wobbles by two years on one or two sentences, so this is looser than the aim."""
ENOUGH_WORDS = 10
"""Fewer words than these have no reading age: one name of a muscle would decide."""
LONGEST_SENTENCE = 20
TOO_HARD: dict[str, str] = {"texts.drinks.packet_line": "a row of figures, not a sentence"}
TOO_LONG: dict[str, str] = {}
"""The exceptions, each with its reason. A text that no longer needs to be here fails as well."""


@cache
def texts(kb: Knowledge) -> dict[str, str]:
    """Every text for people by its place, as it is said to oneself and as it is said about somebody else."""
    found = {f"texts.{key}": text for key, text in kb.pack.texts["en"].items()}
    for kind in FOR_PEOPLE:
        for entry in getattr(kb.pack, kind):
            for field, text in texts_for_people(kind, entry):
                found[f"{kind}.{entry.id}.{field}"] = _without_examples(text) if _is_label(entry) else text
    return {
        f"{place}{'' if said == 1 else ' (they)'}": re.sub(r"\{[^{}|]*\}", "999", _said(text, said))
        for place, text in found.items()
        for said in ((1, 2) if "|" in text else (1,))
    }


def _said(text: str, form: int) -> str:
    return re.sub(r"\{([^{}|]*)\|([^{}]*)\}", rf"\{form}", text)


def _is_label(entry: object) -> bool:
    return isinstance(entry, FactEntry) and entry.group in LABELLED


def _without_examples(label: str) -> str:
    """A label of a tick list without the names of medicines in brackets: they are no sentence and cannot be shorter."""
    return re.sub(r" \([^)]*\)", "", label)


def reading_age(text: str) -> float:
    """The age at which a text can be read: the school year of the Automated Readability Index, and five.

    Of the usual measures this is one that counts letters instead of syllables; those that count syllables fetch a
    dictionary from the network first.
    """
    return float(textstat.automated_readability_index(text)) + 5


@cache
def ages(kb: Knowledge) -> dict[str, float]:
    """The reading age of every text that is long enough to have one, the hardest first."""
    found = {place: reading_age(text) for place, text in texts(kb).items() if len(text.split()) >= ENOUGH_WORDS}
    return dict(sorted(found.items(), key=lambda row: -row[1]))


def sentences(text: str) -> Iterator[str]:
    yield from re.split(r"(?<=[.!?])\s+", text)


def named(place: str) -> str:
    return place.removesuffix(" (they)")


def test_every_question_that_can_stand_alone_says_why_it_is_asked_in_one_sentence(kb: Knowledge) -> None:
    alone = {fact.id for fact in kb.pack.fact if fact.group not in MANY and not fact.unsure_of}
    alone |= {fact for line in kb.pack.line for fact in line.facts}
    alone |= {fact for quick in kb.pack.quick for fact in quick.ask}
    says = {fact.id: fact.why for fact in kb.pack.fact if fact.id in alone}
    assert {id: why for id, why in says.items() if len(list(sentences(why))) != 1 or not why.endswith(".")} == {}


def test_texts_for_people_are_easy_on_average(kb: Knowledge) -> None:
    assert len(ages(kb)) > 2000
    assert mean(ages(kb).values()) <= AVERAGE_AGE


def test_no_text_for_people_is_too_hard(kb: Knowledge) -> None:
    hard = {
        place: round(age, 1) for place, age in ages(kb).items() if age > HIGHEST_AGE and named(place) not in TOO_HARD
    }
    assert hard == {}


@pytest.mark.parametrize("kind", ["rule", "safety_net", "line"])
def test_what_matters_most_is_easiest(kb: Knowledge, kind: str) -> None:
    """Danger signs, what to do about them and what to watch for."""
    assert mean(age for place, age in ages(kb).items() if place.startswith(f"{kind}.")) <= 11


def test_sentences_are_short(kb: Knowledge) -> None:
    long = {
        f"{place}: {sentence}": len(sentence.split())
        for place, text in texts(kb).items()
        for sentence in sentences(text)
        if len(sentence.split()) > LONGEST_SENTENCE and named(place) not in TOO_LONG
    }
    assert long == {}


def test_every_exception_is_still_needed(kb: Knowledge) -> None:
    hard = {named(place) for place, age in ages(kb).items() if age > HIGHEST_AGE}
    long = {
        named(place)
        for place, text in texts(kb).items()
        if any(len(sentence.split()) > LONGEST_SENTENCE for sentence in sentences(text))
    }
    assert set(TOO_HARD) <= hard
    assert set(TOO_LONG) <= long
    assert len(TOO_HARD) + len(TOO_LONG) <= 5


def test_the_hardest_texts_can_be_shown(kb: Knowledge) -> None:
    """With `-s` this is the list of what to mend next."""
    hardest = list(ages(kb).items())[:20]
    for place, age in hardest:
        print(f"{age:5.1f}  {place}: {texts(kb)[place]}")
    assert len(hardest) == 20


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("Sit down. Put your leg out straight. Pull your toes slowly up to you and hold.", (4, 7)),
        (
            "Subsequent administration of prescribed medication necessitates professional consultation.",
            (25, 60),
        ),
    ],
)
def test_the_measure_tells_easy_from_hard(text: str, age: tuple[int, int]) -> None:
    assert age[0] <= reading_age(text) <= age[1]


# ---- what must not be said


FORBIDDEN = (
    "Stop taking your statin.", "You can start taking iron.", "You have a clot.", "There is nothing to worry about.",
    "Do not worry.", "You are fine.", "It will be fine.", "This is perfectly normal.", "This is nothing.",
    "It is only a cramp.", "That is just a twitch.", "Stop the tablets.", "Double your dose.", "This always works.",
    "Drink 2 litres a day.", "Take 400 mg.", "Take 2 tablets.",
)  # fmt: skip


@pytest.mark.parametrize("text", FORBIDDEN)
def test_what_must_never_be_said_is_found(text: str) -> None:
    assert list(refusals(text))


def test_every_forbidden_phrase_has_an_example() -> None:
    unseen = [
        pattern for pattern in NEVER_SAID if not any(re.search(pattern, text, re.IGNORECASE) for text in FORBIDDEN)
    ]
    assert unseen == []


@pytest.mark.parametrize(
    "text",
    [
        "Do not stop the tablets on your own.",
        "Milk holds 240 mg in a glass.",
        "Call {N}. {Your|Their} sight may be double.",
        "Literally a vigorous walk past the laboratory with a thermometer.",
        "A travelling organist with grey hair, from the World Health Organization.",
    ],
)
def test_what_may_be_said_is_left_alone(text: str) -> None:
    assert list(refusals(text)) == []


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("A tumor of another color.", ["tumour", "colour"]),
        ("Two liters of water in gray jugs.", ["litre", "grey"]),
        ("Pain in the abdomen when urinating.", ["tummy", "pee"]),
        ("Diarrhea and nocturnal cramps.", ["at night", "diarrhoea"]),
    ],
)
def test_words_of_the_trade_and_american_spellings_are_found(text: str, instead: list[str]) -> None:
    assert [found.rpartition(": ")[2].rstrip(".") for found in not_our_english(text)] == instead


def test_no_british_spelling_is_taken_for_an_american_one() -> None:
    british = [word for word in AMERICAN.values() if " " not in word]
    assert [word for word in british if list(not_our_english(word))] == []
    assert not set(AMERICAN) & set(TRADE_WORDS)

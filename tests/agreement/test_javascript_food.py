"""Contributors, food and drinks on the phone against what the commands print with `--json`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from agreement.scripts import Ask, difference
from knowledge.people import random_person, thresholds
from knowledge.test_vignettes import VIGNETTES
from uncramp.cli import run
from uncramp.contributors import could_contribute, rows
from uncramp.decide import answers_json
from uncramp.drinks import sweat_loss
from uncramp.errors import PersonError
from uncramp.facts import Answers
from uncramp.food import NUTRIENTS
from uncramp.kb import Knowledge
from uncramp.safety.corpus.files import head, lines
from uncramp.safety.corpus.people import alike

CORPUS = Path(__file__).parents[1] / "corpus"
EVERY = 50
"""Of so many people of the corpus one."""
FEW = 40
"""How many people go through a command: each takes a tenth of a second."""


@cache
def everybody() -> list[dict[str, Any]]:
    """Somebody of whom nothing is known, the people of the vignettes and of the corpus."""
    import uncramp.kb

    kb = uncramp.kb.load()
    stands = head(CORPUS)
    kept = [alike(row, stands["like"]) for name in stands["people"] for row in lines(CORPUS, name)]
    return [{}, *(answers_json(one.answers(kb)) for one in VIGNETTES), *kept[::EVERY]]


def some(count: int) -> list[dict[str, Any]]:
    return everybody()[:: max(1, len(everybody()) // count)]


def test_what_may_play_a_part_is_the_same_and_in_the_same_order(kb: Knowledge, node: Ask) -> None:
    seen: set[str] = set()
    asked = 0
    for nth, raw in enumerate(everybody()):
        answers, language = kb.answers(raw), kb.languages[nth % len(kb.languages)]
        theirs = node("contributors", facts=raw, language=language, region="uk")
        ours = rows(kb, answers, kb.texts(language=language, region="uk"))
        assert not (differs := difference(ours, theirs["rows"])), f"{differs}\n{json.dumps(raw)}"
        assert theirs["ask"] == [*could_contribute(kb, answers)], json.dumps(raw)
        seen |= {row["contributor"] for row in ours}
        asked += bool(theirs["ask"])
    assert len(seen) > len(kb.pack.contributor) // 2
    assert asked


def test_random_people_have_the_same_contributors(kb: Knowledge, node: Ask) -> None:
    near, asked, told = thresholds(kb), 0, 0
    for nth in range(300):
        raw = random_person(kb, Random(nth), near)
        answers = kb.answers(raw)
        theirs = node("contributors", facts=raw, language="en", region="other")
        assert not (differs := difference(rows(kb, answers, kb.texts()), theirs["rows"])), f"{differs}\n{raw}"
        assert theirs["ask"] == [*could_contribute(kb, answers)], json.dumps(raw)
        asked += bool(theirs["ask"])
        told += bool(theirs["rows"])
    assert min(asked, told) > 10


def printed(capsys: pytest.CaptureFixture[str], tmp_path: Path, raw: Any, *args: str) -> Any:
    """What a command prints with `--json` for this person."""
    file = tmp_path / "person.json"
    file.write_text(json.dumps({"facts": raw}), encoding="utf-8")
    assert not run([args[0], str(file), *args[1:], "--json", "--region", "uk"])
    return json.loads(capsys.readouterr().out)


@pytest.fixture(autouse=True)
def loaded_once(kb: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands print from the very knowledge that the scripts were given."""
    monkeypatch.setattr("uncramp.cli.setting.load", lambda _: kb)


def others(raw: dict[str, Any]) -> bool:
    return raw.get("answering_for", "self") != "self"


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_food_page_is_the_same(
    kb: Knowledge, node: Ask, capsys: pytest.CaptureFixture[str], tmp_path: Path, language: str
) -> None:
    offered = withheld = 0
    levels = set()
    for nth, raw in enumerate(some(FEW)):
        nutrient = (None, *NUTRIENTS)[nth % (1 + len(NUTRIENTS))]
        chosen = ["--nutrient", nutrient] if nutrient else []
        ours = printed(capsys, tmp_path, raw, "food", *chosen, "--lang", language)
        theirs = node("food", facts=raw, language=language, region="uk", others=others(raw), nutrient=nutrient)
        assert not (differs := difference(ours, theirs)), f"{differs}\n{nutrient}: {json.dumps(raw)}"
        offered, withheld = offered + len(ours["offer"]), withheld + len(ours["withhold"])
        levels.add(ours["level"])
    assert min(offered, withheld) > FEW // 2
    assert levels == {"emergency", "urgent", "routine", "self_care"}


SPORT = (
    {"weight_before": 704, "weight_after": 690, "drunk": 500, "minutes": 90},
    {"weight_before": 704, "weight_after": 704, "drunk": 2500, "minutes": 240},
    {"weight_before": 704, "weight_after": 704, "drunk": 0, "minutes": 239},
    {"weight_before": 600, "weight_after": 606, "drunk": 3000, "minutes": 120},
    {"weight_before": 1000, "weight_after": 980, "drunk": 333, "minutes": 77},
    {"weight_before": 999, "weight_after": 980, "drunk": 1, "minutes": 11},
)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_drinks_page_is_the_same(
    kb: Knowledge, node: Ask, capsys: pytest.CaptureFixture[str], tmp_path: Path, language: str
) -> None:
    figures = offered = told = 0
    for nth, raw in enumerate(some(FEW)):
        sweat = SPORT[nth % len(SPORT)] if nth % 3 else None
        args = [] if sweat is None else sums(sweat)
        ours = printed(capsys, tmp_path, raw, "drinks", *args, "--lang", language)
        theirs = node("drinks", facts=raw, language=language, region="uk", others=others(raw), sweat=sweat)
        assert not (differs := difference(ours, theirs)), f"{differs}\n{sweat}: {json.dumps(raw)}"
        offered, figures, told = (
            offered + bool(ours["offer"]),
            figures + bool(ours["reference"]),
            told + bool(ours["sweat"]),
        )
    assert min(offered, figures, told) > 3


def sums(sweat: dict[str, int]) -> list[str]:
    kilograms = {name: f"{sweat[name] // 10}.{sweat[name] % 10}" for name in ("weight_before", "weight_after")}
    given = {**{name: str(number) for name, number in sweat.items()}, **kilograms}
    return [word for name, text in given.items() for word in (f"--{name.replace('_', '-')}", text)]


def test_the_sums_after_sport_are_the_same_and_so_is_what_they_refuse(kb: Knowledge, node: Ask) -> None:
    rng, refused, dangers = Random(5), 0, 0
    well = answers_json(next(one for one in (each.answers(kb) for each in VIGNETTES) if _reads_sweat(node, one)))
    for _ in range(400):
        before = rng.randint(200, 1500)
        sweat = {
            "weight_before": before if rng.random() < 0.95 else rng.choice((0, 199, 3001)),
            "weight_after": before + rng.randint(-60, 10),
            "drunk": rng.choice(
                (0, rng.randint(0, 20000), 20001, -1) if rng.random() < 0.1 else (rng.randint(0, 5000),)
            ),
            "minutes": rng.choice((10, 239, 240, 2880, rng.randint(9, 2881))),
        }
        theirs = node("drinks", facts=well, language="en", region="uk", others=False, sweat=sweat)
        ours = summed(kb, sweat)
        if "refused" in theirs:
            del theirs["refused"]["hint"]
            assert theirs == ours, sweat
            refused += 1
        else:
            assert ours.items() <= theirs["sweat"].items(), sweat
            dangers += ours["loss_ml"] is None
    assert refused > 10
    assert dangers > 10


def summed(kb: Knowledge, sweat: dict[str, int]) -> dict[str, Any]:
    """The sums in Python, or why there are none."""
    try:
        found = sweat_loss(
            kb,
            weight_before_kg_tenths=sweat["weight_before"],
            weight_after_kg_tenths=sweat["weight_after"],
            drunk_ml=sweat["drunk"],
            minutes=sweat["minutes"],
        )
    except PersonError as error:
        return {"refused": {"what": error.what, "allowed": error.allowed}}
    numbers = {name: getattr(found, name) for name in ("change_kg_tenths", "loss_ml", "ml_per_hour")}
    return {"means": found.means.id} | numbers


def _reads_sweat(node: Ask, answers: Answers) -> bool:
    """Whether thirst may lead this person, so that the figures are shown."""
    raw = answers_json(answers)
    return bool(node("drinks", facts=raw, language="en", region="uk", others=False, sweat=SPORT[0])["sweat"])

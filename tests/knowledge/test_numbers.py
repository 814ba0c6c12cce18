"""Every number of the evidence record stands in the knowledge, so that nobody changes a protocol by accident.

The record is `record_numbers.toml`. A number that is changed on purpose is changed there too, with the decision that
says why.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from uncramp.kb import Knowledge
from uncramp.kb.entries import Guide, Prior

HERE = Path(__file__).parent
DECISIONS = HERE.parents[1] / "docs" / "decisions"
RECORD: dict[str, Any] = tomllib.loads((HERE / "record_numbers.toml").read_text(encoding="utf-8"))
WIDTH = 2 * 1.96
"""Standard deviations from the lower to the upper end of a 95% interval."""


@dataclass(frozen=True)
class Number:
    block: str
    says: str
    entry: str
    field: str
    holds: int | str | list[int]
    decision: int = 0


NUMBERS = [Number(block, *row) for block, rows in RECORD["blocks"].items() for row in rows]


def entry(kb: Knowledge, name: str) -> Any:
    kind, _, id = name.rpartition(".")
    return next((one for one in getattr(kb.pack, kind or "remedy") if one.id == id), None)


def in_guide(guide: Guide, field: str) -> Any:
    if field in ("hold", "rest"):
        seconds = sorted({step.seconds for step in guide.step if step.kind == field})
        return seconds[0] if len(seconds) == 1 else seconds
    if field == "holds":
        return sum(step.kind == "hold" for step in guide.step)
    if field == "minutes":
        return round(sum(step.seconds for step in guide.step) / 60)
    if field == "says":
        return " ".join(step.says for step in guide.step)
    return getattr(guide, field)


def held(one: Any, field: str) -> Any:
    """What an entry holds in a field such as `routine.ladder.step`; None where a part of the way is not there."""
    if field == "when" and hasattr(one, "indication"):
        return " ".join(indication.when for indication in one.indication)
    for name in field.split("."):
        one = in_guide(one, name) if isinstance(one, Guide) else getattr(one, name, None)
    return list(one) if isinstance(one, tuple) else one


def still_holds(found: Any, wanted: int | str | list[int]) -> bool:
    """A sentence holds its number as long as the words around it stand too."""
    return wanted in found if isinstance(wanted, str) and isinstance(found, str) else bool(found == wanted)


def decision(number: int) -> str:
    (file,) = DECISIONS.glob(f"{number:03}-*.md")
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize("number", NUMBERS, ids=lambda one: f"{one.block}: {one.says}: {one.entry}")
def test_the_knowledge_holds_each_number_of_the_record(kb: Knowledge, number: Number) -> None:
    one = entry(kb, number.entry)
    assert one, f"`{number.entry}` is gone. It held “{number.says}” of the block `{number.block}`."
    found = held(one, number.field)
    assert still_holds(found, number.holds), (
        f"`{number.field}` of `{number.entry}` should hold {number.holds!r}, because the block `{number.block}` says"
        f" “{number.says}”. It holds {found!r}. If that is meant, change `record_numbers.toml` too, with the decision"
        " that says why."
    )


def test_every_block_states_its_numbers_or_has_none() -> None:
    blocks = (HERE / "blocks.txt").read_text(encoding="utf-8").split()
    stated, none = list(RECORD["blocks"]), RECORD["without_numbers"]
    assert sorted([*stated, *none]) == sorted(blocks)


@pytest.mark.parametrize("id", RECORD["quantities"])
def test_each_quantity_is_that_of_the_record(kb: Knowledge, id: str) -> None:
    said = RECORD["quantities"][id]
    wanted = said if isinstance(said, str) else said["here"]
    one = entry(kb, f"quantity.{id}")
    assert one, f"the quantity `{id}` is gone: the record says {wanted}"
    assert f"{one.value} {one.unit}".removesuffix(" -") == wanted, f"the quantity `{id}` is {wanted} in the record"


@pytest.mark.parametrize("id", RECORD["priors"])
def test_each_prior_is_that_of_the_record(kb: Knowledge, id: str) -> None:
    one: Prior | None = entry(kb, f"prior.{id}")
    assert one, f"the prior `{id}` is gone"
    assert [one.scale, one.median, *one.interval, one.mu, one.sd] == RECORD["priors"][id]


def test_there_is_no_prior_that_the_record_does_not_know(kb: Knowledge) -> None:
    assert {one.id for one in kb.pack.prior} == set(RECORD["priors"])


def test_mu_and_sd_of_a_prior_follow_from_its_interval_and_the_median_from_mu(kb: Knowledge) -> None:
    """mu is the middle of the interval and sd its width over 3.92: of the logarithms, but for a mean difference.

    They are written with three places (two for a mean difference), and the median with two.
    """
    for one in kb.pack.prior:
        plain = one.scale == "mean_difference"
        low, high = one.interval if plain else (math.log(end) for end in one.interval)
        half_a_place = 0.005 if plain else 0.0005
        assert one.mu == pytest.approx((low + high) / 2, abs=half_a_place + 1e-4), one.id
        assert one.sd == pytest.approx((high - low) / WIDTH, abs=half_a_place + 1e-4), one.id
        assert one.median == pytest.approx(one.mu if plain else math.exp(one.mu), abs=0.0051), one.id


def test_a_remedy_is_graded_as_its_block_or_a_decision_says_why(kb: Knowledge) -> None:
    otherwise = RECORD["graded_otherwise"]
    for remedy in kb.pack.remedy:
        for block in remedy.blocks:
            if block in RECORD["grades"]:
                grade, wanted = f"{remedy.verdict}, {remedy.certainty}", RECORD["grades"][block]
                wanted = otherwise.get(remedy.id, {}).get("grade", wanted)
                assert grade == wanted, f"`{remedy.id}` is graded “{grade}”, its block `{block}` “{wanted}”"


def test_every_number_that_differs_is_in_the_decision_that_is_named() -> None:
    """By the name of the entry in decision 9; decision 4 is a table by topic, so there it is enough that it exists."""
    differing = {(number.entry.rpartition(".")[2], number.decision) for number in NUMBERS if number.decision}
    for part in ("quantities", "graded_otherwise"):
        differing |= {(id, said["decision"]) for id, said in RECORD[part].items() if isinstance(said, dict)}
    assert {number for _, number in differing} == {4, 9}
    assert decision(4)
    for id, number in sorted(differing):
        assert number == 4 or f"`{id}`" in decision(9), f"decision 9 does not say why `{id}` differs from the record"

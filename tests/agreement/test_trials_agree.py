"""The trials of the phone app against Python's, over diaries as people and machines write them.

The long run: `UNCRAMP_PEOPLE=5000 python -m pytest tests/agreement/test_trials_agree.py`.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from agreement.scripts import node_program
from uncramp.diary import Entry, current, load, to_json
from uncramp.diary.making import correct, make, remove
from uncramp.errors import PersonError
from uncramp.facts import read_answers
from uncramp.kb import Knowledge
from uncramp.site.data import knowledge, trials
from uncramp.trial_diary import Run, design_body, kept, runs
from uncramp.trials.design import (
    LARGEST_SEED,
    Protocol,
    canonical,
    looks,
    mark,
    may_be_tried,
    not_safe_any_more,
    protocol,
)
from uncramp.trials.series import ARMS, TrialError

Ask = Callable[..., Any]
HERE = Path(__file__).parent
DIARIES = int(os.environ.get("UNCRAMP_PEOPLE", "120"))
BEGAN = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
PEOPLE = ("0190b8c0-0000-7000-8000-000000000001", "0190b8c0-0000-7000-8000-000000000002")
OFTEN = ("age_years", "pregnancy_status")
DID = ("yes", "part", "no", "other_arm")


@pytest.fixture(scope="module")
def ask(kb: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    folder = tmp_path_factory.mktemp("trials")
    files = [folder / "knowledge.json", folder / "trials.json"]
    for file, data in zip(files, (knowledge(kb), trials(kb)), strict=True):
        file.write_text(json.dumps(data), encoding="utf-8")
    command = [node_program(), str(HERE / "trials.mjs"), *map(str, files)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout

        given, answers = process.stdin, process.stdout

        def asked(question: str, /, **request: Any) -> Any:
            given.write(json.dumps({"ask": question, **request}).encode() + b"\n")
            given.flush()
            line = answers.readline()
            assert line, "node ended without an answer; its message stands above"
            return json.loads(line)

        yield asked
        process.stdin.close()


class Life:
    """A diary with trials in it, by chance."""

    def __init__(self, kb: Knowledge, seed: int) -> None:
        self.kb, self.chance = kb, Random(seed)
        self.entries: list[Entry] = []
        self.arms = [one for one in kb.remedies.values() if may_be_tried(one)]
        for _ in range(self.chance.choice([1, 1, 2, 3])):
            self.trial(BEGAN + timedelta(days=self.chance.randrange(200)))
        self.chance.shuffle(self.entries)

    def write(self, person: str, kind: str, body: dict[str, Any], now: datetime) -> Entry:
        entry = make(load(), person=person, kind=kind, body=body, now=now, chance=self.chance.randbytes(10))
        self.entries.append(entry)
        return entry

    def protocol(self) -> Protocol:
        chance, (b, a) = self.chance, self.chance.sample(self.arms, 2)
        made = protocol(
            self.kb, b, chance.choice([None, a]), seed=chance.randrange(LARGEST_SEED),
            outcome=chance.choice(["all", "woke_me"]), pairs=chance.randint(3, 8), block_nights=chance.randint(2, 10),
        )  # fmt: skip
        washout = chance.choice([0, 0, 1])
        return replace(made, run_in_nights=chance.choice([0, 3, 7]), washout_nights=washout)

    def trial(self, now: datetime) -> None:
        chance, person, made = self.chance, self.chance.choice(PEOPLE), self.protocol()
        first = (now + timedelta(days=chance.randint(1, 5))).date().isoformat()
        design = self.write(person, "trial_design", design_body(made, first), now)
        run = Run(design, made, {}, (), None)
        lived = chance.randint(0, len(run.plan) + 3)
        for number in range(-1, lived):
            if chance.random() < 0.75:
                self.night(run, number)
        for _ in range(chance.choice([0, 0, 1, 3])):
            night = run.night(chance.randint(1, len(run.plan)))
            self.write(person, "trial_look", {"trial": run.id, "night": night}, _morning(night))
        if chance.random() < 0.2:
            self.write(person, "trial_end", {"trial": run.id, "why": "own_wish"}, _morning(run.night(max(lived, 1))))

    def night(self, run: Run, number: int) -> None:
        chance, night = self.chance, run.night(number)
        planned = run.planned(night)
        body = {"trial": run.id, "night": night, "did": chance.choice(DID), "complete": chance.random() < 0.9}
        body |= {"arm": planned.arm} if planned and planned.arm else {}
        person = run.design.person if chance.random() < 0.95 else chance.choice(PEOPLE)
        entry = self.write(person, "trial_night", body, _morning(night))
        later = _morning(night) + timedelta(minutes=chance.randint(1, 60))
        if chance.random() < 0.05:
            self.entries.append(remove(load(), entry, now=later, chance=chance.randbytes(10)))
        elif chance.random() < 0.05:
            changed = body | {"did": "no"}
            self.entries.append(correct(load(), entry, changed, now=later, chance=chance.randbytes(10)))
        elif chance.random() < 0.05:
            self.write(person, "trial_night", body | {"complete": False}, later)


def _morning(night: str) -> datetime:
    return datetime.fromisoformat(f"{night}T08:00:00+00:00")


def told(run: Run, days: list[str]) -> dict[str, Any]:
    return {
        "id": run.id,
        "plan": [asdict(one) for one in run.plan],
        "arms": [run.protocol.arm_a, run.protocol.arm_b],
        "looks": list(looks(run.protocol)),
        "kept": {arm: asdict(kept(run, arm)) for arm in ARMS},
        "said": {night: one.id for night, one in run.said.items()},
        "looked": list(run.looked),
        "end": run.end.id if run.end else None,
        "days": [
            {
                "number": run.number(day),
                "stage": run.stage(day),
                "planned": asdict(planned) if (planned := run.planned(day)) else None,
                "missing": run.missing(day),
                "due": run.due_look(day),
                "next": run.next_look(day),
                "last": run.last_night(day),
            }
            for day in days
        ],
    }


def days_around(found: list[Run], chance: Random) -> list[str]:
    """Days before, in and after the trials, the ones on which something changes among them."""
    days = [
        run.night(number) for run in found for number in (0, 1, len(run.plan), len(run.plan) + 1, *looks(run.protocol))
    ]
    return [*days, *((BEGAN + timedelta(days=chance.randrange(420))).date().isoformat() for _ in range(6))]


def test_every_trial_is_read_alike(ask: Ask, kb: Knowledge) -> None:
    compared = 0
    for seed in range(DIARIES):
        life = Life(kb, seed)
        found = runs(current(life.entries))
        days = days_around(found, life.chance)
        answer = ask("trials", all=[to_json(one) for one in life.entries], days=days)
        assert answer == {"runs": [told(run, days) for run in found], "altered": []}, f"seed {seed}"
        compared += len(found) * len(days)
    assert compared > 10 * DIARIES


@pytest.mark.parametrize(
    "field", ["nights", "first_look", "counts", "before", "remedy_a", "skip", "order", "late", "json"]
)
def test_a_trial_that_was_altered_is_read_by_neither(ask: Ask, kb: Knowledge, field: str) -> None:
    life = Life(kb, 3)
    made = replace(life.protocol(), washout_nights=0, outcome="all", run_in_nights=7, arm_a="nothing_extra")
    body = design_body(made, "2026-03-02")
    now = BEGAN + timedelta(days=9) if field == "late" else BEGAN
    changed = {
        "nights": made.block_nights + 1, "first_look": 1, "counts": "woke_me", "before": 0, "skip": 1,
        "remedy_a": "calf_stretch_wall", "order": body["order"][:-1], "json": "{", "late": None,
    }[field]  # fmt: skip
    if field != "late":
        body |= {"protocol" if field == "json" else field: changed}
    life.entries.clear()
    design = life.write(PEOPLE[0], "trial_design", body, now)
    with pytest.raises(TrialError):
        runs(current(life.entries))
    assert ask("trials", all=[to_json(design)], days=[]) == {"runs": [], "altered": [design.id]}


def test_what_stops_a_trial_stops_it_on_the_phone_too(ask: Ask, kb: Knowledge) -> None:
    chance, stopped = Random(11), 0
    arms = [one for one in kb.remedies.values() if may_be_tried(one)]
    lasting = [id for id, fact in kb.facts.items() if fact.group in ("who", "condition", "medicine", "allergy")]
    for _ in range(4 * DIARIES):
        asked = [*chance.sample(lasting, chance.choice([0, 1, 2, 5])), *chance.sample(OFTEN, chance.choice([0, 1, 2]))]
        facts = {id: _answer(kb, id, chance) for id in asked}
        some = chance.sample(arms, chance.choice([1, 2]))
        try:
            answers = kb.settled(read_answers(kb.facts, facts))
        except PersonError:
            continue
        expected = not_safe_any_more(kb, answers, some)
        assert ask("safe", facts=facts, arms=[one.id for one in some]) is expected, facts
        stopped += expected
    assert stopped > DIARIES / 4, "some of them are stopped"


def test_what_may_not_be_tried_any_more_stops_it(ask: Ask, kb: Knowledge) -> None:
    never = next(one.id for one in kb.remedies.values() if not may_be_tried(one))
    assert ask("safe", facts={}, arms=[never]) is True
    assert ask("safe", facts={}, arms=["stretch_before_bed"]) is False


def _answer(kb: Knowledge, id: str, chance: Random) -> Any:
    match kb.facts[id].type.__class__.__name__:
        case "FlagType":
            return chance.choice([True, True, False, "unsure"])
        case "IntType":
            type_: Any = kb.facts[id].type
            return chance.randint(type_.low, type_.high)
        case _:
            values: Any = kb.facts[id].type
            return chance.choice(values.values)


def test_the_reminder_comes_on_the_evening_of_every_night_and_names_nothing(ask: Ask, kb: Knowledge) -> None:
    life = Life(kb, 8)
    found = runs(current(life.entries))
    answer = ask("reminder", all=[to_json(one) for one in life.entries], time="21:30")
    for run, one in zip(found, answer, strict=True):
        assert one["day"] == (run.first - timedelta(days=1)).isoformat()
        last = (run.first + timedelta(days=len(run.plan) - 2)).strftime("%Y%m%d")
        assert one["rule"] == f"FREQ=DAILY;UNTIL={last}T213000"
        assert run.id in one["uid"]
        assert not [word for word in run.protocol.arm_b.split("_") if word in (one["title"] + one["text"]).lower()]


def test_the_mark_is_that_of_the_protocol(kb: Knowledge) -> None:
    made = Life(kb, 1).protocol()
    assert design_body(made, "2026-03-02")["mark"] == mark(made)
    assert json.loads(canonical(made))["pairs"] == made.pairs

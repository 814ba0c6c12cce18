"""The plans of fifteen written-out people as pages to read: a change of the knowledge shows what it does to them.

Each person is a TOML file in tests/golden with a story and the answers that matter; whatever yes/no fact it does not
name is "no". The page beside it is what `uncramp plan` shows on a fixed day. To renew the pages, then read every line
that changed as the person would:

    UNCRAMP_RENEW=1 python -m pytest tests/knowledge/test_golden_plans.py
"""

from __future__ import annotations

import io
import os
import re
import tomllib
from collections import Counter
from datetime import date, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from knowledge.people import person
from uncramp.cli.show import decision_page
from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.kb.needed import NEXT_DAYS
from uncramp.plan import plan, safety_net
from uncramp.schedule import Course, schedule
from uncramp.triage import triage

GOLDEN = Path(__file__).parents[1] / "golden"
PEOPLE = sorted(path.stem for path in GOLDEN.glob("*.toml"))
TODAY = date(2026, 2, 27)
RENEW = bool(os.environ.get("UNCRAMP_RENEW"))


def page(kb: Knowledge, name: str) -> str:
    """The whole page, without the line that names the version of the knowledge."""
    written = tomllib.loads((GOLDEN / f"{name}.toml").read_text(encoding="utf-8"))
    answers = person(kb, written["facts"])
    assert set(written["facts"]) <= kb.facts.keys(), name
    found = triage(kb, answers)
    made = plan(kb, answers, found, today=TODAY)
    texts = kb.texts(region="uk", others=answers.known.get("answering_for", "self") != "self")
    out = io.StringIO()
    console = Console(file=out, width=100, no_color=True, highlight=False, legacy_windows=False)
    decision_page(console, kb, answers, found, made, texts, whole=True)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    assert lines[-1].startswith("Knowledge ")
    return f"{written['story']}\n\n" + "\n".join(lines[:-1]) + "\n"


def test_there_are_fifteen_people() -> None:
    assert len(PEOPLE) == 15


@pytest.mark.parametrize("name", PEOPLE)
def test_the_plan_of_a_written_out_person_is_the_page_that_was_read(kb: Knowledge, name: str) -> None:
    file = GOLDEN / f"{name}.txt"
    now = page(kb, name)
    if RENEW:
        file.write_text(now, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == now, "read the change; UNCRAMP_RENEW=1 keeps it"


# ---- kinds of faults, on every page


def written_out(kb: Knowledge, name: str) -> Answers:
    return person(kb, tomllib.loads((GOLDEN / f"{name}.toml").read_text(encoding="utf-8"))["facts"])


def parts(text: str) -> list[list[str]]:
    """The steps of each part of a page, each in one line: its title, then all that is said of it."""
    found: list[list[str]] = []
    for line in text.partition("Held back")[0].splitlines():
        if line.startswith(("Now, or", "The next days", "To keep")):
            found.append([])
        elif line.startswith("- ") and found:
            found[-1].append(line[2:])
        elif line.startswith("  ") and found:
            found[-1][-1] += f" {line.strip()}"
    return found


def sentences(text: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.:!?]) |  ", text) if one.endswith(".")]


def courses(kb: Knowledge, answers: Answers) -> tuple[Course, ...]:
    steps = plan(kb, answers, triage(kb, answers), today=TODAY).prevention
    return schedule(kb, answers, steps, today=TODAY)


@pytest.mark.parametrize("name", PEOPLE)
def test_no_step_stands_in_a_part_twice(kb: Knowledge, name: str) -> None:
    for steps in parts(page(kb, name)):
        titles = [step.partition("  (")[0] for step in steps]
        assert titles
        assert len(titles) == len(set(titles))


@pytest.mark.parametrize("name", PEOPLE)
def test_what_a_page_has_said_of_a_step_it_does_not_say_again(kb: Knowledge, name: str) -> None:
    said: dict[str, Counter[str]] = {}
    for step in (step for steps in parts(page(kb, name)) for step in steps):
        title, _, told = step.partition("  (")
        said.setdefault(title, Counter()).update(sentences(told))
    twice = {title: [one for one, count in told.items() if count > 1] for title, told in said.items()}
    assert {title: found for title, found in twice.items() if found} == {}


SHOWN = re.compile(r"(?:\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?\b(\d{1,2}) ([A-Z][a-z]+)(?: (20\d\d))?\b")
MONTHS = {datetime(2026, month, 1).strftime("%B"): month for month in range(1, 13)}


@pytest.mark.parametrize("name", PEOPLE)
def test_every_date_lies_ahead_and_falls_on_its_weekday(kb: Knowledge, name: str) -> None:
    text = " ".join(page(kb, name).split())
    dates = [match for match in SHOWN.findall(text) if match[2] in MONTHS]
    assert dates or not written_out(kb, name).known.get("site_calf")
    for weekday, day, month, year in dates:
        when = date(int(year or TODAY.year), MONTHS[month], int(day))
        assert TODAY < when < date(2027, 1, 1), when
        assert not weekday or f"{when:%a}" == weekday, when


@pytest.mark.parametrize("name", PEOPLE)
def test_a_card_says_one_day_to_look_again(kb: Knowledge, name: str) -> None:
    answers = written_out(kb, name)
    days = [net.review_days for net in safety_net(kb, answers, triage(kb, answers).level) if net.review_days]
    assert len(days) <= 1
    assert page(kb, name).partition("Now, or")[0].count("Look again") == len(days)


@pytest.mark.parametrize("name", PEOPLE)
def test_nobody_trains_while_easing_off(kb: Knowledge, name: str) -> None:
    answers = written_out(kb, name)
    over = TODAY.toordinal() + kb.number(NEXT_DAYS)
    sport = [found for found in courses(kb, answers) if found.routine.at == "sport"]
    assert [found.offer.remedy.id for found in sport if found.weeks[0].days[0].toordinal() < over] == []


@pytest.mark.parametrize("id", ["ask_your_team", "medication_review"])
def test_whom_to_call_is_called_on_a_day_when_somebody_is_there(kb: Knowledge, id: str) -> None:
    routine = kb.remedies[id].routine
    assert routine is not None
    assert routine.days
    assert not {"sat", "sun"} & set(routine.days)


# ---- not too much at once

AT_ONCE = 3
"""How many new things somebody can be asked to do each day from one and the same day on."""


def new_each_day(kb: Knowledge, answers: Answers) -> dict[date, list[str]]:
    """What is new from each day on: not the diary, not what stands in for another, not what somebody does already."""
    found: dict[date, list[str]] = {}
    for one in courses(kb, answers):
        ladder = one.routine.ladder
        known = bool(ladder and ladder.start_from and ladder.start_from in answers.known)
        if one.routine.per == "day" and not (one.routine.turn_days or one.routine.instead_of or known):
            found.setdefault(one.start, []).append(one.offer.remedy.id)
    return found


@pytest.mark.parametrize("name", PEOPLE)
def test_no_plan_begins_more_than_three_new_things_on_one_day(kb: Knowledge, name: str) -> None:
    assert {day: ids for day, ids in new_each_day(kb, written_out(kb, name)).items() if len(ids) > AT_ONCE} == {}


def test_no_place_and_no_kind_brings_more_than_three_new_things_on_one_day(kb: Knowledge) -> None:
    sites = [id for id, fact in kb.facts.items() if fact.group == "site"]
    kinds = ("painful_cramp", "ongoing_spasm", "painless_twitch", "stiffness", "inside_squeeze")
    stories: tuple[dict[str, Any], ...] = ({"night_or_rest": True, "age_years": 72}, {"during_exercise": True})
    most = 0
    for site, kind, story in product(sites, kinds, stories):
        answers = person(kb, {site: True, "kind": kind, "symptom_days": 10, **story})
        for day, ids in new_each_day(kb, answers).items():
            assert len(ids) <= AT_ONCE, (site, kind, day, ids)
            most = max(most, len(ids))
    assert most > 1

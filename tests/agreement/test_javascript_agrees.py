"""The scripts of the phone app against Python: whatever the browser decides is what the command line decides.

One Node process (`decide.mjs`) answers for everybody. A disagreement names the person and the first
place in the JSON that differs. The long run, after any change to the engine, the scripts or the knowledge:

    UNCRAMP_PEOPLE=20000 python -m pytest tests/agreement/test_javascript_agrees.py

Where there is no Node these tests are skipped; with UNCRAMP_NODE=required they fail instead.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreement.scripts import SCRIPTS, Ask, difference
from agreement.strategies import agreeing, cases, expressions, people, vocabularies
from knowledge.people import person, random_person, thresholds
from knowledge.test_vignettes import VIGNETTES
from uncramp import facts, schedule
from uncramp.decide import answers_json, dates, decide
from uncramp.errors import PersonError
from uncramp.kb import Knowledge
from uncramp.kb.entries import Ladder
from uncramp.kb.needed import CONTACTS
from uncramp.logic import evaluate, facts_of, sides_of, to_json
from uncramp.logic.explain import because
from uncramp.logic.residual import most_useful, residual
from uncramp.plan import plan
from uncramp.triage import triage

HERE = Path(__file__).parent
GOLDEN = sorted((HERE.parent / "golden").glob("*.toml"))
PEOPLE = int(os.environ.get("UNCRAMP_PEOPLE", "1200"))
GROUPS = 4
"""Into how many tests the random people are split, so that they can run beside each other."""
MOST_BYTES = 4096
"""What the interpreter may weigh on its way to a phone."""
TODAY = date(2026, 2, 27)


def by_python(kb: Knowledge, raw: Any, *, region: str, others: bool, today: date | None) -> Any:
    """The decision in each language, as `uncramp check --json` gives it, and with a day as `uncramp plan --json` does;
    or why the person cannot be judged."""
    try:
        answers = kb.answers(raw)
    except PersonError as error:
        return {"refused": {"what": error.what, "allowed": error.allowed}}
    found = []
    for language in kb.languages:
        texts = kb.texts(language=language, region=region, others=others)
        decision = decide(kb, answers, texts)
        found.append(decision | dates(kb, answers, texts, today=today) if today else decision)
    return json.loads(json.dumps(found))


def assert_same(kb: Knowledge, node: Ask, raw: Any, *, today: date | None = None, region: str = "uk") -> Any:
    """The decision, which is the same in both and in every language of the pack; with a day, its dates too."""
    others = isinstance(raw, dict) and raw.get("answering_for", "self") != "self"
    ours = by_python(kb, raw, region=region, others=others, today=today)
    day = today and today.isoformat()
    theirs = node("decide", facts=raw, languages=kb.languages, region=region, others=others, today=day)
    if "refused" in theirs:  # a hint may name commands, which a browser does not have
        del theirs["refused"]["hint"]
    differs = difference(ours, theirs)
    assert not differs, f"{differs}\n{kb.languages}, {region}, {today}: {json.dumps(raw)}"
    return ours


# ---- the interpreter


@settings(agreeing, max_examples=max(agreeing.max_examples, 250))
@given(data=st.data())
def test_a_random_condition_means_the_same(node: Ask, data: st.DataObject) -> None:
    types, expr, known = data.draw(cases())
    ruled_out = frozenset(data.draw(st.lists(st.sampled_from(sorted(types)))))
    rest, reasons = residual(expr, known, ruled_out), because(expr, known, ruled_out)
    found = node("rule", expr=to_json(expr), facts=known, ruled_out=sorted(ruled_out))
    assert found == {
        "value": evaluate(expr, known, ruled_out),
        "residual": rest if isinstance(rest, bool) else to_json(rest),
        "because": reasons,
        "facts": sorted(facts_of(expr)),
        "sides": [sorted(side) for side in sides_of(expr)],
    }
    assert [*found["because"]] == [*reasons], "the reasons stand in another order"


@agreeing
@given(data=st.data())
def test_the_most_useful_questions_are_the_same(node: Ask, data: st.DataObject) -> None:
    types = data.draw(vocabularies())
    weighed = st.tuples(expressions(types), st.sampled_from((1.0, 0.5, 1 / 3, 10.0, 100.0)))
    questions = data.draw(st.lists(weighed, max_size=6))
    known = data.draw(people(types))
    found = node("useful", questions=[(to_json(expr), weight) for expr, weight in questions], facts=known)
    assert found == most_useful(questions, known)


def test_every_condition_of_the_knowledge_has_the_same_value_for_random_people(kb: Knowledge, node: Ask) -> None:
    rng, near = Random(7), thresholds(kb)
    names = sorted(kb.pack.conditions)
    whens = [kb.when(kind, id, *map(int, nth)) for kind, id, *nth in (name.split(":") for name in names)]
    seen = {True: 0, False: 0, None: 0}
    for _ in range(PEOPLE // 5):
        known = kb.answers(random_person(kb, rng, near)).known
        found = node("conditions", facts=dict(known))
        assert len(found) == len(names)
        for name, when, value in zip(names, whens, found, strict=True):
            ours = evaluate(when, known)
            assert ours is value, f"{name}: {ours} in Python, {value} in JavaScript; {json.dumps(dict(known))}"
            seen[ours] += 1
    assert min(seen.values()) > 1000


def test_the_interpreter_is_small(node: Ask) -> None:
    assert node("size", file=str(SCRIPTS / "rules.js")) <= MOST_BYTES


def test_the_scripts_load_nothing_but_each_other_and_make_no_code_of_text() -> None:
    files = sorted(SCRIPTS.glob("*.js"))
    assert SCRIPTS / "rules.js" in files
    for file in files:
        text = file.read_text(encoding="utf-8")
        loaded = re.findall(r"""(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]*)""", text)
        assert all(name.startswith("./") and (SCRIPTS / name).is_file() for name in loaded), (file.name, loaded)
        assert not re.search(r"\beval\b|\bFunction\b|innerHTML|document\.write", text), file.name


# ---- whole decisions


def test_every_vignette_is_decided_the_same(kb: Knowledge, node: Ask) -> None:
    levels = {assert_same(kb, node, answers_json(one.answers(kb)))[0]["level"] for one in VIGNETTES}
    assert levels == {"emergency", "urgent", "routine", "self_care"}


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_the_written_out_people_get_the_same_plan_in_every_region(kb: Knowledge, node: Ask, file: Path) -> None:
    written = tomllib.loads(file.read_text(encoding="utf-8"))["facts"]
    for region in kb.regions:
        assert_same(kb, node, answers_json(person(kb, written)), today=TODAY, region=region)
        assert_same(kb, node, written, today=TODAY, region=region)


@pytest.mark.parametrize("group", range(GROUPS))
def test_random_people_are_decided_the_same(kb: Knowledge, node: Ask, group: int) -> None:
    near = thresholds(kb)
    levels, dated = set(), 0
    for nth in range(PEOPLE // GROUPS):
        rng = Random(nth * GROUPS + group)
        raw = random_person(kb, rng, near)
        today = date(2024, 1, 1) + timedelta(days=rng.randrange(3000)) if nth % 4 == 0 else None
        decision, *_ = assert_same(kb, node, raw, today=today, region=rng.choice(kb.regions))
        levels.add(decision["level"])
        dated += any("weeks" in row for row in decision.get("schedule", ()))
    assert levels == {"emergency", "urgent", "routine", "self_care"}
    assert dated


def test_what_helped_before_comes_first_in_the_same_order(kb: Knowledge, node: Ask) -> None:
    remedies, moved = sorted(kb.remedies), 0
    for one in VIGNETTES[::10]:
        answers = one.answers(kb)
        preference = Random(one.name).sample(remedies, 20)
        found = triage(kb, answers)
        made = [plan(kb, answers, found, today=TODAY, preference=liked) for liked in (preference, ())]
        ours, plain = ([step.offer.remedy.id for step in each.steps] for each in made)
        raw = answers_json(answers)
        assert node("preferring", facts=raw, preference=preference, today=TODAY.isoformat()) == ours, json.dumps(raw)
        moved += ours != plain
    assert moved > 5


NO_PEOPLE: list[Any] = [
    None,
    5,
    [],
    "site_calf",
    {"age_years": 8, "under_16": False},
    {"age_months": 30, "under_1": True},
    {"age_years": 200},
    {"age_years": -1},
    {"age_years": True},
    {"age_years": "8"},
    {"age_years": 8.5},
    {"site_calf": 1},
    {"site_calf": "yes"},
    {"site_calf": []},
    {"kind": "cramp of the soul"},
    {"kind": True},
    {"there_is_no_such_fact": True},
    {"constructor": True},
    {"__proto__": {"site_calf": True}},
]


@pytest.mark.parametrize("raw", NO_PEOPLE, ids=str)
def test_who_cannot_be_judged_is_refused_with_the_same_words(kb: Knowledge, node: Ask, raw: Any) -> None:
    assert "refused" in assert_same(kb, node, raw)


def test_what_stands_for_nothing_is_read_as_nothing(kb: Knowledge, node: Ask) -> None:
    for raw in ({}, {"site_calf": None}, {"site_calf": "unsure"}, {"kind": "unsure", "age_years": "unsure"}):
        assert "level" in assert_same(kb, node, raw)[0]


def test_a_decision_carries_the_id_of_its_person(kb: Knowledge, node: Ask) -> None:
    for id in ("A7", 0):
        ours = decide(kb, kb.answers({}), kb.texts(), id=id)
        (theirs,) = node("decide", facts={}, languages=["en"], id=id)
        assert not difference(ours, theirs)


# ---- the numbers of the program


def test_the_program_goes_by_the_same_numbers(node: Ask) -> None:
    assert node("constants") == {
        "by_date": schedule.BY_DATE,
        "number_flags": sorted(facts.NUMBER_FLAGS),
        "urgent_contacts": list(CONTACTS["urgent"]),
    }


@st.composite
def ladders(draw: st.DrawFn) -> Ladder:
    """Every kind that a routine may have: by step, by percent or by shares, to a goal or to a percentage."""
    number = st.integers(1, 60)
    if draw(st.booleans()):
        shares = sorted(draw(st.lists(st.integers(0, 100), min_size=1, max_size=5)), reverse=True)
        return Ladder(unit="cups", start_from="own", shares=tuple(shares))
    start = draw(number)
    grows: dict[str, Any] = draw(st.one_of(number.map(lambda n: {"step": n}), st.just({"percent": start % 10 + 1})))
    goal: dict[str, Any] = draw(
        st.one_of(number.map(lambda n: {"goal": start + n}), st.integers(100, 300).map(lambda n: {"goal_percent": n}))
    )
    lowest = draw(st.one_of(st.none(), st.integers(1, start)))
    return Ladder(unit="minutes", start=start, start_from="own", lowest=lowest, **grows, **goal)


@agreeing
@given(ladder=ladders(), own=st.one_of(st.none(), st.integers(0, 120)), weeks=st.integers(1, 15))
def test_a_ladder_is_climbed_the_same_way(node: Ask, ladder: Ladder, own: int | None, weeks: int) -> None:
    assert node("climb", ladder=msgspec.to_builtins(ladder), own=own, weeks=weeks) == schedule.climb(ladder, own, weeks)

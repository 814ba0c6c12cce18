"""The corpus (tests/corpus): people on whom every interpreter has to agree, each with what is expected of them.

When a condition or a level has changed on purpose: `uncramp corpus tests/corpus`, and read the diff.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest

import uncramp.kb
from agreement import engines, many
from agreement.crowd import Conditions
from agreement.many import differences, value
from uncramp.cli import run
from uncramp.decide import decide
from uncramp.facts import read_answers
from uncramp.kb import Knowledge, canonical
from uncramp.logic import Compare, Expr, Member, atoms, evaluate, facts_of, to_text
from uncramp.logic.evaluate import COMPARISONS
from uncramp.offer import offers
from uncramp.safety.corpus.expected import SHORT, digest, expected, meaning, outcome, plan_of
from uncramp.safety.corpus.files import head, lines
from uncramp.safety.corpus.make import conditions
from uncramp.safety.corpus.people import alike, everybody_well, raw
from uncramp.triage import Level, triage

HERE = Path(__file__).parent
CORPUS = HERE.parent / "corpus"
AGAIN = "run `uncramp corpus tests/corpus` and read what changed"
FORMULAS = int(os.environ.get("UNCRAMP_PEOPLE", "150"))
"""How many people go through the formulas of the proofs: a fixed sample, for each takes a twentieth of a second."""
AT_ONCE = ("columns", "compiled", "duckdb", "javascript")
"""Engines that judge everybody by every condition here; the others, each condition by the people who show it."""
SLOW = ("fhirpath",)
"""Of those, the engines that see only one person for whom a condition holds, one for whom not, one it is open for."""


class Corpus:
    """Everything that stands in the files, and the answers of everybody."""

    def __init__(self) -> None:
        self.kb = uncramp.kb.load()
        self.head = head(CORPUS)
        self.files = {name: list(lines(CORPUS, name)) for name in self.head["people"]}
        self.rows = {row["id"]: row for rows in self.files.values() for row in rows}
        self.raw = {id: alike(row, self.head["like"]) for id, row in self.rows.items()}
        self.answers = {id: self.kb.answers(facts) for id, facts in self.raw.items()}
        self.plans = {row.pop("id"): row for row in lines(CORPUS, "plans")}
        self.shown = {row["condition"]: row for row in lines(CORPUS, "conditions")}
        self.whens: dict[str, Expr] = dict(conditions(self.kb))
        self.never = set(self.head["never"])

    @property
    def types(self) -> Any:
        return {id: fact.type for id, fact in self.kb.facts.items()}

    def table(self, ids: Any) -> pa.Table:
        return engines.table([dict(self.answers[id].known) for id in ids], self.types)

    def said(self, name: str) -> Iterator[tuple[str, bool | None]]:
        """What the corpus says of one condition: people, and its value for them."""
        row = self.shown[name]
        yield row["fires"], True
        for pair in row.get("near", ()):
            yield from zip(pair, (True, False), strict=False)
        yield from ((id, None) for id in row.get("open", ()))


@cache
def corpus() -> Corpus:
    return Corpus()


# ---- it is that of today's knowledge


def test_the_corpus_is_that_of_today_s_conditions_and_levels() -> None:
    assert corpus().head["meaning"] == meaning(corpus().kb), AGAIN


def test_words_alone_do_not_make_the_corpus_stale() -> None:
    pack = corpus().kb.pack
    rule, *rest = pack.rule
    reworded = pack.replace(rule=(type(rule)(**{**fields(rule), "says": "Other words."}), *rest), hash="other")
    raised = pack.replace(rule=(type(rule)(**{**fields(rule), "level": "routine"}), *rest))
    assert meaning(Knowledge(reworded)) == corpus().head["meaning"]
    assert meaning(Knowledge(raised)) != corpus().head["meaning"]


def fields(entry: Any) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in entry.__struct_fields__}


def test_everybody_gets_what_stands_beside_them() -> None:
    kb = Knowledge(corpus().kb.pack)
    kb.for_many()
    texts, differ = kb.texts(), []
    for id, row in corpus().rows.items():
        if not as_told(row, outcome(decide(kb, corpus().answers[id], texts))):
            differ.append(id)
    assert differ == [], AGAIN


def as_told(row: dict[str, Any], found: dict[str, Any]) -> bool:
    """Whether a decision comes to what the corpus expects of that person."""
    told = {"complete": True, **row}
    return (
        all(told.get(key) == wanted for key, wanted in expected(found).items())
        and corpus().plans[row["plan"]] == plan_of(found)
        and row["digest"] == digest(found, length=SHORT)
    )


def test_a_knowledge_folder_of_one_s_own_gets_a_corpus_the_same_every_time(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("z3")
    made = []
    for name in ("one", "other"):
        assert run(["corpus", str(tmp_path / name), "--knowledge", str(folder)]) == 0
        made.append({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()})
    assert made[0] == made[1]
    shown = {json.loads(line)["condition"] for line in made[0]["conditions.jsonl"].splitlines()}
    assert shown == set(uncramp.kb.load(folder).pack.conditions)


# ---- the people are what they are said to be


def test_everybody_is_there_once_with_a_reason() -> None:
    everyone = [row for rows in corpus().files.values() for row in rows]
    assert Counter(len(rows) for rows in corpus().files.values()) == Counter(corpus().head["people"].values())
    assert len(corpus().rows) == len(everyone)
    for row in everyone:
        assert row["why"]
        assert row["id"] == digest(corpus().raw[row["id"]], length=SHORT)
        assert None not in row["facts"].values()


def test_the_well_person_says_no_to_everything_and_may_look_after_themselves() -> None:
    kb = corpus().kb
    given = json.loads((CORPUS / "well.json").read_text(encoding="utf-8"))["facts"]
    well = everybody_well(kb, read_answers(kb.facts, given))
    assert corpus().head["like"]["well"] == raw(well)
    found = triage(kb, kb.settled(well))
    assert (found.level, found.certain, found.complete) == (Level.self_care, Level.self_care, True)


def test_every_condition_is_shown_by_somebody_of_whom_it_surely_holds() -> None:
    assert corpus().shown.keys() | corpus().never >= corpus().whens.keys()
    for name, row in corpus().shown.items():
        assert evaluate(corpus().whens[name], corpus().answers[row["fires"]].known) is True, name


def test_every_question_of_a_condition_decides_it_for_somebody() -> None:
    """Two people differ in this one answer, and the condition with it; where there are none, the head says so."""
    for name, row in corpus().shown.items():
        when = corpus().whens[name]
        asked = list(dict.fromkeys(atoms(when)))
        for atom, pair in zip(asked, row.get("near", []), strict=True):
            if not pair:
                assert {f"{name}: {to_text(atom)}", *same(name, atom)} & corpus().never
                continue
            one, other = (corpus().raw[id] for id in pair)
            assert {id for id in {**one, **other} if one.get(id) != other.get(id)} == {atom.fact}, (name, pair)
            values = [evaluate(when, corpus().answers[id].known) for id in pair]
            assert values == [True, False], (name, pair)
            assert evaluate(atom, one) is not evaluate(atom, other)


def same(name: str, atom: Expr) -> set[str]:
    """The conditions with the same text, which the same people show."""
    when = corpus().whens[name]
    return {f"{other}: {to_text(atom)}" for other, expr in corpus().whens.items() if expr == when}


def test_every_limit_has_people_below_at_and_above_it() -> None:
    kb, limits = corpus().kb, 0
    for name, row in corpus().shown.items():
        asked = [atom for atom, pair in zip(questions(name), row.get("near", []), strict=True) if pair]
        valued = [atom for atom in asked if isinstance(atom, Compare | Member)]
        for atom, ids in zip(valued, row.get("values", []), strict=True):
            found = {corpus().raw[id][atom.fact] for id in ids}
            if isinstance(atom, Member):
                assert found <= set(atom.values)
                continue
            type = kb.facts[atom.fact].type
            wanted = {n for n in (atom.value - 1, atom.value, atom.value + 1) if type.low <= n <= type.high}  # type: ignore[union-attr]
            assert found == wanted, (name, atom)
            assert {COMPARISONS[atom.op](n, atom.value) for n in found} == {True, False}
            limits += 1
    assert limits > 100


def questions(name: str) -> list[Any]:
    return list(dict.fromkeys(atoms(corpus().whens[name])))


def test_an_answer_that_is_missing_or_in_doubt_leaves_the_condition_open() -> None:
    ways: Counter[str] = Counter()
    for name, row in corpus().shown.items():
        for id in row.get("open", ()):
            answers = corpus().answers[id]
            assert evaluate(corpus().whens[name], answers.known) is None, (name, id)
            open_facts = facts_of(corpus().whens[name]) - answers.known.keys()
            ways["in doubt" if open_facts & answers.unsure else "not asked"] += 1
        assert row.get("open") or not facts_of(corpus().whens[name]), name
    assert min(ways.values()) > 500


def test_every_level_is_there_in_every_place_and_kind_or_nobody_can_have_it() -> None:
    sites = [id for id, fact in corpus().kb.facts.items() if fact.group == "site"]
    kinds = corpus().kb.facts["kind"].type.values  # type: ignore[union-attr]
    met = set(corpus().head["impossible"])
    for id, row in corpus().rows.items():
        known = corpus().answers[id].known
        here = [site for site in sites if known.get(site) is True]
        if len(here) == 1:
            met.add(f"{row['level']}, {here[0]}, {known.get('kind')}")
    everywhere = {f"{level.name}, {site}, {kind}" for site, kind, level in product(sites, kinds, Level)}
    assert everywhere <= met
    assert not any(one.startswith(("urgent", "emergency")) for one in corpus().head["impossible"])


def test_there_are_hundreds_of_random_people_of_every_level() -> None:
    rows = corpus().files["random"]
    levels = Counter(row["level"] for row in rows)
    assert len(rows) > 400
    assert set(levels) == {level.name for level in Level}
    assert min(levels.values()) > 20


# ---- every interpreter agrees


@cache
def everybody() -> tuple[Conditions, list[str], pa.Table]:
    names, ids = sorted(corpus().whens), list(corpus().rows)
    return Conditions(names, [corpus().whens[name] for name in names], corpus().types), ids, corpus().table(ids)


@cache
def judged(engine: str) -> many.Planes:
    chosen, _, table = everybody()
    return many.ENGINES[engine](chosen)(table)


@pytest.mark.parametrize("engine", AT_ONCE)
def test_every_quick_engine_judges_everybody_as_the_corpus_says(engine: str, request: pytest.FixtureRequest) -> None:
    if engine == "javascript":
        request.getfixturevalue("node")  # skips where there is none
    chosen, ids, _ = everybody()
    place = {id: nth for nth, id in enumerate(ids)}
    planes = judged(engine)
    assert differences(planes, judged(AT_ONCE[0])) == []
    for nth, name in enumerate(chosen.names):
        if name in corpus().shown:
            for id, wanted in corpus().said(name):
                assert value(planes, nth, place[id]) is wanted, (name, id)


@pytest.mark.parametrize("engine", [name for name in many.ENGINES if name not in (*AT_ONCE, "fhirpath_parts")])
def test_every_other_engine_judges_those_who_show_a_condition_as_the_corpus_says(engine: str) -> None:
    for name in by_meaning():
        said = dict(corpus().said(name))
        if engine in SLOW:
            said = {id: wanted for wanted, id in {wanted: id for id, wanted in reversed(said.items())}.items()}
        some = Conditions([name], [corpus().whens[name]], corpus().types)
        needed = corpus().table(said)
        planes = many.ENGINES[engine](some)(needed)
        for nth, (id, wanted) in enumerate(said.items()):
            assert value(planes, 0, nth) is wanted, (name, id)


@pytest.mark.parametrize(
    "engine",
    [one for one in engines.ENGINES if one.__name__ not in {maker.__name__ for maker in many.ENGINES.values()}],
    ids=lambda engine: engine.__name__,
)
def test_every_engine_for_one_person_judges_those_who_show_a_condition_as_the_corpus_says(engine: Any) -> None:
    for name in by_meaning():
        for id, wanted in corpus().said(name):
            found = engine(corpus().whens[name], corpus().answers[id].known, corpus().types, frozenset())
            assert found is wanted, (name, id)


@cache
def by_meaning() -> list[str]:
    """The conditions that are shown, each text once."""
    first: dict[Expr, str] = {}
    for name in corpus().shown:
        first.setdefault(corpus().whens[name], name)
    return list(first.values())


def test_the_browser_decides_everybody_as_the_corpus_says(tmp_path: Path) -> None:
    runner, node = HERE / "decide.mjs", shutil.which("node")
    if node is None or not runner.exists():
        reason = "node is not installed, so the scripts of the phone app cannot be run"
        (pytest.fail if os.environ.get("UNCRAMP_NODE") == "required" else pytest.skip)(reason)
    pack, asked = tmp_path / "pack.json", tmp_path / "people.jsonl"
    pack.write_bytes(canonical(corpus().kb.pack))
    requests = ({"ask": "decide", "facts": facts, "languages": ["en"]} for facts in corpus().raw.values())
    asked.write_text("".join(json.dumps(one | {"region": "uk", "others": False}) + "\n" for one in requests))
    with asked.open("rb") as people:
        done = subprocess.run([node, str(runner), str(pack)], stdin=people, capture_output=True, check=True)
    answers = done.stdout.splitlines()
    assert len(answers) == len(corpus().rows)
    differ = [
        row["id"]
        for row, line in zip(corpus().rows.values(), answers, strict=True)
        if not as_told(row, outcome(json.loads(line)["answer"][0]))
    ]
    assert differ == []


# ---- the formulas of the proofs say the same


def test_the_formulas_of_the_proofs_decide_a_sample_as_the_program_does() -> None:
    z3 = pytest.importorskip("z3")
    from uncramp.logic.prove import Prover, all_of
    from uncramp.safety.deciding import Deciding
    from uncramp.safety.person import Person

    kb = corpus().kb
    person = Person(kb)
    deciding = Deciding(kb, person)
    plan = deciding.plan
    no_preference = all_of(z3.Int(f"turn {id}") == 0 for id, _ in plan)
    levels = {level: deciding.level(level) for level in Level}
    prover = Prover([*person.domain, *deciding.plan_domain, no_preference])
    met, differ = Counter[str](), []
    for id in sample():
        given = read_answers(kb.facts, corpus().raw[id])
        found = triage(kb, corpus().answers[id])
        offered = {(one.remedy.id, one.phase) for one in offers(kb, corpus().answers[id], found.level).offered}
        told = [formula if level is found.level else z3.Not(formula) for level, formula in levels.items()]
        told.append(deciding.complete == found.complete)
        told += [formula if place in offered else z3.Not(formula) for place, formula in plan.items()]
        if prover.witness(all_of((*person.answered_as(given), *told))) is None:
            differ.append(id)
        met[found.level.name] += 1
        met["plan"] += bool(offered)
        met["incomplete"] += not found.complete
    assert differ == []
    assert set(met) == {level.name for level in Level} | {"plan", "incomplete"}


def sample() -> list[str]:
    """The same few people of every file each time, more of those who differ most."""
    rng, chosen = Random(20_261_121), list[str]()
    for name, rows in corpus().files.items():
        share = FORMULAS // 3 if name == "random" else FORMULAS // 6
        chosen += [row["id"] for row in rng.sample(rows, min(share, len(rows)))]
    return chosen

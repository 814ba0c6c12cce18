"""`uncramp export`: what other people's engines are given says what uncramp itself says."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import cel
import duckdb
import pytest

from agreement.engines import sqlite_people, table
from knowledge.people import random_person, thresholds
from uncramp.cli import run
from uncramp.errors import PersonError, UsageError
from uncramp.facts import Answers, read_answers, with_doubts
from uncramp.kb import Knowledge
from uncramp.logic import from_json
from uncramp.logic.parse import parse
from uncramp.triage import Triage, triage

FORMATS = ("json", "cel", "fhirpath", "sql")


def exported(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert run(["export", *options]) == 0
    return capsys.readouterr().out


def people(kb: Knowledge, count: int) -> Iterator[tuple[dict[str, Any], Triage]]:
    """The answers that random people gave, with every "not sure" in its own flag, and what triage makes of them."""
    near = thresholds(kb)
    for seed in range(count):
        given = with_doubts(kb.facts, read_answers(kb.facts, random_person(kb, Random(seed), near)))
        try:
            judged = triage(kb, kb.settled(given))
        except PersonError:
            continue
        yield dict(given.known), judged


@pytest.fixture(scope="module")
def judged(kb: Knowledge) -> list[tuple[dict[str, Any], Triage]]:
    found = list(people(kb, 300))
    assert {one.certain.name for _, one in found} == {"self_care", "routine", "urgent", "emergency"}
    assert any(one.possible > one.certain for _, one in found)
    assert any(one.supposed for _, one in found)
    return found


@pytest.mark.parametrize("engine", ["sqlite", "duckdb"])
def test_the_select_gives_the_levels_and_the_rules_that_triage_gives(
    kb: Knowledge, judged: list[tuple[dict[str, Any], Triage]], engine: str, capsys: pytest.CaptureFixture[str]
) -> None:
    query = exported(capsys, "--to", "sql")
    types = {id: fact.type for id, fact in kb.facts.items()}
    answers = [known for known, _ in judged]
    if engine == "sqlite":
        base = sqlite_people(answers, types)
        base.row_factory = sqlite3.Row
        rows = [dict(row) for row in base.execute(query)]
        base.close()
    else:
        with duckdb.connect() as base:
            base.register("people", table(answers, types).append_column("id", [[str(n) for n in range(len(answers))]]))
            rows = base.sql(query).to_arrow_table().to_pylist()
    assert len(rows) == len(judged)
    for row, (_, wanted) in zip(sorted(rows, key=lambda row: int(row["id"])), judged, strict=True):
        assert (row["certain"], row["possible"]) == (wanted.certain.name, wanted.possible.name), row["id"]
        assert {rule.id for rule in kb.pack.rule if row[rule.id]} == {rule.id for rule in wanted.fired}, row["id"]


def test_the_cel_text_of_a_rule_is_true_for_whom_triage_says(
    kb: Knowledge, judged: list[tuple[dict[str, Any], Triage]], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = json.loads(exported(capsys, "--to", "cel"))["conditions"]
    texts = [(row["id"], cel.compile(row["must"])) for row in rows]
    for known, wanted in judged[:60]:
        settled = kb.settled(Answers(known)).known
        context = cel.Context({"f": dict(settled)})
        assert {id for id, must in texts if must.execute(context)} == {rule.id for rule in wanted.fired}


@pytest.mark.parametrize("kind", ["rule", "contraindication", "remedy"])
def test_every_condition_of_the_kind_is_there_as_text_and_as_a_tree(
    kb: Knowledge, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = json.loads(exported(capsys, "--to", "json", "--kind", kind))["conditions"]
    assert len(rows) == sum(name.startswith(f"{kind}:") for name in kb.pack.conditions) > 100
    for row in rows:
        assert parse(row["when"]) == from_json(row["tree"]) == kb.when(kind, row["id"], row.get("nth"))


@pytest.mark.parametrize("to", FORMATS)
def test_every_text_names_its_knowledge_and_says_that_nobody_has_reviewed_it(
    kb: Knowledge, to: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = exported(capsys, "--to", to)
    assert kb.name in text
    assert ("no clinician has reviewed the rules" if to == "sql" else '"reviewed": false') in text


def test_a_file_gets_what_would_have_been_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = exported(capsys, "--to", "fhirpath", "--kind", "medicine")
    assert exported(capsys, "--to", "fhirpath", "--kind", "medicine", "-o", str(tmp_path / "out.json")) == ""
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == printed


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--to", "cql"], "there is no format `cql`; allowed: json, cel, fhirpath, sql"),
        (["--kind", "food"], "entries of the kind `food` have no conditions; allowed: contraindication, "),
        (["-o", "no-such-folder/out"], "`no-such-folder/out` cannot be written: No such file or directory"),
    ],
)
def test_what_cannot_be_exported_is_answered_with_what_can(options: list[str], said: str) -> None:
    with pytest.raises(UsageError) as error:
        run(["export", *options])
    assert said in str(error.value)

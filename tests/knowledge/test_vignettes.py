"""Stories with the answer a clinician would give: every one comes out as told, and every rule is told of at least once.

A story names what matters; the rest is an ordinary cramp (`people.person`). `also_ok` are other levels that a clinician
would accept as well; `over` says why a story is answered with more than that. The run ends with the list of both.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from knowledge.people import person
from uncramp.facts import Answers, read_answers
from uncramp.kb import Knowledge
from uncramp.logic import FlagType
from uncramp.offer import Weighing
from uncramp.triage import Level, triage

FOLDER = Path(__file__).parent.parent / "vignettes"


@dataclass(frozen=True, eq=False)
class Vignette:
    """`changed` says what moved it and when; `source` the page or paper it is taken from."""

    file: str
    name: str
    facts: Mapping[str, Any]
    level: str
    over: str = ""
    because: tuple[str, ...] = ()
    also_ok: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    changed: str = ""
    source: str = ""

    @property
    def right(self) -> set[Level]:
        return {Level[name] for name in (self.level, *self.also_ok)}

    def answers(self, kb: Knowledge) -> Answers:
        return person(kb, self.facts, self.unknown)

    def fails(self, kb: Knowledge, answers: Answers) -> str:
        """What is not as told; empty if all is well."""
        found = triage(kb, answers)
        fired = {rule.id for rule in found.fired}
        missing = sorted(set(self.because) - fired)
        if missing:
            return f"{', '.join(missing)} did not fire; {', '.join(sorted(fired)) or 'nothing'} did"
        if found.level < min(self.right):
            return f"under-triaged: {found.level.name} instead of {self.level}"
        if found.level in self.right:
            return ""
        if not self.over or found.level < max(self.right):
            raised = sorted({*fired, *(rule.id for rule in (*found.by_gate, *found.by_unsure))})
            return f"over-triaged: {found.level.name} instead of {self.level}, by {', '.join(raised)}"
        return ""


def _vignettes() -> list[Vignette]:
    rows: list[Vignette] = []
    for file in sorted(FOLDER.glob("*.toml")):
        for row in tomllib.loads(file.read_text(encoding="utf-8")).get("vignette", []):
            lists = {key: tuple(row[key]) for key in ("because", "also_ok", "unknown") if key in row}
            rows.append(Vignette(file=file.stem, **{**row, **lists}))
    return rows


VIGNETTES = _vignettes()


@pytest.mark.parametrize("vignette", VIGNETTES, ids=lambda one: f"{one.file}: {one.name}")
def test_the_story_comes_out_as_told(kb: Knowledge, vignette: Vignette, record_property: Any) -> None:
    answers = vignette.answers(kb)
    level, right = triage(kb, answers).level, vignette.right
    record_property("triage", "right" if level in right else "under" if level < min(right) else "over")
    assert not vignette.fails(kb, answers)


def test_no_story_excuses_an_over_triage_that_is_gone(kb: Knowledge) -> None:
    gone = [one.name for one in VIGNETTES if one.over and triage(kb, one.answers(kb)).level in one.right]
    assert not gone, f"`over` can go from {len(gone)}: {gone}"


def test_there_are_stories_for_every_level() -> None:
    assert {vignette.level for vignette in VIGNETTES} == {"emergency", "urgent", "routine", "self_care"}
    assert len(VIGNETTES) > 200


def test_no_story_is_told_twice() -> None:
    seen: dict[str, str] = {}
    for one in VIGNETTES:
        assert one.name not in seen, f"{one.name}: in {seen[one.name]} and {one.file}"
        seen[one.name] = one.file


def test_stories_name_facts_and_rules_that_exist(kb: Knowledge) -> None:
    rules = {rule.id for rule in kb.pack.rule}
    for one in VIGNETTES:
        assert {*one.facts, *one.unknown} <= kb.facts.keys(), one.name
        assert set(one.because) <= rules, one.name


# ---- every rule matters


@cache
def _people(kb: Knowledge) -> dict[Vignette, Answers]:
    return {one: one.answers(kb) for one in VIGNETTES}


def without(kb: Knowledge, rule: str) -> Knowledge:
    kept = tuple(one for one in kb.pack.rule if one.id != rule)
    assert len(kept) == len(kb.pack.rule) - 1
    return Knowledge(kb.pack.replace(rule=kept))


def test_deleting_any_rule_breaks_a_story(kb: Knowledge) -> None:
    """A rule that no story needs could be deleted, or broken, and nobody would notice."""
    needs: dict[str, list[Vignette]] = {rule.id: [] for rule in kb.pack.rule}
    for one, answers in _people(kb).items():
        found = triage(kb, answers)
        top = [rule for rule in found.fired if Level[rule.level] is found.certain]
        for id in {*one.because, *(rule.id for rule in top if len(top) == 1)} & needs.keys():
            needs[id].append(one)
    unnoticed = []
    for id, stories in needs.items():
        broken = without(kb, id) if stories else kb
        if not any(one.fails(broken, _people(kb)[one]) for one in stories):
            unnoticed.append(id)
    assert not unnoticed, f"{len(unnoticed)} rules without a story: {', '.join(unnoticed)}"


def example(kb: Knowledge, named: Mapping[str, Any]) -> Answers:
    """The people written beside an entry: yes/no facts that are not named are "no", the rest is not given."""
    known = dict(kb.settled(read_answers(kb.facts, named)).known)
    for id, fact in kb.facts.items():
        if isinstance(fact.type, FlagType):
            known.setdefault(id, False)
    return Answers(known)


def test_deleting_any_contraindication_changes_what_its_own_people_are_told(kb: Knowledge) -> None:
    unnoticed = []
    for entry in kb.pack.contraindication:
        targets = [id for id, rows in kb.against.items() if entry in rows]
        people = [example(kb, named) for named in entry.fires] or [Answers()]
        if not any(
            reason.entry.id == entry.id and reason.certain
            for answers in people
            for weighing in [Weighing(kb, answers)]
            for target in targets
            for reason in getattr(weighing.suits(target), entry.action)
        ):
            unnoticed.append(entry.id)
    assert not unnoticed, f"{len(unnoticed)}: {', '.join(unnoticed)}"

"""What must be held back is held back: every story comes out as told, and every contraindication is needed by one.

See `held_back` for what a story says and how it is judged.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from msgspec.structs import replace

from knowledge.held_back import ACTIONS, Story, Together, stories, together
from mutation.held import Held
from mutation.judges import Base
from mutation.mutants import Mutant, mutants
from mutation.report import reasons
from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.kb.entries import Contraindication


@pytest.mark.parametrize("story", stories(), ids=lambda one: f"{one.file}: {one.name}")
def test_it_is_held_back_as_told(kb: Knowledge, story: Story) -> None:
    assert not story.fails(kb, story.people(kb))


def test_no_story_is_told_twice() -> None:
    seen: dict[str, str] = {}
    for one in stories():
        assert one.name not in seen, f"{one.name}: in {seen[one.name]} and {one.file}"
        seen[one.name] = one.file


def test_stories_name_remedies_facts_and_actions_that_exist(kb: Knowledge) -> None:
    for one in stories():
        assert one.remedy in kb.against, one.name
        assert one.facts.keys() <= kb.facts.keys(), one.name
        assert set(one.without) <= one.facts.keys(), one.name
        assert one.action in ACTIONS, one.name
        assert one.told == one.told.lower(), one.name


@pytest.mark.parametrize("both", together(), ids=lambda one: f"{one.first} with {one.second}")
def test_the_two_are_kept_apart_as_told(kb: Knowledge, both: Together) -> None:
    assert not both.fails(kb)


def test_every_code_of_the_safety_draft_has_a_story(kb: Knowledge) -> None:
    told = {one.source for one in (*stories(), *together())}
    assert {entry.code for entry in (*kb.pack.contraindication, *kb.pack.pair) if entry.code} <= told


def test_deleting_any_pair_or_keeping_it_apart_only_breaks_a_story(kb: Knowledge) -> None:
    unnoticed = []
    for pair in kb.pack.pair:
        others = tuple(one for one in kb.pack.pair if one is not pair)
        slips = {"deleted": others}
        if pair.action == "never":
            slips["weakened"] = (*others, replace(pair, action="apart"))
        for how, rows in slips.items():
            slipped = Knowledge(kb.pack.replace(pair=rows))
            if not any(one.fails(slipped) for one in together()):
                unnoticed.append(f"{pair.id} {how}")
    assert not unnoticed


def test_a_story_of_an_entry_needs_that_entry(kb: Knowledge) -> None:
    """Else it would be told of something else, and say nothing of what it names."""
    idle = []
    for one in stories():
        if one.kind == "entry":
            id = one.source.removeprefix("entry ")
            if not one.fails(without(kb, id), _people(kb)[one]):
                idle.append(one.name)
    assert not idle


def without(kb: Knowledge, id: str) -> Knowledge:
    kept = tuple(one for one in kb.pack.contraindication if one.id != id)
    assert len(kept) == len(kb.pack.contraindication) - 1, id
    return Knowledge(kb.pack.replace(contraindication=kept))


@cache
def _people(kb: Knowledge) -> dict[Story, tuple[Answers, ...]]:
    return {one: one.people(kb) for one in stories()}


def _slips(kb: Knowledge) -> list[Mutant]:
    return [one for one in mutants(kb) if one.of == "contraindication" and one.kind in ("delete", "weaken")]


def test_deleting_or_weakening_any_contraindication_breaks_a_story(kb: Knowledge) -> None:
    """What no story needs could be lost unseen. A slip that has to stay so stands by name in the reasons."""
    slips = _slips(kb)
    assert len(slips) > 2 * len([one for one in kb.pack.contraindication if one.action != "modify"])
    held = Held(Base(kb), slips)
    excused = {(row["entry"], row.get("kind", one.kind)) for one in slips for row in reasons() if "entry" in row}
    unnoticed = [one.id for one in slips if not held.notices(one) and (one.entry, one.kind) not in excused]
    assert not unnoticed, f"{len(unnoticed)}: {'; '.join(unnoticed)}"


def test_leaving_a_remedy_off_a_contraindication_breaks_a_story(kb: Knowledge) -> None:
    unnoticed = []
    for entry in kb.pack.contraindication:
        for target in entry.remedies if len(entry.remedies) > 1 else ():
            rest = tuple(one for one in entry.remedies if one != target)
            slipped = _changed(kb, entry, remedies=rest)
            lost = {id for id, rows in kb.against.items() if len(slipped.against.get(id, ())) < len(rows)}
            told_of = [one for one in stories() if one.remedy in lost]
            if lost and not any(one.fails(slipped, _people(kb)[one]) for one in told_of):
                unnoticed.append(f"{entry.id} without {target}")
    assert not unnoticed


@pytest.fixture
def asthma(kb: Knowledge) -> Story:
    return Story("here", "a man with asthma", "nsaid_tablet", "ask", "C002", {"cond_asthma": True})


def test_a_story_fails_when_more_or_less_is_held_back_than_told(kb: Knowledge, asthma: Story) -> None:
    assert not asthma.fails(kb, asthma.people(kb))
    entry = next(one for one in kb.pack.contraindication if one.code == "C002")
    assert "free" in asthma.fails(without(kb, entry.id), asthma.people(kb))
    for action in ("withhold", "modify"):
        assert asthma.fails(_changed(kb, entry, action=action), asthma.people(kb))


def test_a_story_fails_when_its_twin_is_held_back_as_well(kb: Knowledge) -> None:
    idle = Story("here", "a woman of 66 with asthma", "nsaid_tablet", "ask", "C002",
                 {"cond_asthma": True, "age_years": 66}, without=("cond_asthma",))  # fmt: skip
    assert "twin" in idle.fails(kb, idle.people(kb))


def test_a_story_fails_where_only_an_unknown_answer_holds_it_back(kb: Knowledge, asthma: Story) -> None:
    sure, twin = asthma.people(kb)
    unsure = Answers({fact: value for fact, value in sure.known.items() if fact != "cond_asthma"})
    assert "(unsure)" in asthma.fails(kb, (unsure, twin))


def _changed(kb: Knowledge, entry: Contraindication, **fields: Any) -> Knowledge:
    rows = tuple(replace(one, **fields) if one is entry else one for one in kb.pack.contraindication)
    return Knowledge(kb.pack.replace(contraindication=rows))

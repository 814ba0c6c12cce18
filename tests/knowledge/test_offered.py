"""People for whom a remedy has to be there: each indication has somebody who would go without if it were deleted.

A story names who it is and what matters of them; the rest is an ordinary cramp (`people.person`). They follow what the
remedy says of itself (`why`, `details`), but were written with its condition in view. `before` is another remedy of the
same part that must come later, for an indication that only brings a remedy forward. `liked` is one that worked before,
for a remedy that gives way to others.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from knowledge.people import person
from mutation.mutants import Mutant, mutated
from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.kb.catalogue import key
from uncramp.offer import PHASES, offers
from uncramp.triage import triage

FOLDER = Path(__file__).parent.parent / "offered"


@dataclass(frozen=True, eq=False)
class Story:
    file: str
    who: str
    remedy: str
    phase: str
    facts: Mapping[str, Any]
    before: str = ""
    liked: str = ""

    def answers(self, kb: Knowledge) -> Answers:
        return person(kb, self.facts)

    def fails(self, kb: Knowledge, answers: Answers) -> str:
        """What is not as told; empty if all is well."""
        level = triage(kb, answers).level
        liked = [self.liked] if self.liked else []
        row = [one.remedy.id for one in offers(kb, answers, level, liked).offered if one.phase == self.phase]
        if self.remedy not in row:
            return f"{self.remedy} is not offered, at {level.name}; {', '.join(row) or 'nothing'} is"
        if self.before and (self.before not in row or row.index(self.remedy) > row.index(self.before)):
            return f"{self.remedy} does not come before {self.before}: {', '.join(row)}"
        return ""


def _stories() -> list[Story]:
    files = {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.toml"))}
    return [Story(file=name, **row) for name, told in files.items() for row in told["offered"]]


STORIES = _stories()


@pytest.mark.parametrize("story", STORIES, ids=lambda one: f"{one.remedy}: {one.who}")
def test_the_remedy_is_offered_to_whom_it_is_for(kb: Knowledge, story: Story) -> None:
    assert not story.fails(kb, story.answers(kb))


def test_stories_name_facts_remedies_and_phases_that_exist(kb: Knowledge) -> None:
    for one in STORIES:
        assert one.facts.keys() <= kb.facts.keys(), one.who
        assert {one.remedy, one.before, one.liked} <= {*kb.remedies, ""}, one.who
        assert one.phase in PHASES, one.who


def test_no_remedy_is_told_of_the_same_person_twice() -> None:
    seen = [(one.remedy, one.phase, str(one.facts)) for one in STORIES]
    assert [one for one in seen if seen.count(one) > 1] == []


def test_deleting_any_indication_breaks_a_story(kb: Knowledge) -> None:
    """An indication that nobody needs could be deleted, or broken, and nobody would notice."""
    unnoticed = []
    for remedy in kb.pack.remedy:
        for nth, indication in enumerate(remedy.indication):
            told = [one for one in STORIES if (one.remedy, one.phase) == (remedy.id, indication.phase)]
            if told and any(one.fails(without(kb, remedy.id, nth), one.answers(kb)) for one in told):
                continue
            unnoticed.append(f"{remedy.id} {nth + 1}")
    assert not unnoticed, f"{len(unnoticed)} indications without a story: {', '.join(unnoticed)}"


def without(kb: Knowledge, remedy: str, nth: int) -> Knowledge:
    gone: Mapping[str, None] = {key("remedy", remedy, nth): None}
    return mutated(kb, Mutant("indication", f"{remedy} {nth + 1}", "delete", "", gone))


def test_every_indication_that_asks_something_has_people_beside_it(kb: Knowledge) -> None:
    bare = [
        f"{remedy.id} {nth}"
        for remedy in kb.pack.remedy
        for nth, one in enumerate(remedy.indication, 1)
        if one.when != "always" and not (one.fires and one.silent)
    ]
    assert bare == []

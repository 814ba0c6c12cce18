"""The kinds of entries: whole, in words that the knowledge has too, and never changed once written."""

from __future__ import annotations

from pathlib import Path

import pytest

from diary.conftest import Ask
from uncramp.diary import Field, load
from uncramp.diary.entries import CORRECTION, DELETION
from uncramp.diary.kinds import HERE
from uncramp.errors import KnowledgeError
from uncramp.kb import Knowledge
from uncramp.session import Outcome

KINDS = load()


def field(kind: str, *path: str) -> Field:
    fields = next(one.field for one in KINDS.kind if one.id == kind)
    for id in path[:-1]:
        fields = next(one.field for one in fields if one.id == id)
    return next(one for one in fields if one.id == path[-1])


def test_what_a_cramp_can_be_like_is_what_the_rules_ask(kb: Knowledge) -> None:
    (kind,) = (fact for fact in kb.pack.fact if fact.id == "kind")
    assert field("episode", "what").values == kind.values


def test_how_a_remedy_can_go_is_what_a_session_says() -> None:
    assert set(field("episode", "tried", "outcome").values) == set(Outcome.__args__)


def test_every_part_of_the_day_with_an_hour_is_one_that_routines_know(kb: Knowledge) -> None:
    parts = {remedy.routine.at for remedy in kb.pack.remedy if remedy.routine}
    assert parts - KINDS.reminders.keys() == {"sport"}


def test_only_corrections_and_deletions_amend() -> None:
    assert {kind.id for kind in KINDS.kind if kind.amends} == {CORRECTION, DELETION}


def test_the_phone_has_the_columns_of_the_table_too(node: Ask) -> None:
    assert node("columns") == KINDS.columns()
    assert len(set(KINDS.columns())) == len(KINDS.columns())


def test_the_phone_gets_every_shared_word_written_out() -> None:
    plain = KINDS.plain()
    assert "words" not in plain
    shared = [one for kind in plain["kind"] for one in kind.get("field", []) if one["id"] in ("suspects", "what")]
    assert all(one.get("values") or one["type"] == "text" for one in shared)
    assert not any("words" in one for kind in plain["kind"] for one in kind.get("field", []))


TEXT = (HERE / "kinds.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "note"\nversion = 1', 'id = "sleep"\nversion = 1', "`sleep` stands there twice"),
        ('id = "sleep"\nversion = 1', 'id = "sleep"\nversion = 2', "no 1"),
        ("range = [0, 1440]\n", "", "has no `range`"),
        ('words = "exposures"', 'words = "weather"', "has no `values`"),
        ('needs = "unit"', 'needs = "mood"', "needs `mood`"),
        ("most = 20\n", "", "has no `most`"),
        ('type = "flag"', 'type = "mood"', "Invalid enum value"),
        ("format = 1", "format = 2", "format"),
    ],
)
def test_kinds_that_do_not_hold_together_are_not_loaded(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in TEXT
    file = tmp_path / "kinds.toml"
    file.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=says):
        load(file)

"""`uncramp diff`: what somebody who edits the knowledge is told about the people who get another answer."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from uncramp.cli import run
from uncramp.cli.revision import named
from uncramp.errors import UncrampError, UsageError
from uncramp.kb import HERE
from uncramp.triage import triage

CHILD = 'id = "child"\nlevel = "routine"\ncontact = "gp"\nwithin_days = 14\nwhen = "under_16"'


def copied(folder: Path, name: str) -> Path:
    return shutil.copytree(folder, folder.with_name(name), ignore=shutil.ignore_patterns("__pycache__"))


def edited(folder: Path, file: str, *edits: tuple[str, str]) -> Path:
    """The folder with each text, which stands there once, replaced."""
    text = (folder / file).read_text(encoding="utf-8")
    for before, after in edits:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    (folder / file).write_text(text, encoding="utf-8")
    return folder


def without(folder: Path, file: str, id: str) -> Path:
    """The folder without one entry of a file."""
    tables = re.split(r"(?m)^(?=\[\[)", (folder / file).read_text(encoding="utf-8"))
    kept = [table for table in tables if f'id = "{id}"' not in table]
    assert len(kept) == len(tables) - 1
    (folder / file).write_text("".join(kept), encoding="utf-8")
    return folder


def compared(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    status = run(["diff", *map(str, arguments)])
    return status, capsys.readouterr().out


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(compared(capsys, *arguments, "--json")[1])
    return found


def level(folder: Path, person: dict[str, Any]) -> str:
    """What the knowledge of a folder says of a person."""
    kb = named(str(folder), None).kb
    return triage(kb, kb.answers(person["facts"])).level.name


def refused(*arguments: str | Path) -> str:
    with pytest.raises(UncrampError) as error:
        run(["diff", *map(str, arguments)])
    assert "\n" not in str(error.value)
    return str(error.value)


def test_two_copies_are_equivalent(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = compared(capsys, folder, copied(folder, "copy"))
    assert status == 0
    assert said.splitlines()[-1].startswith("Equivalent")
    assert as_json(capsys, folder, folder)["equivalent"] is True


def test_a_removed_rule_shows_first_whose_level_is_lower(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = edited(copied(folder, "old"), "triage/legs.toml", (CHILD, CHILD.replace("under_16", "under_16 and calf")))
    new = without(copied(folder, "new"), "triage/legs.toml", "clot")
    status, said = compared(capsys, old, new)
    assert status == 1
    titles = [line for line in said.splitlines() if line and not line.startswith(" ")]
    assert titles[2] == "LOWER LEVEL"
    assert titles[-1] == "Somebody's level is lower: see above."
    assert "higher level" in titles[3:]
    assert "clot (removed)" in said
    for change in as_json(capsys, old, new)["levels"]:
        levels = [level(side, change["person"]) for side in (old, new)]
        assert levels == [change["old"], change["new"]]
        assert levels[0] != levels[1]


def test_a_lower_level_that_is_allowed_is_shown_all_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = without(copied(folder, "new"), "triage/legs.toml", "clot")
    status, said = compared(capsys, folder, new, "--allow-lower")
    assert status == 0
    assert "LOWER LEVEL" in said
    assert as_json(capsys, folder, new, "--allow-lower")["lower"] is True


def test_a_threshold_moved_by_one_shows_somebody_of_exactly_that_age(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = (
        edited(copied(folder, f"under_{years}"), "triage/legs.toml", ('"under_16"', f'"age_years < {years}"'))
        for years in (13, 12)
    )
    status, said = compared(capsys, old, new)
    assert status == 1
    assert "age_years = 12" in said
    assert all(change["person"]["facts"]["age_years"] == 12 for change in as_json(capsys, old, new)["levels"])


def test_a_rule_made_more_careful_passes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    careful = CHILD.replace('"routine"', '"urgent"').replace('"gp"\nwithin_days = 14', '"urgent_line"')
    new = edited(copied(folder, "new"), "triage/legs.toml", (CHILD, careful))
    status, said = compared(capsys, folder, new)
    assert status == 0
    assert "higher level" in said
    assert "LOWER" not in said
    assert said.splitlines()[-1] == "Not equivalent; nobody's level is lower."


def test_a_contraindication_that_is_gone_shows_who_is_newly_offered_the_remedy(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edited(folder, "triage/legs.toml", ('"emergency"\nroute = "ambulance"', '"urgent"\ncontact = "urgent_gp"'))
    edited(folder, "remedies/stretch.toml", ('["stretch_any"]', '["stretch_any", "comfort"]'))
    edited(folder, "groups.toml", ('id = "never"', 'id = "comfort"\ntitle = "Comfort"\n\n[[group]]\nid = "never"'))
    new = without(copied(folder, "new"), "contraindications/movement.toml", "stretch_swollen")
    status, said = compared(capsys, folder, new)
    assert status == 0
    assert "newly offered\n  remedy stretch" in said
    (offer,) = as_json(capsys, folder, new)["offers"]
    assert (offer["id"], offer["now"]) == ("stretch", "offered")
    assert ["stretch" in offer["says"][side]["offer"] for side in ("old", "new")] == [False, True]


def test_texts_that_changed_are_named_and_change_nobody(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = edited(copied(folder, "new"), "triage/legs.toml", ("Call {N} now.", "Call {N} at once."))
    status, said = compared(capsys, folder, new)
    assert status == 0
    assert "rule: 1 (clot (changed: says))" in said
    assert said.splitlines()[-1].startswith("Equivalent")


def test_findings_that_change_no_answer_do_not_stop_the_comparison(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = edited(copied(folder, "new"), "triage/legs.toml", ("fires = [{ age_years = 8 }]", "fires = []"))
    assert run(["lint", str(new)]) == 2
    capsys.readouterr()
    status, said = compared(capsys, folder, new)
    assert status == 0
    assert "`uncramp lint` has findings there: 1" in " ".join(said.split())


def test_what_cannot_be_compared_is_answered_in_one_line(folder: Path, tmp_path: Path) -> None:
    assert "is not a knowledge folder" in refused(tmp_path / "small", tmp_path)
    assert "neither a folder nor a revision" in refused("no-such-thing", folder)
    assert "or --release" in refused()
    assert "or --release" in refused(folder, "--release")
    broken = edited(copied(folder, "broken"), "triage/legs.toml", ("calf and clot_signs", "calf and no_such_fact"))
    assert "no_such_fact" in refused(folder, broken)
    misfit = edited(copied(folder, "misfit"), "triage/legs.toml", ('level = "routine"', 'level = "someday"'))
    assert "someday" in refused(folder, misfit)


@pytest.mark.parametrize("command", [("diff", "HEAD"), ("prove",), ("corpus", "people")])
def test_without_z3_a_command_that_needs_it_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setattr("uncramp.cli.setting.find_spec", {}.get)
    with pytest.raises(UsageError, match="needs Z3; install it beside uncramp: pip install z3-solver"):
        run(command)


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def kept(folder: Path) -> Path:
    """The small folder inside of a repository that has one commit."""
    if shutil.which("git") is None:
        pytest.skip("needs git")
    for command in (["init", "-q"], ["add", "small"], ["commit", "-q", "-m", "first"]):
        git(folder.parent, *command)
    return folder


def test_a_revision_is_compared_with_what_stands_there_now(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = compared(capsys, "HEAD", "HEAD", "--knowledge", kept)
    assert (status, said.splitlines()[-1][:10]) == (0, "Equivalent")
    without(kept, "triage/legs.toml", "clot")
    assert compared(capsys, "HEAD", "--knowledge", kept)[0] == 1
    assert compared(capsys, "HEAD", ".", "--knowledge", kept)[0] == 1
    assert "neither a folder nor a revision" in refused("v9", "--knowledge", kept)


def test_the_newest_release_is_what_a_change_is_held_against(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = compared(capsys, "--release", "--knowledge", kept)
    assert (status, said) == (0, "There is no release yet: nothing to compare with.\n")
    git(kept.parent, "tag", "v0.1")
    without(kept, "triage/legs.toml", "clot")
    status, said = compared(capsys, "--release", "--knowledge", kept)
    assert status == 1
    assert said.startswith("old  v0.1")


def test_the_real_knowledge_with_one_number_changed_shows_whom_that_concerns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = shutil.copytree(HERE, tmp_path / "copy", ignore=shutil.ignore_patterns("__pycache__"))
    edited(new, "triage/brain_nerves.toml", ("twitch and symptom_days > 14", "twitch and symptom_days > 15"))
    report = as_json(capsys, ".", new)
    assert [(change["old"], change["new"]) for change in report["levels"]] == [("routine", "self_care")]
    facts = report["levels"][0]["person"]["facts"]
    assert facts["symptom_days"] == 15
    assert {id for id, value in facts.items() if value is not False} == {"symptom_days", "kind"}
    assert [(rule["id"], rule["changes_nobody"]) for rule in report["rules"]] == [("twitch_two_weeks", False)]
    assert report["offers"] == []

"""The diary on the command line: what is written, what is shown, and how a mistake is answered."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from diary.test_out_and_in import row
from uncramp.cli import run
from uncramp.errors import UncrampError


class Commands:
    """Runs commands in this process, on a diary of their own."""

    def __init__(self, file: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.file, self.capture = file, capture

    def __call__(self, *arguments: str, status: int = 0) -> str:
        assert run(list(arguments)) == status
        return " ".join(self.capture.readouterr().out.split())

    def json(self, *arguments: str, status: int = 0) -> Any:
        assert run([*arguments, "--json"]) == status
        return json.loads(self.capture.readouterr().out)

    def refused(self, *arguments: str) -> str:
        with pytest.raises(UncrampError) as error:
            run(list(arguments))
        assert self.capture.readouterr().out == ""
        assert "\n" not in str(error.value)
        return str(error.value)


@pytest.fixture
def uncramp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Commands:
    monkeypatch.setenv("UNCRAMP_DIARY", str(tmp_path / "diary.sqlite"))
    monkeypatch.setenv("COLUMNS", "200")
    return Commands(tmp_path / "diary.sqlite", capsys)


def bodies(uncramp: Commands) -> list[Any]:
    return [entry["body"] for entry in uncramp.json("diary")["entries"]]


# ---- writing down


def test_a_cramp_is_written_down_in_one_line(uncramp: Commands) -> None:
    said = uncramp("log", "calf", "--minutes", "4", "--pain", "7", "--tried", "stretch", "--relief", "2")
    assert "Calf. Pain 7 of 10, then 2. Lasted 4 min. Calf stretch, sitting: better." in said
    assert "calf_stretch_wall" in said, "which other stretches it could have been"
    tried = [{"remedy": "calf_stretch_seated", "outcome": "better"}]
    body = {
        "what": "painful_cramp",
        "site": "site_calf",
        "minutes": 4,
        "pain_before": 7,
        "pain_after": 2,
        "tried": tried,
    }
    assert bodies(uncramp) == [body]


@pytest.mark.parametrize(
    ("arguments", "body"),
    [
        (["jaw", "--what", "spasm"], {"what": "ongoing_spasm", "site": "site_jaw"}),
        (["back", "--woke"], {"what": "painful_cramp", "site": "site_back_low", "woke_me": True}),
        (["thigh-back", "--side", "left", "--still-on"], {"site": "site_thigh_back", "side": "left", "still_on": True}),
        (["hand", "--note", "after typing"], {"site": "site_hand_forearm", "note": "after typing"}),
        (["calf", "--at", "last night"], {"site": "site_calf", "time_guessed": True}),
        (["calf", "--tried", "heat=gone", "--tried", "massage-gentle=worse"], {
            "tried": [{"remedy": "heat_pack", "outcome": "gone"}, {"remedy": "massage_gentle", "outcome": "worse"}],
        }),
    ],
)  # fmt: skip
def test_what_was_said_is_what_is_kept(uncramp: Commands, arguments: list[str], body: dict[str, Any]) -> None:
    entry = uncramp.json("log", *arguments)
    assert {name: entry["body"][name] for name in body} == body
    assert bodies(uncramp) == [entry["body"]]


def test_a_night_without_and_a_note_are_entries_of_their_own(uncramp: Commands) -> None:
    assert "No cramp in the night to" in uncramp("log", "--none")
    assert uncramp.json("log", "--none", "--at", "2026-02-27")["body"] == {"night": "2026-02-27"}
    assert uncramp.json("log", "--note", "New shoes.")["kind"] == "note"
    assert len(bodies(uncramp)) == 3


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "what should be written down?; allowed: a place such as `calf`, --none, or --note TEXT"),
        (["elbow"], "there is no place `elbow`; allowed: calf, "),
        (["thigh"], "`thigh` could be several places; allowed: thigh-"),
        (["calf", "--pain", "11"], "`--pain` cannot be `11`; allowed: a whole number from 0 to 10"),
        (["calf", "--minutes", "-1"], "`--minutes` cannot be `-1`"),
        (["calf", "--side", "up"], "`--side up` is none of its words; allowed: left, right, both, middle"),
        (["calf", "--what", "ache"], "`--what ache` is none of its words; allowed: painful_cramp"),
        (["calf", "--tried", "stretch"], "how did `stretch` go? say --tried stretch=OUTCOME; allowed: gone, better"),
        (["calf", "--tried", "dancing=gone"], "there is no remedy `dancing`"),
        (["calf", "--at", "2199-01-01 03:00"], "has not come yet"),
        (["calf", "--at", "soon"], "`--at soon` is no time; allowed: `today 14:00`"),
        (["calf", "--none"], "`--none` says that there was no cramp"),
        (["calf", "--person", "00"], "there is nobody `00` in the diary"),
        (["--pain", "3", "--note", "x"], "where was it? `--pain` is about a cramp"),
    ],
)
def test_a_mistake_is_one_line_and_nothing_is_written(uncramp: Commands, arguments: list[str], complaint: str) -> None:
    assert complaint in uncramp.refused("log", *arguments)
    assert uncramp.json("diary")["entries"] == []


def test_an_entry_can_be_taken_out_again(uncramp: Commands) -> None:
    id = uncramp.json("log", "calf")["id"]
    assert "Calf" in uncramp("diary", "delete", id)
    assert bodies(uncramp) == []
    assert "there is no entry" in uncramp.refused("diary", "delete", id)


def test_nobody_else_can_read_the_diary(uncramp: Commands) -> None:
    uncramp("log", "calf")
    assert stat.S_IMODE(uncramp.file.stat().st_mode) == 0o600


# ---- showing


def test_without_a_diary_it_says_how_to_begin_and_makes_no_file(uncramp: Commands) -> None:
    assert "Nothing is written yet. `uncramp log calf`" in uncramp("diary")
    assert not uncramp.file.exists()


def test_the_diary_shows_weeks_places_times_and_what_helped_without_praise(uncramp: Commands) -> None:
    uncramp("log", "calf", "--at", "yesterday 03:10", "--tried", "stretch=gone")
    uncramp("log", "foot", "--side", "left", "--at", "last night")
    shown = uncramp("diary")
    for said in (
        "Days not written", "Calf: 1", "Foot or toes, left: 1", "00:00 to 06:00: 1", "The time was a guess: 1",
        "Calf stretch, sitting. Tried: 1. it has gone: 1.", "These are counts, not proof.", "not a diagnosis",
    ):  # fmt: skip
        assert said in shown


def test_it_can_be_searched_and_narrowed(uncramp: Commands) -> None:
    uncramp("log", "calf", "--at", "2026-02-27 03:10", "--note", "Crème")
    uncramp("log", "foot")
    assert "Foot" not in uncramp("diary", "--search", "creme CALF")
    assert len(uncramp.json("diary", "--site", "foot")["entries"]) == 1
    assert [one["body"]["site"] for one in uncramp.json("diary", "--since", "2026-02-28")["entries"]] == ["site_foot"]
    assert "Nothing was found" in uncramp("diary", "--search", "jaw")
    assert "`--since soon` is no day" in uncramp.refused("diary", "--since", "soon")


def test_in_spanish_every_word_is_spanish(uncramp: Commands) -> None:
    assert "Anotado" in uncramp("log", "calf", "--lang", "es")
    shown = uncramp("diary", "--lang", "es")
    assert "Semana a semana" in shown
    assert "Week" not in shown


# ---- out and in


def test_a_file_goes_out_and_comes_in_once_however_often(
    uncramp: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uncramp("log", "calf")
    uncramp("log", "--none")
    for form in ("json", "jsonl"):
        file = str(tmp_path / f"out.{form}")
        assert "Entries written to" in uncramp("diary", "export", file)
        assert stat.S_IMODE(Path(file).stat().st_mode) == 0o600
        monkeypatch.setenv("UNCRAMP_DIARY", str(tmp_path / f"new-{form}.sqlite"))
        assert uncramp.json("diary", "import", file) == {"new": 2, "known": 0, "refused": []}
        assert uncramp.json("diary", "import", file) == {"new": 0, "known": 2, "refused": []}
        assert [entry["kind"] for entry in uncramp.json("diary")["entries"]] == ["episode", "none_last_night", "import"]
        monkeypatch.setenv("UNCRAMP_DIARY", str(tmp_path / "diary.sqlite"))


def test_what_cannot_be_taken_is_told_with_its_place_and_why(uncramp: Commands, tmp_path: Path) -> None:
    bad, good = row(1, "note", {"text": ""}), row(2, "note", {"text": "a"})
    file = tmp_path / "in.json"
    file.write_text(json.dumps({"format": "uncramp-diary", "version": 1, "entries": [bad, good]}))
    said = uncramp("diary", "import", str(file))
    assert "New: 1. Here already: 0. Not taken: 1." in said
    assert "Entry 1 in the file: `body.text` cannot be" in said


def test_a_diary_of_one_other_person_becomes_ones_own(uncramp: Commands, tmp_path: Path) -> None:
    entry = row(2, "note", {"text": "a"})
    file = tmp_path / "phone.json"
    file.write_text(json.dumps({"format": "uncramp-diary", "version": 1, "entries": [entry]}))
    uncramp("diary", "import", str(file))
    assert uncramp.json("log", "calf")["person"] == entry["person"]
    assert [(one["person"], one["own"]) for one in uncramp.json("diary", "people")] == [(entry["person"], True)]


def test_of_several_people_it_asks_whose_diary_it_is(uncramp: Commands, tmp_path: Path) -> None:
    entries = [
        row(1, "note", {"text": "a"}),
        row(2, "note", {"text": "b"}) | {"person": "7c9e6679-7425-40de-944b-e07fc1f90ae7"},
    ]
    file = tmp_path / "phone.json"
    file.write_text(json.dumps({"format": "uncramp-diary", "version": 1, "entries": entries}))
    uncramp("diary", "import", str(file))
    assert "`uncramp diary people ID` says it" in uncramp.refused("log", "calf")
    assert "is yours now" in uncramp("diary", "people", "7c9e")
    assert uncramp.json("log", "calf")["person"].startswith("7c9e")
    assert "1 more are about others." in uncramp("diary")


def test_a_table_goes_out_with_a_row_for_each_entry_that_holds(uncramp: Commands, tmp_path: Path) -> None:
    uncramp("diary", "delete", uncramp.json("log", "foot")["id"])
    uncramp("log", "calf", "--pain", "7")
    uncramp("diary", "export", str(tmp_path / "out.csv"))
    rows = (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 2
    assert "site_calf" in rows[1]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["fly"], "`uncramp diary fly` is nothing it can do; allowed: export, import, people, delete, encrypt"),
        (["export"], "`uncramp diary export` of what?"),
        (["import", "nowhere.json"], "`nowhere.json` cannot be read: no such file"),
        (["import", __file__], "has no column with days"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line(uncramp: Commands, arguments: list[str], complaint: str) -> None:
    uncramp("log", "calf")
    assert complaint in uncramp.refused("diary", *arguments)
    assert "allowed: a name that ends in .json, .jsonl or .csv" in uncramp.refused("diary", "export", "diary.xls")


# ---- keeping it and being rid of it


def test_a_backup_is_made_and_brought_back_with_the_diary_from_before_beside(uncramp: Commands, tmp_path: Path) -> None:
    uncramp("log", "calf")
    assert "no backup yet" in uncramp("doctor")
    assert "It was read again and is whole." in uncramp("backup", str(tmp_path / "b"))
    assert "already" in uncramp.refused("backup", str(tmp_path / "b"))
    uncramp("log", "foot")
    assert "The diary from before is still there" in uncramp("restore", str(tmp_path / "b"))
    assert len(bodies(uncramp)) == 1
    done = uncramp.json("doctor", "--restore", str(tmp_path / "b"))
    assert Path(done["beside"]).exists()
    assert done["backup"]["entries"] == 1


def test_forgetting_wants_to_know_what_and_whether_that_is_meant(uncramp: Commands) -> None:
    uncramp("log", "calf", "--at", "2026-02-27 03:10")
    uncramp("log", "foot")
    assert "forget what?" in uncramp.refused("forget")
    assert "add --yes" in uncramp.refused("forget", "--everything")
    assert len(bodies(uncramp)) == 2
    done = uncramp.json("forget", "--until", "2026-02-27", "--yes")
    assert (done["forgotten"], done["cleared"]) == (1, True)
    assert [body["site"] for body in bodies(uncramp)] == ["site_foot"]
    assert "This does not reach backups" in uncramp("forget", "--everything", "--yes")
    assert bodies(uncramp) == []


def test_forgetting_names_the_diaries_that_a_restore_left_beside(uncramp: Commands, tmp_path: Path) -> None:
    uncramp("log", "calf")
    uncramp("backup", str(tmp_path / "b"))
    uncramp("restore", str(tmp_path / "b"))
    assert "diary-before-" in uncramp("forget", "--everything", "--yes")


def test_the_doctor_finds_damage_saves_what_can_be_read_and_says_so_by_its_status(
    uncramp: Commands, tmp_path: Path
) -> None:
    for nth in range(30):
        uncramp.json("log", "--note", f"{nth} " + "x" * 1000)
    data = bytearray(uncramp.file.read_bytes())
    data[-4096:] = b"\xff" * 4096
    uncramp.file.write_bytes(data)
    assert "--rescue FILE.json" in uncramp("doctor", status=1)
    assert uncramp.json("doctor", status=1)["problems"]
    saved = uncramp.json("doctor", "--rescue", str(tmp_path / "saved.json"))["entries"]
    assert 20 <= saved < 30
    assert json.loads((tmp_path / "saved.json").read_text())["format"] == "uncramp-diary"


def test_what_the_user_can_mend_is_one_line_and_status_2(tmp_path: Path) -> None:
    (tmp_path / "photo").write_bytes(b"\x89PNG")
    ran = subprocess.run(
        [sys.executable, "-m", "uncramp", "log", "calf"], capture_output=True, text=True, check=False, timeout=60,
        env={"PATH": "", "UNCRAMP_DIARY": str(tmp_path / "photo"), "LANG": "C.UTF-8"},
    )  # fmt: skip
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1)
    assert "uncramp doctor" in ran.stderr

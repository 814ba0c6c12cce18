"""A trial on the command line from its first evening to what it says, with the days going by."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.test_diary_commands import Commands
from knowledge.people import person as told
from uncramp.cli.book import Book, open_book
from uncramp.kb import Knowledge

MAY = {"age_years": 60, "sex_at_birth": "male", "site_calf": True, "kind": "painful_cramp", "night_or_rest": True}
QUICK = ["--per-week", "14", "--pairs", "3", "--people", "20", "--seed", "5"]


class Days:
    """A clock that the test moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = datetime(2026, 3, 1, 20, 0).astimezone()
        clock = self

        class Clock(datetime):
            @classmethod
            def now(cls) -> datetime:  # type: ignore[override]
                return clock.now

        monkeypatch.setattr("uncramp.cli.book.datetime", Clock)

    def to(self, days: int, hour: int) -> None:
        self.now = (self.now + timedelta(days=days)).replace(hour=hour)


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    return Days(monkeypatch)


@pytest.fixture
def uncramp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Commands:
    monkeypatch.setenv("UNCRAMP_DIARY", str(tmp_path / "diary.sqlite"))
    monkeypatch.setenv("COLUMNS", "200")
    return Commands(tmp_path / "diary.sqlite", capsys)


@pytest.fixture
def person(tmp_path: Path, kb: Knowledge) -> Path:
    file = tmp_path / "person.json"
    file.write_text(json.dumps({"facts": dict(told(kb, MAY).known)}))
    return file


def begin(uncramp: Commands, person: Path, *more: str) -> Any:
    return uncramp.json("trial", "new", str(person), "--remedy", "stretch-before-bed", *QUICK, "--yes", *more)


def test_a_trial_goes_from_the_first_evening_to_a_result(uncramp: Commands, days: Days, person: Path) -> None:
    entry = begin(uncramp, person)["entry"]
    assert (entry["kind"], entry["body"]["first_night"]) == ("trial_design", "2026-03-02")
    assert "Tonight as usual. This is night 1 of the 7" in uncramp("trial", "tonight")
    seen = set()
    for _ in range(49):
        days.to(1, 8)
        tonight = uncramp.json("trial", "tonight", "--night", days.now.date().isoformat())
        seen.add(tonight["arm"])
        uncramp("trial", "record", "--did", "yes", "--cramps", "1" if tonight["arm"] == "b" else "3")
    assert seen == {None, "a", "b"}
    found = uncramp.json("trial", "result")
    assert (found["nights"], found["events"], found["state"]) == (42, 84, "good_evidence")
    assert found["kept_to"] == {"a": {"nights": 21, "kept": 21}, "b": {"nights": 21, "kept": 21}}
    assert found["conduct"] == {"extra_looks": 0, "restarts": 0, "changes": 0}
    shown = uncramp("trial", "result")
    assert "Good evidence for you: cramps were fewer on nights with" in shown
    assert "never waits for medical help" in shown
    days.to(1, 8)
    assert "This trial is over" in uncramp("trial", "tonight")


def test_the_evening_says_with_or_without_and_what_is_still_to_be_written(
    uncramp: Commands, days: Days, person: Path
) -> None:
    begin(uncramp, person)
    said = []
    for day in range(21):
        days.to(1, 21)
        said.append(uncramp("trial", "tonight"))
        if day != 3:
            uncramp("trial", "record", "--did", "yes", "--cramps", "0")
    assert all("as usual" in one for one in said[:6])
    assert {one.removeprefix("Tonight").split(".")[0].strip(" :") for one in said[6:20]} == {
        "without",
        "Stretches just before bed",
    }
    assert "Nights still to write down: 2. The newest: Sat 7 March, Thu 5 March." in said[5]


def test_a_look_before_its_time_is_refused_and_counted_when_it_is_taken_all_the_same(
    uncramp: Commands, days: Days, person: Path
) -> None:
    begin(uncramp, person)
    for _ in range(25):
        days.to(1, 8)
        uncramp("trial", "record", "--did", "yes", "--cramps", "1")
    refused = uncramp.refused("trial", "result")
    assert "the next look is after the night to" in refused
    assert "--early" in refused
    found = uncramp.json("trial", "result", "--early")
    assert found["conduct"]["extra_looks"] == 1
    assert uncramp.json("trial", "result", "--early")["conduct"]["extra_looks"] == 1, "the same morning is one look"
    assert "1 more looks" in uncramp("trial", "result", "--early")


def test_nothing_begins_without_a_yes_or_for_somebody_who_may_not(
    uncramp: Commands, days: Days, person: Path, tmp_path: Path, kb: Knowledge
) -> None:
    words = ["trial", "new", str(person), "--remedy", "stretch-before-bed", *QUICK]
    assert uncramp.json(*words)["entry"] is None
    assert uncramp.json("diary")["entries"] == []
    child = tmp_path / "child.json"
    child.write_text(json.dumps({"facts": dict(told(kb, {**MAY, "age_years": 15}).known)}))
    found = uncramp.json("trial", "new", str(child), "--remedy", "stretch-before-bed", *QUICK, "--yes")
    assert [one["why"] for one in found["refused"]] == ["adult"]
    assert uncramp.json("diary")["entries"] == []


def test_the_diary_says_how_many_cramps_a_week_there_are(uncramp: Commands, days: Days, person: Path) -> None:
    words = ["trial", "new", str(person), "--remedy", "stretch-before-bed", "--people", "20", "--seed", "5"]
    assert "does not say yet how many cramps" in uncramp.refused(*words)
    for day in range(1, 29):
        at = (days.now - timedelta(days=day)).date().isoformat()
        uncramp(*(["log", "calf", "--at", f"{at} 03:00"] if day % 2 else ["log", "--none", "--at", at]))
    assert uncramp.json(*words)["outlook"]["per_week"] == pytest.approx(3.5, abs=0.3)


def test_one_trial_at_a_time_and_a_new_start_is_counted(uncramp: Commands, days: Days, person: Path) -> None:
    first = begin(uncramp, person)["entry"]
    words = ["trial", "new", str(person), "--remedy", "stretch-before-bed", *QUICK, "--yes"]
    assert "a trial is running already" in uncramp.refused(*words)
    days.to(1, 20)
    begin(uncramp, person, "--instead-of", first["id"])
    kinds = [entry["kind"] for entry in uncramp.json("diary", "--all")["entries"]]
    assert sorted(kinds) == ["trial_design", "trial_design", "trial_end"]
    for _ in range(16):
        days.to(1, 8)
        uncramp("trial", "record", "--did", "yes", "--cramps", "1")
    assert uncramp.json("trial", "result", "--early")["conduct"]["restarts"] == 1


def test_a_trial_that_ended_says_so_and_takes_no_more_nights(uncramp: Commands, days: Days, person: Path) -> None:
    begin(uncramp, person)
    days.to(1, 8)
    uncramp("trial", "end", "too-much-work")
    assert "This trial is over" in uncramp("trial", "tonight")
    assert "is not in this trial" in uncramp.refused("trial", "record", "--did", "yes", "--cramps", "0")
    assert "has ended already" in uncramp.refused("trial", "end", "done")


def test_when_something_changed_the_trial_says_stop(uncramp: Commands, days: Days, person: Path) -> None:
    begin(uncramp, person)
    with open_book(create=False).store as store:
        book = Book(store, days.now)
        book.write(book.writer(None), "profile_change", {"facts": {"pregnancy_status": "pregnant"}})
    days.to(9, 20)
    assert uncramp("trial", "tonight").startswith("Stop this trial")
    found = uncramp.json("trial", "tonight")
    assert (found["arm"], found["do"], found["not_safe"]) == (None, None, True)


def check(days: Days, level: str, where: str = "check") -> None:
    with open_book(create=False).store as store:
        book = Book(store, days.now)
        book.write(book.writer(None), "check_done", {"level": level, "where": where, "knowledge": "1.0+abc"})


def test_a_check_that_said_get_help_stops_the_trial_until_a_later_whole_check_is_calm(
    uncramp: Commands, days: Days, person: Path
) -> None:
    begin(uncramp, person)
    days.to(2, 20)
    check(days, "urgent", "quick")
    assert uncramp.json("trial", "tonight")["not_safe"] is True
    days.to(1, 20)
    check(days, "self_care", "quick")
    assert uncramp.json("trial", "tonight")["not_safe"] is True, "a few danger lines do not ask everything"
    days.to(1, 20)
    check(days, "routine")
    assert uncramp.json("trial", "tonight")["not_safe"] is False


def test_a_sign_in_the_profile_stops_no_trial_for_ever(uncramp: Commands, days: Days, person: Path) -> None:
    begin(uncramp, person)
    with open_book(create=False).store as store:
        book = Book(store, days.now)
        book.write(book.writer(None), "profile_change", {"facts": {"chest_pain": True}})
    assert uncramp.json("trial", "tonight")["not_safe"] is False


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        (["record", "--cramps", "1"], "--did yes, part, no, or other"),
        (["record", "--did", "perhaps", "--cramps", "1"], "--did yes, part, no, or other"),
        (["record", "--did", "yes"], "--cramps N, or --unknown"),
        (["record", "--did", "yes", "--cramps", "-1"], "0 to 100"),
        (["record", "--did", "yes", "--cramps", "101"], "0 to 100"),
        (["record", "--did", "yes", "--cramps", "1", "--unknown"], "one of them"),
        (["record", "--did", "yes", "--cramps", "1", "--night", "2026-01-01"], "a night from 2026-03-02"),
        (["tonight", "--trial", "zzz"], "allowed: "),
        (["end", "bored"], "too-much-work"),
    ],
)
def test_a_mistake_is_one_line_with_what_is_allowed(
    uncramp: Commands, days: Days, person: Path, words: list[str], allowed: str
) -> None:
    begin(uncramp, person)
    days.to(1, 8)
    before = uncramp.json("diary")
    assert allowed in uncramp.refused("trial", *words)
    assert uncramp.json("diary") == before


def test_without_a_trial_each_command_says_how_to_begin_one(uncramp: Commands, days: Days) -> None:
    uncramp("log", "calf")
    for words in (["tonight"], ["record", "--did", "yes", "--cramps", "0"], ["result"], ["end", "done"]):
        assert "`uncramp trial new` begins one" in uncramp.refused("trial", *words)


def test_a_trial_is_shared_only_when_it_is_over_and_never_over_another_file(
    uncramp: Commands, days: Days, person: Path, tmp_path: Path
) -> None:
    begin(uncramp, person)
    for _ in range(49):
        days.to(1, 8)
        uncramp("trial", "record", "--did", "yes", "--cramps", "1")
    file = tmp_path / "shared.json"
    assert "is still running" in uncramp.refused("trial", "share", str(file))
    assert not file.exists()
    days.to(1, 8)
    assert "Nothing was sent anywhere" in uncramp("trial", "share", str(file))
    shared = json.loads(file.read_text())
    assert (shared["arm_b"], shared["nights"], shared["events"]) == ("stretch_before_bed", 42, 42)
    assert "2026" not in file.read_text()
    assert "cannot be written" in uncramp.refused("trial", "share", str(file))


# ---- the documents


def test_a_report_before_a_look_is_no_look_and_says_nothing_of_the_result(
    uncramp: Commands, days: Days, person: Path, tmp_path: Path
) -> None:
    begin(uncramp, person)
    days.to(10, 8)
    assert uncramp.json("trial", "report")["seen"] is None
    file = tmp_path / "report.html"
    uncramp("trial", "report", "--out", str(file))
    page = file.read_text(encoding="utf-8")
    assert "Nobody has looked at the answer yet" in page
    assert oct(file.stat().st_mode)[-3:] == "600"
    assert uncramp.json("trial", "tonight")["look_due"] is False
    assert "is there already" in uncramp.refused("trial", "report", "--out", str(file))


def test_a_protocol_as_a_file_names_its_mark(uncramp: Commands, person: Path, tmp_path: Path) -> None:
    file = tmp_path / "protocol.html"
    word = ("trial", "protocol", str(person), "--remedy", "stretch-before-bed", "--seed", "5")
    found = uncramp.json(*word, "--out", str(file))
    assert found["files"] == [str(file)]
    page = file.read_text(encoding="utf-8")
    assert found["mark"] in page
    assert " ".join(found["order"]).upper() in page
    assert page.index("Background") < page.index("Random order") < page.index("Statistical methods")


def test_a_planned_look_that_is_taken_late_is_no_extra_look(uncramp: Commands, days: Days, person: Path) -> None:
    begin(uncramp, person, "--pairs", "4")
    for _ in range(49):
        days.to(1, 8)
        uncramp("trial", "record", "--did", "yes", "--cramps", "1")
    days.to(2, 8)
    found = uncramp.json("trial", "result")
    assert found["conduct"]["extra_looks"] == 0
    assert found["nights"] == 42

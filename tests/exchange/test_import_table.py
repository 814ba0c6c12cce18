"""A table of somebody's own: read as people write, asked where it is unclear, brought in once, never half."""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cli.test_diary_commands import Commands
from uncramp.diary import load
from uncramp.errors import UncrampError, UsageError
from uncramp.exchange import words_in_tables as cells
from uncramp.exchange.foreign import ForeignFileError
from uncramp.exchange.kinds_of_files import form_of_head
from uncramp.exchange.mapping import Column, Mapping, read_mapping, write_mapping
from uncramp.exchange.own_table import Rows, read_rows
from uncramp.exchange.table_file import read_sheet
from uncramp.exchange.table_guess import asks_order, guess, has_days, unknown_words
from uncramp.kb import Knowledge

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
GERMAN = """Datum;Uhrzeit;Wo;Schmerz;Dauer (min);geweckt;Bemerkung
27.02.2026;03:10;Wade links;7;4,5;ja;"nach dem Laufen; müde"
28.02.2026;;Fuß;5/10;2;nein;
"""


def rows(text: str, **changes: Any) -> Rows:
    """The rows by the guessed mapping, with something else in it."""
    sheet = read_sheet(text.encode())
    return read_rows(load(), sheet, msgspec.structs.replace(guess(load(), sheet), **changes), NOW)


# ---- what people write


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_any_separator_and_encoding_is_the_same_table(delimiter: str, encoding: str, end: str) -> None:
    text = "Date;Where;Note\n2026-02-27;calf;Fuß\n2026-02-28;foot;\n".replace(";", delimiter).replace("\n", end)
    sheet = read_sheet(text.encode(encoding))
    assert sheet.delimiter == delimiter
    assert sheet.heads == ("Date", "Where", "Note")
    assert [row for _, row in sheet.rows] == [("2026-02-27", "calf", "Fuß"), ("2026-02-28", "foot", "")]


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("2026-02-27", (2, 27)), ("27.02.2026", (2, 27)), ("27.2.26", (2, 27)), ("27/02/2026", (2, 27)),
        ("27 Feb 2026", (2, 27)), ("Feb 27, 2026", (2, 27)), ("27. Februar 2026", (2, 27)),
        ("Fri, 27 Feb 2026", (2, 27)),
        ("27 de febrero de 2026", (2, 27)), ("3/2/2026", (2, 3)), ("2026/02/27", (2, 27)),
        ("31.02.2026", None), ("27.02", None), ("yesterday", None), ("", None), ("99/99/9999", None),
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(cell: str, meant: tuple[int, int] | None) -> None:
    assert cells.day(cell, first=True) == (date(2026, *meant) if meant else None)


@pytest.mark.parametrize(
    ("cell", "meant"),
    [("3:10", (3, 10)), ("03:10:59", (3, 10)), ("3.10", (3, 10)), ("3h10", (3, 10)), ("3:10 pm", (15, 10)),
     ("12 am", (0, 0)), ("4 p.m.", (16, 0)), ("3 Uhr", (3, 0)), ("25:00", None), ("13 pm", None), ("3", None)],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(cell: str, meant: tuple[int, int] | None) -> None:
    found = cells.clock(cell)
    assert (found and found.replace(second=0)) == (time(*meant) if meant else None)


@pytest.mark.parametrize(
    ("cell", "decimal", "meant"),
    [("4", ".", "4"), ("4,5", ",", "4.5"), ("4.5", ".", "4.5"), ("7/10", ".", "7"), ("5 min", ".", "5"),
     ("1,5 h", ",", "90"),
     ("1.500", ",", "1500"), ("1,500", ".", "1500"), ("~3", ".", "3"), ("4,5", ".", None), ("1:30", ".", None),
     ("many", ".", None), ("3-4", ".", None), ("", ".", None), ("." * 40, ".", None)],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(cell: str, decimal: str, meant: str | None) -> None:
    assert cells.number(cell, decimal) == (Decimal(meant) if meant else None)


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("left calf", ("site_calf", "left")), ("Wade rechts", ("site_calf", "right")), ("CALF", ("site_calf", None)),
        ("both calves", ("site_calf", "both")), ("back of thigh", ("site_thigh_back", None)),
        ("lower back", ("site_back_low", None)), ("Pantorrilla izquierda", ("site_calf", "left")),
        ("Fuß", ("site_foot", None)), ("calf_left", ("site_calf", "left")), ("wrist", (None, None)),
        ("calf and foot", (None, None)), ("", (None, None)),
    ],
)  # fmt: skip
def test_a_place_is_understood_in_words(cell: str, meant: tuple[str | None, str | None]) -> None:
    assert cells.site_and_side(cell) == meant


def test_every_place_in_the_list_of_words_is_one_that_the_knowledge_has(kb: Knowledge) -> None:
    assert cells.words()["sites"].keys() <= kb.facts.keys()


@pytest.mark.parametrize(
    ("some", "first", "asked"),
    [
        (["27.02.2026", "01.02.2026"], True, False),
        (["2/27/2026", "1/2/2026"], False, False),
        (["1/2/2026", "3/4/2026"], None, True),
        (["1.2.2026"], True, False),
        (["1/1/2026"], None, False),
        (["2026-02-01"], None, False),
        (["27/2/2026", "2/27/2026"], None, True),
    ],
)
def test_the_order_of_day_and_month_is_asked_only_where_nothing_tells(
    some: list[str], first: bool | None, asked: bool
) -> None:
    assert (cells.day_first(some), cells.unclear(some)) == (first, asked)


# ---- a whole table


def test_a_german_table_reads_as_it_was_meant() -> None:
    found = rows(GERMAN)
    assert found.refused == []
    first, second = found.drafts
    assert first.body == {
        "what": "painful_cramp", "site": "site_calf", "side": "left", "minutes": 5, "pain_before": 7, "woke_me": True,
        "note": "nach dem Laufen; müde",
    }  # fmt: skip
    assert first.at.startswith("2026-02-27T03:10:00")
    assert (second.body["pain_before"], second.body["woke_me"], second.body["time_guessed"]) == (5, False, True)


def test_a_time_with_its_offset_is_kept_and_a_time_zone_is_believed() -> None:
    assert rows("When,Where\n2026-02-27T03:10:00+05:30,calf\n").drafts[0].at == "2026-02-27T03:10:00+05:30"
    text = "Date,Time,Where\n2026-02-27,03:10,calf\n2025-07-01,03:10,calf\n"
    assert [one.at[19:] for one in rows(text, zone="America/New_York").drafts] == ["-05:00", "-04:00"]


def test_a_table_of_sleep_and_one_of_drinks_are_guessed_and_read() -> None:
    sleep = rows('Date,Hours slept,Quality\n2026-02-27,"7.5",6\n2026-02-28,6:20,\n')
    assert [one.body for one in sleep.drafts] == [
        {"night": "2026-02-27", "minutes": 450, "quality": 6}, {"night": "2026-02-28", "minutes": 380},
    ]  # fmt: skip
    drinks = rows("Date,Time,Drink,ml\n2026-02-27,9:00,Coffee,200\n2026-02-27,10:00,Wasser,300\n")
    assert [one.body["what"] for one in drinks.drafts] == ["tea_coffee", "water"]


def test_a_column_of_yes_and_no_makes_cramps_and_nights_without() -> None:
    text = "Date,Where,Cramp\n2026-02-26,calf,yes\n2026-02-27,calf,no\n2026-02-28,calf,3\n2026-03-01,calf,maybe\n"
    sheet = read_sheet(text.encode())
    columns = (Column(name="Date", field="date"), Column(name="Where", field="site"), Column(name="Cramp", field="had"))
    mapping = Mapping(column=columns, always={"what": "painful_cramp"})
    found = read_rows(load(), sheet, mapping, NOW)
    assert [one.kind for one in found.drafts] == ["episode", "none_last_night", *["episode"] * 3]
    assert len({one.key for one in found.drafts}) == 5
    assert [one.nth for one in found.refused] == [5]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("31.02.2026,3:10,calf,5", "`31.02.2026` is no day"),
        ("27.02.2026,3:99,calf,5", "`3:99` is no time"),
        ("27.02.2026,3:10,wrist,5", "`wrist` is no place that is known"),
        ("27.02.2026,3:10,calf,11", "`11` is not from 0 to 10"),
        ("27.02.2026,3:10,calf,bad", "`bad` is no number from 0 to 10"),
        ("27.02.2126,3:10,calf,5", "2126-02-27 03:10 has not come yet"),
        (",3:10,calf,5", "no day is given"),
        ("27.02.2026,3:10,,5", "`site` is missing"),
        ("27.02.2026,3:10,calf,5,more", "has more cells than there are headings"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_line_and_stops_no_other(row: str, why: str) -> None:
    found = rows(f"Date,Time,Where,Pain\n26.02.2026,3:10,calf,5\n{row}\n28.02.2026,3:10,calf,5\n")
    assert len(found.drafts) == 2
    assert [(one.nth, why in one.why) for one in found.refused] == [(3, True)]


def test_a_row_over_several_lines_is_told_by_its_first() -> None:
    found = rows('Date,Where,Note\n2026-02-26,calf,"one\ntwo\nthree"\n2026-02-27,wrist,x\n')
    assert [one.nth for one in found.refused] == [5]


def test_what_no_word_of_is_known_is_asked_about() -> None:
    sheet = read_sheet(b"Date,Where\n2026-02-26,wrist\n2026-02-27,calf\n2026-02-28,wrist\n")
    assert unknown_words(load(), sheet, guess(load(), sheet)) == {1: ["wrist"]}
    columns = (
        Column(name="Date", field="date"),
        Column(name="Where", field="site", words={"wrist": "site_hand_forearm"}),
    )
    mapping = Mapping(column=columns, always={"what": "painful_cramp"})
    assert len(read_rows(load(), sheet, mapping, NOW).drafts) == 3


def test_two_cramps_of_one_day_are_two_and_stay_two() -> None:
    text = "Date,Where\n2026-02-26,calf\n2026-02-26,calf\n"
    assert len({one.key for one in rows(text).drafts}) == 2
    assert rows(text) == rows(text)


# ---- the mapping


def test_a_mapping_comes_back_from_its_file_as_it_was() -> None:
    mapping = Mapping(
        kind="episode", encoding="cp1252", delimiter="\t", day_first=False, decimal=",", zone="Europe/London",
        always={"what": "stiffness", "woke_me": True},
        column=(Column(name='a "b"\\ \x7f\n=', field="date"), Column(name="é", field="site", words={"x=": "site_calf"}),
                Column(name="h", field="minutes", unit="hours"), Column(name="left")),
    )  # fmt: skip
    assert read_mapping(load(), write_mapping(mapping)) == mapping


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no column says the day"),
        ("format = 2", "is no mapping of columns"),
        ("format = 1\nkind = 'correction'", "cannot be `correction`"),
        ("[[column]]\nname = 'a'\nfield = 'tried'", "cannot be `tried`"),
        ("[[column]]\nname = 'a'\nfield = 'date'\n[[column]]\nname = 'b'\nfield = 'date'", "two columns are `date`"),
        ("zone = '../x'\n[[column]]\nname = 'a'\nfield = 'date'", "there is no time zone"),
        ("delimiter = 'x'\n[[column]]\nname = 'a'\nfield = 'date'", "the separator is not known"),
        ("encoding = 'rot13'\n[[column]]\nname = 'a'\nfield = 'date'", "the encoding `rot13` is not known"),
        ("this is no toml", "is no mapping of columns"),
        ("a = [" * 2000, "is no mapping of columns"),
    ],
)
def test_a_mapping_that_is_none_is_one_clear_error(text: str, said: str) -> None:
    with pytest.raises(UncrampError, match=said) as error:
        read_mapping(load(), text)
    assert "\n" not in str(error.value)


def test_a_mapping_for_another_table_says_which_column_is_missing() -> None:
    sheet = read_sheet(b"Day,Where\n2026-02-26,calf\n")
    with pytest.raises(UsageError, match="the table has no column `Datum`; allowed: Day, Where"):
        read_rows(load(), sheet, Mapping(column=(Column(name="Datum", field="date"),)), NOW)


# ---- what is no table


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"), (b"  \n ", "empty"), (b"one line", "no_table"), (b"a,b\n\0,\0\n", "binary"),
        (b"a;b\n" + b'"' + b"x" * 200_000, "no_table"),
        (b",".join(b"a" for _ in range(400)) + b"\n1\n", "too_many"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_said(data: bytes, why: str) -> None:
    with pytest.raises(ForeignFileError) as error:
        read_sheet(data)
    assert error.value.why == why
    assert "\n" not in str(error.value)


def test_a_text_without_days_is_no_diary() -> None:
    assert not has_days(read_sheet(b"import a, b\nfrom c import d, e\nx = 1, 2\n"))
    assert has_days(read_sheet(GERMAN.encode()))


@pytest.mark.parametrize(
    ("head", "form"),
    [(b"PK\x03\x04", "apple"), (b"<?xml", "apple"), (b'{"format"', "document"), (b"a;b\n1;2", "table"),
     (b"\xef\xbb\xbflocal_date,kind,at,recorded_at,person,id\r\n", "csv")],
)  # fmt: skip
def test_the_form_of_a_file_is_told_by_what_is_in_it(head: bytes, form: str) -> None:
    assert form_of_head(head) == form


@pytest.mark.parametrize("head", [b"SQLite format 3\0", b"uncramp\0rest", b"%PDF-1.7", b"\x89PNG", b""])
def test_a_file_of_another_world_is_said_at_once(head: bytes) -> None:
    with pytest.raises(ForeignFileError):
        form_of_head(head)


def test_days_that_can_be_read_in_two_ways_have_to_be_asked_about() -> None:
    sheet = read_sheet(b"Date,Where\n1/2/2026,calf\n")
    assert asks_order(sheet, guess(load(), sheet))


# ---- on the command line


@pytest.fixture
def uncramp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Commands:
    monkeypatch.setenv("UNCRAMP_DIARY", str(tmp_path / "diary.sqlite"))
    monkeypatch.setenv("COLUMNS", "200")
    return Commands(tmp_path / "diary.sqlite", capsys)


MAPPING = """format = 1
kind = "episode"
decimal = ","
day_first = true
always = { what = "painful_cramp" }
""" + "".join(
    f'[[column]]\nname = "{name}"\nfield = "{field}"\n'
    for name, field in zip(
        ["Datum", "Uhrzeit", "Wo", "Schmerz", "Dauer (min)", "geweckt", "Bemerkung"],
        ["date", "time", "site", "pain_before", "minutes", "woke_me", "note"],
        strict=True,
    )
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "t.csv").write_text(GERMAN, encoding="utf-8")
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    return str(tmp_path / "t.csv"), str(tmp_path / "m.toml")


def test_a_table_comes_in_by_its_mapping_once(uncramp: Commands, files: tuple[str, str]) -> None:
    table, mapping = files
    dry = uncramp.json("diary", "import", table, "--mapping", mapping, "--dry-run")
    assert (dry["new"], dry["dry_run"], dry["refused"]) == (2, True, [])
    assert uncramp.json("diary")["entries"] == []
    assert "New: 2." in uncramp("diary", "import", table, "--mapping", mapping)
    assert "New: 0. Already there: 2." in uncramp("diary", "import", table, "--mapping", mapping)
    assert len(uncramp.json("diary")["entries"]) == 3


def test_a_row_that_says_more_by_now_is_corrected_and_then_known(
    uncramp: Commands,
    files: tuple[str, str],
) -> None:
    table, mapping = files
    uncramp("diary", "import", table, "--mapping", mapping)
    Path(table).write_text(GERMAN.replace(";7;4,5", ";8;4,5"), encoding="utf-8")
    changed = uncramp.json("diary", "import", table, "--mapping", mapping)
    assert (changed["new"], changed["revised"], changed["known"]) == (0, 1, 1)
    again = uncramp.json("diary", "import", table, "--mapping", mapping)
    assert (again["new"], again["revised"], again["known"]) == (0, 0, 2)
    pains = [one["body"]["pain_before"] for one in uncramp.json("diary")["entries"] if one["kind"] == "episode"]
    assert sorted(pains) == [5, 8]


def test_without_a_terminal_and_a_mapping_nothing_is_guessed(
    uncramp: Commands,
    files: tuple[str, str],
) -> None:
    assert "there is no terminal to ask on" in uncramp.refused("diary", "import", files[0])


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such terminals")
def test_the_questions_lead_to_a_mapping_that_needs_none_again(tmp_path: Path) -> None:
    pexpect = pytest.importorskip("pexpect")
    table = tmp_path / "mine.csv"
    table.write_text("Day,What happened,Spot,Score\n1/2/2026,x,wrist,7\n3/2/2026,y,calf,4\n")
    env = {**os.environ, "UNCRAMP_DIARY": str(tmp_path / "d.sqlite"), "COLUMNS": "120", "TERM": "dumb"}
    child = pexpect.spawn(
        sys.executable, ["-m", "uncramp", "diary", "import", str(table)], env=env, encoding="utf-8", timeout=60
    )
    child.expect("What is one row")
    child.expect("or Enter for 1:")
    child.sendline("")
    child.expect('column "Day"')
    child.expect("or Enter for 3:")
    child.sendline("")
    child.expect('column "What happened"')
    child.expect("Enter for")
    child.sendline("1")
    child.expect('column "Spot"')
    child.expect(r"(\d+) site:")
    child.expect("Enter for")
    child.sendline("7")
    child.expect('column "Score"')
    child.expect("Enter for")
    child.sendline("")
    child.expect("what stands first")
    child.expect("Enter for")
    child.sendline("1")
    child.expect("That is")  # no column says what it was like
    child.expect("Enter for 1:")
    child.sendline("")
    child.expect('"wrist" in the column "Spot"')
    child.sendline("hand-forearm")
    child.expect("first rows read")
    child.expect("New: 2")
    child.expect("Keep it in")
    child.sendline("yes")
    child.expect("Bring these into the diary")
    child.sendline("yes")
    child.expect("It is in the diary")
    child.expect(pexpect.EOF)
    mapping = read_mapping(load(), (tmp_path / "mine.mapping.toml").read_text())
    assert mapping.day_first is True
    assert [one.field for one in mapping.column] == ["date", "", "site", "pain_before"]
    assert mapping.column[2].words == {"wrist": "site_hand_forearm"}

"""Apple Health's export: what it says becomes entries once, and a file made to do harm does none."""

from __future__ import annotations

import tracemalloc
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cli.test_diary_commands import Commands
from exchange.apple_export import (
    BROKEN_DESCRIPTION,
    CAFFEINE,
    DESCRIPTION,
    HEAD,
    HEART,
    MASS,
    SLEEP,
    WATER,
    asleep,
    record,
    workout,
    write_large,
    xml,
    years,
    zipped,
)
from uncramp.diary import load
from uncramp.diary.entries import Entry, read_entry
from uncramp.diary.making import correct
from uncramp.exchange import apple_health
from uncramp.exchange.apple_health import Read, read
from uncramp.exchange.drafts import Settled, settle
from uncramp.exchange.foreign import ForeignFileError

ME = "0b6ee4a5-5a2c-4d1f-9d1a-5a1f4b2c3d4e"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
NIGHT = ("2026-02-26 23:00:00 +0100", "2026-02-27 06:30:00 +0100")


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Read]:
    """Reads an export that holds these parts."""

    def made(*parts: str, description: str = DESCRIPTION) -> Read:
        return read(zipped(tmp_path / "export.zip", xml(*parts, description=description)))

    return made


def settled(found: Read, have: Iterable[Entry] = ()) -> Settled:
    return settle(load(), found.drafts, have, source="apple_health", person=ME, now=NOW)


def bodies(found: Read) -> list[Any]:
    return [(entry.kind, entry.at, dict(entry.body)) for entry in settled(found).fresh]


# ---- what becomes an entry


def test_each_wanted_record_becomes_its_entry(export: Callable[..., Read]) -> None:
    found = export(
        asleep(*NIGHT),
        workout("Running", "2026-02-26 18:00:00 +0100", "2026-02-26 18:31:00 +0100"),
        record(WATER, "2026-02-26 09:00:00 +0100", value="250", unit="mL"),
        record(CAFFEINE, "2026-02-26 08:00:00 +0100", value="95", unit="mg"),
        record(MASS, "2026-02-26 07:00:00 +0100", value="154.3", unit="lb"),
        record(HEART, "2026-02-26 07:00:00 +0100", value="61", unit="count/min"),
    )
    at = "2026-02-26T{}:00:00+01:00".format
    assert sorted(bodies(found)) == [
        ("drinks", at("09"), {"what": "water", "ml": 250}),
        ("exercise", at("18"), {"what": "run", "minutes": 31}),
        ("exposure", at("08"), {"what": "caffeine", "day": "2026-02-26", "present": True}),
        ("profile_change", at("07"), {"facts": {"weight_kg": 70}}),
        ("sleep", "2026-02-27T06:30:00+01:00", {"night": "2026-02-27", "minutes": 450}),
    ]
    assert found.ignored == {HEART: 1}


@pytest.mark.parametrize(
    ("value", "unit", "ml"), [("1", "L", 1000), ("8", "fl_oz_us", 237), ("2", "cup_us", 473), ("0.25", "L", 250)]
)
def test_water_is_read_in_every_unit(export: Callable[..., Read], value: str, unit: str, ml: int) -> None:
    found = export(record(WATER, "2026-02-26 09:00:00 +0100", value=value, unit=unit))
    assert [draft.body["ml"] for draft in found.drafts] == [ml]


@pytest.mark.parametrize(
    ("value", "unit"), [("9", "L"), ("0", "mL"), ("-5", "mL"), ("nan", "mL"), ("x", "mL"), ("1", "x")]
)
def test_an_amount_that_cannot_be_is_counted_and_left_out(export: Callable[..., Read], value: str, unit: str) -> None:
    found = export(record(WATER, "2026-02-26 09:00:00 +0100", value=value, unit=unit))
    assert (found.drafts, found.unread) == ([], {WATER: 1})


def test_all_else_is_counted_by_its_type(export: Callable[..., Read]) -> None:
    heart = [record(HEART, "2026-02-26 07:00:00 +0100", value=nth, unit="count/min") for nth in range(5)]
    extra = ' <ActivitySummary dateComponents="2026-02-26"/>\n <ClinicalRecord type="x" identifier="y"/>\n'
    assert export(*heart, extra).ignored == {HEART: 5, "ActivitySummary": 1, "ClinicalRecord": 1}


def test_a_record_within_a_correlation_is_the_one_that_stands_alone_too(export: Callable[..., Read]) -> None:
    water = record(WATER, "2026-02-26 09:00:00 +0100", value="250", unit="mL")
    group = f' <Correlation type="HKCorrelationTypeIdentifierFood" startDate="x">\n{water}</Correlation>\n'
    done = settled(export(water, group))
    assert (done.new, done.twice) == (1, 1)


def test_weight_is_written_only_when_it_has_changed(export: Callable[..., Read]) -> None:
    weights = [70.4, 70.6, 70.4, 71.5, 71.4]
    found = export(
        *(record(MASS, f"2026-02-{nth:02} 07:00:00 +0100", value=kg, unit="kg") for nth, kg in enumerate(weights, 1))
    )
    assert [draft.body["facts"]["weight_kg"] for draft in found.drafts] == [70, 72]
    assert found.left_out["same_weight"] == 3


# ---- nights


def test_stages_of_sleep_add_up_and_waking_and_lying_in_bed_do_not(export: Callable[..., Read]) -> None:
    found = export(
        asleep("2026-02-26 22:30:00 +0100", "2026-02-27 07:00:00 +0100", "InBed"),
        asleep("2026-02-26 23:00:00 +0100", "2026-02-27 01:00:00 +0100", "AsleepCore"),
        asleep("2026-02-27 01:00:00 +0100", "2026-02-27 01:20:00 +0100", "Awake"),
        asleep("2026-02-27 01:20:00 +0100", "2026-02-27 03:20:00 +0100", "AsleepDeep"),
    )
    assert [draft.body for draft in found.drafts] == [{"night": "2026-02-27", "minutes": 240}]
    assert found.left_out == {"in_bed": 1, "awake": 1}


def test_sleep_that_two_devices_wrote_is_counted_once_and_said(export: Callable[..., Read]) -> None:
    found = export(
        asleep("2026-02-26 22:00:00 +0100", "2026-02-27 07:00:00 +0100", "AsleepUnspecified", source="Phone"),
        asleep("2026-02-26 23:00:00 +0100", "2026-02-27 06:00:00 +0100", "AsleepCore", source="Watch"),
    )
    assert [draft.body["minutes"] for draft in found.drafts] == [420], "the one that tells stages apart is believed"
    assert found.left_out["other_device"] == 1


def test_a_device_whose_battery_was_empty_is_filled_up_by_the_other(export: Callable[..., Read]) -> None:
    found = export(
        asleep("2026-02-26 23:00:00 +0100", "2026-02-27 02:00:00 +0100", "AsleepCore", source="Watch"),
        asleep("2026-02-27 03:00:00 +0100", "2026-02-27 06:00:00 +0100", "AsleepUnspecified", source="Phone"),
    )
    assert [draft.body["minutes"] for draft in found.drafts] == [360]


def test_a_nap_is_no_night(export: Callable[..., Read]) -> None:
    found = export(asleep("2026-02-26 14:00:00 +0100", "2026-02-26 14:40:00 +0100"))
    assert (found.drafts, found.left_out) == ([], {"nap": 1})


def test_the_order_of_the_records_changes_nothing(export: Callable[..., Read]) -> None:
    parts = list(years(6, 2))
    assert settled(export(*parts)) == settled(export(*reversed(parts)))


# ---- workouts


def test_a_workout_that_two_apps_wrote_is_one(export: Callable[..., Read]) -> None:
    found = export(
        workout(
            "Running", "2026-02-26 18:00:00 +0100", "2026-02-26 18:31:00 +0100", created="2026-02-26 18:31:10 +0100"
        ),
        workout(
            "Running", "2026-02-26 18:01:00 +0100", "2026-02-26 18:30:00 +0100", "App", "2026-02-26 20:00:00 +0100"
        ),
        workout("Running", "2026-02-26 19:00:00 +0100", "2026-02-26 19:20:00 +0100"),
        workout("Yoga", "2026-02-26 18:00:00 +0100", "2026-02-26 18:31:00 +0100", "App"),
    )
    assert sorted((draft.body["what"], draft.body["minutes"]) for draft in found.drafts) == [
        ("run", 20), ("run", 31), ("stretching", 31),
    ]  # fmt: skip
    assert found.left_out["same_workout"] == 1


def test_a_kind_of_workout_that_is_not_known_is_other(export: Callable[..., Read]) -> None:
    found = export(workout("UnderwaterChess", "2026-02-26 18:00:00 +0100", "2026-02-26 18:31:00 +0100"))
    assert [draft.body["what"] for draft in found.drafts] == ["other"]


# ---- times


def test_a_record_that_names_its_time_zone_is_told_by_the_clock_of_that_place(export: Callable[..., Read]) -> None:
    """The export was made at home; the night was in New York."""
    found = export(asleep("2026-02-27 05:00:00 +0100", "2026-02-27 12:00:00 +0100", zone="America/New_York"))
    assert [(draft.at, draft.body["night"]) for draft in found.drafts] == [("2026-02-27T06:00:00-05:00", "2026-02-27")]


@pytest.mark.parametrize("zone", ["../../etc/passwd", "Nowhere/None", "", "Europe", "x" * 5000, "/etc/localtime"])
def test_a_time_zone_that_is_none_changes_nothing(export: Callable[..., Read], zone: str) -> None:
    found = export(asleep(*NIGHT, zone=zone))
    assert [draft.at for draft in found.drafts] == ["2026-02-27T06:30:00+01:00"]


def test_the_same_records_exported_in_summer_are_the_same_entries(export: Callable[..., Read]) -> None:
    winter = settled(export(record(WATER, "2026-02-26 09:00:00 +0100", value="250", unit="mL"))).fresh
    summer = export(record(WATER, "2026-02-26 10:00:00 +0200", value="250", unit="mL"))
    assert settled(summer, winter).known == 1


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-02-30 09:00:00 +0100", "2026-02-30 10:00:00 +0100"),
        ("2026-02-26 09:00:00", "2026-02-26 09:00:00"),
        ("2026-02-27 09:00:00 +0100", "2026-02-26 09:00:00 +0100"),
        ("2026-02-26 09:00:00 +0100", "2026-03-26 09:00:00 +0100"),
        ("2026-02-26 09:00:00 +9900", "2026-02-26 09:00:00 +9900"),
        ("0001-01-01 00:00:00 +0100", "0001-01-01 00:00:00 +0100"),
    ],
)
def test_a_time_that_cannot_be_is_counted_and_left_out(export: Callable[..., Read], start: str, end: str) -> None:
    found = export(record(WATER, start, end, value="250", unit="mL"), asleep(start, end))
    assert (found.drafts, found.unread) == ([], {WATER: 1, SLEEP: 1})


# ---- once, however often


def test_the_same_file_twice_adds_nothing(export: Callable[..., Read]) -> None:
    found = export(*years(10, 3))
    first = settled(found)
    assert first.new > 50
    again = settled(found, first.fresh)
    assert (again.fresh, again.known) == ([], first.new)


def test_a_night_of_which_more_is_known_later_is_corrected_once(export: Callable[..., Read]) -> None:
    first = settled(export(asleep("2026-02-26 23:00:00 +0100", "2026-02-27 02:00:00 +0100"))).fresh
    later = export(
        asleep("2026-02-26 23:00:00 +0100", "2026-02-27 02:00:00 +0100"),
        asleep("2026-02-27 02:00:00 +0100", "2026-02-27 06:00:00 +0100"),
    )
    second = settled(later, first)
    assert (second.new, second.revised) == (0, 1)
    assert second.fresh[0].body["body"]["minutes"] == 420
    assert settled(later, first + second.fresh).fresh == []
    older = export(asleep("2026-02-26 23:00:00 +0100", "2026-02-27 02:00:00 +0100"))
    assert settled(older, first + second.fresh).fresh == [], "an older file takes nothing back"


def test_what_a_person_has_corrected_or_deleted_stays_so(export: Callable[..., Read]) -> None:
    first = settled(export(asleep("2026-02-26 23:00:00 +0100", "2026-02-27 02:00:00 +0100"))).fresh
    by_hand = correct(load(), first[0], {"night": "2026-02-27", "minutes": 200}, now=NOW, chance=b"0123456789")
    later = export(asleep(*NIGHT))
    assert settled(later, [*first, by_hand]).fresh == []
    gone = read_entry(
        {"id": by_hand.id, "person": ME, "at": first[0].at, "recorded_at": by_hand.recorded_at, "kind": "deletion",
         "version": 1, "body": {"of": first[0].id}}
    )  # fmt: skip
    assert settled(later, [*first, gone]).fresh == []


def test_two_people_with_the_same_file_have_entries_of_their_own(export: Callable[..., Read]) -> None:
    found = export(asleep(*NIGHT))
    other = settle(load(), found.drafts, [], source="apple_health", person=ME.replace("0", "1"), now=NOW).fresh
    assert {one.id for one in other}.isdisjoint(one.id for one in settled(found).fresh)


# ---- files as they are


def test_the_broken_description_of_ios_16_does_not_matter(export: Callable[..., Read]) -> None:
    assert len(export(asleep(*NIGHT), description=BROKEN_DESCRIPTION).drafts) == 1


def test_a_control_character_in_the_name_of_a_device_does_not_matter(export: Callable[..., Read]) -> None:
    assert len(export(asleep(*NIGHT).replace("Watch", "Wat\x0bch")).drafts) == 1


@pytest.mark.parametrize("name", ["apple_health_export/Exportieren.xml", "export.xml", "apple_health_export/导出.xml"])
def test_the_export_is_found_in_the_language_of_the_phone(tmp_path: Path, name: str) -> None:
    assert len(read(zipped(tmp_path / "e.zip", xml(asleep(*NIGHT)), name)).drafts) == 1


def test_a_file_that_was_unpacked_already_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "export.xml").write_text(xml(asleep(*NIGHT)))
    assert len(read(tmp_path / "export.xml").drafts) == 1


def test_progress_is_told_up_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    size = write_large(tmp_path / "e.zip", years(30, 100))
    read(tmp_path / "e.zip", lambda done, whole: told.append((done, whole)))
    assert told[-1] == (size, size)
    assert told == sorted(told)


def test_memory_stays_flat_however_large_the_file_is(tmp_path: Path) -> None:
    """Ten times as many heartbeats, the same few days."""

    def peak(heart: int) -> int:
        write_large(tmp_path / "e.zip", years(4, heart))
        tracemalloc.start()
        read(tmp_path / "e.zip")
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)
    small, large = peak(1_000), peak(10_000)
    assert large < small + 1_000_000


# ---- files made to do harm, and those of other worlds


def refused(file: Path) -> str:
    with pytest.raises(ForeignFileError) as error:
        read(file)
    assert "\n" not in str(error.value)
    return error.value.why


LAUGHS = DESCRIPTION.replace(
    "]>", '<!ENTITY a "ha">' + "".join(f'<!ENTITY b{n} "{"&a;" * 10}">' for n in range(9)) + "]>"
)
OUTSIDE = DESCRIPTION.replace("]>", '<!ENTITY x SYSTEM "file:///etc/passwd">]>')


@pytest.mark.parametrize("description", [LAUGHS, OUTSIDE, DESCRIPTION.replace("]>", "<!ENTITY % p 'x'>]>")])
def test_a_file_that_defines_entities_is_refused(tmp_path: Path, description: str) -> None:
    body = asleep(*NIGHT).replace("Watch", "&b8;")
    assert refused(zipped(tmp_path / "e.zip", xml(body, description=description))) == "entities"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-7"])
def test_entities_in_another_encoding_are_refused_too(tmp_path: Path, encoding: str) -> None:
    text = xml(asleep(*NIGHT).replace("Watch", "&b8;"), description=LAUGHS.replace("UTF-8", encoding))
    assert refused(zipped(tmp_path / "e.zip", text.encode(encoding))) in ("entities", "not_apple", "no_export")


def test_an_external_description_is_never_fetched(tmp_path: Path) -> None:
    outside = '<?xml version="1.0"?>\n<!DOCTYPE HealthData SYSTEM "http://127.0.0.1:1/x.dtd">\n'
    assert refused(zipped(tmp_path / "e.zip", xml(asleep(*NIGHT), description=outside))) == "strange"


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    heavy = xml(" " * 40_000_000)
    assert refused(zipped(tmp_path / "e.zip", heavy)) == "bomb"


def test_a_zip_that_lies_about_its_size_is_noticed(tmp_path: Path) -> None:
    file = zipped(tmp_path / "e.zip", xml(*years(20, 100)))
    data = file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        size = archive.getinfo("apple_health_export/export.xml").file_size
    file.write_bytes(data.replace(size.to_bytes(4, "little"), (size - 1000).to_bytes(4, "little")))
    assert refused(file) in ("broken_zip", "broken_xml", "cut_off")


@pytest.mark.parametrize(
    "body",
    [
        "<a>" * 5_000,
        '<Record type="x" value="' + "y" * 3_000_000 + '"/>',
        "".join(f"<n{nth}/>" for nth in range(5_000)),
        " <Record " + " ".join(f'a{nth}="1"' for nth in range(5_000)) + "/>",
    ],
    ids=["deep", "huge", "names", "attributes"],
)
def test_a_file_built_like_no_export_is_refused(tmp_path: Path, body: str) -> None:
    (tmp_path / "e.xml").write_text(xml(body))
    assert refused(tmp_path / "e.xml") == "strange"


def test_types_without_end_are_counted_together(export: Callable[..., Read]) -> None:
    found = export(*(record(f"made up {nth}", NIGHT[0]) for nth in range(1_500)))
    assert len(found.ignored) <= 1_001
    assert found.ignored.total() == 1_500


def test_more_than_a_diary_can_take_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apple_health, "MOST", 20)
    assert refused(zipped(tmp_path / "e.zip", xml(*years(9, 1)))) == "too_many"


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flipped(data: bytes) -> bytes:
    return data[:2000] + bytes([data[2000] ^ 255]) + data[2001:]


@pytest.mark.parametrize("spoil", [cut, flipped])
def test_a_broken_zip_is_said(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    file = zipped(tmp_path / "e.zip", xml(*years(20, 100)))
    file.write_bytes(spoil(file.read_bytes()))
    assert refused(file) in ("broken_zip", "broken_xml")


def test_an_export_that_was_cut_off_is_said(tmp_path: Path) -> None:
    (tmp_path / "e.xml").write_text(xml(asleep(*NIGHT))[:-40])
    assert refused(tmp_path / "e.xml") == "broken_xml"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"PK\x05\x06" + b"\0" * 18, "no_export"),
        (b"PK\x03\x04 and then nothing", "broken_zip"),
        (b"<?xml version='1.0'?><gpx><trk/></gpx>", "not_apple"),
        (b"<?xml version='1.0'?>\n<!DOCTYPE html><html></html>", "not_apple"),
        (b"Datum;Krampf\n1.2.2026;ja\n", "not_apple"),
    ],
)
def test_a_file_of_another_world_is_one_clear_error(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "other").write_bytes(content)
    assert refused(tmp_path / "other") == why


def test_a_spreadsheet_is_a_zip_without_an_export(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert refused(tmp_path / "book.xlsx") == "no_export"


def test_a_zip_with_a_password_is_said(tmp_path: Path) -> None:
    file = zipped(tmp_path / "e.zip", xml(asleep(*NIGHT)))
    data = bytearray(file.read_bytes())
    for start, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(start)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(start, at + 4)
    file.write_bytes(data)
    assert refused(file) == "locked_zip"


# ---- on the command line


@pytest.fixture
def uncramp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Commands:
    monkeypatch.setenv("UNCRAMP_DIARY", str(tmp_path / "diary.sqlite"))
    monkeypatch.setenv("COLUMNS", "200")
    return Commands(tmp_path / "diary.sqlite", capsys)


def test_a_trial_run_writes_nothing_and_then_all_of_it_comes_in(
    uncramp: Commands,
    tmp_path: Path,
) -> None:
    file = str(zipped(tmp_path / "export.zip", xml(*years(3, 5))))
    dry = uncramp.json("diary", "import", file, "--dry-run")
    assert (dry["dry_run"], dry["new"], dry["ignored"]) == (True, 22, {HEART: 15})
    assert uncramp.json("diary")["entries"] == []
    assert "New: 22. Already there: 0. Not taken: 0. It is in the diary." in uncramp("diary", "import", file)
    assert "sleep that another device wrote too: 3" in uncramp("diary", "import", file, "--dry-run")
    assert "New: 0. Already there: 22." in uncramp("diary", "import", file)
    entries = uncramp.json("diary")["entries"]
    assert len(entries) == 23
    assert [one["body"] for one in entries if one["kind"] == "import"] == [{"from": "apple_health", "entries": 22}]


def test_a_broken_export_writes_nothing(uncramp: Commands, tmp_path: Path) -> None:
    file = tmp_path / "export.xml"
    file.write_text(xml(*years(3, 5))[:-100])
    assert "is broken inside" in uncramp.refused("diary", "import", str(file))
    assert uncramp.json("diary")["entries"] == []


def test_the_head_of_an_export_alone_holds_nothing(uncramp: Commands, tmp_path: Path) -> None:
    file = zipped(tmp_path / "export.zip", DESCRIPTION + HEAD + "</HealthData>")
    assert "in this export" in uncramp("diary", "import", str(file))

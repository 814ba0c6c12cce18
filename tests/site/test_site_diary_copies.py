"""A diary is taken out of a real browser and brought in again, deleted, printed and kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from diary_page import KEPT, SCRIPTS, Open, cramp, diary, do, entries, none, ready


def saved(page: Any, name: str) -> str:
    with page.expect_download() as taken:
        do(page, name)
    return Path(taken.value.path()).read_text(encoding="utf-8-sig")


def bring_in(page: Any, text: str, count: str = "") -> str:
    page.get_by_label("File").set_input_files(
        {"name": "d.json", "mimeType": "application/json", "buffer": text.encode()}
    )
    page.locator(f"main [role=status] p:has-text('{count}')").first.wait_for()
    return str(page.locator("main div[role=status]").last.inner_text())


def test_out_then_everything_deleted_then_in_brings_all_back_and_twice_is_once(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10", note="lake"), none("02-21"), cramp("02-22T03:10")], "diary.html")
    page.locator("[data-entry]").first.click()
    page.get_by_role("button", name="Delete").click()
    page.locator(".news .card").wait_for()
    page.goto("data.html")
    before = entries(ready(page))
    file = saved(page, "out_json")
    assert json.loads(file)["entries"] == before
    do(page, "delete_all")
    page.get_by_role("button", name="Yes, delete everything").click()
    page.get_by_role("heading", name="Everything is deleted").wait_for()
    assert entries(page) == []
    page.goto("data.html")
    ready(page)
    assert "New: 4." in bring_in(page, file, "New: 4")
    assert [one for one in entries(page) if one["kind"] != "import"] == before
    assert "New: 0. Here already: 4." in bring_in(page, file, "New: 0")
    assert len(entries(page)) == 5
    page.goto("diary.html")
    ready(page)
    assert page.locator("[data-entry]").count() == 2, "the diary of the file is this device's own again"


def test_deleting_everything_takes_settings_answers_and_sessions_too(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10")], "data.html")
    page.evaluate(
        f"async () => {{ {SCRIPTS} const d = await (await import(at + 'diary/store.js')).openDiary();"
        "for (const key of ['session', 'profile', 'episode', 'timers', 'reminders']) await d.keep(key, { some: 1 });"
        "localStorage.setItem('uncramp.settings', JSON.stringify({ theme: 'dark', region: 'uk' })); }"
    )
    page.reload()
    ready(page)
    do(page, "delete_all")
    assert entries(page), "one button alone deletes nothing"
    do(page, "erase")
    page.get_by_role("heading", name="Everything is deleted").wait_for()
    for key in ("session", "profile", "episode", "timers", "reminders", "person", "exported_at"):
        assert page.evaluate(KEPT, key) is None
    assert page.evaluate("localStorage.getItem('uncramp.settings')") in (None, "{}")


def test_nothing_is_deleted_by_whoever_keeps_it(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10")], "data.html")
    do(page, "delete_all")
    page.get_by_role("button", name="No, keep it").click()
    page.get_by_role("heading", name="Save, load, delete").wait_for()
    assert len(entries(page)) == 1


def test_the_table_holds_what_holds_now(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10", note="=1+1, lake")], "data.html")
    head, row = saved(page, "out_csv").strip().split("\n")
    assert head.startswith("local_date,local_time,kind")
    assert row.startswith("2026-02-20,03:10,episode")
    assert '"\'=1+1, lake"' in row


def test_the_age_of_the_last_copy_is_told(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10")], "data.html")
    assert "none yet" in page.locator("[data-last]").inner_text()
    assert page.locator("[data-remind]").is_visible()
    saved(page, "out_json")
    page.get_by_text("Last copy: today").wait_for()
    assert page.locator("[data-remind]").count() == 0
    page.clock.set_fixed_time("2026-03-11T09:30:00")
    page.reload()
    page.get_by_text("Last copy: 12 days ago").wait_for()
    page.clock.set_fixed_time("2026-04-11T09:30:00")
    page.reload()
    page.get_by_text("Last copy: 43 days ago").wait_for()
    assert page.locator("[data-remind]").count() == 0, "nothing was written since"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{half", "It is not a JSON file"),
        ('{"resourceType": "Bundle", "entry": []}', "not a diary of this app"),
        ('{"format": "uncramp-diary", "version": 99, "entries": []}', "A newer version of this app"),
    ],
)
def test_a_file_of_something_else_is_refused_in_words(open_phone: Open, text: str, says: str) -> None:
    page = diary(open_phone, [cramp("02-20T03:10")], "data.html")
    assert says in bring_in(page, text, says)
    assert len(entries(page)) == 1


def test_one_bad_entry_stops_no_other_and_is_told(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10"), cramp("02-21T03:10")], "data.html")
    file = json.loads(saved(page, "out_json"))
    file["entries"][0]["body"]["side"] = "up"
    file["entries"][1]["id"] = file["entries"][1]["id"][:-1] + "0"
    said = bring_in(page, json.dumps(file), "New: 1")
    assert "Not taken: 1." in said
    assert "Entry 1 in the file: `body.side`" in said


def test_the_page_to_print_is_one_table_by_day(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10"), cramp("02-20T05:00", "site_foot"), none("02-21")], "data.html")
    do(page, "out_print")
    table = page.get_by_role("table")
    assert table.get_by_role("rowheader").all_inner_texts() == ["Fri 20 February 2026", "Sat 21 February 2026"]
    assert table.get_by_role("row").count() == 1 + 2 + 3
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="Print").is_visible()
    assert table.is_visible()


def test_the_browser_is_asked_to_keep_it_and_its_answer_told(open_phone: Open) -> None:
    asked = (
        "navigator.storage.persisted = async () => window.stays ?? false;"
        "navigator.storage.persist = async () => { window.stays = true; return true; };"
        "navigator.storage.estimate = async () => ({ usage: 2_400_000, quota: 900_000_000 });"
    )
    page = diary(open_phone, path="data.html", before=asked)
    assert page.get_by_text("Perhaps not").is_visible()
    assert page.get_by_text("Room used: 2.4 MB").is_visible()
    do(page, "keep_ask")
    page.get_by_text("Yes. This browser keeps it").wait_for()

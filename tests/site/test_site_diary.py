"""The diary in a real browser: written in two taps, changed and never overwritten, kept, taken out and brought in."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import CHROMIUM, QUIET

Open = Callable[..., Any]

MORNING = "2026-02-27T08:30:00"
SCRIPTS = "const at = document.querySelector('script[type=module]').src.replace(/[^/]*$/, '');"
ALL = f"async () => {{ {SCRIPTS} const d = await (await import(at + 'diary/store.js')).openDiary(); return d.all(); }}"
SEED = f"""async (rows) => {{ {SCRIPTS}
  const {{ openDiary }} = await import(at + 'diary/store.js');
  const {{ Book }} = await import(at + 'device/book.js');
  const diary = await openDiary();
  const book = await Book.open(diary);
  for (const [kind, body, when] of rows) await book.write(kind, body, when);
  diary.close();
}}"""
KEPT = f"""async (key) => {{ {SCRIPTS}
  return (await (await import(at + 'diary/store.js')).openDiary()).kept(key);
}}"""
NO_STORE = "Object.defineProperty(window, 'indexedDB', {value: undefined});"
REFUSED = "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };"
NEWER = """new Promise((done) => {
  indexedDB.open('uncramp', 99).onsuccess = ({ target }) => { target.result.close(); done(); };
})"""
FULL = """
window.full = false;
for (const name of ['add', 'put']) {
  const real = IDBObjectStore.prototype[name];
  IDBObjectStore.prototype[name] = function (...given) {
    if (window.full) throw new DOMException('full', 'QuotaExceededError');
    return real.apply(this, given);
  };
}
"""


def cramp(when: str, site: str = "site_calf", **more: Any) -> list[Any]:
    return ["episode", {"what": "painful_cramp", "site": site, **more}, f"2026-{when}:00+00:00"]


def none(day: str) -> list[Any]:
    return ["none_last_night", {"night": f"2026-{day}"}, f"2026-{day}T08:00:00+00:00"]


def tried(remedy: str, outcome: str, seconds: int) -> dict[str, Any]:
    return {"tried": [{"remedy": remedy, "outcome": outcome, "seconds": seconds}]}


def ready(page: Any) -> Any:
    page.locator("[data-do=else], [data-do=out_json]").first.wait_for()
    return page


def diary(open_phone: Open, rows: list[Any] | None = None, path: str = "diary.html", **options: Any) -> Any:
    """The diary of somebody who wrote these rows, on a morning in February."""
    page = open_phone("about.html" if "before" not in options else "diary.html", timezone_id="UTC", **options)
    page.clock.install(time=MORNING)
    page.goto(path)
    ready(page)
    if rows:
        page.evaluate(SEED, rows)
        page.reload()
        ready(page)
    return page


def do(page: Any, name: str) -> None:
    page.locator(f"[data-do={name}]:visible").first.click()


def entries(page: Any, kind: str = "") -> list[Any]:
    return [one for one in page.evaluate(ALL) if not kind or one["kind"] == kind]


def news(page: Any) -> str:
    page.locator(".news .card").wait_for()
    return str(page.locator(".news").inner_text())


def heading(page: Any) -> str:
    return str(page.locator("main h1").inner_text())


def add(page: Any, site: str) -> None:
    do(page, "add")
    page.locator(f"[data-site={site}]").click()
    page.locator(".news .card").wait_for()


# ---- writing


def test_two_taps_write_a_cramp_down(open_phone: Open) -> None:
    page = diary(open_phone)
    page.get_by_role("button", name="Add a cramp").tap()
    page.get_by_role("button", name="Calf", exact=True).tap()
    assert "Written down: Calf, Fri 27 February, 08:30" in news(page)
    [entry] = entries(page)
    assert entry["at"].startswith("2026-02-27T08:30")
    assert entry["body"] == {"what": "painful_cramp", "site": "site_calf"}


def test_the_last_place_takes_one_tap(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10", side="left")])
    page.get_by_role("button", name="Calf, left: just now").tap()
    assert "Calf, left" in news(page)
    assert [one["body"]["side"] for one in entries(page, "episode")] == ["left", "left"]


def test_several_a_day_are_several_entries(open_phone: Open) -> None:
    page = diary(open_phone)
    add(page, "site_calf")
    page.clock.fast_forward(60_000)
    do(page, "again")
    page.locator("[data-day='2026-02-27'][aria-label$='2 cramps']").wait_for()
    page.clock.fast_forward(60_000)
    add(page, "site_foot")
    assert len({one["id"] for one in entries(page, "episode")}) == 3
    assert page.locator("[data-day='2026-02-27']").get_attribute("aria-label") == "Fri 27 February, 3 cramps"


def test_a_second_tap_by_a_slip_of_the_thumb_writes_nothing(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10")])
    page.clock.pause_at("2026-02-27T09:00:00")
    do(page, "again")
    page.locator(".news .card").wait_for()
    do(page, "again")
    assert len(entries(page, "episode")) == 2


def test_the_side_is_one_more_tap(open_phone: Open) -> None:
    page = diary(open_phone)
    add(page, "site_calf")
    page.get_by_role("button", name="Left", exact=True).tap()
    page.get_by_text("Written down: Calf, left").wait_for()
    assert page.get_by_role("button", name="Calf, left: just now").is_visible()


@pytest.mark.parametrize(("time", "day"), [("03:00", "27"), ("23:30", "26")])
def test_last_night_is_the_last_time_the_clock_showed_it(open_phone: Open, time: str, day: str) -> None:
    page = diary(open_phone)
    do(page, "add")
    page.get_by_text("Last night", exact=True).click()
    page.get_by_label("Time", exact=True).fill(time)
    assert page.get_by_text(f"{day} February, {time}").is_visible()
    page.locator("[data-site=site_foot]").click()
    page.locator(".news .card").wait_for()
    [entry] = entries(page)
    assert entry["at"].startswith(f"2026-02-{day}T{time}")
    assert entry["body"]["time_guessed"] is True


def test_a_cramp_of_another_day_is_written_on_that_day(open_phone: Open) -> None:
    page = diary(open_phone)
    do(page, "add")
    page.get_by_text("Another day", exact=True).click()
    page.get_by_label("Day", exact=True).fill("2026-02-03")
    page.get_by_label("Time", exact=True).fill("14:20")
    page.get_by_label("The time is a guess").uncheck()
    page.locator("[data-site=site_foot]").click()
    page.locator(".news .card").wait_for()
    [entry] = entries(page)
    assert (entry["at"][:16], entry["body"]) == ("2026-02-03T14:20", {"what": "painful_cramp", "site": "site_foot"})


def test_a_time_to_come_is_not_written(open_phone: Open) -> None:
    page = diary(open_phone)
    do(page, "add")
    page.get_by_text("Another day", exact=True).click()
    page.get_by_label("Time", exact=True).fill("23:50")
    page.locator("[data-site=site_foot]").click()
    page.get_by_text("This time has not come yet").wait_for()
    assert entries(page) == []


def test_a_place_that_does_not_say_what_it_was_asks(open_phone: Open) -> None:
    page = diary(open_phone)
    do(page, "add")
    page.get_by_text("More places").click()
    page.locator("[data-site=site_eyelid]").click()
    assert heading(page) == "Eyelid: what was it like?"
    page.locator("[data-what=painless_twitch]").click()
    page.locator(".news .card").wait_for()
    assert entries(page)[0]["body"] == {"what": "painless_twitch", "site": "site_eyelid"}


def test_none_last_night_is_one_tap_and_then_no_longer_asked(open_phone: Open) -> None:
    page = diary(open_phone)
    page.get_by_role("button", name="None last night").tap()
    assert "No cramp in the night to Fri 27 February" in news(page)
    [entry] = entries(page)
    assert (entry["kind"], entry["body"]) == ("none_last_night", {"night": "2026-02-27"})
    assert page.get_by_role("button", name="None last night").count() == 0
    do(page, "undo")
    page.get_by_role("button", name="None last night").wait_for()


def test_after_a_cramp_at_night_nobody_is_asked_for_none(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-26T23:30")])
    assert page.get_by_role("button", name="None last night").count() == 0


@pytest.mark.parametrize(
    ("kind", "fields", "body"),
    [
        (
            "sleep",
            {"How many hours did you sleep?": "7.5", "How often did you wake up?": "2"},
            {"night": "2026-02-27", "minutes": 450, "woken": 2},
        ),
        ("dose_taken", {"What did you take?": "one white pill"}, {"what": "one white pill"}),
        ("note", {"Your words": "Walked to the lake."}, {"text": "Walked to the lake."}),
    ],
)
def test_something_else_has_short_forms(open_phone: Open, kind: str, fields: dict[str, str], body: Any) -> None:
    page = diary(open_phone)
    do(page, "else")
    page.locator(f"[data-kind={kind}]").click()
    for label, value in fields.items():
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Save").click()
    page.locator(".news .card").wait_for()
    [entry] = entries(page)
    assert (entry["kind"], entry["body"]) == (kind, body)


def test_a_form_says_what_is_missing_and_what_is_wrong(open_phone: Open) -> None:
    page = diary(open_phone)
    do(page, "else")
    page.locator("[data-kind=drinks]").click()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("This is missing").wait_for()
    assert page.evaluate("document.activeElement.id") == "field-what"
    page.get_by_label("What did you drink?").select_option(label="Water")
    page.get_by_label("About how much").fill("a glass")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("whole number from 1 to 5000").wait_for()
    assert entries(page) == []


# ---- the month, the weeks, what helped


def test_the_month_says_in_words_what_each_day_holds(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-03T03:10"), cramp("02-03T05:00"), cramp("02-05T03:00"), none("02-06")])
    table = page.get_by_role("table", name="February 2026")
    assert table.get_by_role("columnheader").count() == 7
    for name in (
        "Tue 3 February, 2 cramps",
        "Thu 5 February, 1 cramp",
        "Fri 6 February, none",
        "Sat 7 February, nothing written",
    ):
        assert table.get_by_role("button", name=name, exact=True).count() == 1
    assert table.get_by_role("button").count() == 27, "the days to come are not asked about"


def test_each_state_of_a_day_has_its_own_form(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-05T03:00"), none("02-06")])
    assert page.locator("[data-day='2026-02-05'] circle.mk:not(.z)").count() == 1
    assert page.locator("[data-day='2026-02-06'] circle.mk.z").count() == 1
    unwritten = page.locator("[data-day='2026-02-07']")
    assert unwritten.locator("circle").count() == 0
    assert unwritten.evaluate("one => getComputedStyle(one).borderStyle") == "dashed"


def test_a_gap_is_not_a_zero(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-05T03:00"), none("02-06")])
    stats = page.locator(".stats").inner_text().split("\n")
    assert [stats[at] for at in (0, 2, 4)] == ["1", "1", "1"] or sorted(stats)[:3] == ["1", "1", "1"]
    assert page.get_by_text("Days with nothing written: 25. A gap is not a zero").is_visible()


def test_the_arrow_keys_move_through_the_month_and_beyond(open_phone: Open) -> None:
    page = diary(open_phone)
    page.locator("[data-day='2026-02-27']").focus()
    day = "document.activeElement.dataset.day"
    for key, reached in (("ArrowLeft", "02-26"), ("ArrowUp", "02-19"), ("ArrowRight", "02-20")):
        page.keyboard.press(key)
        assert page.evaluate(day) == f"2026-{reached}"
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    assert page.evaluate(day) == "2026-01-30"
    assert page.locator("caption").first.inner_text() == "January 2026"
    page.keyboard.press("Enter")
    assert heading(page).startswith("Fri 30 January")


def test_a_day_of_the_month_can_be_filled_in(open_phone: Open) -> None:
    page = diary(open_phone)
    page.locator("[data-day='2026-02-10']").click()
    page.get_by_role("button", name="No cramp in the night to this day").click()
    page.locator("[data-day='2026-02-10'][data-state=none]").wait_for()
    page.locator("[data-day='2026-02-11']").click()
    page.get_by_role("button", name="Add a cramp on this day").click()
    page.locator("[data-site=site_calf]").click()
    page.locator("[data-day='2026-02-11'][data-state=cramp]").wait_for()


def test_the_plot_states_its_finding_in_words_and_numbers(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-10T03:10"), cramp("02-11T05:00"), cramp("02-24T03:00")])
    said = "Most cramps in one week: 2, in the week from 9 February. This week so far: 1."
    assert page.get_by_text(said).first.is_visible()
    plot = page.locator("svg.plot")
    assert plot.get_attribute("role") == "img"
    assert said in str(plot.locator("desc").text_content())
    page.get_by_text("The numbers as a table").click()
    row = page.locator("table.num").get_by_role("row", name="9 Feb")
    assert row.get_by_role("cell").all_inner_texts() == ["2", "0", "5"]


def test_what_helped_is_told_with_counts_and_times(open_phone: Open) -> None:
    page = diary(
        open_phone,
        [
            cramp("02-10T03:10", **tried("calf_stretch_wall", "gone", 60)),
            cramp("02-12T03:10", **tried("calf_stretch_wall", "gone", 180)),
            cramp("02-13T03:10", **tried("calf_stretch_wall", "gone", 90)),
            cramp("02-14T03:10", **tried("calf_stretch_wall", "same", 300)),
        ],
    )
    said = page.locator(".plain").inner_text()
    assert "Tried: 4. It has gone: 3, the same: 1." in said
    assert "half of them took at most 1 min 30 s. Fastest 1 min, slowest 3 min." in said
    assert page.get_by_text("These are counts, not proof").is_visible()


# ---- changing


def test_a_change_is_a_correction_and_the_old_words_stay(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10", note="It was short.")])
    page.locator("[data-entry]").first.click()
    page.get_by_role("button", name="Change").click()
    page.get_by_label("Your own words").fill("It was long.")
    page.get_by_label("Time", exact=True).fill("04:20")
    page.get_by_role("button", name="Save").click()
    page.locator(".news .card").wait_for()
    first, correction = entries(page)
    assert correction["kind"] == "correction"
    assert correction["body"]["of"] == first["id"]
    assert first["body"]["note"] == "It was short."
    page.locator("[data-entry]").first.click()
    page.get_by_role("button", name="Delete").wait_for()
    assert "It was long." in page.locator("main .card").inner_text()
    page.get_by_text("How it was before").click()
    assert "It was short." in page.locator(".history").inner_text()


def test_a_change_keeps_what_was_measured(open_phone: Open) -> None:
    measured = {"relief_seconds": 95, **tried("calf_stretch_wall", "gone", 95)}
    page = diary(open_phone, [cramp("02-20T03:10", **measured)])
    page.locator("[data-entry]").first.click()
    page.get_by_role("button", name="Change").click()
    page.get_by_label("Which side?").select_option(label="Left")
    page.get_by_role("button", name="Save").click()
    page.locator(".news .card").wait_for()
    said = entries(page, "correction")[0]["body"]["body"]
    assert said == {"what": "painful_cramp", "site": "site_calf", "side": "left", **measured}


def test_deleting_takes_it_out_and_undo_brings_it_back(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10")])
    page.locator("[data-entry]").first.click()
    page.get_by_role("button", name="Delete").click()
    assert "Deleted: Calf" in news(page)
    assert page.locator("[data-entry]").count() == 0
    do(page, "undo")
    page.get_by_text("It is back").wait_for()
    assert page.locator("[data-entry]").count() == 1
    assert [one["kind"] for one in entries(page)] == ["episode", "deletion", "correction"]


def test_what_was_just_written_can_be_taken_back(open_phone: Open) -> None:
    page = diary(open_phone)
    add(page, "site_calf")
    do(page, "undo")
    page.get_by_text("Taken out: Calf").wait_for()
    assert page.locator("[data-state=cramp]").count() == 0


def test_search_finds_words_and_places(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10", note="After the lake"), cramp("02-21T03:10", "site_foot")])
    page.get_by_label("Search").fill("LAKE")
    page.get_by_text("Found: 1").wait_for()
    assert "Calf" in page.locator("[data-entry]").inner_text()
    page.get_by_label("Search").fill("toes")
    page.locator("[data-entry]", has_text="Foot").wait_for()
    assert page.locator("[data-entry]").count() == 1
    page.get_by_label("Search").fill("elephant")
    page.get_by_text("Nothing was found").wait_for()


# ---- several people


def test_a_childs_diary_stands_apart(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10")])
    page.locator("[data-people]").click()
    page.get_by_label("Name of the person").fill("Mia")
    page.get_by_role("button", name="Begin this diary").click()
    page.get_by_role("heading", name="Diary: Mia").wait_for()
    assert page.locator("[data-entry]").count() == 0
    add(page, "site_foot")
    assert len({one["person"] for one in entries(page)}) == 2
    page.locator("[data-people]").click()
    page.get_by_role("button", name="My own").click()
    page.get_by_role("heading", name="Diary", exact=True).wait_for()
    assert "Calf" in page.locator("[data-entry]").inner_text()


# ---- out and in


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


# ---- when storage fails


@pytest.mark.parametrize("fault", [NO_STORE, REFUSED], ids=["absent", "refused"])
def test_where_nothing_is_kept_it_is_said_first_and_a_copy_can_be_saved(open_phone: Open, fault: str) -> None:
    page = diary(open_phone, before=fault)
    assert page.get_by_role("heading", name="Nothing is kept on this device").is_visible()
    add(page, "site_calf")
    assert page.locator("[data-entry]").count() == 1
    with page.expect_download() as taken:
        page.get_by_role("button", name="Save a copy").click()
    [entry] = json.loads(Path(taken.value.path()).read_text(encoding="utf-8"))["entries"]
    assert entry["body"]["site"] == "site_calf"


def test_a_full_device_says_so_and_nothing_typed_is_lost(open_phone: Open) -> None:
    page = diary(open_phone, before=FULL)
    do(page, "else")
    page.locator("[data-kind=note]").click()
    page.get_by_label("Your words").fill("A long story.")
    page.evaluate("window.full = true")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("this device is full").wait_for()
    assert page.get_by_label("Your words").input_value() == "A long story."
    page.evaluate("window.full = false")
    page.get_by_role("button", name="Save").click()
    page.locator(".news .card").wait_for()
    assert [one["body"]["text"] for one in entries(page)] == ["A long story."]


def test_a_tap_on_a_full_device_is_told_and_can_be_tried_again(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10")], before=FULL)
    page.evaluate("window.full = true")
    do(page, "again")
    assert "this device is full" in news(page)
    page.evaluate("window.full = false")
    page.clock.fast_forward(2_000)
    page.get_by_role("button", name="Try again").click()
    page.get_by_text("Written down").wait_for()
    assert len(entries(page, "episode")) == 2


def test_another_tab_is_heard_and_what_is_typed_stays(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10")])
    page.get_by_label("Search").fill("foot")
    page.get_by_text("Nothing was found").wait_for()
    other = page.context.new_page()
    other.clock.install(time=MORNING)
    other.goto("diary.html")
    add(ready(other), "site_foot")
    page.locator("[data-entry]", has_text="Foot").wait_for()
    assert page.get_by_label("Search").input_value() == "foot"


def test_an_entry_changed_in_another_tab_is_told_while_it_is_edited(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10")])
    page.locator("[data-entry]").click()
    page.get_by_role("button", name="Change").click()
    page.get_by_label("Your own words").fill("Half a sen")
    other = page.context.new_page()
    other.clock.install(time=MORNING)
    other.goto("diary.html")
    ready(other).locator("[data-entry]").click()
    other.get_by_role("button", name="Delete").click()
    page.get_by_text("This entry has changed in another tab").wait_for()
    assert page.get_by_label("Your own words").input_value() == "Half a sen"
    page.get_by_role("button", name="Save").click()
    page.locator(".news .card").wait_for()
    assert "Half a sen" in page.locator("[data-entry]").inner_text(), "what was saved last holds"


def test_a_diary_of_a_newer_version_is_not_touched(open_phone: Open) -> None:
    page = open_phone("about.html")
    page.evaluate(NEWER)
    page.goto("diary.html")
    page.get_by_text("A newer version of this app wrote this diary").wait_for()
    assert page.get_by_role("button", name="Try again").is_visible()
    assert page.get_by_role("button", name="Add a cramp").count() == 0


@pytest.fixture
def lasting(browser: Any, tmp_path: Path) -> Iterator[Callable[[], Any]]:
    """Starts a browser of its own that keeps its storage in a folder, as an installed one does."""
    started: list[Any] = []

    def start() -> Any:
        context = browser.browser_type.launch_persistent_context(
            str(tmp_path / "profile"), executable_path=CHROMIUM, args=list(QUIET), locale="en-GB", timezone_id="UTC"
        )
        started.append(context)
        return context

    yield start
    started[-1].close()


def processes_of(folder: Path) -> list[int]:
    """The main process of the browser that keeps its storage there."""
    found = []
    for one in Path("/proc").iterdir():
        try:
            words = (one / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if f"--user-data-dir={folder}".encode() in words and not any(word.startswith(b"--type=") for word in words):
            found.append(int(one.name))
    return found


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="finds the process of the browser in /proc")
def test_what_was_acknowledged_outlives_a_browser_that_is_killed(
    lasting: Callable[[], Any], address: str, tmp_path: Path
) -> None:
    page = lasting().new_page()
    page.goto(f"{address}diary.html")
    add(ready(page), "site_calf")
    killed = processes_of(tmp_path / "profile")
    assert killed
    for process in killed:
        os.kill(process, signal.SIGKILL)
    page.wait_for_event("close") if not page.is_closed() else None
    page = lasting().new_page()
    page.goto(f"{address}diary.html")
    ready(page)
    assert "Calf" in page.locator("[data-entry]").inner_text()


# ---- for everybody


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_nothing_stands_in_the_way_of_a_screen_reader(open_phone: Open, axe: Any, colours: str) -> None:
    rows = [cramp("02-20T03:10", **tried("calf_stretch_wall", "gone", 60)), none("02-21")]
    page = diary(open_phone, rows, color_scheme=colours)
    page.get_by_text("The numbers as a table").click()
    assert axe(page) == []
    do(page, "add")
    page.get_by_text("Another day", exact=True).click()
    assert axe(page) == []
    page.locator("[data-site=site_calf]").click()
    page.locator(".news .card").wait_for()
    assert axe(page) == []
    do(page, "more")
    page.get_by_role("button", name="Add something that you tried").click()
    page.locator("summary", has_text="What may have brought it on?").click()
    assert axe(page) == []
    page.goto("data.html")
    assert axe(ready(page)) == []
    do(page, "out_print")
    assert axe(page) == []
    page.get_by_role("button", name="Back").click()
    do(page, "delete_all")
    assert axe(page) == []


def test_nothing_runs_off_a_narrow_screen(open_phone: Open) -> None:
    rows = [cramp("02-20T03:10", note="x" * 200, **tried("calf_stretch_wall", "gone", 60)), none("02-21")]
    page = diary(open_phone, rows, width=320)
    width = "document.documentElement.scrollWidth"
    page.get_by_text("The numbers as a table").click()
    assert page.evaluate(width) <= 320
    do(page, "add")
    page.get_by_text("Another day", exact=True).click()
    assert page.evaluate(width) <= 320
    do(page, "back")
    page.locator("[data-entry]").first.click()
    assert page.evaluate(width) <= 320
    page.goto("data.html")
    ready(page)
    assert page.evaluate(width) <= 320
    do(page, "out_print")
    assert page.evaluate(width) <= 320


def test_the_keyboard_alone_writes_and_takes_back(open_phone: Open) -> None:
    page = diary(open_phone)
    tab_to(page, "[data-do=add]")
    page.keyboard.press("Enter")
    tab_to(page, "[data-site=site_calf]")
    page.keyboard.press("Enter")
    page.locator(".news .card").wait_for()
    assert page.evaluate("document.activeElement.tagName") == "H1"
    tab_to(page, "[data-do=undo]")
    page.keyboard.press("Enter")
    page.get_by_text("Taken out: Calf").wait_for()
    assert page.evaluate("document.activeElement.className") == "card stack", "the focus is not lost"


def tab_to(page: Any, selector: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached")


# ---- what was different


def test_what_was_different_is_written_down_once_for_each_thing_and_a_no_only_when_it_was_said(
    open_phone: Open,
) -> None:
    page = diary(open_phone)
    do(page, "else")
    page.locator("[data-kind=exposure]").click()
    page.get_by_label("Heat").check()
    page.get_by_label("New shoes").check()
    page.get_by_role("button", name="Save").click()
    assert "Written down for Fri 27 February: 2 answers." in str(page.locator(".news").inner_text())
    said = {one["body"]["what"]: one["body"]["present"] for one in entries(page, "exposure")}
    assert said == {"heat": True, "new_shoes": True}


def test_saying_that_nothing_else_was_so_writes_every_other_answer_as_a_no(open_phone: Open) -> None:
    page = diary(open_phone, [["exposure", {"what": "heat", "day": "2026-02-27", "present": True}, f"{MORNING}+00:00"]])
    do(page, "else")
    page.locator("[data-kind=exposure]").click()
    assert page.get_by_label("Heat").is_checked()
    page.get_by_label("Heat").uncheck()
    page.get_by_label("Stress").check()
    page.get_by_label("Nothing else on this list was so").check()
    page.get_by_role("button", name="Save").click()
    page.locator(".news .card").wait_for()
    gone = {one["body"]["of"] for one in entries(page, "deletion")}
    said = {one["body"]["what"]: one["body"]["present"] for one in entries(page, "exposure") if one["id"] not in gone}
    assert [what for what, present in said.items() if present] == ["stress"]
    assert len(said) == 22
    assert said["heat"] is False


def test_after_a_cramp_it_is_asked_what_was_different_on_that_day(open_phone: Open) -> None:
    page = diary(open_phone)
    add(page, "site_calf")
    do(page, "different")
    assert page.get_by_label("Which day?").input_value() == "2026-02-27"

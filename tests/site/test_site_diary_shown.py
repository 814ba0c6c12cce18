"""What the diary shows in a real browser: the month, the weeks, what helped; on every screen and for everybody."""

from __future__ import annotations

from typing import Any

import pytest
from diary_page import Open, cramp, diary, do, heading, none, ready, tried

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

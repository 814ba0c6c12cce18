"""My details and what a check came to are entries of the diary, in a real browser."""

from __future__ import annotations

from datetime import date
from typing import Any

from asking import opening, pick, tick_line
from check_page import LINE, details_of, kept_profile, saved

from exchange.test_report_says import said
from uncramp.diary import Entry, current, read_entry
from uncramp.exchange.report.choice import choice
from uncramp.exchange.report.content import report
from uncramp.kb import Knowledge

AT = "const at = document.querySelector('script[type=module]').src.replace(/[^/]*$/, '');"
ALL = f"""async () => {{ {AT} const diary = await (await import(at + 'diary/store.js')).openDiary();
  const all = await diary.all();
  diary.close();
  return all;
}}"""
OLD = f"""async (profile) => {{ {AT} const diary = await (await import(at + 'diary/store.js')).openDiary();
  await diary.keep('profile', profile);
  diary.close();
}}"""
KEPT = f"""async () => {{ {AT} const diary = await (await import(at + 'diary/store.js')).openDiary();
  const kept = await diary.kept('profile');
  diary.close();
  return kept ?? null;
}}"""


def written(page: Any, kind: str) -> list[dict[str, Any]]:
    return [one for one in page.evaluate(ALL) if one["kind"] == kind]


def waits_for(page: Any, kind: str, count: int) -> list[dict[str, Any]]:
    """The entries of a kind, as soon as there are so many."""
    for _ in range(400):
        if len(found := written(page, kind)) >= count:
            break
        page.wait_for_timeout(50)
    return found


def emergency(page: Any) -> None:
    """Answer the open questions until the card of an emergency stands there."""
    opening(page)
    to_the_card(page)


def to_the_card(page: Any) -> None:
    tick_line(page, LINE)
    pick(page, "No")
    pick(page, "Yes")
    page.locator(".care.emergency").wait_for()


# ---- my details


def test_a_change_in_the_details_is_an_entry_of_what_changed_and_a_reload_shows_it(open_phone: Any) -> None:
    page = details_of(open_phone)
    page.locator("#smoker").select_option("no")
    saved(page)
    waits_for(page, "profile_change", 1)
    page.locator("summary", has_text="Allergies").click()
    page.get_by_label("Sesame").check()
    found = waits_for(page, "profile_change", 2)
    assert [one["body"]["facts"] for one in found] == [{"smoker": False}, {"allergy_sesame": True}]
    page.reload()
    page.locator("select").first.wait_for()
    assert page.locator("#smoker").input_value() == "no"
    page.locator("summary", has_text="Allergies").click()
    assert page.get_by_label("Sesame").is_checked()


def test_what_is_unticked_is_written_as_taken_back(open_phone: Any) -> None:
    page = details_of(open_phone)
    page.locator("summary", has_text="Allergies").click()
    page.get_by_label("Sesame").check()
    waits_for(page, "profile_change", 1)
    page.get_by_label("Sesame").uncheck()
    assert waits_for(page, "profile_change", 2)[-1]["body"]["facts"] == {"allergy_sesame": None}
    assert kept_profile(page) == {}


def test_details_that_an_older_app_kept_become_one_entry_once(open_phone: Any) -> None:
    page = open_phone("learn.html")
    page.evaluate(
        OLD, {"age_years": {"value": 72, "on": "2020-01-01"}, "med_statin": {"value": True, "on": "2019-01-01"}}
    )
    for _ in range(2):
        page.goto("details.html")
        page.locator("select").first.wait_for()
    (entry,) = written(page, "profile_change")
    assert entry["body"]["facts"] == {"age_years": 72, "med_statin": True}
    assert entry["at"][:10] == "2020-01-01", "an old answer must not look new"
    assert page.evaluate(KEPT) is None
    assert page.locator("#age_years").input_value() == "", "what may have changed since is asked again"
    assert page.locator("#med_statin").evaluate("box => box.checked") is True


# ---- what a check came to


def test_a_check_with_a_danger_sign_is_kept_once_and_the_clinicians_page_dates_it(
    open_phone: Any, kb: Knowledge
) -> None:
    page = open_phone("check.html")
    page.locator("form.ask").wait_for()
    emergency(page)
    (entry,) = waits_for(page, "check_done", 1)
    assert (entry["body"]["level"], entry["body"]["where"]) == ("emergency", "check")
    assert entry["body"]["signs"]
    page.reload()
    page.locator(".care.emergency").wait_for()
    assert len(written(page, "check_done")) == 1, "read again, it is the same result"
    entries: list[Entry] = current([read_entry(one) for one in page.evaluate(ALL)])
    day = date.fromisoformat(entry["at"][:10])
    found = report(kb, kb.texts(region="uk"), "en", entries, choice(), day.isoformat())
    assert f"yes on {day.day} {day:%B %Y}." in said(found, "danger")


def test_a_sign_never_comes_back_as_an_answer_of_a_later_check(open_phone: Any, kb: Knowledge) -> None:
    page = open_phone("check.html")
    page.locator("form.ask").wait_for()
    emergency(page)
    waits_for(page, "check_done", 1)
    assert not kb.gates & set(kept_profile(page))
    page.get_by_role("button", name="Start again").click()
    pick(page, "Me")
    assert page.locator("main h1").inner_text() == "Is any of these true?"
    assert page.locator("form.ask input:checked").count() == 0, "nothing is ticked for the person"


def test_a_danger_line_of_the_quick_screen_is_kept_too(open_phone: Any) -> None:
    page = open_phone("now/calf.html")
    page.locator("[data-quick][data-ready]").wait_for()
    page.get_by_role("button", name="Chest pain or pressure").tap()
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Continue").tap()
    page.locator(".care.emergency").wait_for()
    (entry,) = waits_for(page, "check_done", 1)
    assert (entry["body"]["where"], entry["body"]["level"]) == ("quick", "emergency")


def test_a_check_about_somebody_else_is_not_in_this_diary(open_phone: Any) -> None:
    page = open_phone("check.html")
    page.locator("form.ask").wait_for()
    pick(page, "Another adult")
    page.locator("input.number").fill("44")
    page.get_by_role("button", name="Continue").click()
    pick(page, "Male")
    to_the_card(page)
    page.goto("diary.html")
    page.locator("main h1").wait_for()
    assert page.evaluate(ALL) == []


def test_the_diary_shows_a_check_and_lets_it_be_taken_out(open_phone: Any) -> None:
    page = open_phone("check.html")
    page.locator("form.ask").wait_for()
    emergency(page)
    waits_for(page, "check_done", 1)
    page.goto("diary.html")
    page.locator("#entries button[data-entry]").first.click()
    page.get_by_role("heading", name="A check").wait_for()
    assert "Danger signs answered yes" in page.locator("main").inner_text()
    page.get_by_role("button", name="Delete").click()
    page.locator("#entries").wait_for()
    assert page.locator("#entries button[data-entry]").count() == 0


CLAIM = f"""async () => {{ {AT} const diary = await (await import(at + 'diary/store.js')).openDiary();
  const {{ Book }} = await import(at + 'device/book.js');
  const {{ make }} = await import(at + 'diary/entries.js');
  const book = await Book.open(diary);
  const person = crypto.randomUUID();
  const world = {{ now: new Date(), random: crypto.getRandomValues(new Uint8Array(10)) }};
  await diary.append([make(book.kinds, {{ person, kind: 'note', body: {{ text: 'from the computer' }} }}, world)]);
  await book.read();
  await book.claim(person);
  const left = book.people.filter((one) => one.entries > 0).map((one) => one.id);
  diary.close();
  return [person, left];
}}"""


def test_details_go_along_when_a_diary_that_came_in_is_said_to_be_mine(open_phone: Any) -> None:
    page = details_of(open_phone)
    page.locator("#smoker").select_option("no")
    waits_for(page, "profile_change", 1)
    person, left = page.evaluate(CLAIM)
    assert left == [person], "nobody is left behind with a few entries"
    page.reload()
    page.locator("select").first.wait_for()
    assert page.locator("#smoker").input_value() == "no"

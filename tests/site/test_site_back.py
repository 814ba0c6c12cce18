"""Back to a page that the browser has kept as it was left: it shows what was changed, and what runs goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from diary_page import SEED
from test_site_plan import KEEP, told

from real_browser import QUIET, WHOLE, there_is_one
from uncramp.kb import Knowledge

ALONE = "() => { delete window.BroadcastChannel; }"
"""Nobody hears of what this page writes: a browser may keep a page and yet tell it nothing."""
SHOWN = "window.shown = []; addEventListener('pageshow', ({ persisted }) => shown.push(persisted));"
IS_KEPT = "() => shown.at(-1) === true"


@pytest.fixture(scope="module")
def keeping(browser: Any) -> Iterator[Any]:
    """A browser that keeps pages; that of the other tests is told not to."""
    there_is_one(WHOLE)
    started = browser.browser_type.launch(
        executable_path=WHOLE, args=list(QUIET), ignore_default_args=["--disable-back-forward-cache"]
    )
    yield started
    started.close()


@pytest.fixture
def phone(keeping: Any, address: str) -> Iterator[Any]:
    context = keeping.new_context(base_url=address, service_workers="block", locale="en-GB", has_touch=True)
    context.add_init_script(SHOWN)
    yield context.new_page()
    context.close()


def away(page: Any) -> None:
    """To a page to read, in the same tab."""
    page.goto("about.html")
    page.evaluate(ALONE)


def back(page: Any) -> None:
    page.go_back(wait_until="commit")


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def write(page: Any) -> None:
    page.evaluate(SEED, [["episode", {"what": "painful_cramp", "site": "site_calf"}, now()]])


def test_the_browser_of_these_tests_does_keep_pages(phone: Any) -> None:
    phone.goto("learn.html")
    away(phone)
    back(phone)
    phone.wait_for_function(IS_KEPT)


def test_the_diary_shows_what_was_written_meanwhile(phone: Any) -> None:
    phone.goto("diary.html")
    phone.locator("[data-do=else]").first.wait_for()
    assert phone.locator("[data-day][aria-label$='1 cramp']").count() == 0
    away(phone)
    write(phone)
    back(phone)
    phone.locator("[data-day][aria-label$='1 cramp']").wait_for()


def test_what_is_being_typed_into_the_diary_stays(phone: Any) -> None:
    phone.goto("diary.html")
    phone.locator("[data-do=else]").first.tap()
    phone.get_by_role("button", name="A note").tap()
    field = phone.locator("textarea, input[type=text]").first
    field.fill("woke at three")
    away(phone)
    write(phone)
    back(phone)
    phone.wait_for_function(IS_KEPT)
    assert field.input_value() == "woke at three"


def test_the_plan_is_that_of_the_answers_as_they_are_now(phone: Any, kb: Knowledge) -> None:
    phone.goto("about.html")
    answers = dict(told(kb, "night_cramps_72_diuretic").known)
    phone.evaluate(KEEP, [answers, None])
    phone.goto("plan.html")
    phone.locator("[data-part=today]").wait_for()
    away(phone)
    phone.evaluate(KEEP, [{**answers, "chest_pressure": True}, None])
    back(phone)
    phone.locator("main > .care.emergency").wait_for()
    assert phone.locator("[data-part]").count() == 0, "nothing of the old plan stands beside it"


def test_what_was_done_elsewhere_is_marked_in_the_plan(phone: Any, kb: Knowledge) -> None:
    phone.goto("about.html")
    phone.evaluate(KEEP, [dict(told(kb, "night_cramps_72_diuretic").known), None])
    phone.goto("plan.html")
    task = phone.locator("[data-task]").first
    task.get_by_role("button").wait_for()
    remedy = task.get_attribute("data-task")
    assert task.get_by_role("button", name="Undo").count() == 0
    away(phone)
    phone.evaluate(SEED, [["measure_done", {"remedy": remedy}, now()]])
    back(phone)
    phone.locator(f"[data-task={remedy}]").get_by_role("button", name="Undo").wait_for()


def test_the_home_page_offers_the_session_that_was_cut_off_meanwhile(phone: Any) -> None:
    phone.goto("index.html")
    phone.locator(".places [data-place=calf]").tap()
    phone.locator("[data-quick][data-ready]").wait_for()
    phone.locator("[data-none]").tap()
    phone.get_by_role("timer").wait_for()
    back(phone)
    phone.get_by_role("link", name="Go on where it stood").wait_for()


def test_a_session_that_runs_is_not_read_anew(phone: Any) -> None:
    phone.goto("now/calf.html")
    phone.locator("[data-quick][data-ready]").wait_for()
    phone.locator("[data-none]").tap()
    phone.get_by_role("timer").wait_for()
    phone.evaluate("() => { window.mark = 'the same document' }")
    away(phone)
    back(phone)
    phone.wait_for_function(IS_KEPT)
    assert phone.evaluate("() => window.mark") == "the same document"
    assert phone.get_by_role("timer").is_visible()
    before = phone.locator(".session").inner_text()
    phone.wait_for_function("(before) => document.querySelector('.session').innerText !== before", arg=before)

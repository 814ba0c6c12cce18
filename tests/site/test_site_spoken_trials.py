"""What somebody who does not see hears of a trial: on the phone, and on the computer up to its result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from speaking import WATCH, Reader
from test_site_spoken import at_night, keeps_its_place, on_heading, reader
from test_site_trends import Running, served_folder
from test_site_trials import PERSON, SEED, Trial, computer

from uncramp.diary import to_json
from uncramp.kb import Knowledge

__all__ = ["computer", "reader", "served_folder"]
Open = Callable[..., Any]


def test_a_trial_on_the_phone_is_heard_as_written_down(kb: Knowledge, open_phone: Open, reader: Reader) -> None:
    trial = Trial(kb)
    number = trial.first("b").number
    trial.lived(number - 1)
    now = trial.at(number + 1).replace(tzinfo=None).isoformat()
    page = at_night(open_phone, "trials.html", now=now)
    page.wait_for_selector("main h1[tabindex]")
    reader.screen(page, "Without a trial", part="main")
    page.evaluate(SEED, [PERSON, [to_json(one) for one in trial.entries]])
    page.reload()
    page.wait_for_selector("[data-part=night]")
    on_heading(page)
    reader.screen(page, "Tonight and last night", part="main")
    more = page.locator(".more-cramps")
    reader.does("Write down, with nothing typed", page, more.get_by_role("button").tap)
    page.wait_for_selector("#more-cramps[aria-invalid]")
    keeps_its_place(page)
    reader.by_itself(page)
    reader.does("In part", page, page.get_by_label("In part").check)
    reader.does("2 cramps", page, page.locator("[data-cramps='2']").tap)
    page.wait_for_selector("[data-written]")
    on_heading(page)
    reader.screen(page, "Written down", part="main")
    reader.does("Undo", page, page.locator("[data-do=undo]").tap)
    page.wait_for_selector("[data-part=night] h3:focus")
    reader.by_itself(page)
    folded = page.locator("details:has([data-night])")
    reader.does("Nights still to write down", page, folded.locator("summary").tap)
    reader.does("the other night", page, folded.locator("[data-night]").first.tap)
    page.wait_for_selector("[data-part=night] h3:focus")
    reader.screen(page, "The other night", part="main")


@pytest.fixture
def at_the_computer(browser: Any, computer: tuple[Running, str]) -> Iterator[Any]:
    """A page of a browser that was let in, with what is said by itself written down."""
    running, _ = computer
    context = browser.new_context(
        service_workers="block", locale="en-GB", timezone_id="UTC", base_url=running.address,
        viewport={"width": 1280, "height": 844},
    )  # fmt: skip
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(running.link())
    yield page
    context.close()


def test_a_trial_on_the_computer_is_heard_as_written_down(
    at_the_computer: Any, computer: tuple[Running, str], reader: Reader
) -> None:
    page, id = at_the_computer, computer[1]
    titles = {
        "": "The trials",
        f"/{id}": "One that runs",
        f"/{id}/result": "What it says",
        "/help": "What helped so far",
    }
    for path, title in titles.items():
        page.goto(f"app/trials{path}")
        reader.screen(page, title, part="main")


def test_setting_a_trial_up_is_heard_as_written_down(at_the_computer: Any, reader: Reader) -> None:
    page = at_the_computer
    page.goto("app/trials/new")
    reader.screen(page, "What is tried", part="main")
    page.locator("#arm-stretch_before_bed").check()
    go = page.locator("button.big")
    reader.does("Continue", page, partial(leaving, page, go.click))
    reader.screen(page, "The first question", part="main")
    reader.does("Continue, without an answer", page, partial(leaving, page, go.click))
    page.wait_for_selector("#wrong")
    reader.screen(page, "Something is missing", part="main")


def leaving(page: Any, act: Callable[[], object]) -> None:
    with page.expect_navigation():
        act()

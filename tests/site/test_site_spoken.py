"""What somebody who does not see hears on the main ways through the app, and what holds of every screen of them.

Each way is written out in `spoken/`, as a screen reader would say it from Chromium's tree of accessibility: `*` is what
the person does, `>` what is said by itself. After a change:

    UNCRAMP_RENEW=1 python -m pytest tests/site/test_site_spoken.py

and read the difference as somebody would hear it at three in the morning.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from asking import go_on, leaving, pick, to_the_end
from check_page import CALF
from speaking import WATCH, Reader
from test_site_plan import told

from knowledge.people import person
from uncramp.kb import Knowledge

Open = Callable[..., Any]

HERE = Path(__file__).parent / "spoken"
KEEP = """async (facts) => {
  const base = document.querySelector('script[src*="js/start.js"]').src;
  await (await import(new URL('device/person.js', base))).keepEpisode(facts);
}"""
NIGHT = "2026-02-27T03:10:00"
MORNING = "2026-02-27T08:30:00"
BEFORE = "relief/other.html"
NO_SPEECH = "delete Window.prototype.speechSynthesis; delete window.speechSynthesis;"
AWAKE = """Object.defineProperty(navigator, 'wakeLock', { value: {
  request: async () => Object.assign(new EventTarget(), { released: false, release: async () => {} }),
} });"""
OPTIONS = {"before": WATCH + NO_SPEECH + AWAKE, "timezone_id": "UTC"}
"""The voice of the app is not there: a screen reader speaks instead. The screen stays on, whatever this browser can."""


@pytest.fixture
def reader(request: pytest.FixtureRequest) -> Iterator[Reader]:
    """What is heard is compared with what is written down under the name of the test."""
    one = Reader()
    yield one
    name = request.node.name.removeprefix("test_").split("_is_heard")[0].split("_are_heard")[0]
    file, heard = HERE / f"{name}.txt", "\n".join(one.lines).strip() + "\n"
    if os.environ.get("UNCRAMP_RENEW"):
        HERE.mkdir(exist_ok=True)
        file.write_text(heard, encoding="utf-8")
    assert one.faults == []
    assert heard == file.read_text(encoding="utf-8"), "read the difference, then UNCRAMP_RENEW=1"


def at_night(open_phone: Open, path: str = "index.html", *, now: str = NIGHT) -> Any:
    """A page whose clock stands still until the test moves it."""
    page = open_phone(BEFORE, **OPTIONS)
    page.clock.install(time=now)
    page.clock.pause_at(datetime.fromisoformat(now).replace(second=1))
    page.goto(path)
    return page


def on_heading(page: Any) -> str:
    """The one heading of the screen, which has the focus."""
    tag, text = page.evaluate("() => [document.activeElement.tagName, document.activeElement.innerText]")
    assert tag == "H1", f"the focus is on {tag} {text!r}"
    assert page.locator("main h1").count() == 1
    assert text.strip()
    return str(text)


def keeps_its_place(page: Any) -> None:
    """The focus is somewhere: whoever does not see has not lost the place."""
    assert page.evaluate("() => document.activeElement.tagName") != "BODY", "the focus has fallen on nothing"


def last_said(reader: Reader) -> str:
    return next(line for line in reversed(reader.lines) if line.startswith("  > "))


def test_relief_is_heard_as_written_down(open_phone: Open, reader: Reader) -> None:
    page = at_night(open_phone)
    page.locator("[data-place=calf]").wait_for()
    reader.screen(page, "The first page")
    reader.does("Calf", page, page.locator(".places [data-place=calf]").tap)
    page.locator("[data-quick][data-ready]").wait_for()
    reader.screen(page, "The danger lines")
    reader.does("None of these", page, page.locator("[data-none]").tap)
    page.locator(".stage svg").wait_for()
    page.clock.run_for(400)
    on_heading(page)
    reader.screen(page, "The session has begun")
    reader.does("waits, and the next remedy begins by itself", page, partial(page.clock.run_for, 15_600))
    page.locator(".stage svg[data-figure=calf_seated]").wait_for()
    on_heading(page)
    reader.screen(page, "The first stretch", part="main")
    reader.does("Pause", page, page.get_by_role("button", name="Pause").tap)
    reader.does("waits for five minutes", page, partial(page.clock.run_for, 300_000))
    reader.does("Go on", page, page.get_by_role("button", name="Go on").tap)
    keeps_its_place(page)
    reader.does("waits until it asks", page, partial(page.clock.run_for, 120_000))
    page.locator("[data-event=better]").wait_for()
    on_heading(page)
    reader.screen(page, "How is it now", part="main")
    reader.does("Better", page, page.locator("[data-event=better]").tap)
    page.clock.run_for(400)
    on_heading(page)
    reader.screen(page, "After better", part="main")
    reader.does("It has gone", page, page.locator("[data-event=gone]").tap)
    page.locator(".log").wait_for()
    on_heading(page)
    reader.screen(page, "It has gone", part="main")
    worst = page.get_by_role("group", name="At its worst").get_by_role("button", name="8", exact=True)
    now = page.get_by_role("group", name="How bad is it now").get_by_role("button", name="1", exact=True)
    reader.does("At its worst: 8", page, worst.tap)
    reader.does("How bad is it now: 1", page, now.tap)
    page.get_by_text("Kept in the diary").wait_for()
    keeps_its_place(page)
    reader.screen(page, "Kept", part="main")
    reader.does("Take it out again", page, page.get_by_role("button", name="Take it out again").tap)
    page.get_by_text("Taken out").wait_for()
    keeps_its_place(page)
    reader.by_itself(page)
    assert "Taken out" in last_said(reader)


def test_a_danger_line_is_heard_as_written_down(open_phone: Open, reader: Reader) -> None:
    page = at_night(open_phone, "now/calf.html")
    page.locator("[data-quick][data-ready]").wait_for()
    line = page.get_by_role("button", name="Chest pain or pressure")
    reader.does("Chest pain or pressure, on the danger lines", page, line.tap)
    on_heading(page)
    reader.screen(page, "The question behind the line")
    go = page.get_by_role("button", name="Continue")
    reader.does("Continue, without an answer", page, go.tap)
    reader.screen(page, "Something is missing", part="main")
    reader.does("Yes", page, page.get_by_label("Yes", exact=True).check)
    reader.does("Continue", page, go.tap)
    page.locator(".care.emergency").wait_for()
    assert on_heading(page).startswith("Emergency")
    reader.screen(page, "The care card")
    reader.does("Change an answer", page, page.get_by_role("button", name="Change an answer").tap)
    on_heading(page)
    reader.screen(page, "The danger lines again", part="main")


def test_a_check_is_heard_as_written_down(open_phone: Open, reader: Reader) -> None:
    page = at_night(open_phone, "check.html")
    page.locator("main .ask").wait_for()
    reader.screen(page, "The first question")
    reader.does("Me, Continue", page, partial(pick, page, "Me"))
    on_heading(page)
    reader.screen(page, "A number", part="main")
    page.locator("input.number").fill("444")
    reader.does("444, Continue", page, page.get_by_role("button", name="Continue").click)
    reader.screen(page, "A number that cannot be", part="main")
    page.locator("input.number").fill("44")
    reader.does("44, Continue", page, partial(go_on, page))
    reader.does("Male, Continue", page, partial(pick, page, "Male"))
    on_heading(page)
    reader.screen(page, "The danger lines", part="main")
    reader.does("None of these, Continue", page, partial(pick, page, "None of these"))
    on_heading(page)
    reader.screen(page, "Where it is", part="main")
    field = page.get_by_label("Find in the list")
    reader.does("types: calf", page, partial(field.fill, "calf"))
    field.fill("")
    reader.does("answers all that is asked", page, partial(to_the_end, page, CALF))
    on_heading(page)
    reader.screen(page, "The result", part="main")
    reader.does("See the plan", page, page.locator("main a[href$='plan.html']").click)
    page.locator("main .wait").wait_for(state="detached")
    on_heading(page)
    reader.screen(page, "The plan", part="main")
    done = page.get_by_role("button", name="Done today").first
    reader.does("Done today, the first", page, done.tap)
    page.locator("[data-part=today]").get_by_role("button", name="Undo").wait_for()
    reader.by_itself(page)
    keeps_its_place(page)


def test_a_card_of_each_level_is_heard_as_written_down(kb: Knowledge, open_phone: Open, reader: Reader) -> None:
    page = at_night(open_phone, "check.html")
    for name, more in (("marathon_runner", {"dark_urine": True}), ("heart_failure", {})):
        kept_facts = person(kb, {**told(kb, name).known, **more})
        page.evaluate(KEEP, dict(kept_facts.known))
        page.goto("plan.html")
        page.locator("main .care").wait_for()
        reader.screen(page, f"The plan of {name.replace('_', ' ')} {' '.join(more)}".strip(), part="main")


def test_the_diary_is_heard_as_written_down(open_phone: Open, reader: Reader) -> None:
    page = at_night(open_phone, "diary.html", now=MORNING)
    page.locator("[data-do=else]").first.wait_for()
    reader.screen(page, "An empty diary")
    reader.does("Add a cramp", page, page.get_by_role("button", name="Add a cramp").tap)
    on_heading(page)
    reader.screen(page, "Where was it", part="main")
    reader.does("Calf", page, page.get_by_role("button", name="Calf", exact=True).tap)
    page.locator(".news .card").wait_for()
    keeps_its_place(page)
    reader.screen(page, "Written down", part="main")
    page.clock.run_for(60_000)
    reader.does("Something else", page, page.locator("[data-do=else]:visible").first.tap)
    on_heading(page)
    reader.screen(page, "Something else", part="main")
    sleep = page.get_by_role("button", name="My sleep")
    reader.does("My sleep", page, partial(leaving, page, sleep.tap))
    on_heading(page)
    reader.screen(page, "My sleep", part="main")


def test_timers_are_heard_as_written_down(kb: Knowledge, open_phone: Open, reader: Reader) -> None:
    page = at_night(open_phone, "about.html", now=MORNING)
    page.evaluate(KEEP, dict(told(kb, "bladder_spasm").known))
    page.goto("timers.html")
    page.locator("main .wait").wait_for(state="detached")
    on_heading(page)
    reader.screen(page, "The timers", part="main")
    reader.does("I went", page, page.get_by_role("button", name="I went").click)
    page.get_by_text("Written down").first.wait_for()
    keeps_its_place(page)
    reader.screen(page, "Written down", part="main")
    page.goto("timers.html?remedy=pelvic_floor")
    page.locator("main .wait").wait_for(state="detached")
    on_heading(page)
    reader.screen(page, "The pelvic floor", part="main")
    reader.does("Start", page, page.get_by_role("button", name="Start").click)
    page.locator(".stage svg").wait_for()
    on_heading(page)
    page.clock.run_for(400)
    reader.screen(page, "The squeeze", part="main")
    reader.does("Stop", page, page.locator("[data-event=stop]").first.click)
    page.get_by_role("button", name="Write it down").wait_for()
    on_heading(page)
    reader.screen(page, "Stopped", part="main")
    reader.does("Write it down", page, page.get_by_role("button", name="Write it down").click)
    page.get_by_text("Kept in the diary").wait_for()
    keeps_its_place(page)
    reader.screen(page, "Kept", part="main")
    reader.does("Undo", page, page.get_by_role("button", name="Undo").click)
    page.get_by_role("button", name="Write it down").wait_for()
    keeps_its_place(page)


def test_the_clock_of_a_session_does_not_talk_each_second(open_phone: Open) -> None:
    page = at_night(open_phone, "now/calf.html")
    page.locator("[data-quick][data-ready]").wait_for()
    page.locator("[data-none]").tap()
    page.get_by_role("timer").wait_for()
    assert page.get_by_role("timer").get_attribute("aria-live") == "off"
    page.evaluate("saidByItself.length = 0")
    seconds = 60
    page.clock.run_for(seconds * 1000)
    said = [text for kind, _, text, *_ in page.evaluate("saidByItself") if kind != "focus"]
    assert said, "the steps are told"
    assert len(said) <= seconds / 6, said


def test_what_leaves_a_screen_reader_without_a_word_is_found() -> None:
    """The laws themselves: each of these pages breaks one."""
    from speaking import Node, broken

    def top(*inside: Node) -> Node:
        return Node("RootWebArea", "", [Node("heading", "One", [], {"level": 1}), *inside])

    assert [*broken(top())] == []
    assert [*broken(Node("RootWebArea", "", []))] == ["0 headings of the first level"]
    for fault in (
        Node("button", "", []),
        Node("heading", "Three", [], {"level": 3}),
        Node("list", "", [Node("button", "Undo", []), Node("button", "Undo", [])]),
        Node("timer", "", []),
    ):
        assert len([*broken(top(fault))]) == 1, fault

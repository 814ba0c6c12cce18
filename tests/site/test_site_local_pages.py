"""The pages of the local app in a real browser: read by everybody, by day and by night, and used without a mouse."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from test_site_trends import Running, served_folder
from test_site_trials import Trial, tabbed

from trends.some_diary import ME, a_life, day, entry
from uncramp.diary.current import current
from uncramp.diary.store import Store
from uncramp.kb import Knowledge
from uncramp.server.trial_drafts import AT_A_TIME, Outlooking
from uncramp.trial_diary import runs

__all__ = ["served_folder"]
Axe = Callable[[Any], list[str]]
DAYS = 100
REMEDY = "stretch_before_bed"
PROFILE = {"age_years": 52, "pregnancy_status": "not_applicable", "sex_at_birth": "female"}
CALM = {"kind": "painful_cramp", "night_or_rest": "yes"}


class Local:
    """A local app on the diary of a summer and of a trial that is over; in Spanish as in English."""

    def __init__(self, kb: Knowledge, folder: Path, room: Path) -> None:
        trial, self.room = Trial(kb, pairs=4, person=ME).lived(70), room
        about = entry("profile_change", f"{day(0)}T08:00:00+00:00", {"facts": PROFILE})
        self.trial = trial.run.id
        self.running = Running(kb, folder, room, [about, *a_life(DAYS, later=0.4), *trial.entries], DAYS)

    def entries(self) -> list[Any]:
        with Store.open(str(self.room / "diary.sqlite")) as store:
            return current(store.entries())


@pytest.fixture(scope="module")
def local(kb: Knowledge, served_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Local]:
    made = Local(kb, served_folder, tmp_path_factory.mktemp("local"))
    yield made
    made.running.stop()


@pytest.fixture(scope="module")
def context(browser: Any, local: Local) -> Iterator[Any]:
    """A browser that was let in."""
    made = browser.new_context(
        service_workers="block", locale="en-GB", timezone_id="UTC", base_url=local.running.address
    )
    page = made.new_page()
    page.goto(local.running.link())
    page.close()
    yield made
    made.close()


@pytest.fixture
def page(context: Any) -> Iterator[Any]:
    """A page that may complain of nothing but of a form that was refused and a page that is not there."""
    made, complaints = context.new_page(), list[str]()
    made.on("pageerror", lambda error: complaints.append(str(error)))
    made.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield made
    made.close()
    assert [one for one in complaints if not re.search(r"status of (404|422)", one)] == []


def read_by_everybody(page: Any, axe: Axe, *, sheets: int = 1) -> None:
    """Nothing for axe to find by day or by night, one heading a sheet, no sideways scrolling on the narrowest phone."""
    for fold in page.locator("details").all():
        fold.evaluate("one => one.open = true")
    for width, theme in ((320, "light"), (390, "dark"), (1280, "light")):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=theme)
        assert axe(page) == [], f"{page.url} {theme} {width}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    assert page.locator("h1").count() == sheets, page.url
    page.emulate_media(color_scheme="light")


PAGES = (
    "app/trends", "app/trends?weeks=52", "app/report", "app/import", "app/settings", "app/trials", "app/trials/ID",
    "app/trials/ID/result", "app/trials/ID/report.html", "app/trials/ID/protocol.html", "app/trials/new",
    "app/trials/help", "app/nowhere",
)  # fmt: skip


@pytest.mark.parametrize("folder", ["", "es/"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_local_app_can_be_read_by_everybody(
    page: Any, local: Local, axe: Axe, path: str, folder: str
) -> None:
    page.goto(folder + path.replace("ID", local.trial))
    read_by_everybody(page, axe)


def test_the_page_for_the_clinician_can_be_read_by_everybody(page: Any, axe: Axe) -> None:
    page.goto("app/report")
    page.locator("form .btn").first.click()
    page.wait_for_url("**/app/report/page")
    read_by_everybody(page, axe, sheets=2)


def test_the_page_that_pairs_a_phone_can_be_read_and_does_not_send_a_phone_where_it_cannot_come(
    page: Any, axe: Axe
) -> None:
    page.goto("app/settings")
    page.locator("form[action$='settings/pair'] button").click()
    page.wait_for_selector("figure.code", state="attached")
    assert not page.locator("figure.code").is_visible(), "this address is of this computer alone"
    read_by_everybody(page, axe)
    assert page.locator("figure.code").is_visible()


FILES = {
    "a table": "Datum;Ort\n1.3.2026;Wade\n",
    "a picture": "\x89PNG",
    "this diary": None,
}


@pytest.mark.parametrize("what", FILES)
def test_what_an_import_answers_can_be_read_by_everybody(
    page: Any, axe: Axe, tmp_path: Path, what: str, local: Local
) -> None:
    file = tmp_path / "file"
    data = FILES[what]
    file.write_bytes(page.request.get("api/v1/export").body() if data is None else data.encode("latin-1"))
    page.goto("app/import")
    page.set_input_files("#file", file)
    page.locator("form .btn").click()
    page.wait_for_selector("main .say")
    read_by_everybody(page, axe)


# ---- without a mouse


def press(page: Any, wanted: str, key: str = "Enter") -> None:
    """Go to a control by the Tab key and use it; a page that is left has been left when this returns."""
    tabbed(page, wanted, most=120)
    with page.expect_navigation():
        page.keyboard.press(key)


def test_a_trial_is_set_up_and_kept_by_keyboard_alone(
    page: Any, local: Local, axe: Axe, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Outlooking.__init__
    monkeypatch.setattr(Outlooking, "__init__", lambda self, plan, seed, _: made(self, plan, seed, 4))
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("app/trials")
    press(page, "a[href$='/new']")
    press(page, "button.big")
    page.wait_for_selector("[role=alert]")
    assert page.evaluate("document.activeElement.name") == "remedy", "where to mend it"
    read_by_everybody(page, axe)
    page.locator(f"#arm-{REMEDY}").evaluate("one => one.checked = true")  # the arrows stop at each of eighteen
    press(page, "button.big")
    seen = set()
    for _ in range(60):
        if not page.locator("input[name=facts]").count():
            break
        kind = answered(page)
        if kind not in seen:
            seen.add(kind)
            read_by_everybody(page, axe)
        press(page, "form.ask button.big")
    assert seen == {"boxes", "number", "choice"}
    read_by_everybody(page, axe)
    press(page, "a[href$='/worth']")
    tabbed(page, "#per_week")
    page.keyboard.press("Control+A")
    page.keyboard.type("0")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "per_week"
    read_by_everybody(page, axe)
    page.keyboard.press("Control+A")
    page.keyboard.type("7")
    with AT_A_TIME:
        with page.expect_navigation():
            page.keyboard.press("Enter")
        read_by_everybody(page, axe)
    page.wait_for_selector("#outlook")
    read_by_everybody(page, axe)
    press(page, "main a.btn[href$='/protocol']")
    read_by_everybody(page, axe)
    press(page, "button.big")
    page.wait_for_url(re.compile(r"/app/trials/[\w-]+$"))
    read_by_everybody(page, axe)
    began = next(one for one in runs(local.entries()) if one.id != local.trial)
    assert began.protocol.arm_b == REMEDY
    tabbed(page, "details:has(#why) summary", most=120)
    page.keyboard.press("Enter") if not page.locator("#why").is_visible() else None
    press(page, "details:has(#why) button")
    ended = next(one for one in runs(local.entries()) if one.id == began.id)
    assert ended.end is not None
    assert datetime.fromisoformat(ended.end.at)


def answered(page: Any) -> str:
    """Answer the question as somebody with plain night cramps in the calf would; which kind of question it is."""
    facts = page.locator("input[name=facts]").get_attribute("value").split()
    if page.locator("[name=pick]").count():
        tabbed(page, "[name=pick][value=site_calf]" if "site_calf" in facts else "[name=none]", most=120)
        page.keyboard.press("Space")
        return "boxes"
    if page.locator("#answer").count():
        tabbed(page, "[name=unsure]")
        page.keyboard.press("Space")
        return "number"
    wanted = CALM.get(facts[0], "no")
    if not page.locator(f"[name=answer][value={wanted}]").count():
        wanted = page.locator("[name=answer]").first.get_attribute("value")
    tabbed(page, "[name=answer]")
    page.keyboard.press("Space")
    while page.evaluate("document.activeElement.value") != wanted:
        page.keyboard.press("ArrowDown")
    return "choice"

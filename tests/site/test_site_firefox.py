"""What matters at three in the morning, in another engine: the same app in the Firefox that the system has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any, ClassVar

import axe_playwright_python
import pytest
import serving
from firefox import FIREFOX, PATIENCE, Firefox, MarionetteError, until
from serving import served

from knowledge.people import person
from real_browser import REQUIRED
from uncramp.kb import Knowledge
from uncramp.site.single import write_single

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
FINDINGS = """return axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) =>
  nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary.slice(0, 200)}`)))"""
BASE = "const base = document.querySelector('script[src*=\"js/start.js\"]').src;"
KEEP = f"""{BASE} return import(new URL('device/person.js', base))
  .then(({{ keepEpisode }}) => keepEpisode(arguments[0]))"""
ENTRIES = f"""{BASE} return import(new URL('diary/store.js', base)).then(({{ openDiary }}) => openDiary())
  .then((diary) => diary.all())"""
OFFLINE_READY = """return navigator.serviceWorker.ready.then(({ active }) => {
  const { port1, port2 } = new MessageChannel();
  const answered = new Promise((done) => { port1.onmessage = ({ data }) => done(data); });
  active.postMessage({ say: 'keep', language: document.documentElement.dataset.language }, [port2]);
  return answered;
})"""
FORGET = """return navigator.serviceWorker?.getRegistrations()
  .then((all) => Promise.all(all.map((one) => one.unregister()))).then(() => null)"""
WIDTH = "return document.documentElement.scrollWidth"
CRAMP = {"kind": "painful_cramp", "site_calf": True, "night_or_rest": True, "episodes_per_week": 2, "symptom_days": 60}
MOST = 60
"""Questions: more than a check ever asks."""


class Phone:
    """The app in Firefox, at the size of a phone; `worker` lets its service worker in, which first keeps every page."""

    def __init__(self, firefox: Firefox, address: str, *, worker: bool = False) -> None:
        self.firefox = firefox
        self.address = address
        firefox.size(390)
        firefox.theme("light")
        firefox.workers(worker)
        firefox.told()

    def open(self, path: str = "") -> None:
        self.firefox.go(self.address + path)
        self.ready()

    def ready(self) -> None:
        """Waits until the script of the page has filled it and answers to taps."""
        self.firefox.wait(
            "document.readyState === 'complete' && !document.querySelector('.wait') "
            "&& !document.querySelector('[data-quick]:not([data-ready])')"
        )

    def press(self, name: str) -> None:
        self.firefox.press(self.firefox.named(name))

    def press_on(self, selector: str) -> None:
        self.firefox.press(self.firefox.there(selector))

    def start_session(self) -> None:
        """The first tap on the home page, and the second."""
        self.press_on("[data-place=calf]")
        self.firefox.there("[data-quick][data-ready]")
        self.press_on("[data-none]")
        self.firefox.there("[role=timer]")

    def seconds(self) -> int:
        return int(self.firefox.text(".ring strong"))

    def go_on(self) -> None:
        """Press "Continue" and wait for the next screen."""
        self.firefox.js("document.querySelector('main h1').dataset.before = 'yes'")
        self.press("Continue")
        self.firefox.wait("document.querySelector('main h1:not([data-before])')")

    def choose(self, label: str) -> None:
        self.press(label)
        self.go_on()

    def write_cramp(self) -> None:
        self.press_on("[data-do=add]")
        self.press_on("[data-site=site_calf]")
        self.firefox.there(".news .card")

    def axe(self) -> list[str]:
        if not self.firefox.js("return 'axe' in window"):
            self.firefox.js(AXE)
        found: list[str] = self.firefox.js(FINDINGS)
        return found

    def complaints(self) -> list[str]:
        """What the pages complained of, and every request that left for another origin."""
        asked, complaints = self.firefox.told()
        away = [url for url in asked if not url.startswith((self.address, "data:", "blob:"))]
        return complaints + [f"asks another origin: {url}" for url in away]

    def leave(self) -> None:
        """Ends the worker of this host, which would go on to ask it for news, and shows nothing."""
        with suppress(MarionetteError):  # after a test that failed the page may be on its way to another
            self.firefox.js(FORGET)
        self.firefox.go("about:blank")


@pytest.fixture(scope="module")
def profiles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where profiles lie; without a Firefox there is nothing to do."""
    if not FIREFOX:
        if REQUIRED:
            pytest.fail("firefox is not installed")
        pytest.skip("needs Firefox (apt install firefox-esr, or FIREFOX=path)")
    return tmp_path_factory.mktemp("firefox")


@pytest.fixture(scope="module")
def firefox(profiles: Path) -> Iterator[Firefox]:
    started = Firefox(profiles / "profile")
    yield started
    started.kill()


@pytest.fixture
def phone(firefox: Firefox, app_folder: Path) -> Iterator[Phone]:
    """A phone that has not been here before; any complaint and any request elsewhere fails the test."""
    with served(app_folder) as address:
        phone = Phone(firefox, address)
        yield phone
        firefox.offline(False)
        complaints = phone.complaints()
        phone.leave()
    assert complaints == []


# ---- relief


def test_two_taps_from_home_start_a_stretch_whose_clock_runs(phone: Phone) -> None:
    phone.open()
    phone.start_session()
    before = phone.seconds()
    phone.firefox.wait("Number(document.querySelector('.ring strong').innerText) < arguments[0]", before)
    assert phone.firefox.url.endswith("now/calf.html")


def test_a_danger_line_ends_in_a_card_with_the_call_button_first(phone: Phone) -> None:
    phone.open("now/calf.html")
    phone.firefox.press(phone.firefox.wait("document.querySelector('[data-line] button')"))
    for _ in range(MOST):
        if phone.firefox.js("return Boolean(document.querySelector('.care'))"):
            break
        phone.choose("Yes")
    assert phone.firefox.js("return document.querySelector('main > :first-child').matches('.care.emergency')")
    assert phone.firefox.js("return document.querySelector('main > .care a').getAttribute('href')") == "tel:999"
    assert phone.firefox.js("return document.querySelectorAll('.ring, [data-none], main a[href*=plan]').length") == 0


class Slow(serving.Host):
    """A host on a bad line: the knowledge and the page to learn from come when the test says so."""

    line: ClassVar = Event()

    def do_GET(self) -> None:
        if "knowledge.json" in self.path or "learn.html" in self.path:
            self.line.wait(PATIENCE)
        with suppress(ConnectionError):  # the reader has gone on
            super().do_GET()


def test_a_tap_while_a_page_still_loads_does_not_say_that_it_failed(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr(serving, "Host", Slow)
    monkeypatch.setattr(Slow, "line", Event())
    phone: Phone = request.getfixturevalue("phone")
    phone.firefox.js("setTimeout((page) => { location.href = page; }, 0, arguments[0])", phone.address + "plan.html")
    phone.firefox.wait("document.querySelector('.wait') && document.querySelector('.nav')")
    waiting = phone.firefox.text(".wait")
    phone.firefox.js(
        """fetch('data/knowledge.json').catch(() => setTimeout(() => { window.ended = true; }));
        setTimeout(() => document.querySelector('.nav a[href$="learn.html"]').click(), 50)"""
    )
    phone.firefox.wait("window.ended")
    assert phone.firefox.text(".wait") == waiting
    Slow.line.set()
    phone.firefox.wait("location.pathname.endsWith('learn.html') && document.querySelector('h1')")
    phone.ready()


# ---- check and plan


def test_the_check_leads_to_a_plan(phone: Phone) -> None:
    phone.open("check.html")
    phone.firefox.there("form.ask")
    for _ in range(MOST):
        if phone.firefox.js("return Boolean(document.querySelector('.care'))"):
            break
        answer(phone)
    assert phone.firefox.js("return document.querySelector('.care').dataset.level") == "self_care"
    phone.press_on("main a[href$='plan.html']")
    phone.firefox.there("[data-part=now] [data-remedy]")
    assert phone.firefox.js("return document.querySelectorAll('[data-part=prevention] [data-remedy]').length") > 0


def answer(phone: Phone) -> None:
    """Answers what is asked as a man of 44 with an ordinary cramp in his calf would."""
    title = phone.firefox.text("main h1")
    labels = phone.firefox.js("return [...document.querySelectorAll('main label')].map((one) => one.innerText.trim())")
    wanted = ("Me", "Male", "Calf (back of the lower leg)", "None of these", "No")
    if found := next((label for label in wanted if label in labels), None):
        phone.choose(found)
    elif phone.firefox.js("return Boolean(document.querySelector('input.number'))"):
        phone.firefox.type(phone.firefox.there("input.number"), "44" if "old" in title else "1")
        phone.go_on()
    elif labels:
        phone.choose(labels[0])
    else:
        phone.press("Answer more")
        phone.firefox.wait("document.querySelector('main h1').innerText !== arguments[0]", title)


# ---- without a network


def test_after_one_visit_two_taps_start_the_stretch_without_a_network(phone: Phone) -> None:
    phone.firefox.workers(True)
    phone.open()
    assert phone.firefox.js(OFFLINE_READY) is True
    phone.firefox.offline(True)
    assert phone.firefox.js("return navigator.onLine") is False
    phone.open()
    phone.start_session()
    for path in ("check.html", "plan.html", "diary.html", "data.html", "learn.html"):
        phone.open(path)
        assert phone.firefox.text("main h1")


@pytest.fixture(scope="module")
def woken(profiles: Path, app_folder: Path) -> Iterator[Phone]:
    """A phone that was here once, wrote a cramp down, had the browser killed, and starts it when the host is gone."""
    first = Firefox(profiles / "woken")
    try:
        with served(app_folder) as address:
            phone = Phone(first, address, worker=True)
            phone.open()
            assert first.js(OFFLINE_READY) is True
            phone.open("diary.html")
            phone.write_cramp()
            assert phone.complaints() == []
    finally:
        first.kill()
    again = Firefox(profiles / "woken")
    yield Phone(again, address, worker=True)
    again.kill()


def test_a_diary_entry_survives_the_end_of_the_browser(woken: Phone) -> None:
    woken.open("diary.html")
    (entry,) = woken.firefox.js(ENTRIES)
    assert entry["body"] == {"what": "painful_cramp", "site": "site_calf"}
    assert "Calf" in woken.firefox.text("main")


def test_a_browser_started_anew_gives_relief_though_the_host_is_gone(woken: Phone) -> None:
    woken.open()
    woken.start_session()
    assert woken.seconds() > 0


# ---- the one file


def test_the_one_file_opens_from_the_disk_and_gives_relief(firefox: Firefox, kb: Knowledge, tmp_path: Path) -> None:
    file = tmp_path / "uncramp.html"
    write_single(kb, "en", file)
    phone = Phone(firefox, file.as_uri())
    phone.open()
    phone.start_session()
    phone.open("#/diary.html")
    phone.write_cramp()
    assert phone.complaints() == []
    phone.leave()


# ---- what one sees


SCREENS = ("home", "session", "check", "plan", "diary", "data")


@pytest.fixture(scope="module")
def sleeper(kb: Knowledge) -> dict[str, Any]:
    """The answers of somebody whom cramps of the calf wake."""
    return dict(person(kb, CRAMP).known)


def at(phone: Phone, screen: str, answers: dict[str, Any]) -> None:
    """Brings the phone to a screen that has something on it."""
    match screen:
        case "home":
            phone.open()
        case "session":
            phone.open()
            phone.start_session()
        case "plan":
            phone.open("about.html")
            phone.firefox.js(KEEP, answers)
            phone.open("plan.html")
            phone.firefox.there("[data-remedy]")
        case "diary":
            phone.open("diary.html")
            phone.write_cramp()
        case _:
            phone.open(f"{screen}.html")


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_by_day_or_by_night(phone: Phone, screen: str, sleeper: dict[str, Any]) -> None:
    at(phone, screen, sleeper)
    assert phone.axe() == []
    phone.firefox.theme("dark")
    phone.firefox.wait("matchMedia('(prefers-color-scheme: dark)').matches")
    assert phone.axe() == []


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_scrolls_sideways_on_the_smallest_phone(phone: Phone, screen: str, sleeper: dict[str, Any]) -> None:
    phone.firefox.size(320, 640)
    at(phone, screen, sleeper)
    assert phone.firefox.js(WIDTH) == 320


# ---- the watch itself


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("console.error('a page is unhappy')", "a page is unhappy"),
        ("setTimeout(() => { throw new Error('a page is broken'); })", "a page is broken"),
        ("fetch('nobody-has-this.json')", "404 "),
        ("new Image().src = arguments[0] + 'icon.svg'", "blocked the loading"),
        ("setTimeout((elsewhere) => { location.href = elsewhere; }, 0, arguments[0])", "asks another origin"),
    ],
    ids=["said", "thrown", "missing", "forbidden", "elsewhere"],
)
def test_nothing_that_a_page_complains_of_or_asks_elsewhere_is_missed(
    firefox: Firefox, app_folder: Path, script: str, complaint: str
) -> None:
    with served(app_folder) as address, served(app_folder) as elsewhere:
        phone = Phone(firefox, address)
        phone.open("about.html")
        firefox.js(script, elsewhere)
        until(lambda: any(complaint in one for one in phone.complaints()), complaint)
        phone.leave()

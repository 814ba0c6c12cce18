"""Two phones and their computer: real browsers, a real server, cut off and killed, and the same diary in the end."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import psutil
import pytest
from diary_page import SCRIPTS

from uncramp.diary.scope import Scope
from uncramp.diary.store import Store
from uncramp.kb import Knowledge

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills programs as only POSIX does")

OPEN = f"{SCRIPTS} const {{ openDiary }} = await import(at + 'diary/store.js'); const diary = await openDiary();"
IDS = (
    f"async () => {{ {OPEN} const ids = (await diary.all()).map(({{ id }}) => id).sort(); diary.close(); return ids; }}"
)
WAITING = (
    f"async () => {{ {OPEN} const ids = (await diary.waiting()).map(({{ id }}) => id); diary.close(); return ids; }}"
)
WRITE = f"""async (texts) => {{ {OPEN}
  const {{ write }} = await import(at + 'device/entry.js');
  const ids = [];
  for (const text of texts) ids.push((await write(diary, 'note', {{ text }})).id);
  diary.close();
  return ids;
}}"""
FORGET = f"""async () => {{ {OPEN}
  const {{ eraseEverywhere }} = await import(at + 'device/erasing.js');
  await eraseEverywhere(diary, {{}});
  diary.close();
}}"""
BAD = f"""async () => {{ {OPEN}
  const [one] = await diary.all();
  const bad = {{ ...one, id: one.id.slice(0, -4) + 'abcd', body: {{ text: 7 }} }};
  await diary.append([bad]);
  diary.close();
  return bad.id;
}}"""
CACHED = """async () => {
  const caught = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
  return caught.flat().map(({ url }) => new URL(url).pathname);
}"""
NOW = "() => dispatchEvent(new Event('online'))"
AT = "() => document.querySelector('[data-sync]')?.dataset.sync === "
SETTLED = f"""async () => {{
  dispatchEvent(new Event('online'));
  dispatchEvent(new Event('uncramp-synced'));
  const waiting = await ({WAITING})();
  return !waiting.length && ({AT}'done')();
}}"""
PATIENCE = 120_000
"""Milliseconds: a busy machine takes long to begin a server."""
SERVER = """
import sys, uvicorn
from pathlib import Path
from uncramp.diary.place import file_place
from uncramp.kb import load
from uncramp.server.app import make_app
diary, folder, state, port = sys.argv[1:]
app = make_app(file_place(Path(diary)), kb=load(), folder=Path(folder), state=Path(state), port=int(port))
print(app.state.local.sessions.opening(), flush=True)
uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="error")
"""


class Computer:
    """The computer that keeps the diary; its server can be killed and begun again."""

    def __init__(self, folder: Path, place: Path) -> None:
        self.folder, self.place, self.diary = folder, place, place / "diary.sqlite"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.address = f"http://localhost:{self.port}"
        self.process: subprocess.Popen[str] | None = None
        self.cookie = ""

    def begin(self) -> None:
        given = [str(self.diary), str(self.folder), str(self.place / "state"), str(self.port)]
        self.process = subprocess.Popen([sys.executable, "-c", SERVER, *given], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        self.opening = self.process.stdout.readline().strip()
        for _ in range(PATIENCE // 50):
            with socket.socket() as there:
                if there.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            self.process.poll()
            assert self.process.returncode is None, "the server ended"
            signal.sigtimedwait([], 0.05)
        pytest.fail("the server does not answer")

    def kill(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()
        self.process = None

    def code(self) -> str:
        """A code, as the browser of this machine gets it."""
        if not self.cookie:
            line = http.client.HTTPConnection("localhost", self.port)
            line.request("GET", f"/open?token={self.opening}")
            said = line.getresponse()
            self.cookie = "; ".join(one.partition(";")[0] for one in said.headers.get_all("set-cookie"))
            line.close()
        asked = urllib.request.Request(
            f"{self.address}/api/v1/pairing", data=b"", method="POST",
            headers={"Cookie": self.cookie, "Origin": self.address, "Sec-Fetch-Site": "same-origin"},
        )  # fmt: skip
        with urllib.request.urlopen(asked) as said:
            return str(json.load(said)["code"])

    def ids(self) -> list[str]:
        with Store.open(str(self.diary)) as store:
            return sorted(one.id for one in store.entries())


@pytest.fixture(scope="session")
def served_folder(kb: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The app as the local server serves it."""
    from uncramp.site import build

    made = tmp_path_factory.mktemp("served") / "app"
    build(kb, made, served=True)
    return made


@pytest.fixture
def computer(served_folder: Path, tmp_path: Path) -> Iterator[Computer]:
    made = Computer(served_folder, tmp_path)
    made.begin()
    yield made
    if made.process:
        made.kill()


Phone = Callable[..., Any]


@pytest.fixture
def phone_of(browser: Any, computer: Computer) -> Iterator[Phone]:
    """Opens a phone at a page of the computer's own copy of the app; each has a storage of its own."""
    opened: list[Any] = []

    def open_(path: str = "data.html", worker: bool = False) -> Any:
        kind = "allow" if worker else "block"
        context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers=kind, locale="en-GB")
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{computer.address}/{path}")
        page.locator("main h1").wait_for()
        return page

    yield open_
    for context in opened:
        context.close()


def pair(page: Any, computer: Computer, name: str = "My phone", *, settled: bool = True) -> None:
    page.goto(f"{computer.address}/about.html")
    page.goto(f"{computer.address}/details.html#pair={computer.code()}")
    page.get_by_label("Name of this device").fill(name)
    page.get_by_role("button", name="Pair with this computer").click()
    page.locator("[data-paired]").wait_for()
    page.goto(f"{computer.address}/data.html")
    if settled:
        settle(page)


def settle(page: Any) -> None:
    """Until nothing waits. The page says so in words."""
    page.locator("[data-sync]").wait_for()
    until(page, SETTLED)


def until(page: Any, asked: str, given: Any = None) -> None:
    """Until a page answers yes; what it asks may take its time, which `wait_for_function` would take for a yes."""
    for _ in range(PATIENCE // 100):
        if page.evaluate(asked, given):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never came true: {asked}")


def standing(page: Any) -> str:
    return str(page.locator("[data-sync]").inner_text())


def all_same(computer: Computer, *phones: Any) -> list[str]:
    """The ids that everybody has, once all have heard of everything."""
    for page in phones:
        page.reload()
    for _ in range(PATIENCE // 100):
        for page in phones:
            settle(page)
        if all(page.evaluate(IDS) == computer.ids() for page in phones):
            return computer.ids()
        phones[0].wait_for_timeout(100)
    pytest.fail(f"{[page.evaluate(IDS) for page in phones]} and on the computer {computer.ids()}")


# ---- nothing without pairing


def test_nothing_is_sent_unless_paired(phone_of: Phone) -> None:
    page = phone_of()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    page.evaluate(WRITE, ["a", "b"])
    for path in ("diary.html", "data.html", "details.html", "plan.html"):
        page.goto(re.sub(r"[^/]*$", path, page.url))
        page.locator("main h1").wait_for()
        page.evaluate(NOW)
    page.wait_for_load_state("networkidle")
    assert [one for one in asked if not one.startswith("GET ") or "/api/" in one] == []
    assert asked


def test_the_app_of_any_other_host_offers_no_pairing_and_asks_nobody(open_phone: Any) -> None:
    page = open_phone("details.html#pair=AAAAA-AAAAA")
    panel = page.locator("#computer")
    panel.get_by_text("It sends nothing anywhere").wait_for()
    assert panel.locator("button, input").count() == 0


SECOND = """(row) => new Promise((done, failed) => {
  const asked = indexedDB.open('uncramp', 2);
  asked.onerror = failed;
  asked.onupgradeneeded = () => {
    const entries = asked.result.createObjectStore('entries', { keyPath: 'id' });
    entries.createIndex('waiting', 'waiting');
    entries.createIndex('person', 'person');
    entries.createIndex('when', ['person', 'entry.at']);
    entries.createIndex('of', 'entry.body.of');
    asked.result.createObjectStore('kept');
    asked.result.createObjectStore('months', { keyPath: ['person', 'month'] });
    entries.add(row);
  };
  asked.onsuccess = () => { asked.result.close(); done(); };
})"""


def test_a_diary_from_before_pairing_is_brought_up_and_waits_to_be_sent(phone_of: Phone, computer: Computer) -> None:
    page = phone_of("about.html")
    entry = {"id": "019c8f00-0000-7000-8000-000000000001", "person": "0b6ee4a5-5a2c-4d1f-9d1a-5a1f4b2c3d4e",
             "at": "2026-02-27T03:10:00+01:00", "recorded_at": "2026-02-28T03:10:00+01:00", "kind": "note",
             "version": 1, "body": {"text": "from before"}}  # fmt: skip
    page.evaluate(SECOND, {"id": entry["id"], "person": entry["person"], "entry": entry, "waiting": 1})
    pair(page, computer)
    assert computer.ids() == page.evaluate(IDS) == [entry["id"]]


# ---- pairing and the words for it


def test_a_code_in_the_link_pairs_with_one_tap_and_leaves_the_address(phone_of: Phone, computer: Computer) -> None:
    page = phone_of()
    page.evaluate(WRITE, ["a", "b", "c"])
    pair(page, computer)
    assert "All 3 entries are on your computer." in standing(page)
    assert len(computer.ids()) == 3
    page.goto(f"{computer.address}/details.html")
    page.locator("[data-paired]").get_by_text("paired with your computer").wait_for()
    assert "pair=" not in page.url


def test_a_wrong_code_says_so(phone_of: Phone) -> None:
    page = phone_of("details.html")
    page.get_by_label("Code", exact=True).fill("AAAAA-AAAAA")
    page.get_by_role("button", name="Pair with this computer").click()
    page.locator("#computer [role=alert]").get_by_text("This code is wrong").wait_for()


def test_an_entry_goes_at_once_and_waits_while_the_computer_is_off(phone_of: Phone, computer: Computer) -> None:
    page = phone_of()
    pair(page, computer)
    [first] = page.evaluate(WRITE, ["at once"])
    until(page, f"async (id) => !(await ({WAITING})()).includes(id)", first)
    assert computer.ids() == [first]
    computer.kill()
    [second] = page.evaluate(WRITE, ["later"])
    page.wait_for_function(f"{AT}'unreachable'")
    assert "1 entry waits" in standing(page)
    assert "could not be reached since" in standing(page)
    assert page.evaluate(WAITING) == [second]
    computer.begin()
    settle(page)
    assert computer.ids() == sorted([first, second])


def test_what_the_computer_refuses_is_told_with_the_reason_and_stays(phone_of: Phone, computer: Computer) -> None:
    page = phone_of()
    page.evaluate(WRITE, ["good"])
    bad = page.evaluate(BAD)
    pair(page, computer, settled=False)
    page.get_by_text("would not take 1 entry").wait_for()
    assert "The other entry is on your computer." in standing(page)
    assert "would not take 1 entry" in standing(page)
    assert "body.text" in standing(page)
    assert bad not in computer.ids()
    assert bad in page.evaluate(IDS)


def test_unpairing_ends_it_on_both_sides(phone_of: Phone, computer: Computer) -> None:
    page = phone_of()
    pair(page, computer)
    page.goto(f"{computer.address}/details.html")
    page.get_by_role("button", name="Unpair this device").click()
    page.get_by_text("This device is not paired any more").wait_for()
    [id] = page.evaluate(WRITE, ["mine alone"])
    page.goto(f"{computer.address}/data.html")
    page.locator("[data-do=out_json]").wait_for()
    page.evaluate(NOW)
    assert computer.ids() == []
    assert page.evaluate(WAITING) == [id]


# ---- forgetting


def test_deleting_everywhere_reaches_the_computer_and_the_other_phone(phone_of: Phone, computer: Computer) -> None:
    one, other = phone_of(), phone_of()
    for page in (one, other):
        pair(page, computer)
    one.evaluate(WRITE, ["secret", "secret too"])
    settle(one)
    until(other, f"async () => {{ ({NOW})(); return (await ({IDS})()).length === 2; }}")
    one.reload()
    one.locator("[data-do=delete_all]").click()
    one.locator("[data-do=erase_everywhere]").click()
    one.get_by_text("Your computer is told as soon as it can be reached").wait_for()
    one.goto(f"{computer.address}/data.html")
    settle(one)
    assert all_same(computer, one, other) == []


def test_deleting_here_alone_leaves_the_computer_as_it_is(phone_of: Phone, computer: Computer) -> None:
    page = phone_of()
    pair(page, computer)
    page.evaluate(WRITE, ["kept there"])
    settle(page)
    page.locator("[data-do=delete_all]").click()
    page.locator("[data-do=erase]").click()
    page.get_by_role("link", name="first page").or_(page.locator("main h1")).first.wait_for()
    until(page, f"async () => (await ({IDS})()).length === 0")
    page.goto(f"{computer.address}/data.html")
    page.locator("[data-do=out_json]").wait_for()
    assert page.evaluate(IDS) == []
    assert len(computer.ids()) == 1


def test_what_the_computer_forgets_goes_from_the_phones(phone_of: Phone, computer: Computer) -> None:
    page = phone_of()
    pair(page, computer)
    page.evaluate(WRITE, ["a", "b"])
    settle(page)
    with Store.open(str(computer.diary)) as store:
        store.forget(Scope())
    page.evaluate(NOW)
    until(page, f"async () => (await ({IDS})()).length === 0")
    [kept] = page.evaluate(WRITE, ["after that"])
    assert all_same(computer, page) == [kept]


# ---- the worker


def test_the_service_worker_neither_keeps_nor_answers_what_the_server_says(phone_of: Phone, computer: Computer) -> None:
    page = phone_of(worker=True)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.reload()
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    said = page.evaluate("fetch('/api/v1/health').then(async (one) => [one.status, (await one.json()).uncramp])")
    assert said[0] == 200
    computer.kill()
    failed = "fetch('{}').then(({{ status }}) => status, () => 'no answer')"
    assert page.evaluate(failed.format("/api/v1/health")) == "no answer"
    assert page.evaluate(failed.format("/app/settings")) == "no answer"
    assert page.evaluate(failed.format("/index.html")) == 200
    kept = page.evaluate(CACHED)
    assert kept
    assert [path for path in kept if re.match(r"/(../)?(api|app|open)(/|$)", path)] == []


# ---- everything at once

SEEDS = [int(seed) for seed in os.environ.get("UNCRAMP_SYNC_SEEDS", "1 2").split()]


@pytest.mark.parametrize("seed", SEEDS)
def test_two_phones_and_a_computer_end_with_the_same_diary(phone_of: Phone, computer: Computer, seed: int) -> None:
    """Random writing, offline spells, lost answers, doubled requests, closed pages, killed servers, one deletion."""
    chance, phones, written = Random(seed), [phone_of(worker=True), phone_of(worker=True)], set[str]()
    for page in phones:
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        pair(page, computer)
    steps = ["write"] * 8 + ["offline", "online", "unheard", "twice", "kill server", "begin server", "reload"] * 2
    chance.shuffle(steps)
    forget_at = chance.randrange(len(steps))
    for nth, step in enumerate(steps):
        page = chance.choice(phones)
        if nth == forget_at:
            page.evaluate(FORGET)
        elif step == "write":
            written |= set(page.evaluate(WRITE, [f"{nth} {part}" for part in range(chance.randint(1, 3))]))
        elif step in ("offline", "online"):
            page.context.set_offline(step == "offline")
        elif step in ("unheard", "twice"):
            spoil(page, step)
        elif step == "kill server" and computer.process:
            computer.kill()
        elif step == "begin server" and not computer.process:
            computer.begin()
        elif step == "reload":
            page.reload()
        page.evaluate(NOW)
    if not computer.process:
        computer.begin()
    for page in phones:
        page.context.set_offline(False)
        page.unroute_all(behavior="wait")
    left = all_same(computer, *phones)
    assert set(left) <= written
    with Store.open(str(computer.diary)) as store:
        assert len(store.forgettings().scopes) == 1
        [gone] = store.forgettings().scopes.values()
        assert [one.id for one in store.entries() if one.recorded_at <= gone.at] == []
    after = {id for id in written if id > gone.id}
    assert set(left) == after, "what was written after the deletion is all there, and nothing else"


def spoil(page: Any, how: str) -> None:
    """The next answer is lost on its way, or the next request arrives twice."""

    from playwright.sync_api import Error

    def once(route: Any) -> None:
        with suppress(Error):  # the server was killed, or the page is gone
            route.fetch()
            if how == "twice":
                route.fulfill(response=route.fetch())
                return
        with suppress(Error):
            route.abort()

    page.route("**/api/v1/sync", once, times=1)


def test_a_browser_that_is_killed_in_the_midst_loses_nothing(browser: Any, computer: Computer, tmp_path: Path) -> None:
    from real_browser import CHROMIUM, QUIET

    kind, profile = browser.browser_type, tmp_path / "profile"
    given = {"executable_path": CHROMIUM, "args": list(QUIET), "service_workers": "block", "locale": "en-GB"}
    context = kind.launch_persistent_context(str(profile), **given)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{computer.address}/data.html")
    pair(page, computer)
    written = page.evaluate(WRITE, [str(nth) for nth in range(30)])
    kill_browser(profile)
    context = kind.launch_persistent_context(str(profile), **given)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{computer.address}/data.html")
    settle(page)
    assert page.evaluate(IDS) == sorted(written)
    assert computer.ids() == sorted(written)
    context.close()


def kill_browser(profile: Path) -> None:
    """All of it at one stroke, as when the power goes; only what this test began, which names its own profile."""
    mine = f"--user-data-dir={profile}"
    firsts = [one for one in psutil.process_iter(["cmdline"]) if mine in (one.info["cmdline"] or [])]
    assert firsts
    whole = {one.pid: one for first in firsts for one in (first, *first.children(recursive=True))}.values()
    for one in whole:
        with suppress(psutil.NoSuchProcess):
            one.kill()
    _, left = psutil.wait_procs([*whole], timeout=PATIENCE / 1000)
    assert left == [], "the next browser would find the profile in use"

"""The page of the trends in a real browser: it says what it shows, by day and by night, and breaks no rule."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from trends.some_diary import a_life, cramp, day
from uncramp.diary import Entry
from uncramp.kb import Knowledge

DAYS = 100
Opened = Callable[..., Any]


@pytest.fixture(scope="session")
def served_folder(kb: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The app as the local server hands it out."""
    from uncramp.site import build

    made = tmp_path_factory.mktemp("served") / "app"
    build(kb, made, served=True)
    return made


class Running:
    """A local app on a diary of its own."""

    def __init__(self, kb: Knowledge, folder: Path, room: Path, entries: Sequence[Entry], days: int) -> None:
        import uvicorn

        from uncramp.diary.place import file_place
        from uncramp.diary.store import Store
        from uncramp.server.app import make_app
        from uncramp.server.run import listening

        place = file_place(room / "diary.sqlite")
        with Store.open(place) as store:
            store.append(entries)
        bound = listening("127.0.0.1", 0)
        port = bound.getsockname()[1]
        now = datetime.fromisoformat(f"{day(days - 1)}T22:00:00+00:00")
        app = make_app(place, kb=kb, folder=folder, state=room / "state", port=port, now=lambda: now)
        self.address = f"http://127.0.0.1:{port}/"
        self.link = lambda: f"{self.address}open?token={app.state.local.sessions.opening()}"
        self._server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        self._thread = threading.Thread(target=lambda: self._server.run([bound]), daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()


@pytest.fixture(scope="module")
def app(kb: Knowledge, served_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    entries = a_life(DAYS, later=0.4, gaps=range(40, 54))
    running = Running(kb, served_folder, tmp_path_factory.mktemp("trends"), entries, DAYS)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def young(kb: Knowledge, served_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The diary of five days."""
    running = Running(kb, served_folder, tmp_path_factory.mktemp("young"), a_life(5, seed=4), 5)
    yield running
    running.stop()


@pytest.fixture
def start(kb: Knowledge, served_folder: Path, tmp_path: Path) -> Iterator[Callable[[Sequence[Entry], int], Running]]:
    """Starts an app on these entries, which ends after the browser has gone."""
    running: list[Running] = []

    def start_(entries: Sequence[Entry], days: int) -> Running:
        running.append(Running(kb, served_folder, tmp_path, entries, days))
        return running[-1]

    yield start_
    for one in running:
        one.stop()


@pytest.fixture
def look(browser: Any, start: Any) -> Iterator[Opened]:
    """Opens a page of a running app; whatever the page complains of, fails the test."""
    contexts, complaints = [], []

    def look_(running: Running, path: str = "app/trends", *, width: int = 390, **options: Any) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 844}, service_workers="block", locale="en-GB", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(running.link())
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("request", lambda request: request.url.startswith(running.address) or complaints.append(request.url))
        page.goto(running.address + path)
        return page

    yield look_
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_the_trends(look: Opened, app: Running, axe: Any, theme: str, width: int) -> None:
    page = look(app, color_scheme=theme, width=width)
    for details in page.locator("details").all():
        details.evaluate("one => one.open = true")
    assert page.locator("svg.trend").count() == 5
    assert axe(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_where_too_little_is_written(look: Opened, young: Running, axe: Any, theme: str) -> None:
    page = look(young, color_scheme=theme)
    assert page.locator(".few").count() >= 3
    assert axe(page) == []


CONTRAST = """() => {
  const bright = (c) => {
    const [r, g, b] = c.match(/[\\d.]+/g).slice(0, 3).map((v) => v / 255)
      .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const against = (a, b) => {
    const [x, y] = [bright(a), bright(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  };
  const rows = [];
  for (const svg of document.querySelectorAll('svg.trend')) {
    const behind = getComputedStyle(svg.closest('.card')).backgroundColor;
    for (const text of svg.querySelectorAll('text:not([stroke])'))
      rows.push(['text', text.textContent, against(getComputedStyle(text).fill, behind)]);
    for (const mark of svg.querySelectorAll('path, line')) {
      const look = getComputedStyle(mark), said = mark.getAttribute('fill') ?? '';
      if (said.includes('base-soft')) continue;
      const seen = [look.fill, look.stroke].filter((c) => c.startsWith('rgb'));
      rows.push(['mark', mark.outerHTML, Math.max(...seen.map((c) => against(c, behind)))]);
    }
  }
  return rows;
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_letters_and_marks_stand_out_from_the_card(look: Opened, app: Running, young: Running, theme: str) -> None:
    """4.5 to 1 for letters, 3 to 1 for what is drawn (WCAG 1.4.3 and 1.4.11); the soft band says nothing by itself."""
    for running in (app, young):
        rows = look(running, color_scheme=theme).evaluate(CONTRAST)
        assert len(rows) > 10
        assert [row for row in rows if row[2] < {"text": 4.5, "mark": 3}[row[0]]] == []


def test_the_drawings_follow_the_theme(look: Opened, app: Running) -> None:
    fills = {
        theme: look(app, color_scheme=theme).locator("svg.trend text").first.evaluate("e => getComputedStyle(e).fill")
        for theme in ("light", "dark")
    }
    assert fills["light"] != fills["dark"]


def test_the_page_does_not_scroll_sideways_on_the_smallest_phone(look: Opened, app: Running) -> None:
    page = look(app, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('svg.trend text')].map(t => t.getBoundingClientRect().height))"
    )
    assert smallest >= 11, "the letters of a chart stay large enough to read"


def test_nothing_of_a_drawing_is_cut_off(look: Opened, app: Running) -> None:
    for path in ("app/trends", "app/trends?weeks=52", "app/trends?weeks=4"):
        outside = look(app, path).evaluate(
            """() => [...document.querySelectorAll('svg.trend')].flatMap((svg) => {
                const all = svg.getBoundingClientRect();
                return [...svg.querySelectorAll('text')].filter((t) => {
                  const r = t.getBoundingClientRect();
                  return r.left < all.left - 1 || r.right > all.right + 1
                    || r.top < all.top - 1 || r.bottom > all.bottom + 1;
                }).map((t) => t.textContent);
            })"""
        )
        assert outside == []


def test_every_drawing_has_a_title_a_sentence_and_a_table(look: Opened, app: Running) -> None:
    page = look(app)
    for card in page.locator("section.card").all():
        said = card.locator("p b").inner_text()
        assert card.locator("svg > title").first.text_content()
        assert card.locator("svg > desc").first.text_content() == said
        assert card.locator("details table tbody tr").count() > 0


def test_a_week_that_nobody_wrote_in_is_a_dashed_box_and_not_a_nought(look: Opened, app: Running) -> None:
    card = look(app).locator("section[aria-labelledby=weeks]")
    assert card.locator("path[stroke-dasharray]").count() == 1
    rows = [row.inner_text() for row in card.locator("tbody tr").all()] or card.locator("tbody tr").all_text_contents()
    assert sum("not known" in row for row in card.locator("tbody tr").all_text_contents()) == 1, rows


def test_a_new_entry_is_on_the_page_at_once(look: Opened, start: Any, tmp_path: Path) -> None:
    from uncramp.diary.store import Store

    page = look(start(a_life(60), 60))
    before = int(page.locator(".stats dd").first.inner_text())
    with Store.open(str(tmp_path / "diary.sqlite")) as store:
        store.append([cramp(59)])
    page.reload()
    assert int(page.locator(".stats dd").first.inner_text()) == before + 1


def test_an_empty_diary_says_what_to_write(look: Opened, start: Any) -> None:
    page = look(start([], 1))
    assert page.locator("svg.trend").count() == 0
    assert "Nothing is written yet" in page.locator("main").inner_text()

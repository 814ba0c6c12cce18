"""The diary page as the tests use it: entries to begin with, and what stands in the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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

"""How the phone app feels on a slow phone: `python benchmarks/phone.py [--rounds 5]`; needs chromium.

Each round opens the app for the first time, on a processor slowed down four times and a slow 4G line, and prints bytes,
the largest contentful paint, the layout shift, and how long it takes from the first tap until a stretch runs.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/site"))

from playwright.sync_api import sync_playwright
from serving import served

from uncramp.kb import load
from uncramp.site import build

SLOWER = 4
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
"""What the field calls slow 4G: 150 ms there and back, 1.6 Mbit/s down."""

WATCH = """
window.seen = { lcp: 0, cls: 0 };
new PerformanceObserver((list) => { for (const one of list.getEntries()) seen.lcp = one.startTime; })
  .observe({ type: 'largest-contentful-paint', buffered: true });
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) seen.cls += one.value;
})
  .observe({ type: 'layout-shift', buffered: true });
"""
BYTES = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .reduce((sum, one) => sum + one.transferSize, 0)"""


def visit(browser: Any, address: str) -> dict[str, float]:
    """One first visit: the home page, the quick screen, the running stretch."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, service_workers="block")
    context.add_init_script(WATCH)
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_4G)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address)
    page.wait_for_load_state("networkidle")
    found = {"kB": page.evaluate(BYTES) / 1000, "lcp ms": page.evaluate("seen.lcp"), "cls": page.evaluate("seen.cls")}
    page.evaluate("performance.clearResourceTimings()")
    page.locator("#places a").first.tap()
    none = page.locator("[data-none]")
    none.wait_for()
    found["quick screen lcp ms"] = page.evaluate("seen.lcp")
    page.wait_for_load_state("networkidle")
    found["quick screen kB"] = page.evaluate(BYTES) / 1000
    found["quick screen cls"] = page.evaluate("seen.cls")
    before = page.evaluate("performance.now()")
    none.tap()
    page.get_by_role("timer").wait_for()
    found["tap to stretch ms"] = page.evaluate("performance.now()") - before
    context.close()
    return found


FILL = """async (days) => {
  const at = document.querySelector('script[type=module]').src.replace(/[^/]*$/, '');
  const { openDiary } = await import(at + 'diary/store.js');
  const { uuid7 } = await import(at + 'diary/entries.js');
  const diary = await openDiary();
  const person = crypto.randomUUID();
  await diary.keep('person', person);
  for (let day = days; day > 0; day -= 365) {
    const all = [];
    for (let back = day; back > Math.max(0, day - 365); back -= 1) {
      for (let hour = 0; hour < 20; hour += 1) {
        const time = new Date(Math.floor(Date.now() / 864e5 - back) * 864e5 + hour * 36e5);
        const moment = time.toISOString().slice(0, 19) + '+00:00';
        const tried = [{ remedy: 'calf_stretch_wall', outcome: 'gone', seconds: 20 + (back % 90) }];
        const body = { what: 'painful_cramp', site: 'site_calf', ...(hour % 5 === 0 && { tried }) };
        const id = uuid7(time, crypto.getRandomValues(new Uint8Array(10)));
        all.push({ id, person, at: moment, recorded_at: moment, kind: 'episode', version: 1, body });
      }
    }
    await diary.append(all);
  }
  diary.close();
}"""
BLOCKED = """
window.blocked = 0; window.read = 0;
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.blocked += one.duration; })
  .observe({ type: 'longtask', buffered: true });
for (const one of [IDBObjectStore, IDBIndex]) {
  const real = one.prototype.getAll;
  one.prototype.getAll = function (...given) {
    const asked = real.apply(this, given);
    const entries = (this.objectStore ?? this).name === 'entries';
    if (entries) asked.addEventListener('success', () => (window.read += asked.result.length));
    return asked;
  };
}
"""


def big_diary(browser: Any, address: str, rounds: int) -> None:
    """Ten years with twenty entries a day: what opening the page reads, and for how long it blocks."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block", timezone_id="UTC")
    page = context.new_page()
    page.goto(f"{address}about.html")
    page.evaluate(FILL, 3650)
    context.add_init_script(BLOCKED)
    for nth in range(rounds + 1):
        page.goto(f"{address}diary.html")
        page.locator("[data-do=else]").wait_for()
        read = page.evaluate("read")
        page.locator("section", has_text="Tried: ").first.wait_for(timeout=120_000)
        name = "first opening" if nth == 0 else "later opening"
        print(f"{name:22} {read:9.0f} entries read, {page.evaluate('blocked'):6.0f} ms of blocked work")
    context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="first visits; five if left out")
    parser.add_argument("--diary", action="store_true", help="how a diary of ten years opens, instead")
    given = parser.parse_args()
    rounds = given.rounds
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        build(load(), Path(folder) / "app")
        binary = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=binary, args=["--no-sandbox", "--disable-gpu"])
        with served(Path(folder) / "app") as address:
            visits = [] if given.diary else [visit(browser, address) for _ in range(rounds)]
            if given.diary:
                big_diary(browser, address, rounds)
        browser.close()
    for name in visits[0] if visits else ():
        values = [one[name] for one in visits]
        print(f"{name:22} {median(values):9.3f}  ({min(values):.3f} to {max(values):.3f})")


if __name__ == "__main__":
    main()

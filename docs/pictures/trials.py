"""The picture of docs/trials.md, from an invented diary: `python docs/pictures/trials.py`; needs chromium."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
import time
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).parent
WIDTH, HEIGHT = 390, 844
PERSON = "0b6ee4a5-5a2c-4d1f-9d1a-5a1f4b2c3d4e"
PATHS = ("", "/result")
CRAMPS = {"a": (1, 2, 0, 1, 3, 0, 1), "b": (0, 1, 0, 0, 0, 1, 0), None: (1, 0, 1, 2, 0, 1, 0)}
NIGHTS = 49


def main() -> None:
    import uvicorn
    from playwright.sync_api import sync_playwright

    from uncramp.diary.place import file_place
    from uncramp.diary.store import Store
    from uncramp.kb import load
    from uncramp.server.app import make_app
    from uncramp.server.run import listening
    from uncramp.site import build

    kb, room = load(), Path(tempfile.mkdtemp())
    build(kb, room / "app", served=True)
    trial, entries, now = _diary(kb)
    place = file_place(room / "diary.sqlite")
    with Store.open(place) as store:
        store.append(entries)
        store.keep("own", PERSON)
    bound = listening("127.0.0.1", 0)
    port = bound.getsockname()[1]
    app = make_app(place, kb=kb, folder=room / "app", state=room / "state", port=port, now=lambda: now)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    threading.Thread(target=lambda: server.run([bound]), daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or sys.exit("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, service_workers="block")
        page.goto(f"http://127.0.0.1:{port}/open?token={app.state.local.sessions.opening()}")
        shots = []
        for path in PATHS:
            page.goto(f"http://127.0.0.1:{port}/app/trials/{trial}{path}")
            page.evaluate("document.querySelector('[data-state]')?.scrollIntoView({ block: 'start' })")
            shots.append(page.screenshot())
        browser.close()
    server.should_exit = True
    _beside(shots, HERE / "trials.png")


def _diary(kb: Any) -> tuple[str, list[Any], datetime]:
    """A trial after seven weeks, looked at when it was time."""
    from uncramp.diary import load
    from uncramp.diary.making import make
    from uncramp.trial_diary import Run, design_body
    from uncramp.trials.design import protocol

    chance, entries = Random(5), list[Any]()

    def add(kind: str, body: dict[str, Any], at: str) -> Any:
        now = datetime.fromisoformat(at)
        made = make(load(), person=PERSON, kind=kind, body=body, now=now, chance=chance.randbytes(10))
        entries.append(made)
        return made

    add(
        "profile_change",
        {"facts": {"age_years": 61, "pregnancy_status": "not_applicable"}},
        "2026-03-01T19:00:00+00:00",
    )
    fixed = protocol(kb, kb.remedies["stretch_before_bed"], None, seed=12, pairs=5)
    design = add("trial_design", design_body(fixed, "2026-03-02"), "2026-03-01T20:00:00+00:00")
    run = Run(design, fixed, {}, (), None)
    for planned in run.plan[:NIGHTS]:
        night = run.night(planned.number)
        cramps = chance.choice(CRAMPS[planned.arm])
        body: dict[str, Any] = {"trial": design.id, "night": night, "did": "yes", "complete": True, "cramps": cramps}
        body |= {"arm": planned.arm} if planned.arm else {}
        add("trial_night", body, f"{night}T08:00:00+00:00")
    last = run.night(NIGHTS)
    add("trial_look", {"trial": design.id, "night": last}, f"{last}T08:30:00+00:00")
    return design.id, entries, datetime.fromisoformat(f"{run.night(NIGHTS + 1)}T08:30:00+00:00")


def _beside(shots: list[bytes], file: Path) -> None:
    """The screens side by side."""
    import io

    from PIL import Image

    screens = [Image.open(io.BytesIO(shot)) for shot in shots]
    sheet = Image.new("RGB", (WIDTH * len(screens) + 20 * (len(screens) - 1), HEIGHT), "white")
    for nth, screen in enumerate(screens):
        sheet.paste(screen, (nth * (WIDTH + 20), 0))
    sheet.save(file, optimize=True)


if __name__ == "__main__":
    main()

"""TimeTagger, a self-hosted diary of working hours in Python on SQLite, asked for the same work as the local app.

It is begun as its own documentation says, by a Python that has it (`pip install timetagger==26.1.3` in a folder of its
own; it is GPL and no part of uncramp). It has the easier job: a record has six fields, and no history of corrections.
"""

from __future__ import annotations

import base64
import json
import os
import random
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

ROOT = "/timetagger"
API = f"{ROOT}/api/v2"
BATCH = 2000
SECONDS_A_DAY = 86_400


class Asks(Protocol):
    """One connection that is kept open."""

    def ask(self, method: str, path: str, body: object = None) -> bytes: ...


def records(dice: random.Random, count: int, first: int, apart: float) -> list[dict[str, Any]]:
    """So many records of two minutes, beginning at `first` and so many seconds apart."""
    return [
        {
            "key": f"{dice.getrandbits(64):016x}", "t1": int(first + nth * apart), "t2": int(first + nth * apart) + 120,
            "mt": int(time.time()), "ds": "#calf a long day on the feet, and enough to drink",
        }
        for nth in range(count)
    ]  # fmt: skip


@contextmanager
def timetagger(python: str, port: int, begin: Callable[[int, dict[str, str]], Asks]) -> Iterator[Asks]:
    """TimeTagger on an empty database, and somebody who is let in."""
    with tempfile.TemporaryDirectory() as folder:
        command = [python, "-m", "timetagger", f"--bind=127.0.0.1:{port}", f"--datadir={folder}", "--log_level=warning"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ) as process:
            try:
                yield begin(port, {"authtoken": _token(begin, port)})
            finally:
                process.terminate()


def _token(begin: Callable[[int, dict[str, str]], Asks], port: int) -> str:
    asked = base64.b64encode(json.dumps({"method": "localhost"}).encode()).decode()
    for _ in range(300):
        try:
            return str(
                json.loads(begin(port, {}).ask("POST", f"{API}/bootstrap_authentication", asked.encode()))["token"]
            )
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("TimeTagger does not answer")


def asked(client: Asks, entries: int, a_day: int) -> dict[str, Callable[[], bytes]]:
    """Fill it with so many records over ten years; then what it is asked, by the names of the local app's own rows."""
    dice, now = random.Random(5), time.time()
    apart = SECONDS_A_DAY / a_day
    for start in range(0, entries, BATCH):
        first = int(now - (entries - start) * apart)
        client.ask("PUT", f"{API}/records", records(dice, min(BATCH, entries - start), first, apart))
    newest = int(now - 100 * apart)

    def day() -> bytes:
        return client.ask("PUT", f"{API}/records", records(dice, a_day, int(time.time()) - SECONDS_A_DAY, apart))

    def sync() -> bytes:
        since = time.time()
        day()
        return client.ask("GET", f"{API}/updates?since={since}")

    return {
        "first page of the phone app": lambda: client.ask("GET", f"{ROOT}/app/"),
        "GET /entries, the newest 100": lambda: client.ask("GET", f"{API}/records?timerange={newest}-{int(now)}"),
        "POST /entries, a day": day,
        "POST /sync, a day": sync,
    }

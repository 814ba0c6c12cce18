"""The local app under load: `python benchmarks/load.py [--entries 73000] [--rounds 30] [--peer PYTHON] [--write]`.

A real uvicorn with one worker on loopback, asked by one client over one connection. Beside it, as the floor: a bare
Starlette that answers ready bytes, and SQLite without anything above it; and another self-hosted diary (load_peer.py)
where `--peer` names a Python that has it. `--write` puts the figures into results.json.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import load_peer

RESULTS = Path(__file__).parent / "results.json"
ENTRIES_A_DAY = 20
STEP = 1000
PERSON = "0b6ee4a5-5a2c-4d1f-9d1a-5a1f4b2c3d4e"
JSON = {"Content-Type": "application/json"}
CASE = {"facts": {"age_years": 72, "site_calf": True, "kind": "painful_cramp", "night_or_rest": True}}

BARE = """
import sys
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
import uvicorn
body = sys.stdin.buffer.read()
async def answer(request):
    await request.body()
    return Response(body, media_type="application/json")
app = Starlette(routes=[Route("/", answer, methods=["GET", "POST"])])
config = uvicorn.Config(app, port=int(sys.argv[1]), loop="asyncio", http="h11", access_log=False, log_level="critical")
uvicorn.Server(config).run()
"""


def fill(file: Path, count: int) -> None:
    """A diary of so many entries over the ten years up to now, a quarter of them cramps, some corrected later."""
    from uncramp.diary import load
    from uncramp.diary.making import CHANCE, correct, make
    from uncramp.diary.place import file_place
    from uncramp.diary.store import Store

    dice, kinds, now = random.Random(1), load(), datetime.now(UTC)
    made = []
    for nth in range(count):
        at = now - timedelta(days=(count - nth) / ENTRIES_A_DAY)
        kind, body = _what(dice, at)
        entry = make(kinds, person=PERSON, kind=kind, body=body, now=at, chance=dice.randbytes(CHANCE))
        made.append(entry)
        if nth % 50 == 0:
            made.append(correct(kinds, entry, body, now=at + timedelta(seconds=60), chance=dice.randbytes(CHANCE)))
    with Store.open(file_place(file)) as store:
        for start in range(0, count, 5000):
            store.append(made[start : start + 5000] if start + 5000 < count else made[start:])


def _what(dice: random.Random, at: datetime) -> tuple[str, dict[str, Any]]:
    sort = dice.random()
    if sort < 0.25:
        tried = [{"remedy": "calf_stretch", "outcome": "gone", "seconds": dice.randint(20, 200)}]
        place = {"site": dice.choice(["site_calf", "site_foot"]), "side": dice.choice(["left", "right"])}
        return "episode", {"what": "painful_cramp", **place, "minutes": dice.randint(1, 20), "tried": tried}
    if sort < 0.6:
        return "measure_done", {"remedy": "calf_stretch"}
    if sort < 0.7:
        return "none_last_night", {"night": at.date().isoformat()}
    return "note", {"text": "a long day on the feet, and enough to drink"}


class Client:
    """One connection that is kept open."""

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        self._connection, self._headers = http.client.HTTPConnection("127.0.0.1", port, timeout=60), headers

    def ask(self, method: str, path: str, body: object = None) -> bytes:
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        headers = self._headers | (JSON if data else {})
        self._connection.request(method, path, data, headers)
        answered = self._connection.getresponse()
        text = answered.read()
        if answered.status >= 400:
            raise RuntimeError(f"{method} {path}: {answered.status} {text[:300]!r}")
        return text


@contextmanager
def app(folder: Path, diary: Path) -> Iterator[tuple[Client, int]]:
    """The app as `uncramp serve` runs it, with a browser that was let in."""
    places = {"UNCRAMP_CACHE": str(folder / "cache"), "UNCRAMP_STATE": str(folder / "state")}
    command = [sys.executable, "-m", "uncramp", "serve", "--port", "0", "--no-browser", "--db", str(diary)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | places) as process:
        try:
            assert process.stdout
            process.stdout.readline()
            link = process.stdout.readline().split()[-1]
            host, _, path = link.removeprefix("http://").partition("/")
            port = int(host.rpartition(":")[2])
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", f"/{path}")
            cookie = connection.getresponse().headers["set-cookie"].partition(";")[0]
            connection.close()
            said = {
                "Cookie": cookie,
                "Origin": f"http://{host}",
                "Sec-Fetch-Site": "same-origin",
                "Accept": "text/html",
            }
            yield Client(port, said), process.pid
        finally:
            process.terminate()


@contextmanager
def bare(body: bytes) -> Iterator[Client]:
    """Starlette under the same uvicorn; it answers these bytes."""
    port = _free_port()
    with subprocess.Popen([sys.executable, "-c", BARE, str(port)], stdin=subprocess.PIPE) as process:
        try:
            assert process.stdin
            process.stdin.write(body)
            process.stdin.close()
            for _ in range(300):
                client = Client(port, {})
                try:
                    client.ask("GET", "/")
                    break
                except OSError:
                    time.sleep(0.1)
            yield client
        finally:
            process.terminate()


def _free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def day_of_entries(dice: random.Random) -> list[dict[str, Any]]:
    """What a phone has to say after a day."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    ids = [f"{time.time_ns() // 10**6:012x}7{dice.getrandbits(12):03x}8{dice.getrandbits(60):015x}" for _ in range(20)]
    return [
        {
            "id": str(uuid.UUID(id)), "person": PERSON, "at": now, "recorded_at": now, "kind": "note", "version": 1,
            "body": {"text": f"{dice.random()}"},
        }
        for id in ids
    ]  # fmt: skip


def pages(client: Client) -> dict[str, Callable[[], bytes]]:
    """What is asked, by the name that the page of results has for it."""
    found = json.loads(client.ask("GET", "/api/v1/openapi.json"))["paths"]
    last = _last_cursor(client)
    dice = random.Random(2)
    asked: dict[str, Callable[[], bytes]] = {
        "first page of the phone app": lambda: client.ask("GET", "/"),
        "settings": lambda: client.ask("GET", "/app/settings"),
        "trends": lambda: client.ask("GET", "/app/trends"),
        "report": lambda: client.ask("GET", "/app/report"),
        "GET /health": lambda: client.ask("GET", "/api/v1/health"),
        "GET /knowledge": lambda: client.ask("GET", "/api/v1/knowledge"),
        "GET /entries, the first 100": lambda: client.ask("GET", "/api/v1/entries"),
        "GET /entries, the newest 100": lambda: client.ask("GET", f"/api/v1/entries?after={last - 100}"),
        "GET /entries, 100 cramps": lambda: client.ask("GET", "/api/v1/entries?kind=episode"),
        "GET /trends": lambda: client.ask("GET", "/api/v1/trends"),
        "POST /decide": lambda: client.ask("POST", "/api/v1/decide", CASE),
        "POST /plan": lambda: client.ask("POST", "/api/v1/plan", CASE),
        "POST /entries, a day": lambda: client.ask("POST", "/api/v1/entries", {"entries": day_of_entries(dice)}),
    }
    if "/api/v1/sync" in found:
        asked["POST /sync, a day"] = Phone(client, last - ENTRIES_A_DAY, dice).sync
    return asked


class Phone:
    """A phone that syncs once a day, from where it stood the last time."""

    def __init__(self, client: Client, cursor: int, dice: random.Random) -> None:
        self._client, self._cursor, self._dice = client, cursor, dice

    def sync(self) -> bytes:
        said = {"cursor": self._cursor, "entries": day_of_entries(self._dice)}
        answer = self._client.ask("POST", "/api/v1/sync", said)
        self._cursor = json.loads(answer)["cursor"]
        return answer


def _last_cursor(client: Client) -> int:
    low, high = 0, 1
    while json.loads(client.ask("GET", f"/api/v1/entries?after={high}&most=1"))["entries"]:
        low, high = high, high * 2
    while low < high:
        middle = (low + high) // 2
        found = json.loads(client.ask("GET", f"/api/v1/entries?after={middle}&most=1"))
        low, high = (middle + 1, high) if found["entries"] else (low, middle)
    return low


def timed(ask: Callable[[], Any], rounds: int) -> dict[str, float]:
    """Milliseconds: the first time, the middle and the slow end of the others."""
    times = []
    for _ in range(rounds + 1):
        began = time.perf_counter()
        ask()
        times.append((time.perf_counter() - began) * 1000)
    rest = times[1:]
    return {"first": times[0], "median": median(rest), "p95": quantiles(rest, n=20)[-1]}


def floor(diary: Path, hundred: bytes, rounds: int) -> dict[str, dict[str, float]]:
    """The same work with nothing above SQLite, and the same bytes with nothing below Starlette."""
    opened = sqlite3.connect(diary)
    opened.execute("pragma synchronous=full")
    dice = random.Random(3)

    def read() -> list[Any]:
        return opened.execute("select * from entries where received > 0 order by received limit 101").fetchall()

    def write() -> None:
        with opened:
            opened.execute("create table if not exists floor (id text primary key, said text)")
            opened.executemany(
                "insert into floor values (?, ?)", [(str(uuid.uuid4()), f"{dice.random()}") for _ in range(20)]
            )

    found = {"SQLite, 100 rows read": timed(read, rounds), "SQLite, 20 rows to the disk": timed(write, rounds)}
    opened.close()
    with bare(hundred) as client:
        found["Starlette, the bytes of 100 entries"] = timed(lambda: client.ask("GET", "/"), rounds)
    return found


def memory(client: Client, process: int, requests: int) -> list[int]:
    """Kilobytes in memory after each thousand of so many mixed requests, the beginning first."""
    dice = random.Random(4)
    asks: list[Callable[[], bytes]] = [
        lambda: client.ask("GET", "/api/v1/health"),
        lambda: client.ask("GET", f"/api/v1/entries?after={dice.randrange(70_000)}"),
        lambda: client.ask("POST", "/api/v1/decide", CASE),
        lambda: client.ask("GET", "/app/settings"),
        lambda: client.ask("POST", "/api/v1/entries", {"entries": day_of_entries(dice)[:1]}),
    ]
    seen = []
    for nth in range(requests + 1):
        if nth % STEP == 0:
            seen.append(resident(process))
        asks[nth % len(asks)]()
    return seen


def resident(process: int) -> int:
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def peer(python: str, entries: int, rounds: int) -> dict[str, dict[str, float]]:
    """TimeTagger with as many records, asked the same."""
    with load_peer.timetagger(python, _free_port(), Client) as client:
        return {name: timed(ask, rounds) for name, ask in load_peer.asked(client, entries, ENTRIES_A_DAY).items()}


def measured(entries: int, rounds: int, requests: int, python: str | None) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        diary = folder / "diary.sqlite"
        fill(diary, entries)
        with app(folder, diary) as (client, process):
            asked = {name: timed(ask, rounds) for name, ask in pages(client).items()}
            hundred = client.ask("GET", "/api/v1/entries")
            seen = memory(client, process, requests)
        return {
            "entries": entries, "rounds": rounds, "requests": requests, "asked": asked,
            "floor": floor(diary, hundred, rounds), "memory_kb": seen,
            "timetagger": peer(python, entries, rounds) if python else {},
        }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for option, usual in (("--entries", 73_000), ("--rounds", 30), ("--requests", 10_000)):
        parser.add_argument(option, type=int, default=usual)
    parser.add_argument("--peer", metavar="PYTHON", help="a Python that has TimeTagger, to be asked the same")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = measured(options.entries, options.rounds, options.requests, options.peer)
    beside = {f"TimeTagger: {name}": one for name, one in found["timetagger"].items()}
    for name, one in {**found["asked"], **found["floor"], **beside}.items():
        print(f"{name:40} first {one['first']:8.1f}  median {one['median']:8.1f}  p95 {one['p95']:8.1f} ms")
    print("memory, kB:", found["memory_kb"])
    if options.write:
        results = json.loads(RESULTS.read_text(encoding="utf-8"))
        RESULTS.write_text(json.dumps(results | {"load": found}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

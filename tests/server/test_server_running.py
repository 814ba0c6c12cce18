"""`uncramp serve` as a process: how it starts and ends, what it logs, and what it does with rude connections."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from server.conftest import entry
from uncramp.cli import run
from uncramp.diary.place import file_place
from uncramp.kb import Knowledge
from uncramp.server.built import built
from uncramp.server.local import key_of
from uncramp.server.run import listening
from uncramp.server.sessions import Sessions

MARKED = "MARKEDPAIN"
SOON = 30.0


@pytest.fixture(scope="session")
def cache(kb: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The phone app, built once for all of these."""
    folder = tmp_path_factory.mktemp("cache")
    built(kb, folder / "app")
    return folder


class Running:
    """The command, running."""

    def __init__(self, cache: Path, home: Path, *options: str) -> None:
        places = {"UNCRAMP_CACHE": str(cache), "UNCRAMP_STATE": str(home / "state"), "BROWSER": "false"}
        self.errors = home / "errors.txt"
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "uncramp", "serve", "--db", str(home / "diary.sqlite"), *options],
                stdout=subprocess.PIPE, stderr=errors, text=True, env=os.environ | places,
            )  # fmt: skip
        self.first = self._line()

    def _line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline()

    def link(self) -> str:
        return self._line().split()[-1]

    @property
    def port(self) -> int:
        found = re.search(r"http://127\.0\.0\.1:(\d+)", self.first)
        assert found, self.first + self.errors.read_text()
        return int(found[1])

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SOON)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answered = connection.getresponse()
        found = answered.status, dict(answered.getheaders()), answered.read()
        connection.close()
        return found

    def raw(self, sent: bytes, *, wait: float = SOON) -> bytes:
        """What comes back until the app closes the connection."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as connection:
            connection.sendall(sent)
            found = b""
            while piece := connection.recv(65536):
                found += piece
        return found

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(SOON)


Start = Callable[..., Running]


@pytest.fixture
def start(cache: Path, tmp_path: Path) -> Iterator[Start]:
    begun: list[Running] = []

    def starting(*options: str) -> Running:
        begun.append(Running(cache, tmp_path, "--no-browser", *options))
        return begun[-1]

    yield starting
    for one in begun:
        one.process.kill()
        one.process.wait()
        assert one.process.stdout
        one.process.stdout.close()


@pytest.fixture(scope="module")
def app(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One app for the tests that do not mind each other."""
    found = Running(cache, tmp_path_factory.mktemp("home"), "--no-browser", "--port", "0")
    yield found
    found.process.kill()
    found.process.wait()
    assert found.process.stdout
    found.process.stdout.close()


# ---- starting and ending


def test_it_says_where_it_runs_lets_one_browser_in_and_ends_cleanly(start: Start, tmp_path: Path) -> None:
    app = start("--port", "0")
    assert re.fullmatch(r"uncramp runs at http://127\.0\.0\.1:\d+ \(Ctrl-C ends it\)\n", app.first)
    link = app.link()
    status, headers, _ = app.ask("GET", "/" + link.partition("://")[2].partition("/")[2])
    assert (status, headers["location"]) == (303, "/")
    assert app.ask("GET", "/")[0] == 200
    assert app.end() == 0
    assert app.errors.read_text() == ""
    with pytest.raises(OSError, match=r"refused"):
        app.ask("GET", "/")
    modes = {path.suffix: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("diary.sqlite*")}
    assert set(modes.values()) == {0o600}


@pytest.mark.parametrize("somebody", [True, False])
def test_uncramp_alone_starts_the_app_in_a_terminal_and_tells_its_commands_elsewhere(
    somebody: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[object] = []
    monkeypatch.setattr("uncramp.cli._somebody_there", lambda: somebody)
    monkeypatch.setattr("uncramp.cli.serve.serve_command", lambda _, options: started.append(options.port))
    assert run([]) == 0
    assert started == ([None] if somebody else [])
    assert ("uncramp" in capsys.readouterr().out) is not somebody


def test_a_second_one_finds_the_first_and_opens_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    diary = tmp_path / "diary.sqlite"
    key = key_of(file_place(diary))
    monkeypatch.setenv("UNCRAMP_STATE", str(tmp_path / "state"))
    monkeypatch.setattr("uncramp.server.run.running_at", lambda _: {"uncramp": "1", "diary": key})
    assert run(["serve", "--no-browser", "--db", str(diary)]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == "uncramp runs already at http://127.0.0.1:8627"
    session = Sessions(tmp_path / "state/browsers" / key).enter(second.rpartition("=")[2])
    assert session is not None


def test_a_second_one_on_a_taken_port_says_so(start: Start) -> None:
    taken = start("--port", "0")
    other = start("--port", str(taken.port))
    assert (other.first, other.process.wait(SOON)) == ("", 2)
    assert f"port {taken.port} cannot be used" in other.errors.read_text()


WRONG = {
    "a diary over the network for everybody to read": ["--address", "0.0.0.0"],
    "half of a certificate": ["--tls-cert", "x.pem"],
    "a file that is not there": ["--tls-cert", "no.pem", "--tls-key", "no.pem"],
    "a host that is a pattern": ["--allow-host", "*"],
    "an origin that is none": ["--allow-origin", "relief.example.org"],
    "a port that is none": ["--port", "70000"],
}


@pytest.mark.parametrize("name", WRONG)
def test_what_it_cannot_do_is_one_line_and_status_2(start: Start, name: str) -> None:
    app = start(*WRONG[name])
    assert app.process.wait(SOON) == 2
    assert app.errors.read_text().startswith("uncramp: ")
    assert app.errors.read_text().count("\n") == 1


def test_small_answers_do_not_wait_for_more_to_send() -> None:
    with listening("127.0.0.1", 0) as bound:
        assert bound.proto == socket.IPPROTO_TCP  # what asyncio looks at before it sets TCP_NODELAY


# ---- rude connections


def test_a_request_without_a_host_gets_nothing(app: Running) -> None:
    assert b" 400 " in app.raw(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n").split(b"\r\n")[0]
    assert b" 421 " in app.raw(b"GET / HTTP/1.0\r\n\r\n").split(b"\r\n")[0]


@pytest.mark.parametrize("path", ["/../../diary.sqlite", "//diary.sqlite", "/%2e%2e/%2e%2e/diary.sqlite", "/\\..\\x"])
def test_a_raw_path_leads_nowhere_else(app: Running, path: str) -> None:
    host = f"Host: 127.0.0.1:{app.port}"
    found = app.raw(f"GET {path} HTTP/1.1\r\n{host}\r\nConnection: close\r\n\r\n".encode())
    assert b" 404 " in found.split(b"\r\n")[0]
    assert b"SQLite" not in found


def test_a_flood_of_headers_is_cut_off(app: Running) -> None:
    flood = b"".join(b"X-%d: %s\r\n" % (nth, b"a" * 200) for nth in range(1000))
    host = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{app.port}\r\n".encode()
    try:
        found = app.raw(host + flood + b"\r\n")
    except ConnectionError:
        found = b""  # cut off while we were still sending
    assert b" 200 " not in found.split(b"\r\n")[0]
    assert app.ask("GET", "/api/v1/health")[0] == 200


def test_a_head_that_never_ends_is_given_up(app: Running) -> None:
    began = time.monotonic()
    assert app.raw(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{app.port}\r\nX-Slow".encode()) == b""
    assert time.monotonic() - began < SOON


def test_a_body_that_never_comes_is_given_up(app: Running) -> None:
    host = f"127.0.0.1:{app.port}"
    head = (
        f"POST /api/v1/decide HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n"
    )
    found = app.raw(head.encode() + b'{"facts"')
    assert b" 408 " in found.split(b"\r\n")[0]


def test_two_ways_to_tell_how_long_a_body_is_are_one_too_many(app: Running) -> None:
    host = f"127.0.0.1:{app.port}"
    head = f"POST /api/v1/decide HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
    twice = head + "Content-Length: 5\r\nContent-Length: 6\r\nConnection: close\r\n\r\n{}xxx"
    assert b" 400 " in app.raw(twice.encode()).split(b"\r\n")[0]
    both = head + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n"
    assert b" 200 " not in app.raw(both.encode()).split(b"\r\n")[0]


def test_many_idle_connections_do_not_keep_the_app_from_answering_later(app: Running) -> None:
    idle = [socket.create_connection(("127.0.0.1", app.port), timeout=SOON) for _ in range(60)]
    assert app.ask("GET", "/api/v1/health")[0] == 200
    for one in idle:
        one.close()


# ---- what is logged


def test_no_health_of_anybody_is_logged_whatever_is_asked(start: Start) -> None:
    app = start("--port", "0")
    link = app.link()
    _, headers, _ = app.ask("GET", "/" + link.partition("://")[2].partition("/")[2])
    home = f"http://127.0.0.1:{app.port}"
    said = {
        "Cookie": headers["set-cookie"].partition(";")[0], "Origin": home, "Sec_Fetch_Site": "same-origin",
        "Content_Type": "application/json",
    }  # fmt: skip
    good, bad = entry(1, text=MARKED), entry(2, kind="episode", what=MARKED)
    bodies = {
        "/api/v1/entries": json.dumps({"entries": [good, bad, MARKED]}),
        "/api/v1/decide": json.dumps({"id": MARKED, "facts": {"numbness": True}}),
        "/api/v1/plan": json.dumps({"facts": {MARKED: True}}),
        f"/api/v1/decide?region={MARKED}": "{}",
        "/app/settings/check": "",
    }
    for path, body in bodies.items():
        app.ask("POST", path, body.encode(), **said)
    for path in (f"/{MARKED}", f"/api/v1/entries?kind={MARKED}", "/api/v1/entries", "/api/v1/export", "/app/settings"):
        app.ask("GET", path, **said)
    app.raw(f"{MARKED} / HTTP/9.9\r\n{MARKED}: {MARKED}\r\n\r\n".encode())
    assert app.end() == 0
    assert app.process.stdout
    logged = app.first + app.process.stdout.read() + app.errors.read_text()
    assert MARKED not in logged
    assert "entries" not in logged

"""What stands before every request. Any page on the web can send requests to this machine, so none is trusted.

A page of another site can point a name of its own at 127.0.0.1 (the host is checked), post forms and texts without
being asked (the origin is checked), embed what it finds (headers forbid it), and keep connections busy (sizes and
times are bounded). It gets no answer that says it may read one, unless `--allow-origin` names it.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from uncramp.server.problems import as_bytes, note, problem

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
API = "/api/"

LARGEST = 2 * 1024 * 1024
"""Bytes of a body: a sync of 200 entries takes a tenth of that."""
LARGEST_AT: dict[str, int] = {}
"""By the path, where a body may be larger: a file that somebody brings."""
IN_MEMORY = 2 * 1024 * 1024
PAUSE = 10.0
"""Seconds between two pieces of a body."""
SLOWEST = 64 * 1024
"""Bytes a second, over all of a body, below which it is given up; a small one has `PAUSE` in any case."""

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-src 'none'; frame-ancestors 'none'"
)
DATA_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""For answers that are no pages."""
OFF = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer", "microphone",
    "midi", "payment", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with `no-referrer` a browser says of our own forms that they come from nowhere
    "Permissions-Policy": ", ".join(f"{name}=()" for name in OFF),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NO_STORE = "no-store"


@dataclass(frozen=True)
class Doors:
    """Under which names the app is reached, and which other origins may ask.

    `port` is what this machine serves on; `hosts` are further names, each as a reader types it, always behind HTTPS;
    `origins` may use the API with a device's token.
    """

    port: int
    tls: bool = False
    hosts: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()
    largest: Mapping[str, int] = field(default_factory=lambda: LARGEST_AT)

    @property
    def secure(self) -> bool:
        """Whether every reader comes over TLS."""
        return self.tls or bool(self.hosts)

    def known_host(self, host: str) -> bool:
        return self.origin_of(host) is not None

    def origin_of(self, host: str) -> str | None:
        """The origin of a page that came from this host; None for a host that is not ours."""
        name = host.lower()
        if name in self.hosts or name.removesuffix(":443") in self.hosts:
            return f"https://{name.removesuffix(':443')}"
        scheme, usual = ("https", 443) if self.tls else ("http", 80)
        for own in LOOPBACK:
            if name == f"{own}:{self.port}" or (self.port == usual and name == own):
                return f"{scheme}://{own}" + ("" if self.port == usual else f":{self.port}")
        return None


class Guard:
    """The middleware: checks who asks, reads the body within its bounds, and marks every answer."""

    def __init__(self, app: ASGIApp, doors: Doors) -> None:
        self.app, self.doors = app, doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # there are no web sockets here
        sender = Sender(send, scope, self.doors)
        try:
            await self._guarded(scope, receive, sender)
        except Exception as error:
            note(error)
            if not sender.begun:
                await sender.problem(500)

    async def _guarded(self, scope: Scope, receive: Receive, sender: Sender) -> None:
        refusal = refused(scope, self.doors)
        if refusal is not None:
            await sender.problem(*refusal)
            return
        if sender.foreign and scope["method"] == "OPTIONS":
            await sender.preflight()
            return
        scope.setdefault("state", {})["foreign"] = sender.foreign is not None
        most = self.doors.largest.get(scope["path"], LARGEST)
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            trouble = await read_body(Headers(scope=scope), receive, body, most)
            if trouble == "gone":
                return
            if trouble is not None:
                await sender.problem(*trouble)
                return
            body.seek(0)
            await self.app(scope, _replayed(body, receive), sender)


Refusal = tuple[int, str]


def refused(scope: Scope, doors: Doors) -> Refusal | None:
    """The status and reason for which a request is turned away before anything of it is done."""
    headers, method, path = Headers(scope=scope), scope["method"], scope["path"]
    hosts = headers.getlist("host")
    if len(hosts) != 1 or not doors.known_host(hosts[0]):
        return 421, "this server has another name"
    if method not in METHODS:
        return 405, f"`{method[:20]}` cannot be done here"
    if len(headers.getlist("origin")) > 1 or len(headers.getlist("sec-fetch-site")) > 1:
        return 403, "this page may not ask"
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if origin in doors.origins and path.startswith(API):
        return None
    if origin is not None and origin != doors.origin_of(hosts[0]):
        return 403, "this page may not ask"
    if site in (None, "same-origin"):
        no_browser = origin is None and site is None
        if no_browser and method not in SAFE and "cookie" in headers:
            return 403, "a browser says which page asks"  # a cookie alone proves nothing
        return None
    if site == "none":  # typed, bookmarked, or opened from the terminal
        return None if method in SAFE else (403, "this page may not ask")
    followed = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    if method == "GET" and followed and path != "/open" and not path.startswith(API) and "/app/" not in path:
        return None  # somebody followed a link to the app; the page it came from sees nothing of it
    return 403, "this page may not ask"


async def read_body(headers: Headers, receive: Receive, body: IO[bytes], most: int) -> Refusal | str | None:
    """Read all of a body; the refusal if it is too large or too slow, "gone" if who sent it went away."""
    said = headers.get("content-length")
    if said is not None and (not said.isdigit() or len(said) > 15):
        return 400, "`content-length` is no number"
    if said is not None and int(said) > most:
        return 413, f"the body is larger than {most} bytes"
    loop, size = asyncio.get_running_loop(), 0
    began = loop.time()
    while True:
        latest = began + PAUSE + size / SLOWEST
        try:
            async with asyncio.timeout(max(0.0, min(PAUSE, latest - loop.time()))):
                message = await receive()
        except TimeoutError:
            return 408, "the body took too long to arrive"
        if message["type"] == "http.disconnect":
            return "gone"
        size += len(message.get("body", b""))
        if size > most:
            return 413, f"the body is larger than {most} bytes"
        body.write(message.get("body", b""))
        if not message.get("more_body", False):
            return None


def _replayed(body: IO[bytes], receive: Receive) -> Receive:
    """The body once more, then whatever comes after it."""
    done = False

    async def again() -> Message:
        nonlocal done
        if done:
            return await receive()
        piece = body.read(IN_MEMORY)
        done = len(piece) < IN_MEMORY
        return {"type": "http.request", "body": piece, "more_body": not done}

    return again


class Sender:
    """Sends the answer with the headers that each one carries."""

    def __init__(self, send: Send, scope: Scope, doors: Doors) -> None:
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        self._send, self._doors = send, doors
        self._path, self._method = scope["path"], scope["method"]
        self.foreign = origin if origin in doors.origins and scope["path"].startswith(API) else None
        self.begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            self._mark(MutableHeaders(raw=message.setdefault("headers", [])))
        await self._send(message)

    def _mark(self, headers: MutableHeaders) -> None:
        page = headers.get("content-type", "").startswith("text/html")
        headers["Content-Security-Policy"] = POLICY if page or not self._path.startswith(API) else DATA_POLICY
        for name, value in HEADERS.items():
            headers[name] = value
        if "cache-control" not in headers:
            headers["Cache-Control"] = NO_STORE
        if self._doors.secure:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        if self._doors.origins and self._path.startswith(API):
            headers.append("Vary", "Origin")
        if self.foreign:
            headers["Access-Control-Allow-Origin"] = self.foreign

    async def preflight(self) -> None:
        """What a browser asks before a page of another origin may: answered to those that are named."""
        allowed = {
            "Access-Control-Allow-Methods": "GET, POST, DELETE",
            "Access-Control-Allow-Headers": "Authorization, Content-Type",
            "Access-Control-Allow-Private-Network": "true",
            "Access-Control-Max-Age": "600",
        }
        raw = [(name.lower().encode(), value.encode()) for name, value in allowed.items()]
        await self({"type": "http.response.start", "status": 204, "headers": raw})
        await self({"type": "http.response.body", "body": b""})

    async def problem(self, status: int, error: str = "") -> None:
        """A refusal without the app; what is still on its way from the asker is not read, so the connection ends."""
        body = as_bytes(problem(status, error))
        raw = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        raw += [(b"connection", b"close")]
        raw += [(b"allow", ", ".join(sorted(METHODS)).encode())] if status == 405 else []
        await self({"type": "http.response.start", "status": status, "headers": raw})
        await self({"type": "http.response.body", "body": b"" if self._method == "HEAD" else body})


def checked_origin(said: str) -> str | None:
    """An origin as browsers send it, such as `https://relief.example.org`; None for what is none."""
    parts = urlsplit(said)
    bare = parts.scheme in ("http", "https") and parts.netloc and not parts.username
    return said.lower() if bare and said.lower() == f"{parts.scheme}://{parts.netloc}".lower() else None

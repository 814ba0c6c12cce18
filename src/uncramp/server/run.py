"""Running the app: which port, since when it answers, and how it ends."""

from __future__ import annotations

import asyncio
import errno
import http.client
import ipaddress
import json
import logging
import os
import socket
import ssl
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import h11
import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from uncramp.errors import UsageError

PORT = 8627
"""Always tried first: a browser keeps what it keeps per address, and the address has the port in it."""
HEADERS = 10.0
"""Seconds in which the head of a request has to be there."""
LARGEST_HEAD = 32 * 1024
AT_A_TIME = 100
"""Connections and requests; beyond that the answer is 503."""
LAST_ANSWERS = 3
"""Seconds for what is being answered when the app is told to end."""


class Patient(H11Protocol):
    """HTTP, with an end to the waiting for a head that never comes."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]:
            self._wait()
        elif self.conn.their_state is not h11.IDLE:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._waiting is None:
            self._waiting = self.loop.call_later(HEADERS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        if self.conn.their_state is h11.IDLE:
            self.transport.close()


class Server(uvicorn.Server):
    """uvicorn, which says when it answers."""

    def __init__(self, config: uvicorn.Config, answering: Callable[[], None]) -> None:
        super().__init__(config)
        self._answering = answering

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        asyncio.get_running_loop().run_in_executor(None, self._answering)


@dataclass(frozen=True, slots=True)
class Tls:
    """A certificate and its key, as files."""

    certificate: Path
    key: Path

    def check(self) -> None:
        """UsageError unless both can be used together."""
        for file in (self.certificate, self.key):
            if not os.access(file, os.R_OK):
                raise UsageError(f"`{file}` cannot be read")
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(self.certificate, self.key)
        except (ssl.SSLError, OSError) as error:
            raise UsageError(
                f"`{self.certificate}` and `{self.key}` are no certificate with its key: {error}"
            ) from None


def listening(address: str, port: int | None) -> socket.socket:
    """A socket that is bound: to this port, or, if none is named, to the usual one, else to any that is free."""
    try:
        return _bound(address, PORT if port is None else port)
    except OSError as error:
        if port is not None or error.errno != errno.EADDRINUSE:
            said = (error.strerror or str(error)).lower()
            raise UsageError(
                f"`{address}` port {PORT if port is None else port} cannot be used: {said}",
                hint="name another with --port",
            ) from None
    return _bound(address, 0)


def _bound(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    # named as TCP, or asyncio does not switch off the waiting that makes each small answer take 40 ms
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name != "nt":  # there it would let two programs have one port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((address, port))
        made.listen(128)
    except OSError:
        made.close()
        raise
    return made


def is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def running_at(port: int) -> dict[str, str] | None:
    """What the app that answers on this port of this machine says of itself; None if there is none of ours."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/api/v1/health", headers={"Host": f"127.0.0.1:{port}"})
        answered = connection.getresponse()
        said = json.loads(answered.read(10_000)) if answered.status == 200 else None
    except (OSError, ValueError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return said if isinstance(said, dict) and {"uncramp", "diary"} <= said.keys() else None


def run(app: FastAPI, bound: socket.socket, tls: Tls | None, answering: Callable[[], None]) -> None:
    """Serve until the process is told to end. `answering` is called once the app answers, off the loop."""
    config = uvicorn.Config(
        app, http=Patient, ws="none", loop="asyncio", lifespan="on", access_log=False, log_config=None,
        log_level=logging.CRITICAL, server_header=False, proxy_headers=False, limit_concurrency=AT_A_TIME,
        timeout_keep_alive=15, timeout_graceful_shutdown=LAST_ANSWERS, h11_max_incomplete_event_size=LARGEST_HEAD,
        ssl_certfile=tls.certificate if tls else None, ssl_keyfile=tls.key if tls else None,
    )  # fmt: skip
    server = Server(config, answering)
    try:
        server.run([bound])
    except KeyboardInterrupt:
        sys.stdout.write("\n")

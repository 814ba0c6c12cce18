"""`uncramp serve`, and `uncramp` alone: the local app, in the browser as soon as it answers."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from uncramp.cli.command import Add, Options, with_setting
from uncramp.errors import UsageError

if TYPE_CHECKING:
    from uncramp.cli.setting import Setting
    from uncramp.kb import Texts
    from uncramp.server.run import Tls
    from uncramp.server.sessions import Sessions
    from uncramp.site.render import Progress


@with_setting
def serve(setting: Setting, options: Options) -> None:
    """The app on this computer, with your diary, in your browser."""
    serve_command(setting, options)


def add_serve(add: Add) -> None:
    """Add the command with its options."""
    command = add("serve", serve)
    command.add_argument("--port", type=int, metavar="N", help="8627 if left out, or a free one where that is taken")
    command.add_argument("--address", metavar="IP", help="where to listen; this computer alone if left out")
    command.add_argument("--db", metavar="FILE|URL", help="the diary, a file or a PostgreSQL URL; yours if left out")
    command.add_argument(
        "--encrypt", action="store_true", help="first put the diary under a passphrase, asked for here"
    )
    command.add_argument("--no-browser", action="store_true", help="print the link instead of opening it")
    command.add_argument("--allow-host", action="append", metavar="NAME", help="a name under which HTTPS reaches it")
    command.add_argument("--allow-origin", action="append", metavar="URL", help="where a phone app may sync from")
    command.add_argument("--tls-cert", type=Path, metavar="FILE", help="a certificate, to speak HTTPS itself")
    command.add_argument("--tls-key", type=Path, metavar="FILE", help="its key")


def serve_command(setting: Setting, options: Options) -> None:
    """Serve until Ctrl-C."""
    from uncramp.cli.passphrase import ready
    from uncramp.diary.place import place
    from uncramp.server.local import key_of
    from uncramp.server.run import PORT, is_loopback, listening, run, running_at
    from uncramp.server.sessions import Sessions

    texts, address = setting.texts(), options.address or "127.0.0.1"
    tls, hosts, origins = _tls(options), _hosts(options), _origins(options)
    if options.port is not None and not 0 <= options.port < 65536:
        raise UsageError(f"`--port {options.port}` is no port", allowed="0 to 65535; 0 is any that is free")
    if not is_loopback(address) and not (tls or hosts):
        raise UsageError(
            f"`--address {address}` would send the diary over the network for everybody to read",
            allowed="--tls-cert with --tls-key, or --allow-host where a proxy in front of it speaks HTTPS",
        )
    ready(texts)
    where = place(options.db)
    if options.encrypt:
        from uncramp.cli.encrypt import encrypt_first

        encrypt_first(setting, where)
    state = _state_folder() / key_of(where)
    if options.port is None and not tls and not options.address:
        found = running_at(PORT)
        if found and found["diary"] == key_of(where):
            _say(texts("site_server.runs_already", address=_address(PORT, tls=False)))
            _let_in(Sessions(state), _address(PORT, tls=False), texts, browser=not options.no_browser)
            return
    folder = _app(setting)
    bound = listening(address, options.port)
    port = bound.getsockname()[1]
    with bound:
        from uncramp.server.app import make_app

        app = make_app(
            where, kb=setting.kb, folder=folder, state=state, port=port, tls=tls is not None, hosts=hosts,
            origins=origins,
        )  # fmt: skip
        shown = _address(port, tls=tls is not None, host=hosts[0] if hosts else "")
        elsewhere = options.port is None and port != PORT

        def answering() -> None:
            said = "site_server.running_elsewhere" if elsewhere else "site_server.running"
            _say(texts(said, address=shown, port=PORT))
            _let_in(app.state.local.sessions, shown, texts, browser=not options.no_browser and not hosts)

        run(app, bound, tls, answering)


def _let_in(sessions: Sessions, address: str, texts: Texts, *, browser: bool) -> None:
    """Open the browser, let in; where there is none, say the link."""
    import webbrowser

    link = f"{address}/open?token={sessions.opening()}"
    if not (browser and webbrowser.open(link)):
        _say(texts("site_server.open_this", link=link))


def _address(port: int, *, tls: bool, host: str = "") -> str:
    if host:
        return f"https://{host}"
    return f"{'https' if tls else 'http'}://127.0.0.1:{port}"


def _tls(options: Options) -> Tls | None:
    from uncramp.server.run import Tls

    if not options.tls_cert and not options.tls_key:
        return None
    if not (options.tls_cert and options.tls_key):
        raise UsageError("half of a certificate", allowed="--tls-cert and --tls-key, or neither")
    found = Tls(options.tls_cert, options.tls_key)
    found.check()
    return found


def _hosts(options: Options) -> list[str]:
    for name in options.allow_host or []:
        if not name or "/" in name or "*" in name or "@" in name or name != name.strip():
            raise UsageError(f"`--allow-host {name}` is no host name", allowed="such as diary.example.org")
    return list(options.allow_host or [])


def _origins(options: Options) -> list[str]:
    from uncramp.server.guard import checked_origin

    found = []
    for said in options.allow_origin or []:
        origin = checked_origin(said)
        if origin is None:
            raise UsageError(f"`--allow-origin {said}` is no origin", allowed="such as https://relief.example.org")
        found.append(origin)
    return found


def _app(setting: Setting) -> Path:
    """The built phone app; somebody who watches sees how far it is while it is built the first time."""
    from uncramp.server.built import built

    folder = _cache_folder()
    return (
        built(setting.kb, folder, lambda: _waiting(setting.texts()))
        if sys.stdout.isatty()
        else built(setting.kb, folder)
    )


@contextmanager
def _waiting(texts: Texts) -> Iterator[Progress]:
    """A bar with its percentage, which goes away when it is full."""
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Bar(*columns, transient=True) as bar:
        task = bar.add_task(texts("site_server.building"), total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _cache_folder() -> Path:
    from platformdirs import user_cache_path

    return Path(os.environ.get("UNCRAMP_CACHE") or user_cache_path("uncramp", appauthor=False)) / "app"


def _state_folder() -> Path:
    from platformdirs import user_state_path

    return Path(os.environ.get("UNCRAMP_STATE") or user_state_path("uncramp", appauthor=False)) / "browsers"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()

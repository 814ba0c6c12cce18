"""Drives the Firefox that the system has, by Marionette: the protocol that every Firefox speaks.

Playwright drives only a Firefox of its own making; Marionette needs nothing beside the browser. It can also do what a
test of this app needs and a page is not allowed: cut the network, watch what is asked of whom, hear what a page
complains of, make it day or night.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

FIREFOX = os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
PATIENCE = 30.0
"""Seconds to wait for something to become true; what takes longer on a phone is broken."""
TICK = 0.02
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""How WebDriver names a reference to an element."""

SETTINGS = {
    "marionette.port": 0,  # any that is free; it is written into the profile
    "intl.accept_languages": "en-GB",
    "network.disable-localhost-when-offline": True,
    "devtools.console.stdout.content": True,  # what a page says in the console goes to our log,
    "devtools.console.stdout.chrome": False,  # and nothing else does
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "ui.prefersReducedMotion": 1,
    # as on a phone: a finger, and scrollbars that take no room
    "ui.useOverlayScrollbars": 1,
    "widget.gtk.overlay-scrollbars.enabled": True,
    "ui.primaryPointerCapabilities": 1,
    "ui.allPointerCapabilities": 1,
    "dom.w3c_touch_events.enabled": 1,
}

WATCH = """
const told = window.told = [];
const watch = { observe(subject, topic) {
  const asked = subject.QueryInterface(Ci.nsIHttpChannel), { loadInfo } = asked;
  if (!loadInfo.browsingContextID && loadInfo.triggeringPrincipal.isSystemPrincipal) return;
  if (topic === 'http-on-opening-request') told.push({ asked: asked.URI.spec });
  else if (asked.responseStatus >= 400) told.push({ complaint: `${asked.responseStatus} ${asked.URI.spec}` });
} };
Services.obs.addObserver(watch, 'http-on-opening-request');
Services.obs.addObserver(watch, 'http-on-examine-response');
Services.console.registerListener({ observe(message) {
  if (!(message instanceof Ci.nsIScriptError) || message.flags & Ci.nsIScriptError.warningFlag) return;
  if (message.innerWindowID || /^(http|file|blob|data):/.test(message.sourceName)) {
    told.push({ complaint: `${message.errorMessage} ${message.sourceName}:${message.lineNumber}` });
  }
} });
"""
"""Keeps what pages ask for and what they complain of; what the browser wants for itself is none of theirs."""

RESIZE = """
const [width, height] = arguments, { style } = gBrowser.selectedBrowser;
for (const [name, size] of [['width', width], ['height', height]]) {
  for (const bound of ['', 'min-', 'max-']) style.setProperty(bound + name, `${size}px`);
}
"""
"""A window of Firefox cannot be as narrow as a phone, but what a page is shown in can."""


class MarionetteError(Exception):
    """What Firefox refuses."""


def started(profile: Path, said: Path) -> subprocess.Popen[bytes]:
    """Firefox, on this profile; all it says goes to a file."""
    assert FIREFOX, "no Firefox"
    how = ("--headless", "--no-remote", "--marionette", "--remote-allow-system-access")
    with said.open("wb") as log:
        return subprocess.Popen(
            [FIREFOX, *how, "--profile", profile],
            stdout=log, stderr=subprocess.STDOUT, env={**os.environ, "MOZ_CRASHREPORTER_DISABLE": "1"},
        )  # fmt: skip


class Firefox:
    """One running Firefox with one tab, on a profile that outlives it."""

    def __init__(self, profile: Path) -> None:
        self.profile = profile
        profile.mkdir(parents=True, exist_ok=True)
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in SETTINGS.items()]
        (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
        port = profile / "MarionetteActivePort"
        port.unlink(missing_ok=True)
        self._socket: socket.socket | None = None
        said = profile / "said.log"
        self._process = started(profile, said)
        self._log = said.open(encoding="utf-8", errors="replace")
        try:
            number = until(lambda: port.is_file() and port.read_text(), "Firefox to listen", patience=4 * PATIENCE)
            self._socket = socket.create_connection(("127.0.0.1", int(number)), timeout=4 * PATIENCE)
            self._stream = self._socket.makefile("rb")
            self._read()  # it says hello first
            self._count = 0
            given = self.command("WebDriver:NewSession", {"capabilities": {}})
            self.version = str(given["capabilities"]["browserVersion"])
            self.chrome(WATCH)
        except BaseException:
            self.kill()
            raise

    # ---- the protocol

    def _read(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            byte = self._stream.read(1)
            if not byte:
                raise MarionetteError("Firefox has gone away")
            length += byte
        return json.loads(self._stream.read(int(length[:-1])))

    def command(self, name: str, given: dict[str, Any] | None = None) -> Any:
        """One command and its answer."""
        self._count += 1
        body = json.dumps([0, self._count, name, given or {}]).encode()
        assert self._socket
        self._socket.sendall(b"%d:%s" % (len(body), body))
        _, _, error, result = self._read()
        if error:
            raise MarionetteError(f"{error['error']}: {error['message']}")
        return result["value"] if result and set(result) == {"value"} else result

    def chrome(self, script: str, *given: Any) -> Any:
        """Runs a script with the rights of the browser itself."""
        self.command("Marionette:SetContext", {"value": "chrome"})
        try:
            return self.command("WebDriver:ExecuteScript", {"script": script, "args": given, "newSandbox": False})
        finally:
            self.command("Marionette:SetContext", {"value": "content"})

    # ---- the browser

    def size(self, width: int, height: int = 844) -> None:
        """Shows pages at the size of this phone."""
        self.chrome(RESIZE, width, height)
        until(lambda: self.js("return window.innerWidth") == width, f"{width} pixels")

    def theme(self, name: str) -> None:
        """Makes it day (`light`) or night (`dark`) for every page."""
        pref = "layout.css.prefers-color-scheme.content-override"
        self.chrome("Services.prefs.setIntPref(...arguments)", pref, ["dark", "light"].index(name))

    def workers(self, allowed: bool) -> None:
        """Lets pages have a service worker, or not."""
        self.chrome("Services.prefs.setBoolPref('dom.serviceWorkers.enabled', arguments[0])", allowed)

    def offline(self, off: bool) -> None:
        """Cuts the network, for pages and their workers, this machine included; or joins it again."""
        self.chrome("Services.io.offline = arguments[0]", off)

    def told(self) -> tuple[list[str], list[str]]:
        """What pages have asked for since the last time, and what they complained of."""
        rows = self.chrome("return window.told.splice(0)")
        asked = [row["asked"] for row in rows if "asked" in row]
        complaints = [row["complaint"] for row in rows if "complaint" in row]
        said = self._log.read().splitlines()
        return asked, complaints + [line for line in said if line.startswith("console.error")]

    def kill(self) -> None:
        """Ends it as a phone does that needs the room: at once, with no time to tidy up."""
        self._process.kill()
        self._process.wait()
        self._log.close()
        if self._socket:
            self._stream.close()
            self._socket.close()

    # ---- the page

    def go(self, url: str) -> None:
        self.command("WebDriver:Navigate", {"url": url})

    @property
    def url(self) -> str:
        return str(self.command("WebDriver:GetCurrentURL"))

    def js(self, script: str, *given: Any) -> Any:
        """What a script in the page returns, or what its promise holds."""
        return self.command("WebDriver:ExecuteScript", {"script": script, "args": given, "newSandbox": False})

    def wait(self, script: str, *given: Any) -> Any:
        """Waits until this expression in the page is true, and gives its value; a page that is changing has none."""

        def value() -> Any:
            try:
                return self.js(f"return {script}", *given)
            except MarionetteError:
                return None

        return until(value, script)

    def there(self, selector: str) -> Any:
        """Waits for the first visible element with this selector."""
        return self.wait("[...document.querySelectorAll(arguments[0])].find((one) => one.checkVisibility())", selector)

    def named(self, name: str, selector: str = "main :is(a, button, label, summary)") -> Any:
        """Waits for the visible thing to press whose words are these."""
        return self.wait(
            "[...document.querySelectorAll(arguments[1])].find((one) => one.checkVisibility() "
            "&& one.innerText.replace(/\\s+/g, ' ').trim() === arguments[0])",
            name, selector,
        )  # fmt: skip

    def press(self, element: Any) -> None:
        """Brings it into sight as the page wants it, and presses it; something that lies above it is an error."""
        self.js("arguments[0].scrollIntoView({ block: 'nearest' })", element)
        self.command("WebDriver:ElementClick", {"id": element[ELEMENT]})

    def type(self, element: Any, text: str) -> None:
        self.command("WebDriver:ElementSendKeys", {"id": element[ELEMENT], "text": text})

    def text(self, selector: str) -> str:
        """The words of the first element with this selector, as they are shown."""
        return str(self.js("return document.querySelector(arguments[0])?.innerText ?? ''", selector))

    def picture(self, file: Path, *, full: bool = False) -> None:
        shot = self.command("WebDriver:TakeScreenshot", {"full": full, "hash": False})
        file.write_bytes(base64.b64decode(shot))


def until(look: Callable[[], Any], what: str, *, patience: float = PATIENCE) -> Any:
    """Waits until a look gives something true, and gives that."""
    end = time.monotonic() + patience
    while not (found := look()):
        if time.monotonic() > end:
            raise AssertionError(f"waited {patience:.0f} seconds in vain for: {what}")
        time.sleep(TICK)
    return found

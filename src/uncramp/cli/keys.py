"""One key at a time, with a time limit: what a countdown needs and a line of input cannot give."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any

ENTER, BREAK = "\n", "\x03"


class Keys:
    """The keyboard as single keys while the block lasts; the terminal is put back however the block ends.

    `get(timeout)` gives one key, or None when `timeout` seconds pass without one; end of input counts as `BREAK`.
    """

    def __enter__(self) -> Keys:
        self._before: Any = None
        if sys.platform != "win32":
            import termios
            import tty

            self._before = termios.tcgetattr(sys.stdin.fileno())
            tty.setcbreak(sys.stdin.fileno())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if sys.platform != "win32":
            import termios

            termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, self._before)

    def get(self, timeout: float | None = None) -> str | None:
        key = _windows_key(timeout) if sys.platform == "win32" else _posix_key(timeout)
        return ENTER if key in ("\r", "\n") else key


def _posix_key(timeout: float | None) -> str | None:
    import os
    import select

    ready, _, _ = select.select([sys.stdin], [], [], timeout)
    if not ready:
        return None
    return os.read(sys.stdin.fileno(), 1).decode("latin-1") or BREAK


def _windows_key(timeout: float | None) -> str | None:
    import msvcrt

    until = None if timeout is None else time.monotonic() + timeout
    while not msvcrt.kbhit():  # type: ignore[attr-defined, unused-ignore]
        if until is not None and time.monotonic() >= until:
            return None
        time.sleep(0.02)
    return str(msvcrt.getwch())  # type: ignore[attr-defined, unused-ignore]

"""The guided session on a terminal: a live countdown, one key per answer, kept on disk until it ends."""

from __future__ import annotations

import contextlib
import json
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console, Group
from rich.live import Live
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.text import Text

from uncramp.cli.keys import BREAK, ENTER, Keys
from uncramp.errors import UncrampError
from uncramp.facts import UNSURE, Answers
from uncramp.kb import Knowledge, Texts
from uncramp.quick import notes, relief
from uncramp.session import Event, Prompt, Session, advance, from_json, prompt, to_json, woken

KEEP_FOR = 2 * 3600
"""Seconds after which a session that was cut off is no longer this cramp."""
REFRESH = 0.2

ANSWERS: dict[str, Event] = {"g": "gone", "b": "better", "s": "same", "w": "worse", "!": "new_sign", "q": "stop"}
STEPS: dict[str, Event] = {
    ENTER: "next", " ": "next", "p": "pause", "g": "gone", "w": "worse", "k": "skip", "!": "new_sign", "q": "stop",
}  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """A session that was cut off, with the answers that it started from."""

    session: Session
    answers: Answers
    at: float


def keep_file() -> Path:
    from platformdirs import user_state_path

    return user_state_path("uncramp", appauthor=False) / "session.json"


def keep(session: Session, answers: Answers) -> None:
    """Write the session where `kept` finds it; only the person can read it, and nothing is half written."""
    file = keep_file()
    data: dict[str, Any] = {
        "at": time.time(),
        "session": to_json(session),
        "facts": {**answers.known, **dict.fromkeys(answers.unsure, UNSURE)},
    }
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = file.with_suffix(".new")
        new.touch(mode=0o600)
        new.write_text(json.dumps(data), encoding="utf-8")
        new.replace(file)


def kept(kb: Knowledge) -> Kept | None:
    """The session that was cut off, if there is one that is recent and can be read."""
    try:
        data = json.loads(keep_file().read_text(encoding="utf-8"))
        at = float(data["at"])
        if not 0 <= time.time() - at <= KEEP_FOR:
            return None
        session = woken(from_json(kb, data["session"]), kept_at=at, at=time.time())
        return Kept(session, kb.answers(data["facts"]), at)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError, UncrampError):
        return None  # a file that cannot be used is no session: relief starts anew


def forget() -> None:
    with contextlib.suppress(OSError):
        keep_file().unlink(missing_ok=True)


def run(kb: Knowledge, session: Session, answers: Answers, texts: Texts, console: Console) -> Session:
    """Guide until the session ends. Breaking off (Ctrl-C, a closed window) keeps it for the next time."""
    mind = {offer.remedy.id: notes(offer, texts) for offer in relief(kb, answers, today=date.today())}
    with Keys() as keys:
        while not session.ending:
            keep(session, answers)
            event = _wait(kb, session, keys, texts, console, mind)
            session = advance(kb, session, event, at=time.time())
    forget()
    return session


def _wait(
    kb: Knowledge, session: Session, keys: Keys, texts: Texts, console: Console, mind: dict[str, list[str]]
) -> Event:
    """Show the prompt until a key that means something, or until it runs out."""
    now = prompt(kb, session)
    mapping = ANSWERS if now.state == "check" else STEPS
    total = max(1.0, (now.ends or 0) - time.time())
    with Live(console=console, refresh_per_second=1 / REFRESH, transient=True) as live:
        while True:
            live.update(screen(session, now, texts, total, mind.get(session.remedy, [])))
            key = keys.get(REFRESH)
            if key == BREAK:
                raise KeyboardInterrupt
            if key == "p" and session.paused:
                return "resume"
            if key in mapping:
                return mapping[key]
            if advance(kb, session, "time", at=time.time()) != session:
                return "time"


def screen(session: Session, now: Prompt, texts: Texts, total: float, mind: list[str]) -> Panel:
    """One prompt as a panel: what to do, the time left of `total` seconds, what to feel, which keys there are."""
    remedy = now.remedy
    assert remedy, "a session that is not over has a remedy"
    title = texts.entry("remedy", remedy.id, "title", remedy.title)
    rows: list[Any] = []
    match now.state:
        case "ready":
            rows.append(Text(texts("session.ready", title=title), style="bold"))
            rows.append(Text(texts.entry("remedy", remedy.id, "summary", remedy.summary)))
            rows += [Text(f"- {row}") for row in mind]
        case "check":
            rows.append(Text(texts("session.check"), style="bold"))
        case "skin_check":
            rows.append(Text(texts("session.skin_check"), style="bold"))
        case "rest" | "switch":
            rows.append(Text(texts(f"session.{now.state}"), style="bold"))
        case _:
            rows.append(Text(texts.entry("remedy", remedy.id, now.field, now.says), style="bold"))
    if now.ends is not None:
        left = max(0.0, now.ends - time.time())
        rows += [Text(""), ProgressBar(total=total, completed=total - left, width=40)]
        rows.append(Text(texts("session.time_left", seconds=round(left))))
    elif session.paused and now.state != "skin_check":
        rows.append(Text(texts("session.paused")))
    if now.state in ("step", "rest", "switch"):
        rows += [Text(""), Text(_where(now, texts), style="dim")]
        guide = remedy.guide
        if guide and guide.feel:
            rows.append(Text(texts("session.feel", feel=texts.entry("remedy", remedy.id, "guide.feel", guide.feel))))
        if remedy.stop_if:
            rows.append(Text(texts.entry("remedy", remedy.id, "stop_if", remedy.stop_if)))
    keys = {"ready": "ready_keys", "check": "check_keys", "skin_check": "skin_keys"}.get(now.state, "step_keys")
    rows += [Text(""), Text(texts(f"session.{keys}"), style="dim")]
    return Panel(Group(*rows), title=title, title_align="left")


def _where(now: Prompt, texts: Texts) -> str:
    said = [texts("session.round", round=now.round, rounds=now.rounds)] if now.rounds > 1 else []
    if now.sides == "each":
        said.append(texts("session.side_other" if now.side else "session.side_first"))
    return ", ".join(said)

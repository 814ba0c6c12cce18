"""The raw table of the second sheet: one row for each thing that was written down in these weeks, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from uncramp.diary import Entry
from uncramp.diary.projections import by_time
from uncramp.diary.table import cell
from uncramp.exchange.report.choice import plain
from uncramp.exchange.report.sheet import Table
from uncramp.exchange.report.words import Words
from uncramp.kb.decimals import decimal
from uncramp.kb.texts import capital

COLUMNS = ("when", "what", "lasted", "pain", "tried_how", "more")
APART = ("profile_change", "check_done", "import", "trial_design", "trial_night", "trial_end", "trial_look")
"""Kinds that stand elsewhere on the page, or are nothing that happened."""
MOST = 300
LONGEST = 240
"""Letters of one cell: the whole of a long note is in the diary."""


def table(words: Words, entries: Sequence[Entry]) -> Table:
    """Entries that are not understood are not here: they are counted at the foot of the page."""
    known = [one for one in by_time(entries)[::-1] if one.understood and one.kind not in APART]
    rows = tuple(_row(words, one) for one in known[:MOST])
    notes = []
    if len(known) > MOST:
        notes.append(words.say("table_more", count=len(known) - MOST))
    if not known:
        notes.append(words.say("table_empty"))
    return Table(words.say("table"), tuple(words.say(f"column_{one}") for one in COLUMNS), rows, tuple(notes))


def _row(words: Words, entry: Entry) -> tuple[str, ...]:
    body = entry.body
    time = "" if entry.kind in ("none_last_night", "sleep", "exposure") else entry.at[11:16]
    if body.get("time_guessed"):
        time = words.texts("site_diary.about_time", time=time)
    day = str(body.get("night") or body.get("day") or entry.at[:10])
    cells = _episode(words, body) if entry.kind == "episode" else _other(words, entry.kind, body)
    return tuple(shortened(one, LONGEST) for one in (f"{day} {time}".strip(), *cells))


def _episode(words: Words, body: Mapping[str, Any]) -> tuple[str, ...]:
    what = words.place(str(body["site"]), body.get("side"))
    if body["what"] != "painful_cramp":
        what = f"{what}: {words.kind(str(body['what']))}"
    lasted = words.texts("site_diary.said_long", minutes=body["minutes"]) if "minutes" in body else ""
    if body.get("still_on"):
        lasted = f"{lasted} {words.say('still_on')}".strip()
    before, after = body.get("pain_before"), body.get("pain_after")
    pain = "" if before is None and after is None else f"{_or_open(before)} \u2192 {_or_open(after)}"
    tried = "; ".join(_tried(words, one) for one in body.get("tried", ()))
    more = []
    if "woke_me" in body:
        more.append(words.say("woke" if body["woke_me"] else "not_woke"))
    if "relief_seconds" in body:
        more.append(words.texts("site_diary.said_relief", time=words.span(body["relief_seconds"])))
    if body.get("suspects"):
        more.append(words.texts("site_diary.said_suspects", what=", ".join(map(words.word, body["suspects"]))))
    return what, lasted, pain, tried, _with_note(more, body)


def _or_open(value: object) -> str:
    return "?" if value is None else str(value)


def _tried(words: Words, one: Mapping[str, Any]) -> str:
    said = f"{words.remedy(str(one['remedy']))}: {words.outcome(str(one['outcome']))}"
    return f"{said}, {words.span(one['seconds'])}" if "seconds" in one else said


def _with_note(more: list[str], body: Mapping[str, Any]) -> str:
    note = plain(str(body.get("note", "")))
    return " ".join([*more, f"\u201c{note}\u201d"] if note else more)


HEADS: dict[str, Callable[[Words, Mapping[str, Any]], str]] = {
    "none_last_night": lambda words, _: words.say("none_that_night"),
    "measure_done": lambda words, body: words.say("row_done", what=words.remedy(str(body["remedy"]))),
    "dose_taken": lambda words, body: words.say("row_taken", what=plain(str(body["what"]))),
    "drinks": lambda words, body: words.texts("site_diary.said_drink", what=words.word(str(body["what"]))),
    "sleep": lambda words, _: words.texts("site_diary.line_sleep"),
    "exercise": lambda words, body: capital(words.word(str(body["what"]))),
    "exposure": lambda words, body: words.say(
        "row_exposure",
        what=capital(words.word(str(body["what"]))),
        answer=words.texts(f"site_diary.{'yes' if body['present'] else 'no'}").lower(),
    ),
    "note": lambda words, _: words.say("row_note"),
}
UNITS = {"ml": "said_ml", "quality": "said_quality", "woken": "said_woken", "effort": "said_effort"}
TOLD = ("remedy", "what", "minutes", "night", "day", "present", "note", "text", *UNITS)


def _other(words: Words, kind: str, body: Mapping[str, Any]) -> tuple[str, ...]:
    """Whatever else a kind says that has no column of its own stands in the last one."""
    head = HEADS[kind](words, body) if kind in HEADS else capital(plain(kind.replace("_", " ")))
    lasted = ""
    if "minutes" in body:
        hours = kind == "sleep"
        lasted = (
            words.texts("site_diary.said_hours", hours=decimal(round(body["minutes"] / 60, 1), words.texts)).rstrip(".")
            if hours
            else words.texts("site_diary.said_long", minutes=body["minutes"])
        )
    more = [words.texts(f"site_diary.{key}", **{name: body[name]}) for name, key in UNITS.items() if name in body]
    rest = [plain(words.word(cell(value))) for name, value in body.items() if name not in TOLD]
    text = plain(str(body.get("text", "")))
    return head, lasted, "", "", _with_note([*more, " ".join(rest), text], body).strip()


def shortened(text: str, longest: int) -> str:
    """At most so many letters, cut between words where there is one to cut at."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    space = cut.rfind(" ")
    return f"{cut[: space if space > longest // 2 else None].rstrip(' ,;:.')}\u2026"

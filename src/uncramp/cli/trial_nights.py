"""`uncramp trial tonight`, `record` and `end`: the nights of a trial that runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from rich.console import Console
from rich.text import Text

from uncramp.cli.ask import accepted
from uncramp.cli.book import open_book
from uncramp.cli.output import disclaimer, write_json
from uncramp.cli.setting import Setting
from uncramp.cli.when import day, night
from uncramp.diary import Entry, to_json
from uncramp.diary.projections import night_of
from uncramp.errors import UsageError
from uncramp.kb import Texts
from uncramp.kb.dates import weekday_day
from uncramp.own_trial.people import WHY, last_over, names_of, not_safe, tonight, tonight_says
from uncramp.trial_diary import Run, runs
from uncramp.trials.words import Names

DID = {"yes": "yes", "part": "part", "no": "no", "other": "other_arm"}
"""The words of `answer` that say what was done, as the diary writes them."""


def tonight_command(setting: Setting, options: argparse.Namespace) -> None:
    """What it is the turn of, and what is still to be written down."""
    texts, console = setting.texts(), Console()
    run, entries, now = read_run(options)
    wanted = day(options.night, now, "--night") if options.night else tonight(now)
    stage, planned = run.stage(wanted), run.planned(wanted)
    stop = not_safe(setting.kb, run, entries)
    missing = run.missing(last_over(now))
    names = names_of(setting.kb, run.protocol, texts)
    if options.json:
        arm = planned.arm if planned and stage == "running" and not stop else None
        do = None if arm is None else (run.protocol.arm_a if arm == "a" else run.protocol.arm_b)
        found = {"trial": run.id, "night": wanted, "stage": stage, "arm": arm, "do": do, "not_safe": stop}
        write_json(found | {"missing": missing, "look_due": run.due_look(wanted) is not None})
        return
    if stop:
        console.print(Text(texts("trials.stop_now"), style="bold"))
    else:
        console.print(Text(told(run, wanted, names, texts), style="bold"))
    if missing and stage != "over":
        days = ", ".join(weekday_day(date.fromisoformat(one), texts) for one in missing[:3])
        console.print(Text(texts("trials.not_recorded", count=len(missing), days=days)))
    if not stop and run.due_look(wanted) is not None:
        console.print(Text(texts("trials.look_due")))
    console.print(Text(disclaimer(texts), style="dim"))


def told(run: Run, wanted: str, names: Names, texts: Texts) -> str:
    """One sentence: with or without, or why neither."""
    return " ".join(tonight_says(run, wanted, names, texts)) or texts("trials.over")


def record_command(setting: Setting, options: argparse.Namespace) -> None:
    """One night: what was done, and how many cramps; a later record of the same night is the one that counts."""
    texts = setting.texts()
    if options.unknown and options.cramps is not None:
        raise UsageError("`--unknown` and `--cramps` say two things", allowed="one of them")
    book = open_book(create=False)
    with book.store:
        entries = book.entries(book.reader(options.person))
        run = find_run(entries, options.trial)
        wanted = night(options.night, book.now) if options.night else book.now.date().isoformat()
        planned = run.planned(wanted)
        if planned is None or run.end is not None:
            last = min(run.night(len(run.plan)), book.now.date().isoformat())
            allowed = f"a night from {run.night(1)} to {last}" if last >= run.night(1) else "none before it has begun"
            raise UsageError(f"the night to {wanted} is not in this trial", allowed=allowed)
        known = sum(one.kind == "episode" and night_of(one.at) == wanted for one in entries)
        body = {"trial": run.id, "night": wanted, **({"arm": planned.arm} if planned.arm else {})}
        body["did"] = _did(options.did, run, wanted, names_of(setting.kb, run.protocol, texts), texts)
        body |= _cramps(options, known, wanted, texts)
        entry = book.write(run.design.person, "trial_night", body)
    if options.json:
        write_json(to_json(entry))
        return
    console = Console()
    console.print(Text(texts("trials.recorded", day=weekday_day(date.fromisoformat(wanted), texts)), style="bold"))
    if not body["complete"]:
        console.print(Text(texts("trials.recorded_missing")))
    left = run.missing((date.fromisoformat(wanted) - timedelta(days=1)).isoformat())
    if left:
        days = ", ".join(weekday_day(date.fromisoformat(one), texts) for one in left[:3])
        console.print(Text(texts("trials.not_recorded", count=len(left), days=days)))


def end_command(setting: Setting, options: argparse.Namespace) -> None:
    """A trial ends before its last night; why is part of what it says."""
    why = options.why.strip().lower().replace("-", "_")
    if why not in WHY:
        allowed = ", ".join(one.replace("_", "-") for one in WHY)
        raise UsageError(f"`{options.why[:40]}` is no reason that can be written", allowed=allowed)
    book = open_book(create=False)
    with book.store:
        run = find_run(book.entries(book.reader(options.person)), options.trial)
        if run.end is not None:
            raise UsageError(f"the trial {run.id[-8:]} has ended already", hint="`uncramp trial result` shows it")
        entry = book.write(run.design.person, "trial_end", {"trial": run.id, "why": why})
    if options.json:
        write_json(to_json(entry))
        return
    Console().print(Text(setting.texts()("trials.ended"), style="bold"))


# ---- shared by the commands of a running trial


def read_run(options: argparse.Namespace) -> tuple[Run, list[Entry], datetime]:
    """The trial that is meant, all that its person wrote, and now; for who writes nothing."""
    book = open_book(create=False)
    with book.store:
        entries = book.entries(book.reader(options.person))
    return find_run(entries, options.trial), entries, book.now


def find_run(entries: Sequence[Entry], start: str | None) -> Run:
    """The trial that is meant: by the start or end of its id, else the newest."""
    found = runs(entries)
    if start is not None:
        found = [run for run in found if run.id.startswith(start) or run.id.endswith(start)]
        if len(found) != 1:
            known = ", ".join(run.id[-8:] for run in found or runs(entries))
            raise UsageError(f"`--trial {start}` is not one trial", allowed=known or "there is none yet")
    if not found:
        raise UsageError("there is no trial in the diary", hint="`uncramp trial new` begins one")
    return found[-1]


def _did(said: str | None, run: Run, wanted: str, names: Names, texts: Texts) -> str:
    if said is None and sys.stdin.isatty() and sys.stdout.isatty():
        said = input(f"{told(run, wanted, names, texts)} {texts('trials.ask_did')} ").strip()
    word = (said or "").strip().lower()
    found = next((did for one, did in DID.items() if word in accepted(one, texts)), None)
    if found is None:
        what = "what was done that night?" if said is None else f"`--did {said[:40]}`"
        raise UsageError(what, allowed="--did yes, part, no, or other")
    return found


def _cramps(options: argparse.Namespace, known: int, wanted: str, texts: Texts) -> dict[str, Any]:
    if options.unknown:
        return {"complete": False}
    if options.cramps is not None:
        if not known <= options.cramps <= 100:
            allowed = f"{known} to 100: {known} of that night are in the diary"
            raise UsageError(f"`--cramps {options.cramps}`", allowed=allowed)
        return {"complete": True, "cramps": options.cramps}
    if sys.stdin.isatty() and sys.stdout.isatty():
        sure = input(f"{texts('trials.ask_all', count=known)} ").strip().lower()
        return {"complete": sure in accepted("yes", texts)}
    raise UsageError(f"how many cramps were there in the night to {wanted}?", allowed="--cramps N, or --unknown")

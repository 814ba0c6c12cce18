"""`uncramp trial analyse` and `plan`: what a table of nights says, and whether a trial is worth running."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from uncramp.cli.food import row
from uncramp.cli.output import disclaimer, write_json
from uncramp.cli.setting import Setting
from uncramp.errors import UsageError, Where
from uncramp.kb import Knowledge, Texts
from uncramp.kb.entries import Remedy
from uncramp.own_trial.outlook import outlook_json, outlook_says
from uncramp.own_trial.results import result_json, with_studies
from uncramp.trials.design import LARGEST_SEED
from uncramp.trials.numbers import numbers
from uncramp.trials.series import TrialError, read_series
from uncramp.trials.words import SILENT, Names, evidence_says, says

if TYPE_CHECKING:
    from uncramp.trials.effect import Belief
    from uncramp.trials.planning import Outlook
    from uncramp.trials.verdict import Result

LARGEST = 1_000_000
"""Bytes of a table: ten years of nights take about 70 kB."""
LONGEST_NAME = 60
MOST_PEOPLE = 10_000


# ---- analyse


def analyse_command(setting: Setting, options: argparse.Namespace) -> None:
    """What the nights of a table say about arm b against arm a."""
    from uncramp.trials.verdict import judged

    kb, texts = setting.kb, setting.texts()
    remedy = remedy_of(kb, options.remedy) if options.remedy else None
    names = _names(options, remedy, texts)
    found = judged(read_series(*_table(options.file)), carry=options.carry_over)
    said = says(found, names, texts)
    other = with_studies(kb, found, remedy, carry=options.carry_over)
    if options.json:
        write_json(result_json(found, said, other))
        return
    console = Console()
    show_result(console, found, said, other, names, texts)
    console.print(Text(f"\n{texts('trials.first')}"))
    console.print(Text(disclaimer(texts)))


def show_result(
    console: Console, found: Result, said: list[str], other: Belief | None, names: Names, texts: Texts
) -> None:
    """What the nights say, then what they say together with the studies, then how the order could have fallen."""
    both = other is not None and found.state not in SILENT
    if both:
        console.print(Text(texts("trials.own"), style="bold"))
    for line in said:
        console.print(row(line) if both else Text(line))
    if both and other is not None:
        console.print(Text(f"\n{texts('trials.others')}", style="bold"))
        console.print(row(evidence_says(other, names, texts)))
    _orders(console, found, names, texts)


def _orders(console: Console, found: Result, names: Names, texts: Texts) -> None:
    from uncramp.trials.pairs import differences, orders

    pairs = differences(found.series)
    if pairs and found.belief is not None and found.state not in SILENT:
        counted = orders(pairs)
        console.print(Text("\n" + texts("trials.orders", as_good=counted.as_good, all=counted.all, b=names.b)))


def _table(source: str) -> tuple[str, str]:
    """The text of a table and its name; TrialError if it cannot be one."""
    name = "standard input" if source == "-" else source
    try:
        if source == "-":
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(source).open("rb") as file:
                data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no such name"
        raise TrialError(f"`{source}` cannot be read: {reason.lower()}") from None
    if len(data) > LARGEST:
        raise TrialError(f"`{name}` is larger than a table of nights can be", allowed=f"{LARGEST} bytes at most")
    try:
        return data.decode("utf-8-sig"), name
    except UnicodeDecodeError as error:
        what = f"byte {error.start + 1} is not UTF-8"
        raise TrialError(what, where=Where(name), allowed="a table as text: date,arm,count") from None


def _names(options: argparse.Namespace, remedy: Remedy | None, texts: Texts) -> Names:
    title = texts.entry("remedy", remedy.id, "title", remedy.title) if remedy else texts("trials.name_b")
    given = {"a": options.a or texts("trials.name_a"), "b": options.b or title}
    for arm, name in given.items():
        if len(name) > LONGEST_NAME or not name.isprintable():
            raise UsageError(f"`--{arm}` is no name", allowed=f"up to {LONGEST_NAME} letters on one line")
    return Names(**given)


def remedy_of(kb: Knowledge, id: str) -> Remedy:
    """The remedy with this id; UsageError if there is none."""
    found = kb.remedies.get(id.replace("-", "_"))
    if found is None:
        raise UsageError(f"there is no remedy `{id[:60]}`", hint="`uncramp list remedies` names them")
    return found


# ---- plan


def plan_command(setting: Setting, options: argparse.Namespace) -> None:
    """Whether a trial is worth running, by simulating it before anybody commits to it."""
    seed: int = 1 if options.seed is None else options.seed
    found = simulated(options.per_week, options, seed)
    if options.json:
        write_json(outlook_json(found, seed))
        return
    texts, console = setting.texts(), Console()
    show_outlook(console, found, texts("trials.name_b"), texts, seed)
    console.print(Text(f"\n{texts('trials.first')}"))
    console.print(Text(disclaimer(texts)))


def simulated(per_week: float, options: argparse.Namespace, seed: int) -> Outlook:
    """The outlook of a trial with so many cramps a week, as the options want it."""
    import numpy as np

    from uncramp.trials.planning import outlook

    design = numbers().design
    within("--per-week", per_week, 0.1, 200)
    within("--cut", options.cut, 5, 95)
    people = numbers().planning.people if options.people is None else options.people
    within("--people", people, 20, MOST_PEOPLE)
    pairs = design.most_pairs if options.pairs is None else options.pairs
    within("--pairs", pairs, design.first_look, design.most_pairs)
    within("--seed", seed, 0, LARGEST_SEED)
    progress = None if options.json or not sys.stderr.isatty() else _progress
    rng = np.random.default_rng(seed)
    return outlook(per_week, cut=options.cut / 100, people=people, pairs=pairs, rng=rng, progress=progress)


def show_outlook(console: Console, found: Outlook, tried: str, texts: Texts, seed: int) -> None:
    """The outlook in sentences, of a trial of what is called `tried`."""
    for line in outlook_says(found, tried, texts):
        console.print(Text(line))
    console.print(Text(texts("trials.plan_seed", people=found.people, seed=seed), style="dim"))


def _progress(done: int, all: int) -> None:
    width = 30
    filled = width * done // all
    sys.stderr.write(f"\r[{'#' * filled}{'.' * (width - filled)}] {done}/{all}")
    sys.stderr.write("\n" if done == all else "")
    sys.stderr.flush()


def within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise UsageError(f"`{name} {value:g}`", allowed=f"{low:g} to {high:g}")

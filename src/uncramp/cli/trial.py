"""`uncramp trial`: what one's own nights say, whether a trial is worth running, and a trial fixed before night one."""

from __future__ import annotations

import argparse
import secrets
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from uncramp.cli.food import row
from uncramp.cli.output import disclaimer, write_json
from uncramp.cli.people import read_source
from uncramp.cli.setting import Setting
from uncramp.errors import UsageError, Where
from uncramp.kb import Knowledge, Texts
from uncramp.kb.entries import Remedy
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


def needs_numpy() -> None:
    """UsageError where NumPy is not installed: nobody but the trials wants it."""
    if find_spec("numpy") is None:
        raise UsageError("a trial needs NumPy", hint="install it beside uncramp: pip install 'uncramp[trials]'")


# ---- analyse


def analyse_command(setting: Setting, options: argparse.Namespace) -> None:
    """What the nights of a table say about arm b against arm a."""
    needs_numpy()
    from uncramp.trials.verdict import judged

    kb, texts = setting.kb, setting.texts()
    remedy = remedy_of(kb, options.remedy) if options.remedy else None
    names = _names(options, remedy, texts)
    found = judged(read_series(*_table(options.file)), carry=options.carry_over)
    said = says(found, names, texts)
    other = _with_studies(kb, found, remedy, carry=options.carry_over)
    if options.json:
        body = result_json(found, said)
        write_json(body | ({"with_studies": belief_json(other)} if other else {}))
        return
    console, shown = Console(), found.state not in SILENT
    if other and shown:
        console.print(Text(texts("trials.own"), style="bold"))
    for line in said:
        console.print(row(line) if other and shown else Text(line))
    if other and shown:
        console.print(Text(f"\n{texts('trials.others')}", style="bold"))
        console.print(row(evidence_says(other, names, texts)))
    _orders(console, found, names, texts)
    console.print(Text(f"\n{texts('trials.first')}"))
    console.print(Text(disclaimer(texts)))


def _orders(console: Console, found: Result, names: Names, texts: Texts) -> None:
    from uncramp.trials.pairs import differences, orders

    pairs = differences(found.series)
    if pairs and found.belief is not None and found.state not in SILENT:
        counted = orders(pairs)
        console.print(Text("\n" + texts("trials.orders", as_good=counted.as_good, all=counted.all, b=names.b)))


def _with_studies(kb: Knowledge, found: Result, remedy: Remedy | None, *, carry: bool) -> Belief | None:
    """The same nights with the studies' prior of the remedy; None without a remedy, a prior or enough nights."""
    prior = next((one for one in kb.pack.prior if remedy and one.id == remedy.prior), None)
    if prior is None or prior.scale != "rate_ratio" or found.belief is None:
        return None
    from msgspec.structs import replace

    from uncramp.trials.effect import effect
    from uncramp.trials.numbers import numbers

    informed = replace(numbers().prior, effect_mean=prior.mu, effect_sd=prior.sd)
    return effect(found.series, informed, carry=carry)[0]


def result_json(found: Result, said: list[str]) -> dict[str, Any]:
    """The result as data; every figure is null when it would mean nothing."""
    return {
        **belief_json(found.belief),
        "nights": len(found.series.recorded()),
        "events": found.series.events,
        "state": found.state,
        "says": " ".join(said),
    }


def belief_json(belief: Belief | None) -> dict[str, Any]:
    def shown(field: str) -> float | None:
        kept = belief is not None and (belief.trust != "withheld" or field in ("khat", "ess"))
        return round(getattr(belief, field), 6) if kept else None

    ratio = {field: shown(field) for field in ("mean", "sd", "q025", "q50", "q975")}
    return {"log_rate_ratio": ratio} | {field: shown(field) for field in ("p_better", "p_worthwhile", "khat", "ess")}


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
    needs_numpy()
    import numpy as np

    from uncramp.trials.numbers import numbers
    from uncramp.trials.planning import outlook

    planning, design = numbers().planning, numbers().design
    _within("--per-week", options.per_week, 0.1, 200)
    _within("--cut", options.cut, 5, 95)
    people = planning.people if options.people is None else options.people
    _within("--people", people, 20, MOST_PEOPLE)
    pairs = design.most_pairs if options.pairs is None else options.pairs
    _within("--pairs", pairs, design.first_look, design.most_pairs)
    texts, names = setting.texts(), Names(setting.texts()("trials.name_a"), setting.texts()("trials.name_b"))
    seed: int = 1 if options.seed is None else options.seed
    _within("--seed", seed, 0, 2**53)
    rng = np.random.default_rng(seed)
    quiet = options.json or not sys.stderr.isatty()
    found = outlook(
        options.per_week,
        cut=options.cut / 100,
        people=people,
        pairs=pairs,
        rng=rng,
        progress=None if quiet else _progress,
    )
    if options.json:
        write_json(outlook_json(found, seed, planning.missed_percent))
        return
    console = Console()
    for line in outlook_says(found, names, texts, options.cut, planning.missed_percent):
        console.print(Text(line))
    console.print(Text(texts("trials.plan_seed", people=found.people, seed=seed), style="dim"))
    console.print(Text(f"\n{texts('trials.first')}"))
    console.print(Text(disclaimer(texts)))


def outlook_says(found: Outlook, names: Names, texts: Texts, cut: float, missed: int) -> list[str]:
    """The outlook in sentences: the chance, how long, what it assumes, and how often it fools people."""
    known = texts("trials.plan", events=f"{found.per_week:g}", nights=found.nights, n=round(100 * found.knows))
    lines = [known]
    if found.weeks is not None:
        lines.append(texts("trials.plan_sooner", weeks=found.weeks))
    lines.append(texts("trials.plan_worth" if found.worth else "trials.plan_not_worth"))
    lines.append(texts("trials.plan_assumes", b=names.b, percent=f"{cut:g}", missed=missed))
    lines.append(texts("trials.plan_false", n=round(100 * found.fooled)))
    return lines


def outlook_json(found: Outlook, seed: int, missed: int) -> dict[str, Any]:
    return {
        "per_week": found.per_week,
        "cut": round(found.cut, 6),
        "nights": found.nights,
        "knows": round(found.knows, 6),
        "weeks": found.weeks,
        "fooled": round(found.fooled, 6),
        "worth": found.worth,
        "missed_percent": missed,
        "people": found.people,
        "seed": seed,
    }


def _progress(done: int, all: int) -> None:
    width = 30
    filled = width * done // all
    sys.stderr.write(f"\r[{'#' * filled}{'.' * (width - filled)}] {done}/{all}")
    sys.stderr.write("\n" if done == all else "")
    sys.stderr.flush()


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise UsageError(f"`{name} {value:g}`", allowed=f"{low:g} to {high:g}")


# ---- protocol


def protocol_command(setting: Setting, options: argparse.Namespace) -> None:
    """Fix a trial before its first night, for the person in a file: arms, order, looks, priors, and its mark."""
    from uncramp.trials.design import canonical, mark, order, protocol, refusals

    kb = setting.kb
    remedy = remedy_of(kb, options.remedy)
    against = remedy_of(kb, options.against) if options.against else None
    _, answers = read_source(kb, options.file)
    texts = setting.texts(answers)
    refused = refusals(kb, answers, remedy, against)
    if refused:
        says = [texts(f"trials.refused_{one.why}", arm=_title(one.remedy, texts)) for one in refused]
        if options.json:
            write_json({"refused": [{"why": one.why, "remedy": one.remedy and one.remedy.id} for one in refused]})
            return
        console = Console()
        for line in (texts("trials.refused"), *says):
            console.print(Text(line))
        console.print(Text(disclaimer(texts)))
        return
    _within("--seed", options.seed or 0, 0, 2**53)
    made = protocol(
        kb,
        remedy,
        against,
        seed=secrets.randbelow(2**53) if options.seed is None else options.seed,
        outcome="woke_me" if options.woke else "all",
    )
    if options.json:
        sys.stdout.buffer.write(canonical(made) + b"\n")
        return
    console = Console()
    other = _title(against, texts) if against else texts("trials.nothing_extra")
    console.print(Text(f"A: {other}\nB: {_title(remedy, texts)}"))
    console.print(Text(" ".join(order(made))))
    console.print(Text(texts("trials.protocol", hash=mark(made))))
    console.print(Text(f"\n{texts('trials.first')}"))
    console.print(Text(disclaimer(texts)))


def _title(remedy: Remedy | None, texts: Texts) -> str:
    return texts.entry("remedy", remedy.id, "title", remedy.title) if remedy else ""

"""`uncramp trial share` and `pool`: one's own trial as a curve, for whoever wants to share it; many put together."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from uncramp.cli.output import disclaimer, write_json
from uncramp.cli.setting import Setting
from uncramp.cli.trial_nights import read_run
from uncramp.errors import UsageError, Where
from uncramp.kb import Texts
from uncramp.own_trial.people import name_of
from uncramp.trial_diary import series_of
from uncramp.trials.series import TrialError
from uncramp.trials.words import Names, hundred, of_hundred

if TYPE_CHECKING:
    from uncramp.trials.pool import Pooled

LARGEST = 100_000
"""Bytes of a shared trial: one takes about 2 kB."""
FIGURES = 6


def share_command(setting: Setting, options: argparse.Namespace) -> None:
    """One's own trial as one file without a date, a night or a name: only when asked for, and when it is over."""
    from uncramp.trials.curve import curve, to_json

    run, entries, now = read_run(options)
    today = now.date().isoformat()
    if run.stage(today) != "over":
        hint = "share it when it is over: who looks before its end finds more flukes"
        raise UsageError(f"the trial {run.id[-8:]} is still running", hint=hint)
    one = run.protocol
    names = {"arm_a": one.arm_a, "arm_b": one.arm_b, "outcome": one.outcome}
    found = to_json(curve(series_of(run, entries, today), **names, carry=one.carry_over))
    text = json.dumps(found, ensure_ascii=False) + "\n"
    try:
        with options.file.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        reason = (error.strerror or "unknown error").lower()
        raise UsageError(f"`{options.file}` cannot be written: {reason}", hint="name a new file") from None
    if options.json:
        write_json({"file": str(options.file), "shared": found})
        return
    Console().print(Text(setting.texts()("trials.shared", file=options.file)))


def pool_command(setting: Setting, options: argparse.Namespace) -> None:
    """What the trials of many people say together."""
    from uncramp.trials.pool import pooled

    curves = [_read(file) for file in options.files]
    found = pooled(curves)
    texts, first = setting.texts(), curves[0]
    if options.json:
        write_json(pooled_json(found) | {key: getattr(first, key) for key in ("arm_a", "arm_b", "outcome")})
        return
    names = Names(a=name_of(setting.kb, first.arm_a, texts), b=name_of(setting.kb, first.arm_b, texts))
    console = Console()
    for line in pool_says(found, names, texts):
        console.print(Text(line))
    console.print(Text(f"\n{texts('trials.first')}"))
    console.print(Text(disclaimer(texts)))


def pool_says(found: Pooled, names: Names, texts: Texts) -> list[str]:
    """The people together in sentences: first that this is an experiment."""

    def said(key: str, spread: Any) -> str:
        limits = {"low": hundred(spread.q025), "high": hundred(spread.q975)}
        return texts(f"trials.{key}", a=names.a, b=names.b, n=of_hundred(spread.p_better, texts), **limits)

    return [
        texts("trials.pool_experimental"),
        texts("trials.pool_people", people=len(found.people), a=names.a, b=names.b),
        said("pool_mean", found.mean),
        said("pool_another", found.another),
    ]


def pooled_json(found: Pooled) -> dict[str, Any]:
    def figures(spread: Any) -> dict[str, float]:
        return {key: round(value, FIGURES) for key, value in asdict(spread).items()}

    return {
        "experimental": True,
        "mean": figures(found.mean),
        "another": figures(found.another),
        "people": [figures(one) for one in found.people],
        "between": round(found.between, FIGURES),
    }


def _read(file: Path) -> Any:
    from uncramp.trials.curve import read_curve

    try:
        if file.stat().st_size > LARGEST:
            raise UsageError(f"`{file}` is larger than a shared trial can be", allowed=f"{LARGEST} bytes at most")
        return read_curve(json.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise UsageError(f"`{file}` cannot be read: {(error.strerror or 'unknown error').lower()}") from None
    except (ValueError, RecursionError):
        raise UsageError(f"`{file}` is no JSON", hint="`uncramp trial share` writes a shared trial") from None
    except TrialError as error:
        raise TrialError(error.what, where=Where(str(file)), allowed=error.allowed, hint=error.hint) from None

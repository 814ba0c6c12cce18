"""`uncramp prove`: the safety claims one by one, and who breaks one that fails."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from uncramp.cli.output import write_json
from uncramp.cli.setting import needs_z3
from uncramp.decide import answers_json
from uncramp.kb import load

SHOWN = 3
"""How many who break a claim are shown on the screen; `--json` gives all."""


def prove_command(path: Path | None, ids: Sequence[str], *, jobs: int | None, json: bool) -> int:
    """Print each claim with its verdict; the status is 1 when one does not hold."""
    needs_z3("proving")
    from uncramp.safety.run import Outcome, chosen, prove

    ids, name = chosen(ids), load(path).name
    outcomes: list[Outcome] = []
    screen = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=screen, transient=True, disable=json or not screen.is_terminal) as bar:
        task = bar.add_task("claims", total=len(ids))
        for outcome in prove(path, ids, jobs=jobs):
            outcomes.append(outcome)
            bar.advance(task)
    outcomes.sort(key=lambda one: one.claim.id)
    if json:
        write_json({"knowledge": name, "reviewed": False, "claims": [_row(one) for one in outcomes]})
    else:
        console = Console(highlight=False)
        for one in outcomes:
            _show(console, one)
        held = sum(one.holds for one in outcomes)
        console.print(f"\n{held} of {len(outcomes)} claims hold of knowledge {name}. No clinician has reviewed it.")
    return 0 if all(one.holds for one in outcomes) else 1


def _row(outcome: Any) -> dict[str, Any]:
    return {
        "claim": outcome.claim.id,
        "says": outcome.claim.says,
        "verdict": outcome.verdict,
        "steps": outcome.steps,
        "seconds": round(outcome.seconds, 2),
        "broken_by": [one if isinstance(one, str) else _person(one) for one in outcome.broken_by],
    }


def _person(breaker: Any) -> dict[str, Any]:
    return {
        "what": breaker.what,
        "facts": answers_json(breaker.answers),
        "level": breaker.found.level.name,
        "because": [rule.id for rule in breaker.found.fired],
        "offer": list(breaker.plan),
    }


def _show(console: Console, outcome: Any) -> None:
    style = "green" if outcome.holds else "bold red"
    console.print(f"[bold]{outcome.claim.id}[/] [{style}]{outcome.verdict:<9}[/] {outcome.claim.says}", soft_wrap=True)
    console.print(f"    [dim]{outcome.steps} steps, {outcome.seconds:.1f} s[/]")
    for breaker in outcome.broken_by[:SHOWN]:
        if isinstance(breaker, str):
            console.print(f"    {breaker}", markup=False, soft_wrap=True)
        else:
            for line in _told(breaker):
                console.print(f"    {line}", markup=False, soft_wrap=True)
    if len(outcome.broken_by) > SHOWN:
        console.print(f"    and {len(outcome.broken_by) - SHOWN} more")


def _told(breaker: Any) -> list[str]:
    """A person as somebody would tell it: what is there, what was denied, what is not sure; then what came of it."""
    known = breaker.answers.known
    there = [id if value is True else f"{id} = {value}" for id, value in known.items() if value is not False]
    denied = [id for id, value in known.items() if value is False]
    found = breaker.found
    return [
        f"{breaker.what} is broken by somebody with: {', '.join(there) or 'nothing'}",
        *([f"  no: {', '.join(denied)}"] if denied else []),
        *([f"  not sure: {', '.join(sorted(breaker.answers.unsure))}"] if breaker.answers.unsure else []),
        f"  level {found.level.name}, because of {', '.join(rule.id for rule in found.fired) or 'no rule'}",
        f"  offered: {', '.join(dict.fromkeys(breaker.plan)) or 'nothing'}",
    ]

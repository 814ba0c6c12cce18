"""`uncramp trial result`: what the nights of a running trial say, at the times that were planned for looking."""

from __future__ import annotations

import argparse
from datetime import date

from rich.console import Console
from rich.text import Text

from uncramp.cli.book import open_book
from uncramp.cli.output import disclaimer, write_json
from uncramp.cli.setting import Setting
from uncramp.cli.trial import show_result
from uncramp.cli.trial_nights import find_run
from uncramp.errors import UsageError
from uncramp.kb import Texts
from uncramp.kb.dates import weekday_day
from uncramp.own_trial.people import kept_says, names_of, not_safe
from uncramp.own_trial.results import conduct_json, look_sees, result_json, with_studies
from uncramp.trial_diary import Run, conduct_of, kept, runs, series_of
from uncramp.trials.series import ARMS
from uncramp.trials.words import conduct_says, says


def result_command(setting: Setting, options: argparse.Namespace) -> None:
    """The result so far; a look that was not planned is taken only when it is asked for, and counted."""
    from uncramp.trials.verdict import judged

    kb, texts = setting.kb, setting.texts()
    book = open_book(create=False)
    with book.store:
        entries = book.entries(book.reader(options.person))
        run = find_run(entries, options.trial)
        today = book.now.date().isoformat()
        seen = look_sees(run, today)
        if not seen:
            raise UsageError("no night of this trial is over yet", hint=f"the first one ends on {run.night(1)}")
        if not (run.may_look(today) or options.early):
            raise UsageError(_wait(run, today, texts), hint="--early looks all the same; it is counted and told")
        nights = series_of(run, entries, run.night(seen))
        found = judged(nights)
        if run.stage(today) != "over" and run.night(seen) not in run.looked:
            book.write(run.design.person, "trial_look", {"trial": run.id, "night": run.night(seen)})
            entries = book.entries(run.design.person)
    all_runs = runs(entries)
    run = next(one for one in all_runs if one.id == run.id)
    conduct, names = conduct_of(run, all_runs), names_of(kb, run.protocol, texts)
    said = says(found, names, texts)
    beside = [*kept_says(run, names, texts), *filter(None, [conduct_says(conduct, texts)])]
    other = with_studies(kb, found, kb.remedies.get(run.protocol.arm_b), carry=run.protocol.carry_over)
    stop = not_safe(kb, run, entries)
    if options.json:
        write_json(
            {
                "trial": run.id,
                **result_json(found, said, other),
                "kept_to": {arm: {"nights": (one := kept(run, arm)).nights, "kept": one.kept} for arm in ARMS},
                "conduct": conduct_json(conduct),
                "not_safe": stop,
            }
        )
        return
    console = Console()
    if stop:
        console.print(Text(texts("trials.stop_now") + "\n", style="bold"))
    show_result(console, found, said, other, names, texts)
    for line in beside:
        console.print(Text(line))
    console.print(Text(f"\n{texts('trials.first')}"))
    console.print(Text(disclaimer(texts)))


def _wait(run: Run, today: str, texts: Texts) -> str:
    """Why not now; the answer stays in English, as every complaint of a command does."""
    following = run.next_look(today)
    day = weekday_day(date.fromisoformat(following), texts) if following else "its end"
    return f"it is not time to look at this trial: the next look is after the night to {day}"

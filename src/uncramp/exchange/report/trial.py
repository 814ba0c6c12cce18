"""Trials of one's own on the page: their answer once they are over, or as far as somebody has looked. Never a peek."""

from __future__ import annotations

from collections.abc import Sequence

from uncramp.diary import Entry
from uncramp.exchange.report.sheet import Row, Section
from uncramp.exchange.report.words import Words
from uncramp.kb.texts import capital
from uncramp.trial_diary import Run, conduct_of, runs, series_of
from uncramp.trials.design import NOTHING_EXTRA
from uncramp.trials.series import TrialError
from uncramp.trials.words import Names, conduct_says, says


def trials(words: Words, entries: Sequence[Entry], today: str) -> Section:
    """The newest first. A trial that was changed after it was fixed is said to be so, and nothing else of it."""
    known = [one for one in entries if one.understood]
    designs = [one for one in known if one.kind == "trial_design"]
    found = [row for one in reversed(designs) for row in _trial(words, one, known, today)]
    return Section("trials", words.say("trials"), tuple(found), "" if found else words.say("trials_missing"))


def _trial(words: Words, design: Entry, entries: Sequence[Entry], today: str) -> list[Row]:
    own = [one for one in entries if one.kind != "trial_design" or one.id == design.id]
    try:
        run = runs(own)[0]
    except TrialError:
        title = words.say("trial_of", what=words.remedy(str(design.body["remedy_b"])), day=words.day(design.at[:10]))
        return [Row(words.say("trial_altered"), title)]
    title = words.say("trial", **_names(words, run), day=words.day(run.design.body["first_night"]))
    return [Row(" ".join(_says(words, run, entries, today)), title)]


def _names(words: Words, run: Run) -> dict[str, str]:
    arm_a = run.protocol.arm_a
    against = words.texts("trials.nothing_extra") if arm_a == NOTHING_EXTRA else words.remedy(arm_a)
    return {"a": against, "b": words.remedy(run.protocol.arm_b)}


def _says(words: Words, run: Run, entries: Sequence[Entry], today: str) -> list[str]:
    stage = run.stage(today)
    if stage in ("not_yet", "before"):
        return [words.say("trial_not_begun")]
    upto = today if stage == "over" else max(run.looked, default="")
    if not upto:
        return [words.say("trial_running", night=run.last_night(today), all=len(run.plan))]
    lines = [] if stage == "over" else [words.say("trial_looked", day=words.day(upto))]
    if run.end is not None:
        upto = min(today, run.end.at[:10])
        lines = [words.say(f"ended_{run.end.body['why']}")]
    return lines + _verdict(words, run, entries, upto)


def _verdict(words: Words, run: Run, entries: Sequence[Entry], upto: str) -> list[str]:
    """The sentences of the trials' own verdict, that one first, and what was done beside the plan."""
    from uncramp.trials.verdict import judged  # numbers by NumPy: only a page with a trial waits for it

    try:
        result = judged(series_of(run, entries, upto), carry=run.protocol.carry_over)
    except TrialError:
        return [words.say("trial_too_little")]
    counted, judged_, *more = says(result, Names(**_names(words, run)), words.texts)
    lines = [judged_, counted, *more]
    try:
        beside = conduct_says(conduct_of(run, runs(entries)), words.texts)
    except TrialError:
        beside = None
    return [capital(one) for one in (*lines, beside) if one]

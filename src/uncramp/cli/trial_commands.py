"""The commands of `uncramp trial` with their options; what they do is imported when they run."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from uncramp.cli.command import Add, Options, add_documents, add_person, with_setting

if TYPE_CHECKING:
    from uncramp.cli.setting import Setting


@with_setting
def analyse(setting: Setting, options: Options) -> None:
    """What the nights in a table say about arm b against arm a."""
    from uncramp.cli.trial import analyse_command

    analyse_command(setting, options)


@with_setting
def plan(setting: Setting, options: Options) -> None:
    """Whether a trial is worth running, counted on made-up people before it begins."""
    from uncramp.cli.trial import plan_command

    plan_command(setting, options)


@with_setting
def protocol(setting: Setting, options: Options) -> None:
    """Fix a trial before its first night: what is compared, in which order, and when it ends."""
    from uncramp.cli.trial_new import protocol_command

    protocol_command(setting, options)


@with_setting
def new(setting: Setting, options: Options) -> None:
    """Begin a trial: whether you may, whether it is worth it, and the order of the weeks, written into the diary."""
    from uncramp.cli.trial_new import new_command

    new_command(setting, options)


@with_setting
def tonight(setting: Setting, options: Options) -> None:
    """What it is the turn of tonight: with or without."""
    from uncramp.cli.trial_nights import tonight_command

    tonight_command(setting, options)


@with_setting
def record(setting: Setting, options: Options) -> None:
    """Write down last night: what you did, and how many cramps there were."""
    from uncramp.cli.trial_nights import record_command

    record_command(setting, options)


@with_setting
def result(setting: Setting, options: Options) -> None:
    """What the nights so far say, at the times that were planned for looking."""
    from uncramp.cli.trial_result import result_command

    result_command(setting, options)


@with_setting
def report(setting: Setting, options: Options) -> None:
    """The report of a trial, in the order of CENT 2015: HTML, PDF or data; writing it is no look."""
    from uncramp.cli.trial_report import report_command

    report_command(setting, options)


@with_setting
def end(setting: Setting, options: Options) -> None:
    """End a trial, and say why."""
    from uncramp.cli.trial_nights import end_command

    end_command(setting, options)


@with_setting
def share(setting: Setting, options: Options) -> None:
    """Your own trial as a file that can be put together with others: a curve, without a date, a night or a name."""
    from uncramp.cli.trial_pool import share_command

    share_command(setting, options)


@with_setting
def pool(setting: Setting, options: Options) -> None:
    """What shared trials of the same thing say together. Experimental."""
    from uncramp.cli.trial_pool import pool_command

    pool_command(setting, options)


def add_trial(add: Add) -> None:
    """Add every command of a trial."""
    _new(add("new", new))
    for name, run, options in RUNNING:
        command = add(name, run)
        options(command)
        command.add_argument("--trial", metavar="ID", help="which trial: the start of its id; the newest if left out")
        add_person(command, "whose trial: the start of an id")
    add("pool", pool).add_argument("files", nargs="+", type=Path, metavar="FILE", help="files of `uncramp trial share`")
    command = add("plan", plan)
    command.add_argument("--per-week", type=float, required=True, metavar="N", help="cramps a week as it is now")
    _plan(command)
    _protocol(add("protocol", protocol))
    command = add("analyse", analyse)
    command.add_argument("file", metavar="FILE|-", help="a table with the columns date,arm,count; count empty: unknown")
    command.add_argument("--a", metavar="NAME", help="what arm a is called in the answer")
    command.add_argument("--b", metavar="NAME", help="what arm b is called")
    command.add_argument("--remedy", metavar="ID", help="arm b is this remedy: shows what studies found as well")
    command.add_argument("--carry-over", action="store_true", help="what b does may last into the next nights")


def _new(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", nargs="?", metavar="FILE|-", help="the person, as JSON or TOML; asks if left out")
    _arms(command)
    command.add_argument("--per-week", type=float, metavar="N", help="cramps a week as it is now; else from the diary")
    _plan(command)
    command.add_argument("--start", metavar="DAY", help="the morning after the first night; tomorrow if left out")
    command.add_argument("--instead-of", metavar="ID", help="the trial that this one begins again or changes")
    add_person(command, "whose trial: the start of an id")
    command.add_argument("--yes", action="store_true", help="do not ask whether it should begin")
    command.add_argument("--no-diary", action="store_true", help="ask everything: do not start from your diary")


def _arms(command: argparse.ArgumentParser) -> None:
    command.add_argument("--remedy", required=True, metavar="ID", help="what is tried: arm b")
    command.add_argument("--against", metavar="ID", help="what it is compared with, arm a; nothing extra if left out")
    command.add_argument("--woke", action="store_true", help="count only cramps that woke the person")


def _plan(command: argparse.ArgumentParser) -> None:
    command.add_argument("--cut", type=float, default=40, metavar="PERCENT", help="the cut hoped for; 40 if left out")
    command.add_argument("--pairs", type=int, metavar="N", help="pairs of weeks at most, 3 to 8; 8 if left out")
    command.add_argument("--people", type=int, metavar="N", help="made-up trials to count; 100 if left out")
    command.add_argument("--seed", type=int, metavar="N", help="of what is drawn; the same seed, the same answer")


def _protocol(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE|-", help="the person, as JSON or TOML")
    _arms(command)
    command.add_argument("--seed", type=int, metavar="N", help="of the order of the periods; drawn if left out")
    _documents(command)


def _documents(command: argparse.ArgumentParser) -> None:
    add_documents(command, html="write it as an HTML page", pdf="write it as PDF")


def _tonight(command: argparse.ArgumentParser) -> None:
    command.add_argument("--night", metavar="DAY", help="another night, by the day on whose morning it ends")


def _record(command: argparse.ArgumentParser) -> None:
    command.add_argument("--night", metavar="DAY", help="last night if left out; by the day on whose morning it ended")
    command.add_argument("--did", metavar="WORD", help="yes, part, no, or other: did what it was not the turn of")
    command.add_argument("--cramps", type=int, metavar="N", help="how many there were; else those in the diary")
    command.add_argument(
        "--unknown", action="store_true", help="nobody knows how many there were: the night is missing"
    )


def _result(command: argparse.ArgumentParser) -> None:
    command.add_argument("--early", action="store_true", help="look although it is not time; it is counted and told")


def _end(command: argparse.ArgumentParser) -> None:
    command.add_argument("why", help="done, clear, no-use, worse, not-safe-any-more, too-much-work or own-wish")


def _share(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help="the file to write; a new one")


RUNNING = (
    ("tonight", tonight, _tonight),
    ("record", record, _record),
    ("result", result, _result),
    ("report", report, _documents),
    ("end", end, _end),
    ("share", share, _share),
)
"""The commands about one trial of the diary, with what is their own to say."""

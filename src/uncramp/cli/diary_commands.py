"""The commands of the diary with their options; what they do is imported when they run, because a database is slow
to load.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from uncramp.cli.command import Add, Options, add_person, with_setting

if TYPE_CHECKING:
    from uncramp.cli.setting import Setting


@with_setting
def log(setting: Setting, options: Options) -> None:
    """Write down a cramp, a night without, or a note."""
    from uncramp.cli.log import log_command

    log_command(setting, options)


@with_setting
def diary(setting: Setting, options: Options) -> None:
    """What is written in the diary, week by week; export and import it."""
    from uncramp.cli.diary import diary_command

    diary_command(setting, options)


@with_setting
def backup(setting: Setting, options: Options) -> None:
    """The whole diary as one file that carries its own check."""
    from uncramp.cli.diary_safe import backup_command

    backup_command(setting, options.file, json=options.json)


@with_setting
def restore(setting: Setting, options: Options) -> None:
    """Bring a backup back. The diary that is there is kept beside it."""
    from uncramp.cli.diary_safe import restore_command

    restore_command(setting, options.file, json=options.json)


@with_setting
def forget(setting: Setting, options: Options) -> None:
    """Erase entries for good: of a person, of some days, or all."""
    from uncramp.cli.diary_safe import forget_command

    forget_command(setting, options)


@with_setting
def doctor(setting: Setting, options: Options) -> int:
    """Whether the diary is in order, and what to do. Exit status 1 if it cannot be used as it is."""
    from uncramp.cli.diary_safe import doctor_command

    return doctor_command(setting, options)


def add_diary(add: Add) -> None:
    """Add every command of the diary."""
    _log(add("log", log))
    command = add("diary", diary)
    command.add_argument(
        "action", nargs="?", help="export, import, people, delete, encrypt or decrypt; shows it if left out"
    )
    command.add_argument(
        "target", nargs="?", metavar="FILE|ID", help="a .json, .jsonl or .csv file, an export.zip; the id of an entry"
    )
    command.add_argument("--mapping", type=Path, metavar="FILE", help="import: what the columns of a table mean")
    command.add_argument("--dry-run", action="store_true", help="import: say what would come in, and write nothing")
    command.add_argument("--search", metavar="WORDS", help="only entries with all of these words")
    command.add_argument("--site", metavar="PLACE", help="only cramps at this place")
    command.add_argument("--since", metavar="DAY", help="only from this day on: today, yesterday or 2026-02-27")
    command.add_argument("--all", action="store_true", help="every entry, not only the newest")
    add_person(command, "whose entries: the start of an id, or all")
    add("backup", backup).add_argument("file", type=Path, metavar="FILE", help="the file to write; a new one")
    add("restore", restore).add_argument("file", type=Path, metavar="FILE", help="a file that `uncramp backup` wrote")
    command = add("forget", forget)
    command.add_argument("--everything", action="store_true", help="every entry of everybody")
    add_person(command, "all that is about this person: the start of an id")
    command.add_argument("--since", metavar="DAY", help="from this day on")
    command.add_argument("--until", metavar="DAY", help="up to this day")
    command.add_argument("--yes", action="store_true", help="do not ask whether that is meant")
    command = add("doctor", doctor)
    command.add_argument(
        "--restore", type=Path, metavar="FILE", help="bring this backup back, as `uncramp restore` does"
    )
    command.add_argument("--rescue", type=Path, metavar="FILE", help="save what can be read of a damaged diary as JSON")


def _log(command: argparse.ArgumentParser) -> None:
    command.add_argument("site", nargs="?", metavar="PLACE", help="where: calf, foot, thigh-back, hand, jaw, ...")
    command.add_argument(
        "--at", metavar="WHEN", help="now if left out: 'yesterday 03:10', 'last night', '2026-02-27 03:10'"
    )
    command.add_argument("--guess", action="store_true", help="the time is a guess")
    command.add_argument("--minutes", type=int, metavar="N", help="how long it lasted")
    command.add_argument("--pain", type=int, metavar="0-10", help="the worst pain")
    command.add_argument("--tried", action="append", metavar="NAME[=OUTCOME]", help="what was tried; can be said again")
    command.add_argument("--relief", type=int, metavar="0-10", help="the pain after what was tried; 0 when it was gone")
    command.add_argument("--side", help="left, right, both or middle")
    command.add_argument("--what", help="cramp, spasm, twitch, stiffness, jerk or squeeze; a cramp if left out")
    command.add_argument("--woke", action="store_true", help="it woke the person")
    command.add_argument("--still-on", action="store_true", help="it is not gone yet")
    command.add_argument("--note", metavar="TEXT", help="in your own words; alone, a note about anything")
    command.add_argument("--none", action="store_true", help="no cramp last night; with --at, in another night")
    add_person(command, "about somebody else in the diary: the start of an id")

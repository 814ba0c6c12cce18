"""The command for the trends with its options; what it does is imported when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from uncramp.cli.command import Add, Options, add_person, with_setting

if TYPE_CHECKING:
    from uncramp.cli.setting import Setting


@with_setting
def trends(setting: Setting, options: Options) -> None:
    """What the diary shows over the weeks, with how sure that is."""
    from uncramp.cli.trends import trends_command

    trends_command(setting, options)


def add_trends(add: Add) -> None:
    command = add("trends", trends)
    command.add_argument("--weeks", type=int, metavar="N", help="how many weeks back, 1 to 520; 12 if left out")
    add_person(command, "whose: the start of an id; yours if left out")
    command.add_argument("--html", type=Path, metavar="FILE", help="a page with the charts instead; a new file")

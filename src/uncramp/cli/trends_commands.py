"""The command for the trends with its options; what it does is imported when it runs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

Add = Callable[[str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]


def trends(options: argparse.Namespace) -> int:
    """What the diary shows over the weeks, with how sure that is."""
    from uncramp.cli.setting import setting
    from uncramp.cli.trends import trends_command

    trends_command(setting(options), options)
    return 0


def add_trends(add: Add) -> None:
    command = add("trends", trends)
    command.add_argument("--weeks", type=int, metavar="N", help="how many weeks back, 1 to 520; 12 if left out")
    command.add_argument("--person", metavar="ID", help="whose: the start of an id; yours if left out")
    command.add_argument("--html", type=Path, metavar="FILE", help="a page with the charts instead; a new file")

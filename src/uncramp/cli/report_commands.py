"""The command for the clinician's page with its options; what it does is imported when it runs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

Add = Callable[[str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]


def report(options: argparse.Namespace) -> int:
    """One side of A4 for a clinician, from the diary: HTML or PDF."""
    from uncramp.cli.report import report_command
    from uncramp.cli.setting import setting

    report_command(setting(options), options)
    return 0


def add_report(add: Add) -> None:
    command = add("report", report)
    command.add_argument("--out", type=Path, metavar="FILE", help="the page as HTML; uncramp-report.html if left out")
    command.add_argument("--pdf", type=Path, metavar="FILE", help="the page as PDF")
    command.add_argument("--person", metavar="ID", help="about whom: the start of an id; you if left out")
    command.add_argument("--weeks", type=int, metavar="N", help="how many weeks it is about, 2 to 104; 12 if left out")
    command.add_argument("--sections", metavar="A,B", help="what stands on it, such as danger,counts; all if left out")
    command.add_argument(
        "--ask", action="append", default=[], metavar="TEXT", help="a question of yours; again for more"
    )
    command.add_argument("--name", metavar="TEXT", help="a name to stand on it; none if left out")
    command.add_argument("--force", action="store_true", help="write over a file that is there")
    command.add_argument("--language", dest="lang", metavar="LANG", help="the same as --lang")

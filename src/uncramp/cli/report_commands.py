"""The command for the clinician's page with its options; what it does is imported when it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uncramp.cli.command import Add, Options, add_documents, add_person, with_setting

if TYPE_CHECKING:
    from uncramp.cli.setting import Setting


@with_setting
def report(setting: Setting, options: Options) -> None:
    """One side of A4 for a clinician, from the diary: HTML or PDF."""
    from uncramp.cli.report import report_command

    report_command(setting, options)


def add_report(add: Add) -> None:
    command = add("report", report)
    add_documents(command, html="the page as HTML; uncramp-report.html if left out", pdf="the page as PDF")
    add_person(command, "about whom: the start of an id; you if left out")
    command.add_argument("--weeks", type=int, metavar="N", help="how many weeks it is about, 2 to 104; 12 if left out")
    command.add_argument("--sections", metavar="A,B", help="what stands on it, such as danger,counts; all if left out")
    command.add_argument(
        "--ask", action="append", default=[], metavar="TEXT", help="a question of yours; again for more"
    )
    command.add_argument("--name", metavar="TEXT", help="a name to stand on it; none if left out")
    command.add_argument("--language", dest="lang", metavar="LANG", help="the same as --lang")

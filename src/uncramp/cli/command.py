"""What the commands share: how one is run, and the options that several of them have."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the knowledge is loaded by the command that runs
    from uncramp.cli.setting import Setting

Options = argparse.Namespace
Run = Callable[[Options], int]
Add = Callable[[str, Run], argparse.ArgumentParser]


def with_setting(does: Callable[[Setting, Options], int | None]) -> Run:
    """A command that is handed the knowledge and its options checked; without a status of its own, it ends with 0."""

    @wraps(does)
    def run(options: Options) -> int:
        from uncramp.cli.setting import setting

        return does(setting(options), options) or 0

    return run


def add_person(command: argparse.ArgumentParser, said: str) -> None:
    command.add_argument("--person", metavar="ID", help=said)


def add_documents(command: argparse.ArgumentParser, *, html: str, pdf: str) -> None:
    """The files that a document is written as."""
    command.add_argument("--out", type=Path, metavar="FILE", help=html)
    command.add_argument("--pdf", type=Path, metavar="FILE", help=pdf)
    command.add_argument("--force", action="store_true", help="write over a file that is there")

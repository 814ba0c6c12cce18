"""`uncramp diff`: what another knowledge would say, shown by the people who get another answer."""

from __future__ import annotations

import sys
from pathlib import Path

from uncramp.cli.output import write_json
from uncramp.cli.revision import named, newest_release
from uncramp.cli.setting import needs_z3
from uncramp.errors import UsageError


def diff_command(
    old: str | None, new: str | None, here: Path | None, *, release: bool, allow_lower: bool, json: bool
) -> int:
    """Print what differs; the exit status is 1 if somebody's level is lower, and that is not allowed."""
    needs_z3("comparing")
    if release == (old is not None):
        raise UsageError("compare with what?", allowed="OLD, a folder or a git revision; or --release")
    if release:
        old = newest_release(here)
        if old is None:
            sys.stdout.write("There is no release yet: nothing to compare with.\n")
            return 0
    sides = named(old, here), named(new, here)
    from uncramp.safety.diff import diff

    report = diff(sides[0].kb, sides[1].kb)
    if json:
        from uncramp.cli.diff_json import as_data

        write_json(as_data(report, *sides))
    else:
        from uncramp.cli.diff_page import page

        page(report, *sides, allow_lower=allow_lower)
    return 1 if report.lower and not allow_lower else 0

"""Data on standard output."""

from __future__ import annotations

import json
import sys


def write_json(value: object, *, indent: int | None = 2) -> None:
    """One JSON value and a line end; with `indent=None` on one line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=indent) + "\n")

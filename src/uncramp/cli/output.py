"""Data on standard output."""

from __future__ import annotations

import json
import sys

from uncramp.kb import Texts


def disclaimer(texts: Texts) -> str:
    """What stands below every page: what this is not, and that nobody has signed the translation."""
    said = texts("cli.disclaimer")
    return said if texts.signed else f"{said} {texts('cli.unsigned_translation')}"


def write_json(value: object, *, indent: int | None = 2) -> None:
    """One JSON value and a line end; with `indent=None` on one line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=indent) + "\n")

"""`uncramp site`: write the phone app, as a folder for any host or as one file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from uncramp.cli.output import write_json
from uncramp.errors import UsageError
from uncramp.kb import ENGLISH, load


def site_command(
    knowledge: Path | None, folder: Path | None, file: Path | None, language: str | None, *, json: bool
) -> None:
    """Write into `folder` or `file` and say what was written."""
    if (folder is None) == (file is None):
        raise UsageError("where to?", allowed="a folder, or --single FILE", hint="`uncramp site app` writes a folder")
    kb = load(knowledge)
    if file is not None:
        from uncramp.site.single import write_single

        size = write_single(kb, language or ENGLISH, file)
        told: dict[str, Any] = {"file": str(file), "knowledge": kb.name, "bytes": size}
        said = f"{file}: the whole app in one file, {_megabytes(size)}. Open it in any browser."
    else:
        from uncramp.site import build

        assert folder is not None
        told = {"folder": str(folder), **build(kb, folder)}
        said = (
            f"{folder}: {told['pages']} pages, {_megabytes(told['bytes'])}. Put the folder on any HTTPS host, "
            f"or look at it here: python -m http.server -d {folder}"
        )
    if json:
        write_json(told)
    else:
        sys.stdout.write(said + "\n")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"

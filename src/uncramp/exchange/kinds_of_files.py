"""Which kind of file something is, by how it begins: names and endings are often wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from uncramp.exchange.foreign import ForeignFileError
from uncramp.exchange.own_csv import is_own

Form = Literal["apple", "document", "csv", "table"]
LARGEST = 512 * 1024 * 1024
"""Bytes of a diary's own file: a long life in entries takes a tenth of that."""
HEAD = 64 * 1024
DATABASES = (b"SQLite format 3\0", b"uncramp\0")
OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf", b"Rar!")
"""PDF, pictures, packed files, old spreadsheets."""


def form_of(file: Path) -> Form:
    """The form; ForeignFileError for a file that is none of them for sure."""
    try:
        with file.open("rb") as opened:
            head = opened.read(HEAD)
    except OSError as error:
        raise ForeignFileError("unread", (error.strerror or "").lower()) from None
    return form_of_head(head)


def form_of_head(head: bytes) -> Form:
    """The same by the first bytes."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise ForeignFileError("empty")
    if head.startswith(DATABASES):
        raise ForeignFileError("a_diary")
    if head.startswith(OTHERS):
        raise ForeignFileError("binary")
    if head.startswith(b"PK") or start.startswith((b"<?xml", b"<!DOCTYPE", b"<HealthData")):
        return "apple"
    if start.startswith((b"{", b"[")):
        return "document"
    return "csv" if is_own(head.decode("utf-8", "replace")) else "table"

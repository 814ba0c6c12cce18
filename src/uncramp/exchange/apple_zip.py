"""An export of Apple Health as a stream of bytes: out of its zip file, or unpacked already; never more than is sane."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from uncramp.exchange.foreign import ForeignFileError

PIECE = 256 * 1024
"""Bytes that are read at a time."""
LARGEST = 64 * 1024**3
"""Bytes of an export; a watch worn day and night for ten years makes a tenth of that."""
TIMES = 250
"""How many times larger than packed it may be; exports of Apple Health are 10 to 40 times larger."""
SMALL = 4 * 1024**2
"""Up to so many bytes the ratio says nothing."""
DIRECTORY = 64 * 1024**2
"""Bytes of the list of what is in the zip file, which has to be read whole."""
END, TAIL = b"PK\x05\x06", 22 + 65_535
ZIP = b"PK"
XML = (b"<?xml", b"<!DOCTYPE", b"<HealthData")


@dataclass(frozen=True, slots=True)
class Export:
    """An export that is open: its bytes, and how many there will be."""

    stream: IO[bytes]
    size: int

    def pieces(self) -> Iterator[bytes]:
        """All of it, piece by piece; ForeignFileError where the zip file is broken."""
        try:
            left = self.size
            while piece := self.stream.read(PIECE):
                left -= len(piece)
                if left < 0:
                    raise ForeignFileError("bomb")
                yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise ForeignFileError("broken_zip", _line(error)) from error
        if left:
            raise ForeignFileError("cut_off")


@contextmanager
def open_export(file: Path) -> Iterator[Export]:
    """The `export.xml` of a file; ForeignFileError if there is none or it is not safe to unpack."""
    try:
        with file.open("rb") as opened:
            head = opened.read(512)
            opened.seek(0, 2)
            size = opened.tell()
            opened.seek(0)
            if not size:
                raise ForeignFileError("empty")
            if not head.startswith(ZIP):
                if not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(XML):
                    raise ForeignFileError("not_apple")
                yield Export(opened, size)
                return
            _small_directory(opened, size)
            with _archive(opened) as archive, _member(archive) as (stream, unpacked):
                yield Export(stream, unpacked)
    except OSError as error:
        raise ForeignFileError("unread", (error.strerror or "").lower()) from error


def _small_directory(opened: IO[bytes], size: int) -> None:
    """Python reads the list of a zip file whole, so it is measured first."""
    opened.seek(max(0, size - TAIL))
    tail = opened.read(TAIL)
    opened.seek(0)
    at = tail.rfind(END)
    if at < 0:
        raise ForeignFileError("broken_zip", "its end is missing")
    says = int.from_bytes(tail[at + 12 : at + 16], "little")
    if says != 0xFFFFFFFF and says > DIRECTORY:
        raise ForeignFileError("bomb", "the list of what is in it")


@contextmanager
def _archive(opened: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(opened)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, IndexError) as error:
        raise ForeignFileError("broken_zip", _line(error)) from error
    with archive:
        yield archive


@contextmanager
def _member(archive: zipfile.ZipFile) -> Iterator[tuple[IO[bytes], int]]:
    """The export in the archive, open. Its name is in the language of the phone, so what it begins with counts, too."""
    found = [one for one in archive.infolist() if _may_be(one.filename)]
    found.sort(key=lambda one: (not one.filename.lower().endswith("export.xml"), one.filename))
    for info in found[:20]:
        if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ForeignFileError("locked_zip")
        if info.file_size > LARGEST or (info.file_size > SMALL and info.file_size > TIMES * info.compress_size):
            raise ForeignFileError("bomb", f"{info.file_size} bytes from {info.compress_size}")
        with _opened(archive, info) as stream:
            if b"HealthData" not in _head(stream):
                continue
        with _opened(archive, info) as stream:
            yield stream, info.file_size
        return
    raise ForeignFileError("no_export")


def _may_be(name: str) -> bool:
    """An XML file at the top or one folder down, but not the same again in the form of hospitals."""
    low = name.lower()
    return low.endswith(".xml") and not low.endswith("_cda.xml") and name.count("/") <= 1


def _opened(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> IO[bytes]:
    try:
        return archive.open(info)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError, OSError) as error:
        raise ForeignFileError("broken_zip", _line(error)) from error


def _head(stream: IO[bytes]) -> bytes:
    try:
        return stream.read(4096)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise ForeignFileError("broken_zip", _line(error)) from error


def _line(error: BaseException) -> str:
    """What a library says, as one line that shows what it names."""
    first = (str(error).splitlines() or [type(error).__name__])[0]
    return "".join(letter if letter.isprintable() else "?" for letter in first)[:200].lower()

"""A table in a text file as rows of cells, whatever its encoding and its separators."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass

from uncramp.exchange.foreign import ForeignFileError

DELIMITERS = (",", ";", "\t", "|")
ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1")
LARGEST = 64 * 1024**2
ROWS = 200_000
COLUMNS = 300
SAMPLE = 60
MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The headings, and the rows with their line in the file."""

    encoding: str
    delimiter: str
    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def cells(self, nth: int) -> list[str]:
        """A column without its heading."""
        return [row[nth] for _, row in self.rows]


def read_sheet(data: bytes, *, encoding: str = "", delimiter: str = "") -> Sheet:
    """Read a table; ForeignFileError for what is none."""
    if not data.strip():
        raise ForeignFileError("empty")
    if len(data) > LARGEST:
        raise ForeignFileError("too_many")
    encoding = encoding or _encoding(data)
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError):
        raise ForeignFileError("binary", f"not {encoding}") from None
    if "\0" in text:
        raise ForeignFileError("binary")
    delimiter = delimiter or _delimiter(text)
    rows = _rows(text, delimiter)
    if len(rows) < 2 or not any(cell for cell in rows[0][1]):
        raise ForeignFileError("no_table")
    heads = _heads(rows[0][1])
    width = len(heads)
    filled = tuple((line, (*row, *[""] * (width - len(row)))) for line, row in rows[1:])
    return Sheet(encoding, delimiter, heads, filled)


def _encoding(data: bytes) -> str:
    for mark, name in MARKS.items():
        if data.startswith(mark):
            return name
    head = data[:4096]
    if head.count(0) > len(head) // 4:
        return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252" if _decodes(data, "cp1252") else "latin-1"
    return "utf-8"


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(text: str) -> str:
    """The one that cuts the first rows into the most columns, as many in each."""
    best, most = ",", 0.0
    for delimiter in DELIMITERS:
        widths = Counter(len(row) for _, row in _rows(text[:50_000], delimiter, SAMPLE, strict=False))
        width, count = max(widths.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
        value = count * (1 + width / 1000) if width > 1 else 0
        if value > most:
            best, most = delimiter, value
    return best


def _rows(text: str, delimiter: str, most: int = ROWS, *, strict: bool = True) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found: list[tuple[int, list[str]]] = []
    before = 0
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                found.append((before + 1, [cell.strip() for cell in row]))
            before = reader.line_num
            if strict and (len(found) > most or len(row) > COLUMNS):
                raise ForeignFileError("too_many")
            if not strict and len(found) >= most:
                break
    except csv.Error as error:
        if strict:
            raise ForeignFileError("no_table", f"line {reader.line_num}: {error}") from None
    return found


def _heads(row: list[str]) -> tuple[str, ...]:
    """Each heading once: a second one of the same name gets its number, one that is empty the number of its column."""
    found: list[str] = []
    for nth, said in enumerate(row, 1):
        head = "".join(letter if letter.isprintable() else " " for letter in said).strip()[:200] or f"column {nth}"
        found.append(head if head not in found else f"{head} ({nth})")
    return tuple(found)

"""The records in an export of Apple Health, one after the other, in little room however large it is.

Apple's file begins with a description of itself (a DTD). It is left out, for two reasons: iOS 16 wrote it broken, and
entities can be defined there, which can grow without end or fetch other files. A file that defines one is
refused, and Expat would be told of none either way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from xml.parsers import expat

from uncramp.exchange.foreign import ForeignFileError

BEGINNING = 256 * 1024
"""Bytes within which the description of the file has to end; Apple's has about 10,000."""
LARGEST_PIECE = 1024**2
"""Bytes of one element with its attributes."""
DEEPEST = 20
"""Elements in elements; Apple's go four deep."""
NAMES = 2_000
"""Different names of elements and attributes; Apple has about a hundred."""
TYPES, LONGEST = 1_000, 100
UNWANTED = bytes(set(range(32)) - set(b"\t\n\r"))
"""Control characters, which no XML may hold and some apps of others write even so."""
Attributes = Mapping[str, str]
Take = Callable[[str, Attributes, str | None], None]
"""Gets the name of an element, its attributes, and the time zone that it says it was written in."""


class Reader:
    """Feeds what is wanted to `take`, and counts the rest by its type."""

    def __init__(self, wanted: frozenset[str], take: Take) -> None:
        self.wanted, self.take = wanted, take
        self.ignored: Counter[str] = Counter()
        self.fed = 0
        self._open: list[str] = []
        self._pending: tuple[str, Attributes] | None = None
        self._zone: str | None = None
        self._any = False
        self._parser = parser = expat.ParserCreate()
        parser.ordered_attributes = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._open.remove  # in C, and all that is needed of the end is the depth
        parser.EntityDeclHandler = _refuse
        parser.ExternalEntityRefHandler = _refuse
        parser.UnparsedEntityDeclHandler = _refuse

    def read(self, pieces: Iterable[bytes]) -> None:
        """All of it; ForeignFileError for what is no export of Apple Health or is broken."""
        try:
            for piece in _without_description(pieces):
                self.fed += len(piece)
                self._parser.Parse(piece, False)
                self._within_limits()
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            if not self._any:
                raise ForeignFileError("not_apple") from error
            raise ForeignFileError(
                "broken_xml", f"near line {error.lineno}: {expat.ErrorString(error.code)}"
            ) from error
        except (ValueError, UnicodeError) as error:
            raise ForeignFileError("broken_xml") from error
        self._flush()

    def _within_limits(self) -> None:
        if self.fed - self._parser.CurrentByteIndex > LARGEST_PIECE + BEGINNING or len(self._parser.intern) > NAMES:
            raise ForeignFileError("strange")

    def _start(self, tag: str, attributes: Sequence[str]) -> None:
        self._open.append(tag)
        if tag == "MetadataEntry":
            if self._pending and "HKTimeZone" in attributes:
                self._zone = _named(attributes).get("value")
            return
        if tag == "Record":
            if self._pending:
                self._flush()
            kind = attributes[1] if attributes and attributes[0] == "type" else _named(attributes).get("type", "")
            if kind in self.wanted:
                self._pending = (tag, _named(attributes))
            else:
                self._ignore(kind)
            return
        self._other(tag, attributes)

    def _other(self, tag: str, attributes: Sequence[str]) -> None:
        if len(self._open) == 1:
            if tag != "HealthData":
                raise ForeignFileError("not_apple")
            self._any = True
        elif len(self._open) > DEEPEST:
            raise ForeignFileError("strange")
        if tag == "Workout":
            self._flush()
            self._pending = (tag, _named(attributes))
        elif tag in ("Correlation", "ActivitySummary", "ClinicalRecord", "Audiogram", "VisionPrescription"):
            self._flush()
            self._ignore(tag)

    def _ignore(self, kind: str) -> None:
        if len(self.ignored) >= TYPES and kind not in self.ignored:
            kind = "other"
        self.ignored[kind[:LONGEST]] += 1

    def _flush(self) -> None:
        if self._pending:
            (tag, attributes), zone = self._pending, self._zone
            self._pending = self._zone = None
            self.take(tag, attributes, zone)


def _named(attributes: Sequence[str]) -> dict[str, str]:
    return dict(zip(attributes[::2], attributes[1::2], strict=True))


def _refuse(*_: object) -> int:
    raise ForeignFileError("entities")


def _without_description(pieces: Iterable[bytes]) -> Iterable[bytes]:
    """The bytes without the DTD and without control characters."""
    head, waiting = b"", True
    for raw in pieces:
        piece = raw.translate(None, UNWANTED)
        if not waiting:
            yield piece
            continue
        head += piece
        if b"<HealthData" in head or len(head) > BEGINNING:
            waiting = False
            yield _cut(head)
    if waiting:
        yield _cut(head)


def _cut(head: bytes) -> bytes:
    """The beginning without its DTD, in as many lines; one that defines an entity is refused."""
    start, root = head.find(b"<!DOCTYPE"), head.find(b"<HealthData")
    if b"<!ENTITY" in head[: root if root >= 0 else len(head)]:
        raise ForeignFileError("entities")
    if not 0 <= start < root:
        return head
    if not head[start:root].rstrip().endswith(b"]>"):
        raise ForeignFileError("strange")
    return head[:start] + b"\n" * head[start:root].count(b"\n") + head[root:]

"""The entries of a diary: every kind with its fields, and the forms in which a diary goes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pages.markdown import anchor, one_line, plain, table
from uncramp.diary import Field, Kind, load
from uncramp.kb import Knowledge

ABOUT = (
    "A diary is a set of entries. An entry is written once and never changed: a correction or a deletion is an entry "
    "too, and what is shown is worked out from all of them. The phone app and Python read this one list, "
    "[kinds.toml](../../src/uncramp/diary/kinds.toml). **No clinician has reviewed this page yet.** It is not advice "
    "for any one person."
)
ENVELOPE = (
    ("`id`", "UUIDv7 in lower case, made where the entry was written; sync is the union of two diaries by it"),
    ("`person`", "a UUID: one device may keep a child's diary beside one's own"),
    ("`at`", "when it happened, with the offset of the place: `2026-02-27T03:10:00+01:00`"),
    ("`recorded_at`", "when it was written; never before `at`"),
    ("`kind`, `version`", "which kind of body, in which version"),
    ("`body`", "an object with the fields of that kind, and no others"),
)
RULES = (
    "What nobody said is left out: there are no defaults, no nulls and no empty texts. Numbers are whole.",
    "A version never changes. A new field makes a new version, and the old one stays, so that old entries keep what "
    "they meant.",
    "A program that does not know a kind or a version keeps the entry as it is, hands it on, and shows that it is "
    "there.",
    "Of all corrections and deletions of one entry the latest counts: by `recorded_at`, then by the larger id. So a "
    "later correction brings a deleted entry back. Whoever has the same entries sees the same, in whatever order they "
    "came.",
    "A correction counts only for the same person and kind, and its `at` takes the place of the first. Corrections and "
    "deletions themselves cannot be corrected.",
    "A night is named by the day on whose morning it ended. A night with nothing written is unknown, not free of "
    "cramps.",
    "To forget (a person, some days, everything) is the one exception: it erases for good, with every correction.",
)
FILE = (
    "One JSON object: `format` (`uncramp-diary`), `version` (1), `knowledge` (version and hash), `exported_at`, and "
    "`entries`, all of them, one a line. Reading a file twice is reading it once: an entry with a known id is skipped, "
    "a different one under a known id is refused, and so is one that cannot be read; the others come in."
)
TABLE = (
    "RFC 4180 in UTF-8 with a byte order mark, one row for each entry that holds now. `local_date` and `local_time` "
    "are those of the place where it happened. Flags are `yes` and `no`; items of a list are parted by `; `, and what "
    "belongs together by a space (`calf_stretch_wall gone 45`). A text that a spreadsheet could take for a formula has "
    "`'` before it."
)


def diary_page(_: Knowledge) -> Iterator[str]:
    kinds = load()
    yield from ("# The diary", "", ABOUT, "")
    yield (
        "[All pages](README.md) · made by `python docs/reference/make.py diary` from "
        "[kinds.toml](../../src/uncramp/diary/kinds.toml): edit that, not this."
    )
    yield from ("", "## What every entry has", "")
    yield from table(("part", "is"), ENVELOPE)
    yield ""
    yield from (f"* {rule}" for rule in RULES)
    yield from ("", "## The kinds", "")
    yield from table(
        ("kind", "version", "for"),
        [(f"[{kind.id}](#{kind.id})", kind.version, kind.about) for kind in kinds.kind],
    )
    for kind in kinds.kind:
        yield from _kind(kind, newest=kind in kinds.newest())
    yield from ("", f"## {anchor('file')}The file", "", FILE)
    yield from ("", f"## {anchor('table')}The table for a spreadsheet", "", TABLE, "")
    yield "Columns: " + ", ".join(f"`{name}`" for name in kinds.columns()) + "."
    yield from ("", f"## {anchor('reminders')}Hours of the reminders, unless somebody says otherwise", "")
    yield from table(
        ("part of the day", "hours"), [(part, ", ".join(hours)) for part, hours in kinds.reminders.items()]
    )


def _kind(kind: Kind, *, newest: bool) -> Iterator[str]:
    place = anchor(kind.id) if newest else ""
    version = f", version {kind.version}" if kind.version > 1 or not newest else ""
    yield from ("", f"### {place}{plain(kind.id)}{version}", "", one_line(kind.about), "")
    yield from table(("field", "is", "may be", "must be there"), _rows(kind.field))


def _rows(fields: Iterable[Field], before: str = "") -> Iterator[tuple[str, ...]]:
    for field in fields:
        yield f"`{before}{field.id}`", field.about, _may_be(field), "yes" if field.required else ""
        yield from _rows(field.field, f"{before}{field.id}.")


def _may_be(field: Field) -> str:
    one = _one(field)
    if field.needs:
        one += f"; only with `{field.needs}`"
    return f"a list of 1 to {field.most}: {one}" if field.many else one


def _one(field: Field) -> str:
    low, high = field.range or (0, 0)
    return {
        "flag": "true, false",
        "number": f"{low} to {high}{' ' + field.unit if field.unit else ''}",
        "word": ", ".join(f"`{value}`" for value in field.values),
        "text": f"a text of at most {field.longest} characters",
        "name": f"the id of a {field.names}" if field.names else "a name",
        "date": "a date",
        "moment": "a time with its offset",
        "entry": "the id of an entry",
        "answers": f"an object of at most {field.most} facts",
        "group": "an object",
        "body": "an object as that kind has it",
    }[field.type]

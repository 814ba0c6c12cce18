"""Random entries: good ones of every kind, and the same with one thing broken."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from uncramp.diary import Field, Kind, load

Json = Any
KINDS = load()
PERSONS = ("0b6ee4a5-5a2c-4d1f-9d1a-5a1f4b2c3d4e", "7c9e6679-7425-40de-944b-e07fc1f90ae7")
START = datetime(2026, 1, 1, tzinfo=UTC)
OFFSETS = (0, 60, 120, -300, 330, 840, -720)

# The same few examples on every run; a long random one: UNCRAMP_EXAMPLES=20000 pytest tests/diary
_MANY = os.environ.get("UNCRAMP_EXAMPLES")
agreeing = settings(max_examples=int(_MANY or 150), derandomize=_MANY is None, deadline=None, database=None)

names = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
days = st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date.isoformat)
texts = st.text(
    st.one_of(st.characters(exclude_categories=["Cs", "Cc"]), st.sampled_from("\n\t=+-@\",;'é😀")),
    min_size=1,
    max_size=40,
)
json_values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-3, 2_000_000), st.sampled_from([0.5, -1.25]), texts, names,
        st.sampled_from(["", "a\x00b", "2026-02-30", "2026-13-01", "1899-12-31"]),
        st.sampled_from(["2026-02-27T03:10:00", "2026-02-27T24:00:00Z", "2026-02-27T03:10:00.1Z"]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=3)),
    max_leaves=4,
)  # fmt: skip


@st.composite
def uuid7s(draw: st.DrawFn) -> str:
    tail = draw(st.integers(0, 2**62 - 1))
    head = draw(st.integers(0, 2**60 - 1))
    number = (head >> 12) << 80 | 7 << 76 | (head & 0xFFF) << 64 | 2 << 62 | tail
    text = f"{number:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def moment(seconds: int, offset: int, *, milliseconds: bool = False) -> str:
    """A time so many seconds after the start of 2026, told at a place so many minutes from Greenwich."""
    place = timezone(timedelta(minutes=offset))
    found = (START + timedelta(seconds=seconds)).astimezone(place)
    return found.isoformat(timespec="milliseconds" if milliseconds else "seconds")


moments = st.builds(moment, st.integers(0, 10**8), st.sampled_from(OFFSETS), milliseconds=st.booleans())


def value_of(field: Field) -> st.SearchStrategy[Json]:
    """What a field may say, without `many`."""
    match field.type:
        case "flag":
            return st.booleans()
        case "number":
            assert field.range
            return st.integers(*field.range)
        case "word":
            return st.sampled_from(field.values)
        case "text":
            return texts
        case "name":
            return names
        case "date":
            return days
        case "moment":
            return moments
        case "entry":
            return uuid7s()
        case "answers":
            answer = st.one_of(st.none(), st.booleans(), st.integers(-1_000_000, 1_000_000), names)
            return st.dictionaries(names, answer, min_size=1, max_size=5)
        case "group":
            return bodies(field.field)
        case "body":
            return st.just({})


def one_or_many(field: Field) -> st.SearchStrategy[Json]:
    if not field.many:
        return value_of(field)
    unique = field.type != "group" and not field.repeats
    return st.lists(value_of(field), min_size=1, max_size=min(4, field.most), unique=unique)


@st.composite
def bodies(draw: st.DrawFn, fields: tuple[Field, ...]) -> dict[str, Json]:
    chosen = [field.id for field in fields if field.required or draw(st.booleans())]
    paired = {field.needs for field in fields if field.id in chosen and field.needs}
    return {field.id: draw(one_or_many(field)) for field in fields if field.id in chosen or field.id in paired}


@st.composite
def entries(draw: st.DrawFn, kinds: tuple[Kind, ...] = KINDS.kind) -> dict[str, Json]:
    """An entry that holds, of any kind; a correction corrects a body of any kind."""
    kind = draw(st.sampled_from(kinds))
    body = draw(bodies(kind.field))
    if kind.id == "correction":
        inner = draw(st.sampled_from([one for one in KINDS.kind if not one.amends]))
        body |= {"kind": inner.id, "version": inner.version, "body": draw(bodies(inner.field))}
    written = draw(st.integers(0, 10**8))
    earlier = draw(st.integers(0, 10**6))
    return {
        "id": draw(uuid7s()),
        "person": draw(st.sampled_from(PERSONS)),
        "at": moment(written - earlier, draw(st.sampled_from(OFFSETS))),
        "recorded_at": moment(written, draw(st.sampled_from(OFFSETS)), milliseconds=True),
        "kind": kind.id,
        "version": kind.version,
        "body": body,
    }


@st.composite
def from_newer_programs(draw: st.DrawFn) -> dict[str, Json]:
    """An entry of a kind, or of a version of one, that is not known here."""
    entry = draw(entries())
    if draw(st.booleans()):
        entry["kind"] = f"later_{draw(names)}"[:60]
    else:
        entry["version"] = draw(st.integers(2, 1000))
    return entry | {"body": draw(st.dictionaries(names, json_values.filter(_whole), max_size=4))}


def _whole(value: Json) -> bool:
    """Without fractions, which a diary never holds."""
    if isinstance(value, list):
        return all(map(_whole, value))
    if isinstance(value, dict):
        return all(map(_whole, value.values()))
    return not isinstance(value, float)


@st.composite
def broken(draw: st.DrawFn) -> Json:
    """An entry with one thing changed at random; now and then it still holds."""
    entry = copy.deepcopy(draw(entries()))
    holder, key = draw(st.sampled_from(list(_places(entry))))
    what = draw(st.sampled_from(["value", "value", "value", "leave out", "one more", "same twice"]))
    if what == "leave out" and isinstance(holder, dict):
        del holder[key]
    elif what == "one more" and isinstance(holder, dict):
        holder[draw(names)] = draw(json_values)
    elif what == "same twice" and isinstance(holder[key], list):
        holder[key] = holder[key] * draw(st.integers(2, 25))
    else:
        holder[key] = draw(json_values)
    return entry


def _places(value: Json) -> Iterator[tuple[Json, Any]]:
    """Every place in a JSON value, as what holds it and the key."""
    keys = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    for key in keys:
        yield value, key
        yield from _places(value[key])


@st.composite
def diaries(draw: st.DrawFn) -> list[dict[str, Json]]:
    """A few entries and many corrections and deletions of them, of each other, of nobody, close together in time."""
    ids = draw(st.lists(uuid7s(), min_size=3, max_size=8, unique=True))
    found = []
    for id in [*ids, *draw(st.lists(st.sampled_from(ids), max_size=1))]:
        kind = draw(st.sampled_from(["note", "note", "correction", "correction", "deletion"]))
        of = draw(st.sampled_from(ids))
        said = {"text": draw(st.sampled_from(["a", "b", "😀", "\ufffd"]))}
        inner = draw(
            st.sampled_from([("note", 1, said), ("note", 1, said), ("drinks", 1, {"what": "water"}), ("note", 9, {})])
        )
        body = {
            "note": said,
            "correction": {"of": of, "kind": inner[0], "version": inner[1], "body": inner[2]},
            "deletion": {"of": of},
        }[kind]
        written = draw(st.integers(0, 2))
        found.append(
            {
                "id": id,
                "person": draw(st.sampled_from([PERSONS[0], *PERSONS])),
                "at": moment(written - draw(st.integers(0, 1)), draw(st.sampled_from(OFFSETS))),
                "recorded_at": moment(written, draw(st.sampled_from(OFFSETS)), milliseconds=True),
                "kind": kind,
                "version": draw(st.sampled_from([1, 1, 1, 1, 2])),
                "body": body,
            }
        )
    return found

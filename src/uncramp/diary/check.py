"""Whether a body says what its kind allows, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, assert_never

from uncramp.diary.kinds import Field
from uncramp.errors import UncrampError

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
DATE = re.compile(r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(
    r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{3})?"
    r"(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])"
)
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
"""What no text may hold: control characters but tab and line feed (PostgreSQL keeps no NUL), and broken UTF-16."""
LARGEST = 1_000_000
"""Of a number in an answer; which numbers a fact can have, the knowledge says."""

A_DATE = "a day such as 2026-02-27"
A_MOMENT = "a time with its offset such as 2026-02-27T03:10:00+01:00"
AN_ID = "the id of an entry (UUIDv7, lower case)"
A_NAME = "a name of small letters, digits and _, at most 60"
AN_OBJECT = "an object"
ANSWERS = "true, false, a whole number, a word or null"


class EntryError(UncrampError):
    """An entry that cannot be read: `path` is the place in it, such as `body.tried[1].outcome`."""

    def __init__(self, path: str, what: str, *, allowed: str = "") -> None:
        self.path = path
        super().__init__(f"`{path}` {what}", allowed=allowed)


def check_body(fields: tuple[Field, ...], body: object, path: str = "body") -> None:
    """EntryError for the first thing in `body` that the fields do not allow."""
    if not isinstance(body, Mapping):
        raise EntryError(path, f"cannot be {shown(body)}", allowed=AN_OBJECT)
    ids = [field.id for field in fields]
    for id in body:
        if id not in ids:
            raise EntryError(path, f"has no field {shown(id)}", allowed=", ".join(ids) or "nothing")
    for field in fields:
        place = f"{path}.{field.id}"
        if field.id in body:
            if field.needs and field.needs not in body:
                raise EntryError(place, f"is there without `{field.needs}`", allowed="both or neither")
            _check_field(field, body[field.id], place)
        elif field.required:
            raise EntryError(place, "is missing", allowed=allowed(field))


def _check_field(field: Field, value: object, path: str) -> None:
    if not field.many:
        _check_one(field, value, path)
        return
    if not isinstance(value, list) or not 1 <= len(value) <= field.most:
        raise EntryError(path, f"cannot be {shown(value)}", allowed=f"a list of 1 to {field.most}")
    for nth, one in enumerate(value):
        _check_one(field, one, f"{path}[{nth}]")
    if field.type != "group" and not field.repeats and len(set(value)) < len(value):
        raise EntryError(path, "says the same twice", allowed="each once")


def _check_one(field: Field, value: object, path: str) -> None:
    match field.type:
        case "group":
            check_body(field.field, value, path)
        case "answers":
            _check_answers(field, value, path)
        case _:
            if not _fits(field, value):
                raise EntryError(path, f"cannot be {shown(value)}", allowed=allowed(field))


def _fits(field: Field, value: object) -> bool:
    match field.type:
        case "flag":
            return isinstance(value, bool)
        case "number":
            low, high = field.range or (0, 0)
            return type(value) is int and low <= value <= high
        case "word":
            return isinstance(value, str) and value in field.values
        case "text":
            return isinstance(value, str) and 1 <= len(value) <= field.longest and not UNWANTED.search(value)
        case "name":
            return is_name(value)
        case "date":
            return is_date(value)
        case "moment":
            return is_moment(value)
        case "entry":
            return is_uuid7(value)
        case "body":
            return isinstance(value, Mapping)
        case "group" | "answers":
            raise AssertionError("these are checked part by part")
        case _:
            assert_never(field.type)


def _check_answers(field: Field, value: object, path: str) -> None:
    if not isinstance(value, Mapping) or not 1 <= len(value) <= field.most:
        raise EntryError(path, f"cannot be {shown(value)}", allowed=allowed(field))
    for fact, answer in value.items():
        if not is_name(fact):
            raise EntryError(path, f"has a fact {shown(fact)}", allowed=A_NAME)
        number = type(answer) is int and -LARGEST <= answer <= LARGEST
        if not (answer is None or isinstance(answer, bool) or number or is_name(answer)):
            raise EntryError(f"{path}.{fact}", f"cannot be {shown(answer)}", allowed=ANSWERS)


def allowed(field: Field) -> str:
    """What a field may say, for messages."""
    if field.many:
        return f"a list of 1 to {field.most}"
    match field.type:
        case "flag":
            return "true or false"
        case "number":
            low, high = field.range or (0, 0)
            return f"a whole number from {low} to {high}"
        case "word":
            return ", ".join(field.values)
        case "text":
            return f"a text of 1 to {field.longest} characters"
        case "name":
            return A_NAME
        case "date":
            return A_DATE
        case "moment":
            return A_MOMENT
        case "entry":
            return AN_ID
        case "group" | "body":
            return AN_OBJECT
        case "answers":
            return f"an object of 1 to {field.most} facts"
        case _:
            assert_never(field.type)


def is_name(value: object) -> bool:
    return isinstance(value, str) and bool(NAME.fullmatch(value))


def is_uuid(value: object) -> bool:
    return isinstance(value, str) and bool(UUID.fullmatch(value))


def is_uuid7(value: object) -> bool:
    return isinstance(value, str) and bool(UUID7.fullmatch(value))


def is_date(value: object) -> bool:
    """A day there is, from 1900 to 2199."""
    if not isinstance(value, str) or not DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_moment(value: object) -> bool:
    """A day there is with a time and an offset; fractions of a second as three digits or not at all."""
    return isinstance(value, str) and bool(MOMENT.fullmatch(value)) and is_date(value[:10])


def instant(moment: str) -> datetime:
    """The point of time that a checked moment means."""
    return datetime.fromisoformat(moment)


def shown(value: Any) -> str:
    """A value in a message, short."""
    try:
        text = json.dumps(value, ensure_ascii=True)
    except (TypeError, ValueError, RecursionError):
        text = "something that is no JSON"
    return f"`{text[:60]}{'...' if len(text) > 60 else ''}`"

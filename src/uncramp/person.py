"""A person as JSON: `{"id"?, "facts": {...}}`, from a file, a line or a request. What is wrong is one clear line."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from uncramp.errors import PersonError, Where
from uncramp.facts import LONGEST_NUMBER, Answers
from uncramp.kb import Knowledge
from uncramp.logic.expr import printable

SHAPE = 'an object {"id": ..., "facts": {"site_calf": true, ...}}; `id` may be left out'

Person = tuple[str | int | None, Answers]


def person_of(kb: Knowledge, raw: object) -> Person:
    """A person from the parsed object."""
    if not isinstance(raw, dict):
        raise PersonError("a person is not an object", allowed=SHAPE)
    extra = next((key for key in raw if key not in ("id", "facts")), None)
    if extra is not None:
        raise PersonError(f"`{printable(str(extra))}` does not belong to a person", allowed=SHAPE)
    if "facts" not in raw:
        raise PersonError("there is no `facts`", allowed=SHAPE)
    return person_id(raw), kb.answers(raw["facts"])


def person_id(raw: dict[str, Any]) -> str | int | None:
    id = raw.get("id")
    if isinstance(id, int) and id.bit_length() > LONGEST_NUMBER:
        raise PersonError("`id` is a number with hundreds of digits")
    if id is None or (isinstance(id, str | int) and not isinstance(id, bool)):
        return id
    raise PersonError("`id` is neither text nor a whole number")


def parse_json(text: str, name: str, allowed: str = SHAPE) -> object:
    """The value that the text is; PersonError says where it is no JSON, or says something twice."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        where = Where(name, error.lineno, error.colno)
        raise PersonError(f"not JSON: {error.msg.lower()}", where=where, allowed=allowed) from None
    except RecursionError:
        raise PersonError("nested too deeply", where=Where(name), allowed=allowed) from None
    except ValueError:
        raise PersonError("a number has too many digits", where=Where(name), allowed=allowed) from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise PersonError(f"`{printable(key)}` is there twice", hint="leave one of the two out")
        found[key] = value
    return found


def _no_constant(word: str) -> NoReturn:
    raise PersonError(f"`{word}` is no answer", allowed="true, false, a whole number, text or null")

"""The diary: append-only entries, checked against their kinds, and what they say now."""

from uncramp.diary.check import EntryError
from uncramp.diary.current import current
from uncramp.diary.entries import Entry, canonical, read_entry, to_json
from uncramp.diary.kinds import Field, Kind, Kinds, load

__all__ = ["Entry", "EntryError", "Field", "Kind", "Kinds", "canonical", "current", "load", "read_entry", "to_json"]

"""Files of other programs: what can be wrong with one, each in one clear line."""

from __future__ import annotations

from typing import Literal

from uncramp.errors import UncrampError

Why = Literal[
    "unread", "empty", "broken_zip", "locked_zip", "bomb", "no_export", "not_apple", "broken_xml", "entities",
    "strange", "too_many", "a_diary", "binary", "no_table", "no_days", "no_mapping", "cut_off",
]  # fmt: skip
AGAIN = "export it again, and give the new file"
SAID: dict[Why, tuple[str, str]] = {
    "unread": ("cannot be read", "look at its name, and whether you may read it"),
    "empty": ("is empty", AGAIN),
    "broken_zip": ("is a broken zip file", AGAIN),
    "locked_zip": ("is a zip file with a password, or packed in a way that is not read here", "unpack it first"),
    "bomb": ("unpacks to far more than a health export can be, and was not unpacked", "nothing was taken from it"),
    "no_export": (
        "is a zip file without an export of Apple Health in it",
        "a spreadsheet has to be saved as CSV first",
    ),
    "not_apple": ("is XML, but no export of Apple Health", "nothing was taken from it"),
    "broken_xml": ("is broken inside", AGAIN),
    "entities": (
        "defines entities, which no export of Apple Health does; it may be made to do harm",
        "nothing was taken",
    ),
    "strange": ("is not built like an export of Apple Health", "nothing was taken from it"),
    "too_many": ("holds more than a diary can take", "nothing was taken from it"),
    "a_diary": ("is a whole diary or a backup", "to bring it back: `uncramp restore FILE`"),
    "binary": ("is no text, so no table", "save it as CSV first"),
    "no_table": ("has no table with a heading and rows", "the first row names the columns"),
    "no_days": ("has no column with days, such as 2026-02-27 or 27.02.2026", "it may be a file of another program"),
    "no_mapping": ("is no mapping of columns", "run the import without --mapping to make one"),
    "cut_off": ("ends too early: a part of it is missing", AGAIN),
}


class ForeignFileError(UncrampError):
    """A file from elsewhere that cannot be taken; `why` says in which way."""

    def __init__(self, why: Why, detail: str = "") -> None:
        self.why: Why = why
        what, hint = SAID[why]
        super().__init__(f"the file {what}{f' ({detail})' if detail else ''}", hint=hint)

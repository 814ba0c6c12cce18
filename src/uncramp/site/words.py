"""The words of a page: texts of one language, with the numbers to call marked so that a script can put in the reader's.

A page is written once for everybody who reads a language, wherever they are. So a number to call stands in an element
of its own (`<span data-number="N">112</span>`): without scripts it is the number that works in most countries.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from uncramp.kb import Knowledge, Texts

REGION = "other"
OPEN, CLOSE = "\ue000", "\ue001"
_MARKED = re.compile(f"{OPEN}(.)(.*?){CLOSE}")


def page_texts(kb: Knowledge, language: str) -> Texts:
    """The texts of a language whose numbers are marked for `shown` and `spoken`."""
    found = kb.texts(language=language, region=REGION)
    marked = {name: f"{OPEN}{name}{number}{CLOSE}" for name, number in found.numbers.items()}
    return Texts(found.table, found.fallback, marked, found.others, found.signed)


def shown(value: object) -> object:
    """What an expression of a template comes to in HTML: escaped, its numbers in elements of their own."""
    if not isinstance(value, str) or OPEN not in value:
        return value
    return Markup(_MARKED.sub(r'<span data-number="\1">\2</span>', str(escape(value))))


def spoken(value: str) -> str:
    """The same for an attribute or a title: plain text."""
    return _MARKED.sub(r"\2", value)

"""Numbers in words that people read: with the decimal point or comma of their language."""

from __future__ import annotations

from uncramp.kb.texts import Texts


def decimal(number: float, texts: Texts) -> str:
    """The number as short as it is exact to six digits: 2, 2.5 or 2,5."""
    return f"{number:g}".replace(".", texts("number.point"))

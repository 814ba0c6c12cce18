"""The words of one language for one person: numbers to call, "you" or "they", and entries in translation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from uncramp.kb.entries import Phone

_PLACEHOLDER = re.compile(r"\{([^{}|]*)(?:\|([^{}]*))?\}")


@dataclass(frozen=True, slots=True)
class Texts:
    """`table` holds the program's sentences by key, and translations of entries as `<kind>.<id>.<field>`.

    `numbers` are {N}, {U} and {P}; `others` is true when somebody answers for somebody else; `signed` is false for a
    translation that nobody has reviewed, which then has to be said.
    """

    table: Mapping[str, str]
    fallback: Mapping[str, str]
    numbers: Mapping[str, str]
    others: bool = False
    signed: bool = True

    def __call__(self, key: str, **values: object) -> str:
        """The sentence with this key; KeyError for a key that no language has."""
        text = self.table.get(key)
        return self.fill(self.fallback[key] if text is None else text, **values)

    def entry(self, kind: str, id: str, field: str, text: str) -> str:
        """A text of an entry, translated where the language has it; `text` is the entry's own."""
        return self.fill(self.table.get(f"{kind}.{id}.{field}", text))

    def fill(self, text: str, **values: object) -> str:
        if "{" not in text:
            return text

        def put(found: re.Match[str]) -> str:
            first, second = found[1], found[2]
            if second is not None:
                return second if self.others else first
            return self.numbers[first] if first in self.numbers else str(values.get(first, found[0]))

        return _PLACEHOLDER.sub(put, text)

    def has(self, key: str) -> bool:
        return key in self.table or key in self.fallback

    def speaking_of_others(self, others: bool) -> Texts:
        return replace(self, others=others)


def capital(said: str) -> str:
    """The same at the beginning of a line, whatever it begins with."""
    return said[:1].upper() + said[1:]


def numbers_of(phone: Phone, table: Mapping[str, str]) -> dict[str, str]:
    """{N}, {U} and {P} of a region in a language, whose `table` also says in words what is missing there."""

    def said(field: str, number: str) -> str:
        return table.get(f"phone.{phone.id}.{field}", number) if number else table.get(f"phones.no_{field}", "")

    return {
        "N": said("emergency", phone.emergency),
        "U": said("urgent", phone.urgent),
        "P": said("poisons", phone.poisons),
    }

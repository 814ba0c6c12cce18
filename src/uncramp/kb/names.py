"""What places, remedies, questions, answers and spans of time are called in the words of a language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from uncramp.kb import Knowledge, Texts
from uncramp.logic import EnumType

MINUTE, SHORT = 60, 10
"""Below so many minutes, the seconds are said too."""
IN_BRACKETS = re.compile(r" \(.*\)$")


@dataclass(frozen=True)
class Names:
    """The names of one knowledge in one language. What the knowledge does not know any more goes by its id."""

    kb: Knowledge
    texts: Texts

    def quick(self, site: str) -> str | None:
        """The place of the body map that stands for a site; None if there is none."""
        return next((one.id for one in self.kb.pack.quick if site in one.sets), None)

    def place(self, site: str, side: str | None = None) -> str:
        quick = next((one for one in self.kb.pack.quick if site in one.sets), None)
        place = self.texts.entry("quick", quick.id, "title", quick.title) if quick else self.fact(site)
        return self.texts("site.place_side", place=place, side=self.word(side)) if side else place

    def remedy(self, id: str) -> str:
        found = self.kb.remedies.get(id)
        return self.texts.entry("remedy", id, "title", found.title if found else id)

    def fact(self, id: str) -> str:
        """What a question is about: in a few words where it has them, else as it is asked."""
        found = next((one for one in self.kb.pack.fact if one.id == id), None)
        if found is None:
            return id
        return self.texts.entry("fact", id, "short" if found.short else "ask", found.short or found.ask)

    def label(self, fact: str, value: str) -> str:
        """A value of a question with a list."""
        found = self.kb.facts.get(fact)
        values = found.type.values if found and isinstance(found.type, EnumType) else ()
        if found is None or value not in values or not found.labels:
            return value
        nth = values.index(value)
        return self.texts.entry("fact", fact, f"labels.{nth}", found.labels[nth])

    def word(self, id: str) -> str:
        """A value of an entry of the diary."""
        key = f"site_diary.word_{id}"
        return self.texts(key) if self.texts.has(key) else id

    def span(self, seconds: int) -> str:
        minutes, rest = divmod(seconds, MINUTE)
        if not minutes:
            return self.texts("site_diary.span_seconds", seconds=seconds)
        key = "span_both" if rest and minutes < SHORT else "span_minutes"
        return self.texts(f"site_diary.{key}", minutes=minutes, seconds=rest)


def without_brackets(said: str) -> str:
    """A name without the examples that stand behind it."""
    return IN_BRACKETS.sub("", said)

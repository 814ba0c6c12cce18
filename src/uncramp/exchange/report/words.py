"""The words of the page for places, remedies, answers, spans of time and days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from uncramp.exchange.report.choice import plain
from uncramp.kb import Knowledge, Texts
from uncramp.kb.dates import full_day, short_day
from uncramp.logic import EnumType

MINUTE, SHORT = 60, 10
IN_BRACKETS = re.compile(r" \(.*\)$")


@dataclass(frozen=True)
class Words:
    """For one knowledge and language."""

    kb: Knowledge
    texts: Texts

    def say(self, key: str, **values: object) -> str:
        return self.texts(f"report.{key}", **values)

    def day(self, day: str) -> str:
        return full_day(date.fromisoformat(day), self.texts)

    def short_day(self, day: str) -> str:
        return short_day(date.fromisoformat(day), self.texts)

    def place(self, site: str, side: str | None = None) -> str:
        quick = next((one for one in self.kb.pack.quick if site in one.sets), None)
        place = self.texts.entry("quick", quick.id, "title", quick.title) if quick else self.fact(site)
        return self.texts("site.place_side", place=place, side=self.word(side)) if side else place

    def fact(self, id: str) -> str:
        """What a fact is called in a line: its short name, else its label."""
        entry = next((one for one in self.kb.pack.fact if one.id == id), None)
        if entry is None:
            return plain(id.replace("_", " "))
        if entry.short:
            return self.texts.entry("fact", id, "short", entry.short)
        return self.texts.entry("fact", id, "ask", entry.ask)

    def without_examples(self, id: str) -> str:
        """The label of a medicine without the names in brackets: a clinician knows them."""
        return IN_BRACKETS.sub("", self.fact(id))

    def label(self, fact: str, value: str) -> str:
        """A value of a list in words."""
        found = self.kb.facts.get(fact)
        values = found.type.values if found and isinstance(found.type, EnumType) else ()
        if found is None or value not in values or not found.labels:
            return plain(value)
        nth = values.index(value)
        return IN_BRACKETS.sub("", self.texts.entry("fact", fact, f"labels.{nth}", found.labels[nth]))

    def remedy(self, id: str) -> str:
        found = self.kb.remedies.get(id)
        return self.texts.entry("remedy", id, "title", found.title if found else plain(id))

    def word(self, id: str) -> str:
        key = f"site_diary.word_{id}"
        return self.texts(key) if self.texts.has(key) else plain(id)

    def kind(self, what: str) -> str:
        """What an episode was like, in a clinician's word."""
        key = f"report.kind_{what}"
        return self.texts(key) if self.texts.has(key) else plain(what)

    def outcome(self, id: str) -> str:
        key = f"report.outcome_{id}"
        return self.texts(key) if self.texts.has(key) else plain(id)

    def span(self, seconds: int) -> str:
        minutes, rest = divmod(seconds, MINUTE)
        if not minutes:
            return self.texts("site_diary.span_seconds", seconds=seconds)
        key = "span_both" if rest and minutes < SHORT else "span_minutes"
        return self.texts(f"site_diary.{key}", minutes=minutes, seconds=rest)

    def capital(self, text: str) -> str:
        return text[:1].upper() + text[1:]

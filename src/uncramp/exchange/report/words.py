"""The words of the page: names as everywhere, and what a clinician says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from uncramp.kb.dates import full_day, short_day
from uncramp.kb.names import Names, without_brackets


@dataclass(frozen=True)
class Words(Names):
    """For one knowledge and language."""

    def say(self, key: str, **values: object) -> str:
        return self.texts(f"report.{key}", **values)

    def day(self, day: str) -> str:
        return full_day(date.fromisoformat(day), self.texts)

    def short_day(self, day: str) -> str:
        return short_day(date.fromisoformat(day), self.texts)

    def fact(self, id: str) -> str:
        return super().fact(id) if id in self.kb.facts else id.replace("_", " ")

    def label(self, fact: str, value: str) -> str:
        return without_brackets(super().label(fact, value))

    def kind(self, what: str) -> str:
        """What an episode was like, in a clinician's word."""
        return self._own("kind", what)

    def outcome(self, id: str) -> str:
        return self._own("outcome", id)

    def _own(self, of: str, id: str) -> str:
        key = f"report.{of}_{id}"
        return self.texts(key) if self.texts.has(key) else id

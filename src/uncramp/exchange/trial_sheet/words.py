"""The words of the documents of a trial."""

from __future__ import annotations

from datetime import date

from uncramp.exchange.report.sheet import Row, Section
from uncramp.kb import Knowledge, Texts
from uncramp.kb.dates import full_day
from uncramp.own_trial.people import names_of
from uncramp.trials.design import Protocol


class Words:
    """The words of the documents, with what every section names."""

    def __init__(self, kb: Knowledge, texts: Texts, one: Protocol) -> None:
        self.kb, self.texts, self.one = kb, texts, one
        self.names = names_of(kb, one, texts)

    def say(self, key: str, **values: object) -> str:
        return self.texts(f"trial_sheet.{key}", **values)

    def both(self, key: str, **values: object) -> str:
        """A sentence that names the arms."""
        return self.say(key, a=self.names.a, b=self.names.b, **values)

    def section(self, key: str, *lines: str | None, missing: str = "") -> Section:
        rows = tuple(Row(line) for line in lines if line)
        return Section(key, self.say(key), rows, missing if not rows else "")

    def day(self, day: str) -> str:
        return full_day(date.fromisoformat(day), self.texts)

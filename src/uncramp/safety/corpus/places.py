"""One person per level, place that hurts and kind of cramp, or the proof that there is nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import z3

from uncramp.errors import PersonError
from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.logic import EnumType, FlagType
from uncramp.logic import Fact as Value
from uncramp.logic.prove import all_of
from uncramp.safety.corpus.people import People
from uncramp.safety.corpus.search import Search
from uncramp.safety.deciding import Deciding
from uncramp.triage import Level, Triage, triage

KIND = "kind"


class Places:
    """Every level in every place. Self-care counts only when nothing is left to ask."""

    def __init__(
        self, kb: Knowledge, people: People, well: Answers, search: Search, warned: Mapping[str, Answers]
    ) -> None:
        self.kb, self.people, self.well, self.search = kb, people, well, search
        self.fast = Knowledge(kb.pack)
        self.fast.for_many()
        self.sites = [id for id, fact in kb.facts.items() if fact.group == "site" and isinstance(fact.type, FlagType)]
        kind = kb.facts.get(KIND)
        self.kinds = kind.type.values if kind and isinstance(kind.type, EnumType) else ()
        self.signs = {
            level: [
                self._signs(warned[one.rule.id])
                for one in kb.rules
                if one.rule.id in warned and Level[one.rule.level] is level
            ]
            for level in Level
        }
        self.impossible: list[str] = []
        self._deciding: Deciding | None = None

    def __len__(self) -> int:
        return len(self.sites) * len(self.kinds) * len(Level)

    def fill(self) -> Iterator[str]:
        for nth, (site, kind, level) in enumerate(product(self.sites, self.kinds, Level)):
            here: dict[str, Value] = {**dict.fromkeys(self.sites, False), site: True, KIND: kind}
            name = f"{level.name}, {site}, {kind}"
            found = self._simply(here, level, nth) or self._searched(here, level)
            if found is None:
                self.impossible.append(name)
            else:
                self.people.add(found, name)
            yield name

    def _signs(self, warned: Answers) -> dict[str, Value]:
        """What somebody has answered otherwise than somebody well, the place and the kind left aside."""
        return {
            id: value
            for id, value in warned.known.items()
            if id not in self.sites and id != KIND and self.well.known.get(id) != value
        }

    def _simply(self, here: dict[str, Value], level: Level, nth: int) -> Answers | None:
        """Somebody well with the signs of one rule of that level, begun elsewhere each time so that many come up."""
        rows = self.signs[level] or [{}]
        start = nth * 7 % len(rows)
        for signs in (
            ({}, *rows[start:], *rows[:start]) if level is not Level.emergency else (*rows[start:], *rows[:start])
        ):
            answers = self.well.given({**here, **signs})
            found = self._triage(answers)
            if found and found.level is level and (found.complete or level >= Level.urgent):
                return answers
        return None

    def _triage(self, answers: Answers) -> Triage | None:
        try:
            return triage(self.fast, self.fast.settled(answers))
        except PersonError:
            return None

    def _searched(self, here: dict[str, Value], level: Level) -> Answers | None:
        """Anybody at all in that place with that level, or None: it is proved that there is nobody."""
        if self._deciding is None:
            self._deciding = Deciding(self.kb, self.search.person)
        person, deciding = self.search.person, self._deciding
        wanted = all_of(
            [
                *(z3.And(person.given[id].known, person.given[id].equals(value)) for id, value in here.items()),
                deciding.level(level),
                *([deciding.complete] if level is Level.self_care else []),
            ]
        )
        about = [id for id, fact in self.kb.facts.items() if fact.group in ("who", "episode")]
        found = self.search.closest(wanted, self.well.given(here), about)
        return found and found[0]

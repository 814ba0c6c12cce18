"""Who would notice a slip in what holds remedies back: the stories of tests/held_back.

Of a mutant only those stories are judged again whose remedy it speaks against, and for whose people one of its
conditions comes out otherwise than before, or stays open.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from knowledge.held_back import Story, stories
from mutation.judges import Base, Slipped, Touched
from mutation.mutants import Mutant
from uncramp.kb import Knowledge


class Held:
    """The stories of what is held back, each with its people, who stand in one row for all of them."""

    def __init__(self, base: Base, mutants: Sequence[Mutant]) -> None:
        kb = base.kb
        self._base = base
        independent_first = sorted(stories(), key=lambda story: story.kind == "entry")
        self._people = [(story, story.people(kb)) for story in independent_first]
        for story, people in self._people:
            assert not story.fails(kb, people), f"{story.name} fails without a slip"
        self._whose = [nth for nth, (_, people) in enumerate(self._people) for _ in people]
        everybody = [answers for _, people in self._people for answers in people]
        self._touched = Touched(kb, everybody, mutants, open_too=True)

    def notices(self, mutant: Mutant) -> str:
        """The story that no longer comes out as told, one from the drafts if there is one; empty if none."""
        against = {name.partition(":")[2] for name in mutant.changes if name.startswith("contraindication:")}
        if mutant.of == "contraindication":
            against.add(mutant.entry)
        if not against:
            return ""
        slipped = cast(Knowledge, Slipped(self._base, mutant))
        for nth in dict.fromkeys(self._whose[place] for place in self._touched.by(mutant)):
            story, people = self._people[nth]
            if self._spoken_of(story, against) and story.fails(slipped, people):
                return story.name
        return ""

    def _spoken_of(self, story: Story, against: set[str]) -> bool:
        return any(entry.id in against for entry in self._base.kb.against[story.remedy])

"""What places and remedies are called, in the words of a language."""

from __future__ import annotations

from dataclasses import dataclass

from uncramp.kb import Knowledge, Texts


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one knowledge in one language."""

    kb: Knowledge
    texts: Texts

    def place(self, site: str, side: str | None = None) -> str:
        found = self.quick(site)
        if found is not None:
            quick = next(one for one in self.kb.pack.quick if one.id == found)
            place = self.texts.entry("quick", quick.id, "title", quick.title)
        else:
            place = self.texts.entry("fact", site, "ask", self.kb.facts[site].ask if site in self.kb.facts else site)
        return self.texts("site.place_side", place=place, side=self.side(side)) if side else place

    def quick(self, site: str) -> str | None:
        """The place of the body map that stands for a site; None if there is none."""
        return next((one.id for one in self.kb.pack.quick if site in one.sets), None)

    def side(self, side: str) -> str:
        return self.texts(f"site_diary.word_{side}")

    def remedy(self, id: str) -> str:
        found = self.kb.remedies.get(id)
        return self.texts.entry("remedy", id, "title", found.title if found else id)

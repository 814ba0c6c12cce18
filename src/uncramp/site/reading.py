"""What every page to read needs of the knowledge: an entry's words in one language, its address, and what names it.

English stands in for what a language does not translate, and is marked as English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup, escape

from uncramp.kb import Knowledge, Texts
from uncramp.kb.entries import Claim
from uncramp.kb.families import families
from uncramp.site.page import Page
from uncramp.site.words import spoken

PAGE_OF = {
    "topic": "topic/{id}.html",
    "remedy": "remedy/{id}.html",
    "claim": "claim/{id}.html",
    "source": "source/{id}.html",
    "contributor": "causes.html#{id}",
    "medicine": "medicines.html#{id}",
    "food": "food.html#{id}",
    "drink": "drinks.html#{id}", "card": "drinks.html#{id}", "intake": "drinks.html#{id}",
    "solution": "drinks.html#{id}", "sweat": "drinks.html#{id}", "measure": "drinks.html#{id}",
    "rule": "rules/{family}.html#{id}",
    "line": "danger.html#{id}", "safety_net": "danger.html#{id}",
    "definition": "rules/meanings.html#{id}",
    "contraindication": "cautions/{family}.html#{id}",
    "pair": "cautions/together.html#{id}",
    "group": "cautions.html#{id}",
    "fact": "questions.html#{id}",
    "quick": "now/{id}.html",
    "quantity": "numbers.html#{id}", "prior": "numbers.html#effect-{id}",
}  # fmt: skip
"""Where an entry of each kind is to be read, seen from the folder of the language.

A `see` or `lives_in` names an id alone: where several kinds have it, the first of these is meant."""
TITLE = {
    **dict.fromkeys(("topic", "remedy", "contributor", "medicine", "food", "card", "intake", "solution"), "title"),
    **dict.fromkeys(("group", "quick", "source"), "title"),
    **dict.fromkeys(("claim", "rule", "line", "safety_net", "contraindication", "pair"), "says"),
    "fact": "ask", "measure": "ask", "quantity": "name", "prior": "meaning",
}  # fmt: skip
"""The field that names an entry of each kind."""
FOLDERS = {"rule": "triage", "contraindication": "contraindications"}
_YEAR = re.compile(r"[^,(;]{0,40}?(?:, [^,(;]{0,40}?)?\b(?:19|20)\d\d\b")
ACTIONS = ("withhold", "ask", "modify")
CITING = (
    "remedy", "topic", "rule", "contraindication", "pair", "contributor", "medicine", "claim", "food", "card",
    "intake", "solution", "sweat", "quantity", "prior",
)  # fmt: skip
"""The kinds of entries that name sources, in the order in which a source lists them."""


@dataclass(frozen=True, slots=True)
class Linked:
    """An entry as a link: its kind and address, seen from the folder of the language, and what it is called."""

    kind: str
    path: str
    name: Markup


class Reader:
    """The knowledge in the words of one language."""

    def __init__(self, kb: Knowledge, texts: Texts) -> None:
        self.kb, self.texts = kb, texts
        self.foreign = texts.table is not texts.fallback

    def said(self, kind: str, id: str, field: str, text: str) -> Markup:
        """A text of an entry; where the language has none, the English one, marked."""
        found = escape(self.texts.entry(kind, id, field, text))
        return found if f"{kind}.{id}.{field}" in self.texts.table else self.english(found)

    def english(self, text: str) -> Markup:
        """A text that is there in English alone."""
        return Markup('<span lang="en">{}</span>').format(text) if self.foreign and text else escape(text)

    def plain(self, kind: str, entry: Any) -> str:
        """What an entry is called, without any mark-up."""
        if kind == "definition":
            return self.texts(f"meaning.{entry.id}") if self.texts.has(f"meaning.{entry.id}") else _words(entry.id)
        text = getattr(entry, TITLE[kind], "") if kind in TITLE else ""
        return self.texts.entry(kind, entry.id, TITLE[kind], text) if text else _words(entry.id)

    def name(self, kind: str, entry: Any) -> Markup:
        """What an entry is called."""
        key = f"meaning.{entry.id}" if kind == "definition" else f"{kind}.{entry.id}.{TITLE.get(kind, '')}"
        plain = escape(self.plain(kind, entry))
        return plain if key in self.texts.table else self.english(plain)

    def path(self, kind: str, id: str) -> str:
        return PAGE_OF[kind].format(id=id, family=self._family_of.get((kind, id), ""))

    def link(self, kind: str, entry: Any) -> Linked:
        return Linked(kind, self.path(kind, entry.id), self.name(kind, entry))

    def family_link(self, kind: str, id: str) -> Linked:
        """The page of the file that an entry stands in."""
        family = self._family_of[kind, id]
        name = next(title for one, title, _ in self.families[kind] if one == family)
        return Linked(kind, self.path(kind, id).partition("#")[0], name)

    def linked(self, kind: str, ids: Iterable[str]) -> list[Linked]:
        """Links to these entries of one kind, without those that are not there."""
        entries = self._by_id[kind]
        return [self.link(kind, entries[id]) for id in ids if id in entries]

    def briefly(self, sources: Iterable[str]) -> list[Linked]:
        """Links to sources, each named by who and when alone."""
        return [
            Linked("source", self.path("source", one.id), self.english(_who_and_when(one.title)))
            for one in self.entries("source", sources)
        ]

    def linked_any(self, ids: Iterable[str], *, unless: tuple[str, str] = ("", "")) -> list[Linked]:
        """Links to entries whose kind is not said; `unless` is the kind and id of the page they stand on."""
        return [
            self.link(kind, self._by_id[kind][id])
            for id in ids
            for kind in (*(one for one in PAGE_OF if id in self._by_id[one] and (one, id) != unless),)[:1]
        ]

    def claims_on(self, kind: str, id: str) -> list[Claim]:
        """The claims that live in this entry."""
        return [
            claim for claim in self.kb.pack.claim if id in claim.lives_in and self.path(kind, id) == self._lives[id]
        ]

    def citing(self, source: str) -> list[tuple[str, list[Linked]]]:
        """Everything that names a source, by kind."""
        return self._citing.get(source, [])

    @cached_property
    def families(self) -> dict[str, list[tuple[str, Markup, tuple[str, ...]]]]:
        """Per kind the files: their id, what they hold, and the ids of the entries in them."""
        return {
            kind: [(one.id, self._title(one.id, one.title), one.members) for one in families(folder, self._by_id[kind])]
            for kind, folder in FOLDERS.items()
        }

    def page(
        self, path: str, template: str, title: str, trail: Sequence[str] = (), *, script: str = "", **given: Any
    ) -> Page:
        """A page of the part to read. `trail` are the pages above it besides the first one, each with its own title."""
        above = [(one, self.texts(f"site_learn.{one}")) for one in ("learn", *trail)]
        return Page(path, f"learn/{template}.html", title, script, {"r": self, "above": above, **given}, "learn")

    def entries(self, kind: str, ids: Iterable[str]) -> list[Any]:
        return [self._by_id[kind][id] for id in ids]

    def _title(self, family: str, title: str) -> Markup:
        key = f"family.{family}"
        return escape(self.texts(key)) if self.texts.has(key) else self.english(title)

    @cached_property
    def _family_of(self) -> dict[tuple[str, str], str]:
        return {
            (kind, id): family.id
            for kind, folder in FOLDERS.items()
            for family in families(folder, self._by_id[kind])
            for id in family.members
        }

    @cached_property
    def _by_id(self) -> dict[str, dict[str, Any]]:
        return {kind: {entry.id: entry for entry in getattr(self.kb.pack, kind)} for kind in PAGE_OF}

    @cached_property
    def _citing(self) -> dict[str, list[tuple[str, list[Linked]]]]:
        found: dict[str, dict[str, list[Linked]]] = {}
        for kind in CITING:
            for entry in getattr(self.kb.pack, kind):
                for source in entry.sources:
                    found.setdefault(source, {}).setdefault(kind, []).append(self.link(kind, entry))
        return {source: list(kinds.items()) for source, kinds in found.items()}

    @cached_property
    def _lives(self) -> dict[str, str]:
        """Where the ids that claims live in are to be read."""
        ids = {id for claim in self.kb.pack.claim for id in claim.lives_in}
        return {id: self.linked_any([id])[0].path for id in ids if self.linked_any([id])}


def plain_text(text: str) -> str:
    """A text for a title or an index: its numbers to call without their marks."""
    return spoken(text)


def _who_and_when(title: str) -> str:
    found = _YEAR.match(title)
    return found[0] if found else title.partition(",")[0].partition("(")[0].strip()


def _words(id: str) -> str:
    return id.replace("_", " ")

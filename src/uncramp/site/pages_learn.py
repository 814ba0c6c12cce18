"""The part to read: everything that is known, a page for each thing, whole without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from uncramp import __version__
from uncramp.kb import Knowledge, Texts
from uncramp.kb.called import FIELD, called, typed
from uncramp.site.page import Page
from uncramp.site.pages_evidence import evidence_pages
from uncramp.site.pages_food import food_pages
from uncramp.site.pages_remedies import remedy_pages
from uncramp.site.pages_rules import rule_pages
from uncramp.site.reading import Reader

FIRST = ("cramp", "twitch", "spasm", "stiffness", "inside", "cause")
"""The topics that the hub names; the others stand one page below."""
INDEXED = ("topic", "remedy", "contributor", "medicine", "food")
"""The kinds of entries that the index leads to."""
PARTS = {
    "understand": "question", "helps": "play", "danger": "warn", "causes": "search", "medicines": "pill",
    "food": "plus", "drinks": "drop", "claims": "equal", "sources": "book", "cautions": "shield", "about": "person",
}  # fmt: skip
"""The parts that the hub leads to, each with its sign."""


def learn_pages(kb: Knowledge, texts: Texts) -> Iterator[Page]:
    """All pages to read in one language."""
    r = Reader(kb, texts)
    topics = {topic.id: topic for topic in kb.pack.topic}
    first = [topics[id] for id in FIRST if id in topics]
    yield r.page("learn.html", "hub", texts("site_learn.learn"), script="learn", parts=PARTS, first=first)
    yield r.page("index-a-z.html", "index", texts("site_learn.index"), letters=letters(r))
    yield r.page("understand.html", "understand", texts("site_learn.understand"))
    for topic in kb.pack.topic:
        title = texts.entry("topic", topic.id, "title", topic.title)
        see = r.linked_any(topic.see, unless=("topic", topic.id))
        yield r.page(f"topic/{topic.id}.html", "topic", title, ["understand"], topic=topic, see=see)
    yield from remedy_pages(r)
    yield from rule_pages(r)
    yield from food_pages(r)
    yield from evidence_pages(r)
    counts = {kind: len(getattr(kb.pack, kind)) for kind in ("rule", "remedy", "contraindication", "hazard", "source")}
    yield r.page("about.html", "about", texts("site_learn.about"), version=__version__, counts=counts)


def letters(r: Reader) -> list[tuple[str, list[Row]]]:
    """What there is to read under the letter it begins with, an article before it aside."""
    articles = r.texts("site_learn.articles").split()

    def begins(row: Row) -> str:
        first, _, rest = typed(row.title).partition(" ")
        return rest if rest and first in articles else typed(row.title)

    rows = sorted((*found(r), *other_names(r)), key=begins)
    return [(letter, list(group)) for letter, group in groupby(rows, key=lambda row: _letter(begins(row)))]


@dataclass(frozen=True, slots=True)
class Row:
    """Something that can be found: what it is called, where it is, what kind of thing it is, and its other names."""

    title: str
    path: str
    kind: str = ""
    words: str = ""


def found(r: Reader) -> Iterator[Row]:
    """Everything that a search can find but the claims."""
    for kind in INDEXED:
        for entry in getattr(r.kb.pack, kind):
            words = called(entry, r.texts) if kind == "topic" else getattr(entry, "examples", ())
            yield Row(
                r.plain(kind, entry), r.path(kind, entry.id), r.texts(f"kind.{kind}"),
                " ".join((entry.id.replace("_", " "), *words)),
            )  # fmt: skip
    for kind, folder in (("rule", "rules"), ("contraindication", "cautions")):
        for id, title, _ in r.families[kind]:
            yield Row(title.striptags(), f"{folder}/{id}.html", r.texts(f"site_learn.{folder}"))
    for part in PARTS:
        yield Row(r.texts(f"site_learn.{part}"), f"{part}.html")


def other_names(r: Reader) -> Iterator[Row]:
    """The words that lead to a topic, for those who look them up by hand."""
    for topic in r.kb.pack.topic:
        own = r.texts.table.get(f"topic.{topic.id}.{FIELD}", "")
        words = tuple(word.strip() for word in own.split(",")) if own else topic.words
        for word in words:
            yield Row(word, r.path("topic", topic.id), r.plain("topic", topic))


def search_rows(kb: Knowledge, texts: Texts) -> list[list[str]]:
    """The index as a script reads it: title, address, kind and other names of everything that can be found."""
    r = Reader(kb, texts)
    kind = texts("site_learn.claim")
    claims = (Row(r.plain("claim", claim), r.path("claim", claim.id), kind) for claim in kb.pack.claim)
    return [[row.title, row.path, row.kind, row.words] for row in (*found(r), *claims)]


def _letter(title: str) -> str:
    return title[:1].upper() if title[:1].isalpha() else "#"

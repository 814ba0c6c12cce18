"""A page as a reader of its source sees it: headings, ids, links, what it asks for, and its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

ASKS = {
    "script": "src",
    "img": "src",
    "source": "src",
    "iframe": "src",
    "link": "href",
    "use": "href",
    "form": "action",
}
"""The attributes that make a browser ask for something, by element."""


class Reading(HTMLParser):
    """What stands in one page."""

    def __init__(self, path: str, text: str) -> None:
        super().__init__()
        self.path = path
        self.lang = ""
        self.title = ""
        self.headings: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.links: list[dict[str, str]] = []
        self.asked: list[str] = []
        self.attributes: set[str] = set()
        self.words: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.attributes |= given.keys()
        self.headings[tag] += tag in ("h1", "h2", "h3")
        if "id" in given:
            self.ids[given["id"]] += 1
        if tag == "html":
            self.lang = given.get("lang", "")
        if tag == "a" and "href" in given:
            self.links.append(given)
        if tag in ASKS and ASKS[tag] in given:
            self.asked.append(given[ASKS[tag]])
        if tag not in VOID:
            self._open.append((tag, given.get("lang") or (self._open[-1][1] if self._open else "")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        inside, lang = self._open[-1] if self._open else ("", "")
        if inside == "title" and not self.title:
            self.title = data
        if inside not in ("script", "style") and data.strip():
            self.words.append((" ".join(data.split()), lang))

    @property
    def text(self) -> str:
        return " ".join(word for word, _ in self.words)

    def said_in(self, lang: str) -> Iterator[str]:
        return (word for word, found in self.words if found == lang)


VOID = frozenset({"meta", "link", "br", "img", "input", "hr", "source", "wbr"})

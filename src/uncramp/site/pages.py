"""Which pages there are: for each its path, its template and what the template is given.

Every language has the same pages under its own folder; English stands at the root.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from uncramp import figures
from uncramp.kb import ENGLISH, Knowledge, Texts


@dataclass(frozen=True, slots=True)
class Page:
    """A page of one language. `path` is seen from the folder of the language; `script` names a module of `js/pages`."""

    path: str
    template: str
    title: str
    script: str = ""
    given: dict[str, Any] = field(default_factory=dict)
    section: str = ""
    """Which entry of the navigation it belongs to."""


Maker = Callable[[Knowledge, Texts], Iterator[Page]]


def folder_of(language: str) -> str:
    return "" if language == ENGLISH else f"{language}/"


def pages(kb: Knowledge, texts: Texts) -> Iterator[Page]:
    """All pages of a language."""
    for maker in MAKERS:
        yield from maker(kb, texts)


def _home(kb: Knowledge, texts: Texts) -> Iterator[Page]:
    titles = {place.id: texts.entry("quick", place.id, "title", place.title) for place in kb.pack.quick}

    def name(place: str, side: str) -> str:
        return texts("site.place_side", place=titles[place], side=texts(f"site.{side}"))

    def href(place: str, side: str) -> str:
        return f"now/{place}.html?side={side}"

    maps = {
        view: figures.bodymap(view, href=href, name=name, title=texts(f"site.body_{view}")) for view in figures.VIEWS
    }
    yield Page("index.html", "home.html", texts("site.home"), script="home", section="home", given={"maps": maps})


def _app(kb: Knowledge, texts: Texts) -> Iterator[Page]:
    """Pages that a script fills; without scripts they say what there is to read instead."""
    for name, section in APP.items():
        yield Page(f"{name}.html", "app.html", texts(f"site.{name}"), script=name, section=section, given={"name": name})


APP = {"check": "check", "plan": "plan", "diary": "diary", "timers": "plan", "details": "", "data": "diary"}
"""The pages that a script fills, with the entry of the navigation they belong to."""

MAKERS: list[Maker] = [_home, _app]

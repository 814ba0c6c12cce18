"""Which pages there are: for each its path, its template and what the template is given.

Every language has the same pages under its own folder; English stands at the root.
"""

from __future__ import annotations

from collections.abc import Iterator

from uncramp import figures
from uncramp.kb import ENGLISH, Knowledge, Texts
from uncramp.site.page import Maker, Page
from uncramp.site.pages_learn import learn_pages
from uncramp.site.pages_now import quick_pages
from uncramp.site.pages_plan import plan_pages

__all__ = ["MAKERS", "Page", "folder_of", "pages"]


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
    yield Page(
        "index.html", "home.html", texts("site.home"), script="home", section="home", given={"maps": maps}, shell=True
    )


def _app(_: Knowledge, texts: Texts) -> Iterator[Page]:
    """Pages that a script fills; without scripts they say what there is to read instead."""
    for name, section in APP.items():
        yield Page(
            f"{name}.html",
            "app.html",
            texts(f"site.{name}"),
            script=name,
            section=section,
            given={"name": name},
            shell=True,
        )


APP = {"check": "check", "diary": "diary", "details": "", "data": "diary", "trials": "diary"}
"""The pages that a script fills, with the entry of the navigation they belong to."""

MAKERS: list[Maker] = [_home, quick_pages, _app, learn_pages, plan_pages]

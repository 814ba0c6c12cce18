"""Pages become HTML: each with its words, its links and the names of the files it needs."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from uncramp import figures
from uncramp.kb import Knowledge, Texts
from uncramp.site.assets import ASSETS, needed
from uncramp.site.pages import Page, folder_of, pages
from uncramp.site.words import page_texts, shown, spoken

STAND_IN = f"{ASSETS}/{'0' * 12}"
"""Where a page names the folder of its files before that has its name."""


Progress = Callable[[int, int], object]
"""Is told how many steps of how many are done."""


def silent(_: int, __: int) -> None:
    """For whoever does not wait."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as HTML. `path` is seen from the root of the site."""

    path: str
    language: str
    script: str
    title: str
    shell: bool
    text: str


def rendered(
    kb: Knowledge,
    found: dict[str, bytes],
    languages: Sequence[str],
    *,
    linked: bool = True,
    served: bool = False,
    progress: Progress = silent,
) -> list[Rendered]:
    """Every page in each of the languages; unless `linked`, seen from the folder of its language and without others.
    `served`: by the local app, whose pages are there too.
    """
    environment = _environment()
    made: list[Rendered] = []
    scripts = _Scripts(found)
    spoken_in = {language: page_texts(kb, language) for language in languages}
    every = {language: [*pages(kb, texts)] for language, texts in spoken_in.items()}
    for language, texts in spoken_in.items():
        for page in every[language]:
            others = [one for one in kb.languages if one != language] if linked else []
            text = environment.get_template(page.template).render(
                **_given(kb, texts, language, page, others), scripts=scripts[page.script], served=served, **page.given
            )
            path = folder_of(language) + page.path if linked else page.path
            made.append(Rendered(path, language, page.script, spoken(page.title), page.shell, text))
            progress(len(made), sum(map(len, every.values())))
    return made


def _given(kb: Knowledge, texts: Texts, language: str, page: Page, others: list[str]) -> dict[str, Any]:
    """What every template is given."""
    depth = page.path.count("/")
    root = "../" * (depth + (folder_of(language) != "")) or "./"
    here = posixpath.dirname(folder_of(language) + page.path) or "."
    return {
        "kb": kb,
        "say": texts,
        "texts": texts,
        "page": page,
        "language": language,
        "base": "../" * depth or "./",
        "root": root,
        "assets": f"{root}{STAND_IN}/",
        "others": [(one, posixpath.relpath(folder_of(one) + page.path, here)) for one in others],
        "titles": {one.id: one.title for one in kb.pack.language},
    }


class _Scripts(dict[str, list[str]]):
    """By the name of a page's script, all that the page will ask for, so that the browser can fetch it at once."""

    def __init__(self, found: dict[str, bytes]) -> None:
        super().__init__()
        self._found = found

    def __missing__(self, name: str) -> list[str]:
        own = needed(f"js/pages/{name}.js", self._found) if name else []
        self[name] = list(dict.fromkeys(needed("js/start.js", self._found) + own))
        return self[name]


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("uncramp.site"), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=StrictUndefined, finalize=shown, auto_reload=False,
    )  # fmt: skip
    environment.filters["spoken"] = spoken
    environment.globals |= {"bodymap": figures.bodymap, "draw": figures.draw, "pose": figures.pose}
    return environment

"""Pages that need Python, in the frame and the look of the phone app."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from uncramp.kb import ENGLISH, Knowledge, Texts
from uncramp.site.assets import ASSETS
from uncramp.site.build import MARK
from uncramp.site.page import Page
from uncramp.site.words import page_texts, shown, spoken

APP = ("trends", "report", "import", "settings")
"""The pages of the local app, as its own navigation lists them."""


class Frame:
    """Renders a page of the app that is served from `folder`."""

    def __init__(self, kb: Knowledge, folder: Path) -> None:
        self.kb = kb
        self.version = json.loads((folder / MARK).read_bytes())["version"]
        self._texts = {language: page_texts(kb, language) for language in kb.languages}
        self._environment = Environment(
            loader=ChoiceLoader([PackageLoader("uncramp.server"), PackageLoader("uncramp.site")]), autoescape=True,
            trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, finalize=shown, auto_reload=False,
        )  # fmt: skip
        self._environment.filters["spoken"] = spoken

    def texts(self, language: str) -> Texts:
        return self._texts[language]

    def render(self, language: str, template: str, page: Page) -> str:
        """The page in a language; `page.path` is its address, such as `app/settings`."""
        texts = self.texts(language)
        given: dict[str, Any] = {
            "kb": self.kb, "say": texts, "texts": texts, "page": page, "language": language, "served": True,
            "base": f"/{folder_of(language)}", "root": "/", "assets": f"/{ASSETS}/{self.version}/",
            "others": [(one, f"/{folder_of(one)}{page.path}") for one in self.kb.languages if one != language],
            "titles": {one.id: one.title for one in self.kb.pack.language}, "scripts": [],
        }  # fmt: skip
        return self._environment.get_template(template).render(given, **page.given)


def folder_of(language: str) -> str:
    return "" if language == ENGLISH else f"{language}/"


def language_of(request: Request) -> str:
    """The language that the address of a page names."""
    frame: Frame = request.app.state.pages
    first = request.url.path.lstrip("/").partition("/")[0]
    return first if first in frame.kb.languages else ENGLISH


def texts_of(request: Request) -> Texts:
    frame: Frame = request.app.state.pages
    return frame.texts(language_of(request))


def page(
    request: Request,
    name: str,
    given: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """The page `app/NAME` from the template `NAME.html`; its title is the text `site_server.NAME`."""
    frame: Frame = request.app.state.pages
    language = language_of(request)
    title = frame.texts(language)(f"site_server.{name}")
    made = Page(f"app/{name}", f"{name}.html", title, given=dict(given), section="diary")
    return HTMLResponse(frame.render(language, made.template, made), status, dict(headers or {}))


PROBLEMS = {401: "locked", 404: "lost"}


def problem_page(
    request: Request, status: int, said: Mapping[str, str], *, headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """A refusal for somebody who looks at a page: 401 tells how the app is opened."""
    name = PROBLEMS.get(status, "trouble")
    return page(request, name, {"status": status, "said": said}, status=status, headers=headers)

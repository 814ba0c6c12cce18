"""The trends as one HTML file: to keep, to send or to print; it needs no other file and no network."""

from __future__ import annotations

from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from uncramp.kb.names import Names
from uncramp.trends import words
from uncramp.trends.findings import Findings
from uncramp.trends.sections import sections


def trends_file(found: Findings, names: Names, language: str, disclaimer: str) -> str:
    environment = Environment(
        loader=PackageLoader("uncramp.trends"), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=StrictUndefined,
    )  # fmt: skip
    style = files("uncramp.trends").joinpath("templates", "page.css").read_text(encoding="utf-8")
    return environment.get_template("page.html").render(
        say=names.texts,
        language=language,
        style=Markup(style),
        first=words.long_day(found.first, names.texts),
        last=words.long_day(found.last, names.texts),
        sections=() if found.nothing else sections(found, names),
        disclaimer=disclaimer,
    )

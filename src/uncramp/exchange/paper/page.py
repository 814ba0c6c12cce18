"""A document as HTML: one text that stands alone, prints on A4, and is what the PDF is made from."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

EXCHANGE = "uncramp.exchange"


def page(template: str, sheet: object, css: str, style: str | None, **values: object) -> str:
    """The whole page of a sheet. With `style`, the address of its style sheet: a server whose pages may not hold one
    inside. `template` and what it extends are named by their place below exchange.
    """
    return (
        _environment().get_template(template).render(
            sheet=sheet,
            style=style,
            css=Markup(css),  # our own file, without a "<"
            **values,
        )
    )  # fmt: skip


@cache
def css_of(place: str) -> str:
    """A style sheet by its place below exchange."""
    return files(EXCHANGE).joinpath(place).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader(EXCHANGE, ""), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=StrictUndefined, auto_reload=False,
    )  # fmt: skip

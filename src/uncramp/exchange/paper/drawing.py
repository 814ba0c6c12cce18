"""A drawing that stands in a document: letters of its own, all that it shows in its title, colours for paper."""

from __future__ import annotations

import re
from html import escape

TITLE = re.compile(r"(<title[^>]*>).*?(</title>)", re.DOTALL)
TOKEN = re.compile(r"var\(--[\w-]+,\s*(#[0-9a-fA-F]{3,8})\)")
FONTS = "Liberation Sans, Arial, Helvetica, DejaVu Sans, sans-serif"


def alone(svg: str, alt: str) -> str:
    """The drawing with its letters and with `alt` as its title: a PDF has one text for a picture, and takes that."""
    drawn = svg.replace("<svg ", f'<svg font-family="{FONTS}" ', 1)
    return TITLE.sub(lambda match: f"{match[1]}{escape(alt)}{match[2]}", drawn, count=1)


def on_paper(html: str) -> str:
    """The same page with colours that do not depend on a screen."""
    return TOKEN.sub(r"\1", html)

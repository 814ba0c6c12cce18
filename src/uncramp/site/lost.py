"""`404.html`: what a host shows for an address that is none of ours, in every language at once.

A host shows it at any depth, so it cannot know where a style sheet or a script is, nor can its links be relative: the
address of each is worked out by a few lines inside the page, which its policy allows by their hash. Where these may not
run the links lead to the root of the host: a host that sends a policy of its own is nearly always all ours, and one
that keeps us in a folder seldom sends one. It is no page of the app: without a network the service worker leads home.
"""

from __future__ import annotations

import base64
import hashlib
import json

from jinja2 import Environment, PackageLoader, StrictUndefined

from uncramp.kb import Knowledge
from uncramp.site.assets import ASSETS
from uncramp.site.pages import folder_of, pages

STYLE = (
    ":root{color-scheme:light dark;font:1.125rem/1.5 system-ui,sans-serif}body{max-width:36rem;margin:3rem auto;"
    "padding:0 1.25rem}a{display:inline-block;padding:.75rem 0;color:inherit;font-weight:700}"
)
FIND_ROOT = (
    "const parts=location.pathname.split('/'),at=parts.findIndex((part)=>FOLDERS.includes(part)),"
    "root=parts.slice(0,at<0?-1:at).join('/');"
    "for(const link of document.links)link.href=root+link.getAttribute('href')"
)
"""The app lies above the first of our own folders in the address, or where the address lies itself."""


def lost_page(kb: Knowledge) -> bytes:
    """The page for a wrong address."""
    own = {page.path.partition("/")[0] for page in pages(kb, kb.texts()) if "/" in page.path}
    folders = sorted({ASSETS, *own, *filter(None, map(folder_of, kb.languages))})
    script = FIND_ROOT.replace("FOLDERS", json.dumps([name.rstrip("/") for name in folders], separators=(",", ":")))
    environment = Environment(loader=PackageLoader("uncramp.site"), autoescape=True, undefined=StrictUndefined)
    return (
        environment.get_template("lost.html")
        .render(
            says=[(language, folder_of(language), kb.texts(language=language)) for language in kb.languages],
            style=STYLE,
            script=script,
            hashes={"style": _hash(STYLE), "script": _hash(script)},
        )
        .encode()
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

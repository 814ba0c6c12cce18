"""`404.html`: what a host shows for an address that is none of ours, in every language at once.

A host shows it at any depth, so it cannot know where a style sheet or a script is, nor can its links be relative. It
asks for one small script at every height above itself; the one that is found knows its own address, and with it where
the app lies. Nothing stands inside the page that a strict policy of the host would forbid. Without scripts the links
lead to the root of the host. It is no page of the app: without a network the service worker leads home.
"""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from uncramp.kb import Knowledge
from uncramp.site.pages import folder_of

SCRIPT = "lost.js"
DEEPEST = 5
"""How many folders an address may lie below the app and still be led home: our own lie at most four below."""


def lost_page(kb: Knowledge) -> bytes:
    """The page for a wrong address."""
    environment = Environment(loader=PackageLoader("uncramp.site"), autoescape=True, undefined=StrictUndefined)
    return (
        environment.get_template("lost.html")
        .render(
            says=[(language, folder_of(language), kb.texts(language=language)) for language in kb.languages],
            scripts=[f"{'../' * above}{SCRIPT}" for above in range(DEEPEST + 1)],
        )
        .encode()
    )

"""The phone app as one HTML file: it opens from a disk, a mail or a stick, and asks no network for anything.

Scripts are modules of an import map, pages are templates, pictures and data are texts inside the file. Its policy
allows exactly these, by their hashes, and no connection at all.
"""

from __future__ import annotations

import base64
import hashlib
import json
import posixpath
import re
from pathlib import Path

from markupsafe import escape

from uncramp.errors import UsageError
from uncramp.kb import Knowledge
from uncramp.site.assets import assets, imports
from uncramp.site.render import Rendered, rendered

_LINK = re.compile(r'(<a\b[^>]*?\bhref=")([^"#:]*)(#[^"]*)?"')
_ICON = re.compile(r'href="[^"]*icons\.svg#([\w-]+)"')
_PICTURE = re.compile(r'(<img\b[^>]*?\bsrc=")[^"]*/(figures/[^"]+)"')
_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)
_DYNAMIC = re.compile(r"""import\(([`'])\./""")


def single(kb: Knowledge, language: str) -> bytes:
    """The whole app in one language as one file; UsageError for a language that the knowledge does not have."""
    if language not in kb.languages:
        raise UsageError(f"there is no language `{language}`", allowed=", ".join(kb.languages))
    found = assets(kb)
    pages = rendered(kb, found, [language], linked=False)
    modules = json.dumps({"imports": {name(path): module(path, text) for path, text in found.items() if script(path)}})
    start = f"import '{name('js/single.js')}';"
    style = found["app.css"].decode()
    policy = (
        f"default-src 'none'; script-src {sha(modules)} {sha(start)} data:; style-src {sha(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    kb_texts = kb.texts(language=language)
    parts = [
        "<!doctype html>",
        f'<html lang="{"en-GB" if language == "en" else language}" data-language="{language}" data-page=""'
        f' data-failed="{escape(kb_texts("site.failed"))}">',
        '<head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="color-scheme" content="light dark">',
        f'<title>uncramp</title><link rel="icon" href="data:image/svg+xml;base64,{coded(found["icon.svg"])}">',
        f"<style>{style}</style>",
        f'<script type="importmap">{modules}</script>',
        "</head><body>",
        icons(found["icons.svg"].decode()),
        '<div id="app"></div>',
        *(template(page, found) for page in pages),
        *(held(path, text.decode()) for path, text in found.items() if path.startswith(("data/", "figures/"))),
        f'<script type="module">{start}</script>',
        "</body></html>\n",
    ]
    return "\n".join(parts).encode()


def write_single(kb: Knowledge, language: str, file: Path) -> int:
    """Write the one file; returns its bytes."""
    made = single(kb, language)
    try:
        new = file.with_name(file.name + ".new")
        new.write_bytes(made)
        new.replace(file)
    except OSError as error:
        raise UsageError(f"`{file}` cannot be written: {error.strerror}") from None
    return len(made)


def script(path: str) -> bool:
    return path.endswith(".js")


def name(path: str) -> str:
    """What a script is called in the import map."""
    return f"uncramp/{path}"


def module(path: str, text: bytes) -> str:
    """A script as an address of its own, its imports by their names in the map."""
    source = text.decode()
    for relative, target in imports(path, source).items():
        source = source.replace(f"from '{relative}'", f"from '{name(target)}'")
        source = source.replace(f"import '{relative}'", f"import '{name(target)}'")
    folder = posixpath.dirname(path)
    source = _DYNAMIC.sub(lambda found: f"import({found[1]}{name(folder)}/", source)
    return f"data:text/javascript;base64,{coded(source.encode())}"


def template(page: Rendered, files: dict[str, bytes]) -> str:
    """A page as a template: its links are places in the file, its pictures stand in it."""
    body = _BODY.search(page.text)
    assert body, "every page has a body"
    here = posixpath.dirname(page.path)

    def link(found: re.Match[str]) -> str:
        before, target, anchor = found[1], found[2], found[3] or ""
        if not target:
            return f'{before}#/{page.path}{anchor}"' if anchor != "#main" else found[0]
        path, mark, query = target.partition("?")
        return f'{before}#/{posixpath.normpath(posixpath.join(here, path))}{mark}{query}{anchor}"'

    def picture(found: re.Match[str]) -> str:
        return f'{found[1]}data:image/svg+xml;base64,{coded(files[found[2]])}"'

    inner = _PICTURE.sub(picture, _LINK.sub(link, _ICON.sub(r'href="#icon:\1"', body[1])))
    return (
        f'<template data-path="{escape(page.path)}" data-page="{escape(page.script)}" '
        f'data-title="{escape(page.title)} - uncramp">{inner}</template>'
    )


def icons(sheet: str) -> str:
    """The icon sheet inside the file."""
    return sheet.replace("<svg ", '<svg hidden width="0" height="0" ', 1).replace('<symbol id="', '<symbol id="icon:')


def held(path: str, text: str) -> str:
    """A file that scripts read, as a text that no browser runs or shows."""
    assert "</script" not in text, "a text would end in its middle"
    return f'<script type="text/plain" id="file:{path}">{text}</script>'


def coded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def sha(text: str) -> str:
    return f"'sha256-{coded(hashlib.sha256(text.encode()).digest())}'"

"""Write the phone app into a folder: pages, the files they need, the service worker, the manifest."""

from __future__ import annotations

import json
import posixpath
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from uncramp import __version__, figures
from uncramp.errors import UsageError
from uncramp.kb import Knowledge, Texts
from uncramp.site.assets import assets, at_the_root, digest, needed
from uncramp.site.pages import Page, folder_of, pages
from uncramp.site.words import page_texts, shown, spoken

MARK = "uncramp.json"
"""Stands in every folder that was written here: only such a folder, or an empty one, is written over."""


def build(kb: Knowledge, folder: Path) -> dict[str, Any]:
    """Write the app of this knowledge into `folder`; returns what was written: files, bytes, the name of the shell.

    An older app in the folder is replaced; UsageError for a folder that holds anything else.
    """
    made = dict(site(kb))
    _claim(folder)
    for path, text in made.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text)
    return json.loads(made[MARK])  # type: ignore[no-any-return]


def site(kb: Knowledge) -> Iterator[tuple[str, bytes]]:
    """Every file of the app by its path."""
    found = assets(kb)
    environment = _environment()
    written: dict[str, bytes] = {}
    for language in kb.languages:
        texts = page_texts(kb, language)
        for page in pages(kb, texts):
            written[folder_of(language) + page.path] = _page(environment, kb, texts, language, page, found).encode()
    shell = digest({**found, **written, **at_the_root()})
    # the name of the folder hangs on all pages too, so that a new page never finds old scripts
    stand_in, name = _assets_folder(STAND_IN), _assets_folder(shell)
    for path, text in written.items():
        yield path, text.replace(stand_in.encode(), name.encode())
    for path, text in found.items():
        yield f"{name}/{path}", text
    yield from _worker(kb, shell, list(written), [f"{name}/{path}" for path in found])
    for language in kb.languages:
        yield f"{folder_of(language)}app.webmanifest", _manifest(kb, language, name)
    size = sum(map(len, written.values())) + sum(map(len, found.values()))
    yield MARK, json.dumps(
        {"uncramp": __version__, "knowledge": kb.name, "shell": shell, "pages": len(written), "bytes": size}
    ).encode()


STAND_IN = "0" * 12


def _assets_folder(shell: str) -> str:
    return f"a/{shell}"


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("uncramp.site"), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=StrictUndefined, finalize=shown,
    )  # fmt: skip
    environment.filters["spoken"] = spoken
    environment.globals |= {"bodymap": figures.bodymap, "draw": figures.draw, "pose": figures.pose}
    return environment


def _page(
    environment: Environment, kb: Knowledge, texts: Texts, language: str, page: Page, found: dict[str, bytes]
) -> str:
    depth = page.path.count("/")
    base = "../" * depth or "./"
    root = "../" * (depth + (folder_of(language) != "")) or "./"
    others = [
        (one, posixpath.relpath(folder_of(one) + page.path, posixpath.dirname(folder_of(language) + page.path) or "."))
        for one in kb.languages
        if one != language
    ]
    scripts = needed("js/app.js", found) + (needed(f"js/pages/{page.script}.js", found) if page.script else [])
    return environment.get_template(page.template).render(
        kb=kb, say=texts, texts=texts, page=page, language=language, base=base, root=root,
        assets=root + _assets_folder(STAND_IN) + "/", scripts=list(dict.fromkeys(scripts)), others=others,
        titles={one.id: one.title for one in kb.pack.language}, **page.given,
    )  # fmt: skip


def _worker(kb: Knowledge, shell: str, written: list[str], files: list[str]) -> Iterator[tuple[str, bytes]]:
    for path, text in at_the_root().items():
        if path == "sw.js":
            lists = {"SHELL": shell, "FILES": files, "PAGES": written}
            for name, value in lists.items():
                text = text.replace(f"/* {name} */ null".encode(), json.dumps(value).encode())
        yield path, text


def _manifest(kb: Knowledge, language: str, name: str) -> bytes:
    texts = kb.texts(language=language)
    root = "../" if folder_of(language) else "./"
    return json.dumps(
        {
            "name": "uncramp", "short_name": "uncramp", "description": texts("site.description"), "lang": language,
            "id": folder_of(language) or "./", "start_url": "./", "scope": root, "display": "standalone",
            "background_color": "#0b161c", "theme_color": "#0b161c",
            "icons": [{"src": f"{root}{name}/icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
        },
        ensure_ascii=False,
    ).encode()  # fmt: skip


def _claim(folder: Path) -> None:
    """Make the folder empty if it is ours to empty."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UsageError(f"`{folder}` is no folder")
    if any(folder.iterdir()) and not (folder / MARK).exists():
        raise UsageError(f"`{folder}` holds other files", hint="give an empty or a new folder")
    for item in folder.iterdir():
        shutil.rmtree(item) if item.is_dir() else item.unlink()

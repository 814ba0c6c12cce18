"""Write the phone app into a folder: pages, the files they need, the service worker, the manifest."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from uncramp import __version__
from uncramp.errors import UsageError
from uncramp.kb import Knowledge
from uncramp.site.assets import ASSETS, assets, at_the_root, digest, other_bodies
from uncramp.site.lost import lost_page
from uncramp.site.pages import folder_of
from uncramp.site.render import STAND_IN, Progress, rendered, silent

MARK = "uncramp.json"
"""Stands in every folder that was written here: only such a folder, or an empty one, is written over."""


def build(kb: Knowledge, folder: Path, *, served: bool = False, progress: Progress = silent) -> dict[str, Any]:
    """Write the app of this knowledge into `folder`; returns what was written: versions, pages, bytes.

    An app that stands there is replaced, and what else stands there is left alone; UsageError for a folder that holds
    files but no app. `served`: by the local app, whose own pages it then links to.
    """
    _claim(folder)
    told = b"{}"
    for path, text in site(kb, served=served, progress=progress):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text)
        told = text if path == MARK else told
    result: dict[str, Any] = json.loads(told)
    for old in (folder / ASSETS).iterdir():
        if old.name != result["version"]:
            shutil.rmtree(old)
    return result


def site(kb: Knowledge, *, served: bool = False, progress: Progress = silent) -> Iterator[tuple[str, bytes]]:
    """Every file of the app by its path; what others hang on comes first: no host serves a torn version. A page is two
    steps: it is made, and it is handed out.
    """
    found, root = assets(kb), at_the_root()
    written = rendered(kb, found, kb.languages, served=served, progress=lambda done, of: progress(done, 2 * of))
    texts = {page.path: page.text.encode() for page in written}
    version = digest({**found, **texts, **root})
    # a page is named by what it asks for: the folder's name hangs on the pages too
    folder = f"{ASSETS}/{version}"

    def named(text: bytes) -> bytes:
        return text.replace(STAND_IN.encode(), folder.encode())

    libraries = {language: f"{folder}/library/{language}.json" for language in kb.languages}
    for path, text in found.items():
        yield f"{folder}/{path}", text
    for language, path in libraries.items():
        later = {page.path: page.text for page in written if page.language == language and not page.shell}
        yield path, named(json.dumps(later, ensure_ascii=False).encode())
    manifests = {f"{folder_of(language)}app.webmanifest": _manifest(kb, language, folder) for language in kb.languages}
    for nth, (path, text) in enumerate(texts.items(), 1):
        yield path, named(text)
        progress(len(texts) + nth, 2 * len(texts))
    for path, text in manifests.items():
        yield path, named(text)
    bodies = other_bodies(found)
    chosen = {path for paths in bodies.values() for path in paths}
    shell = [f"{folder}/{path}" for path in found if path not in chosen]
    names = {
        "VERSION": version,
        "SHELL": shell + [page.path for page in written if page.shell] + list(manifests),
        "LIBRARIES": libraries,
        "BODIES": {body: [f"{folder}/{path}" for path in paths] for body, paths in bodies.items()},
    }
    for path, text in root.items():
        yield path, _filled(text, names)
    yield "404.html", lost_page(kb)
    size = sum(map(len, found.values())) + sum(map(len, texts.values()))
    told = {"uncramp": __version__, "knowledge": kb.name, "version": version, "pages": len(written), "bytes": size}
    yield MARK, json.dumps(told, indent=1).encode() + b"\n"


def _filled(text: bytes, names: dict[str, Any]) -> bytes:
    """A file of the root with what only the build knows written in."""
    for name, value in names.items():
        text = text.replace(f"/* {name} */ null".encode(), json.dumps(value).encode())
    return text


def _manifest(kb: Knowledge, language: str, name: str) -> bytes:
    texts = kb.texts(language=language)
    root = "../" if folder_of(language) else "./"
    return json.dumps(
        {
            "name": "uncramp", "short_name": "uncramp", "description": texts("site.description"), "lang": language,
            "id": folder_of(language) or "./", "start_url": "./", "scope": root, "display": "standalone",
            "background_color": "#0b161c", "theme_color": "#0b161c",
            "icons": [{"src": f"{root}{name}/{file}", **kind} for file, kind in ICONS.items()],
        },
        ensure_ascii=False,
    ).encode()  # fmt: skip


ICONS = {
    "icon.svg": {"sizes": "any", "type": "image/svg+xml", "purpose": "any"},
    "icon-192.png": {"sizes": "192x192", "type": "image/png", "purpose": "any"},
    "icon-512.png": {"sizes": "512x512", "type": "image/png", "purpose": "any"},
    "icon-maskable.png": {"sizes": "512x512", "type": "image/png", "purpose": "maskable"},
}
"""What a home screen may show; docs/pictures/icons.py draws them."""


def _claim(folder: Path) -> None:
    """UsageError unless the folder is new, empty, or holds an app already."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"`{folder}` is no folder")
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise UsageError(f"`{folder}` holds other files", hint="give an empty or a new folder")

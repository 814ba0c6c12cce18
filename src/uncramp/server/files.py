"""The phone app's own files, as they were built. Those of a version never change; a page is always asked for anew."""

from __future__ import annotations

import os
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from uncramp.site.assets import ASSETS

FOR_GOOD = "public, max-age=31536000, immutable"
ANEW = "no-cache"


class Files(StaticFiles):
    """A folder, and nothing outside of it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True, follow_symlink=False)

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 404:
            raise HTTPException(404)  # the page that was built for this is for hosts that know no language
        return response

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        lasting = status_code == 200 and scope["path"].startswith(f"/{ASSETS}/")
        response.headers["Cache-Control"] = FOR_GOOD if lasting else ANEW
        return response

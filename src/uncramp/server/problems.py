"""What goes wrong, in one shape: `{"error", "where", "allowed", "hint"}`. Nothing of the program shows in it."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from uncramp.diary.failures import StoreError
from uncramp.errors import UncrampError

LONGEST = 300
"""Characters of a place that a message names."""


class Problem(BaseModel):
    """Why a request was refused."""

    error: str = Field(description="what is wrong, in one line")
    where: str = Field(description="the place in the request, such as `body.entries`; empty if it is all of it")
    allowed: str = Field(description="what would have been right")
    hint: str = Field(description="what to do next")


class Refused(HTTPException):
    """A request that is answered with this status and problem."""

    def __init__(
        self, status: int, error: str, *, where: str = "", allowed: str = "", hint: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(status, error, dict(headers or {}))
        self.problem = {"error": error, "where": where, "allowed": allowed, "hint": hint}


class Answer(JSONResponse):
    """JSON in UTF-8; half a character, which UTF-8 has no form for, stays readable as `\\ud800`."""

    def render(self, content: Any) -> bytes:
        return as_bytes(content)


def as_bytes(content: Any) -> bytes:
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")


SAID = {
    400: "the request cannot be read",
    401: "nobody was let in with this",
    403: "this page may not ask",
    404: "there is nothing here",
    405: "this cannot be done here",
    408: "the request took too long to arrive",
    413: "the request is too large",
    415: "the body is of another kind",
    421: "this server has another name",
    422: "the request says something that is not allowed",
    429: "too many tries",
    500: "something went wrong in uncramp",
    503: "the diary cannot be used at the moment",
}


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What an operation says of the answers that are problems; some belong to every one."""
    return {status: {"model": Problem, "description": SAID[status]} for status in sorted({400, 403, 421, *statuses})}


BODY = (408, 413, 415, 422)
"""What can be wrong with a body."""


def problem(status: int, error: str = "", *, where: str = "", allowed: str = "", hint: str = "") -> dict[str, str]:
    return {"error": error or SAID.get(status, "this cannot be done"), "where": where, "allowed": allowed, "hint": hint}


def add_problems(app: FastAPI) -> None:
    """Let every refusal of the app come out in the one shape."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(UncrampError, _ours)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    said = error.problem if isinstance(error, Refused) else problem(error.status_code)
    if _is_for_a_page(request):
        from uncramp.server.pages import problem_page

        return problem_page(request, error.status_code, said, headers=error.headers)
    return Answer(said, error.status_code, error.headers)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = next(iter(error.errors()))
    where = ".".join(str(part) for part in first["loc"])[:LONGEST]
    return _http(request, Refused(422, str(first["msg"]).lower(), where=where))


def _ours(request: Request, error: Exception) -> Response:
    """What a person can cause is told as on the command line; a diary that cannot be used is nobody's request."""
    assert isinstance(error, UncrampError)
    status = 503 if isinstance(error, StoreError) else 422
    where = str(error.where) if error.where else getattr(error, "path", "")
    return _http(request, Refused(status, error.what, where=where[:LONGEST], allowed=error.allowed, hint=error.hint))


def _is_for_a_page(request: Request) -> bool:
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


def note(error: BaseException) -> None:
    """One line about our own mistake: its kind and its place. What it says may be somebody's health, and stays out."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if "uncramp" in Path(one.filename).parts] or frames[-1:]
    at = f" at {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    sys.stderr.write(f"uncramp: something went wrong ({type(error).__name__}{at})\n")

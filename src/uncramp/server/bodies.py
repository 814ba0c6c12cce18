"""Bodies of requests: JSON by the letter, or the request is refused before anything of it is used."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from email.message import Message
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from uncramp.errors import PersonError
from uncramp.person import parse_json
from uncramp.server.problems import Refused

KIND = "application/json"


class JsonRequest(Request):
    """A request whose body is JSON as the standard has it: no key twice, no NaN, in UTF-8."""

    async def json(self) -> Any:
        try:
            return parse_json((await self.body()).decode("utf-8"), "body", "JSON")
        except UnicodeDecodeError as error:
            raise Refused(400, f"byte {error.start + 1} is not UTF-8", where="body", allowed="JSON in UTF-8") from None
        except PersonError as error:
            where = str(error.where) if error.where else "body"
            raise Refused(400, error.what, where=where, allowed=error.allowed, hint=error.hint) from None


class JsonRoute(APIRoute):
    """A route that takes JSON and nothing else. A form, or a text, is what a page of any site can send unasked."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        takes_body = self.body_field is not None

        async def checked(request: Request) -> Response:
            if takes_body and not _is_json(request.headers.getlist("content-type")):
                raise Refused(415, "the body is of another kind", where="content-type", allowed=KIND)
            return await handle(JsonRequest(request.scope, request.receive))

        return checked


def _is_json(said: list[str]) -> bool:
    if len(said) != 1:
        return False
    message = Message()
    message["content-type"] = said[0]
    charset = message.get_content_charset("utf-8")
    return message.get_content_type() == KIND and charset in ("utf-8", "utf8", "us-ascii")

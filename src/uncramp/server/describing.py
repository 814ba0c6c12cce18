"""The API's own description, with what only the knowledge can say: which facts there are and how each is answered."""

from __future__ import annotations

from typing import Any, assert_never

from fastapi import FastAPI

from uncramp.facts import UNSURE, Fact
from uncramp.kb import Knowledge
from uncramp.logic.fact_types import EnumType, FlagType, IntType


def describe(app: FastAPI, kb: Knowledge) -> None:
    """Let `/api/v1/openapi.json` list every fact."""

    made = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schemas = made()["components"]["schemas"]
            schemas["Facts"] = facts_schema(kb)
            schemas["Person"]["properties"]["facts"] = {"$ref": "#/components/schemas/Facts"}
            schemas["New"]["properties"]["entries"]["items"] = {"$ref": "#/components/schemas/EntryOut"}
        assert app.openapi_schema is not None
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def facts_schema(kb: Knowledge) -> dict[str, Any]:
    """The answers that a person may give, each with its question."""
    return {
        "type": "object",
        "description": "fact id to answer; null, and a fact left out, were not asked",
        "properties": {id: _answer(fact) for id, fact in kb.facts.items()},
        "additionalProperties": False,
    }


def _answer(fact: Fact) -> dict[str, Any]:
    said = {"description": fact.ask} if fact.ask else {}
    match fact.type:
        case FlagType():
            return said | {"enum": [True, False, UNSURE, None]}
        case IntType(low, high):
            return said | {"anyOf": [{"type": "integer", "minimum": low, "maximum": high}, {"enum": [UNSURE, None]}]}
        case EnumType(values):
            return said | {"enum": [*dict.fromkeys((*values, UNSURE)), None]}
        case _:
            assert_never(fact.type)

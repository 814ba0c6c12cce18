"""The page about the API, from the description that the app gives of itself."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from uncramp.kb import Knowledge

METHODS = ("get", "post", "put", "delete")


def api_page(kb: Knowledge) -> Iterator[str]:
    """Every operation with what it takes and answers."""
    made = _description(kb)
    yield "# The API of the local app"
    yield ""
    yield "Written from the description that the app itself gives at `/api/v1/openapi.json`. What is protected and how,"
    yield "and how a program gets a token, stands in [The local app](../local-app.md)."
    yield ""
    yield made["info"]["description"].replace("\n\n", "\n").strip()
    yield "**No clinician has reviewed this page yet.**"
    yield ""
    yield "Where **who** says nothing, anybody on this machine may ask: the answer says nothing of the diary."
    for path, operations in made["paths"].items():
        for method in METHODS:
            if method in operations:
                yield ""
                yield from _operation(method, path, operations[method])
    yield ""
    yield "## What is sent and answered"
    yield ""
    yield "A key marked * may be left out. `Facts` is every fact with its answers: see [facts](facts.md)."
    for name, schema in sorted(made["components"]["schemas"].items()):
        if name != "Facts":
            yield ""
            yield from _schema(name, schema)


def _description(kb: Knowledge) -> dict[str, Any]:
    from uncramp.diary.place import file_place
    from uncramp.server.app import make_app
    from uncramp.site.build import MARK

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / MARK).write_text('{"version": ""}', encoding="utf-8")
        app = make_app(file_place(folder / "diary.sqlite"), kb=kb, folder=folder, state=folder / "state", port=0)
        found = app.openapi()
        app.state.local.store.close()
    return found


def _operation(method: str, path: str, told: dict[str, Any]) -> Iterator[str]:
    yield f"## {method.upper()} `{path}`"
    yield ""
    yield told.get("description") or told["summary"]
    yield ""
    if told.get("security"):
        who = sorted(name for one in told["security"] for name in one)
        yield f"* who: {' or '.join(who)}"
    for one in told.get("parameters", []):
        star = "" if one.get("required") else "*"
        said = one.get("description") or one["schema"].get("description") or ""
        yield f"* `{one['name']}`{star} ({one['in']}): {_type(one['schema'])}{f'; {said}' if said else ''}"
    if "requestBody" in told:
        yield f"* takes {_content(told['requestBody'])}"
    good = {status: one for status, one in told["responses"].items() if status < "400"}
    for status, one in good.items():
        yield f"* {status}: {_content(one) or one['description']}"
    refusals = [
        f"{status} ({one['description']})" for status, one in sorted(told["responses"].items()) if status >= "400"
    ]
    yield f"* refusals: {', '.join(refusals)}"


def _content(told: dict[str, Any]) -> str:
    rows = [
        _type(one["schema"]) if kind == "application/json" and one.get("schema") else f"`{kind}`"
        for kind, one in told.get("content", {}).items()
    ]
    return " or ".join(rows)


def _schema(name: str, schema: dict[str, Any]) -> Iterator[str]:
    yield f'### <a id="{name.lower()}"></a>{name}'
    yield ""
    if schema.get("description"):
        yield " ".join(schema["description"].split())
        yield ""
    for key, one in schema.get("properties", {}).items():
        star = "" if key in schema.get("required", []) else "*"
        said = one.get("description", "")
        yield f"* `{key}`{star}: {_type(one)}{f'; {said}' if said else ''}"


def _type(schema: dict[str, Any]) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return name if name == "Facts" else f"[{name}](#{name.lower()})"
    for both in ("anyOf", "oneOf"):
        if both in schema:
            return " or ".join(dict.fromkeys(_type(one) for one in schema[both]))
    if "const" in schema:
        return f"`{schema['const']}`".lower()
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    match schema.get("type"):
        case "array":
            return f"list of {_type(schema.get('items', {}))}"
        case "integer":
            span = [str(schema[key]) for key in ("minimum", "maximum") if key in schema]
            return "whole number" + (f" from {span[0]} to {span[1]}" if len(span) == 2 else "")
        case "null":
            return "null"
        case "string":
            return "text"
        case "boolean":
            return "true or false"
        case "number":
            return "number"
        case "object":
            return "object"
        case _:
            return "anything"

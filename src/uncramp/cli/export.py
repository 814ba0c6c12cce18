"""`uncramp export`: the conditions of the knowledge as text for other people's engines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from uncramp.errors import UsageError
from uncramp.kb import Knowledge
from uncramp.logic import Expr, to_json, to_text
from uncramp.logic.export import cel, fhirpath
from uncramp.logic.sql import Column, Fill, create_table, select
from uncramp.triage import Level

FORMATS = ("json", "cel", "fhirpath", "sql")
TABLE, KEY = "people", "id"
"""What the SELECT reads: the table, and the column that says which person a row is."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition with the entry it belongs to; of a rule also its level and its calming facts, which are supposed no
    until they are given."""

    kind: str
    id: str
    nth: int | None
    when: Expr
    calming: frozenset[str] = frozenset()
    level: str = ""

    @property
    def name(self) -> str:
        return self.id if self.nth is None else f"{self.id}:{self.nth}"


def export_command(kb: Knowledge, to: str, kind: str, file: Path | None) -> None:
    """Write the conditions of one kind of entry to `file` or standard output."""
    found = list(conditions(kb))
    kinds = sorted({one.kind for one in found})
    if to not in FORMATS:
        raise UsageError(f"there is no format `{to}`", allowed=", ".join(FORMATS))
    if kind not in kinds:
        raise UsageError(f"entries of the kind `{kind}` have no conditions", allowed=", ".join(kinds))
    chosen = [one for one in found if one.kind == kind]
    text = _script(kb, chosen) if to == "sql" else _document(kb, chosen, to)
    if file is None:
        sys.stdout.write(text)
        return
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"`{file}` cannot be written: {error.strerror}") from None


def conditions(kb: Knowledge) -> Iterator[Condition]:
    """Every condition of the knowledge, in the order of the pack; rules as triage reads them."""
    rules = {judged.rule.id: judged for judged in kb.rules}
    for name in kb.pack.conditions:
        kind, id, *rest = name.split(":")
        nth = int(rest[0]) if rest else None
        when = kb.when(kind, id, nth)
        if kind == "rule":
            yield Condition(kind, id, nth, when, rules[id].calming, rules[id].rule.level)
        else:
            yield Condition(kind, id, nth, when)


def query(kb: Knowledge, chosen: list[Condition]) -> str:
    """One SELECT over a table of people; of rules it also gives `certain` and `possible`, as `uncramp check` does."""
    return select(
        [Column(one.name, one.when, one.calming, one.level) for one in chosen],
        TABLE,
        facts=_types(kb),
        keep=(KEY,),
        fills=[Fill(one.fact, one.value, one.when) for one in kb.implied],
        levels=[level.name for level in sorted(Level, reverse=True)] if chosen[0].level else (),
    )


def _script(kb: Knowledge, chosen: list[Condition]) -> str:
    head = (
        f"-- uncramp knowledge {kb.name}. Not a diagnosis, and no clinician has reviewed the rules yet.",
        "-- NULL means unknown, in the table and in the answer. The table:",
        f"-- {create_table(TABLE, _types(kb), KEY)};",
    )
    return "\n".join((*head, query(kb, chosen) + ";\n"))


def _document(kb: Knowledge, chosen: list[Condition], to: str) -> str:
    rows = [json.dumps(_row(one, to), ensure_ascii=False) for one in chosen]
    head = json.dumps({"format": to, "knowledge": kb.name, "reviewed": False})
    return f'{head[:-1]}, "conditions": [\n' + ",\n".join(rows) + "\n]}\n"


def _row(one: Condition, to: str) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": one.kind, "id": one.id}
    if one.nth is not None:
        row["nth"] = one.nth
    if one.level:
        row["level"] = one.level
    match to:
        case "cel":
            return row | asdict(cel(one.when, one.calming))
        case "fhirpath":
            return row | {"fhirpath": fhirpath(one.when, one.calming)}
        case _:
            return row | {"when": to_text(one.when), "tree": to_json(one.when), "calming": sorted(one.calming)}


def _types(kb: Knowledge) -> dict[str, Any]:
    return {id: fact.type for id, fact in kb.facts.items()}

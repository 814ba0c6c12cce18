"""What is expected of one person of the corpus: the decision as ids, without a word for people."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import msgspec

from uncramp.kb import Knowledge
from uncramp.offer import PHASES

WORDS = {
    "rule": ("id", "level", "route", "contact", "within_days"),
    "contraindication": ("id", "action", "remedies"),
    "pair": ("id", "first", "second", "action"),
    "medicine": ("id",),
    "safety_net": ("id", "levels", "review_days"),
    "implied": ("fact", "value"),
    "quantity": (
        "id",
        "value",
    ),
    "fact": ("id", "type", "range", "values", "tier", "measured", "unsure_of"),
}
"""Per kind of entry, what a decision hangs on beside the condition; everything else is words."""

USUAL = {"like": "well", "complete": True}
"""What a person of the corpus leaves out."""
SHORT = 8
"""Digits of an id or a digest beside a person."""


def meaning(kb: Knowledge) -> str:
    """A hash of all that decides: the same for two versions of the knowledge that differ in words alone."""
    pack = kb.pack
    decides: dict[str, Any] = {
        kind: [[getattr(entry, field) for field in fields] for entry in getattr(pack, kind)]
        for kind, fields in WORDS.items()
    }
    decides["conditions"] = {name: pack.condition(name) for name in pack.conditions}
    decides["remedy"] = [
        [
            remedy.id,
            remedy.kind,
            remedy.groups,
            [[one.phase, one.order] for one in remedy.indication],
            remedy.routine and [remedy.routine.begins, remedy.routine.instead_of, remedy.routine.rest_first],
        ]
        for remedy in pack.remedy
    ]
    return digest(msgspec.to_builtins(decides), length=32)


def outcome(decision: Mapping[str, Any]) -> dict[str, Any]:
    """What a decision comes to, as ids: from the JSON that `uncramp check --json` gives, in any language."""
    how = {key: decision[key] for key in ("route", "contact", "within_days", "review_days") if key in decision}
    return {
        "level": decision["level"],
        "certain": decision["certain"],
        "possible": decision["possible"],
        "complete": decision["complete"],
        **how,
        "fired": [row["rule"] for row in decision["because"]],
        "ask": decision["ask"],
        "offer": [
            [row["remedy"], row["phase"], _names(row["ask_first"]), _names(row["modify"])] for row in decision["offer"]
        ],
        "withhold": [
            [row["remedy"], [[one["contraindication"], one["certain"]] for one in row["because"]]]
            for row in decision["withhold"]
        ],
        "medicines": [row["medicine"] for row in decision["medicines"]],
    }


def expected(found: Mapping[str, Any]) -> dict[str, Any]:
    """What stands beside a person in full."""
    certain = {"certain": found["certain"]} if found["certain"] != found["level"] else {}
    return {"level": found["level"], **certain, "complete": found["complete"], "fired": found["fired"]}


def plan_of(found: Mapping[str, Any]) -> dict[str, list[str]]:
    """What is offered, by phase and in order, and what is withheld."""
    offered: dict[str, list[str]] = {
        phase: [remedy for remedy, part, *_ in found["offer"] if part == phase] for phase in PHASES
    }
    return {**offered, "withhold": [remedy for remedy, _ in found["withhold"]]}


def digest(data: object, *, length: int) -> str:
    """The first digits of the SHA-256 of the canonical JSON: keys sorted, no spaces, UTF-8."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def _names(rows: list[dict[str, Any]]) -> list[str]:
    return [row["contraindication"] for row in rows]

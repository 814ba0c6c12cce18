"""What the scripts are given of the knowledge: enough to decide, to guide and to show, and no word more.

A phone loads this at night over a slow line, so the notes of editors, the examples beside the rules, the evidence and
the ledger of claims stay behind: those have pages of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from uncramp import figures
from uncramp.kb import ENGLISH, Knowledge
from uncramp.trials.design import may_be_tried
from uncramp.trials.numbers import numbers

FIELDS: dict[str, tuple[str, ...]] = {
    "fact": (
        "id", "type", "range", "unit", "values", "labels", "tier", "group", "measured", "unsure_of", "ask", "short",
        "why",
    ),
    "implied": ("fact", "value"),
    "line": ("id", "says", "more", "facts", "sets"),
    "quick": ("id", "title", "sets", "ask", "first"),
    "rule": ("id", "code", "level", "route", "contact", "within_days", "says", "sources"),
    "contraindication": ("id", "remedies", "action", "says"),
    "pair": ("id", "first", "second", "action", "hours", "says"),
    "remedy": (
        "id", "title", "kind", "groups", "verdict", "certainty", "summary", "sources", "stop_if", "indication", "guide",
        "routine", "no_routine",
    ),
    "medicine": ("id", "title", "says", "when"),
    "contributor": ("id", "title", "kinds", "strength", "says", "do", "medicines"),
    "source": ("id", "title"),
    "safety_net": ("id", "levels", "review_days", "says"),
    "quantity": ("id", "value"),
    "phone": ("id", "title", "countries", "emergency", "urgent", "poisons"),
    "language": ("id", "title", "reviewed_by"),
}  # fmt: skip
"""The kinds and fields that the scripts read; js/pack.js gives their types."""

INDICATION = ("phase", "order", "reason")
"""What an indication keeps: its condition stands with all others, in `conditions`."""

ELSEWHERE = frozenset(
    {
        "explain",
        "claims",
        "cli",
        "filler",
        "answer",
        "site_learn",
        "site_server",
        "condition",
        "unit",
        "family",
        "meaning",
        "trial_page",
        "trial_sheet",
    }
)
"""Texts of the command line, or of pages that no script fills."""


def knowledge(kb: Knowledge) -> dict[str, Any]:
    """The part of the pack that the scripts read, in English; other languages come as `texts`."""
    plain = kb.pack.plain()
    kinds = {kind: [some(row, fields) for row in plain[kind]] for kind, fields in FIELDS.items()}
    for remedy in kinds["remedy"]:
        if "indication" in remedy:
            remedy["indication"] = [some(row, INDICATION) for row in remedy["indication"]]
    trees = {name: tree for name, tree in plain["conditions"].items() if name.partition(":")[0] in FIELDS}
    head = {"version": kb.pack.version, "hash": kb.pack.hash}
    return {**head, "conditions": trees, "texts": {ENGLISH: _own(kb.pack.texts[ENGLISH])}, **kinds}


def texts(kb: Knowledge, language: str) -> dict[str, str]:
    """The words of another language: the sentences of the program and the entries that the scripts show."""
    return {key: text for key, text in kb.pack.texts[language].items() if _is_read(key)}


def phones(kb: Knowledge, language: str) -> list[dict[str, Any]]:
    """The numbers to call, per region, in the words of a language: all that the first page needs of the knowledge."""
    return [
        {
            "id": phone.id,
            "countries": list(phone.countries),
            "numbers": dict(kb.texts(language=language, region=phone.id).numbers),
        }
        for phone in kb.pack.phone
    ]


def trials(kb: Knowledge) -> dict[str, Any]:
    """The limits of the trials that a phone keeps to: who may go on with one, and what may be an arm of it."""
    rules = numbers()
    return {
        "adult_years": rules.design.adult_years,
        "most_events": rules.design.most_events,
        "pregnancy": list(rules.arms.pregnancy),
        "levels": list(rules.arms.levels),
        "remedies": [remedy.id for remedy in kb.pack.remedy if may_be_tried(remedy)],
    }


def pictures(kb: Knowledge) -> dict[str, list[dict[str, Any]]]:
    """The figures of each remedy that has some, the plainest first, and the places for which alone they are right."""
    found = {remedy.id: [_picture(name) for name in figures.for_remedy(remedy.id)] for remedy in kb.pack.remedy}
    return {id: names for id, names in found.items() if names}


def _picture(name: str) -> dict[str, Any]:
    places = figures.pose(name).places
    return {"name": name, "places": list(places)} if places else {"name": name}


def _own(table: dict[str, str]) -> dict[str, str]:
    return {key: text for key, text in table.items() if key.partition(".")[0] not in ELSEWHERE}


def _is_read(key: str) -> bool:
    """Whether a key of a translation is one that some script shows."""
    kind, _, rest = key.partition(".")
    if kind in ELSEWHERE:
        return False
    if kind not in FIELDS:
        return "." in key and kind not in {"claim", "topic", "food", "drink", "card", "source", "prior"}
    field = rest.partition(".")[2].partition(".")[0]
    return field in FIELDS[kind]


def some(row: dict[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    """These fields of an entry, without those that say nothing."""
    return dict(_full(row, fields))


def _full(row: dict[str, Any], fields: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    for field in fields:
        value = row.get(field)
        empty = value is None or value in ("", [])
        default = value is False and field != "value"  # an implied "no" is an answer too, and so is a nought
        if not empty and not default:
            yield field, value

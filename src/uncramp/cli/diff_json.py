"""The comparison of two knowledges as JSON; docs/reference/command-line.md has the keys."""

from __future__ import annotations

from typing import Any

from uncramp.cli.revision import Named
from uncramp.decide import answers_json
from uncramp.facts import Answers
from uncramp.safety.diff.edits import Edit
from uncramp.safety.diff.replay import Replayed
from uncramp.safety.diff.report import Report, Somebody


def as_data(report: Report, old: Named, new: Named) -> dict[str, Any]:
    return {
        "old": _side(old),
        "new": _side(new),
        "equivalent": report.equivalent,
        "lower": report.lower,
        "levels": [
            {"old": one.old.name, "new": one.new.name, "lower": one.lower} | _somebody(one.somebody)
            for one in report.levels
        ],
        "visits": [{"level": one.level.name} | _somebody(one.somebody) for one in report.visits],
        "rules": [
            _edit(one.edit)
            | {"together": list(one.together), "changes_nobody": one.somebody is None}
            | (_somebody(one.somebody) if one.somebody else {})
            for one in report.rules
        ],
        "offers": [
            {"kind": one.kind, "id": one.id, "now": one.what} | _somebody(one.somebody) for one in report.offers
        ],
        "refused": [{"by": one.by} | _person(one.answers) for one in report.refused],
        "facts": [_edit(one) for one in report.facts],
        "edits": [_edit(one) for one in report.edits],
        "undecided": list(report.undecided),
        "reviewed": False,
    }


def _side(named: Named) -> dict[str, Any]:
    return {"name": named.name, "knowledge": named.kb.name, "findings": named.findings}


def _edit(edit: Edit) -> dict[str, Any]:
    return {"kind": edit.kind, "id": edit.id, "how": edit.how, "fields": [name for name in edit.fields if name]}


def _somebody(somebody: Somebody) -> dict[str, Any]:
    return _person(somebody.answers) | {"says": {"old": _says(somebody.old), "new": _says(somebody.new)}}


def _person(answers: Answers) -> dict[str, Any]:
    return {"person": {"facts": answers_json(answers)}}


def _says(side: Replayed) -> dict[str, Any]:
    return {
        "level": side.level.name,
        "whom": side.visit.whom or None,
        "within_days": side.visit.within_days,
        "because": list(side.rules),
        "offer": list(side.offered),
    }

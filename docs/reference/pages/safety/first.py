"""What a clinician should read first: named by the specification, hazards rest on it, or its source is a weak one."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from pages.markdown import EVIDENCE, PAGE_OF, anchor, kinds, opening, plain, table
from pages.safety.links import KIND, REFERENCE, ROOT, entry_link, hazard_link
from pages.sources import FIRST, SEEN
from uncramp.kb import Knowledge
from uncramp.kb.entries import Reviewed, Source

LIST = ROOT / "docs/safety/review_first.toml"
ABOUT = (
    "Where a reviewer's hour is worth most. First what the draft of the rules itself calls unverified; then what the "
    "hazards rest on and was not read whole at its source; then the sources that were not seen at their publisher, "
    "with how much hangs on each. Everything from memory stands in "
    f"[the sources]({REFERENCE}sources.md#recalled). [How to sign an entry](../../CONTRIBUTING.md)."
)
BETTER = ("publisher", "record")
"""Sources seen as they were published. All others were seen through somebody else."""
WEIGHTY = ("emergency", "urgent", "withhold", "never")
CODE = re.compile(r"([A-Z])(\d+)")


def first_page(kb: Knowledge) -> Iterator[str]:
    yield from opening("What to review first", ABOUT, (), "safety/review-first")
    yield from table(
        ("what", "entries", "read at their source", "partly", "from memory", "signed"),
        [_count(kb, kind) for kind in PAGE_OF if any(isinstance(one, Reviewed) for one in getattr(kb.pack, kind))],
    )
    yield from ("", f"## {anchor('named')}Named by the draft", "")
    yield (
        "The rules began as a written draft with these codes "
        "([decision 5](../decisions/005-what-changed-from-the-draft-rules.md)). "
        "Of those below it says itself that they are not verified and most in need of a clinician's eye."
    )
    yield ""
    yield from table(
        ("code", "entry", "what it does", "evidence now"),
        [
            (one.code, entry_link(kind, one.id), _does(one), EVIDENCE[one.evidence])
            for kind, one in sorted(named(kb), key=lambda found: _order(found[1].code))
        ],
    )
    days = Counter(rule.within_days for rule in kb.pack.rule if rule.within_days)
    told = ", ".join(f"{days[number]} within {number} days" for number in sorted(days))
    yield from ("", f"With them every number of days until a visit, which is judgement: {told}.", "")
    yield f"What could not be read as an original: {'; '.join(listed()['not_reached'])}."
    yield from ("", f"## {anchor('hazards')}What hazards rest on", "")
    yield "Entries that stand against a hazard and were not read whole at their source; the worst hazards first."
    yield ""
    yield from table(
        ("entry", "what it does", "evidence now", "stands against"),
        [
            (
                entry_link(kind, one.id),
                f"{KIND.get(kind, plain(kind))}, {_does(one)}",
                EVIDENCE[one.evidence],
                _hazards(kb, one),
            )
            for kind, one in sorted(resting(kb), key=lambda found: _worst(kb, found[1]))
        ],
    )
    yield from ("", f"## {anchor('sources')}Sources that were not seen at their publisher", "")
    yield (
        "“Alone” counts the entries that name no better source. Those with most emergency and urgent rules, and most "
        "that holds a remedy back, come first."
    )
    yield ""
    yield from table(
        ("source", "what it is", "seen", "relies on it", "of those alone", "emergency, urgent, withheld: alone"),
        [
            (
                f"[{source.id}]({REFERENCE}sources.md#{source.id})",
                ": ".join(dict.fromkeys(part for part in (source.title, source.read) if part)),
                SEEN[source.seen],
                len(used),
                len(alone),
                _heavy(alone),
            )
            for source, used, alone in weak(kb)
        ],
    )


def listed() -> dict[str, list[str]]:
    return tomllib.loads(LIST.read_text(encoding="utf-8"))


def codes() -> list[str]:
    """Every code of the list, ranges written out."""
    found: list[str] = []
    for said in listed()["codes"]:
        begin, _, end = said.partition("-")
        letter, first = begin[0], begin[1:]
        last = end[1:] or first
        found += [f"{letter}{number:0{len(first)}}" for number in range(int(first), int(last) + 1)]
    return found


def named(kb: Knowledge) -> Iterator[tuple[str, Any]]:
    """The entries that carry a code of the list."""
    wanted = set(codes())
    for kind, one in reviewed(kb):
        if getattr(one, "code", "") in wanted:
            yield kind, one


def resting(kb: Knowledge) -> Iterator[tuple[str, Any]]:
    """The entries that stand against a hazard and were not read whole at their source."""
    for kind, one in reviewed(kb):
        if one.evidence != "verified" and kinds(kb)[one.id] == kind and _against(kb).get(one.id):
            yield kind, one


def weak(kb: Knowledge) -> list[tuple[Source, list[Any], list[Any]]]:
    """Each source not seen at its publisher, with the entries that name it, and those that name no better one."""
    seen = {source.id: source.seen for source in kb.pack.source}
    found = []
    for source in kb.pack.source:
        used = [one for _, one in reviewed(kb) if source.id in one.sources]
        if source.seen not in BETTER and used:
            alone = [one for one in used if not any(seen[id] in BETTER for id in one.sources)]
            found.append((source, used, alone))
    return sorted(
        found, key=lambda row: (-sum(_weight(one) in WEIGHTY for one in row[2]), -len(row[2]), -len(row[1]), row[0].id)
    )


@cache
def reviewed(kb: Knowledge) -> tuple[tuple[str, Any], ...]:
    """Every entry that a clinician signs, with its kind."""
    return tuple((kind, one) for kind in PAGE_OF for one in getattr(kb.pack, kind) if isinstance(one, Reviewed))


@cache
def _against(kb: Knowledge) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for hazard in kb.pack.hazard:
        for name in hazard.shown_by:
            found.setdefault(name, []).append(hazard)
    return found


def _worst(kb: Knowledge, one: Any) -> tuple[object, ...]:
    against = _against(kb)[one.id]
    return (
        -max(hazard.severity for hazard in against),
        -len(against),
        FIRST.get(_weight(one), 9),
        one.evidence == "part",
        one.id,
    )


def _hazards(kb: Knowledge, one: Any) -> str:
    return ", ".join(hazard_link(hazard) for hazard in _against(kb)[one.id])


def _heavy(entries: list[Any]) -> str:
    count = Counter(_weight(one) for one in entries)
    return ", ".join(str(count[what]) for what in ("emergency", "urgent", "withhold"))


def _weight(one: Any) -> str:
    return str(getattr(one, "level", "") or getattr(one, "action", ""))


def _does(one: Any) -> str:
    return plain(_weight(one)) or "no level"


def _order(code: str) -> tuple[int, int]:
    found = CODE.match(code)
    assert found
    return "EUSC".index(found[1]), int(found[2])


def _count(kb: Knowledge, kind: str) -> tuple[object, ...]:
    entries = getattr(kb.pack, kind)
    evidence = Counter(one.evidence for one in entries)
    signed = sum(bool(one.reviewed_by) for one in entries)
    return (
        KIND.get(kind, plain(kind)),
        len(entries),
        *(evidence[how] or "" for how in ("verified", "part", "recalled")),
        signed,
    )

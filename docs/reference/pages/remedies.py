"""Every remedy: how sure it is, for whom, how it is done, and who must not."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pages.markdown import (
    ACTIONS,
    anchor,
    in_words,
    link,
    links,
    one_line,
    opening,
    plain,
    provenance,
    row,
    said,
    table,
    target,
)
from uncramp.kb import Knowledge
from uncramp.kb.entries import Guide, Remedy, Routine

ABOUT = (
    "All remedies, also those that are only explained and those that are never offered. The verdict is about "
    "cramps, spasms and twitches; the grade is that of GRADE."
)
KINDS = {
    "self_care": "Self-care: may be a step of a plan",
    "information": "Information: explained, never a step",
    "never": "Never: explained, and why not",
}
SIDES = {"one": "on the side that hurts", "each": "on the side that hurts, then on the other", "none": ""}
GAVE_UP = {"withhold": "Must not", "ask": "Must ask first", "modify": "Take care, or do it another way"}


def remedies_page(kb: Knowledge) -> Iterator[str]:
    yield from opening("The remedies", ABOUT, kb.pack.remedy, "remedies")
    yield from table(
        ("remedy", "may be a step", "verdict", "grade", "offered"),
        [
            (
                f"[{said(remedy.title)}](#{remedy.id})",
                "yes" if remedy.kind == "self_care" else "no",
                plain(remedy.verdict),
                plain(remedy.certainty),
                ", ".join(dict.fromkeys(one.phase for one in remedy.indication)) or "not by itself",
            )
            for remedy in kb.pack.remedy
        ],
    )
    for kind, title in KINDS.items():
        yield from ("", f"## {title}")
        for remedy in kb.pack.remedy:
            if remedy.kind == kind:
                yield from _remedy(kb, remedy)
    yield from _groups(kb)


def _remedy(kb: Knowledge, remedy: Remedy) -> Iterator[str]:
    yield ""
    yield f"### {anchor(remedy.id)}{said(remedy.title)}"
    yield ""
    yield f"`{remedy.id}` · **{plain(remedy.verdict)}**, certainty **{plain(remedy.certainty)}**"
    yield ""
    yield f"{one_line(said(remedy.summary))} {one_line(said(remedy.why))}".strip()
    yield ""
    for one in remedy.indication:
        when = "everybody" if one.when == "always" else in_words(kb, one.when)
        exact = "" if one.when == "always" else f" (exactly: `{one_line(one.when)}`)"
        yield f"* Offered {one.phase}, order {one.order}: {when}{exact}. “{one_line(said(one.reason))}”"
    if remedy.stop_if:
        yield f"* Stop: {one_line(said(remedy.stop_if))}"
    for nth, question in enumerate(remedy.ask_about):
        yield f"* {'To ask about: ' if not nth else 'and: '}{one_line(said(question))}"
    if remedy.details:
        yield f"* For clinicians: {one_line(remedy.details)}"
    for action in ACTIONS:
        ids = [one.id for one in kb.against[remedy.id] if one.action == action]
        if ids:
            yield f"* {GAVE_UP[action]}: {links('contraindication', ids)}"
    pairs = [pair.id for pair in kb.pack.pair if {pair.first, pair.second} & {remedy.id, *remedy.groups}]
    if pairs:
        yield f"* Not together with others: {links('pair', pairs)}"
    if remedy.groups:
        yield f"* Groups: {links('group', remedy.groups)}"
    if remedy.prior:
        yield f"* Expected effect before any data: {link('prior', remedy.prior)}"
    yield from provenance(remedy)
    if remedy.guide:
        yield from _guide(remedy.guide)
    if remedy.routine:
        yield from _routine(remedy.routine)
    if remedy.no_routine:
        yield from ("", f"No routine: {one_line(said(remedy.no_routine))}")


def _guide(guide: Guide) -> Iterator[str]:
    rounds = f"{guide.rounds} rounds" if guide.rounds > 1 else "1 round"
    rest = f", {guide.rest_seconds} s between" if guide.rest_seconds else ""
    side = f", {SIDES[guide.sides]}" if SIDES[guide.sides] else ""
    skin = f", skin looked at after {guide.skin_check_minutes} min" if guide.skin_check_minutes else ""
    yield from ("", f"How ({rounds}{rest}{side}; stop at {guide.cap_minutes} min{skin}):", "")
    for nth, step in enumerate(guide.step, 1):
        yield f"{nth}. {step.kind}, {step.seconds} s: {one_line(said(step.says))}"
    if guide.feel:
        yield from ("", f"To be felt: {one_line(said(guide.feel))}")


def _routine(routine: Routine) -> Iterator[str]:
    """What is said of it, then every number of it, whatever it has."""
    numbers = msgspec.to_builtins(routine)
    ladder = numbers.pop("ladder", {})
    if routine.times:
        numbers["times"] = f"{routine.times} a {numbers.pop('per', routine.per)}"
    told = [numbers.pop(name) for name in ("says", "progression", "stop_if") if name in numbers]
    yield from ("", f"Routine: {one_line(said(' '.join(told)))}", "")
    yield f"* {_listed(numbers)}"
    if ladder:
        yield f"* Week by week: {_listed(ladder)}"


def _listed(fields: dict[str, object]) -> str:
    return "; ".join(f"{plain(name)} {_value(value)}" for name, value in fields.items())


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else said(str(value))


def _groups(kb: Knowledge) -> Iterator[str]:
    """What the contraindications and pairs call several remedies or foods at once."""
    yield from ("", f"## {anchor('groups')}Groups", "", row("group", "meaning", "members"), row("---", "---", "---"))
    for group in kb.pack.group:
        members = [
            link(kind, item.id)
            for kind in ("remedy", "food")
            for item in getattr(kb.pack, kind)
            if group.id in item.groups
        ]
        yield row(f"{anchor(target('group', group.id))}{group.id}", said(group.title), ", ".join(members))

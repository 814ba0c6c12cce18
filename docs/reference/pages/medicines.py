"""Medicines that can cause it, what else may play a part, and what must not go together."""

from __future__ import annotations

from collections.abc import Iterator

from pages.markdown import anchor, condition, link_any, links, one_line, opening, plain, provenance, said, target
from uncramp.kb import Knowledge

MEDICINES = (
    "Medicines that can cause cramps, spasms or twitches: something to ask about, never to stop. No level depends"
    " on them. Strength: A trials or large studies, B several sources agree, C few reports or expert advice."
)
CONTRIBUTORS = (
    "What may play a part by what a person answered. Not shown at urgent or emergency; no level depends on it."
)
PAIRS = (
    "What must not stand in one plan (never: the later one in plan order is left out), or must be kept apart in "
    "time or place. A name may be a group."
)


def medicines_page(kb: Knowledge) -> Iterator[str]:
    entries = (*kb.pack.medicine, *kb.pack.contributor)
    yield from opening("Medicines to ask about, and what may play a part", MEDICINES, entries, "medicines")
    for one in kb.pack.medicine:
        yield from ("", f"### {anchor(one.id)}{said(one.title)}", "")
        yield f"**{one.strength}**: {said(one.effect)}. {one_line(said(f'{one.says} {one.ask_about}'))}"
        yield ""
        if one.examples:
            yield f"* Examples: {', '.join(one.examples)}"
        if one.when:
            yield from condition(kb, one.when)
        yield from provenance(one)
    yield from ("", f"## {anchor('contributors')}What may play a part", "", CONTRIBUTORS)
    for part in kb.pack.contributor:
        yield from ("", f"### {anchor(target('contributor', part.id))}{said(part.title)}", "")
        if part.medicines:
            yield f"**{part.strength}**: in the words of {links('medicine', part.medicines)}."
        else:
            yield f"**{part.strength}**: {one_line(said(part.says))} {one_line(said(part.do))}"
        yield ""
        yield f"* Matters for: {', '.join(map(plain, part.kinds))}"
        if part.when:
            yield from condition(kb, part.when)
        yield from provenance(part)


def pairs_page(kb: Knowledge) -> Iterator[str]:
    yield from opening("What must not go together", PAIRS, kb.pack.pair, "pairs")
    for pair in kb.pack.pair:
        hours = f", {pair.hours} hours" if pair.hours else ""
        yield from ("", f"#### {anchor(pair.id)}{pair.code}{' ' if pair.code else ''}{pair.id}", "")
        yield f"**{pair.action.capitalize()}{hours}**: {link_any(kb, pair.first)} and {link_any(kb, pair.second)}."
        yield from (f"“{one_line(said(pair.says))}”", "")
        yield from provenance(pair)

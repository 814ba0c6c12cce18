"""What a run of the mutants comes to: the table of rates, and docs/safety/mutation.md."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.held_back import stories
from mutation.mutants import KINDS
from uncramp.kb import Knowledge

if TYPE_CHECKING:
    from mutation.knowledge import Fate

JUDGES = {"example": "examples", "story": "stories", "offer": "offers", "held": "held back", "page": "plans",
          "claim": "claims", "corpus": "corpus"}  # fmt: skip
"""Who may notice, by the field of a fate, and the head of the column."""
OFS = ("rule", "definition", "contraindication", "indication")
REASONS = Path(__file__).with_name("reasons.toml")
LISTED = 40
"""Survivors of one kind that are named one by one; of more, how many an entry has."""

HEAD = """\
# Slips in the knowledge

What would happen if somebody made a slip in an edit: every rule is deleted, every comparison turned round, every part \
of an `and` or an `or` left out, every limit and every level moved by one; likewise for contraindications and \
indications. Each such **mutant** is held against what would notice it. **No clinician has reviewed any of this yet.**

[All pages](README.md) · made by `just mutants --write`, of knowledge {name}

A mutant is **killed** when somebody comes out otherwise than was written for them:

* **examples**: the people beside an entry, of whom it fires or is silent;
* **stories**: the vignettes, each with the level that a clinician would give;
* **offers**: people for whom a remedy has to be there, one at least for each indication;
* **held back**: people from whom one remedy or food has to be withheld, or who have to ask or be told first, and \
their twins, from whom it has not;
* **plans**: the written-out people, whose whole page has been read;
* **claims**: a safety claim that no longer holds; only asked where nothing else noticed.

A mutant is **equivalent** when a proof shows that no condition comes out otherwise for anybody who could ever ask or, \
where only the level of a rule slipped, that nobody gets another level, because other rules give them the same. \
It is left out of the rate. Whom to see and what is said may still differ then: no story says whom to see.

The **corpus** stands apart: it is made by the program itself, so it shows that an answer changed and never that it is \
wrong. To a degree that holds of the examples too. The stories, the plans and the first examples were written from the \
medicine and noticed 61 % of the slips in rules. Nearly all the others are noticed by examples that were found by a \
search: it looked for the nearest person who tells a slip apart, by the rule as it stands. They were then read through \
once, and changed where the picture made no sense. The examples of indications were all found so. The people who have \
to be offered something follow what a remedy says of itself, but were written with its condition in view. So both keep \
an entry as it is; they are no second opinion that it is right. A wrong limit whose examples are wrong in the same way \
looks well tested.

{held_back}
"""


HELD_BACK = """\
Of the {all} stories of what is held back, {safety} were written from the codes of the safety draft and {remedies} \
from the warnings of the remedies draft, before the contraindications were read (but for four, added since): those \
are a second opinion, and notice {noticed} of the {lost} deleted or weakened contraindications. Where one came out \
otherwise than its draft says ({differs} stories), it was changed, and says why: mostly a documented decision. The \
other {entry} were written from the contraindications themselves, for what those leave unnoticed; they are second \
best, as examples are. All judge \
what speaks against one remedy, not a whole plan. The words of a warning that a story looks for were fitted to it \
afterwards. Pairs of remedies have stories of their own (`tests/held_back/pairs.toml`) and no mutants here.
"""


def table(fates: Sequence[Fate]) -> list[str]:
    """A Markdown table: kinds of entries and of slips, and by whom they were noticed."""
    lines = [
        "| slip | mutants | equivalent | killed | rate | " + " | ".join(JUDGES.values()) + " |",
        "| --- |" + " ---: |" * (4 + len(JUDGES)),
    ]
    for of in OFS:
        mine = [fate for fate in fates if fate.of == of]
        if mine:
            lines.append(_row(f"**{of}**", mine))
            lines += [_row(kind, rows) for kind in KINDS if (rows := [one for one in mine if one.kind == kind])]
    return lines


def _row(name: str, fates: Sequence[Fate]) -> str:
    equivalent, killed = sum(one.equivalent for one in fates), sum(one.killed for one in fates)
    counted = len(fates) - equivalent
    rate = f"{int(killed * 1000 / counted) / 10} %" if counted else ""
    by = [sum(bool(getattr(one, judge)) for one in fates) for judge in JUDGES]
    return f"| {name} | {len(fates)} | {equivalent} | {killed} | {rate} | {' | '.join(map(str, by))} |"


def page(kb: Knowledge, fates: Sequence[Fate]) -> str:
    """docs/safety/mutation.md of a whole run."""
    head = HEAD.format(name=kb.name, held_back=_held_back(fates))
    lines = [head, "## Who notices", "", *table(fates), "", "## Noticed by nobody", ""]
    for of in OFS:
        survived = [fate for fate in fates if fate.of == of and fate.survived]
        if not survived:
            lines += [f"**{of}**: none.", ""]
        for says, rows in _by_reason(survived):
            lines += [f"**{of}**, {len(rows)}: {says}", "", *_named(rows), ""]
    lines += ["## Equivalent", ""]
    lines += [f"* `{_plain(fate.id)}`" for fate in fates if fate.equivalent] or ["None."]
    return "\n".join(lines) + "\n"


def _held_back(fates: Sequence[Fate]) -> str:
    """Where the stories of what is held back come from, how many of each there are, and what they notice."""
    kinds = Counter(one.kind for one in stories())
    drafts = {one.name for one in stories() if one.kind != "entry"}
    lost = [one for one in fates if one.of == "contraindication" and one.kind in ("delete", "weaken")]
    return HELD_BACK.format(
        all=kinds.total(),
        safety=kinds["safety draft"],
        remedies=kinds["remedies draft"],
        entry=kinds["entry"],
        differs=sum(bool(one.differs) for one in stories()),
        noticed=sum(one.held in drafts for one in lost),
        lost=len(lost),
    ).rstrip()


def _by_reason(survived: Sequence[Fate]) -> Iterator[tuple[str, list[Fate]]]:
    found: dict[str, list[Fate]] = {}
    for fate in survived:
        found.setdefault(reason(fate), []).append(fate)
    yield from found.items()


def reason(fate: Fate) -> str:
    """Why nobody notices this slip, where somebody has written it down."""
    for row in reasons():
        if all(row.get(field, getattr(fate, field)) == getattr(fate, field) for field in ("of", "entry", "kind")):
            return row["says"]
    return "No reason yet: it should be killed."


@cache
def reasons() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = tomllib.loads(REASONS.read_text(encoding="utf-8")).get("reason", [])
    return rows


def _named(fates: Sequence[Fate]) -> list[str]:
    if len(fates) <= LISTED:
        return [f"* `{_plain(fate.id)}`" for fate in fates]
    counts = Counter(fate.entry.split()[0] for fate in fates)
    return [", ".join(f"{entry} {count}" if count > 1 else entry for entry, count in counts.items())]


def _plain(id: str) -> str:
    return id.replace("`", "")

"""What helps: the remedies by when they help, and a page for each with its picture, its steps and who must not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from markupsafe import Markup

from uncramp import figures
from uncramp.facts import Answers
from uncramp.kb.entries import Contraindication, Pair, Phase, Quick, Remedy
from uncramp.kb.steps import each_step, how_often, what_to_feel
from uncramp.offer import PHASES
from uncramp.quick import none_of_these, relief, tapped
from uncramp.site.page import Page
from uncramp.site.reading import ACTIONS, Linked, Reader

ANY_DAY = date(2000, 1, 1)
"""What helps now has no dates; the plan that it is read from needs one."""
VERDICTS = ("supported", "plausible", "no_benefit", "contradicted", "unsafe")
CERTAINTIES = ("high", "moderate", "low", "very_low")
KINDS = ("information", "never")
"""Remedies that are no steps of a plan: to know about, and what is advised against."""


def remedy_pages(r: Reader) -> Iterator[Page]:
    """`helps.html`, a list for each phase, and `remedy/ID.html`."""
    lists = {phase: of_phase(r, phase) for phase in PHASES}
    others = {kind: [one for one in r.kb.pack.remedy if one.kind == kind] for kind in KINDS}
    yield r.page("helps.html", "helps", r.texts("site_learn.helps"), lists=lists | others)
    for name, rows in (lists | others).items():
        yield r.page(
            f"helps-{name}.html", "helps_list", r.texts(f"site_learn.helps_{name}"), ["helps"], rows=rows, name=name,
            pictures={one.id: figures.for_remedy(one.id)[:1] for one in rows},
        )  # fmt: skip
    starts = places(r)
    for remedy in r.kb.pack.remedy:
        yield _remedy(r, remedy, starts.get(remedy.id, []))


def of_phase(r: Reader, phase: Phase) -> list[Remedy]:
    """The remedies of self-care for a phase: what the places begin with, then what is best known to work."""
    first = list(dict.fromkeys(id for place in r.kb.pack.quick for id in place.first)) if phase == "during" else []

    def rank(remedy: Remedy) -> tuple[int, int, int, int]:
        order = min(one.order for one in remedy.indication if one.phase == phase)
        begins = first.index(remedy.id) if remedy.id in first else len(first)
        return begins, VERDICTS.index(remedy.verdict), CERTAINTIES.index(remedy.certainty), order

    found = [
        remedy
        for remedy in r.kb.pack.remedy
        if remedy.kind == "self_care" and any(one.phase == phase for one in remedy.indication)
    ]
    return sorted(found, key=rank)


def places(r: Reader) -> dict[str, list[Quick]]:
    """Per remedy with steps, the places whose relief has it for somebody of whom nothing else is known."""
    found: dict[str, list[Quick]] = {}
    for place in r.kb.pack.quick:
        answers = Answers({}, frozenset()).given({**none_of_these(r.kb, place), **tapped(r.kb, place)})
        for offer in relief(r.kb, r.kb.settled(answers), today=ANY_DAY):
            if offer.remedy.guide:
                found.setdefault(offer.remedy.id, []).append(place)
    return found


def _remedy(r: Reader, remedy: Remedy, starts: list[Quick]) -> Page:
    texts = r.texts
    summary = texts.entry("remedy", remedy.id, "summary", remedy.summary)
    return r.page(
        f"remedy/{remedy.id}.html",
        "remedy",
        texts.entry("remedy", remedy.id, "title", remedy.title),
        ["helps"],
        remedy=remedy,
        description=summary,
        pictures=[
            (drawn(name, "pair", f"p{nth}"), drawn(name, "move", f"m{nth}"))
            for nth, name in enumerate(figures.for_remedy(remedy.id))
        ],
        steps=list(each_step(remedy, texts)),
        often=list(how_often(remedy, texts)),
        feel=what_to_feel(remedy, texts),
        starts=starts[:3],
        reasons=reasons(r, remedy),
        against=against(r, remedy),
        together=together(r, remedy),
        claims=r.claims_on("remedy", remedy.id),
        prior=next((one for one in r.kb.pack.prior if one.id == remedy.prior), None),
    )


@cache
def drawn(name: str, show: str, ident: str) -> Markup:
    """A figure within a page. `ident` keeps its ids apart from those of the others there."""
    return Markup(figures.draw(figures.pose(name), show, ident=ident))


def reasons(r: Reader, remedy: Remedy) -> list[tuple[str, list[Any]]]:
    """Per phase, each reason for which it is offered, once."""
    rows = [
        (one.phase, r.said("remedy", remedy.id, f"indication.{nth}.reason", one.reason))
        for nth, one in enumerate(remedy.indication)
    ]
    return [
        (phase, list(dict.fromkeys(text for which, text in rows if which == phase)))
        for phase in PHASES
        if any(which == phase for which, _ in rows)
    ]


def against(r: Reader, remedy: Remedy) -> list[tuple[str, list[Any], list[Linked]]]:
    """Who must not do it, who asks first and who takes care: what each is told, and where the reasons stand."""
    found: list[tuple[str, list[Any], list[Linked]]] = []
    for action in ACTIONS:
        rows: list[Contraindication] = [one for one in r.kb.against[remedy.id] if one.action == action]
        if rows:
            said = dict.fromkeys(r.said("contraindication", one.id, "says", one.says) for one in rows)
            pages = {r.path("contraindication", one.id).partition("#")[0]: one for one in rows}
            links = [r.family_link("contraindication", one.id) for one in pages.values()]
            found.append((action, list(said), links))
    return found


def together(r: Reader, remedy: Remedy) -> list[Any]:
    """What it must not stand beside."""
    pairs: dict[str, Pair] = {pair.id: pair for row in r.kb.clashes.get(remedy.id, {}).values() for pair in row}
    return [r.said("pair", pair.id, "says", pair.says) for pair in pairs.values()]

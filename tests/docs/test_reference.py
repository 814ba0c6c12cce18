"""The pages written from the knowledge: as the knowledge is now, every link leading somewhere, nothing left out."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from pages import PAGES, written
from pages.markdown import PAGE_OF, place
from pages.sources import recalled
from uncramp.kb import HERE, Knowledge
from uncramp.kb.entries import TABLES

REFERENCE = Path(__file__).parents[2] / "docs/reference"
LINK = re.compile(r"\]\(([^()\s<>]+)\)")
ANCHOR = re.compile(r'<a id="([^"]+)"></a>')
MOST_BYTES = 500_000
"""Sites that show Markdown stop showing it somewhere above this."""
NO_PLACE = {"implied", "passage", "language"}
"""Kinds without an id of their own to link to: tables in `facts`, the numbers of `claims`, and the languages."""


@cache
def text(name: str) -> str:
    return (REFERENCE / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_that_of_the_knowledge(kb: Knowledge, name: str) -> None:
    assert text(name) == written(kb, PAGES[name]), "run `just docs`"


def test_every_page_written_by_nobody_is_written_by_hand() -> None:
    assert {file.stem for file in REFERENCE.glob("*.md")} - set(PAGES) == {"command-line", "decision"}


@pytest.mark.parametrize("name", PAGES)
def test_every_link_of_a_page_leads_to_a_place_that_is_there(name: str) -> None:
    lost = []
    for target in LINK.findall(text(name)):
        file, _, part = target.partition("#")
        page = file.removesuffix(".md") if file else name
        if "://" in target or not (REFERENCE / (file or ".")).resolve().exists():
            lost += [] if target.startswith("https://") else [target]
        elif part and part not in ANCHOR.findall(text(page)):
            lost.append(target)
    assert lost == []


@pytest.mark.parametrize("name", PAGES)
def test_an_anchor_stands_on_a_page_once(name: str) -> None:
    anchors = ANCHOR.findall(text(name))
    assert sorted(anchors) == sorted(set(anchors))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_that_no_clinician_has_reviewed_it(name: str) -> None:
    assert "No clinician has reviewed this page yet" in text(name)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_shown_whole(name: str) -> None:
    assert len(text(name).encode()) < MOST_BYTES
    read = re.sub(r"`[^`\n]*`", "", text(name))
    assert not re.search(r"\{[A-Za-z_|' ]*\}", read), "a placeholder is left"


def test_every_entry_has_its_place_on_a_page(kb: Knowledge) -> None:
    assert set(TABLES) - set(PAGE_OF) == NO_PLACE
    anchors = {page: set(ANCHOR.findall(text(page))) for page in set(PAGE_OF.values())}
    for kind in PAGE_OF:
        for entry in getattr(kb.pack, kind):
            page, _, part = place(kind, entry.id).partition(".md#")
            assert part in anchors[page], f"{kind} {entry.id}"


def test_every_condition_stands_on_a_page_exactly(kb: Knowledge) -> None:
    for kind, page in (("rule", "rules"), ("contraindication", "contraindications"), ("definition", "facts")):
        for entry in getattr(kb.pack, kind):
            assert entry.when == "always" or f"`{' '.join(entry.when.split())}`" in text(page), entry.id


def test_everything_written_from_memory_is_on_the_list_of_what_to_check_first(kb: Knowledge) -> None:
    listed = text("sources").partition('<a id="recalled"></a>')[2]
    found = list(recalled(kb))
    assert all(f"({place(kind, entry.id)})" in listed for kind, entry in found)
    counted = sum(
        len(re.findall(r'^(?:evidence|status) = "recalled"', file.read_text(encoding="utf-8"), re.MULTILINE))
        for file in HERE.rglob("*.toml")
    )
    assert len(found) == counted

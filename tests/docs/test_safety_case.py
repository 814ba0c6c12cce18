"""The safety case: every name in it leads to something that is there and runs, and its pages are as the data are."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from textwrap import dedent

import msgspec
import pytest

from pages import written
from pages.safety import SAFETY, links
from pages.safety.claims import COMMAND, coverage
from pages.safety.first import codes, named, weak
from pages.safety.links import dead_links, running
from uncramp.cli import parser
from uncramp.kb import Knowledge
from uncramp.safety.claims import CLAIMS

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs/safety"
BY_HAND = {"README", "regulation", "mutation-of-the-code", "mutation", "fuzzing"}
LINK = re.compile(r"\]\(([^()\s<>]+)\)")
ANCHOR = re.compile(r'<a id="([^"]+)"></a>')


@cache
def text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def page(name: str) -> str:
    return text(FOLDER / f"{name}.md")


def edited(kb: Knowledge, **change: object) -> Knowledge:
    """The knowledge with another first hazard."""
    first, *others = kb.pack.hazard
    return Knowledge(kb.pack.replace(hazard=(msgspec.structs.replace(first, **change), *others)))


# ---- no link is dead


def test_everything_that_is_said_to_stand_against_a_hazard_is_there(kb: Knowledge) -> None:
    assert list(dead_links(kb)) == []


@pytest.mark.parametrize(
    "name",
    [
        "P99",
        "a_rule_that_was_taken_out",
        "tests/unit/test_offer.py::test_that_was_taken_out",
        "tests/unit/test_that_was_moved.py::test_withhold_beats_ask_beats_modify",
    ],
)
def test_a_dead_link_is_found(kb: Knowledge, name: str) -> None:
    shown = kb.pack.hazard[0].shown_by
    (found,) = dead_links(edited(kb, shown_by=(*shown, name)))
    assert name in found
    assert found.startswith("H01")


def test_a_test_that_is_skipped_or_expected_to_fail_shows_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = """
        @pytest.mark.skip(reason="slow")
        def test_skipped(): ...

        @pytest.mark.skipif(True, reason="slow")
        def test_skipped_here(): ...

        @pytest.mark.xfail
        def test_expected_to_fail(): ...

        @pytest.mark.parametrize("nth", [1, pytest.param(2, marks=pytest.mark.xfail)])
        def test_with_many_cases(nth): ...

        def test_plain(): ...
    """
    (tmp_path / "test_some.py").write_text(dedent(source))
    monkeypatch.setattr(links, "ROOT", tmp_path)
    assert running("test_some.py") == {"test_with_many_cases", "test_plain"}


def test_every_hazard_is_shown_by_something_that_is_run(kb: Knowledge) -> None:
    """An entry alone says what is meant; a claim or a test says that it is so."""
    bare = [one.code for one in kb.pack.hazard if not any("::" in name or name in CLAIMS for name in one.shown_by)]
    assert bare == []


def test_every_safety_claim_stands_against_a_hazard(kb: Knowledge) -> None:
    used = {name for one in kb.pack.hazard for name in one.shown_by}
    assert sorted(CLAIMS.keys() - used) == []


def test_every_hazard_says_what_is_left_over_and_why_it_is_left_so(kb: Knowledge) -> None:
    assert [one.code for one in kb.pack.hazard if "It is left so" not in one.residual] == []
    said = [one.residual for one in kb.pack.hazard]
    assert len(set(said)) == len(said)


# ---- the claims


def test_every_claim_says_what_it_leaves_out_and_every_check_what_it_goes_over() -> None:
    told = coverage()
    assert sorted(told) == sorted(CLAIMS)
    assert [id for id, row in told.items() if not row.get("leaves_out")] == []
    assert [id for id, one in CLAIMS.items() if one.kind == "check" and not told[id].get("goes_over")] == []


def test_every_claim_stands_on_its_page_with_its_sentence_its_exception_and_its_command() -> None:
    shown = page("claims")
    for id, one in CLAIMS.items():
        part = shown.partition(f'<a id="{id}"></a>')[2].partition("\n## ")[0]
        assert f"**{one.says}**" in part, id
        assert f"`{COMMAND} {id}`" in part, id
        assert not one.steps.__doc__ or " ".join(one.steps.__doc__.split()) in part, id


def test_the_command_that_is_named_exists() -> None:
    commands = next(action.choices for action in parser()._actions if action.choices)
    program, name = COMMAND.split()
    assert program == "uncramp"
    assert name in commands


# ---- what to review first


def test_every_code_that_the_draft_calls_unverified_is_an_entry(kb: Knowledge) -> None:
    assert set(codes()) == {one.code for _, one in named(kb)}


def test_ranges_of_codes_are_written_out() -> None:
    assert {"E60", "E61", "E62", "C024", "C144", "C151"} <= set(codes())
    assert len(codes()) == len(set(codes()))


def test_the_source_on_which_most_dangers_rest_alone_comes_first(kb: Knowledge) -> None:
    heavy = ("emergency", "urgent", "withhold")
    alone = [
        sum(getattr(one, "level", "") in heavy or getattr(one, "action", "") in (*heavy, "never") for one in rows)
        for _, _, rows in weak(kb)
    ]
    assert alone == sorted(alone, reverse=True)
    assert alone[0] > 0
    assert all(source.seen not in ("publisher", "record") for source, _, _ in weak(kb))


# ---- the pages


@pytest.mark.parametrize("name", SAFETY)
def test_a_page_is_that_of_the_data(kb: Knowledge, name: str) -> None:
    assert text(FOLDER.parent / f"{name}.md") == written(kb, SAFETY[name]), "run `just docs`"


def test_every_page_written_by_nobody_is_written_by_hand_and_all_are_in_the_index() -> None:
    pages = {file.stem for file in FOLDER.glob("*.md")}
    assert pages == BY_HAND | {name.removeprefix("safety/") for name in SAFETY}
    assert pages - {"README"} <= {Path(target).stem for target in LINK.findall(page("README"))}


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.md")), ids=lambda file: file.stem)
def test_every_link_leads_to_a_place_that_is_there(file: Path) -> None:
    lost = []
    for target in LINK.findall(text(file)):
        name, _, part = target.partition("#")
        there = (file.parent / name).resolve() if name else file
        if not there.exists() or (part and part not in ANCHOR.findall(text(there))):
            lost.append(target)
    assert lost == []


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.md")), ids=lambda file: file.stem)
def test_a_page_says_that_nobody_has_reviewed_it(file: Path) -> None:
    said = " ".join(text(file).split())
    assert re.search(r"[Nn]o clinician (?:has|or lawyer has) reviewed", said)


def test_an_acceptance_would_be_shown_with_its_name(kb: Knowledge) -> None:
    assert page("hazard-log").count("| Accepted by | **nobody yet** |") == len(kb.pack.hazard)
    signed = written(edited(kb, accepted_by="A. Name, physician"), SAFETY["safety/hazard-log"])
    assert signed.count("| Accepted by | A. Name, physician |") == 1


def test_what_is_said_by_hand_of_the_numbers_is_so(kb: Knowledge) -> None:
    said = " ".join(page("README").split())
    assert f"There are {len(kb.pack.hazard)}, each" in said
    assert "More than half of the triage rules and contraindications are from memory" in said
    for entries in (kb.pack.rule, kb.pack.contraindication):
        assert sum(one.evidence == "recalled" for one in entries) * 2 > len(entries)


def test_the_law_page_says_that_it_is_not_certified_and_where_each_point_was_read() -> None:
    said = page("regulation")
    assert "not certified, registered or cleared as a medical device anywhere" in said
    rows = [row for row in said.splitlines() if row.startswith("| ") and not row.startswith(("| where", "| ---"))]
    known = [row.split(" | ")[-1] for row in rows]
    assert [row for row in known if not re.search(r"(?:read|copy) \[\d+\]|recalled", row)] == []
    numbers = {int(number) for row in known for number in re.findall(r"\[(\d+)\]", row)}
    assert numbers == {int(number) for number in re.findall(r"^(\d+)\. ", said, re.MULTILINE)}

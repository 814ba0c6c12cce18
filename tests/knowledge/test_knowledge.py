"""The real knowledge as a whole: sound, complete against the documents it was made from, and usable in two taps."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.people import person
from uncramp.facts import Answers, read_answers
from uncramp.kb import HERE, Knowledge
from uncramp.kb.check import check_folder
from uncramp.kb.entries import TABLES, Entry, Quick, Reviewed
from uncramp.kb.pack import build_pack, canonical
from uncramp.kb.read import read_folder
from uncramp.logic import FlagType
from uncramp.offer import offers
from uncramp.triage import Level, triage

TODAY = date.today()
"""The one place where these tests look at a calendar."""
QUICK = [row["id"] for row in tomllib.loads((HERE / "gates.toml").read_text(encoding="utf-8"))["quick"]]


def test_the_folder_has_no_finding() -> None:
    _, problems = check_folder(read_folder(HERE))
    assert [str(problem) for problem in problems] == []


def test_the_pack_in_use_is_that_of_the_folder(kb: Knowledge) -> None:
    assert canonical(build_pack(HERE)) == canonical(kb.pack)


def entries(kb: Knowledge, base: type = Reviewed) -> list[Any]:
    """Every entry of the kinds that a clinician signs, and the phones; of all kinds with an id for `Entry`."""
    kinds = [kind for kind, of in TABLES.items() if issubclass(of, base) or kind == "phone"]
    return [entry for kind in kinds for entry in getattr(kb.pack, kind)]


def test_no_entry_is_past_its_day_of_review(kb: Knowledge) -> None:
    assert [entry.id for entry in entries(kb) if entry.review_due < TODAY] == []


def test_no_entry_claims_a_review_that_did_not_happen(kb: Knowledge) -> None:
    """Once a clinician signs, this test goes; until then `reviewed: false` in every answer is the truth."""
    assert [entry.id for entry in entries(kb) if isinstance(entry, Reviewed) and entry.reviewed_by] == []


# ---- danger signs


def test_every_danger_sign_alone_is_at_least_urgent(kb: Knowledge) -> None:
    for gate in sorted(kb.gates):
        found = triage(kb, person(kb, {gate: True}))
        assert found.certain >= Level.urgent, gate


def test_every_danger_sign_that_has_no_answer_is_urgent(kb: Knowledge) -> None:
    for gate in sorted(kb.gates):
        well = person(kb, {})
        absent = Answers({fact: value for fact, value in well.known.items() if fact != gate})
        unsure = Answers(absent.known, frozenset({gate}))
        assert triage(kb, absent).level is Level.urgent, gate
        assert triage(kb, unsure).level is Level.urgent, gate


def test_somebody_with_an_ordinary_cramp_may_look_after_it(kb: Knowledge) -> None:
    found = triage(kb, person(kb, {"site_calf": True, "still_happening": True}))
    assert found.level is Level.self_care
    assert found.complete


# ---- the quick screen: tap the place, tap "None of these", the stretch runs


def tapped(kb: Knowledge, quick: Quick) -> Answers:
    """What the two taps say, and nothing else."""
    said: dict[str, Any] = dict(quick.sets)
    for line in kb.pack.line:
        said |= dict.fromkeys(line.facts, False) | line.sets
    said |= dict.fromkeys(quick.ask, False)
    return kb.settled(read_answers(kb.facts, said))


@pytest.mark.parametrize("place", QUICK)
def test_two_taps_come_to_relief(kb: Knowledge, place: str) -> None:
    quick = next(quick for quick in kb.pack.quick if quick.id == place)
    answers = tapped(kb, quick)
    level = triage(kb, answers).level
    assert level in (Level.self_care, Level.routine), level
    now = [offer.remedy.id for offer in offers(kb, answers, level).offered if offer.phase == "during"]
    assert [id for id in now if id in quick.first] == list(quick.first), now


@pytest.mark.parametrize("place", QUICK)
def test_two_taps_ask_only_what_can_be_answered_with_no(kb: Knowledge, place: str) -> None:
    quick = next(quick for quick in kb.pack.quick if quick.id == place)
    assert all(isinstance(kb.facts[fact].type, FlagType) for fact in quick.ask)
    assert not set(quick.ask) & kb.gates
    assert len(quick.ask) <= 8


@pytest.mark.parametrize("place", QUICK)
def test_each_question_of_the_place_matters(kb: Knowledge, place: str) -> None:
    """A yes raises the level, or holds back or changes one of the first remedies."""
    quick = next(quick for quick in kb.pack.quick if quick.id == place)
    for fact in quick.ask:
        calm = tapped(kb, quick)
        yes = kb.settled(Answers({**calm.known, fact: True}, calm.unsure))
        before, after = triage(kb, calm), triage(kb, yes)
        first = {offer.remedy.id for offer in offers(kb, yes, after.level).offered if offer.phase == "during"}
        cautious = {
            offer.remedy.id
            for offer in offers(kb, yes, after.level).offered
            if any(reason.certain for reason in (*offer.ask_first, *offer.modify))
        }
        assert after.level > before.level or not set(quick.first) <= first or cautious & set(quick.first), fact


def test_every_place_that_can_hurt_has_a_tap(kb: Knowledge) -> None:
    taps = {fact for quick in kb.pack.quick for fact in quick.sets if fact.startswith("site_")}
    assert taps >= {"site_calf", "site_foot", "site_thigh_back", "site_thigh_front", "site_hand_forearm"}
    assert "other" in QUICK


# ---- against the documents it was made from


def test_every_block_of_the_evidence_is_carried_by_a_remedy_or_a_claim(kb: Knowledge) -> None:
    blocks = (Path(__file__).parent / "blocks.txt").read_text().split()
    assert len(blocks) == len(set(blocks)) == 81
    carried = {name for remedy in kb.pack.remedy for name in remedy.blocks} | {claim.block for claim in kb.pack.claim}
    assert set(blocks) - carried == set()
    assert carried - set(blocks) - {""} == set()


CONTRAINDICATIONS = (
    (1, 32), (40, 47), (50, 63), (70, 97), (100, 100), (110, 123), (130, 151), (160, 166), (170, 172), (180, 183),
    (190, 211), (220, 225), (230, 232), (240, 250), (260, 266), (280, 291),
)  # fmt: skip
"""The codes of section 5 of the safety specification, from and to."""
PAIRED = {"C052", "C057"}


def codes(prefix: str, *ranges: tuple[int, int], digits: int) -> set[str]:
    return {f"{prefix}{number:0{digits}}" for low, high in ranges for number in range(low, high + 1)}


def test_every_code_of_the_safety_specification_stands_at_an_entry(kb: Knowledge) -> None:
    rules = {rule.code for rule in kb.pack.rule}
    for prefix, last in (("E", 76), ("U", 54), ("S", 40)):
        assert codes(prefix, (1, last), digits=2) - rules == set()
    wanted = codes("C", *CONTRAINDICATIONS, digits=3)
    assert len(wanted) == 194
    pairs = {pair.code for pair in kb.pack.pair}
    assert pairs >= PAIRED
    assert wanted - PAIRED - {entry.code for entry in kb.pack.contraindication} == set()


def test_no_entry_has_a_code_that_the_safety_specification_does_not_know(kb: Knowledge) -> None:
    known = codes("E", (1, 76), digits=2) | codes("U", (1, 54), digits=2) | codes("S", (1, 40), digits=2)
    known |= codes("C", *CONTRAINDICATIONS, digits=3) | {""}
    coded = [*kb.pack.rule, *kb.pack.contraindication, *kb.pack.pair]
    assert {entry.code for entry in coded} - known == set()


def test_a_code_stands_at_the_level_it_says(kb: Knowledge) -> None:
    """E is an emergency, U urgent, S routine. A rule may be more careful than its code, never less."""
    floor = {"E": Level.emergency, "U": Level.urgent, "S": Level.routine}
    by_code: dict[str, list[Level]] = {}
    for rule in kb.pack.rule:
        if rule.code:
            by_code.setdefault(rule.code, []).append(Level[rule.level])
    assert {code for code, levels in by_code.items() if max(levels) < floor[code[0]]} == set()


def test_every_id_is_a_word(kb: Knowledge) -> None:
    """Not a number with a letter: an id is read in rules, files and answers."""
    word = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
    for entry in entries(kb, Entry):
        assert word.fullmatch(entry.id), entry.id
        assert not re.fullmatch(r"[eusc]\d{2,3}", entry.id), entry.id


def test_what_lives_in_no_plan_is_never_indicated(kb: Knowledge) -> None:
    """Prescription medicines and what must never be done are information, not steps."""
    for remedy in kb.pack.remedy:
        if remedy.kind != "self_care" or remedy.verdict in ("unsafe", "contradicted"):
            assert not remedy.indication, remedy.id


def test_the_comfort_items_can_be_offered_to_somebody_who_has_to_be_seen_today(kb: Knowledge) -> None:
    comfort = {remedy.id for remedy in kb.pack.remedy if "comfort" in remedy.groups}
    assert comfort == {"reposition", "loosen_clothing", "cool_down", "sip_fluids"}

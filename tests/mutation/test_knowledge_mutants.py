"""A sample of slips in the rules, and all in indications: what was written notices each that changes anything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import cast

import pytest

from knowledge.test_vignettes import VIGNETTES
from mutation.judges import Base, Judges, Slipped
from mutation.mutants import Mutant, mutants, slips
from mutation.mutants import mutated as loaded
from uncramp.errors import UsageError
from uncramp.facts import Fact
from uncramp.kb import Knowledge
from uncramp.logic import And, EnumType, Flag, IntType, to_text
from uncramp.logic.parse import parse
from uncramp.offer import offers
from uncramp.triage import triage

pytest.importorskip("z3")

from mutation import knowledge
from mutation.proofs import Proofs
from mutation.report import reason

SAMPLE, SEED = 150, 20


@pytest.fixture(scope="module")
def every(kb: Knowledge) -> list[Mutant]:
    return mutants(kb)


@pytest.fixture(scope="module")
def sample(every: list[Mutant]) -> list[Mutant]:
    return Random(SEED).sample([one for one in every if one.of == "rule"], SAMPLE)


@pytest.fixture(scope="module")
def judges(kb: Knowledge, sample: list[Mutant]) -> Judges:
    return Judges(kb, sample, corpus=False)


def test_a_slip_in_a_rule_is_noticed_or_changes_nothing_for_anybody(
    kb: Knowledge, sample: list[Mutant], judges: Judges
) -> None:
    assert {"delete", "drop arm", "flip", "raise", "lower", "level up", "level down"} <= {one.kind for one in sample}
    unnoticed = [one for one in sample if not (judges.example(one) or judges.story(one) or judges.page(one))]
    proofs = Proofs(kb)
    assert [one.id for one in unnoticed if not proofs.equivalent(one)] == []


def test_every_slip_in_an_indication_or_a_definition_is_noticed(kb: Knowledge, every: list[Mutant]) -> None:
    chosen = [one for one in every if one.of in ("indication", "definition")]
    judges = Judges(kb, chosen, corpus=False)
    by = (judges.example, judges.offer, judges.story)
    assert [one.id for one in chosen if not any(notices(one) for notices in by)] == []
    assert len(chosen) > 1000


def test_only_somebody_who_has_to_be_offered_it_notices_that_an_indication_is_gone(
    kb: Knowledge, every: list[Mutant]
) -> None:
    gone = next(one for one in every if one.entry == "pickle_juice 1" and one.kind == "delete")
    judges = Judges(kb, [gone], corpus=False)
    assert not judges.example(gone)
    assert judges.offer(gone) == "a tennis player whose calf cramps in the third set"


def test_an_unchanged_condition_is_not_taken_for_a_slip(sample: list[Mutant], judges: Judges) -> None:
    unchanged = [replace(one, changes=_as_they_are(judges.kb, one)) for one in sample if one.changes and not one.fields]
    untouched = [one for one in unchanged if None not in one.changes.values()]
    assert len(untouched) > 50
    assert [one.id for one in untouched if judges.example(one) or judges.story(one)] == []


def _as_they_are(kb: Knowledge, mutant: Mutant) -> dict[str, object]:
    return {name: expr and kb.when(*name.split(":")) for name, expr in mutant.changes.items()}


@pytest.mark.parametrize("of", ["rule", "definition", "contraindication", "indication"])
def test_the_quick_knowledge_with_a_slip_decides_as_the_one_that_was_loaded_so(
    kb: Knowledge, every: list[Mutant], of: str
) -> None:
    base, dice = Base(kb), Random(SEED)
    for mutant in dice.sample([one for one in every if one.of == of], 8):
        slow, quick = loaded(kb, mutant), cast(Knowledge, Slipped(base, mutant))
        for story in dice.sample(VIGNETTES, 12):
            answers = story.answers(kb)
            found = triage(slow, answers)
            assert triage(quick, answers) == found, mutant.id
            assert offers(quick, answers, found.level) == offers(slow, answers, found.level), mutant.id


FACTS = {
    "age": Fact("age", IntType(0, 120), "context", "who", "?"),
    "kind": Fact("kind", EnumType(("a", "b", "c")), "context", "episode", "?"),
}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("x", set()),
        ("x and y", {"x", "y"}),
        ("x or y and z", {"x", "y and z", "x or y", "x or z"}),
        ("not x", {"x"}),
        ("age < 5", {"age >= 5", "age < 6", "age < 4"}),
        ("age >= 120", {"age < 120", "age >= 119"}),
        ("age == 0", {"not (age == 0)", "age == 1"}),
        ("kind in ('a', 'b')", {"not (kind in ('a', 'b'))", "kind == 'a'", "kind == 'b'"}),
    ],
)
def test_every_slip_in_a_condition_is_tried(text: str, wanted: set[str]) -> None:
    assert {to_text(after) for _, _, after in slips(parse(text), FACTS)} == wanted


def test_a_slip_that_changes_nothing_is_proved_to_and_another_is_not(kb: Knowledge) -> None:
    proofs, name = Proofs(kb), "rule:throat_closing"
    before = kb.when("rule", "throat_closing")
    twice = Mutant("rule", "throat_closing", "drop arm", "", {name: And((before, before))})
    other = Mutant("rule", "throat_closing", "drop arm", "", {name: And((before, Flag("site_throat")))})
    assert proofs.equivalent(twice)
    assert not proofs.equivalent(other)


def test_a_safety_claim_notices_a_slip_that_it_forbids(kb: Knowledge, every: list[Mutant]) -> None:
    gone = next(one for one in every if one.entry == "paracetamol_under_16" and one.kind == "delete")
    assert Proofs(kb).claim(gone) == "P14"


def test_a_stopped_run_goes_on_and_a_state_of_another_knowledge_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    fates = {"one": knowledge.Fate("one", "rule", "delete", "an_entry", story="told")}
    knowledge.keep(file, "these judges", fates)
    assert knowledge.read_state(file, "these judges") == fates
    with pytest.raises(UsageError, match="other judges"):
        knowledge.read_state(file, "others")
    file.write_text("[]")
    with pytest.raises(UsageError, match="is no state of a run"):
        knowledge.read_state(file, "these judges")


def test_one_entry_is_chosen_by_its_code_and_one_that_is_not_there_is_refused(
    kb: Knowledge, every: list[Mutant]
) -> None:
    assert {one.entry for one in knowledge.only(kb, every, ["E20"])} == {"cauda_equina_signs"}
    with pytest.raises(UsageError, match="`E999`"):
        knowledge.only(kb, every, ["E999"])


def test_a_survivor_without_a_reason_says_so() -> None:
    assert reason(knowledge.Fate("x", "rule", "delete", "an_entry")).startswith("No reason yet")

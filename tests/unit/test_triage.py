"""The level of one person: the formula of the design as a table, and laws that hold for every rule base."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from uncramp.facts import UNSURE, Answers, read_answers
from uncramp.kb import Knowledge
from uncramp.triage import Level, Triage, triage
from unit.small import knowledge, rule

ABSENT = object()


def judge(kb: Knowledge, **answers: Any) -> Triage:
    """The triage of a person with these answers; what is not named is absent."""
    given = {fact: answer for fact, answer in answers.items() if answer is not ABSENT}
    return triage(kb, kb.settled(read_answers(kb.facts, given)))


NO_GATES = {"swollen": False, "faint": False, "blue": False}
NO = {**NO_GATES, "numb": False, "worse": False, "often": False}

RULES = knowledge(
    rule("clot", "emergency", "swollen and faint"),
    rule("limb", "urgent", "blue"),
    rule("nerve", "urgent", "numb and worse"),
    rule("hot", "urgent", "temp >= 390"),
    rule("again", "routine", "often"),
)
"""swollen, faint and blue are gates; numb, worse and often are context; temp is measured."""


@pytest.mark.parametrize(
    ("answers", "level", "certain", "possible", "complete"),
    [
        # nobody said anything: an unanswered gate counts, but never as more than urgent
        ({}, "urgent", "self_care", "emergency", False),
        # everything answered
        (NO, "self_care", "self_care", "urgent", True),
        ({**NO, "temp": 370}, "self_care", "self_care", "self_care", True),
        ({**NO, "often": True, "temp": 370}, "routine", "routine", "routine", True),
        ({**NO, "blue": True, "temp": 370}, "urgent", "urgent", "urgent", True),
        ({**NO, "swollen": True, "faint": True}, "emergency", "emergency", "emergency", True),
        # a gate without an answer: urgent, whatever it could come to
        ({**NO, "blue": ABSENT}, "urgent", "self_care", "urgent", False),
        ({**NO, "blue": UNSURE}, "urgent", "self_care", "urgent", True),
        ({**NO, "swollen": True, "faint": ABSENT}, "urgent", "self_care", "emergency", False),
        ({**NO, "swollen": True, "faint": UNSURE}, "urgent", "self_care", "emergency", True),
        # one of two gates settles the rule
        ({**NO, "swollen": ABSENT}, "self_care", "self_care", "urgent", True),
        # a context fact somebody was asked in vain: routine, whatever it could come to
        ({**NO, "numb": True, "worse": UNSURE}, "routine", "self_care", "urgent", True),
        ({**NO, "often": UNSURE}, "routine", "self_care", "urgent", True),
        # a context fact nobody asked: never, but it is asked
        ({**NO, "numb": True, "worse": ABSENT}, "self_care", "self_care", "urgent", False),
        ({**NO_GATES}, "self_care", "self_care", "urgent", False),
        ({**NO, "often": ABSENT}, "self_care", "self_care", "urgent", True),
        # one asked in vain, one not asked: it hangs on the doubt
        ({**NO, "numb": UNSURE, "worse": ABSENT}, "routine", "self_care", "urgent", True),
        # a number that was not measured neither raises nor keeps the answer open
        ({**NO, "temp": UNSURE}, "self_care", "self_care", "urgent", True),
        ({**NO, "temp": 390}, "urgent", "urgent", "urgent", True),
        # what surely holds is never lowered by doubt
        ({**NO, "swollen": True, "faint": True, "blue": UNSURE}, "emergency", "emergency", "emergency", True),
        ({**NO, "blue": True, "numb": UNSURE, "worse": True}, "urgent", "urgent", "urgent", True),
        # above a sure urgent only an emergency is still worth asking for
        ({"blue": True, "swollen": True}, "urgent", "urgent", "emergency", False),
        ({"blue": True, "swollen": False}, "urgent", "urgent", "urgent", True),
    ],
)
def test_the_level_of_a_person(
    answers: dict[str, Any], level: str, certain: str, possible: str, complete: bool
) -> None:
    found = judge(RULES, **answers)
    assert (found.level.name, found.certain.name, found.possible.name, found.complete) == (
        level,
        certain,
        possible,
        complete,
    )


def ids(rules: Any) -> list[str]:
    return [one.id for one in rules]


def test_the_rules_that_fired_stand_highest_first() -> None:
    found = judge(RULES, often=True, blue=True, swollen=True, faint=True)
    assert ids(found.fired) == ["clot", "limb", "again"]


def test_the_rules_that_doubt_raised_are_named() -> None:
    found = judge(RULES, **{**NO, "blue": ABSENT, "often": UNSURE})
    assert (ids(found.fired), ids(found.by_gate), ids(found.by_unsure)) == ([], ["limb"], ["again"])


@pytest.mark.parametrize(
    ("answers", "ask"),
    [
        # an emergency weighs ten times an urgent, an urgent ten times a routine; two facts of an `and` share
        ({}, ["faint", "swollen", "blue", "numb", "worse", "often"]),
        ({"swollen": False}, ["blue", "numb", "worse", "often"]),
        ({"swollen": True}, ["faint", "blue", "numb", "worse", "often"]),
        ({"swollen": True, "faint": UNSURE}, ["blue", "numb", "worse", "often"]),
        # nothing at or below what is sure already
        ({"blue": True}, ["faint", "swollen"]),
        ({"blue": True, "often": True}, ["faint", "swollen"]),
        (NO, []),
        ({"swollen": True, "faint": True}, []),
    ],
)
def test_what_could_still_raise_the_level_is_asked_the_most_useful_first(
    answers: dict[str, Any], ask: list[str]
) -> None:
    assert list(judge(RULES, **answers).ask) == ask


def test_an_unanswered_danger_sign_that_is_not_needed_and_not_enough_raises_nothing() -> None:
    """Blue alone would not do, and numb would do without it."""
    kb = knowledge(rule("limb", "urgent", "numb or (blue and worse)"))
    open_ = {**NO, "blue": ABSENT, "numb": ABSENT, "worse": ABSENT}
    assert judge(kb, **open_).level is Level.self_care
    assert judge(kb, **{**open_, "worse": True}).level is Level.urgent
    assert judge(kb, **{**open_, "numb": False}).level is Level.urgent


def test_what_was_measured_keeps_the_answer_open() -> None:
    """A fever that is known makes it worth asking after the rest of the rule."""
    kb = knowledge(rule("spine", "urgent", "temp >= 380 and numb"))
    hot = judge(kb, **{**NO, "temp": 380, "numb": ABSENT})
    assert not hot.complete
    assert hot.ask == ("numb",)
    assert judge(kb, **{**NO, "numb": ABSENT}).complete


def test_a_measured_fact_is_never_asked() -> None:
    assert "temp" not in judge(RULES).ask


def test_without_rules_everybody_may_look_after_themselves() -> None:
    found = judge(knowledge())
    assert found.level is Level.self_care
    assert found.complete


# ---- a fact that can only calm a rule

CALMED = knowledge(rule("painful", "urgent", "numb and not at_rest"), rule("blue", "emergency", "blue"))


@pytest.mark.parametrize(
    ("at_rest", "level"), [(True, "self_care"), (False, "urgent"), (ABSENT, "urgent"), (UNSURE, "urgent")]
)
def test_a_fact_that_calms_has_to_be_given_to_calm(at_rest: object, level: str) -> None:
    found = judge(CALMED, numb=True, at_rest=at_rest, blue=False)
    assert found.level.name == level


def test_a_calming_fact_that_was_supposed_no_is_asked_and_named() -> None:
    found = judge(CALMED, numb=True, blue=False)
    assert found.ask == ("at_rest",)
    assert found.supposed == {"painful": {"at_rest"}}
    assert judge(CALMED, numb=True, at_rest=False, blue=False).supposed == {}


def test_while_it_is_open_whether_there_is_anything_to_calm_only_that_is_asked() -> None:
    assert judge(CALMED, blue=False).ask == ("numb",)


def test_a_rule_that_fires_for_another_reason_supposes_nothing() -> None:
    kb = knowledge(rule("painful", "urgent", "worse or (numb and not at_rest)"))
    found = judge(kb, worse=True)
    assert ids(found.fired) == ["painful"]
    assert found.supposed == {}
    assert found.ask == ()


# ---- laws, over rule bases of any kind

GATES, CONTEXT, CALMING = ("swollen", "faint", "blue"), ("numb", "worse", "often"), ("calf", "at_rest")
WARNINGS = GATES + CONTEXT

warnings = st.sampled_from(WARNINGS)
atoms = st.one_of(warnings, warnings, st.sampled_from(["not calf", "not at_rest", "temp >= 390"]))
conditions = st.recursive(
    atoms,
    lambda parts: st.one_of(
        st.lists(parts, min_size=2, max_size=3).map(lambda some: f"({' and '.join(some)})"),
        st.lists(parts, min_size=2, max_size=3).map(lambda some: f"({' or '.join(some)})"),
    ),
    max_leaves=6,
)
levels = st.sampled_from(["emergency", "urgent", "routine"])
rule_bases = st.lists(st.tuples(levels, conditions), min_size=1, max_size=6)
states = st.sampled_from([True, False, UNSURE, ABSENT])
people = st.fixed_dictionaries(dict.fromkeys(WARNINGS + CALMING, states))


def base(rows: list[tuple[str, str]]) -> Knowledge:
    """The rules, past the check that refuses dead parts: the laws hold for those as well."""
    from uncramp.logic import to_json
    from uncramp.logic.parse import parse

    empty = knowledge()
    rules = tuple(rule(f"rule_{nth}", level, when) for nth, (level, when) in enumerate(rows))
    trees = {f"rule:{one.id}": to_json(parse(one.when)) for one in rules}
    return Knowledge(empty.pack.replace(rule=rules, conditions={**empty.pack.conditions, **trees}))


@given(rule_bases, people, st.randoms(use_true_random=False))
def test_the_order_of_rules_and_answers_never_matters(rows: Any, person: dict[str, Any], rng: Random) -> None:
    kb = base(rows)
    shuffled = list(kb.pack.rule)
    rng.shuffle(shuffled)
    other = Knowledge(kb.pack.replace(rule=tuple(shuffled)))
    answers = list(person.items())
    rng.shuffle(answers)
    one, two = judge(kb, **person), judge(other, **dict(answers))
    assert (one.level, one.certain, one.possible, one.complete, one.ask) == (
        two.level,
        two.certain,
        two.possible,
        two.complete,
        two.ask,
    )
    assert set(ids(one.fired)) == set(ids(two.fired))


@given(rule_bases, people)
def test_the_level_lies_between_what_is_certain_and_what_is_possible(rows: Any, person: dict[str, Any]) -> None:
    found = judge(base(rows), **person)
    assert found.certain <= found.level <= found.possible
    if found.level > found.certain:
        assert found.level <= Level.urgent


@given(rule_bases, people, st.sets(st.sampled_from(GATES), min_size=1))
def test_answering_no_to_unanswered_gates_never_raises_the_level(
    rows: Any, person: dict[str, Any], gates: set[str]
) -> None:
    kb = base(rows)
    cleared = {gate: False if gate in gates and person[gate] in (UNSURE, ABSENT) else person[gate] for gate in GATES}
    assert judge(kb, **{**person, **cleared}).level <= judge(kb, **person).level


@given(rule_bases, people, warnings)
def test_a_yes_instead_of_a_no_to_a_warning_never_lowers_what_is_certain(
    rows: Any, person: dict[str, Any], warning: str
) -> None:
    kb = base(rows)
    no, yes = judge(kb, **{**person, warning: False}), judge(kb, **{**person, warning: True})
    assert yes.certain >= no.certain
    assert yes.possible >= no.possible


@given(rule_bases, people, warnings)
@example([("urgent", "(swollen or (numb and worse))")], {**NO, "swollen": ABSENT, "numb": ABSENT}, "worse")
def test_a_yes_instead_of_a_no_to_a_warning_never_lowers_the_level(
    rows: Any, person: dict[str, Any], warning: str
) -> None:
    """Except that a visit which only a "not sure" asked for may give way to what is still open."""
    kb = base(rows)
    no, yes = judge(kb, **{**person, warning: False}), judge(kb, **{**person, warning: True})
    by_doubt_alone = no.level is Level.routine and no.certain is Level.self_care
    assert yes.level >= no.level or (by_doubt_alone and yes.possible > Level.self_care)


@given(rule_bases, people, warnings)
def test_a_yes_to_a_warning_that_was_not_asked_never_lowers_the_level(
    rows: Any, person: dict[str, Any], warning: str
) -> None:
    """Once every gate alone is at least urgent, as the real rules have it."""
    kb = base([*rows, *(("urgent", gate) for gate in GATES)])
    assert judge(kb, **{**person, warning: True}).level >= judge(kb, **{**person, warning: ABSENT}).level


@given(rule_bases, people, st.sampled_from(CONTEXT + CALMING))
def test_context_that_was_not_asked_comes_to_no_more_than_one_of_its_answers(
    rows: Any, person: dict[str, Any], fact: str
) -> None:
    kb = base(rows)
    absent = judge(kb, **{**person, fact: ABSENT})
    assert absent.level <= max(judge(kb, **{**person, fact: answer}).level for answer in (True, False))


@given(rule_bases, people)
@example([("emergency", "(swollen or (faint and temp >= 390))")], {**NO, "swollen": UNSURE, "faint": True})
def test_an_unanswered_gate_that_could_reach_urgent_by_itself_keeps_the_level_there(
    rows: Any, person: dict[str, Any]
) -> None:
    """Whatever else could make the same rule fire."""
    kb = base(rows)
    open_gates = [gate for gate in GATES if person[gate] in (UNSURE, ABSENT)]
    worst = judge(kb, **{**person, **dict.fromkeys(open_gates, True)})
    if worst.certain >= Level.urgent:
        assert judge(kb, **person).level >= Level.urgent


@given(rule_bases, people)
def test_who_was_asked_everything_useful_is_complete(rows: Any, person: dict[str, Any]) -> None:
    kb = base(rows)
    found = judge(kb, **person)
    answers = {**person, **dict.fromkeys(found.ask, False)}
    while more := judge(kb, **answers).ask:
        answers |= dict.fromkeys(more, False)
    assert judge(kb, **answers).complete


@given(rule_bases, people)
def test_nothing_is_asked_twice_and_nothing_that_has_an_answer(rows: Any, person: dict[str, Any]) -> None:
    found = judge(base(rows), **person)
    assert len(set(found.ask)) == len(found.ask)
    assert all(person[fact] is ABSENT for fact in found.ask)


def test_a_person_can_be_judged_without_a_single_answer(kb: Knowledge) -> None:
    found = triage(kb, Answers())
    assert found.level is Level.urgent
    assert found.possible is Level.emergency
    assert not found.complete
    assert found.ask

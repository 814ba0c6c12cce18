"""Comparing two knowledges: who gets another answer, held against everybody there is in a very small one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from uncramp.errors import PersonError
from uncramp.facts import UNSURE, Answers, read_answers
from uncramp.kb import Knowledge
from uncramp.offer import offers
from uncramp.safety.diff import diff
from uncramp.safety.diff.report import Report, Somebody
from uncramp.safety.diff.sides import OTHER_KIND
from uncramp.triage import Level, triage
from unit.small import (
    Definition,
    ImpliedEntry,
    choice,
    contra,
    during,
    flag,
    gate,
    knowledge,
    net,
    number,
    pair,
    prevention,
    remedy,
    rule,
)

FOUR = (gate("swollen"), gate("faint"), flag("numb"), flag("calf", group="site"))
CLOT, FAINT, NUMB = (
    rule("clot", "emergency", "swollen and faint"),
    rule("sign", "urgent", "swollen or faint"),
    rule("numb_calf", "routine", "numb and calf"),
)
STRETCH = remedy("stretch", during("calf"), groups=("comfort",))
HEAT = remedy("heat", during("calf"), prevention())
NO_HEAT = contra("no_heat", "withhold", "heat", "numb")
BEFORE = (CLOT, FAINT, NUMB, STRETCH, HEAT, NO_HEAT)


def without(*gone: object) -> tuple[object, ...]:
    return tuple(entry for entry in BEFORE if entry not in gone)


EDITS = {
    "a rule less": without(NUMB),
    "an emergency that is only urgent": (*without(CLOT), rule("clot", "urgent", "swollen and faint")),
    "a narrower danger sign": (*without(FAINT), rule("sign", "urgent", "swollen")),
    "a wider rule": (*without(NUMB), rule("numb_calf", "routine", "numb")),
    "a rule that nobody needs": (*BEFORE, rule("both", "urgent", "swollen and faint")),
    "the same in other words": (*without(CLOT), rule("clot", "emergency", "faint and swollen")),
    "another contact": (*without(FAINT), rule("sign", "urgent", "swollen or faint", contact="urgent_gp")),
    "a later visit": (*without(NUMB), rule("numb_calf", "routine", "numb and calf", within_days=28)),
    "a calming fact": (*without(NUMB), rule("numb_calf", "routine", "numb and not calf")),
    "nothing withheld": without(NO_HEAT),
    "more withheld": (*without(NO_HEAT), contra("no_heat", "withhold", ("heat", "stretch"), "numb or calf")),
    "asked first": (*without(NO_HEAT), contra("no_heat", "ask", "heat", "numb")),
    "another indication": (*without(HEAT), remedy("heat", during("calf and numb"), prevention("calf"))),
    "comfort no more": (*without(STRETCH), remedy("stretch", during("calf"))),
    "never both": (*BEFORE, pair("one_of_them", "heat", "stretch", "never")),
    "two edits at once": (*without(CLOT, NO_HEAT), rule("numb_foot", "urgent", "numb and not calf")),
    "implied": (*BEFORE, ImpliedEntry(fact="numb", value=True, when="swollen")),
}

CHANGES_NOBODY = ("a rule that nobody needs", "the same in other words", "implied")


def everybody(kb: Knowledge) -> Iterator[Answers]:
    """Each fact answered yes or no, not sure, or not asked."""
    for answers in product((True, False, UNSURE, None), repeat=len(kb.facts)):
        yield read_answers(kb.facts, dict(zip(kb.facts, answers, strict=True)))


def judged(kb: Knowledge, answers: Answers) -> tuple[Level, frozenset[str]]:
    settled = kb.settled(answers)
    level = triage(kb, settled).level
    return level, frozenset(offer.remedy.id for offer in offers(kb, settled, level).offered)


def at_levels(report: Report) -> set[tuple[Level, Level]]:
    return {(one.old, one.new) for one in report.levels}


@pytest.mark.parametrize("edit", EDITS)
def test_everybody_who_moves_is_found_and_nobody_else(edit: str) -> None:
    old, new = knowledge(*BEFORE, facts=FOUR), knowledge(*EDITS[edit], facts=FOUR)
    report = diff(old, new)
    moved, offered, gone = set(), set(), set()
    for answers in everybody(old):
        (before, had), (now, has) = judged(old, answers), judged(new, answers)
        if before is not now:
            moved.add((before, now))
        else:
            offered |= has - had
            gone |= had - has
    assert at_levels(report) == moved
    assert {one.id for one in report.offers if one.what == "offered"} == offered
    assert {one.id for one in report.offers if one.what == "not offered"} == gone
    assert report.lower is any(now < before for before, now in moved)


@pytest.mark.parametrize("edit", EDITS)
def test_whoever_is_shown_gets_these_answers(edit: str) -> None:
    old, new = knowledge(*BEFORE, facts=FOUR), knowledge(*EDITS[edit], facts=FOUR)
    report = diff(old, new)
    shown = [*report.levels, *report.visits, *report.offers, *(one for one in report.rules if one.somebody)]
    for one in shown:
        somebody = one.somebody
        assert isinstance(somebody, Somebody)
        for kb, side in ((old, somebody.old), (new, somebody.new)):
            assert judged(kb, somebody.answers) == (side.level, frozenset(side.offered))
    assert bool(shown) is (edit not in CHANGES_NOBODY)


def test_a_danger_sign_that_not_everybody_is_asked_any_more_is_found() -> None:
    context = tuple(flag(one.id) if one.id == "faint" else one for one in FOUR)
    old, new = knowledge(*BEFORE, facts=FOUR), knowledge(*BEFORE, facts=context)
    report = diff(old, new)
    moves = {(judged(old, answers)[0], judged(new, answers)[0]) for answers in everybody(old)}
    assert at_levels(report) == {(before, now) for before, now in moves if before is not now} != set()
    assert [(fact.id, fact.fields) for fact in report.facts] == [("faint", ("tier",))]


def test_a_knowledge_is_equivalent_to_itself() -> None:
    report = diff(knowledge(*BEFORE), knowledge(*BEFORE))
    assert report.equivalent
    assert report.edits == ()


def test_the_same_in_other_words_is_equivalent_and_the_edit_is_named() -> None:
    report = diff(knowledge(*BEFORE, facts=FOUR), knowledge(*EDITS["the same in other words"], facts=FOUR))
    assert report.equivalent
    assert [(one.edit.id, one.somebody) for one in report.rules] == [("clot", None)]
    assert [(edit.kind, edit.id, edit.fields) for edit in report.edits] == [("rule", "clot", ("when",))]


def test_lower_levels_come_first_and_the_deepest_fall_before_the_others() -> None:
    old = knowledge(rule("a", "emergency", "swollen"), rule("b", "urgent", "faint"), facts=FOUR)
    new = knowledge(rule("a", "emergency", "faint"), rule("b", "urgent", "numb"), facts=FOUR)
    falls = [(one.old - one.new) for one in diff(old, new).levels]
    assert falls[0] == Level.emergency - Level.self_care
    assert [fall > 0 for fall in falls] == sorted((fall > 0 for fall in falls), reverse=True)
    assert falls[-1] < 0


def test_a_threshold_moved_by_one_shows_who_is_exactly_there() -> None:
    old, new = (knowledge(rule("old", "routine", f"age >= {years}")) for years in (65, 66))
    (change,) = diff(old, new).levels
    assert (change.old, change.new) == (Level.routine, Level.self_care)
    assert change.somebody.answers.known["age"] == 65


def test_nobody_tells_fewer_things_than_the_person_shown() -> None:
    old = knowledge(rule("a", "emergency", "faint and (swollen or numb and worse)"), facts=(*FOUR, flag("worse")))
    new = knowledge(facts=(*FOUR, flag("worse")))
    assert diff(old, new).levels[0].somebody.answers == Answers({"swollen": True, "faint": True})


def test_a_more_careful_rule_lowers_nobody() -> None:
    old, new = knowledge(rule("a", "routine", "numb")), knowledge(rule("a", "urgent", "numb"))
    report = diff(old, new)
    assert report.levels
    assert not report.lower
    assert not report.equivalent


def test_of_several_changed_rules_each_has_somebody_of_its_own() -> None:
    old = knowledge(rule("a", "urgent", "numb"), rule("b", "urgent", "worse"))
    report = diff(old, knowledge())
    assert {one.edit.id: (one.edit.how, one.together) for one in report.rules} == {
        "a": ("removed", ()),
        "b": ("removed", ()),
    }
    for one, fact in zip(report.rules, ("numb", "worse"), strict=True):
        assert one.somebody
        assert one.somebody.answers.known[fact] is True


def test_a_rule_that_raises_is_shown_by_somebody_whom_no_other_change_lowers() -> None:
    old = knowledge(rule("a", "emergency", "swollen"), rule("b", "routine", "numb"))
    new = knowledge(rule("b", "urgent", "numb"))
    gone, careful = diff(old, new).rules
    assert (gone.edit.id, gone.together) == ("a", ())
    assert (careful.edit.id, careful.together) == ("b", ())
    assert careful.somebody
    assert careful.somebody.new.level > careful.somebody.old.level


def test_a_rule_split_in_two_changes_nobody() -> None:
    old = knowledge(rule("both", "urgent", "numb or worse"))
    report = diff(old, knowledge(rule("a", "urgent", "numb"), rule("b", "urgent", "worse")))
    assert report.equivalent
    assert [(one.edit.id, one.edit.how, one.somebody) for one in report.rules] == [
        ("a", "added", None),
        ("b", "added", None),
        ("both", "removed", None),
    ]


def test_a_rule_is_changed_by_the_definition_it_uses() -> None:
    old, new = (
        knowledge(Definition(id="bad", when=when), rule("a", "urgent", "bad")) for when in ("numb or worse", "numb")
    )
    (change,) = diff(old, new).rules
    assert (change.edit.id, change.edit.fields) == ("a", ("when",))
    assert change.somebody
    assert change.somebody.answers.known["worse"] is True


def test_another_contact_at_the_same_level_is_shown() -> None:
    old, new = (knowledge(rule("a", "urgent", "numb", contact=whom)) for whom in ("urgent_gp", "maternity"))
    report = diff(old, new)
    assert not report.levels
    assert not report.equivalent
    (change,) = report.visits
    assert (change.level, change.old.whom, change.new.whom) == (Level.urgent, "urgent_gp", "maternity")
    (rule_change,) = report.rules
    assert rule_change.somebody


def test_of_several_visits_the_earliest_is_compared() -> None:
    late = rule("late", "routine", "numb", within_days=14)
    old, new = (knowledge(late, rule("soon", "routine", "numb and worse", within_days=days)) for days in (7, 3))
    (change,) = diff(old, new).visits
    assert (change.old.within_days, change.new.within_days) == (7, 3)
    answers = change.somebody.answers
    assert ({id for id, value in answers.known.items() if value}, answers.unsure) == ({"numb", "worse"}, frozenset())


def test_a_remedy_that_gives_way_to_one_that_is_newly_offered_is_shown() -> None:
    ours = (pair("one_of_them", "heat", "stretch", "never"), HEAT, remedy("stretch", during("calf")))
    old, new = knowledge(*ours, NO_HEAT, facts=FOUR), knowledge(*ours, facts=FOUR)
    found = {(one.id, one.what) for one in diff(old, new).offers}
    assert found == {("heat", "offered"), ("stretch", "not offered")}


def test_a_side_ignores_a_fact_that_it_does_not_have() -> None:
    more = (*FOUR, flag("purple"))
    old, new = knowledge(facts=FOUR), knowledge(rule("a", "urgent", "purple"), facts=more)
    report = diff(old, new)
    assert [(fact.id, fact.how) for fact in report.facts] == [("purple", "added")]
    yes, not_sure = sorted(report.levels, key=lambda one: -one.new)
    assert (yes.old, yes.new, yes.somebody.answers.known["purple"]) == (Level.self_care, Level.urgent, True)
    assert (not_sure.new, not_sure.somebody.answers.unsure) == (Level.routine, {"purple"})


def test_a_side_takes_an_answer_that_it_does_not_allow_for_none() -> None:
    old_facts, new_facts = (
        (number("age", 0, most, group="who"), choice("kind", *kinds))
        for most, kinds in ((99, ("cramp", "twitch")), (120, ("spasm", "cramp", "twitch")))
    )
    always = rule("twitching", "routine", "kind == 'twitch'")
    old = knowledge(always, rule("a", "urgent", "age >= 90"), facts=old_facts)
    new = knowledge(always, rule("a", "urgent", "age >= 100"), rule("b", "urgent", "kind == 'spasm'"), facts=new_facts)
    report = diff(old, new)
    assert at_levels(report) == {
        (Level.urgent, Level.self_care), (Level.urgent, Level.routine),
        (Level.self_care, Level.urgent), (Level.routine, Level.urgent),
    }  # fmt: skip
    assert 90 <= report.levels[0].somebody.answers.known["age"] <= 99
    raised = {one.old: one.somebody.answers.known for one in report.levels if not one.lower}
    assert raised[Level.routine]["age"] >= 100
    assert raised[Level.self_care].get("age", 0) >= 100 or raised[Level.self_care]["kind"] == "spasm"


def test_a_fact_that_became_another_kind_is_answered_twice() -> None:
    old = knowledge(rule("a", "urgent", "old"), facts=(flag("old"),))
    new = knowledge(rule("a", "urgent", "old >= 80"), facts=(number("old", 0, 120),))
    report = diff(old, new)
    assert [one.id for one in report.facts] == ["old"]
    of_levels = {(one.old, one.new): one.somebody.answers.known for one in report.levels}
    assert of_levels[Level.urgent, Level.self_care] == {"old" + OTHER_KIND: True}
    assert list(of_levels[Level.self_care, Level.urgent]) == ["old"]


def test_who_contradicts_themselves_on_one_side_alone_is_shown() -> None:
    facts = (number("age_years", 0, 120, group="who"), flag("under_16", group="who"))
    old = knowledge(facts=facts)
    new = knowledge(ImpliedEntry(fact="under_16", value=True, when="age_years < 16"), facts=facts)
    (refused,) = diff(old, new).refused
    assert refused.by == "new"
    assert old.settled(refused.answers)
    with pytest.raises(PersonError):
        new.settled(refused.answers)


def test_a_question_to_ask_first_that_is_gone_is_shown_before_what_is_more_careful() -> None:
    old = knowledge(HEAT, STRETCH, contra("a", "ask", "heat", "numb"))
    new = knowledge(HEAT, STRETCH, contra("b", "modify", "stretch", "worse"))
    found = [(one.id, one.what) for one in diff(old, new).offers]
    assert found == [("heat", "not ask first"), ("stretch", "with a note")]


def test_a_sentence_that_is_said_to_somebody_else_is_shown() -> None:
    nets = (net("always", "emergency", "urgent", "routine", "self_care", review_days=7),)
    old, new = (knowledge(*nets, net("look", "self_care", when=when)) for when in ("numb", "numb and worse"))
    (change,) = diff(old, new).offers
    assert (change.kind, change.id, change.what) == ("safety_net", "look", "not said")
    assert change.somebody.answers.known["numb"] is True


def test_what_z3_cannot_tell_is_never_taken_for_equivalent() -> None:
    old, new = knowledge(*BEFORE, facts=FOUR), knowledge(*EDITS["a narrower danger sign"], facts=FOUR)
    report = diff(old, new, effort=1)
    assert report.undecided
    assert report.lower
    assert not report.equivalent

"""What is offered and what is held back: the table of actions, pairs, order, and what could still be freed."""

from __future__ import annotations

from typing import Any

import pytest

from uncramp.facts import UNSURE, read_answers
from uncramp.kb import Knowledge, Texts
from uncramp.offer import Offers, Weighing, offers
from uncramp.triage import Level
from unit.small import after, contra, during, knowledge, pair, prevention, remedy

ABSENT = object()


def offered(kb: Knowledge, *, level: Level = Level.self_care, preference: Any = (), **answers: Any) -> Offers:
    given = {fact: answer for fact, answer in answers.items() if answer is not ABSENT}
    return offers(kb, read_answers(kb.facts, given), level, preference)


def ids(found: Offers) -> list[str]:
    return [offer.remedy.id for offer in found.offered]


def reasons(rows: Any) -> list[tuple[str, bool]]:
    return [(reason.entry.id, reason.certain) for reason in rows]


# ---- by level

LEVELS = knowledge(
    remedy("loosen", groups=("comfort",)),
    remedy("stretch"),
    contra("loosen_numb", "withhold", "loosen", "numb"),
)


@pytest.mark.parametrize(
    ("level", "remedies"),
    [
        (Level.emergency, []),
        (Level.urgent, ["loosen"]),
        (Level.routine, ["loosen", "stretch"]),
        (Level.self_care, ["loosen", "stretch"]),
    ],
)
def test_each_level_has_its_offers(level: Level, remedies: list[str]) -> None:
    assert ids(offered(LEVELS, level=level, numb=False)) == remedies


def test_in_an_emergency_nothing_is_said_about_remedies_at_all() -> None:
    assert offered(LEVELS, level=Level.emergency) == Offers((), (), ())


def test_even_comfort_is_withheld_from_whom_it_could_harm() -> None:
    found = offered(LEVELS, level=Level.urgent, numb=True)
    assert ids(found) == []
    assert [one.remedy.id for one in found.withheld] == ["loosen"]


def test_at_urgent_comfort_is_offered_wherever_it_stands_in_the_plan() -> None:
    kb = knowledge(remedy("stretch", during(order=10)), remedy("loosen", during(order=20), groups=("comfort",)))
    assert ids(offered(kb, level=Level.urgent)) == ["loosen"]


def test_what_is_no_comfort_is_not_even_withheld_at_urgent() -> None:
    kb = knowledge(remedy("stretch"), contra("no", "withhold", "stretch"))
    assert offered(kb, level=Level.urgent) == Offers((), (), ())


# ---- indications


@pytest.mark.parametrize(("calf", "is_offered"), [(True, True), (False, False), (ABSENT, False), (UNSURE, False)])
def test_an_indication_must_surely_hold(calf: object, is_offered: bool) -> None:
    kb = knowledge(remedy("stretch", during("calf")))
    assert ids(offered(kb, calf=calf)) == (["stretch"] if is_offered else [])


def test_a_remedy_that_is_not_indicated_is_neither_offered_nor_withheld() -> None:
    kb = knowledge(remedy("stretch", during("calf")), contra("no", "withhold", "stretch", "numb"))
    assert offered(kb, numb=True) == Offers((), (), ())


def test_of_several_indications_in_a_phase_the_first_to_try_counts() -> None:
    kb = knowledge(
        remedy("stretch", during("calf", order=30), during("numb", order=10), during("often", order=20)),
    )
    [found] = offered(kb, calf=True, often=True).offered
    assert found.indication.order == 20


@pytest.mark.parametrize(("orders", "first"), [((10, 20), 0), ((20, 10), 1), ((10, 10), 0)])
def test_wherever_it_is_written_the_first_to_try_counts_and_of_two_alike_the_one_written_first(
    orders: tuple[int, int], first: int
) -> None:
    stretch = remedy("stretch", during("calf", order=orders[0]), during("often", order=orders[1]))
    [found] = offered(knowledge(stretch), calf=True, often=True).offered
    assert found.indication == stretch.indication[first]


def test_a_remedy_stands_once_in_each_phase_that_indicates_it() -> None:
    kb = knowledge(remedy("stretch", during(), prevention(), during(order=99)))
    assert [(offer.remedy.id, offer.phase) for offer in offered(kb).offered] == [
        ("stretch", "during"),
        ("stretch", "prevention"),
    ]


# ---- contraindications

ACTIONS = knowledge(
    remedy("stretch"),
    contra("w", "withhold", "stretch", "numb"),
    contra("a", "ask", "stretch", "worse"),
    contra("m", "modify", "stretch", "often"),
)


@pytest.mark.parametrize(
    ("numb", "worse", "often", "withheld", "ask_first", "modify"),
    [
        (False, False, False, None, [], []),
        (False, False, True, None, [], [("m", True)]),
        (False, True, False, None, [("a", True)], []),
        (False, True, True, None, [("a", True)], [("m", True)]),
        (True, True, True, [("w", True)], [], []),
        (True, False, False, [("w", True)], [], []),
        # an unknown answer counts as present, each with its own action
        (False, False, ABSENT, None, [], [("m", False)]),
        (False, ABSENT, False, None, [("a", False)], []),
        (ABSENT, False, False, [("w", False)], [], []),
        (ABSENT, ABSENT, ABSENT, [("w", False)], [], []),
        (UNSURE, False, False, [("w", False)], [], []),
        (False, UNSURE, UNSURE, None, [("a", False)], [("m", False)]),
    ],
)
def test_withhold_beats_ask_beats_modify(
    numb: Any, worse: Any, often: Any, withheld: Any, ask_first: Any, modify: Any
) -> None:
    found = offered(ACTIONS, numb=numb, worse=worse, often=often)
    if withheld is None:
        [offer] = found.offered
        assert (reasons(offer.ask_first), reasons(offer.modify)) == (ask_first, modify)
        assert found.withheld == ()
    else:
        [one] = found.withheld
        assert reasons(one.because) == withheld
        assert one.certain is any(certain for _, certain in withheld)
        assert found.offered == ()


def test_a_contraindication_without_a_condition_always_holds() -> None:
    kb = knowledge(remedy("salt"), contra("never", "withhold", "salt"))
    [one] = offered(kb).withheld
    assert reasons(one.because) == [("never", True)]


def test_each_reason_says_which_answers_it_rests_on() -> None:
    kb = knowledge(remedy("stretch"), contra("w", "withhold", "stretch", "numb and worse"))
    [known] = offered(kb, numb=True, worse=True).withheld
    [unknown] = offered(kb, numb=True).withheld
    assert known.because[0].facts == {"numb": True, "worse": True}
    assert unknown.because[0].facts == {"worse": None}


def test_a_reason_is_said_in_the_words_of_its_entry_or_of_the_language() -> None:
    kb = knowledge(
        remedy("heat", during(order=10)),
        remedy("rub", during(order=20)),
        pair("both", "heat", "rub", "apart"),
        contra("both", "modify", "rub", "often"),
    )
    spanish = {"contraindication.both.says": "Cuidado.", "pair.both.says": "Los dos no."}
    _, rub = offered(kb, often=True).offered
    assert [reason.said(Texts({}, {}, {})) for reason in rub.modify] == ["Careful: both.", "Not both: both."]
    assert [reason.said(Texts(spanish, {}, {})) for reason in rub.modify] == ["Cuidado.", "Los dos no."]


def test_every_reason_to_withhold_is_named_not_only_the_first() -> None:
    kb = knowledge(
        remedy("stretch"),
        contra("one", "withhold", "stretch", "numb"),
        contra("two", "withhold", "stretch", "worse"),
    )
    [one] = offered(kb, numb=True).withheld
    assert reasons(one.because) == [("one", True), ("two", False)]
    assert one.certain


def test_a_food_is_weighed_like_a_remedy() -> None:
    from unit.small import Food

    food = Food(id="banana", title="Banana", groups=("potassium",), evidence="part", review_due="2040-01-01")
    kb = knowledge(food, contra("kidneys", "withhold", "potassium", "kidneys"))
    unknown = Weighing(kb, read_answers(kb.facts, {})).suits("banana")
    well = Weighing(kb, read_answers(kb.facts, {"kidneys": False})).suits("banana")
    assert reasons(unknown.withhold) == [("kidneys", False)]
    assert well.withhold == ()


# ---- what could still be freed


@pytest.mark.parametrize(
    ("answers", "ask"),
    [
        ({}, ["numb"]),
        ({"numb": UNSURE}, []),
        ({"numb": True}, []),
        ({"numb": False}, []),
    ],
)
def test_what_only_an_unknown_answer_withholds_is_asked_for(answers: dict[str, Any], ask: list[str]) -> None:
    kb = knowledge(remedy("stretch"), contra("w", "withhold", "stretch", "numb"))
    assert list(offered(kb, **answers).ask) == ask


def test_a_remedy_that_is_surely_withheld_asks_nothing() -> None:
    kb = knowledge(
        remedy("stretch"),
        contra("one", "withhold", "stretch", "numb"),
        contra("two", "withhold", "stretch", "worse"),
    )
    assert offered(kb, numb=True).ask == ()


def test_what_frees_most_for_one_answer_is_asked_first() -> None:
    kb = knowledge(
        remedy("ice"),
        remedy("heat"),
        contra("ice_1", "withhold", "ice", "worse"),
        contra("ice_2", "withhold", "ice", "often"),
        contra("heat_1", "withhold", "heat", "numb"),
    )
    assert offered(kb).ask == ("numb", "often", "worse")


def test_asking_and_modifying_need_no_further_question() -> None:
    assert offered(ACTIONS, numb=False).ask == ()


# ---- pairs


def pairs(action: str) -> Knowledge:
    return knowledge(
        remedy("heat", during(order=10), groups=("warm",)),
        remedy("rub", during(order=20)),
        remedy("rest", during(order=30)),
        pair("burn", "warm", "rub", action),
        contra("heat_numb", "withhold", "heat", "numb"),
    )


def test_of_a_pair_that_must_never_be_the_later_one_is_left_out() -> None:
    found = offered(pairs("never"), numb=False)
    assert ids(found) == ["heat", "rest"]
    [one] = found.withheld
    assert (one.remedy.id, reasons(one.because)) == ("rub", [("burn", True)])


def test_a_pair_rests_on_no_answer() -> None:
    [one] = offered(pairs("never"), numb=False).withheld
    assert one.because[0].facts == {}


def test_everything_that_a_pair_leaves_out_is_named_once() -> None:
    kb = knowledge(
        remedy("heat", during(order=10)),
        remedy("rub", during(order=20), prevention()),
        remedy("ice", during(order=30), prevention()),
        pair("burn", "heat", "rub", "never"),
        pair("shock", "heat", "ice", "never"),
    )
    found = offered(kb)
    assert ids(found) == ["heat"]
    assert [(one.remedy.id, reasons(one.because)) for one in found.withheld] == [
        ("rub", [("burn", True)]),
        ("ice", [("shock", True)]),
    ]


def test_of_a_pair_to_be_kept_apart_the_later_one_says_so() -> None:
    found = offered(pairs("apart"), numb=False)
    assert [(offer.remedy.id, reasons(offer.modify)) for offer in found.offered] == [
        ("heat", []),
        ("rub", [("burn", True)]),
        ("rest", []),
    ]


def test_what_is_withheld_forbids_nothing_to_others() -> None:
    assert ids(offered(pairs("never"), numb=True)) == ["rub", "rest"]


def test_a_preference_decides_which_of_a_pair_stays() -> None:
    assert ids(offered(pairs("never"), numb=False, preference=["rub"])) == ["rub", "rest"]


def test_a_pair_holds_across_phases() -> None:
    kb = knowledge(remedy("heat", during()), remedy("rub", after(), prevention()), pair("burn", "rub", "heat", "never"))
    found = offered(kb)
    assert ids(found) == ["heat"]
    assert [one.remedy.id for one in found.withheld] == ["rub"]


def test_a_remedy_left_out_in_one_phase_does_not_come_back_in_a_later_one() -> None:
    """Nothing is both offered and withheld."""
    kb = knowledge(
        remedy("heat", after(order=10)),
        remedy("rub", during("calf", order=1), after(order=20), prevention()),
        pair("burn", "rub", "heat", "never"),
    )
    for calf in (True, False):
        found = offered(kb, calf=calf)
        assert not {*ids(found)} & {one.remedy.id for one in found.withheld}
        assert {"heat", "rub"} > set(ids(found))


# ---- order

ORDER = knowledge(
    remedy("walk", prevention(order=5)),
    remedy("b_second", during(order=20)),
    remedy("a_second", during(order=20)),
    remedy("first", during(order=10)),
    remedy("ice", after(order=1)),
)


def test_the_plan_goes_by_phase_then_order_then_name() -> None:
    assert ids(offered(ORDER)) == ["first", "a_second", "b_second", "ice", "walk"]


@pytest.mark.parametrize(
    ("preference", "order"),
    [
        (["b_second"], ["b_second", "first", "a_second", "ice", "walk"]),
        (["b_second", "a_second"], ["b_second", "a_second", "first", "ice", "walk"]),
        (["walk"], ["first", "a_second", "b_second", "ice", "walk"]),
        (["nobody"], ["first", "a_second", "b_second", "ice", "walk"]),
    ],
)
def test_what_worked_before_goes_first_within_its_phase(preference: list[str], order: list[str]) -> None:
    assert ids(offered(ORDER, preference=preference)) == order


def test_a_preference_never_frees_what_is_withheld() -> None:
    assert ids(offered(ACTIONS, numb=True, preference=["stretch"])) == []

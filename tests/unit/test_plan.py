"""The plan: dated steps, whom to see and by when, what to watch for, when to look again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from uncramp.facts import UNSURE, Answers, read_answers
from uncramp.kb import Knowledge
from uncramp.plan import Plan, plan, review_days, safety_net
from uncramp.triage import Level, triage
from unit.small import after, contra, during, knowledge, net, prevention, remedy, routine, rule

TODAY = date(2026, 2, 27)
WELL = {"swollen": False, "faint": False, "blue": False, "numb": False, "worse": False, "often": False}


def planned(kb: Knowledge, *, preference: Any = (), **answers: Any) -> Plan:
    person = read_answers(kb.facts, {**WELL, **answers})
    return plan(kb, person, triage(kb, person), today=TODAY, preference=preference)


def dates(steps: Any) -> list[tuple[str, date, date | None]]:
    return [(step.offer.remedy.id, step.start, step.end) for step in steps]


# ---- steps

THREE = (
    remedy("stretch", during(), prevention(), routine=routine(weeks=6)),
    remedy("ice", after()),
    remedy("walk", prevention(order=20), routine=routine()),
    remedy("shoes", prevention(order=30)),
)


def test_each_part_of_the_plan_has_its_dates() -> None:
    found = planned(knowledge(*THREE))
    assert dates(found.now) == [("stretch", TODAY, TODAY)]
    assert dates(found.next_days) == [("ice", TODAY, date(2026, 3, 2))]
    assert dates(found.prevention) == [
        ("stretch", date(2026, 2, 28), date(2026, 4, 11)),
        ("walk", date(2026, 2, 28), None),
        ("shoes", date(2026, 2, 28), None),
    ]
    assert found.steps == (*found.now, *found.next_days, *found.prevention)


def test_what_begins_first_stands_first_and_what_begins_together_keeps_its_order() -> None:
    found = planned(
        knowledge(
            remedy("train", prevention(order=10), routine=routine(weeks=6, rest_first=True)),
            remedy("walk", prevention(order=20), routine=routine()),
            remedy("shoes", prevention(order=30)),
        )
    )
    assert [(step.offer.remedy.id, step.start) for step in found.prevention] == [
        ("walk", date(2026, 2, 28)),
        ("shoes", date(2026, 2, 28)),
        ("train", date(2026, 3, 2)),
    ]


def test_what_asks_for_rest_first_begins_on_the_day_on_which_easing_off_ends() -> None:
    found = planned(knowledge(THREE[1], remedy("train", prevention(), routine=routine(weeks=6, rest_first=True))))
    assert found.next_days[0].end == found.prevention[0].start == date(2026, 3, 2)


def test_a_preference_comes_first_in_its_part() -> None:
    found = planned(knowledge(*THREE), preference=["shoes"])
    assert [step.offer.remedy.id for step in found.prevention] == ["shoes", "stretch", "walk"]


def test_the_plan_says_what_is_held_back_what_to_ask_for_it_and_what_to_watch_for() -> None:
    found = planned(knowledge(remedy("stretch"), contra("kidneys", "withhold", "stretch", "kidneys")))
    assert [one.remedy.id for one in found.withheld] == ["stretch"]
    assert found.ask == ("kidneys",)
    assert [one.id for one in found.safety_net] == ["always", "week"]


@pytest.mark.parametrize(
    ("answers", "steps"), [({"blue": True}, ["loosen"]), ({"faint": True}, []), ({"often": True}, ["loosen", "rest"])]
)
def test_the_plan_holds_what_its_level_allows(answers: dict[str, Any], steps: list[str]) -> None:
    kb = knowledge(
        rule("e", "emergency", "faint"),
        rule("u", "urgent", "blue"),
        rule("r", "routine", "often"),
        remedy("loosen", groups=("comfort",)),
        remedy("rest"),
    )
    assert [step.offer.remedy.id for step in planned(kb, **answers).steps] == steps


# ---- whom to see

VISITS = knowledge(
    rule("by_car", "emergency", "faint", route="ed_now"),
    rule("by_ambulance", "emergency", "swollen"),
    rule("line", "urgent", "blue"),
    rule("poison", "urgent", "worse", contact="poison_centre"),
    rule("in_a_month", "routine", "often", within_days=28, contact="physio"),
    rule("in_3_days", "routine", "numb", within_days=3),
)


@pytest.mark.parametrize(
    ("answers", "level", "rule_id", "days"),
    [
        ({"faint": True}, "emergency", "by_car", 0),
        ({"swollen": True}, "emergency", "by_ambulance", 0),
        # an ambulance beats driving there; an emergency beats everything
        ({"faint": True, "swollen": True, "blue": True, "often": True}, "emergency", "by_ambulance", 0),
        ({"blue": True, "often": True}, "urgent", "line", 0),
        # who knows most about it first
        ({"blue": True, "worse": True}, "urgent", "poison", 0),
        # the soonest visit
        ({"often": True}, "routine", "in_a_month", 28),
        ({"often": True, "numb": True}, "routine", "in_3_days", 3),
        ({}, "self_care", None, None),
        # nothing surely holds: no rule to name
        ({"blue": UNSURE}, "urgent", None, 0),
        ({"often": UNSURE}, "routine", None, 28),
        ({"often": UNSURE, "numb": UNSURE}, "routine", None, 3),
        # a doubt about an urgent rule, which has no number of days of its own: the latest visit there is
        ({"worse": UNSURE}, "routine", None, 28),
    ],
)
def test_whom_to_see_and_how_soon(answers: dict[str, Any], level: str, rule_id: str | None, days: int | None) -> None:
    found = planned(VISITS, **answers).visit
    assert (found.level.name, found.rule and found.rule.id, found.within_days) == (level, rule_id, days)
    assert found.by == (None if days is None else date.fromordinal(TODAY.toordinal() + days))


CONTACTS = ["poison_centre", "maternity", "dialysis_unit", "eye_clinic", "own_team", "urgent_gp", "urgent_line"]


@pytest.mark.parametrize("nth", range(len(CONTACTS) - 1))
def test_the_contact_who_knows_most_goes_first(nth: int) -> None:
    kb = knowledge(
        rule("later", "urgent", "blue", contact=CONTACTS[nth + 1]),
        rule("first", "urgent", "faint", contact=CONTACTS[nth]),
    )
    visit = planned(kb, blue=True, faint=True).visit
    assert visit.rule is not None
    assert visit.rule.contact == CONTACTS[nth]


def test_a_visit_that_only_an_unanswered_danger_sign_asks_for_has_its_day() -> None:
    found = planned(knowledge(rule("watch", "routine", "blue")), blue=UNSURE)
    assert found.visit.level is Level.routine
    assert found.visit.rule is None
    assert found.visit.within_days is not None


def test_every_contact_of_the_real_rules_is_one_that_has_words(kb: Knowledge) -> None:
    texts = kb.texts()
    for entry in kb.pack.rule:
        key = entry.route if entry.level == "emergency" else entry.contact
        assert texts.has(f"action.{entry.level}.{key}"), entry.id
        assert entry.level != "urgent" or entry.contact in CONTACTS, entry.id


# ---- what to watch for, and when to look again

NETS = knowledge(
    net("always", "emergency", "urgent", "routine", "self_care"),
    net("week", "self_care", review_days=7),
    net("calf", "self_care", "routine", when="calf", says="Watch the calf."),
    net("effort", "self_care", when="often", review_days=2),
    net("twitch", "self_care", when="kind == 'twitch'", review_days=14),
)


@pytest.mark.parametrize(
    ("level", "answers", "nets", "days"),
    [
        ("self_care", {}, ["always", "week"], 7),
        ("self_care", {"calf": True}, ["always", "week", "calf"], 7),
        ("self_care", {"calf": UNSURE}, ["always", "week"], 7),
        # of two days to look again only the sooner is said
        ("self_care", {"often": True}, ["always", "effort"], 2),
        ("self_care", {"often": True, "kind": "twitch"}, ["always", "effort"], 2),
        ("self_care", {"kind": "twitch"}, ["always", "week"], 7),
        ("routine", {"calf": True, "often": True}, ["always", "calf"], None),
        ("urgent", {"calf": True}, ["always"], None),
        ("emergency", {"calf": True}, ["always"], None),
    ],
)
def test_the_safety_net_and_the_day_to_look_again(
    level: str, answers: dict[str, Any], nets: list[str], days: int | None
) -> None:
    person = read_answers(NETS.facts, answers)
    assert [one.id for one in safety_net(NETS, person, Level[level])] == nets
    assert review_days(NETS, person, Level[level]) == days


def test_the_review_is_a_date() -> None:
    assert planned(NETS).review_on == date(2026, 3, 6)


@pytest.mark.parametrize("level", Level)
def test_the_real_safety_net_is_never_empty(kb: Knowledge, level: Level) -> None:
    assert safety_net(kb, Answers(), level)


def test_the_real_self_care_always_has_a_day_to_look_again(kb: Knowledge) -> None:
    assert review_days(kb, Answers(), Level.self_care) == 7

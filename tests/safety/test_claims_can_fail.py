"""Each safety claim fails of a knowledge, or of a program, that breaks it, and shows who would be harmed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
import z3

from uncramp.errors import PersonError
from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.kb.entries import FactEntry
from uncramp.kb.pack import Pack
from uncramp.logic import And, Compare, Expr, Flag, FlagType, Not, Or, from_json, to_json
from uncramp.offer import offers
from uncramp.safety import person
from uncramp.safety.claims import checks
from uncramp.safety.deciding import Deciding
from uncramp.safety.run import CLAIMS, Breaker, Outcome, Trial
from uncramp.triage import Level, triage

put = msgspec.structs.replace


def without(kind: str, *ids: str) -> Callable[[Pack], Pack]:
    def edit(pack: Pack) -> Pack:
        rows = getattr(pack, kind)
        assert set(ids) <= {row.id for row in rows}
        return pack.replace(**{kind: tuple(row for row in rows if row.id not in ids)})

    return edit


def with_fields(kind: str, id: str, **fields: Any) -> Callable[[Pack], Pack]:
    def edit(pack: Pack) -> Pack:
        rows = getattr(pack, kind)
        assert any(row.id == id for row in rows)
        return pack.replace(**{kind: tuple(put(row, **fields) if row.id == id else row for row in rows)})

    return edit


def when(name: str, change: Callable[[Expr], Expr]) -> Callable[[Pack], Pack]:
    def edit(pack: Pack) -> Pack:
        changed = change(from_json(pack.condition(name)))
        return pack.replace(conditions={**pack.conditions, name: to_json(changed)})

    return edit


def calmed_by(fact: str) -> Callable[[Expr], Expr]:
    return lambda expr: And((expr, Not(Flag(fact))))


def turned_round(expr: Expr) -> Expr:
    """`x < n` for `x > n` and `x >= n`, wherever a number is asked for."""
    match expr:
        case Compare(fact, ">" | ">=", value):
            return Compare(fact, "<", value)
        case Not(arg):
            return Not(turned_round(arg))
        case And(args) | Or(args):
            return type(expr)(tuple(map(turned_round, args)))
        case _:
            return expr


def salt_tablets_indicated(pack: Pack) -> Pack:
    stretch = next(remedy for remedy in pack.remedy if remedy.id == "calf_stretch_seated")
    edited = with_fields("remedy", "salt_tablets", indication=stretch.indication[:1], groups=())(pack)
    return edited.replace(
        conditions={**pack.conditions, "remedy:salt_tablets:0": pack.condition("remedy:calf_stretch_seated:0")},
        contraindication=tuple(row for row in pack.contraindication if "salt_tablets" not in row.remedies),
    )


def told_twice(pack: Pack) -> Pack:
    rule = pack.rule[0]
    twin = put(rule, id="twin")
    return pack.replace(
        rule=(*pack.rule, twin), conditions={**pack.conditions, "rule:twin": pack.condition(f"rule:{rule.id}")}
    )


def idle_fact(pack: Pack) -> Pack:
    idle = FactEntry(id="likes_tea", type="flag", tier="context", group="who", ask="Do you like tea?")
    return pack.replace(fact=(*pack.fact, idle))


def always(expr: Expr) -> Expr:
    return Or((expr, Flag("night_or_rest"), Not(Flag("night_or_rest"))))


FLOOR = ("danger_sign_whole_body", "danger_sign_of_a_part", "danger_event")
KNOWLEDGE: dict[str, Callable[[Pack], Pack]] = {
    "P04": when("rule:chest_pain_now", calmed_by("numbness")),
    "P05": without("rule", *FLOOR),
    "P06": without("rule", *FLOOR),
    "P09": when("contraindication:rub_possible_clot", lambda _: Not(Flag("cond_kidney_stones"))),
    "P11": salt_tablets_indicated,
    "P12": without("contraindication", "drink_low_sodium"),
    "P13": with_fields("rule", "twitch_two_weeks", says="Stop taking your tablets."),
    "P14": without("contraindication", "paracetamol_under_16"),
    "P17": lambda pack: pack.replace(safety_net=()),
    "P18": with_fields("rule", "twitch_two_weeks", within_days=5),
    "P19": with_fields("remedy", "paracetamol", summary="Swallow 500 mg."),
    "P20": without("rule", "baby_under_one"),
    "P21": without("contraindication", "nsaid_gel_pregnancy_child"),
    "P22": without("rule", "chest_pain_or_chest_cramp"),
    "P23": without("rule", *FLOOR, "clot_signs_limb"),
    "P24": told_twice,
    "P25": when("rule:twitch_two_weeks", always),
    "P26": without("rule", *FLOOR),
    "P29": with_fields("remedy", "slow_breathing", groups=("comfort",)),
    "P30": when("rule:cramp_will_not_let_go", turned_round),
    "P31": with_fields("rule", "twitch_two_weeks", sources=(), evidence="part"),
    "P32": with_fields("phone", "uk", emergency="the number you know"),
    "L01": when("rule:twitch_two_weeks", lambda expr: And((expr, Or((expr, Flag("night_or_rest")))))),
    "L02": when("rule:twitch_two_weeks", always),
    "L03": idle_fact,
}
"""Per claim, an edit of the knowledge that it must refuse."""


@pytest.mark.parametrize("id", sorted(KNOWLEDGE))
def test_a_claim_refuses_knowledge_that_breaks_it(kb: Knowledge, id: str) -> None:
    edited = Knowledge(KNOWLEDGE[id](kb.pack))
    outcome = Trial(edited).outcome(CLAIMS[id], first=True)
    assert outcome.verdict == "fails"
    assert outcome.broken_by
    for breaker in outcome.broken_by:
        if isinstance(breaker, Breaker):
            replayed = triage(edited, edited.settled(breaker.answers))
            assert replayed == breaker.found


def test_a_broken_claim_shows_the_simplest_person(kb: Knowledge) -> None:
    """A baby of no age group but its age: nothing else has to be answered."""
    edited = Knowledge(without("rule", "baby_under_one")(kb.pack))
    breaker = Trial(edited).outcome(CLAIMS["P20"], first=True).broken_by[0]
    assert isinstance(breaker, Breaker)
    there = {fact for fact, answer in breaker.answers.known.items() if answer is not False}
    assert there <= {"age_years", "under_1", "age_months"}
    assert breaker.found.level < Level.urgent


def nothing_nested(self: Deciding, level: Level) -> z3.BoolRef:
    return self.fires(Level.emergency) if level is Level.routine else z3.BoolVal(True)


def whatever_the_level(self: Deciding) -> Any:
    return {place: z3.Or(*(holds for _, holds in rows)) for place, rows in self.indicated.items()}


def unknown_is_no(facts: Any) -> Any:
    from uncramp.logic.prove import holds

    return lambda atom: (z3.And(facts[atom.fact].known, holds(atom, facts[atom.fact])),) * 2


def deaf(kb: Knowledge, session: Any, event: str, *, at: float) -> Any:
    from uncramp.session import advance

    return advance(kb, session, "time" if event == "new_sign" else event, at=at)


def open_is_no(kb: Knowledge, answers: Answers) -> Any:
    """As if passing a danger line over, or not being sure of it, answered it with no."""
    asked = [id for id, fact in kb.facts.items() if fact.tier == "gate" and isinstance(fact.type, FlagType)]
    return triage(kb, Answers(dict.fromkeys(asked, False) | dict(answers.known)))


def outcome_with(monkeypatch: pytest.MonkeyPatch, kb: Knowledge, id: str, *changes: tuple[Any, str, Any]) -> Outcome:
    for owner, name, value in changes:
        monkeypatch.setattr(owner, name, value)
    monkeypatch.setattr("uncramp.safety.run.replay", lambda what, *_: what)
    return Trial(kb).outcome(CLAIMS[id], first=True)


PROGRAM: dict[str, tuple[Any, str, Any]] = {
    "P01": (Deciding, "at_least", nothing_nested),
    "P02": (Deciding, "suits", property(whatever_the_level)),
    "P03": (Deciding, "at_least", lambda self, _: self.fires(Level.emergency)),
    "P07": (person, "questions", unknown_is_no),
    "P08": (Deciding, "may_apply", lambda self, one: self.person.surely(self.kb.when("contraindication", one.id))),
    "P10": (Deciding, "plan", property(lambda self: self.suits)),
    "P15": (checks, "decide", lambda _, answers, __: {"level": [*answers.known][:1], "offer": []}),
    "P16": (checks, "advance", deaf),
    "P16 lines": (checks, "triage", open_is_no),
    "P27": (checks, "read_answers", lambda *_: Answers()),
    "P28": (checks, "decide", lambda kb, *_: {"level": len(kb.pack.medicine)}),
}
"""Claims that no knowledge can break, because the program keeps them: a slip in the program that they must refuse."""


@pytest.mark.parametrize("id", sorted(PROGRAM))
def test_a_claim_refuses_a_program_that_breaks_it(kb: Knowledge, monkeypatch: pytest.MonkeyPatch, id: str) -> None:
    assert outcome_with(monkeypatch, kb, id[:3], PROGRAM[id]).verdict == "fails"


def test_every_claim_is_tried_against_something_that_breaks_it() -> None:
    assert KNOWLEDGE.keys() | {id[:3] for id in PROGRAM} == CLAIMS.keys()


def test_a_plan_of_the_model_is_a_plan_of_the_program(kb: Knowledge) -> None:
    """Somebody found by Z3 to be offered a remedy is offered it."""
    d = Trial(kb).world.anybody
    solver = z3.SimpleSolver()
    solver.add(*d.person.domain, *d.plan_domain, d.in_plan("heat_pack"))
    assert solver.check() == z3.sat
    try:
        answers = kb.settled(d.person.answers(solver.model()))
    except PersonError as error:  # the model knows who is refused
        pytest.fail(str(error))
    level = triage(kb, answers).level
    assert "heat_pack" in {offer.remedy.id for offer in offers(kb, answers, level).offered}

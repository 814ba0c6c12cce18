"""What is asked next: whose turn it is, what stands together, when it is over, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from knowledge.people import person
from uncramp.decide import answers_json
from uncramp.facts import Answers
from uncramp.interview import (
    AT_ONCE,
    BRIEF,
    MANY,
    OPENING,
    WHOLE,
    More,
    Progress,
    Question,
    answered,
    back,
    behind,
    next_question,
    wanted,
)
from uncramp.kb import Knowledge
from uncramp.logic import Fact as Value
from uncramp.triage import Level, triage

TODAY = date(2026, 2, 27)
WHO: dict[str, Value] = {"age_years": 40, "sex_at_birth": "male"}
EYELID = {"site_eyelid": True, "kind": "painless_twitch", "poor_sleep": True, "desk_work": True}

Reply = Callable[[Question], dict[str, Value]]


def ask(kb: Knowledge, progress: Progress) -> Question | More | None:
    return next_question(kb, progress, today=TODAY)


def well(question: Question) -> dict[str, Value]:
    """Somebody with a cramp in the calf and nothing else: no to everything that can be answered with no."""
    ordinary = {"kind": "painful_cramp", "pregnancy_status": "no", **WHO}
    return {fact: ordinary.get(fact, fact == "site_calf") for fact in question.facts}


def led(kb: Knowledge, progress: Progress, reply: Reply = well, *, more: bool = False) -> list[Any]:
    """Everything that is asked of somebody who answers so; what cannot be answered with yes or no is not known."""
    seen: list[Any] = []
    while question := ask(kb, progress):
        seen.append(question)
        assert len(seen) < 200
        if isinstance(question, More):
            progress = wanted(progress, question, more)
        elif question.kind == "one" and question.facts[0] not in (*WHO, "kind", "pregnancy_status"):
            progress = answered(progress, question, {}, question.facts)
        else:
            progress = answered(progress, question, reply(question), [])
    return seen


def test_who_it_is_comes_first_then_the_danger_lines_then_where_it_hurts(kb: Knowledge) -> None:
    asked = led(kb, Progress(Answers()))
    kinds = [question.kind for question in asked if isinstance(question, Question)]
    places = [
        nth for nth, question in enumerate(asked) if isinstance(question, Question) and "site_calf" in question.facts
    ]
    assert asked[0].facts == (OPENING[0],)
    assert [question.line for question in asked if isinstance(question, Question) and question.line] == [
        line.id for line in kb.pack.line
    ]
    assert max(nth for nth, kind in enumerate(kinds) if kind == "line") < places[0]


def test_nothing_is_asked_once_an_emergency_is_sure(kb: Knowledge) -> None:
    answers = kb.answers({**EYELID, "jaw_locked": True, "dirty_wound_21d": True})
    assert triage(kb, answers).certain is Level.emergency
    assert ask(kb, Progress(answers, WHOLE)) is None


@pytest.mark.parametrize("more", [False, True])
def test_every_question_asks_for_something_that_was_not_asked_before(kb: Knowledge, more: bool) -> None:
    asked: set[str] = set()
    for question in led(kb, Progress(Answers(), WHOLE), more=more):
        if isinstance(question, Question):
            assert not set(question.facts) <= asked, question
            asked |= set(question.facts)
    assert asked


def test_whether_to_ask_on_is_asked_once_for_each_stage(kb: Knowledge) -> None:
    for more in (False, True):
        stages = [each.stage for each in led(kb, Progress(Answers(), WHOLE), more=more) if isinstance(each, More)]
        assert stages
        assert len(stages) == len(set(stages))


def test_who_wants_no_more_is_asked_nothing_more_of_that_stage(kb: Knowledge) -> None:
    asked = led(kb, Progress(Answers(), WHOLE))
    refused: set[str] = set()
    for each in asked:
        assert each.stage not in refused
        if isinstance(each, More):
            refused.add(each.stage)
    assert "level" in refused


def test_habits_are_asked_only_in_a_whole_interview(kb: Knowledge) -> None:
    answers = person(kb, EYELID, unknown=["caffeine_much"])
    assert ask(kb, Progress(answers, BRIEF)) is None
    found = ask(kb, Progress(answers, WHOLE))
    assert isinstance(found, More)
    assert found.stage == "causes"
    question = ask(kb, wanted(Progress(answers, WHOLE), found, True))
    assert isinstance(question, Question)
    assert "caffeine_much" in question.facts


def test_lists_hold_one_group_or_a_glance_of_yes_and_no(kb: Knowledge) -> None:
    for question in led(kb, Progress(Answers(), WHOLE), more=True):
        if isinstance(question, Question) and question.kind == "many":
            groups = {kb.facts[fact].group for fact in question.facts}
            assert len(groups) == 1 if groups & set(MANY) else len(question.facts) <= AT_ONCE, question


def test_an_opened_line_asks_for_each_of_its_facts_that_nothing_has_settled(kb: Knowledge) -> None:
    line = next(line for line in kb.pack.line if len(line.facts) > 1)
    question = Question("level", "line", line.facts, line.id)
    progress = Progress(Answers())
    first = behind(kb, progress, question, {}, [])
    assert first == line.facts[0]
    assert behind(kb, progress, question, {first: False}, []) == line.facts[1]
    assert behind(kb, progress, question, {}, [first]) == line.facts[1]
    assert behind(kb, progress, question, dict.fromkeys(line.facts, False), []) is None


def test_a_line_asks_only_for_what_is_left_of_it(kb: Knowledge) -> None:
    line = next(line for line in kb.pack.line if len(line.facts) > 1)
    first, *rest = line.facts
    others = {fact: False for other in kb.pack.line if other != line for fact in other.facts if fact not in line.facts}
    question = ask(kb, Progress(kb.answers({**WHO, **others, first: False})))
    assert isinstance(question, Question)
    assert (question.line, question.facts) == (line.id, tuple(rest))


def test_back_asks_the_question_before_and_forgets_its_answer(kb: Knowledge) -> None:
    start = Progress(Answers())
    first = ask(kb, start)
    assert isinstance(first, Question)
    second = answered(start, first, {"age_years": 40}, [])
    assert ask(kb, second) != first
    assert ask(kb, back(second)) == first
    assert "age_years" not in back(second).given.known


def test_back_at_the_first_question_changes_nothing(kb: Knowledge) -> None:
    start = Progress(Answers())
    assert back(start) == start


def test_back_leads_from_one_stage_into_the_one_before(kb: Knowledge) -> None:
    """A danger question that was taken back has to be asked again, whatever stage has begun since."""
    known = answers_json(person(kb, EYELID, unknown=["caffeine_much"]))
    kind = known.pop("kind")
    first = ask(kb, Progress(kb.answers(known), WHOLE))
    assert isinstance(first, Question)
    assert (first.stage, first.facts) == ("level", ("kind",))
    later = answered(Progress(kb.answers(known), WHOLE), first, {"kind": kind}, [])
    more = ask(kb, later)
    assert isinstance(more, More)
    later = wanted(later, more, True)
    assert ask(kb, back(later)) == first
    assert back(later).wanted == {more.stage: True}


def test_not_sure_is_an_answer(kb: Knowledge) -> None:
    start = Progress(Answers())
    first = ask(kb, start)
    assert isinstance(first, Question)
    assert ask(kb, answered(start, first, {}, first.facts)) != first

"""A trial is set up in the local app in four screens."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from server.conftest import Clock, local
from server.trial_pages import CALM, REMEDY, add, answered, begun, count_of, entries, only, text_of
from uncramp.interview import Question
from uncramp.kb import Knowledge
from uncramp.own_trial.beginning import open_question
from uncramp.server.trial_drafts import Outlooking
from uncramp.server.trial_setup import drafts_of
from uncramp.trial_diary import runs


def drafted(owner: TestClient, **more: str) -> str:
    """The address of a new draft."""
    answer = owner.post("/app/trials/new", data={"remedy": REMEDY, **more})
    assert answer.status_code == 303
    where = answer.headers["location"]
    assert isinstance(where, str)
    return where.removesuffix("/who")


def test_only_what_may_be_tried_is_on_the_list_and_says_how_sure_it_is(owner: TestClient, kb: Knowledge) -> None:
    page = owner.get("/app/trials/new")
    offered = re.findall(r'name="remedy" value="(\w+)"', page.text)
    assert REMEDY in offered
    assert not [id for id in offered if kb.remedies[id].kind != "self_care"]
    assert kb.remedies[REMEDY].summary in text_of(page)
    assert "No medicine, no supplement" in text_of(page)


def test_what_the_diary_surely_speaks_against_is_not_on_the_list_and_says_why(owner: TestClient) -> None:
    assert 'value="massage_roller_ball" id=' in owner.get("/app/trials/new").text
    add(owner, "profile_change", {"facts": {"cond_bleeding": True}})
    page = owner.get("/app/trials/new")
    assert 'value="massage_roller_ball" id=' not in page.text
    assert "Not for you now (1)" in text_of(page)


def test_a_form_that_names_no_arm_or_twice_the_same_is_given_back(owner: TestClient) -> None:
    for said in ({}, {"remedy": "quinine"}, {"remedy": REMEDY, "against": REMEDY}, {"remedy": "no_such"}):
        answer = owner.post("/app/trials/new", data=said)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text


def test_the_questions_are_those_of_the_check_and_nothing_is_written(owner: TestClient, kb: Knowledge) -> None:
    before, where = count_of(owner), drafted(owner)
    page = owner.get(f"{where}/who")
    facts = re.search(r'name="facts" value="([^"]*)"', page.text)
    assert facts
    first = facts[1].split()[0]
    line = next((one.says for one in kb.pack.line if first in one.facts), kb.facts[first].ask)
    assert kb.texts().fill(line) in text_of(page)
    done = answered(owner, where)
    assert "You may begin this trial" in text_of(done)
    assert count_of(owner) == before


def test_a_question_that_nobody_answered_is_asked_again_and_never_a_no(owner: TestClient) -> None:
    where = drafted(owner)
    page = owner.get(f"{where}/who")
    facts = re.search(r'name="facts" value="([^"]*)"', page.text)
    assert facts
    answer = owner.post(f"{where}/who", data={"facts": facts[1]})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert f'value="{facts[1]}"' in owner.get(f"{where}/who").text


def test_the_way_back_leads_to_the_question_before(owner: TestClient) -> None:
    where = drafted(owner)
    seen = []
    for _ in range(2):
        found = re.search(r'name="facts" value="([^"]*)"', owner.get(f"{where}/who").text)
        assert found
        seen.append(found[1])
        owner.post(f"{where}/who", data={"facts": found[1], "answer": CALM.get(found[1], "no")})
    owner.post(f"{where}/who", data={"back": "1"})
    assert f'value="{seen[1]}"' in owner.get(f"{where}/who").text


def test_somebody_under_age_is_refused_in_plain_words(owner: TestClient) -> None:
    add(owner, "profile_change", {"facts": {"age_years": 16}})
    page = answered(owner, drafted(owner), age_years="16")
    assert "Trials are only for adults. We have to know that you are 18 or older." in text_of(page)
    assert "/worth" not in page.text
    assert '/app/trials/new"' not in page.text, "nothing else may be tried either"


def test_a_danger_sign_ends_the_set_up_with_what_comes_first(owner: TestClient, kb: Knowledge) -> None:
    where = drafted(owner)
    for _ in range(60):
        page = owner.get(f"{where}/who")
        found = re.search(r'name="facts" value="([^"]*)"', page.text)
        if not found:
            break
        said = {"facts": found[1], "answer": CALM.get(found[1], "yes")}
        owner.post(f"{where}/who", data=said | ({"unsure": "on"} if 'name="pick"' in page.text else {}))
    assert "This trial cannot begin" in text_of(page)
    assert 'data-level="emergency"' in page.text
    assert 'href="tel:' in page.text
    assert 'href="/check.html"' in page.text
    main = page.text.partition("<main")[2].partition("</main>")[0]
    for other in ("/worth", "plan.html", '/app/trials/new"', "your plan does not offer"):
        assert other not in main, "in an emergency the action stands alone"
    assert owner.get(f"{where}/worth").headers["location"].endswith("/who")


def test_a_page_from_before_answers_no_other_question(owner: TestClient) -> None:
    where = drafted(owner)
    found = re.search(r'name="facts" value="([^"]*)"', owner.get(f"{where}/who").text)
    assert found
    owner.post(f"{where}/who", data={"facts": "site_calf", "answer": "yes"})
    assert f'value="{found[1]}"' in owner.get(f"{where}/who").text


@pytest.fixture
def few_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """Outlooks on few made-up people."""
    made = Outlooking.__init__

    def few(self: Outlooking, plan: Any, seed: int, people: int) -> None:
        made(self, plan, seed, min(people, 4))

    monkeypatch.setattr(Outlooking, "__init__", few)


def outlooked(owner: TestClient, where: str, per_week: str = "14", pairs: str = "3") -> str:
    """After the outlook was counted."""
    answer = owner.post(f"{where}/worth", data={"per_week": per_week, "cut": "60", "pairs": pairs})
    assert answer.status_code == 303
    id = where.rpartition("/")[2]
    drafts = drafts_of(type("Request", (), {"app": owner.app})())
    looking = drafts.find(id, local(owner).now()).looking
    assert looking
    looking.wait()
    assert owner.get(f"/api/v1/trials/outlook/{id}").json() == {"done": 8, "all": 8, "state": "ready"}
    return text_of(owner.get(f"{where}/worth"))


@pytest.mark.usefixtures("few_people")
def test_a_trial_goes_from_the_first_screen_into_the_diary(owner: TestClient, clock: Clock) -> None:
    where = drafted(owner)
    assert owner.get(f"{where}/protocol").headers["location"].endswith("/who")
    answered(owner, where)
    assert owner.get(f"{where}/protocol").headers["location"].endswith("/worth")
    assert "made-up people" in outlooked(owner, where)
    page = owner.get(f"{where}/protocol")
    assert "hidden until" not in page.text
    before = count_of(owner)
    evening = clock.now.date() + timedelta(days=2)
    answer = owner.post(f"{where}/begin", data={"order": "hidden", "evening": evening.isoformat()})
    assert answer.status_code == 303
    assert count_of(owner) == before + 1
    run = only(owner)
    assert answer.headers["location"] == f"/app/trials/{run.id}"
    assert run.first == evening + timedelta(days=1)
    assert (run.protocol.arm_b, run.protocol.pairs) == (REMEDY, 3)
    assert owner.get(f"{where}/protocol", headers={"Accept": "text/html"}).status_code == 404, "the draft is gone"
    assert "Begins on" in text_of(owner.get("/app/trials"))


@pytest.mark.usefixtures("few_people")
def test_what_is_not_worth_it_is_said_plainly(owner: TestClient) -> None:
    where = drafted(owner)
    answered(owner, where)
    said = outlooked(owner, where, per_week="0.2")
    assert "It is not worth it" in said
    assert "too few cramps to tell" in said
    assert "Do it without a trial" in said


@pytest.mark.usefixtures("few_people")
@pytest.mark.parametrize("per_week", ["", "0", "-1", "many", "nan", "inf", "1e999", "201"])
def test_a_number_of_cramps_that_cannot_be_is_given_back(owner: TestClient, per_week: str) -> None:
    where = drafted(owner)
    answered(owner, where)
    answer = owner.post(f"{where}/worth", data={"per_week": per_week, "cut": "40", "pairs": "8"})
    assert answer.status_code == 422
    assert "Type a number of cramps in a week" in text_of(answer)


@pytest.mark.usefixtures("few_people")
def test_a_second_trial_does_not_begin_while_one_runs(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    where = drafted(owner)
    answered(owner, where)
    outlooked(owner, where)
    begun(owner, kb, clock)
    assert owner.post(f"{where}/begin", data={"order": "hidden"}).status_code == 422
    assert len(runs(entries(owner))) == 1


@pytest.mark.usefixtures("few_people")
def test_beginning_again_after_an_early_end_is_counted(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    run = begun(owner, kb, clock)
    clock.wait(days=5)
    owner.post(f"/app/trials/{run.id}/end", data={"why": "own_wish"})
    clock.wait(minutes=1)
    where = drafted(owner)
    answered(owner, where)
    outlooked(owner, where)
    assert "new start" in text_of(owner.get(f"{where}/protocol"))
    owner.post(f"{where}/begin", data={"order": "shown"})
    assert runs(entries(owner))[-1].design.body["instead_of"] == run.id


def test_a_set_up_is_forgotten_after_an_hour(owner: TestClient, clock: Clock) -> None:
    where = drafted(owner)
    clock.wait(hours=1, seconds=1)
    assert owner.get(f"{where}/who", headers={"Accept": "text/html"}).status_code == 404


def test_an_open_question_is_asked_only_as_long_as_it_could_change_something(kb: Knowledge) -> None:
    from uncramp.facts import Answers

    today = date(2026, 11, 20)
    young = Answers({"age_years": 15, "under_16": True})
    asked = open_question(kb, young, kb.remedies[REMEDY], None, today=today)
    assert isinstance(asked, Question), "the danger signs are asked of everybody"

"""The trials in the local app: set up in four screens, kept night by night, looked at when it is time."""

from __future__ import annotations

import io
import json
import re
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient

from server.conftest import PERSON, Clock, let_in, local
from uncramp.diary import Entry, current, load
from uncramp.diary.making import make, stamp
from uncramp.diary.scope import Scope
from uncramp.interview import Question
from uncramp.kb import Knowledge
from uncramp.own_trial.beginning import open_question
from uncramp.server.pages_trial_new import drafts_of
from uncramp.server.trial_drafts import Outlooking
from uncramp.trial_diary import Run, design_body, runs
from uncramp.trials.design import looks, protocol

REMEDY = "stretch_before_bed"
NEVER = re.compile(r"for every 100 cramps|P\(|chance could still|Good evidence|Too close|Leaning|fewer cramps with")
"""What would be a comparison."""


@pytest.fixture
def owner(browser: TestClient) -> TestClient:
    """A browser whose diary has one person: an adult who answered what stays true."""
    add(browser, "profile_change", {"facts": {"age_years": 40, "pregnancy_status": "not_applicable"}})
    return browser


def add(client: TestClient, kind: str, body: dict[str, Any], at: datetime | None = None) -> Entry:
    here = local(client)
    now = at or here.now()
    add.nth += 1  # type: ignore[attr-defined]
    chance = add.nth.to_bytes(10, "big")  # type: ignore[attr-defined]
    made = make(load(), person=PERSON, kind=kind, body=body, now=now, chance=chance, at=stamp(now))
    here.store.append([made])
    here.store.keep("own", PERSON)
    return made


add.nth = 0  # type: ignore[attr-defined]


def entries(client: TestClient) -> list[Entry]:
    return current(local(client).store.entries(Scope(person=PERSON)))


def only(client: TestClient) -> Run:
    (run,) = runs(entries(client))
    return run


def count_of(client: TestClient) -> int:
    return len(local(client).store.entries(Scope()))


def begun(client: TestClient, kb: Knowledge, clock: Clock, *, pairs: int = 3, seed: int = 5) -> Run:
    """A trial whose first night is the next one."""
    made = protocol(kb, kb.remedies[REMEDY], None, seed=seed, pairs=pairs)
    add(client, "trial_design", design_body(made, (clock.now.date() + timedelta(days=1)).isoformat()))
    return only(client)


def lived(client: TestClient, run: Run, clock: Clock, upto: int, *, a: int = 2, b: int = 0) -> None:
    """So many nights with so many cramps each; the clock stands on the morning after the last."""
    for number in range(1, upto + 1):
        clock.now = datetime.fromisoformat(f"{run.night(number)}T08:00:00+01:00")
        arm = run.plan[number - 1].arm
        body = {"trial": run.id, "night": run.night(number), "did": "yes", "complete": True,
                "cramps": {"a": a, "b": b, None: 1}[arm]}  # fmt: skip
        add(client, "trial_night", body | ({"arm": arm} if arm else {}))
    let_in(client)  # weeks went by without a look at the app


def text_of(answer: Any) -> str:
    """The words of a page."""
    body = re.sub(r"<(script|style|svg).*?</\1>", " ", answer.text, flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)))


# ---- who gets in


@pytest.mark.parametrize("path", ["", "/new", "/help", "/some-id", "/some-id/result", "/new/some-draft/who"])
def test_nobody_reads_a_trial_who_was_not_let_in(stranger: TestClient, path: str) -> None:
    assert stranger.get(f"/app/trials{path}", headers={"Accept": "text/html"}).status_code == 401
    assert stranger.get("/api/v1/trials").status_code == 401


def test_another_page_cannot_begin_record_or_end_anything(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    run, before = begun(owner, kb, clock), count_of(owner)
    foreign = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    for path, said in [("/night", {"night": run.night(1), "did": "yes", "cramps": "0"}), ("/look", {"early": "1"}),
                       ("/end", {"why": "done"})]:  # fmt: skip
        assert owner.post(f"/app/trials/{run.id}{path}", data=said, headers=foreign).status_code == 403
    assert count_of(owner) == before


@pytest.mark.parametrize("path", ["/x", "/x/result", "/x/protocol.html", "/new/x/who", "/new/x/worth"])
def test_what_is_not_there_is_said_so(owner: TestClient, path: str) -> None:
    answer = owner.get(f"/app/trials{path}", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "<h1" in answer.text


# ---- setting up


def drafted(owner: TestClient, **more: str) -> str:
    """The address of a new draft."""
    answer = owner.post("/app/trials/new", data={"remedy": REMEDY, **more})
    assert answer.status_code == 303
    where = answer.headers["location"]
    assert isinstance(where, str)
    return where.removesuffix("/who")


CALM: dict[str, str] = {"age_years": "40", "sex_at_birth": "male", "pregnancy_status": "not_applicable",
                        "kind": "painful_cramp", "night_or_rest": "yes"}  # fmt: skip


def answered(owner: TestClient, where: str, **told: str) -> Any:
    """Answer whatever is asked as somebody with plain night cramps in the calf would; the page that comes after."""
    kb = local(owner).kb
    for _ in range(80):
        page = owner.get(f"{where}/who")
        found = re.search(r'name="facts" value="([^"]*)"', page.text)
        if not found:
            return page
        facts = found[1].split()
        said: dict[str, str] = {"facts": found[1]}
        if 'name="pick"' in page.text:
            said |= {"pick": "site_calf"} if "site_calf" in facts else {"none": "on"}
        elif len(facts) == 1 and facts[0] in (told := {**CALM, **told}):
            said["answer"] = told[facts[0]]
        else:
            said["answer"] = "no" if 'value="no"' in page.text else _first(kb, facts[0])
        assert owner.post(f"{where}/who", data=said).status_code == 303, said
    raise AssertionError("it never ends")


def _first(kb: Knowledge, fact: str) -> str:
    """The calmest answer that a choice or a number has."""
    type_ = kb.facts[fact].type
    return str(type_.values[0]) if hasattr(type_, "values") else str(type_.low)  # type: ignore[union-attr]


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
    assert "Trials are for adults" in text_of(page)
    assert "/worth" not in page.text


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
    assert "/worth" not in page.text
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


# ---- one that runs


def test_tonight_says_with_or_without_and_no_other_night(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    run = begun(owner, kb, clock)
    lived(owner, run, clock, 7)
    clock.now = clock.now.replace(hour=20)
    page = text_of(owner.get(f"/app/trials/{run.id}"))
    arm = run.plan[7].arm
    title = kb.remedies[REMEDY].title
    assert (f"Tonight: {title}." if arm == "b" else "Tonight without.") in page
    assert "stays hidden until the end" in page
    assert "Night 8 of" in page


def test_one_tap_writes_last_night(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    run = begun(owner, kb, clock)
    clock.wait(days=9)
    night = clock.now.date().isoformat()
    page = owner.get(f"/app/trials/{run.id}")
    assert f'name="night" value="{night}"' in page.text
    answer = owner.post(f"/app/trials/{run.id}/night", data={"night": night, "did": "part", "cramps": "2"})
    assert answer.status_code == 303
    said = only(owner).said[night].body
    assert {name: said[name] for name in ("did", "complete", "cramps", "arm")} == {
        "did": "part", "complete": True, "cramps": 2, "arm": run.plan[8].arm
    }  # fmt: skip
    assert f'name="night" value="{night}"' not in owner.get(f"/app/trials/{run.id}").text


def test_not_knowing_is_a_missing_night_and_never_a_zero(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    run = begun(owner, kb, clock)
    clock.wait(days=1)
    owner.post(f"/app/trials/{run.id}/night", data={"night": run.night(1), "did": "yes", "cramps": "unknown"})
    said = only(owner).said[run.night(1)].body
    assert said["complete"] is False
    assert "cramps" not in said


def test_fewer_than_the_diary_holds_is_given_back(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    run = begun(owner, kb, clock)
    clock.wait(days=1)
    small = clock.now.replace(hour=3)
    for _ in range(2):
        add(owner, "episode", {"what": "painful_cramp", "site": "site_calf"}, small)
    page = owner.get(f"/app/trials/{run.id}")
    assert 'value="1"' not in page.text.partition('class="counts"')[2].partition("</fieldset>")[0]
    answer = owner.post(f"/app/trials/{run.id}/night", data={"night": run.night(1), "did": "yes", "cramps": "1"})
    assert answer.status_code == 422
    assert "Type a number from 2 to 100" in text_of(answer)
    owner.post(f"/app/trials/{run.id}/night", data={"night": run.night(1), "did": "yes", "cramps": "diary"})
    assert only(owner).said[run.night(1)].body["complete"] is True


@pytest.mark.parametrize("said", [{"night": "tomorrow"}, {"night": "2027-01-01"}, {"did": "perhaps"}, {"cramps": "-1"},
                                  {"cramps": "1000"}, {"cramps": "²"}, {"cramps": ""}])  # fmt: skip
def test_a_night_that_cannot_be_is_no_entry(
    owner: TestClient, kb: Knowledge, clock: Clock, said: dict[str, str]
) -> None:
    run = begun(owner, kb, clock)
    clock.wait(days=1)
    before = count_of(owner)
    good = {"night": run.night(1), "did": "yes", "cramps": "0"}
    assert owner.post(f"/app/trials/{run.id}/night", data=good | said).status_code == 422
    assert count_of(owner) == before


def test_reading_any_page_writes_nothing(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    run = begun(owner, kb, clock)
    lived(owner, run, clock, looks(run.protocol)[0])
    before = count_of(owner)
    for path in ("", "/new", "/help", f"/{run.id}", f"/{run.id}/result", f"/{run.id}/report.html",
                 f"/{run.id}/protocol.html", f"/{run.id}/protocol.json", f"/{run.id}/report.json"):  # fmt: skip
        assert owner.get(f"/app/trials{path}").status_code in (200, 303)
    owner.get("/api/v1/trials")
    assert count_of(owner) == before


# ---- looking


def test_before_a_planned_look_there_is_no_comparison(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    run = begun(owner, kb, clock)
    lived(owner, run, clock, looks(run.protocol)[0] - 1)
    page = owner.get(f"/app/trials/{run.id}")
    assert "cramps in" in text_of(page)
    assert not NEVER.search(page.text)
    assert owner.get(f"/app/trials/{run.id}/result").status_code == 303
    assert not NEVER.search(owner.get(f"/app/trials/{run.id}/report.html").text.partition("<h2>Results")[2])
    assert owner.get("/api/v1/trials").json()["trials"][0]["seen"] is None
    assert owner.post(f"/app/trials/{run.id}/look", headers={"Accept": "text/html"}).status_code == 422


def test_a_planned_look_is_written_once_and_shows_the_result(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    run = begun(owner, kb, clock)
    lived(owner, run, clock, looks(run.protocol)[0])
    assert "It is time to look" in text_of(owner.get(f"/app/trials/{run.id}"))
    for _ in range(2):
        answer = owner.post(f"/app/trials/{run.id}/look")
        assert answer.headers["location"] == f"/app/trials/{run.id}/result"
    assert only(owner).looked == (run.night(looks(run.protocol)[0]),)
    page = text_of(owner.get(f"/app/trials/{run.id}/result"))
    assert "From these nights alone" in page
    assert "With what studies found put in first" in page
    assert page.index("From these nights alone") < page.index("With what studies found put in first")
    assert "Doubting: the one that decides" in page
    assert "Open to nearly anything" in page
    assert "Had the order been drawn another way" in page
    assert "done as drawn in" in page
    assert "All looks were planned ones" in page
    assert "A trial never waits for medical help" in page


def test_an_early_look_has_to_be_meant_and_is_told(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    run = begun(owner, kb, clock)
    lived(owner, run, clock, 30)
    assert "counted" in text_of(owner.get(f"/app/trials/{run.id}"))
    owner.post(f"/app/trials/{run.id}/look", data={"early": "1"})
    assert "Beside the plan: 1 more looks" in text_of(owner.get(f"/app/trials/{run.id}/result"))


def test_what_came_after_the_last_look_is_not_in_the_result(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    run = begun(owner, kb, clock, pairs=5)
    first = looks(run.protocol)[0]
    lived(owner, run, clock, first)
    owner.post(f"/app/trials/{run.id}/look")
    before = text_of(owner.get(f"/app/trials/{run.id}/result"))
    for number in range(first + 1, first + 5):
        clock.now = datetime.fromisoformat(f"{run.night(number)}T08:00:00+01:00")
        body = {"trial": run.id, "night": run.night(number), "arm": run.plan[number - 1].arm, "did": "yes",
                "complete": True, "cramps": 9}  # fmt: skip
        add(owner, "trial_night", body)
    after = text_of(owner.get(f"/app/trials/{run.id}/result"))
    counts = re.compile(r"(\d+) cramps in (\d+) nights")
    assert counts.findall(before) == counts.findall(after)


def test_an_ended_trial_says_so_and_takes_no_more_nights(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    run = begun(owner, kb, clock)
    lived(owner, run, clock, 10)
    assert owner.post(f"/app/trials/{run.id}/end", data={"why": "boredom"}).status_code == 422
    assert owner.post(f"/app/trials/{run.id}/end", data={"why": "too_much_work"}).status_code == 303
    assert "This trial is over" in text_of(owner.get(f"/app/trials/{run.id}"))
    clock.wait(days=1)
    said = {"night": run.night(11), "did": "yes", "cramps": "0"}
    assert owner.post(f"/app/trials/{run.id}/night", data=said).status_code == 422


@pytest.mark.parametrize("facts", [{"pregnancy_status": "pregnant"}, {"age_years": 15}])
def test_when_something_speaks_against_it_the_page_says_stop(
    owner: TestClient, kb: Knowledge, clock: Clock, facts: dict[str, Any]
) -> None:
    run = begun(owner, kb, clock)
    lived(owner, run, clock, 8)
    assert "data-stop" not in owner.get(f"/app/trials/{run.id}").text
    clock.wait(minutes=1)
    add(owner, "profile_change", {"facts": facts})
    page = owner.get(f"/app/trials/{run.id}")
    assert "data-stop" in page.text
    assert "Tonight:" not in text_of(page)
    found = owner.get("/api/v1/trials").json()["trials"][0]
    assert (found["not_safe"], found["tonight"]["arm"]) == (True, None)


def test_the_order_is_shown_only_to_who_wanted_it(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    from uncramp.server.trialing import show_order

    run = begun(owner, kb, clock)
    hidden = owner.get(f"/app/trials/{run.id}/protocol.html").text
    assert "concealed" in hidden
    assert "Seed of the random order" not in hidden
    show_order(local(owner), run.design)
    assert " ".join(run.design.body["order"]).upper() in text_of(owner.get(f"/app/trials/{run.id}/protocol.html"))


def test_a_trial_that_was_changed_afterwards_is_not_shown(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    body = design_body(protocol(kb, kb.remedies[REMEDY], None, seed=5, pairs=3), "2026-11-21")
    add(owner, "trial_design", body | {"nights": 3})
    page = owner.get("/app/trials", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "changed after it was fixed" in text_of(page)


# ---- documents and programs


def test_protocol_and_report_follow_their_standards(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    run = begun(owner, kb, clock)
    lived(owner, run, clock, looks(run.protocol)[0])
    owner.post(f"/app/trials/{run.id}/look")
    spent = ["Background", "Objective", "Design", "Interventions", "Outcome", "Timeline", "Random order", "Blinding",
             "Data collection", "Statistical methods", "Harms", "Consent"]  # fmt: skip
    cent = ["In short", "Background", "Design", "Outcome", "Random order", "Blinding", "Statistical methods", "Nights",
            "Before the first period", "Numbers analysed", "Estimate", "Harms", "Limitations", "Generalisability",
            "Interpretation", "Registration"]  # fmt: skip
    for name, headings in (("protocol", spent), ("report", cent)):
        page = owner.get(f"/app/trials/{run.id}/{name}.html").text
        found = re.findall(r"<h3>(.*?)</h3>", page)
        places = [next(nth for nth, one in enumerate(found) if one.startswith(heading)) for heading in headings]
        assert places == sorted(places), f"{name}: {found}"
        assert run.design.body["mark"] in page
        assert "<style" not in page, "a page of the app holds no style inside"
    told = owner.get(f"/app/trials/{run.id}/protocol.json").json()
    assert json.dumps(told["protocol"], sort_keys=True, separators=(",", ":")) == run.design.body["protocol"]


def test_the_report_says_the_same_as_the_result_page(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    run = begun(owner, kb, clock)
    lived(owner, run, clock, looks(run.protocol)[0])
    owner.post(f"/app/trials/{run.id}/look")
    report = owner.get(f"/app/trials/{run.id}/report.html")
    result = re.search(r'class="big-say">(.*?)</p>', owner.get(f"/app/trials/{run.id}/result").text)
    assert result
    assert unescape(result[1]) in text_of(report)
    told = owner.get(f"/app/trials/{run.id}/report.json").json()["seen"]["result"]
    assert unescape(result[1]) in told["says"]
    assert owner.get("/api/v1/trials").json()["trials"][0]["seen"]["result"] == told


def test_the_documents_come_as_tagged_pdf(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    pytest.importorskip("weasyprint")
    run = begun(owner, kb, clock)
    lived(owner, run, clock, looks(run.protocol)[0])
    owner.post(f"/app/trials/{run.id}/look")
    answer = owner.get(f"/app/trials/{run.id}/report.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    pypdf = pytest.importorskip("pypdf")
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    assert "pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "Statistical methods" in "".join(page.extract_text() for page in reader.pages)


def test_programs_learn_what_it_is_the_turn_of(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    run = begun(owner, kb, clock)
    lived(owner, run, clock, 9)
    clock.wait(days=2)
    (found,) = owner.get("/api/v1/trials").json()["trials"]
    assert (found["id"], found["arm_a"], found["arm_b"]) == (run.id, "nothing_extra", REMEDY)
    assert found["missing"] == [run.night(11), run.night(10)]
    assert found["tonight"] == {"night": run.night(12), "stage": "running", "arm": run.plan[11].arm}


# ---- what helped


def timed(owner: TestClient, clock: Clock, *remedies: str) -> None:
    for nth, remedy in enumerate(remedies):
        tried = [{"remedy": remedy, "outcome": "gone", "seconds": 60 + 30 * nth}]
        add(owner, "episode", {"what": "painful_cramp", "site": "site_calf", "tried": tried},
            clock.now - timedelta(hours=nth + 1))  # fmt: skip


def test_the_quickest_is_named_only_after_uses_enough(owner: TestClient, clock: Clock) -> None:
    two = ("calf_stretch_wall", "walk_it_off")
    here = local(owner).kb.remedies
    known = [id for id in two if id in here] + [id for id in here if here[id].guide][:2]
    timed(owner, clock, *known[:2])
    page = text_of(owner.get("/app/trials/help"))
    assert "Not enough yet to name the best" in page
    timed(owner, clock, *(known[:2] * 5))
    assert "the quickest would be" in text_of(owner.get("/app/trials/help"))


def test_nothing_is_picked_for_somebody_of_whom_too_little_is_known(owner: TestClient) -> None:
    page = owner.get("/app/trials/help")
    assert "A few questions come before that" in text_of(page)
    assert owner.post("/app/trials/help/draw").headers["location"].endswith("/help")


def test_what_is_tried_first_is_safe_and_its_chance_is_written_down(owner: TestClient, kb: Knowledge) -> None:
    from uncramp.trials.options import options

    where = owner.post("/app/trials/help").headers["location"].removesuffix("/who")
    after = answered(owner, where)
    assert after.status_code == 303, "the questions end where the picking is"
    id = where.rpartition("/")[2]
    drafts = drafts_of(type("Request", (), {"app": owner.app})())
    safe = options(kb, kb.settled(drafts.find(id, local(owner).now()).given))
    assert safe
    page = owner.post("/app/trials/help/draw", data={"draft": id})
    remedy, percent = (re.search(rf'name="{name}" value="(\w+)"', page.text) for name in ("remedy", "percent"))
    assert remedy
    assert percent
    assert remedy[1] in safe
    said = {"remedy": remedy[1], "percent": percent[1], "site": "site_calf", "outcome": "gone", "minutes": "2.5"}
    assert owner.post("/app/trials/help/record", data=said).status_code == 303
    (tried,) = entries(owner)[-1].body["tried"]
    assert tried == {"remedy": remedy[1], "outcome": "gone", "seconds": 150, "drawn_percent": int(percent[1])}
    assert owner.post("/app/trials/help/record", data=said | {"minutes": "0"}).status_code == 422


def test_a_suspect_that_can_be_a_trial_is_offered_as_one(owner: TestClient, clock: Clock) -> None:
    for nth in range(1, 80):
        day = clock.now - timedelta(days=nth)
        there = nth % 2 == 0
        add(owner, "exposure", {"what": "caffeine", "day": day.date().isoformat(), "present": there}, day)
        for _ in range(3 if there else 0):
            add(owner, "episode", {"what": "painful_cramp", "site": "site_calf"}, day.replace(hour=15))
        if not there:
            add(owner, "none_last_night", {"night": day.date().isoformat()}, day)
    page = owner.get("/app/trials/help")
    assert "more common with: caffeine" in text_of(page)
    assert "/app/trials/new?try=cut_stimulants" in page.text
    assert 'value="cut_stimulants" id="arm-cut_stimulants" aria-describedby="arm-cut_stimulants-more" checked' in (
        owner.get("/app/trials/new?try=cut_stimulants").text
    )


def test_the_pages_are_there_in_every_language(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    run = begun(owner, kb, clock)
    for language in kb.languages[1:]:
        for path in ("", "/new", f"/{run.id}", "/help", f"/{run.id}/protocol.html"):
            answer = owner.get(f"/{language}/app/trials{path}")
            assert answer.status_code == 200, path
            assert f'lang="{language}"' in answer.text

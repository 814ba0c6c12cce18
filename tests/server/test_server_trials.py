"""A trial that runs in the local app: who gets in, night by night, and looked at when it is time."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from server.conftest import Clock, local
from server.trial_pages import REMEDY, add, begun, count_of, lived, only, text_of
from uncramp.kb import Knowledge
from uncramp.trial_diary import design_body
from uncramp.trials.design import looks, protocol

NEVER = re.compile(r"for every 100 cramps|P\(|chance could still|Good evidence|Too close|Leaning|fewer cramps with")
"""What would be a comparison."""


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


# ---- what helped


def test_the_pages_are_there_in_every_language(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    run = begun(owner, kb, clock)
    for language in kb.languages[1:]:
        for path in ("", "/new", f"/{run.id}", "/help", f"/{run.id}/protocol.html"):
            answer = owner.get(f"/{language}/app/trials{path}")
            assert answer.status_code == 200, path
            assert f'lang="{language}"' in answer.text

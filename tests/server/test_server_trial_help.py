"""What helped somebody before, what to try first, and which suspect could be a trial."""

from __future__ import annotations

import re
from datetime import timedelta

from fastapi.testclient import TestClient

from server.conftest import Clock, local
from server.trial_pages import add, answered, entries, text_of
from uncramp.kb import Knowledge
from uncramp.server.trial_setup import drafts_of


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

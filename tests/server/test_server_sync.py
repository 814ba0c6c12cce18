"""Pairing and sync over HTTP: a code works once and soon, a token only while its phone is listed, nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from server.conftest import HOME, SAME, Clock, Serve, entry, let_in, local
from uncramp.server.codes import ALPHABET, LASTING, LETTERS, TRIES, Codes

NOTHING = "01900000-0000-7000-8000-00000000ffff"


def another(browser: TestClient) -> TestClient:
    """Somebody else who asks the same running app, without a cookie."""
    return TestClient(browser.app, base_url=HOME, follow_redirects=False)


def code_of(browser: TestClient) -> str:
    said = browser.post("/api/v1/pairing")
    assert said.status_code == 200, said.text
    return str(said.json()["code"])


def paired(browser: TestClient, name: str = "My phone") -> TestClient:
    """A phone with a token of its own, and no cookie."""
    phone = another(browser)
    said = phone.post("/api/v1/devices", json={"code": code_of(browser), "name": name}, headers=SAME)
    assert said.status_code == 200, said.text
    phone.headers.update(SAME | {"Authorization": f"Bearer {said.json()['token']}"})
    return phone


def sync(client: TestClient, entries: list[Any] | None = None, cursor: int = 0, **more: Any) -> dict[str, Any]:
    said = client.post("/api/v1/sync", json={"cursor": cursor, "entries": entries or [], **more})
    assert said.status_code == 200, said.text
    found: dict[str, Any] = said.json()
    return found


# ---- codes


def test_a_code_has_at_least_forty_bits() -> None:
    assert len(ALPHABET) ** LETTERS >= 2**40


def test_a_code_works_once(browser: TestClient) -> None:
    code, phone = code_of(browser), another(browser)
    first = phone.post("/api/v1/devices", json={"code": code, "name": "a"}, headers=SAME)
    second = phone.post("/api/v1/devices", json={"code": code, "name": "b"}, headers=SAME)
    assert (first.status_code, second.status_code) == (200, 401)


def test_a_code_may_be_typed_as_people_type(browser: TestClient) -> None:
    code = code_of(browser).lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert another(browser).post("/api/v1/devices", json={"code": code, "name": "a"}, headers=SAME).status_code == 200


def test_a_code_does_not_work_after_ten_minutes(browser: TestClient, clock: Clock) -> None:
    code = code_of(browser)
    clock.wait(seconds=LASTING)
    assert another(browser).post("/api/v1/devices", json={"code": code, "name": "a"}, headers=SAME).status_code == 401


def test_nobody_can_go_on_guessing() -> None:
    now = [1000.0]
    codes = Codes(lambda: now[0])
    code = codes.new()
    assert [codes.use("AAAAA-AAAAA") for _ in range(TRIES)] == ["wrong"] * TRIES
    assert codes.use(code) == "too_often"
    now[0] += LASTING
    assert codes.use(codes.new()) == "right"


def test_too_many_wrong_codes_are_answered_with_when_to_come_back(browser: TestClient) -> None:
    phone = another(browser)
    said = [
        phone.post("/api/v1/devices", json={"code": f"WRONG{nth}", "name": "a"}, headers=SAME)
        for nth in range(TRIES + 1)
    ]
    assert [one.status_code for one in said] == [401] * TRIES + [429]
    assert said[-1].headers["retry-after"] == str(LASTING)


def test_only_the_browser_that_uncramp_opened_gets_a_code(browser: TestClient) -> None:
    assert another(browser).post("/api/v1/pairing", headers=SAME).status_code == 401
    phone = paired(browser)
    assert phone.post("/api/v1/pairing").status_code == 401


# ---- tokens


def test_a_token_is_not_written_down(browser: TestClient) -> None:
    phone = paired(browser)
    token = phone.headers["authorization"].removeprefix("Bearer ")
    file = local(browser).place.file
    assert file
    assert token.encode() not in b"".join(one.read_bytes() for one in file.parent.glob("diary.sqlite*"))


def test_a_phone_that_was_turned_out_gets_and_gives_nothing_more(browser: TestClient) -> None:
    phone = paired(browser, "Lost phone")
    sync(phone, [entry(1)])
    [device] = browser.get("/api/v1/devices").json()["devices"]
    assert (device["name"], bool(device["seen_at"])) == ("Lost phone", True)
    assert browser.delete(f"/api/v1/devices/{device['id']}").status_code == 204
    assert phone.post("/api/v1/sync", json={"cursor": 0, "entries": [entry(2)]}).status_code == 401
    assert len(sync(browser)["entries"]) == 1


def test_a_phone_can_unpair_itself_and_no_other(browser: TestClient) -> None:
    one, other = paired(browser, "one"), paired(browser, "other")
    ids = {each["name"]: each["id"] for each in browser.get("/api/v1/devices").json()["devices"]}
    assert one.delete(f"/api/v1/devices/{ids['other']}").status_code == 403
    assert one.delete(f"/api/v1/devices/{ids['one']}").status_code == 204
    assert [each["name"] for each in browser.get("/api/v1/devices").json()["devices"]] == ["other"]
    assert other.get("/api/v1/devices").status_code == 401


def test_a_stranger_syncs_nothing(stranger: TestClient) -> None:
    assert stranger.post("/api/v1/sync", json={"cursor": 0, "entries": [entry(1)]}, headers=SAME).status_code == 401


# ---- sync


def test_two_phones_come_to_the_same_and_a_second_time_changes_nothing(browser: TestClient) -> None:
    one, other = paired(browser, "one"), paired(browser, "other")
    first = sync(one, [entry(1), entry(2)])
    assert (sorted(first["have"]), first["entries"]) == (sorted([entry(1)["id"], entry(2)["id"]]), [])
    second = sync(other, [entry(3)])
    assert [each["id"] for each in second["entries"]] == [entry(1)["id"], entry(2)["id"]]
    again = sync(one, [entry(1), entry(2)], first["cursor"])
    assert (sorted(again["have"]), [each["id"] for each in again["entries"]]) == (
        sorted(first["have"]),
        [entry(3)["id"]],
    )
    assert len(sync(browser)["entries"]) == 3


def test_what_cannot_be_taken_is_told_one_by_one_and_stops_nothing(browser: TestClient) -> None:
    phone = paired(browser)
    found = sync(phone, [entry(1), entry(2) | {"at": "yesterday"}, "nothing", entry(3)])
    assert sorted(found["have"]) == sorted([entry(1)["id"], entry(3)["id"]])
    assert [one["id"] for one in found["refused"]] == [entry(2)["id"], None]
    assert "`at`" in found["refused"][0]["why"]
    differing = sync(phone, [entry(1, text="another")])
    assert (differing["have"], [one["id"] for one in differing["refused"]]) == ([], [entry(1)["id"]])


def test_what_one_phone_forgets_reaches_the_others_and_never_comes_back(browser: TestClient) -> None:
    one, other = paired(browser, "one"), paired(browser, "other")
    sync(one, [entry(1), entry(2)])
    cursor = sync(other)["cursor"]
    gone = {"id": NOTHING, "at": "2026-11-20T09:00:00.000+01:00"}
    said = sync(one, forget=[gone])
    assert (said["have"], said["refused"]) == ([NOTHING], [])
    heard = sync(other, [entry(1)], cursor)
    assert heard["forget"] == [gone]
    assert heard["forgotten"] == [entry(1)["id"]]
    assert sync(browser)["entries"] == []


def test_a_forgetting_from_a_clock_that_runs_ahead_takes_nothing_that_is_still_to_be_written(
    browser: TestClient, clock: Clock
) -> None:
    phone = paired(browser)
    found = sync(phone, forget=[{"id": NOTHING, "at": "2031-01-01T00:00:00.000+01:00"}])
    assert found["forget"][0]["at"].startswith("2026-11-20T09:30:00")
    clock.wait(days=2)
    later = entry(5) | {"recorded_at": "2026-11-21T08:00:00.000+01:00"}
    assert sync(phone, [later])["have"] == [later["id"]]


def test_a_diary_that_was_brought_back_is_read_from_the_beginning(browser: TestClient) -> None:
    first = sync(browser, [entry(1), entry(2)])
    local(browser).store.begin_again()
    found = sync(browser, [], first["cursor"], diary=first["diary"])
    assert found["diary"] != first["diary"]
    assert [one["id"] for one in found["entries"]] == [entry(1)["id"], entry(2)["id"]]


def test_a_long_diary_comes_in_parts_and_whole(browser: TestClient) -> None:
    for part in range(4):
        sync(browser, [entry(nth) for nth in range(part * 200, part * 200 + 200)])
    phone, cursor, found = paired(browser), 0, []
    for _ in range(3):
        answer = sync(phone, [], cursor)
        found += [one["id"] for one in answer["entries"]]
        cursor = answer["cursor"]
    assert not answer["more"]
    assert found == [entry(nth)["id"] for nth in range(800)]


# ---- the page


def test_the_settings_page_shows_a_code_as_a_picture_and_in_letters(browser: TestClient) -> None:
    said = browser.post("/app/settings/pair", headers={"Accept": "text/html"})
    assert said.status_code == 200
    assert '<svg class="qr"' in said.text.replace("\n", " ") or "qr" in said.text
    code = said.text.split("data-code>")[1].split("<")[0]
    assert another(browser).post("/api/v1/devices", json={"code": code, "name": "a"}, headers=SAME).status_code == 200
    assert "this computer alone" in said.text
    assert "style=" not in said.text


def test_behind_a_name_of_its_own_the_picture_leads_there(serve: Serve) -> None:
    client = serve("https://diary.example.org", hosts=["diary.example.org"])
    client.headers["Origin"] = "https://diary.example.org"
    let_in(client)
    client.headers.update({"Origin": "https://diary.example.org", "Sec-Fetch-Site": "same-origin"})
    assert client.post("/api/v1/pairing").json()["address"] == "https://diary.example.org"


def test_the_settings_page_turns_a_phone_out(browser: TestClient) -> None:
    phone = paired(browser, "Old phone")
    text = browser.get("/app/settings").text
    assert "Old phone" in text
    action = text.split('action="/app/settings/phones/')[1].split('"')[0]
    assert browser.post(f"/app/settings/phones/{action}").status_code == 303
    assert phone.post("/api/v1/sync", json={"cursor": 0, "entries": []}).status_code == 401


@pytest.mark.parametrize("path", ["/app/settings/pair", f"/app/settings/phones/{NOTHING}/out"])
def test_the_buttons_are_for_the_browser_that_was_let_in(stranger: TestClient, path: str) -> None:
    assert stranger.post(path, headers=SAME).status_code == 401

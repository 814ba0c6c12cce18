"""The API: the same answers as the command line, and a diary that programs read and add to."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

from server.conftest import PERSON, Serve, entry, let_in, local
from uncramp.cli import run
from uncramp.diary import load
from uncramp.diary.document import from_document
from uncramp.diary.failures import StoreError
from uncramp.kb import Knowledge, canonical

OTHER = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
CLOT = {"id": "A7", "facts": {"region": "uk", "site_calf": True, "limb_swollen_one_side": True}}
NIGHT = {"facts": {"age_years": 72, "site_calf": True, "kind": "painful_cramp", "night_or_rest": True}}


def added(client: TestClient, *entries: object) -> dict[str, list]:
    answer = client.post("/api/v1/entries", json={"entries": list(entries)})
    assert answer.status_code == 200, answer.text
    return answer.json()


# ---- deciding


@pytest.mark.parametrize(
    "person", [CLOT, NIGHT, {"facts": {}}, {"id": 3, "facts": {"fainted": "unsure", "side": None}}]
)
@pytest.mark.parametrize("command", ["check", "plan"])
def test_the_api_decides_as_the_command_line_does(
    stranger: TestClient, command: str, person: dict, tmp_path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    file = tmp_path / "person.json"
    file.write_text(json.dumps(person), encoding="utf-8")
    today = local(stranger).now().date()
    monkeypatch.setattr("uncramp.cli.judge.date", type("Day", (), {"today": staticmethod(lambda: today)}))
    run([command, str(file), "--json", "--region", "us"])
    told = json.loads(capsys.readouterr().out)
    path = {"check": "decide", "plan": "plan"}[command]
    answer = stranger.post(f"/api/v1/{path}", params={"region": "us"}, json=person)
    assert answer.json() == told
    assert list(answer.json()) == list(told)


def test_a_decision_is_told_in_the_language_that_was_asked_for(stranger: TestClient, kb: Knowledge) -> None:
    english, spanish = (
        stranger.post("/api/v1/decide", params={"language": language}, json=CLOT).json() for language in ("en", "es")
    )
    assert english["action"] != spanish["action"]
    assert english["level"] == spanish["level"] == "urgent"


WRONG = {
    "no facts": ({"id": 1}, 422, "facts"),
    "another key": ({"facts": {}, "name": "x"}, 422, "name"),
    "an unknown fact": ({"facts": {"no_such_fact": True}}, 422, "no_such_fact"),
    "a wrong answer": ({"facts": {"age_years": 900}}, 422, "age_years"),
    "two answers that clash": ({"facts": {"age_years": 8, "under_16": False}}, 422, "under_16"),
    "an id that is none": ({"id": [1], "facts": {}}, 422, "id"),
    "no object": ([], 422, "body"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_with_a_person_is_said_with_its_place(stranger: TestClient, name: str) -> None:
    person, status, named = WRONG[name]
    answer = stranger.post("/api/v1/decide", json=person)
    assert answer.status_code == status
    assert list(answer.json()) == ["error", "where", "allowed", "hint"]
    assert named in answer.json()["error"] + answer.json()["where"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"facts": {', "not json"),
        (b'{"facts": {}, "facts": {}}', "twice"),
        (b'{"facts": {"age_years": NaN}}', "NaN"),
        (b'{"facts": {"age_years": ' + b"9" * 5000 + b"}}", "digits"),
        (b"[" * 100_000, "nested"),
        (b'{"facts": "\xff"}', "UTF-8"),
    ],
)
def test_a_body_that_is_no_json_by_the_letter_is_refused(stranger: TestClient, body: bytes, said: str) -> None:
    answer = stranger.post("/api/v1/decide", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert said.lower() in answer.json()["error"].lower()


def test_half_a_character_in_a_body_comes_back_as_it_was(stranger: TestClient) -> None:
    body = b'{"id": "\\ud800", "facts": {}}'
    answer = stranger.post("/api/v1/decide", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["id"]) == (200, "\ud800")


@pytest.mark.parametrize("asked", [{"language": "xx"}, {"region": "xx"}, {"lang": "es"}, {"language": "e" * 50}])
def test_words_that_there_are_not_are_refused(stranger: TestClient, asked: dict[str, str]) -> None:
    assert stranger.post("/api/v1/decide", params=asked, json=NIGHT).status_code == 422


def test_what_somebody_asks_is_written_nowhere(browser: TestClient, tmp_path) -> None:
    browser.post("/api/v1/plan", json={"id": "MARKEDPERSON", "facts": {"numbness": True}})
    held = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert held
    assert not [text for text in held if b"MARKEDPERSON" in text]


# ---- the knowledge


def test_the_pack_is_the_one_of_the_command_line_and_is_sent_once(stranger: TestClient, kb: Knowledge) -> None:
    answer = stranger.get("/api/v1/knowledge/pack")
    assert answer.content == canonical(kb.pack) + b"\n"
    again = stranger.get("/api/v1/knowledge/pack", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert stranger.get("/api/v1/knowledge/pack", headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_knowledge_says_that_nobody_has_reviewed_it(stranger: TestClient, kb: Knowledge) -> None:
    told = stranger.get("/api/v1/knowledge").json()
    assert (told["name"], told["reviewed"]) == (kb.name, False)
    assert [language["id"] for language in told["languages"]] == list(kb.languages)


# ---- the diary


def test_each_entry_is_answered_by_itself(browser: TestClient) -> None:
    known, other = entry(1), entry(1, text="another note")
    added(browser, known)
    bad = entry(3, kind="episode", what="painful_cramp")
    told = added(browser, known, other, entry(2), bad, "no entry")
    assert (told["added"], told["known"], told["differing"]) == ([entry(2)["id"]], [known["id"]], [known["id"]])
    assert [(one["nth"], one["id"], one["where"]) for one in told["refused"]] == [
        (4, bad["id"], "body.site"),
        (5, None, "entry"),
    ]
    assert [one["id"] for one in browser.get("/api/v1/entries").json()["entries"]] == [known["id"], entry(2)["id"]]


def test_a_cursor_gives_every_entry_once(browser: TestClient) -> None:
    added(browser, *(entry(nth) for nth in range(25)))
    seen: list[str] = []
    cursor, more, rounds = 0, True, 0
    while more:
        page = browser.get("/api/v1/entries", params={"after": cursor, "most": 10}).json()
        seen += [one["id"] for one in page["entries"]]
        cursor, more, rounds = page["cursor"], page["more"], rounds + 1
    assert (seen, rounds) == ([entry(nth)["id"] for nth in range(25)], 3)
    assert browser.get("/api/v1/entries", params={"after": cursor}).json() == {
        "entries": [], "cursor": cursor, "more": False,
    }  # fmt: skip


def test_entries_are_found_by_person_and_kind(browser: TestClient) -> None:
    added(browser, entry(1), entry(2, person=OTHER), entry(3, kind="none_last_night", night="2026-11-04"))

    def found(**asked: object) -> list[str]:
        answer = browser.get("/api/v1/entries", params=asked)
        return [one["id"] for one in answer.json()["entries"]]

    assert found(person=OTHER) == [entry(2)["id"]]
    assert found(kind="none_last_night") == [entry(3)["id"]]
    assert found(kind=["note", "none_last_night"], person=PERSON) == [entry(1)["id"], entry(3)["id"]]
    assert found(kind="unheard_of") == []


@pytest.mark.parametrize(
    "asked",
    [{"after": -1}, {"after": 2**60}, {"most": 0}, {"most": 501}, {"person": "x"}, {"kind": "A"}, {"limit": 3}],
)
def test_what_cannot_be_asked_of_the_entries_is_refused(browser: TestClient, asked: dict[str, object]) -> None:
    answer = browser.get("/api/v1/entries", params=asked)
    assert answer.status_code == 422
    assert answer.json()["where"].startswith("query")


def test_more_entries_than_one_request_may_have_are_refused_together(browser: TestClient) -> None:
    answer = browser.post("/api/v1/entries", json={"entries": [entry(nth) for nth in range(201)]})
    assert (answer.status_code, local(browser).store.count()) == (422, 0)


def test_the_export_is_a_file_that_comes_back_whole(browser: TestClient) -> None:
    added(browser, *(entry(nth) for nth in range(150)))
    added(browser, *(entry(nth) for nth in range(150, 300)), entry(900, person=OTHER))
    answer = browser.get("/api/v1/export")
    assert 'filename="uncramp-2026-11-20.jsonl"' in answer.headers["content-disposition"]
    back = from_document(load(), answer.text, ())
    assert (len(back.fresh), back.refused) == (301, [])
    own = from_document(load(), browser.get("/api/v1/export", params={"person": OTHER}).text, ())
    assert [one.person for one in own.fresh] == [OTHER]


def test_a_diary_that_cannot_be_used_is_told_and_is_nobodys_fault(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreError("full", "diary.sqlite")

    for name in ("append", "after", "kept"):
        monkeypatch.setattr(local(browser).store, name, full)
    answers = [
        browser.post("/api/v1/entries", json={"entries": [entry()]}),
        browser.get("/api/v1/entries"),
        browser.get("/api/v1/export"),
        browser.get("/api/v1/health"),
    ]
    assert [answer.status_code for answer in answers] == [503] * 4
    assert "no room" in answers[0].json()["error"]


def test_a_paired_device_reads_and_adds_with_its_token(serve: Serve) -> None:
    client = serve()
    _, token = local(client).devices.add("my phone", "2026-11-20T08:00:00+01:00")
    client.headers["Authorization"] = f"Bearer {token}"
    added(client, entry(1))
    assert client.get("/api/v1/entries").json()["cursor"] == 1
    assert client.get("/app/settings").status_code == 401  # a page is for the browser alone


def test_a_device_that_was_removed_is_let_in_no_more(serve: Serve) -> None:
    client = serve()
    device, token = local(client).devices.add("my phone", "2026-11-20T08:00:00+01:00")
    other, _ = local(client).devices.add("a second one", "2026-11-20T08:00:00+01:00")
    assert local(client).devices.remove(device.id)
    assert client.get("/api/v1/entries", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert [one.id for one in local(client).devices.all()] == [other.id]


def test_two_browsers_see_one_diary(serve: Serve) -> None:
    one, other = let_in(serve()), let_in(serve())
    added(one, entry(1))
    assert other.get("/api/v1/entries").json()["entries"] == [entry(1)]

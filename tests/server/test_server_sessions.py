"""How a browser is let in, how long it stays, and what a token is worth to somebody who found it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from server.conftest import Clock, Serve, let_in, local
from uncramp.server.sessions import MOST, Sessions


@pytest.fixture
def sessions(tmp_path: Path, clock: Clock) -> Sessions:
    return Sessions(tmp_path / "browsers", lambda: clock().timestamp())


def everything(folder: Path) -> list[Path]:
    return [folder, *folder.rglob("*")]


# ---- the token that opens


def test_a_token_to_open_works_once(sessions: Sessions) -> None:
    token = sessions.opening()
    session = sessions.enter(token)
    assert session is not None
    assert sessions.known(session)
    assert sessions.enter(token) is None


def test_a_token_to_open_works_for_ten_minutes(sessions: Sessions, clock: Clock) -> None:
    early, late = sessions.opening(), sessions.opening()
    clock.wait(minutes=10)
    assert sessions.enter(early) is not None
    clock.wait(seconds=1)
    assert sessions.enter(late) is None


@pytest.mark.parametrize("guess", ["", "x", "../sessions", "a" * 43, "\ud800", "%00", "." * 64])
def test_nothing_but_a_token_opens(sessions: Sessions, guess: str) -> None:
    sessions.opening()
    assert sessions.enter(guess) is None
    assert not sessions.known(guess)


def test_a_token_to_open_is_no_session_and_a_session_opens_nothing(sessions: Sessions) -> None:
    token = sessions.opening()
    assert not sessions.known(token)
    session = sessions.enter(token)
    assert session is not None
    assert sessions.enter(session) is None


def test_another_process_can_let_a_browser_in(sessions: Sessions, tmp_path: Path, clock: Clock) -> None:
    token = Sessions(tmp_path / "browsers", lambda: clock().timestamp()).opening()
    assert sessions.enter(token) is not None


# ---- the session


def test_a_session_lasts_thirty_days_after_its_last_use(sessions: Sessions, clock: Clock) -> None:
    session = sessions.enter(sessions.opening())
    assert session is not None
    for _ in range(3):
        clock.wait(days=29)
        assert sessions.known(session)
    clock.wait(days=30, seconds=1)
    assert not sessions.known(session)


def test_a_session_outlives_the_app(sessions: Sessions, tmp_path: Path, clock: Clock) -> None:
    session = sessions.enter(sessions.opening())
    assert session is not None
    assert Sessions(tmp_path / "browsers", lambda: clock().timestamp()).known(session)


def test_a_clock_that_was_put_back_ends_what_it_has_not_seen_yet(sessions: Sessions, clock: Clock) -> None:
    session, token = sessions.enter(sessions.opening()), sessions.opening()
    assert session is not None
    clock.wait(days=-2)
    assert not sessions.known(session)
    assert sessions.enter(token) is None


def test_beyond_so_many_browsers_the_one_used_longest_ago_is_let_out(sessions: Sessions, clock: Clock) -> None:
    first = sessions.enter(sessions.opening())
    assert first is not None
    for _ in range(MOST):
        clock.wait(seconds=1)
        last = sessions.enter(sessions.opening())
    assert not sessions.known(first)
    assert last is not None
    assert sessions.known(last)


def test_what_is_kept_is_for_its_owner_alone_and_holds_no_token(sessions: Sessions, tmp_path: Path) -> None:
    token = sessions.opening()
    session = sessions.enter(token)
    assert session is not None
    waiting = sessions.opening()
    found = everything(tmp_path / "browsers")
    assert {stat.S_IMODE(path.stat().st_mode) for path in found if path.is_file()} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in found if path.is_dir()} == {0o700}
    kept = " ".join(str(path) for path in found) + " ".join(path.read_text() for path in found if path.is_file())
    assert not [one for one in (token, session, waiting) if one in kept]


# ---- over HTTP


def test_the_link_leads_to_the_first_page_and_leaves_a_cookie_that_no_script_and_no_other_site_can_use(
    stranger: TestClient,
) -> None:
    answer = stranger.get("/open", params={"token": local(stranger).sessions.opening()})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers.get_list("set-cookie")[0]
    name, *attributes = [part.strip() for part in cookie.split(";")]
    assert name.startswith(f"uncramp-{local(stranger).key}=")
    assert set(attributes) == {"HttpOnly", "SameSite=strict", "Path=/", f"Max-Age={30 * 24 * 3600}"}


def test_over_https_the_cookie_goes_nowhere_else(serve: Serve) -> None:
    client = serve(tls=True, base="https://127.0.0.1:8627")
    answer = client.get("/open", params={"token": local(client).sessions.opening()})
    assert answer.headers["set-cookie"].startswith("__Host-uncramp-")
    assert "Secure" in answer.headers["set-cookie"]
    assert answer.headers["strict-transport-security"].startswith("max-age=")


@pytest.mark.parametrize("token", ["", "wrong", "x" * 10_000])
def test_a_wrong_link_lets_nobody_in_and_tells_how_to_open_the_app(stranger: TestClient, token: str) -> None:
    answer = stranger.get("/open", params={"token": token}, headers={"Accept": "text/html"})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert "<kbd>uncramp</kbd>" in answer.text


def test_a_link_that_was_stolen_after_its_use_is_worth_nothing(serve: Serve) -> None:
    owner, thief = serve(), serve()
    token = local(owner).sessions.opening()
    assert owner.get("/open", params={"token": token}).status_code == 303
    assert thief.get("/open", params={"token": token}).status_code == 401
    assert thief.get("/app/settings").status_code == 401


def test_looking_at_a_link_does_not_use_it(stranger: TestClient) -> None:
    token = local(stranger).sessions.opening()
    assert stranger.head("/open", params={"token": token}).status_code == 405
    assert stranger.post("/open", params={"token": token}).status_code == 405
    assert stranger.get("/open", params={"token": token}).status_code == 303


READS = ["/api/v1/entries", "/api/v1/export", "/app/settings"]


@pytest.mark.parametrize("path", READS)
def test_without_being_let_in_nothing_of_the_diary_is_shown(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 401
    assert str(local(stranger).place) not in answer.text


@pytest.mark.parametrize("path", READS)
@pytest.mark.parametrize("cookie", ["", "wrong", "../sessions", "x" * 5000])
def test_a_made_up_cookie_is_none(stranger: TestClient, path: str, cookie: str) -> None:
    stranger.cookies.set(local(stranger).cookie, cookie)
    assert stranger.get(path).status_code == 401


@pytest.mark.parametrize("said", ["Bearer wrong", "Bearer ", "Basic eDp5", "Bearer " + "x" * 5000])
def test_a_made_up_token_is_none_even_beside_a_good_cookie(browser: TestClient, said: str) -> None:
    kept = 200 if not said.removeprefix("Bearer ").strip() or said.startswith("Basic") else 401
    assert browser.get("/api/v1/entries", headers={"Authorization": said}).status_code == kept


def test_leaving_lets_every_browser_out(serve: Serve) -> None:
    one, other = let_in(serve()), let_in(serve())
    assert one.post("/app/leave").status_code == 303
    assert [client.get("/app/settings").status_code for client in (one, other)] == [401, 401]


def test_what_is_open_to_everybody_says_nothing_of_anybody(stranger: TestClient) -> None:
    for path in ("/", "/api/v1/health", "/api/v1/knowledge", "/api/v1/openapi.json"):
        answer = stranger.get(path)
        assert answer.status_code == 200, path
        assert str(local(stranger).place) not in answer.text, path

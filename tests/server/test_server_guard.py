"""What pages of other sites try on an app of this machine, and what they get."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from server.conftest import HOME, PERSON, PORT, SAME, Serve, entry, let_in, local
from uncramp.server.guard import LARGEST, checked_origin

EVIL = "https://evil.example"
PAGES = [
    "/", "/a/v1/app.css", "/app/settings", "/app/calendar/x.ics", "/api/v1/health", "/api/v1/entries", "/open?token=x",
    "/nothing",
]  # fmt: skip
WRITES = [
    ("POST", "/api/v1/entries"),
    ("POST", "/api/v1/decide"),
    ("POST", "/app/settings/backup"),
    ("POST", "/app/leave"),
    ("POST", "/app/settings/feed"),
    ("POST", "/app/settings/feed/off"),
    ("POST", "/api/v1/reminders"),
    ("DELETE", "/api/v1/entries"),
]


def written(client: TestClient) -> int:
    return local(client).store.count()


# ---- DNS rebinding: a name of the attacker's that points at 127.0.0.1


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    "host",
    [
        "evil.example", f"evil.example:{PORT}", f"127.0.0.1.evil.example:{PORT}", f"localhost.evil.example:{PORT}",
        "127.0.0.1", "127.0.0.1:80", "0.0.0.0:8627", f"127.0.0.2:{PORT}", f"[::ffff:127.0.0.1]:{PORT}",
        f"localhost:{PORT}@evil.example", f"evil.example@127.0.0.1:{PORT}", "", f"127.0.0.1:{PORT}, evil.example",
    ],
)  # fmt: skip
def test_a_page_that_reaches_us_under_another_name_gets_nothing(browser: TestClient, path: str, host: str) -> None:
    answer = browser.get(path, headers={"Host": host})
    assert answer.status_code == 421
    assert answer.json() == {"error": "this server has another name", "where": "", "allowed": "", "hint": ""}


@pytest.mark.parametrize("host", [f"127.0.0.1:{PORT}", f"localhost:{PORT}", f"LOCALHOST:{PORT}", f"[::1]:{PORT}"])
def test_the_names_of_this_machine_are_ours(stranger: TestClient, host: str) -> None:
    assert stranger.get("/api/v1/health", headers={"Host": host}).status_code == 200


def test_two_hosts_in_one_request_are_none(stranger: TestClient) -> None:
    answer = stranger.get("/api/v1/health", headers=[("Host", f"127.0.0.1:{PORT}"), ("Host", "evil.example")])
    assert answer.status_code == 421


def test_a_further_name_counts_only_when_it_was_allowed_and_then_only_over_https(serve: Serve) -> None:
    client = serve(hosts=["Diary.example.org"])
    there = {"Host": "diary.example.org"}
    assert client.get("/api/v1/health", headers=there).status_code == 200
    assert client.get("/api/v1/health", headers={"Host": "other.example.org"}).status_code == 421
    body = {"facts": {}}
    origins = {"https://diary.example.org": 200, "http://diary.example.org": 403, EVIL: 403}
    for origin, status in origins.items():
        assert client.post("/api/v1/decide", json=body, headers={**there, "Origin": origin}).status_code == status


# ---- drive-by pages, and forged requests


FOREIGN = [
    {"Origin": EVIL, "Sec-Fetch-Site": "cross-site"},
    {"Origin": EVIL},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": f"http://localhost:{PORT}"},  # this machine, but not the page's own name
    {"Origin": f"https://127.0.0.1:{PORT}"},
    {"Origin": "http://127.0.0.1:3000", "Sec-Fetch-Site": "same-site"},  # another program of this machine
    {"Origin": f"{HOME}.evil.example"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "something new"},
    {},  # a browser that says nothing, with our cookie
]


@pytest.mark.parametrize("said", FOREIGN)
@pytest.mark.parametrize(("method", "path"), WRITES)
def test_a_foreign_page_with_our_cookie_writes_nothing(
    serve: Serve, method: str, path: str, said: dict[str, str]
) -> None:
    client = let_in(serve())
    for name in SAME:
        del client.headers[name]
    answer = client.request(method, path, json={"entries": [entry()]}, headers=said)
    assert answer.status_code == 403
    assert written(client) == 0
    assert client.get("/app/settings").status_code == 200  # nor was anybody let out


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None])
def test_what_a_plain_form_can_send_is_no_body_even_from_our_own_page(browser: TestClient, kind: str | None) -> None:
    body = '{"entries": []}'
    headers = {"Content-Type": kind} if kind else {}
    answer = browser.post("/api/v1/entries", content=body, headers=headers)
    assert (answer.status_code, answer.json()["where"]) == (415, "content-type")
    assert written(browser) == 0


def test_two_content_types_are_none(browser: TestClient) -> None:
    kinds = [("Content-Type", "text/plain"), ("Content-Type", "application/json")]
    assert browser.post("/api/v1/entries", content="{}", headers=kinds).status_code == 415


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    "said",
    [
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty", "Origin": EVIL},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
    ],
)
def test_a_foreign_page_embeds_nothing_of_ours(browser: TestClient, path: str, said: dict[str, str]) -> None:
    del browser.headers["origin"]
    assert browser.get(path, headers=said).status_code == 403


def test_a_link_on_another_site_leads_to_the_first_page_and_not_to_the_diary(browser: TestClient) -> None:
    del browser.headers["origin"]
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert browser.get("/", headers=followed).status_code == 200
    for path in ("/app/settings", "/es/app/settings", "/api/v1/entries", "/api/v1/export", "/open?token=x"):
        assert browser.get(path, headers=followed).status_code == 403, path


def test_a_get_changes_nothing(browser: TestClient) -> None:
    browser.post("/api/v1/entries", json={"entries": [entry()]})
    for path in ("/app/settings/check", "/app/settings/backup", "/app/leave"):
        assert browser.get(path).status_code == 405, path
    assert browser.get("/app/settings").status_code == 200
    assert written(browser) == 1


# ---- other origins: nobody unless named


def test_no_answer_says_that_another_origin_may_read_it(browser: TestClient) -> None:
    for origin in (EVIL, HOME, "null"):
        for method, path in (("GET", "/api/v1/health"), ("OPTIONS", "/api/v1/entries"), ("OPTIONS", "/")):
            asks = {"Origin": origin, "Access-Control-Request-Method": "POST"}
            answer = browser.request(method, path, headers=asks)
            assert not [name for name in answer.headers if name.startswith("access-control")], (origin, path)


def test_a_named_origin_may_ask_the_api_with_a_token_but_never_with_our_cookie(serve: Serve) -> None:
    named = "https://relief.example.org"
    client = let_in(serve(origins=[named]))
    for name in SAME:
        del client.headers[name]
    asks = {"Origin": named, "Sec-Fetch-Site": "cross-site"}
    asked = client.options("/api/v1/entries", headers={**asks, "Access-Control-Request-Method": "POST"})
    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (204, named)
    assert "access-control-allow-credentials" not in asked.headers
    assert client.get("/api/v1/health", headers=asks).headers["access-control-allow-origin"] == named
    refused = client.get("/api/v1/entries", headers=asks)  # the client sends the cookie all the same
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (401, named)
    assert "origin" in refused.headers["vary"].lower()


@pytest.mark.parametrize(
    "origin", [EVIL, "http://relief.example.org", "https://relief.example.org:444", "https://a.relief.example.org"]
)
def test_an_origin_that_is_only_like_a_named_one_is_refused(serve: Serve, origin: str) -> None:
    client = serve(origins=["https://relief.example.org"])
    answer = client.get("/api/v1/health", headers={"Origin": origin, "Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_a_named_origin_reaches_no_page_of_ours(serve: Serve) -> None:
    named = "https://relief.example.org"
    client = let_in(serve(origins=[named]))
    asks = {"Origin": named, "Sec-Fetch-Site": "cross-site"}
    for path in ("/app/settings", "/", "/open?token=x"):
        assert client.get(path, headers=asks).status_code == 403, path


@pytest.mark.parametrize(
    ("said", "origin"),
    [
        ("https://relief.example.org", "https://relief.example.org"),
        ("HTTPS://Relief.example.org", "https://relief.example.org"),
        ("http://192.168.1.5:8000", "http://192.168.1.5:8000"),
        ("https://relief.example.org/", None),
        ("relief.example.org", None),
        ("https://user@relief.example.org", None),
        ("*", None),
        ("null", None),
        ("file:///home", None),
    ],
)
def test_an_origin_is_named_as_browsers_name_it(said: str, origin: str | None) -> None:
    assert checked_origin(said) == origin


# ---- methods, sizes, paths


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "X" * 500])
def test_a_method_that_is_none_of_ours_is_refused(stranger: TestClient, method: str) -> None:
    answer = stranger.request(method, "/api/v1/health")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


def test_no_header_turns_one_method_into_another(browser: TestClient) -> None:
    browser.post("/api/v1/entries", json={"entries": [entry()]})
    for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        answer = browser.get("/api/v1/entries", headers={name: "POST"}, params={"_method": "POST"})
        assert answer.status_code == 422  # `_method` is nothing that may be asked
        assert browser.get("/api/v1/entries", headers={name: "POST"}).json()["entries"]
    assert browser.put("/api/v1/entries", json={}).status_code == 405
    assert browser.post("/api/v1/health", json={}).status_code == 405


def test_a_body_that_says_that_it_is_too_large_is_not_read(browser: TestClient) -> None:
    answer = browser.post("/api/v1/entries", content=b"x", headers={"Content-Length": str(LARGEST + 1)})
    assert (answer.status_code, answer.json()["error"]) == (413, f"the body is larger than {LARGEST} bytes")


def test_a_body_that_turns_out_too_large_is_refused_before_it_is_used(browser: TestClient) -> None:
    def pieces():
        for _ in range(LARGEST // 65536 + 2):
            yield b" " * 65536

    answer = browser.post("/api/v1/entries", content=pieces(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


def test_a_body_of_the_largest_size_is_read(browser: TestClient) -> None:
    body = b'{"entries": []' + b" " * (LARGEST - 15) + b"}"
    answer = browser.post("/api/v1/entries", content=body, headers={"Content-Type": "application/json"})
    assert (len(body), answer.status_code) == (LARGEST, 200)


@pytest.mark.parametrize("said", ["-1", "1e3", "0x10", "9" * 30, "٣"])
def test_a_size_that_is_no_number_is_refused(browser: TestClient, said: str) -> None:
    answer = browser.post("/api/v1/entries", content=b"{}", headers={"Content-Length": said.encode()})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt", "/%2e%2e/secret.txt", "/a/../../secret.txt", "/a/v1/%2e%2e/%2e%2e/%2e%2e/secret.txt",
        "/..%2fsecret.txt", "/..%5csecret.txt", "/a/v1/....//....//secret.txt", "/%00", "/a%00/app.css",
        "/C:/Windows/win.ini", "/~root", "/.%2e/diary.sqlite",
    ],
)  # fmt: skip
def test_nothing_outside_of_the_folder_is_served(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 404
    assert "not yours" not in answer.text


def test_a_link_out_of_the_folder_is_not_followed(stranger: TestClient, phone_app) -> None:
    (phone_app / "out.txt").symlink_to(phone_app.parent / "secret.txt")
    assert stranger.get("/out.txt").status_code == 404


# ---- what every answer carries


EVERY = [
    ("GET", "/", {}), ("GET", "/a/v1/app.css", {}), ("GET", "/nothing", {}), ("GET", "/api/v1/health", {}),
    ("GET", "/api/v1/nothing", {}), ("GET", "/api/v1/entries", {}), ("GET", "/app/settings", {}), ("GET", "/open", {}),
    ("POST", "/api/v1/decide", {}), ("GET", "/", {"Host": "evil.example"}), ("TRACE", "/", {}),
    ("GET", "/", {"Origin": EVIL}), ("HEAD", "/", {}), ("OPTIONS", "/api/v1/entries", {}),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "headers"), EVERY)
def test_every_answer_forbids_what_it_does_not_need(
    browser: TestClient, method: str, path: str, headers: dict[str, str]
) -> None:
    answer = browser.request(method, path, headers=headers)
    policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] in ("'self'", "'none'")
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "geolocation=()" in answer.headers["permissions-policy"]
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "cache-control" in answer.headers
    assert "server" not in answer.headers


def test_only_what_is_nobodys_health_is_kept_by_the_browser(browser: TestClient) -> None:
    kept = {path: browser.get(path).headers["cache-control"] for path in PAGES}
    assert kept["/a/v1/app.css"] == "public, max-age=31536000, immutable"
    assert kept["/"] == "no-cache"
    assert {kept["/app/settings"], kept["/api/v1/entries"], kept["/open?token=x"]} == {"no-store"}


def test_a_mistake_of_ours_shows_and_logs_neither_health_nor_program(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(f"{PERSON} has MARKEDPAIN")

    monkeypatch.setattr(local(browser).store, "after", broken)
    answer = browser.get("/api/v1/entries")
    assert (answer.status_code, answer.json()["error"]) == (500, "something went wrong in uncramp")
    logged = capsys.readouterr()
    assert logged.err.startswith("uncramp: something went wrong (RuntimeError at ")
    assert "MARKED" not in logged.err + logged.out + answer.text
    assert "Traceback" not in logged.err + answer.text

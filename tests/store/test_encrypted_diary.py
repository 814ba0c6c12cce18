"""An encrypted diary shows nothing without its passphrase, and on the way there and back nothing is lost."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from store.places import PASSPHRASE, encrypted_place, note
from uncramp.diary import cipher
from uncramp.diary.backup import back_up, restore, verify
from uncramp.diary.cipher import is_encrypted, make_key, passphrase_of
from uncramp.diary.encryption import decrypt, encrypt
from uncramp.diary.failures import StoreError
from uncramp.diary.health import examine, rescue
from uncramp.diary.leftovers import NEW_PLAIN, OLD_PLAIN, leftovers
from uncramp.diary.place import Place, file_place
from uncramp.diary.scope import Scope
from uncramp.diary.store import Store

sqlcipher3 = pytest.importorskip("sqlcipher3")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOTES = [note(nth, f"very secret {nth} " * 20) for nth in range(300)]
KILLS = int(os.environ.get("UNCRAMP_KILLS") or 16)
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no modes or signals of this kind")


@pytest.fixture(autouse=True)
def nobody_there(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(cipher, "ask", None)
    monkeypatch.delenv(cipher.FILE, raising=False)
    monkeypatch.delenv(cipher.DESCRIPTOR, raising=False)
    cipher._keys.clear()
    yield
    cipher._keys.clear()


@pytest.fixture
def plain(tmp_path: Path) -> Place:
    place = file_place(tmp_path / "diary.sqlite")
    with Store.open(place) as store:
        store.append(NOTES)
        store.keep("own", "me")
    return place


@pytest.fixture
def secret(plain: Place) -> Place:
    encrypt(plain, PASSPHRASE)
    return plain


def ids(place: Place) -> set[str]:
    with Store.open(place, create=False) as store:
        return {one.id for one in store.entries()}


def trouble(work: object) -> str:
    with pytest.raises(StoreError) as error:
        work()  # type: ignore[operator]
    assert "\n" not in str(error.value)
    assert PASSPHRASE not in str(error.value)
    return error.value.trouble


def in_folder(place: Place) -> bytes:
    assert place.file
    return b"".join(one.read_bytes() for one in place.file.parent.iterdir())


# ---- there and back


def test_nothing_of_an_encrypted_diary_can_be_read_in_its_folder(secret: Place) -> None:
    assert b"secret" not in in_folder(secret)
    with Store.open(secret) as store:
        store.append([note(1000, "very secret too")])
        assert b"secret" not in in_folder(secret), "nor in the log beside the file"


def test_there_and_back_everything_is_as_it_was(plain: Place) -> None:
    with Store.open(plain) as store:
        before, cursor = store.since(0, 10_000)
    moved = encrypt(plain, PASSPHRASE)
    assert moved.rows >= len(NOTES)
    with Store.open(plain) as store:
        assert store.since(0, 10_000) == (before, cursor)
        assert store.kept("own") == "me"
    decrypt(plain)
    assert plain.file
    assert not is_encrypted(plain.file)
    with Store.open(plain) as store:
        assert store.since(0, 10_000) == (before, cursor)
        assert store.kept("own") == "me"
    assert leftovers(plain.file) == []


@posix
def test_nobody_else_can_read_the_file_before_or_after(secret: Place) -> None:
    assert secret.file
    assert stat.S_IMODE(secret.file.stat().st_mode) == 0o600
    decrypt(secret)
    assert stat.S_IMODE(secret.file.stat().st_mode) == 0o600


def test_what_was_plain_is_written_over(plain: Place) -> None:
    assert plain.file
    os.link(plain.file, plain.file.with_name("watched"))
    encrypt(plain, PASSPHRASE)
    assert b"secret" not in plain.file.with_name("watched").read_bytes()


def test_any_sqlcipher_opens_it_with_the_passphrase_alone(secret: Place) -> None:
    with closing(sqlcipher3.connect(str(secret.file))) as opened:
        opened.execute(f"PRAGMA key = '{PASSPHRASE}'")
        assert opened.execute("select count(*) from entries").fetchone() == (len(NOTES),)


def test_two_diaries_with_the_same_passphrase_have_different_keys(tmp_path: Path) -> None:
    one, other = encrypted_place(tmp_path / "1.sqlite"), encrypted_place(tmp_path / "2.sqlite")
    assert one.file
    assert other.file
    assert cipher.key_of(one.file) != cipher.key_of(other.file)


def test_letters_typed_in_another_way_are_the_same_passphrase() -> None:
    salt = cipher.new_salt()
    assert make_key("cafe\u0301 au lait", salt) == make_key("caf\u00e9 au lait", salt)


def test_what_is_in_the_wrong_form_already_is_said(plain: Place) -> None:
    assert trouble(lambda: decrypt(plain)) == "is_plain"
    assert trouble(lambda: encrypt(plain, "short")) == "short_passphrase"
    encrypt(plain, PASSPHRASE)
    assert trouble(lambda: encrypt(plain, PASSPHRASE)) == "is_encrypted"


def test_older_copies_that_stay_plain_are_named(plain: Place, tmp_path: Path) -> None:
    with Store.open(plain) as store:
        back_up(store, tmp_path / "b.sqlite", NOW)
    beside = restore(plain, tmp_path / "b.sqlite", NOW).beside
    assert encrypt(plain, PASSPHRASE).older == [beside]


def test_a_diary_that_another_program_has_open_is_left_as_it_is(plain: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    program = "import sys; from uncramp.diary.store import Store; s = Store.open(sys.argv[1]); c = s.engine.connect();"
    program += " c.exec_driver_sql('select count(*) from entries').scalar(); print('open', flush=True); input()"
    monkeypatch.setattr(cipher, "PATIENCE", 0.1)
    monkeypatch.setattr(cipher.connect, "__kwdefaults__", {"uri": "", "timeout": 0.1})
    with subprocess.Popen(
        [sys.executable, "-c", program, str(plain.file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert other.stdin
        assert other.stdout.readline() == "open\n"
        assert trouble(lambda: encrypt(plain, PASSPHRASE)) == "locked"
        other.stdin.write("\n")
    assert plain.file
    assert not is_encrypted(plain.file)
    assert ids(plain) == {one.id for one in NOTES}


# ---- the passphrase


def test_a_wrong_passphrase_is_one_clear_error_and_the_right_one_still_opens(
    secret: Place, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    cipher._keys.clear()
    monkeypatch.setattr(cipher, "ask", lambda _: "not the passphrase")
    assert trouble(lambda: Store.open(secret)) == "wrong_passphrase"
    assert trouble(lambda: examine(secret, NOW)) == "wrong_passphrase"
    monkeypatch.setattr(cipher, "ask", lambda _: PASSPHRASE)
    assert ids(secret) == {one.id for one in NOTES}
    assert capfd.readouterr().err == "", "SQLCipher writes no log of its own"


def test_without_anybody_to_ask_it_says_so(secret: Place) -> None:
    cipher._keys.clear()
    assert trouble(lambda: Store.open(secret)) == "encrypted"


@posix
def test_the_passphrase_may_come_from_a_file_that_only_its_owner_reads(
    secret: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cipher._keys.clear()
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE + "\n")
    monkeypatch.setenv(cipher.FILE, str(file))
    for mode in (0o644, 0o640, 0o604):
        file.chmod(mode)
        assert trouble(lambda: Store.open(secret)) == "passphrase_source"
    file.chmod(0o600)
    assert ids(secret) == {one.id for one in NOTES}


@posix
def test_the_passphrase_may_come_through_a_descriptor(monkeypatch: pytest.MonkeyPatch) -> None:
    out, into = os.pipe()
    os.write(into, f"{PASSPHRASE}\n".encode())
    os.close(into)
    monkeypatch.setenv(cipher.DESCRIPTOR, str(out))
    monkeypatch.setattr(cipher, "_handed", {})
    assert passphrase_of("x") == PASSPHRASE
    assert passphrase_of("x") == PASSPHRASE, "it is asked for again, and can be read only once"


@pytest.mark.parametrize("number", ["x", "99", "-1"])
def test_a_descriptor_that_is_none_is_said(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cipher.DESCRIPTOR, number)
    assert trouble(lambda: passphrase_of("x")) == "passphrase_source"


def test_no_representation_of_a_key_shows_it() -> None:
    key = make_key(PASSPHRASE, cipher.new_salt())
    assert key.raw.hex() not in repr(key)
    assert PASSPHRASE not in repr(key)


def test_no_log_of_the_database_shows_the_key(secret: Place, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    with Store.open(secret) as store:
        store.engine.echo = "debug"
        store.entries()
        assert secret.file
        key = cipher.key_of(secret.file)
    assert "FROM entries" in caplog.text
    assert key.raw.hex() not in caplog.text.lower()


def test_without_the_package_it_says_what_to_install(secret: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    assert trouble(lambda: Store.open(secret)) == "no_cipher"


# ---- all that a diary can do


def test_a_backup_of_an_encrypted_diary_is_encrypted_and_comes_back(secret: Place, tmp_path: Path) -> None:
    backup = tmp_path / "b.sqlite"
    with Store.open(secret) as store:
        made = back_up(store, backup, NOW)
        store.append([note(1000)])
    assert is_encrypted(backup)
    assert verify(backup) == made
    assert restore(secret, backup, NOW).beside
    assert ids(secret) == {one.id for one in NOTES}
    assert b"secret" not in in_folder(secret)


def test_a_changed_byte_of_an_encrypted_backup_is_noticed(secret: Place, tmp_path: Path) -> None:
    backup = tmp_path / "b.sqlite"
    with Store.open(secret) as store:
        back_up(store, backup, NOW)
    whole = backup.read_bytes()
    chance = random.Random(1)
    for at in (chance.randrange(16, len(whole)) for _ in range(10)):
        backup.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert trouble(lambda: verify(backup)) in ("backup", "wrong_passphrase")
        secret.file and cipher.key_of(secret.file)
        cipher.remember(make_key(PASSPHRASE, whole[:16]))


def test_a_plain_backup_comes_back_even_if_the_passphrase_of_the_diary_is_lost(plain: Place, tmp_path: Path) -> None:
    with Store.open(plain) as store:
        back_up(store, tmp_path / "b.sqlite", NOW)
    encrypt(plain, PASSPHRASE)
    cipher._keys.clear()
    beside = restore(plain, tmp_path / "b.sqlite", NOW).beside
    assert ids(plain) == {one.id for one in NOTES}
    assert beside
    assert is_encrypted(beside), "and what nobody can open is kept as it is"


def test_the_doctor_looks_at_every_page(secret: Place) -> None:
    found = examine(secret, NOW)
    assert (found.encrypted, found.entries, list(found.problems)) == (True, len(NOTES), ["no_backup"])


def test_a_damaged_last_page_is_found_and_a_backup_brings_everything_back(secret: Place, tmp_path: Path) -> None:
    with Store.open(secret) as store:
        back_up(store, tmp_path / "b.sqlite", NOW)
    assert secret.file
    data = bytearray(secret.file.read_bytes())
    data[-4096:] = os.urandom(4096)
    secret.file.write_bytes(data)
    assert "damaged" in examine(secret, NOW).problems
    saved = {one.id for one in rescue(secret)}
    assert saved <= {one.id for one in NOTES}
    restore(secret, tmp_path / "b.sqlite", NOW)
    assert ids(secret) == {one.id for one in NOTES}


def test_forgetting_reaches_an_encrypted_file(secret: Place) -> None:
    with Store.open(secret) as store:
        done = store.forget(Scope())
        assert (done.entries, done.cleared) == (len(NOTES), True)
    assert ids(secret) == set()


# ---- killed in the middle

MOVER = """
import os, sys
from uncramp.diary import cipher
from uncramp.diary.encryption import decrypt, encrypt
from uncramp.diary.place import file_place
from uncramp.diary.store import Store
cipher.ask = lambda _: "correct horse battery"
place = file_place(__import__("pathlib").Path(sys.argv[1]))
Store.open(place).close()
print("go", flush=True)
while True:
    (decrypt if cipher.is_encrypted(place.file) else lambda p: encrypt(p, "correct horse battery"))(place)
    print("moved", flush=True)
"""


@posix
def test_whoever_is_killed_in_the_middle_has_the_diary_whole(plain: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long run: UNCRAMP_KILLS=200."""
    monkeypatch.setattr(cipher, "ask", lambda _: PASSPHRASE)
    chance = random.Random(KILLS)
    assert plain.file
    seen, left_behind = set[bool](), 0
    for _ in range(KILLS):
        with subprocess.Popen([sys.executable, "-c", MOVER, str(plain.file)], stdout=subprocess.PIPE) as mover:
            assert mover.stdout
            assert mover.stdout.readline() == b"go\n"
            time.sleep(chance.uniform(0, 1.2))
            os.kill(mover.pid, signal.SIGKILL)
        seen.add(is_encrypted(plain.file))
        left_behind += bool(leftovers(plain.file))
        assert ids(plain) == {one.id for one in NOTES}
        assert leftovers(plain.file) == [], "who opens it clears up"
        if is_encrypted(plain.file):
            assert b"secret" not in in_folder(plain)
    assert left_behind, "none was killed at work"


@pytest.mark.parametrize("end", [OLD_PLAIN, NEW_PLAIN])
def test_what_somebody_left_who_was_killed_is_written_over_at_the_next_opening(secret: Place, end: str) -> None:
    assert secret.file
    left = secret.file.with_name(secret.file.name + end)
    left.write_bytes(b"very secret" * 1000)
    watched = left.with_name("watched")
    os.link(left, watched)
    assert ids(secret) == {one.id for one in NOTES}
    assert not left.exists()
    assert b"secret" not in watched.read_bytes()


def test_a_second_name_of_the_diary_itself_is_never_written_over(plain: Place) -> None:
    """Killed between giving the old file its second name and the change of places."""
    assert plain.file
    os.link(plain.file, plain.file.with_name(plain.file.name + OLD_PLAIN))
    assert ids(plain) == {one.id for one in NOTES}
    assert leftovers(plain.file) == []
    with closing(sqlite3.connect(plain.file)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_copy_that_is_not_the_same_takes_no_place(plain: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    from uncramp.diary import encryption

    whole = encryption._copy

    def spoilt(source: object, target: Path, key: cipher.Key | None) -> None:
        whole(source, target, key)
        with closing(cipher.connect(target, key)) as opened:
            opened.execute("delete from entries where id = ?", (NOTES[3].id,))

    monkeypatch.setattr(encryption, "_copy", spoilt)
    assert trouble(lambda: encrypt(plain, PASSPHRASE)) == "failed"
    assert plain.file
    assert leftovers(plain.file) == []
    assert ids(plain) == {one.id for one in NOTES}

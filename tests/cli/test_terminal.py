"""The program as a person at a terminal meets it: keys in, screens out, and the terminal put back afterwards."""

from __future__ import annotations

import os
import signal
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from uncramp.kb import load

pexpect = pytest.importorskip("pexpect", reason="a pseudo-terminal needs POSIX")

ENTER = "\r"


class Screen:
    """One run of the program on a pseudo-terminal of 70 lines."""

    def __init__(self, home: Path, *arguments: str) -> None:
        env = {**os.environ, "HOME": str(home), "XDG_STATE_HOME": str(home / "state"), "LANG": "en_GB.UTF-8"}
        env |= {"TERM": "xterm-256color", "NO_COLOR": "1"}
        env.pop("LC_ALL", None)
        command = ["-m", "uncramp", *arguments]
        self.run = pexpect.spawn(sys.executable, command, env=env, encoding="utf-8", dimensions=(70, 110), timeout=20)

    def sees(self, text: str) -> None:
        self.run.expect_exact(text)

    def says(self, line: str) -> None:
        self.run.send(line + ENTER)

    def presses(self, key: str) -> None:
        self.run.send(key)

    def ends(self) -> str:
        """Wait for the end; everything that was shown since the last `sees`."""
        self.run.expect(pexpect.EOF)
        self.run.close()
        return str(self.run.before)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[type[Screen]]:
    screens: list[Screen] = []

    class Here(Screen):
        def __init__(self, *arguments: str) -> None:
            super().__init__(tmp_path, *arguments)
            screens.append(self)

    yield Here  # type: ignore[misc]
    for screen in screens:
        screen.run.close(force=True)


def in_the_middle_of_the_calf_stretch(terminal: type[Screen]) -> Screen:
    screen = terminal("now", "calf")
    screen.sees("None of these")
    screen.says("n")
    screen.sees("Stop and get safe")
    screen.presses("k")
    screen.sees("Get ready: Calf stretch, sitting")
    screen.presses(ENTER)
    screen.sees("Round 1 of 3")
    return screen


def test_two_taps_run_the_relief_and_one_key_ends_it_when_the_cramp_is_gone(terminal: type[Screen]) -> None:
    screen = terminal("now")
    screen.sees("Where is the cramp?")
    screen.says("1")
    screen.sees("999")
    screen.says("n")
    screen.sees("Stop and get safe")
    screen.presses("g")
    screen.sees("Good.")
    screen.ends()
    assert screen.run.exitstatus == 0


def test_enter_alone_does_not_clear_the_danger_lines(terminal: type[Screen]) -> None:
    screen = terminal("now", "calf")
    screen.sees("None of these")
    screen.says("")
    screen.sees("That is not one of the answers")


def test_a_danger_sign_ends_in_the_ambulance_and_nothing_stands_beside_it(terminal: type[Screen]) -> None:
    screen = terminal("now", "calf")
    screen.sees("None of these")
    screen.says("1")
    while screen.run.expect_exact(["> ", "Call 999 now."]) == 0:
        screen.says("y")
    shown = screen.ends()
    assert "stretch" not in shown.lower()
    assert "Held back" not in shown


def test_not_sure_about_a_danger_sign_never_starts_the_relief(terminal: type[Screen]) -> None:
    screen = terminal("now", "calf")
    screen.sees("None of these")
    screen.says("6")
    screen.sees("> ")
    screen.says("?")
    screen.sees("> ")
    screen.says("n")
    for _ in range(40):
        if screen.run.expect_exact(["> ", "(y/n)", "Today", "Get help today", "Stop and get safe"]) > 1:
            break
        screen.says("n")
    assert "Stop and get safe" not in screen.run.after


def test_no_to_every_question_of_a_line_goes_back_to_the_lines(terminal: type[Screen]) -> None:
    screen = terminal("now", "calf")
    screen.sees("None of these")
    screen.says("6")
    for _ in load().pack.line[5].facts:
        screen.sees("> ")
        screen.says("n")
    screen.sees("Back to the list")
    screen.sees("None of these")
    screen.says("n")
    screen.sees("Stop and get safe")


def test_a_session_broken_off_goes_on_where_it_stood(terminal: type[Screen]) -> None:
    screen = in_the_middle_of_the_calf_stretch(terminal)
    screen.presses("\x03")
    screen.ends()
    assert screen.run.exitstatus == 130
    again = terminal("now")
    again.sees("cut off at: Calf stretch, sitting")
    again.says("y")
    again.sees("Round 1 of 3")
    again.presses("g")
    again.sees("Good.")
    again.ends()


def test_a_session_killed_outright_goes_on_where_it_stood_and_is_gone_once_it_ends(
    terminal: type[Screen], tmp_path: Path
) -> None:
    screen = in_the_middle_of_the_calf_stretch(terminal)
    screen.run.kill(signal.SIGKILL)
    screen.ends()
    [kept] = (tmp_path / "state").rglob("session.json")
    assert kept.stat().st_mode & 0o077 == 0, "only the person may read it"
    again = terminal("now")
    again.sees("cut off")
    again.says("y")
    again.sees("Round 1 of 3")
    again.presses("q")
    again.sees("Stopped.")
    again.ends()
    assert not list((tmp_path / "state").rglob("session*"))


def test_a_kept_session_that_is_garbage_does_not_stand_in_the_way(terminal: type[Screen], tmp_path: Path) -> None:
    screen = in_the_middle_of_the_calf_stretch(terminal)
    screen.run.kill(signal.SIGKILL)
    screen.ends()
    [kept] = (tmp_path / "state").rglob("session.json")
    kept.write_bytes(b"\x00{")
    again = terminal("now", "calf")
    again.sees("None of these")


def test_pause_holds_the_countdown_and_the_same_key_goes_on(terminal: type[Screen]) -> None:
    screen = in_the_middle_of_the_calf_stretch(terminal)
    screen.presses("p")
    screen.sees("Paused.")
    screen.presses("p")
    screen.sees("Enter next")
    screen.presses("q")
    screen.sees("Stopped.")


def test_something_new_goes_back_to_the_danger_signs(terminal: type[Screen]) -> None:
    screen = in_the_middle_of_the_calf_stretch(terminal)
    screen.presses("!")
    screen.sees("Something new came up.")
    screen.sees("> ")


def test_the_terminal_is_put_back_after_the_end_and_after_a_break(terminal: type[Screen], tmp_path: Path) -> None:
    for key in ("g", "\x03"):
        leader, follower = os.openpty()
        before = termios.tcgetattr(follower)
        screen = in_the_middle_of_the_calf_stretch(terminal)
        echo = termios.tcgetattr(screen.run.child_fd)[3] & termios.ECHO
        assert not echo, "keys are read one by one without being shown"
        screen.presses(key)
        screen.run.expect(pexpect.EOF)
        assert termios.tcgetattr(screen.run.child_fd)[3] & termios.ECHO
        screen.run.close()
        os.close(leader)
        os.close(follower)
        assert before[3] & termios.ECHO


def test_for_a_child_the_questions_speak_of_the_child(terminal: type[Screen]) -> None:
    screen = terminal("check", "--for", "child")
    screen.sees("How old are they")


def test_check_asks_one_thing_at_a_time_goes_back_and_shows_the_answer(terminal: type[Screen]) -> None:
    screen = terminal("check")
    screen.sees("How old are you")
    screen.says("200")
    screen.sees("That is not one of the answers. (0-120)")
    screen.says("54")
    screen.sees("sex")
    screen.says("b")
    screen.sees("How old are you")
    screen.says("55")
    screen.sees("sex")
    screen.says("2")
    screen.sees("> ")
    screen.says("y")
    while screen.run.expect_exact(["> ", "Call 999 now."]) == 0:
        screen.says("y")
    screen.ends()
    assert screen.run.exitstatus == 0


def test_stopping_the_questions_still_gives_an_answer_that_says_what_is_open(terminal: type[Screen]) -> None:
    screen = terminal("check")
    screen.sees("How old are you")
    screen.says("q")
    screen.sees("danger signs")
    screen.ends()


def test_check_without_a_terminal_says_that_it_needs_a_file(tmp_path: Path) -> None:
    shown, status = pexpect.run(
        f"/bin/sh -c '{sys.executable} -m uncramp check < /dev/null'", withexitstatus=True, encoding="utf-8"
    )
    assert status == 2
    assert "give a file with a person, or - for standard input" in shown

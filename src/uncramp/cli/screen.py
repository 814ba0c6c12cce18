"""The quick screen on a terminal: one key for "none of these", a number opens a danger line."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.text import Text

from uncramp.cli.ask import Interview, Quit, accepted
from uncramp.facts import Answers
from uncramp.kb import Knowledge, Texts
from uncramp.kb.entries import Quick
from uncramp.quick import none_of_these, tapped
from uncramp.triage import Level, triage


class QuickScreen:
    """The danger lines on a terminal: one key for "none of these", a number opens a line."""

    def __init__(self, kb: Knowledge, texts: Texts, console: Console, answers: Answers) -> None:
        self.kb, self.texts, self.console = kb, texts, console
        self.answers = answers

    def place(self) -> Quick:
        """Ask where it hurts."""
        self._say(self.texts("now.where"), bold=True)
        places = self.kb.pack.quick
        for number, quick in enumerate(places, 1):
            self._say(f"  {number:>2}  {self.texts.entry('quick', quick.id, 'title', quick.title)}")
        while True:
            said = input(f"{self.texts('now.pick_place')}\n> ").strip().lower()
            if said in accepted("quit", self.texts):
                raise Quit
            if said.isdigit() and 1 <= int(said) <= len(places):
                return places[int(said) - 1]
            self._say(self.texts("cli.not_an_answer"))

    def clear(self, quick: Quick) -> bool:
        """Whether relief may start: every line is answered no. Otherwise `answers` hold what was said."""
        self.answers = self.kb.settled(self.answers.given(tapped(self.kb, quick)))
        while True:
            self._show(quick)
            said = input("> ").strip().lower()
            if said in accepted("no", self.texts):
                self.answers = self.kb.settled(self.answers.given(self._unanswered(quick)))
                return triage(self.kb, self.answers).level <= Level.routine
            if said in accepted("quit", self.texts):
                raise Quit
            if said.isdigit() and 1 <= int(said) <= len(self.kb.pack.line) + len(quick.ask):
                if not self._opened(quick, int(said) - 1):
                    return False
            else:
                self._say(self.texts("cli.not_an_answer"))

    def _unanswered(self, quick: Quick) -> dict[str, Any]:
        given = none_of_these(self.kb, quick)
        return {fact: value for fact, value in given.items() if not self.answers.asked(fact)}

    def _show(self, quick: Quick) -> None:
        self._say(self.texts("now.danger_heading"), bold=True)
        for number, line in enumerate(self.kb.pack.line, 1):
            more = self.texts.entry("line", line.id, "more", line.more)
            self.console.print(
                Text.assemble(
                    f"  {number:>2}  ",
                    (self.texts.entry("line", line.id, "says", line.says), "bold"),
                    (f"\n      {more}" if more else "", "dim"),
                )
            )
        self._say(self.texts("now.about_place"), bold=True)
        for number, fact in enumerate(quick.ask, len(self.kb.pack.line) + 1):
            self._say(f"  {number:>2}  {self.texts.entry('fact', fact, 'ask', self.kb.facts[fact].ask)}")
        self._say(self.texts("now.danger_call"))
        self._say(self.texts("now.none_key"), bold=True)
        self._say(self.texts("now.pick_line"))

    def _opened(self, quick: Quick, place: int) -> bool:
        """Ask what stands behind one line; false when an answer means that help comes before relief."""
        lines = self.kb.pack.line
        asks = [*lines[place].facts, *lines[place].sets] if place < len(lines) else [quick.ask[place - len(lines)]]
        interview = Interview(self.kb, self.texts, self.console, input, self.answers)
        self.answers = interview.facts(asks)
        gates = [fact for fact in asks if fact in self.kb.gates]
        if any(self.answers.known.get(fact) is not False for fact in gates):
            return False
        if triage(self.kb, self.answers).certain > Level.routine:
            return False
        self._say(self.texts("now.line_clear"))
        return True

    def _say(self, text: str, *, bold: bool = False) -> None:
        self.console.print(Text(text, style="bold" if bold else ""), highlight=False)

"""Ask a person: one question at a time, only those that matter, "not sure" always there, back allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import assert_never

from rich.console import Console
from rich.text import Text

from uncramp.facts import Answers, Fact
from uncramp.interview import (
    BRIEF,
    MANY,
    WHOLE,
    More,
    Progress,
    Question,
    Stage,
    answered,
    back,
    behind,
    next_question,
    together,
    wanted,
)
from uncramp.kb import Knowledge, Texts
from uncramp.logic import EnumType, FlagType, IntType
from uncramp.logic import Fact as Value

WANTED: dict[Stage, str] = {
    "level": "cli.more_questions",
    "remedies": "cli.more_for_remedies",
    "causes": "cli.more_for_causes",
    "schedule": "cli.more_for_schedule",
}
"""By what words a person is asked whether to go on."""
TENTHS = "0.1 °C"


class Back(Exception):
    """The person wants the question before."""


class Quit(Exception):
    """The person has had enough; the answers so far still count."""


Input = Callable[[str], str]


def accepted(answer: str, texts: Texts) -> tuple[str, ...]:
    """What may be typed for `yes`, `no`, `back` or `quit`, in small letters."""
    return tuple(f"{texts(f'answer.{answer}')} {texts.fallback[f'answer.{answer}']}".lower().split())


class Interview:
    """One conversation. `progress` grows with each question."""

    def __init__(self, kb: Knowledge, texts: Texts, console: Console, ask: Input, answers: Answers) -> None:
        self.kb, self.texts, self.console, self.input = kb, texts, console, ask
        self.progress = Progress(answers)

    @property
    def answers(self) -> Answers:
        return self.kb.settled(self.progress.given)

    def full(self, *, causes: bool = False) -> Answers:
        """What could change the level, then, if wanted, what could free a remedy or, with `causes`, play a part."""
        self.progress = replace(self.progress, stages=WHOLE if causes else BRIEF)
        today = date.today()
        try:
            while asked := next_question(self.kb, self.progress, today=today):
                if isinstance(asked, More):
                    self.progress = wanted(self.progress, asked, self._wanted(asked))
                else:
                    self._step(asked)
        except Quit:
            pass
        return self.answers

    def facts(self, facts: Iterable[str]) -> Answers:
        """These facts, one at a time, as far as they are not known yet."""
        queue = list(facts)
        while fact := next((id for id in queue if not self.answers.asked(id)), None):
            self._step(together(self.kb, "level", [fact]))
        return self.answers

    def _wanted(self, more: More) -> bool:
        """Whether to go on where nothing urgent hangs on it."""
        said = self.input(self.texts(WANTED[more.stage], count=more.count) + " ").strip().lower()
        return said.startswith(accepted("yes", self.texts))

    def _step(self, question: Question) -> None:
        try:
            known, unsure = self._ask(question)
        except Back:
            self.progress = back(self.progress)
            return
        self.progress = answered(self.progress, question, known, unsure)

    def _ask(self, question: Question) -> tuple[dict[str, Value], list[str]]:
        facts = [self.kb.facts[id] for id in question.facts]
        match question.kind:
            case "line":
                return self._line(question)
            case "many":
                return self._many(facts)
            case "one":
                return self._one(facts[0])
            case _:
                assert_never(question.kind)

    def _line(self, question: Question) -> tuple[dict[str, Value], list[str]]:
        """A danger line: "no" answers all its facts; otherwise each is asked."""
        line = next(line for line in self.kb.pack.line if line.id == question.line)
        self._say(self.texts.entry("line", line.id, "says", line.says), bold=True)
        if line.more:
            self._say(self.texts.entry("line", line.id, "more", line.more))
        if self._yes_no() is False:
            return dict.fromkeys(question.facts, False), []
        self._say(self.texts("cli.line_opened"))
        known: dict[str, Value] = {}
        unsure: list[str] = []
        while fact := behind(self.kb, self.progress, question, known, unsure):
            more, doubts = self._one(self.kb.facts[fact])
            known |= more
            unsure += doubts
        return known, unsure

    def _one(self, fact: Fact) -> tuple[dict[str, Value], list[str]]:
        self._say(self.texts.entry("fact", fact.id, "ask", fact.ask), bold=True)
        match fact.type:
            case FlagType():
                value: Value | None = self._yes_no()
            case EnumType(values):
                labels = [self._label(fact, word) for word in values]
                for number, label in enumerate(labels, 1):
                    self._say(f"  {number}  {label}")
                picked = self._number("cli.or_choice", 1, len(values))
                value = None if picked is None else values[picked - 1]
            case IntType(low, high) if fact.unit == TENTHS:
                value = self._number("cli.or_number", low, high, scale=10)
            case IntType(low, high):
                value = self._number("cli.or_number", low, high)
        return ({}, [fact.id]) if value is None else ({fact.id: value}, [])

    def _many(self, facts: list[Fact]) -> tuple[dict[str, Value], list[str]]:
        """Pick from a list: what is picked is yes, the rest no; "not sure" leaves them all unsure."""
        ids = [fact.id for fact in facts]
        group = facts[0].group
        self._say(self.texts(f"cli.many_question_{group}" if group in MANY else "cli.many_question"), bold=True)
        for number, fact in enumerate(facts, 1):
            self._say(f"  {number:>2}  {self.texts.entry('fact', fact.id, 'ask', fact.ask)}")
        while True:
            said = self._read(self.texts("cli.or_choices"))
            if said == "?":
                return {}, ids
            try:
                picked = {int(word) for word in said.replace(",", " ").split()}
            except ValueError:
                picked = {0}
            if picked <= set(range(1, len(ids) + 1)):
                return {id: number in picked for number, id in enumerate(ids, 1)}, []
            self._say(self.texts("cli.not_an_answer"))

    def _label(self, fact: Fact, word: str) -> str:
        assert isinstance(fact.type, EnumType)
        if not fact.labels:
            return word
        place = fact.type.values.index(word)
        return self.texts.entry("fact", fact.id, f"labels.{place}", fact.labels[place])

    def _yes_no(self) -> bool | None:
        while True:
            said = self._read(self.texts("cli.yes_no"))
            if said in accepted("yes", self.texts):
                return True
            if said in accepted("no", self.texts):
                return False
            if said == "?":
                return None
            self._say(self.texts("cli.not_an_answer"))

    def _number(self, key: str, low: int, high: int, *, scale: int = 1) -> int | None:
        """A number in range, or None for not sure; with `scale`, typed in whole units and kept in parts of them."""
        while True:
            said = self._read(self.texts(key))
            if said == "?":
                return None
            try:
                number = round(float(said.replace(",", ".")) * scale) if scale > 1 else int(said)
            except (ValueError, OverflowError):
                number = low - 1
            if low <= number <= high:
                return number
            self._say(f"{self.texts('cli.not_an_answer')} ({low / scale:g}-{high / scale:g})")

    def _read(self, hint: str) -> str:
        said = self.input(f"  {hint}\n> ").strip().lower()
        if said in accepted("back", self.texts):
            raise Back
        if said in accepted("quit", self.texts):
            raise Quit
        return said

    def _say(self, text: str, *, bold: bool = False) -> None:
        self.console.print(Text(text, style="bold" if bold else ""), highlight=False)

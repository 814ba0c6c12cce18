"""Ask a person: one question at a time, only those that matter, "not sure" always there, back allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from rich.console import Console
from rich.text import Text

from uncramp.contributors import could_contribute
from uncramp.facts import Answers, Fact
from uncramp.kb import Knowledge, Texts
from uncramp.kb.entries import Line
from uncramp.logic import EnumType, FlagType, IntType
from uncramp.logic import Fact as Value
from uncramp.plan import plan
from uncramp.schedule import schedule
from uncramp.triage import Level, triage

MANY = ("site", "condition", "medicine", "allergy")
"""Groups that are asked as one list to pick from, however long."""
AT_ONCE = 6
"""How many yes/no questions of the other groups stand in one list: as many as fit a glance."""
OPENING = ("age_years", "sex_at_birth", "pregnancy_status")
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
    """One conversation. `answers` grows with each question; `history` holds what it was before each."""

    def __init__(self, kb: Knowledge, texts: Texts, console: Console, ask: Input, answers: Answers) -> None:
        self.kb, self.texts, self.console, self.input = kb, texts, console, ask
        self.given = answers
        self.history: list[Answers] = []
        self.consent: dict[str, bool] = {}

    @property
    def answers(self) -> Answers:
        return self.kb.settled(self.given)

    def full(self, *, causes: bool = False) -> Answers:
        """What could change the level, then, if wanted, what could free a remedy or, with `causes`, play a part."""
        try:
            self._level_questions()
            self._remedy_questions()
            if causes:
                self._cause_questions()
                self._schedule_questions()
        except Quit:
            pass
        return self.answers

    def facts(self, facts: Iterable[str]) -> Answers:
        """These facts, one at a time, as far as they are not known yet."""
        queue = list(facts)
        while fact := next((id for id in queue if not self.answers.asked(id)), None):
            self._step([fact])
        return self.answers

    def _level_questions(self) -> None:
        while True:
            step = self._next_for_level()
            if step is None:
                return
            self._step(step)

    def _next_for_level(self) -> list[str] | None:
        """Who it is, the danger lines, where and what it is like; then whatever could raise the level most."""
        now = self.answers
        if triage(self.kb, now).certain is Level.emergency:
            return None
        for fact in OPENING:
            if not now.asked(fact):
                return [fact]
        for line in self.kb.pack.line:
            if any(not now.asked(fact) for fact in line.facts):
                return [line.id]
        sites = [id for id, fact in self.kb.facts.items() if fact.group == "site"]
        if any(not now.asked(site) for site in sites):
            return sites
        if not now.asked("kind"):
            return ["kind"]
        found = triage(self.kb, now)
        if not found.ask or (found.complete and not self._wanted("cli.more_questions", len(found.ask))):
            return None
        return self._together(found.ask)

    def _together(self, ask: Sequence[str]) -> list[str]:
        """The most useful fact, with the others of its list, or the next yes/no questions, where it has any."""
        group = self.kb.facts[ask[0]].group
        if group in MANY:
            return [fact for fact in self.kb.facts if fact in ask and self.kb.facts[fact].group == group]
        flags = [fact for fact in ask if self._is_flag(fact) and self.kb.facts[fact].group not in MANY]
        return flags[:AT_ONCE] if ask[0] in flags else [ask[0]]

    def _is_flag(self, fact: str) -> bool:
        return isinstance(self.kb.facts[fact].type, FlagType)

    def _remedy_questions(self) -> None:
        while True:
            now = self.answers
            found = triage(self.kb, now)
            if found.level > Level.routine:
                return
            ask = plan(self.kb, now, found, today=date.today()).ask
            if not ask:
                return
            if not self._wanted("cli.more_for_remedies", len(ask)):
                return
            self._step(self._together(ask))

    def _cause_questions(self) -> None:
        while ask := could_contribute(self.kb, self.answers):
            if not self._wanted("cli.more_for_causes", len(ask)):
                return
            self._step(self._together(ask))

    def _schedule_questions(self) -> None:
        """Where this person stands now, as far as the dates of the plan depend on it."""
        while ask := self._unfitted():
            if not self._wanted("cli.more_for_schedule", len(ask)):
                return
            self._step(ask[:1])

    def _unfitted(self) -> list[str]:
        now, today = self.answers, date.today()
        steps = plan(self.kb, now, triage(self.kb, now), today=today).prevention
        return [course.fit for course in schedule(self.kb, now, steps, today=today) if course.fit]

    def _wanted(self, question: str, count: int) -> bool:
        """Whether to go on where nothing urgent hangs on it; asked once for each kind of question."""
        if question not in self.consent:
            said = self.input(self.texts(question, count=count) + " ").strip().lower()
            self.consent[question] = said.startswith(accepted("yes", self.texts))
        return self.consent[question]

    def _step(self, what: list[str]) -> None:
        try:
            known, unsure = self._ask(what)
        except Back:
            if self.history:
                self.given = self.history.pop()
            return
        self.history.append(self.given)
        self.given = self.given.given(known, unsure)

    def _ask(self, what: list[str]) -> tuple[dict[str, Value], list[str]]:
        line = next((line for line in self.kb.pack.line if [line.id] == what), None)
        if line:
            return self._line(line)
        facts = [self.kb.facts[id] for id in what]
        if len(facts) > 1 or facts[0].group in MANY:
            return self._many(facts)
        return self._one(facts[0])

    def _line(self, line: Line) -> tuple[dict[str, Value], list[str]]:
        """A danger line: "no" answers all its facts; otherwise each is asked."""
        self._say(self.texts.entry("line", line.id, "says", line.says), bold=True)
        if line.more:
            self._say(self.texts.entry("line", line.id, "more", line.more))
        left = [id for id in line.facts if not self.answers.asked(id)]
        if self._yes_no() is False:
            return dict.fromkeys(left, False), []
        self._say(self.texts("cli.line_opened"))
        known: dict[str, Value] = {}
        unsure: list[str] = []
        for id in left:
            if self.kb.settled(self.given.given(known, unsure)).asked(id):
                continue
            more, doubts = self._one(self.kb.facts[id])
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

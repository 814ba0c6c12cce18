"""The comparison of two knowledges as a page: who gets a lower level first, then everybody else, then the edits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from textwrap import wrap

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from uncramp.cli.revision import Named
from uncramp.facts import Answers
from uncramp.safety.diff.edits import Edit
from uncramp.safety.diff.replay import Replayed
from uncramp.safety.diff.report import LevelChange, OfferChange, Report, RuleChange, Somebody
from uncramp.triage import Level

MOST = 8
"""How many ids stand in one row; `--json` has them all."""
SPOKEN = {
    "offered": "newly offered",
    "not offered": "no longer offered",
    "ask first": "to be asked about first, now",
    "not ask first": "no longer to be asked about first",
    "with a note": "with a note, now",
    "without a note": "without a note, now",
    "said": "said, now",
    "not said": "no longer said",
}


def page(report: Report, old: Named, new: Named, *, allow_lower: bool) -> None:
    """Print the report."""
    console = Console(highlight=False)
    for side, one in (("old", old), ("new", new)):
        found = f"; `uncramp lint` has findings there: {one.findings}" if one.findings else ""
        console.print(f"{side}  {one.name}  (knowledge {one.kb.name}{found})", markup=False, soft_wrap=True)
    shown = Shown(console, report)
    shown.people()
    shown.edits()
    console.print()
    console.print(verdict(report, allow_lower=allow_lower), style="bold", markup=False)


def verdict(report: Report, *, allow_lower: bool) -> str:
    """The last line: what it comes to."""
    if report.equivalent:
        return "Equivalent: everybody gets the same level, visit and plan."
    if report.undecided:
        return "Not all of it could be told: see `undecided`."
    falls = sum(one.lower for one in report.levels)
    if not falls:
        return "Not equivalent; nobody's level is lower."
    return "Somebody's level is lower" + (", as --allow-lower allows." if allow_lower else ": see above.")


class Shown:
    """The page, part by part; what is empty is left out."""

    def __init__(self, console: Console, report: Report) -> None:
        self.console, self.report = console, report
        self.gates = report.old.gates | report.new.gates

    def people(self) -> None:
        lower = [one for one in self.report.levels if one.lower]
        self._levels("LOWER LEVEL", lower)
        self._levels("higher level", [one for one in self.report.levels if not one.lower])
        if self.report.visits:
            self._head("same level, another visit")
            for one in self.report.visits:
                self._side_by_side(one.somebody)
        if self.report.undecided:
            self._head("undecided: Z3 gave up on")
            for what in self.report.undecided:
                self._row(what)
        if self.report.rules:
            self._head("rules that judge otherwise")
            for rule in self.report.rules:
                self._rule(rule)
        for what, group in groupby(self.report.offers, key=lambda one: one.what):
            self._head(f"at the same level: {SPOKEN[what]}")
            for offer in group:
                self._offer(offer)
        if self.report.refused:
            self._head("answers that contradict each other on one side alone")
            for refused in self.report.refused:
                self._row(f"{refused.by}: {self._said(refused.answers)}")

    def edits(self) -> None:
        if self.report.facts:
            self._head("facts; a side ignores those that it does not have")
            for fact in self.report.facts:
                self._row(_edit(fact))
        if self.report.edits:
            self._head("everything that was edited")
            for kind, group in groupby(self.report.edits, key=lambda edit: edit.kind):
                rows = list(group)
                self._row(f"{kind}: {len(rows)} ({_some(_edit(edit) for edit in rows)})")

    def _levels(self, title: str, changes: Sequence[LevelChange]) -> None:
        if changes:
            self._head(title)
            for change in changes:
                self._side_by_side(change.somebody)

    def _side_by_side(self, somebody: Somebody) -> None:
        """One person, and what the two sides say of them."""
        self.console.print()
        self._row(self._said(somebody.answers))
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for title in ("", "old", "new"):
            table.add_column(
                title, style="dim" if not title else "", header_style="dim", ratio=None if not title else 1
            )
        for name, *cells in _cells(somebody):
            table.add_row(name, *map(Text, cells))
        self.console.print(Padding(table, (0, 0, 0, 4), expand=False))

    def _rule(self, change: RuleChange) -> None:
        self._row(_edit(change.edit))
        if change.somebody is None:
            self._row("changes nobody's level or visit", 4)
            return
        if change.together:
            self._row(f"together with {_some(change.together)}", 4)
        self._moves(change.somebody)

    def _offer(self, change: OfferChange) -> None:
        self._row(f"{change.kind} {change.id}")
        self._row(f"{change.somebody.new.level.name}: {self._said(change.somebody.answers)}", 4)

    def _moves(self, somebody: Somebody) -> None:
        self._row(f"{_visit(somebody.old)} -> {_visit(somebody.new)}: {self._said(somebody.answers)}", 4)

    def _said(self, answers: Answers) -> str:
        return said(answers, self.gates)

    def _head(self, title: str) -> None:
        self.console.print()
        self.console.print(title, style="bold", markup=False)

    def _row(self, text: str, indent: int = 2) -> None:
        before = " " * indent
        for line in wrap(text, self.console.width, initial_indent=before, subsequent_indent=before):
            self.console.print(line, markup=False, soft_wrap=True)


def said(answers: Answers, gates: frozenset[str]) -> str:
    """The answers in a line; what is not mentioned was not asked."""
    yes = [id if value is True else f"{id} = {value}" for id, value in answers.known.items() if value is not False]
    no = [id for id, value in answers.known.items() if value is False]
    parts = [", ".join(yes)] if yes else []
    parts += [f"not sure: {', '.join(sorted(answers.unsure))}"] if answers.unsure else []
    signs, others = [id for id in no if id in gates], [id for id in no if id not in gates]
    parts += [
        f"no to {len(row)} {what}"
        for row, what in ((signs, "danger signs"), (others, "other questions"))
        if len(row) > MOST
    ]
    few = [id for row in (signs, others) if len(row) <= MOST for id in row]
    parts += [f"no: {', '.join(few)}"] if few else []
    return "; ".join(parts) or "no answer at all"


def _cells(somebody: Somebody) -> Iterator[tuple[str, str, str]]:
    old, new = somebody.old, somebody.new
    yield "level", old.level.name, new.level.name
    yield "visit", _whom(old), _whom(new)
    yield "because", _some(old.rules), _some(new.rules)
    gone, come = ([id for id in one.offered if id not in other.offered] for one, other in ((old, new), (new, old)))
    if gone or come:
        yield "offers only", _some(gone), _some(come)


def _whom(side: Replayed) -> str:
    if side.level is Level.self_care:
        return ""
    days = f", {side.visit.within_days} days" if side.visit.within_days else ""
    return (side.visit.whom or "because of missing answers") + days


def _visit(side: Replayed) -> str:
    whom = _whom(side)
    return f"{side.level.name} ({whom})" if whom else side.level.name


def _edit(edit: Edit) -> str:
    fields = [name for name in edit.fields if name]
    how = edit.how if edit.how != "changed" else f"changed: {', '.join(fields)}" if fields else "changed"
    return f"{edit.id} ({how})" if how != "changed" else edit.id


def _some(words: Iterable[str]) -> str:
    row = list(words)
    return ", ".join(row[:MOST]) + (f" and {len(row) - MOST} more" if len(row) > MOST else "")

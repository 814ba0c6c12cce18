"""Decisions and plans as pages of text: the action first, then the reason, then the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from uncramp.cli.dated import dated_lines
from uncramp.cli.output import disclaimer
from uncramp.contributors import could_contribute, likely_contributors, said
from uncramp.decide import action, medicines, rule_reason, safety_net_texts
from uncramp.facts import Answers
from uncramp.kb import Knowledge, Texts
from uncramp.kb.dates import full_day
from uncramp.offer import Reason
from uncramp.plan import Part, Plan, Step
from uncramp.schedule import Course, schedule
from uncramp.triage import Level, Triage, level_of

COLOURS = {Level.emergency: "bold white on red", Level.urgent: "red", Level.routine: "blue", Level.self_care: "green"}
SIGNS = {Level.emergency: "(!)", Level.urgent: "[!]", Level.routine: "[i]", Level.self_care: "[ ]"}
"""A shape beside each colour: nobody has to tell red from green."""
MOST_ALSO = 3
MOST_CAUSES = 3
FIRST = 3
"""How many steps are told at once to somebody with a cramp; the others follow one at a time."""


def decision_page(
    console: Console, kb: Knowledge, answers: Answers, found: Triage, made: Plan, texts: Texts, *, whole: bool
) -> None:
    """The care card; below it the plan (`whole`), unless this is an emergency: then the action stands alone."""
    console.print(care_card(kb, answers, found, made, texts))
    if found.level is not Level.emergency and (whole or found.level is not Level.self_care):
        plan_page(console, kb, answers, found, made, texts)
    causes_page(console, kb, answers, texts, whole=whole or found.level is not Level.self_care)
    console.print(Text(disclaimer(texts), style="dim"))
    console.print(Text(texts("cli.knowledge", version=kb.name), style="dim"))


def care_card(kb: Knowledge, answers: Answers, found: Triage, made: Plan, texts: Texts) -> RenderableType:
    level = found.level
    rules = [rule for rule in found.fired if rule is made.visit.rule] + [
        rule for rule in found.fired if rule is not made.visit.rule
    ]
    says = [rule_reason(kb, answers, found, rule, texts)["says"] for rule in rules]
    rows: list[RenderableType] = [Text(action(found, made.visit, texts), style="bold")]
    if level is Level.routine and made.visit.by:
        rows.append(Text(texts("show.visit_by", date=full_day(made.visit.by, texts))))
    if says:
        rows += [Text(""), Text(str(says[0]))]
    also = [str(one) for one, rule in zip(says[1:], rules[1:], strict=True) if level_of(rule) > Level.self_care]
    if also and level is not Level.emergency:
        rows += [Text(""), Text(texts("show.also") + ":"), *_bullets(dict.fromkeys(also[:MOST_ALSO]))]
    rows += [Text(""), Text(texts("show.watch") + ":"), *_bullets(safety_net_texts(made, texts))]
    if level is not Level.self_care:
        rows += [Text(""), Text(texts("show.number")), Text(texts("phones.no_answer"), style="dim")]
    heading = f"{SIGNS[level]} {texts(f'level.{level.name}')}"
    return Panel(
        Group(*rows), title=Text(heading, style=COLOURS[level]), border_style=COLOURS[level], title_align="left"
    )


def plan_page(console: Console, kb: Knowledge, answers: Answers, found: Triage, made: Plan, texts: Texts) -> None:
    """The parts of the plan, what was held back and why, and the medicines to ask about."""
    parts: dict[Part, tuple[Step, ...]] = {
        "now": made.now,
        "next_days": made.next_days,
        "prevention": made.prevention,
    }
    told = Told(set(), set())
    courses = _courses(kb, answers, made)
    for part, steps in parts.items():
        if steps:
            console.print(Text(f"\n{_heading(part, steps[0], texts)}", style="bold"))
            for nth, step in enumerate(steps):
                if part == "now" and nth == FIRST:
                    console.print(Text(f"{texts('show.not_enough')}:", style="bold"))
                console.print(_step(step, texts, told))
                if part == "prevention":
                    console.print(Group(*(_line(row) for row in _dates(kb, made, step, courses, texts))))
    if not made.steps and found.level is Level.self_care:
        console.print(Text(texts("show.nothing")))
    _held_back(console, made, texts)
    rows = medicines(kb, answers, found.level, texts)
    if rows:
        console.print(Text(f"\n{texts('show.medicines')}", style="bold"))
        for row in rows:
            console.print(Padding(Text(row["says"]), (0, 0, 0, 2)))
    if made.review_on:
        console.print(Text("\n" + texts("show.review_on", date=full_day(made.review_on, texts))))
    console.print()


def causes_page(console: Console, kb: Knowledge, answers: Answers, texts: Texts, *, whole: bool) -> None:
    """What may play a part, and what could be asked to see more; without `whole` the first few."""
    likely = likely_contributors(kb, answers)
    ask = could_contribute(kb, answers)
    if likely:
        console.print(Text(texts("show.causes"), style="bold"))
        console.print(_line(texts("show.causes_meaning")))
    for one in likely if whole else likely[:MOST_CAUSES]:
        words = said(kb, answers, one, texts)
        head = Text.assemble("- ", (words.title, "bold"), (f"  ({texts(f'strength.{one.strength}')})", "dim"))
        told = [texts("show.see_medicines")] if one.medicines and whole else [words.says, words.do]
        console.print(Group(head, *(_line(text) for text in told if text)))
    if likely and not whole and len(likely) > MOST_CAUSES:
        console.print(_line(texts("show.more_causes", count=len(likely) - MOST_CAUSES)))
    if ask and whole:
        console.print(Text(texts("show.ask_causes"), style="bold"))
        for fact in ask[:MOST_CAUSES]:
            console.print(Text(f"  - {texts.entry('fact', fact, 'ask', kb.facts[fact].ask)}"))
    if likely or (ask and whole):
        console.print()


def _heading(part: Part, first: Step, texts: Texts) -> str:
    """The name of a part, with the day on which it ends or begins."""
    match part:
        case "next_days" if first.end:
            return f"{texts('show.next_days')} ({texts('show.until', date=full_day(first.end, texts))})"
        case "prevention":
            return f"{texts('show.prevention')} ({texts('show.from_date', date=full_day(first.start, texts))})"
        case _:
            return texts(f"show.{part}")


def _courses(kb: Knowledge, answers: Answers, made: Plan) -> dict[str, Course]:
    """The courses of prevention by remedy; their dates are those of the plan."""
    if not made.prevention:
        return {}
    courses = schedule(kb, answers, made.prevention, today=min(step.start for step in made.prevention))
    return {course.offer.remedy.id: course for course in courses}


def _dates(kb: Knowledge, made: Plan, step: Step, courses: dict[str, Course], texts: Texts) -> Iterable[str]:
    remedy = step.offer.remedy
    if remedy.id not in courses:
        return [texts.entry("remedy", remedy.id, "no_routine", remedy.no_routine)] if remedy.no_routine else []
    first = min(one.start for one in made.prevention)
    return dated_lines(kb, courses[remedy.id], first, frozenset(courses), texts)


@dataclass(frozen=True, slots=True)
class Told:
    """What a page has said already: sentences that hold for everybody, and per remedy its summary and its reasons."""

    everybody: set[str]
    of_remedy: set[tuple[str, str]]


def _step(step: Step, texts: Texts, told: Told) -> RenderableType:
    """One step. What a page has said of this remedy is not said again; what holds for some is said with each remedy."""
    remedy = step.offer.remedy
    title = (texts.entry("remedy", remedy.id, "title", remedy.title), "bold")
    summary = texts.entry("remedy", remedy.id, "summary", remedy.summary)
    ask = [f"{texts('show.ask_first')}: {said}" for said in _said(step.offer.ask_first, texts)]
    care = [reason for reason in step.offer.modify if reason.said(texts) not in told.everybody]
    warn = [f"{texts('show.note')}: {said}" for said in _said(care, texts)]
    again = (remedy.id, summary) in told.of_remedy
    note = texts("show.as_above") if again else _grade(step, texts)
    rows: list[RenderableType] = [Text.assemble(("- ", ""), title, (f"  ({note})", "dim"))]
    for line, style in ((summary, ""), *((one, "") for one in ask), *((one, "yellow") for one in warn)):
        if (remedy.id, line) not in told.of_remedy:
            rows.append(_line(line, style))
            told.of_remedy.add((remedy.id, line))
    told.everybody.update(reason.said(texts) for reason in care if not reason.facts)
    return Group(*rows)


def _grade(step: Step, texts: Texts) -> str:
    remedy = step.offer.remedy
    return f"{texts(f'verdict.{remedy.verdict}')}, {texts(f'certainty.{remedy.certainty}')}"


def _held_back(console: Console, made: Plan, texts: Texts) -> None:
    for certain, heading in ((True, "show.held_back"), (False, "show.held_back_unknown")):
        rows = [one for one in made.withheld if one.certain is certain]
        if not rows:
            continue
        console.print(Text(f"\n{texts(heading)}", style="bold"))
        if not certain:
            titles = [texts.entry("remedy", one.remedy.id, "title", one.remedy.title) for one in rows]
            console.print(_line(", ".join(titles)))
            continue
        for one in rows:
            title = texts.entry("remedy", one.remedy.id, "title", one.remedy.title)
            why = next(iter(_said([reason for reason in one.because if reason.certain], texts)))
            console.print(_line(f"{title}: {why}"))


def _said(found: Iterable[Reason], texts: Texts) -> list[str]:
    """What a person reads of each reason, every sentence once."""
    return list(dict.fromkeys(reason.said(texts) for reason in found))


def _line(text: str, style: str = "") -> Padding:
    return Padding(Text(text, style=style), (0, 0, 0, 2))


def _bullets(rows: Iterable[str]) -> list[RenderableType]:
    return [Text(f"  - {row}") for row in rows]

"""`uncramp now`: the quick screen, then the relief, then what comes after it."""

from __future__ import annotations

import time
from datetime import date

from rich.console import Console
from rich.text import Text

from uncramp.check_done import Where
from uncramp.cli.ask import Interview, Quit, accepted
from uncramp.cli.own_diary import OwnDiary
from uncramp.cli.quick import find_place
from uncramp.cli.relief import Kept, forget, kept, run
from uncramp.cli.screen import QuickScreen
from uncramp.cli.setting import Setting
from uncramp.cli.show import decision_page
from uncramp.facts import Answers
from uncramp.kb import Texts
from uncramp.plan import plan
from uncramp.quick import relief
from uncramp.session import Session, advance, cramp_limit, guided, start
from uncramp.triage import triage


def guide(setting: Setting, site: str | None, answers: Answers, *, diary: bool = True) -> None:
    """With a person at the terminal: where, danger lines, relief to the end."""
    console, texts = Console(), setting.texts(answers)
    own = OwnDiary(setting, console, wanted=diary)
    found = kept(setting.kb)
    try:
        if found and _go_on(found, setting, texts):
            _finish(setting, run(setting.kb, found.session, found.answers, texts, console), found.answers, own)
            return
        forget()
        screen = QuickScreen(setting.kb, texts, console, answers)
        quick = find_place(setting.kb, site, texts) if site else screen.place()
        if not screen.clear(quick):
            _judged(setting, screen.answers, own, "quick", ask_more=True)
            return
        remedies = [offer.remedy.id for offer in relief(setting.kb, screen.answers, today=date.today())]
        if not guided(setting.kb, remedies):
            console.print(texts("now.nothing_guided"))
            _judged(setting, screen.answers, own, "quick", ask_more=False)
            return
        session = start(setting.kb, remedies, at=time.time(), limit_minutes=cramp_limit(setting.kb))
        session = advance(setting.kb, session, "next", at=time.time())
        _finish(setting, run(setting.kb, session, screen.answers, texts, console), screen.answers, own)
    except (Quit, EOFError):
        console.print(texts("now.kept_nothing"))


def _go_on(found: Kept, setting: Setting, texts: Texts) -> bool:
    remedy = setting.kb.remedies[found.session.remedy]
    title = texts.entry("remedy", remedy.id, "title", remedy.title)
    return input(texts("now.resume", title=title) + " ").strip().lower().startswith(accepted("yes", texts))


def _finish(setting: Setting, session: Session, answers: Answers, own: OwnDiary) -> None:
    """What the end of a session means: rest, or back to the questions with what it has shown."""
    texts, console = setting.texts(answers), own.console
    console.print(Text(texts(f"ending.{session.ending}"), style="bold"))
    match session.ending:
        case "new_sign":
            gates = {fact: value for fact, value in answers.known.items() if fact not in setting.kb.gates}
            _judged(setting, Answers(gates, answers.unsure), own, "session", ask_more=True)
        case "too_long":
            minutes = cramp_limit(setting.kb) + 1
            longer = answers.given({"episode_minutes": minutes, "still_happening": True})
            _judged(setting, setting.kb.settled(longer), own, "session", ask_more=False)
        case "worse" | "nothing_left":
            _judged(setting, answers, own, "session", ask_more=True)
        case _:
            console.print(Text(texts("now.more"), style="dim"))


def _judged(setting: Setting, answers: Answers, own: OwnDiary, where: Where, *, ask_more: bool) -> None:
    """The care card for these answers; with `ask_more`, after the questions that could still change the level."""
    kb, texts, console = setting.kb, setting.texts(answers), own.console
    found = triage(kb, answers)
    if ask_more and found.certain < found.possible and not found.complete:
        answers = Interview(kb, texts, console, input, answers).full()
        found = triage(kb, answers)
    made = plan(kb, answers, found, today=date.today())
    decision_page(console, kb, answers, found, made, setting.texts(answers), whole=False)
    own.write(answers, where, ask=False)

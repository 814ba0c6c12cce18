"""How a remedy is done, as lines: each step with its time, how often, on which side, when to stop."""

from __future__ import annotations

from collections.abc import Iterator

from uncramp.kb.entries import Remedy
from uncramp.kb.texts import Texts


def remedy_steps(remedy: Remedy, texts: Texts) -> Iterator[str]:
    """All of it, one line each; the summary where nothing is guided."""
    guided = [*each_step(remedy, texts), *how_often(remedy, texts)]
    if guided:
        yield from (f"- {row}" for row in guided)
    else:
        yield texts.entry("remedy", remedy.id, "summary", remedy.summary)
    if feel := what_to_feel(remedy, texts):
        yield feel
    if remedy.stop_if:
        yield texts.entry("remedy", remedy.id, "stop_if", remedy.stop_if)


def each_step(remedy: Remedy, texts: Texts) -> Iterator[str]:
    """What to do, in order; nothing for a remedy that is not guided."""
    guide = remedy.guide
    if guide is None:
        return
    for nth, step in enumerate(guide.step):
        says = texts.entry("remedy", remedy.id, f"guide.step.{nth}.says", step.says)
        yield says + (f" ({duration(step.seconds, texts)})" if step.kind == "hold" else "")
    if guide.skin_check_minutes:
        yield f"{texts('session.skin_check_at', minutes=guide.skin_check_minutes)} {texts('session.skin_check')}"


def how_often(remedy: Remedy, texts: Texts) -> Iterator[str]:
    """How many times, and on which side, as one line where there is anything to say."""
    guide = remedy.guide
    if guide is None:
        return
    how = [texts("session.rounds", rounds=guide.rounds)] if guide.rounds > 1 else []
    how += [texts("session.each_side")] if guide.sides == "each" else []
    if how:
        yield ", ".join(how)


def what_to_feel(remedy: Remedy, texts: Texts) -> str:
    """The sentence that says what to feel; empty where nothing is said of it."""
    if remedy.guide is None or not remedy.guide.feel:
        return ""
    return texts("session.feel", feel=texts.entry("remedy", remedy.id, "guide.feel", remedy.guide.feel))


def duration(seconds: int, texts: Texts) -> str:
    if seconds >= 120:
        return texts("session.minutes", minutes=round(seconds / 60))
    return texts("session.seconds", seconds=seconds)

"""What an entry of the diary says, in the words of a language: the same as the phone app shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from uncramp.diary import Entry
from uncramp.kb.dates import full_day, weekday_day
from uncramp.kb.names import MINUTE, Names, without_brackets
from uncramp.kb.texts import capital

WHOLE_DAYS = ("none_last_night", "sleep", "exposure")
"""What is told of a whole day or night has no time."""
NUMBERS = {
    "drinks": {"ml": "said_ml"},
    "sleep": {"minutes": "said_hours", "quality": "said_quality", "woken": "said_woken"},
    "exercise": {"minutes": "said_long", "effort": "said_effort"},
}


@dataclass(frozen=True)
class Words(Names):
    """The words for one knowledge and language."""

    def say(self, key: str, **values: object) -> str:
        return self.texts(f"site_diary.{key}", **values)

    def line(self, entry: Entry) -> str:
        """All that an entry says, without its date."""
        head, more = self.head(entry), list(self.more(entry))
        return f"{head}. {' '.join(more)}" if more else head

    def when(self, entry: Entry) -> str:
        """Its day, and its time where it has one."""
        if entry.kind in WHOLE_DAYS:
            return self.day(entry.at[:10])
        time = entry.at[11:16]
        if entry.body.get("time_guessed"):
            time = self.say("about_time", time=time)
        return self.say("on_day", day=self.day(entry.at[:10]), time=time)

    def text(self, entry: Entry) -> str:
        """All that an entry says, to search in."""
        full = full_day(date.fromisoformat(entry.at[:10]), self.texts)
        return f"{entry.at[:10]} {full} {self.when(entry)} {self.line(entry)}"

    def day(self, day: str) -> str:
        return weekday_day(date.fromisoformat(day), self.texts)

    def head(self, entry: Entry) -> str:
        """The one line that stands for an entry by itself."""
        said = HEADS.get(entry.kind) if entry.understood else None
        return said(self, entry.body) if said else self.say("kind_other")

    def more(self, entry: Entry) -> Iterator[str]:
        """What else it says, each thing a sentence."""
        body = entry.body
        match entry.kind:
            case _ if not entry.understood or entry.kind not in HEADS:
                yield self.say("other_kind")
            case "episode":
                yield from self._episode(body)
            case "measure_done":
                if "amount" in body:
                    yield self.say("said_amount", amount=body["amount"], unit=self.word(body["unit"]))
            case "check_done":
                if "signs" in body:
                    yield self.say("said_signs", what="; ".join(map(self.fact, body["signs"])))
            case "profile_change":
                yield from (self._detail(fact, answer) for fact, answer in body["facts"].items())
            case "dose_taken":
                yield from [body["amount"]] if "amount" in body else []
            case kind:
                for name, key in NUMBERS.get(kind, {}).items():
                    if name in body:
                        yield self.say(key, **{"hours": f"{body.get('minutes', 0) / MINUTE:.1f}", **body})
        if entry.kind != "note" and isinstance(body.get("note"), str):
            yield body["note"]

    def _episode(self, body: Any) -> Iterator[str]:
        if body["what"] != "painful_cramp":
            yield f"{self._like(body['what'])}."
        if "pain_before" in body or "pain_after" in body:
            key = "said_pain_after" if "pain_before" not in body else "said_pain"
            key = "said_pain_before" if "pain_after" not in body else key
            yield self.say(key, before=body.get("pain_before"), after=body.get("pain_after"))
        if "minutes" in body:
            yield self.say("said_minutes", minutes=body["minutes"])
        if body.get("still_on"):
            yield self.say("said_still")
        if "woke_me" in body:
            yield self.say("said_woke" if body["woke_me"] else "said_not_woke")
        for one in body.get("tried", ()):
            time = self.span(one["seconds"]) if "seconds" in one else ""
            key = "said_tried_time" if time else "said_tried"
            yield self.say(key, remedy=self.remedy(one["remedy"]), outcome=self.word(one["outcome"]), time=time)
        if "relief_seconds" in body:
            yield self.say("said_relief", time=self.span(body["relief_seconds"]))
        if body.get("suspects"):
            yield self.say("said_suspects", what=", ".join(map(self.word, body["suspects"])))

    def _detail(self, id: str, answer: Any) -> str:
        what = capital(self.fact(id))
        if answer is None:
            return self.say("said_taken_back", what=what)
        word = self.say("yes" if answer else "no") if isinstance(answer, bool) else self.label(id, str(answer))
        return self.say("said_detail", what=what, answer=word)

    def _like(self, what: str) -> str:
        return without_brackets(self.label("kind", what))


HEADS: dict[str, Callable[[Words, Any], str]] = {
    "episode": lambda words, body: words.place(body["site"], body.get("side")),
    "none_last_night": lambda words, body: words.say("said_none", day=words.day(body["night"])),
    "measure_done": lambda words, body: words.remedy(body["remedy"]),
    "dose_taken": lambda _, body: str(body["what"]),
    "drinks": lambda words, body: words.say("said_drink", what=words.word(body["what"])),
    "sleep": lambda words, body: words.say("said_sleep", day=words.day(body["night"])),
    "exercise": lambda words, body: words.word(body["what"]).capitalize(),
    "exposure": lambda words, body: words.say(
        "said_exposure",
        what=words.word(body["what"]).capitalize(),
        day=words.day(body["day"]),
        answer=words.say("yes" if body["present"] else "no"),
    ),
    "bladder_visit": lambda words, body: words.say("said_visit", what=words.word(body["what"])),
    "note": lambda _, body: str(body["text"]),
    "check_done": lambda words, body: words.say("said_check", level=words.texts(f"level.{body['level']}")),
    "profile_change": lambda words, _: words.say("said_profile"),
}
"""Per kind, the one line that stands for it; every other kind is only said to be there."""

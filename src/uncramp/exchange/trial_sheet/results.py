"""What a report alone has: the nights, what they say, and what that is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from uncramp.diary import Entry
from uncramp.exchange.report.sheet import Picture, Section
from uncramp.exchange.trial_sheet.words import Words
from uncramp.kb import Texts
from uncramp.own_trial.people import kept_says, not_safe
from uncramp.own_trial.pictures import nights_say, nights_svg, nights_title, range_svg
from uncramp.own_trial.results import Found, Said, prior_rows
from uncramp.trial_diary import Run, series_of
from uncramp.trials.words import Names


@dataclass(frozen=True, slots=True)
class Table:
    """The beliefs beforehand beside what comes of them."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def abstract(words: Words, said: Said | None) -> Section:
    if said is None:
        return words.section("summary", words.both("question"), words.say("not_looked"))
    return words.section("summary", words.both("question"), said.counts, said.sentence)


def results(
    words: Words, run: Run, entries: Sequence[Entry], seen: Found | None, said: Said | None, today: str
) -> tuple[Section, ...]:
    recorded = [night for night, one in run.said.items() if run.planned(night)]
    whole = sum(bool(run.said[night].body["complete"]) for night in recorded)
    flow = words.say(
        "flow", planned=len(run.plan), over=run.last_night(_last(run, today)), recorded=len(recorded), whole=whole
    )
    dates = words.say("from_to", first=words.day(run.night(1)), last=words.day(run.night(len(run.plan))))
    flowing = words.section("flow_title", flow, *kept_says(run, words.names, words.texts))
    recruitment = words.section("dates", dates, *_ended(words, run))
    if seen is None or said is None:
        return (flowing, recruitment, words.section("estimation", words.say("not_looked")))
    before = [one for one in recorded if (planned := run.planned(one)) and planned.arm is None]
    base = words.say("base", nights=len(before)) if before else None
    analysed = nights_say(series_of(run, entries, seen.upto).nights, words.names, words.texts)
    return (
        flowing,
        recruitment,
        words.section("baseline", base, missing=words.say("no_base")),
        words.section("analysed", analysed),
        words.section("estimation", said.sentence, *said.own),
        words.section("studies", said.studies, missing=words.say("no_studies")),
        words.section("ancillary", said.orders, missing=words.say("no_ancillary")),
        words.section("conduct", said.conduct or words.say("as_planned")),
        words.section("harms", words.say("harms_found" if not_safe(words.kb, run, entries) else "harms_none")),
    )  # fmt: skip


def _ended(words: Words, run: Run) -> tuple[str, ...]:
    if run.end is None:
        return ()
    day = words.day(run.end.at[:10])
    return (words.texts(f"report.ended_{run.end.body['why']}"), words.say("ended_on", day=day))


def _last(run: Run, today: str) -> str:
    return min(today, run.end.at[:10]) if run.end else today


def limits(words: Words) -> Section:
    return words.section("limitations", words.say("open"), words.say("few"))


def generalisability(words: Words) -> Section:
    return words.section("generalisability", words.say("only_one"))


def interpretation(words: Words, said: Said | None) -> Section:
    return words.section("interpretation", said.sentence if said else words.say("not_looked"), words.say("choose"))


def pictures(
    words: Words, run: Run, entries: Sequence[Entry], seen: Found | None, said: Said | None
) -> dict[str, Picture]:
    if seen is None or said is None:
        return {}
    names, texts = words.names, words.texts
    drawn = nights_svg(run, entries, seen.upto, names, texts)
    pictures = {"analysed": Picture(drawn, nights_title(names, texts), said.counts)}
    rows = prior_rows(seen, texts)
    if rows:
        title = texts("trial_page.picture_range", b=names.b)
        pictures["ancillary"] = Picture(range_svg(rows, said.sentence, names, texts), title, said.sentence)
    return pictures


def tables(words: Words, seen: Found | None) -> dict[str, Table]:
    rows = prior_rows(seen, words.texts) if seen else []
    if not rows:
        return {}
    return {"ancillary": prior_table(rows, words.names, words.texts)}


def prior_table(rows: Sequence[Any], names: Names, texts: Texts) -> Table:
    """The sensitivity to what was believed beforehand, for a page or a document."""
    heads = ("prior_head", "before_head", "after_head", "chance_head")

    def span(low: int, high: int) -> str:
        return texts("trial_page.from_to", low=low, high=high)

    return Table(
        texts("trial_page.prior_table", a=names.a, b=names.b),
        tuple(texts(f"trial_page.{head}") for head in heads),
        tuple((texts(f"trial_page.prior_{row.name}"), span(*row.before), span(*row.after), row.chance) for row in rows),
    )

"""What stands in a protocol and in a report, as data: headings in the standard's order, pictures, numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from uncramp.diary import Entry
from uncramp.exchange.report.sheet import Picture, Row, Section
from uncramp.kb import Knowledge, Texts
from uncramp.kb.dates import full_day
from uncramp.own_trial.people import kept_says, names_of, not_safe
from uncramp.own_trial.pictures import nights_say, nights_svg, range_svg
from uncramp.own_trial.results import Found, Said, found, found_json, prior_rows, said_of, seen_upto
from uncramp.trial_diary import Run, series_of
from uncramp.trials.design import NOTHING_EXTRA, Protocol, canonical, looks, mark, order
from uncramp.trials.numbers import numbers
from uncramp.trials.words import Names, hundred

REACH = 1.96


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of the standard with its sections."""

    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The beliefs beforehand beside what comes of them."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document. `pictures` and `table` stand below the section that is named. `data` is the same for programs."""

    language: str
    title: str
    subtitle: str
    unreviewed: str
    standard: str
    parts: tuple[Part, ...]
    foot: tuple[str, ...]
    pictures: Mapping[str, Picture]
    tables: Mapping[str, Table]
    data: Mapping[str, Any]


class Words:
    """The words of the documents, with what every section names."""

    def __init__(self, kb: Knowledge, texts: Texts, one: Protocol) -> None:
        self.kb, self.texts, self.one = kb, texts, one
        self.names = names_of(kb, one, texts)

    def say(self, key: str, **values: object) -> str:
        return self.texts(f"trial_sheet.{key}", **values)

    def both(self, key: str, **values: object) -> str:
        """A sentence that names the arms."""
        return self.say(key, a=self.names.a, b=self.names.b, **values)

    def section(self, key: str, *lines: str | None, missing: str = "") -> Section:
        rows = tuple(Row(line) for line in lines if line)
        return Section(key, self.say(key), rows, missing if not rows else "")

    def day(self, day: str) -> str:
        return full_day(date.fromisoformat(day), self.texts)


def protocol_sheet(
    kb: Knowledge, texts: Texts, language: str, one: Protocol, first_night: str | None, *, shown: bool = True
) -> Sheet:
    """The protocol. `shown`: whether the order of the periods, and the seed that gives it away, may stand in it."""
    words = Words(kb, texts, one)
    return Sheet(
        language,
        words.both("protocol_title"),
        words.say("protocol_of", mark=mark(one)[:12]),
        words.say("unreviewed"),
        words.say("spent"),
        (
            Part(words.say("administrative"), (_registration(words, shown), _knowledge(words))),
            Part(words.say("introduction"), (_background(words), _objectives(words), _design(words))),
            Part(words.say("methods_people"), (_eligibility(words), _interventions(words), _outcomes(words),
                                               _timeline(words, first_night), _size(words))),
            Part(words.say("methods_assignment"), (_sequence(words, shown), _blinding(words))),
            Part(words.say("methods_data"), (_collection(words), _statistics(words))),
            Part(words.say("methods_monitoring"), (_monitoring(words), _harms(words))),
            Part(words.say("ethics"), (_consent(words), _confidentiality(words))),
        ),
        (texts("trials.first_anywhere"),),
        {}, {},
        {"protocol": json.loads(canonical(one)), "mark": mark(one), "order": list(order(one)),
         "first_night": first_night},
    )  # fmt: skip


def report_sheet(
    kb: Knowledge, texts: Texts, language: str, run: Run, entries: Sequence[Entry], today: str, *, shown: bool = True
) -> Sheet:
    """The report, as far as somebody has looked: writing it is no look."""
    words, upto = Words(kb, texts, run.protocol), seen_upto(run, today)
    seen = found(kb, run, entries, upto) if upto else None
    said = said_of(seen, words.names, texts) if seen else None
    over = run.stage(today) == "over"
    return Sheet(
        language,
        words.both("report_title"),
        words.say("report_over" if over else "report_so_far", day=words.day(upto or today)),
        words.say("unreviewed"),
        words.say("cent"),
        (
            Part(words.say("abstract"), (_abstract(words, said),)),
            Part(words.say("introduction"), (_background(words), _objectives(words))),
            Part(words.say("methods"), (_design(words), _eligibility(words), _interventions(words), _outcomes(words),
                                        _size(words), _sequence(words, shown or over), _blinding(words),
                                        _statistics(words))),
            Part(words.say("results"), _results(words, run, entries, seen, said, today)),
            Part(words.say("discussion"), (_limits(words), _generalisability(words), _interpretation(words, said))),
            Part(words.say("other"), (_registration(words, shown or over), _knowledge(words))),
        ),
        (texts("trials.first_anywhere"),),
        _pictures(words, run, entries, seen, said), _tables(words, seen),
        {"trial": run.id, "stage": run.stage(today), "mark": mark(run.protocol),
         "seen": found_json(seen, words.names, texts) if seen else None,
         "not_safe": not_safe(kb, run, entries)},
    )  # fmt: skip


# ---- sections that both have


def _registration(words: Words, shown: bool) -> Section:
    seed = words.say("seed", seed=words.one.seed) if shown else words.say("seed_hidden")
    return words.section("registration", words.say("marked", mark=mark(words.one)), seed)


def _knowledge(words: Words) -> Section:
    return words.section("versions", words.say("by_knowledge", knowledge=words.one.knowledge), words.say("funding"))


def _background(words: Words) -> Section:
    remedy = words.kb.remedies.get(words.one.arm_b)
    why = words.texts.entry("remedy", remedy.id, "why", remedy.why) if remedy and remedy.why else None
    grade = words.say("certainty", certainty=words.texts(f"certainty.{remedy.certainty}")) if remedy else None
    return words.section("background", words.say("why_one"), why, grade)


def _objectives(words: Words) -> Section:
    return words.section("objectives", words.both("question"))


def _design(words: Words) -> Section:
    one = words.one
    return words.section(
        "design",
        words.say("single", nights=one.block_nights, pairs=one.pairs),
        words.say("run_in", nights=one.run_in_nights) if one.run_in_nights else words.say("no_run_in"),
        words.say("washout", nights=one.washout_nights) if one.washout_nights else words.say("no_washout"),
    )


def _eligibility(words: Words) -> Section:
    return words.section("eligibility", words.say("who_may", years=numbers().design.adult_years), words.say("what_may"))


def _interventions(words: Words) -> Section:
    return words.section("interventions", *(_arm(words, arm) for arm in ("a", "b")), words.say("all_else"))


def _arm(words: Words, letter: str) -> str:
    arm = words.one.arm_a if letter == "a" else words.one.arm_b
    name = words.names.a if letter == "a" else words.names.b
    remedy = words.kb.remedies.get(arm)
    said = words.texts.entry("remedy", arm, "summary", remedy.summary) if remedy else ""
    key = "arm_nothing" if arm == NOTHING_EXTRA else "arm"
    return words.say(key, letter=letter.upper(), name=name, other=words.names.b, says=said)


def _outcomes(words: Words) -> Section:
    return words.section("outcomes", words.say(f"counts_{words.one.outcome}"), words.say("worth", percent=_cut(words)))


def _timeline(words: Words, first_night: str | None) -> Section:
    one = words.one
    all = one.run_in_nights + 2 * one.block_nights * one.pairs
    begins = words.say("begins", day=words.day(first_night)) if first_night else None
    return words.section("timeline", begins, words.say("lasts", nights=all, looks=", ".join(map(str, looks(one)))))


def _size(words: Words) -> Section:
    gate = numbers().gate
    return words.section(
        "size", words.say("size_most", pairs=words.one.pairs),
        words.say("size_gate", pairs=gate.pairs, events=gate.events, nights=gate.cramp_nights,
                  percent=gate.logged_percent),
    )  # fmt: skip


def _sequence(words: Words, shown: bool) -> Section:
    drawn = words.say("order", order=" ".join(order(words.one)).upper()) if shown else words.say("order_hidden")
    return words.section("sequence", words.say("coin"), drawn)


def _blinding(words: Words) -> Section:
    return words.section("blinding", words.say("open"))


def _collection(words: Words) -> Section:
    return words.section("collection", words.say("each_morning"), words.say("missing"))


def _statistics(words: Words) -> Section:
    prior = words.one.prior
    spread = REACH * prior["effect_sd"]
    return words.section(
        "statistics",
        words.both("model"),
        words.both("prior", low=hundred(prior["effect_mean"] - spread), high=hundred(prior["effect_mean"] + spread)),
        words.say("as_drawn"),
        words.say("carry" if words.one.carry_over else "no_carry"),
        words.both("limits", good=f"{100 * words.one.better:g}", futile=f"{100 * words.one.futile:g}",
                   percent=_cut(words)),
        words.say("companion"),
    )  # fmt: skip


def _monitoring(words: Words) -> Section:
    return words.section("monitoring", words.say("looking", first=words.one.first_look), words.say("counted"))


def _harms(words: Words) -> Section:
    return words.section("harms", words.say("stopping"))


def _consent(words: Words) -> Section:
    return words.section("consent", words.say("own_choice"))


def _confidentiality(words: Words) -> Section:
    return words.section("confidentiality", words.say("stays"))


def _cut(words: Words) -> int:
    return round(100 * (1 - words.one.worthwhile_ratio))


# ---- sections of the report alone


def _abstract(words: Words, said: Said | None) -> Section:
    if said is None:
        return words.section("summary", words.both("question"), words.say("not_looked"))
    return words.section("summary", words.both("question"), said.counts, said.sentence)


def _results(
    words: Words, run: Run, entries: Sequence[Entry], seen: Found | None, said: Said | None, today: str
) -> tuple[Section, ...]:
    recorded = [night for night, one in run.said.items() if run.planned(night)]
    whole = sum(bool(run.said[night].body["complete"]) for night in recorded)
    flow = words.say(
        "flow", planned=len(run.plan), over=run.last_night(_last(run, today)), recorded=len(recorded), whole=whole
    )
    ended = words.say(f"ended_{run.end.body['why']}", day=words.day(run.end.at[:10])) if run.end else None
    dates = words.say("from_to", first=words.day(run.night(1)), last=words.day(run.night(len(run.plan))))
    flowing = words.section("flow_title", flow, *kept_says(run, words.names, words.texts))
    recruitment = words.section("dates", dates, ended)
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


def _last(run: Run, today: str) -> str:
    return min(today, run.end.at[:10]) if run.end else today


def _limits(words: Words) -> Section:
    return words.section("limitations", words.say("open"), words.say("few"))


def _generalisability(words: Words) -> Section:
    return words.section("generalisability", words.say("only_one"))


def _interpretation(words: Words, said: Said | None) -> Section:
    return words.section("interpretation", said.sentence if said else words.say("not_looked"), words.say("choose"))


def _pictures(
    words: Words, run: Run, entries: Sequence[Entry], seen: Found | None, said: Said | None
) -> dict[str, Picture]:
    if seen is None or said is None:
        return {}
    names, texts = words.names, words.texts
    drawn = nights_svg(run, entries, seen.upto, names, texts)
    pictures = {"analysed": Picture(drawn, texts("trial_page.picture_nights"), said.counts)}
    rows = prior_rows(seen, texts)
    if rows:
        title = texts("trial_page.picture_range", b=names.b)
        pictures["ancillary"] = Picture(range_svg(rows, said.sentence, names, texts), title, said.sentence)
    return pictures


def _tables(words: Words, seen: Found | None) -> dict[str, Table]:
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

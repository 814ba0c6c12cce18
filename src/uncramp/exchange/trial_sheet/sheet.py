"""What stands in a protocol and in a report, as data: headings in the standard's order, pictures, numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from uncramp.diary import Entry
from uncramp.exchange.report.sheet import Picture, Section
from uncramp.exchange.trial_sheet import results, sections
from uncramp.exchange.trial_sheet.results import Table
from uncramp.exchange.trial_sheet.words import Words
from uncramp.kb import Knowledge, Texts
from uncramp.own_trial.people import not_safe
from uncramp.own_trial.results import found, found_json, said_of, seen_upto
from uncramp.trial_diary import Run
from uncramp.trials.design import Protocol, canonical, mark, order


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of the standard with its sections."""

    title: str
    sections: tuple[Section, ...]


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
            Part(words.say("administrative"), (sections.registration(words, shown), sections.knowledge(words))),
            Part(
                words.say("introduction"),
                (sections.background(words), sections.objectives(words), sections.design(words)),
            ),
            Part(
                words.say("methods_people"),
                (
                    sections.eligibility(words),
                    sections.interventions(words),
                    sections.outcomes(words),
                    sections.timeline(words, first_night),
                    sections.size(words),
                ),
            ),
            Part(words.say("methods_assignment"), (sections.sequence(words, shown), sections.blinding(words))),
            Part(words.say("methods_data"), (sections.collection(words), sections.statistics(words))),
            Part(words.say("methods_monitoring"), (sections.monitoring(words), sections.harms(words))),
            Part(words.say("ethics"), (sections.consent(words), sections.confidentiality(words))),
        ),
        (texts("trials.first_anywhere"),),
        {},
        {},
        {
            "protocol": json.loads(canonical(one)),
            "mark": mark(one),
            "order": list(order(one)),
            "first_night": first_night,
        },
    )


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
            Part(words.say("abstract"), (results.abstract(words, said),)),
            Part(words.say("introduction"), (sections.background(words), sections.objectives(words))),
            Part(
                words.say("methods"),
                (
                    sections.design(words),
                    sections.eligibility(words),
                    sections.interventions(words),
                    sections.outcomes(words),
                    sections.size(words),
                    sections.sequence(words, shown or over),
                    sections.blinding(words),
                    sections.statistics(words),
                ),
            ),
            Part(words.say("results"), results.results(words, run, entries, seen, said, today)),
            Part(
                words.say("discussion"),
                (results.limits(words), results.generalisability(words), results.interpretation(words, said)),
            ),
            Part(words.say("other"), (sections.registration(words, shown or over), sections.knowledge(words))),
        ),
        (texts("trials.first_anywhere"),),
        results.pictures(words, run, entries, seen, said),
        results.tables(words, seen),
        {
            "trial": run.id,
            "stage": run.stage(today),
            "mark": mark(run.protocol),
            "seen": found_json(seen, words.names, texts) if seen else None,
            "not_safe": not_safe(kb, run, entries),
        },
    )

"""The danger signs and reasons for a visit, by body system and level, and what people are told to watch for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pages.markdown import (
    LEVELS,
    anchor,
    by_file,
    condition,
    in_words,
    one_line,
    opening,
    plain,
    provenance,
    said,
    table,
)
from uncramp.kb import Knowledge
from uncramp.kb.entries import Rule

ABOUT = (
    "Every rule that raises the level. The level is that of the highest rule that fires; nothing lowers it. AND, "
    "OR and NOT join the answers; a name that is a link is a condition that several rules share. An answer that "
    "nobody gave is unknown, never no: [what that means](../decisions/003-what-unknown-means.md). The people for "
    "whom each rule must fire, and must not, stand beside it in the knowledge, stories of whole patients in "
    "`tests/vignettes`."
)


def rules_page(kb: Knowledge) -> Iterator[str]:
    yield from opening("The triage rules", ABOUT, kb.pack.rule, "rules")
    systems = list(by_file("rule", kb.pack.rule))
    levels = LEVELS[:3]
    counts = [(title, stem(file), Counter(rule.level for rule in rows)) for file, title, rows in systems]
    yield from table(
        ("body system", *levels),
        [
            (f"[{title}](#{name})", *(f"[{count[level]}](#{name}-{level})" if count[level] else 0 for level in levels))
            for title, name, count in counts
        ],
    )
    for file, title, rows in systems:
        yield from ("", f"## {anchor(stem(file))}{title}")
        for level in levels:
            chosen = [rule for rule in rows if rule.level == level]
            if chosen:
                yield from ("", f"### {anchor(f'{stem(file)}-{level}')}{level.capitalize()}")
            for rule in chosen:
                yield from _rule(kb, rule)
    yield from _nets(kb)


def stem(file: str) -> str:
    return file.rpartition("/")[2].removesuffix(".toml")


def _rule(kb: Knowledge, rule: Rule) -> Iterator[str]:
    how = plain(rule.route or rule.contact or "")
    days = f", within {rule.within_days} days" if rule.within_days else ""
    yield ""
    yield f"#### {anchor(rule.id)}{rule.code}{' ' if rule.code else ''}{rule.id}"
    yield ""
    yield f"**{rule.level.capitalize()}: {how}{days}.** {one_line(said(rule.says))}"
    yield ""
    yield from condition(kb, rule.when)
    if rule.suspects:
        yield f"* Suspected problem: {one_line(rule.suspects)}"
    yield from provenance(rule)


def _nets(kb: Knowledge) -> Iterator[str]:
    yield from ("", f"## {anchor('safety_nets')}What people are told to watch for", "")
    yield from table(
        ("entry", "said at", "when", "says", "look again"),
        [
            (
                f"{anchor(net.id)}{net.id}",
                ", ".join(map(plain, net.levels)),
                net.when if net.when == "always" else in_words(kb, net.when),
                said(net.says),
                f"after {net.review_days} days" if net.review_days else "",
            )
            for net in kb.pack.safety_net
        ],
    )

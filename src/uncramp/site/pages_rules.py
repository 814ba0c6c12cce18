"""What decides: the danger signs by body system, who is held back from what, and the questions that are asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from uncramp.kb.entries import FactEntry, Rule
from uncramp.site.conditions import Conditions
from uncramp.site.page import Page
from uncramp.site.reading import Reader

LEVELS = ("emergency", "urgent", "routine")
GROUPS = ("who", "site", "episode", "sign", "event", "condition", "allergy", "medicine")


def rule_pages(r: Reader) -> Iterator[Page]:
    """`danger.html` with the families of rules below it, `cautions.html` likewise, and `questions.html`."""
    say, told = r.texts, Conditions(r)
    counts = {id: Counter(rule.level for rule in r.entries("rule", ids)) for id, _, ids in r.families["rule"]}
    yield r.page("danger.html", "danger", say("site_learn.danger"), counts=counts, nets=_nets(r))
    for id, title, ids in r.families["rule"]:
        rows = sorted(r.entries("rule", ids), key=_by_level)
        yield r.page(
            f"rules/{id}.html", "rules", str(title.striptags()), ["danger"],
            heading=title, rows=rows, told=told, levels=LEVELS,
        )  # fmt: skip
    yield r.page("rules/meanings.html", "meanings", say("site_learn.meanings"), ["danger"], told=told)
    members = {
        group.id: [one for one in r.kb.pack.remedy if group.id in one.groups]
        + [one for one in r.kb.pack.food if group.id in one.groups]
        for group in r.kb.pack.group
    }
    yield r.page("cautions.html", "cautions", say("site_learn.cautions"), members=members)
    for id, title, ids in r.families["contraindication"]:
        rows = r.entries("contraindication", ids)
        yield r.page(
            f"cautions/{id}.html", "caution", str(title.striptags()), ["cautions"], heading=title, rows=rows, told=told
        )  # fmt: skip
    yield r.page("cautions/together.html", "together", say("site_learn.together"), ["cautions"])
    groups: dict[str, list[FactEntry]] = {
        group: [fact for fact in r.kb.pack.fact if fact.group == group] for group in GROUPS
    }
    yield r.page("questions.html", "questions", say("site_learn.questions"), ["danger"], groups=groups)


def _by_level(rule: Rule) -> int:
    return LEVELS.index(rule.level)


def _nets(r: Reader) -> list[tuple[str, list[object]]]:
    """What people are told to watch for, by the level at which they are."""
    return [
        (level, [net for net in r.kb.pack.safety_net if level in net.levels[:1] and net.says])
        for level in (*LEVELS, "self_care")
    ]

"""What the program itself needs from a folder: without it a decision could not be said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from uncramp.errors import KnowledgeError, Where
from uncramp.kb.entries import Phone, Quantity, Rule, SafetyNet

if TYPE_CHECKING:
    from uncramp.kb.read import Folder

LANGUAGE = "en"
"""The language that the entries themselves are written in, and that others fall back to."""
ELSEWHERE = "other"
"""The region of somebody who is in none of the others."""
CRAMP_LIMIT = "escalate_if_cramp_lasts_over"
"""The quantity (minutes) after which a cramp that goes on is no ordinary cramp."""
WORSE_LIMIT = "worse_ends_session"
"""The quantity: how many remedies may make it worse before a session ends and says to get advice."""
NEXT_DAYS = "plan_next_days"
"""The quantity (days): how long the part "next days" of a plan runs."""
LATEST_VISIT = "latest_visit"
"""The quantity (days): the latest day for a visit that a "not sure" alone asks for."""
BEFORE_BED, LAST_HOUR = "impact_before_bed", "impact_last_hour"
"""The quantities (minutes, hour of the day): when running and jumping must be over."""
NUMBERS = {
    CRAMP_LIMIT: "minutes",
    WORSE_LIMIT: "remedies",
    NEXT_DAYS: "days",
    LATEST_VISIT: "days",
    BEFORE_BED: "minutes",
    LAST_HOUR: "hours",
}
"""The quantities that the program decides by, each a whole number, with what it counts."""
KIND = "kind"
"""The fact that says what it is like: a cramp, a twitch, a stiffness."""
LEVELS = ("emergency", "urgent", "routine", "self_care")
CONTACTS = {
    "urgent": ("poison_centre", "maternity", "dialysis_unit", "eye_clinic", "own_team", "urgent_gp", "urgent_line"),
    "routine": ("gp", "pharmacist", "midwife", "physio", "optician", "dentist", "own_team"),
}
"""Whom a rule of each level may send people to; of several urgent ones, the one who knows most about it first."""
TEXTS = (
    *(f"action.emergency.{route}" for route in ("ambulance", "ed_now")),
    *(f"action.urgent.{contact}" for contact in (*CONTACTS["urgent"], "unknown")),
    *(f"action.routine.{contact}" for contact in (*CONTACTS["routine"], "unsure")),
    *(f"action.self_care.{how}" for how in ("complete", "so_far")),
)


def missing(folder: Folder) -> Iterator[KnowledgeError]:
    """Every gap that would only show when somebody is waiting for an answer."""
    yield from _contacts(folder)
    yield from _nets(folder)
    phones: list[Phone] = folder.entries["phone"]
    if all(phone.id != ELSEWHERE for phone in phones):
        yield KnowledgeError(f"there is no phone `{ELSEWHERE}`", where=Where("phones.toml"))
    texts = folder.texts.get(LANGUAGE, {})
    for key in TEXTS:
        if key not in texts:
            yield KnowledgeError(f"there is no text `{key}`", where=Where(f"texts/{LANGUAGE}"))
    quantities: list[Quantity] = folder.entries["quantity"]
    for id, counted in NUMBERS.items():
        if not any(one.id == id and one.value.isdecimal() for one in quantities):
            what = f"there is no quantity `{id}` that is a whole number of {counted}"
            yield KnowledgeError(what, where=Where("quantities.toml"))


def _contacts(folder: Folder) -> Iterator[KnowledgeError]:
    rule: Rule
    for rule in folder.entries["rule"]:
        allowed = CONTACTS.get(rule.level, ())
        if rule.contact and allowed and rule.contact not in allowed:
            what = f"`{rule.id}`: {rule.level} does not go to `{rule.contact}`"
            yield KnowledgeError(what, where=folder.where("rule", rule.id, "contact"), allowed=", ".join(allowed))


def _nets(folder: Folder) -> Iterator[KnowledgeError]:
    nets: list[SafetyNet] = [net for net in folder.entries["safety_net"] if net.when == "always"]
    for level in LEVELS:
        if not any(level in net.levels and net.says for net in nets):
            yield KnowledgeError(f"no safety net always holds at {level}", where=Where("safety_nets.toml"))
    if not any("self_care" in net.levels and net.review_days for net in nets):
        yield KnowledgeError("no safety net always gives self-care its `review_days`", where=Where("safety_nets.toml"))

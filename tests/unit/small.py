"""Small knowledge for the unit tests: a folder of TOML that loads (`FILES`), and one made of a few lines of Python.

The folder is for what reads files. Everything else says what it needs in the test itself:

    kb = knowledge(rule("clot", "emergency", "swollen and faint"), remedy("rest"))
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from uncramp.kb import Knowledge
from uncramp.kb.conditions import read_conditions
from uncramp.kb.entries import (
    TABLES,
    Contraindication,
    Definition,
    FactEntry,
    Food,
    Guide,
    ImpliedEntry,
    Indication,
    Medicine,
    Pair,
    Phone,
    Quantity,
    Remedy,
    Routine,
    Rule,
    SafetyNet,
    Step,
)
from uncramp.kb.pack import Pack
from uncramp.kb.read import Folder
from uncramp.logic import to_json

DUE = datetime.date(2040, 1, 1)
REVIEWED: dict[str, Any] = {"evidence": "recalled", "check_at": "a textbook", "review_due": DUE}


# ---- entries, with what a test does not care about filled in


def flag(id: str, *, tier: str = "context", group: str = "sign", **more: Any) -> FactEntry:
    return FactEntry(id=id, type="flag", tier=tier, group=group, ask=f"{id}?", **more)


def gate(id: str) -> FactEntry:
    return flag(id, tier="gate")


def number(id: str, low: int, high: int, *, group: str = "episode", measured: bool = False) -> FactEntry:
    return FactEntry(id=id, type="int", range=(low, high), tier="context", group=group, measured=measured, ask=f"{id}?")


def choice(id: str, *values: str, group: str = "episode") -> FactEntry:
    return FactEntry(id=id, type="enum", values=values, tier="context", group=group, ask=f"{id}?")


FACTS = (
    gate("swollen"),
    gate("faint"),
    gate("blue"),
    flag("numb"),
    flag("worse"),
    flag("often"),
    flag("calf", group="site"),
    flag("at_rest", group="episode"),
    flag("kidneys", group="condition"),
    flag("blood_thinner", group="medicine"),
    number("age", 0, 120, group="who"),
    number("temp", 340, 425, measured=True),
    choice("kind", "cramp", "twitch"),
)
"""Three gates, warnings and calming facts beside them, a measured number and a choice."""


def rule(id: str, level: str, when: str, **more: Any) -> Rule:
    how: dict[str, Any] = {
        "emergency": {"route": "ambulance"},
        "urgent": {"contact": "urgent_line"},
        "routine": {"contact": "gp", "within_days": 7},
    }[level]
    return Rule(id=id, level=level, when=when, says=f"Because of {id}.", **{**REVIEWED, **how, **more})


def contra(
    id: str, action: str, remedies: str | tuple[str, ...], when: str = "always", **more: Any
) -> Contraindication:
    names = (remedies,) if isinstance(remedies, str) else remedies
    return Contraindication(
        id=id, action=action, remedies=names, when=when, says=f"Careful: {id}.", **{**REVIEWED, **more}
    )


def pair(id: str, first: str, second: str, action: str) -> Pair:
    return Pair(id=id, first=first, second=second, action=action, says=f"Not both: {id}.", **REVIEWED)


def during(when: str = "always", order: int = 10) -> Indication:
    return Indication(phase="during", when=when, order=order, reason="It hurts now.")


def after(when: str = "always", order: int = 10) -> Indication:
    return Indication(phase="after", when=when, order=order, reason="It is sore.")


def prevention(when: str = "always", order: int = 10) -> Indication:
    return Indication(phase="prevention", when=when, order=order, reason="It comes back.")


def remedy(id: str, *indications: Indication, groups: tuple[str, ...] = (), **more: Any) -> Remedy:
    fields = {"kind": "self_care", "verdict": "supported", "certainty": "low", **REVIEWED, **more}
    return Remedy(id=id, title=id, summary=f"Do {id}.", indication=indications or (during(),), groups=groups, **fields)


def guide(*seconds: int, cap_minutes: int = 10, **more: Any) -> Guide:
    """Steps that hold for so many seconds each, named by their number."""
    steps = tuple(Step(kind="hold", says=f"step {nth}", seconds=long) for nth, long in enumerate(seconds, 1))
    return Guide(cap_minutes=cap_minutes, step=steps, **more)


def routine(**more: Any) -> Routine:
    return Routine(times=1, per="day", says="Every evening.", **more)


def net(id: str, *levels: str, when: str = "always", review_days: int | None = None, says: str = "Watch.") -> SafetyNet:
    return SafetyNet(id=id, levels=levels, when=when, review_days=review_days, says=says)


NETS = (net("always", "emergency", "urgent", "routine", "self_care"), net("week", "self_care", review_days=7))


AMOUNTS = {
    "escalate_if_cramp_lasts_over": 10,
    "worse_ends_session": 2,
    "plan_next_days": 3,
    "latest_visit": 28,
    "impact_before_bed": 60,
    "impact_last_hour": 20,
}
QUANTITIES = tuple(Quantity(id=id, name=id, value=f"{most}", unit="n", status="judged") for id, most in AMOUNTS.items())
"""What the program decides by."""


def knowledge(*entries: Struct, facts: tuple[FactEntry, ...] = FACTS) -> Knowledge:
    """A knowledge of these entries, `FACTS`, `QUANTITIES` and `NETS` (unless nets are named), truly checked."""
    folder = Folder(Path("small"), version="1")
    kinds = {cls: kind for kind, cls in TABLES.items()}
    rows = entries if any(isinstance(entry, SafetyNet) for entry in entries) else (*entries, *NETS)
    phone = Phone(id="other", title="Anywhere", emergency="112", evidence="recalled", review_due=DUE)
    for entry in (*facts, phone, *QUANTITIES, *rows):
        folder.entries[kinds[type(entry)]].append(entry)
    conditions, problems = read_conditions(folder)
    assert not problems, problems
    return Knowledge(
        Pack(
            version="1",
            hash="0" * 64,
            conditions={key: to_json(expr) for key, expr in conditions.parsed.items()},
            texts={"en": {}},
            **{kind: tuple(found) for kind, found in folder.entries.items()},
        )
    )


__all__ = [
    "FACTS",
    "FILES",
    "Definition",
    "Food",
    "ImpliedEntry",
    "Medicine",
    "after",
    "choice",
    "contra",
    "during",
    "flag",
    "gate",
    "guide",
    "knowledge",
    "net",
    "number",
    "pair",
    "prevention",
    "remedy",
    "routine",
    "rule",
    "write",
]


# ---- a folder that loads

FILES = {
    "knowledge.toml": 'version = "1.2.3"\n',
    "facts.toml": """\
[[fact]]
id = "swollen"
type = "flag"
tier = "gate"
group = "sign"
ask = "Is it swollen?"

[[fact]]
id = "faint"
type = "flag"
tier = "gate"
group = "sign"
ask = "{Are you|Are they} faint?"

[[fact]]
id = "calf"
type = "flag"
tier = "context"
group = "site"
ask = "Is it the calf?"

[[fact]]
id = "age_years"
type = "int"
range = [0, 120]
unit = "years"
tier = "context"
group = "who"
ask = "How old?"

[[fact]]
id = "under_16"
type = "flag"
tier = "context"
group = "who"
ask = "Under 16?"

[[fact]]
id = "kind"
type = "enum"
values = ["cramp", "twitch"]
labels = ["A cramp", "A twitch"]
tier = "context"
group = "episode"
ask = "What is it like?"
""",
    "definitions.toml": """\
[[definition]]
id = "clot_signs"
when = "swollen or faint"

[[implied]]
fact = "under_16"
value = true
when = "age_years < 16"

[[implied]]
fact = "under_16"
value = false
when = "age_years >= 16"
""",
    "gates.toml": """\
[[line]]
id = "looks_wrong"
says = "It is swollen"
facts = ["swollen"]

[[line]]
id = "feels_wrong"
says = "Faint"
facts = ["faint"]
sets = { under_16 = false }

[[quick]]
id = "calf"
title = "Calf"
sets = { calf = true, kind = "cramp" }
ask = ["under_16"]
first = ["stretch"]
""",
    "triage/legs.toml": """\
# Legs.

[[rule]]
id = "clot"
code = "E10"
level = "emergency"
route = "ambulance"
when = "calf and clot_signs"
says = "Call {N} now."
sources = ["book"]
evidence = "verified"
fires = [{ calf = true, swollen = true }]
silent = [{ calf = true }]
review_due = 2040-01-01

[[rule]]
id = "child"
level = "routine"
contact = "gp"
within_days = 14
when = "under_16"
says = "Have {yourself|the child} seen."
sources = ["book"]
evidence = "part"
fires = [{ age_years = 8 }]
silent = [{ age_years = 40 }]
review_due = 2040-01-01
""",
    "contraindications/movement.toml": """\
[[contraindication]]
id = "stretch_swollen"
code = "C001"
remedies = ["stretch_any"]
action = "withhold"
when = "swollen"
says = "Do not stretch it."
sources = ["book"]
evidence = "verified"
fires = [{ swollen = true }]
silent = [{ calf = true }]
review_due = 2040-01-01
""",
    "remedies/stretch.toml": """\
id = "stretch"
title = "Stretch"
kind = "self_care"
groups = ["stretch_any"]
verdict = "supported"
certainty = "low"
summary = "Pull the toes up."
sources = ["book"]
evidence = "part"
prior = "stretching"
no_routine = "Whenever it fits."
review_due = 2040-01-01

[[indication]]
phase = "during"
when = "calf and kind == 'cramp'"
order = 10
reason = "It is the first thing to try."
fires = [{ calf = true, kind = "cramp" }]
silent = [{ calf = true, kind = "twitch" }]

[[indication]]
phase = "prevention"
when = "calf"
order = 20
reason = "It may help."

[guide]
rounds = 2
cap_minutes = 10

[[guide.step]]
kind = "hold"
says = "Hold it."
seconds = 20
""",
    "remedies/ice.toml": """\
id = "ice"
title = "Ice"
kind = "self_care"
groups = ["cold_any"]
verdict = "plausible"
certainty = "very_low"
summary = "Cool it."
sources = ["book"]
evidence = "part"
review_due = 2040-01-01

[[indication]]
phase = "after"
when = "calf"
order = 10
reason = "It may ease it."

[guide]
cap_minutes = 15
skin_check_minutes = 5

[[guide.step]]
kind = "hold"
says = "Lay it on."
seconds = 600
""",
    "groups.toml": """\
[[group]]
id = "stretch_any"
title = "Stretches"

[[group]]
id = "cold_any"
title = "Cold"

[[group]]
id = "never"
title = "Never"
""",
    "pairs.toml": """\
[[pair]]
id = "ice_and_stretch"
first = "ice"
second = "stretch"
action = "apart"
says = "Not at once."
sources = ["book"]
evidence = "part"
review_due = 2040-01-01
""",
    "safety_nets.toml": """\
[[safety_net]]
id = "always"
levels = ["emergency", "urgent", "routine", "self_care"]
review_days = 7
says = "If it gets worse, call {N}."
""",
    "sources/books.toml": """\
[[source]]
id = "book"
title = "A book"
seen = "copy"
""",
    "priors.toml": """\
[[prior]]
id = "stretching"
scale = "time_ratio"
meaning = "time to relief"
median = 0.5
interval = [0.25, 1.0]
mu = -0.69
sd = 0.42
kind = "judged"
basis = "a guess"
""",
    "phones.toml": """\
[[phone]]
id = "other"
title = "Anywhere"
emergency = "112"
evidence = "recalled"
review_due = 2040-01-01
""",
    "quantities.toml": "\n".join(
        f'[[quantity]]\nid = "{id}"\nname = "a number"\nvalue = "{most}"\nunit = "n"\nstatus = "judged"\n'
        for id, most in AMOUNTS.items()
    ),
    "texts/en/decision.toml": """\
[action]
emergency = { ambulance = "Call {N} now.", ed_now = "Go now." }
self_care = { complete = "Look after it.", so_far = "So far." }

[action.urgent]
poison_centre = "Call {P}."
maternity = "Call them."
dialysis_unit = "Call them."
eye_clinic = "Call them."
own_team = "Call them."
urgent_gp = "Be seen today."
urgent_line = "Call {U}."
unknown = "Answer them."

[action.routine]
gp = "Within {days} days."
pharmacist = "Within {days} days."
midwife = "Within {days} days."
physio = "Within {days} days."
optician = "Within {days} days."
dentist = "Within {days} days."
own_team = "Within {days} days."
unsure = "Within {days} days."
""",
    "texts/en/cli.toml": """\
[cli]
count = "{count} more."
""",
}


def write(folder: Path, files: Mapping[str, str] = FILES) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder

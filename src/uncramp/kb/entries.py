"""The entries of the knowledge, one type per kind; `knowledge/README.md` says what each field means."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

Id = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]*$", max_length=60)]
Text = Annotated[str, Meta(min_length=1, max_length=2000)]
Evidence = Literal["verified", "part", "recalled"]
Phase = Literal["during", "after", "prevention"]
Level = Literal["emergency", "urgent", "routine", "self_care"]
Verdict = Literal["supported", "plausible", "no_benefit", "contradicted", "unsafe"]
Certainty = Literal["high", "moderate", "low", "very_low"]
Contact = Literal[
    "urgent_line", "urgent_gp", "maternity", "dialysis_unit", "poison_centre", "eye_clinic",
    "gp", "pharmacist", "midwife", "physio", "optician", "dentist", "own_team",
]  # fmt: skip
Article = Literal["A", "B"]
Filler = Literal[
    "advertisement", "byline", "caption", "greeting", "heading", "navigation", "question", "summary", "transition",
]  # fmt: skip
Example = dict[str, bool | int | str]
Positive = Annotated[int, Meta(ge=1)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DayPart = Literal["day", "waking", "meals", "evening", "bedtime", "sport"]
Unit = Literal["minutes", "hold_seconds", "gap_minutes", "cups"]


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    id: Id


class Reviewed(Entry, frozen=True, kw_only=True):
    """What a clinician signs: where it comes from, how far that was checked, who reviewed it and until when."""

    sources: tuple[str, ...] = ()
    check_at: str = ""
    evidence: Evidence
    note: str = ""
    reviewed_by: str = ""
    review_due: datetime.date


class FactEntry(Entry, frozen=True, kw_only=True):
    type: Literal["flag", "int", "enum"]
    range: tuple[int, int] | None = None
    unit: str = ""
    values: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    tier: Literal["gate", "context"]
    group: Literal["who", "site", "episode", "sign", "event", "condition", "allergy", "medicine"]
    measured: bool = False
    unsure_of: str = ""
    ask: Text
    short: str = ""
    why: str = ""


class Definition(Entry, frozen=True, kw_only=True):
    when: Text
    note: str = ""


class ImpliedEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    fact: str
    value: bool | int | str
    when: Text


class Line(Entry, frozen=True, kw_only=True):
    """One plain line of the quick screen; "none of these" answers no to `facts` and sets what stands in `sets`."""

    says: Text
    more: str = ""
    facts: tuple[str, ...]
    sets: Example = {}


class Quick(Entry, frozen=True, kw_only=True):
    """One place to tap: what the tap says, and the few facts that would hold back the first remedies there."""

    title: Text
    sets: Example
    ask: tuple[str, ...]
    first: tuple[str, ...]


class Rule(Reviewed, frozen=True, kw_only=True):
    code: str = ""
    level: Literal["emergency", "urgent", "routine"]
    route: Literal["ambulance", "ed_now"] | None = None
    contact: Contact | None = None
    within_days: Literal[3, 7, 14, 28] | None = None
    when: Text
    says: Text
    suspects: str = ""
    fires: tuple[Example, ...] = ()
    silent: tuple[Example, ...] = ()


class Contraindication(Reviewed, frozen=True, kw_only=True):
    code: str = ""
    remedies: tuple[str, ...]
    action: Literal["withhold", "ask", "modify"]
    when: str = "always"
    says: Text
    fires: tuple[Example, ...] = ()
    silent: tuple[Example, ...] = ()


class Pair(Reviewed, frozen=True, kw_only=True):
    code: str = ""
    first: str
    second: str
    action: Literal["never", "apart"]
    hours: int | None = None
    says: Text


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: Literal["move", "hold", "rest"]
    says: Text
    seconds: Annotated[int, Meta(ge=1, le=1800)]


class Guide(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    sides: Literal["one", "each", "none"] = "none"
    rounds: Annotated[int, Meta(ge=1, le=20)] = 1
    rest_seconds: Annotated[int, Meta(ge=0, le=300)] = 0
    check_after: Annotated[int, Meta(ge=1, le=20)] = 1
    feel: str = ""
    cap_minutes: Annotated[int, Meta(ge=1, le=60)]
    skin_check_minutes: int | None = None
    step: tuple[Step, ...]


class Ladder(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What changes from week to week: from `start`, or this person's own level (`start_from`, a fact), to `goal`.

    By `step`, by at most `percent`, or by `shares` (percent of the own level, one a week).
    """

    unit: Unit
    start: Positive | None = None
    start_from: str = ""
    lowest: Positive | None = None
    step: Positive | None = None
    percent: Annotated[int, Meta(ge=1, le=10)] | None = None
    shares: tuple[Annotated[int, Meta(ge=0, le=100)], ...] = ()
    goal: Positive | None = None
    goal_percent: Annotated[int, Meta(ge=100)] | None = None
    step_when: str = ""


class Routine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How often, how long and until when: `times` per day or week, or every so many minutes, or by the ladder's gap."""

    times: Positive | None = None
    per: Literal["day", "week"] = "day"
    days: tuple[Weekday, ...] = ()
    every_minutes: Positive | None = None
    at: DayPart = "day"
    begins: Literal["now", "in_turn"] = "now"
    turn_days: Positive | None = None
    instead_of: str = ""
    diary_days: Annotated[int, Meta(ge=0, le=14)] = 0
    weeks: Positive | None = None
    minutes: Positive | None = None
    hold_seconds: Positive | None = None
    rest_seconds: Positive | None = None
    repetitions: Positive | None = None
    ladder: Ladder | None = None
    finish_before_bed_minutes: Positive | None = None
    finish_by_hour: Annotated[int, Meta(ge=0, le=24)] | None = None
    progression: str = ""
    review_days: Positive | None = None
    stop_if: str = ""
    says: Text


class Indication(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    phase: Phase
    when: str = "always"
    order: int
    reason: Text


class Remedy(Reviewed, frozen=True, kw_only=True):
    title: Text
    kind: Literal["self_care", "information", "never"]
    groups: tuple[str, ...] = ()
    verdict: Verdict
    certainty: Certainty
    blocks: tuple[str, ...] = ()
    summary: Text
    why: str = ""
    details: str = ""
    ask_about: tuple[str, ...] = ()
    prior: str = ""
    stop_if: str = ""
    indication: tuple[Indication, ...] = ()
    guide: Guide | None = None
    routine: Routine | None = None
    no_routine: str = ""


class RemedyGroup(Entry, frozen=True, kw_only=True):
    title: Text


class Medicine(Reviewed, frozen=True, kw_only=True):
    title: Text
    examples: tuple[str, ...] = ()
    effect: Text
    strength: Literal["A", "B", "C"]
    when: str = ""
    says: Text
    ask_about: str = ""


class Food(Reviewed, frozen=True, kw_only=True):
    title: Text
    portion: str = ""
    grams: int | None = None
    potassium_mg: int | None = None
    magnesium_mg: int | None = None
    calcium_mg: int | None = None
    water_g: int | None = None
    groups: tuple[str, ...] = ()
    fodmap: Literal["low", "moderate", "high", ""] = ""
    fodmap_note: str = ""
    careful: str = ""


class Drink(Entry, frozen=True, kw_only=True):
    """A drink of the drinks page; its id is that of the remedy, `says` when it makes sense."""

    says: Text


class Card(Reviewed, frozen=True, kw_only=True):
    """Something to look up that contraindications may withhold; never advice."""

    title: Text
    says: tuple[Text, ...]


class Intake(Reviewed, frozen=True, kw_only=True):
    """What healthy people like this take in a day: total water, and the part of it that drinks were."""

    body: Literal["iom", "efsa"]
    title: Text
    when: Text
    total_ml: int
    drinks_ml: int | None = None


class Solution(Reviewed, frozen=True, kw_only=True):
    title: Text
    says: Text
    sodium_mmol_l: int
    potassium_mmol_l: int
    chloride_mmol_l: int
    citrate_mmol_l: int
    glucose_mmol_l: int
    osmolarity_mosm_l: int


class Measure(Entry, frozen=True, kw_only=True):
    """A number that is measured around sport, and the values it can have."""

    ask: Text
    unit: str
    range: tuple[int, int]


class Sweat(Reviewed, frozen=True, kw_only=True):
    """What a change of weight in sport means; the first entry whose limits are reached is said."""

    danger: bool = False
    change_from: int | None = None
    loss_from: int | None = None
    minutes_from: int | None = None
    says: tuple[Text, ...]


class Claim(Reviewed, frozen=True, kw_only=True):
    """What people are told elsewhere; `where` are the places of the founding articles that say it."""

    block: str = ""
    article: tuple[Article, ...] = ()
    where: tuple[str, ...] = ()
    says: Text
    verdict: Verdict
    certainty: Certainty
    instructs: bool = False
    instead: Text
    details: str = ""
    lives_in: tuple[str, ...] = ()


class Contributor(Reviewed, frozen=True, kw_only=True):
    """What may play a part in it. With `medicines`, their conditions and texts stand for `when`, `says` and `do`."""

    title: Text
    when: str = ""
    kinds: tuple[str, ...]
    strength: Literal["A", "B", "C"]
    says: str = ""
    do: str = ""
    medicines: tuple[str, ...] = ()


class Topic(Reviewed, frozen=True, kw_only=True):
    """Something explained to people; `words` are what they may call it."""

    title: Text
    words: tuple[str, ...] = ()
    says: tuple[Text, ...]
    details: str = ""
    see: tuple[str, ...] = ()


class Passage(Entry, frozen=True, kw_only=True):
    """One sentence, row or list item of a founding article: which claims it makes, or what it is when it makes none."""

    article: Article
    section: Text
    about: Text
    claims: tuple[str, ...] = ()
    filler: Filler | None = None


class SafetyNet(Entry, frozen=True, kw_only=True):
    """What to watch for after a decision, and when to look again."""

    levels: tuple[Level, ...]
    when: str = "always"
    review_days: Annotated[int, Meta(ge=1, le=14)] | None = None
    says: str = ""


class Source(Entry, frozen=True, kw_only=True):
    title: Text
    read: str = ""
    seen: Literal["publisher", "record", "copy", "report", "weak", "recalled"]
    doi: str = ""
    pmid: str = ""
    note: str = ""


class Phone(Entry, frozen=True, kw_only=True):
    """The numbers of one region; an empty one has a sentence in the texts instead."""

    title: Text
    countries: tuple[str, ...] = ()
    emergency: Text
    urgent: str = ""
    poisons: str = ""
    evidence: Evidence
    note: str = ""
    review_due: datetime.date


class Language(Entry, frozen=True, kw_only=True):
    """A language that the texts are there in. `complete` makes every missing text a finding."""

    title: Text
    complete: bool = False
    reviewed_by: str = ""


class Prior(Entry, frozen=True, kw_only=True):
    scale: Literal["rate_ratio", "time_ratio", "mean_difference", "log_normal"]
    meaning: Text
    median: float
    interval: tuple[float, float]
    mu: float
    sd: float
    kind: Literal["measured", "judged"]
    basis: str
    sources: tuple[str, ...] = ()


class Hazard(Entry, frozen=True, kw_only=True):
    """Something that could go wrong and harm somebody; `shown_by` names tests, rules and other entries against it."""

    code: Annotated[str, Meta(pattern="^H[0-9]{2}$")]
    title: Text
    sequence: Text
    harm: Text
    severity: Annotated[int, Meta(ge=1, le=5)]
    probability: Literal["high", "medium", "low"]
    mitigation: Text
    shown_by: tuple[str, ...] = ()
    missing: str = ""
    accepted_by: str = ""


class Quantity(Entry, frozen=True, kw_only=True):
    name: Text
    value: str
    unit: str
    sources: tuple[str, ...] = ()
    origin: str = ""
    status: Literal["verified", "reported", "recalled", "judged"]


TABLES: dict[str, type[Struct]] = {
    "fact": FactEntry,
    "definition": Definition,
    "implied": ImpliedEntry,
    "line": Line,
    "quick": Quick,
    "rule": Rule,
    "contraindication": Contraindication,
    "pair": Pair,
    "remedy": Remedy,
    "group": RemedyGroup,
    "medicine": Medicine,
    "food": Food,
    "drink": Drink,
    "card": Card,
    "intake": Intake,
    "solution": Solution,
    "measure": Measure,
    "sweat": Sweat,
    "claim": Claim,
    "passage": Passage,
    "contributor": Contributor,
    "topic": Topic,
    "safety_net": SafetyNet,
    "source": Source,
    "phone": Phone,
    "language": Language,
    "prior": Prior,
    "quantity": Quantity,
    "hazard": Hazard,
}
"""The name of each kind of entry: the table header in TOML, and the key in the pack."""

"""Who it is about and the medicines, by the changes of the profile; the danger signs ever answered yes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from uncramp.diary import Entry
from uncramp.diary.projections import by_time, day_of, folded
from uncramp.errors import PersonError
from uncramp.exchange.report.choice import plain
from uncramp.exchange.report.sheet import Row, Section
from uncramp.exchange.report.words import Words
from uncramp.facts import UNSURE, Answers, checked
from uncramp.kb import Knowledge
from uncramp.kb.entries import Medicine
from uncramp.kb.names import without_brackets
from uncramp.kb.texts import capital
from uncramp.lasting import lasts
from uncramp.logic import FlagType, evaluate, facts_of

SHORTEST_NAME = 5
"""Letters of a medicine's name that a text is searched for: shorter ones stand in other words."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What was answered: each answer with its day, in order; `strange` are answers that this knowledge cannot read.

    `danger` are the danger signs among them, with the yes of each check at its place; `checks` the days of the checks.
    """

    said: tuple[tuple[str, str, Any], ...]
    strange: int
    danger: tuple[tuple[str, str, Any], ...] = ()
    checks: tuple[str, ...] = ()

    @property
    def now(self) -> dict[str, Any]:
        """The answers that hold at the end."""
        latest = {fact: answer for _, fact, answer in self.said}
        return {fact: answer for fact, answer in latest.items() if answer is not None}

    def answers(self, kb: Knowledge) -> Answers:
        """The same for the rules, with all that it implies; of it only what lasts: a sign may have passed."""
        lasting = {fact: answer for fact, answer in self.now.items() if lasts(kb, fact)}
        known = {fact: answer for fact, answer in lasting.items() if answer != UNSURE}
        return kb.settled(Answers(known, frozenset(lasting) - frozenset(known)))


def profile_of(kb: Knowledge, entries: Iterable[Entry]) -> Profile:
    """Every answer that the diary holds, oldest first. An answer that cannot be read is counted and not guessed at."""
    said: list[tuple[str, str, Any]] = []
    found: list[tuple[str, str, Any]] = []
    checks: list[str] = []
    strange = 0
    for entry in by_time(one for one in entries if one.kind in ("profile_change", "check_done") and one.understood):
        day, check = day_of(entry.at), entry.kind == "check_done"
        answers = dict.fromkeys(entry.body.get("signs", ()), True) if check else entry.body["facts"]
        fitting = [(day, fact, answer) for fact, answer in answers.items() if _fits(kb, fact, answer)]
        strange += len(answers) - len(fitting)
        found += [one for one in fitting if _danger(kb, one[1])]
        if check:
            checks.append(day)
        else:
            said += fitting
    return Profile(tuple(said), strange, tuple(found), tuple(checks))


def _fits(kb: Knowledge, fact: str, answer: Any) -> bool:
    found = kb.facts.get(fact)
    if found is None:
        return False
    try:
        if answer is not None and answer != UNSURE:
            checked(found, answer)
    except PersonError:
        return False
    return True


# ---- who


def who(words: Words, profile: Profile) -> Section:
    now = profile.now
    rows = [Row(said) for said in (_about(words, now), _conditions(words, now)) if said]
    return Section("who", words.say("who"), tuple(rows), "" if rows else words.say("who_missing"))


def _about(words: Words, now: Mapping[str, Any]) -> str:
    parts = []
    if "age_years" in now and now["age_years"] != UNSURE:
        parts.append(words.say("age", years=now["age_years"]))
    for fact in ("sex_at_birth", "pregnancy_status"):
        if fact in now and now[fact] not in (UNSURE, "not_applicable", "not_said"):
            parts.append(f"{words.fact(fact)}: {words.label(fact, str(now[fact])).lower()}")
    if "pregnancy_weeks" in now and now["pregnancy_weeks"] != UNSURE and now.get("pregnancy_status") == "pregnant":
        parts.append(words.say("pregnant_weeks", weeks=now["pregnancy_weeks"]))
    if now.get("answering_for") in ("child", "other_adult"):
        parts.append(words.say("by_another"))
    return capital("; ".join(parts)) + "." if parts else ""


def _conditions(words: Words, now: Mapping[str, Any]) -> str:
    named = [words.fact(id) for id in _yes(words.kb, now, ("condition", "allergy"))]
    return words.say("conditions", what="; ".join(named)) if named else ""


def _yes(kb: Knowledge, now: Mapping[str, Any], groups: Sequence[str]) -> Iterator[str]:
    """The facts of some groups that were answered yes, in the order of the catalogue."""
    for id, fact in kb.facts.items():
        if fact.group in groups and now.get(id) is True and not fact.unsure_of:
            yield id


# ---- danger signs


@dataclass(frozen=True, slots=True)
class Sign:
    """A danger sign that was ever answered yes: the days on which it was, and the last that was said of it."""

    fact: str
    days: tuple[str, ...]
    now: Any


def signs(profile: Profile) -> list[Sign]:
    """The latest first."""
    days: dict[str, list[str]] = {}
    for day, fact, answer in profile.danger:
        if answer is True:
            days.setdefault(fact, []).append(day)
    now = {fact: answer for _, fact, answer in profile.danger}
    found = [Sign(fact, tuple(dict.fromkeys(some)), now[fact]) for fact, some in days.items()]
    return sorted(found, key=lambda sign: (sign.days[-1], sign.fact), reverse=True)


def _danger(kb: Knowledge, fact: str) -> bool:
    found = kb.facts[fact]
    return found.tier == "gate" and isinstance(found.type, FlagType)


def danger(words: Words, profile: Profile) -> Section:
    """Every sign with its days. That one was never answered is said: no answer is not a no."""
    kb, now = words.kb, profile.now
    rows = [Row(_when(words, sign), capital(words.fact(sign.fact))) for sign in signs(profile)]
    answers = [(day, fact) for day, fact, answer in profile.said if answer is not None and _danger(kb, fact)]
    asked = {fact for _, fact in answers}
    doubts = [words.fact(fact) for fact in asked if now.get(fact) == UNSURE]
    notes = [words.say("danger_unsure", what="; ".join(sorted(doubts)))] if doubts else []
    of = sum(_danger(kb, fact) for fact in kb.facts)
    if profile.checks:
        notes.append(words.say("danger_checks", count=len(profile.checks), day=words.day(profile.checks[-1])))
    if answers:
        last = max(day for day, _ in answers)
        notes.append(words.say("danger_asked", asked=len(asked), all=of, day=words.day(last)))
    none = "danger_none_checked" if profile.checks else "danger_none" if answers else "danger_missing"
    return Section("danger", words.say("danger"), tuple(rows), "" if rows else words.say(none), tuple(notes))


def _when(words: Words, sign: Sign) -> str:
    first, last = words.day(sign.days[0]), words.day(sign.days[-1])
    if len(sign.days) == 1:
        said = words.say("yes_on", day=first)
    else:
        said = words.say("yes_between", count=len(sign.days), first=first, last=last)
    match sign.now:
        case False:
            return f"{said} {words.say('now_no')}"
        case True:
            return said
        case "unsure":
            return f"{said} {words.say('now_unsure')}"
    return f"{said} {words.say('now_open')}"


# ---- medicines


def medicines(words: Words, profile: Profile, entries: Sequence[Entry], *, since: str) -> Section:
    """What the person answered and what they wrote down, and which of it may cause cramps, by our list: a row for each
    strength of evidence, then the rest."""
    kb, now = words.kb, profile.now
    marked = marks(kb, profile)
    named = [(without_brackets(words.fact(fact)), marked.get(fact)) for fact in _yes(kb, now, ("medicine",))]
    groups: dict[str, list[str]] = {}
    for said, medicine in [*named, *_written(words, entries, since)]:
        groups.setdefault(medicine.strength if medicine else "", []).append(said)
    strong = [Row("; ".join(groups[one]), mark=words.say("may_cramp", strength=one)) for one in sorted(groups) if one]
    rest = [Row("; ".join(groups[""]), words.say("medicines_rest") if strong else "")] if "" in groups else []
    asked = any(kb.facts[fact].group == "medicine" for fact in now)
    missing = "" if groups else words.say("medicines_none" if asked else "medicines_missing")
    notes = [words.say("medicines_note")] if strong else []
    return Section("medicines", words.say("medicines"), (*strong, *rest), missing, tuple(notes))


def marks(kb: Knowledge, profile: Profile) -> dict[str, Medicine]:
    """Per medicine that was answered yes, the strongest entry of our list that holds and asks of it."""
    known = profile.answers(kb).known
    found: dict[str, Medicine] = {}
    for medicine in sorted((one for one in kb.pack.medicine if one.when), key=lambda one: one.strength):
        when = kb.when("medicine", medicine.id)
        if evaluate(when, known) is True:
            for fact in facts_of(when):
                if kb.facts[fact].group == "medicine" and known.get(fact) is True:
                    found.setdefault(fact, medicine)
    return found


def named_in(kb: Knowledge, text: str) -> Medicine | None:
    """The entry of our list that has this very name among its examples; a name is never guessed at."""
    own = set(folded(text).replace("-", " ").replace(",", " ").split())
    for medicine in sorted(kb.pack.medicine, key=lambda one: one.strength):
        for example in medicine.examples:
            name = folded(example)
            if " " not in name and len(name) >= SHORTEST_NAME and name in own:
                return medicine
    return None


def _written(words: Words, entries: Sequence[Entry], since: str) -> list[tuple[str, Medicine | None]]:
    """What was written down as taken in these weeks, once per name, the most often first."""
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    days: dict[str, str] = {}
    for one in entries:
        if one.kind == "dose_taken" and day_of(one.at) >= since:
            name = plain(str(one.body["what"]))
            key = folded(name)
            names.setdefault(key, name or words.say("no_words"))
            counts[key] += 1
            days[key] = max(days.get(key, ""), day_of(one.at))
    found = []
    for key, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        said = words.say("taken", what=names[key], count=count, day=words.short_day(days[key]))
        found.append((said, named_in(words.kb, names[key])))
    return found

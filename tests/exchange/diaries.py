"""Invented diaries for the clinician's page: made anew from a seed each time, so they are the same for everybody."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from uncramp.diary import Entry, current, load
from uncramp.diary.making import CHANCE, make
from uncramp.kb import Knowledge
from uncramp.trial_diary import design_body
from uncramp.trials.design import nights, protocol

TODAY = date(2026, 11, 20)
PERSON = "3f0e8a52-6a0e-4c1e-9d47-1b2c3d4e5f60"
SHOES = "New shoes, and stood at work all day. Rubbed it and walked round the room until it let go."


class Diary:
    """Writes entries for days counted back from `TODAY`."""

    def __init__(self, seed: int) -> None:
        self.dice, self.entries = random.Random(seed), list[Entry]()

    def write(self, kind: str, ago: int, clock: str = "09:00", **body: Any) -> Entry:
        at = datetime.fromisoformat(f"{TODAY - timedelta(days=ago)}T{clock}:00").replace(tzinfo=UTC)
        made = make(
            load(),
            person=PERSON,
            kind=kind,
            body=body,
            now=at + timedelta(minutes=30),
            at=at.isoformat(),
            chance=self.dice.randbytes(CHANCE),
        )
        self.entries.append(made)
        return made

    def cramp(self, ago: int, clock: str, site: str, **body: Any) -> Entry:
        return self.write("episode", ago, clock, **{"what": "painful_cramp", "site": site, **body})

    def none(self, ago: int) -> Entry:
        return self.write("none_last_night", ago, night=(TODAY - timedelta(days=ago)).isoformat())

    def profile(self, ago: int, **facts: Any) -> Entry:
        return self.write("profile_change", ago, facts=facts)

    def now(self) -> list[Entry]:
        return current(self.entries)


def tried(remedy: str, outcome: str, seconds: int | None = None) -> dict[str, Any]:
    return {"remedy": remedy, "outcome": outcome} | ({} if seconds is None else {"seconds": seconds})


def night_cramps(kb: Knowledge) -> list[Entry]:
    """A woman of 72 on a statin and a water tablet: calf cramps in the night, fewer since she stretches before bed."""
    diary = Diary(1)
    dice = diary.dice
    diary.profile(
        80,
        answering_for="self",
        age_years=72,
        sex_at_birth="female",
        pregnancy_status="not_applicable",
        kind="painful_cramp",
        med_statin=True,
        med_loop_thiazide=True,
        med_paracetamol=True,
        med_anticoagulant=False,
        limb_swollen_one_side=False,
        chest_pain=False,
        dark_urine=False,
        weakness_new=False,
        breathing_difficulty=False,
        cond_high_bp=True,
        caffeine_much=False,
    )
    diary.profile(33, limb_swollen_one_side=True)
    diary.profile(31, limb_swollen_one_side=False, leg_bigger_tender="unsure")
    for ago in range(79, -1, -1):
        late = ago < 35
        if dice.random() < (0.14 if late else 0.34):
            side = dice.choice(["left", "left", "right"])
            spans = (25, 40, 50, 65, 90, 130)
            how = [tried("calf_stretch_seated", dice.choice(["gone", "gone", "better"]), dice.choice(spans))]
            if dice.random() < 0.3:
                how.append(tried("heat_pack", dice.choice(["better", "same"])))
            diary.cramp(
                ago,
                f"0{dice.randrange(2, 6)}:{dice.randrange(10, 59)}",
                dice.choice(["site_calf"] * 4 + ["site_foot"]),
                side=side,
                minutes=dice.choice([1, 2, 3, 5, 8]),
                pain_before=dice.choice([6, 7, 8]),
                woke_me=True,
                pain_after=dice.choice([0, 1, 2]),
                tried=how,
                **_suspects(dice, "standing_long", "little_drunk"),
            )
        elif dice.random() < 0.8:
            diary.none(ago)
        if late and dice.random() < 0.8:
            diary.write("measure_done", ago, "21:30", remedy="stretch_before_bed", amount=3, unit="minutes")
        if dice.random() < 0.15:
            diary.write("dose_taken", ago, "22:00", what="Magnesium from the chemist")
    diary.write("dose_taken", 2, "22:00", what="Simvastatin", amount="as prescribed")
    diary.cramp(1, "03:12", "site_calf", side="left", minutes=4, pain_before=8, woke_me=True, note=SHOES)
    return diary.now()


def _suspects(dice: random.Random, *words: str) -> Mapping[str, Any]:
    found = [word for word in words if dice.random() < 0.35]
    return {"suspects": found} if found else {}


def athlete(kb: Knowledge) -> list[Entry]:
    """A runner of 28: cramps in the thigh late in long runs, and an own trial that came to its end."""
    diary = Diary(2)
    dice = diary.dice
    diary.profile(
        90,
        answering_for="self",
        age_years=28,
        sex_at_birth="male",
        kind="painful_cramp",
        during_exercise=True,
        endurance_24h=True,
        unaccustomed_exercise_3d=True,
        dark_urine=False,
        not_cooling_30min=False,
        confusion_new=False,
    )
    for ago in range(89, -1, -1):
        if ago % 3 == 0:
            diary.write(
                "exercise", ago, "17:30", what="run", minutes=dice.choice([45, 60, 120]), effort=dice.choice([5, 7, 9])
            )
        if ago % 6 == 0 and dice.random() < 0.7:
            diary.cramp(
                ago,
                f"18:{dice.randrange(30, 59)}",
                dice.choice(["site_thigh_back", "site_calf"]),
                side=dice.choice(["left", "right", "both"]),
                minutes=dice.choice([2, 4, 6]),
                pain_before=dice.choice([5, 7, 9]),
                tried=[tried("hamstring_stretch_standing", "gone", dice.choice([30, 45, 80]))]
                + ([tried("pickle_juice", dice.choice(["same", "better"]), 120)] if dice.random() < 0.4 else []),
                **_suspects(dice, "hard_exercise", "heat", "little_drunk"),
            )
        what = dice.choice(["heat", "poor_sleep"])
        day = (TODAY - timedelta(days=ago)).isoformat()
        diary.write("exposure", ago, "20:00", what=what, day=day, present=dice.random() < 0.3)
    a_trial(diary, kb, "calf_stretch_wall", ago=75, ended=True)
    return diary.now()


def pregnant(kb: Knowledge) -> list[Entry]:
    """Thirty weeks pregnant: calf cramps most nights, no medicine answered, a danger sign two days ago."""
    diary = Diary(3)
    dice = diary.dice
    diary.profile(
        40,
        answering_for="self",
        age_years=31,
        sex_at_birth="female",
        pregnancy_status="pregnant",
        pregnancy_weeks=25,
        kind="painful_cramp",
        limb_swollen_one_side=False,
        severe_headache=False,
        vision_new=False,
        vaginal_bleeding=False,
        sudden_face_hand_swelling=False,
        baby_moving_less=False,
    )
    diary.profile(2, pregnancy_weeks=30, sudden_face_hand_swelling=True, severe_headache="unsure")
    for ago in range(40, -1, -1):
        if dice.random() < 0.5:
            diary.cramp(
                ago,
                f"0{dice.randrange(1, 6)}:{dice.randrange(10, 59)}",
                "site_calf",
                side=dice.choice(["left", "right"]),
                woke_me=True,
                pain_before=dice.choice([4, 6, 7]),
                time_guessed=dice.random() < 0.3,
                tried=[tried("calf_stretch_assisted", dice.choice(["gone", "better"]))],
            )
        elif dice.random() < 0.5:
            diary.none(ago)
    return diary.now()


def bladder(kb: Knowledge) -> list[Entry]:
    """Cramps low in the tummy by day, timed by urge; a man of 58 with diabetes."""
    diary = Diary(4)
    dice = diary.dice
    diary.profile(
        60,
        answering_for="self",
        age_years=58,
        sex_at_birth="male",
        kind="inside_squeeze",
        site_bladder_pelvis=True,
        cannot_pee=False,
        blood_in_urine=False,
        burning_pee=True,
        cond_diabetes=True,
        med_insulin_su=True,
        med_metformin=True,
        caffeine_much=True,
    )
    for ago in range(60, -1, -1):
        for _ in range(dice.choice([0, 0, 1, 2])):
            diary.write(
                "episode",
                ago,
                f"{dice.randrange(8, 22):02}:{dice.randrange(10, 59)}",
                what="inside_squeeze",
                site="site_bladder_pelvis",
                minutes=dice.choice([1, 2, 5, 10]),
                pain_before=dice.choice([3, 4, 6]),
                tried=[tried("slow_breathing", dice.choice(["better", "same", "gone"]), dice.choice([60, 90, 180]))],
                **_suspects(dice, "caffeine", "cold"),
            )
        diary.write("drinks", ago, "08:30", what="tea_coffee", ml=250)
        if dice.random() < 0.6:
            diary.write("measure_done", ago, "10:00", remedy="bladder_training", amount=10, unit="minutes")
    return diary.now()


LONG = "cramp that would not let go although everything on the list was tried one after the other, " * 20


def heavy(kb: Knowledge, *, days: int = 3650, per_day: int = 4, medicines: int = 30, words: str = LONG) -> list[Entry]:
    """Ten years of heavy use, everything in it: a dozen places, all medicines, long texts, many danger signs."""
    diary = Diary(5)
    dice = diary.dice
    sites = [id for id, fact in kb.facts.items() if fact.group == "site"][:12]
    yes = [id for id, fact in kb.facts.items() if fact.group == "medicine"][:medicines]
    signs = [id for id, fact in kb.facts.items() if fact.group == "sign" and fact.tier == "gate"][:25]
    about = [id for id, fact in kb.facts.items() if fact.group == "condition" and not fact.unsure_of][:25]
    diary.profile(
        days, answering_for="self", age_years=66, sex_at_birth="female", **dict.fromkeys([*yes, *about], True)
    )
    for nth, sign in enumerate(signs):
        diary.profile(days - 1 - nth, **{sign: True})
        diary.profile(20 + nth, **{sign: nth % 3 == 0})
    remedies = [*kb.remedies][:20]
    for ago in range(days, -1, -1):
        for _ in range(per_day):
            diary.cramp(
                ago,
                f"{dice.randrange(24):02}:{dice.randrange(60):02}",
                dice.choice(sites),
                side=dice.choice(["left", "both"]),
                minutes=dice.randrange(1, 60),
                pain_before=dice.randrange(11),
                woke_me=dice.random() < 0.5,
                what=dice.choice(["painful_cramp", "painless_twitch", "stiffness"]),
                tried=[
                    tried(
                        dice.choice(remedies), dice.choice(["gone", "better", "same", "worse"]), dice.randrange(20, 900)
                    )
                ],
                suspects=dice.sample(
                    ["heat", "cold", "alcohol", "caffeine", "stress", "travel", "illness", "period"], 3
                ),
                **({"note": words[:1900]} if ago < 30 else {}),
            )
        if ago < 60:
            diary.write("dose_taken", ago, "08:00", what=f"{words[:150]} {ago}"[:200], amount="two")
            diary.write("measure_done", ago, "10:00", remedy=dice.choice(remedies))
    a_trial(diary, kb, "calf_stretch_wall", ended=True, ago=200)
    return diary.now()


def a_trial(diary: Diary, kb: Knowledge, remedy: str, *, ago: int, ended: bool) -> None:
    """A trial of a remedy against nothing extra, begun so many days ago, with fewer cramps on its nights."""
    plan = protocol(kb, kb.remedies[remedy], None, seed=4, pairs=4)
    first = TODAY - timedelta(days=ago - 1)
    design = diary.write("trial_design", ago, "12:00", **design_body(plan, first.isoformat()))
    for one in nights(plan):
        night = first + timedelta(days=one.number - 1)
        if night > TODAY:
            break
        arm = {} if one.arm is None else {"arm": one.arm}
        cramps = (diary.dice.random() < 0.2) + (one.arm != "b" and diary.dice.random() < 0.7)
        diary.write(
            "trial_night",
            (TODAY - night).days,
            "07:30",
            trial=design.id,
            night=night.isoformat(),
            did="yes",
            complete=True,
            cramps=int(cramps),
            **arm,
        )
    if ended:
        over = max(0, ago - 1 - len(nights(plan)))
        diary.write("trial_end", over, "08:00", trial=design.id, why="done")


EVERY = {
    "night cramps": night_cramps,
    "athlete": athlete,
    "pregnant": pregnant,
    "bladder": bladder,
    "heavy": heavy,
    "empty": lambda _: list[Entry](),
}

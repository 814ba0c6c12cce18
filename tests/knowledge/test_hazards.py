"""The hazards: all of them are there, and what is said to stand against each is."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

import msgspec
import pytest

from knowledge.people import person, random_person, thresholds
from uncramp.decide import decide
from uncramp.facts import read_answers
from uncramp.kb import HERE, Knowledge
from uncramp.kb.hazards import hazard_problems
from uncramp.kb.read import Folder, read_folder
from uncramp.kb.wording import texts_for_people
from uncramp.logic import EnumType
from uncramp.triage import Level, triage

HAZARDS = 38
"""How many hazards section 6 of the safety specification has."""


def test_every_hazard_of_the_safety_specification_is_there(kb: Knowledge) -> None:
    assert [one.code for one in kb.pack.hazard] == [f"H{number:02}" for number in range(1, HAZARDS + 1)]


def test_nobody_has_accepted_what_is_left_over(kb: Knowledge) -> None:
    """Once a clinician does, this test goes; until then no hazard may look as if somebody had."""
    assert [one.id for one in kb.pack.hazard if one.accepted_by] == []


# ---- what lint finds


@pytest.fixture(scope="module")
def folder() -> Folder:
    return read_folder(HERE)


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"code": "H03"}, "the next hazard is `H02`"),
        ({"shown_by": (), "missing": ""}, "nothing shows it, and nothing is `missing`"),
        ({"shown_by": ("chest_pain_yesterday",)}, "nothing that acts called `chest_pain_yesterday`"),
        ({"shown_by": ("k9",)}, "nothing that acts called `k9`"),
        ({"shown_by": ("test_of_no_file",)}, "nothing that acts called `test_of_no_file`"),
        ({"shown_by": ("P8",)}, "nothing that acts called `P8`"),
        ({"shown_by": ("P05", "P22", "P05")}, "`P05` stands there 2 times"),
    ],
)
def test_lint_finds(folder: Folder, change: dict[str, Any], finding: str) -> None:
    rows = [
        msgspec.structs.replace(row, **change) if row.id == "heart_attack_called_spasm" else row
        for row in folder.entries["hazard"]
    ]
    edited = replace(folder, entries={**folder.entries, "hazard": rows})
    assert list(hazard_problems(folder)) == []
    assert [finding in str(problem) for problem in hazard_problems(edited)] == [True]


# ---- what stands against them


def values_of(kb: Knowledge, fact: str) -> tuple[str, ...]:
    kind = kb.facts[fact].type
    assert isinstance(kind, EnumType)
    return kind.values


def test_a_chest_that_hurts_never_comes_to_self_care(kb: Knowledge) -> None:
    """Whatever it is like, how it began and where it goes: only a flicker, a jerk and hiccups may stay at home."""
    for kind in values_of(kb, "kind"):
        for onset in values_of(kb, "onset"):
            for trend in values_of(kb, "trend"):
                for hiccups in (False, True):
                    said = {"site_chest": True, "kind": kind, "onset": onset, "trend": trend, "hiccups": hiccups}
                    calm = kind in ("painless_twitch", "whole_body_jerk") or (hiccups and kind == "ongoing_spasm")
                    level = triage(kb, person(kb, said)).certain
                    assert level >= (Level.self_care if calm else Level.urgent), said


def test_every_region_has_a_number_to_call(kb: Knowledge) -> None:
    phones = {phone.id: phone for phone in kb.pack.phone}
    assert set(values_of(kb, "region")) == set(phones)
    for region, phone in phones.items():
        for texts in (kb.texts(region=region), kb.texts(region=region, others=True)):
            for words in ("action.emergency.ambulance", "action.urgent.urgent_line", "action.urgent.poison_centre"):
                said = texts(words)
                assert "{" not in said
                assert len(said) > len("Call  now.")
        assert re.search(r"\d{3}|ambulance", phone.emergency), region


PREGNANT_UNLESS: tuple[Mapping[str, Any], ...] = (
    {"pregnancy_status": "no"},
    {"pregnancy_status": "not_applicable"},
    {"sex_at_birth": "male"},
    {"age_years": 9},
    {"age_years": 61},
)


def test_pregnancy_is_ruled_out_only_by_what_rules_it_out(kb: Knowledge) -> None:
    preg = kb.when("contraindication", "nsaid_gel_pregnancy_child")

    def may_hold(said: Mapping[str, Any]) -> bool:
        known = kb.settled(read_answers(kb.facts, {"under_16": False, "breastfeeding": False, **said}))
        return kb.judging(known.known)(preg) is not False

    for sex in values_of(kb, "sex_at_birth"):
        for age in range(16, 61):
            assert may_hold({"sex_at_birth": sex, "age_years": age}) == (sex != "male"), (sex, age)
    assert may_hold({"pregnancy_status": "maybe"})
    assert [said for said in PREGNANT_UNLESS if "age_years" not in said and may_hold(said)] == []
    assert kb.settled(read_answers(kb.facts, {"age_years": 9})).known["pregnancy_status"] == "not_applicable"
    assert kb.settled(read_answers(kb.facts, {"age_years": 61})).known["pregnancy_status"] == "not_applicable"


def test_every_guided_remedy_says_when_to_stop(kb: Knowledge) -> None:
    guided = [remedy for remedy in kb.pack.remedy if remedy.guide]
    assert len(guided) > 30
    assert [remedy.id for remedy in guided if not remedy.stop_if] == []
    stretches = [remedy for remedy in guided if {"stretch_any", "massage_any"} & set(remedy.groups)]
    assert len(stretches) > 15
    assert [remedy.id for remedy in stretches if "stop" not in remedy.stop_if.lower()] == []


def test_every_medicine_is_something_to_ask_about_and_never_to_stop(kb: Knowledge) -> None:
    for medicine in kb.pack.medicine:
        told = f"{medicine.says} {medicine.ask_about}"
        assert re.search(r"\bask\b", medicine.says, re.IGNORECASE), medicine.id
        assert len(re.findall(r"\bstop\b", told, re.IGNORECASE)) == len(re.findall(r"\bnot stop\b", told)), medicine.id


def test_no_answer_names_the_disease_that_twitchers_fear(kb: Knowledge) -> None:
    feared = re.compile(r"\b(?:ALS|MND|motor neurone?|Lou Gehrig)\b", re.IGNORECASE)
    naming = [
        (kind, entry.id)
        for kind in ("rule", "safety_net", "contributor", "remedy", "line", "quick", "medicine", "topic")
        for entry in getattr(kb.pack, kind)
        for _, text in texts_for_people(kind, entry)
        if feared.search(text)
    ]
    assert naming == []


def test_the_first_danger_line_is_about_waking_and_breathing(kb: Knowledge) -> None:
    first = kb.pack.line[0]
    assert {"unresponsive", "breathing_difficulty", "throat_closing_or_noisy"} <= set(first.facts)
    quick = tomllib.loads((HERE / "texts/en/session.toml").read_text(encoding="utf-8"))["now"]
    assert "{N}" in quick["danger_call"]


def test_every_sentence_of_an_answer_is_a_text_of_the_knowledge(kb: Knowledge) -> None:
    """Nothing is made up when it is shown: only numbers, days and "you" or "they" are filled in."""
    texts, near = kb.texts(region="uk"), thresholds(kb)
    days = {row.within_days for row in kb.pack.rule}
    written = {texts.fill(text, days=day) for text in kb.pack.texts["en"].values() for day in days}
    written |= {
        texts.fill(text)
        for kind in ("rule", "contraindication", "pair", "safety_net", "medicine")
        for entry in getattr(kb.pack, kind)
        for _, text in texts_for_people(kind, entry)
    }
    random = Random(0)
    for _ in range(150):
        decision = decide(kb, kb.answers(random_person(kb, random, near)), texts)
        reasons = [reason for row in decision["offer"] for reason in (*row["ask_first"], *row["modify"])]
        reasons += [reason for row in decision["withhold"] for reason in row["because"]]
        said = [decision["action"], *decision["safety_net"]]
        said += [row["says"] for row in (*decision["because"], *decision["medicines"], *reasons)]
        assert set(said) <= written, set(said) - written


SILENT = """
import io, sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "urllib.Request"):
        raise SystemExit(f"talks to another machine: {event} {arguments}")

sys.addaudithook(refuse)
from uncramp.cli import run

person = '{"facts": {"site_calf": true, "kind": "painful_cramp", "med_statin": true}}'
lines = "now calf --plain, check -, plan -, food -, drinks -, explain cramp, list, claims, lint, pack"
for arguments in (line.split() for line in lines.split(", ")):
    sys.stdin = io.TextIOWrapper(io.BytesIO(person.encode()))
    if run(arguments):
        raise SystemExit(f"{arguments} failed")
"""


def test_no_command_talks_to_another_machine() -> None:
    ran = subprocess.run([sys.executable, "-c", SILENT], capture_output=True, text=True, timeout=120, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")

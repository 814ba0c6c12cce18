"""`uncramp explain` for people's own words, and what may play a part on the pages and in the JSON of a plan."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from cli.test_commands import one_line, uncramp
from knowledge.people import person
from uncramp.cli.ask import Interview, accepted
from uncramp.decide import answers_json
from uncramp.kb import Knowledge

EYELID = {"site_eyelid": True, "kind": "painless_twitch", "caffeine_much": True, "poor_sleep": True, "desk_work": True}


def as_file(kb: Knowledge, **facts: object) -> str:
    return json.dumps({"facts": answers_json(person(kb, facts))})


@pytest.mark.parametrize(
    ("word", "topic"),
    [
        ("cause", "cause"),
        ("cramp", "cramp"),
        ("twitch", "twitch"),
        ("spasm", "spasm"),
        ("stiffness", "stiffness"),
        ("inside", "inside"),
        ("Charley-Horse", "cramp"),
        ("dehydration", "salts_and_water"),
        ("Coffee", "caffeine"),
        ("heart", "heart_pain"),
        ("seizure", "fit"),
    ],
)
def test_a_topic_is_found_by_its_id_or_a_plain_word(word: str, topic: str) -> None:
    found = json.loads(uncramp("explain", word, "--json").stdout)
    assert topic in [row["id"] for row in found if row["kind"] == "topic"]


@pytest.mark.parametrize(
    ("word", "topic"),
    [
        ("calambre", "cramp"),
        ("Café", "caffeine"),
        ("cafe", "caffeine"),
        ("riñón", "kidney_stone"),
        ("heart", "heart_pain"),
    ],
)
def test_a_topic_is_found_by_the_words_of_the_language_with_or_without_accents(word: str, topic: str) -> None:
    found = json.loads(uncramp("explain", word, "--json", "--lang", "es").stdout)
    assert topic in [row["id"] for row in found if row["kind"] == "topic"]


def test_a_word_of_another_language_is_found_only_in_that_language() -> None:
    assert "there is no entry `calambre`" in one_line(uncramp("explain", "calambre"))
    assert "`calambres`" in one_line(uncramp("explain", "calambrez", "--lang", "es"))


def test_a_question_takes_the_yes_of_the_language_and_the_english_one(kb: Knowledge) -> None:
    texts = kb.texts(language="es")
    for typed, wanted in (("s", True), ("SÍ", True), ("si", True), ("y", True), ("n", False), ("no", False)):
        told = iter([typed])
        talk = Interview(kb, texts, Console(file=io.StringIO()), lambda _, told=told: next(told), kb.answers({}))
        assert talk.facts(["poor_sleep"]).known.get("poor_sleep") is wanted, typed
    assert "s" not in accepted("yes", kb.texts())


def test_a_topic_says_what_to_do_and_what_clinicians_want_to_know() -> None:
    shown = uncramp("explain", "heart", "--region", "uk").stdout
    assert shown.index("Call 999 now") < shown.index("The heart is a muscle") < shown.index("For clinicians")
    assert "See also: chest_pain_now" in shown
    assert "Reviewed by: no clinician yet" in shown


def test_a_word_that_is_nearly_one_is_answered_with_what_was_meant() -> None:
    assert "did you mean `caffeine`" in one_line(uncramp("explain", "cafeine"))


def test_the_pages_end_with_what_may_play_a_part(kb: Knowledge) -> None:
    given = as_file(kb, **EYELID)
    for command in ("check", "plan"):
        shown = uncramp(command, "-", stdin=given).stdout
        assert shown.index("What may play a part") < shown.index("A lot of caffeine")
        assert "may set off twitches" in shown


def test_a_medicine_is_told_once_on_the_page_of_a_plan(kb: Knowledge) -> None:
    given = as_file(kb, site_calf=True, med_loop_thiazide=True)
    words = "Water tablets can sometimes cause cramps"
    assert uncramp("plan", "-", stdin=given, COLUMNS="200").stdout.count(words) == 1
    assert uncramp("check", "-", stdin=given, COLUMNS="200").stdout.count(words) == 1


def test_the_page_of_a_check_names_the_first_few_and_that_there_are_more(kb: Knowledge) -> None:
    given = as_file(kb, **EYELID, stress_now=True, smoker=True)
    assert "And 2 more: uncramp plan" in uncramp("check", "-", stdin=given).stdout
    assert "more: uncramp plan" not in uncramp("plan", "-", stdin=given).stdout


def test_a_plan_asks_what_else_could_play_a_part(kb: Knowledge) -> None:
    answers = person(kb, EYELID, unknown=["caffeine_much"])
    shown = uncramp("plan", "-", stdin=json.dumps({"facts": answers_json(answers)}), COLUMNS="200").stdout
    assert "Answers to these could show more" in shown
    assert "more than 4 cups of coffee" in shown


def test_an_emergency_says_nothing_of_it(kb: Knowledge) -> None:
    given = as_file(kb, **EYELID, jaw_locked=True, dirty_wound_21d=True)
    for command in ("check", "plan"):
        assert "play a part" not in uncramp(command, "-", stdin=given).stdout
    assert json.loads(uncramp("plan", "-", "--json", stdin=given).stdout)["contributors"] == []


def test_only_the_json_of_a_plan_has_the_contributors(kb: Knowledge) -> None:
    given = as_file(kb, **EYELID)
    check = json.loads(uncramp("check", "-", "--json", stdin=given).stdout)
    plan = json.loads(uncramp("plan", "-", "--json", stdin=given).stdout)
    assert plan.keys() - check.keys() == {"plan", "schedule", "contributors"}
    assert {key: plan[key] for key in check} == check
    assert [row["contributor"] for row in plan["contributors"]] == ["poor_sleep", "caffeine", "eyelid_screen"]
    assert "contributors" not in check


@pytest.mark.parametrize(("wanted", "known"), [("y", True), ("n", None)])
def test_the_questions_about_habits_come_only_if_wanted(kb: Knowledge, wanted: str, known: bool | None) -> None:
    said: list[str] = []

    def answer(prompt: str) -> str:
        said.append(prompt)
        if "may play a part" in prompt:
            return wanted
        return "n" if "(y/n)" in prompt else "?" if "number" in prompt else "y"

    answers = person(kb, EYELID, unknown=["caffeine_much"])
    interview = Interview(kb, kb.texts(), Console(file=io.StringIO()), answer, answers)
    assert interview.full(causes=True).known.get("caffeine_much") is known
    assert len([prompt for prompt in said if "may play a part" in prompt]) == 1


def test_a_check_asks_nothing_about_habits(kb: Knowledge) -> None:
    def answer(prompt: str) -> str:
        raise AssertionError(prompt)

    answers = person(kb, EYELID, unknown=["caffeine_much", "stress_now"])
    assert Interview(kb, kb.texts(), Console(file=io.StringIO()), answer, answers).full() == answers

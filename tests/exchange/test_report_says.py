"""What stands on the clinician's page: what was written, nothing else, and what is missing said to be missing."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from exchange.diaries import PERSON, TODAY, Diary, a_trial, tried
from uncramp.diary import Entry, current, load, read_entry, to_json
from uncramp.diary.making import correct, remove
from uncramp.errors import UsageError
from uncramp.exchange.report.choice import SECTIONS, choice
from uncramp.exchange.report.content import report
from uncramp.exchange.report.page import html
from uncramp.exchange.report.sheet import Report
from uncramp.kb import Knowledge


def made(kb: Knowledge, entries: list[Entry], **chosen: Any) -> Report:
    return report(kb, kb.texts(region="uk"), "en", entries, choice(**chosen), TODAY.isoformat())


def said(found: Report, id: str) -> str:
    """All that a section says."""
    section = found.section(id)
    assert section is not None
    rows = [f"{row.mark} {row.lead} {row.text}".strip() for row in section.rows]
    return "\n".join([*rows, section.missing, *section.notes])


def page(kb: Knowledge, entries: list[Entry], **chosen: Any) -> str:
    return html(made(kb, entries, **chosen), kb.texts(region="uk"))


# ---- danger signs


def test_a_danger_sign_that_was_answered_yes_stands_there_with_its_day_even_when_it_is_no_now(kb: Knowledge) -> None:
    diary = Diary(1)
    diary.profile(400, dark_urine=True)
    diary.profile(390, dark_urine=False)
    assert "Pee" in said(made(kb, diary.now()), "danger") or "pee" in said(made(kb, diary.now()), "danger")
    assert "yes on 16 October 2025. Answered no since." in said(made(kb, diary.now()), "danger")


def test_a_sign_answered_yes_again_shows_the_first_and_the_last_day(kb: Knowledge) -> None:
    diary = Diary(1)
    for ago in (30, 20, 3):
        diary.profile(ago, dark_urine=True)
    assert "yes 3 times, 21 October 2026 to 17 November 2026." in said(made(kb, diary.now()), "danger")


def test_danger_signs_that_nobody_asked_are_said_to_be_not_recorded(kb: Knowledge) -> None:
    assert "Not recorded" in said(made(kb, []), "danger")
    assert "not a no" in said(made(kb, []), "danger")


def test_signs_answered_no_do_not_speak_for_those_that_were_not_asked(kb: Knowledge) -> None:
    diary = Diary(1)
    diary.profile(5, dark_urine=False, chest_pain=False)
    shown = said(made(kb, diary.now()), "danger")
    assert "Danger signs answered: 2 of " in shown
    assert "The others are open, not a no." in shown


def test_somebody_who_was_not_sure_is_said_to_be_not_sure(kb: Knowledge) -> None:
    diary = Diary(1)
    diary.profile(5, dark_urine="unsure")
    assert "Not sure: " in said(made(kb, diary.now()), "danger")


# ---- what is missing


@pytest.mark.parametrize("id", ["who", "danger", "counts", "medicines", "triggers", "tried"])
def test_an_empty_diary_says_of_everything_that_it_is_not_recorded(kb: Knowledge, id: str) -> None:
    assert "ot recorded" in said(made(kb, []), id)


def test_an_empty_diary_has_no_number_at_all(kb: Knowledge) -> None:
    assert made(kb, []).figures is None, "noughts would look like weeks without cramps"


def test_days_of_which_nothing_is_written_are_counted_apart_from_days_without(kb: Knowledge) -> None:
    diary = Diary(1)
    diary.cramp(2, "03:00", "site_calf")
    diary.none(1)
    figures = made(kb, diary.now()).figures
    assert figures is not None
    last = {row: values[0] for row, values in figures.rows}
    assert [last[row] for row in ("Episodes", "Days with an episode", "Days written as free", "Days not written")] == [
        "1", "1", "1", "26",
    ]  # fmt: skip


def test_a_number_that_nobody_wrote_is_not_recorded_and_never_nought(kb: Knowledge) -> None:
    diary = Diary(1)
    diary.cramp(2, "03:00", "site_calf")
    figures = made(kb, diary.now()).figures
    assert figures is not None
    found = dict(figures.rows)
    assert found["Worst pain of 10, median"][0] == found["Woke from sleep"][0] == "not recorded"


def test_the_numbers_say_of_how_many_episodes_they_are(kb: Knowledge) -> None:
    diary = Diary(1)
    for ago, pain in ((2, 4), (3, 8), (4, 6), (5, None)):
        diary.cramp(ago, "03:00", "site_calf", **({} if pain is None else {"pain_before": pain}))
    figures = made(kb, diary.now()).figures
    assert figures is not None
    assert dict(figures.rows)["Worst pain of 10, median"][0] == "6 (n=3)"


def test_entries_of_a_newer_kind_are_counted_and_nothing_else_of_them(kb: Knowledge) -> None:
    diary = Diary(1)
    raw = to_json(diary.cramp(2, "03:00", "site_calf"))
    newer = read_entry(raw | {"kind": "moon", "id": raw["id"][:-4] + "abcd", "body": {"phase": "waning gibbous"}})
    shown = page(kb, current([*diary.entries, newer]))
    assert "Entries of a newer kind, which this program cannot read: 1." in shown
    assert "gibbous" not in shown


def test_answers_that_this_knowledge_does_not_know_are_counted_and_not_guessed_at(kb: Knowledge) -> None:
    diary = Diary(1)
    diary.profile(3, hair_colour="green", age_years=4000, med_statin=True)
    shown = made(kb, diary.now())
    assert "Answers that this program does not know: 2." in " ".join(shown.foot)
    assert "4000" not in said(shown, "who")
    assert "Statins" in said(shown, "medicines")


# ---- nothing that does not belong there


def test_what_was_erased_deleted_or_corrected_away_never_stands_there(kb: Knowledge) -> None:
    diary = Diary(1)
    now = datetime.fromisoformat(f"{TODAY}T12:00:00+00:00")
    gone = diary.write("note", 3, text="a secret word")
    wrong = diary.write("dose_taken", 2, what="Mistakine")
    diary.entries.append(remove(load(), gone, now=now, chance=bytes(10)))
    diary.entries.append(correct(load(), wrong, {"what": "Rightolol"}, now=now, chance=bytes(9) + b"1"))
    shown = page(kb, diary.now())
    assert "secret" not in shown
    assert "Mistakine" not in shown
    assert "Rightolol" in shown


def test_no_name_and_no_id_stands_there_unless_the_person_typed_one(kb: Knowledge) -> None:
    diary = Diary(1)
    diary.cramp(2, "03:00", "site_calf")
    shown = page(kb, diary.now())
    assert PERSON not in shown
    assert diary.entries[0].id not in shown
    assert "Sam Example" not in shown
    assert "Sam Example" in page(kb, diary.now(), name="Sam Example")


def test_words_that_look_like_a_page_stay_words(kb: Knowledge) -> None:
    diary = Diary(1)
    diary.write("note", 1, text="<script>alert(1)</script> & <b>bold</b>")
    shown = page(kb, diary.now(), questions=["</article><img src=x>"])
    assert "<script" not in shown
    assert "&lt;/article&gt;&lt;img src=x&gt;" in shown


def test_a_page_never_says_to_stop_a_medicine(kb: Knowledge) -> None:
    diary = Diary(1)
    diary.profile(3, **{id: True for id, fact in kb.facts.items() if fact.group == "medicine"})
    shown = said(made(kb, diary.now()), "medicines").lower()
    assert "stop" not in shown
    assert "no change without one" in shown


def test_the_page_and_the_second_sheet_say_that_no_clinician_has_reviewed_the_rules(kb: Knowledge) -> None:
    diary = Diary(1)
    diary.none(1)
    assert page(kb, diary.now()).count("No clinician has reviewed the rules") == 2


# ---- medicines


def test_medicines_that_may_cause_cramps_are_marked_and_the_others_are_not(kb: Knowledge) -> None:
    diary = Diary(1)
    diary.profile(9, med_statin=True, med_paracetamol=True, med_digoxin=False)
    rows = made(kb, diary.now()).section("medicines").rows  # type: ignore[union-attr]
    assert [(row.mark, "Statins" in row.text, "Paracetamol" in row.text) for row in rows] == [
        ("may cause cramps (A)", True, False), ("", False, True),
    ]  # fmt: skip


def test_a_name_that_was_written_down_is_marked_only_if_our_list_has_that_very_name(kb: Knowledge) -> None:
    diary = Diary(1)
    for what in ("Simvastatin 20", "SIMVASTATIN 20", "simvastatinoid", "vitamins"):
        diary.write("dose_taken", 1, what=what)
    marked, others = made(kb, diary.now()).section("medicines").rows  # type: ignore[union-attr]
    assert "simvastatin 20 (doses written 2, last on 19 november)" in marked.text.lower()
    assert "simvastatinoid" in others.text
    assert "vitamins" in others.text


# ---- what was tried, and triggers


def test_what_was_tried_tells_how_it_went_and_how_long_it_took(kb: Knowledge) -> None:
    diary = Diary(1)
    for seconds in (30, 60, 90):
        diary.cramp(1, "03:00", "site_calf", tried=[tried("heat_pack", "gone", seconds)])
    diary.cramp(2, "03:00", "site_calf", tried=[tried("heat_pack", "worse", 500)])
    shown = said(made(kb, diary.now()), "tried")
    assert "tried 4 times (gone 3, worse 1)." in shown
    assert "Until gone: median 1 min (30 s to 1 min 30 s, timed 3)." in shown


def test_a_trigger_is_the_persons_suspicion_and_is_said_to_be_one(kb: Knowledge) -> None:
    diary = Diary(1)
    diary.cramp(1, "03:00", "site_calf", suspects=["caffeine"])
    diary.cramp(2, "03:00", "site_calf")
    assert "Caffeine suspected in 1 of 2 episodes." in said(made(kb, diary.now()), "triggers")


def test_a_time_that_was_a_guess_is_not_counted_among_the_times(kb: Knowledge) -> None:
    diary = Diary(1)
    diary.cramp(1, "03:00", "site_calf", time_guessed=True)
    diary.cramp(1, "13:00", "site_calf")
    assert "12 to 18 h: 1; time only guessed: 1" in said(made(kb, diary.now()), "times")


def test_only_the_weeks_that_were_chosen_are_counted_but_danger_signs_are_for_ever(kb: Knowledge) -> None:
    diary = Diary(1)
    diary.cramp(100, "03:00", "site_calf")
    diary.profile(2000, dark_urine=True)
    assert "No episode" in said(made(kb, diary.now(), weeks=4), "sites")
    assert "Calf" in said(made(kb, diary.now(), weeks=20), "sites")
    assert "yes on" in said(made(kb, diary.now(), weeks=4), "danger")


# ---- trials


def test_a_trial_that_is_over_stands_there_with_its_answer(kb: Knowledge) -> None:
    diary = Diary(2)
    a_trial(diary, kb, "calf_stretch_wall", ago=75, ended=True)
    shown = said(made(kb, diary.now()), "trials")
    assert "Ended as planned." in shown
    assert " cramps in 28 nights." in shown


def test_a_trial_that_runs_shows_no_answer_before_somebody_has_looked(kb: Knowledge) -> None:
    diary = Diary(2)
    a_trial(diary, kb, "calf_stretch_wall", ago=40, ended=False)
    shown = said(made(kb, diary.now()), "trials")
    assert "Still running" in shown
    assert "cramps in" not in shown


def test_a_trial_that_was_changed_after_it_was_fixed_is_not_shown(kb: Knowledge) -> None:
    diary = Diary(2)
    a_trial(diary, kb, "calf_stretch_wall", ago=75, ended=True)
    raw = [to_json(one) for one in diary.entries]
    design = next(one for one in raw if one["kind"] == "trial_design")
    design["body"] = design["body"] | {"order": [{"ab": "ba", "ba": "ab"}[one] for one in design["body"]["order"]]}
    shown = said(made(kb, current(map(read_entry, raw))), "trials")
    assert "Not shown: it was changed after it was fixed." in shown
    assert "cramps in" not in shown


# ---- the person chooses


def test_only_the_chosen_sections_stand_there_and_what_was_left_out_is_named(kb: Knowledge) -> None:
    diary = Diary(1)
    diary.profile(3, med_statin=True, dark_urine=True)
    found = made(kb, diary.now(), sections=["counts", "sites"])
    assert [one.id for one in found.sections] == ["counts", "sites"]
    assert "Danger signs" in " ".join(found.foot)
    assert "Medicines" in " ".join(found.foot)
    assert "Statins" not in json.dumps(dict(found.data))
    assert "dark_urine" not in json.dumps(dict(found.data))


def test_the_questions_of_the_person_stand_there_in_their_order(kb: Knowledge) -> None:
    section = made(kb, [], questions=["Is it my statin?", "  ", "Blood test?"]).section("questions")
    assert section is not None
    assert [row.text for row in section.rows] == ["Is it my statin?", "Blood test?"]


@pytest.mark.parametrize(
    ("chosen", "allowed"),
    [
        ({"sections": ["moon"]}, ", ".join(SECTIONS)),
        ({"sections": []}, ", ".join(SECTIONS)),
        ({"weeks": 1}, "2 to 104 weeks"),
        ({"weeks": 105}, "2 to 104 weeks"),
        ({"questions": ["x" * 1001]}, "up to 1000"),
        ({"questions": ["x"] * 21}, "up to 20"),
        ({"name": "x" * 81}, "up to 80"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_with_what_can(chosen: dict[str, Any], allowed: str) -> None:
    with pytest.raises(UsageError) as error:
        choice(**chosen)
    assert allowed in str(error.value)


def test_the_raw_table_has_a_row_for_each_thing_that_happened_the_newest_first(kb: Knowledge) -> None:
    diary = Diary(1)
    diary.cramp(3, "03:10", "site_calf", side="left", minutes=4, pain_before=7, pain_after=1, note="after the hills")
    diary.none(1)
    table = made(kb, diary.now()).table
    assert table is not None
    assert [row[:4] for row in table.rows] == [
        ("2026-11-19", "No cramp that night", "", ""), ("2026-11-17 03:10", "Calf, left", "4 min", "7 \u2192 1"),
    ]  # fmt: skip
    assert "\u201cafter the hills\u201d" in table.rows[1][5]

"""The clinician's page by what the programs themselves write: details as changes of the profile, signs as checks."""

from __future__ import annotations

from typing import Any

from exchange.diaries import Diary
from exchange.test_report_says import made, said
from uncramp.kb import Knowledge


def checked(diary: Diary, ago: int, *signs: str, level: str = "emergency", where: str = "check") -> None:
    body: dict[str, Any] = {"level": level, "where": where, "knowledge": "1.0+abc"}
    diary.write("check_done", ago, **body, **({"signs": list(signs)} if signs else {}))


def test_a_sign_that_a_check_was_answered_yes_to_stands_there_with_its_date(kb: Knowledge) -> None:
    diary = Diary(1)
    checked(diary, 30, "dark_urine")
    shown = said(made(kb, diary.now()), "danger")
    assert "yes on 21 October 2026." in shown
    assert "taken back" not in shown
    assert "Checks that came to a result: 1, last on 21 October 2026." in shown


def test_a_later_check_without_the_sign_is_no_answer_of_no(kb: Knowledge) -> None:
    diary = Diary(1)
    checked(diary, 30, "dark_urine")
    checked(diary, 2, level="self_care")
    shown = said(made(kb, diary.now()), "danger")
    assert "yes on 21 October 2026." in shown
    assert "Answered no" not in shown


def test_checks_without_any_sign_say_so_and_not_that_nothing_was_asked(kb: Knowledge) -> None:
    diary = Diary(1)
    checked(diary, 2, level="routine")
    shown = said(made(kb, diary.now()), "danger")
    assert "None in the checks that came to a result." in shown
    assert "Not recorded" not in shown


def test_a_sign_of_a_check_plays_no_part_in_what_may_cause_the_cramps(kb: Knowledge) -> None:
    plain, told = Diary(1), Diary(1)
    for diary in (plain, told):
        diary.profile(9, age_years=72, med_loop_thiazide=True)
    told.profile(9, dark_urine=True, hard_exercise=True, site_calf=True)
    checked(told, 2, *sorted(sign for sign in kb.gates if sign in kb.facts)[:20])
    assert said(made(kb, told.now()), "triggers") == said(made(kb, plain.now()), "triggers")


def test_a_check_is_no_row_of_what_happened(kb: Knowledge) -> None:
    diary = Diary(1)
    checked(diary, 2, "dark_urine")
    table = made(kb, diary.now()).table
    assert table is not None
    assert not table.rows


def test_a_sign_that_this_knowledge_does_not_have_is_counted_and_not_guessed_at(kb: Knowledge) -> None:
    diary = Diary(1)
    checked(diary, 2, "purple_ears")
    found = made(kb, diary.now())
    assert "purple" not in said(found, "danger")
    assert "Answers that this program does not know: 1." in " ".join(found.foot)


def test_details_that_were_taken_back_are_gone_from_the_page(kb: Knowledge) -> None:
    diary = Diary(1)
    diary.profile(9, cond_diabetes=True, med_statin=True)
    diary.profile(2, cond_diabetes=None)
    found = made(kb, diary.now())
    assert "iabetes" not in said(found, "who")
    assert "Statins" in said(found, "medicines")

"""The plan on the phone: what the terminal offers, in its order, with its dates; what is done and reminded of."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from knowledge.people import person
from uncramp.cli.dated import dated_lines
from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.plan import Plan, plan
from uncramp.schedule import schedule
from uncramp.triage import triage

GOLDEN = Path(__file__).parents[1] / "golden"
PEOPLE = (
    "night_cramps_72_diuretic", "heart_failure", "pregnant_30_weeks", "marathon_runner", "bladder_spasm",
    "back_after_lifting", "child_of_9",
)  # fmt: skip
TODAY = date(2026, 2, 27)
NOON = datetime(2026, 2, 27, 12)
PARTS = ("now", "next_days", "prevention")

KEEP = """async ([facts, course]) => {
  const base = document.querySelector('script[src*="js/start.js"]').src;
  const { keepEpisode } = await import(new URL('device/person.js', base));
  await keepEpisode(facts, course ?? undefined);
}"""
"""Keeps answers as the check does, by its own module."""
TRIED = """async ([tried, times]) => {
  const base = document.querySelector('script[src*="js/start.js"]').src;
  const { openDiary } = await import(new URL('diary/store.js', base));
  const { write } = await import(new URL('device/entry.js', base));
  const diary = await openDiary();
  for (let nth = 0; nth < times; nth += 1) {
    await write(diary, 'episode', { what: 'painful_cramp', site: 'site_calf', relief_seconds: 90, tried });
  }
}"""
ENTRIES = """async () => {
  const base = document.querySelector('script[src*="js/start.js"]').src;
  const { openDiary } = await import(new URL('diary/store.js', base));
  return (await openDiary()).all();
}"""
KEPT = """async (key) => {
  const base = document.querySelector('script[src*="js/start.js"]').src;
  const { openDiary } = await import(new URL('diary/store.js', base));
  return (await openDiary()).kept(key);
}"""


def story(name: str) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((GOLDEN / f"{name}.toml").read_text(encoding="utf-8"))["facts"]
    return found


def told(kb: Knowledge, name: str, **more: Any) -> Answers:
    """The answers of a written-out person, all of them, with some changed."""
    return person(kb, {**story(name), **more})


def made_of(kb: Knowledge, answers: Answers) -> Plan:
    return plan(kb, answers, triage(kb, answers), today=TODAY)


def kept(open_phone: Any, answers: Answers, path: str = "plan.html", *, course: Any = None, **options: Any) -> Any:
    """A phone at noon of a fixed day that keeps these answers, at a page."""
    page = open_phone("about.html", **options)
    page.clock.set_fixed_time(NOON)
    page.evaluate(KEEP, [{**answers.known, **dict.fromkeys(answers.unsure, "unsure")}, course])
    page.goto(path)
    page.locator("main .wait").wait_for(state="detached")
    return page


def remedies(page: Any, part: str) -> list[str]:
    found: list[str] = page.locator(f"[data-part={part}] [data-remedy]").evaluate_all(
        "(all) => all.map((one) => one.dataset.remedy)"
    )
    return found


def open_all(page: Any) -> None:
    page.evaluate("() => document.querySelectorAll('main details').forEach((one) => { one.open = true; })")


def lines_of(page: Any, remedy: str) -> list[str]:
    """What a card of the prevention says about its dates."""
    found: list[str] = page.locator(f"[data-part=prevention] [data-remedy={remedy}] details > div > *").evaluate_all(
        "(all) => all.flatMap((one) => one.tagName === 'UL' ? [...one.children].map((row) => row.textContent) "
        ": [one.textContent])"
    )
    return found


# ---- the same plan as everywhere


@pytest.mark.parametrize("name", PEOPLE)
def test_the_phone_offers_what_the_terminal_offers_in_the_same_order(kb: Knowledge, open_phone: Any, name: str) -> None:
    answers = told(kb, name)
    made = made_of(kb, answers)
    page = kept(open_phone, answers)
    parts = {"now": made.now, "next_days": made.next_days, "prevention": made.prevention}
    assert made.steps
    for part, steps in parts.items():
        assert remedies(page, part) == [step.offer.remedy.id for step in steps], part


@pytest.mark.parametrize("name", PEOPLE)
def test_what_is_held_back_is_named_with_its_reason_and_stands_in_no_part(
    kb: Knowledge, open_phone: Any, name: str
) -> None:
    answers = told(kb, name)
    made = made_of(kb, answers)
    page = kept(open_phone, answers)
    offered = {remedy for part in PARTS for remedy in remedies(page, part)}
    sure = [one for one in made.withheld if one.certain]
    rows = page.locator("[data-held=certain] [data-remedy]")
    assert rows.evaluate_all("(all) => all.map((one) => one.dataset.remedy)") == [one.remedy.id for one in sure]
    assert not offered & {one.remedy.id for one in made.withheld}
    texts = kb.texts(region="uk")
    for nth, one in enumerate(sure):
        why = next(reason for reason in one.because if reason.certain).said(texts)
        assert why in rows.nth(nth).inner_text().replace("\n", " ")


@pytest.mark.parametrize("name", PEOPLE)
def test_the_dates_are_those_of_the_terminal(kb: Knowledge, open_phone: Any, name: str) -> None:
    answers = told(kb, name)
    made = made_of(kb, answers)
    page = kept(open_phone, answers)
    texts = kb.texts(region="uk", others=answers.known.get("answering_for", "self") != "self")
    first = min(step.start for step in made.prevention)
    courses = schedule(kb, answers, made.prevention, today=first)
    others = frozenset(course.offer.remedy.id for course in courses)
    assert courses
    for course in courses:
        assert lines_of(page, course.offer.remedy.id) == list(dated_lines(kb, course, first, others, texts))


def test_the_dates_stay_where_they_are_on_later_days(kb: Knowledge, open_phone: Any) -> None:
    page = kept(open_phone, told(kb, "night_cramps_72_diuretic"))
    before = lines_of(page, "stretch_before_bed")
    page.clock.set_fixed_time(datetime(2026, 3, 3, 8))
    page.reload()
    page.locator("[data-part=prevention]").wait_for()
    assert lines_of(page, "stretch_before_bed") == before
    assert "These answers are from 27 February 2026" in page.locator("main").inner_text()
    assert page.locator("[data-task=stretch_before_bed]").count() == 1


def test_the_heading_says_for_what_and_from_when(kb: Knowledge, open_phone: Any) -> None:
    page = kept(open_phone, told(kb, "night_cramps_72_diuretic"))
    says = page.locator("main header").first.inner_text()
    assert "For night cramps: calf" in says
    assert "Made on 27 February 2026 from" in says


def test_the_visit_comes_before_every_step(kb: Knowledge, open_phone: Any) -> None:
    page = kept(open_phone, told(kb, "night_cramps_72_diuretic"))
    order = page.locator("main .care, main [data-remedy]").first
    assert order.get_attribute("data-level") == "routine"


def test_a_medicine_is_to_be_asked_about_and_never_to_be_stopped(kb: Knowledge, open_phone: Any) -> None:
    page = kept(open_phone, told(kb, "night_cramps_72_diuretic"))
    says = page.locator("[data-medicine]").all_inner_texts()
    assert says
    assert all("Ask" in one and ("not stop" in one or "not change" in one) for one in says), says
    assert page.locator("[data-contributor]").count() >= 1


# ---- help comes first


def test_at_emergency_the_card_stands_alone(kb: Knowledge, open_phone: Any) -> None:
    page = kept(open_phone, told(kb, "night_cramps_72_diuretic", chest_pressure=True))
    children = page.locator("main > *")
    assert children.count() == 1
    assert children.first.get_attribute("data-level") == "emergency"
    assert page.locator("main [data-remedy]").count() == 0
    assert page.get_by_role("link", name="Call 999").count() >= 1


def test_at_urgent_there_is_the_card_and_what_eases_until_then(kb: Knowledge, open_phone: Any) -> None:
    answers = told(kb, "night_cramps_72_diuretic", limb_swollen_one_side=True)
    assert triage(kb, answers).level.name == "urgent"
    page = kept(open_phone, answers)
    assert page.locator("main .care").get_attribute("data-level") == "urgent"
    comfort = {remedy.id for remedy in kb.pack.remedy if "comfort" in remedy.groups}
    shown = set(page.locator("main [data-remedy]").evaluate_all("(all) => all.map((one) => one.dataset.remedy)"))
    assert shown <= comfort
    assert page.locator("[data-part=comfort] a").count() == 0
    assert page.locator("[data-part=reminders], [data-part=today], [data-part=prevention]").count() == 0


def test_before_the_danger_signs_are_answered_there_is_no_plan(open_phone: Any) -> None:
    page = open_phone("about.html")
    page.evaluate(KEEP, [{"answering_for": "self", "age_years": 50, "site_calf": True}, None])
    page.goto("plan.html")
    page.get_by_role("heading", name="A few answers are missing first").wait_for()
    assert page.locator("main [data-remedy], main .care").count() == 0
    assert page.get_by_role("link", name="Go on with the questions").get_attribute("href").endswith("check.html")


def test_an_open_question_that_could_still_matter_gives_no_false_comfort(kb: Knowledge, open_phone: Any) -> None:
    answers = person(kb, {"site_calf": True}, ["tear_felt"])
    found = triage(kb, answers)
    assert (found.level.name, found.complete) == ("self_care", False)
    page = kept(open_phone, answers)
    assert page.locator("main .care").count() == 0
    assert "No danger sign so far" in page.locator(".so-far").inner_text()
    assert remedies(page, "now")


def test_without_answers_it_says_so_and_leads_to_the_questions(open_phone: Any) -> None:
    page = open_phone("plan.html")
    page.get_by_role("heading", name="There is no plan yet").wait_for()
    assert page.get_by_role("heading", name="What a plan is").is_visible()
    page.get_by_role("link", name="Answer the questions").click()
    page.wait_for_url("**/check.html")


def test_without_scripts_it_says_what_a_plan_is(open_phone: Any) -> None:
    page = open_phone("plan.html", java_script_enabled=False)
    assert page.get_by_role("heading", name="What a plan is").is_visible()


# ---- answers that could bring something back


def test_the_questions_that_could_free_a_remedy_lead_back_to_the_plan(kb: Knowledge, open_phone: Any) -> None:
    numb = person(kb, story("night_cramps_72_diuretic"), ["skin_numb"])
    held = [one.remedy.id for one in made_of(kb, numb).withheld if not one.certain]
    assert "heat_pack" in held
    page = kept(open_phone, numb)
    assert "heat_pack" not in remedies(page, "now") + remedies(page, "next_days")
    row = page.locator("[data-held=unknown] [data-remedy=heat_pack]")
    assert "Answer one question" in row.inner_text()
    row.click()
    page.wait_for_url("**/check.html?ask=skin_numb**")
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/plan.html")
    page.locator("[data-part=next_days]").wait_for()
    assert "heat_pack" in remedies(page, "next_days")
    assert page.locator("[data-held=unknown]").count() == 0


# ---- what worked before


def test_what_worked_before_comes_first_and_is_said(kb: Knowledge, open_phone: Any) -> None:
    answers = told(kb, "night_cramps_72_diuretic")
    usual = [step.offer.remedy.id for step in made_of(kb, answers).now]
    liked = "massage_gentle"
    assert liked in usual[2:]
    page = kept(open_phone, answers)
    page.evaluate(TRIED, [[{"remedy": liked, "outcome": "gone", "seconds": 60}], 2])
    page.reload()
    page.locator("[data-part=now]").wait_for()
    assert remedies(page, "now")[0] == liked
    assert "gone 2 of 2 times" in page.locator(f"[data-part=now] [data-remedy={liked}]").inner_text()


def test_what_helped_seldom_keeps_its_place(kb: Knowledge, open_phone: Any) -> None:
    answers = told(kb, "night_cramps_72_diuretic")
    usual = [step.offer.remedy.id for step in made_of(kb, answers).now]
    page = kept(open_phone, answers)
    page.evaluate(TRIED, [[{"remedy": "massage_gentle", "outcome": "gone", "seconds": 60}], 1])
    page.evaluate(TRIED, [[{"remedy": "massage_gentle", "outcome": "same"}], 2])
    page.reload()
    page.locator("[data-part=now]").wait_for()
    assert remedies(page, "now") == usual


# ---- done today


def test_done_is_written_into_the_diary_and_undone_by_a_deletion(kb: Knowledge, open_phone: Any) -> None:
    page = kept(open_phone, told(kb, "night_cramps_72_diuretic"))
    task = page.locator("[data-task=heat_pack]")
    task.get_by_role("button", name="Done today: Warm pack").click()
    task.get_by_role("button", name="Undo").wait_for()
    page.reload()
    task.get_by_role("button", name="Undo").wait_for()
    (done,) = page.evaluate(ENTRIES)
    assert (done["kind"], done["body"]) == ("measure_done", {"remedy": "heat_pack"})
    task.get_by_role("button", name="Undo").click()
    task.get_by_role("button", name="Undo").wait_for(state="detached")
    assert task.get_by_role("button", name="Done today").is_visible()
    kinds = [(one["kind"], one["body"].get("of")) for one in page.evaluate(ENTRIES)]
    assert sorted(kinds, key=str) == sorted([("measure_done", None), ("deletion", done["id"])], key=str)


# ---- reminders


def saved(page: Any, button: str, tmp_path: Path) -> Calendar:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    return Calendar.from_ical(file.read_bytes())


def events(calendar: Calendar) -> dict[str, Any]:
    return {str(one["UID"]): one for one in calendar.walk("VEVENT")}


def test_reminders_are_changed_and_taken_out_by_later_files(kb: Knowledge, open_phone: Any, tmp_path: Path) -> None:
    page = kept(open_phone, told(kb, "night_cramps_72_diuretic"))
    picks = page.locator("[data-part=reminders]")
    picks.get_by_label("Stretches just before bed").check()
    picks.get_by_label("A few minutes on an exercise bike").check()
    first = events(saved(page, "Put them in my calendar", tmp_path))
    stretch = next(one for uid, one in first.items() if uid.startswith("stretch_before_bed-1."))
    assert stretch["DTSTART"].dt == datetime(2026, 2, 28, 21, 30)
    assert stretch["RRULE"]["FREQ"] == ["DAILY"]
    assert {int(one["SEQUENCE"]) for one in first.values()} == {0}

    page.reload()
    assert picks.get_by_label("Stretches just before bed").is_checked()
    picks.get_by_label("A few minutes on an exercise bike").uncheck()
    assert "not as the calendar has it" in picks.inner_text()
    second = events(saved(page, "Put them in my calendar", tmp_path))
    assert set(second) == {uid for uid in first if uid.startswith("stretch_before_bed-")}
    assert {int(one["SEQUENCE"]) for one in second.values()} == {1}

    gone = saved(page, "old reminders out of my calendar", tmp_path)
    assert gone["METHOD"] == "CANCEL"
    assert set(events(gone)) == set(first) - set(second)
    assert {str(one["STATUS"]) for one in events(gone).values()} == {"CANCELLED"}
    page.get_by_role("button", name="old reminders out of my calendar").wait_for(state="detached")


def test_the_same_file_again_changes_nothing(kb: Knowledge, open_phone: Any, tmp_path: Path) -> None:
    page = kept(open_phone, told(kb, "night_cramps_72_diuretic"))
    page.locator("[data-part=reminders]").get_by_label("Stretches just before bed").check()
    first = saved(page, "Put them in my calendar", tmp_path).to_ical()
    page.reload()
    assert saved(page, "Put them in my calendar", tmp_path).to_ical() == first


def test_the_calendar_can_be_silent_about_what_it_is(kb: Knowledge, open_phone: Any, tmp_path: Path) -> None:
    page = kept(open_phone, told(kb, "bladder_spasm"))
    picks = page.locator("[data-part=reminders]")
    picks.get_by_label("Pelvic floor exercises").check()
    picks.get_by_label("Hide what it is").check()
    words = saved(page, "Put them in my calendar", tmp_path).to_ical().decode().casefold()
    assert "reminder from my plan" in words
    assert "squeeze" not in words
    assert "summary:pelvic" not in words


# ---- the knowledge changes


def test_a_plan_of_an_older_knowledge_says_what_has_changed_until_it_was_read(kb: Knowledge, open_phone: Any) -> None:
    answers = told(kb, "night_cramps_72_diuretic")
    offered = list(dict.fromkeys(step.offer.remedy.id for step in made_of(kb, answers).steps))
    decided = {
        "knowledge": "0.0.1+older",
        "level": "self_care",
        "visit": "  null",
        "offer": ["pickle_juice", *(one for one in offered if one != "calf_stretch_seated")],
    }
    course = {"steps": [], "opened": [], "wanted": {}, "decided": decided}
    page = kept(open_phone, answers, course=course)
    says = page.locator(".changed").inner_text()
    assert "Before: Look after it yourself. Now: Book a visit." in says
    assert "New in the plan: Calf stretch, sitting." in says
    assert "No longer in the plan: A sip of pickle juice." in says
    page.reload()
    page.get_by_role("button", name="I have read it").click()
    page.locator(".changed").wait_for(state="detached")
    page.wait_for_function(f"async () => (await ({KEPT})('episode')).course.decided.knowledge !== '0.0.1+older'")
    page.reload()
    page.locator("[data-part=now]").wait_for()
    assert page.locator(".changed").count() == 0


# ---- on paper, and for everybody


def test_on_paper_there_is_no_navigation_and_all_is_said(kb: Knowledge, open_phone: Any) -> None:
    page = kept(open_phone, told(kb, "night_cramps_72_diuretic"))
    page.evaluate("() => { window.print = () => { document.body.dataset.printed = ''; }; }")
    page.get_by_role("button", name="Print the plan").click()
    page.locator("body[data-printed]").wait_for()
    page.emulate_media(media="print")
    for hidden in (".nav", ".top", "[data-part=reminders]", "[data-part=today]"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.get_by_role("button").count() == 0
    assert page.locator("[data-remedy=stretch_before_bed] details li").first.is_visible()
    assert page.get_by_text("No clinician has reviewed").first.is_visible()


@pytest.mark.parametrize("path", ["plan.html", "timers.html"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(kb: Knowledge, open_phone: Any, axe: Any, path: str, theme: str) -> None:
    page = kept(open_phone, told(kb, "bladder_spasm"), path, color_scheme=theme)
    open_all(page)
    assert axe(page) == []


@pytest.mark.parametrize("path", ["plan.html", "timers.html", "timers.html?remedy=calf_stretch_seated"])
def test_nothing_scrolls_sideways_on_the_smallest_phone(kb: Knowledge, open_phone: Any, path: str) -> None:
    page = kept(open_phone, told(kb, "night_cramps_72_diuretic"), path, width=320)
    open_all(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_reader_of_the_screen_begins_at_the_heading_and_every_control_has_a_name(
    kb: Knowledge, open_phone: Any
) -> None:
    page = kept(open_phone, told(kb, "night_cramps_72_diuretic"))
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert page.locator("h1").count() == 1
    names = page.locator("main :is(a, button, summary, input)").evaluate_all(
        "(all) => all.map((one) => (one.ariaLabel || one.labels?.[0]?.textContent || one.textContent).trim())"
    )
    assert names
    assert all(names)


# ---- timers


def test_a_remedy_that_is_held_back_has_no_timer_and_says_why(kb: Knowledge, open_phone: Any) -> None:
    answers = told(kb, "night_cramps_72_diuretic")
    held = next(one for one in made_of(kb, answers).withheld if one.remedy.id == "pickle_juice")
    page = kept(open_phone, answers, "timers.html?remedy=pickle_juice")
    says = page.locator("[data-why=pickle_juice]").inner_text()
    assert held.because[0].said(kb.texts(region="uk")) in says
    assert page.get_by_role("button", name="Start").count() == 0


def test_what_the_plan_does_not_hold_has_no_timer(kb: Knowledge, open_phone: Any) -> None:
    page = kept(open_phone, told(kb, "night_cramps_72_diuretic"), "timers.html")
    assert "not in your plan" in page.locator("[data-why=bladder_training]").inner_text()
    assert page.locator("[data-timer]").count() == 0


def test_a_timer_of_an_emergency_is_the_card_alone(kb: Knowledge, open_phone: Any) -> None:
    page = kept(open_phone, told(kb, "night_cramps_72_diuretic", chest_pressure=True), "timers.html?remedy=heat_pack")
    assert page.locator("main > *").count() == 1
    assert page.locator("main .care").get_attribute("data-level") == "emergency"


def test_a_guided_remedy_of_the_plan_runs_alone_and_is_written_down(kb: Knowledge, open_phone: Any) -> None:
    page = kept(open_phone, told(kb, "night_cramps_72_diuretic"), "timers.html?remedy=calf_stretch_seated")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("timer").wait_for()
    page.locator("[data-event=gone]").first.click()
    page.get_by_role("button", name="Write it down").click()
    page.get_by_text("Kept in the diary").wait_for()
    assert page.get_by_role("button", name="Write it down").count() == 0
    (entry,) = page.evaluate(ENTRIES)
    assert entry["body"] == {"remedy": "calf_stretch_seated"}
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Write it down").wait_for()
    assert [one["kind"] for one in page.evaluate(ENTRIES)].count("deletion") == 1


def test_relief_asks_the_danger_signs_again_when_the_answers_are_old(kb: Knowledge, open_phone: Any) -> None:
    page = kept(open_phone, told(kb, "night_cramps_72_diuretic"))
    page.clock.set_fixed_time(datetime(2026, 2, 28, 3))
    page.goto("timers.html?remedy=calf_stretch_seated")
    page.get_by_role("heading", name="Is any of these true?").wait_for()
    assert page.get_by_role("button", name="Start").count() == 0
    page.get_by_label("None of these", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Start").wait_for()


def test_a_danger_sign_that_came_since_leads_to_the_questions(kb: Knowledge, open_phone: Any) -> None:
    page = kept(open_phone, told(kb, "night_cramps_72_diuretic"))
    page.clock.set_fixed_time(datetime(2026, 2, 28, 3))
    page.goto("timers.html?remedy=calf_stretch_seated")
    page.get_by_role("heading", name="Is any of these true?").wait_for()
    page.locator("main input[type=checkbox]").first.check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/check.html")


def test_bladder_training_keeps_visits_and_then_tells_the_next_time(kb: Knowledge, open_phone: Any) -> None:
    page = kept(open_phone, told(kb, "bladder_spasm"), "timers.html")
    timer = page.locator("[data-timer=bladder_training]")
    assert "write down each visit" in timer.inner_text()
    timer.get_by_role("button", name="I went").click()
    timer.get_by_text("Written down").wait_for()
    assert "visits 1," in timer.inner_text()
    page.clock.set_fixed_time(datetime(2026, 3, 2, 9))
    page.reload()
    answers = told(kb, "bladder_spasm")
    courses = schedule(kb, answers, made_of(kb, answers).prevention, today=TODAY)
    gap = next(one for one in courses if one.offer.remedy.id == "bladder_training").weeks[0].amount
    assert gap
    assert f"Every {gap:g} minutes" in timer.inner_text()
    assert "after the first visit of the day" in timer.inner_text()
    timer.get_by_role("button", name="I went").click()
    timer.get_by_text("Written down").wait_for()
    hours, minutes = divmod(9 * 60 + int(gap), 60)
    assert f"Next time: {hours:02}:{minutes:02}" in timer.inner_text()
    timer.get_by_role("button", name="Undo").click()
    timer.get_by_text("Written down").wait_for(state="detached")
    assert "Next time: 09" not in timer.inner_text()


def test_a_dry_week_offers_a_longer_gap_and_a_leak_a_shorter_one(kb: Knowledge, open_phone: Any) -> None:
    page = kept(open_phone, told(kb, "bladder_spasm"), "timers.html")
    timer = page.locator("[data-timer=bladder_training]")
    for day in range(10):
        page.clock.set_fixed_time(datetime(2026, 2, 27 + day, 12) if day < 2 else datetime(2026, 3, day - 1, 12))
        page.reload()
        assert timer.locator("[data-gap]").count() == 0
        timer.get_by_role("button", name="I went").click()
        timer.get_by_text("Written down").wait_for()
    page.clock.set_fixed_time(datetime(2026, 3, 9, 12))
    page.reload()
    timer.locator("[data-gap]").wait_for()
    longer = int(timer.locator("[data-gap]").get_attribute("data-gap"))
    ladder = kb.remedies["bladder_training"].routine.ladder  # type: ignore[union-attr]
    assert ladder is not None
    timer.locator("[data-gap]").click()
    page.get_by_text(f"Every {longer} minutes").wait_for()
    timer.get_by_role("button", name="A leak").click()
    timer.locator("[data-gap]").wait_for()
    assert int(timer.locator("[data-gap]").get_attribute("data-gap")) == longer - int(ladder.step or 0)


def test_an_urge_is_led_through_step_by_step(kb: Knowledge, open_phone: Any) -> None:
    page = kept(open_phone, told(kb, "bladder_spasm"), "timers.html")
    page.get_by_role("button", name="I feel the urge now").click()
    page.get_by_role("timer").wait_for()
    assert "Stop. Stand still or sit down." in page.locator("main").inner_text()


def test_the_squeeze_is_held_for_as_long_as_the_plan_says(kb: Knowledge, open_phone: Any) -> None:
    page = kept(open_phone, told(kb, "bladder_spasm"), "timers.html?remedy=pelvic_floor")
    start = kb.remedies["pelvic_floor"].routine.ladder.start  # type: ignore[union-attr]
    assert f"Hold {start} seconds" in page.locator("main").inner_text()
    page.get_by_role("button", name="Start").click()
    page.get_by_role("timer").wait_for()

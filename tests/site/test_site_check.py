"""The check page and "My details" in a real browser: what is asked, what is kept, and what the answer looks like."""

from __future__ import annotations

import json
from typing import Any

import pytest
from asking import go_on, heading, leaving, opening, pick, show_card, tick_line, to_the_end

from knowledge.test_vignettes import VIGNETTES
from uncramp import figures
from uncramp.decide import decide
from uncramp.facts import UNSURE
from uncramp.kb import Knowledge

CALF = {"Where is it": "Calf (back of the lower leg)"}
LINE = "Hard to wake"
EVERY = max(1, len(VIGNETTES) // 30)
MOST_TABS = 90
"""As many as the longest list has rows, and the frame."""


@pytest.fixture
def check(open_phone: Any) -> Any:
    return begun(open_phone)


def begun(open_phone: Any, **how: Any) -> Any:
    page = open_phone("check.html", **how)
    page.locator("form.ask").wait_for()
    return page


def emergency(page: Any) -> None:
    """Answer until the card of an emergency stands there."""
    opening(page)
    tick_line(page, LINE)
    pick(page, "No")
    pick(page, "Yes")


def tab_to(page: Any, selector: str) -> None:
    """Press Tab until the focus is on it, as somebody without a mouse would."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached")


def press_on(page: Any) -> None:
    tab_to(page, "form.ask button.big")
    leaving(page, lambda: page.keyboard.press("Enter"))


def level(page: Any) -> str:
    return str(page.locator(".care").first.get_attribute("data-level"))


# ---- the way through


def test_the_whole_check_can_be_done_by_keyboard_alone(check: Any) -> None:
    page = check
    for _ in range(40):
        if page.locator(".care").count():
            break
        if page.locator("#none-of-these").count():
            tab_to(page, "#none-of-these" if "Where" not in heading(page) else "#site_calf")
            page.keyboard.press("Space")
        elif page.locator("input.number").count():
            tab_to(page, "input.number")
            page.keyboard.type("40" if "old" in heading(page) else "1")
        elif page.locator("input[type=radio]").count():
            tab_to(page, "input[type=radio]")
            page.keyboard.press("Space")
        else:
            tab_to(page, "main button.big")
            leaving(page, lambda: page.keyboard.press("Enter"))
            continue
        press_on(page)
    assert page.locator(".care").count() == 1
    assert page.evaluate("document.activeElement.tagName") == "H1"


def test_an_emergency_ends_the_questions_at_once(check: Any) -> None:
    emergency(check)
    assert level(check) == "emergency"
    assert check.locator("form.ask").count() == 0
    assert heading(check).splitlines()[-1] == "Call 999 now"


def test_nothing_stands_above_the_call_button_of_an_emergency(check: Any) -> None:
    emergency(check)
    first = check.locator("main > *").first
    assert "emergency" in first.get_attribute("class")
    inside = first.locator("> div > *").first
    assert inside.get_attribute("href") == "tel:999"


def test_an_emergency_has_nothing_of_self_care(check: Any) -> None:
    emergency(check)
    assert check.locator("main a[href*='plan.html'], main a[href*='remedy/'], main .comfort").count() == 0


def test_the_danger_lines_cannot_be_passed_without_an_answer(check: Any) -> None:
    opening(check)
    check.get_by_role("button", name="Continue").click()
    assert check.locator(".problem").is_visible()
    assert heading(check) == "Is any of these true?"


def test_only_the_facts_behind_a_ticked_line_are_asked(check: Any, kb: Knowledge) -> None:
    opening(check)
    tick_line(check, LINE)
    first = kb.pack.line[0]
    asked = []
    while (facts := check.locator("form.ask").get_attribute("data-facts")) in first.facts:
        asked.append(facts)
        pick(check, "No")
    assert asked == list(first.facts)


def test_nothing_but_danger_signs_comes_before_the_place(check: Any) -> None:
    opening(check)
    pick(check, "None of these")
    assert heading(check) == "Where is it?"


def test_a_reload_goes_on_where_one_was(check: Any) -> None:
    opening(check)
    pick(check, "None of these")
    where = check.locator(".where").inner_text()
    check.reload()
    check.locator("form.ask").wait_for()
    assert heading(check) == "Where is it?"
    assert check.locator(".where").inner_text() == where


def test_a_reload_shows_the_same_result(check: Any) -> None:
    emergency(check)
    check.reload()
    check.locator(".care").wait_for()
    assert level(check) == "emergency"


def test_back_shows_what_was_answered_and_lets_it_be_changed(check: Any) -> None:
    pick(check, "Me")
    check.locator("input.number").fill("44")
    go_on(check)
    leaving(check, check.get_by_role("button", name="Back").click)
    assert check.locator("input.number").input_value() == "44"
    check.locator("input.number").fill("12")
    go_on(check)
    leaving(check, check.get_by_role("button", name="Back").click)
    assert check.locator("input.number").input_value() == "12"


def test_back_from_the_place_shows_the_danger_lines_as_they_were(check: Any) -> None:
    opening(check)
    pick(check, "None of these")
    leaving(check, check.get_by_role("button", name="Back").click)
    assert heading(check) == "Is any of these true?"
    assert check.get_by_label("None of these").is_checked()


def test_the_first_question_has_no_way_back(check: Any) -> None:
    assert check.get_by_role("button", name="Back").count() == 0


def test_a_wrong_number_says_what_is_allowed_takes_the_focus_and_keeps_what_was_typed(check: Any) -> None:
    pick(check, "Me")
    check.locator("input.number").fill("444")
    check.get_by_role("button", name="Continue").click()
    assert "from 0 to 120" in check.locator(".problem").inner_text()
    assert check.evaluate("document.activeElement.className") == "problem"
    assert check.locator("input.number").input_value() == "444"
    check.locator(".problem a").click()
    assert check.evaluate("document.activeElement.id") == "age_years"


def test_ticks_stay_when_none_of_these_is_not_picked(check: Any) -> None:
    opening(check)
    check.get_by_label(LINE).check()
    check.get_by_label("None of these").check()
    assert not check.get_by_label(LINE).is_checked()
    check.get_by_label(LINE).check()
    assert not check.get_by_label("None of these").is_checked()


def test_it_is_said_how_far_one_is(check: Any) -> None:
    assert check.locator(".where").inner_text().startswith("Check. Question 1 of about ")


def test_for_somebody_else_the_questions_say_they(check: Any) -> None:
    pick(check, "Another adult")
    assert heading(check) == "How old are they, in years?"


# ---- what an answer comes to


def test_not_sure_about_a_danger_sign_is_not_no(check: Any) -> None:
    opening(check)
    tick_line(check, LINE)
    to_the_end(check, {"newly hard to breathe": "I am not sure", **CALF})
    assert level(check) == "urgent"
    assert check.get_by_text("not sure: newly hard to breathe").count() == 1


def test_an_ordinary_cramp_ends_with_self_care_and_leads_to_the_plan(check: Any) -> None:
    opening(check)
    pick(check, "None of these")
    to_the_end(check, CALF)
    assert level(check) == "self_care"
    assert check.locator("main a[href$='plan.html']").count() == 1


def test_urgent_shows_comfort_and_no_plan(check: Any) -> None:
    opening(check)
    tick_line(check, "An arm or leg swollen")
    pick(check, "Yes")
    to_the_end(check, CALF)
    assert level(check) == "urgent"
    assert check.locator(".comfort li").count() > 0
    assert check.locator("main a[href$='plan.html']").count() == 0


def test_a_changed_answer_changes_the_result_and_keeps_the_others(check: Any) -> None:
    opening(check)
    pick(check, "None of these")
    to_the_end(check, CALF)
    leaving(check, check.get_by_role("button", name="Change: Is any of these true?").click)
    tick_line(check, LINE)
    pick(check, "Yes")
    assert level(check) == "emergency"
    check.get_by_text("Check your answers").click()
    assert check.get_by_text("Calf (back of the lower leg)").is_visible()


def test_start_again_forgets_the_answers(check: Any) -> None:
    emergency(check)
    leaving(check, check.get_by_role("button", name="Start again").click)
    assert heading(check) == "Who is this about?"


def test_answers_of_yesterday_are_not_gone_on_with(open_phone: Any) -> None:
    page = begun(open_phone)
    opening(page)
    pick(page, "None of these")
    page.clock.install()
    page.clock.fast_forward("24:00:00")
    page.reload()
    page.get_by_text("Your last check was on").wait_for()
    leaving(page, page.get_by_role("button", name="Start again").click)
    assert heading(page) == "Who is this about?"


def test_reading_an_old_result_does_not_make_it_new(check: Any) -> None:
    emergency(check)
    check.clock.install()
    for _ in range(2):
        check.clock.fast_forward("04:00:00")
        check.reload()
        check.locator("main h1").first.wait_for()
    check.get_by_text("Your last check was on").wait_for()
    leaving(check, check.get_by_role("button", name="Show what it said then").click)
    assert level(check) == "emergency"
    assert check.get_by_text("These answers are from").is_visible()


def test_the_numbers_are_those_of_the_devices_country_until_one_is_chosen(open_phone: Any) -> None:
    page = begun(open_phone, locale="en-US")
    emergency(page)
    assert page.locator(".care a.call").first.get_attribute("href") == "tel:911"


def test_it_is_said_when_the_rules_have_changed_since(check: Any) -> None:
    opening(check)
    pick(check, "None of these")
    to_the_end(check, CALF)
    check.evaluate(
        """() => new Promise((done) => {
          const asked = indexedDB.open('uncramp');
          asked.onsuccess = () => {
            const kept = asked.result.transaction('kept', 'readwrite').objectStore('kept');
            const found = kept.get('episode');
            found.onsuccess = () => {
              const { decided } = found.result.course;
              decided.knowledge = 'older';
              decided.level = 'routine';
              kept.put(found.result, 'episode').onsuccess = () => { asked.result.close(); done(); };
            };
          };
        })"""
    )
    check.reload()
    check.locator(".changed").wait_for()
    assert "Before: Book a visit. Now: Look after it yourself." in check.locator(".changed").inner_text()
    check.reload()
    check.locator(".care").wait_for()
    assert check.locator(".changed").count() == 0


@pytest.mark.parametrize(
    ("before", "after", "keys"),
    [
        ({"knowledge": "1"}, {"knowledge": "1", "level": "urgent"}, []),
        ({"knowledge": "1"}, {"knowledge": "2"}, []),
        ({"knowledge": "1"}, {"knowledge": "2", "level": "urgent"}, ["again_level"]),
        ({"knowledge": "1"}, {"knowledge": "2", "visit": "gp"}, ["again_visit"]),
        ({"knowledge": "1"}, {"knowledge": "2", "offer": ["a", "c"]}, ["again_added", "again_gone"]),
        ({"knowledge": "1"}, {"knowledge": "2", "level": "emergency", "offer": []}, ["again_level"]),
    ],
)  # fmt: skip
def test_what_changed_with_the_rules(check: Any, before: Any, after: Any, keys: list[str]) -> None:
    usual = {"level": "self_care", "visit": "", "offer": ["a", "b"]}
    script = "async ([folder, before, after]) => (await import(folder + 'again.js')).again(before, after)"
    found = check.evaluate(script, [scripts(check), usual | before, usual | after])
    assert [one["key"].removeprefix("site_check.") for one in found] == keys


# ---- the card


def scripts(page: Any) -> str:
    source = page.locator("script[type=module]").first.evaluate("script => script.src")
    return f"{str(source).rpartition('/')[0]}/"


STINGS = {"age_years": 40, "bite_sting_24h": True, "kind": "painful_cramp"}
NEW_CRAMP = {"age_years": 40, "site_calf": True, "limb_swollen_one_side": True}


def test_the_poisons_number_of_the_region_is_on_the_card_that_sends_there(check: Any) -> None:
    card = show_card(check, STINGS, region="us")
    assert "Call for poisons advice now" in card.inner_text()
    assert card.locator("a.call").first.get_attribute("href") == "tel:18002221222"


def test_words_are_no_number_to_dial(check: Any) -> None:
    card = show_card(check, STINGS, region="eu")
    numbers = card.locator("a.call").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert numbers == ["tel:112"]
    assert "the national poison centre" in card.inner_text()


def test_of_two_numbers_the_first_is_dialled(check: Any) -> None:
    card = show_card(check, {"unresponsive": True}, region="ie")
    assert card.locator("a.call").first.get_attribute("href") == "tel:112"


def test_what_to_say_on_the_phone_are_the_answers_that_decided(check: Any) -> None:
    card = show_card(check, {**NEW_CRAMP, "breathing_difficulty": True})
    said = card.locator(".say").inner_text()
    assert "newly hard to breathe" in said
    assert "one leg or arm newly more swollen" in said


def test_each_level_has_a_sign_and_words_of_its_own(check: Any) -> None:
    seen = set()
    for facts in ({"unresponsive": True}, NEW_CRAMP, {"age_years": 30}):
        card = show_card(check, facts)
        seen.add((card.locator("use").first.get_attribute("href").rpartition("#")[2], card.locator(".lv").inner_text()))
    assert len({sign for sign, _ in seen}) == len({words for _, words in seen}) == len(seen) >= 2


def test_the_card_says_only_what_the_decision_says(check: Any, kb: Knowledge) -> None:
    facts = {**NEW_CRAMP, "breathing_difficulty": True}
    decision = decide(kb, kb.answers(facts), kb.texts(region="uk"))
    shown = show_card(check, facts).inner_text()
    assert all(net in shown for net in decision["safety_net"])
    assert any(reason["says"] in shown for reason in decision["because"] if reason["level"] == "emergency")
    assert not any(reason["says"] in shown for reason in decision["because"] if reason["level"] != "emergency")


# ---- the same decisions


def test_the_browser_decides_as_python_does(check: Any, kb: Knowledge) -> None:
    chosen = VIGNETTES[::EVERY]
    assert len(chosen) >= 30
    texts = kb.texts(region="uk")
    people = []
    for vignette in chosen:
        answers = vignette.answers(kb)
        people.append(dict(answers.known) | dict.fromkeys(answers.unsure, UNSURE))
    found = check.evaluate(
        """async ([folder, people]) => {
          const { Knowledge } = await import(folder + 'knowledge.js');
          const { decide } = await import(folder + 'decide.js');
          const { fileText } = await import(folder + 'device/files.js');
          const kb = new Knowledge(JSON.parse(await fileText('data/knowledge.json')));
          const texts = kb.texts({ region: 'uk' });
          return people.map((facts) => decide(kb, kb.answers(facts), texts));
        }""",
        [scripts(check), people],
    )
    for vignette, facts, theirs in zip(chosen, people, found, strict=True):
        ours = json.loads(json.dumps(decide(kb, kb.answers(facts), texts)))
        assert theirs == ours, vignette.name


# ---- small screens and assistive technology


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_from_the_first_question_to_the_result(open_phone: Any, axe: Any, theme: str) -> None:
    page = begun(open_phone, color_scheme=theme)
    assert axe(page) == []
    opening(page)
    assert axe(page) == []
    pick(page, "None of these")
    check_error = page.get_by_role("button", name="Continue")
    check_error.click()
    assert axe(page) == []
    to_the_end(page, CALF)
    assert axe(page) == []


@pytest.mark.parametrize("facts", [{"unresponsive": True}, NEW_CRAMP, STINGS])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_a_card(open_phone: Any, axe: Any, facts: Any, theme: str) -> None:
    page = begun(open_phone, color_scheme=theme)
    show_card(page, facts)
    assert axe(page) == []


def test_nothing_scrolls_sideways_on_the_smallest_phone(open_phone: Any) -> None:
    page = begun(open_phone, width=320)
    wide = "document.documentElement.scrollWidth"
    opening(page)
    assert page.evaluate(wide) == 320
    pick(page, "None of these")
    assert page.evaluate(wide) == 320
    to_the_end(page, CALF)
    assert page.evaluate(wide) == 320
    for facts in ({"unresponsive": True}, NEW_CRAMP, STINGS):
        show_card(page, facts)
        assert page.evaluate(wide) == 320
    details = open_phone("details.html", width=320)
    details.locator("select").first.wait_for()
    for group in ("Illnesses", "Medicines", "Allergies"):
        details.locator("summary", has_text=group).click()
    assert details.evaluate(wide) == 320


def test_text_of_twice_the_size_fits_without_scrolling_sideways(open_phone: Any) -> None:
    page = begun(open_phone)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    out = """[...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > 390)
      .map((one) => one.outerHTML.slice(0, 90))"""
    opening(page)
    assert page.evaluate(out) == []
    for facts in ({"unresponsive": True}, NEW_CRAMP, STINGS):
        show_card(page, facts)
        assert page.evaluate(out) == []


def test_every_control_is_as_large_as_a_thumb(check: Any) -> None:
    opening(check)
    sizes = check.locator("main label.opt, main button").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert sizes
    assert min(sizes) >= 48


# ---- my details


def details_of(open_phone: Any, **how: Any) -> Any:
    page = open_phone("details.html", **how)
    page.locator("select").first.wait_for()
    return page


PROFILE = """async () => {
  const at = document.querySelector('script[type=module]').src.replace(/[^/]*$/, '');
  const diary = await (await import(at + 'diary/store.js')).openDiary();
  const { current } = await import(at + 'diary/current.js');
  const { profile } = await import(at + 'diary/shown.js');
  const found = profile(current(await diary.all()));
  diary.close();
  return found;
}"""


def kept_profile(page: Any) -> dict[str, Any]:
    """What the diary says of the person: fact -> value."""
    found: dict[str, Any] = page.evaluate(PROFILE)
    return found


def saved(page: Any) -> None:
    page.get_by_text("Kept on this device.").wait_for()


def test_what_is_not_ticked_is_not_known_until_it_is_said_to_be_all(open_phone: Any) -> None:
    page = details_of(open_phone)
    page.locator("summary", has_text="Allergies").click()
    page.get_by_label("Sesame").check()
    saved(page)
    assert kept_profile(page) == {"allergy_sesame": True}
    page.locator(".kept").evaluate("(told) => { told.textContent = ''; }")
    page.locator("details[open]").get_by_label("That is all").check()
    saved(page)
    page.reload()
    page.locator("select").first.wait_for()
    kept = kept_profile(page)
    assert kept.pop("allergy_sesame") is True
    assert kept
    assert not any(kept.values())


def test_the_check_does_not_ask_again_what_my_details_know(open_phone: Any) -> None:
    page = details_of(open_phone)
    page.locator("#age_years").fill("61")
    page.locator("#age_years").press("Tab")
    saved(page)
    page.goto("check.html")
    page.locator("form.ask").wait_for()
    pick(page, "Me")
    assert "registered with at birth" in heading(page)


def test_my_details_are_not_used_for_somebody_else(open_phone: Any) -> None:
    page = details_of(open_phone)
    page.locator("#age_years").fill("61")
    page.locator("#age_years").press("Tab")
    saved(page)
    page.goto("check.html")
    page.locator("form.ask").wait_for()
    pick(page, "Another adult")
    assert heading(page) == "How old are they, in years?"


def test_whether_somebody_is_pregnant_is_asked_again_after_two_weeks(open_phone: Any) -> None:
    page = details_of(open_phone)
    page.locator("#pregnancy_status").select_option("pregnant")
    saved(page)
    page.clock.install()
    page.clock.fast_forward(15 * 24 * 60 * 60 * 1000)
    page.reload()
    page.locator("select").first.wait_for()
    assert page.locator("#pregnancy_status").input_value() == ""


def test_an_illness_stays_until_it_is_taken_back(open_phone: Any) -> None:
    page = details_of(open_phone)
    page.locator("summary", has_text="Illnesses").click()
    page.get_by_label("Diabetes", exact=True).check()
    saved(page)
    page.clock.install()
    page.clock.fast_forward(800 * 24 * 60 * 60 * 1000)
    page.reload()
    page.locator("select").first.wait_for()
    page.locator("summary", has_text="Illnesses").click()
    assert page.get_by_label("Diabetes", exact=True).is_checked()


def test_a_list_can_be_searched_and_what_is_ticked_stays_in_sight(open_phone: Any) -> None:
    page = details_of(open_phone)
    page.locator("summary", has_text="Medicines").click()
    page.get_by_label("Lithium").check()
    page.locator("details[open] input[type=search]").fill("statins")
    visible = page.locator("details[open] .picks .opt:visible").all_inner_texts()
    assert "Lithium" in visible
    assert any(text.startswith("Statins") for text in visible)
    assert len(visible) < 5


def test_the_region_changes_the_number_everywhere(open_phone: Any) -> None:
    page = details_of(open_phone)
    page.get_by_label("Whose numbers to call").select_option("us")
    assert page.locator("header [data-number=N]").inner_text() == "911"
    page.goto("check.html")
    page.locator("form.ask").wait_for()
    emergency(page)
    assert page.locator(".care a.call").first.get_attribute("href") == "tel:911"


def test_deleting_asks_first_and_leaves_nothing(open_phone: Any) -> None:
    page = details_of(open_phone)
    page.locator("#pregnancy_status").select_option("pregnant")
    page.get_by_label("Dark", exact=True).check()
    saved(page)
    leaving(page, page.get_by_role("button", name="Delete everything").click)
    assert heading(page) == "Delete everything on this device?"
    assert kept_profile(page)
    leaving(page, page.get_by_role("button", name="Yes, delete everything").click)
    assert kept_profile(page) == {}
    assert page.evaluate("localStorage.getItem('uncramp.settings')") in (None, "{}")


def test_a_theme_is_kept(open_phone: Any) -> None:
    page = details_of(open_phone)
    page.get_by_label("Dark", exact=True).check()
    page.reload()
    page.locator("html[data-theme=dark]").wait_for()


def test_the_tones_to_choose_from_are_those_of_the_figures(open_phone: Any) -> None:
    page = details_of(open_phone)
    shown = page.locator(".swatch").evaluate_all(
        "all => all.map(one => [one.dataset.skin, getComputedStyle(one).getPropertyValue('--uc-skin')])"
    )
    assert dict(shown) == {name: skin for name, (skin, _) in figures.skins().items()}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_my_details(open_phone: Any, axe: Any, theme: str) -> None:
    page = details_of(open_phone, color_scheme=theme)
    for group in ("Illnesses", "Medicines", "Allergies"):
        page.locator("summary", has_text=group).click()
    assert axe(page) == []
    leaving(page, page.get_by_role("button", name="Delete everything").click)
    assert axe(page) == []

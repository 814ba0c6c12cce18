"""The check page in a real browser: what the answer looks like, and that it is Python's."""

from __future__ import annotations

import json
from typing import Any

import pytest
from asking import heading, leaving, opening, pick, show_card, tick_line, to_the_end
from check_page import CALF, LINE, NEW_CRAMP, STINGS, begun, emergency, level

from knowledge.test_vignettes import VIGNETTES
from uncramp.decide import decide
from uncramp.facts import UNSURE
from uncramp.kb import Knowledge

EVERY = max(1, len(VIGNETTES) // 30)


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

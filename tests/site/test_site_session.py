"""A session of guided relief in a real browser: its clock, voice and pictures, its stops, and what is kept of it."""

from __future__ import annotations

from typing import Any

from diary_page import SCRIPTS
from now_page import Open, at_night, begun, heading, left, press, ready

from uncramp.kb import Knowledge
from uncramp.session import cramp_limit

NO_SPEECH = "delete Window.prototype.speechSynthesis; delete window.speechSynthesis;"
NO_LOCK = (
    "Object.defineProperty(navigator, 'wakeLock', {value: {request: async () => { throw new Error('battery') }}});"
)


HEARD = """
window.heard = []; window.beeps = 0;
const voice = {lang: 'en-GB', localService: true, default: false, name: 'here'};
const far = {lang: 'en-GB', localService: false, default: true, name: 'far away'};
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, 'speechSynthesis', {value: {
  speaking: false, pending: false, getVoices() { return [far, voice]; }, cancel() {},
  speak(words) {
    window.heard.push({text: words.text, voice: words.voice?.name, active: navigator.userActivation.isActive});
    words.onstart?.();
  },
}});
"""


BEEPS = """
window.beeps = 0; window.buzzes = 0;
navigator.vibrate = () => { window.buzzes += 1; return true; };
const real = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () { window.beeps += 1; return real.call(this); };
"""


def second_remedy(page: Any) -> None:
    """From the beginning to the second remedy, which begins by itself: nobody waits for a tap to be stretched."""
    page.clock.run_for(16_000)


def with_session(open_phone: Open, remedy: str, place: str, **options: Any) -> Any:
    """The page of a place on a device where a session with this remedy was cut off as it began."""
    page = at_night(open_phone, f"now/{place}.html", **options)
    page.evaluate(
        f"""async ([remedy, place]) => {{
          {SCRIPTS}
          const [{{ start, advance }}, {{ openDiary, KEYS }}, {{ Knowledge }}] = await Promise.all(
            ['session.js', 'diary/store.js', 'knowledge.js'].map((name) => import(at + name)));
          const kb = new Knowledge(await (await fetch(new URL('../data/knowledge.json', at))).json());
          const now = Date.now() / 1000;
          const session = advance(kb, start(kb, [remedy], {{ at: now }}), 'next', now);
          const facts = {{ site_back_low: true, kind: 'ongoing_spasm' }};
          const diary = await openDiary();
          await diary.keep(KEYS.session, {{ session, facts, place, side: null, at: now, ahead: 0 }});
          diary.close();
        }}""",
        [remedy, place],
    )
    page.reload()
    return ready(page)


def test_the_clock_is_right_after_three_minutes_in_the_dark(open_phone: Open) -> None:
    page = with_session(open_phone, "heat_pack", "back")
    page.get_by_role("button", name="Go on where it stood").tap()
    for _ in range(3):
        press(page, "next")
    assert left(page) == "9:00"
    page.clock.fast_forward(180_000)  # as a phone that slept: no timer ran in between
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert left(page) == "6:00"


def test_a_clock_that_is_set_back_does_not_lengthen_a_step(open_phone: Open) -> None:
    page = at_night(open_phone, "now/calf.html")
    moments = page.evaluate(
        f"""async () => {{
          {SCRIPTS}
          const {{ Clock }} = await import(at + 'device/clock.js');
          let wall = 1000000, run = 0;
          Date.now = () => wall;
          performance.now = () => run;
          const clock = new Clock();
          const begun = clock.now(), seen = [];
          const pass = (walls, runs) => {{ wall += walls; run += runs; seen.push(Math.round(clock.now() - begun)); }};
          pass(5000, 5000); pass(-3600000, 5000); pass(60000, 0);
          return [...seen, Math.round(clock.ahead)];
        }}"""
    )
    assert moments == [5, 10, 70, 3605], "set back: the page's own clock counts; asleep: the wall's"


def test_a_reload_takes_the_session_up_where_it_stood(open_phone: Open) -> None:
    page = begun(open_phone, "now/calf.html?side=left")
    second_remedy(page)
    page.clock.run_for(12_000)
    step, where = heading(page), page.locator(".prompt .small").first.inner_text()
    page.reload()
    ready(page)
    page.get_by_text("A session was cut off: Calf stretch, sitting.").wait_for()
    page.get_by_role("button", name="Go on where it stood").tap()
    page.get_by_role("timer").wait_for()
    assert heading(page) == step
    assert page.locator(".prompt .small").first.inner_text() == where
    assert page.get_by_label("Left").is_checked()


def test_the_home_page_knows_of_a_session_that_was_cut_off(open_phone: Open) -> None:
    page = begun(open_phone, "now/foot.html?side=right")
    page.goto("index.html")
    link = page.get_by_role("link", name="Go on where it stood")
    link.wait_for()
    assert link.get_attribute("href").endswith("now/foot.html?side=right")
    assert page.locator(".places .first").get_attribute("data-place") == "foot"
    page.get_by_role("button", name="Leave it").tap()
    page.reload()
    page.locator(".places .first").wait_for()
    assert page.get_by_text("A session was cut off").count() == 0


def test_a_session_of_yesterday_is_not_taken_up(open_phone: Open) -> None:
    page = with_session(open_phone, "heat_pack", "back")
    page.get_by_text("A session was cut off").wait_for()
    page.clock.fast_forward(2 * 3600 * 1000 + 60_000)
    page.reload()
    ready(page)
    assert page.get_by_text("A session was cut off").count() == 0


def test_the_first_step_is_said_within_the_tap_and_each_step_once(open_phone: Open) -> None:
    page = begun(open_phone, before=HEARD)
    first = page.evaluate("heard")
    assert len(first) == 1
    assert first[0]["active"], "speech has to begin inside the tap"
    assert first[0]["voice"] == "here", "never a voice that is sent elsewhere"
    second_remedy(page)
    page.clock.run_for(21_000)
    page.get_by_role("button", name="Pause").tap()
    page.get_by_role("button", name="Go on").tap()
    page.clock.run_for(18_000)
    said = [one["text"] for one in page.evaluate("heard")]
    assert "10 seconds" in said
    assert len([text for text in said if text.startswith("Pull the toes")]) == 1
    assert said.index("10 seconds") > next(n for n, text in enumerate(said) if text.startswith("Pull the toes"))


def test_the_voice_can_be_turned_off_and_stays_off(open_phone: Open) -> None:
    page = begun(open_phone, before=HEARD)
    page.get_by_role("button", name="Voice on").tap()
    page.clock.run_for(9_000)
    assert len(page.evaluate("heard")) == 1
    page.reload()
    ready(page)
    page.get_by_role("button", name="Go on where it stood").tap()
    assert page.get_by_role("button", name="Voice off").is_visible()
    assert page.evaluate("heard") == []


def test_without_a_voice_a_beep_and_the_words_remain(open_phone: Open) -> None:
    page = begun(open_phone, before=NO_SPEECH + BEEPS)
    page.get_by_text("No voice here").wait_for()
    before = page.evaluate("beeps")
    page.clock.run_for(9_000)
    assert page.evaluate("beeps") == before + 1, "one for the next step"
    assert page.evaluate("buzzes") >= 2
    assert page.locator("p[role=status]").inner_text().startswith("Sit or lean")


def test_a_refused_wake_lock_breaks_nothing(open_phone: Open) -> None:
    page = begun(open_phone, before=NO_LOCK)
    page.get_by_text("Keep the screen on").wait_for()
    before = int(left(page))
    page.clock.run_for(2_000)
    assert int(left(page)) == before - 2


def test_whoever_wants_no_motion_gets_two_pictures_that_stand(open_phone: Open) -> None:
    page = begun(open_phone, reduced_motion="reduce")
    figure = page.locator(".stage svg")
    figure.wait_for()
    assert figure.get_attribute("data-show") == "pair"
    assert figure.locator("animateTransform").count() == 0


def test_a_pause_stops_the_picture_and_the_clock(open_phone: Open) -> None:
    page = begun(open_phone)
    figure = page.locator(".stage svg")
    figure.wait_for()
    assert not figure.evaluate("one => one.animationsPaused()")
    page.get_by_role("button", name="Pause").tap()
    before = left(page)
    page.clock.run_for(60_000)
    assert left(page) == before
    assert figure.evaluate("one => one.animationsPaused()")
    page.get_by_role("button", name="Go on").tap()
    page.clock.run_for(1_000)
    assert int(left(page)) == int(before) - 1


def test_the_left_side_mirrors_the_picture(open_phone: Open) -> None:
    page = begun(open_phone, "now/calf.html?side=left")
    second_remedy(page)
    figure = page.locator(".stage svg[data-figure=calf_seated]")
    figure.wait_for()
    assert figure.evaluate("one => getComputedStyle(one).transform").startswith("matrix(-1")
    page.get_by_text("Right", exact=True).tap()
    assert figure.evaluate("one => getComputedStyle(one).transform") == "none"


def test_heat_asks_for_a_look_at_the_skin_and_stops_hard(kb: Knowledge, open_phone: Open) -> None:
    guide = next(one for one in kb.pack.remedy if one.id == "heat_pack").guide
    assert guide
    assert guide.skin_check_minutes
    page = with_session(open_phone, "heat_pack", "back", before=BEEPS)
    page.get_by_role("button", name="Go on where it stood").tap()
    page.clock.run_for(guide.skin_check_minutes * 60_000 + 1_000)
    assert heading(page).startswith("Look at the skin now")
    beeps = page.evaluate("beeps")
    page.clock.run_for(21_000)
    assert page.evaluate("beeps") > beeps, "an alarm that nobody answers sounds again"
    press(page, "next")
    page.get_by_role("button", name="Pause").tap()
    page.clock.run_for(guide.cap_minutes * 60_000)
    page.get_by_text("Take it off now").first.wait_for()
    assert heading(page) == "How is it now?"


def test_the_hard_stop_comes_through_a_reload(kb: Knowledge, open_phone: Open) -> None:
    guide = next(one for one in kb.pack.remedy if one.id == "heat_pack").guide
    assert guide
    page = with_session(open_phone, "heat_pack", "back")
    page.clock.fast_forward(guide.cap_minutes * 60_000 + 1_000)
    page.reload()
    ready(page)
    page.get_by_role("button", name="Go on where it stood").tap()
    page.get_by_text("Take it off now").first.wait_for()


def test_a_pack_whose_question_nobody_answers_has_to_come_off_at_its_cap(kb: Knowledge, open_phone: Open) -> None:
    guide = next(one for one in kb.pack.remedy if one.id == "heat_pack").guide
    assert guide
    page = with_session(open_phone, "heat_pack", "back", before=BEEPS)
    page.get_by_role("button", name="Go on where it stood").tap()
    for _ in guide.step:
        press(page, "next")
    page.get_by_role("heading", name="How is it now?").wait_for()
    assert page.get_by_text("Take it off now").count() == 0
    page.clock.run_for(guide.cap_minutes * 60_000 + 1_000)
    page.locator(".prompt").get_by_text("Take it off now").wait_for()


def test_another_way_is_one_tap_away(open_phone: Open) -> None:
    page = begun(open_phone)
    page.get_by_text("Do it another way").tap()
    first = page.locator("[data-instead]").first
    assert first.get_attribute("data-instead") == "calf_stretch_seated", "the stretches stand first"
    page.locator("[data-instead=calf_stretch_wall]").tap()
    assert heading(page) == "Get ready: Calf stretch at a wall"


def test_a_session_of_another_place_goes_on_at_its_own_danger_lines(open_phone: Open) -> None:
    page = begun(open_phone, "now/foot.html")
    page.goto("now/calf.html")
    ready(page)
    link = page.get_by_role("link", name="Go on where it stood")
    assert link.get_attribute("href").endswith("now/foot.html")


def test_somewhere_else_asks_where_before_it_is_written_down(open_phone: Open) -> None:
    page = begun(open_phone, "now/other.html")
    press(page, "stop")
    page.get_by_label("Where was it?").select_option("site_jaw")
    for group in ("At its worst", "How bad is it now"):
        page.get_by_role("group", name=group).get_by_role("button", name="3", exact=True).tap()
    page.get_by_text("Kept in the diary").wait_for()


def test_something_new_leads_back_to_the_danger_lines(open_phone: Open) -> None:
    page = begun(open_phone)
    press(page, "new_sign")
    page.get_by_text("Something new came up").wait_for()
    assert page.get_by_role("button", name="Chest pain or pressure").get_by_text("none of those").count() == 0
    page.locator("[data-none]").tap()
    page.get_by_role("timer").wait_for()


def test_worse_twice_ends_the_session_and_asks(open_phone: Open) -> None:
    page = begun(open_phone)
    press(page, "worse")
    press(page, "next")
    press(page, "worse")
    page.get_by_role("heading", name="It got worse twice").wait_for()
    assert page.get_by_role("timer").count() == 0
    assert page.get_by_role("link", name="A few questions").get_attribute("href").endswith("check.html")
    assert page.get_by_role("group", name="How bad is it now").is_visible(), "it can be kept in the diary all the same"


def test_a_cramp_that_lasts_too_long_ends_in_a_care_card(kb: Knowledge, open_phone: Open) -> None:
    page = begun(open_phone)
    page.clock.run_for(16_000)
    page.clock.fast_forward(cramp_limit(kb) * 60_000)
    page.locator("main > .care:first-child").wait_for()
    assert page.locator(".care").get_attribute("data-level") != "self_care"


def test_two_taps_keep_the_cramp_in_the_diary(open_phone: Open) -> None:
    page = begun(open_phone, "now/calf.html?side=left")
    page.clock.run_for(5_000)
    press(page, "gone")
    page.get_by_role("heading", name="Good.").wait_for()
    page.get_by_role("group", name="At its worst").get_by_role("button", name="8", exact=True).tap()
    page.get_by_role("group", name="How bad is it now").get_by_role("button", name="1", exact=True).tap()
    page.get_by_text("Kept in the diary").wait_for()
    entries = page.evaluate(
        f"async () => {{ {SCRIPTS} return (await (await import(at + 'diary/store.js')).openDiary()).all(); }}"
    )
    [entry] = entries
    assert entry["kind"] == "episode"
    assert entry["at"].startswith("2026-02-27T03:10")
    body = entry["body"]
    assert (body["site"], body["side"], body["pain_before"], body["pain_after"]) == ("site_calf", "left", 8, 1)
    assert body["tried"] == [{"remedy": "stop_activity", "outcome": "gone", "seconds": body["relief_seconds"]}]
    assert 5 <= body["relief_seconds"] <= 6
    page.get_by_role("button", name="Take it out again").tap()
    page.get_by_text("Taken out").wait_for()


def test_the_session_fits_a_narrow_screen(open_phone: Open) -> None:
    page = begun(open_phone, width=320)
    second_remedy(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

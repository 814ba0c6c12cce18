"""A diary of years opens as one of weeks: a page reads what it shows, and what is counted once stays counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from diary_page import ALL, KEPT, SCRIPTS, diary, do, heading, ready

Open = Callable[..., Any]

COUNT_READ = """
window.read = 0;
for (const one of [IDBObjectStore, IDBIndex]) {
  const real = one.prototype.getAll;
  one.prototype.getAll = function (...given) {
    const asked = real.apply(this, given);
    const entries = (this.objectStore ?? this).name === 'entries';
    if (entries) asked.addEventListener('success', () => (window.read += asked.result.length));
    return asked;
  };
}
"""
YEARS = f"""async (person) => {{ {SCRIPTS}
  const {{ openDiary }} = await import(at + 'diary/store.js');
  const {{ Book }} = await import(at + 'device/book.js');
  const {{ uuid7 }} = await import(at + 'diary/entries.js');
  const all = [];
  for (let day = 0; day < 1000; day += 1) {{
    for (const hour of ['03', '15']) {{
      const time = new Date(Date.UTC(2026, 1, 26 - day, Number(hour)));
      const moment = time.toISOString().slice(0, 19) + '+00:00';
      const body = {{ what: 'painful_cramp', site: 'site_calf',
        tried: [{{ remedy: 'calf_stretch_wall', outcome: 'gone', seconds: 30 + (day % 7) }}] }};
      const random = new Uint8Array(10).map((_, nth) => (day * 31 + nth * 7) % 256);
      const said = {{ person, at: moment, recorded_at: moment, kind: 'episode', version: 1, body }};
      all.push({{ id: uuid7(time, random), ...said }});
    }}
  }}
  const diary = await openDiary();
  await diary.keep('person', person);
  const {{ added }} = await diary.append(all);
  const book = await Book.open(diary);
  await book.rest();
  diary.close();
  return added.length;
}}"""
VERSION_1 = """(rows) => new Promise((done, failed) => {
  const asked = indexedDB.open('uncramp', 1);
  asked.onupgradeneeded = () => {
    const entries = asked.result.createObjectStore('entries', { keyPath: 'id' });
    entries.createIndex('waiting', 'waiting');
    entries.createIndex('person', 'person');
    asked.result.createObjectStore('kept');
  };
  asked.onerror = () => failed(asked.error);
  asked.onsuccess = () => {
    const one = asked.result.transaction(['entries', 'kept'], 'readwrite');
    for (const row of rows) one.objectStore('entries').put(row);
    one.objectStore('kept').put(rows[0].person, 'person');
    one.oncomplete = () => { asked.result.close(); done(); };
  };
})"""
RANDOM = f"""async (seed) => {{ {SCRIPTS}
  const {{ openDiary }} = await import(at + 'diary/store.js');
  const {{ count, counted }} = await import(at + 'diary/counted.js');
  const {{ current }} = await import(at + 'diary/current.js');
  const {{ sumOf, together }} = await import(at + 'diary/sums.js');
  const diary = await openDiary();
  let state = seed;
  const draw = (most) => (state = (state * 48271) % 2147483647) % most;
  const hex = (number, digits) => number.toString(16).padStart(digits, '0');
  const people = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
  const moment = () => `2026-0${{1 + draw(4)}}-${{10 + draw(18)}}T${{10 + draw(13)}}:00:00+00:00`;
  const plain = (value) => JSON.stringify(value, (_, one) => {{
    if (one instanceof Map) return [...one].sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
    return one instanceof Set ? [...one].sort() : one;
  }});
  const made = [];
  const wrong = [];
  for (let step = 0; step < 60; step += 1) {{
    const about = made.length && draw(3) === 0 ? made[draw(made.length)] : null;
    const [person, when] = [about?.person ?? people[draw(2)], moment()];
    const id = `0190${{hex(step, 4)}}-0000-7000-8000-${{hex(step, 12)}}`;
    const tried = [{{ remedy: 'rest', outcome: 'gone', seconds: draw(9) }}];
    const body = {{ what: 'painful_cramp', site: 'site_calf', tried }};
    const said = {{ id, person, at: when, recorded_at: `2026-06-01T00:${{10 + step % 50}}:00+00:00`, version: 1 }};
    const corrected = {{ of: about?.id, kind: 'episode', version: 1, body }};
    const entry = about && draw(3) ? {{ ...said, kind: 'correction', body: corrected }}
      : about ? {{ ...said, kind: 'deletion', body: {{ of: about.id }} }}
      : draw(4) ? {{ ...said, kind: 'episode', body }}
      : {{ ...said, kind: 'none_last_night', body: {{ night: when.slice(0, 10) }} }};
    if (entry.kind === 'episode') made.push(entry);
    if (entry.kind === 'episode' && draw(3) === 0) continue; // it comes later, after what corrects it
    await diary.append([entry]);
    if (draw(12) === 0) await diary.append(made);
    if (draw(20) === 0) await diary.forget({{ person, from: when.slice(0, 10), to: '2026-12-31' }});
    for (const one of people) {{
      const {{ known, left }} = await counted(diary);
      const sums = known.filter((month) => month.person === one);
      for (const month of left) if (month.person === one) sums.push(await count(diary, month));
      const whole = sumOf(current(await diary.all()).filter((each) => each.person === one));
      if (plain(together(sums.map(({{ sum }}) => sum))) !== plain(whole)) wrong.push(step);
    }}
  }}
  return wrong;
}}"""
PERSON = "11111111-1111-4111-8111-111111111111"


def row(nth: int, at: str, kind: str = "episode", /, **body: Any) -> dict[str, Any]:
    id = f"0194{nth:04x}-0000-7000-8000-{nth:012x}"
    said = {"what": "painful_cramp", "site": "site_calf"} | body if kind == "episode" else body
    entry = {"id": id, "person": PERSON, "at": at, "recorded_at": at, "kind": kind, "version": 1, "body": said}
    return {"id": id, "person": PERSON, "entry": entry, "waiting": 1}


def test_opening_a_diary_of_years_reads_the_newest_month_and_not_the_years(open_phone: Open) -> None:
    page = diary(open_phone)
    assert page.evaluate(YEARS, PERSON) == 2000
    page.context.add_init_script(COUNT_READ)
    page.reload()
    ready(page)
    assert page.locator("[data-day='2026-02-26']").get_attribute("aria-label") == "Thu 26 February, 2 cramps"
    assert "2000" in page.locator("section", has=page.get_by_role("heading", name="What helped")).inner_text()
    assert page.evaluate("read") <= 60, "no more than a month holds"


def test_one_more_cramp_is_counted_without_reading_the_years(open_phone: Open) -> None:
    page = diary(open_phone)
    page.evaluate(YEARS, PERSON)
    page.context.add_init_script(COUNT_READ)
    page.reload()
    ready(page)
    before = page.evaluate("read")
    do(page, "again")
    page.locator("[data-day='2026-02-27'][aria-label$='1 cramp']").wait_for()
    assert page.evaluate("read") - before <= 180


def test_an_earlier_month_and_a_search_still_find_what_is_old(open_phone: Open) -> None:
    page = diary(open_phone)
    page.evaluate(YEARS, PERSON)
    page.reload()
    ready(page)
    page.get_by_role("button", name="Month before").click()
    page.locator("[data-day='2026-01-31']").click()
    page.get_by_role("heading", level=1, name="Sat 31 January 2026").wait_for()
    assert page.locator("[data-entry]").count() == 2
    do(page, "back")
    page.get_by_role("searchbox").fill("2023-06-05 calf")
    page.get_by_text("Found: 2").wait_for()


def test_a_diary_of_the_version_before_is_whole_after_the_change(open_phone: Open) -> None:
    rows = [
        row(1, "2026-02-03T03:10:00+00:00", side="left"),
        row(2, "2026-02-05T03:10:00+00:00"),
        row(3, "2025-11-05T03:10:00+00:00", tried=[{"remedy": "calf_stretch_wall", "outcome": "gone", "seconds": 40}]),
    ]
    corrected = {"what": "painful_cramp", "site": "site_foot"}
    moved = row(
        4, "2026-02-20T04:00:00+00:00", "correction", of=rows[1]["id"], kind="episode", version=1, body=corrected
    )
    rows = [*rows, moved]
    page = open_phone("404.html", timezone_id="UTC", quiet=False)
    page.clock.install(time="2026-02-27T08:30:00")
    page.evaluate(VERSION_1, rows)
    page.goto("diary.html")
    ready(page)
    states = {
        day: page.locator(f"[data-day='2026-02-{day}']").get_attribute("data-state") for day in ("03", "05", "20")
    }
    assert states == {"03": "cramp", "05": "unwritten", "20": "cramp"}
    assert "Tried: 1" in page.locator("section", has=page.get_by_role("heading", name="What helped")).inner_text()
    assert sorted(one["id"] for one in page.evaluate(ALL)) == [one["id"] for one in rows]
    assert page.evaluate(KEPT, "person") == PERSON
    assert len(page.evaluate(ALL.replace("d.all()", "d.waiting()"))) == 4, "what waits for a server still does"


@pytest.mark.parametrize("seed", [1, 20, 300])
def test_what_is_kept_as_counted_is_what_counting_everything_says(open_phone: Open, seed: int) -> None:
    page = diary(open_phone)
    assert page.evaluate(RANDOM, seed) == []


def test_what_is_erased_leaves_no_month_behind(open_phone: Open) -> None:
    page = diary(open_phone)
    page.evaluate(YEARS, PERSON)
    left = page.evaluate(f"""async () => {{ {SCRIPTS}
      const diary = await (await import(at + 'diary/store.js')).openDiary();
      await diary.forget({{ from: '2024-01-01' }});
      return (await diary.months()).map(({{ month }}) => month).sort().at(-1);
    }}""")
    assert left == "2023-12"
    page.reload()
    ready(page)
    assert heading(page) == "Diary"

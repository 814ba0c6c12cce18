"""The sentences and tables of the trends: one sentence a chart, never surer than the numbers; and the drawings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest

from trends.some_diary import a_life, cramp, day, did, use, without
from uncramp.diary import Entry
from uncramp.kb import Knowledge
from uncramp.kb.names import Names
from uncramp.kb.wording import refusals
from uncramp.trends import findings, words
from uncramp.trends.body import counted, elsewhere
from uncramp.trends.sections import Section, sections
from uncramp.trends.tables import table


@pytest.fixture(scope="module")
def names(kb: Knowledge) -> Names:
    return Names(kb, kb.texts(language="en", region="uk" if "uk" in kb.regions else "other"))


LIVES: dict[str, list[Entry]] = {
    "nothing": [],
    "one cramp": [cramp(0)],
    "none at all": [without(nth) for nth in range(56)],
    "five days": a_life(5, seed=4),
    "the same": a_life(84),
    "fewer": a_life(84, later=0.3),
    "more": a_life(84, each_day=0.4, later=4),
    "cramps alone": [one for one in a_life(84, later=0.3) if one.kind == "episode"],
    "with a gap": a_life(84, gaps=range(30, 55)),
}


@pytest.fixture(scope="module", params=LIVES)
def life(request: pytest.FixtureRequest) -> list[Entry]:
    return LIVES[str(request.param)]


def said(life: list[Entry], names: Names) -> Iterator[str]:
    found = findings(life, day(83), 12)
    for chart in words.CHARTS:
        yield words.says(chart, found, names)
        yield from words.more(chart, found, names)


def test_nothing_is_said_that_must_never_be_said(life: list[Entry], names: Names) -> None:
    for sentence in said(life, names):
        assert list(refusals(sentence)) == []
        assert not re.search(r"[{}]|None|nan|inf", sentence)


def test_the_finding_is_one_sentence(life: list[Entry], names: Names) -> None:
    found = findings(life, day(83), 12)
    for chart in words.CHARTS:
        sentence = words.says(chart, found, names)
        assert sentence.endswith(".")
        assert len(re.findall(r"\.(?!\d)", sentence)) == 1, sentence


def test_a_change_is_said_only_where_chance_and_gaps_leave_no_doubt(names: Names) -> None:
    says = {name: words.weeks_says(findings(life, day(83), 12), names.texts) for name, life in LIVES.items()}
    assert says["fewer"].startswith("Fewer cramps: about ")
    assert says["more"].startswith("More cramps: about ")
    assert says["the same"].startswith("No clear change")
    assert "too many days are left open" in says["cramps alone"]
    assert says["nothing"] == "No week has anything written yet."


def test_small_numbers_keep_a_decimal_and_large_ones_do_not(kb: Knowledge) -> None:
    assert [words.about(number, kb.texts()) for number in (0, 0.04, 0.44, 2.0, 2.95, 3.4, 12.6)] == [
        "0",
        "0",
        "0.4",
        "2",
        "3",
        "3",
        "13",
    ]


def test_spanish_writes_a_decimal_with_a_comma(kb: Knowledge) -> None:
    spanish = Names(kb, kb.texts(language="es"))
    found = findings(a_life(84, later=0.3), day(83), 12)
    shown = [
        one for chart in words.CHARTS for one in (words.says(chart, found, spanish), *words.more(chart, found, spanish))
    ]
    shown += [cell for chart in words.CHARTS for row in table(chart, found, spanish).rows for cell in row]
    assert [one for one in shown if re.search(r"\d\.\d", one)] == []
    assert [one for one in shown if re.search(r"\d,\d", one)]


def test_of_every_ten_says_none_or_all_only_when_it_is_so() -> None:
    assert [words.tenths(part) for part in (0, 0.01, 0.5, 0.99, 1)] == [0, 1, 5, 9, 10]


def test_an_unknown_week_has_no_number_in_the_table(names: Names) -> None:
    found = findings(LIVES["with a gap"], day(83), 12)
    rows = {row[0]: row[1:] for row in table("weeks", found, names).rows}
    unknown = [words.short_day(week.first, names.texts) for week in found.weeks if not week.known]
    assert unknown
    assert all(rows[first] == ("not known", "", "", "7") for first in unknown)


def test_a_table_says_as_many_cells_as_it_has_heads(life: list[Entry], names: Names) -> None:
    found = findings(life, day(83), 12)
    for chart in words.CHARTS:
        made = table(chart, found, names)
        assert all(len(row) == len(made.heads) for row in made.rows)


# ---- the drawings


def test_every_drawing_is_what_altair_takes_for_a_chart(
    life: list[Entry], names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    import altair

    from uncramp.trends import drawing

    specs: list[dict[str, Any]] = []

    def noted(spec: str) -> str:
        specs.append(json.loads(spec))
        return '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'

    drawing._themed.cache_clear()
    monkeypatch.setattr(drawing, "_svg", noted)
    sections(findings(life, day(83), 12), names)
    drawing._themed.cache_clear()
    assert specs or not life
    for spec in specs:
        altair.LayerChart.from_dict(spec)


def drawn(life: list[Entry], names: Names, **options: Any) -> list[Section]:
    return [one for one in sections(findings(life, day(83), 12), names, **options) if one.pictures]


def test_a_drawing_breaks_no_strict_policy(names: Names) -> None:
    for one in drawn(LIVES["fewer"], names):
        for picture in one.pictures:
            assert not re.search(r"style|class=\"mark|<script|\son\w+=|href|url\(|font-family", picture)
            root = ElementTree.fromstring(picture)
            assert root.get("role") == "img"
            assert root[1].text == one.says


def test_on_paper_no_colour_depends_on_a_screen(names: Names) -> None:
    screen = "".join(picture for one in drawn(LIVES["fewer"], names) for picture in one.pictures)
    paper = "".join(picture for one in drawn(LIVES["fewer"], names, print=True) for picture in one.pictures)
    assert "var(--ember" in screen
    assert "var(" not in paper


def test_where_too_little_is_written_nothing_is_in_colour(names: Names) -> None:
    few = [cramp(70, pain_before=7, pain_after=2, tried=[use(60)]), did(83)]
    found = drawn(few, names)
    assert len(found) == 6
    for one in found:
        assert not one.enough
        assert not any("--ember" in picture or "--base," in picture for picture in one.pictures), one.chart


def test_one_page_has_no_id_twice(names: Names) -> None:
    everything = "".join(picture for one in drawn(LIVES["fewer"], names) for picture in one.pictures)
    ids = re.findall(r'\bid="([^"]+)"', everything)
    assert len(ids) == len(set(ids)) == 14


def test_every_cramp_with_a_place_is_in_the_picture_once_or_named_beside_it(names: Names) -> None:
    found = findings(LIVES["the same"], day(83), 12)
    inside = sum(counted(found, names).values())
    jaw = sum(one.part.count for one in found.sites.places if one.site == "site_jaw")
    assert inside + jaw == found.episodes
    assert elsewhere(found, names) == ["Jaw"]

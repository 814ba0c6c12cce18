"""The page fits one side of A4 whatever the diary holds, and what had no room stands whole behind it, counted."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.diaries import EVERY, LONG, TODAY, heavy
from uncramp.exchange.report.choice import choice
from uncramp.exchange.report.content import report
from uncramp.exchange.report.fit import PAGE_LINES, Side, fitted, lines
from uncramp.exchange.report.page import css, html
from uncramp.exchange.report.pdf import printed, sides
from uncramp.exchange.report.picture import picture
from uncramp.exchange.report.sheet import Report, Row, Section
from uncramp.kb import Knowledge

QUESTIONS = [f"{nth}. {LONG[:980]}" for nth in range(20)]


def made(kb: Knowledge, entries: Any, **chosen: Any) -> Report:
    return report(kb, kb.texts(), "en", entries, choice(**chosen), TODAY.isoformat(), picture)


def shown(side: Side) -> list[Any]:
    return [*side.across, *side.columns[0], *side.columns[1]]


@pytest.mark.parametrize("name", EVERY)
def test_every_diary_fits_one_side(kb: Knowledge, name: str) -> None:
    entries = heavy(kb, days=200) if name == "heavy" else EVERY[name](kb)
    page = html(made(kb, entries, questions=["Could it be my tablets?"]), kb.texts(), first_only=True)
    assert sides(page) == 1


def test_everything_at_its_longest_still_fits_one_side(kb: Knowledge) -> None:
    found = made(kb, heavy(kb, days=120), questions=QUESTIONS, name="W" * 80)
    foot = (*found.foot, *[f"{LONG[:150]} {nth}" for nth in range(4)])
    assert sides(html(replace(found, foot=foot), kb.texts(), first_only=True)) == 1


def test_where_letters_run_wider_less_is_put_on_the_side(kb: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    wide = css().replace('"Liberation Sans", Arial, Helvetica, "DejaVu Sans"', '"DejaVu Sans", Verdana')
    monkeypatch.setattr(sys.modules["uncramp.exchange.report.page"], "css", lambda: wide)
    found = replace(made(kb, heavy(kb, days=60), questions=QUESTIONS), table=None)
    page = printed(found, kb.texts()).html
    assert "DejaVu Sans, Verdana" in page.replace('"', "")
    assert sides(page.split('<article class="sheet more"')[0]) == 1


def test_what_is_left_out_of_the_first_sheet_stands_whole_on_the_next(kb: Knowledge) -> None:
    found = made(kb, heavy(kb, days=120), questions=QUESTIONS)
    page = html(found, kb.texts())
    first, behind = page.split('class="sheet more"')
    assert "more on the next sheet" in re.sub(r"more, and \d+ in full,", "more", first)
    for nth in range(20):
        assert f"{nth}. {LONG[:900]}" in behind
    assert f"19. {LONG[:900]}" not in first


def test_what_fits_is_not_shortened(kb: Knowledge) -> None:
    side = fitted(made(kb, EVERY["night cramps"](kb), questions=["Could it be my tablets?"]))
    assert [one.section.id for one in shown(side) if not one.whole] == []
    assert side.in_full == ()


# ---- whatever the texts are

letters = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn")), max_size=400)
texts = st.one_of(
    letters,
    st.builds(
        lambda word, times: word * times,
        st.sampled_from(["W", "mW ", "\u6f22", "\U0001f9b5 ", "word "]),
        st.integers(0, 400),
    ),
)
rows = st.lists(st.builds(Row, texts, texts, st.sampled_from(["", "may cause cramps (A)"])), max_size=40)
IDS = ("who", "danger", "counts", "questions", "medicines", "sites", "tried", "times", "triggers", "trials")


@st.composite
def reports(draw: st.DrawFn, like: Report) -> Report:
    ids = [id for id in IDS if draw(st.booleans())]
    notes = st.lists(texts, max_size=2).map(tuple)
    sections = tuple(
        Section(id, f"Section {id}", tuple(draw(rows)), draw(st.sampled_from(["", "Not recorded."])), draw(notes))
        for id in ids
    )
    return replace(like, sections=sections, figures=like.figures if "counts" in ids else None, table=None)


@pytest.fixture(scope="module")
def usual(kb: Knowledge) -> Report:
    return made(kb, EVERY["night cramps"](kb))


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_nothing_is_lost_without_being_counted(usual: Report, data: st.DataObject) -> None:
    found = data.draw(reports(usual))
    side = fitted(found)
    by_id = {one.section.id: one for one in shown(side)}
    assert set(by_id) == {one.id for one in found.sections}
    for section in found.sections:
        one = by_id[section.id]
        assert len(one.section.rows) + one.left == len(section.rows)
        same = one.section.rows == section.rows[: len(one.section.rows)] and one.section.notes == section.notes
        assert same or one.cut
        assert one.whole == (section not in side.in_full)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_row_is_only_ever_shortened_to_a_beginning_of_what_it_said(usual: Report, data: st.DataObject) -> None:
    found = data.draw(reports(usual))
    for one in shown(fitted(found)):
        whole = next(section for section in found.sections if section.id == one.section.id)
        for row, full in zip(one.section.rows, whole.rows, strict=False):
            assert row.mark == full.mark
            assert full.text.startswith(row.text.removesuffix("\u2026").rstrip())


@given(st.data())
@settings(max_examples=12, deadline=None)
def test_any_texts_fit_one_side(kb: Knowledge, usual: Report, data: st.DataObject) -> None:
    assert sides(html(data.draw(reports(usual)), kb.texts(), first_only=True)) == 1


@given(letters, st.floats(5, 60))
def test_a_narrower_line_never_needs_fewer_lines(text: str, width: float) -> None:
    assert lines(text, width) >= lines(text, width + 5)


def test_the_whole_side_is_reckoned_with(usual: Report) -> None:
    many = tuple(Row("a short row") for _ in range(200))
    found = replace(usual, sections=(Section("medicines", "Medicines", many), Section("sites", "Where", many)))
    side = fitted(found)
    assert min(len(column[0].section.rows) for column in side.columns) > PAGE_LINES / 2

"""The diary's own CSV: what went out is known when it comes in, and into an empty diary it comes whole."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diary.strategies import entries
from diary.test_out_and_in import row
from uncramp.diary import current, load, read_entry
from uncramp.diary.entries import Entry, canonical
from uncramp.diary.making import correct
from uncramp.diary.table import cells_of, to_csv
from uncramp.exchange.own_csv import from_csv, is_own

KINDS = load()
few = settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
some = st.lists(entries(), max_size=5, unique_by=lambda one: one["id"]).map(
    lambda raw: [entry for entry in current(map(read_entry, raw)) if entry.understood]
)
CRAMP = read_entry(
    row(1, "episode", {"what": "painful_cramp", "site": "site_calf", "note": "=1+1, \"quoted\"\nmore", "woke_me": True,
                       "suspects": ["heat", "alcohol"],
                       "tried": [{"remedy": "heat_pack", "outcome": "gone", "seconds": 45}]})
)  # fmt: skip


@few
@given(some)
def test_whatever_is_in_a_diary_is_known_when_its_table_comes_back(all: list[Entry]) -> None:
    found = from_csv(KINDS, to_csv(KINDS, all), all)
    assert (found.fresh, found.known, found.refused) == ([], len(all), [])


@few
@given(some)
def test_an_entry_that_comes_into_an_empty_diary_says_in_the_table_what_it_said(all: list[Entry]) -> None:
    """A cell that could be read in two ways is refused and not guessed."""
    found = from_csv(KINDS, to_csv(KINDS, all), [])
    assert len(found.fresh) + len(found.refused) == len(all)
    by_id = {one.id: one for one in all}
    for one in found.fresh:
        assert cells_of(KINDS, one) == cells_of(KINDS, by_id[one.id])


def test_a_whole_cramp_comes_in_as_it_was() -> None:
    found = from_csv(KINDS, to_csv(KINDS, [CRAMP]), [])
    assert [canonical(one) for one in found.fresh] == [canonical(CRAMP)]


def test_a_row_that_says_otherwise_than_the_diary_is_refused_with_its_line() -> None:
    text = to_csv(KINDS, [CRAMP]).replace("site_calf", "site_foot")
    found = from_csv(KINDS, text, [CRAMP])
    assert [(one.nth, "says otherwise" in one.why) for one in found.refused] == [(3, True)]


def test_what_was_corrected_since_is_refused_and_what_was_in_the_table_by_then_is_known() -> None:
    from datetime import UTC, datetime

    now = datetime(2026, 3, 2, tzinfo=UTC)
    body = dict(CRAMP.body) | {"site": "site_foot"}
    amended = correct(KINDS, CRAMP, body, now=now, chance=b"0123456789")
    assert len(from_csv(KINDS, to_csv(KINDS, [CRAMP]), [CRAMP, amended]).refused) == 1
    assert from_csv(KINDS, to_csv(KINDS, current([CRAMP, amended])), [CRAMP, amended]).known == 1


def changed(**cells: str) -> str:
    """The table of one cramp with other cells."""
    import csv
    import io

    rows = list(csv.DictReader(io.StringIO(to_csv(KINDS, [CRAMP]).removeprefix("\ufeff"))))
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerow(rows[0] | cells)
    return out.getvalue()


@pytest.mark.parametrize(
    "cells",
    [
        {"id": "x"}, {"kind": "deletion"}, {"kind": "nothing"}, {"at": "yesterday"}, {"pain_before": "11"},
        {"woke_me": "perhaps"}, {"minutes": "4.5"}, {"tried": "heat_pack"}, {"local_date": "1999-01-01"}, {"ml": "5"},
        {"suspects": "heat; heat"}, {"pain_before": "[" * 5000}, {"pain_before": "9" * 5000},
    ],
)  # fmt: skip
def test_a_row_that_is_no_entry_is_refused_and_says_why(cells: dict[str, Any]) -> None:
    found = from_csv(KINDS, changed(**cells), [])
    assert found.fresh == []
    assert len(found.refused) == 1
    assert found.refused[0].why
    assert "\n" not in found.refused[0].why


def test_only_its_own_heading_makes_a_table_the_diarys_own() -> None:
    assert is_own(to_csv(KINDS, []))
    assert not is_own("Datum;Wo\n")
    assert not is_own("")

"""What is read of a diary quickly is what reading all of it gives: whatever was corrected, deleted or is not known."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diary.strategies import agreeing, broken, diaries, entries, from_newer_programs
from store.places import Where
from uncramp.diary import EntryError, current, read_entry
from uncramp.diary.overview import Overview
from uncramp.diary.scope import Scope
from uncramp.diary.store import Store
from uncramp.diary.stored import entry_of

every = settings(agreeing, suppress_health_check=list(HealthCheck))
DAYS = st.sampled_from(["2025-12-30", "2025-12-31", "2026-01-01", "2026-01-02", "2027-06-01"])


@every
@given(raw=st.one_of(entries(), broken(), from_newer_programs()))
def test_a_stored_body_is_understood_exactly_if_it_would_be_on_arrival(raw: object) -> None:
    try:
        arrived = read_entry(raw)
    except EntryError as error:
        if not error.path.startswith("body") or not isinstance(raw, dict) or not isinstance(raw["body"], dict):
            return  # what is wrong with an envelope never gets as far as the tables
        understood = False
    else:
        understood = arrived.understood
    assert isinstance(raw, dict)
    row = {**raw, "body": json.dumps(raw["body"], separators=(",", ":"))}
    stored = entry_of(**row)
    assert (stored.understood, stored.body) == (understood, raw["body"])


@settings(every, max_examples=every.max_examples // 8)  # each is a diary of its own
@given(raw=st.one_of(diaries(), st.lists(entries(), max_size=12)), day=DAYS)
def test_an_overview_says_what_reading_everything_says(where: Where, raw: list[dict[str, object]], day: str) -> None:
    with Store.open(where()) as store:
        store.append(read_entry(one) for one in raw)
        for person in (None, *(one.person for one in store.people())):
            all, overview = current(store.entries(Scope(person=person))), Overview(store, person)
            assert overview.since(day) == [entry for entry in all if entry.at[:10] >= day]
            assert overview.of_kinds("note", "drinks") == [one for one in all if one.kind in ("note", "drinks")]
            assert overview.first_day() == min((entry.at[:10] for entry in all), default=None)
            assert overview.count() == len(all)
            assert overview.count(without=("note",)) == sum(entry.kind != "note" for entry in all)

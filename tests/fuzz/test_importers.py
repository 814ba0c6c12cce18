"""The importers on inputs made of the kept ones: a small part of what the fuzzer does, in every run."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"
IMPORTERS = ("apple_health", "own_table", "diary", "diary_csv")
few = settings(
    max_examples=120, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
EDITS = st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 20), st.binary(max_size=12)), max_size=4)


@pytest.mark.parametrize("target", IMPORTERS)
@few
@given(data=st.data())
def test_an_importer_keeps_its_promise_whatever_is_changed_in_a_file(target: str, data: st.DataObject) -> None:
    seeds = sorted((CORPUS / target).iterdir())
    raw = data.draw(st.sampled_from(seeds)).read_bytes()
    for at, cut, put in data.draw(EDITS):
        place = at % (len(raw) + 1)
        raw = raw[:place] + put + raw[place + cut :]
    TARGETS[target](raw)


@pytest.mark.parametrize("target", IMPORTERS)
@few
@given(raw=st.binary(max_size=300))
def test_an_importer_keeps_its_promise_for_any_bytes(target: str, raw: bytes) -> None:
    TARGETS[target](raw)

"""Every input that fuzzing kept, through its reader again: the promise of each is in `targets.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz.targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"
LARGEST = 300_000
"""Bytes of the whole corpus: it is replayed at every run of the tests."""


@pytest.mark.parametrize("target", TARGETS)
def test_every_kept_input_keeps_the_promise_of_its_reader(target: str) -> None:
    inputs = sorted((CORPUS / target).iterdir())
    assert inputs
    for file in inputs:
        try:
            TARGETS[target](file.read_bytes())
        except Exception as error:
            pytest.fail(f"{file.relative_to(CORPUS)}: {type(error).__name__}: {error}")


def test_the_corpus_is_small_enough_to_be_replayed_always() -> None:
    assert {folder.name for folder in CORPUS.iterdir()} == TARGETS.keys()
    assert sum(file.stat().st_size for file in CORPUS.rglob("*") if file.is_file()) <= LARGEST

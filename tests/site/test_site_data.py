"""What the scripts are given is enough: with it they decide and plan about everybody as Python does with the whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from agreement.scripts import Ask, asking, node_program
from agreement.test_javascript_agrees import assert_same
from knowledge.people import random_person, thresholds
from knowledge.test_vignettes import VIGNETTES
from uncramp.kb import ENGLISH, Knowledge
from uncramp.site import data

TODAY = date(2026, 2, 27)
PEOPLE = 150
STORIES = VIGNETTES[::4]
"""The agreement tests decide all of them by the same scripts; here the data is the app's own, which has less in it."""


@pytest.fixture(scope="module")
def app(kb: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """The scripts with the knowledge as the app loads it: the cut, and the words of each language."""
    cut: dict[str, Any] = data.knowledge(kb)
    cut["texts"] |= {language: data.texts(kb, language) for language in kb.languages if language != ENGLISH}
    file: Path = tmp_path_factory.mktemp("cut") / "knowledge.json"
    file.write_text(json.dumps(cut), encoding="utf-8")
    with asking(node_program(), file) as ask:
        yield ask


def test_stories_come_out_as_in_python(app: Ask, kb: Knowledge) -> None:
    for story in STORIES:
        assert_same(kb, app, dict(story.facts), today=TODAY)


def test_random_people_come_out_as_in_python(app: Ask, kb: Knowledge) -> None:
    rng, near = Random(11), thresholds(kb)
    for _ in range(PEOPLE):
        assert_same(kb, app, random_person(kb, rng, near), today=TODAY)


def test_a_nought_and_an_implied_no_are_not_left_out() -> None:
    row = {"order": 0, "value": False, "title": "", "sources": [], "measured": False, "unit": None}
    assert data.some(row, tuple(row)) == {"order": 0, "value": False}

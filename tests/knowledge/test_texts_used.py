"""No text stands in the knowledge that nothing says any more: translators would work for nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

import uncramp
from knowledge.texts_used import HOLE, Said, strings_of
from uncramp.cli.knowledge import SECTIONS
from uncramp.kb import Knowledge

HERE = Path(uncramp.__file__).parent
OF_FIELDS = {f"{table}.{HOLE}" for table in SECTIONS.values()}
"""Keys of which the code only says `{table}.{value}`."""


@pytest.fixture(scope="module")
def said() -> Said:
    return Said(strings_of(HERE) | OF_FIELDS)


def test_every_text_is_said_somewhere(kb: Knowledge, said: Said) -> None:
    assert [key for key in kb.pack.texts["en"] if not said.can_say(key)] == []


@pytest.mark.parametrize("key", ["site_plan.gone_long_ago", "trials.said_by_nobody", "site_diary.word_of_nothing"])
def test_a_text_that_nothing_says_is_found(said: Said, key: str) -> None:
    assert not said.can_say(key)


def test_keys_put_together_from_words_are_seen() -> None:
    words = Said({"word_left", f"site.word_{HOLE}", "left", f"word_{HOLE}_{HOLE}", "so_far", f"end.{HOLE}"})
    assert words.can_say("site.word_left")
    assert words.can_say("site.word_left_3")
    assert words.can_say("end.word_so_far_left")
    assert not words.can_say("site.word_right")
    assert not words.can_say("end.word_left_right")

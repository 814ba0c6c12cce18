"""What people may call a topic: by its id, by its own words, and by those of their language."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from uncramp.kb.entries import Topic
from uncramp.kb.understand import plain

if TYPE_CHECKING:
    from uncramp.kb.texts import Texts

FIELD = "words"
"""The field of a topic that translators get as one text with commas: another language may need more words, or fewer."""


def typed(name: str) -> str:
    """A name as it is looked up: small letters, plain spaces, and no accents, which many people leave out."""
    letters = unicodedata.normalize("NFD", plain(name))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def one_text(topic: Topic) -> str:
    """The words of a topic as translators get them."""
    return ", ".join(topic.words)


def called(topic: Topic, texts: Texts) -> tuple[str, ...]:
    """Every word that leads to a topic besides its id: the English ones too, for whoever read them somewhere."""
    return tuple(dict.fromkeys((*topic.words, *_words(texts.table, topic))))


def unclear(topics: list[Topic], table: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The key of every translation with a word that leads to two topics, and that word."""
    taken: dict[str, str] = {typed(word): topic.id for topic in topics for word in (topic.id, *topic.words)}
    for topic in topics:
        for word in _words(table, topic):
            if taken.setdefault(typed(word), topic.id) != topic.id:
                yield f"topic.{topic.id}.{FIELD}", word


def _words(table: Mapping[str, str], topic: Topic) -> Iterator[str]:
    said = table.get(f"topic.{topic.id}.{FIELD}", "")
    return (word.strip() for word in said.split(",") if word.strip())

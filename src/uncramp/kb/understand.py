"""Whether what people are told about causes makes sense: topics to read, and contributors that "may" play a part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from uncramp.errors import KnowledgeError
from uncramp.kb.entries import Contributor, Reviewed, Topic
from uncramp.kb.needed import KIND
from uncramp.kb.wording import texts_for_people

if TYPE_CHECKING:
    from uncramp.kb.read import Folder

LONGEST_SENTENCE = 20
DIAGNOSIS = re.compile(r"\b(?:you|they) (?:have|has)\b|\bcaused by\b|\bbecause of (?:your|their)\b", re.IGNORECASE)
"""What would say more than the answers can: "may play a part" is all that is known of one person."""
WEIGHED = re.compile(r"\b(?:may|can)\b", re.IGNORECASE)


def plain(name: str) -> str:
    """A name as people may type it, in the form in which the words of topics are written."""
    return " ".join(name.lower().replace("_", " ").replace("-", " ").split())


def when_it_plays_a_part(folder: Folder, contributor: Contributor) -> str:
    """The condition of a contributor: its own, or that of any of its medicines. Empty if it has neither."""
    whens = {medicine.id: medicine.when for medicine in folder.entries["medicine"]}
    return contributor.when or " or ".join(f"({whens[id]})" for id in contributor.medicines if whens.get(id))


def understanding_problems(folder: Folder) -> Iterator[KnowledgeError]:
    """Everything that is wrong with the topics and the contributors of a folder."""
    contributor: Contributor
    for contributor in folder.entries["contributor"]:
        yield from _contributor(folder, contributor)
        yield from _told(folder, "contributor", contributor)
    taken: dict[str, str] = {}
    anything = {id for _, id in folder.places}
    topic: Topic
    for topic in folder.entries["topic"]:
        for id in topic.see:
            if id not in anything:
                yield _finding(folder, "topic", topic, "see", f"there is no entry `{id}` (in `{topic.id}`)")
        for word in topic.words:
            if word != plain(word):
                what = f"nobody finds `{word}` (in `{topic.id}`)"
                yield _finding(folder, "topic", topic, "words", what, f"write `{plain(word)}`")
        for word in (plain(topic.id), *topic.words):
            if taken.setdefault(word, topic.id) != topic.id:
                what = f"`{word}` leads to `{taken[word]}` and to `{topic.id}`"
                yield _finding(folder, "topic", topic, "words", what)
        yield from _told(folder, "topic", topic)


def _contributor(folder: Folder, one: Contributor) -> Iterator[KnowledgeError]:
    known = {value for fact in folder.entries["fact"] if fact.id == KIND for value in fact.values}
    for kind in one.kinds:
        if kind not in known:
            yield _finding(folder, "contributor", one, "kinds", f"`{kind}` is no value of `{KIND}` (in `{one.id}`)")
    if not one.kinds:
        yield _finding(folder, "contributor", one, "kinds", f"`{one.id}` matters for no kind")
    whens = {medicine.id: medicine.when for medicine in folder.entries["medicine"]}
    for id in one.medicines:
        if not whens.get(id):
            what = f"there is no medicine `{id}` with a condition (in `{one.id}`)"
            yield _finding(folder, "contributor", one, "medicines", what)
    own = [field for field in ("when", "says", "do") if getattr(one, field)]
    if one.medicines and own:
        what = f"`{one.id}` has medicines: their words and conditions stand for `{own[0]}`"
        yield _finding(folder, "contributor", one, own[0], what)
    for field in ("when", "says", "do"):
        if not one.medicines and field not in own:
            yield _finding(folder, "contributor", one, field, f"`{one.id}` has neither medicines nor `{field}`")
    if one.says and not WEIGHED.search(one.says):
        yield _finding(folder, "contributor", one, "says", f"`{one.id}` does not say that it only may play a part")


def _told(folder: Folder, kind: str, entry: Reviewed) -> Iterator[KnowledgeError]:
    """Short sentences that diagnose nobody; and what was read has a source."""
    if entry.evidence != "recalled" and not entry.sources:
        yield _finding(folder, kind, entry, "evidence", f"`{entry.id}` was read at a source and names none")
    for field, text in texts_for_people(kind, entry):
        name = field.partition(".")[0]
        found = DIAGNOSIS.search(text)
        if found:
            what = f"`{found[0]}` says more than can be known (in `{entry.id}`)"
            yield _finding(folder, kind, entry, name, what, 'say that it "may" play a part')
        for sentence in re.split(r"(?<=[.!?])\s+", re.sub(r"\{([^{}|]*)\|[^{}]*\}", r"\1", text)):
            words = len(sentence.split())
            if words > LONGEST_SENTENCE:
                what = f"a sentence of {words} words, `{sentence[:40]}...` (in `{entry.id}`)"
                yield _finding(folder, kind, entry, name, what, f"at most {LONGEST_SENTENCE}")


def _finding(folder: Folder, kind: str, entry: Reviewed, field: str, what: str, hint: str = "") -> KnowledgeError:
    return KnowledgeError(what, where=folder.where(kind, entry.id, field), hint=hint)

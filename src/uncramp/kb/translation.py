"""Translations as gettext catalogues (`texts/<language>/*.po`), which every translator's tool reads.

A line carries its key (`msgctxt`), the English it was made from (`msgid`) and the translation (`msgstr`). It is used
only while that English is still what the knowledge says: stale, fuzzy and missing lines fall back to English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from uncramp.errors import KnowledgeError, Where
from uncramp.kb.called import FIELD, one_text, unclear
from uncramp.kb.needed import LANGUAGE
from uncramp.kb.wording import texts_to_translate

if TYPE_CHECKING:
    from uncramp.kb.entries import Language
    from uncramp.kb.read import Folder

FILLED_IN = re.compile(r"\{[^{}|]*\}")
"""Placeholders that a translation must keep: numbers to call, and what the program fills in."""


@dataclass(frozen=True, slots=True)
class Translated:
    """One line of a catalogue, with the place where it stands."""

    key: str
    source: str
    text: str
    where: Where


def read_catalogue(file: Path, name: str) -> list[Translated]:
    """The finished lines of a catalogue; KnowledgeError if it is none."""
    import polib

    try:
        lines = polib.pofile(str(file), encoding="utf-8")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        found = re.search(r"line (\d+)", str(error))
        where = Where(name, int(found[1]) if found else 0)
        raise KnowledgeError("not a gettext catalogue", where=where, hint="msgctxt, msgid, msgstr") from None
    return [
        Translated(line.msgctxt or "", line.msgid, line.msgstr, Where(name, line.linenum or 0))
        for line in lines
        if line.msgstr and not line.fuzzy and not line.obsolete
    ]


def sources(folder: Folder) -> dict[str, str]:
    """Everything that people read, in English, by key: the program's own sentences, then those of the entries."""
    found = dict(folder.texts.get(LANGUAGE, {}))
    for kind, entries in folder.entries.items():
        for entry in entries:
            found |= {f"{kind}.{entry.id}.{field}": text for field, text in texts_to_translate(kind, entry)}
    found |= {f"topic.{topic.id}.{FIELD}": one_text(topic) for topic in folder.entries["topic"] if topic.words}
    return found


def in_use(folder: Folder, language: str) -> dict[str, str]:
    """The translations that still fit their English."""
    english = sources(folder)
    return {line.key: line.text for line in folder.translations[language] if english.get(line.key) == line.source}


def translation_problems(folder: Folder) -> Iterator[KnowledgeError]:
    """Keys that do not exist, placeholders and numbers that got lost, words that lead to two topics."""
    english = sources(folder)
    languages: dict[str, Language] = {language.id: language for language in folder.entries["language"]}
    for code, lines in folder.translations.items():
        if code not in languages:
            yield KnowledgeError(f"`{code}` is no language of `languages.toml`", where=Where(f"texts/{code}"))
            continue
        for line in lines:
            if line.key not in english:
                yield KnowledgeError(f"there is no text `{line.key}`", where=line.where)
            elif sorted(FILLED_IN.findall(line.text)) != sorted(FILLED_IN.findall(line.source)):
                wanted = ", ".join(FILLED_IN.findall(line.source)) or "none"
                yield KnowledgeError(
                    f"other placeholders than the English in `{line.key}`", where=line.where, allowed=wanted
                )
            elif line.key.startswith("phone.") and digits(line.text) != digits(line.source):
                wanted = ", ".join(digits(line.source)) or "none"
                yield KnowledgeError(f"other digits than the English in `{line.key}`", where=line.where, allowed=wanted)
        for key, word in unclear(folder.entries["topic"], in_use(folder, code)):
            what = f"`{word}` also leads to another topic (in `{key}`)"
            yield KnowledgeError(what, where=next(line.where for line in lines if line.key == key))


def untranslated(folder: Folder) -> Iterator[KnowledgeError]:
    """What a language that is `complete` still misses, at the place of the English. No reason not to load the folder:
    people read the English instead."""
    english = sources(folder)
    for language in folder.entries["language"]:
        if language.complete and language.id != LANGUAGE:
            done = in_use(folder, language.id) if language.id in folder.translations else {}
            for key in english:
                if key not in done:
                    what = f"`{key}` is not translated into `{language.id}`, or its English has changed since"
                    yield KnowledgeError(what, where=_stands(folder, key), hint=f"`uncramp catalogue {language.id}`")


def _stands(folder: Folder, key: str) -> Where:
    """Where the English of a key stands."""
    kind, _, rest = key.partition(".")
    id, _, field = rest.partition(".")
    if (kind, id) not in folder.places:
        return folder.text_places.get(key, Where(f"texts/{LANGUAGE}"))
    words = field.split(".")
    nth = next((int(word) for word in words if word.isdigit()), 0)
    name = next(word for word in reversed(words) if not word.isdigit())
    return folder.where(kind, id, name, nth if len(words) > 2 else 0)


def digits(text: str) -> list[str]:
    """The numbers in a text, in any order: a number to call must come through a translation unharmed."""
    return sorted(re.findall(r"\d+", text))


def catalogue(folder: Folder, language: str) -> str:
    """The catalogue of a language as text: every key with its English, and the translation where one still fits."""
    import polib

    done = in_use(folder, language) if language in folder.translations else {}
    book = polib.POFile(wrapwidth=0)
    book.metadata = {"Language": language, "Content-Type": "text/plain; charset=UTF-8"}
    for key, text in sources(folder).items():
        book.append(polib.POEntry(msgctxt=key, msgid=text, msgstr=done.get(key, "")))
    return str(book)

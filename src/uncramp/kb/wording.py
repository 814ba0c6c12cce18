"""The words for people: placeholders that exist, and nothing that must never be said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from uncramp.errors import KnowledgeError, Where
from uncramp.kb.needed import LANGUAGE
from uncramp.kb.spelling import not_our_english

if TYPE_CHECKING:
    from uncramp.kb.entries import Routine
    from uncramp.kb.read import Folder

NEVER_SAID = {
    r"\bstop taking\b": "ask a pharmacist or doctor before changing a medicine",
    r"\bstart taking\b": "ask a pharmacist or doctor first",
    r"\byou have (?:an? )?(?:clot|stroke|heart attack|cancer|tetanus|sepsis|infection|fracture)\b": "can be a sign of",
    r"\bnothing to worry about\b": "this does not sound like an emergency from what you told us",
    r"\b(?:do not|don't|no need to) worry\b": "say what to watch for",
    r"\b(?:you are|you're|it is|it's) (?:fine|safe)\b": "say what to watch for",
    r"\b(?:will be fine|(?:perfectly|completely) (?:safe|normal))\b": "say what to watch for",
    r"\b(?:this|it) is nothing\b": "say what to watch for",
    r"\b(?:only|just) a (?:cramp|twitch|spasm)\b": "say what to watch for",
    r"(?<!not )\b(?:stop|start|double|halve) (?:your|the|this) (?:dose|medicine|pill|statin|tablet)s?\b": (
        "ask a pharmacist or doctor before changing a medicine"
    ),
    r"\b(?:guarantee[ds]?|always works)\b": "say how sure it is",
    r"\bdrink (?:at least )?\d": "drink to thirst; no fixed amounts",
    r"\b\d+\s*(?:mg|milligrams?)\b(?! (?:in|per) )": "no doses in what people are told",
    r"\b\d+ (?:capsules|pills|tablets)\b": "no doses in what people are told",
}
"""What no text for people may say, and what it says instead (safety properties P13 and H08)."""

FOR_PEOPLE = {
    "fact": ("ask", "labels", "short", "why"),
    "line": ("says", "more"),
    "quick": ("title",),
    "rule": ("says",),
    "contraindication": ("says",),
    "pair": ("says",),
    "medicine": ("title", "effect", "says", "ask_about"),
    "contributor": ("title", "says", "do"),
    "topic": ("title", "says"),
    "safety_net": ("says",),
    "remedy": ("title", "summary", "why", "ask_about", "stop_if", "no_routine"),
    "food": ("title", "portion", "careful", "fodmap_note"),
    "drink": ("says",),
    "card": ("title", "says"),
    "intake": ("title",),
    "solution": ("title", "says"),
    "measure": ("ask",),
    "sweat": ("says",),
    "claim": ("instead",),
    "group": ("title",),
    "phone": ("title", "emergency", "urgent", "poisons"),
}
"""Per kind of entry, the fields that people read. They can be translated: `kb/translation.py`."""

QUOTED = {"claim": ("says",)}
"""What others say: people read it in their language too, but it is not held to our words."""

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
NUMBERS = ("N", "U", "P")
LETTER = re.compile(r"[^\W\d_]")


def texts_for_people(kind: str, entry: Any) -> Iterator[tuple[str, str]]:
    """The field names (dotted, lists numbered) and texts of an entry that people read."""
    for field in FOR_PEOPLE.get(kind, ()):
        value = getattr(entry, field)
        if isinstance(value, tuple):
            yield from ((f"{field}.{nth}", text) for nth, text in enumerate(value))
        elif value and (kind != "phone" or LETTER.search(value)):  # a bare number is the same in every language
            yield field, value
    if kind == "remedy":
        for nth, indication in enumerate(entry.indication):
            yield f"indication.{nth}.reason", indication.reason
        if entry.routine:
            yield from ((f"routine.{field}", text) for field, text in _said_in(entry.routine))
        if entry.guide:
            if entry.guide.feel:
                yield "guide.feel", entry.guide.feel
            for nth, step in enumerate(entry.guide.step):
                yield f"guide.step.{nth}.says", step.says


def texts_to_translate(kind: str, entry: Any) -> Iterator[tuple[str, str]]:
    """What people read of an entry: our words, then what it quotes."""
    yield from texts_for_people(kind, entry)
    yield from ((field, getattr(entry, field)) for field in QUOTED.get(kind, ()))


def _said_in(routine: Routine) -> Iterator[tuple[str, str]]:
    told = {"says": routine.says, "progression": routine.progression, "stop_if": routine.stop_if}
    if routine.ladder:
        told["ladder.step_when"] = routine.ladder.step_when
    return ((field, text) for field, text in told.items() if text)


def wording_problems(folder: Folder) -> Iterator[KnowledgeError]:
    """Every text for people that has a wrong placeholder or says what must never be said."""
    for kind, entries in folder.entries.items():
        for entry in entries:
            for field, text in texts_for_people(kind, entry):
                words = [part for part in field.split(".") if not part.isdigit()]
                nth = next((int(part) for part in field.split(".") if part.isdigit()), 0) if len(words) > 1 else 0
                for what in (*refusals(text), *(_in_a_number(text) if kind == "phone" else ())):
                    where = folder.where(kind, entry.id, words[-1], nth)
                    yield KnowledgeError(f"{what} (in `{entry.id}`)", where=where)
    for language, texts in folder.texts.items():
        for key, text in texts.items():
            for what in refusals(text, named=True, english=language == LANGUAGE):
                yield KnowledgeError(f"{what} (in `{key}`)", where=Where(f"texts/{language}"))
    never = {one.id: one.never_said for one in folder.entries["language"]}
    for language, lines in folder.translations.items():
        for line in lines:
            if _is_quoted(line.key):
                continue
            for what in refusals(line.text, named=True, english=False, never=never.get(language, ())):
                yield KnowledgeError(f"{what} (in `{line.key}`)", where=line.where)


def _is_quoted(key: str) -> bool:
    """Whether a key (`<kind>.<id>.<field>`) names what others say."""
    kind, _, rest = key.partition(".")
    return rest.partition(".")[2] in QUOTED.get(kind, ())


def _in_a_number(text: str) -> Iterator[str]:
    """What stands for {N}, {U} or {P} is put in as it is, so it must be finished."""
    if "{" in text:
        yield f"`{text[:40]}` is itself put into sentences: no braces in it"


def refusals(text: str, *, named: bool = False, english: bool = True, never: Iterable[str] = ()) -> Iterator[str]:
    """What is wrong with one text; `named` allows {placeholders} that the program fills in, `never` are further
    patterns that it may not match."""
    for inside in PLACEHOLDER.findall(text):
        if inside not in NUMBERS and inside.count("|") != 1 and not (named and re.fullmatch(r"[a-z_]+", inside)):
            yield f"`{{{inside}}}` is no placeholder: {{N}}, {{U}}, {{P}} or {{for oneself|for others}}"
    if len(re.findall(r"[{}]", text)) != 2 * len(PLACEHOLDER.findall(text)):
        yield f"a brace without its partner in `{text[:40]}`"
    for pattern, instead in NEVER_SAID.items():
        found = re.search(pattern, text, re.IGNORECASE)
        if found:
            yield f"`{found[0]}` must not be said: {instead}"
    for pattern in never:
        if found := re.search(pattern, text, re.IGNORECASE):
            yield f"`{found[0]}` must not be said"
    if english:
        yield from not_our_english(text)

"""A made-up language in which every text stands in ⟦brackets⟧: a letter outside of them was never translatable.

Values that a sentence is filled with stand outside of its brackets, and so must bring their own.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any, get_args

import polib
import pytest
from rich.console import Console

import uncramp.kb
from knowledge.people import person
from uncramp.cli import run
from uncramp.cli.ask import Interview
from uncramp.cli.knowledge import EXPLAINED, find
from uncramp.cli.relief import screen
from uncramp.cli.screen import QuickScreen
from uncramp.cli.show import SIGNS
from uncramp.decide import answers_json
from uncramp.facts import Answers
from uncramp.kb import Knowledge, Texts
from uncramp.kb.dates import full_day
from uncramp.kb.read import read_folder
from uncramp.kb.translation import FILLED_IN, sources
from uncramp.kb.wording import FOR_PEOPLE
from uncramp.session import Ending, advance, prompt, start

HERE = Path(uncramp.kb.HERE)
GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*.toml"))
REGIONS = ("uk", "ie", "us", "ca", "eu", "au", "nz", "other")
DANGERS: dict[str, dict[str, Any]] = {
    "emergency": {"chest_pain": True},
    "poisons advice": {"bite_sting_24h": True, "kind": "painful_cramp"},
    "urgent advice": {"hives_sudden": True},
}

SYMBOLS = {"mg", "g", "ml", "K", "Mg", "Ca"}
"""Signs of units and elements, which are the same in every language."""
FOR_CLINICIANS = (
    "when", "suspects", "details", "why", "note", "check_at", "reviewed_by", "where", "unit", "value", "name", "basis",
    "meaning", "read",
)  # fmt: skip
"""Fields that people are not meant to read: shown as the knowledge has them, and so are the titles of sources."""


def bracketed(text: str) -> str:
    """A text in the made-up language; what it is filled with stays outside."""
    parts = re.split(f"({FILLED_IN.pattern})", text)
    return "".join(part if nth % 2 else part and f"⟦{part}⟧" for nth, part in enumerate(parts))


def outside(shown: str) -> str:
    """What is shown of it in no brackets; a bracket without its partner fails."""
    bare = re.sub(r"⟦[^⟦⟧]*⟧", " ", shown)
    assert not re.search("[⟦⟧]", bare), bare
    return bare


def leaks(shown: str, *, allowed: frozenset[str] = frozenset()) -> list[str]:
    """The words that stand in no brackets, other than symbols and what is `allowed`."""
    words = re.findall(r"[^\W\d_][\w.]*", outside(shown))
    return [word for word in words if word not in SYMBOLS | allowed]


def made_up(folder: Path, without: tuple[str, ...] = ()) -> Knowledge:
    """The knowledge with Spanish replaced by the made-up language; some keys may be left in English."""
    shutil.copytree(HERE, folder, ignore=shutil.ignore_patterns("__pycache__", "es"))
    book = polib.POFile()
    for key, text in sources(read_folder(folder)).items():
        if key not in without:
            book.append(polib.POEntry(msgctxt=key, msgid=text, msgstr=bracketed(text)))
    (folder / "texts/es").mkdir()
    book.save(str(folder / "texts/es/all.po"))
    return uncramp.kb.load(folder)


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return made_up(tmp_path_factory.mktemp("made_up") / "knowledge")


class Shell:
    """`uncramp` in the made-up language, on a page so wide that no line breaks."""

    def __init__(self, kb: Knowledge, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp: Path) -> None:
        self.kb, self.capsys, self.file = kb, capsys, tmp / "person.json"
        patch.setattr("uncramp.cli.setting.load", lambda _: self.kb)
        patch.setenv("COLUMNS", "4000")

    def __call__(self, *arguments: str, facts: dict[str, Any] | None = None, region: str = "uk") -> str:
        about: tuple[str, ...] = ()
        if facts is not None:
            self.file.write_text(json.dumps({"facts": facts}), encoding="utf-8")
            about = (str(self.file),)
        assert run([*arguments, *about, "--lang", "es", "--region", region]) == 0
        shown = self.capsys.readouterr().out
        assert "⟦" in shown
        for sign in (self.kb.name, *SIGNS.values()):
            shown = shown.replace(sign, "")
        return shown


@pytest.fixture
def shell(
    strange: Knowledge, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Shell:
    return Shell(strange, monkeypatch, capsys, tmp_path)


def people() -> Iterator[tuple[str, dict[str, Any], str]]:
    """The people of the golden plans, each in another region."""
    for file, region in zip(GOLDEN, cycle(REGIONS), strict=False):
        yield file.stem, tomllib.loads(file.read_text(encoding="utf-8"))["facts"], region


@pytest.mark.parametrize(
    ("name", "facts", "region"), [*people()], ids=lambda value: value if isinstance(value, str) else ""
)
def test_no_page_about_a_person_shows_a_word_that_cannot_be_translated(
    shell: Shell, name: str, facts: dict[str, Any], region: str
) -> None:
    for command in ("check", "plan", "food", "drinks"):
        given = dict(facts)
        assert leaks(shell(command, facts=given, region=region)) == [], command
        every = answers_json(person(shell.kb, facts))
        assert leaks(shell(command, facts=every, region=region)) == [], command


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("danger", DANGERS)
def test_whom_to_call_is_said_in_the_language_in_every_region(shell: Shell, danger: str, region: str) -> None:
    assert leaks(shell("check", facts=DANGERS[danger], region=region)) == []


def test_what_is_said_to_everybody_shows_no_word_that_cannot_be_translated(shell: Shell) -> None:
    for arguments in (
        ["food"],
        ["food", "--nutrient", "water"],
        ["drinks"],
        ["drinks", "--weight-before", "70", "--weight-after", "69.2", "--drunk", "500", "--minutes", "60"],
        *(["now", quick.id, "--plain"] for quick in shell.kb.pack.quick),
    ):
        assert leaks(shell(*arguments)) == [], arguments


def sentences(value: Any) -> Iterator[str]:
    """Every text in JSON that is more than an id, a number or a date."""
    match value:
        case dict():
            for key, inside in value.items():
                if key not in ("facts", "knowledge"):
                    yield from sentences(inside)
        case list():
            for inside in value:
                yield from sentences(inside)
        case str() if " " in value:
            yield value


def test_the_sentences_in_json_are_in_the_language(shell: Shell) -> None:
    for _, facts, region in people():
        for command in ("check", "plan", "food", "drinks"):
            told = [*sentences(json.loads(shell(command, "--json", facts=facts, region=region)))]
            assert told
            assert [text for text in told if leaks(text)] == [], command


def for_clinicians(entries: list[Any]) -> Iterator[Any]:
    return (value for one in entries for field in FOR_CLINICIANS if (value := getattr(one, field, "")))


def as_shown(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("kind", [kind for kind in EXPLAINED if kind in FOR_PEOPLE])
def test_what_an_entry_explains_to_people_is_in_the_language(shell: Shell, kind: str) -> None:
    """Ids stay ids; what clinicians read stays as it is written."""
    pack, texts = shell.kb.pack, shell.kb.texts(language="es")
    ids = frozenset(re.findall(r"\w+", json.dumps([*shell.kb.facts])))
    ids |= {entry.id for every in (*EXPLAINED, "measure", "drink") for entry in getattr(pack, every)}
    ids |= {group for item in (*pack.remedy, *pack.food) for group in item.groups}
    ids |= {value for fact in pack.fact for value in fact.values}
    entries = getattr(pack, kind)
    for entry in entries[:: max(1, len(entries) // 12)]:
        shown = as_shown(shell("explain", entry.id))
        found = [one for same, one in find(shell.kb, entry.id, texts) if same in FOR_PEOPLE or same == kind]
        if len(found) < len([*find(shell.kb, entry.id, texts)]):
            continue  # shown together with a hazard or a group, which no person needs to read
        told = [", ".join(value) if isinstance(value, tuple) else str(value) for value in for_clinicians(found)]
        told += [source.title for source in pack.source]
        for text in sorted(map(as_shown, told), key=len, reverse=True):
            shown = shown.replace(f": {text}", " ") if text else shown
        codes = {getattr(one, "code", "") for one in found}
        assert leaks(shown, allowed=ids | codes) == [], entry.id


@pytest.mark.parametrize(
    "kind", ["remedies", "rules", "facts", "topics", "foods", "phones", "lines", "claims", "groups"]
)
def test_a_list_names_its_entries_in_the_language(shell: Shell, kind: str) -> None:
    for line in shell("list", kind).splitlines():
        assert leaks(line.partition("  ")[2]) == [], line


def test_the_ledger_says_what_the_articles_claim_in_the_language(shell: Shell) -> None:
    ids = frozenset({passage.article for passage in shell.kb.pack.passage} | {one.id for one in shell.kb.pack.claim})
    lines = shell("claims").splitlines()
    assert len(lines) > len(shell.kb.pack.claim)
    assert [line for line in lines if leaks(line, allowed=ids)] == []


def test_the_questions_are_asked_in_the_language(strange: Knowledge) -> None:
    shown = io.StringIO()
    texts = strange.texts(language="es", region="uk")

    def ask(hint: str) -> str:
        shown.write(hint)
        return "y" if "(y/n)" in hint else "?"

    Interview(strange, texts, Console(file=shown, width=4000), ask, Answers({})).full(causes=True)
    assert shown.getvalue().count("⟦") > 100
    assert leaks(shown.getvalue()) == []


def rendered(what: Any) -> str:
    shown = io.StringIO()
    Console(file=shown, width=4000).print(what)
    return shown.getvalue()


def test_the_guided_session_is_in_the_language(strange: Knowledge) -> None:
    texts: Texts = strange.texts(language="es", region="uk")
    guided = [remedy.id for remedy in strange.pack.remedy if remedy.guide]
    session = start(strange, guided, at=0.0, limit_minutes=100_000)
    seen: set[str] = set()
    shown: set[tuple[str, str, int, int]] = set()
    for nth in range(4000):
        if session.ending:
            break
        now = prompt(strange, session)
        seen.add(now.state)
        place = (session.remedy, session.state, session.step, session.side)
        if place not in shown:
            shown.add(place)
            page = rendered(screen(session, now, texts, 10.0, []))
            assert leaks(page) == [], page
        waits = now.state in ("step", "rest", "switch")
        session = advance(
            strange, session, "time" if waits else "same" if now.state == "check" else "next", at=10.0 * nth
        )
    assert seen >= {"ready", "step", "rest", "switch", "skin_check", "check"}
    assert session.tried


def test_every_ending_of_a_session_is_in_the_language(strange: Knowledge) -> None:
    texts = strange.texts(language="es")
    for ending in get_args(Ending):
        assert leaks(texts(f"ending.{ending}")) == []


def test_the_quick_screen_is_in_the_language(strange: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    typed = iter(["1", "n"])

    def ask(hint: str) -> str:
        shown.write(hint)
        return next(typed)

    monkeypatch.setattr("builtins.input", ask)
    quick_screen = QuickScreen(strange, strange.texts(language="es"), Console(file=shown, width=4000), Answers({}))
    quick_screen.clear(quick_screen.place())
    assert leaks(shown.getvalue()) == []


def test_a_text_that_was_left_in_english_is_found(tmp_path: Path) -> None:
    """Otherwise the tests above could hold because they see nothing."""
    left = made_up(tmp_path / "knowledge", without=("level.routine", "month.3", "phone.ie.emergency"))
    texts = left.texts(language="es", region="ie")
    shown = f"{texts('level.routine')} {full_day(date(2027, 3, 1), texts)} {texts('show.number')}"
    assert leaks(shown) == ["Book", "a", "visit", "March", "or"]


def test_a_made_up_text_leaves_what_it_is_filled_with_outside() -> None:
    assert bracketed("Call {N} if {you|they} can, by {date}.") == "⟦Call ⟧{N}⟦ if {you|they} can, by ⟧{date}⟦.⟧"
    assert leaks("⟦Call ⟧999⟦ by ⟧5 March⟦.⟧ 3 mg") == ["March"]

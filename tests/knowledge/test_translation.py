"""A language is a folder of catalogues: what fits is used, what is stale falls back, what is wrong is a finding."""

from __future__ import annotations

import shutil
from pathlib import Path

import polib
import pytest

import uncramp.kb
from uncramp.errors import UsageError
from uncramp.kb import Knowledge
from uncramp.kb.check import check_folder
from uncramp.kb.read import read_folder
from uncramp.kb.translation import FILLED_IN, catalogue, in_use, sources

HERE = Path(uncramp.kb.HERE)
CLOT = "rule.clot_signs_limb.says"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the knowledge with an empty Spanish."""
    copy = tmp_path / "knowledge"
    shutil.copytree(HERE, copy, ignore=shutil.ignore_patterns("__pycache__", "es"))
    (copy / "texts/es").mkdir()
    return copy


def write(folder: Path, *lines: tuple[str, str, str], fuzzy: bool = False) -> None:
    book = polib.POFile()
    for key, english, spanish in lines:
        book.append(polib.POEntry(msgctxt=key, msgid=english, msgstr=spanish, flags=["fuzzy"] if fuzzy else []))
    book.save(str(folder / "texts/es/some.po"))


def english(folder: Path, key: str) -> str:
    return sources(read_folder(folder))[key]


def findings(folder: Path) -> list[str]:
    return [str(problem) for problem in check_folder(read_folder(folder))[1]]


def test_a_line_that_fits_its_english_is_used_and_the_rest_is_english(folder: Path) -> None:
    write(folder, ("level.urgent", english(folder, "level.urgent"), "Busque ayuda hoy"))
    texts = uncramp.kb.load(folder).texts(language="es")
    assert texts("level.urgent") == "Busque ayuda hoy"
    assert texts("level.routine") == english(folder, "level.routine")


def test_an_entry_is_said_in_its_language(folder: Path) -> None:
    write(folder, (CLOT, english(folder, CLOT), "No lo frote ni lo estire."))
    texts = uncramp.kb.load(folder).texts(language="es")
    assert texts.entry("rule", "clot_signs_limb", "says", "...") == "No lo frote ni lo estire."


def test_a_line_whose_english_has_changed_falls_back(folder: Path) -> None:
    write(folder, ("level.urgent", "Help, some day", "Busque ayuda algún día"))
    assert uncramp.kb.load(folder).texts(language="es")("level.urgent") == english(folder, "level.urgent")


def test_a_line_that_the_translator_marked_as_unsure_falls_back(folder: Path) -> None:
    write(folder, ("level.urgent", english(folder, "level.urgent"), "Busque ayuda"), fuzzy=True)
    assert uncramp.kb.load(folder).texts(language="es")("level.urgent") == english(folder, "level.urgent")


def test_a_lost_number_is_a_finding_with_its_line(folder: Path) -> None:
    key = "action.emergency.ambulance"
    write(folder, (key, english(folder, key), "Llame ahora."))
    assert any("texts/es/some.po:" in one and "other placeholders" in one and "{N}" in one for one in findings(folder))


def test_a_key_that_does_not_exist_is_a_finding(folder: Path) -> None:
    write(folder, ("rule.nothing.says", "Nothing.", "Nada."))
    assert any("there is no text `rule.nothing.says`" in one for one in findings(folder))


def test_a_complete_language_misses_nothing(folder: Path) -> None:
    languages = folder / "languages.toml"
    said = languages.read_text().replace("complete = true\n", "")
    languages.write_text(said.replace('title = "Español"\n', 'title = "Español"\ncomplete = true\n'))
    write(folder, ("level.urgent", english(folder, "level.urgent"), "Busque ayuda hoy"))
    said = findings(folder)
    assert any(f"`{CLOT}` is not translated" in one for one in said)
    assert not any("`level.urgent` is not translated" in one for one in said)


def test_a_folder_of_a_language_that_is_not_listed_is_a_finding(folder: Path) -> None:
    (folder / "texts/es").rename(folder / "texts/eo")
    (folder / "texts/eo/some.po").write_text('msgctxt "level.urgent"\nmsgid "x"\nmsgstr "y"\n')
    assert any("`eo` is no language" in one for one in findings(folder))


def test_a_file_that_is_no_catalogue_is_a_finding_with_its_line(folder: Path) -> None:
    (folder / "texts/es/some.po").write_text('msgid "x"\nno such thing "y"\n')
    assert any(one.startswith("texts/es/some.po:") and "not a gettext catalogue" in one for one in findings(folder))


def test_the_catalogue_holds_every_text_and_what_is_translated(folder: Path) -> None:
    write(folder, ("level.urgent", english(folder, "level.urgent"), "Busque ayuda hoy"))
    read = read_folder(folder)
    book = polib.pofile(catalogue(read, "es"))
    assert {line.msgctxt for line in book} == sources(read).keys()
    assert [line.msgstr for line in book if line.msgstr] == ["Busque ayuda hoy"]


def test_a_language_that_is_not_there_is_answered_with_those_there_are(kb: Knowledge) -> None:
    with pytest.raises(UsageError, match="there is no language `tlh`; allowed: en"):
        kb.texts(language="tlh")


def test_every_emergency_line_names_the_number_in_every_language(kb: Knowledge) -> None:
    for language in kb.languages:
        texts = kb.texts(language=language, region="uk")
        for route in ("ambulance", "ed_now"):
            assert "999" in texts(f"action.emergency.{route}")


def test_what_is_translated_keeps_every_placeholder() -> None:
    read = read_folder(HERE)
    english = sources(read)
    for language in read.translations:
        for key, text in in_use(read, language).items():
            assert sorted(FILLED_IN.findall(text)) == sorted(FILLED_IN.findall(english[key])), key


def test_no_text_is_missing_in_spanish() -> None:
    """Here and not in lint, so that a clinician can edit an English text and try it before it is translated."""
    read = read_folder(HERE)
    assert sorted(sources(read).keys() - in_use(read, "es").keys()) == []

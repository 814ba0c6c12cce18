"""A language is a folder of catalogues: what fits is used, what is stale falls back, what is wrong is a finding."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import polib
import pytest

import uncramp.kb
from uncramp.errors import UsageError
from uncramp.kb import Knowledge
from uncramp.kb.called import called, typed
from uncramp.kb.check import check_folder
from uncramp.kb.dates import full_day, short_day, weekday_day
from uncramp.kb.read import read_folder
from uncramp.kb.translation import FILLED_IN, catalogue, in_use, sources, untranslated

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
    read = read_folder(folder)
    return [str(problem) for problem in (*check_folder(read)[1], *untranslated(read))]


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
    write(folder, ("level.urgent", english(folder, "level.urgent"), "Busque ayuda hoy"))
    said = findings(folder)
    place = read_folder(folder).where("rule", "clot_signs_limb", "says")
    assert any(one.startswith(f"{place}: `{CLOT}` is not translated") for one in said)
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


WORDS = "topic.kidney_stone.words"


def test_a_lost_or_changed_digit_in_a_number_to_call_is_a_finding(folder: Path) -> None:
    key = "phone.ca.poisons"
    write(folder, (key, english(folder, key), "1-844-764-7696 (en Quebec, 1-800-463-5060)"))
    assert any("other digits" in one and key in one and "7669" in one for one in findings(folder))


def test_a_number_to_call_that_is_only_digits_is_not_there_to_translate() -> None:
    keys = sources(read_folder(HERE)).keys()
    assert "phone.uk.urgent" in keys
    assert not {"phone.uk.emergency", "phone.us.poisons"} & keys


def test_what_a_region_calls_its_numbers_is_said_in_the_language(folder: Path) -> None:
    write(
        folder,
        ("phone.ie.emergency", english(folder, "phone.ie.emergency"), "112 o 999"),
        ("phone.us.urgent", english(folder, "phone.us.urgent"), "la línea de enfermería"),
        ("phones.no_poisons", english(folder, "phones.no_poisons"), "su número de emergencias"),
    )
    kb = uncramp.kb.load(folder)
    numbers = {region: kb.texts(language="es", region=region).numbers for region in kb.regions}
    assert numbers["ie"]["N"] == "112 o 999"
    assert numbers["us"] | {"P": ""} == {"N": "911", "U": "la línea de enfermería", "P": ""}
    assert numbers["other"]["P"] == "su número de emergencias"
    assert kb.texts(region="ie").numbers["N"] == "112 or 999"


def test_a_number_to_call_with_a_brace_in_it_is_a_finding(folder: Path) -> None:
    phones = folder / "phones.toml"
    said = phones.read_text(encoding="utf-8")
    assert said.count('"the GP out-of-hours service"') == 1
    phones.write_text(said.replace('"the GP out-of-hours service"', '"{your|their} doctor"'), encoding="utf-8")
    assert any("phones.toml" in one and "no braces" in one for one in findings(folder))


@pytest.mark.parametrize("region", ["uk", "ie", "us", "ca", "eu", "au", "nz", "other"])
def test_spanish_sentences_with_a_number_read_right_in_every_region(kb: Knowledge, region: str) -> None:
    """Spanish says "a {U}" and "al {N}": no article "el" after "a", nothing but a number after "al"."""
    spanish = kb.pack.texts["es"]
    texts = kb.texts(language="es", region=region)
    assert not texts.numbers["U"].startswith(("el ", "los "))
    assert not texts.numbers["U"][0].isdigit()
    assert texts.numbers["N"][0].isdigit()
    for key, text in spanish.items():
        assert all(before == " a " for before in re.findall(r"(.{3})\{U\}", text)), key
        assert (
            "{N}" not in text
            or key == "show.number"
            or all(before == " al " for before in re.findall(r"(.{4})\{N\}", text))
        ), key


@pytest.mark.parametrize(
    ("language", "day", "full", "short", "weekday"),
    [
        ("en", date(2026, 12, 5), "5 December 2026", "5 December", "Sat 5 December"),
        ("en", date(2027, 3, 1), "1 March 2027", "1 March", "Mon 1 March"),
        ("es", date(2026, 12, 5), "5 de diciembre de 2026", "5 de diciembre", "sáb 5 de diciembre"),
        ("es", date(2027, 3, 7), "7 de marzo de 2027", "7 de marzo", "dom 7 de marzo"),
    ],
)
def test_a_date_is_said_in_the_language_whatever_the_machine_speaks(
    kb: Knowledge, language: str, day: date, full: str, short: str, weekday: str
) -> None:
    texts = kb.texts(language=language)
    assert (full_day(day, texts), short_day(day, texts), weekday_day(day, texts)) == (full, short, weekday)


def test_every_month_and_weekday_has_its_own_name_in_every_language(kb: Knowledge) -> None:
    for language in kb.languages:
        texts = kb.texts(language=language)
        assert len({texts(f"month.{number}") for number in range(1, 13)}) == 12
        assert len({texts(f"weekday.{number}") for number in range(1, 8)}) == 7


def test_a_topic_is_called_by_its_english_words_and_by_those_of_the_language(folder: Path) -> None:
    write(folder, (WORDS, english(folder, WORDS), "Riñón, piedra en el riñón"))
    kb = uncramp.kb.load(folder)
    topic = next(topic for topic in kb.pack.topic if topic.id == "kidney_stone")
    assert {"renal colic", "piedra en el riñón"} <= {*called(topic, kb.texts(language="es"))}
    assert "piedra en el riñón" not in called(topic, kb.texts())
    assert typed("  RIÑON ") == typed("riñón") == "rinon"


def test_a_translated_word_that_leads_to_two_topics_is_a_finding(folder: Path) -> None:
    write(folder, (WORDS, english(folder, WORDS), "piedra, heart"))
    found = [one for one in findings(folder) if "leads to another topic" in one]
    assert len(found) == 1
    assert "texts/es/some.po:" in found[0]
    assert "`heart`" in found[0]
    assert WORDS in found[0]


def test_no_word_of_a_topic_gets_lost_in_spanish(kb: Knowledge) -> None:
    """Every topic has words of its own there that no English word gives."""
    texts = kb.texts(language="es")
    for topic in kb.pack.topic:
        assert set(called(topic, texts)) - set(topic.words), topic.id


def test_what_a_claim_quotes_is_translated_and_not_held_to_our_words(folder: Path) -> None:
    key = "claim.eight_glasses.says"
    write(folder, (key, english(folder, key), "Drink at least 8 glasses a day."))
    assert not any(key in one for one in findings(folder))
    write(folder, ("level.urgent", english(folder, "level.urgent"), "Drink at least 8 glasses a day."))
    assert any("must not be said" in one and "level.urgent" in one for one in findings(folder))
